"""The section on law: norms over time, what a run comes to under each position, conflicts, who holds what."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from tumen.law.query import Choice
from tumen.report import sections
from tumen.report.law import memory
from tumen.report.law.clashes import Collision, Opposed, collisions, named, opposed, settled_words
from tumen.report.law.counts import Counted, counted, uncounted_words
from tumen.report.law.overview import over_time, positions, thresholds_words, unchecked
from tumen.report.law.phrases import dates
from tumen.report.law.setting import Setting, history
from tumen.report.markup import Markup, joined, tag
from tumen.report.strings import say
from tumen.report.summary import Summary
from tumen.situation.subjects import people_of

_OTHER_KINDS = ("reading-reading", "source-source", "duty-without-act")


def law_section(summary: Summary) -> list[Markup]:
    """Write the section; nothing where the situation has no law."""
    situation = summary.situation
    if situation.law is None:
        return []
    setting = Setting(situation, situation.law, people_of(situation), Choice())
    span = (situation.calendar.first, situation.calendar.last)
    found = collisions(setting, *span)
    return [
        tag("p", say("law.section.text")),
        tag("p", say("law.caveat")),
        *(tag("p", text) for text in [thresholds_words(setting)] if text),
        *over_time(setting, history(setting, *span), span),
        *_returns(summary, setting),
        *_conflicts(setting, found),
        *positions(setting),
        tag("h3", say("law.memory.title")),
        *unchecked(setting),
        tag("p", say("law.section.more", situation=situation.id), class_="legend"),
    ]


def _returns(summary: Summary, setting: Setting) -> Iterator[Markup]:
    """Write person-events against norms, act by act; the act of which most norms speak is open."""
    account = summary.account
    yield tag("h3", say("law.count.heading"))
    if account is None:
        yield tag("p", say("law.count.unkept"))
        return
    rows = counted(setting, account)
    first, last = account.spans[0].first, account.spans[0].last
    yield tag("p", say("law.count.text"))
    yield tag("p", say("law.count.span", when=dates(first, last)))
    acts = dict.fromkeys(row.action for row in rows if not row.none)
    most = max(acts, key=lambda act: sum(row.action == act and not row.none for row in rows), default="")
    for act in sorted(acts, key=lambda act: act != most):
        yield from _act(summary, setting, [row for row in rows if row.action == act], opened=act == most)
    zero = [row.norm.title for row in rows if row.none]
    told = (say("law.count.none", norms=say("law.then").join(zero)) if zero else "", uncounted_words(setting, account))
    yield from (tag("p", text, class_="legend") for text in told if text)


def _act(summary: Summary, setting: Setting, rows: Sequence[Counted], *, opened: bool) -> Iterator[Markup]:
    """Write the table of one act."""
    title = sections.begun(rows[0].action)
    worlds = [say("page.world", world=world) for world in summary.worlds]
    heads = [say("law.count.who"), *worlds]
    groups = [_norm(summary, setting, row, heads=heads) for row in rows if not row.none]
    top = _group(summary, say("law.count.whole"), heads=heads, seen=[(say("law.count.whoever"), rows[0].done)])
    head = tag("thead", tag("tr", *(tag("th", name, scope="col") for name in heads)))
    table = sections.scrolling(tag("table", head, top, *groups, class_="stack counts"), title)
    name = tag("summary", say("law.count.act", act=title, n=len(groups)))
    yield tag("details", name, table, open="open") if opened else tag("details", name, table)


def _norm(summary: Summary, setting: Setting, row: Counted, *, heads: Sequence[str]) -> Markup:
    marked = memory.in_short(memory.behind_norm(setting.law, row.norm))
    notes = [
        setting.names.provision(row.norm),
        marked,
        say("law.count.changes", changes=row.changes) if row.changes else "",
    ]
    soft = [piece for text in notes if text for piece in (tag("br"), tag("span", text, class_="who"))]
    title = joined(tag("b", row.norm.title), *soft)
    return _group(summary, title, heads=heads, seen=[(seen.who, seen.texts) for seen in row.seen])


def _group(
    summary: Summary, title: str, *, heads: Sequence[str], seen: Sequence[tuple[str, Mapping[str, str]]]
) -> Markup:
    """Write a group of rows: what it is about, then a row for each way to see it."""
    rows = [tag("tr", tag("th", title, colspan=len(heads), scope="rowgroup"))]
    for who, texts in seen:
        cells = [texts[world] for world in summary.worlds]
        rows.append(tag("tr", tag("th", who, scope="row"), *sections.labelled(heads[1:], cells)))
    return tag("tbody", *rows)


def _conflicts(setting: Setting, found: Sequence[Collision]) -> Iterator[Markup]:
    """Write what collides, kind by kind."""
    pairs = opposed(setting, found)
    yield tag("h3", say("law.conflicts.title"))
    yield tag("p", say("law.conflicts.text"))
    if pairs:
        number = sum(len(row.others) for row in pairs)
        yield _closed(say("law.matrix.norm-norm", n=number), _matrix(setting, pairs))
    for kind in _OTHER_KINDS:
        several = [one for one in found if one.first.kind == kind]
        if several:
            yield _closed(say(f"law.matrix.{kind}", n=len(several)), tag("ul", *map(_other, several), class_="clashes"))


def _closed(name: str, content: Markup) -> Markup:
    return tag("details", tag("summary", name), sections.scrolling(content, name))


def _matrix(setting: Setting, pairs: Sequence[Opposed]) -> Markup:
    """Write who commands what the other forbids: the act and the party, the norm that forbids it, the others."""
    heads = [say(f"law.matrix.head.{name}") for name in ("forbids", "commands", "settled")]
    groups: dict[tuple[str, str], list[Opposed]] = {}
    for row in pairs:
        groups.setdefault((row.parties, row.action), []).append(row)
    bodies = [_party(setting, rows, heads=heads) for rows in groups.values()]
    head = tag("thead", tag("tr", *(tag("th", name, scope="col") for name in heads)))
    return tag("table", head, *bodies, class_="stack norms")


def _party(setting: Setting, rows: Sequence[Opposed], *, heads: Sequence[str]) -> Markup:
    action = setting.law.actions[rows[0].action].title
    title = say("law.matrix.act", parties=rows[0].parties, action=action)
    lines = [tag("tr", tag("th", tag("b", title), colspan=len(heads), scope="rowgroup"))]
    for row in rows:
        lines += _sides(setting, row, heads=heads)
    return tag("tbody", *lines)


def _sides(setting: Setting, row: Opposed, *, heads: Sequence[str]) -> Iterator[Markup]:
    """Write a norm that forbids, and the others, those together of which the same is said."""
    settled: dict[str, list[str]] = {}
    for other, one in row.others:
        words = say("law.matrix.other", norm=named(setting, other), when=one.when)
        settled.setdefault(settled_words(setting, one), []).append(words)
    for n, (words, others) in enumerate(settled.items()):
        first = named(setting, row.norm) if n == 0 else ""
        cells = [tag("ul", *(tag("li", text) for text in others)), words]
        yield tag("tr", tag("th", first, scope="row"), *sections.labelled(heads[1:], cells))


def _other(one: Collision) -> Markup:
    """Write two readings, two sources, or a duty without an act."""
    parts = [one.first.words, one.when, "" if one.agreed else say("law.matrix.contested"), one.marked]
    first, *rest = [text for text in parts if text]
    return tag("li", first, *(piece for text in rest for piece in (tag("br"), tag("span", text, class_="who"))))
