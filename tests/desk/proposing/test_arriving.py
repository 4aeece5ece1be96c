"""Word files dropped on the window: a marked copy of the open issue comes back, all else is a manuscript, and
where it isn't plain the clerk is asked."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from bulletin_desk.bulletin.edits import text_at
from bulletin_desk.bulletin.grammar import block_of, item_path, text_nodes, title_of
from bulletin_desk.bulletin.model import Issue, Place, Remark, Said
from bulletin_desk.desk.parts.mime import mime_data
from bulletin_desk.desk.parts.plain import Box
from bulletin_desk.desk.window import MainWindow
from bulletin_desk.export.docx.write import docx_bytes
from bulletin_desk.fonts.faces import Faces
from bulletin_desk.layouts.read import load_layout
from bulletin_desk.pipeline import typeset
from tests.desk.conftest import answering
from tests.desk.proposing.test_proposing import come, listed, press, settle
from tests.desk.test_dropping import drag

WHOLE_RUN = re.compile(r"<w:r>((?:<w:rPr>(?:(?!</w:rPr>).)*</w:rPr>)?)<w:t[^>]*>([^<]{6,})</w:t></w:r>")
AUTHOR = 'w:id="{}" w:author="王处长" w:date="2024-01-10T09:30:00Z"'


def word_copy(issue: Issue, faces: Faces, file: Path, *, marked: bool) -> Path:
    """A Word copy; in a marked one a run of the second item has its third and fourth characters replaced,
    recorded as Word records it."""
    copy = typeset(issue, load_layout(), faces)
    data = docx_bytes(copy.issue, copy.layout, copy.pages, remarks=issue.remarks)
    file.write_bytes(data)
    if not marked:
        return file
    with zipfile.ZipFile(file) as package:
        members = {name: package.read(name) for name in package.namelist()}
    text = members["word/document.xml"].decode("utf-8")
    body = text_at(issue, block_of(item_path(0, 1), 0))
    run = next(each for each in WHOLE_RUN.finditer(text) if each[2] in body)
    look, words = run.groups()

    def part(piece: str, tag: str = "t") -> str:
        return f'<w:r>{look}<w:{tag} xml:space="preserve">{piece}</w:{tag}></w:r>'

    new = (
        part(words[:2])
        + f"<w:del {AUTHOR.format(901)}>{part(words[2:4], 'delText')}</w:del>"
        + f"<w:ins {AUTHOR.format(902)}>{part('改成')}</w:ins>"
        + part(words[4:])
    )
    members["word/document.xml"] = (text[: run.start()] + new + text[run.end() :]).encode("utf-8")
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in members.items():
            package.writestr(name, content)
    return file


def drop(window: MainWindow, files: Sequence[Path]) -> None:
    data = mime_data()
    data.setUrls([QUrl.fromLocalFile(str(file)) for file in files])
    drag(window, data, window.canvas)
    QApplication.processEvents()


def push(words: str) -> object:
    """A hand that clicks the button with these words."""

    def hand(box: Box) -> None:
        button = next(each for each in box.findChildren(QPushButton) if each.text() == words)
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)

    return hand


@pytest.fixture
def taken_in(real: MainWindow, monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """The names of the files that went to intake."""
    said: list[list[str]] = []
    monkeypatch.setattr(
        real.intaking, "take_in", lambda paths, *_: said.append([each.name for each in paths])
    )
    return said


def test_a_marked_copy_comes_back_and_the_rest_is_taken_in(
    real: MainWindow, faces: Faces, qtbot: QtBot, tmp_path: Path, taken_in: list[list[str]]
) -> None:
    marked = word_copy(real.document.issue, faces, tmp_path / "审过的.docx", marked=True)
    other = tmp_path / "稿件.txt"
    other.write_text("一篇稿件", encoding="utf-8")
    drop(real, [marked, other])
    qtbot.waitUntil(lambda: real.proposing._reader is None)
    settle(real, qtbot)
    assert taken_in == [["稿件.txt"]]
    assert listed(real)[0].partition("｜")[0] == "王处长（1 处）"
    assert "改成" in listed(real)[1]
    before = real.document.issue
    press(real, Qt.Key.Key_A)
    assert "改成" in "".join(text_at(real.document.issue, path) for path in text_nodes(real.document.issue))
    real.session.undo()
    assert real.document.issue == before


def test_comments_come_back_with_answers_to_ours(
    real: MainWindow, faces: Faces, qtbot: QtBot, tmp_path: Path
) -> None:
    path = title_of(item_path(0, 1))
    start, end = Place(path, 0), Place(path, 4)
    ours = Remark(start, end, (Said("我", "2024-01-09T10:00", "核对一下"),))
    answer, other = (
        Said("王处长", "2024-01-10T09:30", "核对过了"),
        Said("王处长", "2024-01-10T09:31", "再短些"),
    )
    issue = real.document.issue
    theirs = replace(ours, said=(*ours.said, answer)), Remark(start, Place(path, 2), (other,))
    copy = word_copy(replace(issue, remarks=theirs), faces, tmp_path / "批过的.docx", marked=True)
    real.document.apply("批注", replace(issue, remarks=(ours,)))
    before = real.document.issue
    drop(real, [copy])
    qtbot.waitUntil(lambda: real.proposing._reader is None)
    settle(real, qtbot)
    assert "拿回来 1 处修订，收进 1 条批注，1 条批注有回复" in real.notice.text
    assert [[said.text for said in each.said] for each in real.document.issue.remarks] == [
        ["核对一下", "核对过了"],
        ["再短些"],
    ]
    assert [each.start for each in real.document.issue.remarks] == [start, start]
    real.session.undo()
    assert real.document.issue == before


def test_of_a_copy_without_marks_the_clerk_says_what_it_is(
    real: MainWindow,
    faces: Faces,
    qtbot: QtBot,
    tmp_path: Path,
    taken_in: list[list[str]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    copy = word_copy(real.document.issue, faces, tmp_path / "没有标记.docx", marked=False)
    for words, came in (("先不收", []), ("当稿件导入", [["没有标记.docx"]])):
        boxes = answering(monkeypatch, Box, push(words))  # type: ignore[arg-type]
        drop(real, [copy])
        assert "没有修订标记" in boxes[0].text()
        assert taken_in == came
    answering(monkeypatch, Box, push("当作审过的拿回来"))  # type: ignore[arg-type]
    drop(real, [copy])
    qtbot.waitUntil(lambda: real.proposing._reader is None)
    assert real.notice.text
    assert real.proposing.open == ()


def test_of_a_marked_copy_of_another_issue_too(
    real: MainWindow,
    faces: Faces,
    qtbot: QtBot,
    tmp_path: Path,
    taken_in: list[list[str]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    copy = word_copy(real.document.issue, faces, tmp_path / "上一期.docx", marked=True)
    issue = real.document.issue
    masthead = replace(issue.masthead, number=9)
    section = replace(
        issue.sections[0], items=(replace(issue.sections[0].items[0], title="另一篇", blocks=()),)
    )
    real.session.replace(replace(issue, masthead=masthead, sections=(section,)))
    boxes = answering(monkeypatch, Box, push("当稿件导入"))  # type: ignore[arg-type]
    drop(real, [copy])
    assert "另一期" in boxes[0].text()
    assert taken_in == [["上一期.docx"]]
    come(real, qtbot, [copy])  # by the menu it is said why not
    assert "这是另一期" in real.notice.text
