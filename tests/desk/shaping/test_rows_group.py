"""Rows and fields of the layout's own as a hand adds, moves and removes them in the panel."""

from __future__ import annotations

from typing import cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QListWidgetItem, QWidget

from bulletin_desk.bulletin.grammar import NUMBER
from bulletin_desk.desk.parts.typed_fields import TypedField
from bulletin_desk.desk.shaping.check_group import CheckGroup
from bulletin_desk.desk.shaping.form import Form
from bulletin_desk.desk.shaping.number_groups import FieldsGroup
from bulletin_desk.desk.shaping.row_form import RowForm
from bulletin_desk.desk.shaping.rows_group import RowsGroup
from bulletin_desk.desk.shaping.shape_parts import PartKind, ShapePart
from bulletin_desk.desk.window import MainWindow
from bulletin_desk.layouts.model import Layout
from tests.desk.conftest import there, type_into


def group(window: MainWindow, title: str) -> QWidget:
    """A group of the panel, opened with the mouse."""
    fold = window.shaping.panel.folds[title]
    if not fold.is_open:
        QTest.mouseClick(fold.button, Qt.MouseButton.LeftButton)
    return there(fold.body)


def rows(window: MainWindow, title: str = "报头") -> RowsGroup:
    """The rows of the head or the closing block."""
    return cast(RowsGroup, group(window, title))


def form(of: RowsGroup) -> RowForm:
    """The fields of the row that is chosen."""
    return there(of.form)


def typed(form: Form, label: str, text: str) -> None:
    """Types over what stands in a field."""
    field = form.entries[label].widget
    assert isinstance(field, TypedField)
    field.setFocus()
    field.selectAll()
    if text:
        type_into(field, text)
    else:
        QTest.keyClick(field, Qt.Key.Key_Delete)
    QTest.keyClick(field, Qt.Key.Key_Return)


def chosen(form: Form, label: str, words: str) -> None:
    """Goes down in a list of choices to the one that is called so."""
    box = form.entries[label].widget
    assert isinstance(box, QComboBox)
    box.setFocus()
    to = box.findText(words)
    assert to >= 0, [box.itemText(at) for at in range(box.count())]
    while box.currentIndex() != to:
        QTest.keyClick(box, Qt.Key.Key_Down if box.currentIndex() < to else Qt.Key.Key_Up)


def patterns(layout: Layout, where: str = "head") -> list[str]:
    """What stands in the rows, as a layout's file has it."""
    part = layout.head if where == "head" else layout.closing
    return ["|".join(piece.wording.pattern for piece in row.pieces) for row in part.rows]


def click(widget: QWidget) -> None:
    """With the left button of the mouse."""
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton)


def test_a_row_is_added_written_placed_and_removed(shaped: MainWindow) -> None:
    head, before = rows(shaped), shaped.shaping.layout
    head.list.setCurrentRow(2)
    head.add_menu.actions()[0].trigger()
    assert head.at == 3
    assert patterns(shaped.shaping.layout)[3] == "文字"
    typed(form(head), "中间", "内部资料　{编发单位")
    assert "方括号" not in form(head).entries["中间"].warning.text()
    assert "花括号" in form(head).entries["中间"].warning.text()
    typed(form(head), "中间", "（{年}年{月}月）")
    assert patterns(shaped.shaping.layout)[3] == "（{year}年{month}月）"
    chosen(form(head), "排在", "在版心第几行")
    typed(form(head), "第几行", "8")
    assert shaped.shaping.layout.head.rows[3].line == 8
    assert "第 8 行" in head.list.item(3).text()
    click(head.remove)
    assert patterns(shaped.shaping.layout) == patterns(before)
    while shaped.document.undo_name:
        shaped.document.undo()
    assert shaped.shaping.layout == before


def test_the_closing_block_goes_under_the_text(shaped: MainWindow) -> None:
    """With what stands in the margin, and on whichever page; taken back in one step."""
    closing, before = rows(shaped, "版记"), shaped.shaping.layout
    whole = closing.whole
    chosen(whole, "版记排在", "紧跟正文")
    after = shaped.shaping.layout.closing
    assert (after.place, after.even_page) == ("text", False)
    assert not any(row.margin for row in after.rows)
    assert not whole.entries["双面"].widget.isEnabled()
    shaped.document.undo()
    assert shaped.shaping.layout == before


def test_rows_change_places(shaped: MainWindow) -> None:
    head = rows(shaped)
    head.list.setCurrentRow(0)
    assert not head.up.isEnabled()
    click(head.down)
    assert patterns(shaped.shaping.layout)[:2] == ["{name}", "{marking}"]
    assert head.at == 1
    assert [row.line for row in shaped.shaping.layout.head.rows[:2]] == [1, None]
    click(head.up)
    assert patterns(shaped.shaping.layout)[:2] == ["{marking}", "{name}"]


def test_rules_and_room_are_rows_too(shaped: MainWindow) -> None:
    head, closing = rows(shaped), None
    head.list.setCurrentRow(3)
    head.add_menu.actions()[1].trigger()
    rule = there(shaped.shaping.layout.head.rows[4].rule)
    assert rule.colour == (0.0, 1.0, 1.0, 0.0)
    typed(form(head), "线粗细", "0.5毫米")
    assert "0.5 毫米" in head.list.item(4).text()
    head.add_menu.actions()[2].trigger()
    typed(form(head), "空多高", "3行")
    assert shaped.shaping.layout.head.rows[5].height == 3 * shaped.shaping.layout.text_block.line_pitch
    closing = rows(shaped, "版记")
    closing.list.setCurrentRow(closing.list.count() - 1)
    closing.add_menu.actions()[1].trigger()
    assert shaped.shaping.layout.closing.rows[-1].rule is not None


