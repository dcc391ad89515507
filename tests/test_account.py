"""The account of a run: nobody is lost, nothing depends on how work is cut, and nothing is finer than it may be."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from counted import FUTURES, act, by_year, counted_model, counted_run, harbour, of_action, rules
from law_of import instrument, law, norm
from tumen.accounting import Span, breaches
from tumen.ensemble import Record, open_results, recorded, resume, simulate, store
from tumen.ensemble.account import ACCOUNT, accounted
from tumen.ensemble.blocks import Block
from tumen.errors import UsageError
from tumen.law.predicates import InStatus, Only
from tumen.model import build
from tumen.model.account import concerned, counting, read_attributes
from tumen.policy import Outcome
from tumen.situation import Situation


def stretches(situation: Situation) -> list[str]:
    return [f"{s.first}/{s.last}" for s in accounted(build(situation), merged=False)[0].stretches]


def test_a_step_inside_which_a_truth_changes_stands_alone_and_a_change_between_steps_cuts():
    assert stretches(harbour()) == [
        "2001-01-01/2001-06-30",
        "2001-07-01/2001-07-31",
        "2001-08-01/2001-12-31",
        "2002-01-01/2002-10-31",
        "2002-11-01/2002-12-31",
        "2003-01-01/2003-12-31",
    ]


def test_of_recent_years_nothing_is_finer_than_a_year_and_of_time_to_come_there_is_nothing():
    assert stretches(harbour(as_of=date(2006, 5, 1)))[:1] == ["2001-01-01/2001-12-31"]
    assert stretches(harbour(as_of=date(2007, 5, 1)))[:3] == stretches(harbour())[:3]
    assert stretches(harbour(as_of=date(2007, 5, 1)))[3:] == ["2002-01-01/2002-12-31", "2003-01-01/2003-12-31"]
    assert stretches(harbour(as_of=date(2003, 6, 30)))[-1] == "2002-01-01/2002-12-31"


def test_what_no_counted_norm_asks_cuts_nothing():
    other = instrument("other", in_force=date(2003, 5, 5))
    seen = law(*rules().norms.values(), *rules().instruments.values(), *rules().actions.values(), other)
    silent = norm("silent", "other", action="dream", scope=Only({"age": ("child",)}))
    more = replace(seen, norms={**seen.norms, "silent": silent}, readings=rules().readings)
    assert stretches(harbour(more)) == stretches(harbour())
    assert "age" in read_attributes(more)
    assert read_attributes(concerned(more)) == {"sex"}


def test_bins_are_what_law_may_ask_of_those_who_are_acted_upon():
    assert [of.label for of in counting(counted_model(), rules().actions).bins] == [
        "hold|haven|sex=man|hiding",
        "hold|haven|sex=woman|hiding",
        "return|haven|sex=man|held",
        "return|haven|sex=woman|held",
        "turn|haven||chapel",
        "turn|haven|sex=man|hiding",
        "turn|haven|sex=woman|hiding",
    ]
    unread = law(norm(action="return", scope=InStatus(("held",))), act("return", "handed_over"))
    assert [of.label for of in counting(build(harbour(unread)), unread.actions).bins] == ["return|haven||held"]


def test_nobody_is_lost_or_counted_twice():
    """Of each future: those returned, summed over bins and stretches, are those of the outcome, year by year."""
    found = counted_run()
    of_years = by_year(found, of_action(found, "return"), found["period"].to_numpy())
    outcome = found["handed_over"].transpose("period", ...).to_numpy()
    assert outcome.min() > 0
    assert np.array_equal(of_years, outcome)


def test_each_bin_and_stretch_is_what_an_outcome_by_steps_counts():
    """The same run, of people who do not hide: an outcome for each bin, month by month, by another way of counting."""
    situation = harbour(people_in_hiding=False)
    bins = [of for of in counting(counted_model(), rules().actions).bins if of.status != "chapel"]
    told = {of.label: outcome_of(of.action, dict(of.cohort)) for of in bins if of.action != "turn"}
    fine = replace(situation, outcomes={name: replace(of, id=name) for name, of in told.items()})
    found = simulate(build(fine), **FUTURES, workers=1, record=Record(resolution="step"))
    assert found["account"].sizes["account_period"] == len(stretches(harbour()))
    first, last = found["account_first"].to_numpy(), found["account_last"].to_numpy()
    for name in told:
        months = found[name].transpose(..., "period").to_numpy()
        kept = found["account"].sel(account_bin=name).to_numpy()
        for s in range(first.size):
            inside = (found["period_start"].to_numpy() >= first[s]) & (found["period_end"].to_numpy() <= last[s])
            assert np.array_equal(kept[..., s], months[..., inside].sum(axis=-1)), (name, s)
    assert np.array_equal(found["account"], simulate(build(fine), **FUTURES, workers=1)["account"])


def outcome_of(action: str, only: dict[str, str]) -> Outcome:
    exits = tuple(rules().actions[action].exits)
    who = {name: (value,) for name, value in only.items()}
    words = {"id": "", "title": "", "kind": "flow", "unit": "persons", "direction": "neither", "place": "country"}
    lists: dict[str, Any] = dict.fromkeys(("statuses", "places", "claims", "observations"), ())
    more: dict[str, Any] = {"exits": exits, "only": who, "period": "step", "part_of": "", "weight": ""}
    return Outcome(**words, **lists, **more, headline=False)


def test_the_account_changes_nothing_else():
    bare = simulate(build(replace(harbour(), law=None)), **FUTURES, workers=1)
    assert ACCOUNT not in bare
    for name in bare.data_vars:
        assert np.array_equal(bare[name], counted_run()[name], equal_nan=True)
    assert recorded(counted_run()) == recorded(bare)


@pytest.mark.parametrize("cut", [{"block": 1}, {"block": 7}, {"workers": 2, "block": 3}])
def test_blocks_and_workers_change_nothing(cut: dict[str, int]):
    found = simulate(counted_model(), **FUTURES, workers=cut.get("workers", 1), block=cut["block"])
    assert found.attrs["result_hash"] == counted_run().attrs["result_hash"]


class CutOffError(Exception):
    """What ends a run here."""


def cut_off(folder: Path) -> list[Path]:
    def end(done: int, _total: int) -> None:
        if done > 5:
            raise CutOffError

    with pytest.raises(CutOffError):
        simulate(counted_model(), **FUTURES, workers=1, block=2, out=folder, progress=end)
    return sorted((folder / store.PARTS).iterdir())


def test_a_run_gone_on_with_has_the_same_account(tmp_path: Path):
    assert cut_off(tmp_path)
    found = resume(tmp_path, model=counted_model(), workers=1)
    assert found.attrs["result_hash"] == counted_run().attrs["result_hash"]
    assert np.array_equal(open_results(tmp_path)["account"], counted_run()["account"])


def test_a_part_from_before_there_was_law_is_read(tmp_path: Path):
    parts = cut_off(tmp_path)
    with np.load(parts[0]) as found:
        old = {name: found[name] for name in found.files if name != "account"}
    np.savez_compressed(parts[0], **old)
    first, last = (int(text) for text in parts[0].stem.split("-")[1:3])
    block = Block("base", first, last)
    read = store.read_part(tmp_path, block, hashlib.sha256(parts[0].read_bytes()).hexdigest())
    assert read.account.shape == (1, 2, 0, 0)
    assert np.array_equal(read.outcomes, old["outcomes"])


def test_where_futures_are_merged_there_is_no_account_and_it_is_said():
    found = simulate(counted_model(), **FUTURES, workers=1, record=Record(merged=True))
    assert ACCOUNT not in found
    with pytest.raises(UsageError) as told:
        breaches(found, counted_model().situation)
    assert told.value.code == "T338"


def test_what_tells_of_a_part_of_a_country_is_withheld_in_recent_years():
    """Crossings to the harbour alone, of all crossings into Haven."""
    local = law(norm(action="cross"), act("cross", "crosses_to_harbour"))
    days = (date(2015, 1, 1), date(2007, 1, 1))
    old, new = (simulate(build(harbour(local, as_of=day)), draws=1, workers=1) for day in days)
    assert (old["account"].to_numpy() > 0).any()
    recent = new["account_last"].dt.year.to_numpy() >= 2002
    assert (new["account"].to_numpy()[..., recent, :] == -1).all()
    assert (new["account"].to_numpy()[..., ~recent, :] >= 0).all()
    row = breaches(new, harbour(local), [Span(date(2002, 1, 1), date(2002, 12, 31))]).rows[0]
    assert row.withheld.all()
