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
    told = [
        _prior(situation, name, (pool, camp), worlds="all" if len(worlds) == every > 1 else ", ".join(worlds))
        for (name, pool, camp), worlds in rows.items()
        if pool
    ]
    head = (
        "anchor",
        "world",
        "roots",
        "prior",
        "overlap",
        "between / within",
        "contested",
        "random effects",
        "log pool",
    )
    return f"{len(situation.anchors)} anchors.\n\n{table(head, told)}"


def _prior(situation: Situation, name: str, pool: tuple[str, str], *, worlds: str) -> tuple[str, ...]:
    of = pooled(situation.evidence, *pool)
    conflict = of.conflict
    alone = len(of.voices) == 1
    return (
        f"`{name}`",
        worlds,
        str(len(of.voices)),
        _span(of.range),
        NONE if alone else f"{conflict.overlap:.2f}",
        NONE if alone else f"{conflict.between_within:.2f}",
        "yes" if conflict.contested else "no",
        NONE if alone else _span(random_effects(of).mean),
        NONE if alone else _span(log_pool(of).range),
    )


def roots(situation: Situation) -> str:
    """Make a table for each pool, and one for each camp of it."""
    asked = [(pool.id, camp) for pool in situation.evidence.pools.values() for camp in ("", *pool.camps)]
    return "\n\n".join(_pool(situation, *one) for one in asked)


def _pool(situation: Situation, name: str, camp: str) -> str:
    evidence = situation.evidence
    of, out = pooled(evidence, name, camp), leave_one_out(evidence, name, camp)
    head = ("root", "figures", "weight", "alone", "the prior without it", "median", "width")
    title = f"**{evidence.pools[name].title}** (`{name}`{f', camp {camp}' if camp else ''}): {_span(of.range)}"
    return f"{title}\n\n{table(head, [_root(of, one) for one in out])}{_silent(situation, of)}"


def _root(of: Pooled, out: LeftOut) -> tuple[str, ...]:
    voice = next((v for v in of.voices if v.root == out.root), None)
    bounds = [
        f"{'at least' if b.side == 'at_least' else 'at most'} {_number(b.value)}"
        for b in of.bounds
        if b.root == out.root
    ]
    alone = [_span(Range(voice.q05, voice.q50, voice.q95))] if voice else []
    return (
        f"`{out.root}`",
        code(out.items),
        f"{out.weight:.0%}" if voice else "bound",
        ", ".join([*alone, *bounds]),
        _span(out.without) if out.without else "nothing left",
        NONE if out.shift is None else f"times {out.shift:.2f}" if of.support == "positive" else f"{out.shift:+.2f}",
        NONE if out.width is None else f"times {out.width:.2f}",
    )


def _silent(situation: Situation, of: Pooled) -> str:
    members = {member.item: member for member in situation.evidence.pools[of.pool].members}
    said = {
        "out": "",
        "grade": "grade D",
        "superseded": "superseded by",
        "relays": "repeats",
        "camp": "binds its own camp only",
    }
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
