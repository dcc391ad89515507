"""Pictures of flows: nobody is lost in them, nothing small can be worked out from them, words stay in their place."""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import cache
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy.optimize import linprog

from made_up import dataset, hidden_five
from tumen.ensemble.aside import Aside
from tumen.ensemble.flows import Flows
from tumen.ensemble.periods import Period
from tumen.policy import Station
from tumen.report import summarise
from tumen.report.flows import flow_section
from tumen.report.moves import Moved, Moves, Name, Stood, moves
from tumen.report.numbers import Spread, stepped
from tumen.report.page import page
from tumen.report.sankey import Drawing, drawing, drawn, lines_of, scale_of, sheet
from tumen.report.strings import say
from tumen.report.summary import Summary

LIMIT = 10
LETTER = 6.5
"""Width of a letter that is no narrower than most, in the units of a picture."""
Bands = dict[tuple[int, int], float]


# ---- the layout -------------------------------------------------------------------------------

bands = st.dictionaries(
    st.tuples(st.integers(0, 7), st.integers(0, 7)).filter(lambda pair: pair[0] != pair[1]),
    st.one_of(st.integers(20, 500), st.integers(20, 5_000_000)).map(float),
    min_size=1,
    max_size=30,
)
titles = st.text("abcdefghij kl", min_size=1, max_size=60).map(str.strip).filter(bool)


def words(of: str, figure: str = "33,000,000 to 190,000,000") -> dict[tuple[int, int], tuple[str, ...]]:
    return {(side, i): lines_of(of, figure) for side in (0, 1) for i in range(8)}


@settings(deadline=None)
@given(st.lists(bands, min_size=1, max_size=2), titles)
def test_as_many_come_as_leave_and_no_width_is_negative(pictures: list[Bands], title: str):
    on = sheet(pictures, [words(title)] * len(pictures))
    for picture in pictures:
        made = drawing(picture, on, words(title))
        assert {band.pair: band.width for band in made.bands} == {p: n * on.scale for p, n in picture.items()}
        assert all(band.width > 0 for band in made.bands)
        for side, node in [(0, node) for node in made.left] + [(1, node) for node in made.right]:
            own = [band for band in made.bands if band.pair[side] == node.station]
            parts = sorted(((band.start, band.end)[side], band.width) for band in own)
            assert parts[0][0] == pytest.approx(node.top)
            assert sum(width for _, width in parts) == pytest.approx(node.bar)
            assert all(top + width <= below + 1e-6 for (top, width), (below, _) in pairwise(parts))


@settings(deadline=None)
@given(st.lists(bands, min_size=1, max_size=2), titles)
def test_words_stand_inside_and_do_not_touch(pictures: list[Bands], title: str):
    on = sheet(pictures, [words(title)] * len(pictures))
    made = [drawing(picture, on, words(title)) for picture in pictures]
    assert len({of.height for of in made}) == 1
    for of, nodes in [(each, side) for each in made for side in (each.left, each.right)]:
        halves = [len(node.lines) * Drawing.line / 2 for node in nodes]
        boxes = [(node.middle - half, node.middle + half) for node, half in zip(nodes, halves, strict=True)]
        assert all(top >= 0 and bottom <= of.height for top, bottom in boxes)
        assert all(above[1] <= below[0] for above, below in pairwise(boxes))
        assert all(node.top >= 0 and node.top + node.bar <= of.height for node in nodes)
        assert all(len(line) * LETTER <= Drawing.words - 6 for node in nodes for line in node.lines)


@given(bands)
def test_the_same_station_stands_at_the_same_height_in_both_worlds(picture: Bands):
    half = {pair: people / 2 for pair, people in picture.items()}
    on = sheet([picture, half], [words("x")] * 2)
    for one, other in zip(*(drawing(of, on, words("x")).left for of in (picture, half)), strict=True):
        assert (one.station, one.middle) == (other.station, other.middle)
        assert other.bar == pytest.approx(one.bar / 2)


@given(bands)
def test_the_scale_is_round_and_small(picture: Bands):
    on = sheet([picture], [words("x")])
    people, height = scale_of(on)
    assert str(int(people)).rstrip("0") in ("1", "2", "5")
    assert height == people * on.scale <= 20


def test_a_band_goes_from_where_people_leave_to_where_they_come():
    on = sheet([{(0, 1): 100.0}], [words("x")])
    made = drawing({(0, 1): 100.0}, on, words("x"))
    text = drawn(made, {(0, 1): "all of them"}, (10.0, "10 people"))
    path = re.findall(r'd="M([\d.]+),([\d.]+)C\S+ \S+ ([\d.]+),([\d.]+)V([\d.]+)', text)[0]
    x, y, there, end, bottom = map(float, path)
    assert (x, there) == (Drawing.words + Drawing.node, Drawing.width - Drawing.words - Drawing.node)
    assert (y, end) == pytest.approx((made.left[0].top, made.right[0].top), abs=0.01)
    assert bottom - end == pytest.approx(made.bands[0].width, abs=0.02)
    assert "<title>all of them</title>" in text


