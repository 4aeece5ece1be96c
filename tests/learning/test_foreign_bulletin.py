"""A bulletin as a clerk, or a program, makes it in Word, learned from end to end."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from bulletin_desk.fonts.faces import Faces
from bulletin_desk.learning.learn import learn
from bulletin_desk.learning.learned import Learned
from bulletin_desk.learning.word_sighting import sight_word

from .word_made import paragraph, word_made

_CENTRED, _AT_RIGHT = '<w:jc w:val="center"/>', '<w:jc w:val="right"/>'
_PITCH = '<w:spacing w:line="560" w:lineRule="exact"{more}/>'
_RULE = '<w:pBdr><w:{side} w:val="single" w:sz="{size}" w:space="1" w:color="{colour}"/></w:pBdr>'
_PAGE = (
    '<w:p><w:pPr><w:jc w:val="center"/></w:pPr>{0}<w:fldChar w:fldCharType="begin"/></w:r>'
    '{0}<w:instrText>PAGE</w:instrText></w:r>{0}<w:fldChar w:fldCharType="end"/></w:r></w:p>'
).format('<w:r><w:rPr><w:sz w:val="21"/></w:rPr>')
_SECTION = (
    '<w:sectPr><w:footerReference w:type="default" r:id="footer1"/><w:pgSz w:w="11906" w:h="16838"/>'
    '<w:pgMar w:top="1985" w:bottom="1701" w:left="1588" w:right="1474" w:footer="1000"/></w:sectPr>'
)
_TEXT = "全县上下围绕“稳面积、提单产、增效益”目标，抢抓农时，扎实推进各项工作，确保任务落到实处。"


def set_in(text: str, face: str, size: int, p: str = "", *, before: int = 0, hint: str = "") -> str:
    """A paragraph in a face and a size, 28 points from line to line."""
    more = f' w:before="{20 * before}"' if before else ""
    fonts = f'<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:eastAsia="{face}"{hint}/>'
    border, rest = (p, "") if p.startswith("<w:pBdr>") else ("", p)
    pitch = _PITCH.format(more=more) if size < 30 else ""
    return paragraph(text, border + pitch + rest, f'{fonts}<w:sz w:val="{2 * size}"/>')


def bulletin(*, mark: str = "●", when: str = "4月18日8时30分", hint: str = "") -> bytes:
    """A daily bulletin: no year beside its day, sources within the text, half a line between its items."""
    indent = '<w:ind w:firstLine="640"/><w:jc w:val="both"/>'
    rule = _RULE.format(side="bottom", size=18, colour="FF0000")
    parts = [
        set_in("政 务 信 息", "方正小标宋简体", 48, _CENTRED),
        set_in("2025年第15期", "仿宋_GB2312", 16, _CENTRED),
        set_in(f"青峰县人民政府办公室　　　　　　　　{when}", "楷体_GB2312", 16, rule),
    ]
    for name in ("春耕", "服务", "整治"):
        parts += [
            set_in(f"{mark}{name}工作进展顺利", "黑体", 16, before=14),
            set_in(_TEXT, "仿宋_GB2312", 16, indent, hint=hint),
            set_in(f"{_TEXT}{_TEXT}（县{name}局）", "仿宋_GB2312", 16, indent, hint=hint),
        ]
    parts += [
        set_in(text, "仿宋_GB2312", 14, _RULE.format(side="top", size=8, colour="000000"))
        for text in ("报送：县委、县政府领导。", "印发：各乡镇人民政府。", "责编：陈红　　　电话：1234567")
    ]
    return word_made("".join(parts) + _SECTION, {"footer1": _PAGE})


@pytest.fixture(scope="module")
def made(faces: Faces, tmp_path_factory: pytest.TempPathFactory) -> Learned:
    path = tmp_path_factory.mktemp("foreign") / "旧简报.docx"
    path.write_bytes(bulletin())
    return learn([path], faces=faces)


def test_an_issue_of_one_page_is_learned(made: Learned) -> None:
    assert made.issue.masthead.one_line == "政务信息"
    assert made.layout.head.rows[0].fit is not None
    assert made.layout.head.rows[0].fit.widths.keys() == {4}  # blanks between its characters space them


def test_a_page_number_that_the_file_shows_nothing_of_is_one(made: Learned) -> None:
    folio = made.layout.folio
    assert (folio.text, folio.odd, folio.even) == ("{page}", "centre", "centre")


def test_a_day_without_its_year_and_a_time_are_new_in_each_issue(made: Learned) -> None:
    (row,) = (row for row in made.layout.head.rows if "日" in str(row))
    wordings = [piece.wording.pattern for piece in row.pieces]
    assert "{month}月{day}日{时间}" in wordings
    assert made.issue.dated_header.date == date(2025, 4, 18)
    assert [one.next for one in made.layout.declared if one.name == "时间"] == ["empty"]


def test_marks_before_titles_and_sources_in_the_text_stay(made: Learned) -> None:
    (section,) = made.issue.sections
    assert [item.mark for item in section.items] == ["●"] * 3
    assert [item.source for item in section.items] == [""] * 3
    assert "（县春耕局）" in str(section.items[0].blocks[-1])


def test_rows_of_a_closing_block_are_one_each(made: Learned) -> None:
    assert [entry.label for entry in made.issue.distribution] == ["报送", "印发"]
    assert {"责编", "电话"} <= {one.label for one in made.layout.declared}


def test_half_a_line_between_items_is_told(made: Learned) -> None:
    assert made.layout.flow.space_between_items == 1
    assert any("不是整行" in doubt.message for doubt in made.doubts)


def test_lines_are_broken_as_the_file_has_its_lines_broken(tmp_path: Path) -> None:
    path = tmp_path / "旧简报.docx"
    hints = {"": "full", ' w:hint="eastAsia"': "full", ' w:hint="default"': "half"}
    for hint, quotes in hints.items():
        path.write_bytes(bulletin(hint=hint))
        rule = sight_word(path).rule
        assert rule is not None
        assert (rule.quotes, rule.squeezed, rule.hanging) == (quotes, False, True)


def test_a_sign_that_stands_before_captions_takes_no_titles(tmp_path: Path, faces: Faces) -> None:
    path = tmp_path / "旧简报.docx"
    path.write_bytes(bulletin(mark="▲", when="2025年4月18日17时"))
    found = learn([path], faces=faces)
    titles = [item.title for item in found.issue.sections[0].items]
    assert titles == ["春耕工作进展顺利", "服务工作进展顺利", "整治工作进展顺利"]
    assert any("“▲”没有收进来" in doubt.message for doubt in found.doubts)
    assert found.issue.dated_header.date == date(2025, 4, 18)
