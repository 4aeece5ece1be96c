"""Every field of the panel is used as a hand does, found by walking the groups: the layout is another one at
once, what stands in the field is what the layout has, and undo has the first one back."""

from __future__ import annotations

import os

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QComboBox, QWidget

from bulletin_desk.bulletin.blank import blank_issue
from bulletin_desk.desk.parts.typed_fields import TypedField
from bulletin_desk.desk.shaping.form import Entry, Form
from bulletin_desk.desk.shaping.number_groups import FieldsGroup
from bulletin_desk.desk.shaping.rows_group import RowsGroup
from bulletin_desk.desk.shaping.shape_fields import WordsField
from bulletin_desk.desk.window import MainWindow
from bulletin_desk.pipeline import in_layout
from tests.desk.conftest import TODAY, there, type_into

ALL = "BULLETIN_DESK_LAYOUTS" in os.environ
"""Whether every field is used, in as many layouts; else some of each group in one."""
LAYOUTS = ["monthly", "daily", "sichuan-gazetteer", "special-report", "duty-flash", "gb9704"][
    : int(os.environ.get("BULLETIN_DESK_LAYOUTS", "1"))
]
CHOOSES = {"哪一种", "哪一段"}
"""What says which values the fields below it are about, and changes none."""
TYPED = {
    "页码写法": "第{页码}面",
    "标记写成": "〔{记号}〕",
    "可选的": "普通 秘密",
    "先填": "2024-01",
    "栏印成": "{年}.{月}",
}
"""What is typed into fields that don't take any words."""


def use(entry: Entry) -> None:
    """Gives a field another value with the keys or the mouse."""
    widget = entry.widget
    match widget:
        case QCheckBox():
            # on its mark: of a wide box the middle is no part
            QTest.mouseClick(widget, Qt.MouseButton.LeftButton, pos=QPoint(8, widget.height() // 2))
        case QComboBox():
            QTest.keyClick(
                widget, Qt.Key.Key_Down if widget.currentIndex() < widget.count() - 1 else Qt.Key.Key_Up
            )
        case WordsField():
            widget.selectAll()
            text = next((slot for slot in ("{抬头}", "{单位}") if slot in widget.value()), "")
            type_into(widget, text + TYPED.get(entry.label, "甲"))
        case TypedField():
            before = widget.value()
            QTest.keyClick(widget, Qt.Key.Key_Up)
            if widget.value() == before:
                QTest.keyClick(widget, Qt.Key.Key_Down)


def forms_of(body: QWidget) -> list[Form]:
    """The forms of a group, the chosen row's too."""
    match body:
        case Form():
            return [body]
        case RowsGroup():
            assert body.form is not None
            return [body.whole, body.form]
        case FieldsGroup():
            return [body.form]
    return []


def few_of(form: Form) -> list[str]:
    """A field of each kind that the form has, the one furthest down."""
    shown = {label: entry for label, entry in form.entries.items() if entry.widget.isVisibleTo(form)}
    return list(
        {type(entry.widget): label for label, entry in shown.items() if label not in CHOOSES}.values()
    )


def opened(window: MainWindow, layout: str) -> MainWindow:
    """A window with an empty issue in a layout, its panel open."""
    window.session.replace(in_layout(blank_issue(TODAY), layout))
    return window


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_field_changes_the_layout_and_undo_has_it_back(shaped: MainWindow, layout: str) -> None:
    shaping = opened(shaped, layout).shaping
    left, used = list[tuple[str, str]](), 0
    walked: set[object] = set()
    first = shaping.layout
    for title, fold in shaping.panel.folds.items():
        QTest.keyClick(fold.button, Qt.Key.Key_Right)
        assert fold.is_open
        assert fold.body is not None
        rows = fold.body.list.count() if isinstance(fold.body, RowsGroup) else 1
        for at in range(rows):
            if isinstance(fold.body, RowsGroup):
                fold.body.list.setCurrentRow(at)
                alike = frozenset(type(each.widget) for each in there(fold.body.form).entries.values())
                if (title, alike) in walked and not ALL:
                    continue
                walked.add((title, alike))
            for number, form in enumerate(forms_of(fold.body)):
                if at and not number and rows > 1:
                    continue
                for label in list(form.entries) if ALL else few_of(form):
                    form = forms_of(fold.body)[number]
                    entry = form.entries[label]
                    if label in CHOOSES or entry.widget.isHidden() or not entry.widget.isEnabled():
                        continue
                    if not entry.widget.isVisibleTo(shaped):
                        continue
                    before = shaping.layout
                    use(entry)
                    used += 1
                    if shaping.layout == before:
                        QTest.keyClick(entry.widget, Qt.Key.Key_Return)
                        left.append((label, entry.warning.text()))
                        form.drop()
                        continue
                    again = forms_of(fold.body)[number].entries.get(label)
                    if again is not None and isinstance(again.widget, TypedField):
                        assert again.widget.value() == again.get(shaping.layout), (title, label)
    assert used > (90 if ALL else 25)
    while shaped.document.undo_name:
        shaped.document.undo()
    assert shaping.layout == first
    # only what would stand on a page number is refused, and a day where a field wants something else
    assert [why for label, why in left if "和页码挤在一起" not in why and label != "先填"] == []
    assert all(why for _, why in left)
