"""Every command, every exit code; an error is one sentence, without traceback, with nothing half written."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import NoReturn

import docx
import pikepdf
import pytest
from docx.enum.style import WD_STYLE_TYPE

from bulletin_desk import __version__, cli
from bulletin_desk.bulletin.matching import text_of
from bulletin_desk.bulletin.model import Body, Field, Issue, Item, LayoutText, Section
from bulletin_desk.bulletin.office import Office, shipped_offices
from bulletin_desk.cli import main
from bulletin_desk.errors import BulletinDeskError
from bulletin_desk.exit_codes import (
    DONE,
    FINDINGS,
    INTERRUPTED,
    UNUSABLE_INPUT,
    UNWRITABLE_TARGET,
    WRONG_ARGUMENTS,
)
from bulletin_desk.pipeline import in_layout
from bulletin_desk.resources import resource
from bulletin_desk.storage.bulletin_file import read_bulletin, write_bulletin
from bulletin_desk.storage.offices import save_office
from bulletin_desk.storage.places import places
from tests.bulletin.issues import SMALL, TIDY
from tests.fonts.made import font, save
from tests.many_fields import in_many

ROOT = Path(__file__).resolve().parents[1]
EXAMPLE = ROOT / "examples" / "2024-01-09.bulletin"
POSIX = pytest.mark.skipif(sys.platform == "win32", reason="needs a POSIX system")

Captured = pytest.CaptureFixture[str]


def run(*arguments: str | Path) -> int:
    """A command in this process; argparse leaves by SystemExit."""
    try:
        return main([str(argument) for argument in arguments])
    except SystemExit as leaving:
        return int(leaving.code or 0)


def refused(capsys: Captured, code: int, *arguments: str | Path) -> str:
    """Runs a command that must fail with this code and print one sentence on stderr; returns that."""
    assert run(*arguments) == code
    out, err = capsys.readouterr()
    assert out == ""
    assert err.count("\n") == 1
    assert err.startswith("命令写得不对：" if code == WRONG_ARGUMENTS else "错误：")
    assert "Traceback" not in err
    assert "Errno" not in err
    return err


def start(*arguments: str | Path, **environ: str) -> subprocess.CompletedProcess[bytes]:
    """A command in a process of its own."""
    command = [sys.executable, "-m", "bulletin_desk", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, env={**os.environ, **environ}, check=False)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "一期.bulletin"
    write_bulletin(path, TIDY)
    return path


# ---- the current folder

PLANTED = """
import os
with open(os.environ["TRACE"], "a", encoding="utf-8") as trace:
    trace.write(__name__ + "\\n")
"""
LIBRARIES = {"PySide6", "shiboken6", "reportlab", "docx", "lxml", "fontTools", "pypdfium2", "PIL"}


def loaded_by_python_itself() -> set[str]:
    """What `python -m` loads before the first line of what it runs: only -P keeps the current folder out."""
    command = [sys.executable, "-c", "import runpy, sys; print(*sys.modules)"]
    return set(subprocess.run(command, capture_output=True, encoding="utf-8", check=True).stdout.split())


@pytest.mark.parametrize(
    ("arguments", "made"),
    [
        (("bulletin_desk", "export", EXAMPLE, "--faces", "shipped", "--docx", "a.docx"), "a.docx"),
        (("bulletin_desk", "export", EXAMPLE, "--faces", "shipped", "--pdf", "a.pdf"), "a.pdf"),
        (("bulletin_desk", "import", "稿.txt", "-o", "b.bulletin"), "b.bulletin"),
        (("bulletin_desk",), ""),
        (("bulletin_desk.desk", "无.bulletin"), ""),
    ],
)
@pytest.mark.parametrize("flags", [(), ("-P",)])
def test_no_module_of_the_current_folder_is_run(
    tmp_path: Path, flags: tuple[str, ...], arguments: tuple[str | Path, ...], made: str
) -> None:
    folder = tmp_path / "收件"
    folder.mkdir()
    (folder / "稿.txt").write_text("关于甲的报告\n\n甲。", encoding="utf-8")
    names = {*sys.stdlib_module_names, *LIBRARIES, "sitecustomize", "usercustomize"}
    names -= set() if flags else loaded_by_python_itself()
    assert {"json", "platform", "random", "zipfile", "fractions"} < names
    for name in names:
        (folder / f"{name}.py").write_text(PLANTED, encoding="utf-8")
    (folder / "PySide6").mkdir()
    (folder / "PySide6" / "__init__.py").write_text(PLANTED, encoding="utf-8")
    trace = tmp_path / "ran"
    environ = {name: value for name, value in os.environ.items() if name != "PYTHONSAFEPATH"}
    # with no such platform the window's program is ended where Qt should bring up a screen
    environ |= {"TRACE": str(trace), "QT_QPA_PLATFORM": "no-such-platform", "PYTHONIOENCODING": "utf-8"}
    command = [sys.executable, *flags, "-m", *map(str, arguments)]
    done = subprocess.run(command, cwd=folder, env=environ, capture_output=True, check=False)
    assert not trace.exists(), trace.read_text(encoding="utf-8")
    if made:
        assert done.returncode in (DONE, FINDINGS)
        assert (folder / made).is_file()
    else:
        assert done.returncode not in (DONE, UNUSABLE_INPUT)
        assert b"no-such-platform" in done.stderr or sys.platform == "win32"


# ---- the program


def test_version(capsys: Captured) -> None:
    assert run("--version") == DONE
    assert capsys.readouterr().out == f"Bulletin Desk {__version__}\n"


@pytest.mark.parametrize(
    "command", [(), ("new",), ("export",), ("import",), ("dump",), ("check",), ("fonts",)]
)
def test_help_is_in_chinese_and_tells_exit_codes(command: tuple[str, ...], capsys: Captured) -> None:
    assert run(*command, "--help") == DONE
    out = capsys.readouterr().out
    assert out.startswith("用法：bulletin-desk")
    assert "退出码：0完成1check发现错误或可疑之处" in "".join(out.split())
    assert not any(word in out for word in ("usage", "options", "positional", "show this"))


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("print",), "不认识 'print'（可用 "),
        (("export", "a"), "要写 --pdf 或 --docx，说明输出到哪里。用法见 bulletin-desk export --help"),
        (("export", "a", "--pdf"), "--pdf：后面要跟一个值"),
        (("dump",), "缺少 文件"),
        (("dump", "a", "b"), "不认识 b"),
        (("dump", "a", "--colour"), "不认识 --colour"),
        (("dump", "a", "--faces", "mine"), "--faces：不认识 'mine'（可用 "),
        (("--version=2",), "--version：后面不能跟 '2'"),
        (("new", "a", "--date", "2024-02-30"), "没有“2024-02-30”这个日期，请写成 2024-01-09 这样"),
        (("new", "a", "--date", "昨天"), "没有“昨天”这个日期"),
        (("export", "a", "--pdf", "b", "--report"), "--report 要和 --docx 一起用"),
        (("export", "a", "--pdf", "b", "--docx", "./b"), "--pdf 和 --docx 写的是同一个文件"),
        (("export", "a", "--docx", "b", "--docx-lines", "some"), "--docx-lines：不认识 'some'（可用 "),
        (("import", "a"), "要写 -o 或 --into"),
        (("import", "-o", "a"), "缺少 "),
        (("import", "a", "-o", "b", "--into", "c"), "不能和"),
        (("import", "a", "-o", "b", "--no-clean", "x"), "不认识 'x'（可用 "),
    ],
)
def test_wrong_arguments(arguments: tuple[str, ...], sentence: str, capsys: Captured) -> None:
    assert sentence in refused(capsys, WRONG_ARGUMENTS, *arguments)


def test_interrupted(monkeypatch: pytest.MonkeyPatch, capsys: Captured) -> None:
    def interrupted(_: object) -> NoReturn:
        raise KeyboardInterrupt

    monkeypatch.setattr(cli, "_fonts", interrupted)
    assert run("fonts") == INTERRUPTED
    assert capsys.readouterr().err == "已中断。\n"


# ---- new


def test_new(tmp_path: Path, capsys: Captured) -> None:
    path = tmp_path / "新.bulletin"
    assert run("new", path, "--date", "2026-03-01") == DONE
    issue = read_bulletin(path)
    assert issue.dated_header.date == date(2026, 3, 1)
    assert capsys.readouterr() == (
        f"已建好“{path}”：{issue.masthead.name}第{issue.masthead.number}期。\n",
        "",
    )


def test_new_is_dated_today(tmp_path: Path) -> None:
    before = date.today()
    assert run("new", tmp_path / "a.bulletin") == DONE
    assert before <= read_bulletin(tmp_path / "a.bulletin").dated_header.date <= date.today()


def test_new_in_a_year_of_which_no_issue_is_known(tmp_path: Path, capsys: Captured) -> None:
    path = tmp_path / "a.bulletin"
    assert run("new", path, "--date", "2031-01-05") == DONE
    err = capsys.readouterr().err
    assert err == "总期号没有填：程序里没有记2031年以前出了多少期，请接上一期新建，或者自己填上。\n"
    assert read_bulletin(path).masthead.total_number is None
    # what follows such an issue keeps none either, as its office may want it
    assert run("new", tmp_path / "b.bulletin", "--from", path, "--date", "2031-01-06") == DONE
    assert capsys.readouterr().err == ""
    assert run("new", tmp_path / "c.bulletin", "--from", EXAMPLE, "--date", "2031-01-05") == DONE
    assert read_bulletin(tmp_path / "c.bulletin").masthead.total_number == 608


@pytest.fixture
def own_folder(data: Path) -> Path:
    """Where the clerk's own offices lie."""
    return places().offices


