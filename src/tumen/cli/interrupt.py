"""Ctrl-C while a run goes on: once keeps what is finished, twice ends at once."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

from tumen.cli.failures import INTERRUPTED
from tumen.cli.output import Talk
from tumen.errors import ResourceError

_MANIFEST = "manifest.jsonl"
"""As in `tumen.ensemble.store`, which takes long to import."""
_SHOW_CURSOR = "\x1b[?25h"


@contextmanager
def interruptible(talk: Talk, folder: Path, *, kept: str = _MANIFEST, how: str = "") -> Iterator[None]:
    """Let the first Ctrl-C stop a run after what it is at, and the second end it; say how to go on with what is kept.

    Args:
        talk: Where words go.
        folder: Of the run.
        kept: File in it that is there if anything is kept, or with ``*`` one of several.
        how: To go on; by `tumen resume`, if nothing is said.
    """
    try:
        with _heard():
            yield
    except (KeyboardInterrupt, ResourceError):
        if any(folder.glob(kept)):
            talk.warn(f"what was finished is kept: {how or f'go on with `tumen resume {folder}`'}")
        raise


@contextmanager
def _heard() -> Iterator[None]:
    """Listen to Ctrl-C, unless this is no main thread or the shell wants us deaf."""
    if threading.current_thread() is not threading.main_thread() or signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        yield
        return
    before = signal.signal(signal.SIGINT, _first)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _first(_number: int, _frame: FrameType | None) -> None:
    signal.signal(signal.SIGINT, _second)
    raise KeyboardInterrupt


def _second(_number: int, _frame: FrameType | None) -> None:
    """End without waiting for anybody; workers see that this process is gone, and end too."""
    if sys.stderr.isatty():
        os.write(sys.stderr.fileno(), _SHOW_CURSOR.encode())
    os._exit(INTERRUPTED)
