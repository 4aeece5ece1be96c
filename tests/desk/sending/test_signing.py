"""定稿: a signed issue shows it, asks before its first edit, and names what has changed since."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt
from PySide6.QtGui import QDropEvent, QGuiApplication, QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QMessageBox
from pytestqt.qtbot import QtBot

from bulletin_desk.bulletin.edits import replace_range, set_endorsements
from bulletin_desk.bulletin.grammar import item_path, title_of
from bulletin_desk.bulletin.model import Endorsement, Place, Remark, Said
from bulletin_desk.desk.files.comparing import Answer, ChangedDialog
from bulletin_desk.desk.files.since_signed import SinceSignedDialog
from bulletin_desk.desk.parts.typed_fields import TypedField
from bulletin_desk.desk.sending.send_dialog import SendDialog
from bulletin_desk.desk.sending.signing import REFUSED
from bulletin_desk.desk.window import MainWindow
from bulletin_desk.forms import PDF
from bulletin_desk.storage.bulletin_file import read_bulletin, write_bulletin
from bulletin_desk.storage.rounds import sent
from tests.desk.conftest import there, type_into, type_keys

TITLE = title_of(item_path(0, 0))
Key = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier


def command(window: MainWindow, name: str) -> None:
    """As from the menu."""
    window.actions_by_name[name].trigger()


@pytest.fixture
def signed(real: MainWindow, monkeypatch: pytest.MonkeyPatch) -> MainWindow:
    """A window with a signed issue, opened anew."""
    file = there(real.session.file)
    made = sent(real.document.snapshot(), "定稿", "2024-01-09T15:30", "王主任", signed=True)
    real.document.set_rounds(made.rounds)
    assert real.filing.save()
    monkeypatch.setattr(real.proofing, "may_put_out", lambda *_: True)
    assert real.filing.open_file(file)
    return real


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], list[str]]:
    """Has a hand press a button of the box that asks, by its words; what the boxes said."""

    def prepared(words: str) -> list[str]:
        said: list[str] = []

        def run(box: QMessageBox) -> int:
            said.append(f"{box.text()}{box.informativeText()}")
            next(button for button in box.buttons() if button.text() == words).click()
            return 0

        monkeypatch.setattr(QMessageBox, "exec", run)
        return said

    return prepared


def test_signing(real: MainWindow, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    def run(dialog: SendDialog) -> int:
        dialog.show()
        assert (dialog.name.text(), dialog.preview.text()) == ("定稿", "请写上签发人。")
        assert not dialog.go.isEnabled()
        type_into(dialog.who, "王主任")
        dialog.day.selectAll()
        type_into(dialog.day, "2024-1-10")
        dialog.folder.selectAll()
        type_into(dialog.folder, str(tmp_path))
        QTest.mouseClick(dialog.go, Qt.MouseButton.LeftButton)
        return dialog.result()

    monkeypatch.setattr(SendDialog, "exec", run)
    command(real, "sign")
    qtbot.waitUntil(lambda: not real.output.running, timeout=60_000)
    (kept,) = read_bulletin(there(real.session.file)).rounds
    assert (kept.name, kept.who, kept.when, kept.signed) == ("定稿", "王主任", "2024-01-10", True)
    assert list(tmp_path.glob("*定稿.pdf"))
    assert real.windowTitle() == "2024-01-09（已签发）[*]"
    assert real.notice.text.splitlines()[0] == "已签发：王主任，2024年1月10日。"


def test_a_day_that_is_none_signs_nothing(real: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    def run(dialog: SendDialog) -> int:
        dialog.show()
        type_into(dialog.who, "王主任")
        dialog.day.selectAll()
        type_into(dialog.day, "没有")
        QTest.mouseClick(dialog.go, Qt.MouseButton.LeftButton)
        assert dialog.result() == QDialog.DialogCode.Rejected
        assert dialog.isVisible()
        QTest.keyClick(dialog, Key.Key_Escape)
        return dialog.result()

    monkeypatch.setattr(SendDialog, "exec", run)
    command(real, "sign")
    assert real.document.issue.rounds == ()


def test_who_opens_it_sees_it(signed: MainWindow) -> None:
    assert signed.windowTitle() == "2024-01-09（已签发）[*]"
    assert signed.notice.text == "已签发：王主任，2024年1月9日 15:30。"
    signed.notice.hide()
    assert signed.notice.isVisible()
    signed.filing.start_empty()
    assert "已签发" not in signed.notice.text
    assert "已签发" not in signed.windowTitle()


def typed(window: MainWindow) -> None:
    type_keys(window, "字")


def erased(window: MainWindow) -> None:
    QTest.keyClick(window.canvas, Key.Key_Delete)


def entered(window: MainWindow) -> None:
    QTest.keyClick(window.canvas, Key.Key_Return)


def pasted(window: MainWindow) -> None:
    QGuiApplication.clipboard().setText("外面的字")
    command(window, "paste")


def cut(window: MainWindow) -> None:
    QTest.keyClick(window.canvas, Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    command(window, "cut")


def dropped(window: MainWindow) -> None:
    data = QMimeData()
    data.setText("拖来的字")
    at = QPointF(window.canvas.viewport().rect().center())
    both = Qt.DropAction.CopyAction | Qt.DropAction.MoveAction
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    window.canvas.dropEvent(QDropEvent(at, both, data, left, none))


def composed(window: MainWindow) -> None:
    QApplication.sendEvent(window.canvas, QInputMethodEvent("zi", []))
    event = QInputMethodEvent("", [])
    event.setCommitString("字")
    QApplication.sendEvent(window.canvas, event)


def removed(window: MainWindow) -> None:
    command(window, "remove")


def moved(window: MainWindow) -> None:
    command(window, "move_down")


def dragged(window: MainWindow) -> None:
    window.outline.rows.dropped.emit([item_path(0, 1)], item_path(0, 0))


def deleted_in_the_outline(window: MainWindow) -> None:
    window.outline.remove_wanted.emit()


def replaced_one(window: MainWindow) -> None:
    find(window)
    window.find_bar.replace_one.click()


def replaced_all(window: MainWindow) -> None:
    find(window)
    window.find_bar.replace_all.click()


def find(window: MainWindow) -> None:
    command(window, "replace")
    window.find_bar.wanted.selectAll()
    type_into(window.find_bar.wanted, "乐山")
    type_into(window.find_bar.replacement, "眉山")


def in_a_field(window: MainWindow) -> None:
    window.viewing.bring("show_fields")
    field = window.inspector.issuer
    field.setFocus()
    type_into(field, "厅")
    QTest.keyClick(field, Key.Key_Return)


def made_a_subheading(window: MainWindow) -> None:
    command(window, "kind_subheading")


WAYS = (
    *(typed, erased, entered, pasted, cut, dropped, composed, removed, moved, dragged),
    *(deleted_in_the_outline, replaced_one, replaced_all, in_a_field, made_a_subheading),
)


def test_whoever_says_no_has_changed_nothing(signed: MainWindow, asked: Callable[[str], list[str]]) -> None:
    before, undo = signed.document.issue, signed.document.undo_name
    for way in WAYS:
        signed.canvas.setFocus()
        signed.document.go_to(TITLE, 3)
        said = asked("不改")
        way(signed)
        question = "这一期已经定稿（王主任，2024年1月9日 15:30）。改了以后要重新送审，继续改吗？"
        assert said[:1] == [question], way.__name__
        assert signed.document.issue is before, way.__name__
        assert signed.document.shown is before, way.__name__
        assert signed.document.undo_name == undo
        assert not signed.document.modified
        assert REFUSED in signed.notice.text, way.__name__
        signed.notice.hide()


def test_whoever_says_yes_is_asked_once(signed: MainWindow, asked: Callable[[str], list[str]]) -> None:
    for way in (typed, pasted, composed, dropped):
        signed.document.go_to(TITLE, 3)
        before = signed.document.issue
        said = asked("继续改")
        way(signed)
        way(signed)
        command(signed, "undo")
        command(signed, "redo")
        assert len(said) == 1, way.__name__
        assert signed.document.issue != before
        signed.document.mark_saved()
        assert signed.filing.open_file(there(signed.session.file))


def test_undo_asks_too(real: MainWindow, asked: Callable[[str], list[str]]) -> None:
    """What was typed before it was signed was signed with the rest."""
    type_keys(real, "字")
    made = sent(real.document.snapshot(), "定稿", "", "", signed=True)
    real.document.set_rounds(made.rounds)
    before = real.document.issue
    said = asked("不改")
    command(real, "undo")
    assert said == ["这一期已经定稿。改了以后要重新送审，继续改吗？"]
    assert real.document.issue is before
    asked("继续改")
    command(real, "undo")
    assert real.document.issue != before
    command(real, "redo")
    assert real.document.issue == before


def test_what_is_never_printed_is_not_asked_for(signed: MainWindow) -> None:
    issue = set_endorsements(signed.document.issue, item_path(0, 0), (Endorsement("王", None, "好"),))
    signed.document.apply("领导批示", issue)
    remark = Remark(Place(TITLE, 0), Place(TITLE, 2), (Said("张", "", "？"),))
    signed.document.apply("批注", replace(signed.document.issue, remarks=(remark,)))
    assert signed.document.undo_name == "批注"


def test_moving_about_is_no_edit(signed: MainWindow) -> None:
    for key in (Key.Key_Right, Key.Key_Down, Key.Key_Home, Key.Key_End, Key.Key_PageDown):
        QTest.keyClick(signed.canvas, key)
    assert not signed.document.modified


def test_withdrawing(signed: MainWindow, asked: Callable[[str], list[str]]) -> None:
    said = asked("不撤")
    command(signed, "unsign")
    assert said[0].startswith("要撤回定稿吗？")
    assert signed.windowTitle() == "2024-01-09（已签发）[*]"
    asked("撤回")
    command(signed, "unsign")
    (kept,) = signed.document.issue.rounds
    assert (kept.name, kept.signed) == ("定稿（已撤回）", False)
    assert signed.windowTitle() == "2024-01-09[*]"
    assert signed.notice.text == "已撤回定稿，还没有保存。"
    (save,) = signed.notice.choices
    QTest.mouseClick(save, Qt.MouseButton.LeftButton)
    assert [kept.name for kept in read_bulletin(there(signed.session.file)).rounds] == ["定稿（已撤回）"]
    type_keys(signed, "字")  # nobody asks
    command(signed, "unsign")
    assert signed.notice.text == "这一期没有定稿，没有可以撤回的。"


# ---- what has changed since


@pytest.fixture
def changed(signed: MainWindow, asked: Callable[[str], list[str]]) -> MainWindow:
    """A signed issue with a word too many in its first title."""
    asked("继续改")
    signed.document.go_to(TITLE, 0)
    type_keys(signed, "新")
    return signed


@pytest.fixture
def listed(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], list[str]]:
    """Has a hand press a button of the dialog that lists changes; what it listed, under its title."""

    def prepared(words: str) -> list[str]:
        said: list[str] = []

        def run(dialog: SinceSignedDialog) -> int:
            dialog.show()
            rows = (dialog.list.item(row).text() for row in range(dialog.list.count()))
            said.append(f"{dialog.windowTitle()}：{'；'.join(rows)}")
            button = next(each for each in dialog.buttons.buttons() if each.text() == words)
            QTest.mouseClick(button, Qt.MouseButton.LeftButton)
            return dialog.result()

        monkeypatch.setattr(SinceSignedDialog, "exec", run)
        return said

    return prepared


def test_putting_out_names_it(
    changed: MainWindow,
    qtbot: QtBot,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    listed: Callable[[str], list[str]],
) -> None:
    target = tmp_path / "印.pdf"
    monkeypatch.setattr("bulletin_desk.desk.putting_out.output.ask_save", lambda *_: target)
    said = listed("取消")
    changed.output.export_one(PDF)
    assert len(said) == 1
    assert said[0].startswith("输出之前：")
    assert "新" in said[0]
    assert not changed.output.running
    listed("照样输出")
    changed.output.export_one(PDF)
    qtbot.waitUntil(lambda: not changed.output.running, timeout=60_000)
    assert target.exists()


def test_so_does_whatever_leaves_the_window(changed: MainWindow, listed: Callable[[str], list[str]]) -> None:
    QGuiApplication.clipboard().setText("原来的")
    for name, how in (
        *(("export", "输出"), ("print", "打印"), ("save_as", "另存")),
        *(("copy_web", "复制"), ("copy_item_web", "复制")),
    ):
        said = listed("取消")
        command(changed, name)
        assert len(said) == 1
        assert said[0].startswith(f"{how}之前：")
    assert QGuiApplication.clipboard().text() == "原来的"


def test_the_strip_lists_it(changed: MainWindow, listed: Callable[[str], list[str]]) -> None:
    said = listed("知道了")
    (button,) = changed.notice.choices
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert said[0].startswith("定稿以后的改动：")
    command(changed, "undo")
    (button,) = changed.notice.choices
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert said[1] == "定稿以后的改动："


def test_saving_where_it_lies_asks_nothing(changed: MainWindow) -> None:
    command(changed, "save")
    assert not changed.document.modified


def test_an_old_version_takes_no_sign_off_away(
    signed: MainWindow, monkeypatch: pytest.MonkeyPatch, listed: Callable[[str], list[str]]
) -> None:
    """What was opened of the versions is told of as any other change."""
    file = there(signed.session.file)
    oldest = signed.filing.keeper.versions(file)[-1].read()
    before = replace_range(replace(oldest, rounds=()), TITLE, 0, 1, "")
    signed.filing.go_on_with("取回以前的版本", before, file)
    assert [kept.name for kept in signed.document.issue.rounds] == ["定稿"]
    assert signed.windowTitle() == "2024-01-09（已签发）[*]"
    said = listed("取消")
    command(signed, "copy_web")
    assert said[0].startswith("复制之前：")


@pytest.mark.parametrize("answer", [Answer.MINE, Answer.THEIRS])
def test_a_colleagues_sign_off_stays(
    real: MainWindow, monkeypatch: pytest.MonkeyPatch, answer: Answer
) -> None:
    file = there(real.session.file)
    type_keys(real, "我的")
    write_bulletin(file, sent(read_bulletin(file), "定稿", "", "王主任", signed=True))

    def run(dialog: ChangedDialog) -> int:
        dialog.answer = answer
        return 0

    monkeypatch.setattr(ChangedDialog, "exec", run)
    assert real.filing.save()
    assert [kept.name for kept in read_bulletin(file).rounds] == ["定稿"]
    assert "（已签发）" in real.windowTitle()


def test_a_round_is_not_sent_where_the_files_text_was_taken(
    real: MainWindow, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    file = there(real.session.file)
    write_bulletin(file, replace_range(read_bulletin(file), TITLE, 0, 0, "别人的"))

    def run(dialog: SendDialog) -> int:
        dialog.show()
        dialog.folder.setText(str(tmp_path))
        QTest.mouseClick(dialog.go, Qt.MouseButton.LeftButton)
        return dialog.result()

    def changed(dialog: ChangedDialog) -> int:
        dialog.answer = Answer.THEIRS
        return 0

    monkeypatch.setattr(SendDialog, "exec", run)
    monkeypatch.setattr(ChangedDialog, "exec", changed)
    command(real, "send")
    assert real.document.issue.rounds == ()
    assert real.notice.text == "没有保存，所以没有送审。"
    assert not real.output.running


def test_every_field_of_the_panel_asks(signed: MainWindow, asked: Callable[[str], list[str]]) -> None:
    """Who says no sees what was there."""
    signed.viewing.bring("show_fields")
    before = signed.document.issue
    fields = [field for field in signed.inspector.findChildren(QLineEdit) if field.isVisible()]
    assert len(fields) > 5
    for field in fields:
        shown = field.text()
        said = asked("不改")
        field.setFocus()
        field.selectAll()
        if isinstance(field, TypedField):
            QTest.keyClick(field, Key.Key_Up)
        else:
            type_into(field, "7")
        signed.canvas.setFocus()
        assert said, field.accessibleName()
        assert signed.document.issue is before
        assert field.text() == shown, field.accessibleName()


def test_what_is_not_taken_out_is_not_put_into_the_pool(
    signed: MainWindow, asked: Callable[[str], list[str]]
) -> None:
    before = signed.document.issue
    signed.document.go_to(TITLE, 0)
    said = asked("不改")
    command(signed, "to_pool")
    assert len(said) == 1
    assert signed.document.issue is before
    assert not signed.session.places.pool.exists()
    said = asked("继续改")
    command(signed, "to_pool")
    assert len(said) == 1
    assert signed.session.places.pool.exists()
    assert signed.document.issue != before
