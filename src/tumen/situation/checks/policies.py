"""Policies: what is pulled together, and who argues for an option, on which premises, and who against it."""

from __future__ import annotations

from collections.abc import Iterator

from tumen.errors import Problem
from tumen.policy import Policy, Switch
from tumen.situation.build_evidence import BASELINE
from tumen.situation.draft import Draft
from tumen.situation.findings import Spot, instead, listed, shown

FILE = "policies.toml"
OURS = "ours"
_TWO = 2


def check_policies(draft: Draft) -> Iterator[Problem]:
    """Nothing is pulled in the baseline; every other policy pulls something, or says why it does not."""
    for policy in draft.situation.policies.values():
        if policy.id == BASELINE:
            yield from _baseline(policy)
            continue
        yield from _pulls(draft, policy)
        yield from _combines(draft, policy)


def check_options(draft: Draft) -> Iterator[Problem]:
    """An option is told whole: who argues for it, how it acts, what it should move, and what is held against it."""
    first: dict[str, str] = {}
    for policy in draft.situation.policies.values():
        at = f"policy.{policy.id}"
        if policy.option and first.setdefault(policy.option, policy.id) != policy.id:
            message = f"{shown(policy.option)} is {shown(first[policy.option])} too"
            yield Spot(FILE, f"{at}.option").problem("T352", message, "an option is one policy: keep one of the two")
        for key, message, remedy in (*_told(policy), *_argued(draft, policy)):
            yield Spot(FILE, f"{at}.{key}").problem("T353", message, remedy)
        yield from _against(policy)


def check_premises(draft: Draft) -> Iterator[Problem]:
    """A premise is a position in which a loop or a switch can stand."""
    known = {**draft.situation.loops, **draft.situation.switches}
    choices = {n: tuple(of.positions) if isinstance(of, Switch) else ("on", "off") for n, of in known.items()}
    policies = draft.situation.policies.values()
    premises = ((policy, *of) for policy in policies for of in policy.premises.items() if of[0] in known)
    for policy, name, position in (of for of in premises if of[2] not in choices[of[1]]):
        spot = Spot(FILE, f"policy.{policy.id}.premises.{name}")
        yield spot.problem("T354", f"{name} has no position {shown(position)}", instead(position, choices[name]))


def _baseline(policy: Policy) -> Iterator[Problem]:
    if policy.levers:
        message = f"the baseline pulls {listed(policy.levers)}"
        remedy = "give this policy another name: the baseline is what all others are compared with"
        yield Spot(FILE, f"policy.{BASELINE}.levers").problem("T116", message, remedy)


def _pulls(draft: Draft, policy: Policy) -> Iterator[Problem]:
    written = draft.files.document(FILE).entries
    own = any(entry.raw.get("levers") for entry in written if (entry.kind, entry.id) == ("policy", policy.id))
    ways = {"levers": own, "combines": bool(policy.combines), "not_simulated": bool(policy.not_simulated)}
    said = [key for key, is_there in ways.items() if is_there]
    if len(said) == 1:
        return
    message = f"{shown(policy.id)} has {' and '.join(said)}" if said else f"{shown(policy.id)} pulls nothing"
    remedy = "keep one of them" if said else "name levers, or policies in combines; or say why not in not_simulated"
    yield Spot(FILE, f"policy.{policy.id}").problem("T350", message, remedy)


def _combines(draft: Draft, policy: Policy) -> Iterator[Problem]:
    if not policy.combines:
        return
    spot, known = Spot(FILE, f"policy.{policy.id}.combines"), draft.situation.policies
    if len(set(policy.combines)) < _TWO:
        yield spot.problem("T351", f"{shown(policy.id)} combines fewer than two policies", "name two at least")
    for name in (name for name in policy.combines if name in known):
        if not known[name].levers or known[name].combines:
            what = "combines others itself" if known[name].combines else "pulls nothing"
            message = f"{shown(policy.id)} combines {shown(name)}, which {what}"
            yield spot.problem("T351", message, "name policies that have levers of their own")


def _told(policy: Policy) -> Iterator[tuple[str, str, str]]:
    """Say what is missing of an option."""
    if not policy.option:
        return
    name = shown(policy.id)
    if not policy.claims or not policy.by:
        yield "by", f"nobody argues for {name}", "name the claims, and in `by` the documents in which they stand"
    if not policy.mechanism:
        yield "mechanism", f"nothing says how {name} should act", "tell it in the words of who argues for it"
    if not policy.against:
        yield "against", f"nothing is held against {name}", "say what is, by claims or as ours: nothing is one-sided"
    if policy.levers and not policy.moves:
        yield "moves", f"nothing says what {name} should move", "name outcomes, each less or more"
    if policy.not_simulated and policy.moves:
        yield "moves", f"{name} is not simulated and moves something", "take moves out"


def _against(policy: Policy) -> Iterator[Problem]:
    for i, objection in enumerate(policy.against):
        if not objection.claims and objection.who != OURS:
            message = f"{shown(objection.who)} is said to hold something against {shown(policy.id)} by no claim"
            remedy = f'name the claims, or write who = "{OURS}"'
            yield Spot(FILE, f"policy.{policy.id}.against.{i}.claims").problem("T355", message, remedy)


def _argued(draft: Draft, policy: Policy) -> Iterator[tuple[str, str, str]]:
    """Say which documents are said to argue for a policy, and none of whose claims stand with it."""
    claims = draft.situation.claims
    said = {claims[name].source for name in policy.claims if name in claims}
    for name in (name for name in policy.by if name in draft.situation.sources and name not in said):
        message = f"{shown(name)} is said to argue for {shown(policy.id)} by no claim"
        yield "by", message, "name its claims, or take it out of `by`"
