"""The recorded cases of what can be wrong in a situation folder, and how to make one."""

import shutil
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
BASE = HERE / "base"
JOURNEY = HERE.parent / "journey" / "three-places"
BASES = {"base": BASE, "journey": JOURNEY}


@dataclass(frozen=True)
class Case:
    """A folder with something wrong in it, and what is said of it.

    Attributes:
        name: What is wrong.
        edits: What to change in the base: a file with ``old`` and ``new``, ``append``, ``text``, ``delete``,
            ``folder`` or ``megabytes``; ``latin1`` for another encoding.
        says: All problems, word by word.
        base: One of `BASES`.
    """

    name: str
    edits: tuple[dict[str, Any], ...]
    says: str
    base: str = "base"


def cases() -> list[Case]:
    recorded = tomllib.loads((HERE / "cases.toml").read_text(encoding="utf-8"))
    return [
        Case(case["name"], tuple(case["edits"]), case["says"], case.get("base", "base")) for case in recorded["case"]
    ]


def make(case: Case, folder: Path) -> Path:
    """Make the folder of a case inside `folder`."""
    made = folder / "situation"
    shutil.copytree(BASES[case.base], made)
    for edit in case.edits:
        apply(made, edit)
    return made


def apply(folder: Path, edit: dict[str, Any]) -> None:
    """Change one file; what is to be replaced must stand there."""
    path = folder / edit["file"]
    match edit:
        case {"delete": True}:
            path.unlink()
        case {"folder": True}:
            path.unlink()
            path.mkdir()
        case {"text": text}:
            path.write_bytes(text.encode())
        case {"append": text}:
            path.write_bytes(path.read_bytes() + text.encode())
        case {"megabytes": size}:
            path.write_bytes(path.read_bytes() + b"\n" * (size * 1_000_000))
        case {"old": old, "new": new}:
            encoding = "latin-1" if edit.get("latin1") else "utf-8"
            text = path.read_bytes()
            assert old.encode() in text, f"{old!r} does not stand in {path.name}"
            path.write_bytes(text.replace(old.encode(), new.encode(encoding), 1))
        case _:
            raise ValueError(edit)
