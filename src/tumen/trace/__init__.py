"""From a figure back to what it rests on: exits, signals, anchors, parameters, and the claims behind them."""

from tumen.trace.follow import Trace as Trace
from tumen.trace.follow import trace as trace
from tumen.trace.follow import trace_all as trace_all
