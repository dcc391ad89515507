"""Run blocks on a cluster of `dask.distributed`, or on one that is started here. It is an extra of the package."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Any

from tumen.ensemble.blocks import Block, Part, Study, run_block
from tumen.ensemble.described import bits_depend_on
from tumen.ensemble.executor import Counting, Done
from tumen.ensemble.failures import StoppedError
from tumen.ensemble.pool import nameless_main
from tumen.errors import ResourceError, UsageError

_WAIT = "20s"
_PATIENCE = 1.0


class Dask(Counting):
    """An executor on `dask.distributed`.

    Args:
        scheduler: Address of a scheduler, as ``tcp://host:8786``; None starts workers on this machine.
        workers: To start here; of a cluster, as many as it has.

    Raises:
        UsageError: T010 if the extra is not installed; where it runs, if the scheduler cannot be reached or its
            workers have other packages, so that bits would differ.
    """

    def __init__(self, *, scheduler: str | None = None, workers: int = 2) -> None:
        super().__init__(workers)
        self._scheduler = scheduler
        _distributed()

    def _parts(self, study: Study, blocks: Sequence[Block]) -> Done:
        with self._client() as client:
            _check_workers(client)
            futures = {}
            try:
                sent = client.scatter(study, broadcast=True, hash=False)
                futures = {client.submit(run_block, sent, block, pure=False): block for block in blocks}
                yield from self._finished(client, futures)
            finally:
                client.cancel(list(futures))

    def _finished(self, client: Any, futures: dict[Any, Block]) -> Done:  # noqa: ANN401  of dask, which has no types
        distributed = _distributed()
        while futures:
            if self._stop.is_set():
                raise StoppedError
            with suppress(TimeoutError), client.as_current():
                distributed.wait(list(futures), timeout=_PATIENCE, return_when="FIRST_COMPLETED")
            for future in [future for future in futures if future.done()]:
                yield futures.pop(future), _result(future)

    @contextmanager
    def _client(self) -> Iterator[Any]:
        """Connect to the scheduler, or start one."""
        distributed = _distributed()
        own = {"n_workers": self.workers, "threads_per_worker": 1, "dashboard_address": None}
        own["silence_logs"] = logging.CRITICAL
        try:
            options = own if self._scheduler is None else {"address": self._scheduler, "timeout": _WAIT}
            with nameless_main():
                client = distributed.Client(**options, set_as_default=False)
        except (OSError, ValueError) as error:
            raise _unusable(f"no scheduler answers at {self._scheduler}: {error}", "give its address") from error
        with client:
            yield client


def _result(future: Any) -> Part:  # noqa: ANN401  likewise
    distributed = _distributed()
    try:
        return future.result()
    except (distributed.KilledWorker, distributed.CancelledError) as error:
        raise ResourceError(
            "T804",
            "a worker of the cluster ended without a word, as when memory runs out",
            where="dask",
            remedy="give the workers more memory, or take fewer",
        ) from error


def _check_workers(client: Any) -> None:  # noqa: ANN401  likewise
    """Refuse workers whose bits would be others than ours."""
    here = bits_depend_on()
    for worker, there in client.run(bits_depend_on).items():
        if there != here:
            raise _unusable(f"worker {worker} has {there}, and here is {here}", "install the same on all machines")


def _distributed() -> Any:  # noqa: ANN401  likewise
    """Import what is needed, when it is needed."""
    try:
        import distributed  # noqa: PLC0415  an extra
    except ImportError as error:
        raise _unusable("dask.distributed is not installed", "pip install 'tumen[cluster]'") from error
    return distributed


def _unusable(problem: str, remedy: str) -> UsageError:
    return UsageError("T010", problem, where="--executor dask", remedy=remedy)
