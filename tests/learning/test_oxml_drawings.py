"""What is drawn in Word files, in DrawingML and VML: lines, boxes with text, pictures, groups, at their
places."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from bulletin_desk.learning.evidence import Ink
from bulletin_desk.learning.word_file import read_word
from bulletin_desk.learning.word_model import Anchored, Picture, Shape, Stroke, WordParagraph
from tests.learning.word_made import all_of, paragraph, word_made

EMU = 12700
RED = Ink(255, 0, 0)


def drawn(folder: Path, inner: str) -> Picture | Shape:
    file = folder / "一期.docx"
    file.write_bytes(word_made(f"<w:p><w:r><w:t>文</w:t></w:r><w:r>{inner}</w:r></w:p>"))
    (found,) = [one for one in next(read_word(file).paragraphs()).pieces if isinstance(one, Picture | Shape)]
    return found


def shape(
    geometry: str, line: str = "", text: str = "", width: int = 442, height: int = 0, flip: str = ""
) -> str:
    return (
        f'<wps:wsp><wps:spPr><a:xfrm {flip}><a:off x="0" y="0"/>'
        f'<a:ext cx="{width * EMU}" cy="{height * EMU}"/></a:xfrm>'
        f'<a:prstGeom prst="{geometry}"/>{line}</wps:spPr>{text}</wps:wsp>'
    )


def anchored(content: str, x: str = "", y: str = "", kind: str = "wordprocessingShape") -> str:
    x = x or '<wp:positionH relativeFrom="page"><wp:posOffset>1016000</wp:posOffset></wp:positionH>'
    y = y or '<wp:positionV relativeFrom="paragraph"><wp:posOffset>254000</wp:posOffset></wp:positionV>'
    return (
        f'<w:drawing><wp:anchor behindDoc="0">{x}{y}<wp:extent cx="{442 * EMU}" cy="{40 * EMU}"/>'
        f"<wp:wrapNone/>"
        f'<wp:docPr id="1" name="a"/><a:graphic><a:graphicData uri="{kind}">{content}'
        f"</a:graphicData></a:graphic>"
        "</wp:anchor></w:drawing>"
    )


LINE = f'<a:ln w="{3 * EMU}" cmpd="thickThin"><a:solidFill><a:srgbClr val="FF0000"/></a:solidFill></a:ln>'
TEXT = (
    f"<wps:txbx><w:txbxContent>{paragraph('第8期')}</w:txbxContent></wps:txbx>"
    '<wps:bodyPr lIns="0" tIns="0" rIns="127000" bIns="0" anchor="ctr"><a:spAutoFit/></wps:bodyPr>'
)


@pytest.mark.parametrize(
    "also", ["", "<mc:AlternateContent><mc:Choice Requires='wps'>{}</mc:Choice></mc:AlternateContent>"]
)
def test_a_line_with_its_place_and_stroke(also: str, tmp_path: Path) -> None:
    inner = anchored(shape("line", LINE))
    found = drawn(tmp_path, also.format(inner) if also else inner)
    assert isinstance(found, Shape)
    assert all_of(found.kind, found.width, found.height) == ("line", 442, 0)
    assert found.stroke == Stroke(RED, Fraction(3), "thickThin")
    assert found.anchor is not None
    assert (found.anchor.x, found.anchor.y) == (
        Anchored("page", Fraction(80)),
        Anchored("paragraph", Fraction(20)),
    )


def test_a_line_may_rise(tmp_path: Path) -> None:
    found = drawn(tmp_path, anchored(shape("straightConnector1", LINE, height=20, flip='flipV="1"')))
    assert isinstance(found, Shape)
    assert (found.kind, found.rises) == ("line", True)


def test_a_box_with_text(tmp_path: Path) -> None:
    found = drawn(tmp_path, anchored(shape("rect", "<a:noFill/><a:ln><a:noFill/></a:ln>", TEXT, 100, 30)))
    assert isinstance(found, Shape)
    assert (found.kind, found.stroke, found.fill, found.valign, found.grows) == (
        "box",
        None,
        None,
        "centre",
        True,
    )
    assert all_of(*found.insets) == (0, 0, 10, 0)
    assert [block.text for block in found.blocks if isinstance(block, WordParagraph)] == ["第8期"]


def test_aligned_places(tmp_path: Path) -> None:
    x = '<wp:positionH relativeFrom="margin"><wp:align>right</wp:align></wp:positionH>'
    y = '<wp:positionV relativeFrom="bottomMargin"><wp:align>top</wp:align></wp:positionV>'
    found = drawn(tmp_path, anchored(shape("star5"), x, y))
    assert isinstance(found, Shape)
    assert found.kind == "star"
    assert found.anchor is not None
    assert (found.anchor.x.of, found.anchor.x.align) == ("margin", "right")
    assert (found.anchor.y.of, found.anchor.y.align) == ("bottom_margin", "top")


def test_a_place_in_points_goes_before_one_in_parts_of_the_paper(tmp_path: Path) -> None:
    x = (
        "<mc:AlternateContent><mc:Choice Requires='wp14'><wp:positionH relativeFrom='page'>"
        "<wp:pctPosHOffset>9</wp:pctPosHOffset></wp:positionH></mc:Choice>"
        "<mc:Fallback><wp:positionH relativeFrom='page'>"
        "<wp:posOffset>1270000</wp:posOffset></wp:positionH></mc:Fallback></mc:AlternateContent>"
    )
    found = drawn(tmp_path, anchored(shape("line", LINE), x))
    assert isinstance(found, Shape)
    assert found.anchor is not None
    assert found.anchor.x == Anchored("page", Fraction(100))


THEME = (
    '<a:themeElements><a:clrScheme><a:accent1><a:srgbClr val="C00000"/></a:accent1></a:clrScheme>'
    "<a:fmtScheme><a:lnStyleLst>"
    '<a:ln w="6350"/><a:ln w="12700"/><a:ln w="19050"/></a:lnStyleLst></a:fmtScheme>'
    "</a:themeElements>"
)


@pytest.mark.parametrize(
    ("line", "index", "stroke"),
    [
        ("", 2, Stroke(Ink(192, 0, 0), Fraction(1))),
        ('<a:ln w="25400"/>', 1, Stroke(Ink(192, 0, 0), Fraction(2))),
        ("<a:ln><a:noFill/></a:ln>", 2, None),
        ("", 0, None),
    ],
)
def test_a_stroke_may_be_the_themes(line: str, index: int, stroke: Stroke | None, tmp_path: Path) -> None:
    style = f'<wps:style><a:lnRef idx="{index}"><a:schemeClr val="accent1"/></a:lnRef></wps:style>'
    file = tmp_path / "一期.docx"
    inner = anchored(shape("line", line, style))
    file.write_bytes(word_made(f"<w:p><w:r><w:t>文</w:t>{inner}</w:r></w:p>", theme=THEME))
    (found,) = [one for one in next(read_word(file).paragraphs()).pieces if isinstance(one, Shape)]
    assert found.stroke == stroke


def test_a_line_that_was_drawn_freely_is_one(tmp_path: Path) -> None:
    free = shape("line", LINE).replace('<a:prstGeom prst="line"/>', "<a:custGeom/>")
    found = drawn(tmp_path, anchored(free))
    assert isinstance(found, Shape)
    assert found.kind == "line"


def test_parts_of_a_group_are_placed_in_it(tmp_path: Path) -> None:
    line = shape("line", LINE).replace('<a:off x="0" y="0"/>', f'<a:off x="{100 * EMU}" y="{50 * EMU}"/>')
    group = (
        f'<wpg:wgp><wpg:grpSpPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{442 * EMU}" cy="{40 * EMU}"/>'
        f'<a:chOff x="0" y="{40 * EMU}"/><a:chExt cx="{884 * EMU}" cy="{80 * EMU}"/></a:xfrm></wpg:grpSpPr>'
        f"{line}</wpg:wgp>"
    )
    found = drawn(tmp_path, anchored(group))
    assert isinstance(found, Shape)
    (part,) = found.parts
    assert isinstance(part, Shape)
    assert all_of(part.left, part.top, part.width) == (50, 5, 221)


def test_a_picture_in_the_line(tmp_path: Path) -> None:
    inner = (
        f'<w:drawing><wp:inline><wp:extent cx="{100 * EMU}" cy="{50 * EMU}"/><wp:docPr id="1"'
        f' descr="徽标"/><a:graphic>'
        "<a:graphicData><pic:pic><pic:blipFill><a:blip/></pic:blipFill><pic:spPr/></pic:pic></a:graphicData>"
        "</a:graphic></wp:inline></w:drawing>"
    )
    assert drawn(tmp_path, inner) == Picture(Fraction(100), Fraction(50), None, "徽标")


VML = [
    (
        '<v:line style="position:absolute;mso-position-horizontal-relative:page" from="79.4pt,10pt"'
        ' to="521.4pt,10pt"'
        ' strokecolor="red" strokeweight="2.25pt"><v:stroke linestyle="thickThin"/></v:line>',
        ("line", 442, 0, Stroke(RED, Fraction(9, 4), "thickThin"), Anchored("page", Fraction(397, 5))),
    ),
    (
        '<v:shape type="#_x0000_t32"'
        ' style="position:absolute;margin-left:-9pt;margin-top:4pt;width:450pt;height:0"'
        ' strokecolor="#c00000" strokeweight="1.5pt"/>',
        ("line", 450, 0, Stroke(Ink(192, 0, 0), Fraction(3, 2)), Anchored("column", Fraction(-9))),
    ),
    (
        "<v:rect"
        ' style="position:absolute;margin-left:1in;width:3cm;height:1cm;mso-position-horizontal:center" '
        'filled="f" stroked="f"/>',
        ("box", Fraction(21600, 254), Fraction(7200, 254), None, Anchored("column", align="center")),
    ),
]


@pytest.mark.parametrize(("inner", "expected"), VML)
def test_what_older_programs_draw(inner: str, expected: tuple[object, ...], tmp_path: Path) -> None:
    found = drawn(tmp_path, f"<w:pict>{inner}</w:pict>")
    assert isinstance(found, Shape)
    assert found.anchor is not None
    assert (found.kind, found.width, found.height, found.stroke, found.anchor.x) == expected


def test_a_text_box_of_older_programs(tmp_path: Path) -> None:
    inner = (
        '<w:pict><v:shape type="#_x0000_t202" style="position:absolute;width:100pt;height:30pt" stroked="f">'
        f'<v:textbox inset="0,1mm,0,0"><w:txbxContent>{paragraph("签发：张三")}</w:txbxContent></v:textbox>'
        "</v:shape></w:pict>"
    )
    found = drawn(tmp_path, inner)
    assert isinstance(found, Shape)
    assert all_of(found.kind, found.stroke, found.insets) == ("box", None, (0, Fraction(720, 254), 0, 0))
    assert [block.text for block in found.blocks if isinstance(block, WordParagraph)] == ["签发：张三"]


def test_a_rule_of_the_whole_width_and_word_art(tmp_path: Path) -> None:
    found = drawn(
        tmp_path, '<w:pict><v:rect style="width:0;height:1.5pt" o:hr="t" fillcolor="red"/></w:pict>'
    )
    assert isinstance(found, Shape)
    assert all_of(found.kind, found.width, found.stroke, found.anchor) == (
        "line",
        0,
        Stroke(RED, Fraction(3, 2)),
        None,
    )
    art = '<v:textpath style="font-family:&quot;华文中宋&quot;;font-size:48pt" string="工作简报"/>'
    found = drawn(
        tmp_path,
        f'<w:pict><v:shape type="#_x0000_t136" style="width:300pt;height:60pt"'
        f' fillcolor="red">{art}</v:shape></w:pict>',
    )
    assert isinstance(found, Shape)
    (block,) = found.blocks
    assert isinstance(block, WordParagraph)
    shown = block.runs[0].format
    assert all_of(found.kind, block.text, shown.east, shown.size, shown.ink) == (
        "wordart",
        "工作简报",
        "华文中宋",
        48,
        RED,
    )


def test_a_group_of_older_programs(tmp_path: Path) -> None:
    inner = (
        '<w:pict><v:group style="position:absolute;width:200pt;height:100pt"'
        ' coordorigin="1000,1000" coordsize="4000,2000">'
        '<v:line from="2000,1500" to="4000,1500"/></v:group></w:pict>'
    )
    found = drawn(tmp_path, inner)
    assert isinstance(found, Shape)
    (part,) = found.parts
    assert isinstance(part, Shape)
    assert all_of(part.left, part.top, part.width, part.height) == (50, 25, 100, 0)
