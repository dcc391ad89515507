"""Write docs/validation.md: figures kept back to test the model, answered from the prior predictive of the flagship.

.venv/bin/python tools/validation_page.py             run 200 draws in each world (some minutes) and write
.venv/bin/python tools/validation_page.py --quick     run fewer
.venv/bin/python tools/validation_page.py --rewrite   write the page again from what was measured; run nothing
.venv/bin/python tools/validation_page.py --check     say whether the page is made of what was measured; write nothing
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from marked_page import kept, written
from validation_rows import behind, read_asked
from validation_run import measured, read, write
from validation_tables import tables

from tumen.situation import read_situation

SITUATION = "dprk-china"
PAGE = Path(__file__).parents[1] / "docs" / "validation.md"
DATA = PAGE.with_suffix(".json")
DRAWS, QUICK = 200, 20


def main(arguments: Sequence[str]) -> int:
    """Measure and write, or check; 1 if the page was to be checked and is stale."""
    chosen = _parsed(arguments)
    situation, asked = read_situation(SITUATION), read_asked()
    known = behind(situation)
    if not (chosen.check or chosen.rewrite):
        draws = QUICK if chosen.quick else chosen.draws
        write(DATA, measured(situation, list(asked.targets), known, draws=draws))
    new = written(PAGE.read_text(encoding="utf-8"), tables(asked, read(DATA), known))
    return kept(PAGE, new, check=chosen.check, script=Path(__file__).name)


def _parsed(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--draws", type=int, default=DRAWS, help="samples of the parameters in each world")
    parser.add_argument("--quick", action="store_true", help=f"{QUICK} draws, to see whether it works")
    parser.add_argument("--rewrite", action="store_true", help="run nothing, write the page from what was measured")
    parser.add_argument("--check", action="store_true", help="write nothing, and fail if the page is stale")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
