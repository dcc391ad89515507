"""The sentences of the section on evidence; `tumen.report.strings` holds them with all others."""

from __future__ import annotations

from collections.abc import Mapping

EVIDENCE: Mapping[str, str] = {
    "section.evidence": "The evidence",
    "evidence.against": "Claims against the model",
    "evidence.against.text": (
        "What others say of a quantity, beside what is simulated for the same time: a stock at the end of the year "
        "(over several years the mean of their ends), a flow during it. Whatever an anchor stands on is no test, "
        "since the model is scaled to meet it; nor is what the same root says of the same year."
    ),
    "evidence.count": (
        "{n} figures of {quantities} quantities can be compared. {tests} of them test the model: {every} lie wholly "
        "outside its 90 % range in every world, {some} in some worlds, {none} in none. Those that it misses come "
        "first."
    ),
    "evidence.count.one": (
        "{n} figures of {quantities} quantities can be compared. {tests} of them test the model: {every} lie wholly "
        "outside its 90 % range, {none} do not. Those that it misses come first."
    ),
    "evidence.nothing": "No figure of this situation can be compared with what was recorded.",
    "evidence.missed": "{title}: {n} figures that the model misses",
    "evidence.unmissed": "Quantities of which the model misses no figure",
    "evidence.rest": "{title}: {figures} that it does not miss, or that are no test",
    "evidence.all": "{title}: {figures}",
    "evidence.figures": "{n} figures",
    "evidence.figures.one": "1 figure",
    "evidence.head.who": "Who says so",
    "evidence.head.says": "What",
    "evidence.head.world": "{world} world: 90 % range, median",
    "evidence.head.model": "Model: 90 % range, median",
    "evidence.head.verdict": "How they stand",
    "evidence.model": "{range}, median {median}",
    "evidence.mark": "{mark}. {who}",
    "evidence.no": "no. {number}",
    "evidence.beside.stock": "beside the end of {span}",
    "evidence.beside.stock.years": "beside the mean of the ends of {span}",
    "evidence.beside.flow": "beside {span}",
    "evidence.beside.flow.years": "beside the sum of {span}",
    "evidence.beside.rate": "beside the yearly mean of {span}",
    "evidence.beside.part": "beside all of {span}, of which it tells a part",
    "evidence.beside.share": "beside the share in {span}",
    "evidence.beside.mean": "beside the mean in {span}",
    "evidence.span": "{first} to {last}",
    "evidence.within": "within the range",
    "evidence.overlaps": "they overlap",
    "evidence.lower": "missed, the model is lower",
    "evidence.higher": "missed, the model is higher",
    "evidence.unknown": "withheld",
    "evidence.world": "{world}: {verdict}",
    "evidence.anchor": "anchor: not a test",
    "evidence.root": "same root and year as an anchor: not a test",
    "evidence.taken": "the model takes it over as it stands: not a test",
    "dots.legend": (
        "Each line is one reported figure, by year. Coloured bars: 90 % range of the simulated futures for the same "
        "time, one for each world, with a stroke at the median. Diamonds and dark bars: claims, by id. Circles and "
        "green bars: figures of others, by number. Open marks and broken bars are no test. Bold: the model "
        "misses it in every world. Logarithmic axis: each step is a multiple."
    ),
    "dots.title": "{title}: what others say, and the model",
    "dots.description": "{n} reported figures beside 90 % ranges. {missed} are missed in every world.",
    "dots.label": "{dates}  {mark}",
    "evidence.contradictions": "Contradictions",
    "evidence.contradictions.text": "{sides} contradict another: {pairs} pairs. Neither side of a pair is dropped.",
    "evidence.contradictions.claims": "{n} claims",
    "evidence.contradictions.both": "{n} claims and {m} observations",
    "evidence.contradictions.none": "No claim of this situation contradicts another.",
    "evidence.contradictions.shown": "{n} pairs about what is simulated",
    "evidence.contradictions.more": "{n} other pairs",
    "evidence.head.topic": "About",
    "evidence.head.one": "One says",
    "evidence.head.other": "Another says",
    "evidence.who": "{id}, {says}: ",
    "evidence.figure": " [{figure}]",
    "evidence.priors": "Priors from claims",
    "evidence.priors.text": (
        "Each anchor has a prior in each world, made of claims and observations: figures that come from one root have "
        "one vote together, all roots weigh the same, and doubts about a figure make it wider. See each step, and what "
        "the prior would be without each root: tumen evidence prior {situation}."
    ),
    "evidence.rejected": "Draws that could not meet their anchors and are left out: {rejected}.",
    "evidence.rejected.world": "{n} of {draws} in the {world} world",
    "evidence.prior.title": "{outcome}, {date}",
    "evidence.head.prior": "Prior: 90 % range, median",
    "evidence.head.roots": "Roots and weights",
    "evidence.head.contested": "Contested",
    "evidence.head.scale": "{scale}, found: 90 % range",
    "evidence.prior.range": "{low} to {high}, median {median}",
    "evidence.prior.root": "{weight}: {who}",
    "evidence.prior.bound": "{side} {value}: {who}",
    "evidence.prior.teller": "{who} ({item})",
    "evidence.prior.given": "as given, not pooled",
    "evidence.prior.members": "{outcome}, {date}: what each member says",
    "evidence.contested.yes": "contested: overlap {overlap}",
    "evidence.contested.no": "no: overlap {overlap}",
    "evidence.contested.alone": "one root alone",
    "evidence.head.member": "Member",
    "evidence.head.member.says": "Says",
    "evidence.head.vote": "Vote",
    "evidence.vote.root": "root {root}, {weight}",
    "evidence.vote.bound": "{side} {value}",
    "evidence.vote.out": "none: {why}",
    "evidence.all_camps": "all camps together, for comparison",
    "evidence.scale.never": "no world takes it",
    "evidence.scale.none": "not found",
}
