"""The columns of the tables of evidence."""

from __future__ import annotations

from collections.abc import Mapping
from typing import get_args

from tumen.evidence import Rating, Relation, Role
from tumen.situation.column import Column, Table, choice, ident, ref, refs

_ITEM = "claim|observation"
_KINDS = ("quantity", "event", "causal", "rule", "qualitative", "policy_option")
_GRADES = ("A", "B", "C", "D")
_RATINGS = get_args(Rating)


def _rating(name: str, about: str) -> Column:
    return choice(name, _RATINGS, about)


_CLAIMS = Table(
    "One statement in a source, in our words.",
    (
        ident("Identifier."),
        ref("source", "source", "Source in which it stands.", needed=True),
        Column("locator", "locator", "Heading of the section, ` / `, number of the paragraph in it.", needed=True),
        Column("tokens", "tokens", "Literal fragments that all stand in that paragraph.", needed=True),
        Column("attributed_to", "text", "Who says so.", needed=True),
        Column("subject", "text", "What it is about; quantities name the subjects that they cover.", needed=True),
        choice("kind", _KINDS, "What is said."),
        Column("value_low", "number", "Lower figure."),
        Column("value_best", "number", "Best figure."),
        Column("value_high", "number", "Upper figure."),
        Column("unit", "text", "Unit of the figures."),
        Column("date_from", "date", "Beginning of the period that it speaks of."),
        Column("date_to", "date", "End of the period that it speaks of."),
        Column("place", "text", "Where."),
        Column("statement", "text", "In our words; `kept out, section 9` where it could harm people.", needed=True),
        Column("note", "text", "What to know."),
    ),
    most=0,
)
_OBSERVATIONS = Table(
    "One reported figure.",
    (
        ident("Identifier: its series, a hyphen, a number."),
        ref("series", "series", "What is counted; several rows form a series.", needed=True),
        Column("date_from", "date", "Beginning of the period covered."),
        Column("date_to", "date", "End of the period covered."),
        Column("value", "number", "The figure."),
        Column("low", "number", "Lower end of its range."),
        Column("high", "number", "Upper end of its range."),
        Column("unit", "text", "Unit of the figures.", needed=True),
        Column("place", "text", "Where."),
        choice("sex", ("all", "female", "male"), "Whom it counts."),
        Column("citation", "text", "Who published it.", needed=True),
        Column("published", "date", "When it became public, where its citation says so."),
        Column("confidence", "text", "How we came by it."),
        choice("grade", _GRADES, "How good it is; empty where nobody graded it.", needed=False),
        Column("note", "text", "What to know."),
    ),
    most=0,
)
_SERIES = Table(
    "Observations of one kind, and what they measure.",
    (
        ident("Name of the series."),
        ref("quantity", "quantity", "Quantity that it measures; empty for none."),
        Column("measurement", "text", "How it relates to that: coverage, error, what it leaves out.", needed=True),
        Column("lag", "whole", "Months after a period at which its figure is public; empty: 0.", most=240),
    ),
)
_LINKS = Table(
    "How one claim or observation stands to another.",
    (
        ref("of", _ITEM, "A claim or an observation.", needed=True),
        choice("relation", get_args(Relation), "How it stands to the other."),
        ref("other", _ITEM, "The other one.", needed=True),
        Column("note", "text", "How we know."),
    ),
    key=("of", "relation", "other"),
)
_ASSESSMENTS = Table(
    "How far a claim could mislead.",
    (
        ref("claim", "claim", "The claim.", needed=True),
        _rating("risk_of_bias", "Whether who says so has a stake, or a way of knowing that bends the figure."),
        _rating("indirectness", "Whether it is about other people, places or years than it is used for."),
        _rating("inconsistency", "Whether others say otherwise."),
        _rating("imprecision", "Whether it is a scale word, a round number, a wide range."),
        _rating("reporting_bias", "Whether it is likelier to be told this way than another."),
        Column("reason", "text", "In a few words.", needed=True),
    ),
    key=("claim",),
)
_MEMBERS = Table(
    "One claim or observation in a pool.",
    (
        ref("pool", "pool", "The pool.", needed=True),
        ref("item", _ITEM, "The claim or observation whose figure it brings.", needed=True),
        Column("camp", "word", "Camp that it belongs to, where sources disagree."),
        choice("role", get_args(Role), "A distribution, a one-sided bound, or left out."),
        Column("times_low", "number", "Least by which its figure is multiplied; empty: 1."),
        Column("times_high", "number", "Most by which its figure is multiplied; empty: 1."),
        choice("indirectness", _RATINGS, "What remains of the distance; empty only where left out.", needed=False),
        Column("note", "text", "Why it is used so."),
    ),
    key=("pool", "item"),
)
_TIMELINE = Table(
    "Something that happened.",
    (
        ident("Identifier."),
        Column("title", "text", "For people to read.", needed=True),
        Column("date_from", "date", "When it began.", needed=True),
        Column("date_to", "date", "When it ended."),
        refs("claims", "claim", "Claims that tell of it."),
        refs("observations", "series", "Series of observations that tell of it."),
        refs("events", "event", "Rows of events.csv that carry it into the model."),
        Column("note", "text", "Where there are none: why."),
    ),
)
_EXCLUSIONS = Table(
    "A claim of kind quantity or event that nothing uses.",
    (
        ref("claim", "claim", "The claim.", needed=True),
        Column("reason", "text", "Why it is not used; at least 20 characters.", needed=True),
    ),
    key=("claim",),
)

EVIDENCE: Mapping[str, Table] = {
    "claims.csv": _CLAIMS,
    "observations.csv": _OBSERVATIONS,
    "series.csv": _SERIES,
    "links.csv": _LINKS,
    "assessments.csv": _ASSESSMENTS,
    "members.csv": _MEMBERS,
    "timeline.csv": _TIMELINE,
    "exclusions.csv": _EXCLUSIONS,
}
"""File name → its table."""
