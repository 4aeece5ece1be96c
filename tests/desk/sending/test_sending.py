"""送审: one action keeps what goes round, and puts out what its reader needs."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QLineEdit
from pytestqt.qtbot import QtBot

from bulletin_desk.bulletin.grammar import item_path
from bulletin_desk.desk import settings as remembered
from bulletin_desk.desk.files import asking
from bulletin_desk.desk.sending.send_dialog import SendDialog
from bulletin_desk.desk.window import MainWindow
from bulletin_desk.export.docx.read import read_docx
from bulletin_desk.forms import DOCX, PDF
from bulletin_desk.storage.bulletin_file import read_bulletin
from bulletin_desk.storage.rounds import issue_of
from bulletin_desk.storage.versions import Versions
from tests.desk.conftest import there, type_into, type_keys

Hand = Callable[[SendDialog], None]


@pytest.fixture
def answered(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[[Hand], list[SendDialog]]:
    """Has a hand answer the dialog, which puts out into a folder of the test's."""

    def prepared(hand: Hand) -> list[SendDialog]:
        seen: list[SendDialog] = []

        def run(dialog: QDialog) -> int:
            assert isinstance(dialog, SendDialog)
            seen.append(dialog)
            dialog.show()
            hand(dialog)
            return dialog.result()

        monkeypatch.setattr(SendDialog, "exec", run)
        return seen

    return prepared


def retyped(field: QLineEdit, text: str) -> None:
    """What stands in a field is typed over."""
    field.selectAll()
    type_into(field, text)


def into(folder: Path) -> Hand:
    """Chooses a folder by typing it, and sends."""

    def hand(dialog: SendDialog) -> None:
        retyped(dialog.folder, str(folder))
        QTest.mouseClick(dialog.go, Qt.MouseButton.LeftButton)

    return hand


def command(window: MainWindow, name: str) -> None:
    """As from the menu."""
    window.actions_by_name[name].trigger()


def ended(window: MainWindow, qtbot: QtBot) -> None:
    """Waits for the files."""
    qtbot.waitUntil(lambda: not window.output.running, timeout=60_000)


def test_it_is_kept_in_the_file_and_among_its_versions_and_put_out(
    real: MainWindow, qtbot: QtBot, tmp_path: Path, answered: Callable[[Hand], list[SendDialog]]
) -> None:
    file = there(real.session.file)
    type_keys(real, "改")
    undo = real.document.undo_name

    def hand(dialog: SendDialog) -> None:
        assert dialog.name.text() == "送审稿 1"
        retyped(dialog.who, "张三")
        QTest.keyClick(dialog.boxes[DOCX], Qt.Key.Key_Space)
        dialog.sheet.setFocus()
        QTest.keyClick(dialog.sheet, Qt.Key.Key_Down)
        assert dialog.preview.text().splitlines() == [
            "2024年第2期 四川省地方志工作简报 送审稿 1.pdf",
            "2024年第2期 四川省地方志工作简报 送审稿 1.docx",
            f"2024年第2期 四川省地方志工作简报 送审稿 1 {dialog.sheet.currentText()}.docx",
            "2024年第2期 四川省地方志工作简报 送审稿 1 送审清单.docx",
        ]
        into(tmp_path)(dialog)

    answered(hand)
    command(real, "send")
    ended(real, qtbot)
    assert len(list(tmp_path.glob("*送审稿 1*.docx"))) == 3
    assert len(list(tmp_path.glob("*送审稿 1.pdf"))) == 1
    assert real.notice.text.startswith(
        "“送审稿 1”已留好。已输出 “2024年第2期 四川省地方志工作简报 送审稿 1.pdf”"
    )
    issue = read_bulletin(file)
    (kept,) = issue.rounds
    assert (kept.name, kept.who, kept.signed) == ("送审稿 1", "张三", False)
    assert issue_of(kept, issue).sections == issue.sections
    assert not real.document.modified
    assert real.document.undo_name == undo
    newest = real.filing.keeper.versions(file)[0]
    assert (newest.name, newest.locked) == ("送审稿 1", True)
    command(real, "undo")
    assert real.document.issue.rounds == (kept,)
    assert real.document.modified
    command(real, "redo")
    assert not real.document.modified


