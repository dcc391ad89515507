"""No small count is shown, and none can be worked out from what is."""

import csv
import io
import json
import re
import zipfile
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from made_up import dataset, hidden_five, reported, with_evidence
from tiny import Tiny
from tumen.cli.output import Talk
from tumen.cli.show import show_table
from tumen.evidence import Claim, Observation
from tumen.report import summarise
from tumen.report.figures import figures_of
from tumen.report.files import trace_json
from tumen.report.page import page
from tumen.report.suppression import Partition, limit_for, partitions_of, withheld
from tumen.report.tables import summary_csv, summary_xlsx
from tumen.situation import read_situation
from tumen.trace.ground import claim_record

LIMIT = 10


# ---- the rule, on tables of any shape ---------------------------------------------------------


@st.composite
def tables(draw: st.DrawFn) -> tuple[dict[str, float], list[Partition]]:
    """Make totals that are divided, sometimes in two ways, whose parts may be divided again; some parts unpublished."""
    count = st.one_of(st.integers(0, 12), st.integers(0, 200))
    values: dict[str, float] = {}
    partitions: list[Partition] = []

    def divide(name: str, depth: int) -> int:
        ways = draw(st.integers(0 if depth else 1, 2)) if depth < 2 else 0
        if not ways:
            values[name] = draw(count)
            return int(values[name])
        parts = [f"{name}{i}" for i in range(draw(st.integers(1, 4)))]
        unpublished = draw(st.sampled_from([0, 0, 3, 50]))
        total = sum(divide(part, depth + 1) for part in parts) + unpublished
        partitions.append(Partition(name, tuple(parts)))
        values[name] = total
        if ways > 1 and total:
            cut = draw(st.integers(0, total))
            values[f"{name}x"], values[f"{name}y"] = cut, total - cut
            partitions.append(Partition(name, (f"{name}x", f"{name}y")))
        return total

    divide("t", 0)
    return values, partitions


def bounds(name: str, values: dict[str, float], partitions: list[Partition], *, shown: set[str]) -> tuple[float, float]:
    """Say between what the reader of the published figures can place one that is withheld.

    The reader knows that nobody is counted less than zero times, which figures are parts of which, and for each total
    whether its parts are all of it.
    """
    names = [*values, *(f"rest {i}" for i in range(len(partitions)))]
    matrix, right = [], []
    for i, partition in enumerate(partitions):
        complete = values[partition.total] == sum(values[p] for p in partition.parts)
        row = [(n in partition.parts) - (n == partition.total) + (n == f"rest {i}" and not complete) for n in names]
        matrix.append(row)
        right.append(0)
    fixed = [(values[n], values[n]) if n in shown else (0, None) for n in names]
    objective = np.array([n == name for n in names], dtype=float)
    ends = []
    for sign in (1, -1):
        found = linprog(sign * objective, A_eq=matrix, b_eq=right, bounds=fixed)
        ends.append(np.inf if found.x is None else found.x[names.index(name)])
    return ends[0], ends[1]


@settings(max_examples=150, deadline=None)
@given(tables())
def test_nothing_withheld_can_be_worked_out(made: tuple[dict[str, float], list[Partition]]):
    values, partitions = made
    hidden = withheld(values, partitions, LIMIT)
    shown = values.keys() - hidden.keys()
    assert all(values[name] >= LIMIT for name in shown)
    for name in hidden:
        low, high = bounds(name, values, partitions, shown=set(shown))
        assert high - low > 1, (name, values, hidden)


@settings(max_examples=150, deadline=None)
@given(tables())
def test_what_is_withheld_together_is_not_small_itself(made: tuple[dict[str, float], list[Partition]]):
    values, partitions = made
    hidden = withheld(values, partitions, LIMIT)
    for partition in partitions:
        if partition.total not in hidden:
            difference = values[partition.total] - sum(values[p] for p in partition.parts if p not in hidden)
            assert difference == 0 or difference >= LIMIT


@settings(max_examples=100, deadline=None)
@given(tables(), st.randoms())
def test_reasons_are_right_and_order_does_not_matter(made: tuple[dict[str, float], list[Partition]], random):
    values, partitions = made
    hidden = withheld(values, partitions, LIMIT)
    assert all((reason == "small") == (values[name] < LIMIT) for name, reason in hidden.items())
    names = list(values)
    random.shuffle(names)
    assert withheld({name: values[name] for name in names}, partitions, LIMIT) == hidden


