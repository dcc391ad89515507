"""What becomes of each text's advice: docs/findings.md says what was measured, of both texts alike, in both worlds."""

from __future__ import annotations

import importlib
import re
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import replace
from itertools import product
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from opened import EITHER, HELPS, opened
from tumen.comparison import paired
from tumen.comparison.expectations import argued, expected
from tumen.comparison.reproduced import reproduced
from tumen.model import build
from tumen.policy import Policy
from tumen.situation import Situation, read_situation

ROOT = Path(__file__).parents[1]
LESS = "returned_by_force"


@pytest.fixture(scope="module")
def tool() -> Iterator[SimpleNamespace]:
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(ROOT / "tools"))
        names = ("findings", "findings_run", "findings_said", "findings_strings", "findings_words")
        yield SimpleNamespace(**{name.removeprefix("findings_"): importlib.import_module(name) for name in names})


@pytest.fixture(scope="module")
def page(tool: Any) -> SimpleNamespace:
    """Give the flagship, what was measured of it, and the pieces of the page."""
    flagship, data = read_situation("dprk-china"), tool.run.read(tool.findings.DATA)
    return SimpleNamespace(flagship=flagship, data=data, pieces=tool.words.words(flagship, data))


def test_the_page_is_made_of_what_was_measured(tool: Any):
    assert tool.findings.main(["--check"]) == 0


def test_what_was_measured_is_what_the_flagship_does(tool: Any, page: Any):
    assert page.data["fingerprint"] == tool.run.fingerprint(build(page.flagship)), "run tools/findings.py"


def test_all_that_is_expected_was_looked_at(page: Any):
    assert list(page.data["expected"]) == list(argued(page.flagship))
    for policy, moves in page.data["expected"].items():
        assert {name: of["way"] for name, of in moves.items()} == expected(page.flagship, policy)


def test_counts_add_up(page: Any):
    every = [of["everywhere"] for moves in page.data["expected"].values() for of in moves.values()]
    for of, world in product(every, page.data["worlds"]):
        comes, opposite, futures = of["worlds"][world]["counts"]
        assert comes + opposite <= futures == page.data["met"][world]
        for places in of["said"]["at"].values():
            at = [counts[world] for counts in places.values() if world in counts]
            assert np.sum(at, axis=0).tolist() == [comes, opposite, futures]


def test_each_text_is_told_in_the_same_order_and_nothing_of_it_left_out(tool: Any, page: Any):
    sides = tool.words.sides(page.flagship)
    assert len(sides) == 2
    for side in sides:
        text = page.pieces[f"text-{side.source}"]
        assert re.findall(r"^\*\*.*\*\*$", text, re.MULTILINE) == [
            tool.strings.TEXT[name] for name in (*tool.said.GROUPS, "paid")
        ]
        for policy in side.policies:
            title = tool.said.title(page.flagship.policies[policy])
            assert re.search(rf"^- {re.escape(title)}(: | \()", text, re.MULTILINE)


def test_options_stand_in_the_order_of_the_situation_and_not_by_size(tool: Any, page: Any):
    order = [tool.said.title(of) for of in page.flagship.policies.values()]
    texts = [page.pieces[f"text-{side.source}"] for side in tool.words.sides(page.flagship)]
    blocks = [block for text in texts for block in re.split(r"^\*\*.*\*\*$", text, flags=re.MULTILINE)]
    told = [
        [order.index(t) for line in block.splitlines() for t in order if line.startswith((f"- {t}: ", f"- {t} ("))]
        for block in blocks
    ]
    assert max(map(len, told)) > 3
    assert all(places == sorted(places) for places in told)


def test_both_worlds_are_in_every_sentence(page: Any):
    texts = [text for name, text in page.pieces.items() if name != "legend" and not name.startswith("table")]
    lines = [line for text in texts for line in text.splitlines() if line.startswith("- ")]
    assert len(lines) > 20
    for line in lines:
        for clause in re.split(r"; (?=fewer|more|less)", line):
            assert re.search(r"\blow\b|both worlds|either world", clause), line
            assert re.search(r"\bhigh\b|both worlds|either world", clause), line


