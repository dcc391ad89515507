"""What is hidden from a situation that is read as it was known by some day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

_COUNTED = ("sources", "claims", "observations", "undated", "timeline", "events", "years", "instruments")
_KEPT = ("anchors", "loops", "hindsight", "partly")
"""What is counted and named as well."""


@dataclass(frozen=True)
class Hidden:
    """What a situation may not see, because it came out or happened after a day; and what still rests on it.

    Attributes:
        until: The day: what was public on it, or before, may be seen.
        whole: Digest of the situation in which nothing is hidden.
        sources, claims, observations: Ids of what came out later.
        undated: Those sources and observations among them of which nobody says when they came out.
        timeline, events: Rows that begin later, or rest on nothing but what came out later.
        cut: Events that had begun and not ended: a step goes on, a ramp stays where it was on that day.
        years: ``parameter[year]`` of series that are not known yet.
        instruments: Those of law that were secret still, and all their norms.
        anchors: Those of which in some world nothing is known; the scale of each is drawn from its range.
        unused: Parameters that only hidden events used, and loops that only those carried.
        loops: Loops, and positions as ``switch=position``, that stay although all who name them came later.
        hindsight: Parameters, and anchors as ``world:anchor``, whose number stays although all that it rests on came
            out later.
        partly: Likewise, where a part of it did.
    """

    until: date
    whole: str
    sources: tuple[str, ...] = ()
    claims: tuple[str, ...] = ()
    observations: tuple[str, ...] = ()
    undated: tuple[str, ...] = ()
    timeline: tuple[str, ...] = ()
    events: tuple[str, ...] = ()
    cut: tuple[str, ...] = ()
    years: tuple[str, ...] = ()
    instruments: tuple[str, ...] = ()
    anchors: tuple[str, ...] = ()
    unused: tuple[str, ...] = ()
    loops: tuple[str, ...] = ()
    hindsight: tuple[str, ...] = ()
    partly: tuple[str, ...] = ()

    @property
    def counts(self) -> Mapping[str, int]:
        """How many of each kind are hidden, and how many numbers rest on what is."""
        counted: dict[str, int] = {name: len(getattr(self, name)) for name in _COUNTED}
        return counted | {name: len(getattr(self, name)) for name in _KEPT}

    def after(self, earlier: Hidden) -> Hidden:
        """Add what was hidden `earlier`, from the same situation and until some other day."""
        lists = [field.name for field in fields(self) if field.name not in ("until", "whole")]
        joined = {name: tuple(dict.fromkeys((*getattr(earlier, name), *getattr(self, name)))) for name in lists}
        gone = {*joined["events"], *joined["unused"], *joined["anchors"]}
        left = {name: _without(gone, joined[name]) for name in ("cut", "loops", "hindsight", "partly")}
        left["partly"] = _without({*left["hindsight"]}, left["partly"])
        return Hidden(min(self.until, earlier.until), earlier.whole, **joined | left)

    def as_dict(self) -> dict[str, Any]:
        """Give it as plain values that JSON can hold: counts of what is hidden, names of what that changes."""
        return {
            "day": self.until.isoformat(),
            "whole_digest": self.whole,
            "counts": dict(self.counts),
            **{name: list(getattr(self, name)) for name in ("cut", "unused", *_KEPT)},
        }


def _without(gone: set[str], names: tuple[str, ...]) -> tuple[str, ...]:
    """Leave names out; an anchor stands as ``world:anchor``."""
    return tuple(name for name in names if name not in gone and name.partition(":")[2] not in gone)
