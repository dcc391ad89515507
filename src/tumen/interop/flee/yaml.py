"""A YAML file as a tree of plain values that know their lines: YAML 1.2, without anything that runs or repeats."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, cast

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from tumen.interop.flee.lines import Reading
from tumen.situation.findings import Spot, shown

MOST_CHARACTERS = 200_000
DEEPEST = 20
_SAFE = frozenset(f"tag:yaml.org,2002:{kind}" for kind in ("null", "bool", "int", "float", "str", "seq", "map"))


@dataclass(frozen=True)
class Node:
    """A value.

    Attributes:
        line: On which it stands.
        kind: ``null``, ``bool``, ``int``, ``float``, ``str``, ``seq`` or ``map``, as YAML 1.2 understands it.
        text: Of a scalar, as written, without quotation marks.
        items: Of a list.
        table: Of a table.
    """

    line: int
    kind: str
    text: str = ""
    items: tuple[Node, ...] = ()
    table: dict[str, Node] = field(default_factory=dict[str, "Node"])


def read_yaml(reading: Reading, file: str) -> Node | None:
    """Read a YAML file whose outermost value is a table.

    Args:
        reading: The folder; problems are added to it.
        file: Path inside the folder.

    Returns:
        The table, an empty one where the file says nothing; None where it cannot be read.
    """
    text = reading.text(file)
    if text is None:
        return None
    if len(text) > MOST_CHARACTERS:
        words = f"the file has more than {MOST_CHARACTERS:,} characters", "keep the settings of Flee alone in it"
        reading.problem(Spot(file), "T281", words)
        return None
    try:
        return _tree(reading, file, text)
    except MarkedYAMLError as error:
        said = cast(Any, error)
        mark = said.problem_mark or said.context_mark
        line = None if mark is None else int(mark.line) + 1
        words = f"the file is no YAML: {said.problem or said.context}", "mend the line, or the one before it"
        reading.problem(Spot(file, row=line), "T281", words)
    except (YAMLError, ValueError, RecursionError) as error:
        words = f"the file is no YAML: {shown(error).strip(chr(39))}", "write keys and values, as in softening: 10.0"
        reading.problem(Spot(file), "T281", words)
    return None


def _tree(reading: Reading, file: str, text: str) -> Node | None:
    yaml = cast(Any, YAML(typ="safe", pure=True))
    refused = next(_refused(yaml, text), None)
    if refused is not None:
        line, words = refused
        reading.problem(Spot(file, row=line), "T281", words)
        return None
    root = yaml.compose(text)
    if root is None or (root.id == "scalar" and not root.value):
        return Node(1, "map")
    if root.id != "mapping":
        words = "the file is no table of settings", "write sections such as move_rules, and keys below them"
        reading.problem(Spot(file, row=1), "T281", words)
        return None
    return _node(reading, file, root)


def _refused(yaml: Any, text: str) -> Iterator[tuple[int, tuple[str, str]]]:  # noqa: ANN401
    """Say what may not be in the file, from the events of the parser: nothing is built yet."""
    depth = 0
    for event in yaml.parse(text):
        name, line = type(event).__name__, int(event.start_mark.line) + 1
        depth += name.endswith(("MappingStartEvent", "SequenceStartEvent"))
        depth -= name.endswith(("MappingEndEvent", "SequenceEndEvent"))
        if name == "AliasEvent" or getattr(event, "anchor", None):
            yield line, ("there is an anchor or an alias", "write the value out wherever it is meant")
        if getattr(event, "version", None) not in (None, (1, 2)):
            yield line, ("the file asks for another YAML than 1.2", "take the line out")
        if depth > DEEPEST:
            yield line, ("tables or lists are nested too deep", "flatten them")
        if str(event.tag or "") not in _SAFE | {"", "None"} if hasattr(event, "tag") else False:
            yield line, (f"there is a tag {shown(event.tag)}", "take it out: values are plain")


def _node(reading: Reading, file: str, node: Any) -> Node:  # noqa: ANN401
    line, kind = int(node.start_mark.line) + 1, str(node.tag).rpartition(":")[2]
    if node.id == "scalar":
        return Node(line, kind if kind in ("null", "bool", "int", "float") else "str", text=str(node.value))
    if node.id == "sequence":
        return Node(line, "seq", items=tuple(_node(reading, file, item) for item in node.value))
    table: dict[str, Node] = {}
    for key, value in node.value:
        name, row = str(key.value) if key.id == "scalar" else "", int(key.start_mark.line) + 1
        if key.id != "scalar" or name in table:
            message = f"the key {shown(name)} stands twice" if key.id == "scalar" else "a key is no word"
            reading.problem(Spot(file, name, row), "T281", (message, "keep one of the two" if name else "write a word"))
            continue
        table[name] = _at(row, _node(reading, file, value))
    return Node(line, "map", table=table)


def _at(line: int, node: Node) -> Node:
    """Give a value the line of its key: that of nothing would be the next one."""
    return Node(line, node.kind, node.text, node.items, node.table)
