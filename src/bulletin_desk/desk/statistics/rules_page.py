"""By which rules is counted, in sentences, and the file in which the clerk changes them."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from bulletin_desk.desk.parts.plain import Label
from bulletin_desk.statistics.adoption import Adoption
from bulletin_desk.statistics.rules import described


class RulesPage(QWidget):
    """`file_wanted` asks for the clerk's own file."""

    file_wanted = Signal()

    def __init__(self, file: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.text = Label(parent=self)
        self.text.setWordWrap(True)
        self.text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        where = Label(
            f"自己的办法写在“{file}”里，写了什么就按什么，没写的照本单位的。改完保存，再按“重新统计”。", self
        )
        where.setWordWrap(True)
        self.open_file = QPushButton("打开统计规则", self)
        self.open_file.setToolTip("用记事本改；第一次打开时，里面有各项的写法")
        self.open_file.setAutoDefault(False)
        self.open_file.clicked.connect(self.file_wanted)
        row = QHBoxLayout()
        row.addWidget(self.open_file)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self.text)
        column.addWidget(where)
        column.addLayout(row)
        column.addStretch(1)

    def show_rules(self, adoption: Adoption) -> None:
        """Those that were counted by."""
        rules = adoption.rules
        said = [f"{sentence}。" for sentence in described(rules)]
        if rules.points is None:
            said.append(f"没有规定分值，名次按采用多少{rules.measure}排。")
        if rules.highlights:
            said.append(f"另外数出的栏目：{'、'.join(rules.highlights)}。")
        if adoption.expected:
            said.append(f"应当报送的单位：{len(adoption.expected)}个。")
        self.text.setText("\n".join(said))
