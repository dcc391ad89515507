"""Write the tables of docs/law.md that count returns by force against norms, from a run of the flagship.

.venv/bin/python tools/law_account.py             run 200 draws in each world (some minutes) and write
.venv/bin/python tools/law_account.py --draws 20  run fewer
.venv/bin/python tools/law_account.py --rewrite   write the tables again from what was counted; run nothing
.venv/bin/python tools/law_account.py --check     say whether they are made of what was counted; write nothing
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from marked_page import kept, written
from pool_tables import table

from tumen.accounting import Span
from tumen.ensemble import simulate, variable_hash
from tumen.law.body import Law
from tumen.model import build
from tumen.report.accounted import Accounted, accounted
from tumen.report.law.counts import figure_text, speaks
from tumen.report.strings import say
from tumen.situation import Situation, read_situation

SITUATION = "dprk-china"
PAGE = Path(__file__).parents[1] / "docs" / "law.md"
DATA = PAGE.with_name("law_account.json")
MARKS = "account-"
NORM, ACTION = "refugee_convention_33_1", "return"
SPAN = Span(date(1995, 1, 1), date(2012, 12, 31))
DRAWS, FEW, SEED = 200, 2, 1
BOUNDS = ("agreed", "possible")
Counts = Mapping[str, Any]


def main(arguments: Sequence[str]) -> int:
    """Count and write, or check; 1 if the page was to be checked and is stale."""
    chosen = _parsed(arguments)
    situation = read_situation(SITUATION)
    if not (chosen.check or chosen.rewrite):
        _keep(counted(situation, draws=chosen.draws))
    new = written(PAGE.read_text(encoding="utf-8"), tables(law_of(situation), read()), of=MARKS)
    return kept(PAGE, new, check=chosen.check, script=Path(__file__).name)


def law_of(situation: Situation) -> Law:
    """Give the law of a situation that has one."""
    if situation.law is None:
        message = f"{situation.id} has no law"
        raise ValueError(message)
    return situation.law


def counted(situation: Situation, *, draws: int) -> dict[str, Any]:
    """Run the flagship and count returns by force against each norm that forbids them, as may be shown."""
    found = accounted(simulate(build(situation), draws=draws, seed=SEED), situation, [SPAN])
    rows = [i for i, one in enumerate(found.prohibitions) if one.action == ACTION]
    return {
        "draws": draws,
        "seed": SEED,
        "worlds": list(found.worlds),
        "thresholds": dict(found.thresholds),
        "fingerprint": fingerprint(situation),
        "done": {world: figure_text(found.done(rows[0], world)) for world in found.worlds},
        "norms": {found.prohibitions[row].norm: _row(found, row) for row in rows},
    }


def fingerprint(situation: Situation) -> str:
    """Give a checksum of what a few draws count and what the law makes of it: with another one, tables are stale."""
    dataset = simulate(build(situation), draws=FEW, seed=SEED, workers=1)
    found = accounted(dataset, situation, [SPAN])
    rows = {one.norm: _row(found, row) for row, one in enumerate(found.prohibitions) if one.action == ACTION}
    text = variable_hash(dataset, "account") + json.dumps(rows, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def read() -> Counts:
    """Read what was counted."""
    return json.loads(DATA.read_text(encoding="utf-8"))


def tables(law: Law, counts: Counts) -> Mapping[str, str]:
    """Make the tables and the sentence, in Markdown: name, as in the marks of the page → text."""
    made = {"returned": _by_position(law, counts), "norms": _by_norm(law, counts), "sentence": _sentence(law, counts)}
    return {f"{MARKS}{name}": text for name, text in made.items()}


def _row(found: Accounted, row: int) -> dict[str, Any]:
    """Give the figures of a norm: position (empty for all at once), bound, world; and the days that were spread."""
    figures = {
        position: {
            bound: {world: figure_text(found.figure(row, world, bound, position=position)) for world in found.worlds}
            for bound in BOUNDS
        }
        for position in ("", *found.positions)
    }
    changes = [[str(c.span.first), str(c.span.last), [str(day) for day in c.days]] for c in found.changes(row)]
    return {"figures": figures, "changes": changes}


def _keep(counts: Counts) -> None:
    DATA.write_text(json.dumps(counts, indent=1, ensure_ascii=False) + "\n", encoding="utf-8", newline="\n")


def _by_position(law: Law, counts: Counts) -> str:
    """Make a row for all at once and for each position, on the one norm that all speak of."""
    figures, worlds, norm = counts["norms"][NORM]["figures"], counts["worlds"], law.norms[NORM]
    speaking = [p for p in figures if p and speaks(law, law.positions[p], norm)]
    silent = ", ".join(law.positions[p].title for p in figures if p and p not in speaking)
    rows = [
        ("all returns by force, whoever was returned", *(counts["done"][w] for w in worlds)),
        (say("law.count.agreed"), *(figures[""]["agreed"][w] for w in worlds)),
        (say("law.count.possible"), *(figures[""]["possible"][w] for w in worlds)),
        *((law.positions[p].title, *(_seen(figures[p], w) for w in worlds)) for p in speaking),
    ]
    head = (f"{norm.provision}, {SPAN.first.year} to {SPAN.last.year}", *(f"{world} world" for world in worlds))
    return f"{table(head, rows)}\n\nSay nothing of this norm or of who is a refugee: {silent or 'none'}."


def _seen(figures: Mapping[str, Mapping[str, str]], world: str) -> str:
    """Write what a position sees: one figure, or two bounds where it leaves readings or shares open."""
    agreed, possible = (figures[bound][world] for bound in BOUNDS)
    return agreed if agreed == possible else say("law.count.open", agreed=agreed, possible=possible)


def _by_norm(law: Law, counts: Counts) -> str:
    """Make a row for each norm that forbids return by force and may cover anybody; name those that cover nobody."""
    worlds, none = counts["worlds"], list[str]()
    rows = list[tuple[str, ...]]()
    for name, of in counts["norms"].items():
        agreed, possible = (of["figures"][""][bound] for bound in BOUNDS)
        if set(possible.values()) == {"0"}:
            none.append(f"`{name}`")
            continue
        rows.append((f"{law.norms[name].title} (`{name}`)", *(_pair(agreed[w], possible[w]) for w in worlds)))
    told = table(("norm that forbids return", *(f"{world} world: agreed; possible" for world in worlds)), rows)
    return f"{told}\n\nCover nobody who was returned: {', '.join(none) or 'none'}."


def _pair(agreed: str, possible: str) -> str:
    return f"{agreed}; {possible}"


def _sentence(law: Law, counts: Counts) -> str:
    """Write what a careful lawyer could sign."""
    figures, norm = counts["norms"][NORM]["figures"], law.norms[NORM]
    seen = {name: _worlds(counts, {w: _seen(of, w) for w in counts["worlds"]}) for name, of in figures.items()}
    of, levels = (
        law.instruments[norm.instrument],
        "; ".join(_threshold(law, *each) for each in counts["thresholds"].items()),
    )
    told = (
        f"From 1 January {SPAN.first.year} to 31 December {SPAN.last.year} people were returned by force from China to "
        f"North Korea, in the model: {_worlds(counts, counts['done'])}; ranges are those of 90 of 100 futures.",
        f"{norm.provision} of the {of.title} binds China since {_bound(law)}. In our words: {norm.words}",
        "Person-events prima facie incompatible with it:",
        f"as UNHCR sees it: {seen['unhcr']};",
        f"as the Chinese government sees it: {seen['chinese_government']};",
        f"agreed by all whose positions stand in the data: {_worlds(counts, figures['']['agreed'])}.",
        "These are events of a model. They are no finding about a state, an official or a person.",
        "Whoever was returned twice counts twice, and persons are not told apart: there are at most as many as events.",
        "Who is a refugee is a matter of readings; they decide how large the figure is, and not the counts.",
        "The exceptions of paragraph 2 and of Article 1F are not shown: nobody in the model is told by them.",
        "What another norm commands, and whether it prevails, is no part of the count.",
        _spread(counts),
        f"A choice of the reader: {levels}.",
        f"The run: {counts['draws']} draws in each world, seed {counts['seed']}.",
    )
    return "> " + "\n> ".join(told)


def _threshold(law: Law, fact: str, level: str) -> str:
    return f"{law.facts[fact].title} counts as danger from {level} on"


def _worlds(counts: Counts, texts: Mapping[str, str]) -> str:
    """Write a figure of each world; once where it is the same."""
    if len(set(texts.values())) == 1:
        return f"{next(iter(texts.values()))} in either world"
    return ", ".join(f"{world} world ({texts[world]})" for world in counts["worlds"])


def _bound(law: Law) -> str:
    """Say since when China is bound by the instrument of the norm."""
    of = law.instruments[law.norms[NORM].instrument]
    days = [max(filter(None, (of.in_force, m.first))) for m in of.memberships if m.party == "china"]
    return f"{min(days).day} {min(days):%B %Y}"


def _spread(counts: Counts) -> str:
    spread = counts["norms"][NORM]["changes"]
    if not spread:
        return "No truth about this norm changes within days that were counted together, so that nothing is spread."
    spans = ", ".join(f"{first} to {last}" for first, last, _ in spread)
    return f"Within {spans} a truth changes; people counted there are spread over the days."


def _parsed(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--draws", type=int, default=DRAWS, help="samples of the parameters in each world")
    parser.add_argument("--rewrite", action="store_true", help="run nothing, write the tables from what was counted")
    parser.add_argument("--check", action="store_true", help="write nothing, and fail if the page is stale")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
