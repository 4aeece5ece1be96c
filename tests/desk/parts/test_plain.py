"""Words from outside are shown as the characters that they are, and nothing that they name is opened."""

from __future__ import annotations

import ast
import ctypes
import json
import os
import shutil
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QEvent, QMimeData, QModelIndex, QPoint, QUrl
from PySide6.QtGui import QAction, QHelpEvent, QImage, QPainter, QTextDocument
from PySide6.QtGui import Qt as GuiQt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QDialog,
    QInputDialog,
    QLabel,
    QMenu,
    QMessageBox,
    QStyleOptionViewItem,
    QTextBrowser,
    QToolTip,
    QWidget,
)
from pytestqt.qtbot import QtBot

from bulletin_desk.bulletin.compare import Change, Difference
from bulletin_desk.bulletin.edits import with_text
from bulletin_desk.desk.commands.actions import COMMANDS, set_tip, without_key
from bulletin_desk.desk.commands.help import TextDialog, about_html, help_html
from bulletin_desk.desk.files import asking
from bulletin_desk.desk.files.comparing import ChangedDialog, Differences
from bulletin_desk.desk.files.recovering import RecoveryDialog
from bulletin_desk.desk.history.history_dialog import HistoryDialog, Kept
from bulletin_desk.desk.parts import plain
from bulletin_desk.desk.parts.faults import Faults
from bulletin_desk.desk.parts.notice import Until
from bulletin_desk.desk.putting_out.export_dialog import Choice, ExportDialog
from bulletin_desk.desk.taking_in.paragraph_text import Ink
from bulletin_desk.desk.window import MainWindow
from bulletin_desk.forms import PDF
from bulletin_desk.layouts.offers import Offers
from bulletin_desk.proof.findings import Finding, Level
from bulletin_desk.storage.bulletin_file import read_bulletin
from bulletin_desk.storage.journal import Recovered
from bulletin_desk.storage.version_files import Version
from bulletin_desk.storage.versions import History
from tests.desk.conftest import REAL, there, type_keys
from tests.storage.test_lock import THEM, lay

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")
"""Offscreen there are no real windows."""

ROOM = Path(plain.__file__).parents[1]
MODULES = sorted(file for file in ROOM.rglob("*.py") if file.name != "plain.py")

MARKUP = "<img src=spy.png>"
"""Short enough to be quoted whole in a refusal; the picture lies in the current folder."""
WAYS = (
    MARKUP,
    "“<img src='spy.png'>”",
    '<table background="spy.png"><tr><td>x</td></tr></table>',
    '<link rel="stylesheet" href="spy.png"><b>x</b>',
    '<style>@import url("spy.png"); body { background: url(spy.png) }</style><p>x</p>',
    "<!DOCTYPE html><img src=spy.png>",
    '<?xml version="1.0"?><img src=spy.png>',
    "&lt;img src=spy.png&gt;<img src=spy.png>",
    "一\n<b>二</b><img src=spy.png>",
    "<ul type=disc style='list-style-image: url(spy.png)'><li>x</ul>",
)


class Watch:
    """Tells of each opening of a file (inotify(7)); elsewhere than on Linux of none."""

    def __init__(self, file: Path) -> None:
        self.works = sys.platform == "linux"
        if self.works:
            system = ctypes.CDLL(None, use_errno=True)
            self._queue = system.inotify_init1(os.O_NONBLOCK)
            assert self._queue >= 0
            assert system.inotify_add_watch(self._queue, os.fsencode(file), 0x20) >= 0  # IN_OPEN

    def opened(self) -> bool:
        """Whether the file has been opened since this was asked last."""
        if not self.works:
            return False
        try:
            return bool(os.read(self._queue, 4096))
        except BlockingIOError:
            return False

    def stop(self) -> None:
        if self.works:
            os.close(self._queue)


@pytest.fixture
def watch(qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Watch]:
    """A picture in the current folder that nobody may open."""
    picture = tmp_path / "spy.png"
    assert QImage(4, 4, QImage.Format.Format_RGB32).save(str(picture))
    monkeypatch.chdir(tmp_path)
    watch = Watch(picture)
    yield watch
    assert not watch.opened()
    watch.stop()


