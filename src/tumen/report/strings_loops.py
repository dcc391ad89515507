"""The sentences about loops, switches and disputed signs; `tumen.report.strings` holds them with all others."""

from __future__ import annotations

from collections.abc import Mapping

LOOPS: Mapping[str, str] = {
    "section.loops": "Loops and switches",
    "loops.text": (
        "A loop is a feedback that somebody names; a switch is a premise that is disputed. For each, this is what the "
        "headline outcomes would come to with it at another position, over what they come to in this run: 1 is no "
        "change. Every other number is held as drawn, the scales that anchors solved too."
    ),
    "loops.means": (
        "From the model in means, without chance, for {draws} accepted draws of each world: lowest to highest, then "
        "the median. A flow is added up over the whole run, of a stock it is the mean. This says how the model is "
        "wired, not what is known: no figure here is in any range above. The order is that of the situation, and says "
        "nothing about what matters more."
    ),
    "loops.means.one": (
        "From the model in means, without chance, for {draws} accepted draws: lowest to highest, then the median. A "
        "flow is added up over the whole run, of a stock it is the mean. This says how the model is wired, not what "
        "is known: no figure here is in any range above. The order is that of the situation, and says nothing about "
        "what matters more."
    ),
    "loops.again": "To run with one of them moved: tumen run {situation} --switch {name}={position}",
    "loops.loop": "Loops",
    "loops.switch": "Switches",
    "loops.sign.reinforcing": "reinforcing",
    "loops.sign.balancing": "balancing",
    "loops.sign.disputed": "disputed",
    "loops.on": "on in this run; shown: off",
    "loops.off": "off in this run; shown: on",
    "loops.delay": "answers by half after {low} to {high} months",
    "loops.about": "{sign}; {delay}; {position}",
    "loops.thought": "A thought experiment: nobody has ever observed it.",
    "loops.stands": "In this run: {stands}. Shown: {shown}.",
    "loops.ours": "Ours: {step}",
    "loops.who": "Who says so:",
    "loops.later": "nobody by then",
    "loops.same": "no change",
    "loops.ratio": "{low} to {high}, median\u00a0{median}",
    "loops.claims": "What the claims named here say ({n})",
    "loops.claim": "{says}: {statement}",
    "section.contrasts": "Both answers side by side",
    "contrast.text": (
        "Sources dispute which of these loops acts. Each column takes one answer as given, and data decide for none of "
        "them: what holds in one column only depends on who is right."
    ),
    "contrast.means": (
        "From the model in means, without chance, for {draws} accepted draws of each world, {years}: lowest to "
        "highest, then the median; without the option and with it, every other number held."
    ),
    "contrast.means.one": (
        "From the model in means, without chance, for {draws} accepted draws, {years}: lowest to highest, then the "
        "median; without the option and with it, every other number held."
    ),
    "contrast.sides": "Who takes a side",
    "contrast.option": "The option: {title}",
    "contrast.side": "{on} on, {off} off",
    "contrast.all": "{on} on",
    "contrast.and": " and ",
    "contrast.case": "{side}, {name}",
    "contrast.without": "without",
    "contrast.with": "with the option",
    "contrast.part": "{part}, per 100 {per}",
    "contrast.everybody": "Everybody",
    "contrast.figure": "{low} to {high}, median\u00a0{median}",
    "contrast.under": "under {most}",
    "file.loops.csv": "what each loop and switch does, as ratios of outcomes",
}
