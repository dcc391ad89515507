"""How commands speak: talk on stderr, data on stdout, `--json` and its like on every command."""

from __future__ import annotations

import functools
import inspect
import json as jsonlib
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any, TextIO

import typer

from tumen import __version__

if TYPE_CHECKING:
    from rich.console import Console

SCHEMA_VERSION = 1

Json = Annotated[bool, typer.Option("--json", help="Print one JSON object on stdout.")]
Quiet = Annotated[bool, typer.Option("--quiet", help="Print nothing but results and errors.")]
NoColor = Annotated[bool, typer.Option("--no-color", help="No colours; NO_COLOR does the same.")]
Debug = Annotated[bool, typer.Option("--debug", help="Show the traceback of an error.")]
_SHARED = {"json": Json, "quiet": Quiet, "no_color": NoColor, "debug": Debug}


@dataclass(frozen=True)
class Talk:
    """Where a command puts its words.

    Attributes:
        json: Whether stdout carries one JSON object and nothing else.
        quiet: Whether talk is left out.
        no_color: Whether colours are left out.
    """

    json: bool = False
    quiet: bool = False
    no_color: bool = False

    def note(self, text: str, style: str = "") -> None:
        """Say something on stderr."""
        if not self.quiet:
            self.stderr().print(text, style=style or None, markup=False)

    def warn(self, text: str) -> None:
        """Say on stderr what must not be missed."""
        self.stderr().print(text, style="yellow", markup=False)

    def show(self, text: str, style: str = "") -> None:
        """Print a result on stdout, where it is for people."""
        if not self.json:
            self.console(sys.stdout).print(text, style=style or None, markup=False)

    def data(self, content: Mapping[str, Any]) -> None:
        """Print a result on stdout, where it is for programs."""
        if self.json:
            print(as_json(content))

    def stderr(self) -> Console:
        """Give the console for talk."""
        return self.console(sys.stderr)

    def console(self, file: TextIO, width: int | None = None) -> Console:
        """Give a console that writes lines as they are, however long; with a `width`, one that fills it."""
        from rich.console import Console

        no_color = True if self.no_color else None
        return Console(file=file, no_color=no_color, highlight=False, soft_wrap=width is None, width=width, emoji=False)

    @contextmanager
    def warnings(self) -> Iterator[None]:
        """Say on stderr, in a line, whatever the packages below warn of."""
        import warnings

        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("default")
            yield
        for warning in caught:
            if issubclass(warning.category, UserWarning | RuntimeWarning):  # not what developers tell each other
                self.warn(f"warning: {warning.message}")


def as_json(content: Mapping[str, Any]) -> str:
    """Write one JSON object, with the versions that every one of ours carries; all characters are ASCII."""
    whole = {"schema_version": SCHEMA_VERSION, "version": __version__, **content}
    return jsonlib.dumps(whole, allow_nan=False, indent=2)


def command(
    app: typer.Typer, name: str | None = None
) -> Callable[[Callable[..., int | None]], Callable[..., int | None]]:
    """Make a function a command: its first argument becomes a `Talk`, made from options that all commands share.

    The command is called `name`, or like the function.
    What the function returns is the exit code; None is 0.
    """

    def register(function: Callable[..., int | None]) -> Callable[..., int | None]:
        @functools.wraps(function)
        def call(*, json: bool, quiet: bool, no_color: bool, debug: bool, **values: object) -> int | None:
            del debug  # main() reads it
            talk = Talk(json, quiet, no_color)
            with talk.warnings():
                return function(talk, **values)

        signature = inspect.signature(function, eval_str=True)
        keyword = inspect.Parameter.KEYWORD_ONLY
        own = [p.replace(kind=keyword) for p in list(signature.parameters.values())[1:]]
        shared = [inspect.Parameter(n, keyword, default=False, annotation=a) for n, a in _SHARED.items()]
        call.__signature__ = signature.replace(parameters=[*own, *shared])  # type: ignore[attr-defined]
        call.__annotations__ = {p.name: p.annotation for p in (*own, *shared)}
        del call.__wrapped__
        app.command(name)(call)
        return function

    return register