def test_new_of_an_own_office_by_its_name_its_bulletin_s_name_or_its_file(
    own_folder: Path, tmp_path: Path, capsys: Captured
) -> None:
    saved = save_office(own_folder, "我们的", Office("某市政务信息", "某办", layout="gb9704"))
    for at, name in enumerate(("我们的", "某市政务信息", str(saved.file))):
        path = tmp_path / f"{at}.bulletin"
        assert run("new", path, "--office", name, "--date", "2031-01-05") == DONE
        issue = read_bulletin(path)
        assert (issue.masthead.name, issue.masthead.total_number) == ("某市政务信息", None)
        assert issue.layout is not None
        assert issue.layout.name == "gb9704"
    assert capsys.readouterr().err == ""  # it does not count its issues over the years
    path = tmp_path / "c.bulletin"
    assert run("new", path, "--office", "我们的", "--layout", "sichuan-gazetteer") == DONE
    issue = read_bulletin(path)
    assert issue.layout is not None
    assert issue.layout.name == "sichuan-gazetteer"


def test_an_office_that_is_not_there_is_answered_with_what_there_is(
    own_folder: Path, tmp_path: Path, capsys: Captured
) -> None:
    save_office(own_folder, "我们的", Office("某市政务信息"))
    target = tmp_path / "a.bulletin"
    said = refused(capsys, UNUSABLE_INPUT, "new", target, "--office", "没有的")
    known = "、".join(f"“{office.one_line}”" for office in shipped_offices())
    known = f"“我们的”、“某市政务信息”、{known}"
    assert said == f"错误：没有名为“没有的”的简报：可用 {known}，或写单位文件（.toml）的路径。\n"
    assert "没有这个文件" in refused(capsys, UNUSABLE_INPUT, "new", target, "--office", "没有.toml")
    said = refused(capsys, WRONG_ARGUMENTS, "new", target, "--office", "我们的", "--from", EXAMPLE)
    assert "不能和 --office 一起用" in said
    assert not target.exists()


def test_a_new_bulletin_can_be_exported_at_once(tmp_path: Path) -> None:
    assert run("new", tmp_path / "a.bulletin") == DONE
    assert run("export", tmp_path / "a.bulletin", "--pdf", tmp_path / "a.pdf") == DONE
    assert (tmp_path / "a.pdf").read_bytes().startswith(b"%PDF-1.7")


@pytest.mark.parametrize(("day", "number"), [("2024-03-01", (3, 608)), ("2025-01-03", (1, 608))])
def test_new_from_the_last_one(
    day: str, number: tuple[int, int], file: Path, tmp_path: Path, capsys: Captured
) -> None:
    path = tmp_path / "next.bulletin"
    assert run("new", path, "--from", file, "--date", day) == DONE
    issue = read_bulletin(path)
    assert (issue.masthead.number, issue.masthead.total_number) == number
    assert issue.masthead.name == SMALL.masthead.name
    assert issue.distribution == SMALL.distribution
    assert f"第{number[0]}期。" in capsys.readouterr().out


def test_new_never_touches_what_is_there(file: Path, capsys: Captured) -> None:
    before = file.read_bytes()
    assert f"“{file}”已经存在，没有动它" in refused(capsys, UNWRITABLE_TARGET, "new", file)
    assert "已经存在" in refused(capsys, UNWRITABLE_TARGET, "new", file.parent)
    assert "已经存在" in refused(capsys, UNWRITABLE_TARGET, "new", file, "--from", file)
    assert file.read_bytes() == before


def test_new_from_a_file_that_is_no_good(tmp_path: Path, capsys: Captured) -> None:
    target = tmp_path / "a.bulletin"
    err = refused(capsys, UNUSABLE_INPUT, "new", target, "--from", tmp_path / "none.bulletin")
    assert "none.bulletin”：没有这个文件" in err
    assert not target.exists()


@POSIX
def test_new_over_a_link_that_leads_nowhere(tmp_path: Path, capsys: Captured) -> None:
    (tmp_path / "a.bulletin").symlink_to(tmp_path / "gone")
    assert "已经存在" in refused(capsys, UNWRITABLE_TARGET, "new", tmp_path / "a.bulletin")
    assert not (tmp_path / "gone").exists()


# ---- the layout


REAL = read_bulletin(EXAMPLE)


@pytest.fixture
def gb(tmp_path: Path) -> Path:
    """The real issue in the layout of the standard."""
    path = tmp_path / "标准.bulletin"
    write_bulletin(path, in_layout(REAL, "gb9704"))
    return path


def dumped(capsys: Captured, *arguments: str | Path) -> str:
    assert run("dump", *arguments) == DONE
    out, err = capsys.readouterr()
    assert err == ""
    return out