def test_rows_of_tables_have_both_worlds_side_by_side(tool: Any, page: Any):
    for side in tool.words.sides(page.flagship):
        head, _, *rows = page.pieces[f"table-{side.source}"].splitlines()
        places = [head.index(f"{region}, {world}") for region in ("hold", "elsewhere") for world in ("low", "high")]
        assert places == sorted(places)
        assert len(rows) == len(tool.said.told(page.flagship, page.data, side))


def test_no_policy_is_called_best_and_nothing_robust_but_by_the_rule(tool: Any):
    page = tool.findings.PAGE.read_text(encoding="utf-8").lower()
    assert not re.search(r"\bbest\b|\brobust\b|\boptimal\b|\bshould do\b", page)


def verdict(word: str, *axes: str, untried: tuple[str, ...] = ()) -> dict[str, Any]:
    return {"word": word, "axes": list(axes), "one_side_only": list(untried)}


@pytest.mark.parametrize(
    ("comes", "opposite", "group"),
    [
        (verdict("robust"), verdict("does not hold"), "comes"),
        (verdict("does not hold"), verdict("robust"), "not"),
        (verdict("does not hold"), verdict("does not hold"), "not"),
        (verdict("depends on", "L2"), verdict("depends on", "L2"), "depends"),
        (verdict("depends on", "L2"), verdict("does not hold"), "depends"),
        (verdict("does not hold"), verdict("depends on", "L2"), "depends"),
        (verdict("cannot be told"), verdict("does not hold"), "open"),
        (verdict("does not hold"), verdict("cannot be told"), "open"),
        (verdict("depends on", "world", untried=("world",)), verdict("does not hold"), "open"),
    ],
)
def test_what_may_be_said(tool: Any, comes: Any, *, opposite: Any, group: str):
    policy, outcome = opened().policies[HELPS], opened().outcomes[LESS]
    of = {"everywhere": {"said": {"expected": comes, "opposite": opposite}}}
    assert tool.said.Said(policy, outcome, of, direct=False).group == group


def test_an_option_that_acts_on_the_very_thing_is_marked(tool: Any):
    flagship = read_situation("dprk-china")
    policies = flagship.policies
    assert tool.said.direct(flagship, policies["quiet_overlooking"], "arrested")
    assert not tool.said.direct(flagship, policies["quiet_overlooking"], "returned_by_force_per_year")
    assert not tool.said.direct(flagship, policies["growing_pressure"], "let_out_of_missions")
    assert tool.said.direct(flagship, policies["quiet_release"], "let_out_of_missions")


def told(situation: Situation) -> Situation:
    """Give the small situation with a document that argues for both options."""
    source = next(iter(situation.sources))
    moves: dict[str, Policy] = {
        HELPS: replace(situation.policies[HELPS], by=(source,), moves={LESS: "less"}, premises={"L1": "on"}),
        EITHER: replace(situation.policies[EITHER], by=(source,), moves={LESS: "less"}),
    }
    return replace(situation, policies={**situation.policies, **moves})


def verdict_data(comes: Any, opposite: Any, at: Any | None = None) -> dict[str, Any]:
    return {"expected": comes, "opposite": opposite, "differs": True, "at": at or {}}


@pytest.fixture(scope="module")
def small(tool: Any) -> SimpleNamespace:
    """Give the small situation with what was measured of it in a few draws."""
    situation = told(opened())
    data = tool.run.measured(reproduced(build(situation), draws=8, seed=3))
    return SimpleNamespace(situation=situation, data={**data, "boundaries": {}}, source=next(iter(situation.sources)))


