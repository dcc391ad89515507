"""The rules of the format, one module for each part of a situation."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from tumen.errors import Problem
from tumen.situation.checks import (
    about,
    anchors,
    axes,
    choices,
    evidence,
    exits,
    levers,
    names,
    parameters,
    signals,
    stays,
    uses,
)
from tumen.situation.draft import Draft

EVERY: tuple[Callable[[Draft], Iterator[Problem]], ...] = (
    names.check_names,
    names.check_twice,
    names.check_groups,
    about.check_calendar,
    about.check_sizes,
    about.check_hiding,
    axes.check_cohorts,
    axes.check_statuses,
    axes.check_starts,
    axes.check_inflows,
    axes.check_seats,
    exits.check_exits,
    exits.check_fans,
    stays.check_ends,
    stays.check_stranded,
    stays.check_instant_circles,
    signals.check_signals,
    signals.check_rest,
    signals.check_plain,
    signals.check_events,
    signals.check_moved,
    signals.check_unused,
    parameters.check_forms,
    parameters.check_numbers,
    parameters.check_levels,
    parameters.check_grounds,
    uses.check_uses,
    uses.check_series,
    uses.check_used,
    anchors.check_anchors,
    anchors.check_solved,
    anchors.check_worlds,
    anchors.check_world_priors,
    choices.check_outcomes,
    choices.check_headline,
    choices.check_policies,
    levers.check_levers,
    evidence.check_sources,
    evidence.check_figures,
)
"""All checks; each gives the problems it finds."""
