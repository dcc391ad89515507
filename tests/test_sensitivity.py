"""What a pool would be if it were made another way: against the same thing done by other means."""

import math
import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given
from scipy.integrate import quad
from scipy.optimize import brentq
from scipy.stats import norm, t

from bodies import MANY, ROLES, Told, bodies, pool
from bodies import body as made
from tumen.evidence.pooling import Pooled
from tumen.evidence.roots import roots_of
from tumen.evidence.sensitivity import leave_one_out, log_pool, random_effects
from tumen.evidence.voices import Variance, Voice

Z95 = 1.6448536269514722
LOWER, UPPER = Told("O1", 40_000, None, 160_000, grade="B"), Told("O2", 160_000, None, 640_000, grade="B")
THIRD = Told("C1", best=90_000, risk="some")
AT_LEAST = Told("C2", best=100_000, risk="some", role="at_least")


def voiced(mu, variance):
    """Make a pool of voices as they stand, on the scale of real numbers."""
    voices = [
        Voice(f"V{i:02}", (), 1 / len(mu), m, math.sqrt(v), Variance(stated=v), 0.0, 0.0, 0.0)
        for i, (m, v) in enumerate(zip(mu, variance, strict=True))
    ]
    of = pool(Told("O", 1.0, None, 2.0, unit="index", grade="B"), unit="index", support="real")
    return Pooled(of.pool, "", "index", "real", tuple(voices), (), (), of.conflict, of.table)


# ---- without one root -------------------------------------------------------------------------------------------


@given(bodies(most=5, roles=ROLES))
@MANY
def test_leaving_a_root_out_is_pooling_the_others(made_up):
    told, links = made_up
    whole = pool(*told, links=links)
    root = roots_of(made(told, links))
    for left in leave_one_out(made(told, links), "pool"):
        rest = [one for one in told if root[one.id] != left.root]
        if left.without is None:
            assert not any(v.root != left.root for v in whole.voices)
            assert (left.shift, left.width) == (None, None)
            continue
        # A root is left out with all who repeat it, so the links of the others stay whole.
        again = pool(*rest, links=[(a, r, b) for a, r, b in links if {a, b} <= {one.id for one in rest}])
        assert left.without == again.range
        assert left.shift == pytest.approx(again.range.q50 / whole.range.q50)
        widths = [math.log(of.range.q95 / of.range.q05) for of in (again, whole)]
        assert left.width == pytest.approx(widths[0] / widths[1])


def test_weights_of_those_left_out_add_up():
    left = leave_one_out(made([LOWER, UPPER, THIRD, AT_LEAST]), "pool")
    assert [(one.root, one.items) for one in left] == [(i, (i,)) for i in ("C1", "C2", "O1", "O2")]
    assert [one.weight for one in left] == pytest.approx([1 / 3, 0, 1 / 3, 1 / 3])


def test_of_two_that_mirror_each_other_each_pulls_to_its_side():
    lower, upper = leave_one_out(made([LOWER, UPPER]), "pool")
    assert lower.shift == pytest.approx(2)  # the median goes from 160,000 to 320,000
    assert upper.shift == pytest.approx(1 / 2)
    assert lower.width == pytest.approx(2 * Z95 * 0.6184946 / math.log(707_475.45 / 36_185.0), rel=1e-5)


def test_a_bound_that_is_left_out_lets_the_pool_go_back():
    (bound,) = [one for one in leave_one_out(made([LOWER, UPPER, AT_LEAST]), "pool") if one.root == "C2"]
    assert bound.without == pool(LOWER, UPPER).range
    assert bound.weight == 0


def test_a_share_moves_by_a_difference():
    shares = [Told("O1", best=0.2, unit="share", grade="B"), Told("O2", best=0.8, unit="share", grade="B")]
    first, second = leave_one_out(made(shares, unit="share", support="share"), "pool")
    assert (first.shift, second.shift) == pytest.approx((0.3, -0.3))


def test_one_root_cannot_be_left_out():
    (one,) = leave_one_out(made([LOWER]), "pool")
    assert (one.root, one.weight, one.without) == ("O1", 1.0, None)


# ---- random effects ---------------------------------------------------------------------------------------------

