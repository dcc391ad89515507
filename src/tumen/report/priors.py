"""How claims became the priors of anchors, and which scales were found, in each world."""

from __future__ import annotations

from collections.abc import Iterator

from tumen.evidence import AnchorPrior
from tumen.report import sections
from tumen.report.markup import Markup, joined, tag
from tumen.report.strings import say
from tumen.report.summary import Summary
from tumen.trace.pools import PoolView, Said, amount, pool_view
from tumen.trace.words import about, percent

Row = tuple[Markup, tuple[str, ...]]
"""The head of a row and its cells."""


def priors(summary: Summary) -> list[Markup]:
    """Write the priors of all anchors; nothing where there is none."""
    situation = summary.situation
    if not situation.anchors:
        return []
    text = say("evidence.priors.text", situation=situation.id)
    rejected = [
        say("evidence.rejected.world", n=n, draws=summary.about.draws, world=world)
        for world, n in summary.about.rejected.items()
    ]
    words = say("evidence.rejected", rejected=", ".join(rejected))
    anchors = [piece for name in situation.anchors for piece in _anchor(summary, name)]
    return [tag("h3", say("evidence.priors")), tag("p", text), tag("p", words), *anchors]


def _anchor(summary: Summary, name: str) -> list[Markup]:
    """Write one anchor: a line for each world, then what each member says."""
    anchor = summary.situation.anchors[name]
    says = {world: summary.situation.worlds[world].anchors[name] for world in summary.worlds}
    views = {world: pool_view(summary.ledger, p.pool, p.camp) for world, p in says.items() if p.pool}
    title = {"outcome": sections.begun(sections.anchor_title(summary.situation, name)), "date": anchor.date}
    heads = [say("table.world"), *(say(f"evidence.head.{key}") for key in ("prior", "roots", "contested"))]
    heads.append(say("evidence.head.scale", scale=anchor.solves))
    told = [_world(summary, name, world=world, view=views.get(world)) for world in says]
    told += [_together(summary, pool) for pool in dict.fromkeys(view.pool for view in views.values() if view.camp)]
    rows = [tag("tr", head, *sections.labelled(heads[1:], cells)) for head, cells in told]
    words = say("evidence.prior.title", **title)
    pieces = [tag("h4", words), sections.scrolling(sections.plain_table(heads, rows, class_="stack priors"), words)]
    if views:
        members = say("evidence.prior.members", **title)
        table = _members(tuple({(v.pool, v.camp): v for v in views.values()}.values()))
        pieces.append(tag("details", tag("summary", members), sections.scrolling(table, members)))
    return pieces


def _world(summary: Summary, name: str, *, world: str, view: PoolView | None) -> Row:
    """Write what one world says of an anchor."""
    said, scale = summary.situation.worlds[world].anchors[name], summary.situation.anchors[name].solves
    head = tag("th", sections.swatch(summary.worlds.index(world)), world, scope="row")
    found = summary.scales[world].get(scale)
    if found is None:
        solved = say("evidence.scale.none")
    else:
        low, middle, high = (about(x) for x in found)
        solved = say("evidence.prior.range", low=low, high=high, median=middle)
    cells = _pooled(view) if view is not None else _given(summary, name, said)
    return head, (*cells, solved)


def _together(summary: Summary, pool: str) -> Row:
    """Write what all camps of a pool would say together: no world takes it, but it shows how far they disagree."""
    cells = _pooled(pool_view(summary.ledger, pool))
    return tag("th", say("evidence.all_camps"), scope="row"), (*cells, say("evidence.scale.never"))


def _pooled(view: PoolView) -> tuple[str, str, str]:
    """Write range, roots and conflict of a pooled prior."""
    low, middle, high = (amount(view, x) for x in (view.range.low, view.range.median, view.range.high))
    words = [say("evidence.prior.root", who=_tellers(v.said), weight=percent(v.weight)) for v in view.voices]
    for b in view.bounds:
        words.append(say("evidence.prior.bound", side=b.side, value=amount(view, b.value), who=_tellers(b.said)))
    verdict = "alone" if not view.apart else "yes" if view.contested else "no"
    contested = say(f"evidence.contested.{verdict}", overlap=percent(view.overlap))
    roots = tag("ul", *(tag("li", text) for text in words))
    return say("evidence.prior.range", low=low, high=high, median=middle), roots, contested


def _tellers(said: tuple[Said, ...]) -> str:
    """Name who says so, member by member: the root itself may stand outside the pool."""
    return "; ".join(say("evidence.prior.teller", who=one.says, item=one.item) for one in said)


def _given(summary: Summary, name: str, said: AnchorPrior) -> tuple[str, str, str]:
    """Write a prior that stands in the file of worlds itself."""
    prior = sections.believed(summary, name, said)
    named = said.assumed or ", ".join((*said.claims, *said.observations))
    return prior, named, say("evidence.prior.given")


def _members(views: tuple[PoolView, ...]) -> Markup:
    """Write what each member of some pools says, and how it counts."""
    heads = [say(f"evidence.head.{key}") for key in ("member", "member.says", "vote")]
    rows = [tag("tr", who, *sections.labelled(heads[1:], cells)) for view in views for who, cells in _member_rows(view)]
    return sections.plain_table(heads, rows, class_="stack votes")


def _member_rows(view: PoolView) -> Iterator[Row]:
    for voice in view.voices:
        vote = say("evidence.vote.root", root=voice.root, weight=percent(voice.weight))
        yield from (_member(said, vote, view.camp) for said in voice.said)
    for bound in view.bounds:
        vote = say("evidence.vote.bound", side=bound.side, value=amount(view, bound.value))
        yield from (_member(said, vote, view.camp) for said in bound.said)
    for one in view.silent:
        yield _member(one.said, say("evidence.vote.out", why=one.why), view.camp)


def _member(said: Said, vote: str, camp: str) -> Row:
    """Write one member: who says so, what, and how it counts."""
    facts = ", ".join(fact for fact in (said.dates, said.quality) if fact)
    figure = joined(said.figure, tag("span", f" ({facts})", class_="who"))
    words = say("evidence.world", world=camp, verdict=vote) if camp else vote
    return tag("th", tag("b", said.item), " ", said.says, scope="row"), (figure, words)
