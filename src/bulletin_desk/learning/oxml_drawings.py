"""What is drawn in a Word file, in DrawingML (ECMA-376 part 1, 20 and 21): pictures, lines, boxes with
text, groups of them, at their places. VML is `oxml_vml`'s."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from typing import Literal, NamedTuple

from lxml import etree  # type: ignore[import-untyped]

from bulletin_desk.intake import oxml_tree as tree
from bulletin_desk.learning.evidence import Ink
from bulletin_desk.learning.oxml_props import emus, figure
from bulletin_desk.learning.oxml_styles import Theme, colour_of
from bulletin_desk.learning.oxml_vml import Vml
from bulletin_desk.learning.word_model import (
    BLACK,
    Anchor,
    Anchored,
    AnchorOf,
    Picture,
    Shape,
    Stroke,
    WordBlock,
)

_DEEPEST = 12
"""Groups in each other."""
_LINES = frozenset(("line", "lineInv", "straightConnector1"))
_KINDS = {"rect": "box", "star5": "star"}
_RECTANGLES = frozenset(("rect", "flowChartProcess"))
_OF: Mapping[str, AnchorOf] = {
    "page": "page",
    "margin": "margin",
    "column": "column",
    "character": "character",
    "paragraph": "paragraph",
    "line": "line",
    "leftMargin": "left_margin",
    "rightMargin": "right_margin",
    "insideMargin": "inside_margin",
    "outsideMargin": "outside_margin",
    "topMargin": "top_margin",
    "bottomMargin": "bottom_margin",
}
_WRAPS = {
    "wrapSquare": "square",
    "wrapTopAndBottom": "topAndBottom",
    "wrapTight": "tight",
    "wrapThrough": "through",
}
_VALIGN: dict[str, Literal["top", "centre", "bottom"]] = {"ctr": "centre", "b": "bottom"}
_INSETS = {"lIns": "91440", "tIns": "45720", "rIns": "91440", "bIns": "45720"}
_THIN = 1
"""Points below which a shape that was drawn freely is a line."""
_TURN = 60_000
"""Parts of a degree."""

Written = Callable[[etree._Element, Fraction], tuple[WordBlock, ...]]
Tell = Callable[[str, str, str], None]
_OTHERS = {"chart": "图表", "relIds": "SmartArt 图形"}


class _Box(NamedTuple):
    """A shape's own measures (`a:xfrm`)."""

    left: Fraction
    top: Fraction
    width: Fraction
    height: Fraction
    rotation: Fraction
    flips: tuple[bool, bool]


class _Scale(NamedTuple):
    """How the measures in a group become those around it."""

    left: Fraction = Fraction(0)
    top: Fraction = Fraction(0)
    wide: Fraction = Fraction(1)
    high: Fraction = Fraction(1)


