"""What runs the blocks of an ensemble: one protocol for this process, threads, processes and whole clusters."""

from __future__ import annotations

import threading
from abc import ABC, abstractmethod
from collections.abc import Generator, Sequence
from contextlib import closing
from typing import Any, Protocol

from tumen.ensemble.blocks import Block, Part, Study

Done = Generator[tuple[Block, Part], None, None]


class Executor(Protocol):
    """Whoever runs blocks. Results do not depend on it; the size of the blocks, by default, on its workers."""

    @property
    def workers(self) -> int:
        """Blocks that are run at once."""
        ...

    def map_blocks(self, study: Study, blocks: Sequence[Block]) -> Done:
        """Run blocks and give each with its part as soon as it is done, in any order.

        Closing the iterator stops what runs.

        Raises:
            TumenError: What went wrong in a block; the others are then stopped.
            ResourceError: T804 if a worker died.
            StoppedError: If it was cancelled.
        """
        ...

    def cancel(self) -> None:
        """Stop, from whatever thread: what runs ends before its next replicate, what waits never starts."""
        ...

    def progress(self) -> tuple[int, int]:
        """Give the blocks done, and all of them."""
        ...


class Counting(ABC):
    """An executor that counts what is done and listens to an event; how it runs blocks is open."""

    def __init__(self, workers: int) -> None:
        self.workers = workers
        self._stop: Any = threading.Event()
        self._done = self._all = 0

    def map_blocks(self, study: Study, blocks: Sequence[Block]) -> Done:
        """As in `Executor`."""
        self._done, self._all = 0, len(blocks)
        with closing(self._parts(study, blocks)) as parts:
            for pair in parts:
                self._done += 1
                yield pair

    def cancel(self) -> None:
        """As in `Executor`."""
        self._stop.set()

    def progress(self) -> tuple[int, int]:
        """As in `Executor`."""
        return self._done, self._all

    @abstractmethod
    def _parts(self, study: Study, blocks: Sequence[Block]) -> Done:
        """Run blocks; give them as they are done."""
