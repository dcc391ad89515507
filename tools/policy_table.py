"""Write the tables of docs/policies.md: what becomes of each option P1 to P23, of each lever, and of each claim.

All of it is read from the flagship's own folder; the prose around the tables is by hand.

.venv/bin/python tools/policy_table.py           write
.venv/bin/python tools/policy_table.py --check   say that the page is stale, and write nothing
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from marked_page import kept, written
from pool_tables import code, table

from tumen.evidence import Prior
from tumen.policy import Lever, Policy
from tumen.report.numbers import interval
from tumen.situation import Situation, read_situation
from tumen.situation.enforced import answers, sides, target

SITUATION = "dprk-china"
PAGE = Path(__file__).parents[1] / "docs" / "policies.md"
OPTIONS = tuple(f"P{number}" for number in range(1, 24))
KIND = "policy_option"
LOWER = ("P1", "P7", "P8", "P10", "P11", "P19")
"""Options of which the description of the system (section 6) says that they lower enforcement."""
UNSETTLED = "UNSETTLED"
_EDGE = 0.05
_DOES = {"multiply": "times", "add": "plus"}


def options(situation: Situation) -> Mapping[str, Policy | None]:
    """Give what stands for each option, in the order of the description of the system; None where nothing does."""
    told = {policy.option: policy for policy in situation.policies.values() if policy.option}
    return {name: told.get(name) for name in dict.fromkeys((*OPTIONS, *told))}


def claims(situation: Situation) -> Mapping[str, tuple[Policy, ...]]:
    """Give the options that each claim of kind policy_option names."""
    named = [claim.id for claim in situation.claims.values() if claim.kind == KIND]
    every = [policy for policy in options(situation).values() if policy is not None]
    return {name: tuple(policy for policy in every if name in policy.claims) for name in named}


def tables(situation: Situation) -> Mapping[str, str]:
    """Make every table, in Markdown: name, as in the marks of the page → text."""
    return {
        "options": _options(situation),
        "left-out": _left_out(situation),
        "together": _together(situation),
        "force": _force(situation),
        "levers": _levers(situation),
        "claims": _claims(situation),
    }


def main(arguments: Sequence[str]) -> int:
    """Write the tables, or check them; 1 if they were to be checked and are stale."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="write nothing, and fail if the page is stale")
    check = parser.parse_args(arguments).check
    new = written(PAGE.read_text(encoding="utf-8"), tables(read_situation(SITUATION)))
    return kept(PAGE, new, check=check, script=Path(__file__).name)


def _options(situation: Situation) -> str:
    every = options(situation)
    simulated = [policy for policy in every.values() if policy is not None and policy.levers]
    listed = [policy for policy in every.values() if policy is not None and policy.not_simulated]
    head = (
        "option",
        "what it is, and who argues for it",
        "said to act by",
        "its author expects",
        "if",
        "held against it",
    )
    rows = [_option(name, policy) for name, policy in every.items()]
    counts = f"{len(every)} options: {len(simulated)} simulated; {len(listed)} listed with the reason."
    return f"{counts}\n\n{table(head, rows)}"


def _option(name: str, policy: Policy | None) -> tuple[str, ...]:
    if policy is None:
        return (name, UNSETTLED, "", "", "", "")
    title = policy.title.removeprefix(f"{name}: ")
    what = f"{title}: `{policy.id}`" if policy.levers else f"{title}: not simulated"
    moves = "; ".join(f"{way} `{outcome}`" for outcome, way in policy.moves.items())
    against = " ".join(f"*{of.who}*: {_sentence(of.why)}{_cited(of.claims)}" for of in policy.against)
    return (
        name,
        f"{what} ({', '.join((*policy.by, *policy.claims))})",
        policy.mechanism,
        moves,
        _premises(policy),
        against,
    )


def _sentence(text: str) -> str:
    return text if text.endswith(".") else f"{text}."


def _cited(names: Iterable[str]) -> str:
    cited = ", ".join(names)
    return f" ({cited})" if cited else ""


def _premises(policy: Policy) -> str:
    return ", ".join(f"{name} = {position}" for name, position in policy.premises.items())


