"""The symbols that are offered: every face has them, proof accepts them, and how they come into the text."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from bulletin_desk.bulletin.edits import text_at
from bulletin_desk.bulletin.grammar import block_of, item_path, title_of
from bulletin_desk.bulletin.model import Body, Issue, Item, Kind, Place, Section, Subheading
from bulletin_desk.editing.document import Document
from bulletin_desk.editing.selection import at, between
from bulletin_desk.editing.symbols import GROUPS, MOST_RECENT, SYMBOLS, insert_symbol, used
from bulletin_desk.fonts.faces import Faces
from bulletin_desk.layouts.model import Layout
from bulletin_desk.proof.text import marks_in
from bulletin_desk.typeset.typesetter import Typesetter
from tests.bulletin.issues import SMALL

IN_TEXT = {
    "——": "他的目标{}修好志书{}实现了。",
    "……": "会上说：“要把志书修好{}”大家都同意。",
    "·": "《卡尔{}马克思传》已经收藏。",
    "—": "编纂时间为2020{}2024年。",
    "～": "招收20{}30人。",
    "∶": "比例为1{}500。",
    "℃": "气温为25{}左右。",
    "°C": "气温为25{}左右。",
    "°": "北纬30{}以南。",
    "′": "北纬30°15{}以南。",
    "″": "北纬30°15′20{}以南。",
    "%": "增长8{}。",
    "‰": "出生率为8{}。",
    "㎡": "建筑面积为300{}。",
    "m²": "建筑面积为300{}。",
    "m³": "蓄水300{}。",
    "㎞": "全长300{}。",
    "㎏": "重300{}。",
    "￥": "共{}300元。",
    "×": "展板长宽为3{}5米。",
    "÷": "6{}3得2。",
    "±": "误差为{}5%。",
    "≈": "圆周率{}3.14。",
    "≠": "甲{}乙。",
    "≤": "年龄{}60岁的有5人。",
    "≥": "年龄{}60岁的有5人。",
    "√": "请在方框内打{}。",
    "№": "证书编号为{}000123。",
    "〇": "二{}二四年一月已经完成。",
    "→": "申报{}审核{}公示。",
    "←": "见左边的图{}。",
    "↑": "同比{}5%。",
    "↓": "同比{}5%。",
    "〔〕": "川办发{}3号文件已经印发。",
    "《》": "{}已经出版。",
    "〈〉": "《读{}札记》已经出版。",
    "‘’": "会议指出“修{}问道”很重要。",
    "『』": "书中写道「修{}为用」。",
}
"""Where those stand that stand in one place only."""
INSIDE = {"〔〕": "2024", "《》": "四川省志", "〈〉": "史记"}


def _sentence(text: str) -> str:
    symbol = SYMBOLS[text]
    put = symbol.head + (INSIDE.get(text, "修志") + symbol.tail if symbol.tail else "")
    if symbol.name.startswith("罗马数字"):
        return f"项目列为{put}类，由省里管理。"
    return IN_TEXT.get(text, "{}主要做法如下。" if not symbol.tail else "书中写有{}二字。").replace("{}", put)


@pytest.mark.parametrize("text", SYMBOLS)
def test_proof_accepts_each_in_its_place(text: str) -> None:
    """What proof would accuse at once is not offered."""
    sentence = _sentence(text)
    assert SYMBOLS[text].head in sentence
    assert marks_in(sentence, Kind.BODY) == ()
    assert marks_in(sentence.removesuffix("。"), Kind.TITLE) == ()


def test_proof_would_accuse_signs_that_are_not_offered() -> None:
    """The test above can fail."""
    for sign, sentence in (("％", "增长8％。"), ("•", "《卡尔•马克思传》已经收藏。"), ("﹪", "增长8﹪。")):
        assert sign not in SYMBOLS
        assert marks_in(sentence, Kind.BODY)


def test_every_face_has_them_wherever_they_are_put(layout: Layout, faces: Faces) -> None:
    """What no face has is printed as 〓; ☑ is such a sign."""
    everything = "".join(SYMBOLS)
    issue = replace(
        SMALL,
        masthead=replace(SMALL.masthead, name=everything[:9], marking=everything),
        editors_note=(Body(everything),),
        sections=(
            Section(
                everything[:12],
                (Item(everything, (Subheading(everything), Body(everything, 40)), f"（{everything[:12]}）"),),
            ),
        ),
    )

    def lacking(issue: Issue) -> bool:
        pages = Typesetter(layout, faces).typeset(issue)
        lines = [placed.line for at in range(len(pages)) for placed in pages[at].lines]
        return any("〓" in run.text for line in lines for run in line.runs)

    assert not lacking(issue)
    item = Item("☑", (Body("☑"),))
    assert lacking(replace(issue, sections=(Section("甲", (item,)),)))
    for role in faces.roles:
        for char in everything:
            assert faces.choose(role, char) is not None, (role, char)


def test_each_has_a_name_and_stands_once() -> None:
    symbols = [symbol for group in GROUPS for symbol in group.symbols]
    assert len({symbol.text for symbol in symbols}) == len(symbols) == len(SYMBOLS)
    assert all(symbol.name for symbol in symbols)
    assert {"①", "⑳", "※", "℃", "°C", "〔〕", "——", "……", "「」", "·", "№", "‰", "㎡"} <= set(SYMBOLS)


def test_the_last_used_comes_first_and_once() -> None:
    recent: tuple[str, ...] = ("①", "gone", "※")
    assert used(SYMBOLS["※"], recent) == ("※", "①")
    for text in SYMBOLS:
        recent = used(SYMBOLS[text], recent)
    assert recent == tuple(reversed(list(SYMBOLS)))[:MOST_RECENT]


# ---- into the text

PATH = block_of(item_path(0, 0), 0)
NEXT = block_of(item_path(0, 0), 1)


def _issue(first: Body, second: str = "乙") -> Issue:
    return replace(SMALL, sections=(Section("A", (Item("题", (first, Body(second))),)),))


def test_a_symbol_takes_the_place_of_what_is_selected() -> None:
    issue, selection = insert_symbol(
        _issue(Body("甲丁乙")), between(Place(PATH, 1), Place(PATH, 2)), SYMBOLS["※"]
    )
    assert (text_at(issue, PATH), selection) == ("甲※乙", at(Place(PATH, 2)))


def test_a_pair_has_the_caret_in_it_or_is_put_around_what_is_selected() -> None:
    issue, selection = insert_symbol(_issue(Body("甲乙")), at(Place(PATH, 1)), SYMBOLS["〔〕"])
    assert (text_at(issue, PATH), selection) == ("甲〔〕乙", at(Place(PATH, 2)))
    backwards = between(Place(PATH, 2), Place(PATH, 1))
    issue, selection = insert_symbol(_issue(Body("甲乙丙")), backwards, SYMBOLS["〔〕"])
    assert (text_at(issue, PATH), selection) == ("甲〔乙〕丙", between(Place(PATH, 3), Place(PATH, 2)))


def test_a_pair_goes_around_several_paragraphs() -> None:
    """As a quotation does that goes on."""
    selection = between(Place(PATH, 1), Place(NEXT, 1))
    issue, after = insert_symbol(_issue(Body("甲乙"), "丙丁"), selection, SYMBOLS["“”"])
    assert [text_at(issue, path) for path in (PATH, NEXT)] == ["甲“乙", "丙”丁"]
    assert after == between(Place(PATH, 2), Place(NEXT, 1))


def test_a_run_in_heading_keeps_its_pair() -> None:
    whole = between(Place(PATH, 0), Place(PATH, 2))
    issue, _ = insert_symbol(_issue(Body("甲乙丙", 2)), whole, SYMBOLS["《》"])
    assert issue.sections[0].items[0].blocks[0] == Body("《甲乙》丙", 4)
    beyond = between(Place(PATH, 1), Place(PATH, 3))
    issue, _ = insert_symbol(_issue(Body("甲乙丙", 2)), beyond, SYMBOLS["《》"])
    assert issue.sections[0].items[0].blocks[0] == Body("甲《乙丙》", 3)


def test_each_symbol_is_one_step_of_undo(open_document: Callable[[Issue], Document]) -> None:
    document = open_document(_issue(Body("甲")))
    document.go_to(title_of(item_path(0, 0)), 1)
    document.type_text("字")
    document.insert_symbol(SYMBOLS["①"])
    document.insert_symbol(SYMBOLS["〔〕"])
    assert text_at(document.issue, title_of(item_path(0, 0))) == "题字①〔〕"
    assert document.undo_name == "插入符号"
    for left in ("题字①", "题字", "题"):
        document.undo()
        assert text_at(document.issue, title_of(item_path(0, 0))) == left
