"""From 新建 to the next issue that looks like an old one, in the window."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication
from pytestqt.qtbot import QtBot

from bulletin_desk.bulletin.grammar import NUMBER
from bulletin_desk.bulletin.office import read_office
from bulletin_desk.desk.files import asking
from bulletin_desk.desk.learning.learn_dialog import LearnDialog
from bulletin_desk.desk.learning.reading import Tell
from bulletin_desk.desk.starting.begin_card import BeginCard
from bulletin_desk.desk.window import MainWindow
from bulletin_desk.fonts.faces import Faces
from bulletin_desk.learning.learned import Learned
from bulletin_desk.storage.places import Places
from tests.desk.conftest import TODAY, answering, noting, there, type_into, type_keys

LEFT = Qt.MouseButton.LeftButton
NAME = "四川省地方志工作简报"
Hand = Callable[[LearnDialog], object]


def click(button: QAbstractButton) -> None:
    assert button.isVisible(), button.text()
    QTest.mouseClick(button, LEFT, pos=QPoint(min(20, button.width() // 2), button.height() // 2))
    QApplication.processEvents()


@pytest.fixture
def learns(monkeypatch: pytest.MonkeyPatch, learned: Learned) -> None:
    """Learning gives what was made by hand."""

    def work(_files: Sequence[Path], _tell: Tell, *, faces: Faces) -> Learned:
        return learned

    monkeypatch.setattr("bulletin_desk.learning.learn.learn", work)


def looked_at(dialog: LearnDialog, file: Path, qtbot: QtBot) -> None:
    dialog.choosing.take([file])
    click(dialog.read)
    qtbot.waitUntil(lambda: dialog.looking is not None, timeout=20_000)
    QApplication.processEvents()


@pytest.fixture
def begins(
    window: MainWindow,
    monkeypatch: pytest.MonkeyPatch,
    qtbot: QtBot,
    old_pdf: Path,
    learns: None,
) -> Callable[[Hand], LearnDialog]:
    """By the menu, to what came of the old issue; then a hand."""

    def by_hand(hand: Hand) -> LearnDialog:
        def at_dialog(dialog: LearnDialog) -> None:
            looked_at(dialog, old_pdf, qtbot)
            hand(dialog)

        seen = answering(monkeypatch, LearnDialog, at_dialog)
        window.actions_by_name["learn"].trigger()
        QApplication.processEvents()
        (dialog,) = seen
        return dialog

    return by_hand


def test_from_the_card_of_new_issues_to_the_next_one(
    window: MainWindow,
    monkeypatch: pytest.MonkeyPatch,
    qtbot: QtBot,
    old_pdf: Path,
    learns: None,
    learned: Learned,
    places: Places,
) -> None:
    def at_dialog(dialog: LearnDialog) -> None:
        looked_at(dialog, old_pdf, qtbot)
        click(there(dialog.looking).questions.groups[2].button(1))
        click(dialog.next)

    answering(monkeypatch, LearnDialog, at_dialog)
    answering(monkeypatch, BeginCard, lambda card: click(card.old))
    begun: list[object] = []
    window.learning.begun.connect(lambda *what: begun.append(what))
    QTest.keyClick(window.canvas, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    issue, old = window.document.issue, learned.issue
    assert issue.masthead.name == old.masthead.name
    assert issue.masthead.number == old.masthead.number + 1
    assert issue.masthead.total_number == there(old.masthead.total_number) + 1
    assert issue.dated_header.date == TODAY
    assert [item.title for section in issue.sections for item in section.items] == [""] * len(issue.sections)
    assert window.session.layout.folio.odd == "left"
    assert window.session.layout_trouble == ""
    assert window.session.file is None
    assert begun == [((old_pdf,), learned.pages)]
    assert there(window.guides.under.laid).files == (old_pdf,)
    office = read_office(places.offices / f"{NAME}.toml")
    assert office.layout == f"{NAME}.layout.toml"
    assert there(issue.layout).text == (places.offices / office.layout).read_text(encoding="utf-8")
    assert "第3期建好了" in window.notice.text

    wanted: list[object] = []
    monkeypatch.setattr(window.viewing, "edit_field", wanted.append)
    window.learning.field_wanted.connect(wanted.append)
    (button,) = [each for each in window.notice.findChildren(QAbstractButton) if "看看期号" in each.text()]
    click(button)
    assert wanted[-1] == NUMBER

    # and the next time it is a bulletin like the others, the first of them
    def again(card: BeginCard) -> None:
        assert card.bulletins.item(0).text() == NAME
        assert card.bulletins.currentRow() == 0
        click(card.make)

    window.document.mark_saved()
    answering(monkeypatch, BeginCard, again)
    QTest.keyClick(window.canvas, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    assert window.session.layout.folio.odd == "left"


def test_the_old_issue_itself_is_opened(
    window: MainWindow, begins: Callable[[Hand], LearnDialog], learned: Learned, places: Places
) -> None:
    def hand(dialog: LearnDialog) -> None:
        click(there(dialog.looking).remember)
        click(dialog.old)

    begins(hand)
    assert window.document.issue.sections == learned.issue.sections
    assert there(window.document.issue.layout).text == learned.text.text
    assert not places.offices.exists()
    assert "还没有保存" in window.notice.text
    window.filing.start_empty()


def test_what_is_cancelled_leaves_everything_as_it_was(
    window: MainWindow, begins: Callable[[Hand], LearnDialog], old_pdf: Path, places: Places
) -> None:
    before = window.document.issue
    dialog = begins(lambda dialog: QTest.keyClick(dialog, Qt.Key.Key_Escape))
    assert not dialog.isVisible()
    assert window.document.issue is before
    assert not places.offices.exists()
    chosen = []
    with pytest.MonkeyPatch.context() as patch:
        answering(patch, LearnDialog, lambda dialog: chosen.append(dialog.choosing.files))
        window.actions_by_name["learn"].trigger()
    assert chosen == [(old_pdf,)]  # a dialog that was closed by mistake has its files again


def test_an_issue_that_is_not_saved_is_asked_about_first(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    type_keys(window, "改过")
    asked: list[str] = []
    monkeypatch.setattr(asking, "ask_unsaved", lambda _parent, what: noting(asked, what, None))
    window.actions_by_name["learn"].trigger()
    assert len(asked) == 1
    assert window.document.issue.sections[0].items[0].title == "改过"


def test_an_office_of_that_name_is_not_written_over_without_a_word(
    window: MainWindow,
    begins: Callable[[Hand], LearnDialog],
    places: Places,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    places.offices.mkdir(parents=True)
    file = places.offices / f"{NAME}.toml"
    file.write_text('name = "别的"\n', encoding="utf-8")
    asked: list[Path] = []
    monkeypatch.setattr(asking, "ask_overwrite", lambda _parent, what: noting(asked, what, False))

    def hand(dialog: LearnDialog) -> None:
        name = there(dialog.looking).name
        assert name.said.text().startswith("已经有叫这个名字的样子。")
        click(dialog.next)
        assert asked == [file]
        assert dialog.isVisible()
        name.line.selectAll()
        type_into(name.line, "新的一种")
        assert name.said.text() == ""
        click(dialog.next)

    dialog = begins(hand)
    assert not dialog.isVisible()
    assert file.read_text(encoding="utf-8") == 'name = "别的"\n'
    assert read_office(places.offices / "新的一种.toml").one_line == NAME
    assert window.document.issue.masthead.number == 3


def test_what_can_t_be_kept_is_said_and_the_dialog_stays(
    window: MainWindow,
    begins: Callable[[Hand], LearnDialog],
    places: Places,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    places.offices.parent.mkdir(parents=True, exist_ok=True)
    places.offices.write_bytes(b"")  # no folder can be made here
    told: list[str] = []
    monkeypatch.setattr(asking, "tell", lambda _parent, text: told.append(text))
    before = window.document.issue

    def hand(dialog: LearnDialog) -> None:
        click(dialog.next)
        assert len(told) == 1
        assert dialog.isVisible()
        assert window.document.issue is before
        click(there(dialog.looking).remember)
        click(dialog.next)

    assert not begins(hand).isVisible()
    assert window.document.issue.masthead.number == 3
