"""A Flee folder as the files of an ordinary situation folder: nothing of it is run in any other way."""

from __future__ import annotations

from collections.abc import Iterator

from tumen.interop.flee.counted import observations_csv, series_csv, series_ids
from tumen.interop.flee.folder import FleeFolder
from tumen.interop.flee.grounds import Grounds
from tumen.interop.flee.names import readable
from tumen.interop.flee.numbers import Numbers, numbers_of
from tumen.interop.flee.recorded import LEVEL, outcomes_toml
from tumen.interop.flee.states import State
from tumen.interop.flee.write import csv_text, toml_text
from tumen.situation.columns import TABLES


def situation_files(folder: FleeFolder) -> dict[str, str]:
    """Write the files of a situation whose kernel is ``journey``: name → text, the same for the same folder.

    Every number points at the line of the Flee folder that gives it; observations are counts as Flee uses them.
    """
    grounds = Grounds(folder)
    numbers = numbers_of(folder, grounds)
    files = {
        "situation.toml": toml_text(_situation(folder, numbers)),
        "places.csv": _places(folder),
        "routes.csv": _routes(folder),
        "stops.csv": _stops(folder, grounds),
        "closings.csv": _closings(folder, grounds),
        "parameters.toml": toml_text({"parameter": numbers.parameters}),
        "outcomes.toml": outcomes_toml(folder),
        "observations.csv": observations_csv(folder),
        "series.csv": series_csv(folder),
    }
    return files | {"sources.toml": grounds.sources_toml(), "claims.csv": grounds.claims_csv()}


def _situation(folder: FleeFolder, numbers: Numbers) -> dict[str, object]:
    name, behaviour = readable(folder.name), folder.behaviour
    by = f", all counts divided by {folder.hasten}" if folder.hasten > 1 else ""
    return {
        "schema_version": 1,
        "title": f"Flee folder {name}",
        "summary": f"Where people go in {name}, by the rules of {behaviour.name}{by}.",
        "people_in_hiding": False,
        "kernel": "journey",
        "time": {
            "from": folder.period.first,
            "to": folder.period.day(folder.days - 1),
            "step": "day",
            "report": "step",
        },
        "journey": _journey(folder, numbers),
    }


def _journey(folder: FleeFolder, numbers: Numbers) -> dict[str, object]:
    settings, series = folder.settings, series_ids(folder)
    aware = round(settings.number("move_rules.awareness_level"))
    short = folder.choice.short_stints if settings.switch("move_rules.avoid_short_stints") else 0
    return {
        "home": readable(folder.locations[0].country),
        "awareness": aware if aware == 0 else max(aware, 1),
        "short_stints": short,
        "on_foot": settings.switch("move_rules.start_on_foot"),
        "certain_plans": folder.behaviour.certain_plans,
        "begin_counted": settings.switch("spawn_rules.insert_day0") and not folder.emptied,
        "doubled_start": _doubled(folder),
        "markers": [id_ for id_, place in zip(folder.ids, folder.locations, strict=True) if place.kind == "marker"],
        "reported": [series[name] for name in folder.reported_names],
        "decay": [*numbers.decay],
        "counts": {folder.ids[at]: series[folder.locations[at].name] for at in folder.camps},
        "numbers": dict(numbers.roles),
    }


def _doubled(folder: FleeFolder) -> bool:
    """Say whether the first day's sum counts twice: newer Flee adds the total to it, which must be as large."""
    adds = folder.behaviour.adds_total_first and len(folder.reported_names) != 1
    stays = folder.settings.switch("spawn_rules.insert_day0")
    return adds and not stays and folder.counts(next(iter(folder.series)))[0] > 0


def _header(file: str) -> list[str]:
    return [column.name for column in TABLES[file].columns]


def _places(folder: FleeFolder) -> str:
    rows = (
        (id_, readable(place.name), readable(place.country), LEVEL, "")
        for id_, place in zip(folder.ids, folder.locations, strict=True)
    )
    return csv_text(_header("places.csv"), rows)


def _routes(folder: FleeFolder) -> str:
    rows = (
        (id_, folder.ids[link.origin], folder.ids[link.destination], "road")
        for id_, link in zip(folder.link_ids, folder.links, strict=True)
    )
    return csv_text(_header("routes.csv"), rows)


def _stops(folder: FleeFolder, grounds: Grounds) -> str:
    rows = (row for at in range(len(folder.locations)) for row in _stops_of(folder, grounds, at))
    return csv_text(_header("stops.csv"), rows)


def _stops_of(folder: FleeFolder, grounds: Grounds, at: int) -> Iterator[tuple[object, ...]]:
    states, day = folder.states.of[at], folder.period.day
    place = folder.locations[at]
    for number, state in enumerate(states):
        last = day(states[number + 1].day - 1) if number + 1 < len(states) else None
        own = grounds.of(place.line, "place", readable(place.name))
        claims = (own, *((_cause(folder, grounds, state),) if state.cause else ()))
        intensity = state.intensity if state.intensity > 0 else None
        since = day(state.since) if intensity else None
        yield (folder.ids[at], day(state.day), last, state.moves, state.camp, state.town, intensity, since, claims)


def _cause(folder: FleeFolder, grounds: Grounds, state: State) -> str:
    assert state.cause is not None
    when = folder.period.day(state.day)
    if state.cause.file.endswith("conflicts.csv"):
        return grounds.of(state.cause, "conflict", f"where there is conflict on {when}, day {state.day}")
    return grounds.of(state.cause, "closure", _told(state.cause.cells))


def _told(cells: tuple[str, ...]) -> str:
    kind, one, other, start, end = (readable(cell) for cell in cells[:5])
    second = f" and {other}" if cells[2] else ""
    return f"{kind} {one}{second} closes on day {start} and opens on day {end}"


def _closings(folder: FleeFolder, grounds: Grounds) -> str:
    day = folder.period.day
    rows = (
        (
            folder.link_ids[shut.link],
            day(shut.first),
            None if shut.last is None else day(shut.last),
            tuple(dict.fromkeys(grounds.of(line, "closure", _told(line.cells)) for line in shut.lines)),
            None,
        )
        for shut in folder.shut
        if shut.last is None or shut.last >= shut.first
    )
    return csv_text(_header("closings.csv"), rows)