@settings(max_examples=100, deadline=None)
@given(st.lists(st.integers(LIMIT, 500), min_size=1, max_size=5))
def test_large_counts_are_all_shown(parts: list[int]):
    values = {str(i): float(part) for i, part in enumerate(parts)}
    partition = Partition("all", tuple(values))
    assert withheld({**values, "all": sum(parts)}, [partition], LIMIT) == {}


@pytest.mark.parametrize(
    ("values", "hidden"),
    [
        ({"t": 100, "a": 95, "b": 5}, {"a": "joint", "b": "small"}),
        ({"t": 100, "a": 60, "b": 35, "c": 5}, {"b": "joint", "c": "small"}),
        ({"t": 100, "a": 91, "b": 9}, {"a": "joint", "b": "small"}),
        ({"t": 100, "a": 100, "b": 0}, {"a": "joint", "b": "small"}),
        ({"t": 9, "a": 4, "b": 5}, {"t": "small", "a": "small", "b": "small"}),
        ({"t": 18, "a": 9, "b": 9}, {"t": "joint", "a": "small", "b": "small"}),
        ({"t": 1000, "a": 997}, {"a": "joint"}),
        ({"t": 1000, "a": 3}, {"a": "small"}),
    ],
)
def test_cases(values: dict[str, float], hidden: dict[str, str]):
    parts = tuple(name for name in values if name != "t")
    assert withheld(values, [Partition("t", parts)], LIMIT) == hidden


def test_headlines_are_spared_where_another_will_do():
    values = {"t": 1000.0, "head": 20.0, "a": 975.0, "b": 5.0}
    partition = Partition("t", ("head", "a", "b"))
    assert withheld(values, [partition], LIMIT) == {"head": "joint", "b": "small"}
    assert withheld(values, [partition], LIMIT, spared=("head",)) == {"a": "joint", "b": "small"}


def test_the_limit_is_that_of_the_situation():
    assert (limit_for(True), limit_for(False)) == (10, 5)


# ---- which outcomes add up to which -----------------------------------------------------------


def test_parts_and_narrower_outcomes_are_found():
    found = {(p.total, p.parts) for p in partitions_of(hidden_five())}
    assert ("in_hiding", ("in_hiding_near", "in_hiding_far")) in found
    assert ("in_hiding", ("women_in_hiding",)) in found


def test_two_ways_of_dividing_stand_apart():
    whole = hidden_five().outcomes["in_hiding"]
    ways = {"women": ("sex", "woman"), "adults": ("age", "adult"), "men": ("sex", "man"), "children": ("age", "child")}
    parts = [replace(whole, id=name, part_of=whole.id, only={key: (value,)}) for name, (key, value) in ways.items()]
    situation = replace(hidden_five(), outcomes={o.id: o for o in (whole, *parts)})
    assert {p.parts for p in partitions_of(situation)} == {("women", "men"), ("adults", "children")}


def test_an_inflow_is_no_part_of_everything():
    births = replace(hidden_five().outcomes["went_back"], id="births", exits=("births",))
    situation = replace(hidden_five(), outcomes={**hidden_five().outcomes, "births": births})
    assert all("births" not in p.members for p in partitions_of(situation))


# ---- every file and screen --------------------------------------------------------------------


def few_far(world: str, outcome: str, year: int) -> float:
    """Let few people hide in the far province, and very few of them in the first years."""
    far = (3, 8, 30, 60)[min(year, 3)] * (2 if world == "high" else 1)
    total = 40 + 300 * year
    return {"in_hiding": total, "in_hiding_far": far, "in_hiding_near": total - far}.get(
        outcome, 7 if year < 2 else 400
    )


def test_no_small_count_in_any_file(capsys: pytest.CaptureFixture[str]):
    summary = summarise(dataset(hidden_five(), few_far, draws=1), hidden_five())
    periods = ("2000", "2001", "2009")
    rows = list(csv.DictReader(io.StringIO(summary_csv(summary).decode())))
    assert {row["suppressed"] for row in rows} == {"true", "false"}
    assert all((row["value"] == "") == (row["suppressed"] == "true") for row in rows)
    assert all(float(row["value"]) >= LIMIT for row in rows if row["value"])
    with zipfile.ZipFile(io.BytesIO(summary_xlsx(summary, periods))) as book:
        for sheet in ("sheet2", "sheet3"):
            text = book.read(f"xl/worksheets/{sheet}.xml").decode()
            assert all(float(n) >= LIMIT for n in re.findall(r"<c r=\"\w+\"><v>([^<]*)</v>", text))
    for row in json.loads(trace_json(summary, periods))["headline"]:
        shown = [n for world in row["worlds"].values() for n in world.values() if n is not None]
        assert all(n >= LIMIT for n in shown)
    for text in re.findall(r'<td class="number">(.*?)</td>', page(summary, periods)):
        assert all(n >= LIMIT for n in numbers(text)), text
    show_table(Talk(), summary, periods)
    for line in capsys.readouterr().out.splitlines():
        if re.match(r"  \d{4}  ", line):
            assert all(n >= LIMIT for n in numbers(line)), line


