"""Formats in effect, whichever place says them: defaults, styles, lists, tables, the paragraph or the run."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from bulletin_desk.learning.evidence import Ink
from bulletin_desk.learning.word_file import read_word
from bulletin_desk.learning.word_model import (
    Border,
    Frame,
    LineSpacing,
    ParagraphFormat,
    RunFormat,
    TabStop,
    WordFile,
    WordParagraph,
)
from tests.learning.word_made import all_of, paragraph, style, word_made

GRID = '<w:sectPr><w:docGrid w:type="{}" w:linePitch="579" w:charSpace="{}"/></w:sectPr>'


def read(folder: Path, body: str, others: dict[str, str] | None = None, **parts: str) -> WordFile:
    file = folder / "一期.docx"
    file.write_bytes(word_made(body, others, **parts))
    return read_word(file)


def first(file: WordFile) -> WordParagraph:
    return next(file.paragraphs())


def run_of(file: WordFile) -> RunFormat:
    return first(file).runs[0].format


def format_of(file: WordFile) -> ParagraphFormat:
    return first(file).format


RUNS = [
    ('<w:rFonts w:eastAsia="仿宋_GB2312"/>', "east", "仿宋_GB2312"),
    ('<w:rFonts w:ascii="Arial" w:hAnsi="Georgia"/>', "latin", "Arial"),
    ('<w:rFonts w:hAnsi="Georgia"/>', "latin", "Georgia"),
    ('<w:rFonts w:hint="eastAsia"/>', "hint", "eastAsia"),
    ('<w:sz w:val="44"/>', "size", Fraction(22)),
    ('<w:sz w:val="21"/>', "size", Fraction(21, 2)),
    ('<w:color w:val="FF0000"/>', "ink", Ink(255, 0, 0)),
    ('<w:color w:val="auto"/>', "ink", Ink(0, 0, 0)),
    ("<w:b/>", "bold", True),
    ('<w:b w:val="true"/>', "bold", True),
    ('<w:b w:val="0"/>', "bold", False),
    ('<w:i w:val="on"/>', "italic", True),
    ('<w:spacing w:val="-20"/>', "spacing", Fraction(-1)),
    ('<w:spacing w:val="0.5pt"/>', "spacing", Fraction(1, 2)),
    ('<w:w w:val="66"/>', "scale", Fraction(66, 100)),
    ('<w:w w:val="66%"/>', "scale", Fraction(66, 100)),
    ('<w:position w:val="-6"/>', "raised", Fraction(-3)),
    ('<w:vertAlign w:val="superscript"/>', "script", "superscript"),
    ('<w:u w:val="single"/>', "underline", "single"),
    ('<w:u w:val="none"/>', "underline", ""),
    ('<w:u w:val="thick" w:color="C00000"/>', "underline_ink", Ink(192, 0, 0)),
    ('<w:em w:val="dot"/>', "emphasis", "dot"),
    ("<w:dstrike/>", "struck", True),
    ('<w:highlight w:val="yellow"/>', "shade", Ink(255, 255, 0)),
    ('<w:shd w:val="clear" w:color="auto" w:fill="D9D9D9"/>', "shade", Ink(217, 217, 217)),
    ('<w:fitText w:val="1600"/>', "fit", Fraction(80)),
    ('<w:snapToGrid w:val="0"/>', "snaps", False),
    (
        '<w:bdr w:val="single" w:sz="4" w:space="0" w:color="auto"/>',
        "border",
        Border("single", Fraction(1, 2), Fraction(0), Ink(0, 0, 0)),
    ),
]


@pytest.mark.parametrize("place", ["direct", "style", "parent", "character", "table"])
def test_what_is_said_of_characters_holds_wherever_it_is_said(place: str, tmp_path: Path) -> None:
    styles, body = style("a"), ""
    for at, (said, _, _) in enumerate(RUNS):
        styles += style(f"p{at}", r=said if place in ("parent", "style") else "")
        styles += style(f"q{at}", parent=f"p{at}") + style(f"c{at}", r=said, kind="character")
        styles += style(f"t{at}", r=said, kind="table")
        own = {"direct": said, "character": f'<w:rStyle w:val="c{at}"/>'}.get(place, "")
        named = {"style": f'<w:pStyle w:val="p{at}"/>', "parent": f'<w:pStyle w:val="q{at}"/>'}.get(place, "")
        made = paragraph(p=named, r=own)
        in_table = (
            f'<w:tbl><w:tblPr><w:tblStyle w:val="t{at}"/></w:tblPr><w:tr><w:tc>{made}</w:tc></w:tr></w:tbl>'
        )
        body += in_table if place == "table" else made
    found = [one.runs[0].format for one in read(tmp_path, body, styles=styles).paragraphs()]
    assert [getattr(one, name) for one, (_, name, _) in zip(found, RUNS, strict=True)] == [
        value for _, _, value in RUNS
    ]


@pytest.mark.parametrize(("said", "name", "value"), [RUNS[0], RUNS[3], RUNS[5], RUNS[7], RUNS[10]])
def test_defaults_hold_for_characters(said: str, name: str, value: object, tmp_path: Path) -> None:
    styles = f"<w:docDefaults><w:rPrDefault><w:rPr>{said}</w:rPr></w:rPrDefault></w:docDefaults>"
    assert getattr(run_of(read(tmp_path, paragraph(), styles=styles)), name) == value


def test_a_run_of_which_nothing_is_said_is_as_word_has_it(tmp_path: Path) -> None:
    assert run_of(read(tmp_path, paragraph())) == RunFormat("宋体", "Times New Roman", Fraction(10))


PARAGRAPHS = [
    ('<w:jc w:val="center"/>', "align", "centre"),
    ('<w:jc w:val="both"/>', "align", "justified"),
    ('<w:jc w:val="distribute"/>', "align", "distributed"),
    ('<w:jc w:val="end"/>', "align", "right"),
    ('<w:jc w:val="left"/><w:bidi/>', "align", "right"),
    ('<w:spacing w:line="579" w:lineRule="exact"/>', "line", LineSpacing("exact", Fraction(579, 20))),
    ('<w:spacing w:line="579" w:lineRule="atLeast"/>', "line", LineSpacing("at_least", Fraction(579, 20))),
    ('<w:spacing w:line="360" w:lineRule="auto"/>', "line", LineSpacing("auto", Fraction(3, 2))),
    ('<w:spacing w:line="240.5"/>', "line", LineSpacing("auto", Fraction(2405, 2400))),
    ('<w:snapToGrid w:val="false"/>', "snaps", False),
    ("<w:pageBreakBefore/>", "page_break_before", True),
    ('<w:widowControl w:val="0"/>', "widow_control", False),
    ("<w:keepNext/>", "keep_next", True),
    ('<w:autoSpaceDE w:val="0"/>', "auto_space", False),
    ('<w:autoSpaceDN w:val="0"/>', "auto_space_digits", False),
    ('<w:overflowPunct w:val="0"/>', "overflow", False),
    ('<w:outlineLvl w:val="0"/>', "outline", 0),
    ('<w:outlineLvl w:val="9"/>', "outline", None),
    (
        '<w:tabs><w:tab w:val="right" w:leader="dot" w:pos="8840"/>'
        '<w:tab w:val="left" w:pos="640"/></w:tabs>',
        "tabs",
        (TabStop(Fraction(32)), TabStop(Fraction(442), "right", "dot")),
    ),
    (
        '<w:framePr w:w="8840" w:h="600" w:hRule="exact" w:hSpace="180" w:vAnchor="page" '
        'w:hAnchor="page" w:xAlign="center" w:y="1440"/>',
        "frame",
        Frame(
            Fraction(442),
            Fraction(30),
            "page",
            "page",
            None,
            Fraction(72),
            "center",
            exact=True,
            x_space=Fraction(9),
        ),
    ),
    ('<w:textAlignment w:val="center"/>', "text_align", "center"),
]


@pytest.mark.parametrize("place", ["direct", "style", "parent"])
def test_what_is_said_of_a_paragraph_holds_wherever_it_is_said(place: str, tmp_path: Path) -> None:
    styles, body = style("a"), ""
    for at, (said, _, _) in enumerate(PARAGRAPHS):
        styles += style(f"p{at}", p=said) + style(f"q{at}", parent=f"p{at}")
        named = {"style": f'<w:pStyle w:val="p{at}"/>', "parent": f'<w:pStyle w:val="q{at}"/>'}
        body += paragraph(p=named.get(place, said))
    found = [one.format for one in read(tmp_path, body, styles=styles).paragraphs()]
    assert [getattr(one, name) for one, (_, name, _) in zip(found, PARAGRAPHS, strict=True)] == [
        value for _, _, value in PARAGRAPHS
    ]


@pytest.mark.parametrize(("said", "name", "value"), [PARAGRAPHS[0], PARAGRAPHS[5], PARAGRAPHS[9]])
def test_defaults_hold_for_paragraphs(said: str, name: str, value: object, tmp_path: Path) -> None:
    styles = f"<w:docDefaults><w:pPrDefault><w:pPr>{said}</w:pPr></w:pPrDefault></w:docDefaults>"
    assert getattr(format_of(read(tmp_path, paragraph(), styles=styles)), name) == value


LENGTHS = [
    # what is said, the section's grid; left, right, first line in characters of 16 pt, of 10.5 pt by default
    ('w:left="640" w:right="320" w:firstLine="320"', "", 0, (32, 16, 16)),
    ('w:start="1cm" w:end="10mm" w:hanging="0.5in"', "", 0, (Fraction(7200, 254), Fraction(7200, 254), -36)),
    ('w:firstLineChars="200" w:firstLine="420"', "", 0, (0, 0, 32)),
    ('w:leftChars="200" w:left="1" w:hangingChars="150" w:hanging="1"', "", 0, (21, 0, -24)),
    ('w:leftChars="0" w:left="640" w:firstLineChars="0" w:firstLine="320"', "", 0, (32, 0, 16)),
    ('w:firstLineChars="200" w:firstLine="632"', "linesAndChars", -842, (0, 0, Fraction(632, 20))),
    ('w:firstLineChars="200"', "linesAndChars", -842, (0, 0, 32 - Fraction(842 * 2, 4096))),
    ('w:leftChars="200" w:left="640"', "", 0, (32, 0, 0)),
    ('w:leftChars="200" w:left="420"', "", 0, (21, 0, 0)),
    ('w:leftChars="200" w:left="500"', "", 0, (21, 0, 0)),
    ('w:rightChars="100"', "snapToChars", 4096, (0, Fraction(23, 2), 0)),
    ('w:firstLineChars="200"', "lines", 4096, (0, 0, 32)),
    ('w:left="-360"', "", 0, (-18, 0, 0)),
]


@pytest.mark.parametrize(("said", "kind", "space", "points"), LENGTHS)
def test_indents_come_to_points(
    said: str, kind: str, space: int, points: tuple[object, ...], tmp_path: Path
) -> None:
    body = paragraph(p=f"<w:ind {said}/>", r='<w:sz w:val="32"/>') + (
        GRID.format(kind, space) if kind else ""
    )
    found = format_of(read(tmp_path, body, styles=style("a", r='<w:sz w:val="21"/>'))).indents
    assert (found.left, found.right, found.first) == points


SPACES = [
    ('w:before="120" w:after="60"', "lines", (6, 3)),
    ('w:beforeLines="50" w:before="156"', "lines", (Fraction(579, 40), 0)),
    ('w:beforeLines="50" w:before="120"', "lines", (6, 0)),
    ('w:beforeLines="50" w:before="289"', "default", (Fraction(289, 20), 0)),
    ('w:beforeLines="100" w:before="0"', "default", (12, 0)),
    ('w:beforeLines="0" w:before="100"', "lines", (5, 0)),
    ('w:beforeAutospacing="1" w:before="100"', "lines", (14, 0)),
    ('w:before="12pt"', "", (12, 0)),
]


@pytest.mark.parametrize(("said", "kind", "points"), SPACES)
def test_spaces_come_to_points(said: str, kind: str, points: tuple[object, ...], tmp_path: Path) -> None:
    found = format_of(read(tmp_path, paragraph(p=f"<w:spacing {said}/>") + GRID.format(kind, 0))).spacing
    assert (found.before, found.after) == points


def test_a_nearer_place_goes_before_a_farther_one_attribute_by_attribute(tmp_path: Path) -> None:
    styles = style(
        "a", p='<w:spacing w:line="560" w:lineRule="exact" w:after="200"/><w:ind w:firstLineChars="200"/>'
    )
    styles += style("p", p='<w:spacing w:after="0"/><w:ind w:left="320"/>', parent="a")
    body = paragraph(p='<w:pStyle w:val="p"/><w:spacing w:before="100"/>', r='<w:sz w:val="32"/>')
    found = format_of(read(tmp_path, body, styles=styles))
    assert found.line == LineSpacing("exact", Fraction(28))
    assert all_of(found.spacing.before, found.spacing.after) == (5, 0)
    assert all_of(found.indents.left, found.indents.first) == (16, 32)


def test_indents_of_a_first_line_take_each_others_place(tmp_path: Path) -> None:
    styles = style("a") + style("p", p='<w:ind w:hanging="320"/>')
    found = format_of(
        read(tmp_path, paragraph(p='<w:pStyle w:val="p"/><w:ind w:firstLine="640"/>'), styles=styles)
    )
    assert found.indents.first == 32


def test_a_tab_stop_is_cleared(tmp_path: Path) -> None:
    styles = style(
        "a", p='<w:tabs><w:tab w:val="left" w:pos="640"/><w:tab w:val="right" w:pos="1280"/></w:tabs>'
    )
    body = paragraph(p='<w:tabs><w:tab w:val="clear" w:pos="640"/></w:tabs>')
    assert format_of(read(tmp_path, body, styles=styles)).tabs == (TabStop(Fraction(64), "right"),)


@pytest.mark.parametrize(
    ("paragraph_bold", "character_bold", "direct", "bold"),
    [
        ("", "", "", False),
        ("<w:b/>", "", "", True),
        ("<w:b/>", "<w:b/>", "", False),
        ("<w:b/>", "<w:b/>", "<w:b/>", True),
        ("<w:b/>", "", '<w:b w:val="0"/>', False),
    ],
)
def test_toggles_of_styles_turn_each_other_off(
    paragraph_bold: str, character_bold: str, direct: str, bold: bool, tmp_path: Path
) -> None:
    styles = style("a", r=paragraph_bold) + style("c", r=character_bold, kind="character")
    body = paragraph(r=f'<w:rStyle w:val="c"/>{direct}')
    assert run_of(read(tmp_path, body, styles=styles)).bold is bold


THEME = """<a:themeElements><a:clrScheme><a:dk1><a:sysClr val="windowText" lastClr="000000"/></a:dk1>
<a:accent2><a:srgbClr val="C0504D"/></a:accent2></a:clrScheme><a:fontScheme>
<a:majorFont><a:latin typeface="Cambria"/><a:ea typeface=""/>
<a:font script="Hans" typeface="黑体"/></a:majorFont>
<a:minorFont><a:latin typeface="Calibri"/><a:ea typeface="等线"/></a:minorFont>
</a:fontScheme></a:themeElements>"""


def test_the_theme_gives_faces_and_colours(tmp_path: Path) -> None:
    said = '<w:rFonts w:asciiTheme="majorHAnsi" w:eastAsiaTheme="majorEastAsia" w:eastAsia="楷体"/>'
    said += '<w:color w:val="auto" w:themeColor="accent2"/>'
    found = run_of(read(tmp_path, paragraph(r=said), theme=THEME))
    assert (found.east, found.latin, found.ink) == ("黑体", "Cambria", Ink(0xC0, 0x50, 0x4D))


def test_a_face_by_its_name_takes_the_place_of_one_of_the_theme(tmp_path: Path) -> None:
    styles = style("a", r='<w:rFonts w:asciiTheme="minorHAnsi" w:eastAsiaTheme="minorEastAsia"/>')
    found = run_of(read(tmp_path, paragraph(r='<w:rFonts w:eastAsia="仿宋"/>'), styles=styles, theme=THEME))
    assert (found.east, found.latin) == ("仿宋", "Calibri")


def test_styles_that_are_based_on_each_other_end(tmp_path: Path) -> None:
    styles = style("p", parent="q", r="<w:b/>") + style("q", parent="p", r='<w:sz w:val="32"/>')
    found = run_of(read(tmp_path, paragraph(p='<w:pStyle w:val="p"/>'), styles=styles))
    assert all_of(found.bold, found.size) == (True, 16)


LIST = """<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:start w:val="1"/>
<w:numFmt w:val="chineseCounting"/><w:lvlText w:val="%1、"/><w:suff w:val="nothing"/>
<w:pPr><w:ind w:left="640" w:hanging="640"/></w:pPr><w:rPr><w:rFonts w:eastAsia="黑体"/></w:rPr></w:lvl>
<w:lvl w:ilvl="1"><w:start w:val="1"/><w:pStyle w:val="second"/><w:numFmt w:val="decimal"/>
<w:lvlText w:val="%2."/></w:lvl>
</w:abstractNum><w:num w:numId="7"><w:abstractNumId w:val="1"/></w:num>"""
NUMBER = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="7"/></w:numPr>'


def test_numbers_of_lists_are_told_with_their_formats(tmp_path: Path) -> None:
    body = paragraph("工作进展", p=NUMBER) + paragraph("下步打算", p=NUMBER)
    numbers = [one.number for one in read(tmp_path, body, numbering=LIST).paragraphs()]
    assert [number.text for number in numbers if number] == ["一、", "二、"]
    assert numbers[0] is not None
    assert (numbers[0].follow, numbers[0].format.east) == ("nothing", "黑体")


@pytest.mark.parametrize(
    ("own", "styled", "left"),
    [
        (NUMBER, "", 32),
        (f'{NUMBER}<w:ind w:left="0" w:firstLine="0"/>', "", 0),
        ('<w:pStyle w:val="p"/>', NUMBER, 32),
        ('<w:pStyle w:val="p"/>', f'{NUMBER}<w:ind w:left="100" w:firstLine="0"/>', 5),
        (f'<w:pStyle w:val="p"/>{NUMBER}', '<w:ind w:left="100"/>', 32),
    ],
)
def test_a_lists_indents_stand_between_those_of_styles_and_paragraph(
    own: str, styled: str, left: int, tmp_path: Path
) -> None:
    styles = style("a") + style("p", p=styled)
    found = format_of(read(tmp_path, paragraph(p=own), styles=styles, numbering=LIST))
    assert found.indents.left == left


def test_a_style_that_a_level_names_is_of_that_level(tmp_path: Path) -> None:
    styles = style("a") + style("second", p='<w:numPr><w:numId w:val="7"/></w:numPr>')
    found = first(read(tmp_path, paragraph(p='<w:pStyle w:val="second"/>'), styles=styles, numbering=LIST))
    assert found.number is not None
    assert (found.number.text, found.number.depth) == ("1.", 1)


def test_numbering_is_taken_off(tmp_path: Path) -> None:
    styles = style("a", p=NUMBER)
    own = '<w:numPr><w:numId w:val="0"/></w:numPr>'
    found = first(read(tmp_path, paragraph(p=own), styles=styles, numbering=LIST))
    assert found.number is None
    assert found.format.indents.left == 0
