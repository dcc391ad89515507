"""Counts without a sum: the quantile of the binomial and of the Poisson distribution by a short expansion.

Between counts F is continued by the incomplete beta or gamma function. A sum over counts is an integral smoothed by one
count, so the quantile x of this function has the expansion of Cornish and Fisher with the cumulants of the count less
those of a uniform of width 1 (Sheppard's corrections). With z the normal quantile of u, s² the variance and
g = 1 - 2p (1 for Poisson), and half a count added so that the quantile sought is the whole part of x:

    x = mean + 1/2 + s·z + g·(z² - 1) / 6 + z·(3·(1 - z²) + g²·(z² - 7)) / (144·s)
        + g·(9 - g²)·(3·z⁴ + 7·z² - 16) / (6480·s²) + error

The error is that of the next term, of order z⁵ / s³, and of rounding. Where the mean is at least `SMALL_MEAN` and z² at
most 1.5·s² and 44, `expanded` bounds it by at least twice what it is: tests/test_expansion.py derives the terms in
fractions and certifies the bound on a dense grid of means, chances and levels, against the incomplete functions and,
for large counts, against more terms in many digits.

Source:
    Giles (2016), "Algorithm 955: approximation of the inverse Poisson cumulative distribution function", ACM TOMS 42.
    Giles & Beentjes (2024), "Approximation of an inverse of the incomplete beta function", ICMS 2024.
    Normal quantile: Wichura (1988), "Algorithm AS 241: the percentage points of the normal distribution", PPND16.
    Product without rounding: Dekker (1971), "A floating-point technique for extending the available precision".
"""

import math

from tumen.kernels.jit import inner

SMALL_MEAN = 8.0
_CENTRE = 0.425
_FAR = 44.0
_NEAR = 1.5
_ROUNDING = 4e-15
_SPLIT = 134217729.0


@inner
def normal_quantile(u):
    """Give the standard normal quantile to about 1e-15 of itself where |z| <= 6.6, to 1e-4 beyond."""
    d = u - 0.5
    if abs(d) <= _CENTRE:
        r = 0.180625 - d * d
        above = 6.7265770927008700853e4 + r * (3.3430575583588128105e4 + r * 2.5090809287301226727e3)
        above = 1.3731693765509461125e4 + r * (4.5921953931549871457e4 + r * above)
        above = 1.3314166789178437745e2 + r * (1.9715909503065514427e3 + r * above)
        below = 3.9307895800092710610e4 + r * (2.8729085735721942674e4 + r * 5.2264952788528545610e3)
        below = 5.3941960214247511077e3 + r * (2.1213794301586595867e4 + r * below)
        below = 4.2313330701600911252e1 + r * (6.8718700749205790830e2 + r * below)
        return d * (3.3871328727963666080e0 + r * above) / (1.0 + r * below)
    r = math.sqrt(-math.log(min(u, 1.0 - u))) - 1.6
    above = 2.41780725177450611770e-1 + r * (2.27238449892691845833e-2 + r * 7.74545014278341407640e-4)
    above = 3.64784832476320460504e0 + r * (1.27045825245236838258e0 + r * above)
    above = 4.63033784615654529590e0 + r * (5.76949722146069140550e0 + r * above)
    below = 1.51986665636164571966e-2 + r * (5.47593808499534494600e-4 + r * 1.05075007164441684324e-9)
    below = 6.89767334985100004550e-1 + r * (1.48103976427480074590e-1 + r * below)
    below = 2.05319162663775882187e0 + r * (1.67638483018380384940e0 + r * below)
    z = (1.42343711074968357734e0 + r * above) / (1.0 + r * below)
    return z if d > 0.0 else -z


@inner
def product_error(a, b, product):
    """Give a·b - product: what rounding took."""
    high = _SPLIT * a
    a_high = high - (high - a)
    high = _SPLIT * b
    b_high = high - (high - b)
    a_low, b_low = a - a_high, b - b_high
    return a_low * b_low - (((product - a_high * b_high) - a_low * b_high) - a_high * b_low)


@inner
def expanded(u, part, variance, skew):
    """Give x over the whole part of the mean, and a bound on its error.

    Args:
        u: In (0, 1).
        part: What the mean has over its whole part.
        variance: s² above.
        skew: g above.

    Returns:
        x, and the bound in counts; 1 where there is none, and x is a mere guess.
    """
    z, sd = normal_quantile(u), math.sqrt(variance)
    z2, size, skew2 = z * z, abs(z), skew * skew
    x = part + 0.5 + skew * (z2 - 1.0) * (1.0 / 6.0) + sd * z
    if z2 > _FAR or z2 > _NEAR * variance:
        return x, 1.0
    per_sd = 1.0 / sd
    per_variance = per_sd * per_sd
    x += z * (3.0 * (1.0 - z2) + skew2 * (z2 - 7.0)) * per_sd * (1.0 / 144.0)
    x += skew * (9.0 - skew2) * ((3.0 * z2 + 7.0) * z2 - 16.0) * per_variance * (1.0 / 6480.0)
    return x, (0.042 + 0.0075 * z2 * z2 * size) * per_variance * per_sd + _ROUNDING * (1.0 + sd * size)
