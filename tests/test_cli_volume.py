"""`library volume` and `library package`, as they are typed."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from bulletin_desk.cli import main
from bulletin_desk.exit_codes import DONE, FINDINGS, UNUSABLE_INPUT, UNWRITABLE_TARGET, WRONG_ARGUMENTS
from bulletin_desk.library.folders import add_folders
from bulletin_desk.library.index import Library
from bulletin_desk.library.update import update
from bulletin_desk.storage.bulletin_file import write_bulletin
from bulletin_desk.storage.places import places
from tests.volumes.made import issue

CODE = "Z109-WS·2024-Y-BGS-000"
CODED = ("--fonds", "Z109", "--unit", "BGS")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two issues, the first of them twice, and something else."""
    made = tmp_path / "简报"
    made.mkdir()
    for at in range(2):
        write_bulletin(made / f"第{at + 1}期.bulletin", issue(at, paragraphs=1))
    write_bulletin(made / "又一份.bulletin", issue(0, paragraphs=1))
    (made / "说明.txt").write_text("不是简报", encoding="utf-8")
    return made


def run(*words: str | Path, faces: Sequence[str] = ("--faces", "shipped")) -> int:
    return main(["library", *map(str, words), *faces])


def data(capsys: pytest.CaptureFixture[str]) -> Any:
    return json.loads(capsys.readouterr().out)


