"""The first thing a reader sees: one sentence that answers, its caveat, and the rows of the first table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tumen.ensemble.failures import Failure
from tumen.ensemble.plan import MERGED_ABOVE
from tumen.evidence import Happening
from tumen.policy import Outcome
from tumen.report.figures import Figure, covers, during, figures_of
from tumen.report.numbers import Spread
from tumen.report.strings import day_text, say
from tumen.report.summary import Period, Summary
from tumen.situation import Situation
from tumen.situation.build_evidence import BASELINE

_NAMED = 3


@dataclass(frozen=True)
class Row:
    """One outcome at one date: what is simulated, and what others say.

    Attributes:
        outcome: What is counted.
        period: When.
        spreads: World → distribution.
        claims: What the documents say of the same quantity and date.
        observations: What others report of it.
    """

    outcome: Outcome
    period: Period
    spreads: Mapping[str, Spread]
    claims: tuple[Figure, ...]
    observations: tuple[Figure, ...]

    def words(self, figure: Figure) -> str:
        """Write a reported figure, and say so where it covers only a part of the period."""
        partial = self.outcome.kind != "stock" and not covers(figure, self.period.start, self.period.end)
        return f"{figure.text}, {say('part_of_period')}" if partial else figure.text


def headline_rows(summary: Summary, periods: tuple[str, ...]) -> tuple[Row, ...]:
    """Give the rows of the first table: each headline outcome at each of the periods."""
    by_label = {period.label: period for period in summary.periods}
    return tuple(_row(summary, outcome, by_label[label]) for outcome in summary.headlines for label in periods)


def answer(summary: Summary, period: str) -> str:
    """Answer in one sentence how many people are where, in every world, ranges only."""
    parts = [_clause(summary, outcome, period) for outcome in summary.headlines]
    end = "answer.end" if len(summary.worlds) > 1 else "answer.end.one"
    return say("answer.start", period=period) + say("answer.then").join(parts) + say(end)


def caveat(summary: Summary) -> str:
    """Say what the answer is not."""
    return say(
        "caveat",
        draws=summary.about.draws,
        worlds=worlds_text(summary),
        assumed=len(summary.assumed),
        parameters=len(summary.situation.parameters),
    )


def notices(summary: Summary) -> tuple[str, ...]:
    """Say what to know of this run: policy, what is hidden, set by hand, rejected or at its bound; on what it hangs."""
    about, policies = summary.about, summary.situation.policies
    found = [*until_words(summary.situation)]
    if about.policy != BASELINE:
        found.append(say("policy", policy=about.policy, title=policies[about.policy].title))
    if about.changes_text:
        found.append(say("set", changes=about.changes_text))
    for world, n in about.rejected.items():
        if n:
            found.append(say("rejected", n=n, draws=about.draws, world=world))
    if about.merged:
        found.append(say("merged", futures=f"{MERGED_ABOVE:,}"))
    if about.failed:
        first = Failure(**about.failures[0])
        words = f"{first.address}: {first.code}"  # no more: an error may name a cell
        all_futures = len(summary.worlds) * about.draws * about.replicates
        found.append(say("failed", n=about.failed, futures=all_futures, first=words))
    for world, groups in about.bounded.items():
        found += [say("bounded", group=group, share=f"{share:.1%}", world=world) for group, share in groups.items()]
    return (*found, *events_words(summary))


def events_words(summary: Summary) -> tuple[str, ...]:
    """Say on which dated events a run is conditional; nothing where none drives it.

    Named are the rows of the timeline that carry the most events into the model; where it has none, the signals.
    """
    situation, events = summary.situation, events_of(summary)
    if not events:
        return ()
    rows = [row for row in situation.evidence.timeline.values() if events.intersection(row.events)]
    most = sorted(rows, key=lambda row: -len(events.intersection(row.events)))[:_NAMED]
    named = [say("events.row", title=row.title, year=row.date_from[:4]) for row in sorted(most, key=_begins)]
    signals = dict.fromkeys(situation.signals[situation.events[name].signal].name for name in sorted(events))
    named = named or [say("events.signal", name=name) for name in list(signals)[:_NAMED]]
    key = "events.one" if len(events) == 1 else "events.many"
    return (say(key, n=len(events), named=say("events.and").join(named)),)


def events_of(summary: Summary) -> frozenset[str]:
    """Give the ids of the events that act during a run; those of a loop that is off do not."""
    situation, positions = summary.situation, summary.about.switches
    calendar = situation.calendar
    off = [loop for loop in situation.loops.values() if positions.get(loop.id, loop.at) == "off"]
    still = {number for loop in off for number in loop.numbers}
    during = (e for e in situation.events.values() if e.starts <= calendar.last and e.size not in still)
    return frozenset(event.id for event in during if event.ends is None or event.ends >= calendar.first)


def _begins(row: Happening) -> str:
    return row.date_from


def until_words(situation: Situation) -> tuple[str, ...]:
    """Say what is hidden from a situation that is read as it was known by some day; nothing where all may be seen."""
    hidden = situation.hidden
    if hidden is None:
        return ()
    found = [say("until", day=day_text(hidden.until), **hidden.counts)]
    if hidden.anchors:
        found.append(say("until.anchors", anchors=", ".join(hidden.anchors)))
    if hidden.loops:
        found.append(say("until.loops", loops=", ".join(hidden.loops)))
    worlds = [world.anchors for world in situation.worlds.values()]
    if hidden.anchors and len(worlds) > 1 and all(anchors == worlds[0] for anchors in worlds):
        found.append(say("until.worlds"))
    return tuple(found)


def worlds_text(summary: Summary) -> str:
    """Write how many worlds there are."""
    n = len(summary.worlds)
    return say("worlds.one") if n == 1 else say("worlds.many", n=n)


def answer_period(periods: tuple[str, ...]) -> str:
    """Choose the period that the sentence speaks of: the one in the middle."""
    return periods[len(periods) // 2]


def _row(summary: Summary, outcome: Outcome, period: Period) -> Row:
    spreads = {world: summary.spread(world, outcome.id, period.label) for world in summary.worlds}
    found = during(figures_of(outcome, summary.situation), outcome, period.start, end=period.end)
    claims = tuple(figure for figure in found if figure.kind == "claim")
    return Row(outcome, period, spreads, claims, tuple(f for f in found if f.kind == "observation"))


def _clause(summary: Summary, outcome: Outcome, period: str) -> str:
    """Say one outcome in every world."""
    ranges = {world: summary.spread(world, outcome.id, period).range_text for world in summary.worlds}
    words = [say("answer.world", range=text, world=world) for world, text in ranges.items()]
    text = say("answer.and").join(words) if len(words) > 1 else next(iter(ranges.values()))
    return say(f"answer.{outcome.unit.replace('-', '_')}", title=outcome.title, ranges=text)


def kind_text(outcome: Outcome) -> str:
    """Say what a figure of an outcome is: at the end of a period, during it, or the mean over it."""
    return say("kind.index" if (outcome.kind, outcome.unit) == ("time", "index") else f"kind.{outcome.kind}")
