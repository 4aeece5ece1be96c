"""What a Word file's styles, theme and settings say, as values. Decides nothing of what is in effect."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import NamedTuple

from lxml import etree  # type: ignore[import-untyped]

from bulletin_desk.intake import oxml_tree as tree
from bulletin_desk.learning.evidence import Ink
from bulletin_desk.learning.oxml_props import NOTHING, Props, emus, figure, length, props
from bulletin_desk.learning.word_model import WordSettings

_DEFAULT_STROKES = tuple(Fraction(width, 2) for width in (1, 2, 3))
_SCHEME = {"bg1": "lt1", "tx1": "dk1", "bg2": "lt2", "tx2": "dk2"}
_SCHEME |= {"background1": "lt1", "text1": "dk1", "background2": "lt2", "text2": "dk2"}
_SCHEME |= {"dark1": "dk1", "light1": "lt1", "dark2": "dk2", "light2": "lt2"}
_SCHEME |= {"hyperlink": "hlink", "followedHyperlink": "folHlink"}


class StyleProps(NamedTuple):
    """A style: what it says of paragraphs, runs, tables and cells; `parts` of a table (`firstRow`, …)
    each the same."""

    name: str
    kind: str
    parent: str | None
    paragraph: Props
    run: Props
    table: Props = NOTHING
    cell: Props = NOTHING
    parts: Mapping[str, StyleProps] = {}


class Theme(NamedTuple):
    """Faces by the names that formats use (`minorEastAsia`), colours by theirs (`accent1`), widths of the
    lines that shapes take from it."""

    faces: Mapping[str, str] = {}
    colours: Mapping[str, Ink] = {}
    strokes: tuple[Fraction, ...] = _DEFAULT_STROKES

    def colour(self, name: str) -> Ink | None:
        """A colour of the theme; None where it has none of that name."""
        return self.colours.get(_SCHEME.get(name, name))


class LevelProps(NamedTuple):
    """What a level of a list says beside its number: of its paragraphs, of the number's characters, and what
    stands between the two; `style` is that of its paragraphs, if they have one of their own."""

    paragraph: Props
    run: Props
    follow: str
    align: str
    style: str = ""


@dataclass(frozen=True)
class Styles:
    """All styles by their identifiers, and those that are meant where none is named."""

    by_id: Mapping[str, StyleProps] = field(default_factory=dict)
    paragraph: str | None = None
    table: str | None = None
    default_run: Props = field(default_factory=dict)
    default_paragraph: Props = field(default_factory=dict)


def read_styles(root: etree._Element | None) -> Styles:
    """The styles in styles.xml; none where there is no such part."""
    found: dict[str, StyleProps] = {}
    defaults: dict[str, str] = {}
    for style in tree.children(root, "style"):
        identifier = tree.get(style, "styleId")
        kind = tree.get(style, "type") or "paragraph"
        if identifier is None:
            continue
        found.setdefault(identifier, _style(style, kind))
        if tree.get(style, "default") in ("1", "true", "on"):
            defaults.setdefault(kind, identifier)
    normal = next((key for key, one in found.items() if one.name.lower() == "normal"), None)
    return Styles(
        found,
        defaults.get("paragraph", normal),
        defaults.get("table"),
        props(tree.child(root, "docDefaults", "rPrDefault", "rPr")),
        props(tree.child(root, "docDefaults", "pPrDefault", "pPr")),
    )


def _style(style: etree._Element, kind: str) -> StyleProps:
    parts = {
        tree.get(part, "type") or "": _style(part, "part") for part in tree.children(style, "tblStylePr")
    }
    said = [props(tree.child(style, name)) for name in ("pPr", "rPr", "tblPr", "tcPr")]
    name = (tree.value(style, "name") or tree.get(style, "styleId") or "")[: tree.LONGEST_NAME]
    return StyleProps(name, kind, tree.value(style, "basedOn"), said[0], said[1], said[2], said[3], parts)


def read_levels(root: etree._Element | None) -> dict[tuple[str, int], LevelProps]:
    """What the levels of all lists say, by list (`numId`) and depth from 0."""
    families: dict[str, dict[int, LevelProps]] = {}
    links: dict[str, str] = {}
    by_style: dict[str, str] = {}
    for abstract in tree.children(root, "abstractNum"):
        identifier = tree.get(abstract, "abstractNumId") or ""
        families[identifier] = _levels(abstract)
        if link := tree.value(abstract, "numStyleLink"):
            links[identifier] = link
        if name := tree.value(abstract, "styleLink"):
            by_style[name] = identifier
    found = {}
    for num in tree.children(root, "num"):
        family = tree.value(num, "abstractNumId") or ""
        levels = families.get(family) or families.get(by_style.get(links.get(family, ""), ""), {})
        own: dict[int, LevelProps] = {}
        for override in tree.children(num, "lvlOverride"):
            own |= _levels(override)
        for depth, level in {**levels, **own}.items():
            found[tree.get(num, "numId") or "", depth] = level
    return found


def _levels(parent: etree._Element) -> dict[int, LevelProps]:
    found = {}
    for level in tree.children(parent, "lvl"):
        depth = tree.number(tree.get(level, "ilvl"), 1)
        if depth is not None:
            found[int(depth)] = LevelProps(
                props(tree.child(level, "pPr")),
                props(tree.child(level, "rPr")),
                tree.value(level, "suff") or "tab",
                tree.value(level, "lvlJc") or "left",
                tree.value(level, "pStyle") or "",
            )
    return found


# ---- theme


def read_theme(root: etree._Element | None, east_asian: str) -> Theme:
    """The theme; `east_asian` is the script (`Hans`) whose faces stand in for an East Asian one left open."""
    if root is None:
        return Theme()
    faces: dict[str, str] = {}
    colours: dict[str, Ink] = {}
    strokes: list[Fraction] = []
    for element in root.iter("{*}majorFont", "{*}minorFont"):
        size = tree.local(element)[:5]
        by_script = {one.get("script"): one.get("typeface") for one in tree.children(element, "font")}
        latin, east = (_typeface(tree.child(element, name)) for name in ("latin", "ea"))
        east = east or by_script.get(east_asian) or by_script.get("Hans") or ""
        faces |= {f"{size}Ascii": latin, f"{size}HAnsi": latin, f"{size}EastAsia": east}
        faces[f"{size}Bidi"] = _typeface(tree.child(element, "cs"))
    for scheme in root.iter("{*}clrScheme"):
        for colour in scheme:
            if (ink := colour_of(colour, Theme())) is not None:
                colours.setdefault(tree.local(colour), ink)
    for lines in root.iter("{*}lnStyleLst"):
        strokes += (emus(line.get("w")) for line in tree.children(lines, "ln"))
    return Theme({name: face for name, face in faces.items() if face}, colours, tuple(strokes[:3]))


def _typeface(element: etree._Element | None) -> str:
    return "" if element is None else (element.get("typeface") or "")[: tree.LONGEST_NAME]


# ---- colours of DrawingML

_PRESET = {
    "black": Ink(0, 0, 0),
    "white": Ink(255, 255, 255),
    "red": Ink(255, 0, 0),
    "darkRed": Ink(139, 0, 0),
    "green": Ink(0, 128, 0),
    "blue": Ink(0, 0, 255),
    "yellow": Ink(255, 255, 0),
    "gray": Ink(128, 128, 128),
    "crimson": Ink(220, 20, 60),
}


def hex_ink(text: str | None) -> Ink | None:
    """A colour from `FF0000`; None for any other text."""
    kept = (text or "").strip().removeprefix("#")
    if len(kept) != 6 or not set(kept.lower()) <= set("0123456789abcdef"):
        return None
    return Ink(*bytes.fromhex(kept))


def colour_of(holder: etree._Element | None, theme: Theme) -> Ink | None:
    """The colour in an element of DrawingML (`a:solidFill`); None where there is none that is known."""
    for colour in () if holder is None else holder:
        value = colour.get("val")
        match tree.local(colour):
            case "srgbClr":
                ink = hex_ink(value)
            case "sysClr":
                ink = hex_ink(colour.get("lastClr"))
            case "prstClr":
                ink = _PRESET.get(value or "")
            case "schemeClr":
                ink = theme.colour(value or "")
            case _:
                continue
        return None if ink is None else _changed(ink, colour)
    return None


def _changed(ink: Ink, colour: etree._Element) -> Ink:
    """A colour with what is said of its brightness (20.1.2.3), per channel: enough for greys and shades."""
    for change in colour:
        part = (figure(change.get("val")) or Fraction(0)) / 100_000
        match tree.local(change):
            case "lumMod" | "shade":
                ink = Ink(*(int(channel * min(part, Fraction(1))) for channel in ink))
            case "lumOff":
                ink = Ink(*(min(255, int(channel + 255 * part)) for channel in ink))
            case "tint":
                ink = Ink(*(int(255 - (255 - channel) * min(part, Fraction(1))) for channel in ink))
    return ink


# ---- settings


def read_settings(root: etree._Element | None) -> WordSettings:
    """The document's settings; Word's defaults where there are none."""
    if root is None:
        return WordSettings()
    said = props(root)
    compat = props(tree.child(root, "compat"))
    version = 0
    for setting in tree.children(tree.child(root, "compat"), "compatSetting"):
        if tree.get(setting, "name") == "compatibilityMode":
            version = int(tree.number(tree.get(setting, "val"), 1) or 0)

    def on(held: Props, name: str) -> bool:
        return name in held and held[name].get("val", "1") not in ("0", "false", "off")

    return WordSettings(
        compression=said.get("characterSpacingControl", {}).get("val", "doNotCompress"),
        even_and_odd=on(said, "evenAndOddHeaders"),
        mirrored=on(said, "mirrorMargins"),
        default_tab=length(said.get("defaultTabStop", {}).get("val")) or Fraction(36),
        compatibility=version,
        balance_widths=on(compat, "balanceSingleByteDoubleByteWidth"),
        adds_spaces=on(compat, "doNotUseHTMLParagraphAutoSpacing"),
        grid_in_tables=on(compat, "adjustLineHeightInTable"),
        keep_break_spread=not on(compat, "doNotExpandShiftReturn"),
        spaces_before_underlines=on(compat, "ulTrailSpace"),
        no_line_start=said.get("noLineBreaksBefore", {}).get("val", ""),
        no_line_end=said.get("noLineBreaksAfter", {}).get("val", ""),
    )