def rendered(widget: QWidget) -> str:
    """All that the labels of a widget say, after it has been painted; none of them may guess."""
    widget.show()
    QApplication.processEvents()
    widget.grab()
    labels = [widget] if isinstance(widget, QLabel) else widget.findChildren(QLabel)
    for label in labels:
        guesses = label.textFormat() == GuiQt.TextFormat.AutoText
        assert label.textFormat() == GuiQt.TextFormat.PlainText or (
            guesses and not GuiQt.mightBeRichText(label.text())
        ), label.text()
    return "\n".join(label.text() for label in labels)


def as_seen(tip: str) -> str:
    """What a tool tip, or another text whose format Qt guesses, looks like."""
    if not GuiQt.mightBeRichText(tip):
        return tip
    document = QTextDocument()
    document.setHtml(tip)
    return document.toPlainText()


def as_plain(text: str) -> str:
    document = QTextDocument()
    document.setPlainText(text)
    return document.toPlainText()


def tip_shown() -> str:
    """The tool tip on the screen, as it is seen; painted before."""
    QApplication.processEvents()
    labels = [
        widget
        for widget in QApplication.topLevelWidgets()
        if isinstance(widget, QLabel)
        and widget.metaObject().className() == "QTipLabel"
        and widget.isVisible()
    ]
    for label in labels:
        label.grab()
    assert labels, "no tool tip"
    return as_seen(labels[-1].text())


def hovered(view: QAbstractItemView, index: QModelIndex) -> str:
    """The tool tip that a row shows when the pointer rests on it."""
    at = view.visualRect(index).center()
    where = view.viewport().mapToGlobal(at)
    QToolTip.hideText()
    QApplication.sendEvent(view.viewport(), QHelpEvent(QEvent.Type.ToolTip, at, where))
    return tip_shown()


