"""The sentences about comparisons of policies; `tumen.report.strings` holds them with all others."""

from __future__ import annotations

from collections.abc import Mapping

COMPARISON: Mapping[str, str] = {
    "compare.head": (
        "{first} to {last}, beside the baseline: {futures} futures in each world, with the same numbers, premises and "
        "luck on both sides. A range holds nine futures in ten. Disputed premises ({premises}) are taken in turn, and "
        "not as often as anybody believes them: so many futures in a hundred are no probability."
    ),
    "compare.head.settled": (
        "{first} to {last}, beside the baseline: {futures} futures in each world, with the same numbers and luck on "
        "both sides. A range holds nine futures in ten."
    ),
    "compare.policy": "{title} ({policy})",
    "compare.none": "no difference that can be told",
    "compare.less.persons": "fewer",
    "compare.more.persons": "more",
    "compare.less": "less",
    "compare.more": "more",
    "compare.range": "{low} {less} to {high} {more}",
    "compare.range.same": "{low} to {high} {word}",
    "compare.effect": "{title}: better in {better} of 100 futures of the {world} world, worse in {worse} ({range})",
    "compare.paid": "Worse in most futures of some world: {outcomes}.",
    "compare.paid.one": "{title} ({worlds})",
    "compare.paid.world": "{world}: {worse} of 100",
    "compare.paid.none": "No other outcome is worse in most futures of any world.",
    "compare.regret": (
        "Regret: by how much a policy is worse, in its worst future, than whichever of these is best in that future."
    ),
    "compare.luck": (
        "Luck: with the same luck on both sides, chance moves differences of headline outcomes {low} to {high} times as "
        "much as if each side had its own (median {middle})."
    ),
    "compare.luck.none": "Luck: nothing differs.",
    "compare.rejected": "{world}: {rejected} of {draws} draws met no anchors, and are left out",
    "compare.files": "Files in {folder}: comparison.csv, comparison.json.",
}
