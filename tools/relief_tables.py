"""The tables and sentences of docs/relief.md, from what tools/relief_run.py measured."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pool_tables import table
from relief_folder import SWITCH
from relief_run import ALL, MAIN, SITES

from tumen.report.numbers import rounded

Table = dict[str, Any]


def tables(data: Table) -> Mapping[str, str]:
    """Make every table and sentence, in Markdown: name, as in the marks of the page → text."""
    return {
        "relief-asked": _asked(data),
        "relief-sites": _sites(data),
        "relief-answer": "\n".join(f"- {text}" for text in _answers(data)),
        "relief-others": _others(data),
        "relief-verdicts": _verdicts(data),
        "relief-turns": "\n".join(f"- {text}" for text in data["turns"]),
    }


def _asked(data: Table) -> str:
    """Say what was run."""
    counts = ", ".join(f"{n} in which {_position(data, at)}" for at, n in data["counts"].items())
    days = f"from {data['first']} to {data['last']}"
    return f"{data['futures']} futures ({counts}), seed {data['seed']}, on average over the days {days}."


def _position(data: Table, at: str) -> str:
    return data["switch"]["positions"].get(at, "nothing is disputed")


def _title(data: Table, policy: str) -> str:
    return data["policies"][policy].replace("_", " ")


def _added(data: Table) -> list[str]:
    return [policy for policy in data["policies"] if policy.startswith(SITES)]


def _span(low: float, high: float) -> str:
    """Write a range behind its middle; nothing where there is none."""
    return "" if rounded(low) == rounded(high) else f" ({rounded(low)} to {rounded(high)})"


def _sites(data: Table) -> str:
    """Show by how many fewer people are in no camp, and how far an option can be behind others that add places."""
    effects, places = data["effects"][MAIN], list(data["counts"])
    heads = ["", *(f"{_head(at)}{head}" for at in places for head in ("fewer", "largest regret"))]
    rows = [
        [_title(data, policy), *_cells(effects[policy], places, added=policy in _added(data))] for policy in effects
    ]
    return table(heads, rows)


def _head(at: str) -> str:
    """Begin the head of a column with the position of the switch, where there is one."""
    return "" if at == ALL else f"{SWITCH} {at}: "


def _cells(effect: Table, places: Sequence[str], *, added: bool) -> Iterator[str]:
    for at in places:
        low, middle, high = effect[at]["fewer"]
        yield f"{rounded(middle)}{_span(low, high)}".replace("-", "−")  # noqa: RUF001  a minus sign
        yield rounded(effect[at]["regret"]) if added else ""


def _answers(data: Table) -> Iterator[str]:
    """Say where places relieve most, position by position, and how far that can be wrong."""
    effects, added = data["effects"][MAIN], _added(data)
    for at, n in data["counts"].items():
        ranked = sorted(added, key=lambda policy: -effects[policy][at]["first"])
        often = [policy for policy in ranked if effects[policy][at]["first"]]
        firsts = ", ".join(f"“{_title(data, p)}” in {effects[p][at]['first']} of {n} futures" for p in often)
        least = min(added, key=lambda policy: effects[policy][at]["regret"])
        yield (
            f"If {_position(data, at)}, fewest people are left without a camp by {firsts}. "
            f"“{_title(data, least)}” is never behind the others by more than "
            f"{rounded(effects[least][at]['regret'])} people."
        )
    for policy in (policy for policy in added if any(of["less"] + of["more"] == 0 for of in effects[policy].values())):
        at = ", ".join(_position(data, at) for at, of in effects[policy].items() if of["less"] + of["more"] == 0)
        yield f"“{_title(data, policy)}” changes nothing in any future in which {at}: there is room without it."


def _others(data: Table) -> str:
    """Show in how many futures each option leaves less, and more, of every other outcome."""
    outcomes = {name: title for name, title in data["outcomes"].items() if name != MAIN}
    rows = [[_title(data, policy), *(_often(data, name, policy) for name in outcomes)] for policy in data["policies"]]
    return table(["", *outcomes.values()], rows)


def _often(data: Table, outcome: str, policy: str) -> str:
    told = data["effects"][outcome][policy]
    return "; ".join(f"{at}: {of['less']} less, {of['more']} more of {data['counts'][at]}" for at, of in told.items())


def _verdicts(data: Table) -> str:
    """Show what may be said of all positions together, by the rule of docs/comparison.md."""
    rows = [[_title(data, policy), of[MAIN]] for policy, of in data["verdicts"].items() if MAIN in of]
    return table(["", data["outcomes"][MAIN]], rows)
