"""The page of a comparison: one printable file without script or network, the same bytes for the same comparison."""

from __future__ import annotations

from collections.abc import Sequence

from tumen.comparison import Comparison
from tumen.report.compared import Effects
from tumen.report.comparison_dots import trade_offs
from tumen.report.comparison_grounds import grounds
from tumen.report.comparison_options import options
from tumen.report.comparison_positions import strips
from tumen.report.comparison_tables import payers, regret_table
from tumen.report.comparison_view import View
from tumen.report.comparison_words import head as head_words
from tumen.report.comparison_words import rejected
from tumen.report.markup import Markup, tag
from tumen.report.page import head, section
from tumen.report.strings import say
from tumen.trace.withholding import limit_for

Change = tuple[str, Sequence[str]]
"""What a list is of, and its sentences."""


def comparison_page(found: Comparison, effects: Effects, changes: Sequence[Change] = ()) -> str:
    """Write the page of a comparison.

    Args:
        found: From `tumen.comparison.compare`.
        effects: What may be shown of it, from `effects_of`.
        changes: What else was found to change the answer: what each list is of, and its sentences.

    Returns:
        A whole HTML document.
    """
    view = View(found, effects)
    parts = {
        "options": options(view),
        "regret": regret_table(view),
        "tradeoffs": trade_offs(view),
        "payers": payers(view),
        "changes": [*strips(view), *(piece for change in changes for piece in _change(*change))],
        "basis": grounds(view),
    }
    main = tag("main", *_notices(view), *(section(name, *content) for name, content in parts.items()))
    skip = tag("a", say("page.skip"), class_="skip", href="#options")
    body = tag("body", skip, _header(view), main, _footer(view), class_="comparison")
    title = say("compare.title", title=view.situation.title)
    return f"<!doctype html>\n{tag('html', head(title), body, lang='en')}\n"


def _change(about: str, texts: Sequence[str]) -> list[Markup]:
    """List what else would change the answer; say so where nothing was found."""
    return [tag("p", about), tag("ul", *(tag("li", text) for text in texts or (say("compare.why.none"),)))]


def _header(view: View) -> Markup:
    """Write what is compared with what."""
    return tag(
        "header",
        tag("p", say("page.kicker"), class_="kicker"),
        tag("h1", say("compare.heading", title=view.situation.title)),
        tag("p", head_words(view.found), *_see(view), class_="summary"),
        tag("p", say("compare.caveat"), class_="caveat"),
    )


def _see(view: View) -> list[str | Markup]:
    """Lead to what the premises say, where some take several positions."""
    positions = view.found.design.positions
    return [" ", tag("a", say("compare.premises.see"), href="#premises")] if len(set(positions)) > 1 else []


def _notices(view: View) -> list[Markup]:
    """Say what to know of this comparison."""
    texts = list(rejected(view.found))
    return [tag("div", *(tag("p", text) for text in texts), class_="notice", role="note")] if texts else []


def _footer(view: View) -> Markup:
    """Say how to handle this page."""
    hidden = view.situation.people_in_hiding
    care = tag("p", say("compare.care.hidden" if hidden else "compare.care.open", limit=limit_for(hidden)))
    return tag("footer", tag("h2", say("section.care")), care, tag("p", say("care.use")))
