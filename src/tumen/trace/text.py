"""A trace as lines of text: what is asked for first, then what it rests on, indented."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from tumen.trace.ground import ClaimRecord, SeriesRecord
from tumen.trace.pool_text import pool_lines
from tumen.trace.records import (
    AnchorRecord,
    AnchorWorld,
    Behind,
    ExitRecord,
    Grounded,
    LoopRecord,
    Names,
    OutcomeRecord,
    ParameterRecord,
    SignalRecord,
    Subject,
    SwitchRecord,
)

Lines = Iterator[str]
_MANY_LEVELS = 6
_MANY_CITATIONS = 3
_ADDRESS = re.compile(r"[ ;,(]*(\b(via|in|at))?[ ;,(]*https?://.*", re.DOTALL)


def lines_of(subject: Subject, behind: Behind) -> tuple[str, ...]:
    """Write what is asked for and what it rests on, a line for each fact; a claim in full where it first stands."""
    return tuple(map(one_line, _Writer(behind).subject(subject)))


@dataclass(frozen=True)
class _Writer:
    """Writes records as lines.

    Attributes:
        behind: The records of everything that is named.
        told: Claims, series and pairs that were written in full already.
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
                made_of = [line for i in subject.made_of for line in self._signal(self.behind.signals[i])]
                yield from _block("shared out", made_of)
                drives = [f"group {group}" for group in subject.drives] + [f"signal {other}" for other in subject.moves]
                yield from _block("drives", drives)
                yield from _block("opens and closes", [f"exit {i}" for i in subject.opens])
                yield from _block("parameters", self._parameters(subject.parameters))
            case ExitRecord():
                yield from self._exit(subject)
            case LoopRecord():
                yield from self._loop(subject)
                yield from _block("numbers that are 0 where it is off", self._parameters(subject.parameters))
            case SwitchRecord():
                yield from self._switch(subject)
                yield from _block("numbers that it sets", self._parameters(subject.parameters))

    def _outcome(self, subject: OutcomeRecord) -> Lines:
        better = "" if subject.direction == "neither" else f", {subject.direction} is better"
        yield f"outcome {subject.id}: {subject.title} ({subject.unit}{better})"
        yield f"  counts {subject.counts}"
        yield from _block("said of the same quantity", [*self._ground(subject), *_roots(subject.roots)])
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
        fed += f", moved by {', '.join(signal.moved_by)}" if signal.moved_by else ""
        made = f", made by sharing out {', '.join(signal.made_of)}" if signal.made_of else ""
        yield f"signal {signal.id}: {signal.name} ({signal.mode}{fed}{made})"
        for e in signal.events:
            dates = "" if not e.starts else f" from {e.starts}" + (f" to {e.ends}" if e.ends else "")
            yield f"  {e.id}: {e.shape}{dates}, {e.how} {e.size}"
            yield from _indented(self._ground(e), 2)

    def _loop(self, loop: LoopRecord) -> Lines:
        yield f"loop {loop.id}: {loop.title} ({loop.sign}, {loop.at})"
        low, high = loop.delay
        yield f"  as {loop.source} grows, it {loop.answer} {loop.target}, half of it after {low:g} to {high:g} months"
        if loop.thought_experiment:
            yield "  a thought experiment: nobody has ever observed it"
        yield from _block("who says so", [*self._ground(loop), *_roots(loop.roots)])
        if loop.ours:
            yield f"  ours: {loop.ours}"

    def _switch(self, switch: SwitchRecord) -> Lines:
        yield f"switch {switch.id}: {switch.title} (stands at {switch.at})"
        for at in switch.positions:
            sets = ", ".join(f"{name} = {value:g}" for name, value in at.sets.items())
            yield f"  position {at.id}: {at.title} ({sets or 'nothing is set'})"
            yield from _indented(self._ground(at), 2)

    def _anchors(self, names: Names) -> Lines:
        for name in names:
            yield from self._anchor(self.behind.anchors[name])

    def _anchor(self, anchor: AnchorRecord) -> Lines:
        yield f"anchor {anchor.name}: {anchor.outcome} in {anchor.date}, met by {anchor.solves}"
        for world, says in anchor.worlds.items():
            yield f"  world {world} ({says.title}): {says.prior}"
            if says.pool is not None:
                yield from _indented(pool_lines(says.pool), 2)
            else:
                yield from _indented(self._grounded(says), 2)

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
        yield from _indented(self._grounded(p), 1)
        if p.note:
            yield f"  so: {p.note}"

    def _grounded(self, thing: ParameterRecord | AnchorWorld) -> Lines:
        """Write what a number is traced to, or why it is assumed, and who speaks of it without settling it."""
        yield from self._ground(thing)
        yield from _roots(thing.roots)
        if thing.assumed:
            yield f"assumed: {thing.assumed}"
        if thing.near:
            yield "traced to nothing; these speak of it, and do not settle it:"
            claims = [line for i in thing.near if i in self.behind.claims for line in self._claim(i)]
            series = [line for i in thing.near if i in self.behind.observations for line in self._series(i)]
            yield from _indented([*claims, *series], 1)

    def _ground(self, thing: Grounded) -> Lines:
        """Write what something rests on, claims first."""
        for i in thing.claims:
            yield from self._claim(i)
        for i in thing.observations:
            yield from self._series(i)

    def _series(self, name: str) -> Lines:
        yield f"observed {name}, as above" if name in self.told else _series_line(self.behind.observations[name])
        self.told.add(name)

    def _claim(self, name: str) -> Lines:
        claim = self.behind.claims[name]
        if name in self.told:
            yield f"{claim.id} ({claim.says}), as above"
            return
        self.told.add(name)
        figure = f" [{claim.figure}]" if claim.figure else ""
        dates = f", of {claim.dates}" if claim.dates else ""
        where = f"{claim.says}; {claim.title}, {claim.locator}{dates}{_descent(claim)}"
        yield f"{claim.id} ({where}): {claim.statement}{figure}"
        for other in claim.against:
            pair = " | ".join(sorted((claim.id, other.id)))
            who = f"{other.id} ({other.says})" if other.says else other.id
            words = "as above" if pair in self.told else f"{who}: {other.statement}"
            self.told.add(pair)
            yield f"  against each other: {pair}: {words}"


