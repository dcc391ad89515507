"""An argument in words, as data and as a page: both documents told alike, and nothing shown that may not be."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from functools import cache
from html.parser import HTMLParser
from typing import Any

import pytest

from advised import BOTH, LESS, LINE, LISTED, LOUD, MORE, PLAIN, advised, advised_model, unrun
from bordered import AWAY, RELIEF, SURVEY
from tumen.argument.baselines import baselines
from tumen.argument.whole import Argument
from tumen.comparison import compare
from tumen.comparison.boundary import boundary
from tumen.comparison.reproduced import reproduced
from tumen.report.argument_data import argument_data
from tumen.report.argument_page import argument_page, boundary_files
from tumen.report.argument_view import ArgumentView
from tumen.report.argument_words import lines
from tumen.situation import read_situation

DRAWS, SEED = 12, 5
VOID = {"meta", "br", "hr"}
EVIL = "</script><img src=x onerror=alert(1)>\u202e"
ORDER = ["texts", "clash", "advice", "premises", "left"]


@cache
def argued() -> Argument:
    model = advised_model()
    draws: Any = {"draws": DRAWS, "seed": SEED}
    found = reproduced(model, **draws)
    whole = Argument(
        model, DRAWS, SEED, ("low", "high"), found, baselines(model, unrun(advised()).premises, **draws), ()
    )
    return replace(whole, boundaries=(boundary(model, "attention", draws=4, points=3),))


@cache
def view() -> ArgumentView:
    return ArgumentView(argued())


@cache
def flagship() -> ArgumentView:
    return ArgumentView(unrun(read_situation("dprk-china")))


class Page(HTMLParser):
    """Reads a page: its tags, and the text of each element that is asked for."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[tuple[str, dict[str, str | None]]] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.articles: list[list[str]] = []
        self.sections: dict[str, str] = {}
        self.feed(text)
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag == "article":
            self.articles.append([])
        if tag not in VOID:
            self.open.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop()[0] == tag

    def handle_data(self, data: str) -> None:
        names = [tag for tag, _ in self.open]
        if "article" in names and names[-1] in ("b", "h4", "table"):
            self.articles[-1].append(data)
        for tag, attrs in self.open:
            if tag == "section" and attrs.get("id"):
                name = str(attrs["id"])
                self.sections[name] = f"{self.sections.get(name, '')} {data}"

    def of(self, section: str) -> str:
        """Give what a section says."""
        return " ".join(self.sections[section].split())


@cache
def page() -> Page:
    return Page(argument_page(view()))


# ---- the page --------------------------------------------------------------------------------------


def test_the_same_argument_gives_the_same_bytes_in_the_same_order():
    assert argument_page(view()) == argument_page(ArgumentView(argued()))
    assert [attrs["id"] for tag, attrs in page().tags if tag == "section" and "id" in attrs] == ORDER


@pytest.mark.parametrize("told", [view, flagship])
def test_the_page_needs_nothing_but_itself(told: Any):
    text = argument_page(told())
    read = Page(text)
    assert {name for name, _ in read.tags}.isdisjoint({"script", "link", "iframe", "img", "object", "embed", "form"})
    for name, attrs in read.tags:
        assert not [key for key in attrs if key.startswith("on") or key in ("style", "src")], name
        assert (attrs.get("href") or "#").startswith("#")
    ids = [attrs["id"] for _, attrs in read.tags if "id" in attrs]
    assert len(ids) == len(set(ids))
    assert {attrs["href"][1:] for _, attrs in read.tags if attrs.get("href")} <= set(ids)  # type: ignore[index]


def test_what_people_write_is_text_and_no_markup():
    policies = {name: replace(of, title=of.title + EVIL, mechanism=EVIL) for name, of in advised().policies.items()}
    sources = {name: replace(of, note=EVIL, author=EVIL) for name, of in advised().sources.items()}
    evil = replace(advised(), policies=policies, evidence=replace(advised().evidence, sources=sources))
    text = argument_page(ArgumentView(replace(argued(), model=replace(argued().model, situation=evil))))
    Page(text)
    assert "<img" not in text
    assert "\u202e" not in text


def test_every_option_of_every_document_has_the_same_parts_in_the_same_order():
    """Of all parts, those that an option has stand in one order, whoever argues for it."""
    order = ["Combines:", "How it is said to act:", "Rests on the premise that:", "Not simulated:"]
    order += ["What it goes back to:", "Held against it:"]
    options = [parts for parts in page().articles if any(text in order for text in parts)]
    assert len(options) == 6
    for parts in options:
        told = [order.index(text) for text in parts if text in order]
        assert told == sorted(told)
        assert {"What it goes back to:", "Held against it:"} <= set(parts)


def test_documents_stand_in_columns_in_the_order_of_the_situation():
    for section in ("texts", "advice", "left"):
        said = page().of(section)
        assert said.index("Institute of Imaginary Studies (2003)") < said.index(
            "Association of Imaginary Relief Groups (2004)"
        )
    assert [attrs for tag, attrs in page().tags if tag == "section" and attrs.get("class") == "side"] == [
        {"class": "side"}
    ] * 6


def test_who_takes_which_side_and_where_the_boundary_lies_is_said_and_drawn():
    said = page().of("clash")
    assert "Institute of Imaginary Studies (2003) rests P1 on its being off" in said
    assert "Association of Imaginary Relief Groups (2004) rests P2 on its being on" in said
    outcomes = argued().boundaries[0].outcomes
    assert sum(tag == "svg" for tag, _ in page().tags) == len(outcomes) == len(boundary_files(view())) > 0


