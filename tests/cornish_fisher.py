"""The expansion of the quantile, derived from cumulants in fractions.

A polynomial is {(power of z, power of g): factor}.

Source:
    Hill & Davis (1968), "Generalized asymptotic expansions of Cornish-Fisher type", Ann. Math. Statist. 39.
"""

from collections.abc import Iterable
from fractions import Fraction
from functools import reduce
from math import comb, factorial

Polynomial = dict[tuple[int, int], Fraction]

ONE: Polynomial = {(0, 0): Fraction(1)}
Z: Polynomial = {(1, 0): Fraction(1)}
PQ: Polynomial = {(0, 0): Fraction(1, 4), (0, 2): Fraction(-1, 4)}  # p·(1 - p) by g = 1 - 2p


def plus(a: Polynomial, b: Polynomial, times: Fraction | int = 1) -> Polynomial:
    found = {key: a.get(key, Fraction(0)) + times * b.get(key, Fraction(0)) for key in a.keys() | b.keys()}
    return {key: value for key, value in found.items() if value}


def product(a: Polynomial, b: Polynomial) -> Polynomial:
    return total({(i + j, k + m): left * right for (j, m), right in b.items()} for (i, k), left in a.items())


def total(polynomials: Iterable[Polynomial]) -> Polynomial:
    return reduce(plus, polynomials, {})


def slope(a: Polynomial, axis: int) -> Polynomial:
    """Differentiate by z (axis 0) or g (axis 1)."""
    return {(i - (axis == 0), j - (axis == 1)): (i, j)[axis] * v for (i, j), v in a.items() if (i, j)[axis]}


def bernoulli(last: int) -> list[Fraction]:
    numbers = [Fraction(1)]
    for m in range(1, last + 1):
        numbers.append(-sum((comb(m + 1, j) * numbers[j] for j in range(m)), Fraction(0)) / (m + 1))
    return numbers


def cumulants(last: int) -> dict[int, Polynomial]:
    """Give the cumulants of the binomial over its variance: each is p·q times the slope of the one before by p."""
    over = {2: ONE}
    for r in range(2, last):
        over[r + 1] = plus({}, slope(product(PQ, over[r]), 1), -2)
    return over


def edgeworth(last: int) -> dict[int, Polynomial]:
    """Give R of F(y) = Phi(y) - phi(y)·(R_1(y)/s + R_2(y)/s² + ...), y = (x - mean) / s, up to `last`."""
    over, uniform = cumulants(last + 2), bernoulli(last + 2)
    exponent: dict[int, Polynomial] = {j: {} for j in range(1, last + 1)}  # by power of 1/s; z stands for -d/dy
    for r in range(3, last + 3):
        exponent[r - 2] = {(r, g): value / factorial(r) for (_, g), value in over[r].items()}
    for r in range(2, last + 1):  # a uniform of width 1 has the cumulants B_r / r
        exponent[r] = plus(exponent[r], {(r, 0): -uniform[r] / r / factorial(r)})
    series = {0: ONE}
    for j in range(1, last + 1):
        series[j] = total(plus({}, product(exponent[i], series[j - i]), Fraction(i, j)) for i in range(1, j + 1))
    hermite = [ONE, Z]
    for k in range(1, 3 * last):
        hermite.append(plus(product(Z, hermite[k]), hermite[k - 1], -k))
    return {j: total(product({(0, g): v}, hermite[k - 1]) for (k, g), v in series[j].items()) for j in exponent}


def inverted(polynomial: Polynomial, r: int) -> Polynomial:
    """Give (d/du)^(r-1) of phi^r times a polynomial over phi, where du = phi(z)·dz, divided by r!."""
    for m in range(r - 1, 0, -1):
        polynomial = plus(slope(polynomial, 0), product(Z, polynomial), -m)
    return plus({}, polynomial, Fraction(1, factorial(r)))


def terms(last: int) -> dict[int, Polynomial]:
    """Give q of x = mean + s·(z + q_1/s + q_2/s² + ...): Lagrange's inversion sums derivatives of powers of phi·R."""
    one = edgeworth(last)
    power: dict[int, Polynomial] = {0: ONE}
    found: dict[int, Polynomial] = {j: {} for j in one}
    for r in range(1, last + 1):
        power = {j: total(product(power[i], one[j - i]) for i in power.keys() & range(j)) for j in range(r, last + 1)}
        found |= {j: plus(found[j], inverted(polynomial, r)) for j, polynomial in power.items()}
    return found
