"""Pools: by hand, against slow twins, and what must hold of every pool that the method can make."""

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.integrate import quad
from scipy.optimize import brentq
from scipy.special import log_ndtr
from scipy.stats import norm

from bodies import MANY, NORMALS, ROLES, Told, bodies, body, pool
from tumen.evidence import AnchorPrior, Prior
from tumen.evidence.fits import Normal
from tumen.evidence.hearing import figure_problem
from tumen.evidence.mixture import Edge, mixture
from tumen.evidence.pooling import BETWEEN_WITHIN, OVERLAP, prior_of
from tumen.evidence.voices import SHARPEST, SPREAD, TAU_BIAS, TAU_INDIRECT

Z80, Z95 = 1.2815515655446004, 1.6448536269514722  # 10 and 5 % above them
LN2, LN3 = 0.6931471805599453, 1.0986122886681098

SURVEY = Told("O1", 50_000, None, 150_000, grade="B")
NGO = Told("C1", best=300_000, risk="high")


def only(*told, **about):
    (voice,) = pool(*told, **about).voices
    return voice


def numbers(of):
    """All numbers of a pool, without the names of who says what."""
    said = [(v.weight, v.mu, v.sigma, v.variance, v.q05, v.q50, v.q95) for v in of.voices]
    bounds = [(b.side, b.mu, b.sigma, b.variance) for b in of.bounds]
    conflict = (of.conflict.overlap, of.conflict.between_within, of.conflict.contested)
    return sorted(said), sorted(bounds), conflict, of.table


# ---- one voice, by hand -----------------------------------------------------------------------------------------


def test_a_survey_with_a_range():
    # Two ends, 80 %: mu = ln(86,602.5) = 11.369084, stated sigma 1.098612 / 2.563103 = 0.428626, squared 0.183720.
    # Grade B adds 0.3² = 0.09: sigma² 0.273720, sigma 0.523183. 90 %: 86,602.5 times exp(± 0.860559).
    voice = only(SURVEY)
    assert voice.variance.stated == pytest.approx(0.183720, abs=1e-6)
    assert voice.variance.bias == pytest.approx(0.09)
    assert (voice.mu, voice.sigma) == pytest.approx((11.369084, 0.523183), abs=1e-6)
    assert (voice.q05, voice.q50, voice.q95) == pytest.approx((36_626.4, 86_602.5, 204_770.1), abs=0.1)
    assert (voice.root, voice.items, voice.weight) == ("O1", ("O1",), 1.0)


@pytest.mark.parametrize(
    ("told", "spread", "tau"),
    [
        (Told("O", best=500, grade="A"), 1.1, 0.05),
        (Told("O", best=500, grade="B"), 1.3, 0.3),
        (Told("O", best=500, grade="C"), 2.0, 0.5),
        (Told("C", best=500, risk="low"), 1.3, 0.05),
        (Told("C", best=500, risk="some"), 2.0, 0.3),
        (Told("C", best=500, risk="high"), 3.0, 0.5),
        (Told("C", best=500), 3.0, 0.5),  # nobody assessed it
    ],
)
def test_a_bare_figure_is_as_wide_as_its_method(told, spread, tau):
    voice = only(told)
    assert voice.q50 == pytest.approx(500)
    assert voice.variance.method == pytest.approx(math.log(spread) ** 2)
    assert voice.sigma**2 == pytest.approx(math.log(spread) ** 2 + tau**2)


def test_a_range_from_one_to_two_times_a_figure():
    # 6,300 people, multiplied by 1 to 2: centre 6,300 x 1.414214 = 8,909.5. Variance of the factor:
    # (0.693147 / 2.563103)² = 0.073134; of a bare figure of a survey ln(1.3)² = 0.068835; of grade B 0.09.
    voice = only(Told("O", best=6_300, grade="B", times=(1, 2)))
    assert voice.q50 == pytest.approx(8_909.545, abs=1e-3)
    assert voice.variance.times == pytest.approx(0.073134, abs=1e-6)
    assert voice.sigma**2 == pytest.approx(0.073134 + 0.068835 + 0.09, abs=1e-6)


