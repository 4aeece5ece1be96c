"""`review changes` and proof prints from the command line: what is listed and what is written."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from docx.oxml.ns import qn

from bulletin_desk.bulletin.edits import replace_range
from bulletin_desk.bulletin.grammar import block_of, item_path
from bulletin_desk.bulletin.model import Body, DatedHeader, Issue, Item, Masthead, Section
from bulletin_desk.cli import main
from bulletin_desk.exit_codes import DONE, UNWRITABLE_TARGET, WRONG_ARGUMENTS
from bulletin_desk.storage.bulletin_file import write_bulletin
from bulletin_desk.storage.places import places
from bulletin_desk.storage.rounds import sent
from bulletin_desk.storage.versions import Versions
from tests.export.docx.settled import changes

Out = pytest.CaptureFixture[str]
BLOCK = block_of(item_path(0, 0), 0)
FIRST = Issue(
    Masthead("简报", 2),
    DatedHeader("办公室", date(2026, 11, 30)),
    sections=(Section("动态", (Item("头一篇", (Body("全省会议在成都召开。"),)),)),),
)
SENTENCE = "“动态”第1篇《头一篇》第1段：“成都”改为“乐山”。\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An issue as it was, and as it is with two rounds kept."""
    for variable in ("HOME", "USERPROFILE", "LOCALAPPDATA", "XDG_DATA_HOME"):
        monkeypatch.setenv(variable, str(tmp_path / "home"))
    write_bulletin(tmp_path / "旧.bulletin", FIRST)
    once = sent(FIRST, "送审稿 1", "2026-11-30T15:30", "张三")
    edited = replace_range(once, BLOCK, 5, 7, "乐山")
    twice = sent(edited, "送审稿 2", "2026-12-01T09:00", "张三")
    write_bulletin(tmp_path / "新.bulletin", replace_range(twice, BLOCK, 0, 0, "又："))
    return tmp_path


def run(capsys: Out, *arguments: object) -> tuple[int, str, str]:
    try:
        code = main(list(map(str, arguments)))
    except SystemExit as error:
        code = int(str(error.code))
    said = capsys.readouterr()
    return code, said.out, said.err


def test_two_files(capsys: Out, folder: Path) -> None:
    old, new = folder / "旧.bulletin", folder / "新.bulletin"
    code, out, _ = run(capsys, "review", "changes", old, new)
    assert code == DONE
    assert out == f"“动态”第1篇《头一篇》第1段：加上“又：”。\n{SENTENCE}"
    assert run(capsys, "review", "changes", old, old)[1] == "“旧.bulletin”和“旧.bulletin”相同，没有改动。\n"


def test_rounds_of_one_file(capsys: Out, folder: Path) -> None:
    new = folder / "新.bulletin"
    assert run(capsys, "review", "changes", "送审稿 1", "送审稿 2", "--file", new) == (DONE, SENTENCE, "")
    assert run(capsys, "review", "changes", "送审稿 2", new)[1].endswith("加上“又：”。\n")
    assert run(capsys, "review", "changes", new, "送审稿 2")[1].endswith("去掉“又：”。\n")


def test_a_kept_version_by_its_name_and_by_its_minute(capsys: Out, folder: Path) -> None:
    new = folder / "新.bulletin"
    when = datetime(2026, 11, 30, 7, 5, tzinfo=UTC)
    Versions(places().versions).keep(new, (folder / "旧.bulletin").read_bytes(), when)
    minute = when.astimezone().strftime("%Y-%m-%dT%H:%M")
    code, out, _ = run(capsys, "review", "changes", minute, new, "--json")
    tree = json.loads(out)
    assert code == DONE
    assert [each["now"] for each in tree["changes"]] == ["又：", "乐山"]
    assert tree["changes"][1]["start"] == {"path": list(BLOCK), "offset": 7}
    assert tree["changes"][1]["old_start"] == {"path": list(BLOCK), "offset": 5}
    assert tree["old"].endswith("的旧版")


