"""A document as sections and numbered paragraphs, and words looked up in them.

A locator is the heading of a section, `` / `` and the number of a paragraph in it. A paragraph is a block between blank
lines; one that a page break cuts in two counts once; a block quotation is a paragraph of its own; a heading is none.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

OPENING = "before the first section"
"""Stands for the section of what comes before all sections."""

_SIGNS = str.maketrans(
    dict.fromkeys("“”„‟«»″", '"')
    | dict.fromkeys("‘’‚‛′`´", "'")  # noqa: RUF001
    | dict.fromkeys("‐‑‒–−", "-")  # noqa: RUF001
    | dict.fromkeys("—―", " - ")
    | dict.fromkeys("*\\\u00ad\u200b\u200c\u200d\u2060\ufeff", "")
    | {"…": "..."}
)
_LIST_ITEM = re.compile(r"[-•>]|\(?(?:\d{1,3}|[a-z]|[ivx]+)\)\s|(?:\d{1,3}|[A-Za-z])\.\s")
_NOTE_MARK = re.compile(r"(?<=[^\W\d][.?!\"')])\d{1,3}$")
_PAGE = re.compile(r"(?:page )?\d{1,4}", re.IGNORECASE)
_FULL_STOP = re.compile(r"[^\W_A-Z]{2}[.?!][\"')\]]*\s")
"""The end of a sentence inside a text; the point of an initial or of U.S. is none."""


@dataclass(frozen=True)
class Document:
    """A text by sections.

    Attributes:
        sections: Name → its paragraphs in plain signs (see `plain`), in the order of the text; a section whose heading
            comes again goes on.
    """

    sections: Mapping[str, tuple[str, ...]]

    def section(self, name: str) -> tuple[str, ...] | None:
        """Give the paragraphs of a section, however its name is printed; None where there is no such section."""
        wanted = _heading(name)
        return next((texts for known, texts in self.sections.items() if _heading(known) == wanted), None)

    def where(self, tokens: Iterable[str]) -> tuple[str, ...]:
        """Give the locators of the paragraphs in which all tokens stand, in the order of the text."""
        wanted = tuple(tokens)
        return tuple(
            f"{name} / {number}"
            for name, texts in self.sections.items()
            for number, text in enumerate(texts, start=1)
            if wanted and not lacking(text, wanted)
        )


def read_document(
    text: str, sections: Iterable[str], *, unprinted: Mapping[str, str] | None = None, quotations: Iterable[str] = ()
) -> Document:
    """Read a text by the convention of locators.

    A block that has the words of a section's name, in any case and with any signs, is its heading. A number alone is
    that of a page, and no block. Two blocks are one paragraph where the first breaks off in mid-sentence: it ends with
    a word or a comma and the second goes on in lower case, or it ends with a word after at least one whole sentence.

    A heading that is in no locator counts as a paragraph of the section before it. That moves no locator: what stands
    behind it stands in a section that no locator names.

    Args:
        text: Of the whole document.
        sections: Names of the sections, as locators write them.
        unprinted: Section of which no heading is printed → the words with which it begins.
        quotations: Words with which a block quotation begins that would read on from the block before it.
    """
    begins = dict(unprinted or {})
    printed = {_heading(name): name for name in sections if name not in begins}
    apart = tuple(quotations)
    found: dict[str, list[str]] = {OPENING: []}
    here, joins = found[OPENING], False
    for block in _blocks(text):
        section = printed.get(_heading(block)) or _begun(block, begins)
        if section is not None:
            begins.pop(section, None)
            here, joins = found.setdefault(section, []), False
        if section in printed.values():
            continue
        if joins and not any(_starts(block, words) for words in apart) and _goes_on(here[-1], block):
            here[-1] = f"{here[-1]} {block}"
        else:
            here.append(block)
        joins = True
    return Document({name: tuple(texts) for name, texts in found.items()})


def lacking(text: str, tokens: Iterable[str]) -> tuple[str, ...]:
    """Give the tokens that do not stand in a text of plain signs as whole words and whole numbers, case as written."""
    return tuple(token for token in tokens if not _stands_in(text, token))


def plain(text: str) -> str:
    """Write a text in plain signs.

    White space is one blank, quotation marks and dashes are those of a keyboard (a long dash stands between blanks),
    asterisks, backslashes and what nobody sees are left out.
    """
    return " ".join(unicodedata.normalize("NFC", text).translate(_SIGNS).replace("--", " - ").split())


def _blocks(text: str) -> Iterator[str]:
    """Give what stands between blank lines, in plain signs, but for rules and numbers of pages."""
    for block in re.split(r"\n\s*\n", "\n".join(text.splitlines())):
        words = plain(block)
        if re.search(r"\w", words) and not _PAGE.fullmatch(words):
            yield words


def _heading(text: str) -> str:
    """Reduce a heading to its words."""
    return " ".join(re.findall(r"\w+", plain(text).replace("'", "").casefold()))


def _begun(block: str, begins: Mapping[str, str]) -> str | None:
    """Name the section without heading that a block begins."""
    return next((name for name, words in begins.items() if _starts(block, words)), None)


def _starts(block: str, words: str) -> bool:
    """Tell whether a block begins with words."""
    return _token(words)[1].match(block) is not None


def _stands_in(text: str, token: str) -> bool:
    """Tell whether a token stands in a text."""
    words, pattern = _token(token)
    return words in text and pattern.search(text) is not None  # the first is quick, and mostly enough to say no


def _goes_on(before: str, after: str) -> bool:
    """Tell whether two blocks are one paragraph that a page break cut: the first breaks off in mid-sentence."""
    if _LIST_ITEM.match(after):
        return False
    ends_with = _NOTE_MARK.sub("", before)[-1]
    if after[0].islower():
        return ends_with.isalnum() or ends_with == ","
    return ends_with.isalnum() and _FULL_STOP.search(before) is not None


@lru_cache(maxsize=4096)
def _token(token: str) -> tuple[str, re.Pattern[str]]:
    """Give a token in plain signs, and its pattern: 500 is not in 3,500, seven not in seventeen nor in twenty-seven."""
    words = plain(token)
    first, last = words[:1], words[-1:]
    left = r"(?<!\w)" if _in_word(first) else ""
    left += r"(?<!\d[.,])" if first.isdigit() else r"(?<![^\W\d]-)" if first.isalpha() else ""
    right = r"(?!\w)" if _in_word(last) else ""
    right += r"(?![.,]\d)" if last.isdigit() else r"(?!-[^\W\d])" if last.isalpha() else ""
    return words, re.compile(left + re.escape(words) + right)


def _in_word(sign: str) -> bool:
    """Tell whether a sign is part of a word."""
    return sign.isalnum() or sign == "_"
