"""Roots: who repeats whom."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bodies import Told, body
from tumen.evidence.roots import roots_of, superseded

ITEMS = [f"C{i}" for i in range(8)]
RELATIONS = st.sampled_from(["same_root", "derives_from", "contradicts", "supersedes"])
LINKS = st.lists(st.tuples(st.sampled_from(ITEMS), RELATIONS, st.sampled_from(ITEMS)), max_size=12)


def items(*names, links=()):
    return body([Told(name, best=1.0) for name in names], links)


def test_an_item_without_links_is_its_own_root():
    evidence = body([Told("C1", best=1.0), Told("O1", best=1.0, grade="A")], [("C1", "contradicts", "O1")])
    assert roots_of(evidence) == {"C1": "C1", "O1": "O1"}


@pytest.mark.parametrize(
    ("links", "root"),
    [
        # A chain is named after its end, wherever in the alphabet that stands.
        ([("A", "derives_from", "B"), ("B", "derives_from", "C")], "C"),
        ([("C", "derives_from", "B"), ("B", "derives_from", "A")], "A"),
        # Who repeats by the side of a chain is not its end.
        ([("B", "derives_from", "C"), ("A", "same_root", "B")], "C"),
        # Two ends: the smaller id. Nobody derives: the smallest.
        ([("A", "derives_from", "C"), ("A", "derives_from", "B")], "B"),
        ([("C", "same_root", "B"), ("B", "same_root", "A")], "A"),
        # A circle has no end.
        ([("A", "derives_from", "B"), ("B", "derives_from", "C"), ("C", "derives_from", "A")], "A"),
    ],
)
def test_one_root_for_all_that_repeat_it(links, root):
    for ordered in (links, links[::-1]):
        assert roots_of(items("A", "B", "C", links=ordered)) == dict.fromkeys("ABC", root)


def test_no_root_is_named_after_what_is_kept_out():
    told = [Told("A", kept_out=True), Told("B", best=1.0), Told("C", best=1.0)]
    links = [("B", "derives_from", "A"), ("C", "derives_from", "A")]
    assert set(roots_of(body(told, links)).values()) == {"B"}


@given(LINKS, st.randoms(use_true_random=False))
def test_roots_are_the_classes_of_an_equivalence(links, random):
    root = roots_of(items(*ITEMS, links=links))
    shuffled = random.sample(links, len(links))
    turned = [(b, r, a) if r == "same_root" else (a, r, b) for a, r, b in shuffled]
    assert roots_of(items(*ITEMS, links=turned)) == root
    assert all(root[root[item]] == root[item] for item in ITEMS)
    assert all(root[a] == root[b] for a, r, b in links if r in ("same_root", "derives_from"))
    # Twin: labels flow along links until nothing changes.
    label = {item: item for item in ITEMS}
    for a, r, b in links * len(ITEMS):
        if r in ("same_root", "derives_from"):
            label[a] = label[b] = min(label[a], label[b])
    assert {(label[a] == label[b], root[a] == root[b]) for a in ITEMS for b in ITEMS} <= {(True, True), (False, False)}


def test_the_newer_one_stands_also_over_a_gap():
    links = [("C", "supersedes", "B"), ("B", "supersedes", "A")]
    evidence = items("A", "B", "C", links=links)
    assert superseded(evidence, ["A", "B", "C"]) == {"A": "B", "B": "C"}
    assert superseded(evidence, ["A", "C"]) == {"A": "C"}
    assert superseded(evidence, ["A"]) == {}


def test_two_that_supersede_each_other_both_stand():
    evidence = items(
        "A", "B", "C", links=[("A", "supersedes", "B"), ("B", "supersedes", "A"), ("C", "supersedes", "A")]
    )
    assert superseded(evidence, ["A", "B"]) == {}
    assert superseded(evidence, ["A", "B", "C"]) == {"A": "C", "B": "C"}
