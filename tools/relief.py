"""Write the figures of docs/relief.md: where 5,000 more places relieve most, on a public conflict.

.venv/bin/python tools/relief.py FOLDER             run FOLDER (tools/relief_folder.py makes it) and write
.venv/bin/python tools/relief.py FOLDER --futures 20   run fewer futures
.venv/bin/python tools/relief.py --rewrite          write the page again from what was measured; run nothing
.venv/bin/python tools/relief.py --check            say whether the page is made of what was measured; write nothing
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from marked_page import kept, written
from relief_run import measured
from relief_tables import tables

from tumen.situation import read_situation

PAGE = Path(__file__).parents[1] / "docs" / "relief.md"
DATA = PAGE.with_suffix(".json")
FUTURES = 100


def main(arguments: Sequence[str]) -> int:
    """Measure and write, or check; 1 if the page was to be checked and is stale."""
    chosen = _parsed(arguments)
    if chosen.folder is not None:
        found = measured(read_situation(chosen.folder), futures=chosen.futures)
        DATA.write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    new = written(PAGE.read_text(encoding="utf-8"), tables(json.loads(DATA.read_text(encoding="utf-8"))))
    return kept(PAGE, new, check=chosen.check, script=Path(__file__).name)


def _parsed(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, nargs="?", help="made by tools/relief_folder.py; none: run nothing")
    parser.add_argument("--futures", type=int, default=FUTURES, help="samples of the numbers that nobody knows")
    parser.add_argument("--rewrite", action="store_true", help="run nothing, write the page from what was measured")
    parser.add_argument("--check", action="store_true", help="write nothing, and fail if the page is stale")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
