"""What is taken in stands in the register of manuscripts received: when it is read, when it is added, when
that is undone; and a register that can't be written keeps nobody from taking in."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from bulletin_desk.bulletin.received import Received, Status
from bulletin_desk.cli import main
from bulletin_desk.desk.files import asking
from bulletin_desk.desk.taking_in.intake_dialog import IntakeDialog
from bulletin_desk.desk.window import MainWindow
from bulletin_desk.storage.identity import identity_at
from bulletin_desk.storage.places import places
from bulletin_desk.storage.received import read_register, received
from tests.intake.manuscripts import LONG, MORE

TWO = f"德阳市推进数字史志建设\n{LONG}\n（德阳市办 张伟）\n泸州市启动年鉴编纂\n{MORE}{LONG}\n（泸州市办）\n"
ONE = f"宜宾市召开修志会议\n{LONG}\n（宜宾市办）\n"


@pytest.fixture
def papers(tmp_path: Path) -> list[Path]:
    """Two manuscripts, one of two items."""
    files = []
    for name, text in (("两篇.txt", TWO), ("一篇.txt", ONE)):
        files.append(tmp_path / name)
        files[-1].write_text(text, encoding="utf-8")
    return files


@pytest.fixture
def _own_data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The user's data, for the command line."""
    for name in ("XDG_DATA_HOME", "LOCALAPPDATA"):
        monkeypatch.setenv(name, str(tmp_path / "data"))


def reviewed(window: MainWindow, qtbot: QtBot) -> IntakeDialog:
    """The review, once the files are read."""
    qtbot.waitUntil(lambda: window.intaking.dialog is not None, timeout=20_000)
    assert window.intaking.dialog is not None
    return window.intaking.dialog


def registered(window: MainWindow, qtbot: QtBot) -> tuple[Received, ...]:
    """The register, once all is written."""
    register = window.intaking.register
    qtbot.waitUntil(lambda: not register._writing and not register._waiting, timeout=20_000)
    return received(window.session.places.received)


def statuses(manuscript: Received) -> list[tuple[str, str, str]]:
    return [(item.title, item.source, item.status.value) for item in manuscript.items]


def test_read_added_undone_and_done_again(
    window: MainWindow, papers: list[Path], qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window.intaking.take_in(papers)
    dialog = reviewed(window, qtbot)
    two, one = registered(window, qtbot)
    assert (two.name, two.path, two.size) == ("两篇.txt", str(papers[0]), papers[0].stat().st_size)
    assert statuses(two) == [
        ("德阳市推进数字史志建设", "德阳市地方志办公室", "收到"),
        ("泸州市启动年鉴编纂", "泸州市地方志办公室", "收到"),
    ]
    assert two.items[0].persons == "张伟"
    dialog.items.item(1).setCheckState(Qt.CheckState.Unchecked)
    dialog.go.click()
    two, one = registered(window, qtbot)
    assert [each[2] for each in statuses(two)] == ["用了", "没用"]
    (use,) = one.uses
    masthead = window.document.issue.masthead
    assert (use.issue.name, use.issue.number) == (masthead.one_line, masthead.number)
    assert use.titles == ("宜宾市召开修志会议",)
    window.session.undo()
    assert [each.status for each in registered(window, qtbot)] == [Status.RECEIVED] * 2
    window.session.redo()
    assert [each.status for each in registered(window, qtbot)] == [Status.USED] * 2
    # once the issue has a file, the register knows its identity
    assert use.issue.identity == ""
    file = tmp_path / "新.bulletin"
    monkeypatch.setattr(asking, "ask_save", lambda *_args, **_more: file)
    window.actions_by_name["save"].trigger()
    assert registered(window, qtbot)[1].uses[0].issue.identity == identity_at(file) != ""


def test_what_is_not_added_is_received_and_counts_once(
    window: MainWindow, papers: list[Path], qtbot: QtBot
) -> None:
    for _ in range(2):
        window.intaking.take_in([papers[1]])
        reviewed(window, qtbot).reject()
    (one,) = registered(window, qtbot)
    assert (one.status, one.uses) == (Status.RECEIVED, ())


def test_what_was_left_out_as_a_whole_was_not_used(
    window: MainWindow, papers: list[Path], qtbot: QtBot
) -> None:
    window.intaking.take_in(papers)
    dialog = reviewed(window, qtbot)
    dialog.items.item(2).setCheckState(Qt.CheckState.Unchecked)
    dialog.go.click()
    assert [each.status for each in registered(window, qtbot)] == [Status.USED, Status.UNUSED]


def test_what_is_pasted_as_a_manuscript(window: MainWindow, qtbot: QtBot) -> None:
    data = QMimeData()
    data.setText(ONE)
    window.intaking.paste(data)
    reviewed(window, qtbot).go.click()
    (one,) = registered(window, qtbot)
    assert (one.name, one.path, one.status) == ("", "", Status.USED)
    QGuiApplication.clipboard().clear()


def test_a_register_that_cannot_be_written_is_told_once(
    window: MainWindow, papers: list[Path], qtbot: QtBot
) -> None:
    folder = window.session.places.received
    folder.parent.mkdir(parents=True, exist_ok=True)
    folder.write_text("x", encoding="utf-8")
    window.intaking.take_in(papers)
    dialog = reviewed(window, qtbot)
    assert "收稿登记" in window.notice.text
    assert "写不了" in window.notice.text
    dialog.go.click()
    assert len(window.document.issue.sections[0].items) >= 1
    assert window.notice.text.startswith("已把 3 篇稿件加入简报")
    assert read_register(folder).manuscripts == ()


def test_what_could_not_be_written_is_written_with_what_comes_next(window: MainWindow, qtbot: QtBot) -> None:
    folder, register = window.session.places.received, window.intaking.register
    folder.parent.mkdir(parents=True, exist_ok=True)
    folder.write_text("x", encoding="utf-8")
    for number, text in enumerate((ONE, TWO)):
        data = QMimeData()
        data.setText(text)
        window.intaking.paste(data)
        reviewed(window, qtbot).reject()
        qtbot.waitUntil(lambda: not register._writing, timeout=20_000)
        if not number:
            assert "写不了" in window.notice.text
            folder.unlink()
    assert len(received(folder)) == 2


def test_closing_writes_what_is_left(window: MainWindow, qtbot: QtBot) -> None:
    data = QMimeData()
    data.setText(ONE)
    window.intaking.paste(data)
    reviewed(window, qtbot).reject()
    window.intaking.wait()
    assert len(received(window.session.places.received)) == 1


@pytest.mark.usefixtures("_own_data")
def test_the_command_line_notes_them_too(papers: list[Path], tmp_path: Path) -> None:
    target = tmp_path / "新.bulletin"
    assert main(["import", *map(str, papers), "-o", str(target)]) in (0, 1)
    two, one = received(places().received)
    assert (two.status, one.status) == (Status.USED, Status.USED)
    assert one.uses[0].issue.identity == identity_at(target)
    assert main(["import", str(papers[0]), "--into", str(target)]) in (0, 1)
    two, one = received(places().received)
    assert len(two.uses) == 2


@pytest.mark.usefixtures("_own_data")
def test_the_command_line_takes_in_without_a_register(
    papers: list[Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    places().received.parent.mkdir(parents=True, exist_ok=True)
    places().received.write_text("x", encoding="utf-8")
    target = tmp_path / "新.bulletin"
    assert main(["import", str(papers[1]), "-o", str(target)]) in (0, 1)
    assert target.exists()
    assert capsys.readouterr().err.count("收稿登记") == 1
