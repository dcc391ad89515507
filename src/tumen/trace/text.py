"""A trace as lines of text: what is asked for first, then what it rests on, indented."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from tumen.trace.ground import SeriesRecord
from tumen.trace.records import (
    AnchorRecord,
    Behind,
    ExitRecord,
    Grounded,
    Names,
    OutcomeRecord,
    ParameterRecord,
    SignalRecord,
    Subject,
)

Lines = Iterator[str]
_MANY_LEVELS = 6
_MANY_CITATIONS = 3
_ADDRESS = re.compile(r"[ ;,(]*(\b(via|in|at))?[ ;,(]*https?://.*", re.DOTALL)


def lines_of(subject: Subject, behind: Behind) -> tuple[str, ...]:
    """Write what is asked for and what it rests on, a line for each fact; a claim in full where it first stands."""
    return tuple(map(_one_line, _Writer(behind).subject(subject)))


@dataclass(frozen=True)
class _Writer:
    """Writes records as lines.

    Attributes:
        behind: The records of everything that is named.
        told: Claims and series that were written in full already.
    """

    behind: Behind
    told: set[str] = field(default_factory=set[str])

    def subject(self, subject: Subject) -> Lines:
        match subject:
            case OutcomeRecord():
                yield from self._outcome(subject)
            case ParameterRecord():
                yield from self._parameter(subject)
            case AnchorRecord():
                yield from self._anchor(subject)
                yield from _block("solves", self._parameters((subject.solves,)))
            case SignalRecord():
                yield from self._signal(subject)
                yield from _block("drives", [f"group {group}" for group in subject.drives])
                yield from _block("opens and closes", [f"exit {i}" for i in subject.opens])
                yield from _block("parameters", self._parameters(subject.parameters))
            case ExitRecord():
                yield from self._exit(subject)

    def _outcome(self, subject: OutcomeRecord) -> Lines:
        better = "" if subject.direction == "neither" else f", {subject.direction} is better"
        yield f"outcome {subject.id}: {subject.title} ({subject.unit}{better})"
        yield f"  counts {subject.counts}"
        yield from _block("said of the same quantity", self._ground(subject))
        for title, names in (
            ("exits counted", subject.exits),
            ("exits that lead in", subject.fed_by),
            ("exits that lead out", subject.drained_by),
        ):
            yield from _block(title, [_exit_line(self.behind.exits[i]) for i in names])
        people = [f"at the beginning: {i}" for i in subject.starts] + [f"inflow: {i}" for i in subject.inflows]
        yield from _block("people who are there or come in", people)
        yield from self._signals(subject.signals)
        yield from _block("anchors that scale it", self._anchors(subject.anchors))
        yield from _block("parameters behind it", self._parameters(subject.parameters))
        if subject.upstream:
            yield f"  further away, {len(subject.upstream)} parameters also move it:"
            yield f"    {', '.join(subject.upstream)}"

    def _parameter(self, subject: ParameterRecord) -> Lines:
        first, *rest = self._parameter_lines(subject)
        yield from (f"parameter {first}", *rest)
        yield from _block("used by", [f"{use.kind} {use.name}, as {use.role}" for use in subject.used_by])
        yield from _block("solved for the anchors", self._anchors(subject.anchors))
        yield f"  can move: {', '.join(subject.reaches) or 'no headline outcome'}"

    def _exit(self, subject: ExitRecord) -> Lines:
        yield f"exit {_exit_line(subject)}"
        facts = {"only": subject.only, "fan": subject.fan, "seats": subject.seats, "route": subject.route}
        facts |= {"yearly noise": subject.noise, "counted by": ", ".join(subject.counted_by)}
        yield from (f"  {name}: {fact}" for name, fact in facts.items() if fact)
        if subject.enforcement:
            yield "  enforcement: it can only be lowered"
        yield from self._signals(subject.signals)
        yield from _block("parameters behind it", self._parameters(subject.parameters))

    def _signals(self, names: Names) -> Lines:
        lines = [line for i in names for line in self._signal(self.behind.signals[i])]
        yield from _block("signals that move those exits", lines)

    def _signal(self, signal: SignalRecord) -> Lines:
        fed = f", fed by {', '.join(signal.fed_by)}" if signal.fed_by else ""
        yield f"signal {signal.id}: {signal.name} ({signal.mode}{fed})"
        for e in signal.events:
            dates = "" if not e.starts else f" from {e.starts}" + (f" to {e.ends}" if e.ends else "")
            yield f"  {e.id}: {e.shape}{dates}, {e.how} {e.size}"
            yield from _indented(self._ground(e), 2)

    def _anchors(self, names: Names) -> Lines:
        for name in names:
            yield from self._anchor(self.behind.anchors[name])

    def _anchor(self, anchor: AnchorRecord) -> Lines:
        yield f"anchor {anchor.name}: {anchor.outcome} in {anchor.date}, met by {anchor.solves}"
        for world, says in anchor.worlds.items():
            yield f"  world {world} ({says.title}): {says.prior}"
            yield from _indented(self._ground(says, says.assumed), 2)

    def _parameters(self, names: Names) -> Lines:
        for name in names:
            yield from self._parameter_lines(self.behind.parameters[name])

    def _parameter_lines(self, p: ParameterRecord) -> Lines:
        priors = list(p.priors.items())
        if p.dims:
            yield f"{p.name}, by {' and '.join(p.dims)}:"
            yield from (f"  {level}: {prior}" for level, prior in priors[:_MANY_LEVELS])
            if len(priors) > _MANY_LEVELS:
                yield f"  … {len(priors) - _MANY_LEVELS} more, to {priors[-1][0]}: {priors[-1][1]}"
        else:
            yield f"{p.name}: {priors[0][1]}"
        yield from _indented(self._ground(p, p.assumed), 1)
        if p.note:
            yield f"  so: {p.note}"

    def _ground(self, thing: Grounded, assumed: str = "") -> Lines:
        """Write what something rests on, claims first."""
        for i in thing.claims:
            yield from self._claim(i)
        for i in thing.observations:
            yield f"observed {i}, as above" if i in self.told else _series_line(self.behind.observations[i])
            self.told.add(i)
        if assumed:
            yield f"assumed: {assumed}"

    def _claim(self, name: str) -> Lines:
        claim = self.behind.claims[name]
        if name in self.told:
            yield f"{claim.id} ({claim.says}), as above"
            return
        self.told.add(name)
        figure = f" [{claim.figure}]" if claim.figure else ""
        dates = f", of {claim.dates}" if claim.dates else ""
        yield f"{claim.id} ({claim.says}; {claim.title}, {claim.locator}{dates}): {claim.statement}{figure}"
        yield from (f"  against it {other.id} ({other.says}): {other.statement}" for other in claim.against)


def _exit_line(e: ExitRecord) -> str:
    return f"{e.id} ({e.leaves} → {e.reaches}; group {e.group}): {', '.join(e.parameters) or 'no parameter'}"


def _series_line(series: SeriesRecord) -> str:
    """Sum up a series; who published it by name, without addresses, which the JSON gives."""
    names = list(dict.fromkeys(_ADDRESS.sub("", citation) or citation for citation in series.citations))
    more = [f"{len(names) - _MANY_CITATIONS} more"] if len(names) > _MANY_CITATIONS else []
    grades = f", grade {' and '.join(series.grades)}" if series.grades else ""
    rows = "1 figure" if series.rows == 1 else f"{series.rows} figures"
    who = "; ".join([*names[:_MANY_CITATIONS], *more])
    return f"observed {series.id}: {rows}, {series.dates}, {series.figures}{grades} ({who})"


def _block(title: str, lines: Iterable[str]) -> Lines:
    """Write a title and indented lines; nothing where there are no lines."""
    inner = list(_indented(lines, 2))
    if inner:
        yield f"  {title}:"
        yield from inner


def _indented(lines: Iterable[str], depth: int) -> Lines:
    yield from ("  " * depth + line for line in lines)


def _one_line(line: str) -> str:
    """Keep the indent; take out what would break a line or disturb a terminal."""
    indent = len(line) - len(line.lstrip(" "))
    text = " ".join(line.split())
    return " " * indent + "".join(c if c.isprintable() else "\ufffd" for c in text)