def test_a_new_bulletin_names_and_carries_its_layout(tmp_path: Path, gb: Path) -> None:
    mine = tmp_path / "某市.toml"
    mine.write_bytes(resource("layouts", "gb9704.toml").read_bytes())
    named: list[tuple[list[str | Path], str]] = [
        ([], "sichuan-gazetteer"),
        (["--layout", "gb9704"], "gb9704"),
        (["--layout", mine], "某市"),
        (["--from", gb], "gb9704"),
        (["--from", EXAMPLE], "sichuan-gazetteer"),
        (["--from", gb, "--layout", "sichuan-gazetteer"], "sichuan-gazetteer"),
    ]
    for number, (arguments, name) in enumerate(named):
        path = tmp_path / f"{number}.bulletin"
        assert run("new", path, *arguments) == DONE
        shipped = "gb9704" if name == "某市" else name
        text = resource("layouts", f"{shipped}.toml").read_text(encoding="utf-8")
        assert read_bulletin(path).layout == LayoutText(name, text)


def test_new_in_an_own_layout_is_no_other_office_s_bulletin(tmp_path: Path) -> None:
    mine, path = tmp_path / "某市.toml", tmp_path / "a.bulletin"
    mine.write_text('name = "某市要情"\n[[head.rows]]\nline = 2\ncentre = "{name}"\n', encoding="utf-8")
    assert run("new", path, "--layout", mine, "--date", "2031-01-05") == DONE
    issue = read_bulletin(path)
    assert (issue.masthead.name, issue.masthead.number, issue.masthead.total_number) == ("某市要情", 1, None)
    assert (issue.dated_header.issuer, issue.distribution, issue.print_count) == ("", (), None)


def test_the_next_issue_in_another_layout_is_counted_as_that_counts(tmp_path: Path) -> None:
    mine, first, path = tmp_path / "某市.toml", tmp_path / "a.json", tmp_path / "b.bulletin"
    head = '[[head.rows]]\nline = 2\ncentre = "{name}{week}"\n[numbering]\ncounts = "none"\n'
    field = '[[fields]]\nname = "week"\nwhere = "head"\nkind = "period"\n'
    mine.write_text(f'name = "某市要情"\n{head}{field}', encoding="utf-8")
    week = Field("week", "2024-01-01/2024-01-07")
    write_bulletin(first, replace(REAL, layout=LayoutText("某市", None), head_fields=(week,)))
    assert run("new", path, "--from", first, "--layout", mine) == DONE
    issue = read_bulletin(path)
    assert issue.masthead.number == REAL.masthead.number
    assert issue.head_fields == (Field("week", "2024-01-08/2024-01-14"),)


def test_export_asks_for_nothing_that_the_layout_does_not_need(tmp_path: Path, capsys: Captured) -> None:
    path, pdf = tmp_path / "a.bulletin", tmp_path / "a.pdf"
    bare = Section("", (Item("", (Body("今天没有情况。"),)),))
    write_bulletin(path, replace(in_layout(REAL, "duty-flash"), sections=(bare,)))
    for strict in ((), ("--strict",)):
        assert run("export", path, "--pdf", pdf, *strict) == DONE
        assert "没有名称" not in (told := capsys.readouterr().err)
        assert "没有标题" not in told


def test_new_in_a_layout_that_is_no_good(tmp_path: Path, capsys: Captured) -> None:
    target = tmp_path / "a.bulletin"
    assert "没有名为“gb”的版式" in refused(capsys, UNUSABLE_INPUT, "new", target, "--layout", "gb")
    assert not target.exists()


def test_a_file_is_set_in_its_own_layout_unless_another_is_asked_for(
    gb: Path, tmp_path: Path, capsys: Captured
) -> None:
    plain, standard = dumped(capsys, EXAMPLE), dumped(capsys, EXAMPLE, "--layout", "gb9704")
    assert plain != standard
    assert dumped(capsys, gb) == standard
    assert dumped(capsys, gb, "--layout", "sichuan-gazetteer") == plain
    for name, arguments in (("own", [gb]), ("asked", [EXAMPLE, "--layout", "gb9704"])):
        assert run("export", *arguments, "--pdf", tmp_path / f"{name}.pdf") == DONE
    assert (tmp_path / "own.pdf").read_bytes() == (tmp_path / "asked.pdf").read_bytes()
    capsys.readouterr()
    run("check", gb, "--json")
    assert json.loads(capsys.readouterr().out)["pages"] == standard.count("\f\n") + 1


def test_a_word_copy_brings_the_layout_back(gb: Path, tmp_path: Path) -> None:
    asked = in_layout(REAL, "gb9704")
    exported: list[tuple[list[str | Path], Issue]] = [
        ([EXAMPLE], REAL),
        ([gb], asked),
        ([EXAMPLE, "--layout", "gb9704"], asked),
    ]
    for number, (arguments, issue) in enumerate(exported):
        copy, back = tmp_path / f"{number}.docx", tmp_path / f"{number}.bulletin"
        assert run("export", *arguments, "--docx", copy) == DONE
        assert run("import", copy, "-o", back) == DONE
        assert read_bulletin(back) == issue


def test_a_carried_layout_that_is_no_good(gb: Path, tmp_path: Path, capsys: Captured) -> None:
    standard = dumped(capsys, gb)
    write_bulletin(gb, replace(REAL, layout=LayoutText("gb9704", "name = 1")))
    assert run("dump", gb) == DONE
    out, err = capsys.readouterr()
    assert out == standard
    assert err == (
        "这一期带的版式“gb9704”有误：name 应为文字，实为整数；现在按本程序自带的同名版式排，请核对版面。\n"
    )
    write_bulletin(gb, replace(REAL, layout=LayoutText("某市", "name = 1")))
    said = refused(capsys, UNUSABLE_INPUT, "export", gb, "--pdf", tmp_path / "a.pdf")
    assert said.startswith("错误：这一期带的版式“某市”有误：name 应为文字，实为整数，请向编这一期的人要")
    assert said.endswith("，或用 --layout 另选版式。\n")
    assert dumped(capsys, gb, "--layout", "gb9704") == standard


def test_an_issue_that_follows_one_whose_layout_is_no_good(
    gb: Path, tmp_path: Path, capsys: Captured
) -> None:
    path = tmp_path / "next.bulletin"
    write_bulletin(gb, replace(REAL, layout=LayoutText("某市", "name = 1")))
    said = refused(capsys, UNUSABLE_INPUT, "new", path, "--from", gb, "--date", "2026-01-05")
    assert said.endswith("，或用 --layout 另选版式。\n")
    assert not path.exists()
    assert run("new", path, "--from", gb, "--date", "2026-01-05", "--layout", "gb9704") == DONE
    write_bulletin(gb, replace(REAL, layout=LayoutText("gb9704", "name = 1")))
    capsys.readouterr()
    assert run("new", tmp_path / "b.bulletin", "--from", gb, "--date", "2026-01-05") == DONE
    assert "现在按本程序自带的同名版式排" in capsys.readouterr().err