# ---- what may be shown ------------------------------------------------------------------------


def flows_of(moved: NDArray[np.float64], first: NDArray[np.float64], cut: int) -> Flows:
    """Make flows of one draw and one world between all stations: nobody is born, nobody is lost.

    Args:
        moved: People, ``[period, origin, target]``.
        first: People at the beginning, ``[station]``.
        cut: Period with which the second stretch begins.
    """
    n = len(first)
    pairs = tuple((i, j) for i in range(n) for j in range(n) if i != j)
    gains = moved.sum(axis=1) - moved.sum(axis=2)
    stood = first + np.concatenate([np.zeros((1, n)), gains.cumsum(axis=0)])
    stood += max(0.0, -stood.min())
    periods = tuple(Period(str(y), date(y, 1, 1), date(y, 12, 31), False) for y in range(2000, 2000 + len(moved)))
    stations = tuple(Station(f"s{i}", f"station {i}", (f"s{i}",)) for i in range(n))
    through = np.array([[of[pair] for pair in pairs] for of in moved])
    cuts = ((0, cut - 1), (cut, len(moved) - 1))
    return Flows(stations, periods, cuts, pairs, {"base": through[None]}, {"base": stood[None]})


@st.composite
def made_flows(draw: st.DrawFn) -> Flows:
    n, periods = draw(st.integers(2, 4)), 4
    count = st.one_of(st.floats(0, 12), st.floats(0, 200), st.floats(0, 30_000))
    moved = np.array([[[draw(count) * (i != j) for j in range(n)] for i in range(n)] for _ in range(periods)])
    first = np.array([draw(st.one_of(st.floats(0, 12), st.floats(0, 900))) for _ in range(n)])
    return flows_of(moved, first, 2)


def true_values(flows: Flows) -> dict[Name, float]:
    """Give every figure as it is."""
    found: dict[Name, float] = {}
    for s, (first, last) in enumerate(flows.stretches):
        for k, pair in enumerate(flows.pairs):
            found[Moved(s, *pair)] = float(flows.moved["base"][0, first : last + 1, k].sum())
    for s, at in enumerate([0, *(last + 1 for _, last in flows.stretches)]):
        found |= {Stood(s, i): float(people) for i, people in enumerate(flows.stood["base"][0, at])}
    return found


def between(shown: Mapping[Name, Spread], name: Name) -> tuple[float, float | None]:
    """Say what is known of a figure from what is told of it alone: all figures that are told alike."""
    value, reason = shown[name].q50.value, shown[name].q50.reason
    if reason == "small":
        return 0.0, float(LIMIT)
    if value is None:
        return 0.0, None
    told = [x for x in range(0, int(value * 1.2) + 40, LIMIT) if stepped(x + LIMIT / 2, LIMIT) == value]
    return float(told[0]), float(told[-1] + LIMIT)


def equations(values: Mapping[Name, float]) -> list[list[int]]:
    """Write that whoever was at a station or came is whoever left or stayed."""
    names, rows = list(values), []
    for begin in (
        name for name in names if isinstance(name, Stood) and Stood(name.stretch + 1, name.station) in values
    ):
        s, at = begin
        rows.append(
            [
                (name == begin)
                - (name == Stood(s + 1, at))
                + (isinstance(name, Moved) and (name.stretch, name.target) == (s, at))
                - (isinstance(name, Moved) and (name.stretch, name.origin) == (s, at))
                for name in names
            ]
        )
    return rows


@settings(max_examples=40, deadline=None)
@given(made_flows())
def test_no_sum_or_difference_says_more_of_a_small_figure_than_that_it_is_small(flows: Flows):
    values, shown = true_values(flows), moves(flows, LIMIT).spreads["base"]
    rows, names = equations(values), list(values)
    assert all(shown[name].q50.reason == "small" for name in names if values[name] < LIMIT)
    bounds = [between(shown, name) for name in names]
    for name, (low, high) in zip(names, bounds, strict=True):
        assert low <= values[name] <= (high or np.inf)
    for name in [name for name in names if 0.1 < values[name] < LIMIT - 0.1][:6]:
        ends = []
        for sign in (1, -1):
            objective = [sign * (other == name) for other in names]
            found = linprog(objective, A_eq=rows, b_eq=[0] * len(rows), bounds=bounds)
            assert found.x is not None
            ends.append(found.x[names.index(name)])
        assert ends == pytest.approx([0, LIMIT], abs=1e-6)


