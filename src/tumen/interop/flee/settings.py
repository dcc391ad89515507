"""From simsetting.yml to values, each key with what becomes of it: none is passed over in silence."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from tumen.interop.flee.known_settings import SECTIONS, TOP, Key
from tumen.interop.flee.lines import Reading
from tumen.interop.flee.versions import BEHAVIOUR, Version
from tumen.interop.flee.yaml import Node, read_yaml
from tumen.situation.findings import Spot, instead, shown

FILE = "simsetting.yml"
_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?", re.ASCII)
_OCTAL = re.compile(r"[+-]?0\d+", re.ASCII)
_FLAGS = {"true": True, "false": False, "1": True, "0": False}
_LONGEST = 40

Value = float | int | bool | tuple[float, ...] | None
Verdict = Literal["used", "no effect in Flee either", "not supported"]


@dataclass(frozen=True)
class Setting:
    """A key of simsetting.yml.

    Attributes:
        key: Its path, as in ``move_rules.softening``.
        line: On which it stands.
        written: Its value as written.
        verdict: What becomes of it.
        why: In a few words.
    """

    key: str
    line: int
    written: str
    verdict: Verdict
    why: str


@dataclass(frozen=True)
class Settings:
    """All settings.

    Attributes:
        values: Key with its section → value, Flee's default where the file does not say; those that are used.
        written: Every key that stands in the file, in its order.
    """

    values: Mapping[str, Value]
    written: tuple[Setting, ...]

    def number(self, key: str) -> float:
        """Give a number."""
        value = self.values[key]
        return float(value) if isinstance(value, int | float) else 0.0

    def switch(self, key: str) -> bool:
        """Say whether something is switched on."""
        return self.values[key] is True

    def numbers(self, key: str) -> tuple[float, ...]:
        """Give a list; none where there is none."""
        value = self.values[key]
        return value if isinstance(value, tuple) else ()

    def line(self, key: str) -> int | None:
        """Give the line of a key; None where the file does not say it."""
        return next((setting.line for setting in self.written if setting.key == key), None)


def read_settings(reading: Reading, version: Version) -> Settings | None:
    """Read the settings; None, and problems, where the file cannot be read.

    Args:
        reading: The folder; problems are added to it.
        version: Of Flee.
    """
    root = read_yaml(reading, FILE)
    if root is None:
        return None
    written: list[Setting] = []
    values = _defaults()
    for path, node, known in _keys(reading, root):
        setting, value = _read(reading, (path, node), known=known, version=version)
        written.append(setting)
        if setting.verdict == "used" and path in values:
            values[path] = value if value is not None else values[path]
    if values["move_rules.use_v1_rules"] is True:
        values |= _FIRST
    return Settings(values, tuple(written))


_FIRST: Mapping[str, Value] = {
    "move_rules.max_move_speed": 200.0,
    "move_rules.start_on_foot": False,
    "move_rules.avoid_short_stints": False,
    "move_rules.camp_weight": 2.0,
    "move_rules.conflict_weight": 0.25,
}
"""What `use_v1_rules` sets, whatever else the file says."""
FORCED = frozenset(_FIRST)


def _defaults() -> dict[str, Value]:
    every = {f"{section}.{name}": key for section, keys in SECTIONS.items() for name, key in keys.items()}
    return {path: key.default for path, key in every.items() if key.becomes == "used"}


def _keys(reading: Reading, root: Node) -> Iterator[tuple[str, Node, Key]]:
    """Give each key that Flee knows; for every other a problem."""
    for name, node in root.table.items():
        if name in TOP:
            yield name, node, TOP[name]
        elif name not in SECTIONS:
            words = f"Flee has no setting {shown(name)}", _meant(name, "")
            reading.problem(Spot(FILE, name, node.line), "T285", words)
        elif node.kind not in ("map", "null"):
            words = f"{name} is no section", "write its keys below it, two blanks further in"
            reading.problem(Spot(FILE, name, node.line), "T286", words)
        else:
            yield from _of_section(reading, name, node)


def _of_section(reading: Reading, section: str, node: Node) -> Iterator[tuple[str, Node, Key]]:
    for name, value in node.table.items():
        path = f"{section}.{name}"
        if name in SECTIONS[section]:
            yield path, value, SECTIONS[section][name]
        else:
            words = f"Flee has no setting {shown(path)}, and would pass over it", _meant(name, section)
            reading.problem(Spot(FILE, path, value.line), "T285", words)


def _meant(name: str, section: str) -> str:
    """Say what to write instead: the key may also belong to another section."""
    other = next((s for s, keys in SECTIONS.items() if name in keys and s != section), None)
    if other is not None:
        return f"put it below {other}"
    own = [*SECTIONS[section]] if section else [*SECTIONS, *TOP]
    return instead(name, own)


def _read(reading: Reading, at: tuple[str, Node], *, known: Key, version: Version) -> tuple[Setting, Value]:
    """Give a key with its verdict, and its value where it is used."""
    path, node = at
    text = _as_written(node)
    if version not in known.versions:
        why = f"{BEHAVIOUR[version].name} does not know it"
        return Setting(path, node.line, text, "no effect in Flee either", why), None
    if known.becomes == "nothing":
        return Setting(path, node.line, text, "no effect in Flee either", known.why), None
    value = _value(reading, at, known)
    on = node.kind != "null" if known.becomes == "refused" else bool(value)
    if known.becomes == "used":
        return Setting(path, node.line, text, "used", known.why), value
    if not on:
        return Setting(path, node.line, text, "used", "it is off, as here"), None
    words = f"{path} is not supported, and would change results: {known.why}", "switch it off, or run this in Flee"
    reading.problem(Spot(FILE, path, node.line), "T287", words)
    return Setting(path, node.line, text, "not supported", known.why), None


def _as_written(node: Node) -> str:
    if node.kind == "seq":
        return "[" + ", ".join(item.text or "…" for item in node.items[:_LONGEST]) + "]"
    return "…" if node.kind == "map" else node.text


def _value(reading: Reading, at: tuple[str, Node], known: Key) -> Value:
    """Understand a value as Flee would; a problem where it would take something else for it, or stop."""
    path, node = at
    value: Value = None
    wrong: tuple[str, str] | None = None
    if known.kind == "switch":
        value, wrong = _switch(path, node)
    elif known.kind == "numbers":
        value, wrong = _list(path, node, known)
    elif known.kind in ("number", "whole"):
        value, wrong = _number(path, node, known)
    if wrong is not None:
        reading.problem(Spot(FILE, path, node.line), "T286", wrong)
    return value


def _switch(path: str, node: Node) -> tuple[Value, tuple[str, str] | None]:
    if node.kind == "null":
        return False, None
    if node.kind in ("bool", "int") and node.text.lower() in _FLAGS:
        return _FLAGS[node.text.lower()], None
    said = f"{path} is {shown(_as_written(node))}, which Flee may take for true"
    return None, (said, "write a plain true or false, without quotation marks")


def _list(path: str, node: Node, known: Key) -> tuple[Value, tuple[str, str] | None]:
    if node.kind == "null":
        return (), None
    if node.kind != "seq":
        return None, (f"{path} is no list", "write it as in [1.0, 0.5, 0.1]")
    read = [_number(path, item, known) for item in node.items]
    wrong = next((problem for _, problem in read if problem is not None), None)
    return tuple(float(value) for value, _ in read if isinstance(value, int | float)), wrong


def _number(path: str, node: Node, known: Key) -> tuple[Value, tuple[str, str] | None]:
    text = node.text.strip()
    plain = node.kind in ("int", "float", "str") and _NUMBER.fullmatch(text) is not None and len(text) <= _LONGEST
    value = float(text) if plain else float("nan")
    if not plain or _OCTAL.fullmatch(text) or abs(value) == float("inf"):
        return None, (f"{path} is {shown(_as_written(node))}, which is no number", "write it as in 400.0")
    if known.kind == "whole" and node.kind == "str" and not text.lstrip("+-").isdigit():
        return None, (f"{path} is {shown(text)}, which is no whole number", "write it as in 10")
    low, high = known.least, known.most
    if low is not None and (value <= low if known.above else value < low):
        return None, (f"{path} is {text}", f"write a number {'above' if known.above else 'of at least'} {low:g}")
    if high is not None and value > high:
        return None, (f"{path} is {text}", f"write a number of at most {high:g}")
    return int(value) if known.kind == "whole" else value, None