def _roots(number: int) -> Lines:
    """Say how many independent roots stand behind something; nothing where there is none."""
    if number:
        yield "1 independent root stands behind it" if number == 1 else f"{number} independent roots stand behind it"


def _descent(claim: ClaimRecord) -> str:
    """Say from whom a claim comes, if from anybody else."""
    via = f"; via {' and '.join(claim.via)}" if claim.via else ""
    if claim.root != claim.id:
        return f"{via}{',' if via else ';'} root {claim.root}"
    return f"{via}; root also of {', '.join(claim.same_root)}" if claim.same_root else via


def _exit_line(e: ExitRecord) -> str:
    return f"{e.id} ({e.leaves} → {e.reaches}; group {e.group}): {', '.join(e.parameters) or 'no parameter'}"


def _series_line(series: SeriesRecord) -> str:
    facts, who = series_facts(series)
    return f"observed {series.id}: {facts} ({who})"


def series_facts(series: SeriesRecord) -> tuple[str, str]:
    """Sum up a series; who published it by name, without addresses, which the JSON gives."""
    names = list(dict.fromkeys(_ADDRESS.sub("", citation) or citation for citation in series.citations))
    more = [f"{len(names) - _MANY_CITATIONS} more"] if len(names) > _MANY_CITATIONS else []
    grades = f", grade {' and '.join(series.grades)}" if series.grades else ""
    rows = "1 figure" if series.rows == 1 else f"{series.rows} figures"
    roots = f", {len(series.roots)} roots" if len(series.roots) > 1 else ""
    return f"{rows}{roots}, {series.dates}, {series.figures}{grades}", "; ".join([*names[:_MANY_CITATIONS], *more])


def _block(title: str, lines: Iterable[str]) -> Lines:
    """Write a title and indented lines; nothing where there are no lines."""
    inner = list(_indented(lines, 2))
    if inner:
        yield f"  {title}:"
        yield from inner


def _indented(lines: Iterable[str], depth: int) -> Lines:
    yield from ("  " * depth + line for line in lines)


def one_line(line: str) -> str:
    """Keep the indent; take out what would break a line or disturb a terminal."""
    indent = len(line) - len(line.lstrip(" "))
    text = " ".join(line.split())
    return " " * indent + "".join(c if c.isprintable() else "\ufffd" for c in text)
