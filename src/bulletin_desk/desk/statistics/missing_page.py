"""What an eye is wanted for besides names: offices of which nothing was printed, items without a source."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from bulletin_desk.desk.parts.plain import Label
from bulletin_desk.desk.statistics.figures import Column, Figures, Sort
from bulletin_desk.desk.statistics.items_list import ItemsList
from bulletin_desk.desk.statistics.table import Table
from bulletin_desk.statistics.adoption import Adoption


class MissingPage(QWidget):
    """`item_wanted` gives the place of an item."""

    item_wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.head = Label(parent=self)
        self.head.setWordWrap(True)
        self.offices = Table("没有登过稿件的单位", self)
        self.items = ItemsList("没有来源的稿件", self)
        self.items.item_wanted.connect(self.item_wanted)
        left = QWidget(self)
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.head)
        column.addWidget(self.offices, 1)
        parts = QSplitter(Qt.Orientation.Horizontal, self)
        parts.addWidget(left)
        parts.addWidget(self.items)
        parts.setSizes([420, 580])
        parts.setChildrenCollapsible(False)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(parts)

    def show_missing(self, adoption: Adoption) -> None:
        """Those of what has been counted."""
        zeros = adoption.zeros
        expected = len(adoption.expected)
        if not expected:
            self.head.setText("没有规定哪些单位应当报送；写在统计规则里，这里就列出没有登过稿件的。")
        elif zeros:
            self.head.setText(f"应当报送的{expected}个单位里，{len(zeros)}个没有登过稿件：")
        else:
            self.head.setText(f"应当报送的{expected}个单位都登过稿件。")
        groups = any(zero.group for zero in zeros)
        perhaps = any(zero.perhaps for zero in zeros)
        columns = [Column("没有登过稿件的单位", Sort.WORDS)]
        columns += [Column("所属", Sort.WORDS)] if groups else []
        columns += [Column("也许写作", Sort.WORDS, "没认出来的名称里，地名相同的")] if perhaps else []
        rows = [
            (
                zero.office,
                *((zero.group,) if groups else ()),
                *(("、".join(zero.perhaps),) if perhaps else ()),
            )
            for zero in zeros
        ]
        self.offices.show_figures(Figures(tuple(columns), tuple(rows)))
        unsigned = [counted for counted in adoption.items if not counted.credits]
        measure = adoption.rules.measure
        head = (
            f"没有来源的稿件{len(unsigned)}{measure}，没有算给哪个单位："
            if unsigned
            else "每篇稿件都有来源。"
        )
        self.items.show_items(adoption, unsigned, head)