def test_of_a_share_the_odds_are_multiplied():
    # 50 % has odds 1, the factor 1 to 4 has the middle 2: odds 2, a share of two thirds.
    voice = only(Told("O", best=0.5, grade="B", times=(1, 4), unit="share"), unit="share", support="share")
    assert voice.q50 == pytest.approx(2 / 3)
    assert voice.variance.times == pytest.approx((2 * LN2 / (2 * Z80)) ** 2)
    assert voice.variance.method == pytest.approx(math.log(1.3) ** 2)
    # One standard deviation of the method about one half is 43 to 57 %, as the table of spreads says.
    assert [odds / (1 + odds) for odds in (1 / 1.3, 1.3)] == pytest.approx([0.435, 0.565], abs=1e-3)


def test_of_a_real_number_widths_are_relative_to_its_size():
    # -20, multiplied by 2 to 2: -40; method 40 ln(1.3), bias 40 x 0.3.
    voice = only(Told("O", best=-20, grade="B", times=(2, 2), unit="index"), unit="index", support="real")
    assert voice.q50 == pytest.approx(-40)
    assert voice.sigma == pytest.approx(40 * math.hypot(math.log(1.3), 0.3))


def test_figures_are_brought_to_the_unit_of_the_quantity():
    months = only(Told("O", 24, 36, 48, unit="months", grade="B"), unit="years")
    years = only(Told("O", 2, 3, 4, unit="years", grade="B"), unit="years")
    assert months == years


def test_distance_widens():
    widths = [only(replace(SURVEY, indirectness=rating)).variance for rating in ("low", "some", "high")]
    assert [w.indirectness for w in widths] == pytest.approx([0, 0.09, 0.25])
    assert widths[2].total == pytest.approx(0.183720 + 0.09 + 0.25, abs=1e-6)


def test_worse_ratings_never_say_more():
    for table in (TAU_BIAS, TAU_INDIRECT):
        assert table["low"] < table["some"] < table["high"]
    assert SPREAD["register"] < SPREAD["survey"] < SPREAD["informant"] < SPREAD["guess"]


# ---- several voices, by hand ------------------------------------------------------------------------------------

# 40,000 to 160,000 and 160,000 to 640,000, grade B: stated sigma ln(4) / 2.563103 = 0.540866, squared 0.292536;
# with 0.09, 0.382536: sigma 0.618495. Centres 80,000 and 320,000, ln(4) = 1.386294 apart.
LOWER, UPPER = Told("O1", 40_000, None, 160_000, grade="B"), Told("O2", 160_000, None, 640_000, grade="B")


def test_two_surveys_that_mirror_each_other():
    of = pool(LOWER, UPPER)
    assert [v.weight for v in of.voices] == [0.5, 0.5]
    assert [v.sigma for v in of.voices] == pytest.approx([0.618495, 0.618495], abs=1e-6)
    assert of.quantile(0.5) == pytest.approx(160_000, rel=1e-9)
    # 95 %: 0.5 Phi((t - 11.289782) / 0.618495) + 0.5 Phi((t - 12.676076) / 0.618495) = 0.95 at t = 13.469458.
    assert of.range.q95 == pytest.approx(707_475, abs=1)
    assert of.range.q05 == pytest.approx(160_000**2 / of.range.q95)
    assert of.cdf(320_000) == pytest.approx(0.5 * norm.cdf(2 * LN2 / 0.6184946) + 0.25, abs=1e-7)


def test_they_are_in_conflict():
    # At their word, sigma 0.540866: 90 % ranges are 1.779290 long and share 1.779290 - 1.386294, 0.2209 of it.
    # Between: (1.386294 / 2)² = 0.480453; within 0.382536; ratio 1.2560.
    conflict = pool(LOWER, UPPER).conflict
    assert conflict.overlap == pytest.approx(0.2209, abs=1e-4)
    assert conflict.between_within == pytest.approx(1.2560, abs=1e-4)
    assert conflict.contested
    assert conflict.apart == ("O1", "O2")


def test_half_as_far_apart_they_are_not():
    conflict = pool(LOWER, Told("O2", 80_000, None, 320_000, grade="B")).conflict
    assert conflict.overlap == pytest.approx((1.779290 - LN2) / 1.779290, abs=1e-6)
    assert conflict.overlap > OVERLAP
    assert conflict.between_within < BETWEEN_WITHIN
    assert not conflict.contested


def test_one_root_is_in_conflict_with_nobody():
    of = pool(LOWER, UPPER, links=[("O1", "same_root", "O2")])
    assert (of.conflict.overlap, of.conflict.apart, of.conflict.contested) == (1.0, (), False)


