"""The window of the register: sorted, found, marked, remarked, taken away and brought back, as hands do."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from bulletin_desk.bulletin.received import Added, IssueName, Read, ReceivedItem, Status
from bulletin_desk.desk.commands.actions import MENUS
from bulletin_desk.desk.received import received_dialog
from bulletin_desk.desk.received.received_dialog import ReceivedDialog
from bulletin_desk.desk.window import MainWindow
from bulletin_desk.storage.received import append, digest_of, read_register, received
from tests.desk.conftest import there, type_into

ISSUE = IssueName("a" * 32, "地方志简报", 3, date(2024, 3, 9))
WORDS = "泸州市来的稿子".encode()


def read(number: int, name: str, source: str, *titles: str, path: str = "") -> Read:
    items = tuple(ReceivedItem(title, source, "张三") for title in titles)
    when = datetime(2024, number, 5, 9, 30)
    return Read(when, digest_of(WORDS if path else name.encode()), name, 1_000, path, items)


@pytest.fixture
def opened(real: MainWindow, tmp_path: Path, qtbot: QtBot) -> Callable[[], ReceivedDialog]:
    """The window of the register with three manuscripts in it, by its command."""
    (tmp_path / "泸州.txt").write_bytes(WORDS)
    reads = [
        read(1, "泸州.txt", "泸州市地方志办公室", "启动年鉴编纂", "又一篇", path=str(tmp_path / "泸州.txt")),
        read(2, "德阳.docx", "德阳市地方志办公室", "推进数字史志"),
        read(3, "", "宜宾市地方志办公室", "召开会议"),
    ]
    used = Added(
        datetime(2024, 3, 6), reads[1].digest, "s", ISSUE, (reads[1].items[0]._replace(status=Status.USED),)
    )
    append(real.session.places.received, [*reads, used])

    def dialog() -> ReceivedDialog:
        real.actions_by_name["received"].trigger()
        shown = there(real.receiving.dialog)
        qtbot.waitUntil(lambda: shown.rows.rowCount() == 3, timeout=20_000)
        return shown

    return dialog


def column(dialog: ReceivedDialog, number: int) -> list[str]:
    return [str(dialog.rows.data(dialog.rows.index(row, number))) for row in range(dialog.rows.rowCount())]


def click(widget: object) -> None:
    QTest.mouseClick(there(widget), Qt.MouseButton.LeftButton)  # type: ignore[call-overload]


def head(dialog: ReceivedDialog, number: int) -> None:
    """A click on a heading."""
    header = dialog.table.horizontalHeader()
    place = QPoint(header.sectionViewportPosition(number) + 9, header.height() // 2)
    QTest.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=place)


def test_it_stands_beside_the_window(opened: Callable[[], ReceivedDialog], real: MainWindow) -> None:
    assert any("received" in names.split() for title, names in MENUS if title.startswith("资料"))
    dialog = opened()
    assert not dialog.isModal()
    assert opened() is dialog
    assert column(dialog, 0) == ["2024-03-05 09:30", "2024-02-05 09:30", "2024-01-05 09:30"]
    assert column(dialog, 1)[0] == "宜宾市地方志办公室"
    assert column(dialog, 2) == ["（粘贴的文字）", "德阳.docx", "泸州.txt"]
    assert column(dialog, 3)[2] == "启动年鉴编纂、又一篇"
    assert column(dialog, 4) == ["收到", "用了：2024年第3期", "收到"]
    assert dialog.count.text() == "共 3 份，用了 1 份。"
    dialog.table.selectRow(0)
    dialog.remark.setFocus()
    type_into(dialog.remark, "还在写")
    QTest.keyClick(dialog.remark, Qt.Key.Key_Escape)
    assert not dialog.isVisible()
    dialog = opened()
    assert column(dialog, 5)[0] == "还在写"
    click(dialog.leave)
    assert not dialog.isVisible()


def test_sorted_by_each_heading(opened: Callable[[], ReceivedDialog]) -> None:
    dialog = opened()
    for number in range(6):
        head(dialog, number)
        ways = [column(dialog, number)]
        head(dialog, number)
        ways.append(column(dialog, number))
        assert sorted(ways[0]) in ways, number
        assert sorted(ways[0], reverse=True) in ways, number


def test_found_by_days_status_and_words(opened: Callable[[], ReceivedDialog]) -> None:
    dialog = opened()
    type_into(dialog.words, "地方志 年鉴")
    assert column(dialog, 2) == ["泸州.txt"]
    dialog.words.selectAll()
    type_into(dialog.words, "张三 第3期")
    assert column(dialog, 2) == ["德阳.docx"]
    dialog.words.clear()
    type_into(dialog.since, "2024-2-1")
    QTest.keyClick(dialog.since, Qt.Key.Key_Return)
    assert len(column(dialog, 0)) == 2
    type_into(dialog.until, "2024-2-5")
    QTest.keyClick(dialog.until, Qt.Key.Key_Return)
    assert column(dialog, 2) == ["德阳.docx"]
    dialog.since.selectAll()
    QTest.keyClick(dialog.since, Qt.Key.Key_Delete)
    QTest.keyClick(dialog.since, Qt.Key.Key_Return)
    assert len(column(dialog, 0)) == 2
    dialog.status.setFocus()
    QTest.keyClick(dialog.status, Qt.Key.Key_Down)
    assert dialog.status.currentText() == "收到"
    assert column(dialog, 2) == ["泸州.txt"]
    type_into(dialog.words, "没有这个词")
    assert dialog.count.text() == "没有符合的。"


def test_marked_by_hand_and_remarked(opened: Callable[[], ReceivedDialog], real: MainWindow) -> None:
    dialog, folder = opened(), real.session.places.received
    dialog.table.selectRow(2)
    assert "泸州.txt　2024-01-05 09:30收到" in dialog.about.text()
    assert "收到　启动年鉴编纂　（泸州市地方志办公室　张三）" in dialog.about.text()
    click(dialog.used)
    assert received(folder)[0].status is Status.USED
    assert column(dialog, 4)[2] == "用了"
    assert [each.name for each in dialog.chosen] == ["泸州.txt"]  # still
    click(dialog.unused)
    assert received(folder)[0].status is Status.UNUSED
    click(dialog.unmark)
    assert received(folder)[0].status is Status.RECEIVED
    assert not dialog.unmark.isEnabled()
    dialog.remark.setFocus()
    type_into(dialog.remark, "等补充材料")
    place = dialog.table.visualRect(dialog.rows.index(1, 2)).center()
    QTest.mouseClick(dialog.table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert [each.name for each in dialog.chosen] == ["德阳.docx"]
    assert dialog.remark.text() == ""
    assert [each.remark for each in received(folder)] == ["等补充材料", "", ""]


def test_a_remark_is_kept_by_enter_and_by_leaving(
    opened: Callable[[], ReceivedDialog], real: MainWindow
) -> None:
    dialog, folder = opened(), real.session.places.received
    dialog.table.selectRow(0)
    dialog.remark.setFocus()
    type_into(dialog.remark, "甲")
    QTest.keyClick(dialog.remark, Qt.Key.Key_Return)
    type_into(dialog.remark, "乙")
    dialog.words.setFocus()
    assert [each.remark for each in received(folder)] == ["", "", "甲乙"]
    assert column(dialog, 5)[0] == "甲乙"


def test_taken_away_and_brought_back(opened: Callable[[], ReceivedDialog], real: MainWindow) -> None:
    dialog, folder = opened(), real.session.places.received
    dialog.table.selectAll()
    click(dialog.remove)
    assert received(folder) == ()
    assert dialog.rows.rowCount() == 0
    dialog.status.setCurrentText("去掉的")
    assert dialog.rows.rowCount() == 3
    dialog.table.selectRow(0)
    assert dialog.remove.text().startswith("恢复")
    assert not dialog.used.isEnabled()
    click(dialog.remove)
    assert [each.name for each in received(folder)] == [""]


def test_files_are_opened_if_they_are_there(
    opened: Callable[[], ReceivedDialog], real: MainWindow, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    dialog = opened()
    went: list[Path] = []
    said: list[str] = []
    monkeypatch.setattr(received_dialog, "open_path", went.append)
    monkeypatch.setattr(received_dialog, "tell", lambda _, words: said.append(words))
    dialog.table.selectRow(0)
    assert not dialog.open_file.isEnabled()  # pasted
    dialog.table.selectRow(2)
    click(dialog.open_file)
    file = tmp_path / "泸州.txt"
    assert (went, said) == ([file], [])
    file.write_text("改过", encoding="utf-8")
    click(dialog.open_file)
    assert went == [file, file]
    assert "已经不是收到时的那一份" in said[-1]
    file.unlink()
    click(dialog.open_file)
    assert len(went) == 2
    assert "不在了" in said[-1]
    # whatever somebody wrote into the register, no program is started by it
    append(real.session.places.received, [read(3, "泸州.txt", "", "甲", path=str(tmp_path / "evil.exe"))])
    (tmp_path / "evil.exe").write_bytes(WORDS)
    dialog._register = read_register(real.session.places.received)
    dialog._show()
    dialog.table.clearSelection()
    dialog.table.selectRow(next(row for row, name in enumerate(column(dialog, 2)) if name == "泸州.txt"))
    click(dialog.open_file)
    assert len(went) == 2
    assert "没有打开" in said[-1]


def test_a_register_that_cannot_be_written_says_so(
    opened: Callable[[], ReceivedDialog], real: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    dialog = opened()
    said: list[str] = []
    monkeypatch.setattr(received_dialog, "tell", lambda _, words: said.append(words))
    monkeypatch.setattr(dialog, "_folder", real.session.places.received / "2024.jsonl")
    dialog.table.selectRow(0)
    click(dialog.used)
    assert "写不了" in said[0]
    assert dialog.rows.rowCount() == 3


def test_what_comes_meanwhile_and_what_is_torn(
    opened: Callable[[], ReceivedDialog], real: MainWindow, qtbot: QtBot
) -> None:
    dialog, folder = opened(), real.session.places.received
    append(folder, [read(4, "内江.txt", "内江市地方志办公室", "甲")])
    with (folder / "2024.jsonl").open("ab") as file:
        file.write(b'{"what":"read"')
    dialog.load()  # as when the clerk comes back to it
    qtbot.waitUntil(lambda: dialog.rows.rowCount() == 4, timeout=20_000)
    assert "有1行看不懂" in dialog.count.text()


def test_an_empty_register_says_how_it_is_filled(real: MainWindow, qtbot: QtBot) -> None:
    real.actions_by_name["received"].trigger()
    dialog = there(real.receiving.dialog)
    qtbot.waitUntil(lambda: dialog.count.text() != "", timeout=20_000)
    assert dialog.count.text().startswith("还没有收到过稿件")
    assert not any(
        button.isEnabled()
        for button in (dialog.used, dialog.unused, dialog.unmark, dialog.remove, dialog.open_file)
    )
