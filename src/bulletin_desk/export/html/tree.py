"""A web page as frozen values, its HTML, and the same as plain text. Knows no bulletins.

Styles are inline: classes, identities and style sheets are what editors of web pages take off first.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html import escape
from typing import NamedTuple

NOT_IN_HTML = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that a page has no place for (WHATWG HTML, 13.1.4, and what XML lacks too)."""
_BLOCKS = frozenset(
    re.findall(
        r"\w+",
        "article body caption col colgroup div figcaption figure footer h1 h2 h3 h4 h5 h6 head header html "
        "meta nav p section table tbody td th thead title tr",
    )
)
_VOID = frozenset(("br", "col", "img", "meta"))
_INLINE_BLOCK = ("display", "inline-block")

Css = tuple[tuple[str, str], ...]
"""Properties with their values, in order."""


class Element(NamedTuple):
    """An element with what is in it. `plain`: what stands for it in plain text, if not what is in it."""

    tag: str
    inside: tuple[Node, ...] = ()
    style: Css = ()
    attributes: tuple[tuple[str, str], ...] = ()
    plain: str | None = None

    @property
    def is_block(self) -> bool:
        """Whether it stands on lines of its own."""
        return self.tag in _BLOCKS


Node = Element | str
BREAK = Element("br")


def text_nodes(text: str) -> Iterator[Node]:
    """A text with its author's line breaks."""
    for at, line in enumerate(text.split("\n")):
        if at:
            yield BREAK
        if line:
            yield line


def css(**properties: str) -> Css:
    """Properties by Python's names: `text_align`. Those that are empty are left out."""
    return tuple((name.replace("_", "-"), value) for name, value in properties.items() if value)


def html_of(nodes: Iterable[Node]) -> str:
    """Elements as HTML: a line for each block, and nothing between the parts of a text. What no page has a
    place for is left out, wherever it stands."""
    return NOT_IN_HTML.sub("", "".join(_pieces(nodes)))


def _pieces(nodes: Iterable[Node]) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, str):
            yield escape(node, quote=False)
            continue
        style = ";".join(f"{name}:{value}" for name, value in node.style)
        attributes = (*node.attributes, ("style", style)) if style else node.attributes
        yield f"<{node.tag}{''.join(f' {name}={_quoted(value)}' for name, value in attributes)}>"
        if node.tag not in _VOID:
            if node.is_block and any(isinstance(one, Element) and one.is_block for one in node.inside):
                yield "\n"
            yield from _pieces(node.inside)
            yield f"</{node.tag}>"
        if node.is_block and _INLINE_BLOCK not in node.style:  # a line feed beside those is a space
            yield "\n"


def _quoted(value: str) -> str:
    return f'"{escape(value)}"'


def plain_of(nodes: Iterable[Node]) -> str:
    """Elements as plain text, a line for each paragraph, of the characters that their HTML has."""
    return NOT_IN_HTML.sub("", "".join(f"{line}\n" for line in _lines(nodes)))


def _lines(nodes: Iterable[Node]) -> Iterator[str]:
    line = ""
    begun = False
    for node in nodes:
        if isinstance(node, Element) and node.plain is not None:
            inside = [node.plain] if node.plain else []
        elif isinstance(node, Element) and node.is_block:
            inside = list(_lines(node.inside))
        else:
            line += node if isinstance(node, str) else _in_line(node)
            begun = True
            continue
        if begun:
            yield line
        line, begun = "", False
        yield from inside
    if begun:
        yield line


def _in_line(element: Element) -> str:
    if element.plain is not None:
        return element.plain
    if element.tag == "br":
        return "\n"
    return "".join(one if isinstance(one, str) else _in_line(one) for one in element.inside)
