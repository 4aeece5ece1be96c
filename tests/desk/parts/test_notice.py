"""A notice leaves when it stops being true: every place that says something names what ends it, and each kind
of end is driven through the window."""

from __future__ import annotations

import ast
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

import bulletin_desk.desk
from bulletin_desk.bulletin.edits import with_text
from bulletin_desk.bulletin.grammar import NAME, item_path, title_of
from bulletin_desk.desk.files import asking
from bulletin_desk.desk.parts.notice import Until
from bulletin_desk.desk.putting_out import output
from bulletin_desk.desk.window import MainWindow
from bulletin_desk.forms import PDF
from bulletin_desk.proof.findings import Finding
from bulletin_desk.storage.bulletin_file import read_bulletin, to_json, write_bulletin
from tests.bulletin.rich import RICH
from tests.desk.conftest import REAL, there, type_keys

DESK = Path(bulletin_desk.desk.__file__).parent
ITEM = item_path(0, 0)
Key = Qt.Key

ENDS: dict[tuple[str, str], tuple[str, ...]] = {
    ("app", "_run"): ("CLOSED",),
    ("files/filing", "_save_renamed"): ("SAVED",),
    ("files/filing", "_tell_late"): ("SAVED", "SAVED"),
    ("files/filing", "_write"): ("SAVED",),
    ("files/filing", "_begin_after"): ("EDITED SAVED",),
    ("files/filing", "begin"): ("EDITED",),
    ("files/filing", "new_after"): ("MOVED",),
    ("files/filing", "offer_recovered"): ("MOVED",),
    ("files/filing", "open_file"): ("MOVED",),
    ("files/filing", "_tell_opened"): ("CLOSED", "SAVED"),
    ("files/filing", "open_recent"): ("MOVED",),
    ("files/filing", "restore"): ("EDITED SAVED",),
    ("files/filing", "settle"): ("SAVED changed outside", "EDITED"),
    ("files/filing", "start_empty"): ("EDITED",),
    ("files/filing", "tell_changed"): ("SAVED changed outside",),
    ("history/history", "_open"): ("MOVED", "EDITED SAVED"),
    ("history/history", "_take"): ("EDITED SAVED",),
    ("history/history", "show"): ("MOVED", "SAVED"),
    ("learning/learning", "_tell"): ("EDITED SAVED", "EDITED SAVED"),
    ("library/librarian", "_take_over"): ("EDITED",),
    ("panels/arranging", "remove"): ("EDITED",),
    ("panels/fields", "__init__"): ("EDITED",),
    ("panels/searching", "replace_all"): ("EDITED", "EDITED"),
    ("parts/notice", "refuse"): ("MOVED SAVED",),
    ("proofing/proofing", "_keep"): ("CLOSED", "EDITED"),
    ("proofing/proofing", "_kept"): ("CLOSED",),
    ("reviewing/remarking", "go_to"): ("MOVED",),
    ("reviewing/remarking", "step"): ("EDITED MOVED",),
    ("proofing/proofing", "_put_right"): ("EDITED",),
    ("proofing/proofing", "_restore"): ("MOVED",),
    ("proofing/proofing", "_show_earlier"): ("EDITED",),
    ("proofing/proofing", "_tell"): ("MOVED finding",),
    ("picturing/picturing", "_read"): ("EDITED",),
    ("picturing/picturing", "_say"): ("EDITED",),
    ("picturing/picturing", "remove"): ("EDITED",),
    ("picturing/picturing", "save"): ("EDITED",),
    ("proofing/proofing", "fix_here"): ("MOVED no fix here",),
    ("proofing/proofing", "ignore_here"): ("EDITED",),
    ("proofing/proofing", "step"): ("EDITED nothing found", "EDITED check"),
    ("putting_out/output", "_is_busy"): ("export",),
    ("proposing/proposing", "__init__"): ("CLOSED",),
    ("proposing/proposing", "_came"): ("CLOSED EDITED",),
    ("proposing/proposing", "_kept_came"): ("CLOSED", "EDITED marked copies"),
    ("proposing/proposing", "_stop"): ("EDITED",),
    ("proposing/proposing", "_take"): ("EDITED",),
    ("proposing/proposing", "take_back"): ("marked copies",),
    ("putting_out/output", "_tell_done"): ("export",),
    ("putting_out/output", "_tell_end"): ("export",),
    ("putting_out/output", "_tell_unfinished"): ("export",),
    ("putting_out/output", "_print"): ("EDITED",),
    ("changing/proofs", "ask"): ("EDITED",),
    ("putting_out/web", "_copy"): ("EDITED web copy",),
    ("sending/sending", "_put_out"): ("EDITED",),
    ("sending/sending", "_send"): ("EDITED SAVED",),
    ("sending/sending", "unsign"): ("SAVED",),
    ("library/pooling", "put_in"): ("EDITED",),
    ("sheets/sheets", "_print"): ("EDITED",),
    ("sheets/sheets", "_save"): ("sheets",),
    ("shaping/guides", "key"): ("EDITED",),
    ("shaping/guides", "release"): ("EDITED",),
    ("shaping/shaping", "give_away"): ("EDITED",),
    ("shaping/shaping", "restore"): ("EDITED",),
    ("shaping/under", "_came"): ("CLOSED",),
    ("starting/starting", "save_model"): ("EDITED",),
    ("starting/starting", "set_layout"): ("EDITED",),
    ("taking_in/intaking", "_ended"): ("EDITED",),
    ("taking_in/intaking", "add"): ("EDITED",),
    ("taking_in/intaking", "edit_units"): ("a batch of manuscripts",),
    ("taking_in/intaking", "paste"): ("COPIED",),
    ("taking_in/intaking", "take_in"): ("a batch of manuscripts",),
    ("volumes/volumes", "_is_busy"): ("volumes",),
    ("volumes/volumes", "_say"): ("volumes",),
    ("taking_in/registering", "tell"): ("CLOSED",),
    ("taking_in/pasting", "tell"): ("COPIED EDITED", "a paste"),
    ("window", "take_in_hand"): ("EDITED SAVED",),
}
"""What ends what each function says, in the order of its text: what happens, and what has to be over."""


