"""The window of a run over old issues, used as a hand does; once with a real run, else with one that only
tells."""

from __future__ import annotations

import io
import json
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QFileDialog, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from bulletin_desk import programs
from bulletin_desk.desk.gathering import gathering_dialog
from bulletin_desk.desk.gathering.gathering_dialog import GatheringDialog
from bulletin_desk.desk.gathering.running import Running
from bulletin_desk.desk.settings import GATHER_SOURCE, GATHER_TARGET
from bulletin_desk.desk.window import MainWindow
from bulletin_desk.gathering.doubts import Doubt
from bulletin_desk.gathering.outcome import Outcome, outcome_tree
from bulletin_desk.gathering.report import report_tree
from bulletin_desk.storage.bulletin_file import read_bulletin
from tests.desk.conftest import there, type_into
from tests.gathering.old_word import DIALECTS, old_word
from tests.gathering.years import year_of_issues

pytestmark = pytest.mark.qt_log_ignore("does not support raise", extend=True)  # offscreen

LEFT = Qt.MouseButton.LeftButton
FINE = Outcome("第1期.docx", "written", "2024年第1期.bulletin", "简报", "", 1, 601, "2024-01-02", "year")
ODD = Outcome(
    *("第3期.docx", "written", "2024年第3期.bulletin", "简报", "", 3, None, "2024-01-09", "year"),
    (Doubt("difference", "“甲”之后：Word 文件里的“乙”不在简报里。", "乙"), Doubt("total", "没有总期号。")),
)
BAD = Outcome("坏.docx", "unreadable", doubts=(Doubt("unreadable", "打不开“坏.docx”：文件已损坏。"),))


