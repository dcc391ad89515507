"""The sentences about the boundary between two pieces of advice; `tumen.report.strings` holds them with all others."""

from __future__ import annotations

from collections.abc import Mapping

BOUNDARY: Mapping[str, str] = {
    "boundary.document": "the {year} {kind}",
    "boundary.side": "{document} ({policy})",
    "boundary.intro": (
        "Two pieces of advice side by side: {first} argues for “{first_policy}”, {second} for “{second_policy}”. Which "
        "does better hangs on how strongly {along}, and on how strongly {up}. Both go from nothing to full strength, "
        "which nineteen in twenty draws from the prior do not reach: {along_strong}, {up_strong}. Looked at are "
        "{start} to {end}, in means, with {draws} draws of all other numbers in each world; at each strength the model "
        "is fitted to the past anew."
    ),
    "boundary.outcome": "{what}, in at least half of the draws: {where}.",
    "boundary.what": "{word} {title}",
    "boundary.world": "in the {worlds} {where}",
    "boundary.world.one": "{where}",
    "boundary.worlds.one": "{world} world",
    "boundary.worlds.many": "{worlds} worlds",
    "boundary.and": " and ",
    "boundary.then": "; ",
    "boundary.everywhere": "under the advice of {side} at every strength of both",
    "boundary.wherever": "under the advice of {side} wherever the two differ",
    "boundary.neither": "under the advice of neither",
    "boundary.mixed": "under the advice of {first} on {n} hundredths of the plane and of {second} on {m}",
    "boundary.turns": "under the advice of {above} where {axis} at more than {strengths}, and of {below} where less",
    "boundary.strength": "{half} of full strength in the {world} world ({natural})",
    "boundary.strength.one": "{half} of full strength ({natural})",
    "boundary.natural": "{times}; for the middle half of the draws {middle}",
    "boundary.times": "{times} times as many {of}",
    "boundary.times.again": "{times} times as many",
    "boundary.times.range": "{low} to {high}",
    "boundary.times.least": "less than 1.01",
    "boundary.percent": "{low} %",
    "boundary.percents": "{low} to {high} %",
    "boundary.least": "under 0.1 %",
    # the figure
    "boundary.title": "{what}: under whose advice?",
    "boundary.axis": "How strongly {title}",
    "boundary.across": "{title} →",
    "boundary.up": "↑ {title}",
    "boundary.off": "off",
    "boundary.half": "50 %",
    "boundary.full": "full",
    "boundary.panel": "{world} world",
    "boundary.better": "Advice of {side}: better in about three quarters of the draws, or more",
    "boundary.between": "Between: on the line half of the draws stand on either side",
    "boundary.premises": "Where the premises of {side} lie",
    "boundary.nowhere": "{side} says nothing of where the two stand",
}
