"""What a command says when something goes wrong, and with which exit code it ends."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Sequence
from typing import Any

from tumen.cli.output import Talk, as_json
from tumen.errors import ResourceError, SituationError, TumenError, UsageError

INTERRUPTED = 130
STOPPED = "interrupted; no half-written file was left"
PARTLY = 5
"""Exit code of a run of which some futures failed: its files are there, without them."""
_FULL = (errno.ENOSPC, errno.EFBIG)


class FaultError(TumenError):
    """Something that should not happen: T900. Exit code 1."""

    exit_code = 1


def report(error: BaseException, arguments: Sequence[str]) -> int:
    """Tell of an error, as JSON on stdout where that was asked for.

    Args:
        error: What went wrong.
        arguments: Of the command line, for `--json`, `--debug` and `--no-color`.

    Returns:
        The exit code.
    """
    known = in_words(error)
    if "--debug" in arguments:
        import traceback

        traceback.print_exception(error, file=sys.stderr)
    if "--json" in arguments:
        print(as_json({"error": _as_dict(known)}))
    else:
        talk = Talk(no_color="--no-color" in arguments)
        talk.stderr().print(as_text(known), style="red", markup=False)
    return known.exit_code


def in_words(error: BaseException) -> TumenError:
    """Turn any error into one with code, problem, where and remedy."""
    if isinstance(error, TumenError):
        return error
    if isinstance(error, MemoryError):
        return ResourceError("T804", "out of memory", where="this run", remedy="use fewer workers, draws or outcomes")
    if isinstance(error, OSError) and error.errno in _FULL:
        where = str(error.filename or "the disk")
        return ResourceError("T801", "the disk is full", where=where, remedy="free some space, or choose another --out")
    if isinstance(error, PermissionError):
        where, problem = str(error.filename or "the folder"), f"it cannot be used: {error.strerror}"
        return ResourceError("T802", problem, where=where, remedy="choose another folder")
    message = getattr(error, "format_message", None)
    if callable(message):  # what typer raises for a command line that it cannot read
        return UsageError("T004", str(message()), where="the command line", remedy=_help_for(error))
    problem = f"{type(error).__name__}: {error}"
    return FaultError(
        "T900", problem, where="tumen itself", remedy="this is our fault: report it with what --debug shows"
    )


def quiet_pipe() -> int:
    """End without a word when whoever reads our output has gone."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0


def _help_for(error: BaseException) -> str:
    """Name the help of the command that was called."""
    context = getattr(error, "ctx", None)
    path = getattr(context, "command_path", "tumen")
    return f"see `{path} --help`"


def _as_dict(error: TumenError) -> dict[str, Any]:
    """Give an error as plain values, with all problems of a situation."""
    plain = {"code": error.code, "message": error.problem, "where": error.where, "remedy": error.remedy}
    if isinstance(error, SituationError) and error.problems:
        return plain | {"problems": [problem.as_dict() for problem in error.problems]}
    return plain


def as_text(error: TumenError) -> str:
    """Write an error for people."""
    return f"{error}\n  more: tumen explain {error.code}"
