"""The boundary as a figure, in sentences and as data: true to the surfaces, readable, and fair to both sides."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import cache
from xml.etree import ElementTree

import numpy as np
import pytest

from bordered import AWAY, LOUD, RELIEF, SURVEY, bordered_model
from kinds import compete_model
from tumen.comparison.boundary import Boundary
from tumen.comparison.plane import plane_of
from tumen.policy import Axis
from tumen.report import boundary_legend as pen
from tumen.report.boundary import boundary_data, boundary_sentences, boundary_svg, outcome_sentence
from tumen.report.boundary_shapes import area, line
from tumen.situation import read_situation

SVG = "{http://www.w3.org/2000/svg}"
LEVELS = np.linspace(0, 1, 11)
Field = Callable[[np.ndarray, np.ndarray], np.ndarray]


def plain(x: float, y: float) -> tuple[float, float]:
    return 1000 * x, 1000 * y


def points(path: str) -> list[list[tuple[float, float]]]:
    """Read the pieces of a path."""
    pieces = [re.findall(r"(-?[\d.]+) (-?[\d.]+)", piece) for piece in path.split("M")[1:]]
    return [[(float(x), float(y)) for x, y in piece] for piece in pieces]


def size(path: str) -> float:
    """Add up the areas of the pieces of a path (shoelace), in parts of the plane."""
    total = 0.0
    for piece in points(path):
        x, y = np.array(piece).T
        total += abs(np.dot(x, np.roll(y, -1)) - np.dot(y, np.roll(x, -1))) / 2
    return total / 1e6


def heights(of: Field) -> np.ndarray:
    return of(*np.meshgrid(LEVELS, LEVELS))


# ---- shapes --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("of", "share"),
    [
        (lambda x, y: x - 0.33, 0.67),
        (lambda x, y: 0.25 - y, 0.25),
        (lambda x, y: x + y - 1, 0.5),
        (lambda x, y: 0.5 - x - y, 0.125),
        (lambda x, y: 0 * x + 1, 1),
        (lambda x, y: 0 * x, 0),
        (lambda x, y: 0 * x - 1, 0),
    ],
)
def test_an_area_is_as_large_as_what_is_above_nothing(of: Field, share: float):
    surface = heights(of)
    assert size(area(LEVELS, surface, plain)) == pytest.approx(share, abs=1e-3)
    below = size(area(LEVELS, -surface, plain))
    assert below == pytest.approx(0 if not surface.any() else 1 - share, abs=1e-3)


def test_a_line_lies_where_the_surface_is_nothing():
    ends = points(line(LEVELS, heights(lambda x, y: y - 0.21 - 0.4 * x), plain))
    assert len(ends) >= len(LEVELS) - 1
    for (x, y), (a, b) in ends:
        assert y / 1000 == pytest.approx(0.21 + 0.4 * x / 1000, abs=1e-3)
        assert b / 1000 == pytest.approx(0.21 + 0.4 * a / 1000, abs=1e-3)
    along = sum(abs(a - x) for (x, _), (a, _) in ends)
    assert along == pytest.approx(1000, abs=1)
    assert line(LEVELS, heights(lambda x, y: 0 * x + 1), plain) == ""


def test_what_is_not_known_is_not_drawn():
    surface = heights(lambda x, y: 0 * x + 1)
    surface[0, 0] = np.nan
    assert size(area(LEVELS, surface, plain)) == pytest.approx(0.99)
    surface[:] = np.nan
    assert area(LEVELS, surface, plain) == line(LEVELS, surface, plain) == ""


# ---- a boundary that is made up ------------------------------------------------------------------


def made(*fields: Field, spread: float = 0.1, titles: str = "", sides: dict[str, str] | None = None) -> Boundary:
    """Make a boundary whose margins are a field in each world, with draws on both sides of it."""
    contrast = bordered_model().situation.contrasts["attention"]
    axes = {name: Axis(name, of.title + titles, of.of, of.times) for name, of in contrast.axes.items()}
    contrast = replace(contrast, axes=axes, sides=sides or contrast.sides)
    model = replace(bordered_model(), situation=replace(bordered_model().situation, contrasts={"attention": contrast}))
    _, plane = plane_of(model, "attention", points=9)
    x, y = np.meshgrid(plane.levels, plane.levels)
    shifts = spread * np.array([-2.0, -1.0, 0.0, 1.0, 2.0])
    margins = np.array([[[of(x, y) + shift for shift in shifts]] * 2 for of in fields])
    return Boundary(
        model=model,
        contrast=contrast,
        worlds=("low", "high")[: len(fields)],
        outcomes=contrast.turns_on,
        draws=5,
        seed=1,
        first=date(2004, 1, 1),
        last=date(2009, 12, 31),
        plane=plane,
        margins=margins,
        seconds=0.0,
    )


@cache
def turning() -> Boundary:
    """In both worlds the survey's advice does better where being heard brings searches."""
    return made(lambda x, y: 0.3 - y, lambda x, y: 0.6 - y - 0.1 * x)


