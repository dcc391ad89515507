"""A text read as sections and paragraphs, and words looked up in it."""

import itertools
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tumen.evidence.documents import OPENING, lacking, plain, read_document

TEXT = """
The lamp on the pier

Whoever keeps it, keeps count of boats.


FINDINGS OF 1903

In spring the keeper saw forty
boats. He wrote them down.

In autumn he saw none.

"What's to be done?"

Buy oil.
"""

words = st.text(string.ascii_lowercase, min_size=2, max_size=9)
sentences = st.lists(words, min_size=2, max_size=12).map(lambda many: f"{' '.join(many).capitalize()}.")
paragraphs = st.lists(sentences, min_size=1, max_size=5).map(" ".join)
gaps = st.sampled_from(
    ["\n\n", "\n\n\n\n", "\n \t\n", "\r\n\r\n", "\n\n17\n\n", "\n\nPage 4\n\n", "\n\n* * *\n\n", "\n\n---\n\n"]
)


def read(text: str, *sections: str, **declared: object) -> dict[str, tuple[str, ...]]:
    """Give sections and paragraphs of a text, without the empty beginning."""
    found = dict(read_document(text, sections, **declared).sections)  # type: ignore[arg-type]
    if not found[OPENING]:
        del found[OPENING]
    return found


# ---- sections and paragraphs -------------------------------------------------------------------


def test_a_text_is_sections_and_numbered_paragraphs():
    assert read(TEXT, "Findings of 1903", "What's to be done?") == {
        OPENING: ("The lamp on the pier", "Whoever keeps it, keeps count of boats."),
        "Findings of 1903": ("In spring the keeper saw forty boats. He wrote them down.", "In autumn he saw none."),
        "What's to be done?": ("Buy oil.",),
    }


def test_a_section_without_printed_heading_begins_where_its_source_says():
    found = read(TEXT, "Findings of 1903", unprinted={"Title": "The lamp on", "Preface": "Whoever keeps it"})
    assert found["Title"] == ("The lamp on the pier",)
    assert found["Preface"] == ("Whoever keeps it, keeps count of boats.",)
    assert list(found) == ["Title", "Preface", "Findings of 1903"]


def test_a_section_begins_at_the_first_block_with_its_words_only():
    found = read("Boats came.\n\nMany of them.\n\nBoats went.", unprinted={"All": "Boats"})
    assert found == {"All": ("Boats came.", "Many of them.", "Boats went.")}


def test_a_declared_section_is_not_looked_for_by_its_name():
    found = read("Lamp\n\nIt burns.\n\nIt smokes.", "Lamp", unprinted={"Lamp": "It smokes"})
    assert found == {OPENING: ("Lamp", "It burns."), "Lamp": ("It smokes.",)}


@pytest.mark.parametrize(
    "printed",
    ["No safe shore", "NO SAFE SHORE", "“No safe shore”", "**No safe shore**", "# No safe\nshore", "No ‘safe’ shore:"],
)
def test_a_heading_may_be_printed_otherwise_than_the_locator_has_it(printed: str):
    document = read_document(f"Before.\n\n{printed}\n\nAfter.", ["No safe shore"])
    assert document.section("No safe shore") == ("After.",)
    assert document.section("no SAFE shore") == ("After.",)


@pytest.mark.parametrize("other", ["No safe shores", "No safe shore was found.", "A safe shore", "Noo safe shore"])
def test_what_is_not_the_name_is_no_heading(other: str):
    assert read_document(f"Before.\n\n{other}\n\nAfter.", ["No safe shore"]).section("No safe shore") is None


def test_a_table_of_contents_and_a_running_head_shift_nothing():
    text = "Spring\n\nAutumn\n\nSpring\n\nForty boats came.\n\nSpring\n\nThey left.\n\nAutumn\n\nNone came."
    assert read(text, "Spring", "Autumn") == {"Spring": ("Forty boats came.", "They left."), "Autumn": ("None came.",)}


@given(st.lists(st.lists(paragraphs, max_size=4), min_size=1, max_size=4), st.data())
def test_whatever_stands_between_blank_lines_is_found(sections: list[list[str]], data: st.DataObject):
    names = [f"Section {'ABCD'[i]}" for i in range(len(sections))]
    blocks = itertools.chain.from_iterable([name.upper(), *texts] for name, texts in zip(names, sections, strict=True))
    text = "".join(block + data.draw(gaps) for block in blocks)
    assert read(text, *names) == {name: tuple(texts) for name, texts in zip(names, sections, strict=True)}


# ---- paragraphs that a page break cuts -----------------------------------------------------------


@given(paragraphs, gaps, st.data())
def test_a_paragraph_cut_in_mid_sentence_counts_once(text: str, gap: str, data: st.DataObject):
    many = text.split()
    inside = [i for i in range(1, len(many)) if not many[i - 1].endswith(".")]
    cut = data.draw(st.sampled_from(inside))
    halves = f"{' '.join(many[:cut])}{gap}{' '.join(many[cut:])}\n\nThe next one."
    assert read(halves) == {OPENING: (text, "The next one.")}