@pytest.fixture
def boxes(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Each dialog is painted and left; what they said."""
    said: list[str] = []

    def run(dialog: QDialog) -> int:
        said.append(rendered(dialog))
        if isinstance(dialog, QMessageBox):
            (dialog.escapeButton() or dialog.buttons()[0]).click()
        else:
            dialog.reject()
        return 0

    monkeypatch.setattr(QDialog, "exec", run)
    monkeypatch.setattr(QMessageBox, "exec", run)
    return said


# ---- that the watch would see it


@pytest.mark.skipif(sys.platform != "linux", reason="inotify")
@pytest.mark.parametrize("url", ["spy.png", "file://{folder}/spy.png", "{folder}/spy.png"])
def test_qt_opens_what_a_label_of_its_own_names(watch: Watch, tmp_path: Path, url: str) -> None:
    label = QLabel(f"“<img src={url.format(folder=tmp_path)}>”")
    label.show()
    QApplication.processEvents()
    label.grab()
    assert watch.opened()
    page = QTextBrowser()
    page.setHtml(f"<img src={url.format(folder=tmp_path)}>")
    page.show()
    page.grab()
    assert watch.opened()


# ---- the helpers


@pytest.mark.parametrize("text", WAYS)
def test_labels_boxes_progress_and_questions(
    watch: Watch, boxes: list[str], window: MainWindow, monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    label = plain.Label(text)
    assert rendered(label) == text
    label.setText(f"另一句{text}")
    assert rendered(label) == f"另一句{text}"
    box = plain.Box(window, plain.Box.Icon.Warning, "题", text, text)
    assert rendered(box).count(text) == 2
    box.setText(f"又{text}")
    box.setInformativeText(f"再{text}")
    said = rendered(box)
    assert f"又{text}" in said
    assert f"再{text}" in said
    box.close()
    progress = plain.Progress(window, "题", text, 10)
    progress.setValue(1)
    assert text in rendered(progress)
    progress.setLabelText(f"又{text}")
    assert f"又{text}" in rendered(progress)
    progress.close()
    asked: list[str] = []

    def run(dialog: QDialog) -> int:
        dialog.show()
        QApplication.processEvents()
        dialog.grab()
        asked.extend(as_seen(label.text()) for label in dialog.findChildren(QLabel))
        return 0

    monkeypatch.setattr(QDialog, "exec", run)
    dialog = QInputDialog(window)
    dialog.setLabelText(plain.tip(text))  # as the questions have it, whose own loop no test can answer
    dialog.exec()
    assert as_plain(text) in asked


@pytest.mark.parametrize("text", WAYS)
def test_a_tool_tip_shows_what_it_is_given(watch: Watch, window: MainWindow, text: str) -> None:
    plain.show_tip(window.mapToGlobal(QPoint(20, 20)), text, window)
    assert tip_shown() == as_plain(text)
    plain.hide_tip()


@given(
    st.lists(
        st.sampled_from(
            [
                *"<>&;\"'/ \n\t\r字a",
                "<b>",
                "<img src=x>",
                "</p>",
                "&lt;",
                "&amp;",
                "  ",
                "\u2028",
                "\u00a0",
                "<!--",
            ]
        )
    )
)
def test_a_tip_looks_like_the_plain_text(qapp: QApplication, pieces: list[str]) -> None:
    text = "".join(pieces)
    made = plain.tip(text)
    if made == text:
        assert not GuiQt.mightBeRichText(text)
    else:
        assert as_seen(made) == as_plain(text)


@pytest.mark.parametrize("url", ["spy.png", "file://{folder}/spy.png", "{folder}/spy.png"])
@pytest.mark.parametrize("way", WAYS)
def test_a_page_loads_nothing(watch: Watch, tmp_path: Path, way: str, url: str) -> None:
    markup = way.replace("spy.png", url.format(folder=tmp_path.as_posix()))
    page = plain.Page()
    page.setHtml(markup)
    page.show()
    QApplication.processEvents()
    page.grab()
    text = plain.PageText()
    text.setHtml(markup)
    image = QImage(200, 200, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    text.drawContents(painter)
    painter.end()


def test_a_link_is_the_system_s(window: MainWindow, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot) -> None:
    opened: list[QUrl] = []
    monkeypatch.setattr(plain, "open_link", opened.append)
    page = plain.Page(window)
    page.setHtml("<a href='file:///tmp/x'>x</a>")
    page.show()
    page.setFocus()
    QTest.keyClick(page, GuiQt.Key.Key_Tab)
    QTest.keyClick(page, GuiQt.Key.Key_Return)
    assert opened == [QUrl("file:///tmp/x")]
    assert page.toPlainText() == "x"


# ---- the boxes


@pytest.mark.parametrize("text", WAYS)
def test_every_box_of_files(watch: Watch, boxes: list[str], window: MainWindow, text: str) -> None:
    asking.ask_overwrite(window, Path(text))
    asking.ask_unsaved(window, text)
    asking.ask_failed(window, text, recoverable=True)
    asking.ask_failed(window, text, recoverable=False)
    asking.ask_give_up(window, text)
    asking.ask_locked(window, text, text)
    asking.tell(window, text)
    assert len(boxes) == 7
    name = Path(text).name
    assert f"“{name}”" in boxes[0]
    for said in boxes[1:]:
        assert text in said


def test_the_box_of_a_fault(watch: Watch, window: MainWindow, tmp_path: Path) -> None:
    faults = Faults(window, tmp_path / f"a{MARKUP}" / "x.log", lambda: True, lambda: None)
    for safe in (True, False):
        faults._tell(safe)
        assert faults.box is not None
        assert MARKUP in rendered(faults.box)
        faults.box.reject()


def test_the_user_of_a_lock(watch: Watch, boxes: list[str], window: MainWindow, tmp_path: Path) -> None:
    file = tmp_path / "期.bulletin"
    shutil.copyfile(REAL, file)
    lay(file, replace(THEM, user=MARKUP, machine=f"b{MARKUP}"))
    assert not window.filing.open_file(file)
    assert f"已由{MARKUP}在电脑“b{MARKUP}”上" in boxes[0]


def hostile() -> Iterator[tuple[str, dict[str, object], str]]:
    """Packages that are refused with a word of theirs: name of the case, tree of the bulletin, a member."""
    with zipfile.ZipFile(REAL) as package:
        tree = json.loads(package.read("bulletin.json"))
    yield "member", tree, MARKUP
    yield "key", {**tree, MARKUP: 1}, ""
    yield "date", {**tree, "dated_header": {**tree["dated_header"], "date": MARKUP}}, ""
    section = tree["sections"][0]
    block = {"kind": MARKUP, "text": "x"}
    item = {**section["items"][0], "blocks": [block]}
    yield "kind", {**tree, "sections": [{**section, "items": [item]}]}, ""


@pytest.mark.parametrize(("tree", "member"), [pytest.param(*rest, id=name) for name, *rest in hostile()])
def test_a_word_in_a_refusal(
    watch: Watch, boxes: list[str], window: MainWindow, tmp_path: Path, tree: object, member: str
) -> None:
    file = tmp_path / "期.bulletin"
    with zipfile.ZipFile(file, "w") as package:
        package.writestr("bulletin.json", json.dumps(tree))
        if member:
            package.writestr(member, b"x")
    assert not window.filing.open_file(file)
    assert len(boxes) == 1
    assert MARKUP in boxes[0]


# ---- the dialogs


def recovered(file: Path | None) -> Recovered:
    issue = read_bulletin(REAL)
    issue = replace(issue, masthead=replace(issue.masthead, name=f"报{MARKUP}"))
    issue = with_text(issue, ("sections", 0, "items", 0, "title"), f"题{MARKUP}")
    return Recovered(issue, file, datetime(2024, 1, 9, tzinfo=UTC), ())


def test_recovery_copies(watch: Watch, boxes: list[str], window: MainWindow, tmp_path: Path) -> None:
    gone = tmp_path / f"a{MARKUP}.bulletin"
    dialog = RecoveryDialog([recovered(None), recovered(gone)], lambda _: f"不行：{MARKUP}", window)
    rendered(dialog)
    assert f"报{MARKUP}" in dialog.list.item(0).text()
    assert dialog.differences.toPlainText() == dialog.differences.sentences[0]
    assert f"《题{MARKUP}》" in dialog.differences.toPlainText()
    QTest.keyClick(dialog.list, GuiQt.Key.Key_Down)
    assert gone.name in rendered(dialog)
    assert MARKUP in dialog.differences.toPlainText()
    assert hovered(dialog.list, dialog.list.indexFromItem(dialog.list.item(1))) == str(gone)
    dialog.use_saved.click()  # its trouble is said in the page
    dialog.grab()
    assert f"不行：{MARKUP}" in dialog.differences.toPlainText()
    dialog.close()


def test_versions_and_differences(watch: Watch, window: MainWindow, tmp_path: Path, qtbot: QtBot) -> None:
    kept = tmp_path / "v.bulletin"
    shutil.copyfile(REAL, kept)
    version = Version(datetime(2024, 1, 9, tzinfo=UTC), kept, 1, name=MARKUP)
    window.session.replace(recovered(None).issue)
    last = tmp_path / f"a{MARKUP}.bulletin"
    history = History("", f"a{MARKUP}", last, (version,))
    files = [Kept(f"a{MARKUP}", (version,), True, None), Kept(f"a{MARKUP}", (version,), False, history)]
    versions = window.filing.keeper.kept_versions
    dialog = HistoryDialog(window.session, files, versions, window)
    assert MARKUP in rendered(dialog)  # the heading over the old pages
    assert "报<img src=sp" in there(dialog.parts.item(0)).text()
    assert f"a{MARKUP}" in there(dialog.files.item(0)).text()
    dialog.files.setCurrentRow(1)
    qtbot.waitUntil(lambda: str(last) in rendered(dialog))
    dialog.say(f"不行：{MARKUP}")
    assert f"不行：{MARKUP}" in rendered(dialog)
    assert hovered(dialog.files, dialog.files.indexFromItem(there(dialog.files.item(1)))) == str(last)
    dialog.close()
    for way in WAYS:
        page = Differences(window)
        page.show_all([Difference(Change.CHANGED, ("masthead",), way)])
        page.show()
        page.grab()
        assert as_plain(way).replace("\n", " ") in page.toPlainText().replace("\n", " ")
        page.say(way)
        page.grab()
        assert page.toPlainText() == as_plain(way)


@pytest.mark.parametrize("text", WAYS)
def test_a_file_that_was_changed(watch: Watch, window: MainWindow, text: str) -> None:
    dialog = ChangedDialog(text, None, text, window)
    assert f"“{text}”" in rendered(dialog)
    assert as_plain(text) in dialog.differences.toPlainText()
    dialog.close()
    dialog = ChangedDialog(text, [Difference(Change.ADDED, ("masthead",), text)], "", window)
    rendered(dialog)
    dialog.close()


def test_the_export_dialog(watch: Watch, real: MainWindow, tmp_path: Path) -> None:
    dialog = ExportDialog(real.document.issue, Choice(tmp_path, "", (PDF,)), real)
    dialog.show()
    dialog.pattern.setFocus()
    QTest.keyClicks(dialog.pattern, f"{{{MARKUP}}}")
    assert f"“{{{MARKUP}}}”不认识" in rendered(dialog)
    assert dialog.preview.text().startswith("文件名里的")
    dialog.pattern.clear()
    QTest.keyClicks(dialog.pattern, MARKUP)
    assert "_img src=spy.png_" in rendered(dialog)
    dialog.close()


def test_manuscripts(watch: Watch, window: MainWindow, qtbot: QtBot) -> None:
    data = QMimeData()
    data.setText(
        f"标题{MARKUP}\n\n　　某市{MARKUP}召开会议。\n　　会议强调，<b>要</b>抓好落实。\n（{MARKUP}）\n"
    )
    window.intaking.paste(data)
    dialog = window.intaking.dialog
    assert dialog is not None
    rendered(dialog)
    index = dialog.items.indexFromItem(dialog.items.item(0))
    assert MARKUP in dialog.items.item(0).text()
    assert hovered(dialog.items, index)
    option = QStyleOptionViewItem()
    dialog.parts.initViewItemOption(option)
    for row in range(dialog.parts.rowCount()):
        shown = there(dialog.parts.item(row, 1))
        ink = dialog.parts.itemDelegateForColumn(1)
        assert isinstance(ink, Ink)
        document = ink._document(
            option,
            dialog.parts.indexFromItem(shown),
        )
        assert document.toPlainText() == shown.text()
    dialog.reject()


@pytest.mark.not_under_wine("file names there have no angle brackets")
def test_the_file_of_a_manuscript(watch: Watch, window: MainWindow, tmp_path: Path, qtbot: QtBot) -> None:
    good, bad = tmp_path / f"好{MARKUP}.txt", tmp_path / f"坏{MARKUP}.bulletin"
    good.write_text("标题\n\n　　正文在这里，写了一些字。\n", encoding="utf-8")
    bad.write_bytes(b"x")
    window.intaking.take_in([good, bad])
    qtbot.waitUntil(lambda: window.intaking.dialog is not None, timeout=30_000)
    dialog = there(window.intaking.dialog)
    assert MARKUP in rendered(dialog)  # what was refused
    tip = hovered(dialog.items, dialog.items.indexFromItem(dialog.items.item(0)))
    assert tip.startswith(good.stem)
    dialog.reject()
    window.intaking.wait()


# ---- the window


@pytest.mark.parametrize("text", WAYS)
def test_the_notice_and_the_status_line(watch: Watch, window: MainWindow, text: str) -> None:
    window.notice.say(text, [(text, lambda: None), ("A&B", lambda: None)], until=Until.CLOSED)
    assert text in rendered(window.notice)
    assert window.notice.choices[1].text() == "A&&B"
    window.status.showMessage(text)
    window.grab()
    window.status.clearMessage()
    window.status.show_edit(text, 1, 2)
    assert text in rendered(window.status)


@pytest.mark.parametrize("text", WAYS)
def test_the_outline(watch: Watch, real: MainWindow, text: str) -> None:
    title = text.replace("\n", "")
    issue = with_text(real.document.issue, ("sections", 0, "items", 0, "title"), title)
    issue = with_text(issue, ("sections", 0, "name"), title)
    real.document.apply("改", issue)
    real.grab()
    rows = real.outline.rows
    assert hovered(real.outline, rows.index_of(("sections", 0))) == as_plain(title)
    item = rows.index_of(("sections", 0, "items", 0))
    assert hovered(real.outline, item).startswith(as_plain(title) + "\n")


@pytest.mark.parametrize("text", WAYS)
def test_findings(watch: Watch, real: MainWindow, monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    real.proofing.wait()
    QApplication.processEvents()  # what has been found in the real issue comes before
    real.findings.show()
    found = Finding(Level.ERROR, "doubled_mark", ("sections", 0, "name"), 0, 1, text, text)
    real.findings.show_findings([found])
    QApplication.processEvents()
    rendered(real.findings)
    view = real.findings.list
    row = there(view.topLevelItem(0))
    for column in (3, 4):
        assert hovered(view, view.indexFromItem(row, column)) == as_plain(text)
    menu = QMenu()
    monkeypatch.setattr(real.proofing, "at_caret", lambda: found)
    real.proofing.fill_menu(menu, QPoint(-5000, -5000))
    menu.popup(QPoint(0, 0))
    menu.grab()
    menu.close()
    assert "\n" not in menu.actions()[0].text()
    assert menu.actions()[0].text().endswith(text.replace("\n", " ").replace("&", "&&"))


def test_the_undo_menu_names_an_edit(watch: Watch, window: MainWindow) -> None:
    type_keys(window, "字")
    name = f"改“a(&b){MARKUP}”"
    window.document.apply(name, replace(window.document.issue, disclosure="x"))
    action = window.actions_by_name["undo"]
    assert action.text() == f"撤销 改“a(&&b){MARKUP}”(&U)"
    assert without_key(action.text()) == f"撤销 {name}"
    assert as_seen(action.toolTip()) == f"撤销 {name}（Ctrl+Z）"
    assert as_seen(action.toolTip()) != action.toolTip()


def test_tips_of_commands_are_as_before(window: MainWindow) -> None:
    for command in COMMANDS:
        tip = window.actions_by_name[command.name].toolTip()
        assert as_seen(tip) == tip
        assert "&" not in tip
    action = QAction("标题换行(&L)\tShift+Enter", window)
    set_tip(action, "更多")
    assert action.toolTip() == "标题换行\n更多"


@pytest.mark.not_under_wine("file names there have no angle brackets")
def test_names_of_files_in_menu_title_and_notice(watch: Watch, window: MainWindow, tmp_path: Path) -> None:
    file = tmp_path / f"A&B[*]{MARKUP}.bulletin"
    shutil.copyfile(REAL, file)
    assert window.filing.open_file(file)
    window.filing.fill_recent()
    action = window.filing.recent_menu.actions()[0]
    assert action.text() == f"&1 A&&B[*]{MARKUP}"
    assert as_seen(action.toolTip()) == str(file)
    window.filing.recent_menu.setToolTipsVisible(True)
    window.filing.recent_menu.popup(QPoint(0, 0))
    QApplication.processEvents()
    window.filing.recent_menu.grab()
    window.filing.recent_menu.close()
    for typed in ("", "字"):
        type_keys(window, typed)
        assert window.windowTitle() == f"A&B[*][*]{MARKUP}[*]"
    assert window.isWindowModified()
    window.grab()
    window.filing.tell_changed()
    assert MARKUP in rendered(window.notice)
    assert window.filing.save()
    window.grab()
    type_keys(window, "x")
    window.filing.start_empty()
    assert window.notice.choices[1].text() == f"打开“A&&B[*]{MARKUP}”"


def test_help_and_about_need_nothing_from_outside(watch: Watch, window: MainWindow) -> None:
    for title, page in (("使用说明", help_html(Offers())), ("关于", about_html(window.session.faces))):
        dialog = TextDialog(title, page, window)
        rendered(dialog)
        assert dialog.browser.toPlainText()
        dialog.close()


# ---- the bare calls

BARE = {
    "QErrorMessage",
    "QInputDialog",
    "QLabel",
    "QMessageBox",
    "QProgressDialog",
    "QSplashScreen",
    "QSystemTrayIcon",
    "QTextBrowser",
    "QTextDocument",
    "QTextEdit",
    "QToolTip",
    "QWhatsThis",
    "QWizard",
    "WhatsThisRole",
    "setTextFormat",
    "setWhatsThis",
}
"""What guesses, or opens what it is told; `ToolTipRole` is looked at by itself."""


def bare_calls(source: str) -> list[str]:
    """What a module of the desk must leave to `plain`."""
    found = []
    for node in ast.walk(ast.parse(source)):
        line = getattr(node, "lineno", 0)
        names = {
            ast.Name: lambda node: [node.id],
            ast.Attribute: lambda node: [node.attr],
            ast.ImportFrom: lambda node: [alias.name for alias in node.names],
        }.get(type(node), lambda _: [])(node)
        found += [f"{name}, line {line}" for name in names if name in BARE]
        if isinstance(node, ast.If) and "ToolTipRole" in ast.unparse(node.test):
            answers = [each.value for each in ast.walk(node) if isinstance(each, ast.Return)]
            if not node.body or not isinstance(node.body[-1], ast.Return) or not _is(answers[-1], "tip"):
                found.append(f"ToolTipRole, line {node.lineno}")
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
            continue
        name, arguments = node.func.attr, node.args
        if name == "setToolTip" and not _is(arguments[-1], "tip"):
            found.append(f"setToolTip, line {node.lineno}")
        if name == "setWindowTitle" and not _words(arguments[0], "in_title"):
            found.append(f"setWindowTitle, line {node.lineno}")
        if name in ("addAction", "addMenu") and isinstance(arguments[0], ast.JoinedStr):
            numbers = ("count", "number % 10")
            if not _words(arguments[0], "in_menu", numbers):
                found.append(f"{name}, line {node.lineno}")
    return found


def _is(node: ast.expr | None, helper: str) -> bool:
    """A constant, what the helper gives, or a choice between such."""
    if isinstance(node, ast.IfExp):
        return _is(node.body, helper) and _is(node.orelse, helper)
    if isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[-1] == helper:
        return True
    return isinstance(node, ast.Constant) and not GuiQt.mightBeRichText(str(node.value))


def _words(node: ast.expr, helper: str, known: tuple[str, ...] = ()) -> bool:
    if not isinstance(node, ast.JoinedStr):
        return _is(node, helper)
    parts = [part.value for part in node.values if isinstance(part, ast.FormattedValue)]
    return all(_is(part, helper) or ast.unparse(part) in known for part in parts)


@pytest.mark.parametrize("file", MODULES, ids=lambda file: file.stem)
def test_no_module_but_plain_shows_words_by_bare_calls(file: Path) -> None:
    assert bare_calls(file.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "source",
    [
        "from PySide6.QtWidgets import QLabel",
        "from PySide6 import QtWidgets\nQtWidgets.QMessageBox.warning(None, 'a', 'b')",
        "QInputDialog.getText(a, b, c)",
        "QTextDocument()",
        "row.setToolTip(3, name)",
        "row.setToolTip(f'{name}')",
        "row.setToolTip('<b>x</b>')",
        "row.setToolTip(tip(a) if a else b)",
        "window.setWindowTitle(name)",
        "window.setWindowTitle(f'{name}[*]')",
        "menu.addAction(f'{name}')",
        "label.setTextFormat(x)",
        "if role == Qt.ToolTipRole:\n    pass",
        "def data(self):\n    if role == Qt.ToolTipRole:\n        return words",
    ],
)
def test_a_bare_call_would_be_found(source: str) -> None:
    assert bare_calls(source)
