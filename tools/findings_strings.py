"""The sentences of docs/findings.md. Words in braces are filled in; every sentence speaks of both worlds."""

from __future__ import annotations

from collections.abc import Mapping

TEXT: Mapping[str, str] = {
    "source": "The {year} {kind}",
    # what may be said of one thing that is expected
    "comes": "**Comes out in most futures of both worlds, at every position of what is disputed**",
    "depends": "**Depends on what is disputed**",
    "not": "**Comes out in most futures of neither world**",
    "open": "**Cannot be decided here**",
    "nothing": "- Nothing, in the low world or the high one.",
    "option": "- {title}: {moves}.",
    "option.claims": "- {title} ({claims}): {moves}.",
    "move": "{what} ({often}{opposite}){direct}",
    "opposite": "; the other way {counts}",
    "depends.move": "{what}{direct}, which depends on {axes}",
    "depends.other": "{what}{direct}, never in most futures; that it goes the other way depends on {axes}",
    "left_out": "simulated in neither world, low or high, for [reasons](policies.md#what-is-left-out-and-why)",
    "direct": " †",
    "axis": "{axis} ({places})",
    "place": "{place}: {counts}",
    "counts": "{n} of {of} {world}",
    "world": "the world",
    # what can be taken away first
    "first.claims": (
        "- **{source}** expects {moves} things of {options} simulated options. {comes} come out in most futures of "
        "both worlds, low and high, at every position of what is disputed. In both worlds, what is disputed decides "
        "{depends}{on}; {open} cannot be decided{undecided}; {never} come out in most futures of neither{neither}."
    ),
    "first.inside": (
        "Where its own premises hold, {inside} of the {moves} come out in most futures of both worlds, low and high, "
        "at every position of what is left."
    ),
    "first.direct": "Of these things {direct} are nearly given with the option, in either world (†).",
    "first.together": (
        "- **{source}, all together** (`{policy}`): of {moves} things that its options expect, {comes} come out in "
        "most futures of both worlds, low and high, at every position; where all of its premises hold, {inside}."
    ),
    "first.without": (
        "In both worlds, low and high, some of this rests on a loop of which nobody disputes the sign, and does not "
        "come out without it{without}."
    ),
    "first.at": "{option}: {positions}",
    "first.part": "- **Where the two part.** {text}",
    "first.listed": " ({options})",
    "first.on": "{option}, on {axes}",
    # tables
    "head.option": "option",
    "head.expects": "its author expects",
    "head.where": "premises",
    "head.inside": "where they hold, {world}",
    "head.elsewhere": "elsewhere, {world}",
    "where.none": "none: all futures",
    "where.denied": "{held}; elsewhere {denied}",
    "cell": "{n} of {of} ({range})",
    "cell.none": "no future",
    # who pays
    "paid": "**Worse with it, in most futures of both worlds or of some position**",
    "paid.always": "at every position: {titles}",
    "paid.depends": "depends on {axes}: {titles}",
    "paid.title": "{title} ({often}; {ranges})",
    "paid.range": "{range} {world}",
    "paid.others": "other outcomes: {n}, in the low world or the high one (`tumen compare`)",
    "paid.none": "- Nothing else that is counted, in the low world or the high one.",
    # the run
    "design": (
        "{draws} draws in each world of each of {comparisons} comparisons, seed {seed}. Where nothing is held, {met} "
        "meet their anchors; the others are left out. What flows is added up from {first} to {last}, what stands is "
        "averaged over that time, or taken at its end where nobody leaves."
    ),
    "met": "{n} of the {world} world",
    "legend": "- **{name}** ({positions}): {title}.",
    "figure": "![{alt}]({file})",
    "figure.alt": "{title}: under which advice it does better, by how strongly both loops act, in either world",
    "and": " and ",
}
