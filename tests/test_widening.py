"""Adding a root never narrows the range that it lies outside of: in which sense, why, and up to where.

Ends are meant on the transformed scale, where a range of positive numbers is as wide as the ratio of its ends. Let n
old voices have the ends q05 and q95, and let the whole 90 % range of a new one, N(m, s), lie above q95; below is the
same. z is the normal quantile, w the largest standard deviation among the voices.

1. The upper end. Above x, the new pool has (n S(x) + T(x)) / (n + 1), S and T being the shares above x of the old pool
   and of the new voice. At its end this is 0.05; so there T <= 0.05 (n + 1), and the end is at m + s z(0.95 - 0.05 n)
   or beyond, while q95 <= m - 1.645 s. It moves outwards by s (1.645 + z(0.95 - 0.05 n)) or more.
2. The lower end moves inwards no further than to where the n old voices together have gained 0.05: from 0.05 n below it
   to 0.05 (n + 1). A voice that has u below the end gains Phi(z(u) + d / w) - u or more over a way d. This is concave
   in u, so with the sum of u given the gain is least where one voice has all of it, and d is at most
   w (z(0.05 (n + 1)) - z(0.05 n)).
3. So the range does not narrow where s / w is at least the second bracket over the first. Up to n = 13 that is 0.1242
   or less, and `SHARPEST` is 0.125.
4. Where the new voice is itself the widest, sharper ones may be widened to s / 8. Such a voice has Phi(z(u) + d / s) or
   more below the new end once d >= z(u) s / 7; since z(u) <= z(0.65) = 0.385, the way d of step 2 is long enough.

"""

import math
from dataclasses import replace

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy.optimize import brentq
from scipy.stats import norm

from bodies import MANY, NORMALS, ROLES, bodies, pool, tellings
from tumen.evidence.fits import Normal
from tumen.evidence.mixture import Edge, mixture
from tumen.evidence.voices import SHARPEST

Z95 = 1.6448536269514722  # 5 % above it
EDGE = 1e-7  # a fit to a moved figure is a little off: whoever is put at the very edge must not end up inside


def inwards(n):
    return norm.ppf(0.05 * (n + 1)) - norm.ppf(0.05 * n)


def outwards(n):
    return Z95 + norm.ppf(0.95 - 0.05 * n)


def test_the_floor_is_just_enough_for_fourteen_roots():
    assert all(SHARPEST * outwards(n) >= inwards(n) for n in range(1, 14))
    assert all(inwards(n) >= norm.ppf(0.65) / 7 for n in range(1, 14))
    assert SHARPEST * outwards(14) < inwards(14)
    assert inwards(1) / outwards(1) == pytest.approx(0.1242, abs=1e-4)


def span(of):
    """Give the ends of the 90 % range on the transformed scale."""
    return of.table.quantile(0.05), of.table.quantile(0.95)


def beside(told, links, *, new, side, gap):
    """Move a new figure until its voice, heard among the others, ends or begins `gap` beyond the range of the pool."""
    old = pool(*told, links=links)
    voice = next(v for v in pool(*told, new, links=links).voices if v.root == new.id)
    end = span(old)[1 if side > 0 else 0]
    factor = math.exp(end + side * (Z95 * voice.sigma + gap + EDGE) - voice.mu)
    moved = {name: x and x * factor for name, x in vars(new).items() if name in ("low", "best", "high")}
    return old, pool(*told, replace(new, **moved), links=links)


@given(
    made=bodies(most=11),
    new=tellings("N"),
    side=st.sampled_from([-1, 1]),
    gap=st.sampled_from([0.0, 0.0, 0.01, 0.5, 5.0]),
)
@settings(MANY, max_examples=150)
def test_a_root_never_narrows_the_range_that_it_lies_outside_of(made, new, *, side, gap):
    old, more = beside(*made, new=new, side=side, gap=gap)
    (low, high), (low_then, high_then) = span(old), span(more)
    voice = next(v for v in more.voices if v.root == "N")
    ends = voice.mu - Z95 * voice.sigma, voice.mu + Z95 * voice.sigma
    assert ends[0] >= high - 1e-8 if side > 0 else ends[1] <= low + 1e-8
    # The range itself.
    assert high_then - low_then >= high - low - 1e-8
    # The end beyond which it lies moves outwards, so the new range is never inside the old one.
    assert high_then > high if side > 0 else low_then < low
    # What the roots span.
    assert min(v.q05 for v in more.voices) <= min(v.q05 for v in old.voices) * (1 + 1e-9)
    assert max(v.q95 for v in more.voices) >= max(v.q95 for v in old.voices) * (1 - 1e-9)


