"""A sheet that goes round with an issue (审签单) as a Word file: a table with the widths and heights that it
has on our pages, to be printed, or filled in at the computer. Holds no XML."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import pairwise
from math import ceil

from docx.opc.constants import CONTENT_TYPE as CT
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.opc.package import OpcPackage

from bulletin_desk.bulletin.model import Kind
from bulletin_desk.export.docx import oxml
from bulletin_desk.export.docx import styles as st
from bulletin_desk.export.docx.oxml_blocks import TableCell, TableRow, TableValue, flow_table, plain_section
from bulletin_desk.export.docx.write import package_part, zipped
from bulletin_desk.fonts.faces import Faces
from bulletin_desk.hanzi.classes import NO_LINE_END, NO_LINE_START
from bulletin_desk.layouts.colours import rgb
from bulletin_desk.layouts.model import Align, Style
from bulletin_desk.sheets.facts import Facts
from bulletin_desk.sheets.fit import (
    ABOVE,
    LABEL,
    PITCH,
    SIDE,
    TEXT,
    TITLE,
    FitCell,
    FitPage,
    FitRow,
    Fitted,
    Setter,
    fit,
)
from bulletin_desk.sheets.model import Sheet
from bulletin_desk.typeset.composed import Composed
from bulletin_desk.typeset.measure import measure
from bulletin_desk.typeset.paragraph import HALF, UNITS

_NAMES = {TITLE: "单子标题", LABEL: "栏名", TEXT: "填写"}
_ALIGNS: dict[Align, str] = {"left": "左齐", "centre": "居中", "right": "右齐"}
_ANCHOR, _NEXT_PAGE = "表后", "另面"
"""Of the paragraph behind a table, which no word processor lets go, and of one that begins a page."""
_TABLE = "单子"
_QUOTES = "“”‘’"
_SLACK = 20
"""Twips that a box has for its text more than on our pages, against a word processor's rounding."""
_LINE = 20
"""Twips: the least line that word processors show alike."""
_SPARE = 3 * _LINE
"""Twips taken from the lower margin for what stands behind the table, and for rounding."""


def sheet_docx(sheet: Sheet, facts: Facts, faces: Faces) -> bytes:
    """A sheet filled in with what is known of an issue, as a Word file. Same input, same bytes. Raises
    FontError."""
    fitted = fit(sheet, facts, Setter(faces))
    styles = dict(_styles(fitted))
    ids = {name: f"P{number}" for number, name in enumerate(styles)}
    ids |= {st.STYLE_NAMES[Kind.BODY]: "Normal", _TABLE: "T1"}
    package = OpcPackage()
    document = package_part(package, "/word/document.xml", CT.WML_DOCUMENT_MAIN, "")
    package.relate_to(document, RT.OFFICE_DOCUMENT)
    written = oxml.styles(tuple(styles.values()), (), _TABLE, ids, widow_control=False, auto_space=True)
    document.relate_to(package_part(package, "/word/styles.xml", CT.WML_STYLES, written), RT.STYLES)
    no_end, no_start = ("".join(sorted(chars)) for chars in (NO_LINE_END, NO_LINE_START))
    settings = oxml.settings(no_end, no_start, compress=False)
    document.relate_to(package_part(package, "/word/settings.xml", CT.WML_SETTINGS, settings), RT.SETTINGS)
    fonts = oxml.font_table({face.name: face for face in st.TYPEFACES.values()}.values())
    document.relate_to(package_part(package, "/word/fontTable.xml", CT.WML_FONT_TABLE, fonts), RT.FONT_TABLE)
    body = [text for page in fitted.pages for text in _page(fitted, page, ids)]
    document._blob = oxml.document(body, plain_section(_setup(sheet))).encode("utf-8")
    app = package_part(package, "/docProps/app.xml", CT.OFC_EXTENDED_PROPERTIES, oxml.app_properties())
    package.relate_to(app, RT.EXTENDED_PROPERTIES)
    first = fitted.pages[0].title
    said = (first.words if first else sheet.name, sheet.name, facts.value("issuer"))
    properties = oxml.core_properties(*(oxml.FORBIDDEN.sub("", text)[:255] for text in said))
    core = package_part(package, "/docProps/core.xml", CT.OPC_CORE_PROPERTIES, properties)
    package.relate_to(core, RT.CORE_PROPERTIES)
    return zipped(package)


def _setup(sheet: Sheet) -> st.PageSetup:
    margins = sheet.margins
    return st.PageSetup(
        width=st.twips(sheet.paper_width),
        height=st.twips(sheet.paper_height),
        top=st.twips(margins.top),
        bottom=max(st.twips(margins.bottom) - _SPARE, 0),
        left=st.twips(margins.left),
        right=st.twips(margins.right),
        footer=st.twips(margins.bottom) // 2,
        measure=st.twips(sheet.width),
        pitch=st.twips(sheet.texts.size * PITCH),
        shift=0,
    )


# ---- styles


