"""Write docs/findings.md: what becomes of what each text expects of its options, and where the two part.

.venv/bin/python tools/findings.py                run 500 futures a world of each comparison, and write
.venv/bin/python tools/findings.py --futures 20   run fewer
.venv/bin/python tools/findings.py --keep DIR     keep draws in DIR; given again, it goes on where it stopped
.venv/bin/python tools/findings.py --rewrite      write the page again from what was measured; run nothing
.venv/bin/python tools/findings.py --check        say whether the page is made of what was measured; write nothing
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from findings_boundary import bounded
from findings_run import Data, asked, fingerprint, measured, read, study, write
from findings_words import words
from marked_page import kept, written

from tumen.comparison.reproduced import reproduced
from tumen.model import build
from tumen.situation import Situation, read_situation

SITUATION = "dprk-china"
PAGE = Path(__file__).parents[1] / "docs" / "findings.md"
DATA = PAGE.with_suffix(".json")
FUTURES, DRAWS = 500, 50
BROKEN_OFF = 130


def main(arguments: Sequence[str]) -> int:
    """Measure and write, or check; 1 if the page was to be checked and is stale."""
    chosen = _parsed(arguments)
    situation = read_situation(SITUATION)
    if not (chosen.check or chosen.rewrite):
        try:
            data, pictures = _measured(situation, chosen)
        except KeyboardInterrupt:
            _say(f"broken off; {'the same command goes on with it' if chosen.keep else 'nothing was kept, see --keep'}")
            return BROKEN_OFF
        _write(data, pictures)
    data = read(DATA)
    if chosen.check and data["asked"] != asked(situation):
        sys.stderr.write(f"options or what is expected of them have changed: run {Path(__file__).name}\n")
        return 1
    new = written(PAGE.read_text(encoding="utf-8"), words(situation, data))
    return kept(PAGE, new, check=chosen.check, script=Path(__file__).name)


def _write(data: Data, pictures: Mapping[str, str]) -> None:
    """Write the figures, and take away those of before."""
    write(DATA, data)
    for old in PAGE.parent.glob(f"{PAGE.stem}-*.svg"):
        old.unlink()
    for name, svg in pictures.items():
        PAGE.with_name(name).write_text(svg, encoding="utf-8", newline="\n")


def _measured(situation: Situation, chosen: argparse.Namespace) -> tuple[Data, Mapping[str, str]]:
    """Run all that is told: what is kept in the file, and the figures by name."""
    model = build(situation)
    found = reproduced(model, **study(chosen.keep, draws=chosen.futures, progress=_progress, tell=_say))
    boundaries, pictures = bounded(model, chosen.keep, draws=chosen.boundary, progress=_progress)
    return {**measured(found), "fingerprint": fingerprint(model), "boundaries": boundaries}, pictures


def _say(text: str) -> None:
    sys.stderr.write(f"\r{text}\n")


def _progress(done: int, of: int) -> None:
    sys.stderr.write(f"\r{done} of {of} draws ")
    sys.stderr.flush()


def _parsed(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--futures", type=int, default=FUTURES, help="draws in each world of each comparison")
    parser.add_argument("--boundary", type=int, default=DRAWS, help="draws in each world at each point of a boundary")
    parser.add_argument("--keep", type=Path, help="folder for draws that are done, so that a run can go on")
    parser.add_argument("--rewrite", action="store_true", help="run nothing, write the page from what was measured")
    parser.add_argument("--check", action="store_true", help="write nothing, and fail if the page is stale")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
