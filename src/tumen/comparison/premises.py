"""Disputed premises as a part of the future: which position each draw takes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import count
from math import sqrt

import numpy as np

from tumen.situation import Situation
from tumen.streams import Kind, address, uniforms

Positions = tuple[tuple[str, str], ...]
"""Loop or switch and its position, sorted by name."""


def premises(situation: Situation) -> dict[str, tuple[str, ...]]:
    """Give the loops whose sign is disputed and all switches, with their positions; no thought experiments.

    Args:
        situation: Whose.
    """
    disputed = (loop for loop in situation.loops.values() if loop.sign == "disputed" and not loop.thought_experiment)
    loops = {loop.id: ("on", "off") for loop in disputed}
    return loops | {switch.id: tuple(switch.positions) for switch in situation.switches.values()}


def positions_of(
    situation: Situation, draws: int, *, seed: int, held: Mapping[str, str] | None = None
) -> tuple[Positions, ...]:
    """Give each draw a position of each premise, ``[draw]``.

    Positions are a design and no belief: each is taken by about as many draws as any other, and so is each pair. Draw d
    takes position ⌊k·frac(s + d·√p)⌋ of k, with a prime p for each premise (Weyl's sequence; Niederreiter, Bulletin of
    the AMS 84, 1978) and a start s addressed by its name. More draws leave those before as they are.

    Args:
        situation: Whose premises.
        draws: How many.
        seed: Of the study.
        held: Loop or switch → position that all draws take.
    """
    held = held or {}
    free = {name: choices for name, choices in premises(situation).items() if name not in held}
    starts = _starts(tuple(free), seed)
    found: list[Positions] = []
    for draw in range(draws):
        places = {n: (start + draw * sqrt(p)) % 1.0 for (n, start), p in zip(starts.items(), _primes(), strict=False)}
        chosen = {name: free[name][int(len(free[name]) * place)] for name, place in places.items()}
        found.append(tuple(sorted({**chosen, **held}.items())))
    return tuple(found)


def _starts(names: tuple[str, ...], seed: int) -> dict[str, float]:
    addresses = np.array([address("premise", name) for name in names], dtype=np.uint64)
    return dict(zip(names, uniforms(addresses, step=0, future=0, seed=seed, kind=Kind.PARAMETER), strict=True))


def _primes() -> Iterator[int]:
    found: list[int] = []
    for candidate in count(2):
        if all(candidate % prime for prime in found):
            found.append(candidate)
            yield candidate
