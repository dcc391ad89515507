"""Flee folders of our own making, laid out as FabFlee ships them.

No folder of that layout is kept in the repository, so that none of somebody else's slips in: what is to be
``input_csv`` lies in ``input``.
"""

import atexit
import shutil
import tempfile
from functools import cache
from pathlib import Path

HERE = Path(__file__).parent / "flee"


@cache
def laid_out(name: str) -> Path:
    """Give a folder of tests/flee in Flee's layout, for as long as this process runs."""
    above = Path(tempfile.mkdtemp(prefix="tumen-flee-"))
    atexit.register(shutil.rmtree, above, ignore_errors=True)
    folder = above / name
    shutil.copytree(HERE / name, folder)
    (folder / "input").rename(folder / "input_csv")
    return folder
