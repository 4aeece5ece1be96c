"""What the window of the library shows as long as there is no folder in it: what it is for, and how it
begins."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from bulletin_desk.desk.parts.plain import Label, in_menu, tip

_WORDS = "添加放简报的文件夹，就能按年份看各期、在全部旧稿里找、把旧稿收进本期；文件夹和文件都不会动。"
_WIDTH = 460


class FirstPage(QWidget):
    """`add_wanted` asks for a folder to be added: an empty path for one that the clerk is asked for."""

    add_wanted = Signal(Path)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._offered: Path | None = None
        words = Label(_WORDS, self)
        words.setWordWrap(True)
        words.setFixedWidth(_WIDTH)
        words.setMinimumHeight(words.heightForWidth(_WIDTH))
        self.add = QPushButton("添加文件夹…", self)
        self.add.clicked.connect(lambda: self.add_wanted.emit(Path()))
        self.add_offered = QPushButton(self)
        self.add_offered.clicked.connect(lambda: self.add_wanted.emit(self._offered or Path()))
        for button in (self.add, self.add_offered):
            button.setAutoDefault(False)
        row = QHBoxLayout()
        row.addWidget(self.add_offered)
        row.addWidget(self.add)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setSpacing(14)
        column.addStretch(2)
        column.addWidget(words, 0, Qt.AlignmentFlag.AlignHCenter)
        holder = QWidget(self)
        holder.setFixedWidth(_WIDTH)
        holder.setLayout(row)
        row.setContentsMargins(0, 0, 0, 0)
        column.addWidget(holder, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(3)
        self.offer(None)

    def offer(self, folder: Path | None) -> None:
        """A folder that is likely to be wanted: that of the open issue."""
        self._offered = folder
        self.add_offered.setVisible(folder is not None)
        if folder is not None:
            self.add_offered.setText(in_menu(f"添加“{folder.name or folder}”文件夹"))
            self.add_offered.setToolTip(tip(f"打开的这一期所在的文件夹：{folder}"))
