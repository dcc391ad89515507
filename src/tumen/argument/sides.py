"""Who argues for what: each document with the options that it alone argues for."""

from __future__ import annotations

from dataclasses import dataclass

from tumen.errors import UsageError
from tumen.situation import Situation


@dataclass(frozen=True)
class Side:
    """A document, and what it advises.

    Attributes:
        source: Id of the document.
        policies: Ids of the policies that it alone argues for, in the order of the situation, those that are listed and
            not simulated among them.
    """

    source: str
    policies: tuple[str, ...]


def sides(situation: Situation) -> tuple[Side, ...]:
    """Give the documents that argue for a policy, in the order of the situation.

    Args:
        situation: Whose.

    Raises:
        UsageError: T422 if no document argues for any policy.
    """
    policies = situation.policies.values()
    argue = {source for policy in policies for source in policy.by}
    if not argue:
        raise UsageError(
            "T422",
            f"no document argues for a policy of {situation.id}",
            where="policies.toml",
            remedy="name the documents that argue for a policy in its `by`, or compare with `tumen compare`",
        )
    every = (source for source in situation.sources if source in argue)
    return tuple(Side(source, tuple(p.id for p in policies if p.by == (source,))) for source in every)


def joint(situation: Situation) -> tuple[str, ...]:
    """Give the policies for which several documents stand, each for a part, in the order of the situation.

    Args:
        situation: Whose.
    """
    return tuple(policy.id for policy in situation.policies.values() if len(policy.by) > 1)
