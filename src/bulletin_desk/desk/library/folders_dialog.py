"""Which folders belong to the library, and which of their files can't be used. It shows and asks, and keeps
nothing."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from bulletin_desk.desk.parts.plain import Label, in_menu, tip

_PATH = Qt.ItemDataRole.UserRole


class FoldersDialog(QDialog):
    """`add_wanted` asks for a further folder, an empty path for one that the clerk is asked for;
    `remove_wanted` for one to be taken out. What lies in a folder stays as it is, whatever is done here."""

    add_wanted = Signal(Path)
    remove_wanted = Signal(Path)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("资料库的文件夹")
        self.folders = QListWidget(self)
        self.folders.setAccessibleName("资料库的文件夹")
        self.folders.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.add = QPushButton("添加文件夹…", self)
        self.add_offered = QPushButton(self)
        self._offered: Path | None = None
        self.remove = QPushButton("从资料库里去掉", self)
        self.remove.setToolTip("只是资料库里不再有；文件夹和里面的简报都不动")
        self.said = Label(parent=self)
        self.said.setWordWrap(True)
        self.said.hide()
        self.heading = Label(parent=self)
        self.troubles = QListWidget(self)
        self.troubles.setAccessibleName("用不了的文件")
        self.troubles.setWordWrap(True)
        self.troubles.setAlternatingRowColors(True)
        self.troubles.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        buttons = QDialogButtonBox(self)
        buttons.addButton("关闭", QDialogButtonBox.ButtonRole.RejectRole)
        buttons.rejected.connect(self.reject)
        words = Label("文件夹和里面所有的下级文件夹里的简报都在资料库里，有变动会自动更新。", self)
        words.setWordWrap(True)
        words.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        row = QHBoxLayout()
        row.addWidget(self.add)
        row.addWidget(self.add_offered)
        row.addWidget(self.remove)
        row.addStretch(1)
        column = QVBoxLayout(self)
        for widget in (words, self.folders):
            column.addWidget(widget)
        column.addLayout(row)
        column.addWidget(self.said)
        column.addSpacing(6)
        column.addWidget(self.heading)
        column.addWidget(self.troubles, 1)
        column.addWidget(buttons)
        self.add.clicked.connect(lambda: self.add_wanted.emit(Path()))
        self.add_offered.clicked.connect(lambda: self.add_wanted.emit(self._offered or Path()))
        self.remove.clicked.connect(self._remove)
        self.folders.currentRowChanged.connect(lambda _row: self._show_buttons())
        for button in self.findChildren(QPushButton):
            button.setAutoDefault(False)
        self.resize(560, 440)
        self.offer(None)
        self.show_folders(())
        self.show_troubles(())

    def offer(self, folder: Path | None) -> None:
        """A folder that is likely to be wanted: that of the open issue, where it is not there yet."""
        self._offered = folder
        self.add_offered.setVisible(folder is not None)
        if folder is not None:
            self.add_offered.setText(in_menu(f"添加“{folder.name or folder}”"))
            self.add_offered.setToolTip(tip(f"打开的这一期所在的文件夹：{folder}"))

    def show_folders(self, folders: Sequence[Path]) -> None:
        """The folders as they are now."""
        row = self.folders.currentRow()
        self.folders.clear()
        for folder in folders:
            item = QListWidgetItem(str(folder))
            item.setData(_PATH, str(folder))
            item.setToolTip(tip(str(folder)))
            self.folders.addItem(item)
        self.folders.setCurrentRow(min(max(row, 0), len(folders) - 1))
        self._show_buttons()

    def show_troubles(self, troubles: Sequence[str]) -> None:
        """What could not be used, a sentence each."""
        self.heading.setText(f"有 {len(troubles)} 处用不了，别的照样在资料库里：" if troubles else "")
        self.heading.setVisible(bool(troubles))
        self.troubles.setVisible(bool(troubles))
        self.troubles.clear()
        for sentence in troubles:
            item = QListWidgetItem(sentence)
            item.setToolTip(tip(sentence))
            self.troubles.addItem(item)

    def say(self, sentence: str) -> None:
        """Why something could not be done; empty: nothing to say."""
        self.said.setText(sentence)
        self.said.setVisible(bool(sentence))

    def _show_buttons(self) -> None:
        self.remove.setEnabled(self.folders.currentRow() >= 0)

    def _remove(self) -> None:
        row = self.folders.currentItem()
        if row is not None:
            self.remove_wanted.emit(Path(row.data(_PATH)))
