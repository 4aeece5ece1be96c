"""What is drawn in a Word file in VML (ECMA-376 part 4, 19), which older programs and WPS write: lines,
boxes with text, pictures, WordArt, groups, at their places."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from typing import Literal, NamedTuple

from lxml import etree  # type: ignore[import-untyped]

from bulletin_desk.intake import oxml_tree as tree
from bulletin_desk.learning.evidence import Ink
from bulletin_desk.learning.oxml_props import figure, length
from bulletin_desk.learning.oxml_styles import Theme, hex_ink
from bulletin_desk.learning.word_model import (
    BLACK,
    Anchor,
    Anchored,
    AnchorOf,
    ParagraphFormat,
    Picture,
    Run,
    RunFormat,
    Shape,
    Stroke,
    WordBlock,
    WordParagraph,
)

_DEEPEST = 12
_SHAPES = frozenset(("shape", "line", "rect", "roundrect", "oval", "polyline", "group", "image"))
_KINDS = {"rect": "box", "line": "line", "roundrect": "roundRect", "oval": "ellipse", "image": "picture"}
_TYPES = {
    "20": "line",
    "32": "line",
    "202": "box",
    "1": "box",
    "75": "picture",
    "136": "wordart",
    "12": "star",
}
"""Shapes by the numbers of their types (`#_x0000_t20`)."""
_WORD_ART = range(136, 176)
_COMPOUND = {"thinThin": "dbl", "thinThick": "thinThick", "thickThin": "thickThin", "thickBetweenThin": "tri"}
_X_OF: Mapping[str, AnchorOf] = {
    "page": "page",
    "margin": "margin",
    "text": "column",
    "char": "character",
    "left-margin-area": "left_margin",
    "right-margin-area": "right_margin",
    "inner-margin-area": "inside_margin",
    "outer-margin-area": "outside_margin",
}
_Y_OF: Mapping[str, AnchorOf] = {
    "page": "page",
    "margin": "margin",
    "text": "paragraph",
    "line": "line",
    "top-margin-area": "top_margin",
    "bottom-margin-area": "bottom_margin",
}
_VALIGN: dict[str, Literal["top", "centre", "bottom"]] = {"middle": "centre", "bottom": "bottom"}
_PIXEL = Fraction(3, 4)
_EMU = Fraction(1, 12700)
_NAMED = {
    "black": BLACK,
    "white": Ink(255, 255, 255),
    "red": Ink(255, 0, 0),
    "maroon": Ink(128, 0, 0),
    "green": Ink(0, 128, 0),
    "blue": Ink(0, 0, 255),
    "navy": Ink(0, 0, 128),
    "gray": Ink(128, 128, 128),
    "silver": Ink(192, 192, 192),
    "yellow": Ink(255, 255, 0),
}
_LONGEST_STYLE = 4_000
_INSET = (Fraction(36, 5), Fraction(18, 5), Fraction(36, 5), Fraction(18, 5))
_ON = ("t", "true", "1", "on")

Written = Callable[[etree._Element, Fraction], tuple[WordBlock, ...]]
Tell = Callable[[str, str, str], None]


class _Scale(NamedTuple):
    """What a figure without a unit comes to, and where a group's own figures begin."""

    wide: Fraction = _PIXEL
    high: Fraction = _PIXEL
    left: Fraction = Fraction(0)
    top: Fraction = Fraction(0)
    in_group: bool = False