def test_a_folder_becomes_a_volume(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = tmp_path / "合订本.pdf"
    assert run("volume", folder, "-o", target) == DONE
    said = capsys.readouterr()
    assert "2期，共" in said.out
    assert "同一期" in said.err
    assert not said.err.startswith("错误")
    with pikepdf.open(target) as document:
        assert str(document.docinfo["/Title"]) == "工作简报 2024年合订本"


def test_what_is_told_as_json(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = tmp_path / "合订本.pdf"
    words = ("--title", "别名", "--no-index", "offices", "--no-index", "titles", "--json")
    assert run("volume", folder, "-o", target, *words) == DONE
    told = data(capsys)
    assert told["version"] == 1
    assert [each["number"] for each in told["issues"]] == ["第1期（总第101期）", "第2期（总第102期）"]
    assert told["issues"][0]["page"] == 1
    assert [each["copy"] for each in told["left"]] == [True]
    with pikepdf.open(target) as document:
        assert len(document.pages) == told["pages"]
        assert str(document.docinfo["/Title"]) == "别名 2024年合订本"
        assert "索引" not in "".join(entry.title for entry in document.open_outline().root)


def test_several_bulletins_in_one_volume_are_told(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = issue(5, paragraphs=1)
    write_bulletin(folder / "别种.bulletin", replace(other, masthead=replace(other.masthead, name="月报")))
    told = "这一本里有2种简报：工作简报、月报；封面上写的是“工作简报”，要另写就用 --title。"
    assert run("volume", folder, "-o", tmp_path / "本.pdf", "--title", " ") == DONE
    assert told in capsys.readouterr().err
    assert run("volume", folder, "-o", tmp_path / "本.pdf", "--title", " 汇编 ") == DONE
    assert told not in capsys.readouterr().err
    with pikepdf.open(tmp_path / "本.pdf") as document:
        assert str(document.docinfo["/Title"]) == "汇编 2024年合订本"


@pytest.mark.parametrize("part", ["volume", "package"])
def test_a_damaged_file_is_named_and_left_out_when_that_is_said(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], part: str
) -> None:
    (folder / "坏.bulletin").write_bytes(b"PK\x03\x04 broken")
    target = tmp_path / "出"
    target.mkdir()
    words = ("-o", target / "本.pdf") if part == "volume" else ("--to", target, *CODED)
    assert run(part, folder, *words) == UNUSABLE_INPUT
    said = capsys.readouterr().err
    assert "坏.bulletin" in said
    assert "--leave-out" in said
    assert list(target.iterdir()) == []
    assert run(part, folder, *words, "--leave-out") == DONE
    assert "坏.bulletin" in capsys.readouterr().err
    assert list(target.iterdir())


def test_issues_of_a_year_come_from_the_library(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("volume", "--year", "2024", "-o", tmp_path / "本.pdf") == UNUSABLE_INPUT
    assert "资料库里没有2024年的简报" in capsys.readouterr().err
    add_folders(places().library, (folder,))
    with Library(places().library) as library:
        update(library, lambda issue: None)
    assert run("volume", "--year", "2024", "-o", tmp_path / "本.pdf", "--json") == DONE
    assert len(data(capsys)["issues"]) == 2
    other = issue(5)
    write_bulletin(folder / "别种.bulletin", replace(other, masthead=replace(other.masthead, name="月报")))
    with Library(places().library) as library:
        update(library, lambda issue: None)
    assert run("volume", "--year", "2024", "-o", tmp_path / "本.pdf") == UNUSABLE_INPUT
    assert "请用 --name 选一种" in capsys.readouterr().err
    assert run("volume", "--year", "2024", "--name", "月报", "-o", tmp_path / "月.pdf", "--json") == DONE
    assert [each["name"] for each in data(capsys)["issues"]] == ["月报"]


def test_what_was_saved_since_the_last_update_is_in_and_what_is_damaged_is_told(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("XDG_DATA_HOME", "LOCALAPPDATA", "HOME", "USERPROFILE"):
        monkeypatch.setenv(name, str(tmp_path / "data"))
    add_folders(places().library, (folder,))
    (folder / "坏.bulletin").write_bytes(b"")
    assert run("volume", "--year", "2024", "-o", tmp_path / "本.pdf", "--json") == FINDINGS
    said = capsys.readouterr()
    told = json.loads(said.out)
    assert len(told["issues"]) == 2
    assert [Path(each["file"]).name for each in told["troubles"]] == ["坏.bulletin"]
    assert "坏.bulletin" in said.err


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("volume", "-o", "本.pdf"), WRONG_ARGUMENTS),
        (("volume", "一.bulletin", "--year", "2024", "-o", "本.pdf"), WRONG_ARGUMENTS),
        (("volume", "一.bulletin", "-o", "本.docx"), UNWRITABLE_TARGET),
        (("volume", "一.bulletin", "-o", "."), UNWRITABLE_TARGET),
        (("volume", "空", "-o", "本.pdf"), UNUSABLE_INPUT),
        (("volume", "无名", "-o", "无名"), UNWRITABLE_TARGET),
        (("volume", "无名", "-o", "本.pdf", "--title", "长" * 61), WRONG_ARGUMENTS),
        (("package", "一.bulletin"), WRONG_ARGUMENTS),
        (("package", "--to", "."), WRONG_ARGUMENTS),
        (("package", "好.bulletin", "--to", "."), WRONG_ARGUMENTS),  # no 全宗号
        (("package", "好.bulletin", "--to", "无/里", "--fonds", "1", "--unit", "2"), UNWRITABLE_TARGET),
        (("package", "好.bulletin", "--to", "好.bulletin", "--fonds", "1", "--unit", "2"), UNWRITABLE_TARGET),
        (("volume", "好.bulletin", "--name", "工作简报", "-o", "本.pdf"), WRONG_ARGUMENTS),
        (("package", "--check"), WRONG_ARGUMENTS),
    ],
)
def test_what_is_wrong_is_told(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    words: tuple[str, ...],
    code: int,
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "空").mkdir()
    write_bulletin(tmp_path / "好.bulletin", issue(0, paragraphs=1))
    data = (tmp_path / "好.bulletin").read_bytes()
    (tmp_path / "无名").write_bytes(data)
    assert run(*words) == code
    assert capsys.readouterr().err.count("\n") <= 2
    assert sorted(path.name for path in tmp_path.iterdir()) == ["好.bulletin", "无名", "空"]
    assert (tmp_path / "无名").read_bytes() == data


@pytest.mark.parametrize("number", ["0", "10000", "x"])
def test_a_number_is_one(number: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        run("package", "一.bulletin", "--first", number)
    assert f"“{number}”不是1到9999的数" in capsys.readouterr().err


def test_the_folder_of_packages_is_made(folder: Path, tmp_path: Path) -> None:
    target = tmp_path / "档案"
    assert run("package", folder, "--to", target, *CODED) == DONE
    assert (target / f"{CODE}2").is_dir()


def test_packages_are_made_and_checked(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "档案"
    target.mkdir()
    assert run("package", folder, "--to", target, *CODED, "--zip", "--first", "3") == DONE
    said = capsys.readouterr().out
    assert f"{CODE}3  工作简报2024年第1期（总第101期）（" in said
    assert said.count("归档文件目录") == 2
    assert run("package", folder, "--to", target, *CODED, "--first", "3", "--json") == DONE
    told = data(capsys)
    assert [(each["code"], each["kept"]) for each in told["packages"]] == [
        (f"{CODE}3", True),
        (f"{CODE}4", True),
    ]
    assert run("package", "--check", target) == DONE
    assert capsys.readouterr().out.count("都和归档时一样") == 4
    (target / f"{CODE}3" / f"{CODE}3.pdf").write_bytes(b"")
    assert run("package", "--check", target, "--json") == FINDINGS
    differing = [each for each in data(capsys)["packages"] if each["differences"]]
    assert [Path(each["package"]).name for each in differing] == [f"{CODE}3"]
    assert run("package", "--check", target) == FINDINGS
    assert f"“{CODE}3.pdf”和归档时不一样" in capsys.readouterr().out
    assert run("package", folder, "--to", target, *CODED, "--first", "3") == UNWRITABLE_TARGET
    assert "没有动它" in capsys.readouterr().err
