"""``tumen evidence list|show|graph|prior``: who says what, and how it becomes a prior, in words and as JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from itertools import pairwise
from typing import Any

import pytest

from made_up import hidden_five, reported, with_evidence
from tumen import __version__
from tumen.cli import exit_code
from tumen.evidence import KEPT_OUT, Link
from tumen.evidence.pooling import pooled
from tumen.evidence.roots import roots_of
from tumen.evidence.sensitivity import leave_one_out, log_pool, random_effects
from tumen.situation import Situation, read_situation, situation_names
from tumen.trace.ledger import WITHHELD, Ledger
from tumen.trace.pools import other_rules, pool_view
from tumen.trace.usage import usage
from tumen.trace.words import about, figure_in_words

Run = Callable[..., tuple[int, str, str]]
COMMANDS = (("list",), ("graph",), ("prior",), ("show", "K001"))
SURVEY = "A survey of border villages (invented for teaching)"


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command of evidence: exit code, stdout, stderr."""

    def call(*arguments: str) -> tuple[int, str, str]:
        code = exit_code(["evidence", *arguments])
        said = capsys.readouterr()
        return code, said.out, said.err

    return call


@cache
def flagship() -> Situation:
    return read_situation("dprk-china")


def lines(run: Run, *arguments: str) -> list[str]:
    code, out, err = run(*arguments)
    assert (code, err) == (0, "")
    return out.splitlines()


def data(run: Run, *arguments: str) -> dict[str, Any]:
    """Give what a command prints for programs: one object, in ASCII."""
    code, out, err = run(*arguments, "--json")
    assert (code, err) == (0, "")
    assert out.isascii()
    found = json.loads(out)
    assert (found["schema_version"], found["version"]) == (1, __version__)
    return found


# ---- list -------------------------------------------------------------------------------------


def test_a_claim_is_listed_with_its_range_before_its_centre_and_who_says_otherwise(run: Run):
    told = lines(run, "list", "hidden-five")
    at = told.index(
        "K001: 4,000 to 9,000, about 6,000 persons; 2003; risk of bias low; contradicted by K002, newspaper_hiding-1"
    )
    assert told[at + 1] == (
        "    Institute of Imaginary Studies (survey-2003, Results / 2): "
        "The survey puts the number in hiding at about 6,000."
    )
    assert "K003: event; 2004-03 to 2004-08" in told


def test_observations_are_listed_by_series_unless_something_is_asked_for(run: Run):
    told = lines(run, "list", "hidden-five")
    assert "arrivals_southmark: 2 figures, 2002 to 2003, 240 to 310 persons, grade A" in told
    assert "newspaper_hiding: 1 figure, 2003, 100,000 persons, grade D; 1 contradicted" in told
    assert told[-2] == "9 claims, 3 observations in 2 series"
    narrow = lines(run, "list", "hidden-five", "--about", "arrivals southmark")
    assert [line for line in narrow if not line.startswith(" ")][:2] == [
        "arrivals_southmark-1: 240 persons; 2002; grade A",
        "arrivals_southmark-2: 310 persons; 2003; grade A",
    ]


@pytest.mark.parametrize(
    ("options", "ids"),
    [
        (("--kind", "event"), ["K003", "K008"]),
        (("--kind", "observation"), []),
        (("--source", "survey-2003"), ["K001", "K004", "K005", "K009"]),
        (("--about", "people_in_hiding"), ["K001", "K002"]),
        (("--about", "SIX IN TEN"), ["K004"]),
        (("--kind", "event", "--about", "agreed"), ["K008"]),
    ],
)
def test_a_list_can_be_narrowed(run: Run, options: tuple[str, ...], ids: list[str]):
    assert [claim["id"] for claim in data(run, "list", "hidden-five", *options)["claims"]] == ids


def test_a_list_for_programs_holds_what_the_text_holds(run: Run):
    found = data(run, "list", "hidden-five")
    first = found["claims"][0]
    assert first["figures"] == [4000, 6000, 9000]
    assert (first["figure"], first["unit"]) == ("4,000 to 9,000, about 6,000 persons", "persons")
    assert first["ratings"]["risk_of_bias"] == "low"
    assert first["ties"] == {
        "root": "K001", "via": [], "same_root": [], "against": ["K002", "newspaper_hiding-1"],
    }  # fmt: skip
    assert [series["id"] for series in found["series"]] == ["arrivals_southmark", "newspaper_hiding"]
    assert found["observations"] == []
    assert found["kept_out"] == 1
    assert found["until"] is None


