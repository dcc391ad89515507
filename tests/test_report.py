"""The page, the charts, the tables: what they must show, and what must never happen to them."""

import ast
import base64
import csv
import hashlib
import io
import json
import re
import zipfile
from dataclasses import replace
from datetime import date
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

import pytest
import xarray as xr
from hypothesis import given
from hypothesis import strategies as st

from made_up import dataset, hidden_five, with_evidence
from tumen import report
from tumen.report import answer, caveat, headline_rows, notices, summarise, tables
from tumen.report.axes import TimeAxis, people_axis
from tumen.report.charts import chart_of, fan
from tumen.report.figures import covers, during, figures_of, first_day, last_day
from tumen.report.files import trace_json, write_report
from tumen.report.markup import Markup, joined, tag
from tumen.report.numbers import Shown, Spread, interval, rounded
from tumen.report.page import page
from tumen.report.strings import TEXT, clean, say
from tumen.report.summary import Summary
from tumen.report.tables import COLUMNS, SHEETS, summary_csv, summary_xlsx
from tumen.situation import Situation
from tumen.trace.follow import trace_all

PERIODS = ("2000", "2003", "2009")
VOID = {"meta", "br", "hr"}
EVIL = "</script><img src=x onerror=alert(1)>\u202e=HYPERLINK('x')"


def growing(world: str, outcome: str, year: int) -> float:
    """Let every figure grow, and be twice as large in the high world."""
    return (1000 + 137 * year + len(outcome)) * (2 if world == "high" else 1)


@cache
def summary() -> Summary:
    """Sum up made-up results of the small situation in which people hide."""
    return summarise(dataset(hidden_five(), growing), hidden_five())


def of(situation: Situation, **about: object) -> Summary:
    """Sum up made-up results of any situation."""
    return summarise(dataset(situation, growing, **about), situation)  # type: ignore[arg-type]


