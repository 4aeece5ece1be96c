"""Running text of Word files of every make: changes, fields, controls, breaks, symbols, tables, sections."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from bulletin_desk.learning.evidence import Ink
from bulletin_desk.learning.word_file import read_word
from bulletin_desk.learning.word_model import Border, PlacedTab, Table, WordFile, WordParagraph
from tests.learning.word_made import all_of, paragraph, style, word_made


def read(folder: Path, body: str, others: dict[str, str] | None = None, **parts: str) -> WordFile:
    file = folder / "一期.docx"
    file.write_bytes(word_made(body, others, **parts))
    return read_word(file)


def run(text: str, r: str = "") -> str:
    return f'<w:r><w:rPr>{r}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def field(code: str, shown: str | None) -> str:
    separate = f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{run(shown)}' if shown is not None else ""
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve">{code}</w:instrText></w:r>{separate}'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


TEXTS = [
    (run("全市") + run("工作"), "全市工作"),
    (f"<w:ins>{run('已')}</w:ins><w:del><w:r><w:delText>未</w:delText></w:r></w:del>{run('完成')}", "已完成"),
    (f"<w:moveFrom>{run('甲')}</w:moveFrom><w:moveTo>{run('乙')}</w:moveTo>", "乙"),
    (f"<w:hyperlink>{run('网址')}</w:hyperlink>", "网址"),
    (f"<w:sdt><w:sdtPr/><w:sdtContent>{run('控件')}</w:sdtContent></w:sdt>", "控件"),
    (f"<w:smartTag><w:smartTag>{run('县')}</w:smartTag></w:smartTag>", "县"),
    (run("甲") + run("隐", "<w:vanish/>") + run("乙"), "甲乙"),
    (
        "<w:r><w:t>期</w:t><w:tab/><w:t>日</w:t><w:br/><w:t>下</w:t><w:cr/><w:noBreakHyphen/></w:r>",
        "期\t日\n下\n-",
    ),
    ('<w:r><w:sym w:font="Wingdings" w:char="F0AB"/></w:r>', "★"),
    (run("l", '<w:rFonts w:ascii="Wingdings" w:hAnsi="Wingdings"/>'), "●"),
    (run("abc", "<w:caps/>"), "ABC"),
    (field(' DATE \\@ "yyyy年" ', "2025年"), "2025年"),
    (field(" HYPERLINK x ", "网址"), "网址"),
    (field(" PAGE ", "3"), "3"),
    (f'<w:r><w:fldChar w:fldCharType="begin"/></w:r>{run("没有完的域")}', "没有完的域"),
    (
        "<w:ruby><w:rt>" + run("yi") + "</w:rt><w:rubyBase>" + run("邑") + "</w:rubyBase></w:ruby>",
        "邑",
    ),
    (
        f"<mc:AlternateContent><mc:Choice Requires='new'>{run('新')}</mc:Choice>"
        f"<mc:Fallback>{run('旧')}</mc:Fallback></mc:AlternateContent>",
        "旧",
    ),
    (
        "<m:oMath><m:f><m:num><m:r><m:t>1</m:t></m:r></m:num><m:den><m:r><m:t>2</m:t></m:r></m:den>"
        "</m:f></m:oMath>",
        "1/2",
    ),
]


def test_texts_are_what_is_printed(tmp_path: Path) -> None:
    body = "".join(f"<w:p>{inner}</w:p>" for inner, _ in TEXTS)
    assert [one.text for one in read(tmp_path, body).paragraphs()] == [text for _, text in TEXTS]


def test_runs_of_one_format_are_one(tmp_path: Path) -> None:
    file = read(tmp_path, f"<w:p>{run('全')}{run('市')}{run('工', '<w:b/>')}</w:p>")
    assert [one.text for one in next(file.paragraphs()).runs] == ["全市", "工"]


PAGES = [
    (field(" PAGE ", "2"), ("2", "page", "")),
    (field(" PAGE \\* MERGEFORMAT ", None), ("", "page", "")),
    (field(" NUMPAGES \\* CHINESENUM3 ", "四"), ("四", "pages", "chineseCountingThousand")),
    (field(" PAGE \\* ROMAN ", "II"), ("II", "page", "upperRoman")),
    (f'<w:fldSimple w:instr=" SECTIONPAGES ">{run("5")}</w:fldSimple>', ("5", "section_pages", "")),
    ('<w:fldSimple w:instr="PAGE"/>', ("", "page", "")),
    ("<w:r><w:pgNum/></w:r>", ("", "page", "")),
    (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> = </w:instrText></w:r>'
        + field(" PAGE ", "3")
        + '<w:r><w:instrText> - 1 </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        + run("2")
        + '<w:r><w:fldChar w:fldCharType="end"/></w:r>',
        ("2", "page", ""),
    ),
]


@pytest.mark.parametrize(("inner", "shown"), PAGES)
def test_page_numbers_are_told_from_digits(inner: str, shown: tuple[str, str, str], tmp_path: Path) -> None:
    body = paragraph() + '<w:sectPr><w:footerReference r:id="footer1"/></w:sectPr>'
    file = read(tmp_path, body, {"footer1": f"<w:p>{run('— ')}{inner}{run(' —')}</w:p>"})
    (footer,) = file.sections[0].footers.odd
    assert isinstance(footer, WordParagraph)
    assert [(one.text, one.field, one.numbers) for one in footer.runs] == [
        ("— ", "", ""),
        shown,
        (" —", "", ""),
    ]


def test_a_paragraph_goes_on_where_its_mark_is_gone(tmp_path: Path) -> None:
    body = paragraph("上半，", p="<w:rPr><w:del/></w:rPr>") + paragraph("下半。", p='<w:jc w:val="center"/>')
    body += paragraph("隐藏", p="<w:rPr><w:vanish/></w:rPr>", r="<w:vanish/>") + paragraph("末段")
    found = list(read(tmp_path, body).paragraphs())
    assert [one.text for one in found] == ["上半，下半。", "末段"]
    assert found[0].format.align == "centre"


@pytest.mark.parametrize(
    ("body", "texts"),
    [
        ('<w:p><w:r><w:t>甲</w:t><w:br w:type="page"/></w:r></w:p>', ["甲", "乙"]),
        ('<w:p><w:r><w:br w:type="page"/></w:r></w:p>', ["", "乙"]),
    ],
)
def test_a_page_break_before_a_paragraph_is_the_paragraphs(
    body: str, texts: list[str], tmp_path: Path
) -> None:
    found = list(read(tmp_path, body + paragraph("乙")).paragraphs())
    assert [one.text for one in found] == texts
    assert [one.format.page_break_before for one in found] == [False, True]


def test_what_is_not_read_is_told_with_its_place(tmp_path: Path) -> None:
    body = f"<w:p>{run('刊头')}{run('密', '<w:vanish/>')}<w:r><w:object/></w:r></w:p>"
    two_lines = run("两行", '<w:eastAsianLayout w:combine="1"/>')
    formula = field(" EQ \\o\\ac(○,1) ", None)
    body += f"<w:p>{two_lines}</w:p><w:p>{run('见')}{formula}</w:p><w:altChunk/>"
    told = [(one.what, one.where, one.words) for one in read(tmp_path, body).unread]
    assert told == [
        ("隐藏的文字", "刊头", "密"),
        ("双行合一", "", "两行"),
        ("域里的公式", "见", "EQ \\o\\ac(○,1)"),
        ("嵌在里面的文件", "", ""),
    ]


def test_a_tab_to_the_margin_is_told(tmp_path: Path) -> None:
    body = (
        '<w:p><w:r><w:t>期</w:t><w:ptab w:relativeTo="margin" w:alignment="right"/><w:t>日</w:t></w:r></w:p>'
    )
    pieces = next(read(tmp_path, body).paragraphs()).pieces
    assert isinstance(pieces[1], PlacedTab)
    assert pieces[1].align == "right"


# ---- tables

LINE = '<w:{} w:val="single" w:sz="12" w:space="0" w:color="FF0000"/>'
RED = Border("single", Fraction(3, 2), Fraction(0), Ink(255, 0, 0))


def table(rows: str, properties: str = "", grid: tuple[int, ...] = (4000, 4000)) -> str:
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in grid)
    return f"<w:tbl><w:tblPr>{properties}</w:tblPr><w:tblGrid>{columns}</w:tblGrid>{rows}</w:tbl>"


def cell(text: str = "格", properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{paragraph(text)}</w:tc>"


def table_of(file: WordFile) -> Table:
    return next(block for block in file.blocks if isinstance(block, Table))


@pytest.mark.parametrize(
    ("version", "left"),
    [(15, 5), (12, Fraction(-2, 5))],  # from Word 2013 on an indent is that of the table's edge
)
def test_a_table_stands_where_its_version_has_it(version: int, left: object, tmp_path: Path) -> None:
    settings = (
        f'<w:compat><w:compatSetting w:name="compatibilityMode" w:uri="u" w:val="{version}"/></w:compat>'
    )
    body = table(f"<w:tr>{cell()}{cell()}</w:tr>", '<w:tblInd w:w="100" w:type="dxa"/>')
    assert table_of(read(tmp_path, body, settings=settings)).left == left


def test_widths_heights_and_spans_of_cells(tmp_path: Path) -> None:
    two = '<w:gridSpan w:val="2"/>'
    half = '<w:tcW w:w="2500" w:type="pct"/><w:vAlign w:val="center"/>'
    rows = (
        '<w:tr><w:trPr><w:trHeight w:val="600" w:hRule="exact"/></w:trPr>'
        f"{cell(properties=two)}</w:tr>"
        f'<w:tr><w:trPr><w:trHeight w:val="400"/></w:trPr>{cell(properties="<w:vMerge/>")}'
        f"{cell(properties=half)}</w:tr>"
    )
    found = table_of(read(tmp_path, table(rows, '<w:tblW w:w="8000" w:type="dxa"/>')))
    assert [all_of(row.height, row.rule) for row in found.rows] == [(30, "exact"), (20, "at_least")]
    assert [[all_of(one.width, one.column, one.span) for one in row.cells] for row in found.rows] == [
        [(400, 0, 2)],
        [(200, 0, 1), (200, 1, 1)],
    ]
    assert found.rows[1].cells[0].goes_on
    assert found.rows[1].cells[1].valign == "centre"


@pytest.mark.parametrize(
    ("borders", "own", "edges"),
    [
        ("", LINE.format("bottom"), (None, RED)),
        (LINE.format("top") + LINE.format("bottom"), "", (RED, None)),
        (LINE.format("insideH"), "", (None, RED)),
        (LINE.format("top"), '<w:top w:val="nil"/>', (None, None)),
    ],
)
@pytest.mark.parametrize("place", ["direct", "style"])
def test_lines_of_a_cell_are_its_own_or_the_tables(
    borders: str, own: str, edges: tuple[object, ...], place: str, tmp_path: Path
) -> None:
    said = f"<w:tblBorders>{borders}</w:tblBorders>"
    styles = style("a1", kind="table") + style("t", kind="table", more=f"<w:tblPr>{said}</w:tblPr>")
    rows = f"<w:tr>{cell(properties=f'<w:tcBorders>{own}</w:tcBorders>')}</w:tr><w:tr>{cell()}</w:tr>"
    properties = said if place == "direct" else '<w:tblStyle w:val="t"/>'
    found = table_of(read(tmp_path, table(rows, properties, (8000,)), styles=styles)).rows[0].cells[0].borders
    assert (found.top, found.bottom) == edges


def test_parts_of_a_tables_style_hold_where_the_table_makes_use_of_them(tmp_path: Path) -> None:
    more = '<w:tblStylePr w:type="firstRow"><w:rPr><w:b/></w:rPr></w:tblStylePr>'
    styles = style("a") + style("t", kind="table", more=more)
    rows = f"<w:tr>{cell('头')}</w:tr><w:tr>{cell('身')}</w:tr>"
    for look, bold in (("0020", [True, False]), ("0000", [False, False])):
        properties = f'<w:tblStyle w:val="t"/><w:tblLook w:val="{look}"/>'
        file = read(tmp_path, table(rows, properties, (8000,)), styles=styles)
        assert [one.runs[0].format.bold for one in file.paragraphs()] == bold


def test_where_a_table_floats(tmp_path: Path) -> None:
    properties = '<w:tblpPr w:vertAnchor="page" w:horzAnchor="margin" w:tblpXSpec="center" w:tblpY="14400"/>'
    frame = table_of(read(tmp_path, table(f"<w:tr>{cell()}</w:tr>", properties))).frame
    assert frame is not None
    assert all_of(frame.x_of, frame.y_of, frame.x_align, frame.y) == ("margin", "page", "center", 720)


# ---- sections

PAPER = (
    '<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="2098" w:right="1474" w:bottom="1985" w:left="1588" '
    'w:header="851" w:footer="1400" w:gutter="0"/>'
)


def test_the_papers_measures(tmp_path: Path) -> None:
    section = read(tmp_path, paragraph() + f"<w:sectPr>{PAPER}</w:sectPr>").sections[0]
    assert (section.width, section.height) == (Fraction(11906, 20), Fraction(16838, 20))
    assert (section.top, section.bottom, section.left, section.right, section.footer) == tuple(
        Fraction(part, 20) for part in (2098, 1985, 1588, 1474, 1400)
    )


def test_paragraphs_know_their_sections_and_sections_their_footers(tmp_path: Path) -> None:
    one = f'<w:sectPr><w:footerReference w:type="default" r:id="footer1"/>{PAPER}</w:sectPr>'
    two = f'<w:sectPr><w:footerReference w:type="first" r:id="footer2"/><w:titlePg/>{PAPER}</w:sectPr>'
    others = {"footer1": paragraph("甲"), "footer2": paragraph("乙")}
    file = read(tmp_path, paragraph("一", p=one) + paragraph("二") + two, others)
    assert [each.section for each in file.paragraphs()] == [0, 1]
    footers = [section.footers for section in file.sections]
    said = [
        None if blocks is None else [block.text for block in blocks if isinstance(block, WordParagraph)]
        for each in footers
        for blocks in (each.odd, each.even, each.first)
    ]
    assert said == [["甲"], None, None, ["甲"], None, ["乙"]]


@pytest.mark.parametrize(
    ("said", "pitch", "space"),
    [
        (
            'w:type="linesAndChars" w:linePitch="579" w:charSpace="-842"',
            Fraction(579, 20),
            Fraction(-842, 4096),
        ),
        ('w:type="lines" w:linePitch="312"', Fraction(312, 20), None),
        ('w:linePitch="360"', 18, None),
    ],
)
def test_the_grid(said: str, pitch: object, space: Fraction | None, tmp_path: Path) -> None:
    styles = style("a", r='<w:sz w:val="32"/>')
    body = paragraph() + f"<w:sectPr>{PAPER}<w:docGrid {said}/></w:sectPr>"
    grid = read(tmp_path, body, styles=styles).sections[0].grid
    assert grid.line_pitch == pitch
    assert grid.char_pitch == (None if space is None else 16 + space)


def test_settings(tmp_path: Path) -> None:
    settings = (
        '<w:mirrorMargins/><w:defaultTabStop w:val="420"/><w:evenAndOddHeaders w:val="true"/>'
        '<w:characterSpacingControl w:val="compressPunctuation"/><w:noLineBreaksBefore'
        ' w:lang="zh-CN" w:val="、。"/>'
        "<w:compat><w:balanceSingleByteDoubleByteWidth/><w:doNotExpandShiftReturn/></w:compat>"
    )
    found = read(tmp_path, paragraph(), settings=settings).settings
    assert all_of(found.mirrored, found.even_and_odd, found.default_tab) == (True, True, 21)
    assert (found.compression, found.no_line_start) == ("compressPunctuation", "、。")
    assert (found.balance_widths, found.keep_break_spread) == (True, False)


def test_boxes_and_tables_in_each_other_end(tmp_path: Path) -> None:
    body = paragraph("底")
    for _ in range(60):
        body = table(f"<w:tr><w:tc>{body}</w:tc></w:tr>")
    file = read(tmp_path, paragraph() + body)
    assert [one.what for one in file.unread] == ["层层相套，没有读到底的内容"]


def test_notes_are_told_apart_and_numbered(tmp_path: Path) -> None:
    notes = f'<w:footnote w:id="2">{paragraph("出处")}</w:footnote>'
    body = '<w:p><w:r><w:t>据报</w:t></w:r><w:r><w:footnoteReference w:id="2"/></w:r></w:p>'
    file = read(tmp_path, body, footnotes=notes)
    assert next(file.paragraphs()).text == "据报1"
    assert [[each.text for each in note if isinstance(each, WordParagraph)] for note in file.notes] == [
        ["出处"]
    ]


def test_pages_that_word_began_are_told(tmp_path: Path) -> None:
    body = "<w:p><w:r><w:t>上一面</w:t></w:r><w:r><w:lastRenderedPageBreak/><w:t>下一面</w:t></w:r></w:p>"
    assert next(read(tmp_path, body).paragraphs()).page_starts == (3,)
