"""What the clerk does with tables: each command of the menu, and columns made wider or narrower by hand."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from bulletin_desk.bulletin.model import CellAlign, Issue, Path, TableRules
from bulletin_desk.bulletin.table_edits import new_table
from bulletin_desk.bulletin.tables import column_widths
from bulletin_desk.desk.commands.tables import ALIGNS, TEXTS_OF_TABLES
from bulletin_desk.desk.session import Session
from bulletin_desk.desk.tabling.table_dialog import USUAL, ask_size
from bulletin_desk.editing import tables
from bulletin_desk.editing.document import Document
from bulletin_desk.editing.selection import Edited, Selection
from bulletin_desk.editing.table_selection import (
    TableState,
    select_columns,
    select_rows,
    select_table,
    table_state,
)
from bulletin_desk.errors import EditError


class Tabling(QObject):
    """Commands about the table of the caret in the issue of `session`; dialogs stand over `window`. What
    can't be done raises EditError."""

    def __init__(self, session: Session, window: QWidget) -> None:
        super().__init__(window)
        self._session = session
        self._window = window
        self._size = USUAL

    @property
    def _document(self) -> Document:
        return self._session.document

    @property
    def state(self) -> TableState | None:
        """The table of the caret."""
        return table_state(self._document.issue, self._document.selection)

    def commands(self) -> dict[str, Callable[[], object]]:
        """What each command does."""

        def doing(name: str, edit: Callable[[Issue, Selection], Edited]) -> Callable[[], object]:
            return lambda: self._document.do(name, edit)

        def selecting(chosen: Callable[[Issue, Selection], Selection]) -> Callable[[], object]:
            return lambda: self._document.select(chosen(self._document.issue, self._document.selection))

        does: dict[str, Callable[[], object]] = {
            "insert_table": self.insert,
            "table_row_above": doing("插入行", partial(tables.insert_rows, below=False)),
            "table_row_below": doing("插入行", partial(tables.insert_rows, below=True)),
            "table_column_left": doing("插入列", partial(tables.insert_columns, right=False)),
            "table_column_right": doing("插入列", partial(tables.insert_columns, right=True)),
            "table_remove_rows": doing("删除行", tables.remove_rows),
            "table_remove_columns": doing("删除列", tables.remove_columns),
            "table_remove": doing("删除表格", tables.remove_table),
            "table_row_up": lambda: self.shift_rows(-1),
            "table_row_down": lambda: self.shift_rows(1),
            "table_column_back": lambda: self._shift_columns(-1),
            "table_column_on": lambda: self._shift_columns(1),
            "table_merge": doing("合并单元格", tables.merge_cells),
            "table_split": doing("拆分单元格", tables.split_cell),
            "table_header": doing("标题行", tables.toggle_header),
            "table_by_content": lambda: self._set_columns(()),
            "table_equal": self._make_equal,
            "table_pack": doing("删除空行空列", tables.without_empty),
            "table_select_rows": selecting(select_rows),
            "table_select_columns": selecting(select_columns),
            "table_select_table": selecting(select_table),
        }
        for name, align in ALIGNS.items():
            does[name] = partial(self._align, align)
        rules: tuple[TableRules, ...] = ("all", "three")
        for each in rules:
            does[f"table_rules_{each}"] = partial(self._rule, each)
        for name, text in TEXTS_OF_TABLES.items():
            does[name] = partial(self._go_to, text)
        return does

    # ---- a new one

    def insert(self) -> None:
        """Asks how large the table is to be and puts it in after the caret's paragraph."""
        document = self._document
        tables.insert_table(document.issue, document.selection, 1, 1)  # where none may stand nothing is asked
        size = ask_size(self._window, self._size)
        if size is None:
            return
        self._size = size
        table = new_table(size.rows, size.columns, int(size.header))
        document.do(
            "插入表格",
            lambda issue, selection: tables.insert_table(issue, selection, size.rows, size.columns, table),
        )

    # ---- the table of the caret

    def _align(self, align: CellAlign) -> None:
        self._document.do("单元格对齐", lambda issue, selection: tables.align_cells(issue, selection, align))

    def _rule(self, rules: TableRules) -> None:
        self._document.do("表格线", lambda issue, selection: tables.set_rules(issue, selection, rules))

    def _go_to(self, text: str) -> None:
        document = self._document
        document.select(tables.go_to_text(document.issue, document.selection, text)[1])

    def shift_rows(self, step: int) -> None:
        """The caret's row goes up (-1) or down (1)."""
        self._document.do("移动行", lambda issue, selection: tables.shift_rows(issue, selection, step))

    def _shift_columns(self, step: int) -> None:
        self._document.do("移动列", lambda issue, selection: tables.shift_columns(issue, selection, step))

    # ---- widths

    def _set_columns(self, widths: Sequence[int]) -> None:
        self._document.do("列宽", lambda issue, selection: tables.set_columns(issue, selection, widths))

    def _make_equal(self) -> None:
        state = self.state
        if state is None:
            raise EditError("光标不在表格里，请先点一下要改的表格。")
        self._set_columns(column_widths([1] * state.columns, state.columns))

    def set_widths(self, table: Path, widths: Sequence[int]) -> None:
        """The columns of a table as they were dragged, in thousandths of the measure; none: by content."""
        self._document.do(
            "列宽", lambda issue, selection: tables.set_columns_at(issue, selection, table, widths)
        )
