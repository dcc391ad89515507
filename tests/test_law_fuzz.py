"""Whatever stands in the files of law, reading and asking them gives answers or coded problems, and no other error."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from datetime import date
from itertools import product
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from errors.test_mutations import PIECES, mutated
from law_cases import HERE
from tumen.law import Choice, People, conflicts, evaluate, explain, regime_intervals, sheet
from tumen.situation import Situation, check_folder, read_situation
from tumen.situation.subjects import people_of

BASE = HERE / "harbour"
FILES = ("norms.toml", "positions.toml")
FIRST, SOME_DAY, LAST = date(2001, 1, 1), date(2001, 8, 15), date(2003, 12, 31)
WORD = re.compile(rb"[\w.-]+|\"[^\"\n]*\"|[\[\]{}=,]")
OWN = [
    *(b"threshold", b"all", b"any", b"not", b"holds", b"at_least", b"share", b"only", b"from", b"to", b"statuses"),
    *(b'"sex"', b'"woman"', b'"H8"', b'"H1"', b'"unverified"', b'"obligation"', b'"constitutive"', b'"gallows"'),
    *(b"9999-12-31", b"0001-01-01", b"2002-02-29", b"1.5", b"-0.1", b"nan", b"[]", b"{}", b'""', b"{ any = [] }"),
    *(b'{ holds = "castaway" }', b'{ not = { share = "driven_by_storm" } }', b'{ at_least = { punishment = "cell" } }'),
]
pieces = st.sampled_from([*PIECES, *OWN])
file = st.sampled_from(FILES)
place = st.floats(0, 1, exclude_max=True)
bytes_cut = st.tuples(st.just("bytes"), file, place, st.integers(0, 12), st.one_of(pieces, st.binary(max_size=4)))
words_swapped = st.tuples(st.just("word"), file, place, place, st.none() | pieces)
lines_moved = st.tuples(st.just("line"), file, place, place, st.none())
mutations = st.lists(st.one_of(bytes_cut, words_swapped, words_swapped, lines_moved), min_size=1, max_size=4)
Mutation = tuple[str, str, float, float, bytes | None]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return shutil.copytree(BASE, tmp_path_factory.mktemp("law") / "harbour")


def changed(data: bytes, mutation: Mutation) -> bytes:
    """Cut bytes, put one word in the place of another, or one line."""
    kind, _, at, other, piece = mutation
    if kind == "bytes":
        return mutated(data, at, cut=int(other), piece=piece or b"")
    if kind == "line":
        lines = data.splitlines(keepends=True)
        lines.insert(int(other * len(lines)), lines.pop(int(at * len(lines))))
        return b"".join(lines)
    words = list(WORD.finditer(data))
    old, new = words[int(at * len(words))], words[int(other * len(words))]
    return data[: old.start()] + (new[0] if piece is None else piece) + data[old.end() :]


def ask(situation: Situation) -> None:
    """Ask a law all that there is to ask."""
    law, people = situation.law, people_of(situation)
    if law is None:
        return
    regimes = regime_intervals(law, FIRST, LAST)
    for position in (None, *law.positions):
        bounds = evaluate(law, people, regimes, choice=Choice(position))
        assert np.isfinite(bounds).all()
        assert (bounds[..., 0] <= bounds[..., 1] + 1e-9).all()
    for one in conflicts(law, people, first=FIRST, last=LAST):
        assert one.words
    some = People(people.subjects[1:2], people.inside)
    for norm in law.norms:
        assert [one.number for one in explain(law, some, SOME_DAY, norm=norm).questions] == list(range(1, 8))
    for condition in law.conditions:
        assert sheet(law, some, SOME_DAY, about=condition).readings


def read_mutated(folder: Path, several: list[Mutation]) -> None:
    for one in several:
        path = folder / one[1]
        path.write_bytes(changed(path.read_bytes() or b"x = 1", one))
    try:
        if not check_folder(folder):
            ask(read_situation(folder))
    finally:
        for name in FILES:
            shutil.copyfile(BASE / name, folder / name)


def single_words() -> Iterator[Mutation]:
    """Put nothing, an empty text, a number or a strange word in the place of each word, one at a time."""
    for name in FILES:
        count = len(WORD.findall((BASE / name).read_bytes()))
        for at, piece in product(range(count), (b"", b'""', b"-1", b'"strange"')):
            yield "word", name, (at + 0.5) / count, 0.0, piece


def test_the_small_law_answers(folder: Path):
    assert check_folder(folder) == ()
    ask(read_situation(folder))


@settings(max_examples=100, deadline=None)
@given(several=mutations)
def test_no_change_breaks_the_law(folder: Path, several: list[Mutation]):
    read_mutated(folder, several)


@pytest.mark.slow
@settings(max_examples=2000, deadline=None)
@given(several=mutations)
def test_no_change_breaks_the_law_for_long(folder: Path, several: list[Mutation]):
    read_mutated(folder, several)


@pytest.mark.slow
def test_no_single_word_breaks_the_law(folder: Path):
    for one in single_words():
        read_mutated(folder, [one])
