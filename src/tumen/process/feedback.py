"""What signals do to hazards, for signals that are given; fed ones do the same in the loop."""

from collections.abc import Mapping

import numpy as np

from tumen.cells import Floats
from tumen.kernels.signals import LARGEST_X


def level(value: Floats, scale: float) -> Floats:
    """Give x of a signal, ``min(log1p(S / scale), 3)``; S itself where `scale` is 0."""
    return value if scale == 0 else np.minimum(np.log1p(np.maximum(value, 0) / scale), LARGEST_X)


def driven(levels: Mapping[str, Floats], elasticity: Mapping[str, float], steps: int) -> Floats:
    """Multiply what signals do to a group: ``exp(sum over signals of elasticity · x)``, ``[step]``."""
    total = np.zeros(steps)
    for signal, e in elasticity.items():
        total = total + e * levels[signal]
    return np.exp(total)
