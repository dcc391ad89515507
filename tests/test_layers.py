"""Imports go down the table, and never in a circle."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "src" / "tumen"

LAYERS = {
    9: "cli web",
    8: "report export",
    7: "forecast comparison argument consistency",
    6: "calibration",
    5: "measurement accounting peers",
    4: "ensemble",
    3: "model engine interop trace",
    2: "situation process",
    1: "evidence law world policy",
    0: "errors streams cells kernels",
}
LAYER_OF = {unit: layer for layer, units in LAYERS.items() for unit in units.split()}

# They hold data: no code may lie in them but an `__init__.py`.
DATA = {"situations"}

# The public face of the package and its entry point see everything; nothing inside imports them, save the version.
FACES = {"__init__", "__main__"}

Graph = dict[str, set[str]]


def modules(package: Path) -> dict[str, Path]:
    """Give the file of each module, by its dotted name below the package: ``engine``, ``kernels.compete``."""
    found = {}
    for path in sorted(package.rglob("*.py")):
        parts = path.relative_to(package).with_suffix("").parts
        name = ".".join(parts[:-1] if parts[-1] == "__init__" and len(parts) > 1 else parts)
        if name not in FACES:
            found[name] = path
    return found


def unit_of(module: str) -> str:
    """Name the table entry that a module belongs to; ``model_anchors.py`` is a part of ``model``."""
    first = module.split(".", maxsplit=1)[0]
    return next((unit for unit in LAYER_OF if first.startswith(f"{unit}_")), first)


def imported(tree: ast.AST, package: tuple[str, ...]) -> Iterator[tuple[int, str]]:
    """Give line and dotted name of whatever a module imports; `package` holds it, for ``from . import``."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            start = package[: len(package) + 1 - node.level] if node.level else ()
            base = ".".join([*start, *filter(None, [node.module])])
            yield from ((node.lineno, f"{base}.{alias.name}") for alias in node.names)


def resolve(name: str, known: dict[str, Path]) -> str | None:
    """Find the module of ours that an imported name leads to: the longest known beginning; "" is the public face."""
    if name != "tumen" and not name.startswith("tumen."):
        return None
    parts = name.split(".")[1:]
    starts = (".".join(parts[:n]) for n in range(len(parts), 0, -1))
    missing = parts[0] if len(parts) > 1 else ""  # a module that is not there has its place in the table all the same
    return next((start for start in starts if start in known), missing)


def faults_of(module: str, path: Path, known: dict[str, Path]) -> tuple[set[str], list[str]]:
    """Give what a module imports of ours, and a line for each import that goes the wrong way."""
    inside = module.split(".") if path.stem == "__init__" else module.split(".")[:-1]
    seen, faults = set[str](), list[str]()
    for line, name in imported(ast.parse(path.read_text(encoding="utf-8")), ("tumen", *inside)):
        target = resolve(name, known)
        if target is None or name == "tumen.__version__":
            continue
        if target == "":
            faults.append(f"{module}:{line} imports {name}: name the module it lies in, not the public face")
        elif target != module:
            seen.add(target)
            faults += upward(module, line, target)
    return seen, faults


def upward(module: str, line: int, target: str) -> list[str]:
    """Say that an import goes up, where both ends are in the table."""
    here, there = LAYER_OF.get(unit_of(module)), LAYER_OF.get(unit_of(target))
    if here is None or there is None or there <= here:
        return []
    return [f"{module}:{line} (layer {here}) imports {target} (layer {there}): imports go down"]


def unlisted(known: dict[str, Path]) -> list[str]:
    """Say which modules have no place in the table."""
    faults = []
    for module, path in known.items():
        unit = unit_of(module)
        is_data = unit in DATA and path.stem == "__init__"
        if unit not in LAYER_OF and not is_data:
            faults.append(f"{module} is in no layer: give {unit!r} a place in the table of tests/test_layers.py")
    return faults


