"""What a comparison rests on: the strength of each lever, what was left out and why, luck, claims, and what ran."""

from __future__ import annotations

from collections.abc import Iterator

from tumen import __version__
from tumen.evidence import Parameter
from tumen.policy import Lever
from tumen.report import sections
from tumen.report.comparison_options import argued
from tumen.report.comparison_view import View
from tumen.report.comparison_words import luck
from tumen.report.markup import Markup, joined, tag
from tumen.report.strings import say
from tumen.trace.standing import argument, ground_of
from tumen.trace.words import prior_in_words

_SHORT = 12


def grounds(view: View) -> list[Markup]:
    """Write what all of it rests on."""
    return [*_strengths(view), *_left_out(view), *_luck(view), *_claims(view), *_ran(view)]


def _strengths(view: View) -> Iterator[Markup]:
    """Write each lever that was pulled: what it moves, how strongly, on what grounds, and which policies pull it."""
    heads = [say(f"compare.head.{key}") for key in ("lever", "strength", "grounds", "pulled")]
    title, rows = say("compare.strengths"), list[Markup]()
    for lever in view.situation.levers.values():
        by = [view.mark(p) for p in view.policies if lever.id in view.situation.policies[p].levers]
        if by:
            parameter = view.situation.parameters[lever.strength]
            head = tag("th", lever.title, tag("br"), tag("code", lever.target), scope="row")
            cells = (_strength(view, lever, parameter), _ground(view, parameter), ", ".join(by))
            labelled = (tag("td", cell, data_label=name) for name, cell in zip(heads[1:], cells, strict=True))
            rows.append(tag("tr", head, *labelled))
    yield tag("h3", title)
    yield tag("p", say("compare.strengths.text"))
    yield sections.scrolling(sections.plain_table(heads, rows, class_="stack strengths"), title)


def _strength(view: View, lever: Lever, parameter: Parameter) -> str:
    """Say how strongly a lever is believed to act, in words."""
    least = view.ledger.least
    priors = (prior_in_words(prior, parameter.unit, limit=least) for prior in parameter.entries.values())
    return say(f"compare.how.{lever.how}", prior="; ".join(priors))


def _ground(view: View, parameter: Parameter) -> Markup:
    """Name the claims and series behind a strength, or give the argument for it."""
    if ground_of(view.situation, parameter) == "assumed":
        return joined(say("compare.assumed", why=argument(view.situation, parameter)))
    series = ", ".join(parameter.observations)
    return joined(say("compare.traced", note=parameter.note, series=series).strip(), view.links(parameter.claims))


def _left_out(view: View) -> Iterator[Markup]:
    """List the options that pull nothing, each with the reason, and told like all others."""
    listed = [policy for policy in view.situation.policies.values() if policy.not_simulated]
    yield tag("h3", say("compare.left_out"))
    if not listed:
        yield tag("p", say("compare.left_out.none"))
    for policy in listed:
        why = tag("p", tag("b", say("compare.left_out.why")), " ", " ".join(policy.not_simulated.split()))
        yield tag("article", tag("h4", policy.title), why, *argued(view, policy), class_="option")
    others = [p.title for p in view.situation.policies.values() if p.levers and p.id not in view.policies]
    if others:
        yield tag("p", say("compare.not_asked", titles="; ".join(others)))


def _luck(view: View) -> Iterator[Markup]:
    yield tag("h3", say("compare.luck.title"))
    yield tag("p", luck(view.found, view.effects))


def _claims(view: View) -> Iterator[Markup]:
    """List what the claims say that are named on the page, closed until asked for."""
    situation, named = view.situation, list[str]()
    for policy in situation.policies.values():
        if policy.id in view.policies or policy.not_simulated:
            named += [*policy.claims, *(name for objection in policy.against for name in objection.claims)]
            named += [
                n for lever in policy.levers for n in situation.parameters[situation.levers[lever].strength].claims
            ]
    known = [name for name in dict.fromkeys(named) if name in situation.claims]
    told: list[Markup] = []
    for item in (view.ledger.item(name) for name in sorted(known)):
        words = say("loops.claim", says=item.says, statement=item.told)
        told += [tag("dt", item.id, id=f"claim-{item.id}"), tag("dd", words)]
    if told:
        yield tag("details", tag("summary", say("compare.claims", n=len(known))), tag("dl", *told))


def _ran(view: View) -> Iterator[Markup]:
    """Say what it takes to get the same figures again."""
    design = view.found.design
    facts = {
        "version": __version__,
        "seed": str(design.seed),
        "draws": f"{design.draws}, {design.replicates}",
        "digest": view.situation.digest[:_SHORT],
    }
    yield tag("h3", say("section.again"))
    yield tag("dl", *(joined(tag("dt", say(f"again.term.{key}")), tag("dd", value)) for key, value in facts.items()))
