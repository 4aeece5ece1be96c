"""The panel of the layout beside the pages: groups of fields, one of them open. Changes nothing itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QPalette
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QMenu,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from bulletin_desk.desk.panels.inputs import small_button
from bulletin_desk.desk.parts.icons import icon
from bulletin_desk.desk.parts.plain import Label
from bulletin_desk.desk.shaping.check_group import CheckGroup, check_summary
from bulletin_desk.desk.shaping.fold import Fold
from bulletin_desk.desk.shaping.form import Form, Shaper, go_to
from bulletin_desk.desk.shaping.number_groups import (
    FieldsGroup,
    fields_summary,
    fill_number,
    number_summary,
)
from bulletin_desk.desk.shaping.page_groups import (
    fill_folio,
    fill_lines,
    fill_paper,
    folio_summary,
    lines_summary,
    paper_summary,
)
from bulletin_desk.desk.shaping.rows_group import RowsGroup, closing_summary, head_summary
from bulletin_desk.desk.shaping.shape_parts import PartKind, ShapePart
from bulletin_desk.desk.shaping.text_groups import (
    fill_inside,
    fill_offers,
    fill_styles,
    fill_things,
    inside_summary,
    offers_summary,
    styles_summary,
    things_summary,
)
from bulletin_desk.layouts.model import Layout

PAPER, HEAD, STYLES, CLOSING, FOLIO = "纸和版心", "报头", "字体字号", "版记", "页码"
_GROUP_OF = {
    **dict.fromkeys(
        (
            PartKind.PAPER,
            PartKind.BLOCK_TOP,
            PartKind.BLOCK_BOTTOM,
            PartKind.BLOCK_LEFT,
            PartKind.BLOCK_RIGHT,
        ),
        PAPER,
    ),
    **dict.fromkeys((PartKind.HEAD_ROW, PartKind.HEAD_RULE, PartKind.HEAD_END), HEAD),
    **dict.fromkeys((PartKind.CLOSING_ROW, PartKind.CLOSING_RULE), CLOSING),
    PartKind.FOLIO: FOLIO,
    PartKind.STYLE: STYLES,
}
"""Where a part is changed."""


class ShapingPanel(QWidget):
    """`closed` says that the clerk has done with it; the other signals what is wanted for the whole
    layout."""

    closed = Signal()
    save_wanted = Signal()
    give_wanted = Signal()
    take_wanted = Signal()
    restore_wanted = Signal()

    def __init__(self, shaper: Shaper, parent: QWidget) -> None:
        super().__init__(parent)
        self._shaper = shaper
        self.setMinimumWidth(290)
        self.folds: dict[str, Fold] = {}
        self.inner = QWidget(self)
        self.column = QVBoxLayout(self.inner)
        self.column.setContentsMargins(6, 0, 8, 12)
        self.column.setSpacing(0)
        self.column.addStretch(1)
        self.area = QScrollArea(self)
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setWidget(self.inner)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._make_top())
        column.addWidget(self.area, 1)
        column.addWidget(self._make_bottom())
        self.hide()

    def add_foot(self, bar: QWidget) -> None:
        """What stands below the fields, always in view."""
        layout = self.layout()
        assert layout is not None
        layout.addWidget(bar)

    def _make_top(self) -> QHBoxLayout:
        title = Label("版式", self)
        font = title.font()
        font.setBold(True)
        title.setFont(font)
        self._close = small_button("关闭（Esc）")
        self._close.clicked.connect(self.closed)
        top = QHBoxLayout()
        top.setContentsMargins(12, 5, 6, 5)
        top.addWidget(title, 1)
        top.addWidget(self._close)
        self._colour()
        return top

    def _make_bottom(self) -> QWidget:
        bottom = QWidget(self)
        row = QHBoxLayout(bottom)
        row.setContentsMargins(12, 6, 12, 6)
        row.setSpacing(4)
        self.save = QPushButton("存为本单位的样子…", bottom)
        self.save.setToolTip("以后新建时直接选，版式照这里改好的")
        self.save.clicked.connect(self.save_wanted)
        self.more = QPushButton("更多", bottom)
        menu = QMenu(self.more)
        self.give = menu.addAction("交给同事：存成一个版式文件…")
        self.take = menu.addAction("用同事给的版式文件…")
        menu.addSeparator()
        self.restore = menu.addAction("恢复成这一期打开时的版式")
        for action, wanted in (
            (self.give, self.give_wanted),
            (self.take, self.take_wanted),
            (self.restore, self.restore_wanted),
        ):
            action.triggered.connect(wanted)
        self.more.setMenu(menu)
        row.addWidget(self.save, 1)
        row.addWidget(self.more)
        return bottom

    # ---- groups

    def fill(self) -> None:
        """Makes the groups, folded but for the first, when the panel is first opened."""
        if self.folds:
            return
        for title, make, summary in self._groups():
            fold = self.folds[title] = Fold(title, make, summary, self.inner)
            fold.turned.connect(partial(self._turned, title))
            self.column.insertWidget(self.column.count() - 1, fold)
        self.open_group(PAPER)
        self.setFocusProxy(self.folds[PAPER].button)

    def _groups(self) -> Iterator[tuple[str, Callable[[], QWidget], Callable[[Layout], str]]]:
        yield PAPER, partial(self._form, "paper", fill_paper), paper_summary
        yield HEAD, partial(RowsGroup, self._shaper, "head", self.inner), head_summary
        yield "期号", partial(self._form, "number", fill_number), partial(number_summary, self._shaper.value)
        yield "自己的栏", partial(FieldsGroup, self._shaper, self.inner), fields_summary
        yield "栏目和稿件", partial(self._form, "offers", fill_offers), offers_summary
        yield STYLES, partial(self._form, "styles", fill_styles), styles_summary
        yield "层次标题和列项", partial(self._form, "inside", fill_inside), inside_summary
        yield "表格、图片、附件、目录", partial(self._form, "things", fill_things), things_summary
        yield CLOSING, partial(RowsGroup, self._shaper, "closing", self.inner), closing_summary
        yield FOLIO, partial(self._form, "folio", fill_folio), folio_summary
        yield "断行规则", partial(self._form, "lines", fill_lines), lines_summary
        yield "和标准对照", partial(CheckGroup, self._shaper, self.inner), check_summary

    def _form(self, stem: str, fill: Callable[[Form], None]) -> Form:
        form = Form(self._shaper, stem, self.inner)
        fill(form)
        return form

    def _turned(self, title: str, is_open: bool) -> None:
        if is_open == self.folds[title].is_open:
            return
        self.open_group(title if is_open else "")
        if is_open:
            QTimer.singleShot(0, self, partial(self._bring_up, title))

    def _bring_up(self, title: str) -> None:
        """As much of a group as there is room for comes into view, its title first."""
        self.area.ensureWidgetVisible(self.folds[title], 0, 0)
        self.area.ensureWidgetVisible(self.folds[title].button, 0, 0)

    def open_group(self, title: str) -> None:
        """Opens a group and folds the others; none for an empty title."""
        for name, fold in self.folds.items():
            if fold.is_open != (name == title) or name == title:
                fold.set_open(name == title, self._shaper.layout)

    # ---- what is shown

    def show_layout(self, layout: Layout) -> None:
        """Shows a layout."""
        for fold in self.folds.values():
            fold.show_layout(layout)

    def start_over(self) -> None:
        """Shows another issue's layout: what was typed and refused belonged to the one before."""
        for fold in self.folds.values():
            if fold.body is not None:
                fold.body.drop()  # type: ignore[attr-defined]
        self.show_layout(self._shaper.layout)

    def show_part(self, part: ShapePart | None) -> None:
        """The field of a part comes into view, with the keys, unless somebody in the panel has them on its
        account."""
        if part is None or not self.folds or self.isHidden():
            return
        fold = self.folds[_GROUP_OF[part.kind]]
        focus = QApplication.focusWidget()
        inside = fold.body is not None and focus is not None and fold.body.isAncestorOf(focus)
        if inside and fold.is_open:
            return
        self.open_group(fold.title)
        assert fold.body is not None
        if isinstance(fold.body, Form) and fold.body.chosen_style is not None:
            fold.body.chosen_style.name = part.style
            fold.body.show_layout(self._shaper.layout)
        field: QWidget | None = fold.body.field_for(part)  # type: ignore[attr-defined]
        if field is not None:
            QTimer.singleShot(0, self, partial(self._show_field, field, fold))

    def _show_field(self, field: QWidget, fold: Fold) -> None:
        self.area.ensureWidgetVisible(fold, 0, 0)
        self.area.ensureWidgetVisible(field, 0, 24)
        if self.isAncestorOf(QApplication.focusWidget() or self):
            go_to(field)

    # ---- keys and colours

    def _colour(self) -> None:
        self._close.setIcon(icon("close", self.palette().color(QPalette.ColorRole.WindowText)))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Esc goes back to the page."""
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        """The small buttons go with light and dark."""
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_close"):
            self._colour()
            for fold in self.folds.values():
                if isinstance(fold.body, RowsGroup):
                    fold.body.recolour()
        super().changeEvent(event)