def test_our_doubts_do_not_make_two_people_agree():
    doubted = [Told("C1", 40_000, None, 160_000, risk="high"), Told("C2", 160_000, None, 640_000, risk="high")]
    assert pool(*doubted).conflict.overlap == pytest.approx(0.2209, abs=1e-4)
    assert pool(*doubted).conflict.contested


def test_who_repeats_vaguely_does_not_settle_a_disagreement():
    vague = Told("C1", 10_000, None, 500_000, risk="some")
    of = pool(LOWER, UPPER, vague, links=[("C1", "same_root", "O2")])
    assert of.conflict.apart == ("O1", "O2")
    assert of.conflict.contested


def test_figures_of_one_root_share_one_vote():
    # Centres 80,000 and 320,000: mean 160,000; variance 0.382536 within and 0.480453 between.
    voice = only(LOWER, UPPER, links=[("O1", "same_root", "O2")])
    assert (voice.root, voice.items, voice.weight) == ("O1", ("O1", "O2"), 1.0)
    assert voice.q50 == pytest.approx(160_000)
    assert voice.variance.repeats == pytest.approx(LN2**2)
    assert voice.sigma**2 == pytest.approx(0.382536 + LN2**2, abs=1e-6)


def test_who_derives_from_a_member_is_silent_and_one_from_elsewhere_is_not():
    links = [("O2", "derives_from", "O3"), ("O3", "derives_from", "O1")]
    of = pool(LOWER, UPPER, links=links[:1])
    assert (of.silent, len(of.voices)) == ((), 2)
    chain = pool(LOWER, UPPER, replace(UPPER, id="O3", role="out"), links=links)
    assert [(s.item, s.reason, s.by) for s in chain.silent] == [("O2", "relays", "O1"), ("O3", "out", "")]
    assert chain.range == pool(LOWER).range


def test_three_quotations_and_a_survey_are_two_votes():
    quoted = [replace(NGO, id=f"C{i}") for i in range(3)]
    links = [("C1", "derives_from", "C0"), ("C2", "derives_from", "C1")]
    assert [(v.root, v.weight) for v in pool(SURVEY, *quoted, links=links).voices] == [("C0", 0.5), ("O1", 0.5)]


def test_a_camp_is_heard_alone():
    low, high = replace(LOWER, camp="low"), replace(UPPER, camp="high")
    assert pool(low, high, camp="low").range == pool(LOWER).range
    assert pool(low, high).range == pool(LOWER, UPPER).range


def test_a_bound_of_one_camp_does_not_bind_the_others():
    low, high = replace(LOWER, camp="low"), replace(UPPER, camp="high")
    above = Told("C2", best=100_000, risk="high", role="at_least")
    line = replace(above, camp="high")
    assert pool(low, high, line, camp="high").range == pool(UPPER, above).range
    together = pool(low, high, line)
    assert together.range == pool(LOWER, UPPER).range
    assert [(s.item, s.reason) for s in together.silent] == [(line.id, "camp")]


def test_who_does_not_count_and_why():
    old, new = Told("C1", best=5_000, risk="low"), Told("C2", best=7_000, risk="low")
    out, hearsay = Told("C3", best=1.0, risk="low", role="out"), Told("O9", best=1.0, grade="D")
    hidden = Told("C4", risk="low", role="out", kept_out=True)
    of = pool(old, new, out, hearsay, hidden, links=[("C2", "supersedes", "C1")])
    assert [v.items for v in of.voices] == [("C2",)]
    assert [(s.item, s.reason, s.by) for s in of.silent] == [
        ("C1", "superseded", "C2"),
        ("C3", "out", ""),
        ("O9", "grade", ""),
    ]


def test_who_is_superseded_in_another_camp_only_is_heard_in_his_own():
    old, new = replace(LOWER, camp="low"), replace(UPPER, camp="high")
    links = [("O2", "supersedes", "O1")]
    assert [v.root for v in pool(old, new, links=links, camp="low").voices] == ["O1"]
    assert [v.root for v in pool(old, new, links=links).voices] == ["O2"]


