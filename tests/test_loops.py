"""Loops, switches and disputed signs in the report: what is said of them, in which order, and what is never said."""

import csv
import io
import json
import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from made_up import dataset, with_evidence
from quarrel import read_quarrel, write_quarrel
from tumen.cli import exit_code
from tumen.ensemble.aside import Aside
from tumen.ensemble.effects import Effects, Move, Side, other_positions, sides_of
from tumen.ensemble.flows import Flows
from tumen.ensemble.periods import Period
from tumen.evidence import Happening
from tumen.report import notices, summarise
from tumen.report.contrasts import contrast_section, share_text, step_of
from tumen.report.headline import events_of
from tumen.report.loops import loop_section
from tumen.report.loops_csv import LOOP_COLUMNS, loops_csv
from tumen.report.page import page
from tumen.report.ratios import Ratios
from tumen.report.strings import say
from tumen.report.summary import Summary
from tumen.situation import Situation, read_situation
from tumen.world import Event

PERIODS = ("2000", "2003", "2009")
OUTCOMES = ("in_hiding", "returned_by_force", "reached_safety")
LIMIT = 10
DRAWS = 4
Figures = Mapping[str, np.ndarray]


@cache
def situation() -> Situation:
    """Read the situation with a quarrel."""
    with TemporaryDirectory() as folder:
        return read_quarrel(Path(folder))


@cache
def summary() -> Summary:
    return summarise(dataset(situation(), lambda *_: 500.0), situation())


def figures(times: float = 1.0, people: float = 100.0) -> Figures:
    """Make figures of both worlds: as many people in each year, more in each draw."""
    each = people * times * np.linspace(1, 1.3, DRAWS)[:, None, None] * np.ones((DRAWS, 10, len(OUTCOMES)))
    return {"low": each, "high": 2 * each}


def made(times: Mapping[str, float] | None = None, people: float = 100.0) -> Effects:
    """Make effects: each move multiplies every outcome by what `times` says of its name."""
    contrast = situation().contrasts["attention"]
    return Effects(
        outcomes=OUTCOMES,
        periods=years(),
        draws={"low": (0, 1, 2, 3), "high": (0, 1, 2, 3)},
        as_run=figures(people=people),
        moved={m: figures((times or {}).get(m.name, 1.0), people) for m in other_positions(situation(), {})},
        sides={
            (side, policy): figures(1.0 + len(side.on) * (policy != "baseline"), people)
            for side, _ in sides_of(contrast)
            for policy in ("baseline", "publicity")
        },
    )


def years() -> tuple[Period, ...]:
    return tuple(Period(str(y), date(y, 1, 1), date(y, 12, 31), False) for y in range(2000, 2010))


def rows(text: str) -> list[str]:
    """Give the text of each row of a table, without markup."""
    return [re.sub(r"<[^>]*>", " ", row) for row in re.findall(r"<tr>(.*?)</tr>", text)]


# ---- loops and switches -----------------------------------------------------------------------


def test_each_loop_says_who_names_it_how_it_stands_and_what_is_ours():
    text = "".join(loop_section(summary(), made()))
    search = next(row for row in rows(text) if "SEARCH" in row)
    assert "disputed; answers by half after 1 to 36 months; on in this run; shown: off" in search
    assert "Ours: That the police answer to what is heard is our step." in search
    assert re.search(r"SEARCH.*?Who says so: <a href=\"#claim-K003\">K003</a>", text)


def test_a_thought_experiment_is_called_one():
    text = "".join(loop_section(summary(), made()))
    flood = next(row for row in rows(text) if "FLOOD" in row)
    assert say("loops.thought") in flood
    assert "off in this run; shown: on" in flood
    assert text.count(say("loops.thought")) == 1


def test_claims_lead_to_what_they_say():
    text = page(summary(), PERIODS, Aside(no_flows(), made()))
    links = re.findall(r'href="#(claim-\w+)"', text)
    assert set(links) == {"claim-K003", "claim-K006", "claim-K007"}
    for link in links:
        assert text.count(f'id="{link}"') == 1
    assert situation().claims["K007"].statement in text


