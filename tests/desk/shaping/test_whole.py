"""The layout as a whole: given to a colleague, taken from one, saved, as it was; and its texts' type."""

from __future__ import annotations

from pathlib import Path
from typing import cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from bulletin_desk.bulletin.office import LAYOUT_EXTENSION
from bulletin_desk.desk.files import asking
from bulletin_desk.desk.shaping.form import Form
from bulletin_desk.desk.shaping.shape_fields import SizeField
from bulletin_desk.desk.window import MainWindow
from bulletin_desk.layouts.read import read_layout
from bulletin_desk.units import mm
from tests.desk.conftest import noting
from tests.desk.shaping.test_rows_group import chosen, click, group, typed


def test_a_layout_goes_to_a_colleague_and_comes_back(
    shaped: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shaping, panel, before = shaped.shaping, shaped.shaping.panel, shaped.shaping.layout
    typed(cast(Form, group(shaped, "纸和版心")), "天头", "35")
    given = shaping.layout
    file = tmp_path / f"给同事{LAYOUT_EXTENSION}"
    monkeypatch.setattr(asking, "ask_save", lambda *_: file)
    panel.give.trigger()
    assert read_layout(file) == given
    assert "同事" in shaped.notice.text
    panel.restore.trigger()
    assert shaping.layout == before
    monkeypatch.setattr(asking, "ask_layout", lambda *_: file)
    panel.take.trigger()
    assert shaping.layout == given
    assert shaped.document.undo_name == "换版式"


def test_what_is_no_layout_is_told_and_nothing_changes(
    shaped: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    file = tmp_path / "别的.toml"
    file.write_text("甲 = 1", encoding="utf-8")
    before = shaped.session.issue
    monkeypatch.setattr(asking, "ask_layout", lambda *_: file)
    monkeypatch.setattr(asking, "tell", lambda _parent, text: told.append(text))
    shaped.shaping.panel.take.trigger()
    assert shaped.session.issue is before
    assert "别的.toml" in told[0]


def test_a_file_that_cannot_be_written_is_told(
    shaped: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    monkeypatch.setattr(asking, "ask_save", lambda *_: tmp_path / "没有的" / f"a{LAYOUT_EXTENSION}")
    monkeypatch.setattr(asking, "tell", lambda _parent, text: told.append(text))
    shaped.shaping.panel.give.trigger()
    assert told[0].startswith("版式没有存上")


def test_the_button_saves_as_the_menu_does(shaped: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    monkeypatch.setattr(
        "bulletin_desk.desk.starting.starting.ask_words",
        lambda _parent, title, *_: noting(asked, title, ("", False)),
    )
    click(shaped.shaping.panel.save)
    assert asked == ["存为本单位的样子"]


def test_esc_closes_the_panel_and_the_page_has_the_keys(shaped: MainWindow) -> None:
    field = cast(Form, group(shaped, "纸和版心")).entries["天头"].widget
    field.setFocus()
    QTest.keyClick(field, Qt.Key.Key_Escape)
    assert not shaped.shaping.is_open
    assert shaped.canvas.hasFocus()


def test_keys_in_a_field_are_one_step_of_undo_named_after_it(shaped: MainWindow) -> None:
    before = shaped.shaping.layout
    typed(cast(Form, group(shaped, "纸和版心")), "天头", "33.5 毫米")
    assert shaped.shaping.layout.text_block.top == mm("33.5")
    assert shaped.document.undo_name == "版式：天头"
    shaped.actions_by_name["undo"].trigger()
    assert shaped.shaping.layout == before


def test_a_length_keeps_the_unit_that_was_typed(shaped: MainWindow) -> None:
    papers = cast(Form, group(shaped, "纸和版心"))
    field = papers.entries["天头"].widget
    typed(papers, "天头", "100磅")
    assert field.text() == "100 磅"  # type: ignore[attr-defined]
    typed(papers, "天头", "3.6厘米")
    assert field.text() == "36 毫米"  # type: ignore[attr-defined]
    assert shaped.shaping.layout.text_block.top == mm(36)


@pytest.mark.parametrize("text", ["", "三七", "37 尺", "9999", "-5", "1/0 毫米"])
def test_what_is_no_length_is_told_below_and_changes_nothing(shaped: MainWindow, text: str) -> None:
    papers, before = cast(Form, group(shaped, "纸和版心")), shaped.shaping.layout
    entry = papers.entries["天头"]
    typed(papers, "天头", text)
    assert entry.warning.isVisible()
    assert shaped.shaping.layout == before
    assert shaped.document.undo_name is None or shaped.document.undo_name.startswith("版式")
    typed(papers, "天头", "37")
    assert not entry.warning.isVisible()


def test_type_of_one_kind_takes_those_with_it_that_are_made_of_it(shaped: MainWindow) -> None:
    styles = cast(Form, group(shaped, "字体字号"))
    chosen(styles, "哪一种", "正文")
    typed(styles, "字号", "小三")
    layout = shaped.shaping.layout
    assert {layout.styles[name].size for name in ("body", "list_item", "heading_3", "run_in_heading")} == {15}
    assert layout.text_block.cells == 29
    assert layout.styles["table"].size == 15 * mm(1) * 3 / 4 / mm(1)
    assert layout.styles["title"].size == 22


def test_sizes_are_counted_by_their_names(shaped: MainWindow) -> None:
    styles = cast(Form, group(shaped, "字体字号"))
    chosen(styles, "哪一种", "标题")
    field = styles.entries["字号"].widget
    assert isinstance(field, SizeField)
    QTest.keyClick(field, Qt.Key.Key_Up)
    assert field.text() == "小一（24 磅）"
    QTest.keyClick(field, Qt.Key.Key_Down)
    QTest.keyClick(field, Qt.Key.Key_Down)
    assert field.text() == "小二（18 磅）"
