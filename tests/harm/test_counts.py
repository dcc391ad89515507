"""No count of one to nine people who hide can be read from what leaves the folder of a run, or worked out from it."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterator
from itertools import pairwise, product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from harm.conftest import RUNS
from harm.few import LIMIT, SCALE, WEIGHT, Left
from made_up import hidden_five
from tumen.ensemble.effects import Effects, Move
from tumen.report.behind import step
from tumen.report.ratios import Ratios

Of = Callable[[str], Left]
EACH = {
    "acts_of_arrest": WEIGHT, "money_lost": WEIGHT, "exposed": 1.0, "time_hiding": 12.0, "time_at_risk": 12 * 0.7,
    "time_in_prison": 12.0, "level_of_word": 1.0, "level_of_near_word": 1 / SCALE, "level_of_echo": 1 + 0.5 / SCALE,
}  # fmt: skip
"""By how much one person moves an outcome in a year; the others count persons."""
KEEP = 2 ** (-1 / 6)
"""What a signal remembers after a month, about: the attacker knows the half-life."""


def few_people(value: float) -> bool:
    return 0.5 <= value < LIMIT - 0.5


def numbers(text: str) -> list[float]:
    """Give the numbers in a text, but for the limit in ``under 10``."""
    return [float(n.replace(",", "")) for n in re.findall(r"\d[\d,.]*", re.sub(r"under [\d.]+", "", text))]


# ---- what is written --------------------------------------------------------------------------


def test_there_is_something_to_hide(left: Of):
    told = left("one")
    small = {key for key, value in told.counts().items() if few_people(value) and key[1] not in EACH}
    assert len(small) > 40
    assert {name for _, name, _ in small} >= {"in_hiding_far", "returned_by_force", "reached_safety", "women_far"}
    assert sum(value is not None for value in told.shown().values()) > 100


@pytest.mark.parametrize("run", RUNS)
def test_no_figure_of_few_is_written(left: Of, run: str):
    told = left(run)
    months = 1.0 if run == "months" else 12.0
    for row in told.rows():
        each = EACH.get(row["outcome"], 1.0) * (months / 12 if row["kind"] == "time" else 1)
        assert (row["value"] is None) == (row["suppressed"] == "true")
        assert row["value"] is None or abs(row["value"]) >= LIMIT * each * 0.999, row


@pytest.mark.parametrize("run", RUNS)
def test_every_file_tells_the_same_or_less(left: Of, run: str):
    told = left(run)
    shown = {(r["world"], r["outcome"], r["period"], r["statistic"]): r["value"] for r in told.rows()}
    assert dict(sheet(told)) == shown
    for row in told.data("trace.json")["headline"]:
        about = product(row["worlds"], ("q05", "q50", "q95"))
        assert all(row["worlds"][w][s] == shown[w, row["outcome"], row["period"], s] for w, s in about)
    page, lines = told.published["report.html"].decode(), told.said.splitlines()
    texts = re.findall(r'<td class="number"[^>]*>(.*?)</td>', page)
    texts += [line.split("  ", 2)[2] for line in lines if re.match(r"  \d{4}(-\d\d)?  ", line)]
    assert texts
    assert not [text for text in texts if any(number < LIMIT or number % LIMIT for number in numbers(text))]


def sheet(told: Left) -> Iterator[tuple[tuple[str, ...], float | None]]:
    """Read the sheet with all figures of the workbook."""
    with zipfile.ZipFile(io.BytesIO(told.published["summary.xlsx"])) as book:
        strings = re.findall(r"<si><t[^>]*>(.*?)</t></si>", book.read("xl/sharedStrings.xml").decode(), re.S)
        rows = re.findall(r"<row [^>]*>(.*?)</row>", book.read("xl/worksheets/sheet3.xml").decode(), re.S)
    for row in rows[1:]:
        cells = dict(re.findall(r'<c r="([A-Z]+)\d+"[^>]*><v>(.*?)</v>', row))
        texts = {column: strings[int(cells[column])] for column in "BDGH"}
        yield tuple(texts.values()), float(cells["I"]) if "I" in cells else None


def test_the_charts_draw_nothing_finer(left: Of):
    for svg in re.findall(r'<svg class="fan.*?</svg>', left("one").published["report.html"].decode(), re.S):
        ticks = re.findall(r'<text[^>]*y="([\d.]+)"[^>]*class="tick" text-anchor="end">([\d,]+)', svg)
        at = [(float(y) - 4, float(n.replace(",", ""))) for y, n in ticks]
        (bottom, _), (top, high) = at[0], at[-1]
        for y in map(float, re.findall(r"\d,([\d.]+)", " ".join(re.findall(r'points="(.*?)"', svg)))):
            people = (bottom - y) / (bottom - top) * high
            off = abs(people - round(people / LIMIT) * LIMIT)
            assert off <= 0.06 * high / (bottom - top), (people, svg[:100])


def test_bands_are_as_wide_as_the_figures_that_are_written(left: Of):
    """A flow is drawn as it is told, in whole steps, so that no ruler gives more than the words."""
    drawings = re.findall(r'<svg class="sankey.*?</svg>', left("one").published["report.html"].decode(), re.S)
    assert drawings
    for svg in drawings:
        found = re.findall(r'<path d="[^"]*,([\d.]+)V([\d.]+)C[^"]*"[^>]*><title>[^<]*median\s([\d,]+)</title>', svg)
        ends, told = [of[:2] for of in found], [float(of[2].replace(",", "")) for of in found]
        assert len(told) == len(ends) > 0
        wide = [(float(low) - float(high)) / people for people, (high, low) in zip(told, ends, strict=True)]
        assert all(people % LIMIT == 0 for people in told)
        assert wide == pytest.approx([wide[0]] * len(wide), abs=0.02 / min(told))


@given(st.floats(10, 3000), st.floats(0, 40))
def test_a_loop_is_not_told_to_move_few_people(people: float, more: float):
    """What a loop adds, times what there is, comes to nothing or to ten people or more."""
    figures = [{"low": np.full((1, 1, 1), of)} for of in (people, people + more)]
    move = Move("W", "off")
    effects = Effects(("in_hiding",), (), {"low": (0,)}, figures[0], {move: figures[1]}, {})
    ratio = Ratios(hidden_five(), effects, LIMIT).of(move, "low", "in_hiding").median
    assert ratio is not None
    added = abs(ratio - 1) * people
    assert added < 1e-6 * people or added > LIMIT / 2, (ratio, people)


# ---- sums and differences ---------------------------------------------------------------------

PARTS = (
    ("in_hiding", ("in_hiding_near", "in_hiding_far")),
    ("in_hiding", ("unpaid_in_hiding",)),
    ("in_hiding_far", ("women_far",)),
    ("set_out", ("crossed_near",)),
    ("returned_by_force", ("imprisoned",)),
    ("returned_by_force", ("arrested_soon",)),
    ("reached_safety", ("soon_safe", "late_safe")),
)


def test_no_sum_of_figures_of_any_runs_is_a_count_of_few(left: Of):
    """Whatever is added or subtracted, of parts, periods, worlds, policies, switches, settings: a multiple of ten."""
    persons = [row["value"] for run in RUNS for row in left(run).rows() if row["unit"] == "persons" and row["value"]]
    assert len(persons) > 1000
    assert all(value % LIMIT == 0 for value in persons)


@pytest.mark.parametrize("outcome", EACH)
def test_nor_is_one_of_other_units(left: Of, outcome: str):
    shown = {row["value"] for run in RUNS if run != "months" for row in left(run).rows() if row["outcome"] == outcome}
    least = step(LIMIT * EACH[outcome])
    parts = [value / least for value in shown - {None}]
    assert parts == pytest.approx([round(part) for part in parts])


def test_what_a_total_leaves_is_no_part_of_few(left: Of):
    truth, shown = left("one").counts(), left("one").shown()
    every = {(world, period) for world, _, period in truth}
    sums = [(at, whole, parts, of) for at in every for whole, parts in PARTS for of in parts]
    found = []
    for (world, period), whole, parts, of in sums:
        told = [shown[world, name, period] for name in (whole, *parts) if name != of]
        if few_people(truth[world, of, period]):
            known = [x for x in told if x is not None]
            found.append(known[0] - sum(known[1:]) if len(known) == len(told) else 0)
    assert len(found) > 5
    assert not [rest for rest in found if few_people(rest)]


@pytest.mark.parametrize("run", ["one", "months"])
def test_what_a_stock_gains_is_no_flow_of_few(left: Of, run: str):
    """Nobody leaves safety: what is added to it from one period to the next came in between."""
    truth, shown = left(run).counts(), left(run).shown()
    periods = sorted({period for _, _, period in truth})
    found = []
    for world, (before, after) in product({world for world, _, _ in truth}, pairwise(periods)):
        first, last = (shown[world, "safe_so_far", period] for period in (before, after))
        if first and last and few_people(truth[world, "reached_safety", after]):
            found.append(last - first)
    assert not [flow for flow in found if few_people(flow)]
    assert found or run == "one"


# ---- weights, times, levels -------------------------------------------------------------------


def test_a_weight_that_is_known_gives_no_count_of_few(left: Of):
    truth, shown = left("one").counts(), left("one").shown()
    weighed = {"acts_of_arrest": "returned_by_force", "money_lost": "returned_by_force", "exposed": "went_back"}
    for (world, name, period), value in shown.items():
        if name in weighed and value is not None:
            people = value / EACH[name]
            assert people >= LIMIT
            assert truth[world, weighed[name], period] >= LIMIT
            assert shown[world, weighed[name], period] is not None


def test_times_added_up_are_told_of_no_few(left: Of):
    """Who knows about how long people take can divide the sum of their times by it."""
    for run in ("one", "months", "three"):
        truth, shown = left(run).counts(), left(run).shown()
        known = [(world, period) for (world, name, period), v in shown.items() if name == "months_to_safety" and v]
        assert known or run == "months"
        for world, period in known:
            assert shown[world, "reached_safety", period] is not None
            assert truth[world, "reached_safety", period] >= LIMIT or run == "three"


def test_person_months_tell_of_no_mean_of_few(left: Of):
    for run, months in (("one", 12), ("months", 1)):
        times = [v for (_, name, _), v in left(run).shown().items() if name in ("time_hiding", "time_in_prison") and v]
        assert times
        assert min(times) >= LIMIT * months


FED = [("level_of_word", "reached_safety"), ("level_of_near_word", "crossed_near")]


@pytest.mark.parametrize(("level", "flow"), FED)
def test_a_level_cannot_be_turned_back_into_the_flow_that_fed_it(left: Of, level: str, flow: str):
    """The attacker knows gain, scale and half-life, and has the level of each month."""
    truth, shown = left("months").counts(), left("months").shown()
    periods, tried = sorted({period for _, _, period in truth}), 0
    for now, then in pairwise(periods):
        before, after = (shown["low", level, period] for period in (now, then))
        if not before or not after or not few_people(truth["low", flow, now]):
            continue
        tried += 1
        half = step(LIMIT * EACH[level]) / 2
        first, last = (np.array([value - half, value + half]) for value in (before, after))
        fed = memory(last, level) - KEEP * memory(first, level)[::-1]
        assert fed[0] - 0.2 <= truth["low", flow, now] <= fed[1] + 0.2
        assert np.floor(fed[1]) - np.ceil(fed[0]) >= LIMIT - 1
    assert tried > 20


def memory(level: np.ndarray, name: str) -> np.ndarray:
    """Turn a level back into what the signal remembers."""
    return level if name == "level_of_word" else SCALE * np.expm1(level)
