"""Where the layout is otherwise than GB/T 9704-2012: told, never forced."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from bulletin_desk.desk.parts.plain import Label, tip
from bulletin_desk.desk.shaping.form import Shaper
from bulletin_desk.desk.shaping.shape_parts import PartKind, ShapePart
from bulletin_desk.layouts.gb9704_check import Deviation, deviations
from bulletin_desk.layouts.model import Layout

_PARTS = {
    "paper": ShapePart(PartKind.PAPER),
    "text_block": ShapePart(PartKind.BLOCK_RIGHT),
    "text_block.top": ShapePart(PartKind.BLOCK_TOP),
    "text_block.left": ShapePart(PartKind.BLOCK_LEFT),
    "text_block.lines": ShapePart(PartKind.BLOCK_BOTTOM),
    "text_block.cells": ShapePart(PartKind.BLOCK_RIGHT),
}


def check_summary(layout: Layout) -> str:
    """What stands beside the group's title."""
    count = len(deviations(layout))
    return f"{count} 处不一样" if count else "都一样"


class CheckGroup(QWidget):
    """A list; the keys or a click go to where it can be changed."""

    def __init__(self, shaper: Shaper, parent: QWidget) -> None:
        super().__init__(parent)
        self._shaper = shaper
        self._told: tuple[Deviation, ...] = ()
        self.said = Label(parent=self)
        self.said.setWordWrap(True)
        self.list = QListWidget(self)
        self.list.setAccessibleName("和标准不一样的地方")
        self.list.setWordWrap(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.itemActivated.connect(self._go)
        self.list.itemClicked.connect(self._go)
        column = QVBoxLayout(self)
        column.setContentsMargins(4, 4, 0, 8)
        column.setSpacing(4)
        column.addWidget(self.said)
        column.addWidget(self.list)

    def show_layout(self, layout: Layout) -> None:
        """Lists what is otherwise."""
        told = deviations(layout)
        if told == self._told and self.list.count() == len(told) and self.said.text():
            return
        self._told = told
        self.list.clear()
        for each in told:
            item = QListWidgetItem(each.words)
            item.setToolTip(tip(each.words))
            self.list.addItem(item)
        self.list.setVisible(bool(told))
        self.list.setFixedHeight(min(max(len(told), 2), 7) * 2 * (self.fontMetrics().height() + 3))
        self.said.setText(
            "简报不一定要照公文格式，下面只是告诉您哪里不一样；点一下，就到能改的地方。"
            if told
            else "和 GB/T 9704—2012 对得上的地方都一样。"
        )

    def drop(self) -> None:
        """Nothing is typed here."""

    def field_for(self, _part: ShapePart) -> QWidget | None:
        """No part is pointed at here."""
        return None

    def _go(self, item: QListWidgetItem) -> None:
        at = self.list.row(item)
        if 0 <= at < len(self._told):
            self._shaper.select(None)  # who points there already is to be led there all the same
            self._shaper.select(part_of(self._told[at], self._shaper.layout))


def part_of(deviation: Deviation, layout: Layout) -> ShapePart:
    """Where a deviation can be changed."""
    table, _, key = deviation.place.partition(".")
    if deviation.place in _PARTS:
        return _PARTS[deviation.place]
    if table == "styles":
        return _styled(key, layout)
    if table == "folio":
        return ShapePart(PartKind.FOLIO)
    if table == "headings":
        return ShapePart(PartKind.STYLE, style="heading_1")
    ruled = "线" in deviation.what
    rows = layout.head.rows if table == "head" else layout.closing.rows
    name = "name" if "名称" in deviation.what else "number"
    at = next(
        (
            at
            for at, row in enumerate(rows)
            if (row.rule is not None if ruled else any(name in piece.wording.fields for piece in row.pieces))
        ),
        0,
    )
    if table == "head":
        return ShapePart(PartKind.HEAD_RULE if ruled else PartKind.HEAD_ROW, at)
    return ShapePart(PartKind.CLOSING_RULE if ruled else PartKind.CLOSING_ROW, at)


def _styled(name: str, layout: Layout) -> ShapePart:
    """A row in which a style stands, or the style itself."""
    if name == "folio":
        return ShapePart(PartKind.FOLIO)
    for kind, rows in ((PartKind.HEAD_ROW, layout.head.rows), (PartKind.CLOSING_ROW, layout.closing.rows)):
        for at, row in enumerate(rows):
            if any(piece.style == name for piece in row.pieces):
                return ShapePart(kind, at)
    return ShapePart(PartKind.STYLE, style=name)