# ---- every place


def modules() -> Iterator[tuple[str, ast.Module]]:
    for file in sorted(DESK.rglob("*.py")):
        yield file.relative_to(DESK).with_suffix("").as_posix(), ast.parse(file.read_text(encoding="utf-8"))


def is_notice(node: ast.expr) -> bool:
    """Whether an expression is the notice: `notice`, `self._notice`, `window.notice`."""
    name = node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""
    return name.lstrip("_") == "notice"


def says(node: ast.AST, module: str) -> bool:
    """Whether a node is a call that has the notice say something."""
    if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "say"):
        return False
    return is_notice(node.func.value) or module == "parts/notice"


def names_in(tree: ast.Module) -> dict[str, str]:
    """The module's own names of texts."""
    names: dict[str, str] = {}
    for node in tree.body:
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name | ast.Tuple):
            target, value = node.targets[0], node.value
            pairs = [(target, value)] if isinstance(target, ast.Name) else []
            if isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple):
                pairs = list(zip(target.elts, value.elts, strict=True))  # type: ignore[arg-type]
            for name, text in pairs:
                if isinstance(name, ast.Name) and isinstance(text, ast.Constant):
                    names[name.id] = str(text.value)
    return names


def found_ends() -> dict[tuple[str, str], tuple[str, ...]]:
    """What ends what is said, by the program's own text."""
    found: dict[tuple[str, str], tuple[str, ...]] = {}
    for module, tree in modules():
        names = names_in(tree)
        for function in ast.walk(tree):
            if not isinstance(function, ast.FunctionDef):
                continue
            calls = [node for node in ast.walk(function) if says(node, module)]
            for call in sorted(calls, key=lambda node: node.lineno):  # type: ignore[attr-defined]
                assert isinstance(call, ast.Call)
                given = {keyword.arg: keyword.value for keyword in call.keywords}
                ends = [node.attr for node in ast.walk(given["until"]) if isinstance(node, ast.Attribute)]
                about = given.get("about")
                assert ("DONE" in ends) == (about is not None), (module, function.name)
                words = [end for end in ends if end != "DONE"]
                if isinstance(about, ast.Name):
                    words.append(names[about.id])
                place = (module, function.name)
                found[place] = (*found.get(place, ()), " ".join(words))
    return found


