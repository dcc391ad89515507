"""The options `--executor` and `--scheduler`: who does the work of a run."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from tumen.errors import UsageError

if TYPE_CHECKING:
    from tumen.ensemble import Executor


class ExecutorName(StrEnum):
    """Who runs futures."""

    process = "process"
    threads = "threads"
    processes = "processes"
    dask = "dask"


def executor_of(name: ExecutorName | None, workers: int | None, scheduler: str | None) -> Executor | None:
    """Make the executor that was asked for; None where none was.

    Raises:
        UsageError: T003 for a scheduler without Dask; T010 if Dask is not installed.
    """
    from tumen.ensemble import Dask
    from tumen.ensemble.pool import InProcess, Processes, Threads, processors

    if scheduler is not None and name is not ExecutorName.dask:
        remedy = "write --executor dask with it, or leave it out"
        raise UsageError("T003", "only Dask has a scheduler", where="--scheduler", remedy=remedy)
    n = workers or processors()
    match name:
        case ExecutorName.process:
            return InProcess(1)
        case ExecutorName.threads:
            return Threads(n)
        case ExecutorName.processes:
            return Processes(n)
        case ExecutorName.dask:
            return Dask(scheduler=scheduler, workers=n)
        case _:
            return None
