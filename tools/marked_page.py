"""A page in Markdown whose tables are made by a script and stand between marks; the prose around them is by hand."""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping
from pathlib import Path


def written(page: str, made: Mapping[str, str], *, of: str = "") -> str:
    """Put tables between their marks.

    Args:
        page: Text of the page.
        made: Name, as in the marks → table.
        of: What the names of these tables begin with, on a page that several scripts write.

    Raises:
        ValueError: If a mark is missing, stands twice, or has no table.
    """
    marked = re.findall(rf"<!-- begin ({of}\S+) -->", page)
    if sorted(marked) != sorted(made):
        raise ValueError(f"the page marks {sorted(marked)}; there are tables {sorted(made)}")
    for name, text in made.items():
        page, done = re.subn(
            rf"(<!-- begin {name} -->\n).*?(<!-- end {name} -->)",
            lambda match, text=text: f"{match[1]}\n{text}\n\n{match[2]}",
            page,
            flags=re.DOTALL,
        )
        if not done:
            raise ValueError(f"{name} begins and does not end")
    return page


def kept(path: Path, new: str, *, check: bool, script: str) -> int:
    """Write a page, or check it; 1 if it was to be checked and is stale."""
    stale = new != path.read_text(encoding="utf-8")
    if check and stale:
        sys.stderr.write(f"{path.name} is stale: run {script}\n")
    if not check:
        path.write_text(new, encoding="utf-8")
    return int(check and stale)
