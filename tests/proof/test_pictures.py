"""Pictures that are lost, as they are proofread."""

from __future__ import annotations

from dataclasses import replace

from bulletin_desk.bulletin.grammar import attachment_of, block_of, item_path
from bulletin_desk.bulletin.model import Attachment, Body, Item, Picture, Pictures, Section
from bulletin_desk.bulletin.pictures import lost_picture
from bulletin_desk.proof.findings import Level
from bulletin_desk.proof.issue import Known, issue_marks
from tests.bulletin.issues import PICTURES_OF, SMALL

LOST = Picture(lost_picture("ab" * 32, 400, 300), 700, "会场")
HELD = Picture(PICTURES_OF[0], 700)


def test_a_lost_picture_is_told_with_or_without_its_caption() -> None:
    bare = Pictures((replace(LOST, caption=""),))
    attached = Attachment("照片", (Body("说明。"), bare))
    item = Item("标题", (Body("正文。"), Pictures((HELD, LOST)), Pictures((HELD,))), attachments=(attached,))
    issue = replace(SMALL, sections=(Section("动态", (item,)),))
    found = [(path, mark) for path, mark in issue_marks(issue, Known()) if mark.rule == "lost_picture"]
    owner = item_path(0, 0)
    assert [path for path, _ in found] == [
        (*block_of(owner, 1), 0, 1),
        (*block_of(attachment_of(owner, 0), 1), 0, 0),
    ]
    assert all(mark.level is Level.DOUBTFUL and "请换一张" in mark.message for _, mark in found)
