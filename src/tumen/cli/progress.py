"""How far a run is: a bar with rate and time left on a terminal, plain lines elsewhere."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from tumen.cli.output import Talk

Report = Callable[[int, int], None]
_STEP = 10
_PERCENT = 100


@contextmanager
def progress(talk: Talk, what: str) -> Iterator[Report]:
    """Show progress on stderr while the block runs.

    Args:
        talk: Silent if it is quiet.
        what: Is being done.

    Yields:
        To be called with the futures done and all futures.
    """
    if talk.quiet:
        yield _silent
    elif talk.stderr().is_terminal:
        with _bar(talk, what) as report:
            yield report
    else:
        talk.note(what)
        yield _lines(talk)


def _silent(_done: int, _total: int) -> None:
    """Say nothing."""


@contextmanager
def _bar(talk: Talk, what: str) -> Iterator[Report]:
    """Show one line that fills."""
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    columns = ("{task.description}", "{task.percentage:>3.0f} %", "{task.fields[rate]}", "left")
    description, percent, rate, left = (TextColumn(text) for text in columns)
    with Progress(
        description, BarColumn(), percent, rate, TimeRemainingColumn(), left, console=talk.stderr(), transient=True
    ) as bar:
        task = bar.add_task(what, total=None, rate="")
        begin = time.monotonic()

        def report(done: int, total: int) -> None:
            bar.update(task, completed=done, total=total, rate=_rate(done, time.monotonic() - begin))

        yield report


def _lines(talk: Talk) -> Report:
    """Say a line whenever another tenth is done."""
    begin = time.monotonic()
    said = 0

    def report(done: int, total: int) -> None:
        nonlocal said
        percent = _PERCENT * done // max(total, 1)
        if percent >= said + _STEP:
            said = percent - percent % _STEP
            passed = time.monotonic() - begin
            left = passed * (total - done) / done
            talk.note(f"  {percent:>3} %  {_rate(done, passed)}  {left:.0f} s left")

    return report


def _rate(done: int, seconds: float) -> str:
    """Write how fast it goes."""
    return f"{done / seconds:.1f} futures a second" if done and seconds > 0 else ""
