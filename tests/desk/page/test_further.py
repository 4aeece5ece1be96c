"""The parts that only some bulletins have, on the page: clicked into, dragged over, found, compared."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from bulletin_desk.bulletin.compare import compare
from bulletin_desk.bulletin.edits import text_at
from bulletin_desk.bulletin.grammar import ITEM_TEXTS, block_of, item_path, item_text
from bulletin_desk.bulletin.model import Body, Item, Kind, Path, Place, Section
from bulletin_desk.bulletin.take_back import Comparison
from bulletin_desk.desk.history.pages import differing
from bulletin_desk.desk.window import MainWindow
from bulletin_desk.editing.count import issue_characters
from bulletin_desk.editing.selection import Caret
from tests.bulletin.further import FURTHER
from tests.desk.conftest import WITHOUT_SECTIONS, type_keys

LEFT = Qt.MouseButton.LeftButton
NONE = Qt.KeyboardModifier.NoModifier
CTRL = Qt.KeyboardModifier.ControlModifier
FULL = item_path(2, 0)


def point(window: MainWindow, path: Path, offset: int) -> QPoint:
    """Where a place is on the screen, brought into view."""
    box = window.document.geometry.caret_box(Caret(Place(path, offset)))
    window.canvas.show_page_at(box.page, box.top)
    return window.canvas.to_pixels(box.page, box.x, box.top + box.height / 2).toPoint()


@pytest.mark.parametrize("kind", ITEM_TEXTS)
def test_a_click_puts_the_caret_into_each_and_a_drag_selects_it(offering: MainWindow, kind: Kind) -> None:
    path = item_text(FULL, kind)
    length = text_at(offering.document.issue, path).find("\n")
    start = point(offering, path, 0)
    end = point(offering, path, length if length > 0 else 3)
    start = point(offering, path, 0)  # where it is after the page was moved
    view = offering.canvas.viewport()
    QTest.mouseClick(view, LEFT, NONE, end)
    assert offering.document.selection.head.path == path
    assert offering.document.selection.head.offset == (length if length > 0 else 3)
    QTest.mousePress(view, LEFT, NONE, start)
    QTest.mouseMove(view, end)
    QTest.mouseRelease(view, LEFT, NONE, end)
    selection = offering.document.selection
    assert (selection.start, selection.end.path) == (Place(path, 0), path)
    assert selection.end.offset == (length if length > 0 else 3)
    type_keys(offering, "改")
    assert text_at(offering.document.issue, path).startswith("改")


def test_found_replaced_and_counted(offering: MainWindow) -> None:
    document, bar = offering.document, offering.find_bar
    assert offering.status.characters.text() == f"{issue_characters(document.issue)} 字"
    offering.actions_by_name["replace"].trigger()
    for words, path in (
        ("要闻", item_text(FULL, Kind.KICKER)),
        ("参加", item_text(FULL, Kind.SUBTITLE)),
        ("阅读", item_text(FULL, Kind.BYLINE)),
        ("人民政府", item_text(FULL, Kind.SALUTATION)),
        ("某某市", item_text(FULL, Kind.SIGNATURE)),
    ):
        bar.wanted.setText(words)
        QTest.keyClick(bar.wanted, Qt.Key.Key_Return)
        assert document.selection.start.path == path, words
    bar.wanted.setText("早研判")
    bar.replacement.setText("早预判")
    bar.replace_all.click()
    block = document.issue.sections[2].items[0].blocks[0]
    assert isinstance(block, Body)
    assert block.bold == ((0, 2), (4, 7))


def test_each_part_that_differs_is_told_and_marked(offering: MainWindow) -> None:
    old = offering.document.issue
    item = old.sections[2].items[0]
    names = tuple(ITEM_TEXTS.values())
    texts: dict[str, Any] = {name: f"{getattr(item, name)}新" for name in names}
    changed = replace(item, mark="■", **texts)
    section = replace(old.sections[2], items=(changed, *old.sections[2].items[1:]))
    new = replace(old, sections=(*old.sections[:2], section, *old.sections[3:]))
    (found,) = compare(old, new)
    for name in ("引题", "副题", "题下行", "称谓", "落款", "标记"):
        assert f"{name}由" in found.sentence
    was, now = differing(Comparison(old, new))
    for kind in ITEM_TEXTS:
        path = item_text(FULL, kind)
        text = text_at(new, path)
        assert now[path] == [(len(text) - 1, len(text))], kind
    assert not was


def test_places_without_sections_are_told_without_them(window: MainWindow) -> None:
    sections = (Section("", (Item("", (Body("一"),)), Item("乙", (Body("二"),)))),)
    issue = replace(FURTHER, layout=WITHOUT_SECTIONS, sections=sections)
    window.session.replace(issue)
    window.document.go_to(block_of(item_path(0, 1), 0), 1)
    type_keys(window, "改")
    assert [each.sentence for each in compare(issue, window.document.issue)] == [
        "第2篇《乙》：第1段加上“改”。"
    ]


def test_bold_is_shown_in_its_own_face(offering: MainWindow) -> None:
    pages = offering.document.pages
    lines = [placed.line for page in pages for placed in page.lines if placed.path == block_of(FULL, 0)]
    fonts = {
        run.start + at: run.font
        for line in lines
        for run in line.runs
        for at in range(len(run.text))
        if run.start is not None
    }
    bold = {at for first, last in ((0, 2), (4, 7)) for at in range(first, last)}
    assert len({fonts[at] for at in bold}) == 1
    assert not {fonts[at] for at in bold} & {fonts[at] for at in fonts.keys() - bold}
