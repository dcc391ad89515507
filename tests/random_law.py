"""Laws made by chance: all that a law can say, in a few weeks and among a few groups."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random
from typing import Any as Anything

import law_of
from tumen.law.body import Law
from tumen.law.norms import LegalException
from tumen.law.positions import Stance
from tumen.law.predicates import (
    THRESHOLD,
    All,
    Any,
    AtLeast,
    Between,
    Holds,
    InPlace,
    InStatus,
    Not,
    Only,
    Predicate,
    Share,
)
from tumen.law.subjects import People, Subject

FIRST = date(1960, 2, 20)
DAYS = 24
LEVELS = ("none", "custody", "camp", "death")
VALUES = {"class": ("core", "wavering", "hostile"), "sex": ("woman", "man")}
INSIDE = {"town": ("town", "province", "china"), "mission": ("mission", "china"), "home": ("home",)}


def day(rng: Random) -> date | None:
    return None if rng.random() < 0.5 else FIRST + timedelta(days=rng.randrange(-3, DAYS + 3))


def span(rng: Random) -> dict[str, date | None]:
    """Give a stretch of time, half of them open; now and then one that ends before it starts, which is never."""
    if rng.random() < 0.5:
        return {"first": None, "last": None}
    first, last = day(rng), day(rng)
    swap = first is not None and last is not None and last < first and rng.random() < 0.9
    return {"first": last, "last": first} if swap else {"first": first, "last": last}


class Maker:
    """Makes one law; each sort of thing may refer to those made before it only."""

    def __init__(self, seed: int) -> None:
        self.rng = Random(seed)
        self.leaves = ["only", "status", "place", "between"]

    def some(self, of: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(one for one in of if self.rng.random() < 0.5) or (self.rng.choice(of),)

    def predicate(self, depth: int = 2) -> Predicate:
        kind = self.rng.choice(["all", "any", "not", *self.leaves]) if depth else self.rng.choice(self.leaves)
        if kind in ("all", "any"):
            parts = tuple(self.predicate(depth - 1) for _ in range(self.rng.choice([0, 1, 2, 2, 2, 3])))
            return All(parts) if kind == "all" else Any(parts)
        return Not(self.predicate(depth - 1)) if kind == "not" else self.leaf(kind)

    def leaf(self, kind: str) -> Predicate:
        if kind == "only":
            return Only({name: self.some(VALUES[name]) for name in self.some(tuple(VALUES))})
        if kind == "status":
            return InStatus(self.some(("out", "held", "home")))
        if kind == "place":
            return InPlace(self.some(("town", "province", "china", "mission", "home")))
        if kind == "fact":
            return AtLeast("punishment", self.rng.choice([*LEVELS, THRESHOLD, THRESHOLD]))
        made: dict[str, Anything] = {"share": Share("political"), "between": Between(**span(self.rng))}
        return made.get(kind) or Holds(kind)

    def law(self) -> Law:
        rng = self.rng
        bounds = rng.choices([(0.0, 0.0), (1.0, 1.0), (0.0, 1.0)], k=rng.randrange(3))
        share = law_of.share(*(law_of.share_stretch(*b, scope=self.predicate(1), **span(rng)) for b in bounds))
        self.leaves.append("share")
        said = rng.choices(LEVELS, k=rng.randrange(4))
        fact = law_of.fact(*(law_of.stretch(one, scope=self.predicate(1), **span(rng)) for one in said))
        self.leaves.append("fact")
        readings = [law_of.reading(f"Q{n}", self.predicate(1), "refugee") for n in range(rng.randrange(4))]
        self.leaves.append("refugee")
        readings += [law_of.reading(f"T{n}", self.predicate(1), "trafficked") for n in range(rng.randrange(3))]
        self.leaves.append("trafficked")
        norms = [self.norm(n) for n in range(4)]
        names = [one.id for one in readings]
        positions = [self.position(f"p{n}", names, len(norms)) for n in range(rng.choice([0, 1, 2, 3]))]
        instruments = [self.instrument(name) for name in ("a", "b")]
        return law_of.law(share, fact, *readings, *norms, *positions, *instruments)

    def instrument(self, name: str) -> Anything:
        rng = self.rng
        kinds = rng.choices(
            ["party", "party", "party", "custom", "unverified", "signatory", "non_party"], k=rng.randrange(2, 6)
        )
        members = [
            law_of.member(rng.choice("xy"), bindingness=k, disputed=rng.choice(["", "", "", "late"]), **span(rng))
            for k in kinds
        ]
        excluded = [law_of.reservation(rng.choice("xy"), f"n{rng.randrange(4)}")] if rng.random() < 0.2 else []
        lasts = {"adopted": day(rng), "in_force": day(rng) if rng.random() < 0.4 else law_of.FIRST}
        return law_of.instrument(name, binds=members, ended=span(rng)["last"], reservations=tuple(excluded), **lasts)

    def norm(self, number: int) -> Anything:
        rng = self.rng
        scopes = [None if rng.random() < 0.2 else self.predicate(1) for _ in range(rng.choice([0, 0, 0, 1, 2]))]
        return law_of.norm(
            f"n{number}",
            rng.choice("ab"),
            modality=rng.choice([*3 * ["prohibition"], "obligation", "permission", "right", "immunity"]),
            action=rng.choice(["return", "return", "leave"]),
            bearers=self.some(("x", "y")),
            scope=self.predicate() if rng.random() < 0.6 else All(()),
            exceptions=tuple(LegalException(f"e{n}", "", s, law_of.claim()) for n, s in enumerate(scopes)),
            disputed="doubted" if rng.random() < 0.2 else "",
            needs_act=rng.random() < 0.3,
            implements=(f"n{rng.randrange(4)}",) if rng.random() < 0.3 else (),
            **span(rng),
        )

    def position(self, name: str, readings: list[str], norms: int) -> Anything:
        rng = self.rng
        held: list[Stance] = [
            law_of.stance(f"n{n}", rng.choice(["yes", "no", "contested"])) for n in range(norms) if rng.random() < 0.25
        ]
        return law_of.position(name, *(one for one in readings if rng.random() < 0.4), stances=held)

    def people(self, count: int = 5) -> People:
        return People(tuple(self.subject() for _ in range(count)), INSIDE)

    def subject(self) -> Subject:
        told = {name: self.rng.choice(values) for name, values in VALUES.items() if self.rng.random() < 0.7}
        place = self.rng.choice(["town", "mission", "home", "home", "field", ""])
        return Subject(tuple(sorted(told.items())), self.rng.choice(["out", "held", "home", ""]), place)
