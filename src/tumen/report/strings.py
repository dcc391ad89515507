"""Every sentence of the report and of the commands that print results: one catalogue, so that it can be translated.

Words in braces are filled in. Ranges come before centres; a person is never less than *people*, *women* or *children*.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from functools import lru_cache

from tumen.report.strings_argument import ARGUMENT
from tumen.report.strings_boundary import BOUNDARY
from tumen.report.strings_comparison import COMPARISON
from tumen.report.strings_evidence import EVIDENCE
from tumen.report.strings_flows import FLOWS
from tumen.report.strings_law import LAW
from tumen.report.strings_law_answers import ANSWERS
from tumen.report.strings_loops import LOOPS

TEXT: Mapping[str, str] = {
    # figures
    "range": "{low} to {high}",
    "range.from": "{low} or more",
    "range.to": "up to {high}",
    "range.best": "{range}, best {best}",
    "at_least": "{figure} or more",
    "at_most": "up to {figure}",
    "scale_word": "“{word}”, a scale word ({figure})",
    "reason.small": "under {limit}",
    "reason.joint": "withheld",
    "reason.recent": "withheld",
    "reason.none": "no draw",
    "reason.merged": "not kept",
    "dates.range": "{start} to {end}",
    "dates.until": "until {end}",
    "part_of_period": "part of the year only",
    "nothing": "none",
    # the answer
    "answer.start": "Simulated for {period}, under these assumptions: ",
    "answer.persons": "{title} number {ranges}",
    "answer.person_months": "{title}: {ranges} person-months",
    "answer.acts": "{title}: {ranges} acts",
    "answer.index": "{title}: {ranges} by an index",
    "answer.world": "{range} in the {world} world",
    "answer.and": " and ",
    "answer.then": "; ",
    "answer.end": " (90 % ranges; the sources contradict each other, so all worlds are shown).",
    "answer.end.one": " (90 % ranges).",
    "caveat": (
        "This is a simulation, not a count and not a forecast: {draws} draws from the priors in {worlds}, "
        "{assumed} of {parameters} parameters assumed without a source, not yet fitted to data. It says nothing about "
        "any person, about a place at a moment, or about what anybody should do."
    ),
    "worlds.one": "one world",
    "worlds.many": "each of {n} worlds",
    "policy": (
        "Under a policy: {title} ({policy}). What it changes shows only beside the baseline, run with the same seed."
    ),
    "set": "Set by hand: {changes}. What follows is what that would imply, not what is believed.",
    "set.choice": "{policy}, with {changes}",
    "set.one": "{name}={value}",
    "until": (
        "Known by {day}. Hidden, since they came later: claims {claims}, observations {observations}, events {events}. "
        "Numbers that rest on later evidence alone: {hindsight}; in part: {partly}."
    ),
    "until.anchors": "No anchor for {anchors}: what there is to know of them came later. Their scales are left wide.",
    "until.loops": "Loops and positions that were named only later, and act all the same: {loops}.",
    "until.worlds": "By that day nothing was known in which the worlds differ: they are the same.",
    "until.choice": "{choice}, known by {day}",
    "rejected": "{n} of {draws} draws in the {world} world could not meet its anchors: they are left out.",
    "merged": (
        "Of more than {futures} futures in each world none was kept by itself: figures of 256 and more are within "
        "0.4 %, and what needs several periods or outcomes of one future is not told."
    ),
    "failed": "{n} of {futures} futures failed and are left out. The first: {first}.",
    "events.many": (
        "Conditional on events: {n} dated events drive this run, among them {named}. Nothing here says what would have "
        "happened without them."
    ),
    "events.one": (
        "Conditional on an event: one dated event drives this run, {named}. Nothing here says what would have happened "
        "without it."
    ),
    "events.row": "“{title}” ({year})",
    "events.signal": "those that move “{name}”",
    "events.and": ", ",
    "bounded": "The feedback on {group} stood at its bound in {share} of all steps (world {world}).",
    # the table
    "table.caption": "90 % range of the simulated futures, then their median",
    "table.caption.told": "90 % range of the simulated futures, then their median; beside them what others say",
    "table.date": "Date",
    "table.world": "World",
    "table.range": "90 % range",
    "table.range.world": "{world}: 90 % range",
    "table.median": "Median",
    "table.median.world": "{world}: median",
    "table.claims": "The documents claim",
    "table.observations": "Others report",
    "table.partial": "{period} (a part)",
    "kind.stock": "at the end of the period",
    "kind.flow": "during the period",
    "kind.time": "person-months during the period",
    "kind.index": "an index, during the period",
    "kind.signal": "mean level over the period",
    "kind.crowding": "at the end of the period, beyond room",
    # charts
    "chart.title": "{outcome}, {world} world",
    "chart.point": "{period}: {range}, median {median}",
    "chart.description": "Fan chart, {axis} axis. {points}. {figures} reported figures are drawn in.",
    "chart.empty": "No figure of this outcome may be shown: all of them are under {limit}, or follow from one that is.",
    "chart.floor": "{limit} or less",
    "chart.log": "logarithmic",
    "chart.linear": "linear",
    "chart.tip": "{id}, {who}: {figure}",
    "chart.legend": (
        "Dark band: half of the simulated futures. Light band: 90 % of them. Line: the median. Diamonds and dark bars: "
        "claims of the documents, by id. Circles and green bars: figures reported by others, by number."
    ),
    "chart.legend.plain": "Dark band: half of the simulated futures. Light band: 90 % of them. Line: the median.",
    "chart.coarse": "Grey: years so recent that nothing finer than a year and a country is shown where people hide.",
    "chart.gap": "Where a fan is broken, figures are withheld: they, or what follows from them, are under {limit}.",
    "chart.small": "Figures under {limit} are drawn at {limit}.",
    "chart.axis.log": "Logarithmic axis: each step up is a multiple.",
    "chart.numbers": "The numbers behind this chart",
    "chart.figures": "The {n} reported figures drawn in",
    "figures.mark": "Mark",
    "figures.id": "Id",
    "figures.figure": "Figure",
    "figures.who": "Who says so",
    "figures.place": "Where",
    "figures.note": "Note",
    # the page
    "page.title": "{title}: what Tumen simulates",
    "page.world": "{world} world",
    "page.skip": "Skip to the answer",
    "page.kicker": "Tumen, an open simulator of forced displacement",
    "section.answer": "The answer",
    "section.table": "The figures",
    "section.charts": "Over time",
    "section.worlds": "What the worlds are",
    "section.assumptions": "What is assumed",
    "section.sources": "What it rests on",
    "section.cite": "How to cite",
    "section.again": "How to run it again",
    "section.care": "Handle with care",
    "worlds.text": "Sources contradict each other. Each world takes one side; structure and luck are the same.",
    "worlds.anchor": "{outcome}, {date}: {prior}",
    "worlds.share": "{outcome} as a share of {over}",
    "assumptions.text": (
        "{n} of {total} parameters rest on no claim and no observation. Here is each, with its argument; if you "
        "disagree with one, set another number: tumen run {situation} --set name=value."
    ),
    "assumptions.none": "Every parameter rests on a claim or an observation.",
    "prior.series": "{low} to {high} over {n} years; {unit}",
    "prior.level": "{level}: {prior}",
    "sources.text": "Follow any figure back to its sentences: tumen trace {situation} {outcome}",
    "sources.none": "This situation names no document.",
    "sources.id": "Id",
    "sources.title": "Title",
    "sources.author": "Author",
    "sources.date": "Date",
    "cite.text": (
        "The Tumen developers. Tumen {version}: an open, evidence-traced simulator of forced displacement. Run of "
        "“{title}” ({situation}, digest {digest}), seed {seed}, {draws} draws in {worlds}, result {hash}."
    ),
    "cite.sources": "Cite the sources of the figures that you use as well.",
    "again.term.version": "Version",
    "again.term.seed": "Seed",
    "again.term.policy": "Policy",
    "again.term.draws": "Draws, replicates",
    "again.term.rejected": "Rejected draws",
    "again.term.digest": "Digest of the situation",
    "again.term.hash": "Hash of the results",
    "again.term.created": "Run at",
    "again.term.changes": "Set by hand",
    "again.term.until": "Known by",
    "care.hidden": (
        "People counted here hide, and can still be returned and punished. Nothing finer than a year and a country is "
        "shown for recent years; counts under {limit} are withheld, and so is what they could be worked out from; all "
        "simulated figures are rounded to what {limit} people come to. "
        "results.nc holds figures before they are withheld: it is for your own analysis, do not hand it on."
    ),
    "care.open": (
        "Counts under {limit} are withheld, and so is what they could be worked out from. results.nc holds figures "
        "before they are withheld: it is for your own analysis, do not hand it on."
    ),
    "care.use": (
        "Use it to plan protection, to argue and to learn. Never use it to find, stop, arrest, return or rate people. "
        "Figures from claims and observations are those of their authors; whoever is affected can object to their use."
    ),
    # files for other tools
    "xlsx.title": "{title}: figures of one run of Tumen",
    "xlsx.readme.headline": "headline: the outcomes of the first table at three dates, with what others say",
    "xlsx.readme.by_period": "by_period: quantiles of every recorded outcome in every period; the same as summary.csv",
    "xlsx.readme.assumptions": "assumptions: every parameter with its prior, and where no source settles it, why",
    "xlsx.readme.sources": "sources: documents, and the claims and observations that stand beside outcomes",
    "xlsx.readme.data_dictionary": "data_dictionary: what each column and each outcome means",
    "xlsx.cut": "by_period is cut off where a sheet is full: summary.csv holds all figures.",
    "xlsx.simulated": "All figures in headline and by_period are simulated.",
    "column.situation": "id of the situation",
    "column.world": "world: which side of a contradiction between sources is taken",
    "column.policy": "id of the policy, with what was set by hand",
    "column.outcome": "id of the outcome",
    "column.unit": "persons, person-months, acts (of several persons each), or index (only compares)",
    "column.kind": "stock: at the end of the period; flow and time: during it; signal: mean level over it",
    "column.period": "year, month, or first day of a week or day",
    "column.statistic": "q05, q25, q50, q75, q95: quantiles over draws and replicates",
    "column.value": "simulated figure, rounded where people hide; empty where it is withheld or missing",
    "column.suppressed": "true where withheld: a small count, what one could be worked out from, or too recent",
    # the terminal
    "beside.claimed": "claimed: {figure}, {by}",
    "beside.reported": "reported: {figure}, {by}",
    "beside.more": "and {n} more in the report",
    "files": "Files in {folder}",
    "file.results.nc": "all simulated futures, for xarray and R; not to be handed on",
    "file.manifest.jsonl": "what ran, with checksums",
    "file.summary.csv": "quantiles, one figure a row",
    "file.summary.xlsx": "the same as a workbook, with assumptions and sources",
    "file.trace.json": "from each headline figure back to claims and assumptions",
    "file.prov.json": "where all of this comes from, as W3C PROV",
    "file.report.html": "one page to read, print and send; it needs no network",
    "next": "What to try next",
    "progress.start": "Simulating {n} {what}",
    "progress.work": "Working through {n} {what}",
    "compiling": "Compiling the kernels (once; later runs start at once)",
    **ANSWERS,
    **BOUNDARY,
    **ARGUMENT,
    **EVIDENCE,
    **FLOWS,
    **COMPARISON,
    **LAW,
    **LOOPS,
}
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_INVISIBLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


def say(key: str, **values: str | float) -> str:
    """Give a sentence of the catalogue, filled in."""
    return TEXT[key].format(**values)


def day_text(day: date) -> str:
    """Write a day, as in ``31 Dec 2003``, in the language of the catalogue."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


@lru_cache(maxsize=4096)
def clean(text: str) -> str:
    """Drop characters that cannot be seen but change what is: control characters, and those that turn the writing."""
    return _INVISIBLE.sub("", text)
