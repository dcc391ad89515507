"""Write the tables of docs/law.md from the flagship's norms and positions, between marks; the prose is by hand.

.venv/bin/python tools/law_tables.py           write
.venv/bin/python tools/law_tables.py --check   say that the page is stale, and write nothing
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

from marked_page import kept, written
from pool_tables import code, table

from tumen.evidence import KEPT_OUT
from tumen.law.body import Law
from tumen.law.instruments import Grade, Instrument, Membership
from tumen.situation import Situation, read_situation
from tumen.situation.fate import RULE, Fate, fates_of

SITUATION = "dprk-china"
PAGE = Path(__file__).parents[1] / "docs" / "law.md"
MARKS = "law-"
ASIDE, UNSETTLED = "set aside", "UNSETTLED"
PLACES = ("norm", "practice", "position", "reading", "fact", "share", "doctrine", "instrument")
"""Where a claim can stand, in the order in which one that stands at several is counted."""


def tables(situation: Situation) -> Mapping[str, str]:
    """Make every table, in Markdown: name, as in the marks of the page → text."""
    law = situation.law
    if law is None:
        message = f"{SITUATION} has no law"
        raise ValueError(message)
    made = {"instruments": _instruments(law), "positions": _positions(law), "rules": _rules(situation, law)}
    return {f"{MARKS}{name}": text for name, text in made.items()}


def main(arguments: Sequence[str]) -> int:
    """Write the tables, or check them; 1 if they were to be checked and are stale."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="write nothing, and fail if the page is stale")
    check = parser.parse_args(arguments).check
    new = written(PAGE.read_text(encoding="utf-8"), tables(read_situation(SITUATION)), of=MARKS)
    return kept(PAGE, new, check=check, script=Path(__file__).name)


def _instruments(law: Law) -> str:
    """Make a row for each instrument that has norms, and count the norms by how far they were checked."""
    states = Counter(norm.grade.state for norm in law.norms.values())
    count = f"{len(law.norms)} norms of {len(law.instruments)} instruments: {_spoken(states)}."
    rows = [
        (one.title, one.kind.replace("_", " "), _bound(law, one), code(norms), _checked(one.grade))
        for one in law.instruments.values()
        if (norms := [norm.id for norm in law.norms.values() if norm.instrument == one.id])
    ]
    return f"{count}\n\n{table(('instrument', 'kind', 'who is bound', 'norms', 'how its dates were checked'), rows)}"


def _bound(law: Law, instrument: Instrument) -> str:
    return "; ".join(f"{law.parties[one.party].title} {_standing(instrument, one)}" for one in instrument.memberships)


def _standing(instrument: Instrument, one: Membership) -> str:
    """Say how and when a party stands to an instrument: bound not before it came into force."""
    if one.bindingness == "non_party":
        return "not a party"
    signed = one.bindingness == "signatory"
    starts = [] if signed else [instrument.in_force or instrument.adopted]
    first = max(filter(None, [*starts, one.first]), default=None)
    last = min(filter(None, (one.last, instrument.ended)), default=None)
    contested = one.bindingness == "unverified" or one.disputed or instrument.in_force is None
    words = [f"from {first}" if first else "", f"to {last}" if last else ""]
    words += ["(signed)"] if signed else ["(contested)"] if contested else []
    return " ".join(filter(None, words))


def _positions(law: Law) -> str:
    """Make a row for each position: what it accepts of each condition, and of which norms it says something."""
    rows = [
        (one.title, code(one.readings) or "silent", code(stance.norm for stance in one.stances), _checked(one.grade))
        for one in law.positions.values()
    ]
    return table(("position", "readings that it accepts", "says something of", "how it was checked"), rows)


def _rules(situation: Situation, law: Law) -> str:
    """Make a row for each claim of kind rule, and count above where they stand: each by the first that holds."""
    fates = fates_of(situation)
    claims = [claim for claim in situation.claims.values() if claim.kind == RULE]
    counted = Counter(_stands(law, fates[claim.id]) for claim in claims)
    rows = [
        (claim.id, "", KEPT_OUT) if claim.kept_out else (claim.id, claim.statement, _becomes(law, fates[claim.id]))
        for claim in claims
    ]
    return f"{len(claims)} claims: {_spoken(counted)}.\n\n{table(('claim', 'rule', 'what stands for it'), rows)}"


def _stands(law: Law, fate: Fate) -> str:
    """Say where a claim stands: what comes first in `PLACES`."""
    if fate.kept_out:
        return KEPT_OUT
    if fate.aside:
        return ASIDE
    found = {_place(law, item) for item in fate.law}
    return next((place for place in PLACES if place in found), UNSETTLED)


def _place(law: Law, item: str) -> str:
    """Say what something in the law is; a norm that tells what is done is a practice."""
    sort, _, name = item.partition(".")
    practice = sort == "norm" and law.instruments[law.norms[name].instrument].kind == "practice"
    return "practice" if practice else sort


def _becomes(law: Law, fate: Fate) -> str:
    if fate.aside:
        return f"{ASIDE}: {fate.aside.rstrip('.')}"
    found = {place: [item for item in fate.law if _place(law, item) == place] for place in PLACES}
    named = (f"{place} {code(item.partition('.')[2] for item in items)}" for place, items in found.items() if items)
    return "; ".join(named) or UNSETTLED


def _spoken(counted: Counter[str]) -> str:
    return ", ".join(f"{number} {name}" for name, number in counted.most_common())


def _checked(grade: Grade) -> str:
    return "from memory" if grade.checked is None else f"{grade.state}, {grade.checked}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
