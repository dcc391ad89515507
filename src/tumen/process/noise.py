"""Noise: one factor for each noise and calendar year, shared by policies."""

import numpy as np
from scipy.special import gammaincinv

from tumen.cells import Floats


def gamma_factor(u: Floats, sd: Floats) -> Floats:
    """Turn uniforms into factors ``xi ~ Gamma(1 / s², s²)`` with mean 1 and standard deviation s.

    Args:
        u: In (0, 1), ``[noise, year]``.
        sd: s, ``[noise]``; 0 gives the factor 1.

    Returns:
        ``[noise, year]``.
    """
    factor = np.ones_like(u)
    for i in np.flatnonzero(sd > 0):
        shape = 1 / (sd[i] * sd[i])
        factor[i] = gammaincinv(shape, u[i]) / shape
    return factor
