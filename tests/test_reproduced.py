"""What authors expect of policies: counted where their premises hold, and elsewhere, against plain comparisons."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any

import numpy as np
import pytest

from opened import EITHER, HELPS, opened
from tumen.comparison import Comparison, compare
from tumen.comparison.expectations import argued, expected, held_for, planned
from tumen.comparison.reproduced import Move, Reproduced, reproduced
from tumen.comparison.verdicts import differences, finding, said
from tumen.errors import RunError, UsageError
from tumen.model import Model, build
from tumen.situation import Situation, read_situation

LESS, MORE, NEITHER = "returned_by_force", "reached_safety", "in_hiding"
TOGETHER = "both"
DRAWS = 24
Premises = Mapping[str, str]


@cache
def told(*premises: tuple[str, str], sign: Any = "disputed") -> Situation:
    """Give the small situation with what is expected of its two options, and the premises of the first."""
    of = opened()
    first = replace(of.policies[HELPS], moves={LESS: "less", NEITHER: "more"}, premises=dict(premises))
    second = replace(of.policies[EITHER], moves={MORE: "more", LESS: "more"})
    both = replace(first, id=TOGETHER, moves={}, combines=(HELPS, EITHER), levers=(*first.levers, *second.levers))
    loops = {"L1": replace(of.loops["L1"], sign=sign)}
    return replace(of, loops=loops, policies={**of.policies, HELPS: first, EITHER: second, TOGETHER: both})


@cache
def model(*premises: tuple[str, str], sign: Any = "disputed") -> Model:
    return build(told(*premises, sign=sign))


@cache
def found(*premises: tuple[str, str], sign: Any = "disputed") -> Reproduced:
    return reproduced(model(*premises, sign=sign), [HELPS, EITHER], draws=DRAWS, seed=5)


def counted(of: Comparison, move: Move, inside: np.ndarray | None = None) -> list[tuple[str, int, int, int]]:
    """Count by hand over the figures of a comparison; `inside` are the draws that count."""
    rows = list[tuple[str, int, int, int]]()
    for w, world in enumerate(of.design.worlds):
        o, p = of.design.span.outcomes.index(move.outcome), of.design.policies.index(move.policy)
        pairs = [
            (of.figures[w, 0, d, 0, o], of.figures[w, p, d, 0, o])
            for d in range(of.design.draws)
            if of.valid[w, d] and (inside is None or inside[d])
        ]
        fewer, more = sum(b < a for a, b in pairs), sum(b > a for a, b in pairs)
        rows.append((world, *((fewer, more) if move.way == "less" else (more, fewer)), len(pairs)))
    return rows


def rows(move: Move, region: str) -> list[tuple[str, int, int, int]]:
    of = getattr(move, region)
    return [(one.world, one.expected, one.opposite, one.futures) for one in of.tallies]


def test_what_is_expected_of_options_together_is_what_their_parts_agree_on():
    assert expected(told(), HELPS) == {LESS: "less", NEITHER: "more"}
    assert expected(told(), TOGETHER) == {NEITHER: "more", MORE: "more"}
    assert expected(told(), "baseline") == {}
    assert argued(told()) == (HELPS, EITHER, TOGETHER)


def test_everywhere_is_a_plain_comparison():
    plain = compare(model(), [HELPS, EITHER], draws=DRAWS, seed=5, outcomes=[LESS, MORE, NEITHER], undirected=True)
    for move in found(("L1", "on")).moves:
        assert rows(move, "everywhere") == counted(plain, move)
    assert [(m.policy, m.outcome, m.way) for m in found(("L1", "on")).moves] == [
        (HELPS, LESS, "less"), (HELPS, NEITHER, "more"), (EITHER, MORE, "more"), (EITHER, LESS, "more"),
    ]  # fmt: skip


def test_premises_that_are_disputed_are_held_inside_and_differ_elsewhere():
    at = {"L1": "off", "G": "few"}
    of = found(*at.items())
    held = compare(model(), [HELPS], draws=DRAWS, seed=5, outcomes=[LESS, NEITHER], undirected=True, positions=at)
    inside = np.array([all(dict(p)[k] == v for k, v in at.items()) for p in of.comparisons[()].design.positions])
    assert 0 < inside.sum() < DRAWS
    for move in of.of(HELPS):
        assert move.inside.held == (("G", "few"), ("L1", "off"))
        assert rows(move, "inside") == counted(held, move)
        assert move.elsewhere is not None
        assert rows(move, "elsewhere") == counted(of.comparisons[()], move, ~inside)
        assert move.elsewhere.finding is None
        assert (move.elsewhere.found.valid[:, inside] == 0).all()


def test_a_premise_that_nobody_disputes_and_that_does_not_hold_is_held_inside_and_holds_in_nothing_else():
    of = found(("L1", "off"), sign="balancing")
    for move in of.of(HELPS):
        assert move.inside.held == (("L1", "off"),)
        assert {dict(at)["L1"] for at in move.inside.found.design.positions} == {"off"}
        assert rows(move, "elsewhere") == rows(move, "everywhere")


def test_a_premise_that_holds_anyway_is_denied_elsewhere():
    of = found(("L1", "on"), sign="balancing")
    assert list(of.comparisons) == [(), (("L1", "off"),)]
    for move in of.of(HELPS):
        assert move.inside is move.everywhere
        assert move.elsewhere is not None
        assert move.elsewhere.held == (("L1", "off"),)
        assert rows(move, "elsewhere") == counted(of.comparisons[("L1", "off"),], move)


def test_without_premises_there_is_no_elsewhere():
    for move in found(("L1", "on")).of(EITHER):
        assert move.inside is move.everywhere
        assert move.elsewhere is None


@pytest.mark.parametrize(
    ("policy", "inside", "denied"),
    [
        ("growing_pressure", {"L1": "on", "L2": "off"}, {}),
        ("quiet_overlooking", {"L3": "off", "U6": "tolerant"}, {}),
        ("diplomatic_pressure", {"L2": "off"}, {}),
        ("humanitarian_norms", {}, {"L18": "off"}),
        ("southeast_asia", {}, {}),
    ],
)
def test_what_is_held_for_options_of_the_flagship(policy: str, inside: Premises, denied: Premises):
    flagship = read_situation("dprk-china")
    held = held_for(flagship, flagship.policies[policy])
    assert (dict(held.inside), dict(held.denied)) == (inside, denied)


def test_policies_on_the_same_premises_share_a_comparison():
    of = told(("L1", "on"))
    same = replace(of.policies[EITHER], premises={"L1": "on"})
    shared = replace(of, policies={**of.policies, EITHER: same})
    assert planned(shared, [HELPS, EITHER]) == {(): (HELPS, EITHER), (("L1", "on"),): (HELPS, EITHER)}


def test_all_comparisons_are_over_the_same_time():
    """Also where the policies that share premises begin later than others."""
    of = told(("L1", "on"))
    first = of.levers["eased_searches"]
    late = replace(first, starts=first.starts.replace(year=2007) if first.starts else None)
    made = reproduced(build(replace(of, levers={**of.levers, first.id: late})), [HELPS, EITHER], draws=2)
    assert len({(c.design.span.first, c.design.span.last) for c in made.comparisons.values()}) == 1
    assert len({c.design.span.weight.tobytes() for c in made.comparisons.values()}) == 1


def test_what_is_given_is_a_condition_and_not_one_side_of_a_dispute():
    of = found(("L1", "on")).of(HELPS)[0].inside
    always = np.where(of.found.valid, 1.0, np.nan)[..., None]
    given = said(of.found, always, given=["L1"])
    assert given is not None
    assert given.helps.word == "robust"
    assert "L1" not in given.counts
    open_ = said(of.found, always)
    assert open_ is not None
    assert (open_.helps.word, open_.helps.untried) == ("depends on", ("L1",))


def test_the_rule_is_that_of_a_comparison():
    of = found(("L1", "on"))
    move = next(m for m in of.of(HELPS) if m.outcome == LESS)  # of which less is expected, and better
    assert move.everywhere.finding == finding(of.comparisons[()], HELPS, LESS)
    turned = next(m for m in of.of(EITHER) if m.outcome == LESS)  # of which more is expected, and worse
    plain = finding(of.comparisons[()], EITHER, LESS)
    assert plain is not None
    assert turned.everywhere.finding is not None
    assert (turned.everywhere.finding.helps, turned.everywhere.finding.harms) == (plain.harms, plain.helps)


def test_the_same_study_gives_the_same_whatever_the_workers():
    one, three = (reproduced(model(("L1", "on")), [HELPS], draws=4, seed=2, workers=n) for n in (1, 3))
    assert [[rows(m, r) for r in ("everywhere", "inside", "elsewhere")] for m in one.moves] == [
        [rows(m, r) for r in ("everywhere", "inside", "elsewhere")] for m in three.moves
    ]
    for at, of in one.comparisons.items():
        assert np.array_equal(of.figures, three.comparisons[at].figures, equal_nan=True)


def test_an_option_that_does_nothing_without_its_premise_is_an_answer():
    of = told(("L1", "on"), sign="balancing")
    loop = replace(of.loops["L1"], numbers=("arrest_per_effort",))
    lever = replace(of.levers["more_onward"], id="weaker", target="elasticity:arrest/effort")
    policy = replace(of.policies[HELPS], levers=(lever.id,))
    made = build(
        replace(of, loops={"L1": loop}, levers={**of.levers, lever.id: lever}, policies={**of.policies, HELPS: policy})
    )
    for move in reproduced(made, [HELPS], draws=2).moves:
        assert move.elsewhere is not None
        assert [(one.expected, one.opposite) for one in move.elsewhere.tallies] == [(0, 0), (0, 0)]
        assert sum(one.expected + one.opposite for one in move.inside.tallies) > 0


def test_an_option_that_does_nothing_anywhere_is_refused():
    of = told(("L1", "on"))
    late = replace(of.levers["eased_searches"], starts=date(2100, 1, 1))
    with pytest.raises(RunError, match="T601"):
        reproduced(build(replace(of, levers={**of.levers, late.id: late})), [HELPS, EITHER], draws=2)


def test_progress_counts_the_draws_of_all_comparisons():
    seen = list[tuple[int, int]]()
    reproduced(model(("L1", "on")), [HELPS], draws=3, progress=lambda done, of: seen.append((done, of)))
    assert seen == sorted(seen)
    assert {of for _, of in seen} == {2 * 2 * 3}
    assert seen[-1] == (12, 12)


def test_comparisons_can_be_made_by_another():
    """So that a caller can keep what it has."""
    asked = list[Mapping[str, str]]()

    def run(model: Model, policies: Any, **options: Any) -> Comparison:
        asked.append(options["positions"])
        return compare(model, policies, **options)

    reproduced(model(("L1", "on")), [HELPS], draws=2, run=run)
    assert asked == [{}, {"L1": "on"}, {"L1": "on"}]


def test_a_world_that_cannot_meet_its_anchors_where_something_is_held_has_no_future_there():
    def run(model: Model, policies: Any, **options: Any) -> Comparison:
        if options["positions"] and options["worlds"] == ["high"]:
            raise RunError("T410", "no draw of world high meets its anchors", where="world high", remedy="none")
        return compare(model, policies, **options)

    of = reproduced(model(("L1", "on")), [HELPS], draws=6, seed=5, run=run)
    whole = compare(
        model(), [HELPS], draws=6, seed=5, outcomes=[LESS, NEITHER], undirected=True, positions={"L1": "on"}
    )
    for move in of.of(HELPS):
        low, high = rows(move, "inside")
        assert high == ("high", 0, 0, 0)
        assert low == counted(whole, move)[0]
        assert move.inside.finding is not None
        assert move.inside.finding.helps.word == "cannot be told"


def test_what_else_ends_a_comparison_ends_all():
    def run(model: Model, policies: Any, **options: Any) -> Comparison:
        if options["positions"]:
            raise RunError("T401", "hazard is -1", where="a cell", remedy="none")
        return compare(model, policies, **options)

    with pytest.raises(RunError, match="T401"):
        reproduced(model(("L1", "on")), [HELPS], draws=2, run=run)


def test_the_difference_is_that_to_the_baseline():
    of = found(("L1", "on")).comparisons[()]
    o = of.design.span.outcomes.index(NEITHER)
    assert np.array_equal(
        differences(of, HELPS, NEITHER), of.figures[:, 1, ..., o] - of.figures[:, 0, ..., o], equal_nan=True
    )


@pytest.mark.parametrize(
    ("policies", "words"),
    [(["baseline"], "nothing is expected of baseline"), (["quietly"], "nothing is expected of quietly")],
)
def test_of_what_nothing_is_expected_nothing_is_asked(policies: list[str], words: str):
    with pytest.raises(UsageError, match=rf"T420 {words}(.|\n)*name one or more of: looking_away, ways_on, both"):
        reproduced(model(), policies)


def test_a_situation_that_expects_nothing_is_refused():
    with pytest.raises(UsageError, match=r"T420 hidden-five says of no policy what it is expected to do(.|\n)*`moves`"):
        reproduced(build(opened()))
