"""Names that the desk proposes for files."""

from __future__ import annotations

import os
import shutil
import unicodedata
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from bulletin_desk.bulletin.model import Issue
from bulletin_desk.desk.files import asking
from bulletin_desk.desk.files.comparing import Answer, ChangedDialog
from bulletin_desk.desk.parts.names import MOST_BYTES, NAMELESS, PATTERN, clean, file_name, renamed
from bulletin_desk.desk.putting_out import output
from bulletin_desk.desk.window import MainWindow
from bulletin_desk.forms import PDF
from bulletin_desk.storage.bulletin_file import read_bulletin, write_bulletin
from tests.desk.conftest import REAL, type_keys
from tests.storage.test_lock import THEM, lay

DEVICES = ("CON", "prn", "Aux", "NUL", "COM1", "com¹", "LPT9", "lpt0", "CONIN$", "conout$", "CLOCK$")
UNSEEN = (
    "\u202e\u202d\u202a\u202b\u202c\u2066\u2067\u2068\u2069\u200e\u200f\u061c"  # directions
    "\u200b\u200c\u200d\u2060\ufeff\u00ad\u034f\u180e\u2061\u2064\u206f"  # joiners, soft hyphen
    "\u2028\u2029\u0085\n\r\t\x00\x07\x7f\x9b"  # line ends, controls
    "\u115f\u1160\u3164\uffa0\u17b4\u2800"  # fillers
    "\ufe00\ufe0f\U000e0100\U000e01ef\U000e0001\U000e0041"  # selectors, tags
    "\ufdd0\ufffe\uffff\U0001fffe\U0010ffff\ud800\udfff\ufff9\u2065"
)


def named(issue: Issue, name: str) -> Issue:
    """The issue with another name in its masthead."""
    return replace(issue, masthead=replace(issue.masthead, name=name))


@pytest.fixture(scope="module")
def issue() -> Issue:
    return read_bulletin(REAL)


@pytest.mark.parametrize("pattern", ["{名称}.pdf", "第{期号}期.DOCX", "{名称}.bulletin", "a.doc "])
def test_a_pattern_that_ends_as_a_kind_of_file_does(pattern: str, issue: Issue) -> None:
    with pytest.raises(ValueError, match=r"^文件名里不用写“[.][a-z]+”，程序会按文件的种类加上。$"):
        file_name(pattern, issue)


@pytest.mark.parametrize("char", UNSEEN, ids=lambda char: f"{ord(char):04x}")
def test_what_is_not_seen_is_left_out(issue: Issue, char: str) -> None:
    assert file_name("{名称}", named(issue, f"工作{char}简报{char}")) == "工作简报"
    assert file_name(f"{char}期{{期号}}{char}", issue) == "期2"


def test_a_reversed_extension(issue: Issue) -> None:
    assert file_name(PATTERN, named(issue, "简报\u202efdp.exe")) == "2024年第2期 简报fdp.exe"


def test_what_is_seen_stays(issue: Issue) -> None:
    for name in (
        "四川省　简报",
        "𠮷野家",
        "é́",
        "e\u0301",
        "ᄒ",
        "a&b；c（d）【e】",
        "\U00031350",
        "\ue000字",
        "👍",
    ):
        assert file_name("{名称}", named(issue, name)) == name


@pytest.mark.parametrize("name", ["简报. .", " .. 简报", "简报\u3000", "\u00a0简报 \u2003.", "简报…"])
def test_no_dots_and_spaces_around_it(issue: Issue, name: str) -> None:
    assert file_name("{名称}", named(issue, name)).rstrip("…") == "简报"


@pytest.mark.parametrize("device", DEVICES)
@pytest.mark.parametrize("rest", ["", ".", " ", ".第1期", " .x.y", "\u202e"])
def test_names_of_devices(issue: Issue, device: str, rest: str) -> None:
    assert file_name("{名称}", named(issue, device + rest)).startswith(f"_{device}")


@pytest.mark.parametrize("name", ["CONTRA", "COM", "COM12", "NUL年", "LPT", "aCON", "CON-1"])
def test_names_like_those_of_devices(issue: Issue, name: str) -> None:
    assert file_name("{名称}", named(issue, name)) == name


@pytest.mark.parametrize("name", ["", "\u202e", " . ", "\u2800\u3164", "..."])
def test_nothing_left(issue: Issue, name: str) -> None:
    with pytest.raises(ValueError, match="空"):
        file_name("{名称}", named(issue, name))
    assert renamed(Path("/x") / f"a{name}", "", ".pdf") == Path("/x/a.pdf")


