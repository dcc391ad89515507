"""What can go wrong, in words a user can act on: code, problem, where, remedy."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path


class TumenError(Exception):
    """Base of every error raised on purpose.

    Args:
        code: Stable identifier, ``T`` and three digits; ``tumen explain T201`` tells more.
        problem: What is wrong, with the offending value.
        where: File and line, or the labels of the cell, in the user's own words.
        remedy: What to change.
    """

    exit_code = 1

    def __init__(self, code: str, problem: str, *, where: str, remedy: str) -> None:
        super().__init__(f"{code} {problem}\n  where: {where}\n  remedy: {remedy}")
        self.code = code
        self.problem = problem
        self.where = where
        self.remedy = remedy

    def __reduce__(self) -> tuple[Callable[..., TumenError], tuple[object, ...]]:
        """Go whole through a pickle: from a worker to the process that waits for it."""
        return _revived, (type(self), self.args, self.__dict__)


def _revived(kind: type[TumenError], args: tuple[object, ...], state: dict[str, object]) -> TumenError:
    error = kind.__new__(kind, *args)
    error.__dict__.update(state)
    return error


class UsageError(TumenError):
    """The command was called wrongly: T0xx. Exit code 2."""

    exit_code = 2


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong in a situation folder.

    Attributes:
        code: Stable identifier, see `explain`.
        file: Name of the file inside the folder.
        row: Line in a CSV file, from 1 (the header); None where there is none.
        key: Column, or path of keys in a TOML file.
        message: What is wrong, with the offending value.
        remedy: What to change; names the nearest right word where one is near.
    """

    code: str
    file: str
    row: int | None
    key: str
    message: str
    remedy: str

    @property
    def where(self) -> str:
        """File, line and key as one phrase."""
        line = "" if self.row is None else f", line {self.row}"
        key = "" if not self.key else f", {self.key}"
        return f"{self.file}{line}{key}"

    def as_dict(self) -> dict[str, str | int | None]:
        """Give the fields as ``tumen check --json`` prints them."""
        return asdict(self)

    def __str__(self) -> str:
        return f"{self.code} {self.message}\n  where: {self.where}\n  remedy: {self.remedy}"


class SituationError(TumenError):
    """The situation folder is wrong: T1xx files and labels, T2xx evidence, T3xx law. Exit code 3.

    Carries every problem found, not only the first.
    """

    exit_code = 3

    def __init__(self, code: str, problem: str, *, where: str, remedy: str, problems: tuple[Problem, ...] = ()) -> None:
        super().__init__(code, problem, where=where, remedy=remedy)
        self.problems = problems

    @classmethod
    def of(cls, problems: tuple[Problem, ...], where: str) -> SituationError:
        """Gather `problems` of the folder `where` in one error; its text lists them all."""
        first = problems[0]
        if len(problems) == 1:
            return cls(first.code, first.message, where=first.where, remedy=first.remedy, problems=problems)
        error = cls(
            first.code,
            f"{len(problems)} problems in {where}:\n" + "\n".join(str(problem) for problem in problems),
            where=where,
            remedy="mend them all, then run `tumen check` again",
            problems=problems,
        )
        return error


class RunError(TumenError):
    """The run is wrong: T4xx model and engine, T5xx observations, T6xx policies. Exit code 3."""

    exit_code = 3


class SafetyError(TumenError):
    """Refused, because the answer could harm people: T7xx. Exit code 6."""

    exit_code = 6


class ResourceError(TumenError):
    """Out of disk or memory, or a folder cannot be written: T8xx. Exit code 7."""

    exit_code = 7


@dataclass(frozen=True)
class Explanation:
    """What an error code means.

    Attributes:
        code: ``T`` and three digits.
        title: In a few words.
        meaning: What is wrong, and why it matters.
        example: Input or call that causes it.
        remedy: What to do.
        exit_code: With which a command ends that meets it.
    """

    code: str
    title: str
    meaning: str
    example: str
    remedy: str
    exit_code: int


def codes() -> tuple[str, ...]:
    """Give every error code, in order."""
    return tuple(_catalogue())


def explain(code: str) -> Explanation:
    """Say what an error code means; ``tumen explain CODE`` prints it.

    Raises:
        UsageError: T007 if there is no such code.
    """
    known = code.strip().upper()
    if known not in _catalogue():
        remedy = f"write one of those that an error begins with: {codes()[0]} to {codes()[-1]}"
        raise UsageError("T007", f"there is no error {code!r}", where="the code", remedy=remedy)
    return _catalogue()[known]


@cache
def _catalogue() -> dict[str, Explanation]:
    text = Path(__file__).with_name("errors.toml").read_text(encoding="utf-8")
    return {code: Explanation(code, **about) for code, about in sorted(tomllib.loads(text).items())}
