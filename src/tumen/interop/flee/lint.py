"""What is odd in a Flee folder that can be run: nothing is refused for it, and somebody should look."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from itertools import islice, pairwise

from tumen.interop.flee.dated import CONFLICTS, KINDS, Conflict
from tumen.interop.flee.folder import FleeFolder
from tumen.interop.flee.geography import Location
from tumen.interop.flee.lines import Line
from tumen.interop.flee.names import readable
from tumen.interop.flee.series import Series
from tumen.situation.findings import nearest, shown

_NORTHERNMOST = 90


@dataclass(frozen=True)
class Finding:
    """Something to look at.

    Attributes:
        kind: names, connections, dates, pairs, counts, coordinates or look-ahead.
        file: Path inside the folder.
        row: Line, from 1; None where there is none.
        message: What is odd, and what comes of it.
    """

    kind: str
    file: str
    row: int | None
    message: str

    @property
    def where(self) -> str:
        """File and line as one phrase."""
        return self.file if self.row is None else f"{self.file}, line {self.row}"

    def as_dict(self) -> dict[str, str | int | None]:
        """Give the fields as `--json` prints them."""
        return asdict(self)


def lint(folder: FleeFolder) -> tuple[Finding, ...]:
    """Look through a folder for what is odd, by file and line."""
    checks = (_names, _types, _connections, _pairs, _closures, _conflicts, _counts, _coordinates, _look_ahead)
    return tuple(finding for check in checks for finding in check(folder))


def _at(kind: str, line: Line, message: str) -> Finding:
    return Finding(kind, line.file, line.number, message)


def _names(folder: FleeFolder) -> Iterator[Finding]:
    names = [place.name for place in folder.locations]
    counts = Counter(names)
    seen: dict[str, Location] = {}
    for place in folder.locations:
        if place.name != place.name.strip():
            yield _at("names", place.line, f"{shown(place.name)} has blanks around it, which belong to its name")
        if place.name in seen:
            times = counts[place.name]
            message = f"{shown(place.name)} stands {times} times: ways lead to the last, conflicts to the first"
            yield _at("names", place.line, message)
        seen[place.name] = place
    for conflict in folder.conflicts:
        if conflict.name not in counts:
            near = nearest(conflict.name, tuple(names))
            meant = f"; {shown(near)} is meant?" if near else ""
            message = f"there is no place {shown(conflict.name)}: its column does nothing{meant}"
            yield Finding("names", CONFLICTS, 1, message)


def _types(folder: FleeFolder) -> Iterator[Finding]:
    for at, place in enumerate(folder.locations):
        if place.kind == "other":
            written = shown(place.line.cells[5])
            message = f"{written} is no type that Flee knows: people leave it as they leave a town, and may stop there"
            yield _at("names", place.line, message)
        elif at in folder.camps and not place.holds:
            message = f"{shown(place.name)} counts as a camp, since nearly nobody leaves it"
            yield _at("names", place.line, message)


def _connections(folder: FleeFolder) -> Iterator[Finding]:
    """Find places without ways, and those that nobody who sets out can reach."""
    ways: dict[int, set[int]] = {}
    for link in folder.links:
        ways.setdefault(link.origin, set()).add(link.destination)
    reached = {at for at, states in enumerate(folder.states.of) if any(state.intensity > 0 for state in states)}
    todo = list(reached)
    while todo:
        new = ways.get(todo.pop(), set()) - reached
        reached |= new
        todo += new
    for at, place in enumerate(folder.locations):
        if at not in ways:
            yield _at("connections", place.line, f"no way leads to {shown(place.name)} or from it")
        elif at not in reached:
            yield _at("connections", place.line, f"nobody who sets out in a conflict can reach {shown(place.name)}")


def _pairs(folder: FleeFolder) -> Iterator[Finding]:
    seen: dict[frozenset[int], Line] = {}
    told: set[tuple[str, int]] = set()
    for link in folder.links[::2]:
        first = seen.setdefault(frozenset((link.origin, link.destination)), link.line)
        key = link.line.file, link.line.number
        names = " and ".join(readable(name) for name in link.line.cells[:2])
        if first is not link.line:
            message = f"{names} are connected on line {first.number} already: that doubles how it draws people"
            yield _at("pairs", link.line, message)
        elif key in told:
            message = f"{names} have a 1 for forced redirection, which forces nothing: it makes the way twice"
            yield _at("pairs", link.line, message)
        told.add(key)


def _closures(folder: FleeFolder) -> Iterator[Finding]:
    names = {place.name for place in folder.locations}
    countries = {place.country for place in folder.locations}
    shut = {line.number for closing in folder.shut for line in closing.lines}
    for closure in folder.closures:
        line, known = closure.line, countries if closure.kind == "country" else names
        if closure.kind not in KINDS:
            near = nearest(closure.kind, KINDS)
            meant = f"; {shown(near)} is meant?" if near else ""
            yield _at("names", line, f"Flee knows no closure {shown(closure.kind)}, and does nothing{meant}")
        elif closure.kind == "remove_forced_redirection":
            yield _at("dates", line, "forced redirection does nothing in Flee, and nor does its removal")
        elif closure.one not in known:
            yield _at("names", line, f"there is no {shown(closure.one)}: nothing closes")
        elif closure.start >= folder.days:
            yield _at("dates", line, f"it closes on day {closure.start}, after the last, {folder.days - 1}")
        elif closure.kind in ("country", "location", "link") and line.number not in shut:
            why = "Flee does not find a link by its names" if closure.kind == "link" else "no way is meant, or no day"
            yield _at("dates", line, f"it closes nothing: {why}")


def _conflicts(folder: FleeFolder) -> Iterator[Finding]:
    """Find what a conflict says in vain: lines too many, intensities that change or do not end."""
    lengths = Counter(len(conflict.values) for conflict in folder.conflicts)
    usual = max(lengths, key=lambda length: lengths[length], default=0)
    for conflict in folder.conflicts:
        if len(conflict.values) != usual:
            message = f"{shown(conflict.name)} has {len(conflict.values)} days and others {usual}: later ones move up"
            yield Finding("dates", CONFLICTS, None, message)
        yield from islice(_in_vain(folder, conflict), 1)


def _in_vain(folder: FleeFolder, conflict: Conflict) -> Iterator[Finding]:
    """Find changes of an intensity that Flee does not look at."""
    name = shown(conflict.name)
    for (before, _), (now, line) in pairwise(conflict.values[: folder.days]):
        if before != now and min(before, now) > 0:
            yield _at("dates", line, f"{name} changes from {before:g} to {now:g}, which Flee does not look at")
        elif before not in (0, 1) and now == 0 and not folder.behaviour.ends_any_conflict:
            yield _at("dates", line, f"{name} falls from {before:g} to 0, and Flee 3.1 lets it stand: only 1 ends")


def _counts(folder: FleeFolder) -> Iterator[Finding]:
    names = {place.name for place in folder.locations}
    for name, series in list(folder.series.items())[1:]:
        if name not in names:
            summed = "; its people are still counted among those who set out" if folder.behaviour.sums_camps else ""
            yield _at("counts", series.line, f"{shown(name)} is no place: nobody is compared with its counts{summed}")
        elif name not in folder.camp_names:
            yield _at("counts", series.line, f"{shown(name)} is no camp: nobody is compared with its counts")
    for series in folder.series.values():
        if not series.in_order:
            yield _at("dates", series.knots[0].lines[0], "the counts are not in the order of their dates, each once")
        yield from _dates(folder, series)


def _dates(folder: FleeFolder, series: Series) -> Iterator[Finding]:
    days = [knot.day for knot in series.knots]
    if min(days) >= folder.days or max(days) < 0:
        message = f"no count of {shown(series.name)} lies in the period: its first or last one stands for all"
        yield _at("dates", series.knots[0].lines[0], message)


def _coordinates(folder: FleeFolder) -> Iterator[Finding]:
    for place in folder.locations:
        if place.latitude is not None and abs(place.latitude) > _NORTHERNMOST:
            message = f"latitude {place.latitude:g} lies beyond the pole: latitude comes first, then longitude"
            yield _at("coordinates", place.line, message)


def _look_ahead(folder: FleeFolder) -> Iterator[Finding]:
    """Find capacities that come from the very counts with which a run is compared."""
    for at in folder.camps:
        place = folder.locations[at]
        series = folder.series[place.name]
        written = {int(line.cells[1]) for knot in series.knots for line in knot.lines}
        used = {knot.value * folder.hasten for knot in series.knots} | {float(max(written))}
        if place.size > 0 and place.holds and place.size in (max(written), round(max(used)), int(max(used))):
            message = (
                f"the capacity of {shown(place.name)}, {place.size:,}, is the largest of the very counts with which "
                "its people are compared: a run looks ahead (with --no-capacity it does not)"
            )
            yield _at("look-ahead", place.line, message)
