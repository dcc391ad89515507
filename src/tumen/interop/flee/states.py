"""What every place is on every day: Flee keeps it in flags that conflicts and closures turn, here a list of changes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from tumen.interop.flee.dated import Closure, Conflict
from tumen.interop.flee.geography import Location
from tumen.interop.flee.lines import Line, as_number
from tumen.interop.flee.settings import Settings
from tumen.interop.flee.versions import BEHAVIOUR, Version
from tumen.world_journey import Moves

CAMP_BELOW = 0.005
"""A place whose chance of setting out is less than this is a camp to Flee, whatever it is called."""
_NONE = 0.000001
_FIRST: Mapping[str, tuple[Moves, str]] = {
    "camp": ("camp", "move_rules.camp_movechance"),
    "idp_camp": ("idp_camp", "move_rules.idpcamp_movechance"),
    "conflict": ("conflict", "move_rules.conflict_movechance"),
    "town": ("town", "move_rules.default_movechance"),
    "other": ("town", "move_rules.default_movechance"),
    "forward": ("always", ""),
    "marker": ("always", ""),
}
_CAMPS = ("camp", "idpcamp")


@dataclass(frozen=True)
class State:
    """What a place is from one day on.

    Attributes:
        day: First day, from 0.
        moves: Which chance of setting out holds.
        camp: Whether it draws people as a camp, and turns them away when it is full.
        town: Whether nobody stops there after a short way.
        intensity: Of a conflict; 0 for none.
        since: Day on which that began; -1 where it stands from the beginning and no table says so.
        cause: Line that made it so; None for that of the place itself.
    """

    day: int
    moves: Moves
    camp: bool
    town: bool
    intensity: float = 0.0
    since: int = -1
    cause: Line | None = None


@dataclass(frozen=True)
class States:
    """Of all places.

    Attributes:
        of: For each place its states, in order of day; the first holds before day 0 if nothing changes on it.
        turned: Days on which a conflict began or ended, so that departures are weighed anew at once.
        camps: Positions of the places that are camps before day 0.
    """

    of: tuple[tuple[State, ...], ...]
    turned: frozenset[int]
    camps: tuple[int, ...]


def states_of(
    locations: tuple[Location, ...],
    dated: tuple[tuple[Conflict, ...], tuple[Closure, ...]],
    *,
    settings: Settings,
    at: tuple[Version, int],
) -> States:
    """Go through the days as Flee does: first conflicts, in the order of columns, then closures, in that of lines.

    Args:
        locations: All places.
        dated: Conflicts and closures.
        settings: For chances of setting out.
        at: Version of Flee, and number of days.
    """
    (conflicts, closures), (version, days) = dated, at
    first = [_first(location, settings, version) for location in locations]
    ticks = _Ticks(tuple(location.name for location in locations), first)
    changes = _conflict_changes(conflicts, ends_any=BEHAVIOUR[version].ends_any_conflict, days=days)
    for day in range(days):
        for conflict in changes.get(day, ()):
            ticks.turn(day, conflict)
        for closure in closures:
            ticks.close(day, closure)
    camps = tuple(at for at, state in enumerate(first) if state.camp)
    return States(tuple(tuple(every) for every in ticks.runs), frozenset(ticks.turned), camps)


def _first(location: Location, settings: Settings, version: Version) -> State:
    moves, key = _FIRST[location.kind]
    chance = settings.number(key) if key else 1.0
    camp = location.holds or chance < CAMP_BELOW
    town = location.kind == "town" and not camp
    intensity = 0.0
    if location.kind == "conflict":
        given = location.more.get("conflict_intensity", "") if BEHAVIOUR[version].place_attributes else ""
        intensity = min(max(as_number(given or "1") or 0.0, 0.0), 1.0)
    return State(0, moves, camp, town, intensity)


@dataclass(frozen=True)
class _Turn:
    """A conflict that begins, or, with intensity 0, ends."""

    name: str
    intensity: float
    line: Line


def _conflict_changes(conflicts: Iterable[Conflict], *, ends_any: bool, days: int) -> dict[int, list[_Turn]]:
    """Give day → conflicts that begin or end on it, in the order of columns.

    An intensity that changes without passing 0 is not looked at; what ended is forgotten only where `ends_any`, or
    where it was exactly 1.
    """
    changes: dict[int, list[_Turn]] = {}
    for conflict in conflicts:
        for day, turn in _turns(conflict, ends_any=ends_any, days=days):
            changes.setdefault(day, []).append(turn)
    return changes


def _turns(conflict: Conflict, *, ends_any: bool, days: int) -> Iterator[tuple[int, _Turn]]:
    before = 0.0
    for day, (now, line) in enumerate(conflict.values[:days]):
        begins = now > _NONE and before < _NONE
        ends = now < _NONE and (before >= _NONE if ends_any else before == 1)
        if begins or ends:
            yield day, _Turn(conflict.name, now if begins else 0.0, line)
        before = now


class _Ticks:
    """The flags of all places, as they are turned day by day."""

    def __init__(self, names: tuple[str, ...], first: list[State]) -> None:
        self.names = names
        self.runs = [[state] for state in first]
        self.turned: set[int] = set()

    def turn(self, day: int, turn: _Turn) -> None:
        """Begin a conflict at the first place of a name, or end it at all of them."""
        places = [at for at, name in enumerate(self.names) if name == turn.name]
        if turn.intensity > 0:
            for at in places[:1]:
                changed = replace(self.runs[at][-1], moves="conflict", town=False, intensity=turn.intensity, since=day)
                self._set(at, day, changed, line=turn.line)
        else:
            for at in places:
                self._set(at, day, replace(self.runs[at][-1], moves="town", town=True, intensity=0.0), line=turn.line)
        if places:
            self.turned.add(day)

    def close(self, day: int, closure: Closure) -> None:
        """Close a camp: it becomes a town. Open it: it becomes a camp, also where it never was one."""
        if closure.kind not in _CAMPS or day not in (closure.start, closure.end):
            return
        at = max(at for at, name in enumerate(self.names) if name == closure.one)
        if day == closure.start:
            shut = replace(self.runs[at][-1], moves="town", camp=False, town=True, intensity=0.0)
            self._set(at, day, shut, line=closure.line)
        if day == closure.end:
            moves: Moves = "idp_camp" if closure.kind == "idpcamp" else "camp"
            opened = replace(self.runs[at][-1], moves=moves, camp=True, town=False, intensity=0.0)
            self._set(at, day, opened, line=closure.line)

    def _set(self, at: int, day: int, state: State, *, line: Line) -> None:
        """Keep a state; one that held for no whole day is written over."""
        runs, whole = self.runs[at], replace(state, day=day, cause=line)
        if runs[-1].day == day:
            runs[-1] = whole
        elif _what(runs[-1]) != _what(whole):
            runs.append(whole)


def _what(state: State) -> tuple[Moves, bool, bool, float, int]:
    """Give what two states must share to be the same."""
    return state.moves, state.camp, state.town, state.intensity, state.since if state.intensity > 0 else -1


def at_day(states: tuple[State, ...], day: int) -> State:
    """Give the state that holds on a day."""
    return next((state for state in reversed(states) if state.day <= day), states[0])


def marker_trouble(locations: tuple[Location, ...], closures: Iterable[Closure]) -> Iterator[tuple[Closure, str]]:
    """Give closures that would make a marker something else, which the journey cannot say."""
    markers = {location.name for location in locations if location.kind == "marker"}
    for closure in closures:
        if closure.kind in _CAMPS and closure.one in markers:
            yield closure, closure.one
