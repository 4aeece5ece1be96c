"""Which format is in effect where styles, lists, tables and direct formats each say something of it (ECMA-376
part 1, 17.7.2). Knows no XML.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Literal, NamedTuple

from bulletin_desk.intake.oxml_tree import LONGEST_NAME
from bulletin_desk.learning.evidence import Ink
from bulletin_desk.learning.oxml_props import NOTHING, Props, figure, is_on, length, over, percent
from bulletin_desk.learning.oxml_styles import LevelProps, StyleProps, Styles, Theme, hex_ink
from bulletin_desk.learning.word_lengths import frame_of, indents, line_spacing, spacing, tab_stops
from bulletin_desk.learning.word_model import (
    BLACK,
    Border,
    Borders,
    Grid,
    ParagraphFormat,
    RunFormat,
    WordAlign,
)

_TOGGLES = ("b", "i", "caps", "smallCaps", "strike", "vanish")
"""What a style turns off where one of another kind has turned it on (17.7.3)."""
_CHAIN = 40
"""Styles based on each other; Word allows eleven."""
_EAST = "宋体"
_LATIN = "Times New Roman"
"""Word's faces where nothing is said."""
_ALIGN: Mapping[str, WordAlign] = {
    "left": "left",
    "start": "left",
    "numTab": "left",
    "center": "centre",
    "right": "right",
    "end": "right",
    "both": "justified",
    "distribute": "distributed",
    "thaiDistribute": "distributed",
}
_HIGHLIGHTS = {
    "black": "000000",
    "blue": "0000FF",
    "cyan": "00FFFF",
    "green": "00FF00",
    "magenta": "FF00FF",
    "red": "FF0000",
    "yellow": "FFFF00",
    "white": "FFFFFF",
    "darkBlue": "000080",
    "darkCyan": "008080",
    "darkGreen": "008000",
    "darkMagenta": "800080",
    "darkRed": "800000",
    "darkYellow": "808000",
    "darkGray": "808080",
    "lightGray": "C0C0C0",
}


class Around(NamedTuple):
    """What a table says of the paragraphs and runs in a cell."""

    paragraph: Props = NOTHING
    run: Props = NOTHING


NO_TABLE = Around()