def circles(graph: Graph) -> list[str]:
    """Name a circle for each strand of the graph that runs into itself."""
    done, found = set[str](), list[str]()

    def walk(node: str, trail: tuple[str, ...]) -> None:
        if node in trail:
            circle = trail[trail.index(node) :]
            start = circle.index(min(circle))
            found.append(" → ".join([*circle[start:], *circle[: start + 1]]))
        elif node not in done:
            for target in sorted(graph.get(node, ())):
                walk(target, (*trail, node))
            done.add(node)

    for node in sorted(graph):
        walk(node, ())
    return found


def between_units(graph: Graph) -> Graph:
    """Fold the graph of modules into one of table entries: two of them must not need each other, by whatever files."""
    folded: Graph = {}
    for module, targets in graph.items():
        here = unit_of(module)
        folded.setdefault(here, set()).update({unit_of(target) for target in targets} - {here})
    return folded


def check(package: Path) -> list[str]:
    """List all that is wrong with the imports of a package."""
    known = modules(package)
    faults, graph = unlisted(known), Graph()
    for module, path in known.items():
        seen, wrong = faults_of(module, path, known)
        faults += wrong
        # A package re-exports its modules, which may lean on each other through it: no circle by itself.
        graph[module] = set() if path.stem == "__init__" else seen
    rounds = {f"imports run in a circle: {circle}" for circle in circles(graph) + circles(between_units(graph))}
    return faults + sorted(rounds)


def test_imports_go_down_and_never_in_a_circle():
    faults = check(PACKAGE)
    assert not faults, "\n".join(faults)


def write(package: Path, files: dict[str, str]) -> Path:
    """Make a small package."""
    for name, text in files.items():
        path = package / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return package


GOOD = {
    "__init__.py": "from tumen import cli",
    "errors.py": "import json",
    "kernels/__init__.py": "from tumen.kernels import compete as compete",
    "kernels/compete.py": "from tumen.kernels.philox import words",
    "kernels/philox.py": "import numpy as np",
    "streams.py": "from tumen import errors\nfrom tumen.kernels import philox",
    "model_anchors.py": "from tumen.engine import step",
    "engine.py": "from tumen.streams import uniform",
    "situations/__init__.py": "",
    "cli.py": "from tumen import __version__\ndef main():\n    from tumen import model_anchors",
}

BAD = {
    "up": ({"errors.py": "import tumen.cli"}, r"errors:1 \(layer 0\) imports cli \(layer 9\)"),
    "up, inside a function": ({"world.py": "def f():\n    from tumen.model import x"}, r"world:2 .*layer 3"),
    "up, for types only": ({"world.py": "if TYPE_CHECKING:\n    from tumen import model_anchors"}, "world:2"),
    "up, from a package": (
        {"kernels/__init__.py": "from tumen import engine"},
        r"kernels:1 \(layer 0\) imports engine",
    ),
    "up, relative": ({"kernels/compete.py": "from ..engine import step"}, r"kernels.compete:1 .* imports engine"),
    "circle of two modules": ({"engine.py": "import tumen.model_anchors"}, "circle: engine → model_anchors → engine"),
    "circle in a package": (
        {"kernels/philox.py": "from tumen.kernels.compete import x"},
        "kernels.compete → kernels.philox → kernels.compete",
    ),
    "circle of two packages": (
        {"kernels/other.py": "from tumen.streams import x", "streams.py": "from tumen.kernels.philox import y"},
        "circle: kernels → streams → kernels",
    ),
    "not in the table": ({"helpers.py": ""}, "helpers is in no layer: give 'helpers' a place"),
    "code among data": ({"situations/tool.py": ""}, "situations.tool is in no layer"),
    "the public face": ({"cells.py": "from tumen import run"}, "cells:1 imports tumen.run: name the module"),
}


def test_a_good_package_passes(tmp_path: Path):
    assert check(write(tmp_path, GOOD)) == []


@pytest.mark.parametrize("case", BAD)
def test_a_bad_import_is_caught(case: str, tmp_path: Path):
    files, words = BAD[case]
    faults = check(write(tmp_path, GOOD | files))
    assert re.search(words, "\n".join(faults))