def drawn(found: Boundary, outcome: str = "returned_by_force") -> ElementTree.Element:
    return ElementTree.fromstring(boundary_svg(found, outcome))


def shown(svg: ElementTree.Element, name: str) -> list[ElementTree.Element]:
    return [of for of in svg.iter() if of.get("class") == name]


# ---- the figure ----------------------------------------------------------------------------------


def boxes(svg: ElementTree.Element) -> list[tuple[float, float, float]]:
    """Give left, right and height of each text, as wide as letters are at most on average."""
    found: list[tuple[float, float, float]] = []
    for text in svg.iter(f"{SVG}text"):
        width = len(text.text or "") * pen.LETTER
        x, y = float(text.attrib["x"]), float(text.attrib["y"])
        left = x - {"start": 0.0, "middle": width / 2, "end": width}[text.get("text-anchor", "start")]
        found.append((left, left + width, y))
    return found


LONG = " and whoever hears of it tells it to somebody else, who has never been there and never will be" * 2


@pytest.mark.parametrize("titles", ["", LONG])
@pytest.mark.parametrize("worlds", [1, 2])
def test_no_word_leaves_the_figure(titles: str, worlds: int):
    fields: list[Field] = [lambda x, y: 0.3 - y, lambda x, y: 0.6 - y - 0.1 * x]
    svg = drawn(made(*fields[:worlds], titles=titles))
    _, _, width, height = map(float, svg.attrib["viewBox"].split())
    texts = boxes(svg)
    assert len(texts) > 15
    for left, right, y in texts:
        assert left >= 0
        assert right <= width
        assert 0 < y < height


def test_no_line_of_words_lies_on_another():
    svg = drawn(made(lambda x, y: 0.3 - y, lambda x, y: 0.6 - y, titles=LONG))
    texts = sorted(boxes(svg), key=lambda box: box[2])
    for i, (left, right, y) in enumerate(texts):
        for other in texts[i + 1 :]:
            assert other[2] - y >= 12 or other[0] >= right or other[1] <= left


def test_both_worlds_stand_side_by_side_on_the_same_axes():
    svg = drawn(turning())
    panels = [of for of in shown(svg, "between") if float(of.attrib["width"]) > 100]
    assert len(panels) == 2
    assert panels[0].attrib["y"] == panels[1].attrib["y"]
    assert float(panels[1].attrib["x"]) > float(panels[0].attrib["x"]) + float(panels[0].attrib["width"])
    assert "".join(svg.itertext()).count("low world") == 1