def test_no_voice_is_more_than_eight_times_as_exact_as_another():
    wide = Told("C1", 1_000, None, 1_000_000, risk="high")
    sharp = Told("O1", best=50_000, grade="A")
    voices = {v.root: v for v in pool(wide, sharp).voices}
    assert voices["O1"].sigma == pytest.approx(voices["C1"].sigma / 8)
    assert voices["O1"].variance.floor > 0
    assert voices["C1"].variance.floor == 0
    assert voices["O1"].sigma ** 2 == pytest.approx(voices["O1"].variance.total)
    assert only(sharp).variance.floor == 0


def test_a_world_gives_a_prior_or_names_a_pool():
    given_prior = Prior("lognormal", 1.0, 2.0)
    assert prior_of(body([SURVEY]), AnchorPrior(given_prior)) is given_prior
    assert prior_of(body([SURVEY]), AnchorPrior(None, "pool")) == pool(SURVEY)


@pytest.mark.parametrize(
    ("told", "why"),
    [
        (Told("C", 0, None, 500), "0 is not above 0"),
        (Told("C", 0, None, 500, role="at_most"), ""),
        (Told("C", 0, None, 500, role="at_least"), "0 is not above 0"),
        (Told("C", high=500), ""),
        (Told("C"), "it has no figure"),
        (Told("C", role="at_least"), "it has no figure"),
    ],
)
def test_a_figure_that_cannot_count_says_why(told, why):
    evidence = body([told])
    assert figure_problem(evidence, evidence.quantities["people"], evidence.pools["pool"].members[0]) == why


def test_a_pool_without_a_distribution_is_refused():
    with pytest.raises(ValueError, match="gives a distribution"):
        pool(Told("C", best=5, role="at_least"))


# ---- bounds -----------------------------------------------------------------------------------------------------


def test_a_bound_is_as_unsure_as_who_says_it():
    of = pool(SURVEY, Told("C2", 100_000, None, 400_000, risk="high", role="at_least"))
    (bound,) = of.bounds
    assert (bound.side, bound.root, bound.items) == ("at_least", "C2", ("C2",))
    assert bound.value == pytest.approx(100_000)
    assert bound.sigma == pytest.approx(0.5)
    assert of.voices[0].q50 == pytest.approx(86_602.54, abs=0.01)
    assert of.quantile(0.5) > 86_602.54


def test_of_the_bounds_of_one_root_the_strictest_counts_once():
    strict = Told("C2", best=100_000, risk="high", role="at_least")
    weak = Told("C3", best=10_000, risk="high", role="at_least")
    above = Told("C4", best=400_000, risk="high", role="at_most")
    links = [("C3", "same_root", "C2"), ("C4", "same_root", "C2")]
    assert pool(SURVEY, strict, weak, links=links).range == pool(SURVEY, strict).range
    assert pool(SURVEY, strict, weak).quantile(0.5) > pool(SURVEY, strict).quantile(0.5)
    assert [b.side for b in pool(SURVEY, strict, weak, above, links=links).bounds] == ["at_least", "at_most"]


@pytest.mark.parametrize(
    "edges",
    [
        [Edge(1, 0.5, 0.3)],
        [Edge(-1, 0.2, 0.2), Edge(1, -1.0, 0.5)],
        [Edge(1, 9.0, 0.4)],  # contradicts both
        [Edge(1, 2.0, 0.3), Edge(-1, -1.0, 0.3)],  # contradict each other
    ],
)
def test_bounds_against_numerical_integration(edges):
    parts = [Normal(0.0, 1.0), Normal(2.5, 0.4)]
    of = mixture(parts, edges)

    def height(t, part):
        edge = sum(log_ndtr(e.sign * (t - e.at) / e.sigma) for e in edges)
        return math.exp(norm.logpdf(t, part.mu, part.sigma) + edge + 30)

    def mass(part, low, high):
        return quad(height, low, high, args=(part,), epsabs=0, epsrel=1e-11, limit=400, points=[0.5, 2.5, 4.7])[0]

    for u in (0.001, 0.05, 0.3, 0.5, 0.8, 0.95, 0.999):
        t = of.quantile(u)
        # Each part keeps its vote: it is normalised by itself.
        share = sum(mass(p, -8, t) / mass(p, -8, 20) for p in parts) / 2
        assert share == pytest.approx(u, rel=2e-6)
        assert of.below(t) == pytest.approx(u, abs=1e-9)


