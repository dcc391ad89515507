"""A situation while it is checked: all that is sound in the folder, and where it stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from tumen.errors import Problem
from tumen.situation.files import Files
from tumen.situation.findings import Spot
from tumen.situation.names import Names
from tumen.situation.reach import Standing, reached
from tumen.situation.references import Reference
from tumen.situation.types import Calendar, Situation


@dataclass(frozen=True)
class Draft:
    """What the checks see.

    Attributes:
        situation: Everything sound, references unchecked. Its calendar says something only where `calendar` does.
        calendar: None where [time] is wrong.
        files: As read, also what is not sound.
        names: Kind of thing → the names that exist, sound or not.
        lines: (file, id) → line.
        references: Every name written in one thing for another.
        mentioned: Words in what is not sound; whether they are used, or missing, cannot be said.
    """

    situation: Situation
    calendar: Calendar | None
    files: Files
    names: Names
    lines: Mapping[tuple[str, str], int]
    references: tuple[Reference, ...]
    mentioned: frozenset[str]

    @property
    def given_axes(self) -> tuple[str, ...]:
        """The axes that a parameter may have besides cohort attributes."""
        return ("place", "route", "year") if self.files.travels else ("place", "year")

    @property
    def uses_are_known(self) -> bool:
        """Whether the tables that say how people travel could be read; in other situations there are none."""
        whole = self.situation.journey is not None and self.files.readable(
            "stops.csv", "closings.csv", "parameters.toml"
        )
        return whole or not self.files.travels

    @cached_property
    def standings(self) -> tuple[Standing, ...]:
        """Every place, status and cohort that people can reach; to be asked once places are expanded."""
        return reached(self.situation)

    @cached_property
    def leaves(self) -> Mapping[str, tuple[str, ...]]:
        """Place → the places inside it that hold people; itself if it contains none."""
        inside: dict[str, list[str]] = {}
        for place in self.situation.places.values():
            inside.setdefault(place.within, []).append(place.id)

        def leaves_of(place: str) -> tuple[str, ...]:
            return tuple(leaf for p in inside[place] for leaf in leaves_of(p)) if place in inside else (place,)

        return {place: leaves_of(place) for place in self.situation.places}

    def holds_people(self, place: str) -> bool:
        """Say whether people can be in a place itself."""
        return self.leaves.get(place) == (place,)

    def spot(self, file: str, name: str, key: str = "") -> Spot:
        """Say where something stands.

        Args:
            file: Name of the file.
            name: Id of a row, or ``kind.id`` of a table.
            key: Column or key.
        """
        line = self.lines.get((file, name))
        if line is not None:
            return Spot(file, key, line)
        return Spot(file, f"{name}.{key}" if key else name)

    def problem(self, code: str, at: tuple[str, str, str], *, message: str, remedy: str) -> Problem:
        """Say what is wrong at (file, name, key), see `spot`."""
        return self.spot(*at).problem(code, message, remedy)
