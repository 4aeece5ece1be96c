"""What has changed in a signed issue since, named before it goes on: the clerk decides, nothing is forbidden.
Knows not where it goes."""

from __future__ import annotations

from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QListWidget,
    QVBoxLayout,
    QWidget,
)

from bulletin_desk.bulletin.model import Issue
from bulletin_desk.desk.parts.plain import Label, in_title

_ROWS = 9
_WIDTH = 36
"""Characters of a row that are seen before it is wrapped."""


class SinceSignedDialog(QDialog):
    """The changes in a list; with `how` (输出) it asks whether to go on, without it shows them."""

    def __init__(self, head: str, changes: tuple[str, ...], parent: QWidget, how: str = "") -> None:
        super().__init__(parent)
        self.setWindowTitle(in_title(f"{how}之前" if how else "定稿以后的改动"))
        self.list = QListWidget(self)
        self.list.setAccessibleName("定稿以后的改动")
        self.list.setWordWrap(True)
        self.list.addItems(changes)
        self.list.setSelectionMode(QListWidget.SelectionMode.NoSelection)
        self.list.setMinimumSize(
            self.fontMetrics().horizontalAdvance("字") * _WIDTH, self.fontMetrics().lineSpacing() * _ROWS
        )
        label = Label(f"{head}{'：' if changes else '。'}", self)
        label.setWordWrap(True)
        self.list.setVisible(bool(changes))
        self.buttons = QDialogButtonBox(self)
        role = QDialogButtonBox.ButtonRole
        if how:
            self.buttons.addButton(f"照样{how}", role.AcceptRole).setDefault(True)
            self.buttons.addButton("取消", role.RejectRole)
        else:
            self.buttons.addButton("知道了", role.AcceptRole).setDefault(True)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.addWidget(label)
        column.addWidget(self.list, 1)
        if how:
            column.addWidget(Label(f"可以照样{how}；改动要重新送审的，请先送审。", self))
        column.addWidget(self.buttons)
        self.buttons.setFocus()


def may_go_on(window: QWidget, issue: Issue, how: str) -> bool:
    """Whether to go on with what `how` says: where a signed issue has changed since, the clerk sees how and
    says so."""
    if not issue.rounds:
        return True
    from bulletin_desk.signing import changed_since_signed

    since = changed_since_signed(issue)
    if since is None:
        return True
    dialog = SinceSignedDialog(since.head, since.changes, window, how)
    going_on = dialog.exec() == QDialog.DialogCode.Accepted
    dialog.deleteLater()
    return going_on


def show_since_signed(window: QWidget, issue: Issue) -> None:
    """Shows what has changed since a signed issue was signed."""
    from bulletin_desk.signing import since_signed

    since = since_signed(issue)
    if since is None:
        return
    head = since.head if since.changes else f"{since.kept.name}以后没有改动"
    dialog = SinceSignedDialog(head, since.changes, window)
    dialog.exec()
    dialog.deleteLater()
