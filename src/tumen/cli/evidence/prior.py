"""``tumen evidence prior``: how claims become a prior, and how each changes it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

import typer

from tumen.cli.evidence.items import Name, show_line
from tumen.cli.output import Talk
from tumen.cli.run import FLAGSHIP
from tumen.cli.until import Until, hidden_data, read_known, show_hidden
from tumen.errors import UsageError

if TYPE_CHECKING:
    from tumen.trace.ledger import Ledger
    from tumen.trace.pools import OtherRules, PoolView, VoiceView, WithoutView

Pool = Annotated[str, typer.Argument(metavar="[POOL]", help="Only this pool.")]
Part = tuple["PoolView", "OtherRules"]


def prior(talk: Talk, name: Name = FLAGSHIP, pool: Pool = "", until: Until = "") -> None:
    """Print pooled priors: range, roots and their weights, who is left out, how each changes it."""
    from tumen.trace.ledger import Ledger

    situation = read_known(name, until)
    ledger = Ledger(situation)
    _check_pool(ledger, pool)
    show_hidden(talk, situation)
    found = {one: _parts(ledger, one) for one in situation.evidence.pools if pool in ("", one)}
    for parts in found.values():
        for line in _lines(parts):
            show_line(talk, line)
    if not found:
        show_line(talk, f"{situation.id} has no pools: its priors stand in its files as they are")
    talk.data({"pools": {one: _data(parts) for one, parts in found.items()}, "until": hidden_data(situation)})


def _check_pool(ledger: Ledger, name: str) -> None:
    """Stop at a name that no pool has.

    Raises:
        UsageError: T420.
    """
    from tumen.situation.findings import instead, shown

    pools = ledger.evidence.pools
    if name and name not in pools:
        where = f"situation {ledger.situation.id}"
        raise UsageError("T420", f"there is no pool {shown(name)}", where=where, remedy=instead(name, pools))


def _parts(ledger: Ledger, name: str) -> list[Part]:
    """Describe each camp of a pool that has a vote, then all of it."""
    from tumen.trace.pools import other_rules, pool_view

    pool = ledger.evidence.pools[name]
    voting = {m.camp for m in pool.members if m.role == "pool"}
    camps = [camp for camp in pool.camps if camp in voting]
    return [(pool_view(ledger, name, camp), other_rules(ledger, name, camp)) for camp in (*camps, "")]


def _data(parts: list[Part]) -> dict[str, Any]:
    """Give a pool as plain values, by camp; ``all`` is all camps together."""
    return {view.camp or "all": {**asdict(view), "other_rules": asdict(rules)} for view, rules in parts}


def _lines(parts: list[Part]) -> Iterator[str]:
    """Write a pool: what it is about, then each camp, then all camps together."""
    view = parts[0][0]
    yield f"{view.pool}: {view.title}"
    yield f"  what counts: {view.definition}"
    for one, rules in parts:
        yield from (f"  {line}" for line in _camp_lines(one, rules, several=len(parts) > 1))
    yield ""


def _camp_lines(view: PoolView, rules: OtherRules, *, several: bool) -> Iterator[str]:
    """Write one camp: its range before its median, then who makes it, then how each changes it."""
    from tumen.trace.pool_text import conflict_in_words, range_in_words, said_line

    who = f"camp {view.camp}" if view.camp else ("all camps together" if several else "all members")
    yield f"{who}: {range_in_words(view, view.range)} {view.unit} (90 % range, then median)"
    yield f"  used by: {'; '.join(view.used_by) or 'nothing; it is here to be compared'}"
    yield f"  {conflict_in_words(view)}"
    yield "  roots, each with one vote:"
    for voice in view.voices:
        yield from (f"    {line}" for line in _voice_lines(view, voice))
    for bound in view.bounds:
        yield f"  bounded, {bound.side} {amount_of(view, bound.value)} by root {bound.root}:"
        yield from (f"    {said_line(said)}" for said in bound.said)
    if view.silent:
        yield "  without a vote:"
        yield from (f"    {said_line(one.said)}: {one.why}" for one in view.silent)
    yield "  how each changes it: what the prior would be without this root"
    yield from (f"    {_without_line(view, one)}" for one in rules.without)
    others = {
        "random effects, the mean of all such roots": rules.random_effects,
        "log pool, where all leave room": rules.log_pool,
    }
    yield from (f"  by another rule ({rule}): {range_in_words(view, found)}" for rule, found in others.items())


def amount_of(view: PoolView, value: float | None) -> str:
    """Write a number of a pool."""
    from tumen.trace.pools import amount

    return amount(view, value)


def _voice_lines(view: PoolView, voice: VoiceView) -> Iterator[str]:
    from tumen.trace.pool_text import range_in_words, said_line
    from tumen.trace.pools import WIDENS
    from tumen.trace.words import percent

    yield f"{voice.root}: weight {percent(voice.weight)}; {range_in_words(view, voice.range)}"
    yield from (f"  {said_line(said)}" for said in voice.said)
    parts = sorted(voice.widened.items(), key=lambda part: -part[1])
    yield f"  as wide as that because of: {', '.join(f'{WIDENS[name]} {percent(share)}' for name, share in parts)}"


def _without_line(view: PoolView, one: WithoutView) -> str:
    from tumen.trace.pool_text import range_in_words

    if one.range is None:
        return f"{one.root}: nothing would be left"
    if one.shift is None or one.width is None:
        return f"{one.root}: {range_in_words(view, one.range)}"
    if view.support == "positive":
        moved = f"the median becomes {one.shift:.2f} times as high"
    else:
        moved = f"the median moves by {one.shift:+.2g}"
    return f"{one.root}: {range_in_words(view, one.range)}; {moved}, the range {one.width:.2f} times as wide"
