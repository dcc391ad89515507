"""Person-events of a run against norms, as rows for people: as agreed, as possible, as each position sees it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from tumen.law.body import Law
from tumen.law.norms import Norm
from tumen.law.positions import Position
from tumen.law.walk import conditions_of, scopes_of
from tumen.report.accounted import Accounted, Figure
from tumen.report.law.phrases import dates
from tumen.report.law.setting import Setting
from tumen.report.strings import say


@dataclass(frozen=True)
class Seen:
    """What a norm comes to as some see it.

    Attributes:
        who: They, in words.
        positions: Ids of the positions that see it so; none for all at once.
        texts: World → the figure in words, its range before its median.
    """

    who: str
    positions: tuple[str, ...]
    texts: Mapping[str, str]


@dataclass(frozen=True)
class Counted:
    """A norm that forbids what a run counts.

    Attributes:
        norm: Which.
        action: What it forbids.
        done: World → all person-events of the action, whoever was meant, in words.
        seen: As agreed, as possible, then as positions see it; those that see the same stand together.
        changes: Days counted together within which a truth changes, in words.
        none: Whether no position counts any of them.
    """

    norm: Norm
    action: str
    done: Mapping[str, str]
    seen: tuple[Seen, ...]
    changes: str
    none: bool


def counted(setting: Setting, account: Accounted, *, span: int = 0) -> tuple[Counted, ...]:
    """Give a row for each norm that forbids what a run counts, in the order of the law; never to be added up."""
    return tuple(_counted(setting, account, row, span=span) for row in range(len(account.prohibitions)))


def uncounted_words(setting: Setting, account: Accounted) -> str:
    """Name the norms that forbid what the run does not count; empty for none."""
    names = [setting.law.norms[one.norm].title for one in account.uncounted]
    return say("law.count.uncounted", norms=say("law.then").join(dict.fromkeys(names))) if names else ""


def figure_text(figure: Figure) -> str:
    """Write a figure: its range before its median."""
    if figure.text == figure.q50.text:
        return figure.text
    return say("law.count.figure", range=figure.text, median=figure.q50.text)


def _counted(setting: Setting, account: Accounted, row: int, *, span: int) -> Counted:
    one = account.prohibitions[row]
    law = setting.law
    everybody = tuple(_everybody(account, row, span))
    own = tuple(_positions(setting, account, row, span=span))
    changed = "; ".join(
        say("law.count.change", span=dates(c.span.first, c.span.last), days=", ".join(dates(d, d) for d in c.days))
        for c in account.changes(row)
    )
    return Counted(
        norm=law.norms[one.norm],
        action=law.actions[one.action].title,
        done={world: figure_text(account.done(row, world, span=span)) for world in account.worlds},
        seen=(*everybody, *own),
        changes=changed,
        none=all(text == "0" for seen in (*everybody, *own) for text in seen.texts.values()),
    )


def _everybody(account: Accounted, row: int, span: int) -> Iterator[Seen]:
    """Give what all positions agree on, and what some hold."""
    for bound in ("agreed", "possible"):
        texts = {w: figure_text(account.figure(row, w, bound, span=span)) for w in account.worlds}
        yield Seen(say(f"law.count.{bound}"), (), texts)


def _positions(setting: Setting, account: Accounted, row: int, *, span: int) -> Iterator[Seen]:
    """Give what each position sees, those that see the same together; last those that say nothing of it."""
    norm = setting.law.norms[account.prohibitions[row].norm]
    found: dict[tuple[bool, tuple[str, ...]], list[str]] = {}
    for position in account.positions:
        texts = tuple(_held(account, row, world, position=position, span=span) for world in account.worlds)
        silent = not speaks(setting.law, setting.law.positions[position], norm)
        found.setdefault((silent, texts), []).append(position)
    for (silent, texts), several in sorted(found.items(), key=lambda item: item[0][0]):
        who = say("law.then").join(setting.law.positions[one].title for one in several)
        told = say("law.count.silent", who=who) if silent else who
        yield Seen(told, tuple(several), dict(zip(account.worlds, texts, strict=True)))


def speaks(law: Law, position: Position, norm: Norm) -> bool:
    """Whether a position says anything of a norm: by itself, by a reading of its command, or of a condition in it."""
    conditions = {law.readings[name].condition for name in position.readings}
    return (
        any(stance.norm == norm.id for stance in position.stances)
        or any(position.id in one.positions for one in norm.alternatives)
        or not conditions.isdisjoint(conditions_of(law, scopes_of(norm)))
    )


def _held(account: Accounted, row: int, world: str, *, position: str, span: int) -> str:
    """Write what one position sees: one figure where it leaves nothing open."""
    agreed, possible = (
        figure_text(account.figure(row, world, bound, position=position, span=span)) for bound in ("agreed", "possible")
    )
    return agreed if agreed == possible else say("law.count.open", agreed=agreed, possible=possible)
