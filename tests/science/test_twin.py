"""Engine and agent-by-agent twin agree in distribution on both small situations."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pytest
from scipy.stats import ks_2samp

from theory import SIGMAS, runs_of
from tumen.situation import read_situation
from twin import Twin
from twin_measure import measure
from twin_numbers import medians
