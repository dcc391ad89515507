"""The section on evidence: claims against the model, contradictions as pairs, priors from claims."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from functools import cache
from html import unescape
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from made_up import dataset, hidden_five, reported, with_evidence
from test_report import PERIODS, Page, growing, summary
from tumen.evidence import KEPT_OUT, Claim, Prior, Series
from tumen.evidence.pooling import pooled
from tumen.report import summarise
from tumen.report.beside import Asked
from tumen.report.compare import Comparison, comparisons, count
from tumen.report.dots import Dots, dots
from tumen.report.evidence import evidence
from tumen.report.figures import figures_about
from tumen.report.numbers import Shown, Spread
from tumen.report.page import page
from tumen.report.periods import Period, Span, same, touched
from tumen.report.strings import say
from tumen.report.summary import Summary
from tumen.situation import Situation, read_situation
from tumen.trace.words import about, percent

SAFE = "reached_safety"


@cache
def flagship() -> Summary:
    """Sum up made-up results of the flagship."""
    situation = read_situation("dprk-china")
    return summarise(dataset(situation, lambda w, o, y: (5000 + 900 * y) * (3 if w == "high" else 1)), situation)


def of(situation: Situation, **more: Any) -> Summary:
    return summarise(dataset(situation, growing, **more), situation)


def with_rows(*rows: tuple[int, int, float], unit: str = "persons", **more: Any) -> Situation:
    """Let an office report arrivals: first year, last year, figure."""
    made = tuple(
        reported("arrivals_southmark", first, value, id=f"arrivals_southmark-{i}", date_to=str(last), unit=unit, **more)
        for i, (first, last, value) in enumerate(rows, 1)
    )
    return with_evidence(hidden_five(), observations=(*made, hidden_five().evidence.observations["newspaper_hiding-1"]))


def with_claim(**more: Any) -> Situation:
    """Change the claim about how many hide."""
    claims = dict(hidden_five().claims)
    claims["K001"] = replace(claims["K001"], **more)
    return with_evidence(hidden_five(), claims=claims)


def about_quantity(found: Summary, quantity: str) -> Comparison:
    return next(one for one in comparisons(found) if one.quantity.id == quantity)


def asked(found: Summary, item: str) -> list[Asked]:
    return [one for one in found.asked if one.figure.item == item]


def section(found: Summary) -> str:
    """Give the section as text without tags, one cell or paragraph a line."""
    text = "".join(evidence(found))
    lines = re.sub(r"</(td|th|p|h3|h4|summary|li)>", "\n", re.sub(r"<svg.*?</svg>", "", text))
    return unescape(re.sub(r"<[^>]+>", "", lines))


def spread(*levels: float) -> Spread:
    return Spread(*(Shown(level) for level in levels))


# ---- which figures are compared, and with what ------------------------------------------------


def test_every_figure_of_a_quantity_with_a_date_in_the_run_is_compared():
    assert {one.figure.item for one in summary().asked} == {
        "K001", "K002", "K004", "K006", "newspaper_hiding-1", "arrivals_southmark-1", "arrivals_southmark-2"
    }  # fmt: skip
    late = of(with_rows((1990, 1990, 200.0), (2004, 2004, 200.0), (2030, 2030, 200.0)))
    assert [one.figure.item for one in late.asked if one.quantity.id == SAFE] == ["arrivals_southmark-2"]


def test_what_an_option_says_or_what_is_kept_out_is_not_compared():
    assert asked(of(with_claim(kind="policy_option")), "K001") == []
    for found in (summary(), flagship()):
        claims = found.situation.claims
        compared = [claims[one.figure.item] for one in found.asked if one.figure.item in claims]
        assert compared
        assert not [c.id for c in compared if c.kept_out or c.kind == "policy_option"]


def test_a_figure_of_one_sex_is_not_set_beside_everybody():
    assert asked(of(with_rows((2003, 2003, 99.0), sex="female")), "arrivals_southmark-1") == []


def test_a_figure_that_the_model_does_not_answer_in_its_unit_is_left_out():
    for unit in ("USD", "months", "share"):
        assert asked(of(with_rows((2003, 2003, 99.0), unit=unit)), "arrivals_southmark-1") == []


def test_an_outcome_that_was_not_recorded_answers_nothing():
    made = dataset(hidden_five(), growing).drop_vars(["in_hiding", "women_in_hiding"])
    found = summarise(made, hidden_five())
    assert {one.quantity.outcome for one in found.asked} == {"imprisoned", SAFE}


@pytest.mark.parametrize(
    ("rows", "unit", "span", "whole"),
    [
        ((2003, 2003), "persons", ("2003", "2003", False), True),
        ((2002, 2004), "persons", ("2002", "2004", False), True),
        ((2002, 2004), "persons per year", ("2002", "2004", True), True),
        ((1998, 2003), "persons", None, None),
    ],
)
def test_a_flow_is_answered_for_its_whole_years(
    rows: tuple[int, int], unit: str, *, span: tuple[str, str, bool] | None, whole: bool | None
):
    found = asked(of(with_rows((*rows, 900.0), unit=unit)), "arrivals_southmark-1")
    if span is None:
        assert found == []
    else:
        assert found[0].span == Span(SAFE, "", *span)
        assert found[0].whole is whole


def test_a_flow_of_a_part_of_a_year_is_only_a_lower_bound_of_it():
    row = reported("arrivals_southmark", 2003, 20.0, date_from="2003-02", date_to="2003-04")
    others = hidden_five().evidence.observations.values()
    one = asked(of(with_evidence(hidden_five(), observations=(*others, row))), row.id)[0]
    assert (one.whole, one.low, one.high) == (False, 20.0, float("inf"))
    assert one.span == Span(SAFE, "", "2003", "2003")
    assert one.verdict(spread(50, 60, 70, 80, 90)) == "overlaps"
    assert one.verdict(spread(1, 2, 3, 4, 5)) == "lower"


# ---- sums, means and shares of futures ---------------------------------------------------------


@pytest.mark.parametrize(
    ("span", "figure"),
    [
        (Span(SAFE, "", "2002", "2004"), lambda v: v[SAFE][..., 2:5].sum(-1)),
        (Span(SAFE, "", "2002", "2004", True), lambda v: v[SAFE][..., 2:5].sum(-1) / 3),
        (Span("in_hiding", "", "2002", "2004"), lambda v: v["in_hiding"][..., 2:5].mean(-1)),
        (Span("women_in_hiding", "in_hiding", "2002", "2002"),
         lambda v: (v["women_in_hiding"] / v["in_hiding"])[..., 2]),
        (Span("imprisoned", "returned_by_force", "2000", "2003"),
         lambda v: v["imprisoned"][..., :4].sum(-1) / v["returned_by_force"][..., :4].sum(-1)),
    ],
)  # fmt: skip
def test_a_span_is_put_together_future_by_future(span: Span, figure: Any):
    situation = hidden_five()
    made = dataset(situation, growing, rejected={"high": 4})
    found = summarise(made, with_span(situation, span))
    values = {str(name): made[name].values.astype(float) for name in situation.outcomes}
    for w, world in enumerate(found.worlds):
        futures = np.ravel(figure(values)[w][made["valid"].values[w]])
        told = found.answer(world, span)
        expected = np.quantile(futures, [0.05, 0.5, 0.95])
        step = max(0.05, expected.max() / 10) if span.over else 10  # where people hide, figures are rounded
        assert [told.q05.value, told.q50.value, told.q95.value] == pytest.approx(expected, abs=step / 2)


def with_span(situation: Situation, span: Span) -> Situation:
    """Add a reported figure that asks for a span."""
    unit = "share" if span.over else "persons per year" if span.per_year else "persons"
    quantity = next(
        q for q in situation.evidence.quantities.values() if (q.outcome, q.over) == (span.outcome, span.over)
    )
    row = reported("asks", int(span.first), 0.5, date_to=span.last, unit=unit)
    return with_evidence(
        situation,
        observations=(*situation.observations, row),
        series={**situation.evidence.series, "asks": Series("asks", quantity.id, "asked for by a test")},
    )


def few_at_first(world: str, outcome: str, year: int) -> float:
    """Let all counts of the first two years be small."""
    return 4.0 if year < 2 else 4000.0


def test_a_span_is_withheld_where_a_year_of_it_is():
    situation = with_rows((2000, 2002, 900.0), (2002, 2004, 900.0))
    found = summarise(dataset(situation, few_at_first, draws=1), situation)
    for world in found.worlds:
        small, shown = (found.answer(world, one.span) for one in found.asked if one.quantity.id == SAFE)
        assert (small.q50.value, small.q50.reason) == (None, "joint")
        assert shown.q50.value == 12_000
    withheld, whole = (row for row in about_quantity(found, SAFE).rows)
    assert set(withheld.verdicts.values()) == {"unknown"}
    assert withheld.missed == "none"
    assert set(whole.verdicts.values()) == {"higher"}


def test_a_world_without_a_draw_answers_nothing():
    found = of(with_rows((2002, 2004, 900.0)), rejected={"high": 20})
    row = about_quantity(found, SAFE).rows[0]
    assert row.spreads["high"].q50.text == say("reason.none")
    assert row.verdicts == {"low": "higher", "high": "unknown"}
    assert row.missed == "some"


def test_periods_that_have_a_day_in_common_are_touched():
    years = [Period(str(y), date(y, 1, 1), date(y, 12, 31)) for y in range(2000, 2005)]
    assert [p.label for p in touched(years, date(2001, 12, 31), date(2003, 1, 1))] == ["2001", "2002", "2003"]
    assert same(years[1:3], date(2001, 1, 1), date(2002, 12, 31))
    assert not same(years[1:3], date(2001, 2, 1), date(2002, 12, 31))
    assert not same([], date(2001, 1, 1), date(2001, 12, 31))


# ---- whether they meet ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("figures", "verdict"),
    [
        ((None, 150, None), "within"),
        ((110, None, 190), "within"),
        ((50, None, 150), "overlaps"),
        ((50, None, 5000), "overlaps"),
        ((None, 50, None), "higher"),
        ((20, None, 90), "higher"),
        ((None, 500, None), "lower"),
        ((250, None, 900), "lower"),
        ((50, None, None), "overlaps"),
        ((250, None, None), "lower"),
        ((None, None, 90), "higher"),
        ((None, None, 150), "overlaps"),
        ((None, 203.9, None), "within"),
    ],
)
def test_a_figure_and_a_range_meet_or_do_not(figures: tuple[float | None, float | None, float | None], verdict: str):
    low, best, high = figures
    one = asked(of(with_claim(low=low, best=best, high=high)), "K001")[0]
    assert one.verdict(spread(100, 120, 140, 170, 204)) == verdict


RANGES = st.tuples(st.floats(10, 1e6), st.floats(1, 10)).map(lambda pair: (pair[0], pair[0] * pair[1]))


@given(RANGES, RANGES)
def test_a_miss_leaves_no_common_number(told: tuple[float, float], model: tuple[float, float]):
    one = replace(asked(summary(), "K001")[0], low=told[0], high=told[1])
    verdict = one.verdict(spread(model[0], *model, *model))
    apart = max(told[0], model[0]) > min(told[1], model[1])
    rounded = [float(f"{x:.2g}") for x in model]
    clear = apart and max(told[0], rounded[0]) > min(told[1], rounded[1])
    assert (verdict in ("lower", "higher")) == clear


# ---- what is no test --------------------------------------------------------------------------


def test_what_an_anchor_stands_on_is_no_test_and_never_a_miss():
    rows = {row.asked.figure.item: row for one in comparisons(summary()) for row in one.rows}
    assert [rows[item].asked.standing for item in ("K001", "K002", "newspaper_hiding-1")] == [
        "anchor",
        "anchor",
        "root",
    ]
    assert [rows[item].missed for item in ("K001", "K002", "newspaper_hiding-1")] == ["none"] * 3
    assert rows["arrivals_southmark-1"].asked.standing == "test"
    cells = section(summary()).splitlines()
    assert cells.count(say("evidence.anchor")) == 2
    assert cells.count(say("evidence.root")) == 1


@pytest.mark.parametrize("made", [summary, flagship])
def test_no_member_of_an_anchor_is_called_a_test(made: Any):
    found = made()
    counting = {
        member.item
        for world in found.situation.worlds.values()
        for prior in world.anchors.values()
        for member in found.situation.evidence.pools[prior.pool].members
        if member.role != "out" and prior.camp in ("", member.camp)
    }
    for one in found.asked:
        assert (one.figure.item in counting) <= (one.standing == "anchor"), one.figure.item


def test_a_prior_that_stands_in_worlds_makes_its_claims_anchors_too():
    situation = hidden_five()
    prior = replace(
        situation.worlds["low"].anchors["hiding_2003"], prior=Prior("lognormal", 1, 2), pool="", claims=("K001",)
    )
    world = replace(situation.worlds["low"], anchors={"hiding_2003": prior})
    found = of(replace(situation, worlds={"low": world, "high": replace(world, id="high")}))
    assert [one.standing for one in asked(found, "K001")] == ["anchor"]
    assert [one.standing for one in asked(found, "K002")] == ["test"]


def test_a_share_that_the_model_takes_over_is_no_test():
    taken = [one for one in flagship().asked if one.standing == "taken"]
    assert {one.figure.item for one in taken} >= {"B086", "B087"}


# ---- the section ------------------------------------------------------------------------------


def test_what_is_missed_comes_first():
    for found in (summary(), flagship()):
        for one in comparisons(found):
            assert [row.missed for row in one.missed] == sorted(
                (r.missed for r in one.missed), key=["every", "some"].index
            )
            assert (
                {*one.missed, *one.rest} == set(one.rows) if False else len(one.missed) + len(one.rest) == len(one.rows)
            )
    text = section(summary())
    assert text.index(say("evidence.higher")) < text.index(say("evidence.anchor"))


def test_every_comparison_is_counted_once():
    found = comparisons(flagship())
    numbers = count(found)
    assert numbers["n"] == len(flagship().asked)
    assert numbers["every"] + numbers["some"] + numbers["none"] == numbers["tests"]
    assert say("evidence.count", quantities=len(found), **numbers) in section(flagship())


def test_quantities_keep_the_order_of_their_file_and_figures_that_of_their_dates():
    for found in (summary(), flagship()):
        order = [one.quantity.id for one in comparisons(found)]
        assert order == [q for q in found.situation.evidence.quantities if q in order]
        for one in comparisons(found):
            starts = [row.asked.figure.start for row in one.rows]
            assert starts == sorted(starts)


def test_all_that_can_be_compared_stands_in_the_section():
    for found in (summary(), flagship()):
        text = section(found)
        figures = [row.asked.figure for one in comparisons(found) for row in one.rows]
        assert not [figure.item for figure in figures if figure.text not in text or figure.who not in text]


@pytest.mark.parametrize("made", [summary, flagship])
def test_of_what_is_kept_out_the_page_holds_the_id_in_a_pair_and_no_more(made: Any):
    found = made()
    hidden = [claim for claim in found.situation.claims.values() if claim.kept_out]
    text = page(found, found.headline_periods())
    assert hidden
    for claim in hidden:
        partners = found.situation.evidence.against(claim.id)
        told = re.findall(rf"<td[^>]*><b>{claim.id}</b>: {KEPT_OUT}</td>", text)
        assert len(told) == len(re.findall(rf"\b{claim.id}\b", text)) == len(partners)
        assert not [token for token in claim.tokens if token in unescape(text)]


def test_every_contradiction_stands_as_a_pair():
    for found in (summary(), flagship()):
        rows = re.findall(
            r"<tr><th scope=\"row\">[^<]*</th><td[^>]*><b>([\w-]+)</b>.*?<td[^>]*><b>([\w-]+)</b>",
            "".join(evidence(found)),
        )
        disputes = {frozenset((e.of, e.other)) for e in found.situation.evidence.links if e.relation == "contradicts"}
        assert sorted(rows) == sorted(tuple(sorted(pair)) for pair in disputes)
        sides = frozenset[str]().union(*disputes)
        claims = len(sides & found.situation.claims.keys())
        key = "both" if claims < len(sides) else "claims"
        words = say(f"evidence.contradictions.{key}", n=claims, m=len(sides) - claims)
        assert say("evidence.contradictions.text", sides=words, pairs=len(disputes)) in section(found)


def test_every_anchor_shows_its_prior_its_roots_and_the_scale_that_was_found():
    made = dataset(hidden_five(), growing, rejected={"high": 3})
    made = made.assign_coords(entry=["departure_scale"])
    made["entry_value"][:] = np.linspace(1, 3, 20)[None, :, None]
    found = summarise(made, hidden_five())
    text = section(found)
    for camp, root in (("low", "K001"), ("high", "K002")):
        prior = pooled(hidden_five().evidence, "hiding_2003", camp).range
        low, middle, high = (about(x) for x in (prior.q05, prior.q50, prior.q95))
        assert say("evidence.prior.range", low=low, high=high, median=middle) in text
        who = say("evidence.prior.teller", who=found.ledger.item(root).says, item=root)
        assert say("evidence.prior.root", weight=percent(1.0), who=who) in text
    assert found.scales["low"]["departure_scale"] == pytest.approx(
        tuple(np.quantile(np.linspace(1, 3, 20), (0.05, 0.5, 0.95)))
    )
    assert found.scales["high"]["departure_scale"][0] > found.scales["low"]["departure_scale"][0]
    assert say("evidence.prior.range", low="1.1", high="2.9", median="2") in text
    assert say("evidence.contested.yes", overlap="0 %") in text
    assert text.count(say("evidence.contested.alone")) == 2


def test_rejected_draws_are_told_for_each_world():
    text = section(of(hidden_five(), rejected={"high": 3}))
    words = [say("evidence.rejected.world", n=n, draws=20, world=world) for world, n in (("low", 0), ("high", 3))]
    assert say("evidence.rejected", rejected=", ".join(words)) in text


def test_a_situation_that_knows_nothing_has_no_such_section():
    island = read_situation("island-evacuation")
    text = page(of(island), of(island).headline_periods())
    assert say("section.evidence") not in text
    quantities = {q: replace(x, outcome="") for q, x in hidden_five().evidence.quantities.items()}
    assert say("evidence.nothing") in section(of(with_evidence(hidden_five(), quantities=quantities)))


def test_one_world_is_told_without_naming_worlds():
    made = dataset(hidden_five(), growing).sel(world=["low"])
    text = section(summarise(made, hidden_five()))
    assert say("evidence.head.model") in text
    assert "high world" not in text
    assert "low: missed" not in text


def test_small_reported_counts_are_not_told_by_the_comparison():
    found = of(with_rows((2003, 2003, 7.0)))
    row = about_quantity(found, SAFE).rows[0]
    assert (row.asked.figure.numbers, set(row.verdicts.values()), row.missed) == ((), {"unknown"}, "none")
    assert "7 (2003)" not in section(found)


def test_small_simulated_counts_are_not_told_by_the_comparison():
    situation = hidden_five()
    found = summarise(dataset(situation, lambda *_: 3.0, draws=1), situation)
    rows = [row for one in comparisons(found) for row in one.rows]
    assert {row.asked.span.over for row in rows} == {"", "in_hiding", "returned_by_force"}
    told = {s.text for row in rows for spread in row.spreads.values() for s in (spread.q05, spread.q50, spread.q95)}
    assert told == {"under 10", "withheld"}
    row = about_quantity(found, SAFE).rows[0]
    assert row.spreads["low"].range_text == "under 10"
    assert row.verdicts["low"] == "lower"


def test_the_section_reads_well_without_sight():
    for found in (summary(), flagship()):
        made = Page(page(found, found.headline_periods()))
        ids = [a["id"] for _, a in made.tags if "id" in a]
        assert len(ids) == len(set(ids))
        charts = [a for a in made.all("svg") if a["class"] == "dots"]
        assert all(a["role"] == "img" and set((a["aria-labelledby"] or "").split()) <= set(ids) for a in charts)
        assert len(page(found, found.headline_periods())) < 1_000_000


# ---- the chart --------------------------------------------------------------------------------


def test_each_line_of_a_chart_stands_inside_it_and_says_what_it_is():
    for one in comparisons(flagship()):
        if one.quantity.over:
            continue
        drawn = dots(one, worlds=flagship().worlds, limit=10)
        shown = [row for row in one.rows if row.asked.figure.numbers]
        assert drawn.count('class="label') == len(shown)
        assert drawn.count("label missed") == sum(row.missed == "every" for row in shown)
        assert drawn.count(" open") == sum(row.asked.standing != "test" for row in shown)
        xs = [float(x) for x in re.findall(r' (?:x1|x2|cx)="([-\d.]+)"', drawn)]
        assert all(Dots.left - 1 <= x <= Dots.width for x in xs)


def test_people_in_china_are_drawn_first():
    titles = re.findall(r"<figcaption>([^<]*)</figcaption>", "".join(evidence(flagship())))
    assert titles[0] == flagship().situation.evidence.quantities["people_in_china"].title
    assert 2 <= len(titles) <= 3


def test_a_chart_draws_the_figure_over_the_model_of_every_world():
    drawn = dots(about_quantity(summary(), SAFE), worlds=summary().worlds, limit=10)
    assert drawn.count('class="bar"') == drawn.count('class="stroke"') == 2 * 2
    assert drawn.index('class="bar"') < drawn.index("<circle")
    assert say("dots.description", n=2, missed=2) in drawn


def test_nothing_is_drawn_where_no_number_may_be_shown():
    assert dots(about_quantity(of(with_rows((2003, 2003, 7.0))), SAFE), worlds=("low", "high"), limit=10) == ""


def test_figures_are_those_of_the_quantity_and_claims_come_first():
    situation = hidden_five()
    quantity = situation.evidence.quantities["people_in_hiding"]
    figures = figures_about(quantity, situation.outcomes["in_hiding"], summary().ledger)
    assert [figure.item for figure in figures] == ["K001", "K002", "newspaper_hiding-1"]
    assert isinstance(situation.claims["K001"], Claim)


def test_the_page_holds_the_section_between_charts_and_worlds():
    text = page(summary(), PERIODS)
    order = [text.index(f'id="{name}-heading"') for name in ("charts", "evidence", "worlds", "assumptions")]
    assert order == sorted(order)
