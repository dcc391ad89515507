"""HTML and SVG as text that cannot be mistaken: whatever is not markup is escaped."""

from __future__ import annotations

from html import escape

from tumen.report.strings import clean

_VOID = frozenset({"meta", "hr", "br"})


class Markup(str):
    """Text that is markup already."""

    __slots__ = ()


def tag(name: str, /, *children: str, **attributes: str | float) -> Markup:
    """Write an element.

    Args:
        name: Of the element.
        children: What is inside; text is escaped, `Markup` is not.
        attributes: An underscore at the end is dropped and others become hyphens (``class_``, ``aria_label``), but
            those of SVG keep their capitals (``viewBox``). Numbers are written with at most one decimal.
    """
    head = name + "".join(f' {_name(key)}="{_value(value)}"' for key, value in attributes.items())
    return Markup(f"<{head}>" if name in _VOID else f"<{head}>{joined(*children)}</{name}>")


def joined(*children: str) -> Markup:
    """Put pieces behind each other, escaping those that are not markup."""
    return Markup("".join(child if isinstance(child, Markup) else escape(clean(child)) for child in children))


def _name(key: str) -> str:
    return key.rstrip("_").replace("_", "-")


def _value(value: str | float) -> str:
    return escape(clean(value)) if isinstance(value, str) else f"{value:.1f}".removesuffix(".0")
