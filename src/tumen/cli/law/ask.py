"""From the words of a command line to a question of law: which day, which people, whose position."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from tumen.errors import SafetyError, TumenError, UsageError

if TYPE_CHECKING:
    from tumen.law.body import Law
    from tumen.law.query import Choice
    from tumen.law.subjects import Subject
    from tumen.report.law.setting import Setting
    from tumen.situation import Situation

_NAMED = {"--explain": "norm", "--sheet": "condition"}
"""Option → what it names, where it is not called so."""
READING = "reading "
"""How the id of a position begins that accepts a single reading and nothing else."""


@dataclass(frozen=True)
class Asked:
    """What was written on the command line, as it was written.

    Attributes:
        name: Of the situation, or its folder.
        date: A day.
        cohort: Attributes with values.
        place: Of the people asked about.
        status: Of the people asked about.
        position: That is taken.
        reading: That alone is accepted.
        threshold: Facts with levels.
        explain: Norm to be explained.
        run: Folder of a run.
        years: Of that run.
        what_if: File of a reform.
        sheet: Condition of an argument sheet.
        out: File for that sheet.
        force: Whether it may replace one.
    """

    name: str
    date: str = ""
    cohort: Sequence[str] = ()
    place: str = ""
    status: str = ""
    position: str = ""
    reading: str = ""
    threshold: Sequence[str] = ()
    explain: str = ""
    run: Path | None = None
    years: str = ""
    what_if: Path | None = None
    sheet: str = ""
    out: Path | None = None
    force: bool = False


def setting_of(asked: Asked) -> Setting:
    """Read a situation and find who is asked about.

    Raises:
        UsageError: T330 to T336.
        SafetyError: T334.
    """
    from tumen.law.subjects import People
    from tumen.report.law.setting import Setting
    from tumen.situation import read_situation
    from tumen.situation.subjects import insides, words_of

    situation = read_situation(asked.name)
    law = law_of(situation, asked.reading)
    people = People(_subjects(situation, asked), insides(situation), words_of(situation))
    return Setting(situation, law, people, _choice(law, asked))


def law_of(situation: Situation, reading: str = "") -> Law:
    """Give the law of a situation.

    Args:
        situation: Any.
        reading: Added as a position that accepts it and nothing else; empty for none.

    Raises:
        UsageError: T330 without law, T331 for a reading that it has not.
    """
    if situation.law is None:
        problem = f"{situation.id} has no law: it says nothing about who is bound to what"
        remedy = "ask about another situation, or give this one norms.toml and positions.toml"
        raise UsageError("T330", problem, where="norms.toml", remedy=remedy)
    return _with_reading(situation.law, reading) if reading else situation.law


def _with_reading(law: Law, name: str) -> Law:
    """Add a position that accepts one reading and is silent on everything else."""
    from tumen.law.instruments import Basis, Grade
    from tumen.law.positions import Position

    known("--reading", name, law.readings)
    title = f"{READING}{name}"
    grade = Grade("verified", None, "")
    alone = Position(title, title, law.readings[name].title, (name,), (), Basis(), grade)
    return replace(law, positions={**law.positions, title: alone})


def read_day(text: str) -> date:
    """Read the day that is asked about.

    Raises:
        UsageError: T332 if there is none, or the text is none.
    """
    from tumen.cli.until import read_day as read

    remedy = "write it as in --date 2003-05-01"
    try:
        found = read(text)
    except UsageError as error:
        raise UsageError("T332", f"{text!r} is no day", where="--date", remedy=remedy) from error
    if found is None:
        raise UsageError("T332", "no day is asked about", where="--date", remedy=remedy)
    return found


def known(option: str, name: str, names: Iterable[str]) -> None:
    """Stop at a name that nothing has.

    Raises:
        UsageError: T331.
    """
    from tumen.situation.findings import instead, shown

    every = tuple(names)
    if name not in every:
        problem = f"the law has no {_NAMED.get(option, option.removeprefix('--'))} {shown(name)}"
        raise UsageError("T331", problem, where=option, remedy=instead(name, every))


def _choice(law: Law, asked: Asked) -> Choice:
    """Read position and thresholds."""
    from tumen.law.query import Choice

    if asked.position and asked.reading:
        problem = "a position and a reading are both chosen"
        raise UsageError("T337", problem, where="the command line", remedy="choose one: a position has its readings")
    if asked.position:
        known("--position", asked.position, law.positions)
    position = asked.position or (f"{READING}{asked.reading}" if asked.reading else None)
    return Choice(position, dict(_threshold(law, text) for text in asked.threshold))


def _threshold(law: Law, text: str) -> tuple[str, str]:
    """Read a fact and the level from which it counts.

    Raises:
        UsageError: T336.
    """
    from tumen.situation.findings import instead, shown

    fact, _, level = (part.strip() for part in text.partition("="))
    if fact not in law.facts:
        raise UsageError(
            "T336", f"the law has no fact {shown(fact)}", where="--threshold", remedy=instead(fact, law.facts)
        )
    scale = law.facts[fact].scale
    if level not in scale:
        problem = f"{shown(level)} is no level of {fact}"
        raise UsageError("T336", problem, where="--threshold", remedy=instead(level, scale))
    return fact, level


def read_cohort(situation: Situation, texts: Sequence[str]) -> dict[str, str]:
    """Read which people are asked about, by attributes of the situation.

    Args:
        situation: Whose attributes.
        texts: Pairs like ``class=hostile``, several of them separated by commas.

    Raises:
        SafetyError: T334 for anything that is no attribute of the situation: nothing is asked about a person.
        UsageError: T333 for a value that an attribute has not.
    """
    found: dict[str, str] = {}
    for pair in (one for text in texts for one in text.split(",") if one.strip()):
        name, _, value = (part.strip() for part in pair.partition("="))
        _check_axis(situation, name)
        _check_value(situation, name, value)
        if found.setdefault(name, value) != value:
            remedy = "write each once; leave it out to ask about all of them"
            raise UsageError("T333", f"{name} has two values", where="--cohort", remedy=remedy)
    return found


def _check_axis(situation: Situation, name: str) -> None:
    """Refuse whatever tells people apart more finely than the situation does."""
    from tumen.situation.findings import listed, shown

    if name in situation.attributes:
        return
    problem = (
        f"{shown(name)} does not tell groups apart in {situation.id}. Law is asked here about groups, by what the "
        "situation tells apart, and never about a person: it is no test of anybody's status, credibility or risk"
    )
    axes = listed(situation.attributes) or "nothing"
    remedy = f"describe people by {axes}; --status and --place say where they stand"
    raise SafetyError("T334", problem, where="--cohort", remedy=remedy)


def _check_value(situation: Situation, name: str, value: str) -> None:
    from tumen.situation.findings import instead, shown

    values = situation.attributes[name].values
    if value not in values:
        problem = f"{name} has no value {shown(value)}"
        raise UsageError("T333", problem, where="--cohort", remedy=instead(value, values))


def _subjects(situation: Situation, asked: Asked) -> tuple[Subject, ...]:
    """Find the groups that fit, each with all that is asked about it, also where its status would not tell it apart.

    Raises:
        UsageError: T335 where there are none.
    """
    from tumen.situation.findings import instead, shown
    from tumen.situation.subjects import insides, people_of

    cohort = read_cohort(situation, asked.cohort)
    for option, name, names in (("place", asked.place, situation.places), ("status", asked.status, situation.statuses)):
        if name and name not in names:
            problem = f"{situation.id} has no {option} {shown(name)}"
            raise UsageError("T335", problem, where=f"--{option}", remedy=instead(name, names))
    around = insides(situation)
    found = tuple(
        replace(one, cohort=tuple(sorted({**dict(one.cohort), **cohort}.items())))
        for one in people_of(situation).subjects
        if asked.status in ("", one.status)
        and (not asked.place or asked.place in around[one.place])
        and _fits(dict(one.cohort), cohort)
    )
    if not found:
        raise _nobody(situation, asked)
    return found


def _fits(kept: Mapping[str, str], wanted: Mapping[str, str]) -> bool:
    return all(kept.get(name, value) == value for name, value in wanted.items())


def _nobody(situation: Situation, asked: Asked) -> TumenError:
    """Say that nobody is asked about."""
    status = situation.statuses[asked.status]
    places = ", ".join(status.places)
    problem = f"nobody in status {asked.status} is at {asked.place}"
    return UsageError("T335", problem, where="--place", remedy=f"people of that status are at: {places}")