def test_the_line_and_the_areas_are_where_the_draws_turn():
    """Half of the draws turn at 0.3, three quarters within 0.1 of it."""
    svg = drawn(turning())
    panel = next(of for of in shown(svg, "between") if float(of.attrib["width"]) > 100)
    bottom, tall = float(panel.attrib["y"]) + float(panel.attrib["height"]), float(panel.attrib["height"])

    def strengths(name: str) -> list[float]:
        path = next(of for of in shown(svg, name) if of.tag == f"{SVG}path")
        return [(bottom - y) / tall for piece in points(path.attrib["d"]) for _, y in piece]

    assert strengths("half") == pytest.approx([0.3] * len(strengths("half")), abs=2e-3)
    assert (min(strengths("better-0")), max(strengths("better-0"))) == pytest.approx((0.4, 1), abs=2e-3)
    assert (min(strengths("better-1")), max(strengths("better-1"))) == pytest.approx((0, 0.2), abs=2e-3)


def test_premises_are_drawn_beside_the_edges_on_which_they_lie():
    svg = drawn(turning())
    panel = next(of for of in shown(svg, "between") if float(of.attrib["width"]) > 100)
    left, top = float(panel.attrib["x"]), float(panel.attrib["y"])
    away, loud = (
        [
            point
            for piece in points(next(of for of in shown(svg, f"premise-{at}") if "d" in of.attrib).attrib["d"])
            for point in piece
        ]
        for at in (0, 1)
    )
    assert {x < left for x, _ in away} == {True}  # HELP is off: the left edge
    assert {y > top + float(panel.attrib["height"]) for _, y in loud} == {True}  # SEARCH is off: the lower edge


def test_whose_advice_an_area_is_stands_in_it_by_year():
    svg = drawn(made(lambda x, y: 0.5 - y, lambda x, y: 0 * x + 1))
    assert [of.text for of in shown(svg, "whose-0")] == ["2003"]
    assert [of.text for of in shown(svg, "whose-1")] == ["2004", "2004"]


def test_words_of_a_situation_are_no_markup():
    svg = drawn(made(lambda x, y: 0.5 - y, titles=" <script>&"))
    assert "<script>&" in "".join(svg.itertext())
    assert not list(svg.iter(f"{SVG}script"))


# ---- sentences -----------------------------------------------------------------------------------


def test_a_sentence_says_where_it_turns_in_both_worlds():
    assert outcome_sentence(turning(), "returned_by_force") == (
        "Fewer people returned by force, in at least half of the draws: under the advice of the 2003 survey "
        "(looking_away) where being heard brings searches at more than 30 % of full strength in the low world (1.23 "
        "times as many arrests when hundreds have arrived; for the middle half of the draws 20 to 40 %) and 50 to 60 % "
        "of full strength in the high world (1.41 to 1.52 times as many; for the middle half of the draws 40 to 70 %), "
        "and of the 2004 report (publicity) where less."
    )


def test_a_sentence_where_worlds_differ():
    one = made(lambda x, y: 0.3 - x, lambda x, y: 0 * x + 1, spread=0)
    assert outcome_sentence(one, "reached_safety").endswith(
        "where being heard helps people on their way at more than 30 % of full strength in the low world (1.13 times "
        "as many journeys when hundreds have arrived; for the middle half of the draws 30 %), and of the 2004 report "
        "(publicity) where less; in the high world under the advice of the 2004 report (publicity) at every strength "
        "of both."
    )


@pytest.mark.parametrize(
    ("of", "words"),
    [
        (lambda x, y: 0 * x, "in the low and high worlds under the advice of neither"),
        (lambda x, y: -x * y, "in the low and high worlds under the advice of the 2003 survey (looking_away) wherever"),
        (
            lambda x, y: 0 * x - 1,
            "in the low and high worlds under the advice of the 2003 survey (looking_away) at every",
        ),
        (lambda x, y: 0.04 - (x - 0.5) ** 2 - (y - 0.5) ** 2, "hundredths of the plane and of the 2004 report"),
        (lambda x, y: 0.002 - y, "at more than 0.2 % of full strength in the low world (less than 1.01 times"),
    ],
)
def test_sentences_where_it_does_not_turn_or_hardly(of: Field, words: str):
    assert words in outcome_sentence(made(of, of, spread=0), "reached_safety")