class Page(HTMLParser):
    """Reads a page, and notes what it is made of."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text: list[str] = []
        self.feed(text)
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text.append(data)

    def all(self, name: str) -> list[dict[str, str | None]]:
        """Give the attributes of every element of a name."""
        return [attributes for tag, attributes in self.tags if tag == name]


# ---- figures in words -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "words"),
    [(0, "0"), (7, "7"), (12.4, "12"), (99.6, "100"), (104, "100"), (31_499, "31,000"), (1_250_000, "1,200,000")],
)
def test_simulated_figures_have_two_digits(value: float, words: str):
    assert rounded(value) == words


@given(st.floats(10, 1e9))
def test_rounding_stays_near(value: float):
    assert abs(float(rounded(value).replace(",", "")) / value - 1) <= 0.05


@pytest.mark.parametrize(
    ("figure", "words"),
    [
        ((10, None, 500), "10 to 500"),
        ((10, 300, 500), "10 to 500, best 300"),
        ((None, 300, None), "300"),
        ((10, None, None), "10 or more"),
        ((None, None, 500), "up to 500"),
        ((670, 670, None), "670 or more"),
        ((10, 10, 10), "10"),
        ((None, 0.8, None), "0.8"),
        ((None, None, None), ""),
    ],
)
def test_reported_figures_stay_as_they_are(figure: tuple[float | None, float | None, float | None], words: str):
    assert interval(*figure) == words


def test_dates_are_read_at_any_fineness():
    assert (first_day("2002"), last_day("2002")) == (date(2002, 1, 1), date(2002, 12, 31))
    assert (first_day("2004-02"), last_day("2004-02")) == (date(2004, 2, 1), date(2004, 2, 29))
    assert first_day("2002-03-14") == last_day("2002-03-14") == date(2002, 3, 14)


def test_a_stock_is_beside_what_touches_its_date_and_a_flow_beside_what_lies_within():
    situation = hidden_five()
    stock, flow = situation.outcomes["in_hiding"], situation.outcomes["reached_safety"]
    figure = figures_of(flow, situation)[0]
    start, end = figure.start, figure.end
    long = replace(figure, end=date(end.year + 2, 12, 31))
    part = replace(figure, end=date(end.year, 3, 31))
    assert during([figure, long, part], flow, start, end=end) == (figure, part)
    assert during([figure, long, part], stock, start, end=end) == (figure, long, part)
    assert covers(figure, start, end)
    assert not covers(part, start, end)


# ---- the answer -------------------------------------------------------------------------------


def test_the_sentence_gives_ranges_of_every_world():
    words = answer(summary(), "2003")
    for name in ("in_hiding", "returned_by_force", "reached_safety"):
        assert hidden_five().outcomes[name].title in words
    assert words.count(" in the low world") == words.count(" in the high world") == 3
    assert "under these assumptions" in words
    assert "simulation" in caveat(summary())
    assert "19 of 24 parameters" in caveat(summary())


def test_the_dates_of_the_table_are_chosen():
    assert summary().headline_periods(("2001", "2002", "2008")) == ("2001", "2002", "2008")
    assert summary().headline_periods(("1901",)) == ("2000", "2003", "2009")
    assert [row.period.label for row in headline_rows(summary(), PERIODS)] == [*PERIODS] * 3


def test_what_is_unusual_is_said_everywhere(tmp_path: Path):
    made = of(hidden_five(), changes={"anchor:hiding_2003": 20_000.0}, rejected={"high": 3})
    words = "hiding_2003=20000"
    assert words in notices(made)[0]
    assert "3 of 20 draws in the high world" in notices(made)[1]
    assert words in page(made, PERIODS)
    assert words in summary_csv(made).decode()
    assert json.loads(trace_json(made, PERIODS))["changes"] == {"hiding_2003": 20_000}
    with zipfile.ZipFile(io.BytesIO(summary_xlsx(made, PERIODS))) as book:
        assert words in book.read("xl/sharedStrings.xml").decode()


def test_a_range_of_which_one_end_is_withheld_says_what_it_can():
    shown, hidden, small = Shown(9266.0), Shown(None, "joint"), Shown(None, "small", 5)

    def of(low: Shown, high: Shown) -> str:
        return Spread(low, low, low, high, high).range_text

    assert of(shown, hidden) == "9,300 or more"
    assert of(hidden, shown) == "up to 9,300"
    assert of(hidden, hidden) == "withheld"
    assert of(small, shown) == "under 5 to 9,300"


def test_a_policy_is_named_before_its_figures():
    situation = hidden_five()
    policy = next(name for name in situation.policies if name != "baseline")
    made = summarise(dataset(situation, growing).assign_attrs(policy=policy), situation)
    first = notices(made)[0]
    assert situation.policies[policy].title in first
    assert policy in first
    assert not any(policy in words for words in notices(of(situation)))


def test_a_world_without_a_draw_is_missing_and_not_zero():
    made = of(hidden_five(), rejected={"high": 20})
    assert made.shown("high", "in_hiding", "2003", statistic="q50").text == say("reason.none")
    assert made.shown("low", "in_hiding", "2003", statistic="q50").value is not None
    assert say("reason.none") in page(made, PERIODS)
    rows = list(csv.DictReader(io.StringIO(summary_csv(made).decode())))
    assert {row["suppressed"] for row in rows if row["world"] == "high"} == {"false"}
    assert {row["value"] for row in rows if row["world"] == "high"} == {""}


def test_one_draw_and_few_outcomes_are_enough():
    made = dataset(hidden_five(), growing, draws=1).drop_vars(["in_hiding", "returned_by_force", "reached_safety"])
    few = summarise(made, hidden_five())
    assert [outcome.id for outcome in few.headlines] == [few.outcomes[0]]
    Page(page(few, PERIODS))


def test_recent_figures_that_were_not_recorded_are_withheld():
    made = dataset(hidden_five(), growing)
    made["in_hiding_far"][..., -1] = -1
    shown = summarise(made, hidden_five()).shown("low", "in_hiding_far", "2009", statistic="q50")
    assert (shown.reason, shown.suppressed) == ("recent", True)


# ---- the page ---------------------------------------------------------------------------------


def test_the_page_needs_nothing_but_itself():
    text = page(summary(), PERIODS)
    made = Page(text)
    names = {name for name, _ in made.tags}
    assert names.isdisjoint({"script", "link", "iframe", "img", "object", "embed", "form", "base"})
    for name, attributes in made.tags:
        assert not [key for key in attributes if key.startswith("on") or key in ("style", "src")], name
        assert (attributes.get("href") or "#").startswith("#")
    assert "url(" not in text
    assert "@import" not in text
    assert len(text) < 1_000_000


def test_its_policy_allows_its_own_style_only():
    text = page(summary(), PERIODS)
    style = re.findall(r"<style>(.*?)</style>", text, flags=re.S)
    digest = base64.b64encode(hashlib.sha256(style[0].encode()).digest()).decode()
    policies = [m["content"] or "" for m in Page(text).all("meta") if m.get("http-equiv") == "Content-Security-Policy"]
    assert len(style) == len(policies) == 1
    assert f"style-src 'sha256-{digest}'" in policies[0]
    assert policies[0].startswith("default-src 'none'")


def test_the_page_can_be_read_without_seeing_it():
    made = Page(page(summary(), PERIODS))
    assert made.all("html")[0]["lang"] == "en"
    assert len(made.all("h1")) == len(made.all("main")) == len(made.all("header")) == len(made.all("footer")) == 1
    ids = [a["id"] for _, a in made.tags if "id" in a]
    assert len(ids) == len(set(ids))
    for name, attributes in made.tags:
        for word in (attributes.get("aria-labelledby") or "").split():
            assert word in ids
        if name == "th":
            assert attributes["scope"] in ("row", "col", "rowgroup", "colgroup")
    assert all(a["role"] == "img" and a["aria-labelledby"] for a in made.all("svg"))
    assert all(a["aria-label"] for _, a in made.tags if a.get("role") == "region")


def test_ranges_come_before_medians():
    heads = re.findall(r"<th scope=\"col\">(.*?)</th>", page(summary(), PERIODS))
    assert heads.index(say("table.range")) < heads.index(say("table.median"))
    chart = fan(chart_of(summary(), summary().headlines[0]), "low")
    drawn = [chart.index(f'class="{name}"') for name in ("band90", "band50", "median", "claim")]
    assert drawn == sorted(drawn)


def test_every_assumption_stands_in_it():
    text = "".join(Page(page(summary(), PERIODS)).text)
    for parameter in summary().assumed:
        assert parameter.name in text
        assert clean(parameter.assumed) in text
    for word in (hidden_five().digest, "tumen run hidden-five --draws 20", "0" * 64):
        assert word in text


def test_the_same_run_gives_the_same_bytes():
    first, second = of(hidden_five()), of(hidden_five())
    assert page(first, PERIODS) == page(second, PERIODS)
    assert summary_xlsx(first, PERIODS) == summary_xlsx(second, PERIODS)
    assert trace_json(first, PERIODS) == trace_json(second, PERIODS)


def test_text_is_never_markup():
    situation = hidden_five()
    outcome = situation.outcomes["in_hiding"]
    claims = {name: replace(c, attributed_to=EVIL, note=EVIL, place=EVIL) for name, c in situation.claims.items()}
    parameters = {name: replace(p, assumed=EVIL, note=EVIL) for name, p in situation.parameters.items()}
    sources = {name: replace(s, title=EVIL, author=EVIL) for name, s in situation.sources.items()}
    worlds = {name: replace(w, title=EVIL) for name, w in situation.worlds.items()}
    evil = replace(
        with_evidence(situation, claims=claims, sources=sources),
        title=EVIL,
        summary=EVIL * 1000,
        outcomes={**situation.outcomes, "in_hiding": replace(outcome, title=EVIL)},
        parameters=parameters,
        worlds=worlds,
    )
    text = page(of(evil), PERIODS)
    made = Page(text)
    assert not made.all("script")
    assert not made.all("img")
    assert "\u202e" not in text


def test_markup_escapes_what_is_not_markup():
    assert tag("p", "a < b", Markup("<b>x</b>"), class_='"y"') == '<p class="&quot;y&quot;">a &lt; b<b>x</b></p>'
    assert joined("\x1b[31mred\u200b") == "[31mred"


# ---- charts -----------------------------------------------------------------------------------


def test_worlds_share_their_axes():
    chart = chart_of(summary(), summary().headlines[0])
    grids = [re.findall(r'class="tick"[^>]*>([^<]*)<', fan(chart, world)) for world in summary().worlds]
    assert grids[0] == grids[1]
    assert len(grids[0]) > 5


def test_a_reported_figure_stands_in_its_year():
    situation = hidden_five()
    row = next(o for o in situation.observations if o.series == "arrivals_southmark" and o.sex == "all")
    crowd = tuple(replace(row, date_from=str(y), date_to=str(y)) for y in range(2000, 2010) for _ in range(9))
    chart = chart_of(of(with_evidence(situation, observations=crowd)), situation.outcomes["reached_safety"])
    assert len(chart.marks) == 90
    drawn = [float(x) for x in re.findall(r'<circle cx="([\d.]+)"', fan(chart, "low"))]
    middle = [chart.plot.x(m.figure.start + (m.figure.end - m.figure.start) / 2) for m in chart.marks]
    year = chart.plot.x(date(2002, 1, 1)) - chart.plot.x(date(2001, 1, 1))
    assert all(abs(a - b) < year / 2 for a, b in zip(sorted(drawn), sorted(middle), strict=True))


def test_a_figure_of_part_of_a_year_is_listed_and_not_drawn():
    situation = hidden_five()
    row = replace(situation.observations[0], date_from="2003-01", date_to="2003-02")
    made = of(with_evidence(situation, observations=(row,)))
    outcome = situation.outcomes["reached_safety"]
    assert chart_of(made, outcome).marks == ()
    beside = next(r for r in headline_rows(made, PERIODS) if r.outcome.id == outcome.id and r.period.label == "2003")
    assert beside.words(beside.observations[0]).endswith(say("part_of_period"))


def test_nothing_small_is_drawn():
    made = summarise(dataset(hidden_five(), lambda *_: 3.0), hidden_five())
    chart = chart_of(made, made.headlines[0])
    assert chart.empty
    assert say("chart.empty", limit=10) in page(made, PERIODS)
    mixed = summarise(dataset(hidden_five(), lambda w, o, y: 3.0 if y < 5 else 300.0), hidden_five())
    chart = chart_of(mixed, mixed.headlines[0])
    floor = chart.plot.y(10)
    points = re.findall(r'<polygon points="([^"]*)"', fan(chart, "low"))
    assert all(float(pair.split(",")[1]) <= floor + 0.1 for line in points for pair in line.split())


@given(st.lists(st.floats(0.1, 1e8), min_size=1, max_size=9), st.sampled_from([5, 10]))
def test_axes_hold_what_is_drawn(values: list[float], limit: int):
    axis = people_axis(values, limit)
    shares = [axis.share(value) for value in sorted(values)]
    assert all(0 <= share <= 1 for share in shares)
    assert shares == sorted(shares)
    assert 1 < len(axis.ticks) <= 14
    assert axis.ticks[0] == axis.low
    assert not axis.log or axis.low <= max(limit, min(values))


@given(st.dates(date(1900, 1, 1), date(2090, 1, 1)), st.integers(1, 40_000))
def test_days_stand_in_order(start: date, days: int):
    axis = TimeAxis(start, date.fromordinal(min(start.toordinal() + days, date.max.toordinal())))
    assert 0 < len(axis.ticks) <= 10
    assert (axis.share(axis.start), axis.share(axis.end)) == (0, 1)


def test_recent_years_are_grey_only_where_they_are_shown():
    situation = hidden_five()
    old = chart_of(summary(), summary().headlines[0])
    assert 'class="coarse"' not in fan(old, "low") or not old.plot.people.log
    recent = of(replace(situation, as_of=date(2012, 1, 1)))
    chart = chart_of(recent, recent.headlines[0])
    assert 'class="coarse"' in fan(chart, "low")


# ---- tables -----------------------------------------------------------------------------------


def test_the_long_table_is_tidy():
    rows = list(csv.reader(io.StringIO(summary_csv(summary()).decode())))
    assert tuple(rows[0]) == COLUMNS
    assert {len(row) for row in rows} == {len(COLUMNS)}
    assert len(rows) - 1 == 2 * len(summary().outcomes) * 10 * 5


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t=", "\r="])
def test_no_text_becomes_a_formula(start: str):
    situation = hidden_five()
    evil = replace(situation, id=f"{start}1+1", title=f"{start}1+1")
    made = of(evil)
    cells = [cell for row in csv.reader(io.StringIO(summary_csv(made).decode())) for cell in row]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]
    with zipfile.ZipFile(io.BytesIO(summary_xlsx(made, PERIODS))) as book:
        sheets = [book.read(name).decode() for name in book.namelist() if "worksheets/sheet" in name]
        assert len(sheets) == len(SHEETS)
        assert not [sheet for sheet in sheets if "<f>" in sheet or "<hyperlink" in sheet]


def test_the_workbook_has_its_sheets():
    with zipfile.ZipFile(io.BytesIO(summary_xlsx(summary(), PERIODS))) as book:
        assert re.findall(r'<sheet name="(\w+)"', book.read("xl/workbook.xml").decode()) == list(SHEETS)
        words = book.read("xl/sharedStrings.xml").decode()
    for text in ("people in hiding in Westmark", "simulated", "K001", "departure_scale"):
        assert text in words


def test_a_full_sheet_is_told(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(tables, "_SHEET_ROWS", 100)
    with zipfile.ZipFile(io.BytesIO(summary_xlsx(summary(), PERIODS))) as book:
        assert say("xlsx.cut") in book.read("xl/sharedStrings.xml").decode()
        assert book.read("xl/worksheets/sheet3.xml").decode().count("<row ") == 101


def test_the_trace_goes_back_from_the_headline():
    document = json.loads(trace_json(summary(), PERIODS))
    assert document.keys() > trace_all(hidden_five()).keys()
    assert {row["outcome"] for row in document["headline"]} <= document["outcomes"].keys()
    assert [f["id"] for row in document["headline"] for f in row["figures"]].count("K001") == 1


def test_files_are_written_beside_results(tmp_path: Path):
    written = write_report(summary(), tmp_path, PERIODS)
    assert [path.name for path in written] == list(report.FILES)
    assert all(path.stat().st_size > 1000 for path in written)


# ---- the catalogue of strings -----------------------------------------------------------------


def said() -> set[str]:
    """Find the keys that the code asks for; a name that is filled in stands for all that fit."""
    keys: set[str] = set()
    root = Path(report.__file__).parents[1]
    for path in [*root.glob("report/**/*.py"), *root.glob("cli/**/*.py")]:
        calls = (node for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Call))
        first = [call.args[0] for call in calls if isinstance(call.func, ast.Name) and call.func.id == "say"]
        keys.update(*(fitting(part) for argument in first for part in ast.walk(argument)))
    return keys


def fitting(node: ast.AST) -> set[str]:
    """Give the keys that an expression can stand for."""
    if isinstance(node, ast.Constant) and node.value in TEXT:
        return {str(node.value)}
    if isinstance(node, ast.JoinedStr):
        pattern = "".join(re.escape(str(v.value)) if isinstance(v, ast.Constant) else r"[\w.-]+" for v in node.values)
        return {key for key in TEXT if re.fullmatch(pattern, key)}
    return set()


def test_no_string_is_said_that_is_not_in_the_catalogue_or_left_unsaid():
    source = "".join(path.read_text(encoding="utf-8") for path in Path(report.__file__).parent.rglob("*.py"))
    left = {key for key in TEXT.keys() - said() if source.count(f'"{key}"') < 2}
    assert left == set()


def test_words_are_those_of_the_house():
    text = " ".join(TEXT.values()).lower()
    assert not re.search(r"\billegal|\bagents?\b|\blocations?\b|\btransition|\bscenario|\bdefector", text)
    assert clean(text) == text


def test_a_dataset_of_another_order_reads_the_same():
    made = dataset(hidden_five(), growing)
    turned: xr.Dataset = made.transpose("period", "replicate", "draw", "world", "entry")
    assert page(summarise(turned, hidden_five()), PERIODS) == page(summary(), PERIODS)
