"""The tables of docs/validation.md, from what was measured."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pool_tables import code, table
from validation_rows import Asked, Behind, Row, Target
from validation_run import MONTHLY, YEARLY
from validation_verdicts import Answer, Told, Verdict, told

from tumen.report.numbers import rounded
from tumen.trace.withholding import limit_for

NO_TEST = "no test"
UNANSWERED = "no outcome"
MISSED = {"": "Missed", "above": "Above the figure", "below": "Below the figure"}
WHOLE, PERCENT = 100, " %"
NOTHING = "-"
DIGITS = 12
WORDS = {"close hit": "close hits", "hit": "hits", "miss": "misses"}


def tables(asked: Asked, data: Mapping[str, Any], known: Behind) -> Mapping[str, str]:
    """Make everything that stands between marks, in Markdown.

    Returns:
        Name, as in the marks of the page → text.
    """
    found, apart = told(asked.rows, data, known), told(asked.worlds, data, known)
    worlds = list(data["accepted"])
    limit = limit_for(known.situation.people_in_hiding)
    return {
        "run": _run(data),
        "count": _count(found, worlds),
        "summary": _summary(found, worlds),
        "rows": "\n\n".join(_section(one, worlds, limit=limit) for one in found),
        "worlds": _apart(sorted(apart, key=lambda one: asked.worlds.index(one.row)), worlds, limit=limit),
        "priors": _priors(found, known),
    }


def _run(data: Mapping[str, Any]) -> str:
    accepted = " and ".join(f"{n} of {data['draws']} in the {world} world" for world, n in data["accepted"].items())
    digest, yearly, monthly = (
        of[:DIGITS] for of in (data["situation_digest"], data["result_hash"][YEARLY], data["result_hash"][MONTHLY])
    )
    return (
        f"Seed {data['seed']}; draws that met their anchors: {accepted}. "
        f"Situation `{digest}`, results `{yearly}` by year and `{monthly}` by month."
    )


def _count(found: Sequence[Told], worlds: Sequence[str]) -> str:
    """Count rows and figures, the misses first."""
    answers = [answer for one in found for answer in one.answers]
    tests = [answer for answer in answers if answer.verdicts]
    missed = Counter(one.order[0] for one in found if any(answer.verdicts for answer in one.answers))
    silent = sum(not answer.worlds for answer in answers)
    everywhere, untold = missed[len(worlds)], len(found) - missed.total()
    lines = [
        f"Of {len(found)} rows {everywhere} are missed in both worlds, {missed[1]} in one, {missed[0]} in none;",
        f"{untold} cannot be told. Of {len(answers)} figures {len(tests)} test the model, {silent} have no outcome.",
    ]
    for world in worlds:
        words = Counter(answer.verdicts[world].word for answer in tests)
        lines.append(f"In the {world} world: " + ", ".join(f"{words[w]} {WORDS[w]}" for w in reversed(WORDS)) + ".")
    return " ".join(lines)


def _summary(found: Sequence[Told], worlds: Sequence[str]) -> str:
    rows = [(one.row.title, *(_standing(one, world) for world in worlds), _known(one.answers)) for one in found]
    return table(("test", *worlds, "known to the model"), rows)


def _standing(one: Told, world: str) -> str:
    """Say how a row stands in a world: by its worst figure."""
    worst = one.worst(world)
    if worst is None:
        return NO_TEST if any(answer.worlds for answer in one.answers) else UNANSWERED
    tests = [answer for answer in one.answers if world in answer.verdicts]
    missed = sum(answer.verdicts[world].word == "miss" for answer in tests)
    if not missed:
        return worst.verdicts[world].word
    at = f", the worst {worst.target.title}" if len(tests) > 1 else ""
    return f"**misses {missed} of {len(tests)}**{at}: {_times(worst.verdicts[world].factor)}"


def _known(answers: Sequence[Answer]) -> str:
    """Say what of a row the model knows already."""
    anchored, resting = sum(bool(a.anchors) for a in answers), sum(bool(a.priors) for a in answers)
    parts = [f"anchors on {anchored}"] * bool(anchored) + [f"priors on the series of {resting}"] * bool(resting)
    return f"of {len(answers)}: {', '.join(parts)}" if parts else "nothing"


def _section(one: Told, worlds: Sequence[str], *, limit: int) -> str:
    row = one.row
    head = (
        "figure",
        "reported",
        *(cell for world in worlds for cell in (f"{world}: median (90 % range)", "")),
        "known",
    )
    lines = [_line(answer, worlds, limit=limit) for answer in one.answers]
    left_out = f"Not answered: {row.left_out}" if row.left_out else ""
    parts = [f"### {row.title}", row.asks, table(head, lines), *_lessons(one), left_out, row.note]
    return "\n\n".join(part for part in parts if part)


def _line(answer: Answer, worlds: Sequence[str], *, limit: int) -> tuple[str, ...]:
    cells = [cell for world in worlds for cell in _cells(answer, world, limit=limit)]
    priors = f"{len(answer.priors)} prior{'s' * (len(answer.priors) > 1)}" if answer.priors else ""
    anchors = [f"anchor of {date}" for date in answer.anchors]
    known = ", ".join(filter(None, [answer.target.other, *anchors, priors]))
    return answer.target.title, _reported(answer, limit=limit), *cells, known or NOTHING


def _reported(answer: Answer, *, limit: int) -> str:
    if answer.reported is None:
        return NOTHING
    figure = shown(answer.reported, answer.target, limit=limit, exact=True)
    return f"at least {figure}" if answer.target.at_least else figure


def _cells(answer: Answer, world: str, *, limit: int) -> tuple[str, str]:
    """Write what a world says to a figure, and how the two stand."""
    if world not in answer.worlds:
        return UNANSWERED, NOTHING
    return spread(answer.worlds[world], answer.target, limit=limit), (
        _verdict(answer.verdicts[world]) if world in answer.verdicts else NO_TEST
    )


def spread(of: Mapping[str, Any], target: Target, *, limit: int) -> str:
    """Write the median and the 90 % range of one world."""
    q05, _, q50, _, q95 = (shown(x, target, limit=limit) for x in of["quantiles"])
    return f"{q50} ({q05.removesuffix(PERCENT)} to {q95})" if q05 != q95 else q50


def shown(value: float | None, target: Target, *, limit: int, exact: bool = False) -> str:
    """Write a value in the unit of its target; a simulated count with two figures, one under the limit not at all."""
    if value is None or (target.unit == "persons" and value < limit):
        return f"under {limit}"
    if target.unit == "persons":
        return f"{value:,.0f}" if exact else rounded(value)
    if target.unit == "share":
        return f"{WHOLE * value:.{int(WHOLE * value < 1)}f}{PERCENT}"
    return f"{value:.0f}" if target.unit == "months" else f"{value:.2f}"


def _verdict(of: Verdict) -> str:
    if of.word != "miss":
        return of.word
    return f"**miss**, {_times(of.factor)}; {of.draws} of {of.of} draws {of.side}"


def _times(factor: float) -> str:
    return f"{factor:.2f} times" if factor < 1 else f"{factor:.3g} times"


def _lessons(one: Told) -> Iterator[str]:
    """Say what the misses of a row teach: each lesson once, with the worlds and figures that teach it."""
    lessons: dict[tuple[str, str], dict[str, list[str]]] = {}
    found = ((answer.target, world, of) for answer in one.answers for world, of in answer.verdicts.items())
    for target, world, of in found:
        if of.word == "miss":
            lessons.setdefault(lesson_of(one.row, target, of), {}).setdefault(world, []).append(target.title)
    for (side, words), where in lessons.items():
        yield f"*{MISSED[side]}* ({_where(where)}). {words}"


def _where(titles: Mapping[str, Sequence[str]]) -> str:
    """Name worlds and figures; worlds with the same figures together."""
    same: dict[str, list[str]] = {}
    for world, figures in titles.items():
        same.setdefault(", ".join(figures), []).append(world)
    return "; ".join(f"{' and '.join(worlds)}: {figures}" for figures, worlds in same.items())


def lesson_of(row: Row, target: Target, of: Verdict) -> tuple[str, str]:
    """Give the side and the words of what a miss teaches: those of its figure before those of its row.

    Raises:
        ValueError: If nobody wrote any.
    """
    own, ours = getattr(target, of.side), getattr(row, of.side)
    for side, words in ((of.side, own), ("", target.missed), (of.side, ours), ("", row.missed)):
        if words:
            return side, words
    raise ValueError(f"{target.id} is missed {of.side} the figure: say in validation.toml what that teaches")


def _apart(found: Sequence[Told], worlds: Sequence[str], *, limit: int) -> str:
    first, last = worlds[0], worlds[-1]
    rows = [
        (
            f"{one.row.title}, {answer.target.title}",
            _reported(answer, limit=limit),
            *(spread(answer.worlds[w], answer.target, limit=limit) if answer.worlds else UNANSWERED for w in worlds),
            f"{ratio(answer, first, last):.2f}" if answer.worlds else NOTHING,
            ", ".join(w for w, of in answer.verdicts.items() if of.word == "miss") or NOTHING,
        )
        for one in found
        for answer in one.answers
    ]
    return table(("", "reported", *worlds, f"{last} over {first}", "missed in"), rows)


def ratio(answer: Answer, first: str, last: str) -> float:
    """Divide the median of one world by that of another."""
    below, above = (answer.worlds[world]["quantiles"][2] for world in (first, last))
    return above / below if above and below else math.nan


def _priors(found: Sequence[Told], known: Behind) -> str:
    """Make the table of series and the priors that rest on them."""
    items = [item for one in found for answer in one.answers for item in answer.target.reported]
    named = {known.series.get(item, item): known.resting(item) for item in items}
    return table(("series or claim", "priors that rest on it"), ((code([s]), code(p)) for s, p in named.items() if p))
