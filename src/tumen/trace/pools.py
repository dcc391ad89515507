"""How a prior is pooled, in a form that can be printed: roots, weights, what widens each, who contradicts whom."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass

from tumen.evidence.fits import Range
from tumen.evidence.pooling import Pooled, pooled
from tumen.evidence.sensitivity import LeftOut, leave_one_out, log_pool, random_effects
from tumen.evidence.voices import Bound, Silent, Voice
from tumen.trace.ledger import Ledger
from tumen.trace.withholding import counts, limit_for
from tumen.trace.words import about

WIDENS = {
    "stated": "its own range",
    "method": "no range of its own",
    "times": "brought to the date and place",
    "bias": "risk of bias",
    "indirectness": "distance to the question",
    "repeats": "figures of one root differ",
    "floor": "none may be far surer than the rest",
}
"""What can widen a voice, in words."""
_SILENT = {
    "grade": "grade D: hearsay never has a vote",
    "superseded": "superseded by {by}",
    "relays": "repeats {by}",
    "camp": "binds its own camp only",
}
_SIDES = {"at_least": "at least", "at_most": "at most"}


@dataclass(frozen=True)
class RangeView:
    """A 90 % range and its median, in the unit of the quantity; None where a small count is withheld."""

    low: float | None
    median: float | None
    high: float | None


@dataclass(frozen=True)
class Said:
    """What one member says: its id, who says so, its figure with its period, and how good it is."""

    item: str
    says: str
    figure: str
    dates: str
    quality: str


@dataclass(frozen=True)
class VoiceView:
    """One root of a pool.

    Attributes:
        root: Its name.
        who: Who says so, at the root.
        said: The members of the pool that come from it.
        weight: Its share of the pool.
        range: What it says by itself, widened.
        widened: What its width comes from → share of its variance; see `WIDENS`.
    """

    root: str
    who: str
    said: tuple[Said, ...]
    weight: float
    range: RangeView
    widened: Mapping[str, float]


@dataclass(frozen=True)
class BoundView:
    """A bound from one side: ``at least`` or ``at most`` which figure, and who says so."""

    root: str
    who: str
    said: tuple[Said, ...]
    side: str
    value: float | None


@dataclass(frozen=True)
class SilentView:
    """A member that does not count, and why."""

    said: Said
    why: str


@dataclass(frozen=True)
class PoolView:
    """A pool, or one camp of it, as a prior.

    Attributes:
        pool, title, date: As in ``pools.toml``.
        camp: One camp of it; empty for all.
        quantity: Title of the quantity.
        definition: What counts and what does not.
        unit: In which figures are compared.
        support: ``positive``, ``share`` or ``real``.
        range: The prior.
        voices: The roots that have a vote.
        bounds: Those that bound it from one side.
        silent: Members that do not count.
        pairs: Members that count and contradict each other.
        overlap: Smallest overlap of two figures of different roots, as a share of the shorter 90 % range.
        between_within: Variance between voices over that within them.
        apart: The two items that overlap least.
        contested: Whether the voices are in conflict.
        used_by: Anchors and worlds that stand on it.
    """

    pool: str
    title: str
    date: str
    camp: str
    quantity: str
    definition: str
    unit: str
    support: str
    range: RangeView
    voices: tuple[VoiceView, ...]
    bounds: tuple[BoundView, ...]
    silent: tuple[SilentView, ...]
    pairs: tuple[tuple[str, str], ...]
    overlap: float
    between_within: float
    apart: tuple[str, ...]
    contested: bool
    used_by: tuple[str, ...]


@dataclass(frozen=True)
class WithoutView:
    """A pool without one root.

    Attributes:
        root: Its name.
        weight: Its share of the pool.
        range: Of what is left; None where nothing is.
        shift: What becomes of the median: a factor for positive numbers, else a difference; None likewise, and where a
            part of the range is a small count that is withheld.
        width: Factor by which the 90 % range widens, on the scale on which it is pooled; None likewise.
    """

    root: str
    weight: float
    range: RangeView | None
    shift: float | None
    width: float | None


@dataclass(frozen=True)
class OtherRules:
    """What a pool would be by another rule: none of them makes a prior.

    Attributes:
        without: Without each of its roots.
        random_effects: What all such voices would say in the mean.
        log_pool: By the geometric mean of their densities.
    """

    without: tuple[WithoutView, ...]
    random_effects: RangeView
    log_pool: RangeView


def pool_view(ledger: Ledger, name: str, camp: str = "") -> PoolView:
    """Describe a pool, or one camp of it, as a prior."""
    evidence = ledger.evidence
    pool, found = evidence.pools[name], pooled(evidence, name, camp)
    quantity = evidence.quantities[pool.quantity]
    counting = {item for one in (*found.voices, *found.bounds) for item in one.items}
    return PoolView(
        pool=name,
        title=pool.title,
        date=pool.date,
        camp=camp,
        quantity=quantity.title,
        definition=quantity.definition,
        unit=quantity.unit,
        support=quantity.support,
        range=_range(ledger, found.range, found.unit),
        voices=tuple(_voice(ledger, voice, found) for voice in found.voices),
        bounds=tuple(_bound(ledger, bound, found.unit) for bound in found.bounds),
        silent=tuple(_silent(ledger, one, name) for one in found.silent),
        pairs=tuple(pair for pair in ledger.contradictions if counting.issuperset(pair)),
        overlap=found.conflict.overlap,
        between_within=found.conflict.between_within,
        apart=found.conflict.apart,
        contested=found.conflict.contested,
        used_by=tuple(_users(ledger, name, camp)),
    )


def other_rules(ledger: Ledger, name: str, camp: str = "") -> OtherRules:
    """Say what a pool would be without each of its roots, and by other rules."""
    found = pooled(ledger.evidence, name, camp)
    return OtherRules(
        tuple(_without(ledger, one, found.unit) for one in leave_one_out(ledger.evidence, name, camp)),
        _range(ledger, random_effects(found).mean, found.unit),
        _range(ledger, log_pool(found).range, found.unit),
    )


def amount(view: PoolView, value: float | None) -> str:
    """Write a number of a pool; a small count that is withheld says so."""
    return "a small count" if value is None else about(value)


def _voice(ledger: Ledger, voice: Voice, found: Pooled) -> VoiceView:
    total = voice.variance.total
    widened = {name: part / total for name, part in asdict(voice.variance).items() if part > 0 and total}
    said = _said(ledger, voice.items)
    hidden = any(item in ledger.withheld for item in voice.items)
    own = RangeView(None, None, None) if hidden else _range(ledger, Range(voice.q05, voice.q50, voice.q95), found.unit)
    return VoiceView(voice.root, ledger.item(voice.root).says, said, voice.weight, own, widened)


def _bound(ledger: Ledger, bound: Bound, unit: str) -> BoundView:
    said, value = _said(ledger, bound.items), _shown(ledger, bound.value, unit)
    who = "; ".join(dict.fromkeys(one.says for one in said))
    return BoundView(bound.root, who, said, _SIDES[bound.side], value)


def _said(ledger: Ledger, items: Iterable[str]) -> tuple[Said, ...]:
    described = (ledger.item(name) for name in items)
    return tuple(Said(x.id, x.says, x.figure, x.dates, x.quality) for x in described)


def _silent(ledger: Ledger, one: Silent, pool: str) -> SilentView:
    note = next(m.note for m in ledger.evidence.pools[pool].members if m.item == one.item)
    why = note if one.reason == "out" else _SILENT[one.reason].format(by=one.by)
    return SilentView(_said(ledger, (one.item,))[0], why)


def _without(ledger: Ledger, one: LeftOut, unit: str) -> WithoutView:
    rest = None if one.without is None else _range(ledger, one.without, unit)
    if rest is not None and None in (rest.low, rest.median, rest.high):
        return WithoutView(one.root, one.weight, rest, None, None)  # the shift would give the median away
    return WithoutView(one.root, one.weight, rest, one.shift, one.width)


def _range(ledger: Ledger, found: Range, unit: str) -> RangeView:
    return RangeView(*(_shown(ledger, x, unit) for x in (found.q05, found.q50, found.q95)))


def _shown(ledger: Ledger, value: float, unit: str) -> float | None:
    """Withhold a small count of people."""
    small = counts(unit) and value < limit_for(ledger.situation.people_in_hiding)
    return None if small else value


def _users(ledger: Ledger, name: str, camp: str) -> Iterable[str]:
    """Name the anchors that stand on a pool, and the worlds in which they do."""
    for anchor in ledger.situation.anchors:
        priors = {world.id: world.anchors[anchor] for world in ledger.situation.worlds.values()}
        worlds = [world for world, prior in priors.items() if (prior.pool, prior.camp) == (name, camp)]
        if worlds:
            where = "every world" if len(worlds) == len(priors) > 1 else f"world {', '.join(worlds)}"
            yield f"anchor {anchor} in {where}"
