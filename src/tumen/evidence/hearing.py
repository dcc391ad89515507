"""From the members of a pool to one statement for each root."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import astuple, dataclass, replace
from itertools import groupby

from scipy.special import ndtri

from tumen.evidence.body import Evidence
from tumen.evidence.fits import COVERAGE, Normal, Points, fit, natural, range_of
from tumen.evidence.records import Member, Pool, Quantity, Rating, Role, Support
from tumen.evidence.roots import relayed, roots_of, superseded
from tumen.evidence.units import convert
from tumen.evidence.voices import (
    METHOD_OF_GRADE,
    METHOD_OF_RISK,
    RISK_OF_GRADE,
    SHARPEST,
    SPREAD,
    TAU_BIAS,
    TAU_INDIRECT,
    Bound,
    Figure,
    Method,
    Side,
    Silent,
    Variance,
    Voice,
)

_Z = float(ndtri((1 + COVERAGE) / 2))


@dataclass(frozen=True)
class Statement:
    """What a root says by itself, before it is heard among others.

    Attributes:
        root: Id of an item.
        figures: What its members say, sorted.
        mu: Centre on the transformed scale.
        variance: Where its width comes from.
    """

    root: str
    figures: tuple[Figure, ...]
    mu: float
    variance: Variance


@dataclass(frozen=True)
class Hearing:
    """All that goes into a pool, or one camp of it.

    Attributes:
        quantity: What it is about.
        statements: By root.
        bounds: By root and side.
        silent: Members that do not count.
    """

    quantity: Quantity
    statements: tuple[Statement, ...]
    bounds: tuple[Bound, ...]
    silent: tuple[Silent, ...]

    def without(self, root: str) -> Hearing:
        """Give what is left when a root is not heard."""
        return replace(
            self,
            statements=tuple(s for s in self.statements if s.root != root),
            bounds=tuple(b for b in self.bounds if b.root != root),
        )


def heard(evidence: Evidence, pool: Pool, camp: str = "") -> Hearing:
    """Hear the members of a pool.

    Args:
        evidence: All of it: links decide on roots, assessments and grades on widths.
        pool: The pool.
        camp: One camp of it; empty for all members.
    """
    quantity = evidence.quantities[pool.quantity]
    members = [m for m in pool.members if not camp or m.camp in (camp, "")]
    members, silent = _counting(evidence, members, alone=bool(camp))
    root = roots_of(evidence)
    every: list[tuple[str, Role, Figure]] = [(root[m.item], m.role, _figure(evidence, quantity, m)) for m in members]
    every.sort()
    spoken_for = _spoken_for(every, _spoken_by(evidence, members))
    figures = [one for one in every if one[2].item not in spoken_for]
    statements: list[Statement] = []
    bounds: list[Bound] = []
    for (name, role), group in groupby(figures, key=lambda f: f[:2]):
        said = [figure for _, _, figure in group]
        if role == "pool":
            statements.append(_statement(name, said))
        else:
            side = "at_least" if role == "at_least" else "at_most"
            bounds.append(_bound(name, said, side=side, support=quantity.support))
    silent = sorted([*silent, *spoken_for.values()], key=lambda s: s.item)
    return Hearing(quantity, tuple(statements), tuple(bounds), tuple(silent))


def _counting(evidence: Evidence, members: Iterable[Member], *, alone: bool) -> tuple[list[Member], list[Silent]]:
    """Part members that count from those that do not; those kept out are not even named.

    A bound that one camp draws binds that camp where it is heard `alone`, and never the others.
    """
    silent: list[Silent] = []
    counting: list[Member] = []
    for member in sorted(members, key=lambda m: m.item):
        claim, observation = evidence.claims.get(member.item), evidence.observations.get(member.item)
        if claim is not None and claim.kept_out:
            continue
        if member.role == "out":
            silent.append(Silent(member.item, "out"))
        elif observation is not None and observation.grade == "D":
            silent.append(Silent(member.item, "grade"))
        elif member.camp and member.role != "pool" and not alone:
            silent.append(Silent(member.item, "camp"))
        else:
            counting.append(member)
    return counting, silent


def _spoken_by(evidence: Evidence, members: Iterable[Member]) -> dict[str, Silent]:
    """Give the members for which another speaks: a newer figure, or the one that they only repeat."""
    every = {m.item: m.role for m in members}
    told = relayed(evidence, [item for item, role in every.items() if role == "pool"])
    found = {item: Silent(item, "relays", by) for item, by in told.items()}
    return found | {item: Silent(item, "superseded", by) for item, by in superseded(evidence, every).items()}


def _spoken_for(figures: Iterable[tuple[str, Role, Figure]], spoken: Mapping[str, Silent]) -> dict[str, Silent]:
    """Give whoever does not speak for himself: with a member also those of its root who say the very same.

    So a claim that is told once more changes nothing, whichever claim it is.
    """
    same: dict[tuple[str, Role, float, Variance], list[str]] = {}
    for root, role, figure in figures:
        same.setdefault((root, role, figure.mu, figure.variance), []).append(figure.item)
    found: dict[str, Silent] = {}
    for items in same.values():
        others = [spoken[item] for item in items if item in spoken and spoken[item].by not in items]
        if others:
            first = min(others, key=lambda s: (s.reason, s.by))
            found |= {item: replace(first, item=item) for item in items}
    return found


def points_of(evidence: Evidence, item: str, unit: str) -> Points:
    """Give the figure of a claim or observation in `unit`."""
    claim = evidence.claims.get(item)
    if claim is not None:
        of, given = claim.unit, (claim.low, claim.best, claim.high)
    else:
        observation = evidence.observations[item]
        of, given = observation.unit, (observation.low, observation.value, observation.high)
    return Points(*(None if x is None else convert(x, of, unit) for x in given))


def figure_problem(evidence: Evidence, quantity: Quantity, member: Member) -> str:
    """Say why the figure of a member that counts can be no distribution or bound; empty if it can."""
    return _used(points_of(evidence, member.item, quantity.unit), member).problem(quantity.support)


def _used(points: Points, member: Member) -> Points:
    """Give of a figure what its role uses: of a bound, the end that binds."""
    if member.role == "pool" or not points.given:
        return points
    return Points(None, points.given[0 if member.role == "at_least" else -1], None)


def _standing(evidence: Evidence, item: str) -> tuple[Method, Rating]:
    """Give the class of method and the risk of bias of a claim or observation."""
    if item in evidence.claims:
        assessment = evidence.assessments.get(item)
        risk = assessment.risk_of_bias if assessment is not None else "high"
        return METHOD_OF_RISK[risk], risk
    grade = evidence.observations[item].grade or "C"
    return METHOD_OF_GRADE[grade], RISK_OF_GRADE[grade]


def _figure(evidence: Evidence, quantity: Quantity, member: Member) -> Figure:
    """Read the figure of a member: fitted, multiplied, and made as unsure as its ratings say.

    A bound gets no spread of its method: it is where somebody draws a line, and no estimate of the middle.

    Widths are relative: on the logarithmic scale they stand as they are, of a share they are those of its odds, and of
    a real number they are multiplied by its size.
    """
    found = fit(_used(points_of(evidence, member.item, quantity.unit), member), None, quantity.support)
    factor = math.log(member.times_low), math.log(member.times_high)
    shift, spread = sum(factor) / 2, (factor[1] - factor[0]) / (2 * _Z)
    if quantity.support == "real":
        found = Normal(found.mu * math.exp(shift), found.sigma * math.exp(shift))
        size, mu = math.hypot(found.mu, found.sigma), found.mu
    else:
        size, mu = 1.0, found.mu + shift
    method, risk = _standing(evidence, member.item)
    parts = {
        "stated": found.sigma,
        "method": 0.0 if found.sigma or member.role != "pool" else math.log(SPREAD[method]) * size,
        "times": spread * size,
        "bias": TAU_BIAS[risk] * size,
        "indirectness": TAU_INDIRECT[member.indirectness] * size,
    }
    variance = Variance(**{name: _rounded(sigma * sigma) for name, sigma in parts.items()})
    return Figure(_rounded(mu), variance, member.item)


def _rounded(x: float) -> float:
    """Round to 14 digits, so that one figure in two units is one figure."""
    return float(f"{x:.14g}")


def _statement(root: str, figures: Sequence[Figure]) -> Statement:
    """Make one distribution of what a root says: with the mean and variance of its distinct figures, in equal shares.

    A figure that is repeated does not count again. A root gets one normal distribution and no mixture, which would be
    several votes of less than one each: a part of a vote can be outvoted where a whole one cannot.
    """
    distinct = {(f.mu, f.variance.total): f for f in reversed(figures)}
    mu = _mean(f.mu for f in distinct.values())
    each = zip(*(astuple(f.variance) for f in distinct.values()), strict=True)
    variance = replace(Variance(*map(_mean, each)), repeats=_mean((f.mu - mu) ** 2 for f in distinct.values()))
    return Statement(root, tuple(figures), mu, variance)


def _mean(values: Iterable[float]) -> float:
    """Give the mean, the same in whatever order."""
    every = list(values)
    return math.fsum(every) / len(every)


def _bound(root: str, figures: Sequence[Figure], *, side: Side, support: Support) -> Bound:
    """Give the strictest of several bounds; of two at one place, the less sure."""
    sign = 1 if side == "at_least" else -1
    strictest = max(figures, key=lambda f: (sign * f.mu, f.variance.total))
    return Bound(
        root=root,
        items=tuple(sorted({f.item for f in figures})),
        side=side,
        value=natural(strictest.mu, support),
        mu=strictest.mu,
        sigma=math.sqrt(strictest.variance.total),
        variance=strictest.variance,
    )


def voices_of(statements: Sequence[Statement], support: Support) -> tuple[Voice, ...]:
    """Let statements be heard together: one equal vote each, and none sharper than `SHARPEST` allows."""
    widest = max((s.variance.total for s in statements), default=0.0)
    least = SHARPEST**2 * widest
    return tuple(_voice(s, 1 / len(statements), least, support=support) for s in statements)


def _voice(statement: Statement, weight: float, least: float, *, support: Support) -> Voice:
    own = statement.variance
    variance = replace(own, floor=max(0.0, least - own.total))
    sigma = math.sqrt(max(own.total, least))
    ends = range_of(statement.mu, sigma, support)
    return Voice(
        root=statement.root,
        figures=statement.figures,
        weight=weight,
        mu=statement.mu,
        sigma=sigma,
        variance=variance,
        q05=ends.q05,
        q50=ends.q50,
        q95=ends.q95,
    )
