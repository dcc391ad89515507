"""The page of a comparison: its order, its figures and where else they stand, and what must never be on it."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import replace
from functools import cache
from html.parser import HTMLParser
from itertools import product
from pathlib import Path

import numpy as np
import pytest

from tumen.cli import exit_code
from tumen.comparison import Comparison, compare
from tumen.model import build
from tumen.policy import Contrast, Lever, Objection, Outcome, Part, Policy, Position, Switch
from tumen.report.compared import Effects, effects_of
from tumen.report.comparison_dots import beaten
from tumen.report.comparison_files import as_csv, positions_csv
from tumen.report.comparison_page import comparison_page
from tumen.report.comparison_positions import by_position
from tumen.report.comparison_view import View, shade
from tumen.report.numbers import rounded, told
from tumen.report.signed_axis import signed_axis
from tumen.report.strings_comparison import COMPARISON
from tumen.situation import Situation, read_situation

VOID = {"meta", "br", "hr"}
EVIL = "</script><img src=x onerror=alert(1)>\u202e"
ORDER = ["options", "regret", "tradeoffs", "payers", "changes", "basis"]
FIGURE = re.compile(r"(?<![\w.,])\d[\d,]*(?![\w.,]*\d)")


class Page(HTMLParser):
    """Reads a page, and notes what it is made of."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[tuple[str, dict[str, str | None]]] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text: dict[str, list[str]] = {}
        self.feed(text)
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop()[0] == tag

    def handle_data(self, data: str) -> None:
        if any(tag == "desc" for tag, _ in self.open):
            return  # counts policies, and repeats nothing else
        section = next((str(attrs["id"]) for tag, attrs in self.open if tag == "section"), "")
        self.text.setdefault(section, []).append(data)

    def of(self, section: str) -> str:
        """Give what a section says."""
        return " ".join(" ".join(self.text[section]).split())

    def classes(self, name: str) -> list[str]:
        """Give the names of the elements of a class."""
        return [tag for tag, attrs in self.tags if name in (attrs.get("class") or "").split()]


def quarrel(situation: Situation) -> Situation:
    """Write a premise, a contrast, and options into a situation: two, both together, and one that is listed only."""
    lever = situation.levers["eased_searches"]
    welcome = Lever("welcome", "More reach safety", "group:onward", "multiply", lever.starts, None, 0, "easing")
    fewer = Policy(
        "fewer_ways", "Fewer ways on", (welcome.id,), option="P2", by=(), against=(Objection("ours", "why"),)
    )
    told = {"mechanism": "Said to act so.", "claims": ("K007",), "premises": {"campaigned": "yes"}}
    looks = replace(situation.policies["looking_away"], option="P1", moves={"returned_by_force": "less"}, **told)
    both = Policy("both", "P1 and P2", (*looks.levers, welcome.id), combines=(looks.id, fewer.id))
    listed = Policy("listed", "P3: listed", (), option="P3", not_simulated="Nobody says how.")
    at = {name: Position(name, f"size {name}", {"campaign": size}, ()) for name, size in (("yes", 3.0), ("no", 0.0))}
    parts = {
        "inside": Part("inside", "People inside", ("imprisoned",), ""),
        "outside": Part("outside", "People outside", ("returned_by_force",), ""),
    }
    apart = Contrast("apart", "Inside and outside", ("L1", "L1"), looks.id, parts)
    return replace(
        situation,
        levers={**situation.levers, welcome.id: welcome},
        policies={**situation.policies, looks.id: looks, fewer.id: fewer, both.id: both, listed.id: listed},
        switches={"campaigned": Switch("campaigned", "Whether there was a campaign", "yes", at)},
        contrasts={apart.id: apart},
    )


@cache
def plain() -> tuple[Comparison, Effects]:
    found = compare(build(read_situation("hidden-five")), draws=8, seed=5, workers=1)
    return found, effects_of(found)


@cache
def made() -> tuple[Comparison, Effects]:
    found = compare(build(quarrel(read_situation("hidden-five"))), draws=12, seed=5, workers=1)
    return found, effects_of(found)


