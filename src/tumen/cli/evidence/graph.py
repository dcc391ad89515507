"""``tumen evidence graph``: contradictions as pairs, roots with their members."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING, Annotated, Any

import typer

from tumen.cli.evidence.items import Name, check_item, show_line
from tumen.cli.output import Talk
from tumen.cli.run import FLAGSHIP
from tumen.cli.until import Until, hidden_data, read_known, show_hidden

if TYPE_CHECKING:
    from tumen.evidence import Link
    from tumen.trace.ledger import Ledger

Id = Annotated[str, typer.Argument(metavar="[ID]", help="Only what hangs together with this claim or observation.")]
Dot = Annotated[bool, typer.Option("--dot", help="Print the graph for Graphviz instead.")]
_STYLES = {
    "contradicts": 'dir=none color="#a8480a"',
    "same_root": "dir=none style=dashed",
    "derives_from": "",
    "supersedes": "style=dotted",
}


def graph(talk: Talk, name: Name = FLAGSHIP, id_: Id = "", dot: Dot = False, until: Until = "") -> None:
    """Show who contradicts whom, and who repeats whom."""
    from tumen.trace.ledger import Ledger

    situation = read_known(name, until)
    ledger = Ledger(situation)
    if id_:
        check_item(ledger, id_)
    links = tuple(_links(ledger, id_))
    for line in _dot(ledger, links) if dot else _lines(ledger, links, id_):
        show_line(talk, line)
    if not dot:
        show_hidden(talk, situation)
    nodes = sorted({end for link in links for end in (link.of, link.other)} | ({id_} - {""}))
    talk.data(
        {
            "nodes": [_node(ledger, node) for node in nodes],
            "edges": [
                {"of": link.of, "relation": link.relation, "other": link.other, "note": link.note} for link in links
            ],
            "roots": {root: list(members) for root, members in _roots(ledger, id_).items()},
            "until": hidden_data(situation),
        }
    )


def _links(ledger: Ledger, only: str) -> Iterator[Link]:
    """Give the links; of one item, those at it and those within its root."""
    near = {only, *ledger.item(only).ties.same_root} if only else set[str]()
    for link in ledger.links:
        ends = {link.of, link.other}
        if not only or only in ends or ends <= near:
            yield link


def _roots(ledger: Ledger, only: str) -> dict[str, tuple[str, ...]]:
    """Give the roots of several members; of one item, its own."""
    return {root: names for root, names in ledger.members.items() if len(names) > 1 and (not only or only in names)}


def _node(ledger: Ledger, name: str) -> dict[str, Any]:
    item = ledger.item(name)
    return {"id": name, "kind": item.kind, "says": item.says, "topic": item.topic, "root": item.ties.root}


def _lines(ledger: Ledger, links: Collection[Link], only: str) -> Iterator[str]:
    """Write pairs by topic, then roots."""
    if only in ledger.kept_out:
        yield f"{only}: {ledger.item(only).statement}"
    yield from _pair_lines(ledger, only)
    if only in ledger.kept_out:
        return
    roots = _roots(ledger, only)
    yield f"one vote together: {_plural(len(roots), 'root')} of several members"
    for root, names in roots.items():
        yield f"  root {root}: {', '.join(names)}"
    for link in links:
        if link.relation == "supersedes":
            yield f"  {link.of} supersedes {link.other}"
    if not only:
        alone = sum(len(names) == 1 for names in ledger.members.values())
        yield f"all other {alone} claims and observations are their own root"


def _pair_lines(ledger: Ledger, only: str) -> Iterator[str]:
    """Write each pair under what it is about, and both sides in their words."""
    pairs = [pair for pair in ledger.contradictions if not only or only in pair]
    sides = {side for pair in pairs for side in pair}
    yield f"contradictions: {_plural(len(pairs), 'pair')} of {_plural(len(sides), 'claim or observation')}"
    for topic, group in _by_topic(ledger, pairs).items():
        yield f"  {topic}"
        for a, b in group:
            yield f"    {a} | {b}"
            yield from (f"      {x.who}: {x.told}" for x in (ledger.item(a), ledger.item(b)))


def _by_topic(ledger: Ledger, pairs: Collection[tuple[str, str]]) -> dict[str, list[tuple[str, str]]]:
    """Sort pairs by what they disagree about: a quantity first, where one of the two speaks of one."""
    found: dict[str, list[tuple[str, str]]] = {}
    for pair in pairs:
        found.setdefault(ledger.topic(*pair), []).append(pair)
    return found


def _dot(ledger: Ledger, links: Collection[Link]) -> Iterator[str]:
    """Write the graph for Graphviz; what stands in the texts is quoted."""
    yield "digraph evidence {"
    yield "  rankdir=LR; node [shape=box fontname=sans-serif];"
    for name in sorted({end for link in links for end in (link.of, link.other)}):
        item = ledger.item(name)
        yield f'  "{name}" [label="{name}\\n{_quoted(item.figure or item.topic)}"];'
    for link in links:
        yield f'  "{link.of}" -> "{link.other}" [label="{link.relation.replace("_", " ")}" {_STYLES[link.relation]}];'
    yield "}"


def _quoted(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"')


def _plural(n: int, word: str) -> str:
    if n == 1:
        return f"1 {word}"
    return f"{n} {' or '.join(f'{part}s' for part in word.split(' or '))}"
