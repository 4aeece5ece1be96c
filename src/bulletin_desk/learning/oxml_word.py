"""A whole Word document out of its parts: sections, headers and footers around its running text (ECMA-376
part 1, 17.6 and 17.10), read with the formats in effect."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Literal

from lxml import etree  # type: ignore[import-untyped]

from bulletin_desk.intake import oxml_tree as tree
from bulletin_desk.intake.numbering import Counters
from bulletin_desk.intake.oxml_lists import lists
from bulletin_desk.learning.oxml_body import Body, Shared
from bulletin_desk.learning.oxml_props import Props, figure, length, props
from bulletin_desk.learning.oxml_styles import read_levels, read_settings, read_styles, read_theme
from bulletin_desk.learning.word_formats import Formats
from bulletin_desk.learning.word_model import Grid, Margin, Section, WordBlock, WordFile

_MAIN = "word/document.xml"
_OWN_BULLETIN = b"urn:bulletin-desk:bulletin"
_GRIDS: dict[str, Literal["none", "lines", "lines_and_chars", "snap_to_chars"]] = {
    "lines": "lines",
    "linesAndChars": "lines_and_chars",
    "snapToChars": "snap_to_chars",
}
_VALIGN: dict[str, Literal["top", "centre", "bottom", "justified"]] = {
    "center": "centre",
    "bottom": "bottom",
    "both": "justified",
}
_CHAR_SPACE = 4096
"""Parts of a point in which a grid's width is given (17.6.5)."""
_LETTER = (Fraction(612), Fraction(792))
_SCRIPTS = {"zh-tw": "Hant", "zh-hk": "Hant", "ja-jp": "Jpan", "ko-kr": "Hang"}


def word_document(parts: Mapping[str, bytes]) -> WordFile:
    """The document in a package's XML parts. Raises NotWordError."""
    package = tree.Parts(parts)
    try:
        main = package.related("", "officeDocument") or _MAIN
    except tree.NotWordError:
        main = _MAIN
    root = package.tree(main)
    body = tree.child(root, "body")
    if root is None or body is None or not tree.is_word(root):
        raise tree.NotWordError
    links = _links(package, main)
    found = {kind: target for _, kind, target in reversed(links)}
    settings_root = _part(package, found.get("settings"))
    settings = read_settings(settings_root)
    language = props(settings_root).get("themeFontLang", {}).get("eastAsia", "").lower()
    theme = read_theme(_part(package, found.get("theme")), _SCRIPTS.get(language, "Hans"))
    numbering = _part(package, found.get("numbering"))
    formats = Formats(read_styles(_part(package, found.get("styles"))), theme, read_levels(numbering))
    shared = Shared(formats, theme, settings, Counters(lists(numbering)))
    shared.notes.update(_notes(package, found))
    targets = {identifier: target for identifier, _, target in links}
    sections = _Sections(package, shared, targets).read(root, body)
    reader = Body(shared, root, sections, _pictures(links))
    blocks = reader.blocks(body)
    notes = tuple(reader.blocks(shared.notes[key]) for key in shared.referred)
    return WordFile(
        blocks=blocks,
        sections=sections,
        settings=settings,
        default=formats.default,
        notes=notes,
        program=_program(package),
        has_own_bulletin=any(
            _OWN_BULLETIN in data for name, data in parts.items() if "custom" in name.lower()
        ),
        unread=tuple(dict.fromkeys(shared.unread)),
    )


def _part(package: tree.Parts, name: str | None) -> etree._Element | None:
    """A part beside the main one; text can be read without those that are damaged."""
    try:
        return package.tree(name) if name is not None else None
    except tree.NotWordError:
        return None


def _links(package: tree.Parts, name: str) -> list[tuple[str, str, str]]:
    try:
        return list(package.links(name))
    except tree.NotWordError:
        return []


def _pictures(links: list[tuple[str, str, str]]) -> dict[str, str]:
    return {identifier: target for identifier, kind, target in links if kind == "image"}


def _notes(package: tree.Parts, found: Mapping[str, str]) -> Iterator[tuple[tuple[str, str], etree._Element]]:
    for kind in ("footnote", "endnote"):
        for note in tree.children(_part(package, found.get(f"{kind}s")), kind):
            if tree.get(note, "type") in (None, "normal"):
                yield (kind, tree.get(note, "id") or ""), note


