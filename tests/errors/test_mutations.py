"""Whatever is in the files of a folder, reading it gives a situation or problems, and no other error."""

import shutil
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from errors.cases import BASE
from tumen.situation import Situation, check_folder, read_situation

FILES = sorted(path.name for path in BASE.iterdir())
PIECES = [
    *(b"\x00", b"\xff", b"\xef\xbb\xbf", b"\r", b"\n", b"\n\n", b'"', b"'", b",", b";", b"|", b"=", b"[", b"]", b"{"),
    *(
        b"}",
        b".",
        b"-1",
        b"0",
        b"nan",
        b"-inf",
        b"1e999",
        b"9" * 400,
        b"[" * 300,
        b"true",
        b"9999-12-31",
        b"0001-01-01",
    ),
    *(b"near", b"abroad", b"home", b"returned", b"hiding", b"sex", b"woman", b"place", b"year", b"leave", b"arrest"),
    *(
        b"K1",
        b"K3",
        b"seen-1",
        b"kept out, section 9",
        b"kept out",
        b"pool",
        b"at_most",
        b"high",
        b"0.4",
        b"USD",
        b"women_2001",
    ),
    *(b"derives_from", b"supersedes", b"people_in_hiding", b"in_hiding", b"arrested", b"2001-13", b"share", b"/ 1"),
    *(b"refugee", b"threshold", b"no_return", b"punishment", b"left_for_beliefs", b"agreement", b"the_police"),
    *(b"instant", b"erlang 4", b"fixed 6", b"end", b"solved", b"week", b"share_near", b"by_sex", b"\xf0\x9f\x98\x80"),
]
mutation = st.tuples(
    st.sampled_from(FILES),
    st.floats(0, 1, exclude_max=True),
    st.integers(0, 12),
    st.one_of(st.sampled_from(PIECES), st.binary(max_size=4)),
)


def mutated(data: bytes, at: float, *, cut: int, piece: bytes) -> bytes:
    """Replace `cut` bytes somewhere by `piece`."""
    start = int(at * len(data))
    return data[:start] + piece + data[start + cut :]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("mutated") / "situation"
    shutil.copytree(BASE, made)
    return made


def read_mutated(folder: Path, mutations: list[tuple[str, float, int, bytes]]) -> None:
    """Read the base with `mutations`, and put the folder back."""
    changed = {name for name, *_ in mutations}
    for name, at, cut, piece in mutations:
        path = folder / name
        path.write_bytes(mutated(path.read_bytes(), at, cut=cut, piece=piece))
    try:
        if not check_folder(folder):
            assert isinstance(read_situation(folder), Situation)
    finally:
        for name in changed:
            shutil.copyfile(BASE / name, folder / name)


@settings(max_examples=150, deadline=None)
@given(mutations=st.lists(mutation, min_size=1, max_size=4))
def test_no_bytes_break_the_reader(folder: Path, mutations: list[tuple[str, float, int, bytes]]):
    read_mutated(folder, mutations)


@pytest.mark.slow
@settings(max_examples=5000, deadline=None)
@given(mutations=st.lists(mutation, min_size=1, max_size=6))
def test_no_bytes_break_the_reader_for_long(folder: Path, mutations: list[tuple[str, float, int, bytes]]):
    read_mutated(folder, mutations)
