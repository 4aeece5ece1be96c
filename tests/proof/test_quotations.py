"""Quotations and brackets that go on through several paragraphs of an item."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bulletin_desk.bulletin.model import Body, Item, Section
from bulletin_desk.fonts.faces import Faces
from bulletin_desk.layouts.model import Layout
from bulletin_desk.proof.proofread import Proofreader
from bulletin_desk.typeset.typesetter import Typesetter
from tests.bulletin.issues import SMALL


@pytest.mark.parametrize(
    ("paragraphs", "wrong"),
    [
        # a law quoted: each paragraph opens, the last one closes
        (
            (
                "将第三条修改为：“地方志是指下列文献：",
                "“（一）志书；",
                "“（二）年鉴。”",
                "本决定自公布之日起施行。",
            ),
            [],
        ),
        # or the first one opens and the last one closes
        (("将第三条修改为：“地方志是指下列文献：", "（一）志书；", "（二）年鉴。”"), []),
        (("（2006年5月18日通过", "2015年修订）"), []),
        # what is opened inside a sentence, or closed inside one, is no such quotation
        (("编纂“年鉴的工作已经启动。", "会议由主任主持。”"), [0, 1]),
        (("将第三条修改为：“地方志是指下列文献：", "（一）志书；”会议由主任主持。"), [0, 1]),
        (("将第三条修改为：“地方志是指下列文献：", "（一）志书；"), [0]),
        (("（一）志书；", "（二）年鉴。”"), [1]),
    ],
)
def test_what_goes_on_in_the_next_paragraphs(
    faces: Faces, layout: Layout, paragraphs: tuple[str, ...], wrong: list[int]
) -> None:
    item = Item("标题", tuple(map(Body, paragraphs)), "（综合处）")
    issue = replace(SMALL, sections=(Section("动态", (item,)),))
    found = Proofreader().text_findings(issue, Typesetter(layout, faces).typeset(issue))
    assert [finding.path[-1] for finding in found if finding.rule == "unbalanced"] == wrong


def test_a_quotation_does_not_go_on_in_another_item(faces: Faces, layout: Layout) -> None:
    first = Item("标题", (Body("将第三条修改为：“地方志是指下列文献。"),), "（综合处）")
    second = Item("题目", (Body("各县报送材料。”"),), "（综合处）")
    issue = replace(SMALL, sections=(Section("动态", (first, second)),))
    found = Proofreader().text_findings(issue, Typesetter(layout, faces).typeset(issue))
    assert sum(finding.rule == "unbalanced" for finding in found) == 2