class Told(Running):
    """A run that does nothing but what a test says."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.asked: list[str] = []
        self.on = self.stopped = False

    @property
    def is_on(self) -> bool:
        """Whether it runs."""
        return self.on

    def start(self, arguments: Sequence[str]) -> None:
        """Notes it."""
        self.asked, self.on = list(arguments), True

    def stop(self) -> None:
        """Notes it."""
        self.stopped = True

    def end(self, outcomes: Sequence[Outcome], *, stopped: bool = False, page: str = "/单/情况.html") -> None:
        """All of them, as the program tells them."""
        self.on = False
        tree = report_tree(list(outcomes), Path("旧刊"), Path("简报"), stopped=stopped)
        self.over.emit({"page": page, "said": "共3个。", "report": tree}, "")


@pytest.fixture
def dialog(qtbot: QtBot) -> GatheringDialog:
    made = GatheringDialog(("", ""), [("县志简报", "/单位/县.toml")], running=Told(), pattern="{期号}")
    qtbot.addWidget(made)
    made.show()
    return made


def told(dialog: GatheringDialog) -> Told:
    assert isinstance(dialog.running, Told)
    return dialog.running


def press(button: QAbstractButton) -> None:
    assert button.isVisible()
    assert button.isEnabled()
    QTest.mouseClick(button, LEFT)


def shown(dialog: GatheringDialog) -> list[str]:
    model = dialog.looked
    return [str(model.index(row, 0).data()) for row in range(model.rowCount())]


def begun(dialog: GatheringDialog) -> Told:
    """With both folders typed, and the button pressed."""
    type_into(dialog.source, "/旧刊")
    type_into(dialog.target, "/简报")
    press(dialog.go)
    return told(dialog)


def test_what_is_asked_for(dialog: GatheringDialog) -> None:
    assert not dialog.go.isEnabled()
    type_into(dialog.source, "/旧刊")
    assert not dialog.go.isEnabled()
    type_into(dialog.target, "/简报")
    dialog.office.setFocus()
    QTest.keyClick(dialog.office, Qt.Key.Key_Down)
    press(dialog.again)
    press(dialog.go)
    source, target = (str(Path(name).absolute()) for name in ("/旧刊", "/简报"))
    assert told(dialog).asked == [
        source,
        "--output",
        target,
        "--office",
        "/单位/县.toml",
        *("--name", "{期号}", "--again"),
    ]
    assert not dialog.source.isEnabled()
    choosers = [each for each in dialog.findChildren(QPushButton) if each.text() == "选择…"]
    assert [each.isEnabled() for each in choosers] == [False, False]
    assert dialog.bar.isVisible()


def test_folders_are_chosen(dialog: GatheringDialog, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    answers = iter((str(tmp_path / "甲"), str(tmp_path / "乙"), ""))
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: next(answers))
    for name, field in (("选择旧刊所在的文件夹", dialog.source), ("选择简报放到", dialog.target)):
        (button,) = (each for each in dialog.findChildren(QPushButton) if each.accessibleName() == name)
        press(button)
        assert isinstance(field, QLineEdit)
    assert (dialog.source.text(), dialog.target.text()) == (str(tmp_path / "甲"), str(tmp_path / "乙"))
    press(button)  # nothing is chosen, nothing changes
    assert dialog.target.text() == str(tmp_path / "乙")


def test_how_far_it_is(dialog: GatheringDialog) -> None:
    run = begun(dialog)
    run.begun.emit("2024/第1期.docx", 1, 3)
    assert dialog.said.text() == "第1个，共3个：2024/第1期.docx"
    assert (dialog.bar.value(), dialog.bar.maximum()) == (0, 3)
    run.ended.emit(outcome_tree(FINE))
    assert dialog.bar.value() == 1
    assert shown(dialog) == ["第1期.docx"]
    run.ended.emit({"nonsense": 1})  # what can't be read is no reason to fall over
    run.end([FINE, ODD, BAD])
    assert shown(dialog) == ["坏.docx", "第3期.docx", "第1期.docx"]  # the gravest first
    assert dialog.said.text() == "共3个。"
    assert not dialog.bar.isVisible()
    assert dialog.go.isEnabled()


def test_it_is_stopped_and_gone_on_with(dialog: GatheringDialog) -> None:
    run = begun(dialog)
    assert dialog.go.text() == "停下"
    press(dialog.go)
    assert run.stopped
    assert not dialog.go.isEnabled()
    run.begun.emit("第2期.docx", 2, 3)  # a word that was on its way
    assert dialog.said.text() == "读完手上这一份就停下……"
    run.end([FINE], stopped=True)
    assert dialog.said.text() == "停下了，再按“开始收”就接着收。共3个。"
    press(dialog.go)
    assert run.on


def test_what_went_wrong_is_said(dialog: GatheringDialog) -> None:
    run = begun(dialog)
    run.on = False
    run.over.emit(None, "打不开文件夹“/旧刊”。")
    assert dialog.said.text() == "打不开文件夹“/旧刊”。"
    assert dialog.go.text() == "开始收"


def test_only_what_wants_an_eye_and_sorted(dialog: GatheringDialog) -> None:
    begun(dialog).end([FINE, ODD, BAD])
    press(dialog.only)
    assert shown(dialog) == ["坏.docx", "第3期.docx"]
    press(dialog.only)
    header = dialog.table.header()
    place = QPoint(header.sectionViewportPosition(0) + 20, 8)
    QTest.mouseClick(header.viewport(), LEFT, pos=place)
    files = shown(dialog)
    assert files in (sorted(files), sorted(files, reverse=True))
    QTest.mouseClick(header.viewport(), LEFT, pos=place)
    assert shown(dialog) == files[::-1]
    assert [dialog.looked.headerData(at, Qt.Orientation.Horizontal) for at in (0, 4)] == [
        "Word 文件",
        "要看什么",
    ]


def test_what_is_opened(dialog: GatheringDialog, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[Path] = []
    monkeypatch.setattr(gathering_dialog, "open_path", opened.append)
    wanted: list[Path] = []
    dialog.opened.connect(wanted.append)
    begun(dialog).end([FINE, ODD, BAD])
    assert dialog.details.toPlainText() == BAD.doubts[0].message
    assert not dialog.see.isEnabled()  # there is no bulletin of it
    press(dialog.see_word)
    press(dialog.see_page)
    source, target = Path("/旧刊").absolute(), Path("/简报").absolute()
    assert opened == [source / "坏.docx", Path("/单/情况.html")]
    dialog.table.setFocus()
    QTest.keyClick(dialog.table, Qt.Key.Key_Down)
    assert dialog.details.toPlainText().splitlines() == [one.message for one in ODD.doubts]
    press(dialog.see)
    place = dialog.table.visualRect(dialog.table.currentIndex()).center()
    QTest.mouseClick(dialog.table.viewport(), LEFT, pos=place)
    QTest.mouseDClick(dialog.table.viewport(), LEFT, pos=place)
    assert wanted == [target / ODD.bulletin] * 2


def test_the_command_opens_it_beside_the_window(
    window: MainWindow, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A real run, in a program of its own."""
    source, target = tmp_path / "旧刊", tmp_path / "简报"
    source.mkdir()
    issue = next(year_of_issues(3, 2024, 1))
    (source / "第1期.docx").write_bytes(old_word(issue, DIALECTS["plain"]))
    window.actions_by_name["gather"].trigger()
    (dialog,) = window.findChildren(GatheringDialog)
    assert not dialog.isModal()
    type_into(dialog.source, str(source))
    type_into(dialog.target, str(target))
    press(dialog.go)
    qtbot.waitUntil(lambda: not dialog.running.is_on, timeout=60_000)
    assert dialog.said.text() == "共1个 Word 文件，收进1期，没有要看的。"
    bulletin = target / "2024年第1期 四川省地方志工作简报.bulletin"
    assert read_bulletin(bulletin).sections == issue.sections
    wanted: list[list[Path]] = []
    window.gathering.wanted.disconnect(window.issues_came)
    window.gathering.wanted.connect(wanted.append)
    press(dialog.see)
    assert wanted == [[bulletin]]
    window.actions_by_name["gather"].trigger()
    assert window.findChildren(GatheringDialog) == [dialog]  # it is brought to the front
    settings = window.session.settings
    assert (settings[GATHER_SOURCE], settings[GATHER_TARGET]) == (str(source), str(target))
    press(dialog.close_button)
    qtbot.waitUntil(lambda: window.gathering._dialog is None)
    window.actions_by_name["gather"].trigger()
    again = there(window.gathering._dialog)
    assert again.source.text() == str(source)
    window.close()
    qtbot.waitUntil(lambda: window.gathering._dialog is None)


