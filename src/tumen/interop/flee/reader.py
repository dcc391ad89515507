"""From the files of a Flee folder to the folder as a value, or to all that is wrong with it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from tumen.errors import SituationError, UsageError
from tumen.interop.flee.closings import shut_days
from tumen.interop.flee.dated import (
    Closure,
    Conflict,
    Correction,
    Period,
    read_closures,
    read_conflicts,
    read_corrections,
    read_period,
)
from tumen.interop.flee.folder import MOST_BINS, SHORT_STINTS, Choice, FleeFolder
from tumen.interop.flee.geography import Link, Location, read_links, read_locations
from tumen.interop.flee.lines import Reading
from tumen.interop.flee.names import slugs, way_ids
from tumen.interop.flee.series import Series, corrected, read_layout, read_series
from tumen.interop.flee.settings import Settings, read_settings
from tumen.interop.flee.states import states_of
from tumen.interop.flee.trouble import find_trouble
from tumen.interop.flee.versions import Version
from tumen.situation.findings import Spot

MOST_DIVISOR = 1_000_000_000


def read_folder(
    folder: str | Path,
    version: Version = "3.1",
    *,
    hasten: int | None = None,
    no_capacity: bool = False,
    short_stints: int = SHORT_STINTS,
) -> FleeFolder:
    """Read a folder as FabFlee ships it: ``input_csv/``, ``source_data/``, ``simsetting.yml``.

    Args:
        folder: The folder.
        version: Of Flee whose behaviour is meant.
        hasten: Divides populations, capacities and counts; None: as the settings say.
        no_capacity: Whether camps have room for everybody.
        short_stints: Bins in which recent travel is remembered, where the settings avoid short stints.

    Raises:
        SituationError: T280 to T289, with all problems that were found.
        UsageError: T003 if `hasten` or `short_stints` is out of range.
    """
    for given, most, option in ((hasten, MOST_DIVISOR, "--hasten"), (short_stints, MOST_BINS, "--short-stints")):
        if given is not None and not 1 <= given <= most:
            remedy = f"write a whole number from 1 to {most:,}"
            raise UsageError("T003", f"{option} is {given}", where=option, remedy=remedy)
    reading = Reading(Path(folder))
    if not reading.folder.is_dir():
        words = f"there is no folder {reading.folder.name!r}", "name a folder that holds input_csv/ and simsetting.yml"
        reading.problem(Spot(reading.folder.name), "T280", words)
        raise SituationError.of(tuple(reading.found), reading.folder.name)
    whole = _read(reading, Choice(version, hasten, no_capacity, short_stints))
    if whole is not None:
        find_trouble(reading, whole)
    if reading.found or whole is None:
        raise SituationError.of(tuple(reading.found), reading.folder.resolve().name)
    return whole


@dataclass(frozen=True)
class _Map:
    """Places and what connects and closes them."""

    locations: tuple[Location, ...]
    links: tuple[Link, ...]
    closures: tuple[Closure, ...]


def _read(reading: Reading, choice: Choice) -> FleeFolder | None:
    """Read everything, as far as it can be read; None where too little can."""
    settings, period = read_settings(reading, choice.version), read_period(reading, choice.version)
    locations = read_locations(reading, choice.version)
    links = read_links(reading, locations) if locations else ()
    ways = _Map(locations, links, read_closures(reading, locations) if locations else ())
    layout = read_layout(reading)
    corrections = read_corrections(reading, (name for name, _, _ in layout))
    conflicts = read_conflicts(reading, 0 if period is None else period.days)
    if settings is None or period is None:
        return None
    hasten = choice.hasten or round(settings.number("optimisations.hasten"))
    counted = read_series(reading, layout, period=period, hasten=hasten)
    if reading.found:
        return None
    series = corrected(reading, counted, corrections, at=(period, choice.version))
    whole = _Whole(reading, choice, settings, period, hasten)
    return _folder(whole, ways, conflicts, corrections=corrections, series=series)


@dataclass(frozen=True)
class _Whole:
    """What all parts of a folder go by."""

    reading: Reading
    choice: Choice
    settings: Settings
    period: Period
    hasten: int


def _folder(
    of: _Whole,
    ways: _Map,
    conflicts: tuple[Conflict, ...],
    *,
    corrections: tuple[Correction, ...],
    series: dict[str, Series],
) -> FleeFolder:
    """Put the parts together, and go through the days."""
    ids, days = slugs(location.name for location in ways.locations), of.period.days
    dated = conflicts, ways.closures
    return FleeFolder(
        name=of.reading.folder.resolve().name,
        choice=of.choice,
        hasten=of.hasten,
        settings=of.settings,
        locations=ways.locations,
        ids=ids,
        links=ways.links,
        link_ids=way_ids((ids[link.origin], ids[link.destination]) for link in ways.links),
        period=of.period,
        conflicts=conflicts,
        closures=ways.closures,
        corrections=corrections,
        series=series,
        states=states_of(ways.locations, dated, settings=of.settings, at=(of.choice.version, days)),
        shut=shut_days(ways.locations, ways.links, closures=ways.closures, days=days),
        digests=of.reading.digests,
    )