def _left_out(situation: Situation) -> str:
    left = [policy for policy in options(situation).values() if policy is not None and policy.not_simulated]
    return table(("option", "why"), [(policy.title, policy.not_simulated) for policy in left])


def _together(situation: Situation) -> str:
    every = [policy for policy in situation.policies.values() if policy.combines]
    rows = [(f"`{p.id}`", p.title, code(p.combines), p.mechanism, _premises(p)) for p in every]
    return table(("policy", "what it is", "its parts", "in a sentence", "if"), rows)


def _force(situation: Situation) -> str:
    """Tell which options act on what the state does with force, by which lever, and who proposes it."""
    known = ((name, policy) for name, policy in options(situation).items() if policy is not None)
    pulled = [(name, situation.levers[lever]) for name, policy in known for lever in policy.levers]
    touching = [(name, lever, way) for name, lever in pulled if (way := _way(situation, lever))]
    rows = [
        (name, f"`{lever.target}` ({_aim(situation, lever)})", way, _claimed(situation, lever))
        for name, lever, way in touching
    ]
    lowering = dict.fromkeys(name for name, _, way in touching if way == "lowers it")
    others = [name for name in lowering if name not in LOWER]
    first = f"{len(lowering)} options lower it: {', '.join(name for name in lowering if name in LOWER)}, of which the "
    second = f"description of the system says so, and {', '.join(others)}, by the claims in the last column."
    return f"{first}{second}\n\n{table(('option', 'its lever acts on', 'which', 'named by'), rows)}"


def _way(situation: Situation, lever: Lever) -> str:
    """Say what a lever does to enforcement; empty for nothing."""
    aim = target(lever.target)
    if aim is None:
        return ""
    if sides(situation, aim, lever.how):
        return "lowers it"
    disputed = aim.kind == "signal" and answers(situation, aim.name)
    return "lowers or raises it, by loops of which sources dispute the sign" if disputed else ""


def _aim(situation: Situation, lever: Lever) -> str:
    """Say what a lever acts on: a group by its title, a signal by its name."""
    name = lever.target.partition(":")[2]
    return situation.signals[name].name if name in situation.signals else lever.title


def _claimed(situation: Situation, lever: Lever) -> str:
    by = dict.fromkeys(situation.claims[name].source for name in lever.claims)
    return f"{', '.join(by)}: {', '.join(lever.claims)}"


def _levers(situation: Situation) -> str:
    every = situation.levers.values()
    pulled = {lever.id: [p for p in situation.policies.values() if lever.id in p.levers] for lever in every}
    head = ("lever", "what it moves", "by how much", "from", "in full after", "pulled by", "named by")
    rows = [(f"`{of.id}`", *_lever(situation, of), _pullers(pulled[of.id]), ", ".join(of.claims)) for of in every]
    return f"{len(rows)} levers.\n\n{table(head, rows)}"


def _lever(situation: Situation, lever: Lever) -> tuple[str, ...]:
    (prior,) = situation.parameters[lever.strength].entries.values()
    strength = f"{_DOES[lever.how]} {_range(prior)} (`{lever.strength}`)"
    ramp = f"{lever.ramp} days" if lever.ramp else "at once"
    return (f"{lever.title}: `{lever.target}`", strength, str(lever.starts), ramp)


def _range(prior: Prior) -> str:
    """Write the whole of a prior that has ends, and the middle nine tenths of one that has none."""
    if prior.family == "lognormal":
        return interval(prior.quantile(_EDGE), None, prior.quantile(1 - _EDGE))
    return f"{prior.low:g}" if prior.low == prior.high else interval(prior.low, None, prior.high)


def _pullers(policies: Iterable[Policy]) -> str:
    return ", ".join(policy.option or policy.id for policy in policies if not policy.combines)


def _claims(situation: Situation) -> str:
    said = claims(situation)
    rows = [(name, situation.claims[name].statement, _named(policies)) for name, policies in said.items()]
    return f"{len(rows)} claims.\n\n{table(('claim', 'what it says', 'option'), rows)}"


def _named(policies: Sequence[Policy]) -> str:
    return ", ".join(f"{p.option}{'' if p.levers else ' (not simulated)'}" for p in policies) or UNSETTLED


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
