"""The sentences about comparisons of policies; `tumen.report.strings` holds them with all others."""

from __future__ import annotations

from collections.abc import Mapping

COMPARISON: Mapping[str, str] = {
    "compare.head": (
        "{first} to {last}, beside the baseline: {futures}, with the same numbers, premises and luck on both sides. A "
        "range holds nine futures in ten."
    ),
    "compare.head.turns": (
        "Premises that are disputed or open ({premises}) are taken in turn, and not as often as anybody believes them: "
        "so many futures in a hundred are no probability."
    ),
    "compare.head.held": "In all of these futures {positions}.",
    "compare.futures": "{n} futures",
    "compare.futures.1": "1 future",
    "compare.futures.each": "{futures} in each world",
    "compare.futures.world": "{futures} of the {world} world",
    "compare.listed": "{first} and {last}",
    "compare.over.mean": "{title}, on average",
    "compare.over.end": "{title}, at the end",
    "compare.in": "{title}, {world}",
    "compare.policy": "{title} ({policy})",
    "compare.none": "no difference that can be told",
    "compare.less.persons": "fewer",
    "compare.more.persons": "more",
    "compare.less": "less",
    "compare.more": "more",
    "compare.range": "{low} {less} to {high} {more}",
    "compare.range.same": "{low} to {high} {word}",
    "compare.effect": "{title}: better in {better} of {futures} of the {world} world, worse in {worse} ({range})",
    "compare.effect.one": "{title}: better in {better} of {futures}, worse in {worse} ({range})",
    "compare.verdict": "{title}: {verdict}.",
    "compare.verdict.robust": "{word} in most futures of {worlds} and at every position of {premises}: robust",
    "compare.verdict.robust.worlds": "{word} in most futures of {worlds}: robust",
    "compare.verdict.robust.one": "{word} in most futures at every position of {premises}: robust",
    "compare.verdict.worlds": "both worlds",
    "compare.verdict.each": "each world",
    "compare.verdict.same": "no difference in any of these futures",
    "compare.verdict.neither": "neither better nor worse in most futures of any world or position",
    "compare.verdict.neither.worlds": "neither better nor worse in most futures of any world",
    "compare.verdict.neither.one": "neither better nor worse in most futures at any position",
    "compare.verdict.unknown": "too few futures to tell for each world and each position",
    "compare.verdict.unknown.worlds": "too few futures to tell for each world",
    "compare.verdict.unknown.one": "too few futures to tell for each position",
    "compare.verdict.depends": "depends on {axes}",
    "compare.verdict.axis": "{axis} ({cases})",
    "compare.verdict.untried": "{axis} (only {position} was looked at)",
    "compare.verdict.often": "{word} in {counts}",
    "compare.verdict.count": "{n} of {of} {world}",
    "compare.verdict.count.one": "{n} of {of}",
    "compare.why": "What marks out the futures in which an option is worse than the baseline.",
    "compare.why.none": "Nothing that can be told.",
    "compare.why.box": "{policy}, {world}: {text}",
    "compare.why.box.one": "{policy}: {text}",
    "compare.why.flagged": "it is worse than the baseline for “{title}”",
    "compare.at": "{premise} is {position}",
    "compare.at.switch": "{premise} is “{position}”",
    "compare.why.not": "not so that {yes}",
    "compare.why.strength": "the strength of “{lever}”",
    "compare.why.anchor": "the figure of the anchor {anchor}",
    "compare.turns": (
        "Where two policies change places: in means, from the middle of all priors, one thing moved at a time and "
        "every other number held. In the order of the situation, not by weight."
    ),
    "compare.turn": "{title}: {pair}. Not so any more if {moved}.",
    "compare.turn.none": "{title}: {pairs}. Nothing that is moved by itself within its 90 % range changes that.",
    "compare.turn.pair": "{first} does better than {second}",
    "compare.turn.pairs": "{first} do better than {second}",
    "compare.turn.policy": "“{title}”",
    "compare.turn.baseline": "the baseline",
    "compare.turn.point": "{title} {way}{to} ({share} of 100 of its range lie below)",
    "compare.turn.rises": "rises",
    "compare.turn.falls": "falls",
    "compare.turn.value": " to {value} {unit}",
    "compare.turn.loop": "the strength of {loop}",
    "compare.paid": "Worse in most futures of some world: {outcomes}.",
    "compare.paid.one": "Worse in most of these futures: {outcomes}.",
    "compare.paid.outcome": "{title} ({worlds})",
    "compare.paid.world": "{world}: {worse} of {futures}, {range}",
    "compare.paid.world.one": "{worse} of {futures}, {range}",
    "compare.paid.none": "No other outcome is worse in most futures of any world.",
    "compare.paid.none.one": "No other outcome is worse in most of these futures.",
    "compare.regret": (
        "Regret: by how much a policy is worse, in its worst future, than whichever of these is best in that future."
    ),
    "compare.luck": (
        "Luck: with the same luck on both sides, chance moves differences of headline outcomes {low} to {high} times "
        "as much as if each side had its own (median {middle}; at most 0.25 times in {n} of {of})."
    ),
    "compare.luck.none": "Luck: nothing differs.",
    "compare.rejected": (
        "{world} world: {rejected} of {draws} draws left out, since their numbers cannot meet the figures on which "
        "this world rests (its anchors)."
    ),
    "compare.rejected.one": (
        "{rejected} of {draws} draws left out, since their numbers cannot meet the figures on which all rests (the "
        "anchors)."
    ),
    "compare.premises.see": "What each premise says stands below.",
    "compare.files": "Files in {folder}: {files}.",
    # the page
    "compare.title": "{title}: what options would do",
    "compare.heading": "What would help? {title}",
    "compare.caveat": (
        "These are simulated differences and no forecast. There is no total score: no harm is set off against any "
        "gain, and nothing here is in an order of merit. What to do is for those who answer for it."
    ),
    "compare.baseline": "Baseline: no lever is pulled",
    "section.options": "What each option does",
    "section.regret": "How far each can be wrong",
    "section.tradeoffs": "Two outcomes at a time",
    "section.payers": "Who pays",
    "section.changes": "What would change the answer",
    "section.basis": "What it rests on",
    "compare.options.text": (
        "In the order in which they were asked for. Counts of futures come first, then nine differences in ten. Each "
        "option stands with who argues for it and what is held against it; ids lead to the words of the documents."
    ),
    "compare.effect.page": "{title}: {worlds}.",
    "compare.effect.world": "{world} world, better in {better} of {futures} and worse in {worse} ({range})",
    "compare.effect.world.one": "better in {better} of {futures} and worse in {worse} ({range})",
    "compare.mechanism": "How it is said to act:",
    "compare.combines": "Combines:",
    "compare.by": "Argued for by:",
    "compare.by.nobody": "nobody who is recorded here.",
    "compare.by.named": "no document; some claims name it",
    "compare.source": "{author} ({year})",
    "compare.expects": "Expected of it:",
    "compare.expected": "{word} {title}",
    "compare.premises": "On the premise that:",
    "compare.premise.on": "{name} holds ({title})",
    "compare.premise.off": "{name} does not hold ({title})",
    "compare.premise.at": "{name}: {title}",
    "compare.against": "Held against it:",
    "compare.against.none": "nothing that is recorded here.",
    "compare.objection": "{who}: {why}",
    "compare.ours": "We",
    "compare.head.option": "Option",
    "compare.head.outcome": "{title} ({unit})",
    "compare.head.world": "World",
    "compare.head.often": "How often",
    "compare.head.all": "All",
    "compare.head.mark": "Mark",
    "compare.head.lever": "What is moved",
    "compare.head.strength": "How strongly",
    "compare.head.grounds": "On what grounds",
    "compare.head.pulled": "In",
    "compare.regret.text": (
        "With hindsight another choice would have been better by that much. It holds among these options only: one "
        "more or one fewer can change each figure."
    ),
    "compare.regret.caption": "Darker: more of the largest in its column. Framed: the largest.",
    "compare.dots.text": (
        "Dot: both medians. Lines: nine differences in ten. Where the zeros cross stands the baseline; shaded: both "
        "outcomes are better than there. Grey: some other option, or the baseline, is as good by its median in every "
        "headline outcome and better in one; ranges may overlap all the same. A dot without room for its mark is named "
        "in the table below."
    ),
    "compare.dots.bent": "Bent axes: even near nothing; beyond, each tick is ten times the last.",
    "compare.dots.single": "Only one headline outcome is compared: there is nothing to trade off here.",
    "compare.dots.pair": "{one}, and {other}",
    "compare.dots.title": "{one} against {other}, {world} world: differences to the baseline",
    "compare.dots.title.one": "{one} against {other}: differences to the baseline",
    "compare.dots.description": "{n} options, {grey} of them grey. The table below has the figures.",
    "compare.dots.axis.less": "{title}: less is better",
    "compare.dots.axis.more": "{title}: more is better",
    "compare.dots.shortened": "{title} …",
    "compare.dots.tip": "{policy}: {one}; {other}",
    "compare.dots.beaten": "{mark} (grey)",
    "compare.dots.numbers": "The numbers behind these charts",
    "compare.dots.number": "{range}; median {median}",
    "compare.payers.text": (
        "All outcomes that are worse than under the baseline in most futures of some world, headline or not, by a "
        "difference that can be told. They stand beside what is gained and are not set off against it."
    ),
    "compare.payers.text.one": (
        "All outcomes that are worse than under the baseline in most of these futures, headline or not, by a "
        "difference that can be told. They stand beside what is gained and are not set off against it."
    ),
    "compare.payers.none": "No outcome is worse in most futures of any world.",
    "compare.payers.none.one": "No outcome is worse in most of these futures.",
    "compare.payers.cell": "worse in {worse} of {futures} ({range})",
    "compare.apart.text": (
        "A total would hide who pays: here each stands apart. Nine differences in ten; marked: worse in most futures."
    ),
    "compare.strips.text": (
        "In how many of a hundred futures an option does better than the baseline: in all of them, then where each "
        "premise stands in each position. The colour is that less the futures in which it does worse. Where colours "
        "change along a row, the answer hangs on that premise; where the worlds of an option differ, on which world it "
        "is. Few futures stand behind each cell, so small changes mean nothing."
    ),
    "compare.strips.text.one": (
        "In how many of a hundred futures an option does better than the baseline: in all of them, then where each "
        "premise stands in each position. The colour is that less the futures in which it does worse. Where colours "
        "change along a row, the answer hangs on that premise. Few futures stand behind each cell, so small changes "
        "mean nothing."
    ),
    "compare.strips.text.settled": (
        "In how many of a hundred futures an option does better than the baseline. The colour is that less the futures "
        "in which it does worse. No premise takes several positions here."
    ),
    "compare.strips.tip": "better in {better} of {futures}, worse in {worse}",
    "compare.net.0": "worse far more often",
    "compare.net.1": "worse more often",
    "compare.net.2": "neither",
    "compare.net.3": "better more often",
    "compare.net.4": "better far more often",
    "compare.premises.title": "The premises",
    "compare.position": "{title} ({position})",
    "compare.strengths": "How strong each lever is",
    "compare.strengths.text": (
        "Nobody knows how strongly an option acts. Each strength is a prior, drawn once for each future and the same "
        "in every option that pulls the lever."
    ),
    "compare.how.multiply": "multiplied; {prior}",
    "compare.how.add": "added; {prior}",
    "compare.assumed": "Assumed: {why}",
    "compare.traced": "{note} {series}",
    "compare.left_out": "Listed and not simulated",
    "compare.left_out.none": "Every option of this situation can be simulated.",
    "compare.left_out.why": "Why not:",
    "compare.not_asked": "Simulated by this tool and not asked for here: {titles}.",
    "compare.luck.title": "Share of luck",
    "compare.claims": "Claims named on this page ({n})",
    "compare.care.hidden": (
        "People counted here hide, and can still be returned and punished. All figures of people are differences over "
        "whole years, rounded to what {limit} people come to. Nothing on this page tells where anybody is."
    ),
    "compare.care.open": "All figures are simulated: read ranges, and no single figure alone.",
}
