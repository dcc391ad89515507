"""One screen for a function, one sitting for a file."""

import ast
import io
import tokenize
import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[1] / "src" / "tumen"

FUNCTION_LINES = 30
FILE_LINES = 300
FILE_LINES_AT_MOST = 330
ARGUMENTS = 5
POSITIONAL = 3

# In commands an option is an argument; compiled functions take plain arrays and no structures that would bundle them.
MANY_ARGUMENTS = ("cli.py", "cli/", "kernels/")

Function = ast.FunctionDef | ast.AsyncFunctionDef

NO_CODE = {
    tokenize.COMMENT,
    tokenize.NL,
    tokenize.NEWLINE,
    tokenize.INDENT,
    tokenize.DEDENT,
    tokenize.ENCODING,
    tokenize.ENDMARKER,
}


def functions(tree: ast.AST) -> Iterator[Function]:
    """Give every function, methods and nested ones included."""
    return (node for node in ast.walk(tree) if isinstance(node, Function))


def code_lines(text: str) -> set[int]:
    """Give the lines that hold code: no docstring, no comment, no blank line."""
    tokens = tokenize.generate_tokens(io.StringIO(text).readline)
    lines = {line for t in tokens if t.type not in NO_CODE for line in range(t.start[0], t.end[0] + 1)}
    for node in ast.walk(ast.parse(text)):
        if (
            isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
            and ast.get_docstring(node) is not None
        ):
            doc = node.body[0]
            lines -= set(range(doc.lineno, (doc.end_lineno or doc.lineno) + 1))
    return lines


def long_functions(text: str) -> list[str]:
    """Name the functions with more lines of code than fit a screen; those of ``def`` count, decorators do not."""
    lines = code_lines(text)
    sizes = {f: len(lines.intersection(range(f.lineno, (f.end_lineno or 0) + 1))) for f in functions(ast.parse(text))}
    return [f"line {f.lineno}: {f.name} has {size} lines of code" for f, size in sizes.items() if size > FUNCTION_LINES]


def arguments(function: Function) -> tuple[int, int]:
    """Count all arguments, and the positional ones; ``self`` and ``cls`` apart."""
    spec = function.args
    positional = [arg.arg for arg in spec.posonlyargs + spec.args]
    own = len(positional) - (positional[:1] in (["self"], ["cls"]))
    return own + len(spec.kwonlyargs), own


def wide_functions(text: str) -> list[str]:
    """Name the functions that take too much."""
    counts = {f: arguments(f) for f in functions(ast.parse(text))}
    return [
        f"line {f.lineno}: {f.name} takes {total} arguments, {positional} of them positional"
        for f, (total, positional) in counts.items()
        if total > ARGUMENTS or positional > POSITIONAL
    ]


def sources() -> dict[str, str]:
    """Give the text of each file of the package by its name."""
    paths = sorted(SOURCE.rglob("*.py"))
    return {path.relative_to(SOURCE).as_posix(): path.read_text(encoding="utf-8") for path in paths}


def test_a_function_fits_a_screen():
    faults = [f"{name}, {fault}" for name, text in sources().items() for fault in long_functions(text)]
    assert not faults, "\n".join(faults)


def test_a_function_takes_few_arguments():
    narrow = {name: text for name, text in sources().items() if not name.startswith(MANY_ARGUMENTS)}
    faults = [f"{name}, {fault}" for name, text in narrow.items() for fault in wide_functions(text)]
    assert not faults, "\n".join(faults)


@pytest.mark.filterwarnings("always::UserWarning")
def test_a_file_is_read_in_one_sitting():
    sizes = {name: len(text.splitlines()) for name, text in sources().items()}
    full = {name: size for name, size in sizes.items() if size > FILE_LINES}
    if full:
        warnings.warn(f"more than {FILE_LINES} lines, split before they grow: {full}", stacklevel=1)
    assert {name: size for name, size in full.items() if size > FILE_LINES_AT_MOST} == {}


SAMPLE = '''
"""A module."""


class Box:
    """A class."""

    def open(self, one, two, three, *, four, five):
        """Say it in
        three
        lines.
        """
        # a comment

        text = """two
        lines"""

        def inner(a, b, c, d):
            return a

        return inner, text
'''


def test_docstrings_comments_and_blank_lines_are_no_code(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(globals(), "FUNCTION_LINES", 5)
    assert long_functions(SAMPLE) == ["line 8: open has 6 lines of code"]


def test_self_is_no_argument():
    assert wide_functions(SAMPLE) == ["line 18: inner takes 4 arguments, 4 of them positional"]
