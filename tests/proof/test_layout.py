"""Each finding on finished pages: how sure, where, on which page, and in which words."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from bulletin_desk.bulletin.fields import DeclaredField
from bulletin_desk.bulletin.grammar import attachment_of, item_path, title_of
from bulletin_desk.bulletin.model import (
    Addressee,
    Attachment,
    Body,
    DatedHeader,
    Issue,
    Item,
    Masthead,
    Path,
    Section,
    Subheading,
)
from bulletin_desk.fonts.faces import Faces
from bulletin_desk.fonts.private_use import assigned
from bulletin_desk.layouts.model import Layout
from bulletin_desk.pages.model import Remark
from bulletin_desk.proof.findings import Finding, Level
from bulletin_desk.proof.layout import layout_findings, remark_findings
from bulletin_desk.resources import ROOT
from bulletin_desk.storage.bulletin_file import read_bulletin
from bulletin_desk.typeset.typesetter import Typesetter
from tests.squares import square_faces

LACKED = "龘"
BODY: Path = ("sections", 0, "items", 0, "blocks", 0)
TITLE: Path = ("sections", 0, "items", 0, "title")


@pytest.fixture(scope="module")
def bare_faces(tmp_path_factory: pytest.TempPathFactory) -> Faces:
    """Squares without 龘."""
    return square_faces(tmp_path_factory.mktemp("bare"), lacks=LACKED)


@pytest.fixture(scope="module")
def backed_faces(tmp_path_factory: pytest.TempPathFactory) -> Faces:
    """Squares without 龘, which a further face has."""
    return square_faces(tmp_path_factory.mktemp("backed"), lacks=LACKED, fallback=True)


def issue_of(text: str, title: str = "题") -> Issue:
    item = Item(title, (Body(text),))
    return Issue(
        Masthead("简报", 1), DatedHeader("办公室", date(2024, 1, 9)), sections=(Section("动态", (item,)),)
    )


def findings(issue: Issue, layout: Layout, faces: Faces) -> list[Finding]:
    """What is to be said of these pages, but for how their lines fall: that is below."""
    found = layout_findings(issue, Typesetter(layout, faces).typeset(issue))
    return [finding for finding in found if finding.rule not in ("short_last_line", "short_last_page")]


def test_nothing_to_say(layout: Layout, bare_faces: Faces) -> None:
    assert findings(issue_of("国，2024年。"), layout, bare_faces) == []


def test_the_real_issue_is_clean(layout: Layout, faces: Faces) -> None:
    issue = read_bulletin(ROOT.parent / "examples" / "2024-01-09.bulletin")
    assert [found for found in findings(issue, layout, faces) if found.level is not Level.ADVICE] == []


# ---- lines


def test_a_line_that_its_gaps_cannot_fill(layout: Layout, bare_faces: Faces) -> None:
    (found,) = findings(issue_of("国" * 20 + "a" * 30 + "国"), layout, bare_faces)
    assert (found.level, found.rule, found.path, found.offset) == (Level.ADVICE, "loose_line", BODY, 20)
    assert found.place == "“动态”第1篇《题》第1段第21字"
    assert found.message == (
        f"前面一行排不满：“{'a' * 20}”断不开，只好整个移到这一行；字距拉开会太稀，前一行已按原字距靠左排。"
        "请在前面增减几个字，或调整语序。"
    )


def test_an_address_fills_the_line_before_it(layout: Layout, bare_faces: Faces) -> None:
    text = "国" * 20 + "http://www.abcdef.cn/abcdef/abcdef_abcdef.html国"
    assert findings(issue_of(text), layout, bare_faces) == []


# ---- characters


def test_a_character_that_no_face_has(layout: Layout, bare_faces: Faces) -> None:
    (found,) = findings(issue_of("国龘国"), layout, bare_faces)
    assert found == Finding(
        Level.ERROR,
        "missing",
        BODY,
        1,
        1,
        "“动态”第1篇《题》第1段第2字",
        "“龘”哪个字体里都没有，印成“〓”；请核对这个字，或装上有这个字的字体（U+9F98）。",
    )
    assert str(found) == f"错误　第1面　{found.place}：{found.message}"


def test_the_page_is_that_of_the_character(layout: Layout, bare_faces: Faces) -> None:
    text = "国" * 26 + "国" * 28 * 8  # nine lines: all that page 1 has room for
    assert [found.page for found in findings(issue_of(f"{text[:-1]}龘"), layout, bare_faces)] == [1]
    assert [found.page for found in findings(issue_of(f"{text}龘"), layout, bare_faces)] == [2]


def test_findings_follow_the_pages(layout: Layout, bare_faces: Faces) -> None:
    issue = issue_of("国" * 900 + LACKED, title="一\n二\n三\n四")
    assert [(found.rule, found.page) for found in findings(issue, layout, bare_faces)] == [
        ("long_title", 1),
        ("missing", 3),
    ]


def test_a_character_beyond_the_basic_plane(layout: Layout, bare_faces: Faces) -> None:
    (found,) = findings(issue_of("𠮷"), layout, bare_faces)
    assert found.message.startswith("“𠮷”哪个字体里都没有")
    assert found.message.endswith("（U+20BB7）。")


@pytest.mark.parametrize("char", ["\x07", "\t", "\u202e", "\u00ad"])
def test_a_control_character(layout: Layout, bare_faces: Faces, char: str) -> None:
    """No face would help, and a control must not get into the sentence."""
    (found,) = findings(issue_of(f"国{char}国"), layout, bare_faces)
    assert (found.level, found.rule, found.offset) == (Level.ERROR, "missing", 1)
    assert found.message == f"这里有一个看不见的控制字符，印不出来；请删去（U+{ord(char):04X}）。"
    assert char not in str(found)


def test_a_combining_character(layout: Layout, bare_faces: Faces) -> None:
    (found,) = findings(issue_of("国\u0301"), layout, bare_faces)
    assert found.message == (
        "这里有一个附加在前一字上的符号，排不出来；请改用带这个符号的整字，如 é（U+0301）。"
    )


def test_a_letter_with_its_mark_is_one_character_where_there_is_one(layout: Layout, faces: Faces) -> None:
    assert findings(issue_of("ha\u030co，国。"), layout, faces) == []
    (found,) = findings(issue_of("e\u0302\u0304，国。"), layout, faces)  # no character for ê with a macron
    assert (found.offset, "U+0304" in found.message) == (2, True)


@pytest.mark.parametrize(
    ("word", "script"),
    [
        ("བོད་ཡིག", "藏文"),
        ("བཀྲ་ཤིས བདེ", "藏文"),
        ("ئۇيغۇرچە", "阿拉伯字母的文字（维吾尔文、哈萨克文等）"),
        ("ᠮᠣᠩᠭᠣᠯ", "蒙古文（满文）"),
    ],
)
def test_a_word_that_must_be_shaped_is_told_once(
    word: str, script: str, layout: Layout, faces: Faces
) -> None:
    """With its vowels, and once for each of two words with other text between."""
    first, second = findings(issue_of(f"国{word}，国国{word[0]}。"), layout, faces)
    assert (first.level, first.rule, first.offset) == (Level.ERROR, "missing", 1)
    assert first.message == (
        f"“{word.replace(' ', '')}”是{script}，字母要连写、叠写或者换方向排，这里排不了，印成“〓”；"
        "请改用汉字译名，或者在 Word 文件里排定后付印。"
    )
    assert second.offset == len(word) + 4
    assert f"“{word[0]}”是{script}" in second.message


def test_an_unknown_private_use_character(layout: Layout, bare_faces: Faces) -> None:
    (found,) = findings(issue_of("\ue000"), layout, bare_faces)
    assert (
        found.message
        == "这里有一个认不出的字符，哪个字体里都没有，印成“〓”；请核对，改成认得的字（U+E000）。"
    )


@pytest.mark.parametrize("char", ["\u200b", "\u200d", "\ufeff", "\ufe00", "\U000e0100"])
def test_joiners_and_variation_selectors_change_no_word(layout: Layout, bare_faces: Faces, char: str) -> None:
    assert findings(issue_of(f"国{char}国"), layout, bare_faces) == []


def test_a_character_from_another_face(layout: Layout, backed_faces: Faces) -> None:
    (found,) = findings(issue_of("龘"), layout, backed_faces)
    assert (found.level, found.rule) == (Level.ADVICE, "fallback")
    assert found.message == "“龘”本字体没有，借用了别的字体，请看一眼字形（whole.ttf，U+9F98）。"


def test_a_character_from_another_face_is_told_once(layout: Layout, backed_faces: Faces) -> None:
    (found,) = findings(issue_of("国龘国龘国龘"), layout, backed_faces)
    assert (found.rule, found.offset) == ("fallback", 1)
    assert found.message.endswith("（共3处）")


def test_a_missing_character_is_told_at_each_place(layout: Layout, bare_faces: Faces) -> None:
    assert [found.offset for found in findings(issue_of("国龘国龘"), layout, bare_faces)] == [1, 3]


def test_an_old_private_use_character(layout: Layout, bare_faces: Faces) -> None:
    old = next(chr(code) for code in range(0xE000, 0xF900) if "\u9fb4" <= assigned(chr(code)) <= "\u9fbb")
    (found,) = findings(issue_of(old), layout, bare_faces)
    assert (found.level, found.rule) == (Level.ADVICE, "private_use")
    assert found.message == (
        f"这里是旧编码的专用区字符，按“{assigned(old)}”排印；请在文中改成这个字（U+{ord(old):04X}）。"
    )


# ---- what does not fit


def test_a_run_torn_apart(layout: Layout, bare_faces: Faces) -> None:
    (found,) = findings(issue_of("国\n" + "a" * 70), layout, bare_faces)
    assert (found.level, found.rule, found.path, found.page) == (Level.DOUBTFUL, "torn_run", BODY, 1)
    assert found.offset == 2 + 56
    assert found.message == (f"“{'a' * 20}”一行排不下，又没有可断的地方，只好从中间断开；请看断得是否合适。")


def test_a_torn_run_is_quoted_on_one_line(layout: Layout, bare_faces: Faces) -> None:
    (found,) = findings(issue_of("a" * 60 + "\n国"), layout, bare_faces)
    assert found.message.startswith(f"“{'a' * 18}□国”")


@pytest.mark.parametrize(("kind", "word"), [(None, "标题"), (Subheading, "小标题")])
def test_a_title_of_more_than_three_lines(
    layout: Layout, bare_faces: Faces, kind: type[Subheading] | None, word: str
) -> None:
    issue = issue_of("国", title="题" if kind else "一\n二\n三\n四")
    if kind:
        item = replace(issue.sections[0].items[0], blocks=(kind("一\n二\n三\n四"), Body("国")))
        issue = replace(issue, sections=(Section("动态", (item,)),))
    (found,) = findings(issue, layout, bare_faces)
    assert (found.level, found.rule, found.page) == (Level.DOUBTFUL, "long_title", 1)
    assert found.path == (BODY if kind else TITLE)
    assert found.message == f"{word}排成了4行，一般不超过3行；请精简文字。"
    assert findings(issue_of("国", title="一\n二\n三"), layout, bare_faces) == []


@pytest.mark.parametrize(
    ("issue", "path", "place"),
    [
        (
            replace(issue_of("国"), dated_header=DatedHeader("国" * 30, date(2024, 1, 9))),
            ("dated_header", "issuer"),
            "编发单位",
        ),
        (
            replace(issue_of("国"), masthead=Masthead("简报", 1, supplement="增" * 30)),
            ("masthead", "number"),
            "期号",
        ),
        (
            replace(issue_of("国"), masthead=Masthead("简报", 1, marking="密" * 30)),
            ("masthead", "marking"),
            "报头标注",
        ),
    ],
)
def test_a_part_of_the_head_on_two_lines(
    layout: Layout, bare_faces: Faces, issue: Issue, path: Path, place: str
) -> None:
    (found,) = findings(issue, layout, bare_faces)
    assert found == Finding(
        Level.DOUBTFUL,
        "header_too_long",
        path,
        0,
        1,
        place,
        "太长，占了2行，会和上下的内容挤在一起；请缩短。",
    )


def test_a_field_that_stands_nowhere(layout: Layout, bare_faces: Faces) -> None:
    layout = replace(layout, declared=(DeclaredField("editor", "责任编辑", "text", "closing"),))
    (found,) = findings(issue_of("国"), layout, bare_faces)
    assert (found.level, found.rule, found.page) == (Level.DOUBTFUL, "field_nowhere", 1)
    assert found.message.startswith("“责任编辑”这一栏没有排在纸上")
    assert found.message.endswith("（{editor}）。")


def test_a_closing_block_taller_than_a_page(layout: Layout, bare_faces: Faces) -> None:
    issue = replace(issue_of("国"), distribution=(Addressee("报", "国\n" * 30 + "国"),))
    (found,) = findings(issue, layout, bare_faces)
    assert (found.level, found.rule) == (Level.DOUBTFUL, "closing_too_tall")
    assert (found.page, found.place) == (3, "分送单位")  # it ends on the last page, and all of it is meant
    assert found.message == "版记比一面还高，只好分排在几面上；请减少报送单位。"


def test_every_finding_of_the_full_example_says_where(layout: Layout, faces: Faces) -> None:
    issue = read_bulletin(ROOT.parent / "examples" / "full.bulletin")
    for found in findings(issue, layout, faces):
        assert "\n" not in str(found)
        assert found.place


def test_what_an_export_remarks_is_told_the_same_way(layout: Layout, bare_faces: Faces) -> None:
    issue = issue_of("国\x07")
    pages = Typesetter(layout, bare_faces).typeset(issue)
    (found,) = remark_findings(issue, pages, [Remark("not_in_xml", BODY, 1, "\x07")])
    assert (found.level, found.page, found.place) == (Level.DOUBTFUL, 1, "“动态”第1篇《题》第1段第2字")
    assert found.message == "这里有一个看不见的字符，Word 文件里不能有，已略去；请在文中删掉它（U+0007）。"


@pytest.mark.parametrize(
    ("issue", "path", "sentence"),
    [
        (replace(issue_of("国"), editors_note=(Body(" "),)), ("editors_note", 0), "编者按还没有写"),
        (
            replace(issue_of("国"), sections=(Section("", (Item("题"),)),)),
            ("sections", 0, "name"),
            "空的括号",
        ),
        (
            replace(issue_of("国"), sections=(Section("动态", ()),)),
            ("sections", 0, "name"),
            "里没有稿件",
        ),
        (issue_of("国", title=""), TITLE, "没有标题"),
        (replace(issue_of("国"), distribution=(Addressee("报", ""),)), ("distribution", 0, "to"), "没有写全"),
        (
            replace(issue_of("国"), distribution=(Addressee("", "甲。"),)),
            ("distribution", 0, "label"),
            "没有写全",
        ),
    ],
)
def test_a_part_without_text(
    layout: Layout, bare_faces: Faces, issue: Issue, path: Path, sentence: str
) -> None:
    (found,) = findings(issue, layout, bare_faces)
    assert (found.rule, found.level, found.path, found.page) == ("empty_part", Level.DOUBTFUL, path, 1)
    assert sentence in found.message


def test_an_attachment_without_a_title(layout: Layout, bare_faces: Faces) -> None:
    named = Attachment("名单", (Body("国"),))
    item = Item("国", (Body("国"),), attachments=(named, Attachment(" ", named.blocks)))
    issue = replace(issue_of("国"), sections=(Section("国", (item,)),))
    (found,) = (each for each in findings(issue, layout, bare_faces) if each.rule == "empty_part")
    path = title_of(attachment_of(item_path(0, 0), 1))
    assert (found.level, found.path, found.page) == (Level.DOUBTFUL, path, 3)
    assert "附件没有标题" in found.message


# ---- how lines fall


def lines_of(issue: Issue, layout: Layout, faces: Faces, rule: str) -> list[Finding]:
    found = layout_findings(issue, Typesetter(layout, faces).typeset(issue))
    return [finding for finding in found if finding.rule == rule]


@pytest.mark.parametrize(
    ("tail", "found"), [("国。", True), ("国", True), ("国家。", False), ("", False), ("2。", True)]
)
def test_a_last_line_of_one_character(tail: str, found: bool, layout: Layout, bare_faces: Faces) -> None:
    text = "国" * 26 + "国" * 28 + tail  # the first line is two cells shorter
    told = lines_of(issue_of(text), layout, bare_faces, "short_last_line")
    assert bool(told) is found
    if found:
        assert (told[0].level, told[0].offset, told[0].length) == (Level.ADVICE, 54, len(tail))


def test_a_last_page_with_few_lines(layout: Layout, bare_faces: Faces) -> None:
    seen = set()
    for lines in range(8, 24):
        issue = issue_of("国" * 26 + "国" * 28 * lines)
        pages = Typesetter(layout, bare_faces).typeset(issue)
        last = list(pages.portions())[-1]
        told = [finding.message for finding in lines_of(issue, layout, bare_faces, "short_last_page")]
        if len(pages) == 1 or (last.page == 2 and last.rows > 3):
            assert told == []
        elif last.page == 1:
            assert told[0].startswith("最后一面只有版记")
        else:
            assert told[0].startswith(f"最后一面的正文只有{last.rows}行")
        seen.add((len(pages), last.page, bool(told)))
    assert {(1, 1, False), (2, 2, True), (2, 2, False)} <= seen


def test_no_advice_about_a_last_page_that_the_layout_wants(layout: Layout, bare_faces: Faces) -> None:
    """Where the closing block stands on an even page, text that ends on the page before can't spare it."""
    even = replace(layout, closing=layout.closing._replace(even_page=True))
    seen = set()
    for lines in range(8, 60):
        entries = (Addressee("报", "甲" * 200 + "。"),)
        issue = replace(issue_of("国" * 26 + "国" * 28 * lines), distribution=entries)
        pages = Typesetter(even, bare_faces).typeset(issue)
        last = list(pages.portions())[-1]
        told = [finding.message for finding in lines_of(issue, even, bare_faces, "short_last_page")]
        if last.page % 2 == 0:
            assert bool(told) is (last.page < len(pages))
        elif last.page > 1 and last.rows <= 3:
            assert told[0].startswith(f"最后一面的正文只有{last.rows}行")
        else:
            assert told == []
        seen.add((last.page % 2, bool(told)))
    assert seen == {(0, False), (0, True), (1, False), (1, True)}


