"""Journeys of a few lines: links, what places are, and how many have left by each day; written as a folder."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

from tumen.situation import Situation, read_situation
from tumen.situation.columns import TABLES
from tumen.world_journey import NUMBERS

FIRST = date(2030, 1, 1)
ORDINARY: Mapping[str, float] = {
    "speed": 360,
    "walking_speed": 35,
    "chance_conflict": 1,
    "chance_camp": 0,
    "chance_idp_camp": 0.1,
    "chance_town": 0.3,
    "pull_abroad": 1,
    "pull_camp": 1,
    "pull_conflict": 0.25,
    "pull_power": 1,
    "pull_floor": 0,
    "distance_power": 1,
    "distance_softening": 10,
    "full_from": 0.9,
    "decay_days": 2,
}
Stop = tuple[str, int, int | None, str, float, int | None]
"""Place, first day, last day, what it is, intensity of its conflict, and the day on which that began."""


@dataclass(frozen=True)
class Trip:
    """A journey.

    Attributes:
        links: A line for each, ``origin destination km``, in one direction.
        left: People who have left so far, by day; as many days are run.
        stops: What places are; a place without a row is a town, the first one has a conflict.
        camps: Places that are camps all along → capacity, 0 for none.
        people: Population; 1 where there is a conflict.
        counted: Place → people counted there, by day.
        closed: Number of a link, first and last day.
        numbers: Other numbers than `ORDINARY`, or priors; ``role[level]`` for those on an axis.
        decay: What is left of a conflict in each stretch.
        keys: What else stands in ``[journey]``.
        more: File → what is added at its end.
    """

    links: str
    left: Sequence[int]
    stops: Sequence[Stop] = ()
    camps: Mapping[str, float] = field(default_factory=dict)
    people: Mapping[str, float] = field(default_factory=dict)
    counted: Mapping[str, Sequence[int]] = field(default_factory=dict)
    closed: Sequence[tuple[int, int, int | None]] = ()
    numbers: Mapping[str, float | Mapping[str, object]] = field(default_factory=dict)
    decay: Sequence[float] = ()
    keys: Mapping[str, object] = field(default_factory=dict)
    more: Mapping[str, str] = field(default_factory=dict)

    @property
    def routes(self) -> list[tuple[str, str, str, float]]:
        """Give id, ends and length of each link."""
        found: dict[str, tuple[str, str, str, float]] = {}
        for line in self.links.strip().splitlines():
            origin, destination, km = line.split()
            pair = f"{origin}--{destination}"
            same = sum(of[1:3] == (origin, destination) for of in found.values())
            name = pair if same == 0 else f"{pair}-{same + 1}"
            found[name] = (name, origin, destination, float(km))
        return list(found.values())

    @property
    def places(self) -> list[str]:
        """Give the places in the order in which links name them."""
        return list(dict.fromkeys(place for _, *ends, _ in self.routes for place in ends))

    def situation(self, folder: Path) -> Situation:
        """Write it into a folder, and read that."""
        folder.mkdir(exist_ok=True)
        for name, text in self.files().items():
            (folder / name).write_text(text, encoding="utf-8", newline="\n")
        for name, rows in self.rows().items():
            with (folder / name).open("w", encoding="utf-8", newline="") as file:
                columns = [column.name for column in TABLES[name].columns]
                writer = csv.DictWriter(file, columns, restval="", lineterminator="\n")
                writer.writeheader()
                writer.writerows(rows)
        for name, text in self.more.items():
            with (folder / name).open("a", encoding="utf-8", newline="\n") as file:
                file.write(text)
        return read_situation(folder)

    def rows(self) -> dict[str, list[dict[str, object]]]:
        """Give the rows of the CSV files."""
        return {
            "places.csv": [{"id": p, "name": p, "country": "Home", "level": "site"} for p in self.places],
            "routes.csv": [
                {"id": name, "origin": a, "destination": b, "mode": "road"} for name, a, b, _ in self.routes
            ],
            "stops.csv": [self._stop(stop) for stop in self._stops()],
            "closings.csv": [
                {"route": self.routes[i][0], "date_from": _day(first), "date_to": _day(last)}
                for i, first, last in self.closed
            ],
            "observations.csv": [
                self._count(series, day, value)
                for series, values in {"left": self.left, **self.counted}.items()
                for day, value in enumerate(values)
            ],
            "series.csv": [
                {"id": series, "measurement": "Invented counts of everybody, without error."}
                for series in ("left", *self.counted)
            ],
        }

    def files(self) -> dict[str, str]:
        """Give the text of the other files."""
        about = {
            "schema_version": 1,
            "title": "A trip",
            "summary": "Invented, to show one rule of journeys at a time.",
            "people_in_hiding": False,
            "kernel": "journey",
        }
        time = {"from": FIRST, "to": FIRST + timedelta(len(self.left) - 1), "step": "day", "report": "step"}
        roles = dict.fromkeys(("distance", "population", "capacity", *ORDINARY, *map(_role, self.numbers)))
        journey = {
            "home": "Home",
            "awareness": 1,
            "short_stints": 0,
            "reported": ["left"],
            "decay": [f"decay_{i}" for i, _ in enumerate(self.decay)],
            **{"counts": {place: place for place in self.counted}},
            **self.keys,
        }
        text = _table("", about) + _table("time", time) + _table("journey", journey)
        return {
            "situation.toml": text + _table("journey.numbers", {role: role for role in roles}),
            "parameters.toml": "".join(self._parameter(name) for name in roles) + self._decays(),
            "outcomes.toml": self._outcomes(),
        }

    def _stops(self) -> list[Stop]:
        named = {stop[0] for stop in self.stops}
        first: list[Stop] = [(self.places[0], 0, None, "conflict", 1.0, 0)]
        rest: list[Stop] = [(p, 0, None, "camp" if p in self.camps else "town", 0.0, None) for p in self.places[1:]]
        return [*(stop for stop in first + rest if stop[0] not in named), *self.stops]

    def _stop(self, stop: Stop) -> dict[str, object]:
        place, first, last, moves, intensity, since = stop
        return {
            "place": place,
            "date_from": _day(first),
            "date_to": _day(last),
            "moves": moves,
            "camp": "yes" if moves == "camp" else "no",
            "town": "yes" if moves == "town" else "no",
            "intensity": intensity or "",
            "since": _day(since),
        }

    def _count(self, series: str, day: int, value: int) -> dict[str, object]:
        return {
            "id": f"{series}-{day + 1}",
            "series": series,
            "date_from": _day(day),
            "value": value,
            "unit": "persons",
            "place": "Home",
            "sex": "all",
            "citation": "Invented",
            "confidence": "invented",
        }

    def _parameter(self, role: str) -> str:
        axis, unit = NUMBERS[role]
        levels = {
            "distance": {name: km for name, _, _, km in self.routes},
            "population": {p: self.people.get(p, 1) for p in self.places},
            "capacity": {p: self.camps.get(p, 0) for p in self.places},
        }.get(role, {})
        levels |= {_level(name): value for name, value in self.numbers.items() if _role(name) == role and axis}
        head = _ground(role, unit)
        if axis:
            return _table(f"parameter.{role}", head | {"dims": [axis]}) + _table(
                f"parameter.{role}.levels", {level: {"value": value} for level, value in levels.items()}
            )
        number = self.numbers.get(role, ORDINARY.get(role))
        return _table(f"parameter.{role}", head | {"prior" if isinstance(number, Mapping) else "value": number})

    def _decays(self) -> str:
        names = [f"decay_{i}" for i, _ in enumerate(self.decay)]
        return "".join(
            _table(f"parameter.{name}", _ground(name, "factor") | {"value": value})
            for name, value in zip(names, self.decay, strict=True)
        )

    def _outcomes(self) -> str:
        stock = {"kind": "stock", "unit": "persons", "direction": "neither", "period": "step", "place": "site"}
        tables = {f"at_{p}": stock | {"statuses": ["there"], "places": [p]} for p in self.places}
        tables["under_way"] = stock | {"statuses": ["under_way"]}
        flow = stock | {"kind": "flow"}
        tables |= {f"along_{i}": flow | {"exits": [of[0]]} for i, of in enumerate(self.routes)}
        tables |= {name: flow | {"exits": [name]} for name in ("came", "near_threshold")}
        headline = {"headline": True}
        return "".join(
            _table(f"outcome.{name}", {"title": name} | of | (headline if name == "under_way" else {}))
            for name, of in tables.items()
        )


def _ground(name: str, unit: str) -> dict[str, object]:
    return {"unit": unit, "assumed": f"The {name} of this trip is invented for a test, and nothing speaks for it."}


def _role(name: str) -> str:
    return name.partition("[")[0]


def _level(name: str) -> str:
    return name.partition("[")[2].removesuffix("]")


def _day(number: int | None) -> str:
    return "" if number is None else (FIRST + timedelta(number)).isoformat()


def _table(name: str, of: Mapping[str, object]) -> str:
    head = f"[{name}]\n" if name else ""
    return head + "".join(f"{key} = {_value(value)}\n" for key, value in of.items()) + "\n"


def _value(value: object) -> str:
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{key} = {_value(of)}" for key, of in value.items()) + " }"
    return value.isoformat() if isinstance(value, date) else json.dumps(value)
