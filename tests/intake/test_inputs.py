"""Many inputs of each kind that arrives, with what recognition makes of them: `data/inputs.txt`, whose head
says how it is written."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import pytest

from bulletin_desk.intake.draft import Context, Draft, take_in
from bulletin_desk.intake.manuscript import Look, Manuscript, Note, Paragraph
from bulletin_desk.intake.parts import Part, kind_name
from bulletin_desk.intake.sources import load_units

INPUTS = Path(__file__).parent / "data" / "inputs.txt"
CONTEXT = Context((), load_units())
LOOKS = {
    "t": Look(align="centre", size=22, face="小标宋"),
    "R": Look(align="centre", size=36, face="小标宋"),
    "h": Look(size=16, face="黑体"),
    "B": Look(align="justified", size=16, face="仿宋", bold=True),
    "b": Look(align="justified", size=16, face="仿宋"),
    "c": Look(align="centre", size=16, face="仿宋"),
    "s": Look(align="centre", size=12, face="仿宋"),
    "r": Look(align="right", size=16, face="仿宋"),
}
TEXTS = {
    "T": "丁市图书馆清点旧报缩微胶片",
    "T2": "丁市图书馆开放胶片阅览室",
    "A": "日前，丁市图书馆完成旧报刊缩微胶片的整理登记，共清点胶片三百余卷，其中有二十余卷是本地报纸的孤本。",
    "B": "整理中，馆员逐卷查看霉变和断裂情况，把需要抢救的胶片单独装盒，并填写登记卡，方便以后查找。",
    "D": "今后，该馆准备每季度开放一次胶片阅览室，让读者在馆员指导下自己操作阅读机查阅旧报。",
    "S": "（丁市图书馆）",
}


class Case(NamedTuple):
    """A manuscript as it is written in the list, and what it comes to."""

    name: str
    lines: tuple[str, ...]
    items: tuple[str, ...]


def _cases() -> list[Case]:
    text = INPUTS.read_text(encoding="utf-8").partition("\n\n")[2]
    made = []
    for block in text.strip().split("\n\n"):
        head, *rest = block.split("\n")
        at = rest.index("=>")
        made.append(Case(head, tuple(rest[:at]), tuple(rest[at + 1 :])))
    return made


def whole(text: str) -> str:
    """With the texts that are written for short."""
    for name, long in TEXTS.items():
        text = text.replace(f"<{name}>", long)
    return text


def manuscript(lines: tuple[str, ...]) -> Manuscript:
    """What the lines of a case say."""
    paragraphs: list[Paragraph] = []
    notes = []
    for line in lines:
        if line.startswith("~"):
            notes.append(Note(line[1:], len(paragraphs) - 1, "这里有一样东西，没有取用。"))
        elif line[1:2] == "|":
            paragraphs.append(Paragraph(whole(line[2:]), LOOKS[line[0]]))
        else:
            paragraphs.append(Paragraph(whole(line)))
    return Manuscript("", tuple(paragraphs), tuple(notes))


def _told(part: Part) -> str:
    other = f"？{kind_name(part.other)}" if part.other is not None else ""
    return f"{kind_name(part.kind)}{f'（{part.why}）' if part.why else ''}{other}：{part.text}"


def told(draft: Draft) -> list[str]:
    """A line for each part of an item, its source last."""
    parts = [_told(part).replace("\n", "／") for part in draft.parts]
    return [*parts, f"= {draft.source.text or '没有来源'}{'' if draft.source.sure else '？'}"]


CASES = _cases()


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_an_input(case: Case) -> None:
    taken = take_in(manuscript(case.lines), CONTEXT)
    made = [line for draft in taken.drafts for line in told(draft)]
    assert made == [whole(line) for line in case.items]


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_what_could_be_read_otherwise_needs_a_look(case: Case) -> None:
    taken = take_in(manuscript(case.lines), CONTEXT)
    if any(part.other is not None for draft in taken.drafts for part in draft.parts):
        assert taken.look
