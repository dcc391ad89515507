"""Tumen: an evidence-traced simulator of forced displacement.

from tumen import build, read_situation, simulate

results = simulate(build(read_situation("hidden-five")), draws=20)
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tumen.ensemble import Record as Record
    from tumen.ensemble import open_results as open_results
    from tumen.ensemble import quantiles as quantiles
    from tumen.ensemble import resume as resume
    from tumen.ensemble import simulate as simulate
    from tumen.errors import Problem as Problem
    from tumen.errors import ResourceError as ResourceError
    from tumen.errors import RunError as RunError
    from tumen.errors import SafetyError as SafetyError
    from tumen.errors import SituationError as SituationError
    from tumen.errors import TumenError as TumenError
    from tumen.errors import UsageError as UsageError
    from tumen.model import Model as Model
    from tumen.model import build as build
    from tumen.situation import Situation as Situation
    from tumen.situation import check_folder as check_folder
    from tumen.situation import people_of as people_of
    from tumen.situation import read_reform as read_reform
    from tumen.situation import read_situation as read_situation
    from tumen.situation import situation_names as situation_names

__version__ = "0.1.0"

_HOMES = {
    "Model": "model",
    "Problem": "errors",
    "Record": "ensemble",
    "ResourceError": "errors",
    "RunError": "errors",
    "SafetyError": "errors",
    "Situation": "situation",
    "SituationError": "errors",
    "TumenError": "errors",
    "UsageError": "errors",
    "build": "model",
    "check_folder": "situation",
    "open_results": "ensemble",
    "people_of": "situation",
    "quantiles": "ensemble",
    "read_reform": "situation",
    "read_situation": "situation",
    "resume": "ensemble",
    "simulate": "ensemble",
    "situation_names": "situation",
}


def __getattr__(name: str) -> Any:  # noqa: ANN401  whatever the name stands for
    """Load a public name when it is first asked for, so that importing tumen takes no time."""
    if name not in _HOMES:
        raise AttributeError(f"module 'tumen' has no attribute {name!r}")
    found = getattr(import_module(f"tumen.{_HOMES[name]}"), name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    """List the public names."""
    return sorted([*_HOMES, "__version__"])