def no_flows() -> Flows:
    """Make flows that show nothing."""
    return Flows((), (), (), (), {}, {})


def test_the_order_is_that_of_the_situation_whatever_the_effects():
    names = [*situation().loops, *situation().switches]
    for times in ({"SEARCH": 50.0}, {"PRISON": 0.02, "HELP": 0.5}, {}):
        text = "".join(loop_section(summary(), made(times)))
        assert re.findall(r"<b>(\w+)</b>", text) == names
        found = [row["name"] for row in csv.DictReader(io.StringIO(loops_csv(summary(), made(times)).decode()))]
        assert list(dict.fromkeys(found)) == names


def test_ratios_are_of_the_outcome_moved_over_the_outcome_as_run():
    ratios = Ratios(situation(), made({"SEARCH": 1.5}), LIMIT)
    assert ratios.of(Move("SEARCH", "off"), "low", "in_hiding").text == "1.50 to 1.50, median\u00a01.50"
    assert ratios.of(Move("HELP", "off"), "low", "in_hiding").text == say("loops.same")
    effects = made()
    moved = figures()["low"] * np.linspace(0.5, 2, DRAWS)[:, None, None]
    moved[:, -1] *= 3
    effects = replace(effects, moved={**effects.moved, Move("HELP", "off"): {"low": moved, "high": moved}})
    found = Ratios(situation(), effects, LIMIT)
    flow = found.of(Move("HELP", "off"), "low", "reached_safety")
    assert (flow.low, flow.high) == pytest.approx((0.5 * 1.2, 2 * 1.2))
    last = found.of(Move("HELP", "off"), "low", "reached_safety", span="last")
    assert (last.low, last.median, last.high) == pytest.approx((1.5, 3.75, 6))


def test_only_headline_outcomes_are_told_of_a_loop():
    assert [outcome.id for outcome in Ratios(situation(), made(), LIMIT).headlines] == list(OUTCOMES)
    more = replace(made(), outcomes=("imprisoned", *OUTCOMES[1:]))
    assert [outcome.id for outcome in Ratios(situation(), more, LIMIT).headlines] == list(OUTCOMES[1:])


def test_a_ratio_of_small_counts_is_withheld():
    effects = made(people=0.9)
    ratios = Ratios(situation(), effects, LIMIT)
    assert ratios.of(Move("HELP", "off"), "low", "in_hiding").suppressed
    assert ratios.of(Move("HELP", "off"), "low", "reached_safety").suppressed
    assert not ratios.of(Move("HELP", "off"), "high", "reached_safety").suppressed
    assert ratios.of(Move("HELP", "off"), "high", "reached_safety", span="last").suppressed
    found = list(csv.DictReader(io.StringIO(loops_csv(summary(), effects).decode())))
    assert all((row["median"] == "") == (row["suppressed"] == "true") for row in found)
    assert {row["suppressed"] for row in found} == {"true", "false"}


def test_what_must_not_be_recorded_is_withheld():
    effects = made()
    hidden = {w: np.where(np.arange(10)[:, None] > 6, np.nan, of) for w, of in effects.as_run.items()}
    ratios = Ratios(situation(), replace(effects, as_run=hidden), LIMIT)
    assert ratios.of(Move("HELP", "off"), "low", "in_hiding").suppressed


def test_the_table_of_loops_is_tidy():
    found = list(csv.reader(io.StringIO(loops_csv(summary(), made()).decode())))
    assert tuple(found[0]) == LOOP_COLUMNS
    assert {len(row) for row in found} == {len(LOOP_COLUMNS)}
    assert len(found) - 1 == 4 * 2 * len(OUTCOMES) * 2
    first = dict(zip(LOOP_COLUMNS, found[1], strict=True))
    assert (first["name"], first["stands_at"], first["moved_to"], first["claims"]) == ("HELP", "on", "off", "K007")


def test_what_was_switched_in_the_run_is_said():
    about = replace(summary().about, switches={"HELP": "off", "PRISON": "few"})
    moves = {Move("HELP", "on"): figures(), Move("PRISON", "unknown"): figures()}
    text = "".join(loop_section(replace(summary(), about=about), replace(made(), moved=moves)))
    assert "off in this run; shown: on" in text
    assert say("loops.stands", stands="One for every two who are let go", shown="As the prior has it") in text