def test_without_a_name_it_is_the_flagship(run: Run):
    assert {claim["source"] for claim in data(run, "list")["claims"]} == {"song-2003", "bai-2012"}
    assert data(run, "prior")["pools"].keys() == flagship().evidence.pools.keys()


# ---- show -------------------------------------------------------------------------------------


def test_a_claim_is_shown_whole(run: Run):
    told = lines(run, "show", "hidden-five", "K001")
    assert told[0] == "K001: The survey puts the number in hiding at about 6,000."
    for line in (
        "  who says so: Institute of Imaginary Studies",
        f"  stands in: {SURVEY} (survey-2003), Results / 2",
        "  figure: 4,000 to 9,000, about 6,000 persons",
        "  could mislead: risk of bias low, indirectness some, inconsistency high, imprecision some, "
        "reporting bias low",
        "  root: K001: its own",
        "    parameter departure_scale: it rests on this",
        "    outcome in_hiding: compared with it: people from Eastmark who hide in Westmark",
    ):
        assert line in told
    assert any(line.startswith("    pool hiding_2003: has a vote in it (camp low)") for line in told)


def test_both_sides_of_a_contradiction_are_shown_under_each_other(run: Run):
    told = lines(run, "show", "hidden-five", "K001")
    at = told.index("  contradicted: K001 | K002")
    assert told[at + 1].startswith("    K001, Institute of Imaginary Studies: The survey puts")
    assert told[at + 2].startswith("    K002, Association of Imaginary Relief Groups: Relief groups speak of 20,000")


def test_an_observation_leads_to_the_root_that_it_repeats(run: Run):
    told = lines(run, "show", "hidden-five", "newspaper_hiding-1")
    assert "  root: K002, via K002; one vote together with K002" in told
    assert "  grade: D" in told
    assert any(line.startswith("    pool hiding_2003: left out of it") for line in told)


def test_what_is_not_used_is_shown_with_the_reason(run: Run):
    told = "\n".join(lines(run, "show", "hidden-five", "K005"))
    assert f"excluded: {hidden_five().evidence.excluded['K005']}" in told


@pytest.mark.parametrize("name", ["hidden-five", "dprk-china"])
def test_of_a_claim_that_is_kept_out_nothing_is_shown_but_where_it_stands(run: Run, name: str):
    evidence = read_situation(name).evidence
    hidden = [claim for claim in evidence.claims.values() if claim.kept_out]
    assert hidden
    found = data(run, "show", name, *(claim.id for claim in hidden))["items"]
    for claim, item in zip(hidden, found, strict=True):
        place = {"id": claim.id, "source": claim.source, "locator": claim.locator, "statement": KEPT_OUT}
        others = evidence.against(claim.id)
        assert item == {**place, "contradictions": [{"id": other} for other in others]}
        assert lines(run, "show", name, claim.id) == [
            f"{claim.id}: {KEPT_OUT}",
            f"  stands in: {claim.source}, {claim.locator}",
            *(f"  contradicted: {claim.id} | {other}" for other in others),
        ]
        told = lines(run, "graph", name, claim.id)
        assert told[0] == f"{claim.id}: {KEPT_OUT}"
        assert len(told) == 2 + len([line for line in told if line.startswith("  ")])


@pytest.mark.parametrize("name", ["hidden-five", "dprk-china"])
@pytest.mark.parametrize("command", ["list", "graph", "prior", "show"])
def test_of_a_claim_that_is_kept_out_a_view_shows_the_id_in_a_pair_and_no_more(run: Run, name: str, command: str):
    evidence = read_situation(name).evidence
    hidden = [claim for claim in evidence.claims.values() if claim.kept_out]
    asked = (command, name, *(evidence.claims if command == "show" else ()))
    text = run(*asked)[1] + run(*asked, "--json")[1]
    named = {claim.id for claim in hidden if re.search(rf"\b{claim.id}\b", text)}
    assert command == "show" or not [name for name in named if not evidence.against(name)]
    assert not [(claim.id, token) for claim in hidden for token in claim.tokens if token in text]
    notes = {e.note for e in evidence.links for c in hidden if c.id in (e.of, e.other)} - {"", KEPT_OUT}
    assert not [note for note in notes if note in text]
    for claim in hidden:
        assert all(one == KEPT_OUT for one in re.findall(rf"^ *{claim.id}[:,] (.*)$", text, re.MULTILINE))


