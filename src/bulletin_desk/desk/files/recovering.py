"""The dialog that brings back what a program that died had not saved. It only shows and asks."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QListWidget,
    QListWidgetItem,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from bulletin_desk.bulletin.compare import compare
from bulletin_desk.bulletin.fields import labels_of
from bulletin_desk.bulletin.model import Issue
from bulletin_desk.desk import beside
from bulletin_desk.desk.beside import LeftError
from bulletin_desk.desk.files.asking import ask_give_up
from bulletin_desk.desk.files.comparing import Differences, when_text
from bulletin_desk.desk.files.keeping import key
from bulletin_desk.desk.parts.plain import Label, tip
from bulletin_desk.errors import BulletinDeskError
from bulletin_desk.pipeline import series_of
from bulletin_desk.storage.bulletin_file import read_bulletin
from bulletin_desk.storage.journal import Recovered

_INCOMPLETE = "这之后还改过，但后来的读不出来，这是读得出的最后一份；读不出的另外留着，可以请维护的人看看。"


def name_of(recovered: Recovered) -> str:
    """What a recovery copy is called: after its file, else after its number."""
    if recovered.file is not None:
        return recovered.file.stem
    masthead = recovered.issue.masthead
    return f"没存过的{masthead.one_line}第{masthead.number}期"


class RecoveryDialog(QDialog):
    """Offers what was recovered. `restored` is what the clerk wants to go on with, None for later;
    `given_up` takes what is not wanted and returns why it stays, empty if it went."""

    def __init__(
        self,
        found: Sequence[Recovered],
        give_up: Callable[[Recovered], str],
        parent: QWidget | None = None,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("找回没有保存的稿子")
        self.restored: Recovered | None = None
        self._left = list(found)
        self._give_up = give_up
        self._now = now
        text = Label("上次程序没有正常关闭，当时还没保存的稿子都留着。要接着改哪一份？", self)
        text.setWordWrap(True)
        self.list = QListWidget(self)
        self.list.setAccessibleName("没有保存的稿子")
        self.list.currentRowChanged.connect(self._show)
        self.heading = Label(parent=self)
        self.heading.setWordWrap(True)
        self.differences = Differences(self)
        right = QWidget(self)
        column = QVBoxLayout(right)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.heading)
        column.addWidget(self.differences, 1)
        columns = QSplitter(Qt.Orientation.Horizontal, self)
        columns.addWidget(self.list)
        columns.addWidget(right)
        columns.setSizes([230, 480])
        columns.setChildrenCollapsible(False)
        buttons = QDialogButtonBox(self)
        roles = QDialogButtonBox.ButtonRole
        self.restore = buttons.addButton("恢复这一份", roles.AcceptRole)
        self.use_saved = buttons.addButton("用保存过的", roles.DestructiveRole)
        self.later = buttons.addButton("以后再说", roles.RejectRole)
        self.restore.setDefault(True)
        self.restore.clicked.connect(self._restore)
        self.use_saved.clicked.connect(self._drop)
        self.later.clicked.connect(self.reject)
        self.note = Label(parent=self)
        self.note.setWordWrap(True)
        column = QVBoxLayout(self)
        column.addWidget(text)
        column.addWidget(columns, 1)
        column.addWidget(self.note)
        column.addWidget(buttons)
        self.resize(760, 460)
        self._fill()

    def _fill(self) -> None:
        self.list.clear()
        for each in self._left:
            row = QListWidgetItem(f"{name_of(each)}\n{when_text(each.when, self._now())}")
            row.setToolTip(tip(str(each.file)) if each.file else "还没有存成文件")
            self.list.addItem(row)
        self.list.setCurrentRow(0)

    def _show(self, row: int) -> None:
        if not 0 <= row < len(self._left):
            return
        each = self._left[row]
        when = when_text(each.when, self._now())
        self.use_saved.setText("用保存过的" if each.file else "不要了")
        self.note.setText(
            ("" if each.complete else _INCOMPLETE)
            + (
                "选“以后再说”，两份都留着，下次打开程序时再问；选“用保存过的”，这一份收进“以前的版本”。"
                if each.file
                else "选“以后再说”，这一份留着，下次打开程序时再问。"
            )
        )
        if each.file is None:
            self.heading.setText(f"最后改于{when}，还没有存成过文件：")
            self.differences.say(_contents(each.issue))
            return
        file = each.file
        try:
            saved = beside.run(self, f"打开“{file}”", lambda: read_bulletin(file), on=key(file))
        except LeftError:
            self.heading.setText(f"最后改于{when}，文件“{file.name}”那边没有回话：")
            self.differences.say(_contents(each.issue))
            return
        except BulletinDeskError as error:
            self.heading.setText(f"最后改于{when}，文件“{each.file.name}”现在读不出来：")
            self.differences.say(f"{error}\n{_contents(each.issue)}")
            return
        self.heading.setText(f"最后改于{when}，和保存过的“{each.file.name}”比，这一份里：")
        self.differences.show_all(
            compare(saved, each.issue, labels_of(series_of(each.issue)[1])), "和保存过的一样。"
        )

    def _restore(self) -> None:
        row = self.list.currentRow()
        if 0 <= row < len(self._left):
            self.restored = self._left[row]
            self.accept()

    def _drop(self) -> None:
        row = self.list.currentRow()
        if not 0 <= row < len(self._left):
            return
        if self._left[row].file is None and not ask_give_up(self, name_of(self._left[row])):
            return
        trouble = self._give_up(self._left[row])
        if trouble:
            self.differences.say(f"这一份先留着，没有动。{trouble}")
            return
        del self._left[row]
        self._fill()
        if not self._left:
            self.accept()


def _contents(issue: Issue) -> str:
    """What is in an issue, in a sentence."""
    titles = [
        item.title.replace("\n", "") for section in issue.sections for item in section.items if item.title
    ]
    if not titles:
        return "里面还没有写标题。"
    named = "、".join(f"《{title}》" for title in titles[:5])
    return f"里面有稿件{len(titles)}篇：{named}{'等' if len(titles) > 5 else ''}。"