def test_every_place_names_what_ends_what_it_says() -> None:
    assert found_ends() == ENDS


def test_nothing_is_said_past_that_table() -> None:
    """No signal leads straight into `say`, and no undo button undoes whatever is last."""
    for module, tree in modules():
        calls = {id(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)}
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute) and node.attr == "say" and is_notice(node.value):
                assert id(node) in calls, f"{module}:{node.lineno}"
            if isinstance(node, ast.Tuple) and len(node.elts) == 2:
                words, does = node.elts
                if isinstance(words, ast.Constant) and words.value == "撤销":
                    assert isinstance(does, ast.Call | ast.Name), f"{module}:{node.lineno}"
                    assert not isinstance(does, ast.Call) or ast.unparse(does.func).endswith(".taking_back")


def test_what_has_to_be_over_is_told_where_it_is_said() -> None:
    for module, tree in modules():
        names = names_in(tree)
        waited, told = set(), set()
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                if says(node, module):
                    about = {keyword.arg: keyword.value for keyword in node.keywords}.get("about")
                    if isinstance(about, ast.Name):
                        waited.add(names[about.id])
                elif node.func.attr == "done" and is_notice(node.func.value):
                    assert isinstance(node.args[0], ast.Name)
                    told.add(names[node.args[0].id])
        assert waited == told, module


# ---- undo in a notice


def removed(window: MainWindow) -> None:
    window.outline.select_parts([item_path(0, 1)])
    window.outline.setFocus()
    QTest.keyClick(window.outline, Key.Key_Delete)


def replaced(window: MainWindow) -> None:
    window.searching.open(replacing=True)
    window.find_bar.wanted.setText("年鉴")
    window.searching.replace_all("志书")


def imported(window: MainWindow) -> None:
    from bulletin_desk.intake.draft import Context, take_in
    from bulletin_desk.intake.sources import load_units
    from tests.intake.manuscripts import CASES

    context = Context(("市州动态",), load_units())
    assert not window.intaking.add(take_in(CASES["OFFICIAL"].manuscript, context).drafts)


@pytest.fixture(params=[removed, replaced, imported])
def done(request: pytest.FixtureRequest, real: MainWindow) -> MainWindow:
    """A window in which something was typed, then done that the notice offers to undo."""
    real.document.go_to(title_of(ITEM))
    type_keys(real, "先。")
    request.param(real)
    assert [button.text() for button in real.notice.choices] == ["撤销"]
    return real


def test_an_undo_button_undoes_what_it_names_once(done: MainWindow) -> None:
    (button,) = done.notice.choices
    button.click()
    assert done.notice.isHidden()
    assert done.document.undo_name == "输入"
    button.click()  # a double click's second
    assert done.document.undo_name == "输入"


def test_it_leaves_with_the_next_edit_and_with_undo_by_key(done: MainWindow) -> None:
    (button,) = done.notice.choices
    done.canvas.setFocus()
    QTest.keyClick(done.canvas, Key.Key_Right)
    assert done.notice.isVisible()
    if done.find_bar.isVisible():
        done.find_bar.close_bar()
    done.document.go_to(title_of(ITEM))
    type_keys(done, "再")
    assert done.notice.isHidden()
    issue = done.document.issue
    button.click()
    assert done.document.issue == issue
    done.session.undo()
    button.click()  # what it names is the last again, but the notice has gone: as good as not there
    done.session.redo()
    done.session.undo()


def test_what_takes_back_takes_back_nothing_else(real: MainWindow) -> None:
    document = real.document
    document.go_to(title_of(ITEM))
    type_keys(real, "一")
    back = real.session.taking_back()
    type_keys(real, "二")  # of the same run: the step has grown
    issue = document.issue
    back()
    assert document.issue is issue
    back = real.session.taking_back()
    real.session.undo()
    issue = document.issue
    back()
    assert document.issue is issue
    real.session.redo()
    back()
    assert document.issue is issue or document.issue == issue
    assert real.filing.open_file(there(real.session.file))
    issue = real.document.issue
    back()
    assert real.document.issue is issue
    real.session.taking_back()()
    assert real.document.issue is issue