def test_of_a_node_that_is_kept_out_the_graph_holds_its_id(run: Run):
    hidden = Ledger(flagship()).kept_out
    found = data(run, "graph", "dprk-china")
    nodes = [node for node in found["nodes"] if node["id"] in hidden]
    assert [node["id"] for node in nodes] == ["B009", "S051"]
    assert all(
        {**node, "id": ""} == {"id": "", "kind": "", "says": "", "topic": KEPT_OUT, "root": ""} for node in nodes
    )
    edges = [edge for edge in found["edges"] if hidden & {edge["of"], edge["other"]}]
    assert {(edge["relation"], edge["note"]) for edge in edges} == {("contradicts", KEPT_OUT)}


def test_every_claim_of_the_flagship_can_be_shown(run: Run):
    ids = list(flagship().claims)
    assert [item["id"] for item in data(run, "show", "dprk-china", *ids)["items"]] == ids
    assert len(lines(run, "show", "dprk-china", *ids)) > 5 * len(ids) - 100


# ---- graph ------------------------------------------------------------------------------------


def test_contradictions_are_pairs_by_topic_and_roots_name_their_members(run: Run):
    told = lines(run, "graph", "hidden-five")
    assert told[0] == "contradictions: 2 pairs of 3 claims or observations"
    assert told[1] == "  people from Eastmark who hide in Westmark"
    assert "    K001 | K002" in told
    assert "  root K002: K002, newspaper_hiding-1" in told
    assert told[-1] == "all other 10 claims and observations are their own root"


def test_the_graph_of_one_item_holds_what_hangs_together_with_it(run: Run):
    found = data(run, "graph", "hidden-five", "newspaper_hiding-1")
    assert [node["id"] for node in found["nodes"]] == ["K001", "K002", "newspaper_hiding-1"]
    assert {(e["of"], e["relation"], e["other"]) for e in found["edges"]} == {
        ("newspaper_hiding-1", "derives_from", "K002"),
        ("K001", "contradicts", "newspaper_hiding-1"),
    }
    assert found["roots"] == {"K002": ["K002", "newspaper_hiding-1"]}


@pytest.mark.parametrize("name", situation_names())
def test_edges_join_nodes_and_each_contradiction_stands_once(run: Run, name: str):
    found = data(run, "graph", name)
    nodes = {node["id"] for node in found["nodes"]}
    assert all({edge["of"], edge["other"]} <= nodes for edge in found["edges"])
    pairs = [frozenset((e["of"], e["other"])) for e in found["edges"] if e["relation"] == "contradicts"]
    assert len(pairs) == len(set(pairs)) == len(Ledger(read_situation(name)).contradictions)


def test_every_claim_that_contradicts_another_stands_beside_its_partner(run: Run):
    links = [e for e in flagship().evidence.links if e.relation == "contradicts"]
    partners = {frozenset((link.of, link.other)) for link in links}
    sides = frozenset[str]().union(*partners)
    assert (len(partners), len(sides)) == (117, 113)
    text = "\n".join(lines(run, "graph", "dprk-china"))
    assert text.startswith("contradictions: 117 pairs of 113 ")
    told = re.findall(r"^    (\w+) \| (\w+)\n      \1[:,] .*\n      \2[:,] ", text, re.MULTILINE)
    assert sorted(told) == sorted(tuple(sorted(pair)) for pair in partners)
    edges = [e for e in data(run, "graph", "dprk-china")["edges"] if e["relation"] == "contradicts"]
    assert sorted(sorted((e["of"], e["other"])) for e in edges) == sorted(sorted(pair) for pair in partners)
    assert f"      B009: {KEPT_OUT}\n      S051: {KEPT_OUT}\n" in text


def test_every_claim_that_contradicts_another_is_shown_with_its_partner(run: Run):
    evidence = flagship().evidence
    partners = {name: evidence.against(name) for name in evidence.claims if evidence.against(name)}
    assert len(partners) == 113
    found = data(run, "show", "dprk-china", *partners)
    against = {item["id"]: tuple(side["id"] for side in item["contradictions"]) for item in found["items"]}
    assert against == partners
    assert all(name in against[other] for name, others in against.items() for other in others)
    text = lines(run, "show", "dprk-china", *partners)
    pairs = [tuple(line.removeprefix("  contradicted: ").split(" | ")) for line in text if "  contradicted: " in line]
    assert sorted(pairs) == sorted((name, other) for name, others in partners.items() for other in others)
    assert f"    B009: {KEPT_OUT}" in lines(run, "show", "dprk-china", "S033")