def _styles(fitted: Fitted) -> Iterator[tuple[str, st.ParagraphStyle]]:
    """A style for each look that a text of the sheet has, the default one first."""
    texts = [text for page in fitted.pages for row in page.rows for cell in row.cells for text in cell.texts]
    looks = [text.style for text in texts]
    titles = [page.title for page in fitted.pages if page.title]
    found = {_name(style): style for style in (*looks, *(title.style for title in titles))}
    body = st.STYLE_NAMES[Kind.BODY]
    usual = next((style for style in looks if style.name == TEXT), None) or next(iter(found.values()), None)
    font = st.font(usual) if usual else st.Font(half_points=24)
    line = st.twips((usual.size if usual else Fraction(12)) * PITCH)
    yield body, st.ParagraphStyle(body, font, line, "left")
    for name, style in found.items():
        after = st.twips(fitted.sheet.title.below) if style.name == TITLE else 0
        yield (
            name,
            st.ParagraphStyle(
                name, st.font(style), st.twips(style.size * PITCH), style.align, after=after, based_on=body
            ),
        )
    if titles:
        name = _name(titles[0].style)
        made = st.ParagraphStyle(
            f"{name}（另面）",
            st.font(titles[-1].style),
            st.twips(titles[-1].style.size * PITCH),
            "centre",
            after=st.twips(fitted.sheet.title.below),
            page_break_before=True,
            based_on=body,
        )
        yield made.name, made
    yield _ANCHOR, st.ParagraphStyle(_ANCHOR, font, _LINE, "left", based_on=body, technical=True)
    yield (
        _NEXT_PAGE,
        st.ParagraphStyle(
            _NEXT_PAGE, font, _LINE, "left", based_on=body, technical=True, page_break_before=True
        ),
    )


def _name(style: Style) -> str:
    return _NAMES[style.name] if style.name == TITLE else f"{_NAMES[style.name]}（{_ALIGNS[style.align]}）"


# ---- pages


def _page(fitted: Fitted, page: FitPage, ids: dict[str, str]) -> Iterator[str]:
    """The title, the table, and what has to stand behind it."""
    further = page is not fitted.pages[0]
    if page.title:
        name = _name(page.title.style) + ("（另面）" if further else "")
        yield oxml.paragraph(oxml.Paragraph(ids[name], (oxml.Run(page.title.words),)))
    elif further:
        yield oxml.paragraph(oxml.Paragraph(ids[_NEXT_PAGE], ()))
    if page.rows:
        yield flow_table(_table(fitted, page, ids), ids[_TABLE])
    yield oxml.paragraph(oxml.Paragraph(ids[_ANCHOR], ()))


def _table(fitted: Fitted, page: FitPage, ids: dict[str, str]) -> TableValue:
    edges = [st.twips(edge) for edge in fitted.edges]
    columns = tuple(right - left for left, right in pairwise(edges))
    rows = tuple(_row(fitted.sheet, page.rows, at, ids) for at in range(len(page.rows)))
    return TableValue(_TABLE, columns, rows, left=0, margins=(st.twips(SIDE), st.twips(SIDE) - _SLACK))


def _row(sheet: Sheet, rows: Sequence[FitRow], at: int, ids: dict[str, str]) -> TableRow:
    row = rows[at]
    above = at > 0 and rows[at - 1].ruled
    below = at + 1 < len(rows) and rows[at + 1].ruled
    cells = []
    for number, cell in enumerate(row.cells):
        borders: list[tuple[str, st.Border]] = []
        if row.ruled:
            sides = (
                ("top", above),
                ("left", number > 0),
                ("bottom", below),
                ("right", number + 1 < len(row.cells)),
            )
            borders = [(side, _border(sheet, fine=fine)) for side, fine in sides]
        place = "center" if all(text.place == "middle" for text in cell.texts) else "top"
        paragraphs = tuple(_paragraphs(row, cell, ids)) or (oxml.Paragraph(None, ()),)
        cells.append(TableCell(paragraphs, cell.columns, place=place, borders=tuple(borders)))
    return TableRow(tuple(cells), st.twips(row.height))


def _border(sheet: Sheet, *, fine: bool) -> st.Border:
    thickness = sheet.inner if fine else sheet.outer
    return st.Border(max(round(thickness * 8), 2), rgb(sheet.colour))


def _paragraphs(row: FitRow, cell: FitCell, ids: dict[str, str]) -> Iterator[oxml.Paragraph]:
    """The texts of a box; what stands at its bottom is put there by the space above it."""
    mixed = any(text.place != "middle" for text in cell.texts)
    spare = row.height - cell.needs
    for number, text in enumerate(cell.texts):
        before = Fraction(0)
        if mixed and number == 0:
            before += ABOVE
        if mixed and text.place == "bottom":
            before += max(spare, Fraction(0))
        yield oxml.Paragraph(ids[_name(text.style)], tuple(_runs(text.composed)), before=st.twips(before))


def _runs(composed: Composed) -> Iterator[oxml.Run]:
    """The lines of a text where they end on our pages. Word processors neither compress marks nor set quotes
    narrow here: a line that would be too wide for them is set closer."""
    whole = composed.paragraph
    for number, broken in enumerate(composed.breaks):
        text = whole.text[broken.start : broken.visible]
        wide = measure(text, composed.widths).rights[-1] if text else 0
        wide += HALF * sum(text.count(quote) for quote in _QUOTES)
        over = (wide - whole.measure) * whole.advance * 20 / UNITS
        spacing = -ceil(over / len(text)) if over > 0 else None
        last = number == composed.count - 1
        yield oxml.Run(text if last else f"{text}\n", spacing=spacing)