def test_the_last_row_of_a_head_stays(shaped: MainWindow) -> None:
    head = rows(shaped)
    for _ in range(4):
        click(head.remove)
    assert head.list.count() == 1
    assert "至少要有一行" in head.refusal.text()


def test_one_row_has_type_of_its_own(shaped: MainWindow) -> None:
    closing = rows(shaped, "版记")
    at = next(
        at for at, row in enumerate(patterns(shaped.shaping.layout, "closing")) if "{imprint_office}" in row
    )
    closing.list.setCurrentRow(at)
    there(form(closing).entries["右边"]).widget.setFocus()
    typed(form(closing), "字号", "小四")
    layout = shaped.shaping.layout
    left, right = (piece.style for piece in layout.closing.rows[at].pieces)
    assert [layout.styles[style].size for style in (left, right)] == [14, 12]
    assert left == "imprint"


def test_a_field_is_put_in_and_a_further_piece_added_from_the_menu(shaped: MainWindow) -> None:
    head = rows(shaped)
    head.list.setCurrentRow(0)
    entry = form(head).entries["右边"]
    menu = there(form(head)._inserter(entry).menu())
    menu.aboutToShow.emit()
    next(action for action in menu.actions() if action.text() == "份号").trigger()
    assert patterns(shaped.shaping.layout)[0] == "{marking}|{copy}"
    menu.aboutToShow.emit()
    menu.actions()[-1].trigger()
    assert patterns(shaped.shaping.layout)[0] == "{marking}|{copy}|文字"
    typed(form(head), "右边第2段", "")
    assert patterns(shaped.shaping.layout)[0] == "{marking}|{copy}"


def test_a_field_of_ones_own_is_added_described_placed_and_removed(shaped: MainWindow) -> None:
    fields = cast(FieldsGroup, group(shaped, "自己的栏"))
    click(fields.add_button)
    typed(fields.form, "栏的叫法", "秘密等级")
    chosen(fields.form, "栏的种类", "几样里选一样")
    typed(fields.form, "可选的", "普通 秘密 机密")
    typed(fields.form, "先填", "普通")
    (field,) = shaped.shaping.layout.declared
    assert (field.label, field.kind, field.choices, field.default) == (
        "秘密等级",
        "choice",
        ("普通", "秘密", "机密"),
        "普通",
    )
    head = rows(shaped)
    head.list.setCurrentRow(0)
    typed(form(head), "中间", "密级：{秘密等级}")
    assert patterns(shaped.shaping.layout)[0] == "{marking}|密级：{新栏1}"
    fields = cast(FieldsGroup, group(shaped, "自己的栏"))
    click(fields.remove)
    assert shaped.shaping.layout.declared == ()
    assert patterns(shaped.shaping.layout)[0] == "{marking}|密级："


def test_numbers_are_chosen_by_example(shaped: MainWindow) -> None:
    numbers = cast(Form, group(shaped, "期号"))
    number, year = shaped.shaping.value("number"), shaped.shaping.value("year")
    chosen(numbers, "期号写法", f"〔{year}〕第{number}期")
    assert "〔{year}〕第{number}期" in patterns(shaped.shaping.layout)


def test_deviations_lead_to_where_they_are_changed(shaped: MainWindow) -> None:
    papers = cast(Form, group(shaped, "纸和版心"))
    typed(papers, "天头", "30毫米")
    check = cast(CheckGroup, group(shaped, "和标准对照"))
    first: QListWidgetItem = check.list.item(0)
    assert first.text() == "天头：30 毫米；标准是 37 ± 1 毫米（5.2.1）"
    check.list.itemActivated.emit(first)
    assert shaped.shaping.selected == ShapePart(PartKind.BLOCK_TOP)
    assert shaped.shaping.panel.folds["纸和版心"].is_open
    typed(cast(Form, group(shaped, "纸和版心")), "天头", "37毫米")
    check = cast(CheckGroup, group(shaped, "和标准对照"))
    assert check.list.count() == 0
    assert "都一样" in check.said.text()


def test_a_line_of_the_page_leads_to_its_row(shaped: MainWindow) -> None:
    shaped.viewing.edit_field(NUMBER)
    assert shaped.inspector.isHidden()
    assert shaped.shaping.panel.folds["报头"].is_open
    assert rows(shaped).at == 2


@pytest.mark.parametrize(
    "part", [ShapePart(kind, 0, "title" if kind is PartKind.STYLE else "") for kind in PartKind]
)
def test_every_part_has_a_field_in_the_panel(shaped: MainWindow, part: ShapePart) -> None:
    shaped.canvas.setFocus()
    shaped.shaping.select(None)
    shaped.shaping.select(part)
    fold = next(fold for fold in shaped.shaping.panel.folds.values() if fold.is_open)
    if part.kind is not PartKind.STYLE:
        assert there(fold.body).field_for(part) is not None  # type: ignore[attr-defined]
