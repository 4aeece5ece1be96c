"""The real issue as manuscripts come from it: what it says, and its lines at any measure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import NoReturn

import pytest

from bulletin_desk.bulletin.matching import text_of
from bulletin_desk.bulletin.model import Body, Issue
from bulletin_desk.errors import UnreadableFileError
from bulletin_desk.export.dump import dump
from bulletin_desk.fonts.faces import load_faces
from bulletin_desk.intake.manuscript import Manuscript
from bulletin_desk.layouts.read import load_layout
from bulletin_desk.storage.bulletin_file import read_bulletin
from bulletin_desk.typeset.typesetter import Typesetter

ROOT = Path(__file__).resolve().parents[2]
HEAD = ["四川省地方志工作简报", "第2期（总第607期）", "四川省地方志工作办公室2024年1月9日"]
CLOSING = [
    "信息公开选项：主动公开",
    "报：中国地方志工作办公室。",
    "送：各市（州）党委、市（州）人民政府。",
    "发：各市（州）地方志办公室（党史地方志研究室，地方志编纂中心），巴蜀方志文化研究中心。",
    "四川省地方志工作办公室综合处2024年1月9日印发",
    "（共印3份）",
]


def fail(reason: str) -> NoReturn:
    raise UnreadableFileError(reason)


def read_or_refused(read: Callable[[], Manuscript]) -> tuple[Manuscript | None, str]:
    """What came of reading: a manuscript, or None and the sentence why not."""
    try:
        return read(), ""
    except UnreadableFileError as error:
        return None, str(error)


@pytest.fixture(scope="session")
def real_issue() -> Issue:
    return read_bulletin(ROOT / "examples" / "2024-01-09.bulletin")


def printed(issue: Issue) -> list[str]:
    """The paragraphs of sections and items as they are printed, each line of a title by itself."""
    texts = []
    for section in issue.sections:
        texts.append(f"【{section.name}】")
        for item in section.items:
            texts += item.title.split("\n")
            for block in item.blocks:
                texts += [text_of(block)] if isinstance(block, Body) else text_of(block).split("\n")
            texts.append(item.source if item.source.startswith("（") else f"（{item.source}）")
    return texts


def as_copied(issue: Issue) -> list[str]:
    """`printed` without the author's three spaces beside digits, which no reader can tell from those that
    extraction makes up."""
    return [
        text.replace("11 个", "11个").replace("2022 卷", "2022卷").replace("9 部", "9部")
        for text in printed(issue)
    ]


@pytest.fixture(scope="session")
def dumped(real_issue: Issue) -> Callable[[int], str]:
    """The real issue's printed lines with so many cells to the line, a form feed between pages."""
    layout, faces = load_layout(), load_faces(use_installed=False)

    @cache
    def at(cells: int) -> str:
        typesetter = Typesetter(replace(layout, text_block=layout.text_block._replace(cells=cells)), faces)
        return dump(typesetter.typeset(real_issue))

    return at
