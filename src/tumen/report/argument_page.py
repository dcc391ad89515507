"""The page of an argument: one printable file without script or network, the same bytes for the same argument."""

from __future__ import annotations

from collections.abc import Iterator

from tumen import __version__
from tumen.report.argument_advice import advice, claims_of, texts
from tumen.report.argument_left import left
from tumen.report.argument_premises import clash, item_text, premises, quality
from tumen.report.argument_view import ArgumentView
from tumen.report.boundary import boundary_sentences, boundary_svg
from tumen.report.markup import Markup, joined, tag
from tumen.report.page import head, section
from tumen.report.strings import say

_SHORT = 12


def argument_page(view: ArgumentView) -> str:
    """Write the page of an argument.

    Args:
        view: What is told.

    Returns:
        A whole HTML document.
    """
    parts = {
        "texts": texts(view),
        "clash": [*clash(view), *_boundaries(view)],
        "advice": advice(view),
        "premises": premises(view),
        "left": left(view),
    }
    main = tag("main", *(section(name, *content) for name, content in parts.items()))
    skip = tag("a", say("page.skip"), class_="skip", href="#texts")
    body = tag("body", skip, _header(view), main, _footer(view), class_="argument")
    title = say("argue.title", title=view.situation.title)
    return f"<!doctype html>\n{tag('html', head(title), body, lang='en')}\n"


def about_text(view: ArgumentView) -> str:
    """Say what was run."""
    if view.alone and len(view.situation.worlds) > 1:
        (world,) = view.worlds
        return say("argue.about.chosen", title=view.situation.title, futures=view.argument.draws, world=world)
    worlds = say("argue.worlds", worlds=", ".join(view.worlds))
    return say(f"argue.about{view.alone}", title=view.situation.title, futures=view.argument.draws, worlds=worlds)


def _header(view: ArgumentView) -> Markup:
    return tag(
        "header",
        tag("p", say("page.kicker"), class_="kicker"),
        tag("h1", say("argue.heading")),
        tag("p", about_text(view), class_="summary"),
        tag("p", say("argue.caveat"), class_="caveat"),
    )


def _boundaries(view: ArgumentView) -> Iterator[Markup]:
    """Draw where one piece of advice begins to do better than another, outcome by outcome, and say it in sentences."""
    for found in view.argument.boundaries:
        about, *told = boundary_sentences(found)
        yield tag("h3", found.contrast.title)
        yield tag("p", about)
        yield tag("ul", *(tag("li", text) for text in told))
        yield tag("p", say("argue.boundary.care"), class_="legend")
        for outcome in found.outcomes:
            yield tag("figure", Markup(boundary_svg(found, outcome)), class_="boundary")


def boundary_files(view: ArgumentView) -> dict[str, str]:
    """Give the drawings of all boundaries as files: name → SVG that stands by itself."""
    return {
        f"boundary-{found.contrast.id}-{outcome}.svg": boundary_svg(found, outcome)
        for found in view.argument.boundaries
        for outcome in found.outcomes
    }


def _footer(view: ArgumentView) -> Markup:
    """List what claims say that are named, what ran, and how to handle this page."""
    care = tag("p", say("argue.care", limit=view.limit))
    pieces = (*_named(view), *_ran(view), tag("h2", say("section.care")), care, tag("p", say("care.use")))
    return tag("footer", *pieces)


def _named(view: ArgumentView) -> Iterator[Markup]:
    """List what the claims say to which the page points, closed until asked for."""
    policies = [
        view.situation.policies[n]
        for n in (*(p for s in view.argument.sides for p in s.policies), *view.argument.joint)
    ]
    named = [name for policy in policies for name in claims_of(view, policy)]
    named += [name for policy in policies for objection in policy.against for name in objection.claims]
    items = [view.ledger.item(name) for name in sorted(dict.fromkeys(named)) if name in view.situation.claims]
    told = [
        piece
        for item in items
        for piece in (tag("dt", item.id, id=f"claim-{item.id}"), tag("dd", item_text(item), quality(item)))
    ]
    if told:
        yield tag("details", tag("summary", say("argue.claims.named", n=len(items))), tag("dl", *told))


def _ran(view: ArgumentView) -> Iterator[Markup]:
    """Say what it takes to get the same figures again."""
    facts = {
        "version": __version__,
        "seed": str(view.argument.seed),
        "draws": f"{view.argument.draws}, 1",
        "digest": view.situation.digest[:_SHORT],
    }
    yield tag("h3", say("section.again"))
    yield tag("dl", *(joined(tag("dt", say(f"again.term.{key}")), tag("dd", value)) for key, value in facts.items()))
