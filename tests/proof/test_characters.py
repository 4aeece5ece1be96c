"""Words off by one character: found where it is hardly ever written; names and terms are not."""

from __future__ import annotations

from datetime import date

import pytest

from bulletin_desk.bulletin.model import Body, DatedHeader, Issue, Item, Kind, Masthead, Section
from bulletin_desk.fonts.faces import load_faces
from bulletin_desk.layouts.read import load_layout
from bulletin_desk.proof.characters import suspects, wrong_characters
from bulletin_desk.proof.earlier import remembered
from bulletin_desk.proof.findings import Level, fixed
from bulletin_desk.proof.ignoring import meant
from bulletin_desk.proof.issue import Known
from bulletin_desk.proof.proofread import Proofreader
from bulletin_desk.proof.text import marks_in
from bulletin_desk.typeset.typesetter import Typesetter

WRONG = [
    ("召开常务委圆会会议。", "召开常务委员会会议。"),
    ("坚持因地至宜，分类施策。", "坚持因地制宜，分类施策。"),
    ("成效立杆见影。", "成效立竿见影。"),
    ("经验不径而走。", "经验不胫而走。"),
    ("充分发挥党员的先锋摸范作用。", "充分发挥党员的先锋模范作用。"),
    ("各级财政要加大头入力度。", "各级财政要加大投入力度。"),
    ("由县级人民政府审披。", "由县级人民政府审批。"),
    ("持续改善生态幻景质量。", "持续改善生态环境质量。"),
    ("统一想思，凝聚力量。", "统一思想，凝聚力量。"),
    ("贯落彻实会议要求。", "贯彻落实会议要求。"),
    ("加强队伍设建。", "加强队伍建设。"),
]


@pytest.mark.parametrize(("wrong", "right"), WRONG)
def test_what_is_off_by_one_character_is_doubtful_with_the_right_word(wrong: str, right: str) -> None:
    (mark,) = wrong_characters(wrong, Kind.BODY)
    assert mark.level is Level.DOUBTFUL
    assert fixed(wrong, mark.fix) == right
    assert f"“{wrong[mark.start : mark.end]}”疑为" in mark.message
    assert mark.end - mark.start >= 2
    assert not list(wrong_characters(right, Kind.BODY))


RIGHT = [
    "抓好数智化转型，众志成城抗疫，勠力同心。",
    "他机智地回答了记者提问。",
    "各负其责、各尽其责、各司其职。",
    "想思考的问题、建设设施。",
    "高质高效发展，落实从严要求。",
    "《四川省志·地方志志》出版，立法法修订。",
    "记者郭嘉、通讯员阎森报道。",
    "全国人大常委会副委员长铁木尔·达瓦买提出席。",
    "关关雎鸠，在河之洲；采采卷耳，不盈顷筐。",
    "马边、峨边、犍为、夹江等区县报送“志鉴”。",
    "寻找和分享“金桦果”。",
    "办好民生实事，切实放开价格，理清工作思路。",
]


@pytest.mark.parametrize("text", RIGHT)
def test_names_new_words_quotations_and_old_texts_are_left_alone(text: str) -> None:
    assert not list(wrong_characters(text, Kind.BODY))


@pytest.mark.parametrize("kind", [Kind.SOURCE, Kind.DISTRIBUTION, Kind.IMPRINT, Kind.MASTHEAD])
def test_names_of_offices_are_no_prose(kind: Kind) -> None:
    text = "县委常务委圆会"
    assert list(wrong_characters(text, Kind.TITLE))
    assert not list(wrong_characters(text, kind))


def test_a_place_is_found_wherever_it_stands_in_the_text() -> None:
    before = "会议指出，2024年是关键之年。"
    ((start, end, right),) = [
        each[1:] for each in suspects(f"{before}由县级人民政府审披。") if each.gain > 30
    ]
    assert (start, end, right) == (len(before) + 8, len(before) + 9, "批")


def test_what_another_rule_names_is_not_doubted_again() -> None:
    assert [mark.rule for mark in marks_in("布署常务委圆会会议。", Kind.BODY)] == [
        "misspelt",
        "wrong_character",
    ]
    assert [mark.rule for mark in marks_in("召开常务委圆会会议。", Kind.BODY)] == ["wrong_character"]
    (mark,) = marks_in("认真贯切会议要求。", Kind.BODY)
    assert mark.rule == "misspelt"


# ---- in an issue


def issue_with(*texts: str, title: str = "题") -> Issue:
    items = tuple(Item(title, (Body(text),), "（办公室）") for text in texts)
    return Issue(
        Masthead("简报", 2, 607), DatedHeader("办公室", date(2024, 1, 9)), sections=(Section("动态", items),)
    )


def doubted(issue: Issue, *earlier: Issue) -> list[str]:
    pages = Typesetter(load_layout(), load_faces(use_installed=False)).typeset(issue)
    known = Known(earlier=tuple(remembered(each, "以前.bulletin") for each in earlier))
    found = Proofreader().text_findings(issue, pages, known)
    return [meant(issue, finding) for finding in found if finding.rule == "wrong_character"]


def test_the_same_suspicion_twice_in_an_issue_is_a_term() -> None:
    once = issue_with("由县级人民政府审披。", "召开常务委圆会会议。")
    assert doubted(once) == ["审披", "常务委圆会"]
    twice = issue_with("由县级人民政府审披。", "召开常务委圆会会议。", "由省级人民政府审披。")
    assert doubted(twice) == ["常务委圆会"]


def test_what_stands_in_an_earlier_title_is_a_term() -> None:
    issue = issue_with("由县级人民政府审披。")
    text = (
        "省地方志工作机构召开会议，总结一年工作，交流经验做法，部署年鉴编纂，要求各地加强组织领导，落实工作责任，"
        "确保志书质量，按时完成出版任务，服务全省发展大局。"
    )
    assert doubted(issue, issue_with(text, title="简化审批")) == ["审披"]
    assert doubted(issue, issue_with(text, title="简化\n审披流程")) == []
