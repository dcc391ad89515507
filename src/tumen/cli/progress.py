"""How far a run is: a bar with rate and time left on a terminal, plain lines elsewhere."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from tumen.cli.output import Talk

Report = Callable[[int, int], None]
FUTURES = "futures"
_TENTHS = 10


@contextmanager
def progress(talk: Talk, what: str = FUTURES) -> Iterator[Report]:
    """Show progress on stderr while the block runs; nothing before the first report.

    Args:
        talk: Silent if it is quiet.
        what: Is done one after the other.

    Yields:
        To be called with how many are done, and how many there are.
    """
    if talk.quiet:
        yield _silent
    elif talk.stderr().is_terminal:
        with _bar(talk, what) as report:
            yield report
    else:
        yield _lines(talk, what)


def _silent(_done: int, _total: int) -> None:
    """Say nothing."""


@contextmanager
def _bar(talk: Talk, what: str) -> Iterator[Report]:
    """Show one line that fills."""
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    texts = ("{task.description}", "{task.percentage:>3.0f} %", "{task.fields[rate]}", "left")
    does, percent, speed, left = (TextColumn(text) for text in texts)
    columns = (does, BarColumn(), percent, speed, TimeRemainingColumn(), left)
    with Progress(*columns, console=talk.stderr(), transient=True) as bar:
        task = bar.add_task("", total=None, rate="", visible=False)
        begin, kept = time.monotonic(), -1

        def report(done: int, total: int) -> None:
            nonlocal kept
            kept = done if kept < 0 else kept
            rate = _rate(done - kept, time.monotonic() - begin, what)
            bar.update(task, completed=done, total=total, description=_start(total, what), visible=True, rate=rate)

        yield report


def _lines(talk: Talk, what: str) -> Report:
    """Say a line at the beginning, and whenever another tenth is done; what was kept of an earlier run took no time."""
    begin = time.monotonic()
    said = kept = -1

    def report(done: int, total: int) -> None:
        nonlocal said, kept
        tenths = _TENTHS * done // max(total, 1)
        if said < 0:
            talk.note(_start(total, what))
            said, kept = tenths, done
        if tenths > said:
            said = tenths
            passed = time.monotonic() - begin
            left = passed * (total - done) / (done - kept)
            talk.note(f"  {done / total:>5.0%}  {_rate(done - kept, passed, what)}  {left:.0f} s left")

    return report


def _start(total: int, what: str) -> str:
    """Say what is being done."""
    from tumen.report import say

    told = _one(what) if total == 1 else what
    return say("progress.start", n=total, what=told) if what == FUTURES else say("progress.work", n=total, what=told)


def _one(what: str) -> str:
    """Give the singular of what is done: futures, searches, mean passes."""
    return what[: -len("es")] if what.endswith(("ches", "sses")) else what.removesuffix("s")


def _rate(done: int, seconds: float, what: str) -> str:
    """Write how fast it goes."""
    return f"{done / seconds:.1f} {what} a second" if done and seconds > 0 else ""