@cache
def page() -> Page:
    return Page(comparison_page(*made()))


def rows() -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(as_csv(*made()))))


# ---- structure --------------------------------------------------------------------------------


def test_the_order_is_sentences_then_regret_trade_offs_who_pays_what_changes_and_the_basis():
    assert [attrs["id"] for tag, attrs in page().tags if tag == "section"] == ORDER


def test_the_same_comparison_gives_the_same_bytes():
    assert comparison_page(*made()) == comparison_page(*made())


@pytest.mark.parametrize("found", [plain, made])
def test_the_page_needs_nothing_but_itself(found: object):
    text = comparison_page(*found())  # type: ignore[operator]
    read = Page(text)
    assert {name for name, _ in read.tags}.isdisjoint({"script", "link", "iframe", "img", "object", "embed", "form"})
    for name, attrs in read.tags:
        assert not [key for key in attrs if key.startswith("on") or key in ("style", "src")], name
        assert (attrs.get("href") or "#").startswith("#")
    assert "url(" not in text
    assert "http" not in text.replace("http-equiv", "")
    ids = [attrs["id"] for _, attrs in read.tags if "id" in attrs]
    assert len(ids) == len(set(ids))
    assert {attrs["href"][1:] for _, attrs in read.tags if attrs.get("href")} <= set(ids)  # type: ignore[index]


def test_each_option_says_who_argues_and_who_holds_against_it():
    said = page().of("options")
    assert page().classes("option") == ["article"] * 4
    assert said.count("Argued for by:") == said.count("Held against it:") == 3
    assert "How it is said to act: Said to act so." in said
    assert "Expected of it: fewer people returned by force" in said
    assert "On the premise that: campaigned: size yes" in said
    assert "Combines: The police look away; Fewer ways on" in said
    assert said.count("We: why") == 2, "a combined option stands with what is held against its parts"


def test_options_that_are_not_simulated_stand_with_their_reason():
    assert "P3: listed Why not: Nobody says how." in page().of("basis")
    assert "Assumed: Invented: eased searches leave between three and eight in ten" in page().of("basis")


def test_counts_of_futures_are_those_of_the_shares():
    effect = made()[1]["low", "looking_away", "returned_by_force"]
    words = f"low world, better in {round(effect.better * 12)} of 12 futures and worse in {round(effect.worse * 12)}"
    assert words in page().of("options")


def test_sentences_of_what_else_changes_the_answer_stand_in_their_section():
    read = Page(comparison_page(*made(), [("Boxes.", ["Where <this>."]), ("Points.", [])]))
    assert "Boxes. Where <this>. Points." in read.of("changes")
    assert COMPARISON["compare.why.none"] in read.of("changes")


# ---- figures ----------------------------------------------------------------------------------


def figures(section: str) -> set[str]:
    """Give the figures of people in the cells and ranges of a section."""
    return set(FIGURE.findall(page().of(section)))


def test_every_figure_is_also_in_the_csv():
    names = ("q05", "q50", "q95", "max_regret", "futures")
    known = {rounded(abs(float(row[name]))) for row in rows() for name in names}
    known |= {
        str(round(float(row[name]) * int(row["futures"]))) for row in rows() for name in ("helps_share", "harms_share")
    }
    for section in ("options", "regret", "tradeoffs", "payers"):
        bare = {text for text in figures(section) if text not in known}
        ticks = {rounded(abs(t)) for o in two() for t in axis_of(o).ticks} if section == "tradeoffs" else set[str]()
        assert bare <= ticks, (section, bare)


def two() -> list[Outcome]:
    return list(View(*made()).headlines)


def axis_of(outcome: Outcome):
    ends = [e for (_, p, o), f in made()[1].items() if o == outcome.id and p != "baseline" for e in (f.low, f.high)]
    return signed_axis(ends)


