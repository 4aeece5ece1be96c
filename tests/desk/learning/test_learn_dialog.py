"""The dialog in which an old issue is learned from, as a hand has it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent, QImage, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from bulletin_desk.desk.learning.compared import Compared, How
from bulletin_desk.desk.learning.learn_dialog import Agreed, LearnDialog
from bulletin_desk.desk.learning.looking import Looking
from bulletin_desk.desk.learning.reading import Tell
from bulletin_desk.errors import UnreadableFileError
from bulletin_desk.fonts.faces import Faces
from bulletin_desk.learning.learned import Learned
from tests.desk.conftest import let_go, there, type_into
from tests.desk.learning.made import AGAINST, learned_of_word

Open = Callable[..., LearnDialog]
LEFT = Qt.MouseButton.LeftButton


class Work:
    """Learns what a test says; `held` keeps it from ending."""

    def __init__(self, learned: Learned) -> None:
        self.learned = learned
        self.error: Exception | None = None
        self.files: list[tuple[Path, ...]] = []
        self.held = threading.Event()
        self.held.set()
        self.left = threading.Event()

    def __call__(self, files: Sequence[Path], tell: Tell) -> Learned:
        self.files.append(tuple(files))
        tell("看第2面，共4面", 2, 4)
        if self.error is not None:
            raise self.error
        try:
            while not self.held.wait(0.01):
                tell("看第3面，共4面", 3, 4)
        except BaseException:
            self.left.set()
            raise
        return self.learned


@pytest.fixture
def work(learned: Learned) -> Work:
    return Work(learned)


@pytest.fixture
def agreed() -> list[Agreed]:
    """What the clerk has agreed to."""
    return []


@pytest.fixture
def open_dialog(
    qtbot: QtBot, faces: Faces, work: Work, agreed: list[Agreed], tmp_path: Path
) -> Iterator[Open]:
    made: list[LearnDialog] = []

    def opened(**more: object) -> LearnDialog:
        def take(what: Agreed, _parent: QWidget) -> bool:
            agreed.append(what)
            return len(agreed) > 1 or not more.get("refuse")

        named = lambda: ("已有的",)  # noqa: E731
        dialog = LearnDialog(
            faces,
            take,
            work=work,
            folder=tmp_path,
            files=more.get("files", ()),  # type: ignore[arg-type]
            named=named,
            fit=lambda name: name.replace("/", "").strip(),
        )
        made.append(dialog)
        dialog.show()
        dialog.activateWindow()
        QApplication.processEvents()
        return dialog

    yield opened
    work.held.set()
    for dialog in made:
        dialog.close()
        dialog.deleteLater()
    made.clear()
    let_go()


def click(button: QAbstractButton) -> None:
    """On its words."""
    assert button.isVisible(), button.text()
    assert button.isEnabled(), button.text()
    QTest.mouseClick(button, LEFT, pos=QPoint(min(20, button.width() // 2), button.height() // 2))
    QApplication.processEvents()


def looked_at(dialog: LearnDialog, qtbot: QtBot) -> Looking:
    """What is seen once the files have been read."""
    click(dialog.read)
    qtbot.waitUntil(lambda: dialog.looking is not None, timeout=20_000)
    QApplication.processEvents()
    return there(dialog.looking)


def drop(window: QWidget, files: Sequence[Path]) -> None:
    """Files dragged over the middle and let go."""
    data, at = QMimeData(), window.rect().center()
    data.setUrls([QUrl.fromLocalFile(str(file)) for file in files])
    copy, none = Qt.DropAction.CopyAction, Qt.KeyboardModifier.NoModifier
    events: list[QDropEvent] = [
        QDragEnterEvent(at, copy, data, LEFT, none),
        QDragMoveEvent(at, copy, data, LEFT, none),
        QDropEvent(QPointF(at), copy, data, LEFT, none),
    ]
    for event in events:
        QApplication.sendEvent(window.windowHandle(), event)
        assert event.isAccepted()
        assert event.dropAction() == copy
    QApplication.processEvents()


def picture(widget: QWidget) -> QImage:
    return widget.grab().toImage()


def reds_at_left(view: Compared) -> int:
    """How much red there is where the old pages are."""
    image = picture(view.viewport())
    colours = (
        image.pixelColor(x, y)
        for x in range(0, image.width() // 2, 2)
        for y in range(0, image.height() // 2, 2)
    )
    return sum(colour.red() > 180 > 100 > colour.green() for colour in colours)


def shown_buttons(dialog: LearnDialog) -> list[str]:
    buttons = (dialog.read, dialog.stop, dialog.others, dialog.old, dialog.next, dialog.cancel)
    return [button.text() for button in buttons if button.isVisible()]


def test_files_are_chosen_and_taken_out(
    open_dialog: Open, old_pdf: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dialog = open_dialog()
    choosing = dialog.choosing
    assert not dialog.read.isEnabled()
    assert shown_buttons(dialog) == [dialog.read.text(), dialog.cancel.text()]
    word, other = tmp_path / "第2期.docx", tmp_path / "第1期.wps"
    answers = [[str(word), str(old_pdf)], [], [str(other)]]
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_: (answers.pop(0), ""))
    click(choosing.choose)
    assert [*choosing.files] == [word, old_pdf]
    assert (choosing.word.said.text(), choosing.pdf.said.text()) == ("第2期.docx", "第2期.pdf")
    assert dialog.read.isEnabled()
    click(choosing.choose)  # nothing was chosen
    assert [*choosing.files] == [word, old_pdf]
    click(choosing.choose)  # another of its kind takes its place
    assert [*choosing.files] == [other, old_pdf]
    click(choosing.word.out)
    assert [*choosing.files] == [old_pdf]
    assert not choosing.word.out.isVisible()
    click(choosing.pdf.out)
    assert not choosing.files
    assert choosing.pdf.said.text() == "还没有选"
    assert not dialog.read.isEnabled()


def test_files_are_dropped_and_what_is_none_is_named(
    open_dialog: Open, old_pdf: Path, tmp_path: Path
) -> None:
    dialog = open_dialog()
    choosing = dialog.choosing
    drop(dialog, [tmp_path / "通讯录.xlsx"])
    assert choosing.said.isVisible()
    assert choosing.said.text() == "“通讯录.xlsx”不是 Word 文件，也不是 PDF：请选上一期的 Word 文件或者 PDF。"
    assert not choosing.files
    drop(dialog, [old_pdf, tmp_path / "第1期.PDF", tmp_path / "第2期.DOC"])
    assert choosing.files == (tmp_path / "第2期.DOC", old_pdf)
    assert choosing.said.text() == "只要一期：“第1期.PDF”没有收。"


def test_reading_is_told_and_stopped(
    open_dialog: Open, work: Work, old_pdf: Path, qtbot: QtBot, agreed: list[Agreed]
) -> None:
    work.held.clear()
    dialog = open_dialog(files=[old_pdf])
    click(dialog.read)
    qtbot.waitUntil(lambda: dialog.doing.text() == "正在看第3面，共4面……", timeout=20_000)
    assert (dialog.bar.value(), dialog.bar.maximum()) == (3, 4)
    assert shown_buttons(dialog) == [dialog.stop.text(), dialog.cancel.text()]
    drop(dialog, [old_pdf.with_name("别的.pdf")])
    click(dialog.stop)
    assert dialog.choosing.files == (old_pdf,)
    assert dialog.read.isVisible()
    assert work.left.wait(20)
    work.held.set()
    assert looked_at(dialog, qtbot).isVisible()  # and once more
    assert work.files == [(old_pdf,), (old_pdf,)]
    assert agreed == []


def test_closing_stops_reading_too(open_dialog: Open, work: Work, old_pdf: Path, qtbot: QtBot) -> None:
    work.held.clear()
    dialog = open_dialog(files=[old_pdf])
    click(dialog.read)
    qtbot.waitUntil(lambda: dialog.bar.value() == 3, timeout=20_000)
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()
    assert work.left.wait(20)


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (UnreadableFileError("不能读取“第2期.pdf”：它不是 PDF。"), "不能读取“第2期.pdf”：它不是 PDF。"),
        (ZeroDivisionError("x"), "读“第2期.pdf”时程序出了错，没有认出来：ZeroDivisionError('x')。"),
    ],
)
def test_what_can_t_be_learned_from_is_said_where_it_was_chosen(
    open_dialog: Open, work: Work, old_pdf: Path, qtbot: QtBot, error: Exception, said: str
) -> None:
    work.error = error
    dialog = open_dialog(files=[old_pdf])
    click(dialog.read)
    qtbot.waitUntil(dialog.choosing.said.isVisible, timeout=20_000)
    assert dialog.choosing.said.text() == said
    assert dialog.choosing.files == (old_pdf,)
    work.error = None
    assert looked_at(dialog, qtbot).isVisible()


def test_enter_from_file_to_next_issue(
    open_dialog: Open, old_pdf: Path, qtbot: QtBot, agreed: list[Agreed], learned: Learned
) -> None:
    dialog = open_dialog(files=[old_pdf])
    QTest.keyClick(there(dialog.focusWidget()), Qt.Key.Key_Return)
    QTest.keyClick(there(dialog.focusWidget()), Qt.Key.Key_Return)  # held too long: it stops nothing
    qtbot.waitUntil(lambda: dialog.looking is not None, timeout=20_000)
    QTest.keyClick(there(dialog.focusWidget()), Qt.Key.Key_Return)
    ((came, layout, name, follows),) = agreed
    assert came.learned is learned
    assert layout == learned.layout
    assert name == "四川省地方志工作简报"
    assert follows
    assert not dialog.isVisible()


def test_what_is_learned_is_seen_in_three_ways(open_dialog: Open, old_pdf: Path, qtbot: QtBot) -> None:
    dialog = open_dialog(files=[old_pdf])
    looking = looked_at(dialog, qtbot)
    view = looking.compared
    qtbot.waitUntil(lambda: reds_at_left(view) > 50, timeout=20_000)  # the old pages have come
    seen = [picture(view.viewport())]
    view.verticalScrollBar().setValue(view.verticalScrollBar().maximum() // 2)
    for how in (How.OVER, How.TURNS, How.BESIDE):
        click(looking.ways.button(list(How).index(how)))
        assert view.how is how
        seen.append(picture(view.viewport()))
    assert len({bytes(image.constBits()) for image in seen}) == len(seen)
    assert (looking.old_name.text(), looking.new_name.text()) == ("旧的一期", "照着排的")

    click(looking.ways.button(2))
    assert looking.old_name.text() == "照着排的（点一下换另一份）"
    QTest.mouseClick(view.viewport(), LEFT)
    assert looking.old_name.text() == "旧的一期（点一下换另一份）"
    QTest.keyClick(view, Qt.Key.Key_Space)
    assert looking.old_name.text() == "照着排的（点一下换另一份）"


def test_the_pages_are_made_larger(open_dialog: Open, old_pdf: Path, qtbot: QtBot) -> None:
    view = looked_at(open_dialog(files=[old_pdf]), qtbot).compared
    across = view.horizontalScrollBar()
    assert across.maximum() == 0
    QTest.keyClick(view, Qt.Key.Key_Plus, Qt.KeyboardModifier.ControlModifier)
    once = across.maximum()
    assert once > 0
    assert abs(across.value() - once / 2) <= 2  # about its middle
    at = QPointF(view.viewport().rect().center())
    wheel = QWheelEvent(
        at,
        view.viewport().mapToGlobal(at),
        QPoint(),
        QPoint(0, 120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.ControlModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(view.viewport(), wheel)
    assert across.maximum() > once
    for _ in range(3):
        QTest.keyClick(view, Qt.Key.Key_Minus, Qt.KeyboardModifier.ControlModifier)
    assert across.maximum() == 0
    QTest.keyClick(view, Qt.Key.Key_PageDown)
    assert view.verticalScrollBar().value() > 0


def test_answers_are_chosen_by_word_and_by_picture(
    open_dialog: Open, old_pdf: Path, qtbot: QtBot, agreed: list[Agreed], learned: Learned
) -> None:
    dialog = open_dialog(files=[old_pdf])
    looking = looked_at(dialog, qtbot)
    asked = looking.questions
    assert len(asked.groups) == 3
    assert len(asked.pictures) == 6
    assert len({bytes(picture(each).constBits()) for each in asked.pictures}) == 6
    before = picture(looking.compared.viewport())
    click(asked.groups[0].button(1))
    assert asked.chosen == (1, 0, 0)
    assert looking.layout_chosen.text_block.cells == 27
    assert picture(looking.compared.viewport()) != before
    QTest.mouseClick(asked.pictures[3], LEFT)  # the second answer to the second question
    assert asked.chosen == (1, 1, 0)
    assert looking.layout_chosen.lines.quotes == "full"
    assert looking.layout_chosen.text_block.cells == 27
    QTest.keyClick(asked.groups[0].button(1), Qt.Key.Key_Up)
    assert asked.chosen == (0, 1, 0)
    assert looking.layout_chosen.text_block == learned.layout.text_block
    click(dialog.old)
    (only,) = agreed
    assert only.layout.lines.quotes == "full"
    assert not only.follows


def test_what_wants_an_eye_is_shown_at_its_place(open_dialog: Open, old_pdf: Path, qtbot: QtBot) -> None:
    looking = looked_at(open_dialog(files=[old_pdf]), qtbot)
    told, view = looking.told, looking.compared
    rows = [there(told.item(at)) for at in range(told.count())]
    headings = [row.text() for row in rows if not row.flags() & Qt.ItemFlag.ItemIsSelectable]
    wanting = ["没看明白的（2）", "排出来和旧的对不上的（2）", "断行和印的不一样的（1）"]
    assert headings == [*wanting, "怎么排的"]
    row = rows[7]
    assert AGAINST[-3:] in row.text()
    bottom = view.verticalScrollBar()
    bottom.setValue(bottom.maximum())
    told.scrollToItem(row)
    before = picture(view.viewport())
    QTest.mouseClick(told.viewport(), LEFT, pos=told.visualItemRect(row).center())
    assert bottom.value() < bottom.maximum() // 2
    assert picture(view.viewport()) != before
    bottom.setValue(bottom.maximum())
    QTest.mouseDClick(told.viewport(), LEFT, pos=told.visualItemRect(row).center())
    assert bottom.value() < bottom.maximum() // 2
    bottom.setValue(bottom.maximum())
    QTest.keyClick(told, Qt.Key.Key_Return)
    assert bottom.value() < bottom.maximum() // 2
    assert looking.isVisible()  # that was no answer
    for _ in range(2):  # by keys, past a heading
        QTest.keyClick(told, Qt.Key.Key_Up)
    assert told.currentItem() is rows[5]
    bottom.setValue(bottom.maximum())
    QTest.keyClick(told, Qt.Key.Key_Up)  # a rule, of which only the place is known
    assert bottom.value() == 0


def test_tab_goes_from_the_pages_to_the_answer(open_dialog: Open, old_pdf: Path, qtbot: QtBot) -> None:
    dialog = open_dialog(files=[old_pdf])
    looking = looked_at(dialog, qtbot)
    there(looking.ways.button(0)).setFocus()
    passed = []
    QTest.keyClick(there(dialog.focusWidget()), Qt.Key.Key_Right)
    assert looking.compared.how is How.OVER
    for _ in range(9):
        passed.append(there(dialog.focusWidget()))
        QTest.keyClick(passed[-1], Qt.Key.Key_Tab)
    way, answers = looking.ways.button(1), [group.button(0) for group in looking.questions.groups]
    inner = [way, looking.compared, *answers, looking.told, looking.remember, looking.name.line]
    assert passed[: len(inner)] == inner
    assert passed[len(inner)] in (dialog.others, dialog.old, dialog.next, dialog.cancel)


def test_the_name_is_refused_or_told(
    open_dialog: Open, old_pdf: Path, qtbot: QtBot, agreed: list[Agreed]
) -> None:
    dialog = open_dialog(files=[old_pdf], refuse=True)
    looking = looked_at(dialog, qtbot)
    name = looking.name
    name.line.selectAll()
    QTest.keyClick(name.line, Qt.Key.Key_Delete)
    assert name.said.text() == "请给这个样子起个名字，新建时按它来选。"
    click(dialog.next)
    assert agreed == []
    assert name.line.hasFocus()
    type_into(name.line, "a/b")
    assert name.said.text() == "这个名字文件名里不能用，可以写成“ab”。"
    name.line.selectAll()
    type_into(name.line, "已有的")
    assert name.said.text().startswith("已经有叫这个名字的样子。")
    click(dialog.next)
    assert agreed[-1].name == "已有的"
    assert dialog.isVisible()  # what was agreed to could not be done
    click(looking.remember)
    assert not name.isEnabled()
    assert name.said.text() == ""
    click(dialog.next)
    assert agreed[-1].name == ""
    assert not dialog.isVisible()


def test_other_files_are_chosen_after_all(open_dialog: Open, old_pdf: Path, qtbot: QtBot) -> None:
    dialog = open_dialog(files=[old_pdf])
    looked_at(dialog, qtbot)
    click(dialog.others)
    assert dialog.looking is None
    assert dialog.choosing.files == (old_pdf,)
    looked_at(dialog, qtbot)
    drop(dialog, [old_pdf.with_name("第3期.docx")])
    assert dialog.looking is None
    assert [file.name for file in dialog.choosing.files] == ["第3期.docx", "第2期.pdf"]


def test_of_a_word_file_only_head_and_closing_are_shown(
    open_dialog: Open, work: Work, old_pdf: Path, qtbot: QtBot
) -> None:
    work.learned = learned_of_word(old_pdf)
    looking = looked_at(open_dialog(files=[old_pdf.with_suffix(".docx")]), qtbot)
    assert "Word" in looking.old_name.text()
    assert looking.agreement.text().startswith("Word 文件里看不出")
    rows = [there(looking.told.item(at)).text() for at in range(looking.told.count())]
    assert rows == ["没有要看一眼的地方"]
    assert looking.questions.groups == []
    assert reds_at_left(looking.compared) > 50  # its name is there


def test_a_pdf_that_has_gone_is_shown_as_it_was_seen(open_dialog: Open, old_pdf: Path, qtbot: QtBot) -> None:
    looking = looked_at(open_dialog(files=[old_pdf.with_name("没有了.pdf")]), qtbot)
    qtbot.waitUntil(lambda: reds_at_left(looking.compared) > 50, timeout=20_000)
