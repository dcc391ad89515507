"""A folder that a command fills: free before anything is run, one writer at a time, each file whole or not at all."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from tumen.cli.interrupt import interruptible
from tumen.cli.output import Talk
from tumen.errors import UsageError


def check_free(out: Path | None, names: Sequence[str], *, force: bool) -> None:
    """Refuse a folder that holds one of the files, before anything is run.

    Args:
        out: The folder; None where nothing is to be written.
        names: Of the files.
        force: Whether they may be replaced.

    Raises:
        UsageError: T001 if one is there.
    """
    there = [name for name in names if out is not None and (out / name).exists()]
    if there and not force:
        remedy = "name another folder, or replace it with --force"
        raise UsageError("T001", f"{out} holds {there[0]}", where="--out", remedy=remedy)


@contextmanager
def going_on(talk: Talk, out: Path | None, kept: str) -> Iterator[None]:
    """Be the only one who writes into a folder; let go of draws that are kept there when its files are written.

    Args:
        talk: With the user.
        out: The folder; None where nothing is to be written.
        kept: Names of the files that hold draws, with ``*`` for any part.
    """
    if out is None:
        yield
        return
    from tumen.comparison.kept import let_go
    from tumen.ensemble import locked

    with locked(out), interruptible(talk, out, kept=kept, how="give the same command again to go on"):
        yield
        for path in sorted(out.glob(kept)):
            let_go(path)


def write_files(out: Path, files: Mapping[str, str]) -> None:
    """Write files, by name, each whole or not at all.

    Raises:
        ResourceError: T801 or T802 if the folder cannot be written.
    """
    from tumen.ensemble.writing import write_whole, writing

    with writing(out):
        out.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        write_whole(out / name, text.encode())