def numbers(text: str) -> list[float]:
    """Give the numbers in a text, but for the limit in ``under 10``."""
    return [float(n.replace(",", "")) for n in re.findall(r"\d[\d,.]*", text.replace(f"under {LIMIT}", ""))]


def test_no_difference_in_a_file_gives_a_small_count():
    situation = hidden_five()
    summary = summarise(dataset(situation, few_far, draws=1), situation)
    values: dict[tuple[str, ...], dict[str, float | None]] = {}
    for row in csv.DictReader(io.StringIO(summary_csv(summary).decode())):
        shown = float(row["value"]) if row["value"] else None
        values.setdefault((row["world"], row["period"], row["statistic"]), {})[row["outcome"]] = shown
    for table in values.values():
        far, near, total = (table[name] for name in ("in_hiding_far", "in_hiding_near", "in_hiding"))
        if far is None:
            assert near is None or total is None


def observation(sex: str, value: float, unit: str = "persons") -> Observation:
    return reported("arrivals_southmark", 2003, value, unit=unit, place="Southmark", sex=sex)


def claim(name: str, figure: float, unit: str = "persons") -> Claim:
    text = {"locator": "1", "tokens": (), "attributed_to": "x", "subject": "y", "kind": "quantity", "place": "Westmark"}
    dates = {"date_from": "2003", "date_to": "2003"}
    about = {**text, **dates, "statement": "about seven", "note": "seven"}
    return Claim(id=name, source="s", low=None, best=figure, high=None, unit=unit, **about)


def test_observed_counts_are_withheld_alike():
    rows = (observation("all", 104), observation("female", 99), observation("male", 5))
    situation = with_evidence(hidden_five(), observations=rows)
    outcome = situation.outcomes["reached_safety"]
    women = replace(outcome, only={"sex": ("woman",)})
    men = replace(outcome, only={"sex": ("man",)})
    assert [f.numbers for f in figures_of(outcome, situation)] == [(104,)]
    assert [f.numbers for f in figures_of(women, situation)] == [()]
    assert [f.numbers for f in figures_of(men, situation)] == [()]
    assert figures_of(men, situation)[0].text == "withheld (2003)"


def test_small_claims_are_withheld_with_their_note_and_shares_are_not():
    situation = with_evidence(hidden_five(), claims={"A1": claim("A1", 7), "A2": claim("A2", 0.8, "share of women")})
    outcome = replace(situation.outcomes["in_hiding"], claims=("A1", "A2"), observations=())
    small, share = figures_of(outcome, situation)
    assert (small.numbers, small.note) == ((), "")
    assert share.numbers == (0.8,)


def test_small_claims_are_withheld_in_traces_too():
    situation = with_evidence(hidden_five(), claims={"A1": replace(claim("A1", 7), source="survey-2003")})
    assert claim_record(situation, situation.claims["A1"]).figure == "under 10 persons"
    nobody_hides = replace(situation, people_in_hiding=False)
    assert claim_record(nobody_hides, situation.claims["A1"]).figure == "7 persons"


def test_elsewhere_the_limit_is_five(tmp_path):
    text = Tiny(
        statuses="id\nhome\naway",
        exits="id,group,from_status,to_status,hazard\nleave,leaving,home,away,rate",
        numbers="rate 1/day 0.1\npeople persons 100",
        start="home here people",
    )
    situation = read_situation(text.write(tmp_path))
    assert not situation.people_in_hiding
    summary = summarise(dataset(situation, lambda *_: 7.0, draws=1), situation)
    assert summary.limit == 5
    counts = [summary.outcomes.index(o.id) for o in situation.outcomes.values() if o.kind != "time"]
    assert (summary.values[:, counts] == 7).all()