def test_manuscripts_taken_in_leave_the_layout(gb: Path, papers: Path, tmp_path: Path) -> None:
    run("import", papers / "a.txt", "--into", gb)
    issue = read_bulletin(gb)
    assert issue.layout == in_layout(REAL, "gb9704").layout
    assert len(issue.sections) > len(REAL.sections) or issue.sections != REAL.sections
    run("import", papers / "a.txt", "-o", tmp_path / "new.bulletin")
    assert read_bulletin(tmp_path / "new.bulletin").layout == in_layout(REAL).layout


# ---- export


def test_export(file: Path, tmp_path: Path, capsys: Captured) -> None:
    target = tmp_path / "一期.pdf"
    target.write_text("old", encoding="utf-8")
    assert run("export", file, "--pdf", target, "--faces", "shipped") == DONE
    assert capsys.readouterr() == (f"已写好“{target}”：2面。\n", "")
    assert target.read_bytes().startswith(b"%PDF-1.7")
    assert {path.name for path in tmp_path.iterdir()} == {"一期.bulletin", "一期.pdf"}


@pytest.fixture
def numbered(tmp_path: Path) -> Path:
    """An issue whose copies have numbers."""
    path = tmp_path / "份.bulletin"
    write_bulletin(path, in_many(read_bulletin(EXAMPLE)))
    return path


def test_numbered_copies(numbered: Path, tmp_path: Path, capsys: Captured) -> None:
    target = tmp_path / "份.pdf"
    assert run("export", numbered, "--pdf", target, "--copies", "2-4") == DONE
    said = capsys.readouterr().out
    count = int(said.removesuffix("面。\n").rpartition("每份")[2])
    assert said == f"已写好“{target}”：3份，每份{count}面。\n"
    with pikepdf.open(target) as pdf:
        assert len(pdf.pages) == 3 * count
        with pdf.open_outline() as outline:
            assert [entry.title for entry in outline.root] == ["份号 000002", "份号 000003", "份号 000004"]


@pytest.mark.parametrize(
    ("copies", "sentence"),
    [
        ("a", "--copies：份号应写成 1-30 这样，或只写一个数。"),
        ("1-", "--copies：份号应写成 1-30 这样，或只写一个数。"),
        ("1-1000000", "--copies：份号应写成 1-30 这样，或只写一个数。"),
        ("0-3", "--copies：份号从1开始。"),
        ("5-4", "--copies：份号的止号4比起号5小。"),
    ],
)
def test_numbers_that_no_copies_have(
    copies: str, sentence: str, numbered: Path, tmp_path: Path, capsys: Captured
) -> None:
    target = tmp_path / "份.pdf"
    said = refused(capsys, WRONG_ARGUMENTS, "export", numbered, "--pdf", target, "--copies", copies)
    assert sentence in said
    assert not target.exists()


def test_copies_that_cant_be_numbered(numbered: Path, file: Path, tmp_path: Path, capsys: Captured) -> None:
    word, target = tmp_path / "份.docx", tmp_path / "份.pdf"
    said = refused(capsys, WRONG_ARGUMENTS, "export", numbered, "--docx", word, "--copies", "1-3")
    assert "--copies 要和 --pdf 一起用" in said
    said = refused(capsys, WRONG_ARGUMENTS, "export", file, "--pdf", target, "--copies", "1-3")
    assert "这一期的版式没有排份号的地方" in said
    said = refused(capsys, WRONG_ARGUMENTS, "export", numbered, "--pdf", target, "--copies", "1-20001")
    assert re.search(r"--copies：共[0-9]+面，一次最多20000面；请分几次。", said)
    assert not word.exists()
    assert not target.exists()


@pytest.mark.parametrize("lines", ["locked", "free"])
def test_a_report_names_lines_that_may_move_before_libreoffice_is_asked(
    file: Path, tmp_path: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch, lines: str
) -> None:
    def missing(_docx: Path, _pages: object) -> None:
        raise BulletinDeskError("没有找到 LibreOffice。")

    monkeypatch.setattr("bulletin_desk.export.report.compare_with_libreoffice", missing)
    assert run("export", file, "--docx", tmp_path / "a.docx", "--docx-lines", lines, "--report") != DONE
    said = capsys.readouterr()
    assert "没有找到 LibreOffice" in said.err
    assert ("按各种软件量字的方法推算" in said.out) == (lines == "locked")


def test_export_tells_findings_on_stderr(tmp_path: Path, capsys: Captured) -> None:
    path = with_text(tmp_path, "甲\U0010fffd乙")
    assert run("export", path, "--pdf", tmp_path / "a.pdf") == DONE
    out, err = capsys.readouterr()
    assert out == f"已写好“{tmp_path / 'a.pdf'}”：1面。\n"
    assert err.startswith("错误　第1面　")
    assert "哪个字体里都没有" in err


def with_text(folder: Path, text: str) -> Path:
    issue = replace(SMALL, editors_note=(), sections=(Section("市州动态", (Item("标题", (Body(text),)),)),))
    write_bulletin(folder / "text.bulletin", issue)
    return folder / "text.bulletin"


