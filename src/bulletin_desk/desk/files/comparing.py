"""Two texts of the same issue before the clerk's eyes: what differs, by item. Decides nothing."""

from __future__ import annotations

import html
from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import Enum

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QVBoxLayout, QWidget

from bulletin_desk.bulletin.compare import Change, Difference
from bulletin_desk.desk.parts.plain import Label, Page

_NAMES = {Change.ADDED: "新增", Change.REMOVED: "删去", Change.MOVED: "移动", Change.CHANGED: "改动"}
_COLOURS = {
    Change.ADDED: "#1a8f3c",
    Change.REMOVED: "#d92d20",
    Change.MOVED: "#1f77d0",
    Change.CHANGED: "#b87400",
}


class Differences(Page):
    """A list of differences, each a sentence; long ones wrap."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("差别")
        self.document().setDocumentMargin(8)
        self.sentences: list[str] = []

    def show_all(self, found: Sequence[Difference], nothing: str = "文字完全一样。") -> None:
        """Shows differences, or in their place that there are none."""
        if not found:
            self.say(nothing)
            return
        self.sentences = [each.sentence for each in found]
        rows = "".join(
            f"<tr><td style='color:{_COLOURS[each.kind]}; padding:2px 10px 2px 0; white-space:pre'>"
            f"{_NAMES[each.kind]}</td><td style='padding:2px 0'>{html.escape(each.sentence)}</td></tr>"
            for each in found
        )
        self.setHtml(f"<table>{rows}</table>")

    def say(self, text: str) -> None:
        """Shows a sentence only."""
        self.sentences = [text]
        self.setPlainText(text)


class Answer(Enum):
    """What to do with a file that somebody else has changed."""

    COPY = "另存一份"
    MINE = "用我的覆盖"
    THEIRS = "用文件里的"
    LATER = "先不保存"


class ChangedDialog(QDialog):
    """Asks what to do with a file that was changed outside. `found` tells what is different in the file
    from what the clerk has; None where the file can't be read, for `reason`."""

    def __init__(
        self, name: str, found: Sequence[Difference] | None, reason: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("文件被别人改过" if found is not None else "文件读不出来")
        self.answer = Answer.LATER
        text = Label(
            f"“{name}”在您打开之后被别人改过，或被同步软件换过，所以没有直接保存。"
            "下面是文件里那一份和您这一份不一样的地方："
            if found is not None
            else f"“{name}”现在读不出来，不知道别人改过没有，所以没有直接保存。",
            self,
        )
        text.setWordWrap(True)
        self.differences = Differences(self)
        if found is None:
            self.differences.say(f"文件里那一份现在读不出来。{reason}")
        else:
            self.differences.show_all(found)
        note = Label(
            "不论选哪一份，另一份都会收进“文件 → 以前的版本”，随时取得回来。"
            if found is not None
            else "选“用我的覆盖”，就先把文件里那一份原样收起来；收不起来就不覆盖。",
            self,
        )
        note.setWordWrap(True)
        self.buttons = QDialogButtonBox(self)
        roles = QDialogButtonBox.ButtonRole
        self.by_answer = {
            answer: self.buttons.addButton(answer.value + ("…" if answer is Answer.COPY else ""), role)
            for answer, role in (
                (Answer.COPY, roles.ActionRole),
                (Answer.MINE, roles.ActionRole),
                (Answer.THEIRS, roles.ActionRole),
                (Answer.LATER, roles.RejectRole),
            )
        }
        for answer, button in self.by_answer.items():
            button.clicked.connect(lambda _checked=False, answer=answer: self._choose(answer))
        self.by_answer[Answer.THEIRS].setEnabled(found is not None)
        self.by_answer[Answer.COPY].setDefault(True)
        column = QVBoxLayout(self)
        for widget in (text, self.differences, note, self.buttons):
            column.addWidget(widget)
        self.resize(640, 420)

    def _choose(self, answer: Answer) -> None:
        self.answer = answer
        if answer is Answer.LATER:
            self.reject()
        else:
            self.accept()


def when_text(when: datetime, now: datetime, *, seconds: bool = False) -> str:
    """A time as one says it, in local time: `今天 10:20`, `1月9日 10:20`."""
    local, today = when.astimezone(), now.astimezone()
    days = (today.date() - local.date()) // timedelta(days=1)
    if days in (0, 1, 2):
        day = ("今天", "昨天", "前天")[days]
    elif local.year == today.year:
        day = f"{local.month}月{local.day}日"
    else:
        day = f"{local.year}年{local.month}月{local.day}日"
    return f"{day} {local:%H:%M:%S}" if seconds else f"{day} {local:%H:%M}"