def test_claims_that_came_later_are_not_named():
    few = with_evidence(situation(), claims={"K003": situation().claims["K003"]})
    text = "".join(loop_section(replace(summary(), situation=few), made()))
    assert "K007" not in text
    assert say("loops.later") in text


def test_one_world_has_no_colours_to_tell_apart():
    alone = replace(situation(), worlds={"low": situation().worlds["low"]})
    one = summarise(dataset(alone, lambda *_: 500.0), alone)
    text = "".join([*loop_section(one, made()), *contrast_section(one, made())])
    assert "accepted draws of each world" not in text
    assert ">high<" not in text


# ---- both answers side by side ----------------------------------------------------------------


def test_each_answer_has_its_columns_and_each_part_its_people():
    text = "".join(contrast_section(summary(), made()))
    for side in ("HELP on, SEARCH off", "SEARCH on, HELP off", "HELP and SEARCH on"):
        assert text.count(f">{side}</th>") == 1
    people = situation().outcomes["returned_by_force"].title
    assert say("contrast.part", part="People who got away", per=people) in text
    assert text.index("People who got away") < text.index("People who hide")
    assert text.index("low") < text.index("high")


def test_figures_begin_with_the_option():
    text = "".join(contrast_section(summary(), made()))
    assert "2004 to 2009" in text
    row = next(row for row in rows(text) if "low" in row and "," in row)
    assert "600 to 780" in " ".join(rows(text))  # 100 to 130 people in each of six years
    assert row.count("median") == 6


def test_with_and_without_the_option_stand_in_their_columns():
    text = "".join(contrast_section(summary(), made()))
    returned = rows(text)[-2]
    cells = re.findall(r"([\d,]+) to", returned)
    assert cells == ["600", "1,200", "600", "1,200", "600", "1,800"]


def test_a_contrast_without_parts_tells_the_headlines():
    plain = replace(situation().contrasts["attention"], parts={})
    of = replace(situation(), contrasts={"attention": plain})
    text = "".join(contrast_section(replace(summary(), situation=of), made()))
    assert say("contrast.everybody") in text
    for name in OUTCOMES:
        assert situation().outcomes[name].title[1:] in text


def test_a_situation_without_a_quarrel_shows_none():
    calm = replace(summary(), situation=replace(situation(), contrasts={}))
    assert contrast_section(calm, made()) == []
    text = page(calm, PERIODS, Aside(no_flows(), made()))
    assert 'id="loops"' in text
    assert 'id="contrasts"' not in text


@given(st.floats(0, 1), st.floats(1, 5000), st.sampled_from([5, 10]))
def test_a_number_per_hundred_hides_twice_the_limit(share: float, whole: float, limit: int):
    step = step_of(whole, limit)
    assert bool(step) == (whole >= 2 * limit * 5)
    if step:
        told = share_text(100 * share, step)
        alike = [n for n in np.arange(0, 1.5 * whole, 0.5) if share_text(100 * n / whole, step) == told]
        assert max(alike) - min(alike) >= (limit if told.startswith("under") else 2 * limit) - 1
        assert min(alike) - 1 <= share * whole <= max(alike) + 1


def test_small_counts_outside_are_withheld():
    text = "".join(contrast_section(summary(), made(people=1.0)))
    assert say("reason.small", limit=LIMIT) in text or say("reason.joint") in text
    for row in rows(text):
        told = [float(n.replace(",", "")) for n in re.findall(r"(?<!under )\b\d[\d,]*\b", row) if "people" not in row]
        assert all(n >= LIMIT or n in (1, 2, 4) for n in told), row


# ---- conditional on events --------------------------------------------------------------------


def test_a_run_says_on_which_events_it_is_conditional():
    told = notices(summary())[-1]
    assert told == say("events.one", named=say("events.row", title="The police search the villages", year="2004"))
    assert told in page(summary(), PERIODS)


