"""What a law is made of, piece by piece: the tables in its files, and the grounds of what was built from them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from typing import Protocol, cast

from pydantic import BaseModel

from tumen.law.body import Law
from tumen.law.instruments import Basis
from tumen.situation.files import Files
from tumen.situation.findings import Spot

NORMS, POSITIONS = "norms.toml", "positions.toml"
LAW = (NORMS, POSITIONS)
"""The files of law."""
_CITING = {
    "instruments": "instrument",
    "norms": "norm",
    "facts": "fact",
    "shares": "share",
    "doctrines": "doctrine",
    "readings": "reading",
    "positions": "position",
}


@dataclass(frozen=True)
class Piece:
    """A table, or a table inside one, at any depth.

    Attributes:
        spot: Where it stands.
        table: As understood.
    """

    spot: Spot
    table: BaseModel

    def at(self, *keys: str) -> Spot:
        """Say where a key of it stands."""
        return Spot(self.spot.file, ".".join((self.spot.key, *keys)))


def pieces_of(files: Files) -> Iterator[Piece]:
    """Give every sound table of law in the order of the files, each before those inside it."""
    every = (entry for file in LAW for entry in files.document(file).entries)
    for piece in (Piece(entry.spot(), entry.model) for entry in every if entry.model is not None):
        yield from _inside(piece)


def _inside(piece: Piece) -> Iterator[Piece]:
    yield piece
    for name, info in type(piece.table).model_fields.items():
        for keys, table in _tables(getattr(piece.table, name)):
            yield from _inside(Piece(piece.at(info.alias or name, *keys), table))


def _tables(value: object) -> Iterator[tuple[tuple[str, ...], BaseModel]]:
    """Give the tables in a field: itself, or those in a list with their places there."""
    if isinstance(value, BaseModel):
        yield (), value
    elif isinstance(value, list):
        every = enumerate(cast("list[object]", value))
        yield from (((str(i),), of) for i, of in every if isinstance(of, BaseModel))


def bases_in(thing: object) -> Iterator[Basis]:
    """Give every basis in something, at any depth."""
    if isinstance(thing, Basis):
        yield thing
    elif is_dataclass(thing):
        yield from (basis for of in fields(thing) for basis in bases_in(getattr(thing, of.name)))
    elif isinstance(thing, tuple | dict):
        inside = cast("Iterable[object]", thing.values() if isinstance(thing, dict) else thing)
        yield from (basis for of in inside for basis in bases_in(of))


def claims_of_law(law: Law | None) -> Mapping[str, tuple[str, ...]]:
    """Give claim → what of a law rests on it, as in ``norm.no_return``; nothing where there is no law."""
    cited: dict[str, dict[str, None]] = {}
    for kind, thing, basis in grounds_of(law):
        for claim in basis.claims:
            cited.setdefault(claim, {})[f"{kind}.{thing.id}"] = None
    return {claim: tuple(names) for claim, names in cited.items()}


class Titled(Protocol):
    """A thing of law that has grounds."""

    @property
    def id(self) -> str:
        """Unique among things of its kind."""
        ...

    @property
    def title(self) -> str:
        """For people to read."""
        ...


def grounds_of(law: Law | None) -> Iterator[tuple[str, Titled, Basis]]:
    """Give all that has grounds: its kind, the thing, and each basis in it; nothing where there is no law."""
    for field, kind in _CITING.items() if law is not None else ():
        for thing in cast("Mapping[str, Titled]", getattr(law, field)).values():
            yield from ((kind, thing, basis) for basis in bases_in(thing))
