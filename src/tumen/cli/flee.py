"""``tumen flee``: folders of Flee, looked through and run; ``tumen import flee``: made into situations."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from tumen.cli import flee_run
from tumen.cli.flee_run import Flee, Folder, Hasten, NoCapacity, Rules
from tumen.cli.output import Talk, command

if TYPE_CHECKING:
    from tumen.interop.flee import FleeFolder

app = typer.Typer(help="Check and run folders of Flee, the peer project.", rich_markup_mode=None)
bring = typer.Typer(help="Make a situation of what another tool reads.", rich_markup_mode=None)
_STYLES = {"not supported": "red", "no effect in Flee either": "yellow"}


def check(talk: Talk, folder: Folder, flee: Flee = Rules.release) -> None:
    """Read a folder of Flee; say what becomes of each setting, and what somebody should look at."""
    from tumen.interop.flee import lint, read_folder

    read = read_folder(folder, flee.value)
    findings = lint(read)
    settings = [vars(setting) for setting in read.settings.written]
    for line in _about(read):
        talk.show(line)
    for setting in read.settings.written:
        told = f"  line {setting.line}: {setting.key} = {setting.written}: {setting.verdict}; {setting.why}"
        talk.show(told, style=_STYLES.get(setting.verdict, ""))
    for finding in findings:
        talk.show(f"{finding.kind}: {finding.message}\n  where: {finding.where}", style="yellow")
    talk.show(f"{len(findings)} {'finding' if len(findings) == 1 else 'findings'}; it can be run")
    whole = {**_counted(read), "settings": settings, "findings": [finding.as_dict() for finding in findings]}
    talk.data({"folder": str(folder), "flee": flee.value, **whole})


def flee(
    talk: Talk,
    folder: Folder,
    to: Annotated[Path, typer.Option("--to", help="Folder for the situation; it must not be there yet.")],
    flee: Flee = Rules.release,
    hasten: Hasten = None,
    no_capacity: NoCapacity = False,
) -> None:
    """Make an ordinary situation of a folder of Flee; every number points at the line that gives it."""
    from tumen.interop.flee import read_folder, situation_files
    from tumen.interop.flee.bring import write_situation

    read = read_folder(folder, flee.value, hasten=hasten, no_capacity=no_capacity)
    paths = write_situation(situation_files(read), to)
    talk.note(f"{to} now holds {len(paths)} files: look at them, then\n  tumen run {to}")
    talk.data({"folder": str(to), "from": str(folder), "files": [str(path) for path in paths]})


def _counted(read: FleeFolder) -> dict[str, Any]:
    return {
        "days": read.days,
        "first_day": read.period.first.isoformat(),
        "places": len(read.locations),
        "ways": len(read.links),
        "camps": len(read.camps),
        "people": sum(read.leaving.people),
    }


def _about(read: FleeFolder) -> list[str]:
    """Say what was read, in two lines."""
    counted = _counted(read)
    first = f"{read.name}, as {read.behaviour.name} reads it: {counted['days']} days from {counted['first_day']}"
    second = "{places} places, {camps} of them camps, {ways} ways; {people:,} people set out".format(**counted)
    return [first, second, "settings:"]


for _function in (check, flee_run.run, flee_run.suite):
    command(app)(_function)
command(bring)(flee)