def test_the_pages_with_what_changed(capsys: Out, folder: Path) -> None:
    new, pdf = folder / "新.bulletin", folder / "改动.pdf"
    faces = ("--faces", "shipped")
    code, out, _ = run(capsys, "review", "changes", "送审稿 1", new, "-o", pdf, *faces)
    assert (code, out.endswith(f"已写好“{pdf}”。\n")) == (DONE, True)
    assert pdf.read_bytes().startswith(b"%PDF")
    again = folder / "又.pdf"
    run(capsys, "review", "changes", "送审稿 1", new, "-o", again, *faces)
    assert again.read_bytes() == pdf.read_bytes()


def test_a_word_file_with_tracked_changes(capsys: Out, folder: Path) -> None:
    new, docx = folder / "新.bulletin", folder / "改动.docx"
    more = ("--faces", "shipped", "--by", "张三")
    code, out, _ = run(capsys, "review", "changes", "送审稿 1", new, "--docx", docx, *more)
    assert (code, out.endswith(f"已写好“{docx}”。\n")) == (DONE, True)
    found = [element for element in changes(docx.read_bytes()) if len(element)]
    assert {element.get(qn("w:author")) for element in found} == {"张三"}
    words = [text.text for one in found for text in one.iter(qn("w:t"), qn("w:delText"))]
    assert words == ["又：", "成都", "乐山"]


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (
            ("送审稿 9", "新.bulletin"),
            WRONG_ARGUMENTS,
            "没有叫“送审稿 9”的一稿，有的是“送审稿 1”、“送审稿 2”。",
        ),
        (("送审稿 1", "旧.bulletin"), WRONG_ARGUMENTS, "还没有送审过"),
        (("送审稿 1", "送审稿 2"), WRONG_ARGUMENTS, "请用 --file 写明文件"),
        (("旧.bulletin", "新.bulletin", "-o", "x.docx"), UNWRITABLE_TARGET, ".docx"),
        (("旧.bulletin", "新.bulletin", "-o", "旧.bulletin"), UNWRITABLE_TARGET, "要比的文件"),
        (("旧.bulletin", "新.bulletin", "--docx", "x.pdf"), UNWRITABLE_TARGET, ".pdf"),
    ],
)
def test_what_is_refused(
    capsys: Out,
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    arguments: tuple[str, ...],
    code: int,
    said: str,
) -> None:
    monkeypatch.chdir(folder)
    found = run(capsys, "review", "changes", *arguments)
    assert found[0] == code
    assert said in found[2]
    as_json = run(capsys, "review", "changes", *arguments, "--json")
    assert json.loads(as_json[1])["exit_code"] == code


def test_proof_prints(capsys: Out, folder: Path) -> None:
    new, pdf = folder / "新.bulletin", folder / "清样.pdf"
    faces = ("--faces", "shipped")
    code, out, _ = run(capsys, "export", new, "--pdf", pdf, "--proof", 2, "--proof-since", "送审稿 1", *faces)
    assert (code, out) == (DONE, f"已写好“{pdf}”：第2校清样，1面。\n")
    plain = pdf.read_bytes()
    for further in (
        ("--proof-numbers", "none"),
        ("--proof-double",),
        ("--proof-since", folder / "旧.bulletin"),
    ):
        assert run(capsys, "export", new, "--pdf", pdf, "--proof", 2, *further, *faces)[0] == DONE
        assert pdf.read_bytes() != plain
    for wrong in (
        ("--proof", 2, "--docx", folder / "x.docx"),
        ("--proof", 0, "--pdf", pdf),
        ("--proof-double", "--pdf", pdf),
        ("--proof", 2, "--proof-since", "没有", "--pdf", pdf),
        ("--proof", 2, "--copies", "1-3", "--pdf", pdf),
    ):
        assert run(capsys, "export", new, *wrong, *faces)[0] == WRONG_ARGUMENTS


def test_an_export_without_proof_is_as_before(capsys: Out, folder: Path) -> None:
    one, other = folder / "a.pdf", folder / "b.pdf"
    bare = folder / "bare.bulletin"
    write_bulletin(bare, replace(FIRST, rounds=()))
    run(capsys, "export", folder / "旧.bulletin", "--pdf", one, "--faces", "shipped")
    run(capsys, "export", bare, "--pdf", other, "--faces", "shipped")
    assert one.read_bytes() == other.read_bytes()