def test_a_bound_that_all_meet_changes_nothing():
    far = Told("C2", best=10, risk="low", role="at_least")
    bound, free = pool(SURVEY, far), pool(SURVEY)
    assert [bound.quantile(u) for u in (0.05, 0.5, 0.95)] == pytest.approx(
        [free.quantile(u) for u in (0.05, 0.5, 0.95)], rel=1e-6
    )


# ---- numbers against twins --------------------------------------------------------------------------------------

PARTS = st.lists(NORMALS, min_size=1, max_size=12)


@given(PARTS, st.floats(1e-6, 1 - 1e-6))
@MANY
def test_quantiles_against_the_sum_of_normals(parts, u):
    of = mixture(parts)

    def below(t):
        return float(np.mean([norm.cdf(t, p.mu, p.sigma) for p in parts]))

    found = of.quantile(u)
    assert below(found) == pytest.approx(u, rel=1e-6, abs=1e-11)
    assert of.below(found) == pytest.approx(u, abs=1e-9)
    exact = brentq(lambda t: below(t) - u, found - 10, found + 10, xtol=1e-12)
    # In a gap between voices any value will do.
    if below(exact + 1e-6) - below(exact - 1e-6) > 1e-10:
        assert found == pytest.approx(exact, abs=1e-6)


def test_quantiles_against_draws():
    of = pool(SURVEY, UPPER, NGO)
    rng = np.random.default_rng(5)
    which = rng.integers(0, 3, 200_000)
    mu, sigma = (np.array([getattr(v, name) for v in of.voices])[which] for name in ("mu", "sigma"))
    drawn = np.exp(rng.normal(mu, sigma))
    for u in (0.05, 0.25, 0.5, 0.75, 0.95):
        # Four standard errors of a share among so many.
        assert np.mean(drawn < of.quantile(u)) == pytest.approx(u, abs=4 * math.sqrt(u * (1 - u) / 200_000))


def test_quantiles_rise_and_stay_inside_the_support():
    share = pool(
        Told("O1", best=0.02, unit="share", grade="C"),
        Told("O2", best=0.97, unit="share", grade="C"),
        unit="share",
        support="share",
    )
    for of, top in ((share, 1.0), (pool(SURVEY, NGO), math.inf)):
        found = [of.quantile(u) for u in (2**-54, 1e-9, *np.linspace(0.001, 0.999, 999), 1 - 2**-53)]
        assert found == sorted(found)
        assert found[0] > 0
        assert found[-1] < top
        assert (of.cdf(-1.0), of.cdf(0.0)) == (0.0, 0.0)
        assert (of.cdf(2 * found[-1]), of.cdf(found[0] / 2)) == (1.0, 0.0)


# ---- what must hold of every pool -------------------------------------------------------------------------------


@given(bodies(roles=ROLES), st.randoms(use_true_random=False))
@MANY
def test_order_changes_nothing_to_the_last_bit(made, random):
    told, links = made
    shuffled = random.sample(told, len(told))
    turned = [(b, r, a) if r == "same_root" else (a, r, b) for a, r, b in random.sample(links, len(links))]
    assert numbers(pool(*shuffled, links=turned)) == numbers(pool(*told, links=links))


@given(bodies(roles=ROLES), st.data())
@MANY
def test_a_claim_that_is_told_again_changes_nothing_to_the_last_bit(made, data):
    told, links = made
    again = replace(data.draw(st.sampled_from(told)), id=data.draw(st.sampled_from(["A", "Z"])))
    # The name "A" comes before all others: it becomes the name of the root.
    of = next(t.id for t in told if replace(t, id="") == replace(again, id=""))
    relation = data.draw(st.sampled_from(["same_root", "derives_from"]))
    assert numbers(pool(*told, again, links=[*links, (again.id, relation, of)])) == numbers(pool(*told, links=links))


@given(bodies(roles=ROLES))
@MANY
def test_votes_are_equal_and_variances_add_up(made):
    of = pool(*made[0], links=made[1])
    assert {v.weight for v in of.voices} == {1 / len(of.voices)}
    widest = max(v.sigma for v in of.voices)
    for voice in of.voices:
        assert voice.sigma**2 == pytest.approx(voice.variance.total, rel=1e-12)
        assert voice.sigma >= SHARPEST * widest * (1 - 1e-12)
        assert voice.q05 < voice.q50 < voice.q95
