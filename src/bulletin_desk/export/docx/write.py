"""Writes the Word copy of a bulletin: a WordprocessingML package, made in memory. Same input, same bytes."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterable, Mapping, Sequence

from docx.opc.constants import CONTENT_TYPE as CT
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.opc.package import OpcPackage
from docx.opc.packuri import PackURI
from docx.opc.part import Part

from bulletin_desk.bulletin.model import Issue, Kind, Remark
from bulletin_desk.bulletin.put_out import as_put_out
from bulletin_desk.export.docx import fixed_styles as fixed
from bulletin_desk.export.docx import oxml, oxml_comments
from bulletin_desk.export.docx import styles as st
from bulletin_desk.export.docx.blocks import Flow
from bulletin_desk.export.docx.content import Content, content
from bulletin_desk.export.docx.oxml_blocks import TableValue, flow_table, table_styles
from bulletin_desk.export.docx.words import Words
from bulletin_desk.hanzi.classes import NO_LINE_END, NO_LINE_START
from bulletin_desk.layouts.model import Layout
from bulletin_desk.storage.bulletin_file import to_json
from bulletin_desk.typeset.typesetter import TypesetPages
from bulletin_desk.typeset.wording import number_text

_EPOCH = (1980, 1, 1, 0, 0, 0)
_LONGEST_PROPERTY = 255
"""Characters of a core property, more of which some programs refuse."""


def docx_bytes(
    issue: Issue,
    layout: Layout,
    pages: TypesetPages,
    *,
    free: bool = False,
    numbers: str = "none",
    remarks: Sequence[Remark] = (),
    tell: Callable[[int], None] = lambda _: None,
) -> bytes:
    """The Word copy of an issue, whose `pages` were set in `layout`.

    Every line of running text carries what any word processor needs to end it where `pages` do; or, `free`,
    text without such spacing, punctuation compressed as the word processor sees fit, for a copy that will be
    rewritten. Lines of running text are numbered, where `numbers` says so, on each `page` or `through` all
    pages; `remarks` go along as comments. `tell` hears after each paragraph how many pages' worth is done; it
    may raise.
    """
    said = content(issue, layout, pages, locked=not free, tell=tell, remarks=remarks)
    return _package(said, issue, layout, pages, compress=free, numbers=numbers)


def _package(
    said: Content, issue: Issue, layout: Layout, pages: TypesetPages, *, compress: bool, numbers: str
) -> bytes:
    folio = pages.folio(1)
    foot = folio.y + float(layout.styles["folio"].size) / 4 if folio else float(layout.paper_height) - 36
    setup = st.page_setup(layout, foot)
    paragraph_styles = st.flow_styles(layout, setup, kinds=said.kinds, variants=said.variants)
    paragraph_styles += fixed.head_styles(layout, setup, said.head.forms, pages.head.height)
    paragraph_styles += fixed.closing_styles(
        layout,
        setup,
        said.closing.forms,
        said.closing.hangs,
        said.closing.rooms,
        parted=said.parted,
        gap=said.closing.gap,
    )
    character_styles = [st.CharacterStyle(name, font) for name, font in sorted(said.characters.items())]
    ids = _ids([style.name for style in paragraph_styles], [style.name for style in character_styles])
    package = OpcPackage()
    document = package_part(package, "/word/document.xml", CT.WML_DOCUMENT_MAIN, "")
    package.relate_to(document, RT.OFFICE_DOCUMENT)
    tables = [part for part in said.flow if isinstance(part, TableValue)]
    ids |= {name: f"T{at}" for at, name in enumerate(dict.fromkeys(one.style for one in tables), 2)}
    styles = oxml.styles(
        paragraph_styles,
        character_styles,
        st.CLOSING_TABLE,
        ids,
        widow_control=layout.text_block.widow_control,
        auto_space=bool(layout.lines.gap),
        further=table_styles(tables, ids) + (oxml_comments.styles() if said.comments else ""),
    )
    document.relate_to(package_part(package, "/word/styles.xml", CT.WML_STYLES, styles), RT.STYLES)
    no_end, no_start = ("".join(sorted(chars)) for chars in (NO_LINE_END, NO_LINE_START))
    settings = oxml.settings(no_end, no_start, compress=compress)
    document.relate_to(package_part(package, "/word/settings.xml", CT.WML_SETTINGS, settings), RT.SETTINGS)
    fonts = oxml.font_table({face.name: face for face in st.TYPEFACES.values()}.values())
    document.relate_to(package_part(package, "/word/fontTable.xml", CT.WML_FONT_TABLE, fonts), RT.FONT_TABLE)
    heading, body = (layout.styles[name] for name in ("title", "body"))
    theme = oxml.theme(st.font(heading), st.font(body))
    document.relate_to(package_part(package, "/word/theme/theme1.xml", CT.OFC_THEME, theme), RT.THEME)
    for name, content_type, written, relationship in oxml_comments.parts(said.comments):
        document.relate_to(package_part(package, name, content_type, written), relationship)
    footers = []
    for number, name in enumerate((st.FOLIO_ODD, st.FOLIO_EVEN), 1):
        text = oxml.footer(ids[name], _with_ids(said.folio, ids), _uncounted(numbers))
        footer = package_part(package, f"/word/footer{number}.xml", CT.WML_FOOTER, text)
        footers.append(document.relate_to(footer, RT.FOOTER))
    if not said.numbered_to_the_end:
        text = oxml.footer(ids[st.FOLIO_ODD], (), _uncounted(numbers))
        empty = document.relate_to(package_part(package, "/word/footer3.xml", CT.WML_FOOTER, text), RT.FOOTER)
        footers += [empty, empty]
    media = {}
    for number, picture in enumerate(said.pictures.values(), 1):
        suffix = {"jpeg": "jpeg", "png": "png"}[picture.format]
        name = f"/word/media/image{number}.{suffix}"
        part = Part(PackURI(name), f"image/{picture.format}", picture.content, package)  # type: ignore[arg-type]
        media[picture.digest] = document.relate_to(part, RT.IMAGE)
    custom = package_part(
        package,
        "/customXml/item1.xml",
        CT.XML,
        oxml.custom_part(
            to_json(as_put_out(issue)),
            Words.of(layout).to_json(),
            said.sizes.to_json() if tables or media else "",
        ),
    )
    document.relate_to(custom, RT.CUSTOM_XML)
    properties = package_part(
        package, "/customXml/itemProps1.xml", CT.OFC_CUSTOM_XML_PROPERTIES, oxml.custom_properties()
    )
    custom.relate_to(properties, RT.CUSTOM_XML_PROPS)
    by_name = {style.name: style for style in paragraph_styles}
    document._blob = _document(said, layout, setup, ids, by_name, footers, media, numbers).encode("utf-8")
    app = package_part(package, "/docProps/app.xml", CT.OFC_EXTENDED_PROPERTIES, oxml.app_properties())
    package.relate_to(app, RT.EXTENDED_PROPERTIES)
    core = package_part(
        package, "/docProps/core.xml", CT.OPC_CORE_PROPERTIES, _core_properties(issue, layout)
    )
    package.relate_to(core, RT.CORE_PROPERTIES)
    return zipped(package)


def _uncounted(numbers: str) -> str:
    """What keeps a paragraph that stands in no text from being counted, where lines are numbered."""
    return "" if numbers == "none" else oxml.NO_LINE_NUMBERS


def _is_counted(paragraph: oxml.Paragraph) -> bool:
    """Whether its lines are numbered as they are on our pages: those of text that somebody wrote."""
    style = paragraph.style or ""
    if style.startswith(_UNCOUNTED) or any(run.picture for run in paragraph.runs):
        return False
    return any(run.text for run in paragraph.runs)


_UNCOUNTED = (st.STYLE_NAMES[Kind.CONTENTS], st.STYLE_NAMES[Kind.PICTURE_CAPTION])
"""How the names of styles begin that are no running text: see `typeset.marked.numbered_rows`."""


def package_part(package: OpcPackage, name: str, content_type: str, text: str) -> Part:
    """A part of a package, with its name in it."""
    return Part(PackURI(name), content_type, text.encode("utf-8"), package)  # type: ignore[arg-type]


def _ids(paragraphs: list[str], characters: list[str]) -> dict[str, str]:
    """Style ids: short, since every paragraph repeats them, and in ASCII, which every program takes."""
    ids = {name: f"P{number}" for number, name in enumerate(paragraphs)}
    ids |= {name: f"C{number}" for number, name in enumerate(characters)}
    ids[st.STYLE_NAMES[Kind.BODY]] = "Normal"
    built_ins = {name: st.CONTENTS_STYLES[name] for name in paragraphs if name in st.CONTENTS_STYLES}
    built_ins |= st.BUILT_IN
    ids |= {name: built_in.title().replace(" ", "") for name, built_in in built_ins.items()}
    ids[st.CLOSING_TABLE] = "T1"
    return ids


def _document(
    said: Content,
    layout: Layout,
    setup: st.PageSetup,
    ids: dict[str, str],
    styles: dict[str, st.ParagraphStyle],
    footers: list[str],
    media: Mapping[str, str],
    numbers: str,
) -> str:
    """word/document.xml; `styles` by their names, `footers` are those of odd and
    even pages, then those of the pages without numbers, if there are any; `media` gives the relationship of
    each picture's file; `numbers` as in `docx_bytes`."""
    uncounted = _uncounted(numbers)

    def written(paragraph: oxml.Paragraph) -> oxml.Paragraph:
        name = paragraph.style or st.STYLE_NAMES[Kind.BODY]
        style = None if ids[name] == "Normal" else ids[name]
        runs = _with_ids(paragraph.runs, ids)
        if any(run.picture for run in runs):
            runs = tuple(
                run._replace(picture=run.picture._replace(relation=media[run.picture.digest]))
                if run.picture
                else run
                for run in runs
            )
        return paragraph._replace(style=style, runs=runs, raised=styles[name].raised)

    def in_flow(part: Flow) -> str:
        if isinstance(part, oxml.Paragraph):
            return oxml.paragraph(written(part)._replace(counted=not uncounted or _is_counted(part)))
        rows = [
            row._replace(
                cells=tuple(
                    cell._replace(paragraphs=tuple(map(written, cell.paragraphs))) for cell in row.cells
                )
            )
            for row in part.rows
        ]
        return flow_table(part._replace(rows=tuple(rows)), ids[part.style])

    def place(paragraph: oxml.Paragraph) -> str:
        frame = styles[paragraph.style].frame if paragraph.style else None
        return (oxml.frame(*frame) if frame else "") + uncounted

    def empty(style: str, section: str = "") -> str:
        return oxml.paragraph(oxml.Paragraph(ids[style], ()), uncounted + section)

    body = [oxml.paragraph(written(paragraph), place(paragraph)) for paragraph in said.head.paragraphs]
    body += map(in_flow, said.flow)
    if not said.numbered_to_the_end:
        body.append(empty(st.ANCHOR_SECTION, oxml.section(setup, footers[0], footers[1], numbers)))
        footers = footers[2:]
        body.append(empty(st.ANCHOR_SECTION))
    elif said.blank_page:
        body.append(empty(st.ANCHOR_NEXT_PAGE))
    if said.closing.rows:
        rows = [
            oxml.Cell(
                written(row.paragraph), fixed.cell_border(row.rule_above), fixed.cell_border(row.rule_below)
            )
            for row in said.closing.rows
        ]
        under = layout.closing.place == "text"
        table = oxml.closing_table(
            rows, ids[st.CLOSING_TABLE], setup, floats=not (said.parted or under), whole=not said.parted
        )
        next_page, here = empty(st.ANCHOR_NEXT_PAGE), empty(st.ANCHOR)
        if under and not said.closing_on_next_page:
            body += [empty(st.ANCHOR_TEXT), table, here]
        elif under or said.parted:
            body += [next_page, table, here]
        else:
            body += [table, next_page if said.closing_on_next_page else here]
    if said.closing.margin:
        body += [
            oxml.paragraph(written(paragraph), oxml.frame(*fixed.in_margin(form, layout, setup)) + uncounted)
            for paragraph, form in said.closing.margin
        ]
        body.append(empty(st.ANCHOR))
    return oxml.document(body, oxml.section(setup, footers[0], footers[1], numbers))