def test_a_situation_with_one_world_names_none():
    one = made(lambda x, y: 0.3 - y)
    situation = one.model.situation
    alone = replace(situation, worlds={"low": situation.worlds["low"]})
    told = outcome_sentence(replace(one, model=replace(bordered_model(), situation=alone)), "reached_safety")
    assert "world" not in told
    assert "at more than 30 % of full strength (" in told


def test_both_sides_are_told_in_the_same_words():
    """Whoever is named first, the sentences are the same."""
    fields: list[Field] = [lambda x, y: 0.3 - y, lambda x, y: 0.6 - y]
    turned = made(*[lambda x, y, of=of: -of(x, y) for of in fields], sides={RELIEF: LOUD, SURVEY: AWAY})
    for outcome in turning().outcomes:
        assert outcome_sentence(turned, outcome) == outcome_sentence(made(*fields), outcome)


@cache
def flagship() -> Boundary:
    model = compete_model(read_situation("dprk-china"))
    _, plane = plane_of(model, "attention", points=5)
    contrast = plane.contrast
    margins = np.ones((2, len(contrast.turns_on), 3, 5, 5)) * (0.2 - plane.levels)[:, None]
    one = made(lambda x, y: 0 * x, lambda x, y: 0 * x)
    return replace(
        one, model=model, contrast=contrast, outcomes=contrast.turns_on, plane=plane, margins=margins, draws=3
    )


def test_the_flagship_is_told_fairly_and_without_a_best():
    sentences = boundary_sentences(flagship())
    assert len(sentences) == 1 + len(flagship().outcomes)
    for text in sentences:
        assert "2012 article" in text
        assert "2003 article" in text
        assert not re.search(r"\bbest\b|robust|probab|optim", text)
        assert "{" not in text
    for text in sentences[1:]:
        assert "low" in text
        assert "high" in text
    for outcome in flagship().outcomes:
        svg = drawn(flagship(), outcome)
        _, _, width, _ = map(float, svg.attrib["viewBox"].split())
        assert all(left >= 0 and right <= width for left, right, _ in boxes(svg))


# ---- data ----------------------------------------------------------------------------------------


def test_data_has_shares_and_strengths_and_no_figure_of_people():
    data = json.loads(json.dumps(boundary_data(made(lambda x, y: 1234.5 - 9999 * y, lambda x, y: 0 * x + 777))))
    assert [side["source"] for side in data["sides"]] == [SURVEY, RELIEF]
    assert data["sides"][0]["premises"] == {"HELP": "off", "SEARCH": "on"}
    assert [axis["loop"] for axis in data["axes"]] == ["HELP", "SEARCH"]
    assert data["axes"][1]["numbers"] == {"effort_per_attention": pytest.approx(0.975)}
    low, high = (data["outcomes"]["reached_safety"]["worlds"][world] for world in ("low", "high"))
    assert high["turn"] == {"where": "second", "shares": [0, 1]}
    assert low["turn"]["axis"] == "SEARCH"
    assert (low["turn"]["below"], low["turn"]["above"]) == (RELIEF, SURVEY)
    assert low["turn"]["half"] == pytest.approx([0.123, 0.123], abs=2e-3)
    shares = np.array([low["ahead"], low["behind"]])
    assert shares.shape == (2, 9, 9)
    assert (shares.sum(axis=0) <= 1).all()
    assert data["draws_met"]["low"] == np.full((9, 9), 5).tolist()
    assert not re.search(r"1234|777", json.dumps(data))


def test_a_share_of_no_draw_is_null():
    one = made(lambda x, y: 0.3 - y)
    margins = one.margins.copy()
    margins[..., 0, 0] = np.nan
    data = json.loads(json.dumps(boundary_data(replace(one, margins=margins)), allow_nan=False))
    assert data["outcomes"]["reached_safety"]["worlds"]["low"]["ahead"][0][0] is None
