"""``tumen evidence list`` and ``tumen evidence show``: who says what, and what becomes of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

import typer

from tumen.cli.output import Talk
from tumen.cli.run import FLAGSHIP
from tumen.cli.until import Until, hidden_data, read_known, show_hidden
from tumen.errors import UsageError

if TYPE_CHECKING:
    from tumen.trace.ground import SeriesRecord
    from tumen.trace.ledger import Item, Ledger
    from tumen.trace.usage import Usage

OBSERVATION = "observation"
_MOST_NAMED = 8
_SEARCHED = ("id", "says", "statement", "source", "title", "topic", "quantity", "place", "note")

Name = Annotated[str, typer.Argument(help="Name of a situation, or its folder.")]
Kind = Annotated[str, typer.Option("--kind", help="Only claims of this kind, or `observation`.")]
Source = Annotated[str, typer.Option("--source", help="Only claims of this source, or observations of this series.")]
About = Annotated[str, typer.Option("--about", help="Only where this text stands: an id, a subject, a place, a word.")]
Ids = Annotated[list[str], typer.Argument(metavar="ID...", help="Claims or observations.")]


def list_(
    talk: Talk, name: Name = FLAGSHIP, kind: Kind = "", source: Source = "", about: About = "", until: Until = ""
) -> None:
    """List claims and observations: who says what, how good it is, who says otherwise."""
    from tumen.trace.ledger import Ledger

    situation = read_known(name, until)
    ledger = Ledger(situation)
    _check_choice(ledger, kind, source)
    found = [item for item in ledger.items.values() if not item.kept_out and _fits(item, kind, source, about)]
    series = {} if about or kind not in ("", OBSERVATION) else _by_series(found)
    kept_out = [c for c in ledger.kept_out if source in ("", ledger.evidence.claims[c].source)]
    told = [item for item in found if not series or item.kind != OBSERVATION]
    show_hidden(talk, situation)
    for line in (*(x for item in told for x in _item_lines(item)), *_series_lines(ledger, series)):
        show_line(talk, line)
    for line in _sum(found, series, len(kept_out)):
        show_line(talk, line)
    talk.data(
        {
            "claims": [asdict(item) for item in told if item.kind != OBSERVATION],
            "observations": [asdict(item) for item in told if item.kind == OBSERVATION],
            "series": [_series_data(ledger, name) for name in series],
            "kept_out": len(kept_out),
            "until": hidden_data(situation),
        }
    )


def show(talk: Talk, name: Name, ids: Ids, until: Until = "") -> None:
    """Show claims or observations whole: source, figure, ratings, root, contradictions, what becomes of them."""
    from tumen.trace.ledger import Ledger
    from tumen.trace.usage import usage

    situation = read_known(name, until)
    ledger = Ledger(situation)
    for one in ids:
        check_item(ledger, one)
    show_hidden(talk, situation)
    wanted = [(ledger.item(one), usage(situation, one)) for one in dict.fromkeys(ids)]
    for item, uses in wanted:
        for line in _whole(ledger, item, uses):
            show_line(talk, line)
    talk.data({"items": [_item_data(ledger, *one) for one in wanted], "until": hidden_data(situation)})


def check_item(ledger: Ledger, name: str) -> None:
    """Stop at a name that no claim or observation has.

    Raises:
        UsageError: T420.
    """
    from tumen.situation.findings import instead, shown

    evidence = ledger.evidence
    if name not in evidence.claims and name not in evidence.observations:
        problem = f"there is no claim or observation {shown(name)}"
        remedy = instead(name, (*evidence.claims, *evidence.observations))
        raise UsageError("T420", problem, where=f"situation {ledger.situation.id}", remedy=remedy)


def _check_choice(ledger: Ledger, kind: str, source: str) -> None:
    """Stop at a kind or source that nothing has.

    Raises:
        UsageError: T420.
    """
    from tumen.situation.findings import instead, shown

    kinds = sorted({c.kind for c in ledger.evidence.claims.values()} | {OBSERVATION})
    sources = (*ledger.evidence.sources, *ledger.rows)
    for word, value, known in (("kind", kind, kinds), ("source", source, sources)):
        if value and value not in known:
            problem = f"nothing is of {word} {shown(value)}"
            raise UsageError("T420", problem, where=f"--{word}", remedy=instead(value, known))


def _fits(item: Item, kind: str, source: str, about: str) -> bool:
    """Whether an item is of a kind and source, and holds a text."""
    words = " ".join(str(getattr(item, key)) for key in _SEARCHED).replace("_", " ").lower()
    return kind in ("", item.kind) and source in ("", item.source) and about.replace("_", " ").lower() in words


def _by_series(items: Iterable[Item]) -> Mapping[str, list[Item]]:
    found: defaultdict[str, list[Item]] = defaultdict(list)
    for item in items:
        if item.kind == OBSERVATION:
            found[item.source].append(item)
    return found


def _item_lines(item: Item) -> Iterator[str]:
    """Write an item in two lines: what it comes to, and who says so in which words."""
    against = f"contradicted by {', '.join(item.ties.against)}" if item.ties.against else ""
    facts = [item.figure or item.kind.replace("_", " "), item.sex, item.dates, item.quality, against]
    yield f"{item.id}: {'; '.join(fact for fact in facts if fact)}"
    if item.kind == OBSERVATION:
        yield f"    {item.says}: {item.topic}"
    else:
        yield f"    {item.says} ({item.source}, {item.locator}): {item.statement}"


def _series_lines(ledger: Ledger, series: Mapping[str, list[Item]]) -> Iterator[str]:
    """Write a series in two lines."""
    from tumen.trace.text import series_facts

    for name, rows in series.items():
        record = _record(ledger, name)
        contradicted = sum(bool(item.ties.against) for item in rows)
        more = f"; {contradicted} contradicted" if contradicted else ""
        facts, who = series_facts(record)
        yield f"{name}: {facts}{more}"
        yield f"    {who}" + (f": {record.measurement}" if record.measurement else "")


def _record(ledger: Ledger, series: str) -> SeriesRecord:
    from tumen.trace.ground import series_record

    return series_record(ledger.situation, series, ledger)


def _series_data(ledger: Ledger, series: str) -> dict[str, Any]:
    return asdict(_record(ledger, series))


def _sum(found: list[Item], series: Mapping[str, list[Item]], kept_out: int) -> Iterator[str]:
    """Count what was listed."""
    observations = sum(item.kind == OBSERVATION for item in found)
    where = f" in {len(series)} series" if series else ""
    yield f"{len(found) - observations} claims, {observations} observations{where}"
    if kept_out:
        more = "1 more claim is" if kept_out == 1 else f"{kept_out} more claims are"
        yield f"{more} kept out (section 9): `tumen evidence show` says only where they stand"


def _whole(ledger: Ledger, item: Item, uses: tuple[Usage, ...]) -> Iterator[str]:
    """Write all there is to say of an item."""
    if item.kept_out:
        yield f"{item.id}: {item.statement}"
        yield f"  stands in: {item.source}, {item.locator}"
        yield from (f"  contradicted: {item.id} | {other}" for other in item.ties.against)
        return
    observed = item.kind == OBSERVATION
    yield f"observation {item.id} of {item.source}: {item.figure}" if observed else f"{item.id}: {item.statement}"
    yield from (f"  {key}: {value}" for key, value in _facts(ledger, item).items() if value)
    for other in map(ledger.item, item.ties.against):
        yield f"  contradicted: {item.id} | {other.id}"
        yield from (f"    {_side(one)}" for one in (item, other))
    yield "  what becomes of it:" if uses else "  what becomes of it: nothing rests on it"
    yield from (f"    {_use(use)}" for use in uses)


def _facts(ledger: Ledger, item: Item) -> dict[str, str]:
    """Give what is known of an item, name and words; some may be empty."""
    observed = item.kind == OBSERVATION
    series = ledger.evidence.series.get(item.source) if observed else None
    return {
        "who says so": item.says,
        "stands in": item.title if observed else f"{item.title} ({item.source}), {item.locator}",
        "kind": item.kind.replace("_", " "),
        "about": "; ".join(x for x in (item.topic, item.sex, item.dates, item.place) if x),
        "figure": item.figure,
        "grade": item.grade,
        "how it is measured": series.measurement if series is not None else "",
        "could mislead": ", ".join(f"{key.replace('_', ' ')} {value}" for key, value in item.ratings.items()),
        "because": item.reason,
        "note": item.note,
        "root": _root(item),
    }


def _side(item: Item) -> str:
    """Write what one side of a contradiction says."""
    return f"{item.who}: {item.told}" + (f" [{item.figure}]" if item.statement and item.figure else "")


def _root(item: Item) -> str:
    """Say where an item comes from, and who else does."""
    via = f", via {' and '.join(item.ties.via)}" if item.ties.via else ""
    shown, more = item.ties.same_root[:_MOST_NAMED], len(item.ties.same_root) - _MOST_NAMED
    rest = f" and {more:,} more" if more > 0 else ""
    others = f"; one vote together with {', '.join(shown)}{rest}" if shown else ""
    return f"{item.ties.root}{via}{others}" if via or others else f"{item.ties.root}: its own"


def _use(use: Usage) -> str:
    return f"{use.kind} {use.name}: {use.how}" if use.name else f"{use.kind}: {use.how}"


def _item_data(ledger: Ledger, item: Item, uses: tuple[Usage, ...]) -> dict[str, Any]:
    """Give an item as plain values; of one that is kept out no more than where it stands and what contradicts it."""
    if item.kept_out:
        place = {"id": item.id, "source": item.source, "locator": item.locator, "statement": item.statement}
        return {**place, "contradictions": [{"id": other} for other in item.ties.against]}
    partners = [ledger.item(other) for other in item.ties.against]
    words = [{"id": x.id, "says": x.says, "told": x.told, "figure": x.figure} for x in partners]
    return {**asdict(item), "contradictions": words, "becomes": [asdict(use) for use in uses]}


def show_line(talk: Talk, line: str) -> None:
    """Print one line of text, with nothing in it that could disturb a terminal."""
    from tumen.trace.text import one_line

    talk.show(one_line(line))