def test_the_rows_that_carry_the_most_events_are_named_in_order_of_time():
    of = situation()
    day = next(iter(of.events.values()))
    events = {f"e{i}": replace(day, id=f"e{i}") for i in range(9)}
    carried = {"a": ("e1",), "b": ("e2", "e3"), "c": ("e4", "e5", "e6"), "d": ("e7", "e8")}
    years = {"a": "2001", "b": "2009", "c": "2004", "d": "2002"}
    timeline = {n: Happening(n, f"row {n}", years[n], "", (), (), carried[n]) for n in carried}
    many = replace(with_evidence(of, timeline=timeline), events=events)
    told = notices(replace(summary(), situation=many))[-1]
    assert told == say("events.many", n=9, named="“row d” (2002), “row c” (2004), “row b” (2009)")


def test_events_outside_the_run_or_of_a_loop_that_is_off_do_not_count():
    of = situation()
    day = next(iter(of.events.values()))
    later = replace(day, id="later", starts=day.starts.replace(year=2031), ends=None)
    flood = Event("flood", "attention", day.starts, None, "step", "add", "departure_per_attention")
    more = replace(of, events={day.id: day, "later": later, "flood": flood})
    assert events_of(replace(summary(), situation=more)) == {day.id}
    on = replace(summary().about, switches={"FLOOD": "on"})
    assert events_of(replace(summary(), situation=more, about=on)) == {day.id, "flood"}


def test_signals_are_named_where_there_is_no_timeline():
    island = read_situation("island-evacuation")
    told = notices(
        summarise(dataset(replace(island, worlds={"base": island.worlds["base"]}), lambda *_: 500.0), island)
    )
    assert told[-1].startswith("Conditional on events: 3 dated events")
    assert "Ash and hot gas reach the parishes" in told[-1]


def test_a_run_without_events_says_nothing_of_them():
    assert notices(replace(summary(), situation=replace(situation(), events={}))) == ()


# ---- the command ------------------------------------------------------------------------------


def test_a_run_writes_and_tells_all_of_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    folder, out = write_quarrel(tmp_path / "quarrel"), tmp_path / "out"
    assert exit_code(["run", str(folder), "--draws", "3", "--workers", "1", "--out", str(out), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["conditional_on_events"] == ["campaign_2004"]
    assert str(out / "loops.csv") in told["files"]
    text = (out / "report.html").read_text("utf-8")
    assert [name for name in ("flows", "loops", "contrasts") if f'id="{name}"' in text] == [
        "flows",
        "loops",
        "contrasts",
    ]
    assert "Conditional on an event" in text
    found = list(csv.DictReader(io.StringIO((out / "loops.csv").read_text("utf-8"))))
    assert {row["moved_to"] for row in found if row["name"] == "FLOOD"} == {"on"}
    assert float(next(row for row in found if row["name"] == "FLOOD")["median"]) > 1
    assert json.loads((out / "trace.json").read_text("utf-8"))["conditional_on_events"] == ["campaign_2004"]
    assert (
        exit_code(["run", str(folder), "--draws", "2", "--workers", "1", "--out", str(out), "--force", "--quiet"]) == 0
    )


def test_no_figure_of_a_loop_is_in_any_range(tmp_path: Path):
    folder = write_quarrel(tmp_path / "quarrel")
    assert exit_code(["run", str(folder), "--draws", "3", "--out", str(tmp_path / "a"), "--quiet"]) == 0
    text = (folder / "switches.toml").read_text("utf-8")
    (folder / "switches.toml").write_text(re.sub(r"\[switch\.PRISON.*?(?=\[contrast)", "", text, flags=re.S), "utf-8")
    assert exit_code(["run", str(folder), "--draws", "3", "--out", str(tmp_path / "b"), "--quiet"]) == 0
    assert (tmp_path / "a" / "summary.csv").read_bytes() == (tmp_path / "b" / "summary.csv").read_bytes()
    assert (tmp_path / "a" / "loops.csv").read_bytes() != (tmp_path / "b" / "loops.csv").read_bytes()


def test_sides_of_a_contrast_are_named_by_who_is_on():
    assert [side for side, _ in sides_of(situation().contrasts["attention"])] == [
        Side("attention", ("HELP",)),
        Side("attention", ("SEARCH",)),
        Side("attention", ("HELP", "SEARCH")),
    ]