def paragraphs_of(*blocks: str, **declared: object) -> int:
    return len(read("\n\n".join(blocks), "Heading", **declared)[OPENING])


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Forty boats came. They were sent back to", "Northern ports at once."),
        ("Forty boats came. According to the", "“Harbour Book” they were empty."),
        ("Forty boats came. He counted", "300 oars."),
        ("He counted boats,", "oars and lamps."),
        ("Forty boats were lost in the", "war. None were found."),
        ("Forty boats (or", "fifty) came."),
        ("Forty boats came in the *cold", "spring* of that year."),
    ],
)
def test_a_sentence_that_breaks_off_goes_on(before: str, after: str):
    assert paragraphs_of(before, after) == 1


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Forty boats came.", "then none."),
        ("Did forty boats come?", "they did."),
        ("He said “forty.”", "then he slept."),
        ("He said:", "forty boats came."),
        ("The book of the harbour says,", "Forty boats came."),
        ("By the keeper of the U.S. lamp", "Forty boats came."),
        ("Forty boats came. The keeper saw", "- the first at noon"),
        ("Forty boats came. The keeper saw", "1) the first at noon"),
        ("Forty boats came. The keeper saw", "(a) the first at noon"),
        ("Forty boats came. The keeper saw", "iv) the first at noon"),
        ("Forty boats came. The keeper saw", "2. the first at noon"),
        ("Forty boats came. So says the book.12", "Another book has fifty."),
    ],
)
def test_a_sentence_that_ends_does_not(before: str, after: str):
    assert paragraphs_of(before, after) == 2


def test_a_heading_ends_a_paragraph_however_that_ends():
    found = read("Forty boats came. They were sent to\n\nHeading\n\nnorthern ports.", "Heading")
    assert found == {OPENING: ("Forty boats came. They were sent to",), "Heading": ("northern ports.",)}


def test_a_declared_quotation_is_a_paragraph_of_its_own():
    blocks = (
        "A boat is lost. The book calls it lost if it",
        "has not been seen for a year, or is seen from below.",
        "So.",
    )
    assert paragraphs_of(*blocks) == 2
    assert paragraphs_of(*blocks, quotations=["has not been seen"]) == 3


def test_a_form_feed_is_white_space():
    assert paragraphs_of("Forty boats\f\ncame.\n\n\f\n\nThen none.") == 2


# ---- plain signs -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("printed", "is_plain"),
    [
        ("forty\n  boats\u00a0came\tin", "forty boats came in"),
        ("“forty” „boats‟ «came»", '"forty" "boats" "came"'),
        ("the keeper’s ‘lamp’", "the keeper's 'lamp'"),
        ("1999–2001, non‑stop, −3", "1999-2001, non-stop, -3"),
        ("boats—forty—came", "boats - forty - came"),
        ("boats — forty -- came", "boats - forty - came"),
        ("a *long* and **dark** night", "a long and dark night"),
        (r"fined \$3,500\*", "fined $3,500"),
        ("no\u00adwhere\u200b", "nowhere"),
        ("cafe\u0301", "café"),
        ("so …", "so ..."),
    ],
)
def test_signs_are_made_plain(printed: str, is_plain: str):
    assert plain(printed) == is_plain
    assert lacking(plain(f"He said {printed} and slept."), [printed]) == ()
    assert lacking(plain(f"He said {printed} and slept."), [is_plain]) == ()


@given(st.text())
def test_plain_signs_stay_plain(text: str):
    assert plain(plain(text)) == plain(text)


def test_case_is_as_written():
    assert lacking("The Lamp burns.", ["Lamp"]) == ()
    assert lacking("The Lamp burns.", ["lamp", "LAMP"]) == ("lamp", "LAMP")


# ---- whole words ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("token", "text"),
    [
        ("seven", "seventeen boats"),
        ("seven", "twenty-seven boats"),
        ("seven", "seven-masted boats"),
        ("500", "3,500 boats"),
        ("500", "500,000 boats"),
        ("1992", "11992 boats"),
        ("1992", "19921 boats"),
        ("5", "3.5 boats"),
        ("3", "3.5 boats"),
        ("boat", "boats"),
        ("boat", "lifeboat"),
        ("forty boats", "forty boatsmen"),
        ("", "boats"),
    ],
)
def test_a_token_is_whole_words_and_whole_numbers(token: str, text: str):
    assert bool(token) == bool(lacking(text, [token]))


@pytest.mark.parametrize(
    ("token", "text"),
    [
        ("seven", "(seven) boats"),
        ("500", "of 500, or so"),
        ("500", "some 500."),
        ("1992", "1992-1995"),
        ("1995", "1992–1995"),
        ("$500", "US$500"),
        ("3.5 million", "as high as 3.5 million."),
        ("keeper", "the keeper's lamp"),
        ("lamp", "the lamp—the keeper"),
        ("92(b)", "Article 92(b) of it"),
        ("Yalu", "the *Yalu*,"),
    ],
)
def test_a_token_stands_beside_signs(token: str, text: str):
    assert lacking(plain(text), [token]) == ()


@given(words, words, words)
def test_a_word_inside_another_is_not_found(before: str, word: str, after: str):
    text = f"{before}{word} {word}{after} {before}{word}{after}"
    assert lacking(text, [word]) == (() if word in text.split() else (word,))
    assert lacking(f"{text}, {word}.", [word]) == ()


def test_tokens_are_found_where_they_stand_together():
    document = read_document(TEXT, ["Findings of 1903"])
    assert document.where(["saw"]) == ("Findings of 1903 / 1", "Findings of 1903 / 2")
    assert document.where(["saw", "none"]) == ("Findings of 1903 / 2",)
    assert document.where(["lamp"]) == (f"{OPENING} / 1",)
    assert document.where(["saw", "lamp"]) == ()
    assert document.where(["Findings"]) == ()
    assert document.where([]) == ()
