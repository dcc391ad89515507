"""What is public by a day, and what of it something rests on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from tumen.evidence import Evidence, Observation
from tumen.situation.known.dates import last_day, months_later, observation_public, source_public

Names = tuple[str, ...]


class Grounded(Protocol):
    """What rests on claims and series of observations."""

    @property
    def claims(self) -> Names:
        """Ids of claims."""
        ...

    @property
    def observations(self) -> Names:
        """Ids of series."""
        ...


@dataclass(frozen=True)
class Public:
    """What is public by a day.

    Attributes:
        evidence: All of it, also what is not public yet.
        day: The day.
        sources, claims: Ids of those that had come out.
        rows: Ids of the observations that had.
        series: Series of which some had.
        dates: Source or observation → the day by which it is public; None where nobody says: it never is.
    """

    evidence: Evidence
    day: date
    sources: frozenset[str]
    claims: frozenset[str]
    rows: frozenset[str]
    series: frozenset[str]
    dates: Mapping[str, date | None]

    @classmethod
    def by(cls, evidence: Evidence, day: date) -> Public:
        """Find what is public by a day."""
        out: Mapping[str, date | None] = {name: source_public(source) for name, source in evidence.sources.items()}
        told = {name: observation_public(row, _lag(evidence, row)) for name, row in evidence.observations.items()}
        sources, rows = (frozenset(n for n, at in dates.items() if at and at <= day) for dates in (out, told))
        return cls(
            evidence=evidence,
            day=day,
            sources=sources,
            claims=frozenset(claim.id for claim in evidence.claims.values() if claim.source in sources),
            rows=rows,
            series=frozenset(evidence.observations[row].series for row in rows),
            dates={**out, **told},
        )

    def known_claims(self, names: Iterable[str]) -> Names:
        """Give those claims that are public."""
        return tuple(name for name in names if name in self.claims)

    def known_series(self, names: Iterable[str]) -> Names:
        """Give those series of which something is public."""
        return tuple(name for name in names if name in self.series)

    def some(self, thing: Grounded) -> bool:
        """Tell whether something that a thing rests on is public; also where it rests on nothing."""
        named = (*thing.claims, *thing.observations)
        return not named or bool(self.known_claims(thing.claims) or self.known_series(thing.observations))

    def everything(self, thing: Grounded) -> bool:
        """Tell whether everything that a thing rests on is public, each figure of its series included."""
        hidden = (row.series for row in self.evidence.observations.values() if row.id not in self.rows)
        return self.claims.issuperset(thing.claims) and not set(thing.observations).intersection(hidden)

    def over(self, text: str) -> bool:
        """Tell whether a period, ``YYYY`` or finer, had ended by the day; one without a date had not."""
        end = last_day(text)
        return end is not None and end <= self.day

    def known_year(self, thing: Grounded, year: str) -> bool:
        """Tell whether what a thing says of a year was known: the year is over, and so are its figures public.

        Where its series have figures of that year all of these are public; where they have none, their lag counts.
        """
        if not self.over(year):
            return False
        rows = [row for row in self.evidence.observations.values() if row.series in thing.observations]
        of_year = [
            row for row in rows if (row.date_from or row.date_to)[:4] <= year <= (row.date_to or row.date_from)[:4]
        ]
        if of_year:
            return all(row.id in self.rows for row in of_year)
        lags = [self.evidence.series[name].lag for name in thing.observations if name in self.evidence.series]
        end = last_day(year)
        return end is not None and months_later(end, max(lags, default=0)) <= self.day


def _lag(evidence: Evidence, row: Observation) -> int:
    series = evidence.series.get(row.series)
    return 0 if series is None else series.lag
