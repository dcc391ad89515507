"""The words of docs/findings.md: what was measured, told of each text alike, both worlds in every sentence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from findings_said import (
    GROUPS,
    Data,
    Group,
    Said,
    any_of,
    axis_name,
    axis_text,
    counted,
    places_text,
    title,
    told,
)
from findings_strings import TEXT
from pool_tables import table

from tumen.argument.sides import Side, joint, sides
from tumen.policy import Outcome, Policy
from tumen.report.comparison_words import differences_text, listed
from tumen.situation import Situation


def words(situation: Situation, data: Data) -> Mapping[str, str]:
    """Write all that stands between marks, in Markdown: name, as in the marks of the page → text.

    Args:
        situation: What was run.
        data: From `findings_run.measured`.
    """
    every = sides(situation)
    both = _text(situation, data, Side("", joint(situation)), brief=True)
    texts = {f"text-{side.source}": _text(situation, data, side) for side in every}
    tables = {f"table-{side.source}": _table(situation, data, side) for side in every}
    return {
        "first": _first(situation, data, every),
        **texts,
        **tables,
        "both": both,
        "boundary": _boundary(situation, data),
        "legend": _legend(situation, data),
        "design": _design(data),
    }


def source_name(situation: Situation, source: str) -> str:
    """Name a text by its year and kind."""
    of = situation.sources[source]
    return TEXT["source"].format(year=of.date[:4], kind=of.kind)


def _first(situation: Situation, data: Data, every: Sequence[Side]) -> str:
    """Say of each text how much of what it expects comes out, and of headline outcomes where the two part."""
    lines = [line for side in every for line in _counted(situation, data, side)]
    for of in data["boundaries"].values():
        parting = dict(zip(of["outcomes"], of["words"][1:], strict=True))
        lines += [
            TEXT["first.part"].format(text=parting[name]) for name in of["files"] if situation.outcomes[name].headline
        ]
    return "\n".join(lines)


def _counted(situation: Situation, data: Data, side: Side) -> Iterator[str]:
    several, name = told(situation, data, side), source_name(situation, side.source)
    own = [one for one in several if not one.policy.combines]
    about = {"source": name, "options": len({one.policy.id for one in own}), **_counts(own)}
    about |= {
        "on": _listed(_turning(own)),
        "neither": _listed(_names(own, "not")),
        "undecided": _listed(_names(own, "open")),
        "without": _listed(_without(own)),
    }
    keys = ("claims", "inside", *(["without"] if about["without"] else []), "direct")
    yield " ".join(TEXT[f"first.{key}"].format(**about) for key in keys)
    for policy in dict.fromkeys(one.policy.id for one in several if one.policy.combines):
        parts = _counts([one for one in several if one.policy.id == policy])
        yield TEXT["first.together"].format(source=name, policy=policy, **parts)


def _listed(options: Iterable[str]) -> str:
    text = "; ".join(dict.fromkeys(options))
    return TEXT["first.listed"].format(options=text) if text else ""


def _names(several: Iterable[Said], group: Group) -> Iterator[str]:
    return (one.name for one in several if one.group == group)


def _without(several: Iterable[Said]) -> Iterator[str]:
    """Name each option of which something comes out, but not where a premise that nobody disputes stands otherwise."""
    for one in several:
        held = (one.data["elsewhere"] or {}).get("held")
        if one.group == "comes" and held and one.data["elsewhere"]["said"]["expected"]["word"] == "does not hold":
            yield TEXT["first.at"].format(option=one.name, positions=_positions(held))


def _turning(several: Iterable[Said]) -> Iterator[str]:
    """Name each option of which something depends on what is disputed, with that."""
    for one in several:
        if one.group == "depends":
            option, axes = title(one.policy).replace("**", ""), [axis_name(axis) for axis in one.verdict["axes"]]
            yield TEXT["first.on"].format(option=option, axes=listed(axes))


def _counts(several: Sequence[Said]) -> Mapping[str, int]:
    """Count what may be said of things that are expected."""
    groups = [one.group for one in several]
    return {
        "moves": len(several),
        "comes": groups.count("comes"),
        "depends": groups.count("depends"),
        "never": groups.count("not"),
        "open": groups.count("open"),
        "inside": sum(one.inside["said"]["expected"]["word"] == "robust" for one in several),
        "direct": sum(one.direct for one in several),
    }


def _text(situation: Situation, data: Data, side: Side, *, brief: bool = False) -> str:
    """Tell what becomes of what a text expects: by what may be said, then by option; in brief without what is empty."""
    several = told(situation, data, side)
    options = [situation.policies[name] for name in side.policies]
    blocks = {str(group): list(_options(options, several, group)) for group in GROUPS}
    blocks["paid"] = [line for policy in side.policies for line in _paid(situation, data, policy)]
    nothing = {"paid": TEXT["paid.none"]}
    return "\n\n".join(
        "\n".join((TEXT[key], "", *(lines or [nothing.get(key, TEXT["nothing"])])))
        for key, lines in blocks.items()
        if lines or not brief
    )


def _options(options: Iterable[Policy], several: Sequence[Said], group: Group) -> Iterator[str]:
    """Write a line for each option of which something is in a group; of one not simulated nothing is decided."""
    for option in options:
        moves = [_move(one, group) for one in several if one.policy == option and one.group == group]
        if option.not_simulated and group == "open":
            moves.append(TEXT["left_out"])
        if moves:
            about = {"title": title(option), "claims": ", ".join(option.claims), "moves": "; ".join(moves)}
            yield TEXT["option.claims" if option.claims else "option"].format(**about)


def _move(one: Said, group: Group) -> str:
    every, direct = one.data["everywhere"], TEXT["direct"] if one.direct else ""
    if group != "depends":
        opposite = counted(every["worlds"], 1) if group != "comes" and any_of(every["worlds"], 1) else ""
        other = TEXT["opposite"].format(counts=opposite) if opposite else ""
        return TEXT["move"].format(what=one.what, often=counted(every["worlds"], 0), opposite=other, direct=direct)
    other_way = one.verdict is every["said"]["opposite"]
    axes = "; ".join(axis_text(axis, every["said"]["at"][axis], int(other_way)) for axis in one.verdict["axes"])
    return TEXT["depends.other" if other_way else "depends.move"].format(what=one.what, direct=direct, axes=axes)


def _paid(situation: Situation, data: Data, policy: str) -> Iterator[str]:
    """Say what else is worse with an option."""
    worse = data["paid"].get(policy, {"told": {}, "others": []})
    texts = list(_worse(situation, worse["told"]))
    if worse["others"]:
        texts.append(TEXT["paid.others"].format(n=len(worse["others"])))
    if texts:
        yield TEXT["option"].format(title=title(situation.policies[policy]), moves="; ".join(texts))


def _worse(situation: Situation, worse: Data) -> Iterator[str]:
    """Say what is worse everywhere, then what depends on the same axes together."""
    alike: dict[tuple[str, ...], list[str]] = {}
    for name, of in worse.items():
        axes = tuple(of["said"]["opposite"]["axes"])
        alike.setdefault(axes, []).append(_title(situation.outcomes[name], of, axes))
    for axes, titles in alike.items():
        about = {"axes": listed([axis_name(axis) for axis in axes]) if axes else "", "titles": ", ".join(titles)}
        yield TEXT["paid.depends" if axes else "paid.always"].format(**about)


def _title(outcome: Outcome, of: Data, axes: Sequence[str]) -> str:
    """Name what is worse with how often: at each position of the one axis on which it depends, or in each world."""
    often = places_text(of["said"]["at"][axes[0]], 1) if len(axes) == 1 else counted(of["worlds"], 1)
    ranges = ", ".join(
        TEXT["paid.range"].format(range=differences_text(told["range"][0], told["range"][-1], outcome), world=world)
        for world, told in of["worlds"].items()
    )
    return TEXT["paid.title"].format(title=outcome.title, often=often, ranges=ranges)


def _table(situation: Situation, data: Data, side: Side) -> str:
    """Make a row for each thing that is expected: in how many futures where the premises hold, and elsewhere."""
    worlds = data["worlds"]
    heads = (TEXT["head.option"], TEXT["head.expects"], TEXT["head.where"])
    regions = [TEXT[f"head.{key}"].format(world=world) for key in ("inside", "elsewhere") for world in worlds]
    rows = [(one.name, one.what, _where(one), *_cells(one, worlds)) for one in told(situation, data, side)]
    return table((*heads, *regions), rows)


def _where(one: Said) -> str:
    if one.data["elsewhere"] is None:
        return TEXT["where.none"]
    held, denied = _positions(one.policy.premises), _positions(one.data["elsewhere"].get("held", {}))
    return TEXT["where.denied"].format(held=held, denied=denied) if denied else held


def _positions(held: Mapping[str, str]) -> str:
    return ", ".join(f"{name} = {position}" for name, position in held.items())


def _cells(one: Said, worlds: Iterable[str]) -> Iterator[str]:
    for region in (one.inside, one.data["elsewhere"]):
        for world in worlds:
            yield "" if region is None else _cell(region["worlds"][world], one.outcome)


def _cell(of: Data, outcome: Outcome) -> str:
    """Write in how many futures it comes out, and the middle nine tenths of the differences."""
    if of["range"] is None:
        return TEXT["cell.none"]
    low, _, high = of["range"]
    return TEXT["cell"].format(n=of["counts"][0], of=of["counts"][-1], range=differences_text(low, high, outcome))


def _boundary(situation: Situation, data: Data) -> str:
    """Give the sentences and figures of each boundary."""
    pieces: list[str] = []
    for of in data["boundaries"].values():
        intro, *parting = of["words"]
        pieces += [intro, "\n".join(f"- {text}" for text in parting)]
        pieces += [
            TEXT["figure"].format(alt=TEXT["figure.alt"].format(title=situation.outcomes[name].title), file=file)
            for name, file in of["files"].items()
        ]
    return "\n\n".join(pieces)


def _legend(situation: Situation, data: Data) -> str:
    """Say what is disputed, and on what else an option rests."""
    named = dict.fromkeys(name for policy in data["expected"] for name in situation.policies[policy].premises)
    disputed = dict.fromkeys(
        axis for of in data["expected"].values() for move in of.values() for axis in move["everywhere"]["said"]["at"]
    )
    lines: list[str] = []
    for name in sorted({*named, *disputed} - {"world"}, key=lambda name: (name not in disputed, name)):
        of = situation.loops.get(name) or situation.switches[name]
        positions = "on, off" if name in situation.loops else ", ".join(situation.switches[name].positions)
        lines.append(TEXT["legend"].format(name=name, positions=positions, title=of.title))
    return "\n".join(lines)


def _design(data: Data) -> str:
    met = TEXT["and"].join(TEXT["met"].format(n=n, world=world) for world, n in data["met"].items())
    about = {name: data[name] for name in ("draws", "seed", "comparisons")}
    return TEXT["design"].format(**about, met=met, first=data["from"], last=data["to"])