def test_figures_of_people_who_hide_are_multiples_of_what_ten_people_come_to():
    for row in rows():
        unit = 10 if row["unit"] == "persons" else 120
        for name in ("q05", "q50", "q95", "max_regret"):
            assert float(row[name]) % unit == 0, row
    cells = [tag for tag, attrs in page().tags if "number" in (attrs.get("class") or "")]
    assert len(cells) == 4 * len(two()) * 2
    assert all(
        int(text.replace(",", "")) % 10 == 0 for text in re.findall(r'class="number[^>]*>(?:<strong>)?([\d,]+)', raw())
    )


def raw() -> str:
    return comparison_page(*made())


def test_the_worst_cell_of_each_column_is_framed_and_the_baseline_is_a_row():
    found, effects = made()
    framed = 0
    for outcome in two():
        for world in found.design.worlds:
            regrets = [told(effects[world, policy, outcome.id].regret) for policy in found.design.policies]
            framed += regrets.count(max(regrets)) if max(regrets) else 0
    assert len(page().classes("worst")) == framed > 0
    assert COMPARISON["compare.baseline"] in page().of("regret")


def test_dots_are_grey_where_another_is_as_good_in_every_headline_outcome_and_better_in_one():
    view = View(*made())
    for world in view.worlds:
        figures = {policy: upward(view, world, policy) for policy in ("baseline", *view.policies)}
        by_hand = {p for p, own in figures.items() if any(is_beaten(own, other) for other in figures.values())}
        assert beaten(view, world) == by_hand
    assert len(page().classes("dot")) == len(view.policies) * len(view.worlds)
    grey = sum(len(beaten(view, world) - {"baseline"}) for world in view.worlds)
    assert page().classes("beaten").count("g") == grey > 0


def upward(view: View, world: str, policy: str) -> list[float]:
    """Give the medians of a policy so that more is better."""
    signs = [1 if outcome.direction == "more" else -1 for outcome in view.headlines]
    return [s * view.effect(world, policy, o.id).middle for s, o in zip(signs, view.headlines, strict=True)]


def is_beaten(own: list[float], other: list[float]) -> bool:
    return all(b >= a for a, b in zip(own, other, strict=True)) and other != own


def test_people_inside_stand_apart_from_people_outside():
    said = page().of("payers")
    assert said.index("People inside") < said.index("People outside")
    assert "Inside and outside" in said


def test_what_is_worse_in_most_futures_is_named_headline_or_not():
    view = View(*made())
    said = page().of("payers").split("Inside and outside")[0]
    for policy, name in product(view.policies, view.found.design.span.outcomes):
        effects = [view.effect(world, policy, name) for world in view.worlds]
        if any(e.worse > 0.5 and (told(e.low) or told(e.high)) for e in effects):
            title = view.situation.outcomes[name].title
            assert title[:1].upper() + title[1:] in said
    assert "worse in 12 of 12 futures" in said


# ---- what would change the answer ------------------------------------------------------------


def test_shares_by_position_are_those_of_the_futures_that_take_it():
    found, _ = made()
    held = by_position(found)
    o = found.design.span.outcomes.index("returned_by_force")
    worlds, policies = list(enumerate(found.design.worlds)), list(enumerate(found.design.policies))[1:]
    for (w, world), position, (p, policy) in product(worlds, ("yes", "no"), policies):
        draws = np.array([dict(at)["campaigned"] == position for at in found.design.positions]) & found.valid[w]
        more = found.figures[w, p, draws, 0, o] - found.figures[w, 0, draws, 0, o]
        of = held[world, policy, "returned_by_force", ("campaigned", position)]
        assert of.futures == draws.sum() > 0
        assert (of.better, of.worse) == pytest.approx(((more < 0).mean(), (more > 0).mean()))


def test_positions_of_all_premises_add_up_to_all_futures():
    table = list(csv.DictReader(io.StringIO(positions_csv(made()[0]))))
    for row in (row for row in table if not row["premise"]):
        alike = [r for r in table if r["premise"] and all(r[k] == row[k] for k in ("world", "policy", "outcome"))]
        assert sum(int(r["futures"]) for r in alike) == int(row["futures"])
        helped = sum(float(r["helps_share"]) * int(r["futures"]) for r in alike)
        assert helped == pytest.approx(float(row["helps_share"]) * int(row["futures"]))


