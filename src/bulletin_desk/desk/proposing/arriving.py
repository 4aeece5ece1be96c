"""What a Word file is that was dropped on the window: a marked copy of the open issue, a manuscript, or what
only the clerk knows. Asks, and takes nothing back itself."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum
from pathlib import Path

from PySide6.QtWidgets import QWidget

from bulletin_desk.bulletin.model import Issue
from bulletin_desk.desk.parts.plain import Box
from bulletin_desk.errors import BulletinDeskError

_WORD = (".docx", ".docm")
_MOST_NAMED = 4
_Role = Box.ButtonRole


class Arrival(Enum):
    """What has come."""

    MARKED = "marked"
    """A copy of this issue with changes or comments."""
    UNMARKED = "unmarked"
    """A copy of this issue in which nothing is marked."""
    ELSEWHERE = "elsewhere"
    """A copy of another issue with changes or comments."""
    MANUSCRIPT = "manuscript"


_SAID = {
    Arrival.UNMARKED: "“{}”是这一期的 Word 版，里面没有修订标记，也没有批注。",
    Arrival.ELSEWHERE: "“{}”是另一期的 Word 版，里面有修订或批注；要收它们，请先打开那一期。",
}


def arrival(file: Path, ours: Issue) -> Arrival:
    """What a file is beside our issue. Reads it; whatever can't be read is a manuscript, which says why."""
    if file.suffix.lower() not in _WORD:
        return Arrival.MANUSCRIPT
    from bulletin_desk.export.docx import read, tracked
    from bulletin_desk.packages import read_package
    from bulletin_desk.reviewing import is_same_issue

    try:
        package = read_package(file)
        if not read.is_copy(package):
            return Arrival.MANUSCRIPT
        base = read.embedded_issue(package, file)
    except BulletinDeskError:
        return Arrival.MANUSCRIPT
    comments = any(name.lower().startswith("word/comments") for name in package.xml)
    marked = comments or bool(tracked.reviewers(package))
    if base is None or is_same_issue(base, ours):
        return Arrival.MARKED if marked else Arrival.UNMARKED
    return Arrival.ELSEWHERE if marked else Arrival.MANUSCRIPT


def ask_what(parent: QWidget, unsure: Sequence[tuple[Path, Arrival]]) -> Arrival | None:
    """What files are to be taken for: MARKED or MANUSCRIPT; None for nothing."""
    said = [_SAID[what].format(file.name) for file, what in unsure[:_MOST_NAMED]]
    if len(unsure) > _MOST_NAMED:
        said.append(f"这样的一共 {len(unsure)} 个。")
    box = Box(parent, Box.Icon.Question, "这份 Word 怎么收", "\n".join(said))
    offered: list[tuple[str, Box.ButtonRole, Arrival | None]] = [
        ("当作审过的拿回来", _Role.AcceptRole, Arrival.MARKED),
        ("当稿件导入", _Role.ActionRole, Arrival.MANUSCRIPT),
        ("先不收", _Role.RejectRole, None),
    ]
    elsewhere = all(what is Arrival.ELSEWHERE for _, what in unsure)
    return box.answer(offered[1:] if elsewhere else offered, None if elsewhere else Arrival.MARKED)