class Vml:
    """Reads VML of one part; as `oxml_drawings.Drawings`."""

    def __init__(self, theme: Theme, pictures: Mapping[str, str], written: Written, tell: Tell) -> None:
        self._theme = theme
        self._pictures = pictures
        self._written = written
        self._tell = tell

    def read(self, element: etree._Element, where: str) -> Iterator[Picture | Shape]:
        """What is drawn in a `pict` or an `object`."""
        for embedded in tree.children(element, "OLEObject"):
            self._tell("嵌入的对象", where, embedded.get("ProgID") or "")
        for shape in element:
            if tree.local(shape) in _SHAPES:
                found = self._shape(shape, _Scale(), where, 0)
                if found.kind == "picture":
                    held = next((one for one in found.parts if isinstance(one, Picture)), None)
                    yield Picture(
                        found.width, found.height, found.anchor, found.about, held.part if held else ""
                    )
                else:
                    yield found

    def _shape(self, element: etree._Element, scale: _Scale, where: str, depth: int) -> Shape:
        style = _style(element)
        kind = self._kind(element)
        rises = False
        if kind == "line" and tree.local(element) == "line":
            start, end = _point(element.get("from"), scale), _point(element.get("to"), scale)
            left, top = min(start[0], end[0]), min(start[1], end[1])
            width, height = abs(end[0] - start[0]), abs(end[1] - start[1])
            rises = (end[0] - start[0]) * (end[1] - start[1]) < 0
        else:
            left = _length(style.get("left"), scale.wide) + _length(style.get("margin-left"), scale.wide)
            top = _length(style.get("top"), scale.high) + _length(style.get("margin-top"), scale.high)
            width, height = _length(style.get("width"), scale.wide), _length(style.get("height"), scale.high)
            flip = style.get("flip", "")
            rises = ("x" in flip) != ("y" in flip)
        anchor = None
        if not scale.in_group and (
            style.get("position") in ("absolute", "relative") or tree.local(element) == "line"
        ):
            anchor = _anchor(element, style, left, top)
        if not scale.in_group and element.get(_office("hr")) in _ON:
            kind, anchor, height = "line", None, Fraction(0)
        made = Shape(
            kind=kind,
            width=width,
            height=height,
            anchor=anchor,
            left=left - scale.left if scale.in_group else Fraction(0),
            top=top - scale.top if scale.in_group else Fraction(0),
            stroke=self._stroke(element, kind),
            fill=_fill(element, kind),
            rises=rises,
            rotation=figure((style.get("rotation") or "").removesuffix("f").removesuffix("d")) or Fraction(0),
            about=element.get("alt") or "",
        )
        if tree.local(element) == "group":
            return self._group(element, made, where, depth)
        return self._with_text(element, made, style, where)

    def _kind(self, element: etree._Element) -> str:
        name = tree.local(element)
        if tree.child(element, "imagedata") is not None:
            return "picture"
        if tree.child(element, "textpath") is not None:
            return "wordart"
        if name == "group":
            return "group"
        if name in _KINDS:
            return _KINDS[name]
        number = re.search(r"_t(\d{1,4})\Z", element.get("type") or "")
        number_of = number[1] if number else str(element.get(_office("spt")) or "")
        if number_of.isdigit() and int(number_of) in _WORD_ART:
            return "wordart"
        return _TYPES.get(number_of, "box" if tree.child(element, "textbox") is not None else "custom")

    def _group(self, element: etree._Element, made: Shape, where: str, depth: int) -> Shape:
        if depth >= _DEEPEST:
            return made
        origin, size = (_figures(element.get(name), 2) for name in ("coordorigin", "coordsize"))
        wide = made.width / size[0] if size[0] else Fraction(1)
        high = made.height / size[1] if size[1] else Fraction(1)
        scale = _Scale(wide, high, origin[0] * wide, origin[1] * high, in_group=True)
        parts = tuple(
            self._shape(child, scale, where, depth + 1) for child in element if tree.local(child) in _SHAPES
        )
        return made._replace(parts=parts, stroke=None, fill=None)

    def _with_text(self, element: etree._Element, made: Shape, style: Mapping[str, str], where: str) -> Shape:
        image = tree.child(element, "imagedata")
        if image is not None:
            identifier = tree.any_attribute(image, "id") or tree.any_attribute(image, "relid")
            part = self._pictures.get(identifier, "")
            return made._replace(parts=(Picture(made.width, made.height, part=part),))
        path = tree.child(element, "textpath")
        if path is not None:
            words = path.get("string") or ""
            self._tell("艺术字", where, words)
            return made._replace(blocks=(_word_art(words, _style(path), made),), about=words)
        box = tree.child(element, "textbox")
        writing = tree.child(box, "txbxContent")
        if box is None or writing is None:
            return made
        inner = _style(box)
        if "vertical" in inner.get("layout-flow", ""):
            self._tell("竖排的文本框", where, "")
        insets = _insets(box.get("inset"))
        room = max(made.width - insets[0] - insets[2], Fraction(1))
        return made._replace(
            blocks=self._written(writing, room),
            insets=insets,
            valign=_VALIGN.get(style.get("v-text-anchor", ""), "top"),
            grows=inner.get("mso-fit-shape-to-text") in _ON,
        )

    def _stroke(self, element: etree._Element, kind: str) -> Stroke | None:
        own = tree.child(element, "stroke")
        said = element.get("stroked") or (own.get("on") if own is not None else None)
        if said in ("f", "false", "0") or (said is None and kind in ("picture", "wordart", "group")):
            return None
        if element.get(_office("hr")) in _ON:
            ink = _ink(element.get("fillcolor")) or BLACK
            height = _length(_style(element).get("height"), _PIXEL)
            return Stroke(ink, height or Fraction(3, 2))
        ink = _ink(element.get("strokecolor") or (own.get("color") if own is not None else None)) or BLACK
        weight = element.get("strokeweight") or (own.get("weight") if own is not None else None)
        compound = (own.get("linestyle") or "") if own is not None else ""
        dash = (own.get("dashstyle") or "") if own is not None else ""
        width = _length(weight, _EMU) if weight else Fraction(3, 4)
        return Stroke(ink, width, _COMPOUND.get(compound, "sng"), dash.replace("solid", ""))