@settings(deadline=None)
@given(made_flows())
def test_no_year_is_given_away_by_the_others_of_its_stretch(flows: Flows):
    for name, spread in moves(flows, LIMIT).spreads["base"].items():
        if not isinstance(name, Moved) or spread.q50.value is None:
            continue
        first, last = flows.stretches[name.stretch]
        years = flows.moved["base"][0, first : last + 1, flows.pairs.index((name.origin, name.target))]
        small = years[years < LIMIT]
        low, high = between({name: spread}, name)
        assert high is not None
        assert not small.size or small.sum() >= LIMIT or high - low >= 2 * LIMIT


@given(st.floats(LIMIT, 1e9), st.sampled_from([5, 10]))
def test_steps_hide_twice_the_limit(value: float, limit: int):
    told = stepped(value, limit)
    assert told % (2 * limit) == 0
    assert told > 0
    assert abs(told - value) <= max(limit, 0.05 * value) + 1e-6


# ---- the section ------------------------------------------------------------------------------


def few(people: float = 400.0) -> Flows:
    """Make flows between three stations in the years of the small situation, as many in each year."""
    moved = np.zeros((10, 3, 3))
    moved[:, 0, 1], moved[:, 1, 2], moved[:, 1, 0] = people, people / 4, 1.0
    one = flows_of(moved, np.array([90_000.0, 0.0, 0.0]), 4)
    return replace(
        one,
        moved=dict.fromkeys(("low", "high"), one.moved["base"]),
        stood=dict.fromkeys(("low", "high"), one.stood["base"]),
    )


@cache
def summary() -> Summary:
    return summarise(dataset(hidden_five(), lambda *_: 500.0), hidden_five())


def test_each_stretch_is_drawn_for_each_world_with_its_numbers():
    text = "".join(flow_section(summary(), few()))
    assert re.findall(r"<h3>(.*?)</h3>", text) == ["2000 to 2003", "2004 to 2009"]
    assert text.count("<svg") == 4
    assert text.count("<details>") == text.count("</details>") == 2
    assert text.count('class="flow"') == 4 * 2
    assert say("flows.band", origin="Station 0", target="Station 1", range="1,600 to 1,600", median="1,600") in text


def test_what_is_withheld_is_neither_drawn_nor_written():
    text = "".join(flow_section(summary(), few()))
    assert say("flows.pair", origin="Station 1", target="Station 0") not in text
    for cell in re.findall(r'<td class="number">(.*?)</td>', text):
        told = [float(n.replace(",", "")) for n in re.findall(r"\d[\d,]*", cell.replace(f"under {LIMIT}", ""))]
        assert all(n >= 2 * LIMIT and n % (2 * LIMIT) == 0 for n in told)


def test_bands_are_as_wide_as_what_is_written():
    text = "".join(flow_section(summary(), few(404.0)))
    widths = [
        float(bottom) - float(end) for end, bottom in re.findall(r'd="M\S+ \S+ [\d.]+,([\d.]+)V([\d.]+)', text)[:2]
    ]
    assert widths[0] / widths[1] == pytest.approx(1600 / 400, abs=0.02)  # 1,616 and 404 people


def test_nothing_is_shown_where_everything_is_small():
    assert flow_section(summary(), few(1.0)) == []
    text = page(summary(), ("2000", "2003", "2009"), Aside(few(1.0), None))
    assert 'id="flows"' not in text
    assert 'id="flows"' in page(summary(), ("2000", "2003", "2009"), Aside(few(), None))
    assert 'id="flows"' not in page(summary(), ("2000", "2003", "2009"))


def test_a_world_in_which_nothing_may_be_drawn_leaves_the_other_alone():
    some, none = few(), few(1.0)
    mixed = replace(some, moved={"low": none.moved["low"], "high": some.moved["high"]})
    text = "".join(flow_section(summary(), mixed))
    assert text.count("<svg") == 2
    assert "world-0" not in re.findall(r'<svg class="([^"]*)"', text)[0]


def test_ranges_come_before_medians_and_years_alone_are_told():
    found = Moves(few(), LIMIT, {})
    assert [found.stretch_text(s) for s in (0, 1)] == ["2000 to 2003", "2004 to 2009"]
    text = "".join(flow_section(summary(), few()))
    assert not re.search(r"\d{4}-\d{2}", text)
    assert text.index(say("table.range")) < text.index(say("table.median"))


def test_pictures_can_be_read_without_seeing_them():
    text = page(summary(), ("2000", "2003", "2009"), Aside(few(), None))
    ids = re.findall(r'\bid="([^"]*)"', text)
    assert len(ids) == len(set(ids))
    pictures = re.findall(r"<svg class=\"sankey[^>]*>", text)
    assert len(pictures) == 4
    for picture in pictures:
        assert 'role="img"' in picture
        named = re.findall(r'aria-labelledby="([^"]*)"', picture)[0].split()
        assert set(named) <= set(ids)
    assert text.count("The widest: Station 0 → Station 1: ") == 4
    assert not re.search(r'<script|href="(?!#)|\bon\w+="', text)