def written(tool: Any, small: Any, said: Any) -> str:
    """Write what is told of the first option where this may be said of it."""
    data = deepcopy(small.data)
    data["expected"][HELPS][LESS]["everywhere"]["said"] = said
    return tool.words.words(small.situation, data)[f"text-{small.source}"]


def test_a_thing_is_told_with_its_counts_world_by_world(tool: Any, small: Any):
    worlds = small.data["expected"][HELPS][LESS]["everywhere"]["worlds"]
    text = written(tool, small, verdict_data(verdict("robust"), verdict("does not hold")))
    low, high = (f"{of['counts'][0]} of {of['counts'][2]} {world}" for world, of in worlds.items())
    what = f"fewer people returned by force ({low}, {high})"
    comes, depends = (text.index(tool.strings.TEXT[name]) for name in ("comes", "depends"))
    assert what in text[comes:depends]


def test_what_it_depends_on_is_told_with_the_counts_of_each_position(tool: Any, small: Any):
    at = {"L1": {"on": {"low": [4, 0, 4], "high": [3, 1, 4]}, "off": {"low": [0, 2, 2], "high": [1, 1, 2]}}}
    text = written(tool, small, verdict_data(verdict("depends on", "L1"), verdict("does not hold"), at))
    assert "which depends on L1 (on: 4 of 4 low, 3 of 4 high; off: 0 of 2 low, 1 of 2 high)" in text
    text = written(tool, small, verdict_data(verdict("does not hold"), verdict("depends on", "L1"), at))
    assert (
        "that it goes the other way depends on L1 (on: 0 of 4 low, 1 of 4 high; off: 2 of 2 low, 1 of 2 high)" in text
    )


def test_what_rests_on_a_loop_that_nobody_disputes_is_said_first(tool: Any, small: Any):
    data = deepcopy(small.data)
    move = data["expected"][HELPS][LESS]
    move["everywhere"]["said"] = verdict_data(verdict("robust"), verdict("does not hold"))
    told = "does not come out without it (`looking_away`: L1 = off)"
    for word in ("robust", "cannot be told", "does not hold"):
        move["elsewhere"] = {
            **move["everywhere"],
            "held": {"L1": "off"},
            "said": verdict_data(verdict(word), verdict(word)),
        }
        assert (told in tool.words.words(small.situation, data)["first"]) == (word == "does not hold")


def test_no_future_is_said_where_there_is_none(tool: Any, small: Any):
    data = deepcopy(small.data)
    data["expected"][HELPS][LESS]["elsewhere"]["worlds"]["high"] = {"counts": [0, 0, 0], "range": None}
    assert "| no future |" in tool.words.words(small.situation, data)[f"table-{small.source}"]


def test_draws_that_are_done_are_kept_and_not_run_again(tool: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    model, texts = build(told(opened())), list[str]()
    study = tool.run.study(tmp_path, draws=4, progress=None, tell=texts.append)
    first = reproduced(model, **study)
    assert texts == ["all: 2 policies", "L1=on-low: 1 policies", "L1=on-high: 1 policies"]
    assert len(list(tmp_path.iterdir())) == 3
    monkeypatch.setattr(paired, "run_draw", None)
    assert tool.run.measured(reproduced(model, **study)) == tool.run.measured(first)


def test_figures_are_those_of_the_futures(tool: Any):
    found = reproduced(build(told(opened())), draws=8, seed=3)
    of = tool.run.measured(found)
    (move,) = found.of(HELPS)
    assert of["expected"][HELPS][LESS]["inside"]["held"] == {"L1": "on"}
    for region in ("everywhere", "inside", "elsewhere"):
        for tally in getattr(move, region).tallies:
            counts = of["expected"][HELPS][LESS][region]["worlds"][tally.world]["counts"]
            assert counts == [tally.expected, tally.opposite, tally.futures]
    assert "said" not in of["expected"][HELPS][LESS]["elsewhere"]
    assert of["expected"][EITHER][LESS]["elsewhere"] is None