# Log risk ratios of 13 trials of BCG, and their variances: Colditz et al. (1994), as in R's metafor (dat.bcg), to 4
# digits. Viechtbauer's metafor gives, by DerSimonian and Laird: mean -0.7141, standard error 0.1787, tau² 0.3088.
BCG = (
    [-0.8893, -1.5854, -1.3481, -1.4416, -0.2175, -0.7861, -1.6209, 0.0120, -0.4694, -1.3713, -0.3394, 0.4459, -0.0173],
    [0.3256, 0.1946, 0.4154, 0.0200, 0.0512, 0.0069, 0.2230, 0.0040, 0.0564, 0.0730, 0.0124, 0.5325, 0.0714],
)


def test_random_effects_of_the_trials_of_bcg():
    found = random_effects(voiced(*BCG))
    assert found.mean.q50 == pytest.approx(-0.7141, abs=2e-4)
    assert (found.mean.q95 - found.mean.q05) / (2 * Z95) == pytest.approx(0.1787, abs=2e-4)
    assert found.tau**2 == pytest.approx(0.3088, abs=1e-3)
    # The next trial: t with 11 degrees of freedom.
    half = t.ppf(0.95, 11) * math.sqrt(0.3088 + 0.1787**2)
    assert found.predicted is not None
    assert (found.predicted.q05, found.predicted.q95) == pytest.approx((-0.7141 - half, -0.7141 + half), abs=2e-3)
    assert math.fsum(found.weights.values()) == pytest.approx(1)


def test_voices_that_agree_leave_nothing_between_them():
    found = random_effects(voiced([1.0, 1.1, 0.9], [1.0, 1.0, 4.0]))
    assert found.tau == 0
    assert list(found.weights.values()) == pytest.approx([4 / 9, 4 / 9, 1 / 9])
    assert found.mean.q50 == pytest.approx(1 + (0.4 - 0.1) / 9)


def test_by_moments_what_is_between_is_what_is_left():
    """The moment equation itself: with weights 1/s², the expected spread at tau² is the spread that was found."""
    mu, s2 = np.array([0.0, 2.0, 5.0, 5.5]), np.array([0.5, 1.0, 0.2, 2.0])
    tau2 = random_effects(voiced(mu, s2)).tau ** 2
    weight = 1 / s2
    hat = np.eye(4) - np.outer(np.ones(4), weight) / weight.sum()
    spread = np.diag(weight) @ hat
    assert mu @ spread @ mu == pytest.approx(np.trace(spread @ np.diag(s2 + tau2)))


@pytest.mark.parametrize("told", [(LOWER,), (LOWER, UPPER)])
def test_few_voices_predict_nothing(told):
    found = random_effects(pool(*told))
    assert found.predicted is None
    assert found.mean.q50 == pytest.approx(pool(*told).quantile(0.5))


# ---- the log pool -----------------------------------------------------------------------------------------------


def test_the_log_pool_is_the_geometric_mean_of_the_densities():
    of = pool(LOWER, UPPER, THIRD)
    found = log_pool(of)

    def height(x):
        return math.exp(np.mean([norm.logpdf(x, v.mu, v.sigma) for v in of.voices]))

    whole = quad(height, 0, 30, points=[11, 12], epsabs=0, epsrel=1e-10)[0]

    def below(x):
        return quad(height, 0, x, points=[11, 12], epsabs=0, epsrel=1e-10)[0] / whole

    for u in (0.05, 0.5, 0.95):
        assert found.quantile(u) == pytest.approx(math.exp(brentq(lambda x, u=u: below(x) - u, 8, 16)), rel=1e-7)
    assert found.range.q50 == found.quantile(0.5)


def test_where_two_contradict_each_other_it_lies_between_and_the_prior_does_not():
    """Why it is no prior: at 160,000, which neither says, it is densest, and far narrower than the linear pool."""
    of = pool(LOWER, UPPER)
    assert log_pool(of).quantile(0.5) == pytest.approx(160_000)
    assert log_pool(of).range.q95 < of.range.q95 / 1.5
    assert log_pool(of).range.q05 > of.range.q05 * 1.5


def test_pooling_loads_no_optimiser():
    code = (
        "import sys, tumen.evidence.sensitivity as s; assert not {'scipy.optimize', 'scipy.stats'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
