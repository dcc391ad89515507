"""The one table of all settings of Flee: what each is, which versions know it, and what becomes of it here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from tumen.interop.flee.versions import Version

Kind = Literal["number", "whole", "switch", "numbers", "any"]
Becomes = Literal["used", "nothing", "refused", "refused if on"]
BOTH: tuple[Version, ...] = ("3.1", "head")
NEW: tuple[Version, ...] = ("head",)
MOST_WEIGHT, MOST_POWER, MOST_SPEED = 1e9, 10.0, 1e6


@dataclass(frozen=True)
class Key:
    """A setting.

    Attributes:
        kind: What its value is: a number, a whole number, true or false, a list of numbers, anything.
        default: What Flee takes where the file does not say.
        becomes: What becomes of it here: it is used; it does nothing, as in Flee; it would change results and is
            refused, whatever it says (None is as good as not there) or if it is switched on.
        why: In a few words.
        versions: Those that know it; to another it does nothing.
        least, most: Bounds of numbers.
        above: Whether `least` itself is too little.
    """

    kind: Kind
    default: float | bool | None
    becomes: Becomes
    why: str
    versions: tuple[Version, ...] = BOTH
    least: float | None = None
    most: float | None = None
    above: bool = False


def _used(kind: Kind, default: float | bool, why: str, *, versions: tuple[Version, ...] = BOTH) -> Key:
    return Key(kind, default, "used", why, versions)


def _weight(default: float, why: str) -> Key:
    return Key("number", default, "used", why, least=0, most=MOST_WEIGHT)


def _power(default: float, why: str, *, least: float = 0) -> Key:
    return Key("number", default, "used", why, least=least, most=MOST_POWER)


def _chance(default: float, why: str) -> Key:
    return Key("number", default, "used", why, least=0, most=1)


def _speed(default: float, why: str) -> Key:
    return Key("number", default, "used", why, least=0, most=MOST_SPEED, above=True)


def _nothing(why: str, versions: tuple[Version, ...] = BOTH) -> Key:
    return Key("any", None, "nothing", why, versions)


def _switch(why: str, versions: tuple[Version, ...] = BOTH) -> Key:
    return Key("switch", False, "refused if on", why, versions)


def _part(why: str, versions: tuple[Version, ...] = BOTH) -> Key:
    return Key("any", None, "refused", why, versions)


_LOG = "it only writes more files"
_TRAITS = "people here have no age, sex, ethnicity or religion"
_FLOOD = "floods are not modelled"
_FOOD = "food security is not modelled"

TOP: Mapping[str, Key] = {
    "number_of_steps": _nothing("the period decides"),
    "conflict_input_file": _nothing("input_csv/conflicts.csv is always read"),
    "flood_rules": Key("any", None, "refused", _FLOOD, ("3.1",)),
}
"""Keys beside the sections."""
LOG: Mapping[str, Key] = {
    name: _nothing(_LOG) for name in ("agent", "link", "camp", "conflict", "init", "idp_totals")
} | {"granularity": _nothing(_LOG, NEW)}
SPAWN: Mapping[str, Key] = {
    "take_from_population": _switch("populations do not shrink here"),
    "insert_day0": _used("switch", True, "whether those counted on the first day stand in the camps before it"),
    "empty_camps_on_day0": _used("switch", False, "camps begin empty", versions=NEW),
    "conflict_zone_spawning_only": _nothing("elsewhere nobody sets out in either case"),
    "flood_zone_spawning_only": _switch(_FLOOD),
    "camps_are_sinks": _nothing("Flee reads this under a misspelt name"),
    "camps_are_sicks": _switch("Flee's rule that camps take people out of the run fails in Flee itself"),
    "read_from_agents_csv_file": _switch("people are counted here, not listed"),
    "sum_from_camps": _used(
        "switch", True, "whether those who set out follow the sum of the camps' counts", versions=NEW
    ),
    "conflict_spawn_decay": Key("numbers", None, "used", "what is left of a conflict as it grows older", least=0),
    "conflict_spawn_decay_interval": Key("number", 30, "used", "days of a stretch of that", NEW, least=0, above=True),
    "conflict_driven_spawning": _part("those who set out follow the counts here"),
    "flood_driven_spawning": _nothing("it acts with flood_zone_spawning_only alone"),
    "flood_driven_spawn_mode": _nothing("it acts with flood_zone_spawning_only alone", NEW),
    "starvation_driven_spawning": _switch(_FOOD, NEW),
    "average_social_connectivity": _nothing("Flee counts it and goes by nothing of it", NEW),
}
MOVE: Mapping[str, Key] = {
    "max_move_speed": _speed(360.0, "km in a day"),
    "max_walk_speed": _speed(35.0, "km in a day on foot"),
    "max_crossing_speed": _nothing("nobody crosses anything in Flee's main model"),
    "foreign_weight": _weight(1.0, "pull of places abroad"),
    "camp_weight": _weight(1.0, "pull of camps"),
    "conflict_weight": _weight(1.0 / 3.16227766017, "pull of places in conflict"),
    "conflict_movechance": _chance(1.0, "chance of setting out in conflict"),
    "camp_movechance": _chance(0.001, "chance of setting out from a camp"),
    "idpcamp_movechance": _chance(0.1, "chance of setting out from a camp within the country"),
    "default_movechance": _chance(0.3, "chance of setting out elsewhere"),
    "awareness_level": Key("whole", 1, "used", "places that people look ahead", most=100),
    "capacity_buffer": Key("number", 0.9, "used", "share of a capacity from which it is felt", least=0, most=1),
    "capacity_scaling": Key("number", 1.0, "used", "factor of all capacities", NEW, least=0),
    "avoid_short_stints": _used("switch", False, "nobody stops in a town after a short way"),
    "start_on_foot": _used("switch", False, "people walk until they first arrive"),
    "softening": _weight(10.0, "km added to every way"),
    "weight_softening": _weight(0.0, "added to every pull"),
    "weight_power": _power(1.0, "power of a weight"),
    "distance_power": _power(1.0, "power of a distance"),
    "stay_close_to_home": _switch("where somebody is has no coordinates here"),
    "home_distance_power": _nothing("it acts with stay_close_to_home alone"),
    "use_pop_for_loc_weight": _used("switch", False, "populations draw people"),
    "pop_power_for_loc_weight": _power(0.1, "power of that", least=-MOST_POWER),
    "movechance_pop_base": Key("number", 10000.0, "used", "population whose chance is unchanged", least=0.001),
    "movechance_pop_scale_factor": _power(0.0, "power of a population in chances", least=-MOST_POWER),
    "pruning_threshold": _used("number", 1.0, "ways of less than this part of the best are dropped", versions=NEW),
    "use_v1_rules": _used("switch", False, "sets speed, two weights and two switches to those of Flee 1"),
    "fixed_routes": _switch("fixed routes are not modelled", NEW),
    "two_system_decision_making": _nothing("it can never become active in Flee", NEW),
    "use_economic_pull": _switch("trade and development are not modelled", NEW),
    "harvest_months": Key("numbers", None, "refused if on", "harvests are not modelled", NEW),
    "flee_when_starving": _switch(_FOOD, NEW),
    "avoid_food_deprived_locations": _switch(_FOOD, NEW),
    "ChildrenAvoidHazards": _switch(_TRAITS),
    "BoysTakeRisk": _nothing("it acts with ChildrenAvoidHazards alone"),
    "WomenAvoidHazards": _switch(_TRAITS, NEW),
    "ElderlyAvoidHazards": _switch(_TRAITS, NEW),
    "MatchCampEthnicity": _switch(_TRAITS),
    "MatchTownEthnicity": _switch(_TRAITS),
    "MatchConflictEthnicity": _switch(_TRAITS),
    "MatchCampReligion": _switch(_TRAITS, NEW),
    "avg_religion_fraction": _nothing("it acts with the rules of ethnicity and religion alone", NEW),
    "flood_rules": _part(_FLOOD, NEW),
}
OPTIMISATIONS: Mapping[str, Key] = {
    "hasten": Key("whole", 1, "used", "divides populations, capacities and counts", least=1, most=1_000_000_000),
}
SECTIONS: Mapping[str, Mapping[str, Key]] = {
    "log_levels": LOG,
    "spawn_rules": SPAWN,
    "move_rules": MOVE,
    "optimisations": OPTIMISATIONS,
}
"""Section → its keys."""
