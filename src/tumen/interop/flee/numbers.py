"""parameters.toml of an imported folder: every number with its line, or with what Flee takes where there is none."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from tumen.interop.flee.folder import FleeFolder
from tumen.interop.flee.geography import Location
from tumen.interop.flee.grounds import Grounds
from tumen.interop.flee.names import readable
from tumen.interop.flee.settings import FORCED
from tumen.interop.flee.write import Inline
from tumen.world_journey import NUMBERS

Table = dict[str, object]
SETTINGS: Mapping[str, str] = {
    "speed": "move_rules.max_move_speed",
    "walking_speed": "move_rules.max_walk_speed",
    "chance_conflict": "move_rules.conflict_movechance",
    "chance_camp": "move_rules.camp_movechance",
    "chance_idp_camp": "move_rules.idpcamp_movechance",
    "chance_town": "move_rules.default_movechance",
    "pull_abroad": "move_rules.foreign_weight",
    "pull_camp": "move_rules.camp_weight",
    "pull_conflict": "move_rules.conflict_weight",
    "pull_power": "move_rules.weight_power",
    "pull_floor": "move_rules.weight_softening",
    "distance_power": "move_rules.distance_power",
    "distance_softening": "move_rules.softening",
    "full_from": "move_rules.capacity_buffer",
}
"""Role of a number → the setting that gives it as it is."""
_PRUNES_ABOVE = 1.001
"""A threshold up to this drops nothing."""


@dataclass(frozen=True)
class Numbers:
    """The numbers of a journey.

    Attributes:
        roles: Role → parameter.
        decay: Parameters of the stretches of decay.
        parameters: Parameter → its table.
    """

    roles: Mapping[str, str]
    decay: tuple[str, ...]
    parameters: Mapping[str, Table]


def numbers_of(folder: FleeFolder, grounds: Grounds) -> Numbers:
    """Give every number that a journey in this folder goes by."""
    found: dict[str, Table] = {}
    for role, key in SETTINGS.items():
        found[role] = _scalar(folder, grounds, role=role, keys=(key,), value=folder.settings.number(key))
    found |= _of_places(folder, grounds) | _of_routes(folder, grounds) | _others(folder, grounds)
    left = folder.settings.numbers("spawn_rules.conflict_spawn_decay")
    key = ("spawn_rules.conflict_spawn_decay",)
    decay = {
        f"decay_{at}": _scalar(folder, grounds, role="decay", keys=key, value=value)
        | {"note": f"Number {at} of the list."}
        for at, value in enumerate(left, start=1)
    }
    return Numbers({role: role for role in NUMBERS if role in found}, tuple(decay), found | decay)


def _scalar(folder: FleeFolder, grounds: Grounds, *, role: str, keys: tuple[str, ...], value: float) -> Table:
    """Give a number without an axis, with the settings from which it follows."""
    unit = NUMBERS[role][1] if role in NUMBERS else "factor"
    return {"unit": unit, "value": float(value)} | _ground(folder, grounds, keys)


def _ground(folder: FleeFolder, grounds: Grounds, keys: tuple[str, ...]) -> Table:
    first = "move_rules.use_v1_rules"
    used = (*keys, first) if folder.settings.switch(first) and FORCED & {*keys} else keys
    claims = [claim for key in used if (claim := grounds.setting(key)) is not None]
    if claims:
        return {"claims": claims}
    name, of = folder.behaviour.name, " and ".join(keys)
    return {"assumed": f"simsetting.yml does not say; it is what {name} takes for {of} where nothing does."}


def _others(folder: FleeFolder, grounds: Grounds) -> dict[str, Table]:
    """Give what follows from several settings, or belongs to one version alone."""
    keys = ("spawn_rules.conflict_spawn_decay_interval",) if folder.behaviour.sets_decay_interval else ()
    decay = _scalar(folder, grounds, role="decay_days", keys=keys, value=folder.decay_days)
    if not keys:
        decay["assumed"] = "Flee 3.1 lets conflicts decay in stretches of thirty days; no setting of it says otherwise."
    found = {"decay_days": decay}
    key = "move_rules.pruning_threshold"
    threshold = folder.settings.number(key)
    if folder.behaviour.prunes and threshold > _PRUNES_ABOVE:
        found["prune_below"] = _scalar(folder, grounds, role="prune_below", keys=(key,), value=1 / threshold)
    return found


def _level(value: float) -> Inline:
    return Inline(value=float(value))


def _line_of(grounds: Grounds, place: Location) -> str:
    text = f"{readable(place.name)} in {readable(place.country)}: {place.kind.replace('_', ' ')}, {place.size} people"
    return grounds.of(place.line, "place", text)


def _of_places(folder: FleeFolder, grounds: Grounds) -> dict[str, Table]:
    """Give populations and capacities, and the factors that follow from them where a setting asks for it."""
    places, by = folder.locations, folder.hasten
    claims = [_line_of(grounds, place) for place in places]
    divided = f"As written, divided by {by} without a rest." if by > 1 else ""
    people = [0 if place.holds else place.size // by for place in places]
    room = capacities(folder)
    found: dict[str, Table] = {
        "population": _by_place(folder, "population", people, note=divided) | {"claims": claims},
        "capacity": _by_place(folder, "capacity", room, note=divided) | {"claims": claims},
    }
    if folder.choice.no_capacity:
        found["capacity"] = _by_place(folder, "capacity", [0] * len(places)) | {
            "assumed": "Capacities were left out on import, so that no camp turns anybody away (--no-capacity)."
        }
    scale = "move_rules.movechance_pop_scale_factor"
    if folder.settings.number(scale) != 0:
        base, power = folder.settings.number("move_rules.movechance_pop_base"), folder.settings.number(scale)
        held = [max(size, cap, 0) for size, cap in zip(people, stock_capacities(folder), strict=True)]
        factors = [(size / base) ** power for size in held]
        keys = ("move_rules.movechance_pop_base", scale)
        found["chance_factor"] = _by_place(folder, "chance_factor", factors) | _ground(folder, grounds, keys)
    draws = "move_rules.use_pop_for_loc_weight"
    if folder.settings.switch(draws):
        key = "move_rules.pop_power_for_loc_weight"
        power, more = folder.settings.number(key), folder.behaviour.population_at_least
        factors = [(max(1.0, size) if more else min(1.0, size)) ** power for size in people]
        found["pull_place"] = _by_place(folder, "pull_place", factors) | _ground(folder, grounds, (draws, key))
    return found


def stock_capacities(folder: FleeFolder) -> list[int]:
    """Give the capacity of each place; newer Flee takes off who stands in a camp at the beginning."""
    every = [place.size // folder.hasten if place.holds else -1 for place in folder.locations]
    less = folder.behaviour.capacity_less_stock and folder.settings.switch("spawn_rules.insert_day0")
    for at in folder.camps if less and not folder.emptied else ():
        every[at] -= folder.counts(folder.locations[at].name)[0]
    return every


def capacities(folder: FleeFolder) -> list[float]:
    """Give the people for whom each place has room, rounded up to whole ones; 0: no limit."""
    scale = folder.settings.number("move_rules.capacity_scaling") if folder.behaviour.scales_capacity else 1.0
    return [float(math.ceil(max(size, 0) * scale)) for size in stock_capacities(folder)]


def _by_place(folder: FleeFolder, role: str, values: Iterable[float], *, note: str = "") -> Table:
    levels: Table = {id_: _level(value) for id_, value in zip(folder.ids, values, strict=True)}
    about: Table = {"note": note} if note else {}
    return {"unit": NUMBERS[role][1], "dims": ["place"], **about, "levels": levels}


def _of_routes(folder: FleeFolder, grounds: Grounds) -> dict[str, Table]:
    """Give lengths, and speeds and shares of walking where ways have their own."""
    lines = dict.fromkeys(_way_line(folder, grounds, at) for at in range(len(folder.links)))
    ways = list(zip(folder.link_ids, folder.links, strict=True))
    columns = {
        "distance": {id_: link.km for id_, link in ways},
        "route_speed": {id_: link.speed for id_, link in ways if link.speed is not None},
        "walking_share": {id_: link.walking for id_, link in ways if link.walking > 0},
    }
    found: dict[str, Table] = {}
    for role, levels in columns.items():
        if levels or role == "distance":
            shown: Table = {id_: _level(value) for id_, value in levels.items()}
            found[role] = {"unit": NUMBERS[role][1], "dims": ["route"], "claims": [*lines], "levels": shown}
    return found


def _way_line(folder: FleeFolder, grounds: Grounds, at: int) -> str:
    line = folder.links[at].line
    text = f"{readable(line.cells[0])} and {readable(line.cells[1])} are {folder.links[at].km:g} km apart by road"
    return grounds.of(line, "route", text)
