"""The commands: parse, call the public verbs, print. Whatever takes long to import is imported when a command runs."""

from __future__ import annotations

import gc
import sys
from collections.abc import Sequence
from io import TextIOWrapper
from typing import Annotated

import typer

from tumen import __version__
from tumen.cli import argue, compare, doctor, evidence, export, failures, flee, law, look, run, template
from tumen.cli.output import command

app = typer.Typer(
    name="tumen",
    help="Simulate forced displacement: how many people are where, in every world that the sources leave open.",
    add_completion=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _print_version(wanted: bool) -> None:
    """Print the version and end."""
    if wanted:
        print(__version__)
        raise typer.Exit


@app.callback()
def _tumen(
    version: Annotated[
        bool, typer.Option("--version", help="Print the version.", is_eager=True, callback=_print_version)
    ] = False,
) -> None:
    """Simulate forced displacement: how many people are where, in every world that the sources leave open."""


for _function in (
    run.demo,
    run.run,
    run.resume,
    compare.compare,
    argue.argue,
    template.init,
    look.check,
    look.trace,
    law.law,
    look.schema,
    look.explain,
    doctor.doctor,
    look.version,
):
    command(app)(_function)
app.add_typer(evidence.app, name="evidence")
app.add_typer(export.app, name="export")
app.add_typer(flee.app, name="flee")
app.add_typer(flee.bring, name="import")


_OBJECTS = 100_000


def main(arguments: Sequence[str] | None = None) -> None:
    """Run a command and end with its exit code; the entry point of ``tumen``."""
    # Nearly all that is loaded stays: looking through it for rubbish as often as Python does takes half a second.
    gc.set_threshold(_OBJECTS)
    sys.exit(exit_code(sys.argv[1:] if arguments is None else arguments))


def exit_code(arguments: Sequence[str]) -> int:
    """Run a command.

    Returns:
        0 done, 1 a fault of ours, 2 wrong usage, 3 situation or data invalid, 5 some futures failed, 6 refused for
        safety, 7 out of disk or memory, 130 interrupted.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")  # a terminal that lacks a letter must not end a run
    try:
        code = app(list(arguments) or ["--help"], prog_name="tumen", standalone_mode=False)
    except KeyboardInterrupt:
        code = failures.INTERRUPTED
    except BrokenPipeError:
        return failures.quiet_pipe()
    except Exception as error:  # noqa: BLE001  the last place that can turn an error into words
        return failures.report(error, arguments)
    if code == failures.INTERRUPTED:
        print(failures.STOPPED, file=sys.stderr)
    return code or 0
