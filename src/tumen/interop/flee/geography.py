"""locations.csv and routes.csv: columns by position, names untouched, every extra column with its name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from tumen.interop.flee.known_settings import MOST_SPEED
from tumen.interop.flee.lines import Line, Reading, as_number
from tumen.interop.flee.versions import BEHAVIOUR, Version
from tumen.situation.findings import Spot, instead, listed, shown

LOCATIONS, ROUTES = "input_csv/locations.csv", "input_csv/routes.csv"
MOST_LINKS, MOST_PEOPLE = 10_000, 10_000_000_000
LONGEST = 100_000.0
"""Km of a way."""
_COLUMNS = ("name", "region", "country", "latitude", "longitude", "location type", "conflict date", "population")
_NAMES = 4
_UNKNOWN = "unknown"
_REFUSED = ("initial_idps", "capacity_per_day")
_TWICE = 1


@dataclass(frozen=True)
class Location:
    """A place, as locations.csv tells of it.

    Attributes:
        name: As written.
        country: As written; ``unknown`` where nothing is.
        kind: What Flee understands its type to be: ``camp``, ``idp_camp``, ``conflict``, ``forward``, ``marker``,
            ``town``, or ``other`` where it understands nothing.
        latitude, longitude: As written; None where nothing is, or no number.
        size: Population, of a camp its capacity; before any division.
        later: Whether it is written as in conflict from a later day on, so that it begins as a town.
        more: Named extra column → what stands there.
        line: Where it stands.
    """

    name: str
    country: str
    kind: str
    latitude: float | None
    longitude: float | None
    size: int
    later: bool
    more: Mapping[str, str]
    line: Line

    @property
    def holds(self) -> bool:
        """Whether `size` is a capacity."""
        return self.kind in ("camp", "idp_camp")


@dataclass(frozen=True)
class Link:
    """A way in one direction.

    Attributes:
        origin, destination: Positions in the list of locations.
        km: Length.
        speed: Km a day; None for that of the settings.
        walking: Chance of walking on a day.
        line: Where it stands.
    """

    origin: int
    destination: int
    km: float
    speed: float | None
    walking: float
    line: Line


def read_locations(reading: Reading, version: Version) -> tuple[Location, ...]:
    """Read all places; problems are added."""
    lines = reading.lines(LOCATIONS) or []
    names = _extra(lines, len(_COLUMNS))
    read = [_location(reading, line, names) for line in lines if not line.is_comment]
    for location in filter(None, read):
        _refuse(reading, location, version)
    if lines and not any(read) and not reading.found:
        reading.problem(Spot(LOCATIONS), "T282", ("there is no place", "add a line for each place"))
    return tuple(location for location in read if location is not None)


def _extra(lines: Iterable[Line], known: int) -> list[str]:
    """Give the names of extra columns: those of every comment that is long enough, one after the other, as in Flee."""
    return [name for line in lines if line.is_comment for name in line.cells[known:]]


def _whole_line(reading: Reading, line: Line, needed: tuple[str, ...], *, named: int) -> bool:
    """Say whether a line has all cells that it needs, and none without a name."""
    if not line.cells[0]:
        reading.problem(line.spot(), "T282", ("the first cell is empty", "fill it, or take the line out"))
        return False
    if len(line.cells) < len(needed):
        lacking = listed(needed[len(line.cells) :])
        reading.problem(line.spot(), "T282", (f"the line has no {lacking}", f"write {listed(needed)}"))
        return False
    if len(line.cells) > named:
        words = (
            f"there are {len(line.cells)} cells, and names for {named}",
            "name the others in a comment above, which begins with #",
        )
        reading.problem(line.spot(), "T282", words)
        return False
    return True


def _location(reading: Reading, line: Line, names: list[str]) -> Location | None:
    if not _whole_line(reading, line, _COLUMNS, named=len(_COLUMNS) + len(names)):
        return None
    name, _, country, latitude, longitude, kind = line.cells[:6]
    size = 0 if line.cells[7] == "" else reading.whole(line, 7, "population")
    dated = reading.whole(line, 6, "conflict date") if _kind(kind) == "conflict" else 0
    if size is None or dated is None:
        return None
    if not 0 <= size <= MOST_PEOPLE:
        words = f"population is {size}", f"write a number from 0 to {MOST_PEOPLE:,}"
        reading.problem(line.spot("population"), "T283", words)
    for text, column in ((latitude, "latitude"), (longitude, "longitude")):
        if text and as_number(text) is None:
            words = f"{column} is {shown(text)}, which is no number", "write degrees, as in -3.37"
            reading.problem(line.spot(column), "T283", words)
    return Location(
        name=name,
        country=country or _UNKNOWN,
        kind="town" if dated > 0 else _kind(kind),
        latitude=as_number(latitude),
        longitude=as_number(longitude),
        size=size,
        later=dated > 0,
        more=dict(zip(names, line.cells[len(_COLUMNS) :], strict=False)),
        line=line,
    )


def _kind(text: str) -> str:
    """Understand a type as Flee does: by parts of words, in this order."""
    lower = text.lower()
    if "camp" in lower:
        return "idp_camp" if "idp" in lower else "camp"
    found = next((word for word in ("conflict", "forward", "marker", "flood", "default", "town") if word in lower), "")
    return {"default": "town", "flood": "other", "": "other"}.get(found, found)


def _refuse(reading: Reading, location: Location, version: Version) -> None:
    """Say what newer Flee would make of a place and we do not."""
    if not BEHAVIOUR[version].place_attributes:
        return
    for column in _REFUSED:
        if as_number(location.more.get(column, "") or "0") != 0:
            words = f"{column} is not supported, and would change results", "take the column out, or run this in Flee"
            reading.problem(location.line.spot(column), "T287", words)
    if "flood" in location.line.cells[5].lower():
        words = "flood zones are not supported, and would change results", "run this in Flee"
        reading.problem(location.line.spot("location type"), "T287", words)


def read_links(reading: Reading, locations: tuple[Location, ...]) -> tuple[Link, ...]:
    """Read all ways, two for each line (four where it is forced); problems are added."""
    lines = reading.lines(ROUTES) or []
    names = _extra(lines, _NAMES)
    where = {location.name: at for at, location in enumerate(locations)}
    links: list[Link] = []
    for line in lines:
        if not line.is_comment:
            links += _links(reading, line, names=names, where=where)
    if len(links) > MOST_LINKS:
        words = f"there are {len(links):,} ways, more than {MOST_LINKS:,}", "merge some, or leave some out"
        reading.problem(Spot(ROUTES), "T289", words)
        return ()
    if not links and not reading.found:
        reading.problem(Spot(ROUTES), "T289", ("there is no way", "add a line for each way"))
    return tuple(links)


def _links(reading: Reading, line: Line, *, names: list[str], where: Mapping[str, int]) -> list[Link]:
    if not _whole_line(reading, line, ("name1", "name2", "distance"), named=_NAMES + len(names)):
        return []
    ends = [_end(reading, line, at, where=where) for at in (0, 1)]
    km, forced = reading.number(line, 2, "distance"), _forced(reading, line)
    if km is None or forced is None or None in ends:
        return []
    more = dict(zip(names, line.cells[_NAMES:], strict=False))
    speed = _more(reading, line, "max_move_speed", more=more)
    walking = _more(reading, line, "walk_probability", more=more) or 0.0
    own = 1.0 if speed is None else speed
    for column, value, most in (("distance", km, LONGEST), ("max_move_speed", own, MOST_SPEED)):
        if not 0 < value <= most:
            remedy = f"write a number above 0 and of at most {most:,.0f}"
            reading.problem(line.spot(column), "T283", (f"{column} is {value:g}", remedy))
            return []
    first, second = (at for at in ends if at is not None)
    if first == second:
        words = f"the way leads from {shown(line.cells[0])} to itself", "take it out"
        reading.problem(line.spot(), "T289", words)
        return []
    both = [Link(*pair, km, speed, min(max(walking, 0.0), 1.0), line) for pair in ((first, second), (second, first))]
    return both * 2 if forced == _TWICE else both


def _end(reading: Reading, line: Line, at: int, *, where: Mapping[str, int]) -> int | None:
    name = line.cells[at]
    if name not in where and not reading.fails(LOCATIONS):
        words = f"there is no place {shown(name)}", _place(name, where)
        reading.problem(line.spot(f"name{at + 1}"), "T284", words)
    return where.get(name)


def _place(name: str, known: Iterable[str]) -> str:
    """Say what to write instead of the name of a place: blanks count."""
    bare = next((other for other in known if other.strip() == name.strip()), None)
    return instead(name, known) if bare is None else f"write it with the same blanks as in locations.csv: {shown(bare)}"


def _forced(reading: Reading, line: Line) -> int | None:
    """Give what the column of forced redirection says: 1 makes the way twice, anything else once."""
    if len(line.cells) < _NAMES or line.cells[3] == "":
        return 0
    return reading.whole(line, 3, "forced redirection")


def _more(reading: Reading, line: Line, column: str, *, more: Mapping[str, str]) -> float | None:
    """Give a named extra number; None where the line does not reach so far. Flee stops at an empty one."""
    if column not in more:
        return None
    value = as_number(more[column])
    if value is None:
        words = f"{column} is {shown(more[column])}, which is no number", "give it for every way, or for none"
        reading.problem(line.spot(column), "T283", words)
    return value