def _program(package: tree.Parts) -> str:
    try:
        name = package.related("", "extended-properties")
        root = package.tree(name or "docProps/app.xml")
    except tree.NotWordError:
        return ""
    application = tree.child(root, "Application")
    return (application.text or "")[: tree.LONGEST_NAME] if application is not None else ""


class _Sections:
    """Reads the sections of a document with their headers and footers. `targets` are the main part's
    links."""

    def __init__(self, package: tree.Parts, shared: Shared, targets: Mapping[str, str]) -> None:
        self._package = package
        self._shared = shared
        self._targets = targets

    def read(self, root: etree._Element, body: etree._Element) -> tuple[Section, ...]:
        """All sections in their order; one at least."""
        elements = [
            one
            for one in root.iter("{*}sectPr")
            if tree.local(one.getparent()) == "pPr" or one.getparent() is body
        ]
        made: list[Section] = []
        above: dict[tuple[str, str], str] = {}
        for at, element in enumerate(elements or [None]):
            section = self._section(props(element))
            above |= self._references(element)
            is_titled = _is_on(props(element), "titlePg")
            headers, footers = (
                self._margin(side, above, section, at, is_titled=is_titled) for side in ("header", "footer")
            )
            made.append(section._replace(headers=headers, footers=footers))
        return tuple(made)

    def _section(self, said: Props) -> Section:
        def measure(name: str, attribute: str, otherwise: Fraction) -> Fraction:
            found = length(said.get(name, {}).get(attribute))
            return otherwise if found is None else found

        columns = said.get("cols", {})
        numbers = said.get("pgNumType", {})
        first = figure(numbers.get("start"))
        count = figure(columns.get("num"))
        return Section(
            width=measure("pgSz", "w", _LETTER[0]),
            height=measure("pgSz", "h", _LETTER[1]),
            top=abs(measure("pgMar", "top", Fraction(72))),  # negative: whatever the header needs
            bottom=abs(measure("pgMar", "bottom", Fraction(72))),
            left=measure("pgMar", "left", Fraction(90)),
            right=measure("pgMar", "right", Fraction(90)),
            header=measure("pgMar", "header", Fraction(36)),
            footer=measure("pgMar", "footer", Fraction(36)),
            gutter=measure("pgMar", "gutter", Fraction(0)),
            grid=self._grid(said.get("docGrid", {})),
            columns=int(max(1, min(count or 1, 45))),
            column_space=length(columns.get("space")) or Fraction(36),
            begins=said.get("type", {}).get("val", "nextPage"),
            numbers=numbers.get("fmt", "decimal"),
            first_number=int(first) if first is not None else None,
            valign=_VALIGN.get(said.get("vAlign", {}).get("val", ""), "top"),
            direction=said.get("textDirection", {}).get("val", "").replace("lrTb", ""),
            borders=self._shared.formats.borders(said, "pgBorders"),
        )

    def _grid(self, said: Mapping[str, str]) -> Grid:
        pitch = length(said.get("linePitch"))
        space = figure(said.get("charSpace")) or Fraction(0)
        return Grid(
            _GRIDS.get(said.get("type", ""), "none"),
            pitch or None,
            space / _CHAR_SPACE,
            self._shared.formats.default.size,
        )

    # ---- headers and footers

    def _references(self, element: etree._Element | None) -> dict[tuple[str, str], str]:
        found = {}
        for side in ("header", "footer"):
            for reference in tree.children(element, f"{side}Reference"):
                target = self._targets.get(tree.any_attribute(reference, "id"))
                if target is not None:
                    found[side, tree.get(reference, "type") or "default"] = target
        return found

    def _margin(
        self,
        side: str,
        above: Mapping[tuple[str, str], str],
        section: Section,
        at: int,
        *,
        is_titled: bool,
    ) -> Margin:
        def read(kind: str) -> tuple[WordBlock, ...]:
            name = above.get((side, kind))
            root = _part(self._package, name)
            if root is None or name is None:
                return ()
            pictures = _pictures(_links(self._package, name))
            body = Body(self._shared, root, (section,) * (at + 1), pictures, at)
            return body.blocks(root)

        return Margin(
            read("default"),
            read("even") if self._shared.settings.even_and_odd else None,
            read("first") if is_titled else None,
        )


def _is_on(said: Props, name: str) -> bool:
    return name in said and said[name].get("val", "1") not in ("0", "false", "off")