class Drawings:
    """Reads drawings of one part. `pictures` are the names of parts by identifiers; `written` reads what is
    written in a shape that is so wide; `tell` hears what is not read."""

    def __init__(self, theme: Theme, pictures: Mapping[str, str], written: Written, tell: Tell) -> None:
        self._theme = theme
        self._pictures = pictures
        self._written = written
        self._tell = tell
        self._vml = Vml(theme, pictures, written, tell)

    def read(self, element: etree._Element, where: str) -> Iterator[Picture | Shape]:
        """What is drawn in a `drawing`, `pict` or `object`. `where` are the words before it."""
        if tree.local(element) != "drawing":
            yield from self._vml.read(element, where)
            return
        for place in element:
            name = tree.local(place)
            if name in ("inline", "anchor"):
                anchor = _anchor(place) if name == "anchor" else None
                yield from self._placed(place, anchor, where)

    def _placed(self, place: etree._Element, anchor: Anchor | None, where: str) -> Iterator[Picture | Shape]:
        extent = tree.child(place, "extent")
        width, height = _pair(extent, "cx", "cy")
        described = tree.child(place, "docPr")
        about = "" if described is None else described.get("descr") or described.get("title") or ""
        data = tree.child(place, "graphic", "graphicData")
        for content in () if data is None else data:
            found = self._drawn(content, _Scale(), where, 0)
            if found is None:
                name = tree.local(content)
                self._tell(_OTHERS.get(name, "图形"), where, about)
                found = Picture(width, height)
            if isinstance(found, Shape):
                is_measured = found.width or found.height
                own = (found.width, found.height) if is_measured else (width, height)
                yield found._replace(
                    anchor=anchor,
                    width=own[0],
                    height=own[1],
                    left=Fraction(0),
                    top=Fraction(0),
                    about=about or found.about,
                )
            else:
                yield found._replace(anchor=anchor, width=width, height=height, about=about)

    def _drawn(
        self, element: etree._Element, scale: _Scale, where: str, depth: int
    ) -> Picture | Shape | None:
        match tree.local(element):
            case "pic":
                box = _box(tree.child(element, "spPr", "xfrm"), scale)
                blip = tree.child(element, "blipFill", "blip")
                part = (
                    ""
                    if blip is None
                    else tree.any_attribute(blip, "embed") or tree.any_attribute(blip, "link")
                )
                return Picture(box.width, box.height, part=self._pictures.get(part, ""))
            case "wsp" | "cxnSp":
                return self._shape(element, scale, where)
            case "wgp" | "grpSp" | "wpc" if depth < _DEEPEST:
                return self._group(element, scale, where, depth)
        return None

    def _group(self, element: etree._Element, scale: _Scale, where: str, depth: int) -> Shape:
        own = tree.child(element, "grpSpPr", "xfrm")
        box = _box(own, scale)
        first, size = _pair(tree.child(own, "chOff"), "x", "y"), _pair(tree.child(own, "chExt"), "cx", "cy")
        inner = _Scale(
            first[0],
            first[1],
            box.width / size[0] if size[0] else scale.wide,
            box.height / size[1] if size[1] else scale.high,
        )
        parts = []
        for child in element:
            found = self._drawn(child, inner, where, depth + 1)
            if found is not None:
                if isinstance(found, Picture):
                    at = _box(tree.child(child, "spPr", "xfrm"), inner)
                    found = Shape(
                        "picture", found.width, found.height, left=at.left, top=at.top, parts=(found,)
                    )
                parts.append(found)
        return Shape("group", box.width, box.height, left=box.left, top=box.top, parts=tuple(parts))

    def _shape(self, element: etree._Element, scale: _Scale, where: str) -> Shape:
        own = tree.child(element, "spPr")
        box = _box(tree.child(own, "xfrm"), scale)
        geometry = tree.child(own, "prstGeom")
        preset = (geometry.get("prst") or "") if geometry is not None else ""
        is_line = preset in _LINES or (not preset and tree.local(element) == "cxnSp")
        is_line = is_line or (not preset and min(box.width, box.height) < _THIN < max(box.width, box.height))
        kind = "line" if is_line else _KINDS.get(preset, preset or "custom")
        writing = tree.child(element, "txbx", "txbxContent")
        body = tree.child(element, "bodyPr")
        insets = _insets(body)
        room = max(box.width - insets[0] - insets[2], Fraction(1))
        if body is not None and (body.get("vert") or "horz") != "horz" and writing is not None:
            self._tell("竖排的文本框", where, "")
        warp = tree.child(body, "prstTxWarp")
        if warp is not None and warp.get("prst") not in (None, "textNoShape"):
            self._tell("艺术字", where, "".join(text.text or "" for text in element.iter("{*}t")))
        return Shape(
            kind=kind,
            width=box.width,
            height=box.height,
            left=box.left,
            top=box.top,
            stroke=self._stroke(element, own),
            fill=self._fill(element, own) if kind != "line" else None,
            rises=box.flips[0] != box.flips[1],
            rotation=box.rotation,
            blocks=self._written(writing, room) if writing is not None else (),
            insets=insets,
            valign=_VALIGN.get((body.get("anchor") or "") if body is not None else "", "top"),
            grows=tree.child(body, "spAutoFit") is not None,
        )

    def _stroke(self, element: etree._Element, own: etree._Element | None) -> Stroke | None:
        """A shape's line: its own, else what its style takes from the theme."""
        line = tree.child(own, "ln")
        reference = tree.child(element, "style", "lnRef")
        index = int(figure(reference.get("idx")) or 0) if reference is not None else 0
        if line is not None and tree.child(line, "noFill") is not None:
            return None
        said = colour_of(tree.child(line, "solidFill"), self._theme)
        by_theme = colour_of(reference, self._theme) if index else None
        if said is None and by_theme is None and tree.child(line, "solidFill") is None:
            return None
        strokes = self._theme.strokes
        width = strokes[min(index, len(strokes)) - 1] if index > 0 and strokes else Fraction(3, 4)
        dash = tree.child(line, "prstDash")
        return Stroke(
            ink=said or by_theme or BLACK,
            width=emus(line.get("w")) if line is not None and line.get("w") else width,
            compound=(line.get("cmpd") or "sng") if line is not None else "sng",
            dash="" if dash is None else (dash.get("val") or "").replace("solid", ""),
        )

    def _fill(self, element: etree._Element, own: etree._Element | None) -> Ink | None:
        if tree.child(own, "noFill") is not None:
            return None
        solid = tree.child(own, "solidFill")
        if solid is not None:
            return colour_of(solid, self._theme)
        reference = tree.child(element, "style", "fillRef")
        used = reference is not None and (figure(reference.get("idx")) or 0) > 0
        return colour_of(reference, self._theme) if used else None


