"""The sentences about what documents advise; `tumen.report.strings` holds them with all others."""

from __future__ import annotations

from collections.abc import Mapping

ARGUMENT: Mapping[str, str] = {
    "argue.title": "{title}: what the documents advise",
    "argue.heading": "What each document advises, and on what it rests",
    "argue.about": "{title}. {futures} futures in each world, {worlds}.",
    "argue.about.one": "{title}. {futures} futures.",
    "argue.about.chosen": "{title}. {futures} futures of the {world} world alone: of others nothing is said here.",
    "argue.worlds": "told side by side: {worlds}",
    "argue.caveat": (
        "Nobody is called right here. Advice rests on premises, and some are disputed. What each author expects is "
        "looked for in futures in which the premises hold, and in others. Counts of futures say what follows from a "
        "premise, and not how likely it is: premises take their positions in turn. How strongly an option acts nobody "
        "knows: strengths are drawn from wide ranges."
    ),
    "section.texts": "The documents",
    "section.clash": "Where they part",
    "section.advice": "What each advises, and where it comes out",
    "section.premises": "What it rests on, and where the data stand",
    "section.left": "What our formalisation leaves out",
    # the documents
    "argue.source": "{author} ({year})",
    "argue.text.says": "{n} claims of it are recorded. It argues for {options} options, {simulated} of them simulated.",
    "argue.text.combined": "{said} Options that combine some of these: {n}.",
    "argue.text.note": "How we read it:",
    "argue.text.interests": "Who speaks:",
    "argue.text.publisher": "Published by:",
    # where they part
    "argue.clash.text": "Premises on which documents rest options in different positions. Futures are run with each.",
    "argue.clash.none": "No two documents rest options on different positions of a premise.",
    "argue.clash.one": "Only one document argues for options here.",
    "argue.clash.taken": "{source} rests {options} on its being {position}",
    "argue.clash.line": "{name} ({title}): {sides}.",
    "argue.boundary.care": (
        "Outcomes count people and not chances: where an option brings fewer people into something, fewer come out of "
        "it either way, whatever becomes of each."
    ),
    # what each advises
    "argue.advice.text": (
        "Options stand in the order of the situation, and all are told alike. Under each: what its author expects, and "
        "in how many futures that comes out, by world. The rest is no difference, or the other way where that is said."
    ),
    "argue.joint": "From both at once",
    "argue.joint.text": "Policies for which several documents stand, each for a part.",
    "argue.head.expected": "What is expected",
    "argue.head.inside": "Where {premises}",
    "argue.head.everywhere": "In all futures",
    "argue.head.elsewhere": "Elsewhere",
    "argue.head.figure": "{region}, {world}",
    "argue.at": "{name} is {position}",
    "argue.none": "No premise of it is recorded.",
    "argue.rests": "Rests on the premise that:",
    "argue.cell": "{n} of {futures}",
    "argue.cell.other": "other way {n}",
    "argue.cell.none": "no future",
    "argue.expects.nothing": "Nothing that could be counted is recorded as expected of it.",
    "argue.not_simulated": "Not simulated:",
    "argue.claims": "What it goes back to:",
    "argue.claims.none": "no claim that may be shown.",
    # premises
    "argue.premises.text": (
        "For each premise: who says that it stands so, what contradicts them, who rests an option on it; then what the "
        "model says with it in each position, no option taken and the anchors met anew, beside figures that others "
        "report. A figure is met where it lies in the 90 % range of {draws} draws, or overlaps it. Up to {n} figures "
        "test the model; they test all of it at once, and all its other numbers stand."
    ),
    "argue.premise.at": "The situation has it {position}.",
    "argue.premise.open": "Futures take its positions in turn.",
    "argue.premise.closed": "Futures have it so unless it is held otherwise.",
    "argue.premise.numbers": "Numbers that carry it: {numbers}.",
    "argue.premise.number": "{name} ({ground})",
    "argue.ground.claims": "from claims",
    "argue.ground.observations": "from observations",
    "argue.ground.assumed": "assumed",
    "argue.premise.ours": "Nobody says but us: {ours}",
    "argue.head.position": "Position",
    "argue.head.rests": "Rests options on it",
    "argue.head.met": "Reported figures met",
    "argue.head.met.world": "Figures met, {world}",
    "argue.rests.cell": "{source}: {options}",
    "argue.rests.nobody": "nobody",
    "argue.met": "{n} of {tests}",
    "argue.anchored": "{n} of {draws} draws meet the anchors",
    "argue.anchored.few": "{n} of {draws} draws meet the anchors: too few for a range",
    "argue.said": "{position}: who says so",
    "argue.said.none": "No claim says so.",
    "argue.said.against": "{position}: what contradicts one of them, in some point",
    "argue.said.against.none": "No claim or observation that is recorded contradicts them.",
    "argue.item": "{who}: {told}",
    "argue.item.against": " (against {ids})",
    "argue.item.quality": " ({quality})",
    "argue.item.reason": " ({quality}: {reason})",
    "argue.same": (
        "Without any option the model says the same in each position, to the last person: no reported figure can speak "
        "for one of them."
    ),
    "argue.apart.none": (
        "No reported figure tells its positions apart: none is met in one and missed in another by more than the "
        "edge of a range."
    ),
    "argue.apart": "Figures that are met in one position and missed in another, by more than the edge of a range",
    "argue.apart.few": "In too few positions enough draws meet the anchors for reported figures to tell them apart.",
    "argue.head.figure.reported": "Reported",
    "argue.head.by": "{figure} ({who})",
    "argue.apart.count": "{n} reported figures tell its positions apart",
    "argue.apart.count.1": "1 reported figure tells its positions apart",
    "argue.apart.count.0": "no reported figure tells its positions apart",
    "argue.apart.count.same": "without any option the model says the same in each position",
    "argue.apart.count.few": "too few draws meet the anchors for reported figures to tell",
    # left out
    "argue.left.text": (
        "Each claim of a document does one of five things. It moves the model: a number, an event, a loop, a switch or "
        "a lever rests on it. It stands beside: it dates something, is compared with results, or belongs to the law. "
        "It stands beside an option in words alone. Nothing has it. Or only its place in the document is kept, since "
        "it could harm people."
    ),
    "argue.left.kind": "Kind of claim",
    "argue.left.all": "All",
    "argue.fate.moves": "Moves the model",
    "argue.fate.beside": "Stands beside",
    "argue.fate.words": "In words alone",
    "argue.fate.left_out": "Nothing has it",
    "argue.fate.kept_out": "Place kept alone",
    "argue.kind.causal": "cause and effect",
    "argue.kind.event": "event",
    "argue.kind.kept_out": "not shown",
    "argue.kind.policy_option": "option",
    "argue.kind.qualitative": "description",
    "argue.kind.quantity": "figure",
    "argue.kind.rule": "rule",
    "argue.left.list": "{fate} ({n}): {ids}.",
    "argue.left.kinds": "{kind} {ids}",
    "argue.left.nothing": "Nothing of it is left out.",
    "argue.left.why": "{id}: {why}",
    "argue.left.reasons": "Left out, whole or in part, with a reason",
    "argue.left.texts": "What these claims say ({n})",
    # the terminal
    "argue.line.side": "{source}: {title}",
    "argue.line.regions": "{heads}:",
    "argue.line.move": "{expected}: {regions}",
    "argue.line.between": " | ",
    "argue.line.count": "{n} of {futures} {world}",
    "argue.line.count.one": "{n} of {futures}",
    "argue.line.not_simulated": "not simulated",
    "argue.line.data": "{name}: {told}. Met: {met}.",
    "argue.line.data.same": "{name}: {told}.",
    "argue.line.met": "{position}: {counts}",
    "argue.line.unmet": "too few draws {world}",
    "argue.line.unmet.one": "too few draws",
    "argue.line.left": "{source}: {fates}.",
    "argue.line.fate": "{fate} {n}",
    "argue.files": "Files in {folder}: {files}.",
    "argue.claims.named": "Claims and observations named on this page ({n})",
    "argue.care": (
        "Counts here are counts of futures, and not of people. Figures of people stand only where the data are told, "
        "by year and rounded, and none under {limit}."
    ),
}
