"""A trace as lines of text: what is asked for first, then what it rests on, indented."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import singledispatch

from tumen.trace.ground import ClaimRecord, SeriesRecord
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


def lines_of(subject: Subject, behind: Behind) -> tuple[str, ...]:
    """Write what is asked for and what it rests on, a line for each fact."""
    return tuple(map(_one_line, _subject(subject, behind)))


def _one_line(line: str) -> str:
    """Keep the indent; take out what would break a line or disturb a terminal."""
    indent = len(line) - len(line.lstrip(" "))
    text = " ".join(line.split())
    return " " * indent + "".join(c if c.isprintable() else "\ufffd" for c in text)


@singledispatch
def _subject(subject: object, behind: Behind) -> Lines:
    raise TypeError(f"{type(subject).__name__} has no lines")


@_subject.register
def _outcome(subject: OutcomeRecord, behind: Behind) -> Lines:
    better = "" if subject.direction == "neither" else f", {subject.direction} is better"
    yield f"outcome {subject.id}: {subject.title} ({subject.unit}{better})"
    yield f"  counts {subject.counts}"
    yield from _block("said of the same quantity", _ground(subject, behind))
    yield from _block("exits counted", _exits(subject.exits, behind))
    yield from _block("exits that lead in", _exits(subject.fed_by, behind))
    yield from _block("exits that lead out", _exits(subject.drained_by, behind))
    people = [f"at the beginning: {i}" for i in subject.starts] + [f"inflow: {i}" for i in subject.inflows]
    yield from _block("people who are there or come in", people)
    yield from _shared(subject, behind)
    if subject.upstream:
        yield f"  further away, {len(subject.upstream)} parameters also move it:"
        yield f"    {', '.join(subject.upstream)}"


@_subject.register
def _parameter(subject: ParameterRecord, behind: Behind) -> Lines:
    yield from _parameter_lines(subject, behind, "parameter ")
    yield from _block("used by", [f"{use.kind} {use.name}, as {use.role}" for use in subject.used_by])
    yield from _block("solved for the anchors", _anchors(subject.anchors, behind))
    yield f"  can move: {', '.join(subject.reaches) or 'no headline outcome'}"


@_subject.register
def _anchor(subject: AnchorRecord, behind: Behind) -> Lines:
    yield from _anchor_lines(subject, behind)
    yield from _block("solves", _parameters((subject.solves,), behind))


@_subject.register
def _signal(subject: SignalRecord, behind: Behind) -> Lines:
    yield from _signal_lines(subject, behind)
    yield from _block("drives", [f"group {group}" for group in subject.drives])
    yield from _block("opens and closes", [f"exit {i}" for i in subject.opens])
    yield from _block("parameters", _parameters(tuple(behind.parameters), behind))


@_subject.register
def _exit(subject: ExitRecord, behind: Behind) -> Lines:
    yield f"exit {_exit_line(subject)}"
    facts = {"only": subject.only, "fan": subject.fan, "seats": subject.seats, "route": subject.route}
    facts |= {"yearly noise": subject.noise, "counted by": ", ".join(subject.counted_by)}
    yield from (f"  {name}: {fact}" for name, fact in facts.items() if fact)
    if subject.enforcement:
        yield "  enforcement: it can only be lowered"
    yield from _shared(subject, behind)


def _shared(subject: OutcomeRecord | ExitRecord, behind: Behind) -> Lines:
    """Write the signals, anchors and parameters behind an outcome or exit."""
    signals = [line for i in subject.signals for line in _signal_lines(behind.signals[i], behind)]
    yield from _block("signals that move those exits", signals)
    if isinstance(subject, OutcomeRecord):
        yield from _block("anchors that scale it", _anchors(subject.anchors, behind))
    yield from _block("parameters behind it", _parameters(subject.parameters, behind))


def _block(title: str, lines: Iterable[str]) -> Lines:
    """Write a title and indented lines; nothing where there are no lines."""
    inner = [f"    {line}" for line in lines]
    if inner:
        yield f"  {title}:"
        yield from inner


def _exits(names: Names, behind: Behind) -> Lines:
    yield from (_exit_line(behind.exits[i]) for i in names)


def _exit_line(e: ExitRecord) -> str:
    return f"{e.id} ({e.leaves} → {e.reaches}; group {e.group}): {', '.join(e.parameters) or 'no parameter'}"


def _anchors(names: Names, behind: Behind) -> Lines:
    for name in names:
        yield from _anchor_lines(behind.anchors[name], behind)


def _anchor_lines(anchor: AnchorRecord, behind: Behind) -> Lines:
    yield f"anchor {anchor.name}: {anchor.outcome} in {anchor.date}, met by {anchor.solves}"
    for world, says in anchor.worlds.items():
        yield f"  world {world} ({says.title}): {says.prior}"
        yield from _indented(_ground(says, behind, says.assumed), 2)


def _signal_lines(signal: SignalRecord, behind: Behind) -> Lines:
    fed = f", fed by {', '.join(signal.fed_by)}" if signal.fed_by else ""
    yield f"signal {signal.id}: {signal.name} ({signal.mode}{fed})"
    for e in signal.events:
        dates = "" if not e.starts else f" from {e.starts}" + (f" to {e.ends}" if e.ends else "")
        yield f"  {e.id}: {e.shape}{dates}, {e.how} {e.size}"
        yield from _indented(_ground(e, behind), 2)


def _parameters(names: Names, behind: Behind) -> Lines:
    for name in names:
        yield from _parameter_lines(behind.parameters[name], behind, "")


def _parameter_lines(p: ParameterRecord, behind: Behind, kind: str) -> Lines:
    priors = list(p.priors.items())
    if len(priors) == 1 and not p.dims:
        yield f"{kind}{p.name}: {priors[0][1]}"
    else:
        yield f"{kind}{p.name}, by {' and '.join(p.dims)}:"
        yield from (f"  {level}: {prior}" for level, prior in priors[:_MANY_LEVELS])
        if len(priors) > _MANY_LEVELS:
            yield f"  … {len(priors) - _MANY_LEVELS} more, to {priors[-1][0]}: {priors[-1][1]}"
    yield from _indented(_ground(p, behind, p.assumed), 1)
    if p.note:
        yield f"  so: {p.note}"


def _ground(thing: Grounded, behind: Behind, assumed: str = "") -> Lines:
    """Write what something rests on, claims first."""
    for i in thing.claims:
        yield from _claim_lines(behind.claims[i])
    yield from (_series_line(behind.observations[i]) for i in thing.observations)
    if assumed:
        yield f"assumed: {assumed}"


def _claim_lines(claim: ClaimRecord) -> Lines:
    figure = f" [{claim.figure}]" if claim.figure else ""
    dates = f", of {claim.dates}" if claim.dates else ""
    yield f"{claim.id} ({claim.says}; {claim.title}, {claim.locator}{dates}): {claim.statement}{figure}"
    yield from (f"  against it {other.id} ({other.says}): {other.statement}" for other in claim.against)


def _series_line(series: SeriesRecord) -> str:
    grades = f", grade {' and '.join(series.grades)}" if series.grades else ""
    who = "; ".join(series.citations)
    rows = "1 figure" if series.rows == 1 else f"{series.rows} figures"
    return f"observed {series.id}: {rows}, {series.dates}, {series.figures}{grades} ({who})"


def _indented(lines: Iterable[str], depth: int) -> Lines:
    yield from ("  " * depth + line for line in lines)
