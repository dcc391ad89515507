"""Futures that fail: listed with their address and error, never filled; the others go on."""

from __future__ import annotations

import traceback
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TypeVar

from tumen.errors import ResourceError, RunError, SafetyError, SituationError, TumenError, UsageError

Found = TypeVar("Found")
_KINDS = {"1": SituationError, "2": SituationError, "3": SituationError, "4": RunError, "6": RunError}


class StoppedError(Exception):
    """A block was told to stop before it was done."""


@dataclass(frozen=True)
class Address:
    """Where a future, or a whole draw, lies."""

    world: str
    draw: int
    replicate: int | None = None

    def __str__(self) -> str:
        last = "" if self.replicate is None else f", replicate {self.replicate}"
        return f"world {self.world}, draw {self.draw}{last}"


@dataclass(frozen=True)
class Failure:
    """A future that failed, or a draw none of whose futures could begin.

    Attributes:
        world: Id of the world.
        draw: Number of the draw.
        replicate: Number of the replicate; None for all of the draw.
        code: Of the error.
        problem: What went wrong.
        where: With the address.
        remedy: What to do.
    """

    world: str
    draw: int
    replicate: int | None
    code: str
    problem: str
    where: str
    remedy: str

    @classmethod
    def of(cls, error: Exception, address: Address) -> Failure:
        """Describe an error."""
        if isinstance(error, TumenError):
            code, problem, where, remedy = error.code, error.problem, error.where, error.remedy
        else:
            frame = traceback.extract_tb(error.__traceback__)[-1]
            code, problem, remedy = "T900", f"{type(error).__name__}: {error}", "this is our fault: please report it"
            where = f"{Path(frame.filename).name}, line {frame.lineno}"
        return cls(address.world, address.draw, address.replicate, code, problem, f"{address}: {where}", remedy)

    @property
    def address(self) -> Address:
        """Where it lies."""
        return Address(self.world, self.draw, self.replicate)

    def as_dict(self) -> dict[str, str | int | None]:
        """Give the fields as the manifest and `--json` have them."""
        return asdict(self)

    def error(self) -> TumenError:
        """Make an error of it again."""
        kind = _KINDS.get(self.code[1], TumenError)
        return kind(self.code, self.problem, where=self.where, remedy=self.remedy)


def attempted(call: Callable[[], Found], address: Address) -> Found | Failure:
    """Give what a call returns, or how it failed.

    Args:
        call: Makes a draw ready, or runs one of its futures.
        address: Which.

    Raises:
        StoppedError: If it was told to stop.
        ResourceError: T804 if memory ran out, which the next future would find too; so with any error of disk, safety
            or usage.
    """
    try:
        return call()
    except (StoppedError, ResourceError, SafetyError, UsageError):
        raise
    except MemoryError as error:
        raise ResourceError("T804", "out of memory", where=str(address), remedy="use fewer workers") from error
    except Exception as error:  # noqa: BLE001  whatever it is, it is listed
        return Failure.of(error, address)
