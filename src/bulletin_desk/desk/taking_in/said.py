"""What is to be said of an item under review, which words of it are not taken in, and what was cleaned: three
pages, one over the other."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QMimeData, QObject, Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QPlainTextEdit,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from bulletin_desk.desk.parts.mime import mime_data
from bulletin_desk.intake.draft import NO_SOURCE, Contribution, Draft, Remark, left_out
from bulletin_desk.intake.report import brief, left_words, with_sign, within
from bulletin_desk.intake.rules import RULES, Cleaning


class Said(QObject):
    """The pages are in `tabs`; by Tab their words come before those. `cleaned` tells which rule of cleaning
    is switched on or off."""

    cleaned = Signal(str, bool)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.remarks = Words("要看一眼的地方", parent)
        self.left_out = Words("没有收入的文字", parent)
        self.tabs = QTabWidget(parent)
        self.tabs.setDocumentMode(True)
        self.cleaning = QWidget(parent)
        self.cleaning.setAccessibleName("清理")
        self._pages = (self.remarks, self.left_out, self.cleaning)
        for page in self._pages:
            self.tabs.addTab(page, page.accessibleName())
        self.rules = {rule: QCheckBox(name, parent) for rule, name in RULES.items()}
        grid = QGridLayout(self.cleaning)
        grid.setVerticalSpacing(2)
        for at, (rule, box) in enumerate(self.rules.items()):
            grid.addWidget(box, at // 3, at % 3)
            box.toggled.connect(lambda on, rule=rule: self.cleaned.emit(rule, on))
        grid.setColumnStretch(3, 1)
        grid.setRowStretch(3, 1)

    def show_of(self, draft: Draft, contribution: Contribution, cleaning: Cleaning) -> None:
        """What is to be said of an item, what is left out of it, what was cleaned."""
        said = sorted(
            (*draft.questions(), *contribution.remarks),
            key=lambda remark: (not remark.look, remark == NO_SOURCE),
        )
        out = frozenset(left_out(draft.parts))
        self.remarks.setPlainText(
            "\n".join(brief(with_sign(one)) if one in out else with_sign(one) for one in said)
        )
        words = left_words(draft.parts, said)
        self.left_out.setPlainText(
            "\n\n".join("\n".join((f"—— {what} ——", *texts)) for what, texts in words)
            or "这一篇的文字都收进来了。"
        )
        counts = (
            sum(remark.look for remark in said),
            sum(len(texts) for _, texts in words),
            contribution.counts.total(),
        )
        for at, (page, count) in enumerate(zip(self._pages, counts, strict=True)):
            name = page.accessibleName()
            self.tabs.setTabText(at, f"{name}（{count}）" if count else name)
        for rule, box in self.rules.items():
            count = contribution.counts[rule]
            on = getattr(cleaning, rule)
            box.setText(f"{RULES[rule]} {count} 处" if count else RULES[rule])
            box.setChecked(on)
            box.setEnabled(contribution.manuscript is not None and (count > 0 or not on))


class LeftDialog(QDialog):
    """What did not come in, or came in otherwise: each with what and where, and under it all its words."""

    def __init__(self, left: Sequence[Remark], parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("没有收进来或变了样的")
        self.words = Words("没有收进来或变了样的", self)
        self.words.setPlainText("\n\n".join(map(_with_words, left)))
        buttons = QDialogButtonBox(self)
        close = buttons.addButton("关闭", QDialogButtonBox.ButtonRole.RejectRole)
        close.setDefault(True)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.addWidget(self.words, 1)
        column.addWidget(buttons)
        lines = min(self.words.document().blockCount() + 3, 20)
        self.resize(620, self.fontMetrics().lineSpacing() * lines + 90)


def _with_words(remark: Remark) -> str:
    """A remark, and below it all of its words, where they are not in it."""
    told = within(remark.words, remark.message)
    lines = [] if told else [f"    {line}" for line in remark.words.splitlines() if line.strip()]
    return "\n".join((with_sign(remark), *lines))


class Words(QPlainTextEdit):
    """Words to read, to select and to copy, as the characters that they are."""

    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.setTabChangesFocus(True)
        self.setMinimumHeight(self.fontMetrics().lineSpacing() * 2 + 12)

    def createMimeDataFromSelection(self) -> QMimeData:  # noqa: N802
        """No look goes with what is copied."""
        return mime_data(self.textCursor().selection().toPlainText())