@given(st.text(max_size=400), st.sampled_from(["", "（副本）"]))
@example("字" * 300, "（副本）")
@example("𠮷" * 300, "")
@example("👨‍👩‍👧‍👦" * 60, "")
@example("e" + "\u0301" * 300, "（副本）")
@example("a" * (MOST_BYTES - 1) + "\u0301", "")
@example("a" * (MOST_BYTES - 1) + " .b", "")
@example("a" * (MOST_BYTES - 1) + "é" * 40, "")
@example("CON." + "x" * 400, "")
@example("각" * 100, "")
def test_any_text_becomes_a_name_or_nothing(qapp: object, text: str, tail: str) -> None:
    name = clean(text, tail)
    if not name:
        return
    assert name.endswith(tail)
    body = name.removesuffix(tail) if tail else name
    assert len(name.encode()) <= MOST_BYTES
    assert not set(name) & set('\\/:*?"<>|')
    assert not any(unicodedata.category(char) in {"Cc", "Cf", "Cs", "Zl", "Zp"} for char in name)
    assert body == body.strip(" .\u3000")
    if len(body.encode()) < MOST_BYTES - 20:
        assert clean(body) in (body, f"_{body}")  # CON（副本） is no device, CON is
    os.fsencode(name)


def test_a_long_name_is_cut_between_characters(issue: Issue) -> None:
    for unit in ("字", "𠮷", "e\u0301\u0302", "각"):
        name = file_name("{名称}", named(issue, unit * 400))
        assert name == unit * (len(name) // len(unit))
        assert MOST_BYTES - len(unit.encode()) <= len(name.encode()) <= MOST_BYTES
    # two million characters take no longer than the few that are used
    assert clean("字" * 2_000_000) == "字" * (MOST_BYTES // 3)
    assert clean(f"a{' ' * 500_000}b").rstrip() == "a"


def test_a_long_name_can_be_written_with_its_lock_and_backup(window: MainWindow, tmp_path: Path) -> None:
    window.document.apply("改", named(window.document.issue, "𠮷" * 300))
    file = tmp_path / f"{file_name('{名称}', window.document.issue)}{asking.EXTENSION}"
    for text in "一二":
        type_keys(window, text)
        window.session.file = file
        assert window.filing.save()
    assert len([entry for entry in tmp_path.iterdir() if "𠮷" in entry.name]) == 3


# ---- where names are proposed


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """What the dialogs that ask for a file propose."""
    proposed: list[Path] = []
    for module in (asking, output):
        monkeypatch.setattr(module, "ask_save", lambda _, path, *__: proposed.append(path))
    return proposed


def test_saving_and_putting_out(
    window: MainWindow, asked: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    issue = named(window.document.issue, "报\u202e\u2028fdp.")
    window.document.apply("改", issue)
    QTest.keyClick(window.canvas, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    monkeypatch.setattr(window.proofing, "may_put_out", lambda _snapshot, _how: True)
    window.output.export_one(PDF)
    stem = f"{issue.dated_header.date.year}年第1期 报fdp"
    assert [path.name for path in asked] == [f"{stem}.bulletin", f"{stem}.pdf"]
    assert window.document.issue.masthead.name == "报\u202e\u2028fdp."  # the text itself is left alone


@pytest.mark.not_under_wine("file names there have no line ends")
def test_copies(
    window: MainWindow, tmp_path: Path, asked: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / f"期\u202e\u2028{'长' * 70}.bulletin"
    shutil.copyfile(REAL, file)
    lay(file, THEM)
    for how in ("copy", "read only"):
        monkeypatch.setattr(asking, "ask_locked", lambda *_, how=how: how)
        assert window.filing.open_file(file)
        assert not window.filing.save_as()
    kept = (MOST_BYTES - 12) // 3 - 1
    assert [path.name for path in asked] == [f"期{'长' * kept}（副本）.bulletin"] * 2


def test_another_copy_and_elsewhere(
    real: MainWindow, asked: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    file = real.session.file
    assert file is not None
    write_bulletin(file, replace(read_bulletin(file), disclosure="依申请公开"))
    type_keys(real, "字")

    def answer(dialog: ChangedDialog) -> int:
        dialog.by_answer[Answer.COPY].click()
        return 0

    monkeypatch.setattr(ChangedDialog, "exec", answer)
    assert not real.filing.save()
    monkeypatch.setattr(asking, "ask_failed", lambda *_, **__: "elsewhere")
    assert not real.filing._ask_failed(file.with_name("NUL\u202e.bulletin"), "x")
    assert [path.name for path in asked] == [f"{file.stem}（另一份）.bulletin", "_NUL.bulletin"]
    assert renamed(Path("\u202e.json"), "（副本）", ".bulletin").name == f"{NAMELESS}（副本）.bulletin"