# ---- each kind of end


def test_a_blank_issue_is_none_once_something_is_typed(window: MainWindow) -> None:
    window.filing.start_empty()
    assert "空白" in window.notice.text
    QTest.keyClick(window.canvas, Key.Key_Down)
    assert "空白" in window.notice.text
    type_keys(window, "字")
    assert window.notice.isHidden()


@pytest.mark.parametrize("name", ["期.bulletin", "期.json"])
def test_lost_pictures_are_told_at_opening_until_the_clerk_has_read_it(
    window: MainWindow, tmp_path: Path, name: str
) -> None:
    file = tmp_path / name
    text = to_json(RICH)
    if name.endswith(".json"):
        file.write_text(text, encoding="utf-8")
    else:
        with zipfile.ZipFile(file, "w") as packed:
            packed.writestr("bulletin.json", text)
    assert window.filing.open_file(file)
    lost = (
        "文件里有3张图片已丢失或损坏，在“专题”第2篇《全省工作推进会召开》第7段（图片）、附件2《会议照片》第1段（图片），"
        "版面上先画了叉，请重新插入或改用备份。"
    )
    assert window.notice.text.startswith(lost)
    assert (window.notice.text != lost) == name.endswith(".json")  # which also says where it will be saved
    window.document.go_to(title_of(ITEM))
    type_keys(window, "字")
    assert window.notice.text.startswith(lost)
    write_bulletin(tmp_path / "全.bulletin", RICH)
    window.document.mark_saved()
    assert window.filing.open_file(tmp_path / "全.bulletin")
    assert window.notice.isHidden()


def test_a_refusal_holds_until_the_caret_is_elsewhere(real: MainWindow) -> None:
    real.document.go_to((*ITEM, "blocks", 0), 0)
    QTest.keyClick(real.canvas, Key.Key_5, Qt.KeyboardModifier.ControlModifier)
    assert "来源" in real.notice.text
    QTest.keyClick(real.canvas, Key.Key_Down)
    assert real.notice.isHidden()


