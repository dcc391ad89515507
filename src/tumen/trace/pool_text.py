"""A pooled prior as lines of text: who has a vote, who bounds it, who is left out, who contradicts whom."""

from __future__ import annotations

from collections.abc import Iterator

from tumen.evidence.pooling import BETWEEN_WITHIN, OVERLAP
from tumen.trace.pools import PoolView, RangeView, Said, amount
from tumen.trace.words import percent


def pool_lines(view: PoolView) -> Iterator[str]:
    """Write who has a vote in a pooled prior, who bounds it, who is left out, and who contradicts whom."""
    roots = "1 independent root" if len(view.voices) == 1 else f"{len(view.voices)} independent roots"
    yield f"median {amount(view, view.range.median)}; {roots} with {_each(view)}; {contest(view)}"
    for voice in view.voices:
        yield f"root {voice.root}, weight {percent(voice.weight)}: {range_in_words(view, voice.range)}"
        yield from (f"  {said_line(said)}" for said in voice.said)
    for bound in view.bounds:
        yield f"{bound.side} {amount(view, bound.value)}, root {bound.root}"
        yield from (f"  {said_line(said)}" for said in bound.said)
    yield from (f"left out {said_line(one.said)}: {one.why}" for one in view.silent)
    figures = {said.item: said.figure for one in (*view.voices, *view.bounds) for said in one.said}
    yield from (f"against each other: {a}, {figures[a]} | {b}, {figures[b]}" for a, b in view.pairs)


def range_in_words(view: PoolView, found: RangeView) -> str:
    """Write a 90 % range of a pool, and its median behind it."""
    low, median, high = (amount(view, x) for x in (found.low, found.median, found.high))
    return f"{low} to {high}, median {median}"


def said_line(said: Said) -> str:
    """Write what one member of a pool says."""
    facts = ", ".join(fact for fact in (said.dates, said.quality) if fact)
    return f"{said.item} ({said.says}): {said.figure}" + (f" ({facts})" if facts else "")


def contest(view: PoolView) -> str:
    """Say whether the roots of a pool contradict each other, and how far."""
    if not view.apart:
        return "one voice alone"
    measure = f"overlap {percent(view.overlap)}, between/within {view.between_within:.1f}"
    return f"{'contested' if view.contested else 'not contested'} ({measure})"


def conflict_in_words(view: PoolView) -> str:
    """Say in a sentence whether the roots of a pool contradict each other."""
    if not view.apart:
        return "one root speaks alone: there is nothing to compare it with"
    a, b = view.apart
    verdict = "contested" if view.contested else "not contested"
    shared = f"{percent(view.overlap)} of the shorter one (contested under {percent(OVERLAP)})"
    apart = f"{view.between_within:.1f} times as much as each allows for itself (contested over {BETWEEN_WITHIN:.0f})"
    return f"{verdict}: the 90 % ranges of {a} and {b} share {shared}; the roots differ {apart}"


def _each(view: PoolView) -> str:
    return "the whole vote" if len(view.voices) == 1 else "one vote each"
