"""The sentences about who moves where; `tumen.report.strings` holds them with all others."""

from __future__ import annotations

from collections.abc import Mapping

FLOWS: Mapping[str, str] = {
    "section.flows": "Who moves where",
    "flows.text": (
        "On the left where people were, on the right where they came to: a band is as wide as many moved, in the "
        "median. Beside each name is the 90 % range of the people there, on the left at the beginning of the time, on "
        "the right at its end. Who is born, or comes in from outside, is in those ranges and in no band."
    ),
    "flows.means": (
        "From the model in means, without chance and without good and bad years, for {draws} accepted draws of each "
        "world: these figures differ from those of the table and the charts, and nothing follows from a difference."
    ),
    "flows.means.one": (
        "From the model in means, without chance and without good and bad years, for {draws} accepted draws: these "
        "figures differ from those of the table and the charts, and nothing follows from a difference."
    ),
    "flows.withheld": (
        "Figures are told in steps of {step} people or more. What is under {limit}, or would tell of a single period "
        "that is, is not drawn. Each stretch of time has its own scale."
    ),
    "flows.title": "Who moved where, {stretch}, {world} world",
    "flows.description": "{n} bands. The widest: {widest}. All of them stand in the table below the pictures.",
    "flows.band": "{origin} → {target}: {range}, median {median}",
    "flows.scale": "{people} people",
    "flows.numbers": "The numbers behind {stretch}",
    "flows.head": "Who",
    "flows.moved": "Moved during {stretch}",
    "flows.stood.0": "Stood there at the beginning",
    "flows.stood.1": "Stood there at the end",
    "flows.pair": "{origin} → {target}",
}