def test_the_graph_can_be_drawn(run: Run):
    told = lines(run, "graph", "dprk-china", "--dot")
    assert (told[0], told[-1]) == ("digraph evidence {", "}")
    nodes = {m[1] for line in told if (m := re.fullmatch(r'  "([\w-]+)" \[label="(?:[^"\\]|\\.)*"\];', line))}
    edges = [m.groups() for line in told if (m := re.match(r'  "([\w-]+)" -> "([\w-]+)" \[label="[a-z ]+"', line))]
    assert len(nodes) + len(edges) == len(told) - 3
    assert {end for edge in edges for end in edge} == nodes
    assert edges == [(link.of, link.other) for link in Ledger(flagship()).links]


# ---- prior ------------------------------------------------------------------------------------


def test_a_pool_is_told_range_first_then_its_roots_and_what_widens_them(run: Run):
    told = lines(run, "prior", "hidden-five", "hiding_2003")
    view = pool_view(Ledger(hidden_five()), "hiding_2003", "low")
    low, middle, high = (about(x or 0) for x in (view.range.low, view.range.median, view.range.high))
    assert told[0] == "hiding_2003: people who hide in Westmark, 2003"
    assert f"  camp low: {low} to {high}, median {middle} persons (90 % range, then median)" in told
    assert "    used by: anchor hiding_2003 in world low" in told
    assert "    one root speaks alone: there is nothing to compare it with" in told
    assert f"      K001: weight 100 %; {low} to {high}, median {middle}" in told
    assert any(re.fullmatch(r" +as wide as that because of: its own range \d+ %, risk of bias \d+ %", x) for x in told)
    assert any(line.startswith("        newspaper_hiding-1 (Westmark Gazette") for line in told) is False
    assert any(line.startswith("      newspaper_hiding-1 (Westmark Gazette") for line in told)


def test_camps_that_disagree_are_contested_together(run: Run):
    camps = data(run, "prior", "hidden-five")["pools"]["hiding_2003"]
    assert list(camps) == ["low", "high", "all"]
    assert [camps[camp]["contested"] for camp in camps] == [False, False, True]
    told = lines(run, "prior", "hidden-five")
    assert any(line.startswith("    contested: the 90 % ranges of K001 and K002 share 0 %") for line in told)
    assert sum(line.startswith("  all camps together: ") for line in told) == 1


def test_each_root_is_left_out_once_and_the_shift_is_told(run: Run):
    told = lines(run, "prior", "hidden-five")
    at = max(i for i, line in enumerate(told) if "how each changes it" in line)
    for one, line in zip(leave_one_out(hidden_five().evidence, "hiding_2003"), told[at + 1 :], strict=False):
        assert one.shift is not None
        assert line.startswith(f"      {one.root}: ")
        assert line.endswith(
            f"the median becomes {one.shift:.2f} times as high, the range {one.width:.2f} times as wide"
        )
    assert [line.partition(": ")[0].strip() for line in told if "by another rule" in line][-2:] == [
        "by another rule (random effects, the mean of all such roots)",
        "by another rule (log pool, where all leave room)",
    ]


@pytest.mark.parametrize("pool", flagship().evidence.pools)
def test_the_priors_of_the_flagship_are_those_that_are_pooled(run: Run, pool: str):
    evidence = flagship().evidence
    for camp, view in data(run, "prior", "dprk-china", pool)["pools"][pool].items():
        found = pooled(evidence, pool, "" if camp == "all" else camp)
        assert view["range"] == {"low": found.range.q05, "median": found.range.q50, "high": found.range.q95}
        assert [voice["root"] for voice in view["voices"]] == [voice.root for voice in found.voices]
        assert sum(voice["weight"] for voice in view["voices"]) == pytest.approx(1)
        assert all(sum(voice["widened"].values()) == pytest.approx(1) for voice in view["voices"])
        rules = view["other_rules"]
        assert rules["random_effects"]["median"] == random_effects(found).mean.q50
        assert rules["log_pool"]["median"] == log_pool(found).range.q50
        assert {one["root"] for one in rules["without"]} == {x.root for x in (*found.voices, *found.bounds)}


def test_every_anchor_of_the_flagship_stands_on_a_pool_that_says_so():
    ledger = Ledger(flagship())
    for world in flagship().worlds.values():
        for anchor, prior in world.anchors.items():
            used = pool_view(ledger, prior.pool, prior.camp).used_by
            assert any(re.match(rf"anchor {anchor} in (every world|world .*\b{world.id}\b)", line) for line in used)


