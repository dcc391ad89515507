"""Run blocks: in this process, alone or in threads, or spread over several that are started afresh (never forked).

Threads share the model and what is found once for it, and start at once. But only kernels run side by side: they let go
of the interpreter, and all else waits for it. So threads serve where replicates are long and workers few.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, ThreadPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing import get_context, parent_process
from types import ModuleType
from typing import Any, TypeVar

from tumen.ensemble.blocks import Block, Part, Study, run_block, seconds_per_pass
from tumen.ensemble.executor import Counting, Done, Executor
from tumen.errors import ResourceError

WORKERS_AT_MOST = 61
"""What Windows can wait for."""
THREADS_AT_MOST = 2
"""Of the flagship, a tenth of the work needs the interpreter: two threads seldom wait for each other, many would."""
_LONG_PASS = 0.05
"""Seconds of a pass, as guessed from its size, from which it is nearly all kernel."""
_PATIENCE = 1.0

Task = TypeVar("Task")
Result = TypeVar("Result")

_study: Study | None = None
_stop: Any = None


def processors() -> int:
    """Count the processors that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def executor_for(study: Study, *, workers: int) -> Executor:
    """Choose who runs a study.

    Args:
        study: What runs.
        workers: Threads or processes; with 1 everything happens in this process.
    """
    if workers <= 1:
        return InProcess(1)
    if workers <= THREADS_AT_MOST and seconds_per_pass(study) > _LONG_PASS:
        return Threads(workers)
    return Processes(min(workers, WORKERS_AT_MOST))


class InProcess(Counting):
    """One block after the other, in this process."""

    def _parts(self, study: Study, blocks: Sequence[Block]) -> Done:
        for block in blocks:
            yield block, run_block(study, block, stopped=self._stop.is_set)


class Threads(Counting):
    """Threads of this process."""

    def _parts(self, study: Study, blocks: Sequence[Block]) -> Done:
        stop = self._stop
        pool = ThreadPoolExecutor(self.workers)
        # Worlds by turns: where the search for anchors begins is found once for each, and two threads find two at once.
        by_turns = sorted(blocks, key=lambda block: block.first)
        try:
            futures = {pool.submit(run_block, study, block, stopped=stop.is_set): block for block in by_turns}
            yield from finished(futures)
        finally:
            # Also on an error and on Ctrl-C, as below.
            stop.set()
            pool.shutdown(wait=True, cancel_futures=True)


class Processes(Counting):
    """Processes of this machine, started afresh."""

    def _parts(self, study: Study, blocks: Sequence[Block]) -> Done:
        context = get_context("spawn")
        stop = self._stop = context.Event()
        workers = max(1, min(self.workers, len(blocks)))
        pool = ProcessPoolExecutor(workers, mp_context=context, initializer=_begin, initargs=(study, stop))
        try:
            with nameless_main(), _deaf():
                futures = {pool.submit(_run, block): block for block in blocks}
            yield from finished(futures)
        finally:
            # Also on an error and on Ctrl-C: what runs ends before its next replicate, what waits never starts.
            stop.set()
            pool.shutdown(wait=True, cancel_futures=True)


def finished(futures: dict[Future[Result], Task]) -> Iterator[tuple[Task, Result]]:
    """Give each task with its result as soon as it is there.

    Args:
        futures: Of the tasks; those that are done are taken out.

    Raises:
        ResourceError: T804 if a worker died.
        TumenError: What a task raised.
    """
    while futures:
        # With a limit, since on Windows nothing interrupts a wait without one.
        for future in wait(futures, timeout=_PATIENCE, return_when=FIRST_COMPLETED).done:
            yield futures.pop(future), _result(future)


def _result(future: Future[Result]) -> Result:
    try:
        return future.result()
    except BrokenProcessPool as error:
        raise ResourceError(
            "T804",
            "a worker process ended without a word, as when memory runs out",
            where="workers",
            remedy="use fewer workers; with one, everything happens in this process",
        ) from error


def _begin(study: Study, stop: Any) -> None:  # noqa: ANN401  the type of an event depends on the platform
    """Keep what every block of this worker needs."""
    global _study, _stop  # a worker process has one study, sent once
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _study, _stop = study, stop


def _end_with_parent() -> None:
    """End when the process that started this one is gone: nobody would ever give it work again, or stop it."""
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _run(block: Block) -> Part:
    assert _study is not None, "a worker begins with _begin"
    return run_block(_study, block, stopped=_stop.is_set)


@contextmanager
def nameless_main() -> Iterator[None]:
    """Start workers that do not import the user's script again.

    A started process would run the main script once more, and a script of six lines without the ``__main__`` idiom
    would then start workers of its own. Nothing that is sent to a worker comes from the main script.
    """
    main = sys.modules["__main__"]
    sys.modules["__main__"] = ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = main


@contextmanager
def _deaf() -> Iterator[None]:
    """Start workers that do not hear Ctrl-C, not even while they import: this process hears it and stops them.

    A signal in between waits until the workers are started, since half a start would leave them waiting for ever. The
    mask is for the workers, who inherit it; the handler for the threads of this process that have none.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    heard: list[int] = []
    handler = signal.signal(signal.SIGINT, lambda number, _: heard.append(number))
    mask = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT}) if hasattr(signal, "pthread_sigmask") else None
    try:
        yield
    finally:
        if mask is not None:
            signal.pthread_sigmask(signal.SIG_SETMASK, mask)
        signal.signal(signal.SIGINT, handler)
    if heard and callable(handler):
        handler(signal.SIGINT, None)
