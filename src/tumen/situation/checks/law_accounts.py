"""What becomes of each rule that a source tells: it stands in the law, or is set aside with a reason."""

from __future__ import annotations

from collections.abc import Iterator

from tumen.errors import Problem
from tumen.situation.draft import Draft
from tumen.situation.findings import Spot, shown
from tumen.situation.law_parts import LAW, NORMS, claims_of_law

_SHORTEST = 20
_FILES = ("claims.csv", "exclusions.csv", *LAW)


def check_rules(draft: Draft) -> Iterator[Problem]:
    """Where there is a law, every rule that a source tells is in it, or is set aside."""
    law, known = draft.situation.law, draft.situation.evidence
    if law is None or not draft.files.readable(*_FILES):
        return
    told = claims_of_law(law)
    rules = (claim for claim in known.claims.values() if claim.kind == "rule" and not claim.kept_out)
    for claim in rules:
        settled = claim.id in told or claim.id in law.set_aside or claim.id in known.excluded
        if not settled and claim.id not in draft.mentioned:
            message = f"no norm, fact, reading or position rests on {shown(claim.id)}, of kind rule"
            remedy = f'name it in {NORMS} or positions.toml; or say why not: [set_aside] {claim.id} = "…"'
            yield draft.problem("T240", ("claims.csv", claim.id, "kind"), message=message, remedy=remedy)


def check_set_aside(draft: Draft) -> Iterator[Problem]:
    """What is set aside is a rule, is not used, and has a reason."""
    law = draft.situation.law
    told = claims_of_law(law)
    for name, reason in law.set_aside.items() if law is not None else ():
        spot, claim = Spot(NORMS, f"set_aside.{name}"), draft.situation.claims.get(name)
        if claim is not None and claim.kept_out:
            continue
        if len(reason) < _SHORTEST:
            message = f"{shown(reason)} has {len(reason)} characters: that is no reason"
            yield spot.problem("T238", message, f"say in at least {_SHORTEST} characters why it is no norm")
        if claim is not None and claim.kind != "rule":
            message = f"{shown(name)} is set aside, and is of kind {claim.kind}"
            yield spot.problem("T313", message, "take it out: only rules are set aside here")
        if name in told:
            message = f"{shown(name)} is set aside here and used: by {shown(told[name][0])}"
            yield spot.problem("T239", message, "take it out here, or there")