def test_the_stocks_of_people_in_china_are_contested():
    assert pooled(flagship().evidence, "stock_1998").conflict.contested
    assert pooled(flagship().evidence, "stock_2002").conflict.contested


def test_a_situation_without_pools_says_so(run: Run):
    assert lines(run, "prior", "island-evacuation") == [
        "island-evacuation has no pools: its priors stand in its files as they are"
    ]
    assert data(run, "prior", "island-evacuation")["pools"] == {}


# ---- what they have in common -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "problem", "remedy"),
    [
        (("show", "hidden-five", "K01"), "there is no claim or observation 'K01'", "write 'K010'"),
        (("graph", "hidden-five", "K0001"), "there is no claim or observation 'K0001'", "write 'K001'"),
        (("prior", "hidden-five", "hiding_203"), "there is no pool 'hiding_203'", "write 'hiding_2003'"),
        (("list", "hidden-five", "--kind", "evnt"), "nothing is of kind 'evnt'", "write 'event'"),
        (
            ("list", "hidden-five", "--source", "survey-2030"),
            "nothing is of source 'survey-2030'",
            "write 'survey-2003'",
        ),
    ],
)
def test_an_unknown_name_is_answered_with_the_nearest(
    run: Run, arguments: tuple[str, ...], *, problem: str, remedy: str
):
    code, out, err = run(*arguments)
    assert (code, out) == (2, "")
    assert f"T420 {problem}" in err
    assert f"remedy: {remedy}" in err
    assert json.loads(run(*arguments, "--json")[1])["error"]["code"] == "T420"


@pytest.mark.parametrize("command", COMMANDS)
def test_every_line_can_be_printed(run: Run, command: tuple[str, ...]):
    told = lines(run, command[0], "hidden-five", *command[1:])
    assert told
    assert all(line.isprintable() for line in told)


@pytest.mark.parametrize("command", COMMANDS)
def test_what_came_later_is_hidden_on_demand(run: Run, command: tuple[str, ...]):
    found = data(run, command[0], "hidden-five", *command[1:], "--until", "2003-12-31")
    assert found["until"]["day"] == "2003-12-31"
    assert "K002" not in json.dumps({key: value for key, value in found.items() if key != "until"})


# ---- small counts -----------------------------------------------------------------------------


def test_a_small_count_of_people_is_withheld_with_all_that_would_tell_it():
    situation = hidden_five()
    claims = dict(situation.claims)
    claims["K001"] = replace(claims["K001"], low=None, best=7.0, high=None, statement="Seven hide.", note="seven")
    rows = (
        reported("seen", 2003, 104.0, id="seen-1"),
        reported("seen", 2003, 99.0, id="seen-2", sex="female"),
        reported("seen", 2003, 5.0, id="seen-3", sex="male", note="five"),
    )
    ledger = Ledger(with_evidence(situation, claims=claims, observations=rows, links=()))
    small, everybody, women, men = (ledger.item(name) for name in ("K001", "seen-1", "seen-2", "seen-3"))
    assert (small.figure, small.statement, small.note) == ("under 10 persons", WITHHELD, "")
    assert small.figures == men.figures == women.figures == (None, None, None)
    assert (everybody.figure, women.figure, men.figure) == ("104 persons", "withheld", "under 10 persons")
    assert men.note == ""
    openly = Ledger(replace(ledger.situation, people_in_hiding=False)).item("K001")
    assert (openly.figure, openly.statement) == ("7 persons", "Seven hide.")


def test_no_view_of_the_flagship_tells_a_small_count(run: Run):
    ledger = Ledger(flagship())
    assert ledger.withheld
    claims = data(run, "list", "dprk-china")["claims"]
    rows = data(run, "list", "dprk-china", "--kind", "observation", "--about", " ")["observations"]
    for item in (*claims, *rows):
        counted = item["unit"].split(" ")[0] in ("persons", "arrests", "deaths")
        assert not (counted and any(x is not None and 0 < x < 10 for x in item["figures"])), item["id"]
        assert (item["id"] in ledger.withheld) == item["withheld"]