@pytest.mark.parametrize(
    ("target", "sentence"),
    [
        ("none/a.pdf", "所在的文件夹不存在"),
        (".", "这是一个文件夹"),
        ("一期.bulletin", "这就是简报文件本身"),
        ("一期.bulletin/a.pdf", "路径中间有一段不是文件夹"),
        ("x" * 300 + ".pdf", "文件名太长"),
        ("readonly.pdf", "这个文件是只读的"),
    ],
)
@POSIX
def test_a_target_that_cannot_be_written(
    target: str, sentence: str, file: Path, tmp_path: Path, capsys: Captured
) -> None:
    (tmp_path / "readonly.pdf").write_text("kept", encoding="utf-8")
    (tmp_path / "readonly.pdf").chmod(0o444)
    before = contents(tmp_path)
    assert sentence in refused(capsys, UNWRITABLE_TARGET, "export", file, "--pdf", tmp_path / target)
    assert contents(tmp_path) == before


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (("export", "一期.bulletin", "--docx", "x.pdf"), "写不了“x.pdf”：要写的是 Word 文件"),
        (("export", "一期.bulletin", "--pdf", "x.pdf", "--docx", "y.doc"), "请改成以 .docx 结尾"),
        (("export", "一期.bulletin", "--pdf", "x.DOCX"), "要写的是 PDF 文件，文件名却以 .docx 结尾"),
        (("export", "一期.bulletin", "--pdf", "x.ofd"), "请改成以 .pdf 结尾"),
        (("export", "一期.bulletin", "--pdf", "y.bulletin"), "请改成以 .pdf 结尾"),
        (("export", "一期.bulletin", "--pdf", "x.pdf", "--docx", "夹"), "写不了“夹”：这是一个文件夹"),
        (("export", "一期.bulletin", "--layout", "版式.toml", "--pdf", "版式.toml"), "这就是版式文件本身"),
        (("export", "一期.bulletin", "--layout", "版式", "--docx", "版式"), "这就是版式文件本身"),
        (("new", "y.docx"), "要写的是简报文件，文件名却以 .docx 结尾，请改成以 .bulletin 结尾"),
        (("import", "稿.txt", "-o", "y.docx"), "请改成以 .bulletin 结尾"),
    ],
)
def test_a_target_whose_name_says_something_else(
    arguments: tuple[str, ...],
    named: str,
    file: Path,
    tmp_path: Path,
    capsys: Captured,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Nothing is written then, not the other file either."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "夹").mkdir()
    for name in ("版式.toml", "版式"):
        (tmp_path / name).write_bytes(resource("layouts", "gb9704.toml").read_bytes())
    (tmp_path / "稿.txt").write_text("关于甲的报告\n\n甲。", encoding="utf-8")
    before = sorted(tmp_path.iterdir()), file.read_bytes(), (tmp_path / "版式").read_bytes()
    assert named in refused(capsys, UNWRITABLE_TARGET, *arguments)
    assert (sorted(tmp_path.iterdir()), file.read_bytes(), (tmp_path / "版式").read_bytes()) == before


def test_a_folder_that_is_not_there_is_no_name_of_a_file(tmp_path: Path, capsys: Captured) -> None:
    said = refused(capsys, WRONG_ARGUMENTS, "export", EXAMPLE, "--pdf", f"{tmp_path / '输出'}{os.sep}")
    assert f"--pdf：“{tmp_path / '输出'}{os.sep}”是文件夹的名称，请写明文件名" in said
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("name", ["一期", "简报 2024.1.9", "第2期.定稿"])
def test_a_name_with_a_dot_and_no_ending(name: str, file: Path, tmp_path: Path) -> None:
    assert run("export", file, "--pdf", tmp_path / name) == DONE
    assert (tmp_path / name).read_bytes().startswith(b"%PDF")


def test_an_issue_is_not_taken_into_itself(file: Path, tmp_path: Path, capsys: Captured) -> None:
    before = file.read_bytes()
    again = tmp_path / "夹" / ".." / file.name
    (tmp_path / "夹").mkdir()
    assert "不能又是稿件" in refused(capsys, WRONG_ARGUMENTS, "import", again, "--into", file)
    assert file.read_bytes() == before


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@POSIX
def test_a_folder_that_may_not_be_written_to(file: Path, tmp_path: Path, capsys: Captured) -> None:
    folder = tmp_path / "locked"
    folder.mkdir()
    folder.chmod(0o555)
    if os.access(folder, os.W_OK):
        pytest.skip("this user may write everywhere")
    assert "没有在这个文件夹里写文件的权限" in refused(
        capsys, UNWRITABLE_TARGET, "export", file, "--pdf", folder / "a.pdf"
    )


def test_a_write_that_fails_midway_leaves_the_old_file(
    file: Path, tmp_path: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: int) -> NoReturn:
        raise OSError(28, "No space left on device")

    target = tmp_path / "a.pdf"
    target.write_text("old", encoding="utf-8")
    before = contents(tmp_path)
    monkeypatch.setattr(os, "fsync", full)
    assert "磁盘已满" in refused(capsys, UNWRITABLE_TARGET, "export", file, "--pdf", target)
    assert contents(tmp_path) == before


@pytest.mark.parametrize("lines", ["locked", "free"])
def test_a_word_copy_and_back(lines: str, tmp_path: Path, capsys: Captured) -> None:
    copy, back = tmp_path / "一期.docx", tmp_path / "back.bulletin"
    assert run("export", EXAMPLE, "--docx", copy, "--docx-lines", lines) == DONE
    out, err = capsys.readouterr()
    assert out == f"已写好“{copy}”。\n"
    assert err == ""
    assert zipfile.is_zipfile(copy)
    assert run("import", copy, "-o", back) == DONE
    assert read_bulletin(back) == read_bulletin(EXAMPLE)
    assert f"已建好“{back}”" in capsys.readouterr().out


def test_a_foreign_word_file_with_a_masthead_style_is_a_manuscript(tmp_path: Path, capsys: Captured) -> None:
    document = docx.Document()
    document.styles.add_style("报头", WD_STYLE_TYPE.PARAGRAPH)
    document.add_paragraph("德阳史志信息", "报头")
    for text in (
        "德阳市推进数字史志建设",
        "德阳市召开数字史志推进会，部署下一步工作。",
        "（德阳市地方志办公室）",
    ):
        document.add_paragraph(text)
    document.save(str(tmp_path / "稿.docx"))
    target = tmp_path / "a.bulletin"
    run("import", tmp_path / "稿.docx", "-o", target)
    assert "已把1篇稿件收进" in capsys.readouterr().out
    issue = read_bulletin(target)
    assert issue.masthead.name == "四川省地方志工作简报"
    assert "德阳市推进数字史志建设" in issue.sections[0].items[0].title


def test_import_never_touches_what_is_there(file: Path, tmp_path: Path, capsys: Captured) -> None:
    before = file.read_bytes()
    assert "已经存在，没有动它" in refused(
        capsys, UNWRITABLE_TARGET, "import", tmp_path / "a.docx", "-o", file
    )
    assert file.read_bytes() == before


@pytest.mark.parametrize("content", [b"%PDF-1.7", b"PK\x03\x04 cut off"])
def test_import_of_what_is_no_manuscript(content: bytes, tmp_path: Path, capsys: Captured) -> None:
    (tmp_path / "a.docx").write_bytes(content)
    target = tmp_path / "a.bulletin"
    assert "a.docx" in refused(capsys, UNUSABLE_INPUT, "import", tmp_path / "a.docx", "-o", target)
    assert "none.docx" in refused(capsys, UNUSABLE_INPUT, "import", tmp_path / "none.docx", "-o", target)
    assert not target.exists()


MANUSCRIPT = """德阳市推进数字史志建设
2023年,德阳市"数字史志"工作推进 12 项任务,取得成效,各县(市、区)积极参与,编纂质量得到提升.
一、抓统筹
德阳市地方志办公室多次召开专题会议研究部署。
（德阳市办 张伟）
"""


@pytest.fixture
def papers(tmp_path: Path) -> Path:
    """A folder with manuscripts: one that needs no look, one without a source, one that is no manuscript."""
    folder = tmp_path / "稿件"
    folder.mkdir()
    (folder / "a.txt").write_text(MANUSCRIPT, encoding="utf-8")
    (folder / "b.txt").write_text(MANUSCRIPT.rpartition("（")[0].replace("德阳", "泸州"), encoding="utf-8")
    (folder / "c.txt").write_bytes(b"%PDF-1.7")
    return folder


def test_manuscripts_become_items(papers: Path, tmp_path: Path, capsys: Captured) -> None:
    target = tmp_path / "new.bulletin"
    assert run("import", papers / "a.txt", "-o", target) == DONE
    out, err = capsys.readouterr()
    assert "【市州动态】德阳市推进数字史志建设（德阳市地方志办公室）" in out
    assert "标题1 小标题1 正文2 来源1" in out
    assert "汉字间的半角标点改全角9处" in out
    assert "“张伟”没有印进来源" in out
    assert err == ""
    (section,) = read_bulletin(target).sections
    (item,) = section.items
    assert (section.name, item.source) == ("市州动态", "（德阳市地方志办公室）")
    assert text_of(item.blocks[0]).startswith("2023年，德阳市“数字史志”工作推进12项任务，")


def test_what_needs_a_look_is_told(papers: Path, tmp_path: Path, capsys: Captured) -> None:
    assert run("import", papers / "b.txt", "-o", tmp_path / "new.bulletin") == FINDINGS
    assert "▲ 没有找到来源，请补上。" in capsys.readouterr().out


def test_missing_sources_are_told_once(papers: Path, tmp_path: Path, capsys: Captured) -> None:
    text = (papers / "b.txt").read_text(encoding="utf-8")
    (papers / "d.txt").write_text(f"又{text}", encoding="utf-8")
    run("import", papers / "b.txt", papers / "d.txt", "-o", tmp_path / "new.bulletin")
    out = capsys.readouterr().out
    assert out.count("没有找到来源") == 1
    assert "▲ 有2篇没有找到来源，请补上：" in out


def test_words_left_out_are_told_in_full_where_they_are_wanted(
    papers: Path, tmp_path: Path, capsys: Captured
) -> None:
    text = (papers / "a.txt").read_text(encoding="utf-8")
    long = "上一篇：" + "德阳市开展地情资料征集活动" * 6
    (papers / "e.txt").write_text(f"{text}{long}\n", encoding="utf-8")
    run("import", papers / "e.txt", "-o", tmp_path / "new.bulletin")
    out = capsys.readouterr().out
    assert long not in out
    assert "……（还有" in out
    assert "--full" in out
    run("import", papers / "e.txt", "-o", tmp_path / "other.bulletin", "--full")
    out = capsys.readouterr().out
    assert long in out
    assert "还有" not in out


def test_a_bad_file_keeps_no_other_out(papers: Path, tmp_path: Path, capsys: Captured) -> None:
    target = tmp_path / "new.bulletin"
    files = [papers / name for name in ("c.txt", "a.txt", "none.txt", "b.txt")]
    assert run("import", *files, "-o", target) == UNUSABLE_INPUT
    out, err = capsys.readouterr()
    assert "已把2篇稿件收进" in out
    assert [line[:3] for line in err.splitlines()] == ["错误："] * 2
    assert "c.txt" in err
    assert "none.txt" in err
    assert len(read_bulletin(target).sections[0].items) == 2


def test_manuscripts_into_an_issue_that_is_there(file: Path, papers: Path, capsys: Captured) -> None:
    before = read_bulletin(file)
    assert run("import", papers / "a.txt", "--into", file, "--no-clean", "marks") == DONE
    after = read_bulletin(file)
    assert after.masthead == before.masthead
    new = next(section for section in after.sections if section.name == "市州动态").items[-1]
    assert text_of(new.blocks[0]).startswith('2023年,德阳市"数字史志"工作推进12项任务,')
    kept = [item for section in before.sections for item in section.items if item.title]
    assert [item for section in after.sections for item in section.items if item in kept] == kept
    content = file.read_bytes()
    assert run("import", papers / "c.txt", "--into", file) == UNUSABLE_INPUT
    assert file.read_bytes() == content


def test_the_import_reported_as_json(papers: Path, tmp_path: Path, capsys: Captured) -> None:
    target = tmp_path / "new.bulletin"
    assert run("import", papers / "a.txt", papers / "c.txt", "-o", target, "--json") == UNUSABLE_INPUT
    first, second = json.loads(capsys.readouterr().out)
    assert first["look"] is False
    assert first["cleaned"]["marks"] == 9
    (item,) = first["items"]
    assert item["title"] == ["德阳市推进数字史志建设"]
    assert item["kinds"] == {"title": 1, "subheading": 1, "body": 2, "source": 1}
    assert (item["section"], item["source_from"], item["source_sure"]) == ("市州动态", "署名", True)
    assert "PDF" in second["error"]


def test_a_bulletin_of_ours_among_others_gives_its_items(papers: Path, tmp_path: Path) -> None:
    target = tmp_path / "new.bulletin"
    assert run("import", EXAMPLE, papers / "a.txt", "-o", target) == DONE
    (section,) = read_bulletin(target).sections
    assert section.items[:-1] == read_bulletin(EXAMPLE).sections[0].items


def test_the_clerks_own_units(papers: Path, tmp_path: Path, capsys: Captured) -> None:
    units, target = tmp_path / "units.txt", tmp_path / "new.bulletin"
    units.write_text("德阳市 = 德阳市委党史研究室\n", encoding="utf-8")
    assert run("import", papers / "a.txt", "-o", target, "--units", units) == DONE
    assert read_bulletin(target).sections[0].items[0].source == "（德阳市委党史研究室）"
    capsys.readouterr()
    units.write_text("德阳市\n", encoding="utf-8")
    other = tmp_path / "other.bulletin"
    sentence = refused(capsys, UNUSABLE_INPUT, "import", papers / "a.txt", "-o", other, "--units", units)
    assert "第1行" in sentence


# ---- input that is no good


def newer(path: Path) -> None:
    data = path.read_bytes()
    with zipfile.ZipFile(path) as old:
        text = old.read("bulletin.json").decode("utf-8")
    assert data
    with zipfile.ZipFile(path, "w") as new:
        new.writestr("bulletin.json", text.replace('"schema_version": 2', '"schema_version": 99', 1))


def made_a_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def spoilt(*, at: int) -> Callable[[Path], None]:
    def spoil(path: Path) -> None:
        data = bytearray(path.read_bytes())
        data[at] ^= 0xFF
        path.write_bytes(bytes(data))

    return spoil


BROKEN: dict[str, Callable[[Path], object]] = {
    "empty": lambda path: path.write_bytes(b""),
    "cut off": lambda path: path.write_bytes(path.read_bytes()[:-30]),
    "damaged": spoilt(at=60),
    "other text": lambda path: path.write_text("你好", encoding="utf-8"),
    "not UTF-8": lambda path: path.write_bytes('{"masthead": "简报"}'.encode("gbk")),
    "no JSON": lambda path: path.write_text('{"masthead": ', encoding="utf-8"),
    "newer": newer,
    "gone": lambda path: path.unlink(),
    "a folder": made_a_folder,
}


@pytest.mark.parametrize("how", BROKEN)
@pytest.mark.parametrize("command", ["export", "dump", "check"])
def test_a_bulletin_that_cannot_be_read(
    command: str, how: str, file: Path, tmp_path: Path, capsys: Captured
) -> None:
    BROKEN[how](file)
    target = tmp_path / "a.pdf"
    target.write_text("old", encoding="utf-8")
    more = ("--pdf", str(target)) if command == "export" else ()
    err = refused(capsys, UNUSABLE_INPUT, command, file, *more)
    assert err.startswith(f"错误：打不开“{file}”：")
    assert target.read_text(encoding="utf-8") == "old"


@pytest.mark.parametrize("command", ["export", "dump", "check"])
def test_a_layout_that_cannot_be_read(command: str, file: Path, tmp_path: Path, capsys: Captured) -> None:
    more = ("--pdf", str(tmp_path / "a.pdf")) if command == "export" else ()
    layout = tmp_path / "mine.toml"
    layout.write_text('name = "我的"\n', encoding="utf-8")
    assert f"版式文件“{layout}”有误：缺少 head" in refused(
        capsys, UNUSABLE_INPUT, command, file, *more, "--layout", layout
    )
    assert "没有名为“mine”的版式" in refused(capsys, UNUSABLE_INPUT, command, file, *more, "--layout", "mine")
    assert not (tmp_path / "a.pdf").exists()


def test_a_shipped_file_that_is_gone(
    file: Path, tmp_path: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = tmp_path / "gone.icc"
    monkeypatch.setattr("bulletin_desk.export.pdf.write.resource", lambda *_: gone)
    assert str(gone) in refused(capsys, UNUSABLE_INPUT, "export", file, "--pdf", tmp_path / "a.pdf")
    assert not (tmp_path / "a.pdf").exists()


# ---- dump


def test_dump(capsys: Captured) -> None:
    assert run("dump", EXAMPLE, "--faces", "shipped") == DONE
    out, err = capsys.readouterr()
    assert err == ""
    pages = out.split("\f\n")
    assert len(pages) == 8
    assert pages[0].startswith(
        "四川省地方志工作简报\n第2期（总第607期）\n四川省地方志工作办公室2024年1月9日\n【市州动态】\n"
    )
    assert pages[2].startswith("计划。\n")
    assert pages[7].endswith("（共印3份）\n")
    assert all(page.endswith("\n") for page in pages)


def test_dump_in_another_layout(capsys: Captured, tmp_path: Path) -> None:
    assert run("dump", EXAMPLE, "--layout", "gb9704") == DONE
    strict = capsys.readouterr().out
    text = (ROOT / "resources" / "layouts" / "gb9704.toml").read_text(encoding="utf-8")
    mine = tmp_path / "我的.toml"
    mine.write_text(text.replace("cells = 28", "cells = 27", 1), encoding="utf-8")
    assert tomllib.loads(mine.read_text(encoding="utf-8"))["text_block"]["cells"] == 27
    assert run("dump", EXAMPLE, "--layout", mine) == DONE
    narrow = capsys.readouterr().out
    assert run("dump", EXAMPLE) == DONE
    default = capsys.readouterr().out
    assert len({strict, narrow, default}) == 3
    assert "".join(strict.split()) == "".join(narrow.split())  # spaces at a break are not printed


# ---- check and fonts


@pytest.fixture(autouse=True)
def data(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """What the window keeps is not this machine's: a folder for each test."""
    folder = tmp_path_factory.mktemp("data")
    for name in ("HOME", "USERPROFILE", "LOCALAPPDATA", "XDG_DATA_HOME"):
        monkeypatch.setenv(name, str(folder))
    places().data.mkdir(parents=True)
    return places().data


def test_check_leaves_out_what_was_ignored_in_the_window(
    data: Path, tmp_path: Path, capsys: Captured
) -> None:
    file = with_text(tmp_path, "布署工作。")
    words = [{"rule": "misspelt", "text": "布署"}]
    (data / "ignored.json").write_text(
        json.dumps({"format": 1, "here": [], "words": words}, ensure_ascii=False), encoding="utf-8"
    )
    assert run("check", file, "--level", "doubtful") == DONE
    assert run("check", file, "--level", "doubtful", "--all") == FINDINGS
    assert "“布署”应为“部署”" in capsys.readouterr().out
    (data / "ignored.json").write_text("[]", encoding="utf-8")
    assert run("check", file, "--level", "doubtful") == FINDINGS
    assert "已改名为“ignored.损坏1.json”" in capsys.readouterr().err


def test_check_of_the_real_issue_finds_its_own_misprint(capsys: Captured) -> None:
    """And 市委市政府, twice without its 、."""
    assert run("check", EXAMPLE, "--faces", "shipped", "--level", "doubtful") == FINDINGS
    lines = capsys.readouterr().out.splitlines()
    (line,) = (line for line in lines if not line.startswith("可疑"))
    assert ["“市委”和后面的机关并列" in other for other in lines if other != line] == [True, True]
    assert line.startswith("错误　第6面　“市州动态”第2篇《德阳用好用活“微”媒体平…》第4段第141字：“，，”")


def test_check_as_data(tmp_path: Path, capsys: Captured) -> None:
    assert (
        run("check", with_text(tmp_path, "会议结束，，散会。约200余人参加。"), "--faces", "shipped", "--json")
        == FINDINGS
    )
    tree = json.loads(capsys.readouterr().out)
    assert (tree["version"], tree["pages"]) == (1, 1)
    first, second, third = tree["findings"]
    assert first == {
        "level": "error",
        "rule": "doubled_mark",
        "title": "标点重叠",
        "page": 1,
        "place": "“市州动态”第1篇《标题》第1段第5字",
        "path": ["sections", 0, "items", 0, "blocks", 0],
        "start": 4,
        "end": 6,
        "message": "“，，”标点重复；请留一个。",
        "clause": "GB/T 15834—2011",
        "fix": [{"start": 4, "end": 6, "text": "，"}],
    }
    assert (second["level"], second["rule"], second["fix"]) == ("doubtful", "about_twice", [])
    assert (third["level"], third["rule"]) == ("advice", "source_missing")


@pytest.mark.parametrize(("level", "count", "code"), [("error", 0, DONE), ("doubtful", 1, FINDINGS)])
def test_check_down_to_a_level(level: str, count: int, code: int, tmp_path: Path, capsys: Captured) -> None:
    file = with_text(tmp_path, "约200余人参加活动。")
    assert run("check", file, "--level", level, "--json") == code
    assert len(json.loads(capsys.readouterr().out)["findings"]) == count


def test_strict_export_writes_nothing_while_there_are_errors(tmp_path: Path, capsys: Captured) -> None:
    file, target = with_text(tmp_path, "会议结束，，散会。"), tmp_path / "a.pdf"
    assert run("export", file, "--pdf", target, "--strict") == FINDINGS
    assert not target.exists()
    assert "没有输出：有1处错误" in capsys.readouterr().err
    assert run("export", file, "--pdf", target) == DONE
    assert target.exists()


def test_check_compares_with_the_issues_beside_it(tmp_path: Path, capsys: Captured) -> None:
    issue = read_bulletin(EXAMPLE)
    write_bulletin(tmp_path / "第2期.bulletin", issue)
    later = replace(
        issue,
        masthead=replace(issue.masthead, number=3, total_number=609),
        dated_header=replace(issue.dated_header, date=date(2024, 1, 16)),
    )
    write_bulletin(tmp_path / "第3期.bulletin", later)
    (tmp_path / "坏的.bulletin").write_text("x", encoding="utf-8")
    assert run("check", tmp_path / "第3期.bulletin", "--json") == FINDINGS
    rules = [finding["rule"] for finding in json.loads(capsys.readouterr().out)["findings"]]
    assert rules.count("earlier_item") == 5
    assert rules.count("total_number") == 1
    assert "imprint_date" in rules
    assert run("check", tmp_path / "第2期.bulletin", "--json") == FINDINGS
    rules = [finding["rule"] for finding in json.loads(capsys.readouterr().out)["findings"]]
    assert "earlier_item" not in rules


def test_check_without_findings(file: Path, capsys: Captured) -> None:
    assert run("check", file, "--faces", "shipped") == DONE
    assert capsys.readouterr() == ("没有发现问题：共2面。\n", "")


def test_check_with_advice_only(tmp_path: Path, capsys: Captured) -> None:
    assert run("check", with_text(tmp_path, "刘𬭎"), "--faces", "shipped") == DONE
    out, err = capsys.readouterr()
    assert (out.count("\n"), err) == (2, "")  # the face, and that there is no source
    assert out.startswith("提示　第1面　")


@pytest.mark.parametrize(
    ("text", "level"), [("甲\U0010fffd乙", "错误"), (f"网址{'w' * 100}", "可疑"), ("控制\x07符", "错误")]
)
def test_check_with_findings(text: str, level: str, tmp_path: Path, capsys: Captured) -> None:
    assert run("check", with_text(tmp_path, text), "--faces", "shipped") == FINDINGS
    out, err = capsys.readouterr()
    assert err == ""
    assert out.startswith(f"{level}　第1面　")
    assert all(char.isprintable() for line in out.splitlines() for char in line.replace("　", ""))


def test_fonts(capsys: Captured) -> None:
    assert run("fonts", "--faces", "shipped") == DONE
    out = capsys.readouterr().out
    for role in (
        "小标宋（xiaobiaosong）",
        "仿宋（fangsong）",
        "黑体（hei）",
        "楷体（kai）",
        "宋体（song）",
        "西文（latin）",
    ):
        assert role in out
    assert "仿宋（fangsong）：FandolFang-Regular\n" in out
    assert "未用：仿宋_GB2312——本机没有安装\n" in out
    assert "其中 0123456789—〇〈〉《》「」『』？ 取自 BulletinWenKai-Light\n" in out
    assert re.search(r"其中 0123456789\S+…等 \d{3,4} 个字符 取自 NotoSerifSC-Light\n", out)


def test_fonts_tells_an_installed_face(
    tmp_path: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = save(font("SimHei", chinese="黑体"), tmp_path / "simhei.ttf")
    save(font("KaiTi", fs_type=2), tmp_path / "kai.ttf")
    monkeypatch.setattr("bulletin_desk.fonts.faces.font_folders", lambda: (tmp_path,))
    assert run("fonts") == DONE
    out = capsys.readouterr().out
    assert f"黑体（hei）：SimHei-Regular\n    文件：{path}\n    原因：本机装有正式字体\n" in out
    assert "未用：楷体——字体许可不允许嵌入文件\n" in out
    assert run("fonts", "--faces", "shipped") == DONE
    assert "SimHei" not in capsys.readouterr().out


# ---- in a process of its own


def test_as_a_module() -> None:
    done = start("--version")
    assert (done.returncode, done.stdout.decode().strip(), done.stderr) == (
        0,
        f"Bulletin Desk {__version__}",
        b"",
    )


@pytest.mark.parametrize("encoding", ["gbk", "ascii", "utf-8"])
def test_a_pipe_gets_utf_8(encoding: str, tmp_path: Path) -> None:
    """Also where the system writes GBK, and with characters that GBK has not."""
    path = with_text(tmp_path, "刘𬭎\U0010fffd")
    done = start("dump", path, "--faces", "shipped", PYTHONIOENCODING=encoding)
    assert (done.returncode, done.stderr) == (DONE, b"")
    assert "刘𬭎" in done.stdout.decode("utf-8")
    assert b"\r" not in done.stdout
    done = start("check", path, "--faces", "shipped", PYTHONIOENCODING=encoding)
    assert done.returncode == FINDINGS
    assert "（U+10FFFD）" in done.stdout.decode("utf-8")
    done = start("dump", tmp_path / "无.bulletin", PYTHONIOENCODING=encoding)
    assert done.stderr.decode("utf-8").startswith(f"错误：打不开“{tmp_path / '无.bulletin'}”")


@POSIX
def test_a_gbk_console_shows_what_it_can(tmp_path: Path) -> None:
    import pty

    path = with_text(tmp_path, "刘𬭎好")
    master, slave = pty.openpty()
    command = [sys.executable, "-m", "bulletin_desk", "dump", str(path), "--faces", "shipped"]
    environ = {**os.environ, "PYTHONIOENCODING": "gbk"}
    with subprocess.Popen(command, stdout=slave, stderr=subprocess.PIPE, env=environ) as process:
        os.close(slave)
        shown = b""
        while part := _read(master):
            shown += part
        assert process.stderr is not None
        assert process.stderr.read() == b""
    os.close(master)
    assert process.returncode == DONE
    assert "刘?好" in shown.decode("gbk")


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 4096)
    except OSError:  # the other side has closed the terminal
        return b""


@POSIX
def test_a_reader_that_goes_early(tmp_path: Path) -> None:
    """As in `dump … | head -1`, with more to write than a pipe holds."""
    issue = read_bulletin(EXAMPLE)
    volume = tmp_path / "volume.bulletin"
    write_bulletin(volume, replace(issue, sections=issue.sections * 10))
    command = [sys.executable, "-m", "bulletin_desk", "dump", str(volume), "--faces", "shipped"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stdout.readline().decode("utf-8") == "四川省地方志工作简报\n"
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == DONE


@POSIX
def test_output_that_cannot_be_printed() -> None:
    if not Path("/dev/full").exists():
        pytest.skip("no /dev/full here")
    command = [sys.executable, "-m", "bulletin_desk", "dump", str(EXAMPLE), "--faces", "shipped"]
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, check=False)
    assert done.returncode == UNWRITABLE_TARGET
    assert done.stderr.decode("utf-8").startswith("错误：结果打印不出来：")
    assert done.stderr.count(b"\n") == 1


@POSIX
def test_without_any_stdout(file: Path, tmp_path: Path) -> None:
    """As a program without a console has none."""
    command = (
        f'"{sys.executable}" -m bulletin_desk export "{file}" --faces shipped --pdf "{tmp_path}/a.pdf" >&-'
    )
    done = subprocess.run(["/bin/sh", "-c", command], stderr=subprocess.PIPE, check=False)
    assert (done.returncode, done.stderr) == (DONE, b"")
    assert (tmp_path / "a.pdf").exists()


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux may lack a screen")
@pytest.mark.parametrize("arguments", [(), (EXAMPLE,)])
def test_without_a_screen_no_window(
    capsys: Captured, monkeypatch: pytest.MonkeyPatch, arguments: tuple[Path, ...]
) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    assert "这里没有图形界面" in refused(capsys, WRONG_ARGUMENTS, *arguments)


@pytest.mark.parametrize(
    "arguments",
    [(), (EXAMPLE,), (EXAMPLE.with_name("full.json"),), (Path("A.JSON"),), (EXAMPLE, Path("A.JSON"))],
)
def test_no_command_or_bulletins_alone_open_the_window(
    monkeypatch: pytest.MonkeyPatch, arguments: tuple[Path, ...]
) -> None:
    opened: list[list[str]] = []

    def open_window(files: Sequence[str]) -> int:
        opened.append(list(files))
        return DONE

    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    monkeypatch.setattr("bulletin_desk.desk.__main__.main", open_window)
    assert run(*arguments) == DONE
    assert opened == [[str(argument) for argument in arguments]]
