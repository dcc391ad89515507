"""Every error code is explained, and every explained code exists."""

import re
from pathlib import Path

import pytest

from tumen.errors import UsageError, codes, explain

SOURCE = Path(__file__).parents[2] / "src" / "tumen"
EXIT_CODES = {"0": 2, "1": 3, "2": 3, "3": 3, "4": 3, "5": 3, "6": 3, "7": 6, "8": 7, "9": 1}
# Raised as wrong use, since the names come from the command.
# T430 is no error that ends a run: its files are there. T360 is a refusal among what a comparison is told.
_ASKED = {f"T{code}": 2 for code in (*range(330, 342), 358, 365, 420, 421, 422)}
EXCEPTIONS = {**_ASKED, "T334": 6, "T360": 6, "T430": 5}


def raised() -> set[str]:
    """Give every code that stands in quotation marks anywhere in the package."""
    return {code for path in SOURCE.rglob("*.py") for code in re.findall(r'"(T\d{3})"', path.read_text("utf-8"))}


def test_the_catalogue_holds_what_is_raised_and_nothing_else():
    assert set(codes()) == raised()


@pytest.mark.parametrize("code", codes())
def test_each_code_is_explained(code: str):
    about = explain(code)
    assert about.code == code
    assert about.exit_code == EXCEPTIONS.get(code, EXIT_CODES[code[1]])
    for text in (about.title, about.meaning, about.remedy, about.example):
        assert text == text.strip()
        assert len(text) > 10
    assert about.meaning.endswith(".")
    assert about.remedy.endswith(".")
    assert not about.title.endswith(".")


def test_codes_are_explained_as_they_are_typed():
    assert explain(" t118 ") == explain("T118")


def test_an_unknown_code_is_wrong_use():
    with pytest.raises(UsageError, match="T007 there is no error 'T999'"):
        explain("T999")


def test_codes_are_in_order():
    assert list(codes()) == sorted(codes())
