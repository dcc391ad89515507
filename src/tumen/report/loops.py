"""The section on loops and switches: who names each, where it stands in this run, and what it does in the model."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from tumen.ensemble.effects import Effects, Move
from tumen.policy import Loop, Switch
from tumen.report import sections
from tumen.report.markup import Markup, joined, tag
from tumen.report.ratios import Ratios
from tumen.report.strings import say
from tumen.report.summary import Summary

Row = tuple[Move, Markup]
"""A move, and what is said of it."""


def loop_section(summary: Summary, effects: Effects) -> list[Markup]:
    """Write the section, in the order of the situation: nothing in it is sorted by what it does."""
    ratios, situation = Ratios(summary.situation, effects, summary.limit), summary.situation
    draws = max(len(draws) for draws in effects.draws.values())
    means = say("loops.means" if len(summary.worlds) > 1 else "loops.means.one", draws=draws)
    first = next(iter(effects.moved))
    again = say("loops.again", situation=situation.id, name=first.name, position=first.position)
    pieces = [tag("p", say("loops.text")), tag("p", means, class_="legend"), tag("p", again, class_="legend")]
    for kind, rows in (("loop", _loops(summary, effects)), ("switch", _switches(summary, effects))):
        found = list(rows)
        if found:
            title = say(f"loops.{kind}")
            pieces += [tag("h3", title), sections.scrolling(_table(summary, ratios, rows=found), title)]
    return [*pieces, *_claims(summary)]


def links(summary: Summary, claims: Iterable[str]) -> list[str]:
    """Link claims to what they say, as far as they may be seen."""
    known = [name for name in claims if name in summary.situation.claims]
    return [tag("a", name, href=f"#claim-{name}") for name in known]


def _loops(summary: Summary, effects: Effects) -> Iterator[Row]:
    known = summary.situation.loops
    for move, loop in ((move, known[move.name]) for move in effects.moved if move.name in known):
        low, high = (f"{months:g}" for months in loop.delay)
        about = say(
            "loops.about",
            sign=say(f"loops.sign.{loop.sign}"),
            delay=say("loops.delay", low=low, high=high),
            position=say("loops.off" if move.position == "on" else "loops.on"),
        )
        thought = [" ", tag("strong", say("loops.thought"))] if loop.thought_experiment else []
        who = _who(summary, loop.claims)
        ours = [tag("br"), say("loops.ours", step=loop.ours)] if loop.ours else []
        yield move, joined(_head(loop, about), *thought, tag("br"), who, *ours)


def _switches(summary: Summary, effects: Effects) -> Iterator[Row]:
    known, moved = summary.situation.switches, summary.about.switches
    for move, switch in ((move, known[move.name]) for move in effects.moved if move.name in known):
        stands, shown = switch.positions[moved.get(switch.id, switch.at)], switch.positions[move.position]
        about = say("loops.stands", stands=stands.title, shown=shown.title)
        yield move, joined(_head(switch, about), tag("br"), _who(summary, shown.claims))


def _head(of: Loop | Switch, about: str) -> Markup:
    """Name a loop or switch, and say how it stands."""
    return joined(tag("b", of.id), " ", of.title, tag("br"), tag("span", about, class_="who"))


def _who(summary: Summary, claims: Sequence[str]) -> Markup:
    """Say who names it, with links to what they say."""
    named = joined(*[piece for link in links(summary, claims) for piece in (", ", link)][1:])
    return joined(say("loops.who"), " ", named or say("loops.later" if claims else "nothing"))


def _table(summary: Summary, ratios: Ratios, *, rows: Sequence[Row]) -> Markup:
    """Write what each move does to every headline outcome, a line for each world."""
    outcomes = ratios.headlines
    heads = [say("table.world"), *(sections.heading(outcome) for outcome in outcomes)]
    groups = [
        world_rows(summary, head, heads=heads[1:], cells={w: _cells(ratios, move, w) for w in summary.worlds})
        for move, head in rows
    ]
    head = tag("thead", tag("tr", *(tag("th", head, scope="col") for head in heads)))
    return tag("table", head, *groups, class_="stack loops")


def _cells(ratios: Ratios, move: Move, world: str) -> list[str]:
    """Write what a move does to every headline outcome of one world."""
    return [ratios.of(move, world, outcome.id).text for outcome in ratios.headlines]


def world_rows(summary: Summary, head: str, *, heads: Sequence[str], cells: Mapping[str, Sequence[str]]) -> Markup:
    """Write a group of rows: what it is about, then a row for each world."""
    rows = [tag("tr", tag("th", head, colspan=1 + len(heads), scope="rowgroup"))]
    for i, world in enumerate(summary.worlds):
        first = tag("th", sections.swatch(i), world, scope="row")
        rows.append(tag("tr", first, *sections.labelled(heads, cells[world])))
    return tag("tbody", *rows)


def _claims(summary: Summary) -> list[Markup]:
    """List what the claims say that are named in these sections, closed until asked for."""
    situation = summary.situation
    named = [name for loop in situation.loops.values() for name in loop.claims]
    named += [n for switch in situation.switches.values() for at in switch.positions.values() for n in at.claims]
    for contrast in situation.contrasts.values():
        named += [*contrast.claims, *situation.policies[contrast.policy].claims]
    known = [name for name in dict.fromkeys(named) if name in situation.claims]
    if not known:
        return []
    items = [summary.ledger.item(name) for name in sorted(known)]
    told = [
        piece
        for item in items
        for words in [say("loops.claim", says=item.says, statement=item.told)]
        for piece in (tag("dt", item.id, id=f"claim-{item.id}"), tag("dd", words))
    ]
    return [tag("details", tag("summary", say("loops.claims", n=len(items))), tag("dl", *told))]
