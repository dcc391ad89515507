"""Units of figures: what compares with what, and exactly how."""

import csv
import itertools
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tumen.evidence.parameters import UNITS
from tumen.evidence.units import convert, convertible

FLAGSHIP = Path(__file__).parents[1] / "src" / "tumen" / "situations" / "dprk-china"
TOLD = (
    "decades",
    "share of stock per year",
    "per 1000 per year",
    "persons per day",
    "persons per week",
    "persons per month",
    "persons per year",
    "per cent",
    "share of women",
    "persons (thousands)",
    "ratio",
    "USD",
    "million USD",
    "deaths",
    "arrests",
)
EVERY = (*UNITS, *TOLD)
PAIRS = [(a, b) for a, b in itertools.product(EVERY, EVERY) if convertible(a, b)]
FIGURES = st.floats(1e-6, 1e9)


@pytest.mark.parametrize(
    ("value", "unit", "to", "expected"),
    [
        (12, "months", "years", 1),
        (1, "years", "days", 365.25),
        (3, "decades", "years", 30),
        (2, "weeks", "days", 14),
        (38, "months", "years", 38 / 12),
        (150, "persons per week", "persons/year", 150 * 365.25 / 7),  # about 7,800 a year, as observations.md has it
        (2000, "persons per month", "persons/year", 24000),
        (15, "per cent", "share", 0.15),
        (5.5, "per 1000 per year", "1/year", 0.0055),
        (2.5, "million USD", "USD", 2_500_000),
        (0.15, "share of stock per year", "1/year", 0.15),
        (100_000, "persons (hundreds of thousands)", "persons", 100_000),
        (0.7, "share of women", "share of population", 0.7),
    ],
)
def test_figures_convert(*, value, unit, to, expected):
    assert convert(value, unit, to) == pytest.approx(expected, rel=1e-15)


@given(FIGURES, st.sampled_from(PAIRS))
def test_there_and_back_is_where_it_was(x, pair):
    a, b = pair
    assert convert(convert(x, a, b), b, a) == pytest.approx(x, rel=1e-14)


@given(FIGURES, st.sampled_from(PAIRS), st.sampled_from(EVERY))
def test_two_steps_are_one(x, pair, through):
    a, b = pair
    if convertible(a, through):
        assert convertible(through, b)
        assert convert(convert(x, a, through), through, b) == pytest.approx(convert(x, a, b), rel=1e-14)


def test_comparing_is_mutual_and_each_unit_compares_with_itself():
    assert all(convertible(a, a) for a in EVERY)
    assert all(convertible(b, a) for a, b in PAIRS)


def test_the_factors_are_those_of_the_model():
    for a, b in itertools.product(UNITS, UNITS):
        if convertible(a, b):
            assert convert(1.0, a, b) == pytest.approx(UNITS[a] / UNITS[b], rel=1e-15)


@pytest.mark.parametrize(
    ("unit", "to"),
    [
        ("persons", "deaths"),
        ("persons", "arrests"),
        ("arrests", "deaths"),
        ("persons", "persons/year"),  # over which time people were counted does not stand in the unit
        ("share of stock per year", "share"),
        ("share", "factor"),
        ("1/year", "years"),
        ("death penalty", "years"),
        ("millions of men", "persons"),
        ("", "persons"),
        ("", ""),
    ],
)
def test_what_counts_other_things_does_not_compare(unit, to):
    assert not convertible(unit, to)
    with pytest.raises(ValueError, match="does not compare"):
        convert(1.0, unit, to)


def test_an_unknown_unit_compares_with_itself_alone():
    assert convert(3.5, "t/ha", "t/ha") == 3.5
    assert not any(convertible("t/ha", unit) for unit in EVERY)


def test_every_unit_of_people_shares_and_time_in_the_flagship_is_known():
    units = set()
    for name in ("claims.csv", "observations.csv"):
        with (FLAGSHIP / name).open(encoding="utf-8", newline="") as file:
            units |= {row["unit"] for row in csv.DictReader(file)}
    people = {unit for unit in units if unit.startswith("persons")}
    shares = {unit for unit in units if unit.startswith("share")} - {"share of stock per year"}
    assert len(people) > 5
    assert len(shares) > 5
    assert all(convertible(u, "persons") != convertible(u, "persons/year") for u in people)
    assert all(convertible(u, "share") for u in shares)
    assert convertible("months", "years")