# ---- words and ties ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("figures", "unit", "words"),
    [
        ((10, None, 500), "persons", "10 to 500 persons"),
        ((10, 300, 500), "persons", "10 to 500, about 300 persons"),
        ((None, None, 500), "persons", "up to 500 persons"),
        ((1000, None, None), "persons (thousands)", "“thousands” of persons, a scale word (at least 1,000)"),
        (
            (10000, None, None),
            "persons (tens of thousands)",
            "“tens of thousands” of persons, a scale word (at least 10,000)",
        ),
        ((3, None, 6), "months in a camp (at least)", "3 to 6 months in a camp (at least)"),
        ((None, 0.02, None), "1/year", "0.02 per year"),
        ((None, None, None), "persons", ""),
    ],
)
def test_a_figure_is_told_range_first_and_a_scale_word_by_its_name(
    figures: tuple[float | None, float | None, float | None], unit: str, words: str
):
    assert figure_in_words(figures, unit) == words


@pytest.mark.parametrize("value", [0.0623, 0.5, 3.14159, 42.4, 99.6, 1234.0, 654_321.0])
def test_what_was_worked_out_is_told_with_two_figures(value: float):
    assert abs(float(about(value).replace(",", "")) / value - 1) <= 0.05
    assert len(about(value).replace(",", "").replace(".", "").strip("0")) <= 2


@pytest.mark.parametrize("name", situation_names())
def test_everything_has_one_root_and_says_who_shares_it(name: str):
    ledger = Ledger(read_situation(name))
    roots = roots_of(ledger.evidence)
    for item in ledger.items.values():
        assert item.ties.root == ("" if item.kept_out else roots[item.id])
        assert item.id not in item.ties.same_root
        assert all(item.id in ledger.item(other).ties.same_root for other in item.ties.same_root)
        assert item.ties.against == ledger.evidence.against(item.id)
        assert all(item.id in ledger.item(other).ties.against for other in item.ties.against)


def test_only_the_contradictions_of_a_claim_that_is_kept_out_are_told():
    hidden = hidden_five()
    links = tuple(
        Link("K010", how, "K001", "why") for how in ("same_root", "derives_from", "supersedes", "contradicts")
    )
    ledger = Ledger(with_evidence(hidden, links=(*links, Link("K002", "contradicts", "K001", "why"))))
    assert ledger.links == (Link("K010", "contradicts", "K001", KEPT_OUT), Link("K002", "contradicts", "K001", "why"))
    assert ledger.contradictions == (("K001", "K010"), ("K001", "K002"))
    assert ledger.item("K001").ties.against == ("K002", "K010")
    assert ledger.topic("K010", "K001") == ledger.item("K001").topic
    assert ledger.topic("K010", "K010") == KEPT_OUT


def test_one_office_is_one_root_however_many_years_it_counts():
    years = tuple(
        reported("seen", year, 50.0, citation=f"A ministry; https://x.org/{year}") for year in range(2000, 2005)
    )
    other = reported("seen", 2005, 50.0, citation="Another ministry")
    ledger = Ledger(with_evidence(hidden_five(), observations=(*years, other)))
    assert len(ledger.independent((), ("seen",))) == 2
    links = tuple(Link(b.id, "derives_from", a.id) for a, b in pairwise((*years, other)))
    linked = Ledger(with_evidence(hidden_five(), observations=(*years, other), links=links))
    assert linked.independent((), ("seen",)) == (years[0].id,)


def test_what_rests_on_a_claim_is_found_from_the_claim():
    for situation in map(read_situation, situation_names()):
        uses = {name: usage(situation, name) for name in situation.claims}
        for parameter in situation.parameters.values():
            assert all(("parameter", parameter.name) in {(u.kind, u.name) for u in uses[c]} for c in parameter.claims)
        for pool in situation.evidence.pools.values():
            members = [m.item for m in pool.members if m.item in uses]
            assert all(("pool", pool.id) in {(u.kind, u.name) for u in uses[item]} for item in members)
        for claim, why in situation.evidence.excluded.items():
            assert [u.how for u in uses[claim] if u.kind == "excluded"] == [why]


def test_every_quantity_and_event_of_the_flagship_becomes_something():
    for claim in flagship().claims.values():
        if claim.kind in ("quantity", "event") and not claim.kept_out:
            assert usage(flagship(), claim.id), claim.id


def test_rules_that_make_no_prior_are_told_apart_from_it():
    ledger = Ledger(hidden_five())
    rules, view = other_rules(ledger, "hiding_2003"), pool_view(ledger, "hiding_2003")
    assert rules.random_effects.high is not None
    assert view.range.high is not None
    assert rules.random_effects.high < view.range.high
