"""Law in plain sentences: of a state and of an author it is said what they hold, never that they are right or wrong."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from tumen.law.body import Law
from tumen.law.instruments import Basis, Grade
from tumen.law.norms import Norm
from tumen.law.positions import Reading
from tumen.law.query import Command, commands
from tumen.law.subjects import People, Subject
from tumen.law.truth import Truth

TRUTH_WORDS = {Truth.NO: "no", Truth.CONTESTED: "contested", Truth.YES: "yes"}
FROM_MEMORY = "from memory, checked by nobody"

_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_VERBS = {
    "obligation": "must",
    "prohibition": "must not",
    "permission": "may",
    "right": "gives a right to",
    "immunity": "must not punish",
}


def day_words(day: date) -> str:
    """Write a date out: ``22 April 1954``."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def span_words(first: date | None, last: date | None) -> str:
    """Say from when to when, both days included."""
    if first is None and last is None:
        return "without limit of time"
    parts = [f"from {day_words(first)}" if first else "", f"until {day_words(last)}" if last else ""]
    return " ".join(part for part in parts if part)


def listed(words: Iterable[str], link: str = "and") -> str:
    """List words in one phrase: ``a, b and c``."""
    *before, last = words
    return f"{', '.join(before)} {link} {last}" if before else last


def axis_words(people: People, axis: str) -> str:
    """Name what is asked of people: ``their status``, or an attribute."""
    return f"their {axis}" if axis in ("status", "place") else people.name("attribute", axis)


def subject_words(people: People, subject: Subject) -> str:
    """Describe a group by all that is known of it."""
    told = [*subject.cohort, ("status", subject.status), ("place", subject.place)]
    words = [f"{axis_words(people, axis)} is {people.name(axis, value)}" for axis, value in told if value]
    return f"people of whom {listed(words)}" if words else "people of whom nothing is known"


def plain(name: str) -> str:
    """Write an id as words."""
    return name.replace("_", " ")


def reading_words(reading: Reading) -> str:
    """Name a reading: ``Q3 (refugee sur place)``."""
    return f"{reading.id} ({reading.title})"


def marked(words: str, *grades: Grade) -> str:
    """Mark words as from memory where one of the facts behind them was checked by nobody."""
    memory = any(grade.state == "memory" for grade in grades)
    return f"{words} ({FROM_MEMORY})" if memory else words


def cited(law: Law, words: str, basis: Basis) -> str:
    """Mark words as from memory where a published text that they rest on was checked by nobody."""
    return marked(words, *(law.references[one].grade for one in basis.references))


def named(law: Law, norm: Norm) -> str:
    """Name a norm as a lawyer cites it; marked where it is from memory."""
    instrument = law.instruments[norm.instrument]
    parts = [part for part in (instrument.title, norm.provision) if part]
    return marked(", ".join(parts), norm.grade, instrument.grade)


def command_words(law: Law, command: Command) -> str:
    """Say what is commanded: ``must not: return by force``."""
    modality, action = command
    return f"{_VERBS[modality]}: {law.actions[action].title}"


def orders(law: Law, norm: Norm) -> str:
    """Say what a norm commands, in each of its readings."""
    return listed((command_words(law, one) for one in commands(norm)), "or, read otherwise,")


def share_words(low: float, high: float) -> str:
    """Say how many of some people, as a range or a single share."""
    if low == high:
        return f"{low:.1%}"
    return f"{low:.1%} to {high:.1%}"


def sentence(words: str) -> str:
    """End words with a full stop, unless they end by themselves."""
    text = words.strip()
    return text if text.endswith((".", "!", "?")) else f"{text}."


def sentences(*several: str) -> str:
    """Join sentences, each with a capital; empty ones are left out."""
    return " ".join(one[:1].upper() + one[1:] for one in several if one)
