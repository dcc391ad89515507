"""outcomes.toml of an imported folder: people at every place, on every way, and in all."""

from __future__ import annotations

from collections.abc import Mapping

from tumen.interop.flee.counted import series_ids
from tumen.interop.flee.folder import FleeFolder
from tumen.interop.flee.names import readable
from tumen.interop.flee.numbers import capacities
from tumen.interop.flee.write import toml_text
from tumen.world_journey import CAME, NEAR_THRESHOLD, THERE, UNDER_WAY

MOST = 2000
"""Outcomes that a situation may have."""
LEVEL = "site"
"""Of every place."""
IN_CAMPS, PEOPLE = "in_camps", "people"
OUTSIDE, IN_CONFLICT, CROWDING = "outside_camps", "in_conflict", "crowding"
"""Of which less protects people, as of `UNDER_WAY`: by these, policies are compared."""


def at_place(id_: str) -> str:
    """Name the outcome that counts people at a place."""
    return f"at_{id_}"


def along(id_: str) -> str:
    """Name the outcome that counts people who set out on a way."""
    return f"along_{id_}"


def outcomes_toml(folder: FleeFolder) -> str:
    """Write outcomes.toml; where there are too many ways, those that set out on each are left out."""
    series = series_ids(folder)
    found = _whole(folder) | {at_place(id_): _at(folder, at, series) for at, id_ in enumerate(folder.ids)}
    ways = {along(id_): _along(folder, at) for at, id_ in enumerate(folder.link_ids)}
    return toml_text({"outcome": found | (ways if len(found) + len(ways) <= MOST else {})})


def _outcome(title: str, **more: object) -> dict[str, object]:
    usual = {
        "title": title,
        "kind": "stock",
        "unit": "persons",
        "direction": "neither",
        "period": "step",
        "place": LEVEL,
    }
    return usual | more


def _whole(folder: FleeFolder) -> dict[str, Mapping[str, object]]:
    camps = [folder.ids[at] for at in folder.camps]
    found: dict[str, Mapping[str, object]] = {}
    if camps:
        found[IN_CAMPS] = _outcome("people in camps", statuses=[THERE], places=camps)
    return found | {
        **_less(folder),
        PEOPLE: _outcome("people in all", statuses=[THERE, UNDER_WAY], **({} if camps else {"headline": True})),
        CAME: _outcome("people who set out anew", kind="flow", exits=[CAME]),
        NEAR_THRESHOLD: _outcome("decisions on short stints near the threshold", kind="flow", exits=[NEAR_THRESHOLD]),
    }


def _less(folder: FleeFolder) -> dict[str, Mapping[str, object]]:
    """Give what there should be less of: people without a place to stay, in danger, or without room where they are."""
    outside = [id_ for at, id_ in enumerate(folder.ids) if at not in folder.camps]
    fought = [id_ for id_, states in zip(folder.ids, folder.states.of, strict=True) if any(s.intensity for s in states)]
    way = _outcome("people under way", statuses=[UNDER_WAY], direction="less")
    less: dict[str, Mapping[str, object]] = {UNDER_WAY: way}
    if folder.camps and outside:
        about = {"statuses": [THERE, UNDER_WAY], "places": outside, "direction": "less"}
        less[OUTSIDE] = _outcome("people who are in no camp", **about)
    if fought:
        title = "people at places that see conflict at some time"
        less[IN_CONFLICT] = _outcome(title, statuses=[THERE], places=fought, direction="less")
    if any(capacities(folder)) and not folder.choice.no_capacity:
        less[CROWDING] = _outcome("people beyond the room of camps", kind="crowding", direction="less")
    return less


def _at(folder: FleeFolder, at: int, series: Mapping[str, str]) -> dict[str, object]:
    name = folder.locations[at].name
    more: dict[str, object] = {"statuses": [THERE], "places": [folder.ids[at]]}
    if at in folder.camps:
        more |= {"headline": True, "observations": [series[name]]}
    return _outcome(f"people at {readable(name)}", **more)


def _along(folder: FleeFolder, at: int) -> dict[str, object]:
    link = folder.links[at]
    one, other = (readable(folder.locations[end].name) for end in (link.origin, link.destination))
    return _outcome(f"people who set out from {one} to {other}", kind="flow", exits=[folder.link_ids[at]])