@given(bodies(most=11, roles=ROLES), tellings("N"))
@MANY
def test_no_root_ever_narrows_what_the_roots_span(made, new):
    old, more = pool(*made[0], links=made[1]), pool(*made[0], new, links=made[1])
    assert min(v.q05 for v in more.voices) <= min(v.q05 for v in old.voices)
    assert max(v.q95 for v in more.voices) >= max(v.q95 for v in old.voices)


@st.composite
def hard_cases(draw):
    """Voices between SHARPEST and 1, one of them 1 wide: alone at the far end, in a heap, anywhere."""
    n = draw(st.integers(1, 13))
    widths = [1.0, *(draw(st.floats(SHARPEST, 1)) for _ in range(n - 1))]
    form = draw(st.sampled_from(["alone", "heap", "anywhere"]))
    spread = {"alone": 0.3, "heap": 0.3, "anywhere": 10.0}[form]
    middles = [-20.0 if form == "alone" else 0.0, *(draw(st.floats(-spread, spread)) for _ in range(n - 1))]
    return [Normal(m, w) for m, w in zip(middles, widths, strict=True)]


def reach(parts, edges=()):
    of = mixture(parts, edges)
    return of.quantile(0.05), of.quantile(0.95)


@given(hard_cases(), st.floats(SHARPEST, 1), st.sampled_from([-1, 1]))
@settings(MANY, max_examples=200)
def test_not_even_a_sharp_voice_at_the_very_edge_of_thirteen_others(parts, sigma, side):
    low, high = reach(parts)
    edge = high + Z95 * sigma if side > 0 else low - Z95 * sigma
    low_then, high_then = reach([*parts, Normal(edge, sigma)])
    assert high_then - low_then >= high - low - 1e-8


@given(hard_cases(), NORMALS)
@MANY
def test_who_reaches_beyond_an_end_never_pulls_it_in(parts, new):
    """This needs no floor and no whole range outside: beyond its end the old pool has 5 %, and the new voice more."""
    (low, high), (low_then, high_then) = reach(parts), reach([*parts, new])
    if new.mu + Z95 * new.sigma >= high:
        assert high_then >= high - 1e-8
    if new.mu - Z95 * new.sigma <= low:
        assert low_then <= low + 1e-8


def test_without_the_floor_a_sharp_voice_would_narrow_it():
    low, high = reach([Normal(0, 1)])
    for sigma, narrows in ((0.02, True), (0.1, True), (SHARPEST, False)):
        low_then, high_then = reach([Normal(0, 1), Normal(high + Z95 * sigma, sigma)])
        assert (high_then - low_then < high - low) == narrows


def test_where_roots_are_many_one_that_stands_alone_is_outvoted():
    """Why it cannot hold for any number of roots: of 19 each has 5.3 %, of 21 less than the 5 % beyond an end."""
    few = [Normal(-30, 1), *[Normal(0, 1)] * 18]
    old, more = reach(few), reach([*few, Normal(5, 1), Normal(5, 1)])
    assert old[0] < -25
    assert more[0] > -5
    assert more[1] > old[1]


@given(
    hard_cases(),
    st.floats(SHARPEST, 1),
    st.tuples(st.sampled_from([-1, 1]), st.floats(-4, 4), st.floats(0.15, 3)).map(lambda e: Edge(*e)),
)
@MANY
def test_with_a_bound_it_holds_where_bound_and_voice_together_are_not_too_sharp(parts, sigma, edge):
    """A factor Phi adds at most 1 / sigma² to the curvature of -log density and takes none away.

    So a voice behind a bound is spread no more than it was, and no less than a normal distribution with the summed
    precision (Caffarelli's contraction theorem, twice): the proof above goes through with these two widths.
    """
    assume(1 / sigma**2 + 1 / edge.sigma**2 <= 1 / SHARPEST**2)
    low, high = reach(parts, [edge])

    def begins(mu):
        return mixture([Normal(mu, sigma)], [edge]).quantile(0.05) - high

    assume(begins(high - 40) < 0 < begins(high + 80))
    new = Normal(brentq(begins, high - 40, high + 80, xtol=1e-10), sigma)
    low_then, high_then = reach([*parts, new], [edge])
    assert high_then - low_then >= high - low - 1e-7


def test_with_a_sharper_bound_it_can_narrow_by_a_little():
    """A ceiling as sharp as a register's under a wide voice: whatever lies above it is pressed down on its edge."""
    ceiling, wide = Edge(-1, 1.106, 0.115), Normal(0.415, 1.108)
    low, high = reach([wide], [ceiling])
    new = Normal(1.422, 0.154)
    assert mixture([new], [ceiling]).quantile(0.05) > high
    low_then, high_then = reach([wide, new], [ceiling])
    assert high_then > high
    assert 0.96 < (high_then - low_then) / (high - low) < 1
