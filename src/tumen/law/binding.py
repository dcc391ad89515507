"""Whether a norm is in force on a day, and whom it binds."""

from __future__ import annotations

import numpy as np

from tumen.law.instruments import Instrument, Membership
from tumen.law.intervals import Days, Flags, within
from tumen.law.norms import Norm
from tumen.law.truth import CONTESTED, NO, YES, Bounds, disjunction

_TRUTH = {"party": YES, "custom": YES, "unverified": CONTESTED, "signatory": NO, "non_party": NO}


def in_force(instrument: Instrument, days: Days) -> Bounds:
    """Tell whether an instrument is in force.

    Where nobody knows since when, it is contested from its adoption on.

    Returns:
        ``[interval, 1, 2]``.
    """
    if instrument.in_force is None:
        return _timed(within(days, instrument.adopted, instrument.ended), CONTESTED)
    return _timed(within(days, instrument.in_force, instrument.ended), YES)


def in_version(norm: Norm, days: Days) -> Bounds:
    """Tell whether this version of a norm stands, ``[interval, 1, 2]``."""
    return _timed(within(days, norm.first, norm.last), YES)


def bound(instrument: Instrument, norm: Norm, days: Days) -> Bounds:
    """Tell whether any bearer of a norm is bound, ``[interval, 1, 2]``."""
    return disjunction([_never(days), *(binds(instrument, norm, days, party=one) for one in norm.bearers)])


def binds(instrument: Instrument, norm: Norm, days: Days, *, party: str) -> Bounds:
    """Tell whether a party is bound by a norm, as far as its membership goes; never by one that it excluded.

    A party may have several stretches; it is bound where one of them binds it.

    Returns:
        ``[interval, 1, 2]``.
    """
    several = [_never(days)]
    if not reserved(instrument, norm.id, party):
        several += [membership_bounds(one, days) for one in instrument.memberships if one.party == party]
    return disjunction(several)


def membership_bounds(membership: Membership, days: Days) -> Bounds:
    """Tell whether one stretch of membership binds, ``[interval, 1, 2]``."""
    return _timed(within(days, membership.first, membership.last), standing(membership))


def standing(membership: Membership) -> Bounds:
    """Tell whether a membership binds while it lasts, ``[2]``."""
    truth = _TRUTH[membership.bindingness]
    return CONTESTED if membership.disputed and truth is YES else truth


def reserved(instrument: Instrument, norm: str, party: str) -> bool:
    """Tell whether a party excluded a norm when it joined."""
    return any(one.party == party and norm in one.norms for one in instrument.reservations)


def _never(days: Days) -> Bounds:
    return np.zeros((len(days), 1, 2))


def _timed(flags: Flags, then: Bounds) -> Bounds:
    return np.where(flags[:, None, None], then, NO)
