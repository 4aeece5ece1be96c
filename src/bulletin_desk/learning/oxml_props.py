"""Properties of WordprocessingML as values that can be laid over each other: what one place (defaults, a
style, a level of a list, a paragraph) says, element by element. Decides nothing of what is in effect."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from lxml import etree  # type: ignore[import-untyped]

from bulletin_desk.intake import oxml_tree as tree

Attributes = Mapping[str, str]
Props = Mapping[str, Attributes]
"""Attributes by elements' names; of an element in another one by both (`pBdr/top`); of tab stops by their
positions (`tabs` → position → kind and leader)."""
NOTHING: Props = {}
_HOLDERS = frozenset(("pBdr", "tblBorders", "tcBorders", "tblCellMar", "tcMar", "pgBorders"))
_BY_ATTRIBUTES = frozenset(("rFonts", "ind", "spacing", "numPr"))
"""Elements of which each attribute holds for itself."""
_SAME = {"start": "left", "end": "right", "startChars": "leftChars", "endChars": "rightChars"}
"""What strict files call the sides."""
_EXCLUDE = {
    "firstLine": "hanging",
    "hanging": "firstLine",
    "firstLineChars": "hangingChars",
    "hangingChars": "firstLineChars",
    "ascii": "asciiTheme",
    "hAnsi": "hAnsiTheme",
    "eastAsia": "eastAsiaTheme",
    "asciiTheme": "ascii",
    "hAnsiTheme": "hAnsi",
    "eastAsiaTheme": "eastAsia",
}
"""Attributes that take the place of each other."""
_UNITS = {
    "pt": Fraction(1),
    "mm": Fraction(720, 254),
    "cm": Fraction(7200, 254),
    "in": Fraction(72),
    "pc": Fraction(12),
    "pi": Fraction(12),
    "px": Fraction(3, 4),
}
_LONGEST_FIGURE = 24
MOST = Fraction(100_000)
"""Points beyond which a length is no length."""


def props(element: etree._Element | None) -> Props:
    """What an element of properties says."""
    found: dict[str, dict[str, str]] = {}
    for child in () if element is None else element:
        name = tree.local(child)
        if name in _HOLDERS:
            for side in child:
                side_name = tree.local(side)
                found[f"{name}/{_SAME.get(side_name, side_name)}"] = _attributes(side)
        elif name == "tabs":
            found["tabs"] = _tabs(child)
        elif name == "numPr":
            found["numPr"] = {tree.local(one): tree.get(one, "val") or "" for one in child}
        elif name:
            found[name] = _attributes(child)
    return found


def over(own: Props, under: Props) -> Props:
    """What is in effect where `own` is said over `under`."""
    if not own:
        return under
    if not under:
        return own
    made = {**under, **own}
    for name in own.keys() & under.keys():
        if name in _BY_ATTRIBUTES:
            made[name] = _over(name, own[name], under[name])
        elif name == "tabs":
            made[name] = {**under[name], **own[name]}
    return made


def _over(name: str, own: Attributes, under: Attributes) -> Attributes:
    kept = {key: value for key, value in under.items() if _EXCLUDE.get(key) not in own}
    if "line" in own and "lineRule" not in own:
        kept.pop("lineRule", None)
    return {**kept, **own}


def _attributes(element: etree._Element) -> dict[str, str]:
    found = {}
    for key, value in element.items():
        name = key.rpartition("}")[2]
        found[_SAME.get(name, name)] = str(value)
    return found


def _tabs(element: etree._Element) -> dict[str, str]:
    stops = {}
    for stop in tree.children(element, "tab"):
        at = length(tree.get(stop, "pos"))
        if at is not None:
            leader = tree.get(stop, "leader") or "none"
            stops[str(at)] = f"{tree.get(stop, 'val') or 'left'} {leader}"
    return stops


# ---- figures


def figure(text: str | None) -> Fraction | None:
    """A decimal figure; None where there is none."""
    kept = (text or "").strip()
    if not kept or len(kept) > _LONGEST_FIGURE or not set(kept) <= set("0123456789.+-"):
        return None
    try:
        found = Fraction(kept)
    except (ValueError, ZeroDivisionError):
        return None
    return found if abs(found) < 10**10 else None


def length(text: str | None, unit: int = 20) -> Fraction | None:
    """A length in points: with its unit, or of parts of which `unit` make a point (ECMA-376 part 1,
    17.18.87: twentieths)."""
    if text is None:
        return None
    points = _UNITS.get(text.strip()[-2:].lower())
    found = figure(text if points is None else text.strip()[:-2])
    if found is None:
        return None
    made = found / unit if points is None else found * points
    return made if abs(made) <= MOST else None


def emus(text: str | None) -> Fraction:
    """A length in English metric units (20.1.2.1) in points; 0 where there is none."""
    return length(text, 12700) or Fraction(0)


def percent(text: str | None) -> Fraction | None:
    """A part of one, from `66` or `66%`."""
    found = figure((text or "").removesuffix("%"))
    return None if found is None else found / 100


def is_on(said: Props, name: str) -> bool | None:
    """A toggle (17.17.4); None where it is not said."""
    found = said.get(name)
    return None if found is None else found.get("val", "1") not in ("0", "false", "off", "none")
