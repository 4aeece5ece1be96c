"""The window of the library worked as a hand does: issues by year, searching, the pages beside, opening,
taking over."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QTreeWidgetItem
from pytestqt.qtbot import QtBot

from bulletin_desk.bulletin.grammar import item_path, title_of
from bulletin_desk.bulletin.model import Body, Item, LayoutText, Section
from bulletin_desk.desk.commands.help import TextDialog
from bulletin_desk.desk.library.library_dialog import LibraryDialog
from bulletin_desk.desk.library.scopes import Scopes
from bulletin_desk.desk.window import MainWindow
from bulletin_desk.editing.fragment import as_text
from bulletin_desk.layouts.read import layout_text
from bulletin_desk.library.index import Library
from bulletin_desk.storage.bulletin_file import read_bulletin, write_bulletin
from bulletin_desk.storage.places import Places
from tests.desk.conftest import OFFERING, WITHOUT_SECTIONS, there, type_into
from tests.desk.library.conftest import index
from tests.desk.library.years import issue_of

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
LEFT = Qt.MouseButton.LeftButton
Key = Qt.Key


def rows(dialog: LibraryDialog) -> list[list[str]]:
    tree = dialog.issues
    tops = [there(tree.topLevelItem(at)) for at in range(tree.topLevelItemCount())]
    return [[row.text(column) for column in range(tree.columnCount())] for row in tops]


def scope(scopes: Scopes, *path: int) -> None:
    """Clicks on a row of the list at the left."""
    row = there(scopes.topLevelItem(path[0]))
    for at in path[1:]:
        row = there(row.child(at))
    QTest.mouseClick(scopes.viewport(), LEFT, pos=scopes.visualItemRect(row).center())


def hits(dialog: LibraryDialog) -> list[str]:
    return [there(dialog.hits.item(at)).text() for at in range(dialog.hits.count())]


def look_for(dialog: LibraryDialog, words: str, qtbot: QtBot) -> list[str]:
    """Types words, and waits for what is found."""
    dialog.search.words.setFocus()
    dialog.search.words.selectAll()
    type_into(dialog.search.words, words)
    qtbot.waitUntil(lambda: quiet(dialog))
    return hits(dialog)


def quiet(dialog: LibraryDialog) -> bool:
    """Nothing is asked any more, nor about to be."""
    return not dialog._questions.busy and not dialog.search._timer.isActive()


def previewed(dialog: LibraryDialog) -> bool:
    preview = dialog.preview
    return not preview._reading and not preview._timer.isActive() and preview._read is not None


def test_issues_stand_by_year_with_what_is_wrong_with_their_numbers(
    shelf: LibraryDialog, qtbot: QtBot
) -> None:
    qtbot.waitUntil(lambda: "缺" in shelf.summary.text())
    assert shelf.summary.text().startswith("10 期，40 篇，")
    assert shelf.summary.text().endswith("2023年缺第4期；2022年缺第4期。")
    found = rows(shelf)
    assert found[0][:4] == ["第6期（总第306期）", "2023年1月22日", "4", "2"]
    assert found[0][5] == "2023年第6期.bulletin"
    assert [row[0] for row in found][-1] == "第1期（总第201期）"
    top = there(shelf.scopes.topLevelItem(1))
    years = [there(top.child(at)) for at in range(top.childCount())]
    assert [(row.text(0), row.text(1)) for row in years] == [("2023年", "5"), ("2022年", "5")]
    scope(shelf.scopes, 1, 1)
    qtbot.waitUntil(lambda: "缺" in shelf.summary.text())
    assert len(rows(shelf)) == 5
    assert all("2022年" in row[1] for row in rows(shelf))
    assert shelf.summary.text().endswith("字。缺第4期。")
    assert "10 期" in shelf.status.text()


def test_a_number_that_stands_twice_is_said_and_a_copy_is_not_counted(
    window: MainWindow, folder: Path, places: Places, qtbot: QtBot
) -> None:
    shutil.copyfile(folder / "2023年" / "2023年第1期.bulletin", folder / "备份.bulletin")
    other = issue_of(2023, 2)
    texts = tuple(
        replace(section, items=(Item(f"另外一篇{at}", other.sections[0].items[0].blocks[:1]),))
        for at, section in enumerate(other.sections)
    )
    write_bulletin(folder / "第2期另一份.bulletin", replace(other, sections=texts))
    index(places, folder)
    window.actions_by_name["library"].trigger()
    dialog = there(window.librarian.dialog)
    qtbot.waitUntil(lambda: dialog.issues.topLevelItemCount() == 12 and "缺" in dialog.summary.text())
    said = dialog.summary.text()
    assert said.startswith("11 期")
    assert "另有 1 个副本没有计" in said
    assert "第2期有两个文件：2023年第2期.bulletin、第2期另一份.bulletin" in said
    assert sum("副本" in row[0] for row in rows(dialog)) == 1


def test_what_is_not_counted_has_no_number(
    window: MainWindow, tmp_path: Path, places: Places, qtbot: QtBot
) -> None:
    layout = LayoutText("own", f'{layout_text("gb9704")[1]}\n[numbering]\ncounts = "none"\n')
    write_bulletin(tmp_path / "专报.bulletin", replace(issue_of(2023, 1), layout=layout))
    index(places, tmp_path)
    with Library(places.library) as library:
        (stored,) = library.issues()
    assert not stored.numbered
    window.actions_by_name["library"].trigger()
    dialog = there(window.librarian.dialog)
    qtbot.waitUntil(lambda: dialog.issues.topLevelItemCount() == 1)
    assert rows(dialog)[0][0] == "不编号"
    dialog.issues.choose_first()
    assert "第" not in there(dialog.chosen).said


def test_words_are_found_as_they_are_typed(shelf: LibraryDialog, qtbot: QtBot) -> None:
    found = look_for(shelf, "蚕丛 旧志", qtbot)
    assert shelf.summary.text() == "找到 2 篇。"
    assert [f"{year}年1月19日第5期" in words for year, words in zip((2023, 2022), found, strict=True)]
    assert "据考" in found[0]
    assert look_for(shelf, "没有的词", qtbot) == []
    assert shelf.summary.text().startswith("没有找到")
    found = look_for(shelf, "方志馆", qtbot)
    assert len(found) == 10
    scope(shelf.scopes, 1, 0)
    qtbot.waitUntil(lambda: quiet(shelf) and len(hits(shelf)) == 5)
    assert shelf.summary.text() == "在“四川省地方志工作简报2023年”里找到 5 篇。"
    QTest.keyClick(shelf.search.words, Key.Key_Escape)
    assert shelf.search.words.text() == ""
    qtbot.waitUntil(lambda: shelf.lists.currentWidget() is shelf.issues)
    assert len(rows(shelf)) == 5
    assert shelf.isVisible()


def test_enter_goes_to_what_is_found_even_before_it_has_come(shelf: LibraryDialog, qtbot: QtBot) -> None:
    type_into(shelf.search.words, "年鉴\n")
    assert shelf.lists.currentWidget() is shelf.issues
    qtbot.waitUntil(shelf.hits.hasFocus)
    assert shelf.hits.currentRow() == 0
    QTest.keyClick(shelf.hits, Key.Key_Escape)
    assert shelf.search.words.hasFocus()
    type_into(shelf.search.words, "没有的词\n")
    qtbot.waitUntil(lambda: quiet(shelf))
    assert hits(shelf) == []


def test_a_word_is_found_and_marked_however_it_is_spaced(
    window: MainWindow, tmp_path: Path, places: Places, qtbot: QtBot
) -> None:
    issue = issue_of(2023, 1)
    item = Item("关于\n蚕 丛的考证", issue.sections[0].items[0].blocks, "（乐山市）")
    write_bulletin(tmp_path / "一期.bulletin", replace(issue, sections=(Section("考证", (item,)),)))
    index(places, tmp_path)
    window.actions_by_name["library"].trigger()
    dialog = there(window.librarian.dialog)
    qtbot.waitUntil(lambda: dialog.issues.topLevelItemCount() == 1)
    assert len(look_for(dialog, "蚕丛", qtbot)) == 1
    QTest.keyClick(dialog.search.words, Key.Key_Return)
    QTest.keyClick(dialog.hits, Key.Key_Return)
    assert as_text(window.document.copy()) == "蚕 丛"


def test_office_section_and_days_are_looked_for(shelf: LibraryDialog, qtbot: QtBot) -> None:
    type_into(shelf.search.office, "乐山")
    qtbot.waitUntil(lambda: quiet(shelf) and len(hits(shelf)) == 8)
    assert all("乐山" in words for words in hits(shelf))
    shelf.search.section.setFocus()
    names = [shelf.search.section.itemText(at) for at in range(shelf.search.section.count())]
    assert names[:2] == ["所有栏目", "市州动态"]
    assert set(names[2:]) == {"县区动态", "特别关注"}
    QTest.keyClick(shelf.search.section, Key.Key_Down)
    qtbot.waitUntil(lambda: quiet(shelf) and len(hits(shelf)) == 6)
    assert all("【市州动态】" in words for words in hits(shelf))
    type_into(shelf.search.since, "2023.1.1\n")
    qtbot.waitUntil(lambda: quiet(shelf) and len(hits(shelf)) == 3)
    type_into(shelf.search.until, "2023.1.10\n")
    qtbot.waitUntil(lambda: quiet(shelf) and len(hits(shelf)) == 1)
    assert "2023年1月7日第1期" in hits(shelf)[0]
    QTest.mouseClick(shelf.search.clear_all, LEFT)
    qtbot.waitUntil(lambda: shelf.lists.currentWidget() is shelf.issues)
    assert shelf.search.is_empty
    assert not shelf.search.clear_all.isEnabled()


def test_an_answer_that_is_not_the_latest_is_dropped(shelf: LibraryDialog, qtbot: QtBot) -> None:
    told: list[str] = []
    for word in ("一", "二", "三"):
        shelf._questions.ask("try", lambda _, word=word: word, told.append)  # type: ignore[misc]
    qtbot.waitUntil(lambda: quiet(shelf))
    assert told == ["三"]
    shelf._questions.ask("try", lambda _: "四", told.append)
    shelf._questions.drop("try")
    qtbot.waitUntil(lambda: quiet(shelf))
    assert told == ["三"]


def test_the_pages_of_what_is_chosen_are_shown_with_the_words_marked(
    shelf: LibraryDialog, qtbot: QtBot
) -> None:
    look_for(shelf, "蚕丛", qtbot)
    QTest.keyClick(shelf.search.words, Key.Key_Return)
    assert shelf.hits.hasFocus()
    assert shelf.hits.currentRow() == 0
    qtbot.waitUntil(lambda: previewed(shelf))
    page = shelf.preview.page
    assert page.isVisible()
    assert page.heading.text() == "四川省地方志工作简报 2023年1月19日第5期"
    (spans,) = page.marks.values()
    assert len(spans) == 1
    head = page.session.document.selection.head
    assert page.session.document.refusal
    assert head.offset == 6
    assert as_text(page.session.document.copy()) == ""
    QTest.keyClick(shelf.hits, Key.Key_Down)
    qtbot.waitUntil(lambda: previewed(shelf) and "2022" in page.heading.text())
    bar = page.canvas.verticalScrollBar()
    shelf.activateWindow()
    qtbot.waitUntil(shelf.isActiveWindow)
    bar.setValue(0)
    QTest.keySequence(shelf.hits, QKeySequence("Ctrl+PgDown"))
    assert bar.value() > 0
    QTest.keySequence(shelf.hits, QKeySequence("Ctrl+PgUp"))
    assert bar.value() == 0
    QTest.keySequence(shelf.hits, QKeySequence("Ctrl+F"))
    assert shelf.search.words.hasFocus()


def test_who_reads_on_is_left_where_they_are_by_an_update(
    shelf: LibraryDialog, window: MainWindow, qtbot: QtBot
) -> None:
    look_for(shelf, "蚕丛", qtbot)
    QTest.keyClick(shelf.search.words, Key.Key_Return)
    qtbot.waitUntil(lambda: previewed(shelf))
    bar = shelf.preview.page.canvas.verticalScrollBar()
    shelf.preview.turn(1)
    place, issue = bar.value(), shelf.preview.page.session.issue
    assert place > 0
    window.librarian.upkeep.ended.emit("")
    qtbot.waitUntil(lambda: quiet(shelf) and previewed(shelf))
    assert shelf.preview.page.isVisible()
    assert shelf.preview.page.session.issue is issue
    # the view may get its last pixel of room meanwhile, by which its middle stays where it is
    assert abs(bar.value() - place) < bar.singleStep()


def test_a_hit_is_opened_with_its_words_selected(
    shelf: LibraryDialog, window: MainWindow, qtbot: QtBot
) -> None:
    look_for(shelf, "蚕丛", qtbot)
    QTest.keyClick(shelf.search.words, Key.Key_Down)
    QTest.keyClick(shelf.hits, Key.Key_Return)
    assert there(window.session.file).name == "2023年第5期.bulletin"
    assert as_text(window.document.copy()) == "蚕丛"
    assert window.canvas.hasFocus() or window.focusWidget() is window.canvas
    # open already: shown there, with another word
    look_for(shelf, "鱼凫", qtbot)
    row = shelf.hits.visualItemRect(there(shelf.hits.item(0)))
    QTest.mouseClick(shelf.hits.viewport(), LEFT, pos=row.center())
    QTest.mouseDClick(shelf.hits.viewport(), LEFT, pos=row.center())
    assert as_text(window.document.copy()) == "鱼凫"
    assert not window.document.modified


def test_an_issue_and_an_item_of_it_are_opened(
    shelf: LibraryDialog, window: MainWindow, qtbot: QtBot
) -> None:
    shelf.issues.setFocus()
    QTest.keyClick(shelf.issues, Key.Key_Home)
    QTest.keyClick(shelf.issues, Key.Key_Right)
    QTest.keyClick(shelf.issues, Key.Key_Down)
    QTest.keyClick(shelf.issues, Key.Key_Down)
    assert there(there(shelf.issues.part).item).title == "乐山市推进年鉴编纂"
    QTest.mouseClick(shelf.open_it, LEFT)
    assert there(window.session.file).name == "2023年第6期.bulletin"
    assert window.document.selection.head.path == title_of(item_path(1, 0))


def take(shelf: LibraryDialog, row: int = 0) -> None:
    shelf.hits.setFocus()
    shelf.hits.setCurrentRow(row)
    QTest.mouseClick(shelf.take_it, LEFT)


def test_an_item_is_taken_over_into_the_open_issue(
    shelf: LibraryDialog, real: MainWindow, qtbot: QtBot
) -> None:
    before = real.document.issue
    (section,) = before.sections
    assert section.name == "市州动态"
    assert look_for(shelf, "特别 方志馆", qtbot) == []
    look_for(shelf, "方志馆", qtbot)
    take(shelf)
    (now,) = real.document.issue.sections
    assert now.items[:-1] == section.items
    assert now.items[-1].title == "达州市启动方志馆建设"
    assert real.document.undo_name == "收进稿件"
    assert "已把“达州市启动方志馆建设”收进【市州动态】" in shelf.status.text()
    assert "收进【市州动态】" in real.notice.text
    assert real.document.selection.head.path == title_of(item_path(0, len(section.items)))
    (button,) = real.notice.choices
    QTest.mouseClick(button, LEFT)
    assert real.document.issue == before
    # by key, out of the list
    shelf.activateWindow()
    shelf.hits.setFocus()
    QTest.keyClick(shelf.hits, Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert len(real.document.issue.sections[0].items) == len(section.items) + 1


def test_what_leaders_wrote_stays_where_it_was(
    window: MainWindow, folder: Path, places: Places, qtbot: QtBot
) -> None:
    write_bulletin(folder / "第8期.bulletin", issue_of(2023, 8))
    index(places, folder)
    window.actions_by_name["library"].trigger()
    shelf = there(window.librarian.dialog)
    qtbot.waitUntil(lambda: shelf.issues.topLevelItemCount() == 11)
    look_for(shelf, "全省地方志工作会议召开", qtbot)
    take(shelf)
    taken = [item for section in window.document.issue.sections for item in section.items if item.title]
    assert [item.title for item in taken] == ["全省地方志工作会议召开"]
    assert taken[0].endorsements == ()
    assert taken[0].source == issue_of(2023, 8).sections[0].items[0].source


@pytest.mark.parametrize("layout", [OFFERING, WITHOUT_SECTIONS], ids=["sections", "none"])
def test_an_item_goes_into_any_layout(
    shelf: LibraryDialog, window: MainWindow, qtbot: QtBot, layout: LayoutText
) -> None:
    window.session.replace(replace(issue_of(2024, 1), layout=layout, sections=()))
    look_for(shelf, "方志馆", qtbot)
    take(shelf)
    (section,) = window.document.issue.sections
    assert section.name == ("市州动态" if layout is OFFERING else "")
    assert len(section.items) == 1
    assert window.document.kind is not None


def test_a_read_only_issue_takes_nothing_and_it_is_said(
    shelf: LibraryDialog, real: MainWindow, qtbot: QtBot
) -> None:
    before = real.document.issue
    real.session.refusal = "这一期是只读打开的。"
    look_for(shelf, "工作会议", qtbot)
    take(shelf)
    assert real.document.issue == before
    assert "只读" in shelf.status.text()


def test_nothing_is_done_under_a_dialog_of_the_main_window(
    shelf: LibraryDialog, real: MainWindow, qtbot: QtBot
) -> None:
    before, file = real.document.issue, real.session.file
    look_for(shelf, "工作会议", qtbot)
    real.actions_by_name["about"].trigger()
    (about,) = real.findChildren(TextDialog)
    take(shelf)
    assert "对话框" in shelf.status.text()
    QTest.mouseClick(shelf.open_it, LEFT)
    assert (real.document.issue, real.session.file) == (before, file)
    about.close()
    qtbot.waitUntil(lambda: QApplication.activeModalWidget() is None)
    take(shelf)
    assert real.document.issue != before


def test_a_file_that_has_changed_or_gone_is_said(
    window: MainWindow, folder: Path, places: Places, qtbot: QtBot
) -> None:
    index(places, folder)
    window.actions_by_name["library"].trigger()
    shelf = there(window.librarian.dialog)
    qtbot.waitUntil(lambda: shelf.issues.topLevelItemCount() == 10)
    look_for(shelf, "蚕丛", qtbot)
    file = folder / "2023年" / "2023年第5期.bulletin"
    issue = read_bulletin(file)
    write_bulletin(file, replace(issue, sections=issue.sections[:1]))
    take(shelf)
    assert "已经没有这一篇了" in shelf.status.text()
    file.unlink()
    shelf.preview.forget()
    QTest.mouseClick(shelf.open_it, LEFT)
    assert "已经不在了" in shelf.status.text()
    shelf.hits.setCurrentRow(1)
    shelf.hits.setCurrentRow(0)
    qtbot.waitUntil(lambda: shelf.preview.said.isVisible() and "2023年第5期" in shelf.preview.said.text())
    assert window.session.file is None


def test_an_editors_note_is_found_and_opened_but_not_taken(
    window: MainWindow, folder: Path, places: Places, qtbot: QtBot
) -> None:
    file = folder / "2023年" / "2023年第5期.bulletin"
    write_bulletin(file, replace(read_bulletin(file), editors_note=(Body("编发杜宇化鹃之说。"),)))
    index(places, folder)
    window.actions_by_name["library"].trigger()
    shelf = there(window.librarian.dialog)
    qtbot.waitUntil(lambda: shelf.issues.topLevelItemCount() == 10)
    (said,) = look_for(shelf, "杜宇化鹃", qtbot)
    assert "编者按" in said
    QTest.keyClick(shelf.search.words, Key.Key_Down)
    assert not shelf.take_it.isEnabled()
    QTest.keyClick(shelf.hits, Key.Key_Return)
    assert there(window.session.file) == file
    assert as_text(window.document.copy()) == "杜宇化鹃"


def test_a_right_click_offers_what_can_be_done(
    shelf: LibraryDialog, window: MainWindow, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    opened: list[str] = []
    monkeypatch.setattr(
        "bulletin_desk.desk.library.library_dialog.open_path", lambda path: opened.append(path.name)
    )

    def menu() -> QMenu:
        found = QApplication.activePopupWidget()
        assert isinstance(found, QMenu)
        return found

    row = there(shelf.issues.topLevelItem(0))
    at = shelf.issues.visualItemRect(row).topLeft() + QPoint(30, 5)
    QTest.mouseClick(shelf.issues.viewport(), LEFT, pos=at)
    shelf.issues.customContextMenuRequested.emit(at)
    words = [action.text() for action in menu().actions() if action.text()]
    assert words == ["打开(&O)\tEnter", "收进本期(&T)\tCtrl+Enter", "打开所在的文件夹(&F)"]
    assert [action.isEnabled() for action in menu().actions() if action.text()] == [True, False, True]
    QTest.keyClick(menu(), Key.Key_F)
    assert opened == ["2023年"]
    look_for(shelf, "蚕丛", qtbot)
    shelf.hits.setCurrentRow(0)
    shelf.hits.customContextMenuRequested.emit(QPoint(5, 5))
    QTest.keyClick(menu(), Key.Key_O)
    assert there(window.session.file).name == "2023年第5期.bulletin"


def test_what_is_selected_is_looked_for(real: MainWindow, qtbot: QtBot) -> None:
    real.document.go_to(title_of(item_path(0, 0)))
    QTest.keyClick(real.canvas, Key.Key_End, Qt.KeyboardModifier.ShiftModifier)
    words = as_text(real.document.copy())
    assert words
    QTest.keySequence(real.canvas, QKeySequence("Ctrl+L"))
    dialog = there(real.librarian.dialog)
    assert dialog.search.words.text() == words
    QTest.keyClick(dialog.search.words, Key.Key_Escape)
    assert dialog.search.words.text() == ""
    QTest.keyClick(dialog.search.words, Key.Key_Escape)
    assert not dialog.isVisible()
    real.document.mark_saved()
    real.close()
    assert real.librarian.dialog is None


def test_its_size_is_remembered(shelf: LibraryDialog, window: MainWindow) -> None:
    shelf.resize(777, 555)
    window.librarian.close()
    window.actions_by_name["library"].trigger()
    assert there(window.librarian.dialog).size().width() == 777


def test_words_for_who_can_t_see_the_lists(shelf: LibraryDialog) -> None:
    row: QTreeWidgetItem = there(there(shelf.scopes.topLevelItem(1)).child(0))
    assert row.data(0, Qt.ItemDataRole.AccessibleTextRole) == "四川省地方志工作简报2023年，5 期"
    for widget in (
        *(shelf.search.words, shelf.search.office, shelf.search.section, shelf.search.since),
        *(shelf.search.until, shelf.scopes, shelf.issues, shelf.hits, shelf.preview.page.canvas),
    ):
        assert widget.accessibleName()


def test_no_hit_is_there_twice_after_an_update(
    shelf: LibraryDialog, window: MainWindow, qtbot: QtBot
) -> None:
    look_for(shelf, "蚕丛", qtbot)
    shelf.hits.setCurrentRow(1)
    window.librarian.upkeep.ended.emit("")
    qtbot.waitUntil(lambda: quiet(shelf))
    assert (len(hits(shelf)), shelf.hits.currentRow()) == (2, 1)
    window.librarian.upkeep.ended.emit("资料库这次没有更新完，下次接着更新。")
    assert "没有更新完" in shelf.status.text()
