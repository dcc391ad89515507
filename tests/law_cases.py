"""The cases of law that a jurist reads (`tests/law/*.toml`), and how one is asked.

A case names people by what the situation tells apart: statuses, places, values of attributes. What it leaves out must
not matter: the answer has to be the same for all groups that fit. It asks one thing: whether a norm applies (`norm`),
whether it applies and commands so (`commands`), whether people fulfil a condition (`condition`), or whether a reading
covers them (`reading`). `position` is one or several, each by itself, ``"each"`` for all of them one by one, or absent
for all at once. `fails` is the number of the question of `tumen.law.explain` at which a norm first fails.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from tumen.law.body import Law
from tumen.law.covering import covered
from tumen.law.evaluate import condition_bounds, evaluate
from tumen.law.intervals import Interval
from tumen.law.query import Choice, commands, queries
from tumen.law.subjects import People, Subject
from tumen.law.truth import CONTESTED, NO, YES, Bounds, conjunction, hull, truths
from tumen.situation import Situation, read_situation
from tumen.situation.subjects import people_of

HERE = Path(__file__).parent / "law"
FLAGSHIP = "dprk-china"
SITUATIONS: Mapping[str, str | Path] = {FLAGSHIP: FLAGSHIP, "harbour": HERE / "harbour"}
WORDS = ("no", "contested", "yes")


@dataclass(frozen=True)
class Case:
    """One case; each field is a key of its table, but `file` and `situation`, which are of its file."""

    file: str
    situation: str
    title: str
    question: str
    date: date
    who: Mapping[str, Any]
    expected: str
    article: str
    why: str
    norm: str = ""
    commands: str = ""
    condition: str = ""
    reading: str = ""
    position: str | tuple[str, ...] = ""
    thresholds: Mapping[str, str] = field(default_factory=dict[str, str])
    bounds: tuple[float, float] | None = None
    fails: int = 0
    claims: tuple[str, ...] = ()
    observations: tuple[str, ...] = ()
    references: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"{self.file}: {self.title}"


def cases(path: Path) -> list[Case]:
    """Read a file of cases.

    Raises:
        TypeError: a key that no case has, or one missing.
    """
    told = tomllib.loads(path.read_text(encoding="utf-8"))
    of_file = {"file": path.stem, "situation": told.get("situation", FLAGSHIP)}
    return [Case(**of_file, **_fixed(table)) for table in told["case"]]


def all_cases() -> list[Case]:
    """Read all files in the order of their names."""
    return [case for path in sorted(HERE.glob("*.toml")) for case in cases(path)]


@cache
def situation(name: str) -> Situation:
    """Read a situation that cases are about, once."""
    return read_situation(SITUATIONS[name])


def law_of(case: Case) -> Law:
    """Give the law that a case is about."""
    law = situation(case.situation).law
    assert law is not None
    return law


def groups(case: Case) -> Iterator[Subject]:
    """Give the groups of people that fit a case."""
    wanted = {key: (value,) if isinstance(value, str) else tuple(value) for key, value in case.who.items()}
    for one in people_of(situation(case.situation)).subjects:
        told = {**dict(one.cohort), "status": one.status, "place": one.place}
        if all(told.get(key) in values for key, values in wanted.items()):
            yield one


def answers(case: Case) -> Bounds:
    """Ask a case, ``[position, subject, 2]``: of each position that it names, of each group that fits."""
    law, inside = law_of(case), people_of(situation(case.situation)).inside
    people = People(tuple(groups(case)), inside)
    return np.array([_asked(case, law, people, choice=choice) for choice in choices(case)])


def choices(case: Case) -> list[Choice]:
    """Give the positions that a case names, each with its thresholds."""
    named = (case.position,) if isinstance(case.position, str) else case.position
    positions = tuple(law_of(case).positions) if named == ("each",) else named
    return [Choice(one or None, case.thresholds) for one in positions]


def found(case: Case) -> set[str]:
    """Give all answers of a case in words; one where it is sound."""
    return {WORDS[truth] for truth in truths(answers(case)).ravel()}


def _asked(case: Case, law: Law, people: People, *, choice: Choice) -> Bounds:
    days = (Interval(case.date, case.date),)
    if case.condition:
        return condition_bounds(law, people, days, condition=case.condition, choice=choice)[0]
    if case.reading:
        covers = law.readings[case.reading].covers
        each = [covered(query, covers) for query in queries(law, people, days, choice=choice).values()]
        return np.broadcast_to(hull(each), (1, len(people.subjects), 2))[0]
    bounds = evaluate(law, people, days, choice=choice, norms=(case.norm,))[0, 0]
    return conjunction([bounds, _commanded(case, law, choice)]) if case.commands else bounds


def _commanded(case: Case, law: Law, choice: Choice) -> Bounds:
    """Tell whether a norm commands as a case asks: agreed where all readings of it do."""
    norm = law.norms[case.norm]
    every = {modality for position in _asked_of(law, choice) for modality, _ in commands(norm, position)}
    if case.commands not in every:
        return NO
    return YES if every == {case.commands} else CONTESTED


def _asked_of(law: Law, choice: Choice) -> list[str | None]:
    return [choice.position] if choice.position is not None else [*law.positions, None]


def _fixed(table: Mapping[str, Any]) -> dict[str, Any]:
    known = {one.name for one in fields(Case)} - {"file", "situation"}
    strange = set(table) - known
    if strange:
        raise TypeError(f"no case has {sorted(strange)}")
    return {key: tuple(value) if isinstance(value, list) else value for key, value in table.items()}
