"""Policies over shared futures, and what can be said of the differences."""

from tumen.comparison.design import BASELINE as BASELINE
from tumen.comparison.design import Design as Design
from tumen.comparison.paired import Comparison as Comparison
from tumen.comparison.paired import compare as compare