def test_a_strip_has_a_cell_for_each_world_option_and_position_and_the_csv_has_its_share():
    table = list(csv.DictReader(io.StringIO(positions_csv(made()[0]))))
    cells = [int(text) for text in re.findall(r'<td class="cell net-\d"[^>]*>(\d+)</td>', raw())]
    assert sorted(cells) == sorted(round(100 * float(row["helps_share"])) for row in table)


def test_where_no_premise_is_open_the_strip_says_so():
    assert "No premise takes several positions here." in Page(comparison_page(*plain())).of("changes")


# ---- words and safety -------------------------------------------------------------------------


def test_what_a_situation_says_is_text_and_never_markup():
    found, effects = made()
    situation = found.design.model.situation
    policies = {n: replace(p, title=p.title + EVIL, mechanism=EVIL, not_simulated=p.not_simulated and EVIL,
                           against=(Objection(EVIL, EVIL),)) for n, p in situation.policies.items()}  # fmt: skip
    outcomes = {n: replace(o, title=o.title + EVIL) for n, o in situation.outcomes.items()}
    levers = {n: replace(lever, title=EVIL) for n, lever in situation.levers.items()}
    evil = replace(situation, title=EVIL, policies=policies, outcomes=outcomes, levers=levers)
    design = replace(found.design, model=replace(found.design.model, situation=evil))
    text = comparison_page(replace(found, design=design), effects, [(EVIL, [EVIL])])
    assert "<img" not in text
    assert "<script" not in text
    assert "</script" not in text
    assert "\u202e" not in text
    assert "&lt;img src=x" in text


def test_words_are_those_of_the_house():
    text = " ".join(value for key, value in COMPARISON.items() if not key.startswith("compare.why")).lower()
    assert not re.search(
        r"best policy|best option|winner|illegal|violation|smuggl|\brank|score(?!:)|optimal|\bwrong author", text
    )
    said = " ".join(page().of(section) for section in ORDER).lower()
    assert not re.search(r"illegal|violation found|best policy|winner|\bnan\b|none,", said)


def test_robust_is_said_by_its_rule_alone():
    """No sentence of the page itself uses the word; only what the rule gives does."""
    own = {key for key, value in COMPARISON.items() if "robust" in value.lower()}
    assert {key.split(".")[1] for key in own} <= {"verdict"}


def test_an_axis_holds_nothing_and_every_figure_and_its_ticks_go_up():
    for values in ([0.0], [10.0, 250.0], [-30.0, -4.0], [-160_000.0, 10.0, 20.0, 30.0], [-10.0, 20.0, 90_000.0]):
        axis = signed_axis(values)
        assert 0 in axis.ticks
        assert list(axis.ticks) == sorted(axis.ticks)
        assert all(-1e-9 <= axis.share(value) <= 1 + 1e-9 for value in (*values, *axis.ticks))
        assert np.all(np.diff([axis.share(tick) for tick in axis.ticks]) > 0)
    assert signed_axis([-160_000.0, 10.0, 20.0, 30.0]).knee == 1000
    assert signed_axis([10.0, 250.0]).knee == 0


def test_shades_go_up_with_the_share():
    assert [shade(share, 5) for share in (0, 0.01, 0.3, 0.99, 1)] == [0, 1, 2, 5, 5]


def test_the_command_writes_the_page_and_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    asked = ["compare", "hidden-five", "--futures", "3", "--out", str(tmp_path)]
    assert exit_code(asked) == 0
    assert "comparison.html" in "".join(capsys.readouterr())
    written = sorted(path.name for path in tmp_path.iterdir())
    assert written == ["comparison.csv", "comparison.html", "comparison.json", "comparison_positions.csv"]
    Page((tmp_path / "comparison.html").read_text())
    (tmp_path / "comparison.csv").unlink()
    assert exit_code([*asked, "--quiet"]) == 2, "the page alone is a comparison that is not written over"
