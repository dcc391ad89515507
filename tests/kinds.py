"""What is built or told of a situation that makes no journey, typed as what it then is."""

from __future__ import annotations

from collections.abc import Mapping

import xarray as xr

from tumen.ensemble import told_aside
from tumen.ensemble.aside import Aside
from tumen.model import CompeteModel, Model, build
from tumen.situation import Situation


def compete_model(
    situation: Situation, *, changes: Mapping[str, float] | None = None, switches: Mapping[str, str] | None = None
) -> CompeteModel:
    """Build a model in which the exits of a cell compete; see `build`."""
    model = build(situation, changes=changes, switches=switches)
    assert isinstance(model, CompeteModel), "people make a journey"
    return model


def aside_of(model: Model, dataset: xr.Dataset) -> Aside:
    """Give what is told beside a run that is no journey; see `told_aside`."""
    aside = told_aside(model, dataset)
    assert aside is not None, "of a journey nothing is told"
    return aside
