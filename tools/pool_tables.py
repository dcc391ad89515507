"""The tables of docs/evidence.md about pools: constants, priors of anchors, and what each root does to them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from tumen.evidence.fits import COVERAGE, Range
from tumen.evidence.pooling import BETWEEN_WITHIN, OVERLAP, Pooled, pooled
from tumen.evidence.sensitivity import LeftOut, leave_one_out, log_pool, random_effects
from tumen.evidence.voices import (
    METHOD_OF_GRADE,
    METHOD_OF_RISK,
    RISK_OF_GRADE,
    SHARPEST,
    SPREAD,
    TAU_BIAS,
    TAU_INDIRECT,
)
from tumen.situation import Situation

TEN = 10
NONE = "none"


def constants() -> str:
    """Make the table of the constants of pooling."""
    grades = {method: grade for grade, method in METHOD_OF_GRADE.items()}
    risks = {method: risk for risk, method in METHOD_OF_RISK.items()}
    known = [(method, grades.get(method), risks.get(method), spread) for method, spread in SPREAD.items()]
    spreads = [
        (f"spread of a figure without range, {what}: {_of(grade, risk)}", f"a factor of {spread:g}")
        for what, grade, risk, spread in known
    ]
    grade_of = {risk: grade for grade, risk in RISK_OF_GRADE.items()}
    biases = [
        (f"added for {risk} risk of bias, or grade {grade_of[risk]}", f"{x:g} squared") for risk, x in TAU_BIAS.items()
    ]
    distances = [(f"added for {rating} indirectness", f"{x:g} squared") for rating, x in TAU_INDIRECT.items()]
    rows = [
        ("share of the truth in a range that does not say", f"{COVERAGE:.0%}"),
        *spreads,
        *biases,
        *distances,
        ("smallest spread of a root, of the largest in its pool", f"{SHARPEST:g}"),
        ("contested: overlap below", f"{OVERLAP:g}"),
        ("contested: between / within above", f"{BETWEEN_WITHIN:g}"),
    ]
    return table(("what", "how much"), rows)


def _of(grade: str | None, risk: str | None) -> str:
    """Say whose figures are of a method."""
    parts = [f"grade {grade}" if grade else "", f"a claim at {risk} risk of bias" if risk else ""]
    return " or ".join(filter(None, parts))


def priors(situation: Situation) -> str:
    """Make a row for each anchor and each prior that worlds give it, and for all camps of its pool together."""
    rows: dict[tuple[str, str, str], list[str]] = {}
    for name in situation.anchors:
        said = [(world.id, world.anchors[name]) for world in situation.worlds.values() if name in world.anchors]
        for world, prior in said:
            rows.setdefault((name, prior.pool, prior.camp), []).append(world)
        if any(prior.camp for _, prior in said):
            rows.setdefault((name, said[0][1].pool, ""), []).append("none: all camps together")
    every = len(situation.worlds)
    why = {s.item: (f"{said[s.reason]} {s.by}".strip(), members[s.item].note.rstrip(".")) for s in of.silent}
    told = [f"`{item}` ({': '.join(filter(None, parts))})" for item, parts in why.items()]
    return f"\n\nNot counted: {'; '.join(told)}." if told else ""


def _span(of: Range) -> str:
    return f"{_number(of.q05)} to {_number(of.q95)}, median {_number(of.q50)}"


def _number(x: float) -> str:
    """Write with three significant figures."""
    return f"{float(f'{x:.3g}'):,.0f}" if x >= TEN else f"{x:.2f}"


def code(names: Iterable[str]) -> str:
    """Write names as code."""
    return ", ".join(f"`{name}`" for name in names)


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Write a table in Markdown."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(cell.replace('|', '/') for cell in line)} |" for line in lines)
