"""The commands about tables, and the menus that they stand in."""

from __future__ import annotations

from bulletin_desk.bulletin.model import CellAlign
from bulletin_desk.desk.commands.command import Command
from bulletin_desk.desk.commands.focus import Holder
from bulletin_desk.editing.table_selection import TableState

ALIGNS: dict[str, CellAlign] = {
    "table_align_auto": "",
    "table_align_left": "left",
    "table_align_centre": "centre",
    "table_align_right": "right",
    "table_align_decimal": "decimal",
}
"""How cells are aligned, by the commands for it."""
TEXTS_OF_TABLES = {"table_caption": "caption", "table_unit": "unit", "table_note": "note"}
"""The texts around a table, by the commands that lead into them."""


def _command(
    name: str, text: str, tip: str = "", keys: tuple[str, ...] = (), *, checkable: bool = False
) -> Command:
    return Command(f"table_{name}", text, keys, tip, checkable=checkable, to=Holder.PAGE)


TABLE_COMMANDS = (
    Command(
        "insert_table",
        "插入表格(&I)…",
        ("Ctrl+Shift+T",),
        "几行几列的空表；从 Word、WPS、Excel 复制的表格直接粘贴就行",
        to=Holder.PAGE,
    ),
    _command("row_above", "在上面插入行(&A)", "选中几行就插入几行"),
    _command("row_below", "在下面插入行(&B)", "选中几行就插入几行；在最后一格按 Tab 也行", ("Alt+Insert",)),
    _command("column_left", "在左边插入列(&L)", "选中几列就插入几列"),
    _command("column_right", "在右边插入列(&R)", "选中几列就插入几列"),
    _command("remove_rows", "删除行(&D)", "光标所在的行，或者选中的几行"),
    _command("remove_columns", "删除列(&C)", "光标所在的列，或者选中的几列"),
    _command("remove", "删除表格(&X)"),
    _command("row_up", "行上移(&U)", "在表格里按 Alt+Shift+上 也行"),
    _command("row_down", "行下移(&W)", "在表格里按 Alt+Shift+下 也行"),
    _command("column_back", "列左移(&L)", keys=("Alt+Shift+Left",)),
    _command("column_on", "列右移(&R)", keys=("Alt+Shift+Right",)),
    _command("merge", "合并单元格(&M)", "先选中要合并的几格"),
    _command("split", "拆分单元格(&P)", "把合并过的一格拆回原来的几格"),
    _command(
        "header",
        "标题行重复(&H)",
        "从第一行到光标所在的行是表头，跨面时每面都有；再按一次取消",
        checkable=True,
    ),
    _command("align_auto", "自动(&A)", "数字对小数点，短的居中，长的左右对齐", checkable=True),
    _command("align_left", "左对齐(&L)", checkable=True),
    _command("align_centre", "居中(&C)", checkable=True),
    _command("align_right", "右对齐(&R)", checkable=True),
    _command("align_decimal", "小数点对齐(&D)", checkable=True),
    _command("rules_all", "全框线(&K)", checkable=True),
    _command("rules_three", "三线表(&3)", checkable=True),
    _command("caption", "题注(&T)", "光标到表格上面的题注里；没有就加一个", checkable=True),
    _command("unit", "单位(&N)", "光标到表格右上方，连“单位：”一起打；没有就加一个", checkable=True),
    _command("note", "表注(&O)", "光标到表格下面的注里；没有就加一个", checkable=True),
    _command("by_content", "列宽按内容(&F)", "由程序按各列的文字来定；双击列线也行", checkable=True),
    _command("equal", "各列一样宽(&E)"),
    _command("pack", "删除空行空列(&G)", "没有文字的行和列"),
    _command("select_rows", "整行(&R)", "在行的左边点一下也行"),
    _command("select_columns", "整列(&C)", "在列的上边点一下也行"),
    _command("select_table", "整个表格(&T)", "在表格里按两次 Ctrl+A 也行"),
)
"""What can be done with the table of the caret, and the one that makes a table."""

TABLE_MENUS = {
    "table_lines": ("插入行、列(&S)", "table_row_above table_row_below table_column_left table_column_right"),
    "table_moving": ("移动行、列(&V)", "table_row_up table_row_down table_column_back table_column_on"),
    "table_aligning": ("对齐(&J)", " ".join(ALIGNS)),
    "table_selecting": ("选中(&Q)", "table_select_rows table_select_columns table_select_table"),
}
"""The menus in that of tables, by name: their words and their commands."""
TABLE_TITLE = "表格(&B)"
TABLE_MENU = (
    "insert_table | table_lines table_moving table_remove_rows table_remove_columns table_remove"
    " | table_merge table_split table_aligning | table_header table_rules_all table_rules_three"
    " | table_caption table_unit table_note | table_by_content table_equal table_pack | table_selecting"
)


def table_can(state: TableState | None) -> dict[str, bool]:
    """Which of the commands can be given in a table; none outside of one."""
    names = [command.name for command in TABLE_COMMANDS if command.name != "insert_table"]
    if state is None:
        return dict.fromkeys(names, False)
    in_cell = bool(state.cells)
    can = dict.fromkeys(names, in_cell)
    can |= dict.fromkeys(_OF_THE_TABLE, True)
    can["table_merge"] = len(state.cells) > 1
    can["table_split"] = state.merged
    can["table_row_up"] = in_cell and state.row > 0
    can["table_row_down"] = in_cell and state.row + 1 < len(state.table.rows)
    can["table_column_back"] = in_cell and state.column > 0
    can["table_column_on"] = in_cell and state.column + 1 < state.columns
    return can


_OF_THE_TABLE = (
    *("table_remove", "table_rules_all", "table_rules_three", "table_caption", "table_unit", "table_note"),
    *("table_by_content", "table_equal", "table_pack", "table_select_table"),
)
"""What needs no cell."""


def table_checks(state: TableState | None) -> dict[str, bool]:
    """Which of the commands say that something is so."""
    checks = {
        name: state is not None and bool(state.cells) and state.align == align
        for name, align in ALIGNS.items()
    }
    checks |= {
        f"table_rules_{rules}": state is not None and state.rules == rules for rules in ("all", "three")
    }
    checks |= {
        name: state is not None and bool(getattr(state.table, text)) for name, text in TEXTS_OF_TABLES.items()
    }
    checks["table_header"] = state is not None and state.heads
    checks["table_by_content"] = state is not None and not state.table.columns
    return checks
