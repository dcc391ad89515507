"""Draws of a comparison that are finished, kept in a file, so that one that was interrupted can go on.

The first line says what is compared, each other is a draw. Lines are added whole, and each has a checksum of its own:
one that was cut off or damaged is left out, and its draw is run again.
"""

from __future__ import annotations

import warnings
from base64 import b64decode, b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tumen.comparison.design import Design
from tumen.comparison.drawn import Drawn, Task, shape_of
from tumen.ensemble.described import bits_depend_on, check_same
from tumen.ensemble.log import add_line, entry_of, line_of
from tumen.ensemble.store import HANDLING
from tumen.ensemble.unbroken import unbroken
from tumen.ensemble.writing import write_whole, writing
from tumen.errors import ResourceError

KEPT = "comparison.kept"
"""The file in the folder of a comparison."""
_DIGITS = 12


@dataclass(frozen=True)
class Kept:
    """The draws of a comparison that are kept in a file.

    Attributes:
        path: Of the file; None where nothing is kept.
        design: Of the comparison.
    """

    path: Path | None
    design: Design

    def add(self, task: Task, drawn: Drawn) -> None:
        """Keep a draw; a Ctrl-C waits for it.

        Raises:
            ResourceError: T801 if the disk is full, T802 if it cannot be written.
        """
        if self.path is None:
            return
        figures, values = (b64encode(array.tobytes()).decode() for array in (drawn.figures, drawn.values))
        with unbroken():
            add_line(self.path, {"world": task[0], "draw": task[1], "figures": figures, "values": values})

    def _read(self, entry: Mapping[str, Any]) -> tuple[Task, Drawn]:
        task = (entry["world"], entry["draw"])
        figures = _floats(entry["figures"]).reshape(shape_of(self.design, task[1]))
        return task, Drawn(figures, _floats(entry["values"]))

    def begun(self, *, force: bool) -> dict[Task, Drawn]:
        """Give the draws that are kept, or begin the file where there is none.

        Args:
            force: Whether to begin anew where something else is kept.

        Raises:
            UsageError: T009 if a comparison of another design is kept there, or other packages made it.
            ResourceError: T803 if nobody can tell what is kept, T801 or T802 if it cannot be written.
        """
        if self.path is None:
            return {}
        if not self.path.exists() or (force and not _is_of(self.path, self.design)):
            with writing(self.path):
                self.path.parent.mkdir(parents=True, exist_ok=True)
            write_whole(self.path, line_of(_described(self.design)))
        return self._gone_on_with(self.path)

    def _gone_on_with(self, path: Path) -> dict[Task, Drawn]:
        """Read the draws that are whole, and leave out all else, in the file too."""
        first, *texts, rest = path.read_bytes().split(b"\n")
        check_same(_first(path, first), _described(self.design), path)
        entries = [entry_of(text) for text in texts]
        whole = [text for text, entry in zip(texts, entries, strict=True) if entry is not None]
        if rest or len(whole) < len(texts):
            write_whole(path, b"".join(text + b"\n" for text in (first, *whole)))
        if len(whole) < len(texts):
            warnings.warn(f"{path.name} was changed or damaged: what it held is done again", stacklevel=2)
        found = dict(self._read(entry) for entry in entries if entry is not None)
        return {task: drawn for task, drawn in found.items() if task[1] < self.design.draws}


def let_go(path: Path) -> None:
    """Remove what is kept, when it is no longer needed."""
    with writing(path):
        path.unlink(missing_ok=True)


def _described(design: Design) -> dict[str, Any]:
    """Say what decides every bit of a draw; more draws leave those before as they are."""
    situation, span = design.model.situation, design.span
    return {
        "handling": HANDLING,
        **bits_depend_on(),
        "situation": situation.id,
        "digest of the situation": situation.digest[:_DIGITS],
        "hidden": str(None if situation.hidden is None else situation.hidden.as_dict()),
        "set": dict(sorted(design.model.changes.items())),
        "held": dict(design.held),
        "policies": ", ".join(design.policies[1:]),
        "worlds": ", ".join(design.worlds),
        "outcomes": ", ".join(span.outcomes),
        "span": f"{span.first} to {span.last}",
        "replicates": design.replicates,
        "seed": design.seed,
    }


def _first(path: Path, text: bytes) -> dict[str, Any]:
    entry = entry_of(text)
    if entry is None:
        remedy = "delete it, or replace it with --force: it is run again from the start"
        problem = f"{path.name} was changed or damaged: its first line, which says what is compared, is not whole"
        raise ResourceError("T803", problem, where=str(path), remedy=remedy)
    return entry


def _is_of(path: Path, design: Design) -> bool:
    """Say whether a file keeps draws of a design."""
    return entry_of(path.read_bytes().split(b"\n")[0]) == _described(design)


def _floats(text: str) -> NDArray[np.float64]:
    return np.frombuffer(b64decode(text), dtype=np.float64)