class Formats:
    """The formats of a document. What has been worked out is kept: many paragraphs say the same."""

    def __init__(self, styles: Styles, theme: Theme, levels: Mapping[tuple[str, int], LevelProps]) -> None:
        self._styles = styles
        self._theme = theme
        self._levels = levels
        self._chains: dict[str | None, tuple[StyleProps, ...]] = {}
        self._runs: dict[object, RunFormat] = {}
        self.default = self.run(NOTHING, NOTHING)

    # ---- styles

    def chain(self, style: str | None) -> tuple[StyleProps, ...]:
        """A style with those that it is based on, the first of these first."""
        found = self._chains.get(style)
        if found is None:
            made: list[StyleProps] = []
            seen = set()
            at = style
            while at is not None and at in self._styles.by_id and at not in seen and len(made) < _CHAIN:
                seen.add(at)
                made.append(self._styles.by_id[at])
                at = made[-1].parent
            found = self._chains[style] = tuple(reversed(made))
        return found

    def paragraph_chain(self, own: Props) -> tuple[StyleProps, ...]:
        """The styles of a paragraph of which `own` is said."""
        named = own.get("pStyle", {}).get("val")
        return self.chain(named) or self.chain(self._styles.paragraph)

    def table_chain(self, style: str | None) -> tuple[StyleProps, ...]:
        """The styles of a table."""
        return self.chain(style) or self.chain(self._styles.table)

    def style_of_level(self, number: str, style: StyleProps) -> int | None:
        """The depth of a list that a style stands for by its own name; None where no level names it."""
        for (other, depth), level in self._levels.items():
            if other == number and self._styles.by_id.get(level.style) is style:
                return depth
        return None

    # ---- lists

    def numbering(self, own: Props) -> tuple[str, int] | None:
        """The list that a paragraph is in, and its depth there; None where it is in none."""
        chain = self.paragraph_chain(own)
        said = own.get("numPr")
        styled = None
        if said is None or "numId" not in said:
            styled = next((one for one in reversed(chain) if "numId" in one.paragraph.get("numPr", {})), None)
        merged: Props = {}
        for one in (*(style.paragraph for style in chain), own):
            merged = over({"numPr": one["numPr"]}, merged) if "numPr" in one else merged
        number = merged.get("numPr", {}).get("numId", "")
        if number in ("", "0"):
            return None
        depth = figure(merged["numPr"].get("ilvl"))
        if styled is not None and "ilvl" not in (said or {}):
            by_style = self.style_of_level(number, chain[-1])
            depth = Fraction(by_style) if by_style is not None else depth
        return number, int(depth or 0)

    def level(self, number: tuple[str, int] | None) -> LevelProps | None:
        """What a level of a list says."""
        return self._levels.get(number) if number is not None else None

    # ---- paragraphs

    def said_of_paragraph(self, own: Props, around: Around = NO_TABLE) -> Props:
        """All that is in effect of a paragraph of which `own` is said."""
        chain = self.paragraph_chain(own)
        level = self.level(self.numbering(own))
        by_list = level.paragraph if level is not None else NOTHING
        by_list = {name: value for name, value in by_list.items() if name in ("ind", "tabs", "jc", "spacing")}
        merged = over(around.paragraph, self._styles.default_paragraph)
        direct = "numPr" in own and own["numPr"].get("numId") is not None
        lists = -1 if direct else next((at for at, one in enumerate(chain) if "numPr" in one.paragraph), -1)
        for at, style in enumerate(chain):
            if at == lists:
                merged = over(by_list, merged)
            merged = over(style.paragraph, merged)
        if direct:
            merged = over(by_list, merged)
        return over(own, merged)

    def paragraph(
        self, said: Props, style: StyleProps | None, first_size: Fraction, grid: Grid
    ) -> ParagraphFormat:
        """The format of a paragraph of which all this is in effect. `first_size` is that of its first
        character, by which an indent of its first line in characters is measured."""

        def on(name: str, otherwise: bool) -> bool:
            found = is_on(said, name)
            return otherwise if found is None else found

        align = said.get("jc", {}).get("val", "left")
        if is_on(said, "bidi"):
            align = {"left": "right", "right": "left"}.get(align, align)
        level = figure(said.get("outlineLvl", {}).get("val"))
        return ParagraphFormat(
            style=style.name if style is not None else "",
            outline=int(level) if level is not None and 0 <= level < 9 else None,
            align=_ALIGN.get(align, "justified"),
            indents=indents(said.get("ind", {}), first_size, grid, snaps=on("snapToGrid", otherwise=True)),
            spacing=spacing(said.get("spacing", {}), grid),
            line=line_spacing(said.get("spacing", {})),
            snaps=on("snapToGrid", otherwise=True),
            tabs=tab_stops(said.get("tabs", {})),
            borders=self.borders(said, "pBdr"),
            shade=self.shade(said),
            frame=frame_of(said["framePr"]) if "framePr" in said else None,
            page_break_before=on("pageBreakBefore", otherwise=False),
            widow_control=on("widowControl", otherwise=True),
            keep_next=on("keepNext", otherwise=False),
            keep_lines=on("keepLines", otherwise=False),
            contextual=on("contextualSpacing", otherwise=False),
            auto_space=on("autoSpaceDE", otherwise=True),
            auto_space_digits=on("autoSpaceDN", otherwise=True),
            overflow=on("overflowPunct", otherwise=True),
            kinsoku=on("kinsoku", otherwise=True),
            top_line_punctuation=on("topLinePunct", otherwise=False),
            word_wrap=on("wordWrap", otherwise=True),
            adjust_right=on("adjustRightInd", otherwise=True),
            text_align=said.get("textAlignment", {}).get("val", "auto"),
        )

    # ---- runs

    def run(
        self, paragraph: Props, own: Props, around: Around = NO_TABLE, level: Props = NOTHING
    ) -> RunFormat:
        """The format of characters of which `own` is said, in a paragraph of which `paragraph` is; or, with
        what a `level` of a list says, of the number before it."""
        key = (
            paragraph.get("pStyle", {}).get("val") if paragraph else None,
            *(_frozen(one) for one in (own, around.run, level)),
        )
        found = self._runs.get(key)
        if found is None:
            found = self._runs[key] = self._run(paragraph, own, around, level)
        return found

    def _run(self, paragraph: Props, own: Props, around: Around, level: Props) -> RunFormat:
        by_paragraph = self.paragraph_chain(paragraph)
        named = own.get("rStyle", {}).get("val")
        by_character = tuple(one for one in self.chain(named) if one.kind == "character")
        groups: Sequence[Sequence[Props]] = (
            (around.run,),
            tuple(style.run for style in by_paragraph),
            tuple(style.run for style in by_character),
        )
        merged = self._styles.default_run
        for group in groups:
            for one in group:
                merged = over(one, merged)
        toggles = {name: self._toggle(name, groups) for name in _TOGGLES}
        for one in (own, level):
            merged = over(one, merged)
            toggles |= {name: bool(is_on(one, name)) for name in _TOGGLES if name in one}
        return self._format(merged, toggles, by_character[-1].name if by_character else "")

    def _toggle(self, name: str, groups: Sequence[Sequence[Props]]) -> bool:
        if is_on(self._styles.default_run, name):
            return True
        turned = False
        for group in groups:
            said = [found for one in group if (found := is_on(one, name)) is not None]
            turned ^= bool(said and said[-1])
        return turned

    def _format(self, said: Props, toggles: Mapping[str, bool], style: str) -> RunFormat:
        def value(name: str) -> str | None:
            return said.get(name, {}).get("val")

        fonts = said.get("rFonts", {})
        underline = value("u") or ""
        script: Literal["", "superscript", "subscript"] = ""
        if (place := value("vertAlign")) in ("superscript", "subscript"):
            script = "superscript" if place == "superscript" else "subscript"
        return RunFormat(
            east=self._face(fonts, ("eastAsia",)) or _EAST,
            latin=self._face(fonts, ("ascii", "hAnsi")) or _LATIN,
            size=length(value("sz"), 2) or Fraction(10),
            ink=self._ink(said.get("color", {})) or BLACK,
            bold=toggles["b"],
            italic=toggles["i"],
            spacing=length(value("spacing")) or Fraction(0),
            scale=percent(value("w")) or Fraction(1),
            raised=length(value("position"), 2) or Fraction(0),
            script=script,
            underline="" if underline == "none" else underline,
            underline_ink=self._ink(said["u"], "color") if underline and "u" in said else None,
            emphasis=(value("em") or "").replace("none", ""),
            struck=toggles["strike"] or bool(is_on(said, "dstrike")),
            hidden=toggles["vanish"] or bool(is_on(said, "webHidden") and is_on(said, "specVanish")),
            shade=hex_ink(_HIGHLIGHTS.get(value("highlight") or "")) or self.shade(said),
            border=self._border(said["bdr"]) if "bdr" in said else None,
            snaps=is_on(said, "snapToGrid") is not False,
            kerns=bool(figure(value("kern"))),
            fit=length(value("fitText")),
            hint=fonts.get("hint", ""),
            style=style,
            capitals=toggles["caps"] or toggles["smallCaps"],
        )

    def _face(self, fonts: Mapping[str, str], names: Sequence[str]) -> str:
        for name in names:
            theme = self._theme.faces.get(fonts.get(f"{name}Theme", ""))
            if found := theme or fonts.get(name, "").strip():
                return found[:LONGEST_NAME]
        return ""

    def _ink(self, said: Mapping[str, str], name: str = "val") -> Ink | None:
        """A colour; None where it is left to the word processor."""
        if (found := hex_ink(said.get(name))) is not None:
            return found
        prefix = "theme" if name != "fill" else "themeFill"
        theme = said.get("themeColor" if prefix == "theme" else "themeFill")
        return self._theme.colour(theme) if theme else None

    # ---- lines and grounds

    def shade(self, said: Props) -> Ink | None:
        """The ground that is said (`shd`); None where there is none."""
        found = said.get("shd", {})
        if found.get("val") == "solid":
            return self._ink({"val": found.get("color", "")}) or BLACK
        return self._ink(found, "fill")

    def borders(self, said: Props, holder: str) -> Borders:
        """The lines that are said in `holder` (`pBdr`, `tcBorders`)."""
        sides = ("top", "bottom", "left", "right", "between")
        found = (said.get(f"{holder}/{side}") for side in sides)
        return Borders(*(self._border(one) if one is not None else None for one in found))

    def border(self, said: Mapping[str, str]) -> Border | None:
        """A line; None where it is said that there is none."""
        return self._border(said)

    def _border(self, said: Mapping[str, str]) -> Border | None:
        kind = said.get("val", "none")
        if kind in ("none", "nil"):
            return None
        width = length(said.get("sz"), 8) or Fraction(0)
        space = length(said.get("space"), 1) or Fraction(0)
        return Border(kind, width, space, self._ink(said, "color") or BLACK)


def _frozen(said: Props) -> object:
    return tuple(sorted((name, tuple(sorted(value.items()))) for name, value in said.items()))