def _with_ids(runs: Iterable[oxml.Run], ids: dict[str, str]) -> tuple[oxml.Run, ...]:
    return tuple(run._replace(style=ids[run.style]) if run.style else run for run in runs)


def _core_properties(issue: Issue, layout: Layout) -> str:
    """What the issue is, and whose. Who wrote the file and when is not said: nobody has typed it, and the
    same issue gives the same bytes."""

    def allowed(text: str) -> str:
        return oxml.FORBIDDEN.sub("", text)[:_LONGEST_PROPERTY]

    number = number_text(issue, layout)
    title = f"{issue.masthead.one_line} {number}"
    return oxml.core_properties(*map(allowed, (title, number, issue.dated_header.issuer)))


def zipped(package: OpcPackage) -> bytes:
    """The package with the same time on every part, whenever it is written."""
    parts = package.parts
    members = [
        ("[Content_Types].xml", oxml.content_types((part.partname, part.content_type) for part in parts)),
        ("_rels/.rels", package.rels.xml),
    ]
    for part in parts:
        members.append((part.partname.membername, part.blob))
        if part.rels:
            members.append((part.partname.rels_uri.membername, part.rels.xml))
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as file:
        for name, data in members:
            member = zipfile.ZipInfo(name, _EPOCH)
            member.compress_type = zipfile.ZIP_DEFLATED
            member.create_system = 3
            member.external_attr = 0o100644 << 16
            file.writestr(member, data, compresslevel=6)
    return buffer.getvalue()