# ---- the other program


class Program:
    """One that has said all that it says."""

    def __init__(self, *events: object, code: int = 0) -> None:
        self.stdout = io.BytesIO(b"".join(json.dumps(event).encode() + b"\n" for event in events))
        self.stdin = io.BytesIO()
        self.code = code

    def wait(self) -> int:
        """How it ended."""
        return self.code


class Patient(Program):
    """One that says what it says when its stdin has been closed."""

    def __init__(self, *events: object) -> None:
        super().__init__(*events)
        closed = threading.Event()

        class Stdin(io.BytesIO):
            def close(self) -> None:
                super().close()
                closed.set()

        class Stdout(io.BytesIO):
            def __next__(self) -> bytes:
                assert closed.wait(60)
                return super().__next__()

        self.stdin, self.stdout = Stdin(), Stdout(self.stdout.getvalue())


def heard(qtbot: QtBot, *given: Program) -> tuple[list[object], list[list[str]]]:
    """What is said at the end of a run of these programs, one after the other; and how they were started."""
    left, asked = list(given), list[list[str]]()

    def start(arguments: Sequence[str]) -> Any:
        asked.append(list(arguments))
        return left.pop(0)

    running = Running(start=start)
    with qtbot.waitSignal(running.over, timeout=10_000) as over:
        running.start(["/旧刊"])
    assert not running.is_on
    return list(over.args or ()), asked


REPORT = {"event": "report", "page": "", "said": "共1个。", "report": {"files": []}}


def test_a_program_that_can_not_be_started(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(programs, "own_python", lambda: None)
    running = Running()
    with qtbot.waitSignal(running.over) as over:
        running.start(["/旧刊", "--output", "/简报"])
    assert over.args == [None, "没有收成：程序的另一部分启动不了，请重新安装。"]


def test_a_program_that_goes_down_is_started_again(qtbot: QtBot) -> None:
    down = [Program({"event": "begun"}, "一半", code=code) for code in (-9, -11, 0xC0000005)]
    assert heard(qtbot, *down, Program(REPORT)) == ([REPORT, ""], [["/旧刊"]] * 4)


def test_what_a_program_can_not_do_is_said(qtbot: QtBot) -> None:
    refused = Program({"event": "error", "said": "打不开文件夹“/旧刊”。"}, code=3)
    assert heard(qtbot, refused)[0] == [None, "打不开文件夹“/旧刊”。"]
    assert heard(qtbot, Program(code=2))[0] == [None, "没有收成：收到一半停了下来；再收一次，就接着往下收。"]


def test_a_run_is_stopped_by_closing_its_stdin(qtbot: QtBot) -> None:
    program = Patient(REPORT)
    running = Running(start=lambda arguments: program)  # type: ignore[arg-type,return-value]
    with qtbot.waitSignal(running.over, timeout=10_000):
        running.start([])
        qtbot.waitUntil(lambda: there(running._listening).process is not None)
        running.stop()
    assert program.stdin.closed


def test_a_window_that_goes_takes_the_run_along(qtbot: QtBot) -> None:
    program = Program(REPORT)
    running = Running(start=lambda arguments: program)  # type: ignore[arg-type,return-value]
    over: list[object] = []
    running.over.connect(lambda *told: over.append(told))
    running.start([])
    listening = there(running._listening)
    assert listening.wait(60_000)  # its end is told later, when there is nobody to be told
    running.leave()
    assert not running.is_on
    assert program.stdin.closed
    assert over == []
