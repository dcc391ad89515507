"""The account of a run, read back: whom it counted, over which days, and of which days may be told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from tumen.ensemble import there
from tumen.ensemble.account import ACCOUNT, ACCOUNT_AXES
from tumen.ensemble.blocks import MISSING
from tumen.errors import SafetyError, UsageError

if TYPE_CHECKING:
    import xarray as xr

_DECEMBER = 12


@dataclass(frozen=True)
class Span:
    """Days about which is asked, both included."""

    first: date
    last: date

    @property
    def days(self) -> int:
        """Count them."""
        return (self.last - self.first).days + 1

    def shared(self, other: Span) -> int:
        """Count the days that lie in both."""
        return max(0, (min(self.last, other.last) - max(self.first, other.first)).days + 1)


@dataclass(frozen=True)
class Counted:
    """People who are counted together: an action, the status and country that they left, what law reads of them."""

    action: str
    status: str
    place: str
    cohort: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Kept:
    """An account.

    Attributes:
        worlds: Ids.
        people: Of each world, person-events in the futures that are there, ``[future, stretch, bin]``.
        withheld: Whether a figure is withheld in all of them, ``[stretch, bin]``.
        stretches: In order of time, without gap.
        bins: In the order of the dataset.
        hiding: Whether people hide.
    """

    worlds: tuple[str, ...]
    people: tuple[NDArray[Any], ...]
    withheld: NDArray[np.bool_]
    stretches: tuple[Span, ...]
    bins: tuple[Counted, ...]
    hiding: bool

    @property
    def whole(self) -> Span:
        """All its days."""
        return Span(self.stretches[0].first, self.stretches[-1].last)

    def checked(self, span: Span) -> Span:
        """Give the span back.

        Raises:
            UsageError: T339 if the account does not cover it.
            SafetyError: T702 where people hide and it is finer than whole calendar years.
        """
        whole, first, last = self.whole, span.first, span.last
        if not whole.first <= first <= last <= whole.last:
            raise UsageError(
                "T339",
                f"the account covers {whole.first} to {whole.last}, and not {first} to {last}",
                where="first and last day",
                remedy="ask about days inside it",
            )
        years = (first.month, first.day, last.month, last.day) == (1, 1, _DECEMBER, 31)
        if self.hiding and not years and span != whole:
            raise SafetyError(
                "T702",
                f"{first} to {last} is finer than whole calendar years",
                where="first and last day",
                remedy="ask from a 1 January to a 31 December",
            )
        return span


def kept(dataset: xr.Dataset) -> Kept:
    """Read the account of a run.

    Args:
        dataset: From `simulate`.

    Raises:
        UsageError: T338 if there is none.
    """
    if ACCOUNT not in dataset:
        raise UsageError(
            "T338",
            "the run keeps no account for the law",
            where=f"the results of {dataset.attrs['situation']}",
            remedy="run a situation that has law, with at most 2,000 futures of a world",
        )
    array = dataset[ACCOUNT].transpose("world", "draw", "replicate", *ACCOUNT_AXES).to_numpy()
    futures = there(dataset)
    people = tuple(of[ok] for of, ok in zip(array, futures, strict=True))
    return Kept(
        worlds=tuple(map(str, dataset["world"].to_numpy())),
        people=people,
        withheld=np.all([(of == MISSING).all(axis=0) for of in people], axis=0),
        stretches=_stretches(dataset),
        bins=_bins(dataset),
        hiding=dataset.attrs["people_in_hiding"] == "yes",
    )


def years(dataset: xr.Dataset) -> tuple[Span, ...]:
    """Give the calendar years that the account of a run covers, cut to its days."""
    stretches = _stretches(dataset)
    first, last = stretches[0].first, stretches[-1].last
    bounds = ((date(year, 1, 1), date(year, _DECEMBER, 31)) for year in range(first.year, last.year + 1))
    return tuple(Span(max(start, first), min(end, last)) for start, end in bounds)


def _stretches(dataset: xr.Dataset) -> tuple[Span, ...]:
    bounds = (dataset[f"account_{end}"].to_numpy().astype("datetime64[D]").tolist() for end in ("first", "last"))
    return tuple(Span(first, last) for first, last in zip(*bounds, strict=True))


def _bins(dataset: xr.Dataset) -> tuple[Counted, ...]:
    names = ("action", "status", "place", "cohort")
    rows = zip(*(map(str, dataset[f"account_{name}"].to_numpy()) for name in names), strict=True)
    return tuple(Counted(action, status, place, _cohort(text)) for action, status, place, text in rows)


def _cohort(text: str) -> tuple[tuple[str, str], ...]:
    pairs = (pair.partition("=") for pair in text.split(",") if pair)
    return tuple((attribute, value) for attribute, _, value in pairs)