def test_a_listed_option_says_why_it_is_not_simulated_and_one_without_premises_that_none_is_recorded():
    said = page().of("advice")
    assert "Not simulated: Nobody says how." in said
    assert "No premise of it is recorded." in said
    assert "Policies for which several documents stand" in said


# ---- what it must not show -------------------------------------------------------------------------


@pytest.mark.parametrize("told", [view, flagship])
def test_nothing_is_shown_of_claims_that_are_kept_out_or_tell_of_small_counts(told: Any):
    situation, ledger = told().situation, told().ledger
    texts = argument_page(told()), json.dumps(argument_data(told())), "\n".join(text for _, text in lines(told()))
    hidden = [claim for claim in situation.claims.values() if claim.id in ledger.withheld]
    if told is flagship:
        assert hidden
        assert {claim.id for claim in situation.claims.values() if claim.kept_out} <= set(
            re.findall(r"[SB]\d{3}", texts[0])
        )
    for text in texts:
        assert not [claim.id for claim in hidden if claim.statement in text]
        assert "claim-K010" not in text
        tokens = [t for c in situation.claims.values() if c.kept_out for t in c.tokens if len(t) > 12]
        assert not [token for token in tokens if token in text]


def test_no_word_calls_anybody_right_or_any_option_best():
    for text in (argument_page(view()), *(text for _, text in lines(view()))):
        words = re.sub(r"<style>.*?</style>", "", text, flags=re.DOTALL)
        assert not re.search(r"\b(best|robust|winner|wins|correct|proves?|proven)\b", words)


# ---- data ------------------------------------------------------------------------------------------


def data() -> dict[str, Any]:
    return json.loads(json.dumps(argument_data(view())))


def test_data_say_whose_advice_it_is_and_what_it_rests_on():
    found = data()
    assert {name: of["policies"] for name, of in found["documents"].items()} == {
        SURVEY: [AWAY, LISTED, LINE, PLAIN],
        RELIEF: [LOUD],
    }
    assert found["joint"] == [BOTH]
    assert found["policies"][AWAY]["premises"] == {"HELP": "off", "SEARCH": "on"}
    assert found["premises"]["SEARCH"]["positions"]["on"]["rests"] == {SURVEY: [AWAY]}
    assert found["documents"][RELIEF]["claims"]["kept_out"]["kept_out"] == ["K010"]
    assert found["policies"][LISTED]["moves"] == []


def test_counts_are_those_of_plain_comparisons():
    """Where a premise holds: of a comparison with it held; everywhere: of one with nothing held."""
    held = compare(advised_model(), [AWAY], draws=DRAWS, seed=SEED, positions={"HELP": "off", "SEARCH": "on"})
    free = compare(advised_model(), [AWAY], draws=DRAWS, seed=SEED)
    (move,) = [m for m in data()["policies"][AWAY]["moves"] if m["outcome"] == LESS]
    for region, found in (("inside", held), ("everywhere", free)):
        o = found.design.span.outcomes.index(LESS)
        for w, world in enumerate(("low", "high")):
            less = found.figures[w, 1, :, 0, o] < found.figures[w, 0, :, 0, o]
            assert move[region]["futures"][world]["expected"] == int(less.sum())
            assert move[region]["futures"][world]["of"] == int(found.valid[w].sum())


def test_counts_of_the_page_and_the_terminal_are_those_of_the_data():
    told = data()["policies"][LOUD]["moves"]
    assert [(m["outcome"], m["expected"]) for m in told] == [(MORE, "more"), (LESS, "less")]
    said = [text.strip() for _, text in lines(view())]
    shown = page().of("advice")
    for move in told:
        regions = [move["inside"], move["elsewhere"]]
        counts = [[f"{of['expected']} of {of['of']}" for of in region["futures"].values()] for region in regions]
        line = " | ".join(", ".join(f"{n} {w}" for n, w in zip(of, ("low", "high"), strict=True)) for of in counts)
        assert [text for text in said if text.endswith(f": {line}")]
        for n in (n for of in counts for n in of):
            assert n in shown


def test_every_claim_that_is_named_is_told_with_who_says_so():
    found = data()["claims"]
    named = {name for of in data()["policies"].values() for name in of["claims"]}
    named |= {name for of in data()["policies"].values() for one in of["against"] for name in one["claims"]}
    assert named <= found.keys()
    assert found["K003"]["says"] == "Association of Imaginary Relief Groups"
    assert found["K003"]["ratings"] == {}


def test_all_policy_options_of_the_flagship_are_accounted_for_and_both_documents_have_all_parts():
    found = argument_data(flagship())
    options = {claim.id for claim in flagship().situation.claims.values() if claim.kind == "policy_option"}
    assert len(options) == 23
    assert options <= {name for of in found["policies"].values() for name in of["claims"]}
    documents = list(found["documents"].values())
    assert [sorted(of) for of in documents] == [sorted(documents[0])] * 2
    assert {name for name, of in found["premises"].items() if of["disputed"]} == {"L1", "L2"}


def test_one_world_and_one_document_are_told_without_a_choice_between_them():
    one = replace(advised(), policies={name: replace(p, by=(SURVEY,)) for name, p in advised().policies.items()})
    worlds = {"low": one.worlds["low"]}
    told = ArgumentView(unrun(replace(one, worlds=worlds)))
    said = [text for _, text in lines(told)]
    assert not [text for text in said if re.search(r"\blow\b", text)]
    assert "Only one document argues for options here." in Page(argument_page(told)).of("clash")


def test_a_world_that_was_chosen_of_several_is_named():
    told = ArgumentView(replace(unrun(advised()), worlds=("low",)))
    first = next(iter(lines(told)))[1]
    assert first.endswith("futures of the low world alone: of others nothing is said here.")
    assert first in argument_page(told)
