"""From the rows of a situation to cells and the ways between them.

Only cells that people can reach from a start or an inflow exist. An instant status has no cells: the ways into it are
multiplied with the ways out of it, so that one count takes people all the way.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from tumen.errors import SituationError
from tumen.evidence import Parameter
from tumen.situation import Situation
from tumen.situation.reach import Cohort, matches
from tumen.world import Exit, Inflow, Status


@dataclass(frozen=True, order=True)
class Cell:
    """Where people stand: a place, a status, the attributes it keeps, and the stage of their stay."""

    place: str
    cohort: Cohort
    status: str
    stage: int = 0

    @property
    def cohort_label(self) -> str:
        """Attributes and values, sorted by attribute; independent of the order of any file."""
        return ",".join(f"{attribute}={value}" for attribute, value in self.cohort)

    @property
    def label(self) -> str:
        """The labels that addresses are made of."""
        return f"{self.place}|{self.cohort_label}|{self.status}|{self.stage}"


@dataclass(frozen=True)
class Leg:
    """One exit taken from one cell; the first leg of a way leaves a real cell, the others instant ones."""

    exit: Exit
    cell: Cell


@dataclass(frozen=True)
class Way:
    """One way out of a real cell into another.

    Attributes:
        legs: Exits passed; empty for the step from one stage of a stay to the next.
        target: Cell reached.
        label: Part of the address of its luck.
        pace: Exits of the departure that moves people through stages; empty where `legs` tells all.
        at_end: Whether it is taken at the end of a fixed stay.
    """

    legs: tuple[Leg, ...]
    target: Cell
    label: str
    pace: tuple[Leg, ...] = ()
    at_end: bool = False


def kept(status: Status, attributes: Mapping[str, str]) -> Cohort:
    """Give the cohort that people with `attributes` have in `status`.

    Raises:
        SituationError: T123 if the status keeps an attribute that they have no value of.
    """
    missing = [a for a in status.keeps if a not in attributes]
    if missing:
        raise SituationError(
            "T123",
            f"people enter status {status.id} without a value of {', '.join(missing)}",
            where="exits.csv",
            remedy=f"set {missing[0]}=… on entry, or let {status.id} not keep it",
        )
    return tuple(sorted((a, attributes[a]) for a in status.keeps))


def exits_of(situation: Situation, cell: Cell) -> tuple[Exit, ...]:
    """Give the exits of a cell, sorted by id."""
    found = [
        e
        for e in situation.exits.values()
        if e.from_status == cell.status and cell.place in e.from_places and matches(e.only, cell.cohort)
    ]
    return tuple(sorted(found, key=lambda e: e.id))


def entered(situation: Situation, leg: Leg) -> Cell:
    """Give the cell that a leg leads to; it may be of an instant status."""
    status = situation.statuses[leg.exit.to_status]
    attributes = {**dict(leg.cell.cohort), **leg.exit.rewrites}
    return Cell(leg.exit.to_place or leg.cell.place, kept(status, attributes), status.id)


def _passed_on(situation: Situation, legs: tuple[Leg, ...]) -> Iterator[tuple[tuple[Leg, ...], Cell]]:
    """Follow instant statuses to the real cells behind them."""
    cell = entered(situation, legs[-1])
    if situation.statuses[cell.status].stay.kind != "instant":
        yield legs, cell
        return
    for e in exits_of(situation, cell):
        yield from _passed_on(situation, (*legs, Leg(e, cell)))


def ways_of(situation: Situation, cell: Cell) -> list[Way]:
    """Give the ways out of a cell: competing ones first, then those at the end of a stay, each sorted by label."""
    stay = situation.statuses[cell.status].stay
    stages = stay.stages * (situation.calendar.substeps if stay.kind == "fixed" else 1)
    legs = [Leg(e, cell) for e in exits_of(situation, cell)]
    final = [leg for leg in legs if leg.exit.at_end]
    fixed = stay.kind == "fixed"
    ways: list[Way] = []
    if final and cell.stage + 1 < stages:
        onward = Cell(cell.place, cell.cohort, cell.status, cell.stage + 1)
        ways.append(Way((), onward, "next", pace=tuple(final), at_end=fixed))
    else:
        ways += _ways(situation, final, at_end=fixed)
    ways += _ways(situation, [leg for leg in legs if not leg.exit.at_end], at_end=False)
    return sorted(ways, key=lambda way: (way.at_end, way.label))


def _ways(situation: Situation, legs: list[Leg], *, at_end: bool) -> list[Way]:
    return [
        Way(path, target, ">".join(leg.exit.id for leg in path), at_end=at_end)
        for leg in legs
        for path, target in _passed_on(situation, (leg,))
    ]


def cohorts(situation: Situation, parameters: tuple[str, ...], given: Mapping[str, str]) -> Iterator[dict[str, str]]:
    """Give every combination of the cohort attributes on the axes of `parameters`, together with `given`."""
    axes = sorted({d for p in parameters for d in situation.parameters[p].dims if d in situation.attributes})

    def spread(left: list[str], chosen: dict[str, str]) -> Iterator[dict[str, str]]:
        if not left:
            yield chosen
            return
        for value in situation.attributes[left[0]].values:
            yield from spread(left[1:], {**chosen, left[0]: value})

    yield from spread([a for a in axes if a not in given], dict(given))


def births(situation: Situation, cell: Cell) -> list[tuple[Inflow, Cell]]:
    """Give the inflows of which the people of `cell` are parents, and where the children stand."""
    found: list[tuple[Inflow, Cell]] = []
    for inflow in situation.inflows.values():
        if cell.status in inflow.parents and matches(inflow.only, cell.cohort):
            status = situation.statuses[inflow.status]
            attributes = {**dict(cell.cohort), **inflow.rewrites}
            found.append((inflow, Cell(inflow.place or cell.place, kept(status, attributes), status.id)))
    return found


def reach(situation: Situation, beginnings: Iterable[Cell]) -> dict[Cell, list[Way]]:
    """Give all cells that people can reach from `beginnings`, with their ways out, sorted by label."""
    waiting = list(beginnings)
    found: dict[Cell, list[Way]] = {}
    while waiting:
        cell = waiting.pop()
        if cell in found:
            continue
        found[cell] = ways_of(situation, cell)
        waiting += [way.target for way in found[cell]]
        waiting += [child for _, child in births(situation, cell)]
    return dict(sorted(found.items(), key=lambda item: item[0].label))


def level_of(parameter: Parameter, cell: Cell) -> str:
    """Give the entry of `parameter` for people in `cell`: the key of its levels.

    Raises:
        SituationError: T124 if the cell has no value on an axis of the parameter, or no such level exists.
    """
    attributes = {**dict(cell.cohort), "place": cell.place}
    key = "|".join(attributes.get(d, "") for d in parameter.dims)
    if key not in parameter.entries:
        raise SituationError(
            "T124",
            f"parameter {parameter.name} has no level for {key or 'people without attributes'}",
            where=f"cell {cell.label}",
            remedy=f"give the level in parameters.toml, or use a parameter without {' and '.join(parameter.dims)}",
        )
    return key