def _anchor(place: etree._Element) -> Anchor:
    wrap = next((_WRAPS[name] for one in place if (name := tree.local(one)) in _WRAPS), "none")
    behind = place.get("behindDoc") in ("1", "true")
    if place.get("simplePos") in ("1", "true"):
        x, y = _pair(tree.child(place, "simplePos"), "x", "y")
        return Anchor(Anchored("page", x), Anchored("page", y), wrap, behind)
    return Anchor(
        _anchored(_position(place, "positionH"), "column"),
        _anchored(_position(place, "positionV"), "paragraph"),
        wrap,
        behind,
    )


def _position(place: etree._Element, name: str) -> etree._Element | None:
    """The place along an axis: of alternatives the one in points, not in parts of the paper."""
    own = tree.child(place, name)
    if own is not None:
        return own
    found = (one for other in tree.children(place, "AlternateContent") for one in other.iter(f"{{*}}{name}"))
    return max(
        found, key=lambda one: next(one.iter("{*}posOffset", "{*}align"), None) is not None, default=None
    )


def _anchored(position: etree._Element | None, otherwise: AnchorOf) -> Anchored:
    if position is None:
        return Anchored(otherwise)
    of = _OF.get(position.get("relativeFrom") or "", otherwise)
    align = tree.child(position, "align")
    offset = next(position.iter("{*}posOffset"), None)
    if align is not None:
        return Anchored(of, align=(align.text or "").strip())
    return Anchored(of, emus((offset.text or "").strip()) if offset is not None else Fraction(0))


def _pair(element: etree._Element | None, *names: str) -> tuple[Fraction, Fraction]:
    if element is None:
        return Fraction(0), Fraction(0)
    return emus(element.get(names[0])), emus(element.get(names[1]))


def _box(transform: etree._Element | None, scale: _Scale) -> _Box:
    left, top = _pair(tree.child(transform, "off"), "x", "y")
    width, height = _pair(tree.child(transform, "ext"), "cx", "cy")

    def given(name: str) -> str:
        return (transform.get(name) or "") if transform is not None else ""

    return _Box(
        (left - scale.left) * scale.wide,
        (top - scale.top) * scale.high,
        width * scale.wide,
        height * scale.high,
        (figure(given("rot")) or Fraction(0)) / _TURN,
        (given("flipH") in ("1", "true"), given("flipV") in ("1", "true")),
    )


def _insets(body: etree._Element | None) -> tuple[Fraction, Fraction, Fraction, Fraction]:
    left, top, right, bottom = (
        emus((body.get(name) if body is not None else None) or otherwise)
        for name, otherwise in _INSETS.items()
    )
    return left, top, right, bottom