def _fill(element: etree._Element, kind: str) -> Ink | None:
    own = tree.child(element, "fill")
    said = element.get("filled") or (own.get("on") if own is not None else None)
    if said in ("f", "false", "0") or kind in ("line", "picture", "group"):
        return None
    return _ink(element.get("fillcolor")) or Ink(255, 255, 255)


def _word_art(words: str, style: Mapping[str, str], shape: Shape) -> WordParagraph:
    """What WordArt says, as a paragraph; its size is that of its box where it is as high as one line."""
    face = style.get("font-family", "").strip("\"'&quot;") or "宋体"
    size = _length(style.get("font-size"), _PIXEL) or Fraction(36)
    bold = style.get("font-weight") in ("bold", "700")
    shown = RunFormat(face, face, size, shape.fill or BLACK, bold)
    return WordParagraph((Run(words, shown),), ParagraphFormat(align="centre"), shown)


def _anchor(element: etree._Element, style: Mapping[str, str], left: Fraction, top: Fraction) -> Anchor:
    def axis(name: str, of: Mapping[str, AnchorOf], at: Fraction, otherwise: AnchorOf) -> Anchored:
        relative = of.get(style.get(f"mso-position-{name}-relative", ""), otherwise)
        align = style.get(f"mso-position-{name}", "absolute")
        return Anchored(relative, at) if align == "absolute" else Anchored(relative, align=align)

    wrap = next((one for one in element if tree.local(one) == "wrap"), None)
    kind = (wrap.get("type") or "square") if wrap is not None else "none"
    behind = (figure(style.get("z-index")) or Fraction(0)) < 0
    x = axis("horizontal", _X_OF, left, "column")
    return Anchor(x, axis("vertical", _Y_OF, top, "paragraph"), kind, behind)


def _style(element: etree._Element) -> dict[str, str]:
    found = {}
    for part in (element.get("style") or "")[:_LONGEST_STYLE].split(";"):
        name, colon, value = part.partition(":")
        if colon:
            found[name.strip().lower()] = value.strip()
    return found


def _length(text: str | None, without_unit: Fraction) -> Fraction:
    plain = figure(text)
    return plain * without_unit if plain is not None else length(text) or Fraction(0)


def _point(text: str | None, scale: _Scale) -> tuple[Fraction, Fraction]:
    x, _, y = (text or "").partition(",")
    return _length(x.strip(), scale.wide), _length(y.strip(), scale.high)


def _figures(text: str | None, count: int) -> list[Fraction]:
    found = [figure(part.strip()) or Fraction(0) for part in (text or "").split(",")[:count]]
    return found + [Fraction(0)] * (count - len(found))


def _insets(text: str | None) -> tuple[Fraction, Fraction, Fraction, Fraction]:
    given = [part.strip() for part in (text or "").split(",")]
    left, top, right, bottom = (
        _length(given[at], _PIXEL) if at < len(given) and given[at] else otherwise
        for at, otherwise in enumerate(_INSET)
    )
    return left, top, right, bottom


def _ink(text: str | None) -> Ink | None:
    kept = (text or "").split("[")[0].strip()
    if len(kept) == 4 and kept.startswith("#"):
        kept = "#" + "".join(char * 2 for char in kept[1:])
    return _NAMED.get(kept.lower()) or hex_ink(kept)


def _office(name: str) -> str:
    return f"{{urn:schemas-microsoft-com:office:office}}{name}"