def test_what_has_no_file_yet_is_asked_where(
    window: MainWindow,
    qtbot: QtBot,
    tmp_path: Path,
    answered: Callable[[Hand], list[SendDialog]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    file = tmp_path / "新的.bulletin"
    answered(into(tmp_path))
    monkeypatch.setattr(asking, "ask_save", lambda *_: file)
    type_keys(window, "标题")
    command(window, "send")
    ended(window, qtbot)
    assert [kept.name for kept in read_bulletin(file).rounds] == ["送审稿 1"]
    assert window.session.file == file
    assert list(tmp_path.glob("*送审稿 1.pdf"))


def test_nothing_goes_round_that_is_not_saved(
    window: MainWindow,
    tmp_path: Path,
    answered: Callable[[Hand], list[SendDialog]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    answered(into(tmp_path))
    monkeypatch.setattr(asking, "ask_save", lambda *_: None)
    type_keys(window, "标题")
    command(window, "undo")
    before = window.document.issue
    assert not window.document.modified
    command(window, "send")
    assert window.document.issue == before
    assert not window.document.modified
    assert not window.output.running
    assert list(tmp_path.glob("*.pdf")) == []
    assert window.notice.text == "没有保存，所以没有送审。"


def test_what_is_not_settled_is_said_before_it_goes(
    real: MainWindow, answered: Callable[[Hand], list[SendDialog]]
) -> None:
    real.document.set_state([item_path(0, 0)], "pending")
    said: list[str] = []

    def hand(dialog: SendDialog) -> None:
        said.append(dialog.pending.text())
        dialog.reject()

    answered(hand)
    command(real, "send")
    assert len(said) == 1
    assert said[0].startswith("还有1篇稿件没有定下来：")


def test_the_dialog_can_be_left(real: MainWindow, answered: Callable[[Hand], list[SendDialog]]) -> None:
    before = real.document.issue
    answered(lambda dialog: QTest.keyClick(dialog, Qt.Key.Key_Escape))
    command(real, "send")
    assert real.document.issue is before
    assert not real.document.modified


def test_what_could_not_be_put_out_is_said_and_done_again(
    real: MainWindow, qtbot: QtBot, tmp_path: Path, answered: Callable[[Hand], list[SendDialog]]
) -> None:
    folder = tmp_path / "送"
    folder.mkdir()

    def hand(dialog: SendDialog) -> None:
        QTest.keyClick(dialog.boxes[DOCX], Qt.Key.Key_Space)
        QTest.keyClick(dialog.items, Qt.Key.Key_Space)
        into(folder)(dialog)
        (folder / "2024年第2期 四川省地方志工作简报 送审稿 1.docx").mkdir()  # in its place

    answered(hand)
    command(real, "send")
    ended(real, qtbot)
    assert real.notice.text.startswith("“送审稿 1”已留好。")
    assert real.notice.text.endswith("还没有“2024年第2期 四川省地方志工作简报 送审稿 1.docx”。")
    assert [kept.name for kept in read_bulletin(there(real.session.file)).rounds] == ["送审稿 1"]
    copy = folder / "2024年第2期 四川省地方志工作简报 送审稿 1.docx"
    copy.rmdir()
    type_keys(real, "后来的字")
    (again,) = real.notice.choices
    QTest.mouseClick(again, Qt.MouseButton.LeftButton)
    ended(real, qtbot)
    assert "已输出" in real.notice.text
    issue, lost = read_docx(copy)
    assert not lost
    assert issue == issue_of(real.document.issue.rounds[0], real.document.issue)


def test_what_was_stopped_is_kept(
    real: MainWindow, qtbot: QtBot, tmp_path: Path, answered: Callable[[Hand], list[SendDialog]]
) -> None:
    answered(into(tmp_path))
    command(real, "send")
    real.status.export_cancelled.emit()
    ended(real, qtbot)
    assert real.notice.text == (
        "“送审稿 1”已留好。已停止输出。还没有“2024年第2期 四川省地方志工作简报 送审稿 1.pdf”。"
    )
    assert [kept.name for kept in read_bulletin(there(real.session.file)).rounds] == ["送审稿 1"]
    assert list(tmp_path.glob("*.pdf")) == []


def test_so_many_locked_versions_are_told_of(
    real: MainWindow, answered: Callable[[Hand], list[SendDialog]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Versions, "crowding", lambda *_: "锁定的太多了。")
    real.session.settings[remembered.SEND_FORMS] = ""
    answered(lambda dialog: QTest.mouseClick(dialog.go, Qt.MouseButton.LeftButton))
    command(real, "send")
    assert real.notice.text == "“送审稿 1”已留好。锁定的太多了。"


def test_nothing_goes_round_while_something_is_put_out(
    real: MainWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real.output.start(((PDF, tmp_path / "印.pdf"),))
    command(real, "send")
    assert real.notice.text == "正在输出，请等它完了再来一次。"
    ended(real, qtbot)
    assert real.document.issue.rounds == ()


def test_nothing_need_be_put_out(
    real: MainWindow, tmp_path: Path, answered: Callable[[Hand], list[SendDialog]]
) -> None:
    def hand(dialog: SendDialog) -> None:
        if dialog.boxes[PDF].isChecked():
            QTest.keyClick(dialog.boxes[PDF], Qt.Key.Key_Space)
        assert dialog.preview.text() == "不输出文件，只把这一稿留下来。"
        assert not dialog.folder.isEnabled()
        QTest.keyClick(dialog.go, Qt.Key.Key_Space)

    answered(hand)
    command(real, "send")
    assert not real.output.running
    assert real.notice.text == "“送审稿 1”已留好。"
    command(real, "send")
    assert [kept.name for kept in real.document.issue.rounds] == ["送审稿 1", "送审稿 2"]


def test_names_that_are_none(real: MainWindow, answered: Callable[[Hand], list[SendDialog]]) -> None:
    real.document.set_rounds(())

    def hand(dialog: SendDialog) -> None:
        for name, said in (
            ("", "请写上名称，如“送审稿 1”。"),
            ("定稿（已撤回）", "“（已撤回）”由程序在撤回定稿时写上，请改名称。"),
        ):
            retyped(dialog.name, name)
            if not name:
                QTest.keyClick(dialog.name, Qt.Key.Key_Backspace)
            assert dialog.preview.text() == said
            assert not dialog.go.isEnabled()
        retyped(dialog.name, "二稿")
        retyped(dialog.folder, "/没有/这个")
        assert dialog.preview.text() == "没有这个文件夹，请另选一个。"
        assert not dialog.go.isEnabled()
        QTest.keyClick(dialog, Qt.Key.Key_Escape)

    answered(hand)
    command(real, "send")


def test_what_was_chosen_is_chosen_again(
    real: MainWindow, qtbot: QtBot, tmp_path: Path, answered: Callable[[Hand], list[SendDialog]]
) -> None:
    def first(dialog: SendDialog) -> None:
        retyped(dialog.who, "李四")
        QTest.keyClick(dialog.items, Qt.Key.Key_Space)
        QTest.keyClick(dialog.numbers, Qt.Key.Key_Down)
        into(tmp_path)(dialog)

    def second(dialog: SendDialog) -> None:
        assert dialog.name.text() == "送审稿 2"
        assert dialog.who.text() == "李四"
        assert not dialog.items.isChecked()
        assert dialog.numbers.currentText() == "全期连着编"
        assert dialog.folder.text() == str(tmp_path)
        QTest.keyClick(dialog, Qt.Key.Key_Escape)

    answered(first)
    command(real, "send")
    ended(real, qtbot)
    answered(second)
    command(real, "send")
    assert real.session.settings[remembered.WHO] == "李四"


def test_the_folder_can_be_looked_for(
    real: MainWindow,
    tmp_path: Path,
    answered: Callable[[Hand], list[SendDialog]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("bulletin_desk.desk.sending.send_dialog.ask_folder", lambda *_: tmp_path)

    def hand(dialog: SendDialog) -> None:
        QTest.mouseClick(dialog.choose, Qt.MouseButton.LeftButton)
        assert dialog.folder.text() == str(tmp_path)
        QTest.keyClick(dialog, Qt.Key.Key_Escape)

    answered(hand)
    command(real, "send")


def test_putting_out_again_is_as_it_was_before(
    real: MainWindow,
    qtbot: QtBot,
    tmp_path: Path,
    answered: Callable[[Hand], list[SendDialog]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """F9 repeats what the clerk put out, not what went round."""
    monkeypatch.setattr(real.proofing, "may_put_out", lambda *_: True)
    target = tmp_path / "印.pdf"
    real.output.start(((PDF, target),))
    ended(real, qtbot)
    target.unlink()
    answered(into(tmp_path))
    command(real, "send")
    ended(real, qtbot)
    command(real, "export_again")
    ended(real, qtbot)
    assert target.exists()


def test_what_may_not_be_edited_goes_nowhere(real: MainWindow) -> None:
    real.session.refusal = "只能看。"
    for name in ("send", "sign", "unsign"):
        command(real, name)
        assert real.notice.text.endswith("只能看。")
