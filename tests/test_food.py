"""Food in the flagship: what there is, how it is shared out by class, and where that can be traced to."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from kinds import compete_model
from tumen.model import CompeteModel
from tumen.model.signals import signal_values
from tumen.model.tables import drawn_values, middle_values
from tumen.situation import Situation, read_situation
from tumen.trace import trace

CLASSES = ("loyal", "wavering", "hostile")
SHARES = np.array([0.28, 0.45, 0.27])
Signals = dict[str, NDArray[np.float64]]


@pytest.fixture(scope="module")
def flagship() -> Situation:
    return read_situation("dprk-china")


@pytest.fixture(scope="module")
def model(flagship: Situation) -> CompeteModel:
    return compete_model(flagship)


def signals(model: CompeteModel, values: NDArray[np.float64]) -> Signals:
    return signal_values(model, model.names.vector(values), lambda _, value: value)


def lacking(found: Signals) -> NDArray[np.float64]:
    """Give by how much food falls short of need, ``[step, class]``."""
    return np.column_stack([found[f"food_shortfall_{name}"] for name in CLASSES])


def test_all_food_is_shared_out_in_every_draw(model: CompeteModel):
    for draw in range(20):
        found = signals(model, drawn_values(model, world="low", draw=draw, seed=1))
        supply = np.clip(found["harvest"] + found["food_aid"], 0, 1)
        np.testing.assert_allclose((1 - lacking(found)) @ SHARES, supply, rtol=1e-12)


def test_the_lower_a_class_the_more_it_lacks(model: CompeteModel):
    """At the middle of all claims; where there is enough for all, nobody lacks anything."""
    found = signals(model, middle_values(model, world="low"))
    short = found["harvest"] + found["food_aid"] < 1
    assert (np.diff(lacking(found)[short], axis=1) > 0).mean() > 0.9
    assert (np.diff(lacking(found), axis=1) >= 0).all()
    assert (lacking(found)[~short] == 0).all()


def test_aid_is_never_taken_away_from_the_harvest(model: CompeteModel):
    for draw in range(20):
        assert (signals(model, drawn_values(model, world="low", draw=draw, seed=1))["food_aid"] >= 0).all()


def test_where_aid_is_not_withdrawn_no_class_lacks_more_and_the_lowest_lacks_less(
    flagship: Situation, model: CompeteModel
):
    """L19: monitoring is refused, organisations leave, the needy have less."""
    stayed = compete_model(flagship, switches={"L19": "off"})
    there, gone = (lacking(signals(of, middle_values(of, world="low"))) for of in (stayed, model))
    years = np.array([first.year for first, _ in model.steps])
    after = (years >= 2000) & (years <= 2003)
    assert (there <= gone + 1e-12).all()
    assert (there[after, 2] < gone[after, 2]).all()
    assert np.array_equal(there[years < 1999], gone[years < 1999])


def test_the_hunger_of_a_class_leads_to_the_sentences_that_say_so():
    found = trace(read_situation("dprk-china"), "food_shortfall_hostile")
    assert {"harvest", "food_aid"} <= found.behind.signals.keys()
    assert {"entitlement", "share_by_class"} <= found.behind.parameters.keys()
    assert {"B069", "B072", "S017", "S018"} <= found.behind.claims.keys()
    assert {"cereal_yield", "humanitarian_funding"} <= found.behind.observations.keys()
    assert any("made by sharing out food_aid, harvest" in line for line in found.lines())


def test_who_sets_out_leads_to_the_harvest_and_to_who_is_entitled():
    found = trace(read_situation("dprk-china"), "set_out")
    assert {"harvest", "food_aid", "food_shortfall_loyal"} <= found.behind.signals.keys()
    assert {"entitlement", "leave_per_shortfall"} <= found.behind.parameters.keys()
    headline = trace(read_situation("dprk-china"), "parameter:entitlement").subject
    assert "in_china" in headline.reaches  # pyright: ignore[reportAttributeAccessIssue]