def test_a_name_too_long_for_two_lines(layout: Layout, bare_faces: Faces) -> None:
    for name, found in (("国" * 25, False), ("国" * 40, True), ("国" * 40 + "\n" + "国" * 4, True)):
        issue = replace(issue_of("国"), masthead=Masthead(name, 1))
        told = lines_of(issue, layout, bare_faces, "header_too_long")
        assert bool(told) is found
        if found:
            assert (told[0].level, told[0].path) == (Level.DOUBTFUL, ("masthead", "name"))
            assert told[0].message.startswith("名称太长，只排得下")
            assert "版式规定的30磅" in told[0].message


def test_a_title_broken_inside_a_word(layout: Layout, bare_faces: Faces) -> None:
    (found,) = lines_of(
        issue_of("国。", "乐山市地方志事业高质\n量发展"), layout, bare_faces, "title_broken_word"
    )
    assert (found.level, found.clause) == (Level.DOUBTFUL, "GB/T 9704—2012 7.3.1")
    assert "“高质量发展”被断在两行" in found.message or "“高质量”被断在两行" in found.message
    right = issue_of("国。", "乐山市地方志事业\n高质量发展")
    assert lines_of(right, layout, bare_faces, "title_broken_word") == []


def test_a_title_alone_at_the_foot(bare_faces: Faces, layout: Layout) -> None:
    """The layouts keep a title with what follows; one that does not keep lines together shows it."""
    loose = replace(layout, flow=layout.flow._replace(keep_lines=0))
    for lines in range(8, 24):
        items = (Item("题", (Body("国" * 28 * lines),), "（办）"), Item("下一篇", (Body("国。"),), "（办）"))
        issue = replace(issue_of("国"), sections=(Section("动态", items),))
        pages = Typesetter(loose, bare_faces).typeset(issue)
        place = next(each for each in pages.portions() if each.path == ("sections", 0, "items", 1, "title"))
        told = lines_of(issue, loose, bare_faces, "title_at_foot")
        body = pages.number_at(("sections", 0, "items", 1, "blocks", 0), 0)
        assert bool(told) is (body > place.page)


def test_an_empty_attachment_before_another_is_alone_on_its_page(bare_faces: Faces, layout: Layout) -> None:
    item = Item(
        "题", (Body("国。"),), "（办）", attachments=(Attachment("甲"), Attachment("乙", (Body("国。"),)))
    )
    issue = replace(issue_of("国"), sections=(Section("动态", (item,)),))
    assert lines_of(issue, layout, bare_faces, "title_at_foot") == []


def test_where_a_place_is_printed_is_told_without_setting_lines(layout: Layout, faces: Faces) -> None:
    issue = read_bulletin(ROOT.parent / "examples" / "2024-01-09.bulletin")
    pages = Typesetter(layout, faces).typeset(issue)
    told = {
        (placed.path, offset): page.number
        for page in pages
        for placed in page.lines
        for offset in range(placed.line.start, placed.line.end)
    }
    assert {key: pages.number_at(*key) for key in told} == told
    assert pages.number_at(("editors_note", 5), 0) == 1