def test_a_refusal_of_a_read_only_issue_ends_when_it_is_saved_elsewhere(
    real: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real.session.refusal = "只读。"
    real.canvas.setFocus()
    type_keys(real, "字")
    assert "只读。" in real.notice.text
    monkeypatch.setattr(asking, "ask_save", lambda *_: tmp_path / "另一份.bulletin")
    real.actions_by_name["save"].trigger()
    assert real.notice.isHidden()


def test_no_versions_yet_is_said_until_the_first_is_kept(
    window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window.actions_by_name["versions"].trigger()
    assert "还没有以前的版本" in window.notice.text
    type_keys(window, "字")
    assert "还没有以前的版本" in window.notice.text
    monkeypatch.setattr(asking, "ask_save", lambda *_: tmp_path / "一期.bulletin")
    window.actions_by_name["save"].trigger()
    assert window.notice.isHidden()


def test_an_empty_clipboard_is_said_until_something_is_copied(window: MainWindow) -> None:
    clipboard = QGuiApplication.clipboard()
    clipboard.clear()
    QApplication.processEvents()
    window.actions_by_name["paste_manuscript"].trigger()
    assert "没有文字" in window.notice.text
    clipboard.setText("稿件")
    QApplication.processEvents()
    assert window.notice.isHidden()


def test_the_next_issue_is_begun_until_it_is_saved(
    window: MainWindow, card_taken: None, tmp_path: Path
) -> None:
    del card_taken
    file = tmp_path / REAL.name
    file.write_bytes(REAL.read_bytes())
    window.filing.new_after(file)
    assert "期建好了" in window.notice.text
    QTest.keyClick(window.canvas, Key.Key_Down)
    assert "期建好了" in window.notice.text
    window.actions_by_name["save"].trigger()
    assert window.notice.isHidden()


# ---- findings


@pytest.fixture
def faulty(window: MainWindow, qtbot: QtBot) -> MainWindow:
    """An issue with a fault that can be put right, told of by F8."""
    type_keys(window, "标题\n会议结束，，散会。")
    look(window, qtbot)
    window.document.go_to(title_of(ITEM), 1)
    QTest.keyClick(window.canvas, Key.Key_F8)
    assert "标点重复" in window.notice.text
    return window


def look(window: MainWindow, qtbot: QtBot) -> None:
    window.proofing.look(now=True)
    issue = window.document.issue
    with qtbot.waitSignal(window.proofing.counted, timeout=20_000):
        pass
    assert window.proofing._issue is issue


def test_a_finding_is_told_until_the_caret_leaves_it(faulty: MainWindow) -> None:
    QTest.keyClick(faulty.canvas, Key.Key_Left)
    QTest.keyClick(faulty.canvas, Key.Key_Left)
    assert faulty.notice.isHidden()


def test_a_finding_is_told_no_more_once_it_is_put_right(faulty: MainWindow) -> None:
    button = next(each for each in faulty.notice.choices if each.text() == "改这一处")
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert faulty.notice.isHidden()
    assert faulty.document.undo_name == "改“，，”"


def test_a_finding_that_is_still_there_is_told_on(faulty: MainWindow, qtbot: QtBot) -> None:
    look(faulty, qtbot)
    assert "标点重复" in faulty.notice.text


def test_a_finding_that_is_found_no_more_is_told_no_more(faulty: MainWindow) -> None:
    rest = [each for each in faulty.proofing.findings if each.rule != "doubled_mark"]
    faulty.proofing._found(faulty.document.issue, rest, ())
    assert faulty.notice.isHidden()


def test_being_looked_at_and_nothing_found_are_said_while_they_are_so(
    window: MainWindow, qtbot: QtBot
) -> None:
    window.filing.start_empty()
    window.notice.hide()
    QTest.keyClick(window.canvas, Key.Key_F8)
    assert "正在检查" in window.notice.text
    look(window, qtbot)
    assert window.notice.isHidden()
    window.proofing._found(window.document.issue, [], ())
    QTest.keyClick(window.canvas, Key.Key_F8)
    assert "没有要看的地方" in window.notice.text
    window.proofing._found(window.document.issue, [], ())
    assert "没有要看的地方" in window.notice.text
    type_keys(window, "标题\n会议结束，，散会。")
    window.notice.say("没有要看的地方。", until=Until.DONE, about="nothing found")
    look(window, qtbot)
    assert any(each.length for each in window.proofing.findings)
    assert window.notice.isHidden()


def test_no_fix_here_is_said_until_there_is_one(faulty: MainWindow) -> None:
    faulty.document.go_to((*ITEM, "blocks", 0), 5)
    every: list[Finding] = list(faulty.proofing.findings)
    faulty.proofing._found(faulty.document.issue, [], ())
    QTest.keyClick(faulty.canvas, Key.Key_F8, Qt.KeyboardModifier.ControlModifier)
    assert "光标这里没有" in faulty.notice.text
    faulty.proofing._found(faulty.document.issue, every, ())
    assert faulty.notice.isHidden()


# ---- files


@pytest.fixture
def written(
    real: MainWindow, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> tuple[MainWindow, Path, list[Path]]:
    """A window that has put a PDF out; what is opened is written down."""
    opened: list[Path] = []
    monkeypatch.setattr(output, "open_path", opened.append)
    monkeypatch.setattr(real, "isActiveWindow", lambda: True)
    target = tmp_path / "一期.pdf"
    real.output.start(((PDF, target),))
    qtbot.waitUntil(lambda: bool(real.output._written), timeout=60_000)
    assert "已输出" in real.notice.text
    return real, target, opened


def come_back(window: MainWindow) -> None:
    QApplication.sendEvent(window, QEvent(QEvent.Type.ActivationChange))


def button(window: MainWindow, words: str) -> QPushButton:
    return next(each for each in window.notice.choices if each.text() == words)


def test_what_was_put_out_is_told_while_it_is_there(
    written: tuple[MainWindow, Path, list[Path]], qtbot: QtBot
) -> None:
    window, target, opened = written
    type_keys(window, "字")
    come_back(window)
    qtbot.waitUntil(lambda: bool(window.output._written))
    assert "已输出" in window.notice.text
    button(window, "打开 PDF").click()
    assert opened == [target]
    target.unlink()
    come_back(window)
    qtbot.waitUntil(window.notice.isHidden)


def test_what_another_has_written_over_is_told_no_more(
    written: tuple[MainWindow, Path, list[Path]], qtbot: QtBot
) -> None:
    window, target, _ = written
    target.write_bytes(b"%PDF-another")
    come_back(window)
    qtbot.waitUntil(window.notice.isHidden)


def test_what_is_gone_is_not_opened(written: tuple[MainWindow, Path, list[Path]]) -> None:
    window, target, opened = written
    target.unlink()
    button(window, "打开 PDF").click()
    assert opened == []
    assert window.notice.text == "“一期.pdf”已经不在原来的地方了，要看请再输出一次。"


def test_another_export_tells_of_its_own(
    written: tuple[MainWindow, Path, list[Path]], tmp_path: Path, qtbot: QtBot
) -> None:
    window, _, _ = written
    window.output.start(((PDF, tmp_path / "二期.pdf"),))
    assert window.notice.isHidden()
    window.output.start(((PDF, tmp_path / "三期.pdf"),))
    assert "正在输出" in window.notice.text
    qtbot.waitUntil(lambda: "二期" in window.notice.text, timeout=60_000)
    assert "正在输出" not in window.notice.text
    qtbot.waitUntil(lambda: bool(window.output._written))


def changed_by_a_colleague(file: Path) -> None:
    write_bulletin(file, with_text(read_bulletin(file), NAME, "别人改的"))


def test_a_change_outside_is_told_until_it_is_saved_over_or_taken_back(
    real: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = there(real.session.file)
    monkeypatch.setattr(real, "isActiveWindow", lambda: True)
    before = file.read_bytes()
    changed_by_a_colleague(file)
    come_back(real)
    qtbot.waitUntil(lambda: "被别人改过" in real.notice.text)
    file.write_bytes(before)  # the colleague has taken it back
    come_back(real)
    qtbot.waitUntil(real.notice.isHidden)
    changed_by_a_colleague(file)
    come_back(real)
    qtbot.waitUntil(lambda: "被别人改过" in real.notice.text)
    assert real.filing._write(file, overwrite=True)
    assert real.notice.isHidden()


def test_one_batch_at_a_time_is_said_until_it_is_through(
    window: MainWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    paper = tmp_path / "稿.txt"
    paper.write_text(
        "德阳市推进数字史志建设\n" + "这是一段很长的正文，写的是工作。" * 4 + "\n", encoding="utf-8"
    )
    window.intaking.take_in([paper])
    qtbot.waitUntil(lambda: window.intaking.dialog is not None, timeout=20_000)
    window.intaking.take_in([paper])
    assert "先把那一批核对完" in window.notice.text
    there(window.intaking.dialog).reject()
    assert window.notice.isHidden()


# ---- the status line


def test_the_status_line_s_words_leave_when_they_are_untrue(real: MainWindow) -> None:
    real.actions_by_name["save"].trigger()
    assert "已保存" in real.status.currentMessage()
    QTest.keyClick(real.canvas, Key.Key_Down)
    assert "已保存" in real.status.currentMessage()
    type_keys(real, "字")
    assert not real.status.currentMessage()
    real.actions_by_name["select_all"].trigger()
    assert "选中了正文" in real.status.currentMessage()
    QTest.keyClick(real.canvas, Key.Key_Right)
    assert not real.status.currentMessage()
    QTest.keyClick(real.canvas, Key.Key_Tab)
    assert "不用按 Tab" in real.status.currentMessage()
    type_keys(real, "字")
    assert "不用按 Tab" in real.status.currentMessage()  # it is so all the same
    real.filing.start_empty()
    assert not real.status.currentMessage()
