"""`library gather`: what it prints, and with which code it ends."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from bulletin_desk.cli import main
from bulletin_desk.errors import UnreadableFileError
from bulletin_desk.gathering import run
from bulletin_desk.gathering.report import PAGE
from bulletin_desk.storage.atomic import write_atomically
from bulletin_desk.storage.bulletin_file import read_bulletin
from tests.gathering.old_word import DIALECTS, old_word
from tests.gathering.years import year_of_issues
from tests.intake.word import p, word


@pytest.fixture
def source(tmp_path: Path) -> Path:
    folder = tmp_path / "旧刊"
    folder.mkdir()
    for issue in year_of_issues(4, 2021, 2):
        file = folder / f"第{issue.masthead.number}期.docx"
        file.write_bytes(old_word(issue, DIALECTS["tabs"]))
    return folder


def gathered(source: Path, *more: str) -> int:
    return main(["library", "gather", str(source), "-o", str(source.parent / "简报"), *more])


def test_a_folder(source: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert gathered(source) == 0
    told = capsys.readouterr()
    target = source.parent / "简报"
    assert told.out == f"共2个 Word 文件，收进2期，没有要看的。详见“{target / PAGE}”。\n"
    assert told.err == "1/2 第1期.docx\n2/2 第2期.docx\n"
    assert len(list(target.glob("*.bulletin"))) == 2
    assert gathered(source) == 0


def test_what_wants_an_eye(source: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (source / "第1期.docx").unlink()
    (source / "坏.docx").write_bytes(b"PK")
    assert gathered(source) == 1
    told = capsys.readouterr()
    assert "第2期.docx：这是第2期，前面缺第1期，请看是不是漏了文件。" in told.out
    assert "坏.docx：打不开“" in told.out
    assert "共2个 Word 文件，收进1期，1个没有收，2个要看一眼。" in told.out
    assert "读不了" in told.err


def test_as_json(source: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (source / "坏.docx").write_bytes(b"PK")
    assert gathered(source, "--json") == 1
    tree = json.loads(capsys.readouterr().out)
    assert tree["version"] == 1
    assert tree["counts"] == {"files": 3, "written": 2, "same": 0, "refused": 1, "doubtful": 1}
    bad, first, _ = tree["files"]
    assert (bad["result"], bad["doubts"][0]["reason"]) == ("unreadable", "unreadable")
    assert (first["number"], first["total"], first["day"][:4]) == (1, 606, "2021")
    assert not tree["stopped"]
    assert (bad["number"], bad["day"]) == (None, None)


def test_nothing_made_up_is_told_as_found(source: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Neither the number nor the day that a bulletin has for want of another."""
    head = p("四川省地方志工作简报", "", '<w:sz w:val="84"/>')
    (source / "甲.docx").write_bytes(word(head + p("德阳市完成年鉴编纂工作") + p("各县参加了会议。")))
    assert gathered(source, "--json") == 1
    found = {one["file"]: one for one in json.loads(capsys.readouterr().out)["files"]}["甲.docx"]
    assert (found["number"], found["day"], found["result"]) == (None, None, "written")
    assert {one["reason"] for one in found["doubts"]} >= {"number", "date"}


def test_a_full_disk(
    source: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """What was done before is told, and the next run goes on there."""
    written: list[object] = []

    def full(path: Path, data: bytes, **how: object) -> None:
        if written:
            raise OSError(28, "磁盘已满")
        written.append(path)
        write_atomically(path, data, **how)  # type: ignore[arg-type]

    with monkeypatch.context() as filled:
        filled.setattr(run, "write_atomically", full)
        assert gathered(source, "--json") == 4
    told = capsys.readouterr()
    tree = json.loads(told.out)
    assert (tree["stopped"], [one["file"] for one in tree["files"]]) == (True, ["第1期.docx"])
    assert "磁盘已满" in told.err
    assert gathered(source) == 0
    assert "收进2期" in capsys.readouterr().out


def test_the_offices_names(source: Path) -> None:
    assert gathered(source, "--name", "{日期} {名称} {期号}") == 0
    assert [file.name[10:] for file in sorted((source.parent / "简报").glob("*.bulletin"))] == [
        " 四川省地方志工作简报 1.bulletin",
        " 四川省地方志工作简报 2.bulletin",
    ]


def test_another_office(source: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    office = tmp_path / "县.toml"
    office.write_text('name = "县志简报"\nlayout = "gb9704"\n', encoding="utf-8")
    assert gathered(source, "--office", str(office)) == 1
    assert "按“县志简报”的版式收了进来" in capsys.readouterr().out
    (first, _) = sorted((tmp_path / "简报").glob("*.bulletin"))
    layout = read_bulletin(first).layout
    assert layout is not None
    assert layout.name == "gb9704"


def test_what_can_not_be_used(source: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert gathered(source, "--office", "没有这个") == 3
    assert gathered(tmp_path / "没有") == 3
    (tmp_path / "简报").write_text("一个文件", encoding="utf-8")
    assert gathered(source) == 4
    assert capsys.readouterr().err.count("错误：") == 3


def test_interrupted(
    source: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    read = run.read_old_issue

    def interrupted(path: Path, known: object) -> object:
        if path.name == "第2期.docx":
            raise KeyboardInterrupt
        return read(path, known)  # type: ignore[arg-type]

    monkeypatch.setattr(run, "read_old_issue", interrupted)
    assert gathered(source) == 130
    told = capsys.readouterr()
    assert "共1个 Word 文件，收进1期" in told.out
    assert "已中断，再运行一次就接着收。" in told.err
    monkeypatch.setattr(run, "read_old_issue", read)
    assert gathered(source) == 0


@pytest.mark.parametrize("refusal", [UnreadableFileError("打不开“甲”：坏了。"), RuntimeError("意外")])
def test_one_file_ends_no_run(
    source: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    refusal: Exception,
) -> None:
    def failing(path: Path, known: object) -> object:
        raise refusal

    monkeypatch.setattr(run, "read_old_issue", failing)
    assert gathered(source) == 1
    assert capsys.readouterr().out.count(str(refusal)) == 2


def test_watched_by_a_window(source: Path) -> None:
    """It tells each step, and stops when nobody listens any more."""
    words = ("library", "gather", str(source), "-o", str(source.parent / "简报"), "--watched")
    command = [sys.executable, "-m", "bulletin_desk", *words]
    # somebody holds the other end of stdin to the end
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert json.loads(process.stdout.readlines()[-1])["report"]["counts"]["written"] == 2
        assert process.wait() == 0
    done = subprocess.run(command, input=b"", stdout=subprocess.PIPE, env=dict(os.environ), check=True)
    told = [json.loads(line) for line in done.stdout.splitlines()]
    events = [one["event"] for one in told]
    assert events[:2] == ["begun", "ended"]
    assert events[-1] == "report"
    report = told[-1]["report"]
    assert report["stopped"] or len(report["files"]) == 2
    assert Path(told[-1]["page"]).is_file()
