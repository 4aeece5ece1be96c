"""What only some bulletins have, in the review of what came in: said, shown, corrected by the menu where the
open layout offers it, and nowhere else."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from bulletin_desk.bulletin.grammar import item_path
from bulletin_desk.bulletin.model import Item, Kind, LayoutText, Section
from bulletin_desk.desk.taking_in.corrections import KEYS
from bulletin_desk.desk.taking_in.intake_dialog import IntakeDialog
from bulletin_desk.desk.taking_in.paragraphs import COLOURS
from bulletin_desk.desk.window import MainWindow
from bulletin_desk.intake.draft import Context, take_in
from bulletin_desk.intake.manuscript import Manuscript, Paragraph
from bulletin_desk.intake.parts import FURTHER_KINDS, PART_KINDS, kind_name
from bulletin_desk.intake.sources import load_units
from bulletin_desk.layouts.offers import Offers
from bulletin_desk.layouts.read import DEFAULT, layout_text
from tests.desk.conftest import OFFERING, WITHOUT_SECTIONS, there
from tests.desk.taking_in.test_intake_doubts import choose, menu_at
from tests.intake.manuscripts import LAST, LONG, MORE

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")
ALL = Offers("optional", 2, "optional", True, True, True, True, True, True, ("★", "■"))
FURTHER = [kind_name(kind) for kind in FURTHER_KINDS]
OFFERED = """
[offers]
levels = 2
kicker = true
subtitle = true
byline = true
salutation = true
signature = true
bold = true
marks = ["★"]
"""
LINES = (
    "★乐山市推进地方志工作",
    "——质量年行动纪实",
    "各县人民政府：",
    LONG,
    MORE,
    "乐山市地方志办公室",
    "2024年1月9日",
)


def review(qtbot: QtBot, offers: Offers, *lines: str) -> IntakeDialog:
    context = Context(("市州动态",), load_units(), offers)
    manuscript = Manuscript("稿", tuple(map(Paragraph, lines)))
    made = IntakeDialog([take_in(manuscript, context)], [], context)
    qtbot.addWidget(made, before_close_func=lambda dialog: dialog.done(0))
    made.show()
    return made


def names(dialog: IntakeDialog) -> list[str]:
    return [there(dialog.parts.item(row, 0)).text() for row in range(dialog.parts.rowCount())]


def menu_of(dialog: IntakeDialog) -> list[str]:
    menu = menu_at(dialog, 1)
    found = [action.text() for action in menu.actions()]
    QTest.keyClick(menu, Qt.Key.Key_Escape)
    return found


def test_every_kind_has_a_colour_and_a_name() -> None:
    assert set(COLOURS) == set(PART_KINDS)
    assert not set(KEYS.values()) & set(FURTHER_KINDS)


def test_what_was_found_is_shown(qtbot: QtBot) -> None:
    dialog = review(qtbot, ALL, *LINES)
    assert names(dialog) == ["标题", "副题", "称谓", "正文", "正文", "落款"]
    assert there(dialog.items.item(0)).text().startswith("★乐山市推进地方志工作")
    assert "副题1" in dialog.hint.text() or "副题1" in there(dialog.items.item(0)).toolTip()
    assert "没有来源" not in there(dialog.items.item(0)).text()


@pytest.mark.parametrize("kind", FURTHER_KINDS)
def test_the_menu_makes_a_paragraph_one_of_them(qtbot: QtBot, kind: Kind) -> None:
    dialog = review(qtbot, ALL, "乐山市推进地方志工作", LONG, MORE)
    choose(menu_at(dialog, 1), kind_name(kind))
    assert names(dialog)[1] == kind_name(kind)
    dialog.undo.click()
    assert names(dialog)[1] == "正文"


def test_the_menu_has_only_what_is_offered(qtbot: QtBot) -> None:
    text = ("乐山市推进地方志工作", LONG, MORE)
    assert not set(FURTHER) & set(menu_of(review(qtbot, Offers(), *text)))
    assert set(FURTHER) <= set(menu_of(review(qtbot, ALL, *text)))
    some = set(menu_of(review(qtbot, Offers(subtitle=True, levels=2), *text)))
    assert set(FURTHER) & some == {"副题", "二级栏目"}


def test_the_open_layout_tells_what_is_looked_for(window: MainWindow, tmp_path: Path, qtbot: QtBot) -> None:
    file = tmp_path / "稿.txt"
    file.write_text("\n".join(LINES), encoding="utf-8")
    issue = window.document.issue
    name, text = layout_text(DEFAULT)
    for offered, title, subtitle in ((OFFERED, LINES[0][1:], LINES[1]), ("", "\n".join(LINES[:2]), "")):
        window.session.replace(replace(issue, layout=LayoutText(name, text + offered)), "")
        window.intaking.take_in([file])
        qtbot.waitUntil(lambda: window.intaking.dialog is not None, timeout=20_000)
        dialog = window.intaking.dialog
        assert dialog is not None
        dialog.go.click()
        item = window.document.issue.sections[0].items[-1]
        assert (item.title, item.subtitle) == (title, subtitle)
        assert item.mark == ("★" if offered else "")
        assert bool(item.signature) == bool(offered) == bool(item.salutation)
        qtbot.waitUntil(lambda: window.intaking.dialog is None, timeout=20_000)
    assert isinstance(item, Item)


def take_in_file(window: MainWindow, file: Path, qtbot: QtBot) -> IntakeDialog:
    window.intaking.take_in([file])
    qtbot.waitUntil(lambda: window.intaking.dialog is not None, timeout=20_000)
    return there(window.intaking.dialog)


def test_a_bulletin_without_sections_gets_none(window: MainWindow, tmp_path: Path, qtbot: QtBot) -> None:
    file = tmp_path / "稿.txt"
    file.write_text("\n".join(LINES), encoding="utf-8", newline="")
    plain = window.document.issue
    window.session.replace(replace(plain, sections=(Section(""),), layout=WITHOUT_SECTIONS), "")
    dialog = take_in_file(window, file, qtbot)
    assert not dialog.section.isVisible()
    assert dialog.source.isVisible()
    assert "【" not in dialog.items.item(0).text()
    QTest.mouseClick(dialog.go, Qt.MouseButton.LeftButton)
    (section,) = window.document.issue.sections
    assert (section.name, [item.title for item in section.items]) == ("", ["乐山市推进地方志工作"])
    qtbot.waitUntil(lambda: window.intaking.dialog is None, timeout=20_000)


def test_what_came_under_the_second_of_two_equal_names_is_gone_to(
    window: MainWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    text = "\n".join(("【省内】", "〖总体〗", *LINES[:1], LONG, MORE, "〖指标〗", *LINES[:1], LAST, LONG))
    file = tmp_path / "稿.txt"
    file.write_text(text, encoding="utf-8", newline="")
    inner = Section("总体", (), 2)
    sections = (Section("国内"), inner, Section("省内"), inner)
    window.session.replace(replace(window.document.issue, sections=sections, layout=OFFERING), "")
    dialog = take_in_file(window, file, qtbot)
    QTest.mouseClick(dialog.go, Qt.MouseButton.LeftButton)
    assert [len(section.items) for section in window.document.issue.sections] == [0, 0, 0, 1, 1]
    assert window.document.selection.head.place.path[:4] == item_path(3, 0)
    qtbot.waitUntil(lambda: window.intaking.dialog is None, timeout=20_000)
