"""The rules of the format, one module for each part of a situation."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from tumen.errors import Problem
from tumen.situation.draft import Draft

EVERY: tuple[Callable[[Draft], Iterator[Problem]], ...] = ()
"""All checks; each gives the problems it finds."""
