"""Asks which issues are bound into a volume, and with what. Binds nothing itself."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from bulletin_desk.desk.parts.names import clean
from bulletin_desk.desk.volumes.choosing import IssueList
from bulletin_desk.volumes.bind import LONGEST_TITLE, VolumeChoice


class VolumeDialog(QDialog):
    """合订本."""

    def __init__(self, library: Path, folder: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("合订本")
        self.issues = IssueList(library, folder)
        self.title = QLineEdit()
        self.title.setAccessibleName("封面上的名称")
        self.title.setMaxLength(LONGEST_TITLE)
        self.offices = QCheckBox("供稿单位索引")
        self.titles = QCheckBox("篇名索引")
        for box in (self.offices, self.titles):
            box.setChecked(True)
        indexes = QHBoxLayout()
        indexes.addWidget(self.offices)
        indexes.addWidget(self.titles)
        indexes.addStretch(1)
        form = QFormLayout()
        form.addRow("封面上的名称", self.title)
        form.addRow("书末", indexes)
        self.buttons = QDialogButtonBox()
        self._go = self.buttons.addButton("编成 PDF…", QDialogButtonBox.ButtonRole.AcceptRole)
        self.buttons.addButton("取消", QDialogButtonBox.ButtonRole.RejectRole)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.addWidget(self.issues, 1)
        column.addLayout(form)
        column.addWidget(self.buttons)
        self.issues.changed.connect(self._look)
        self.resize(780, 560)
        self._look()

    @property
    def choice(self) -> VolumeChoice:
        """What is chosen beside the issues."""
        return VolumeChoice(self.title.text().strip(), self.offices.isChecked(), self.titles.isChecked())

    @property
    def suggested(self) -> str:
        """What the file is called, without extension."""
        years = sorted({row.day.year for row in self.issues.chosen})
        year = "—".join(map(str, dict.fromkeys((years[0], years[-1])))) if years else ""
        return clean(f"{self.title.text().strip() or self._name} {year}年合订本") or "合订本"

    @property
    def _name(self) -> str:
        names = Counter(row.name for row in self.issues.chosen)
        return names.most_common(1)[0][0] if names else ""

    def _look(self) -> None:
        self._go.setEnabled(bool(self.issues.files))
        self.title.setPlaceholderText(self._name)
