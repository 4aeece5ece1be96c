"""`bulletin-desk library`: what it prints and with which code it ends."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from datetime import date as Date  # noqa: N812
from pathlib import Path

import pytest

from bulletin_desk import cli_library
from bulletin_desk.cli import main
from bulletin_desk.exit_codes import DONE, FINDINGS, UNUSABLE_INPUT, WRONG_ARGUMENTS
from bulletin_desk.storage.places import places
from tests.library.making import NAME, aged, issue, item, lay

Out = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Three issues in a folder of a user whose home is new."""
    for variable in ("HOME", "USERPROFILE", "LOCALAPPDATA", "XDG_DATA_HOME"):
        monkeypatch.setenv(variable, str(tmp_path / "home"))
    made = tmp_path / "简报"
    lay(made / "1.bulletin", issue(1, item("年鉴创刊", "《成都年鉴》创刊发行。")))
    lay(made / "3.bulletin", issue(3, item("方志馆开馆"), day=Date(2026, 3, 1)))
    lay(made / "3 备份.bulletin", issue(3, item("方志馆开馆"), day=Date(2026, 3, 1)), day=2)
    return made


def run(capsys: Out, *arguments: object) -> tuple[int, str, str]:
    code = main(["library", *map(str, arguments)])
    said = capsys.readouterr()
    return code, said.out, said.err


def data(capsys: Out, *arguments: object) -> dict[str, object]:
    _, out, _ = run(capsys, *arguments, "--json")
    tree = json.loads(out)
    assert tree.pop("version") == 1
    return dict(tree)


@pytest.fixture
def ready(capsys: Out, folder: Path) -> None:
    run(capsys, "add", folder)
    run(capsys, "update")


def test_folders(capsys: Out, folder: Path, tmp_path: Path) -> None:
    assert run(capsys, "folders") == (
        DONE,
        "资料库里还没有文件夹，用 bulletin-desk library add 放进来。\n",
        "",
    )
    assert run(capsys, "add", folder) == (DONE, f"已把“{folder}”放进资料库。\n", "")
    assert run(capsys, "add", folder) == (DONE, "这些文件夹本来就在资料库里。\n", "")
    assert run(capsys, "folders") == (DONE, f"{folder}\n", "")
    code, _, said = run(capsys, "add", tmp_path / "没有")
    assert (code, said.startswith("错误：没有“")) == (UNUSABLE_INPUT, True)
    assert data(capsys, "add", tmp_path) == {
        "added": [str(tmp_path)],
        "folders": [str(folder), str(tmp_path)],
    }
    assert data(capsys, "remove", tmp_path) == {"removed": [str(tmp_path)], "folders": [str(folder)]}
    code, out, said = run(capsys, "remove", folder, tmp_path)
    assert (code, out) == (UNUSABLE_INPUT, f"已把“{folder}”移出资料库；下次更新后不再查它。\n")
    assert said == "错误：有的文件夹不在资料库里，用 bulletin-desk library folders 看有哪些。\n"
    assert data(capsys, "folders") == {"folders": []}


def test_update(capsys: Out, folder: Path) -> None:
    run(capsys, "add", folder)
    assert run(capsys, "update") == (DONE, "资料库里有3个简报文件，读了3个，没有了的0个。\n", "")
    (folder / "3.bulletin").write_bytes(b"PK")
    aged(folder / "3.bulletin", 9)
    (folder / "1.bulletin").unlink()
    code, out, said = run(capsys, "update")
    assert (code, out) == (FINDINGS, "资料库里有2个简报文件，读了1个，没有了的1个。\n")
    damaged, gone = said.splitlines()
    assert damaged.startswith(f"打不开“{folder / '3.bulletin'}”：")
    assert gone.startswith(f"“{folder / '1.bulletin'}”不在原来的地方了")
    tree = data(capsys, "update")
    troubles = tree.pop("troubles")
    assert isinstance(troubles, list)
    assert [(each["file"], each["kind"]) for each in troubles] == [
        (str(folder / "3.bulletin"), "file"),
        (str(folder / "1.bulletin"), "gone"),
    ]
    assert tree == {"files": 2, "read": 0, "vanished": 0, "stopped": False, "said": ""}


def test_update_says_how_far_it_is(capsys: Out, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run(capsys, "add", folder)
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
    _, _, said = run(capsys, "update")
    assert said == "\r正在读第1个，共3个\r正在读第2个，共3个\r正在读第3个，共3个\n"


@pytest.mark.usefixtures("ready")
def test_issues(capsys: Out, folder: Path) -> None:
    code, out, _ = run(capsys, "issues")
    assert code == DONE
    assert out.splitlines() == [
        f"{NAME} 2026年：2期",
        f"    第1期 2026-01-09 1篇 1面 30字 {folder / '1.bulletin'}",
        f"    第3期 2026-03-01 1篇 1面 117字 {folder / '3 备份.bulletin'}",
        f"    第3期 2026-03-01 1篇 1面 117字 {folder / '3.bulletin'}"
        f"（和“{folder / '3 备份.bulletin'}”是同一期，不另算）",
        "    缺第2期",
    ]
    assert run(capsys, "issues", "--year", 2025) == (DONE, "没有这样的简报。\n", "")
    tree = data(capsys, "issues", "--name", NAME, "--year", 2026)
    issues, numbers = tree["issues"], tree["numbers"]
    assert isinstance(issues, list)
    assert [(each["number"], each["pages"], each["copy_of"]) for each in issues] == [
        (1, 1, None),
        (3, 1, None),
        (3, 1, str(folder / "3 备份.bulletin")),
    ]
    assert issues[0]["items"][0]["title"] == "年鉴创刊"
    assert numbers == [
        {"name": NAME, "year": 2026, "missing": [{"supplement": "", "first": 2, "last": 2}], "double": []}
    ]


def test_issues_of_an_empty_library(capsys: Out) -> None:
    assert run(capsys, "issues") == (DONE, "资料库里还没有简报，先 add，再 update。\n", "")


@pytest.mark.usefixtures("ready")
def test_double_numbers(capsys: Out, folder: Path) -> None:
    lay(folder / "又.bulletin", issue(1, item("别的")))
    run(capsys, "update")
    _, out, _ = run(capsys, "issues")
    assert out.splitlines()[-1] == f"    第1期有2个不同的：{folder / '1.bulletin'}、{folder / '又.bulletin'}"


@pytest.mark.usefixtures("ready")
def test_search(capsys: Out, folder: Path) -> None:
    code, out, _ = run(capsys, "search", "年鉴")
    assert code == DONE
    assert out.splitlines() == [
        f"{NAME} 第1期（2026-01-09） 市州动态",
        "    【年鉴】创刊",
        f"    {folder / '1.bulletin'}",
        "共1篇。",
    ]
    _, out, _ = run(capsys, "search", "发行", "成都")
    assert out.splitlines()[1:3] == ["    年鉴创刊", "    《【成都】年鉴》创刊【发行】。"]
    assert run(capsys, "search", "没有的") == (DONE, "没有找到。\n", "")
    tree = data(
        capsys, "search", "发行", "--office", "成都", "--section", "市州动态", "--since", "2026-01-09"
    )
    hits = tree["hits"]
    assert isinstance(hits, list)
    assert (tree["total"], hits[0]["where"], hits[0]["context"]) == (1, "text", "《成都年鉴》创刊发行。")
    assert hits[0]["issue"]["date"] == "2026-01-09"
    assert data(capsys, "search", "年鉴", "--until", "2026-01-08")["total"] == 0
    _, out, _ = run(capsys, "search", "--limit", 1)
    assert out.splitlines()[-1] == "共2篇，这里列出前1篇。"


@pytest.mark.usefixtures("ready")
def test_what_could_not_be_read_is_told_with_what_was_found(capsys: Out, folder: Path) -> None:
    (folder / "坏.bulletin").write_bytes(b"")
    for arguments in (("issues",), ("search", "年鉴")):
        code, out, said = run(capsys, *arguments)
        assert code == FINDINGS
        assert "年鉴" in out or "2期" in out
        assert "坏.bulletin" in said
        tree = data(capsys, *arguments)
        assert isinstance(tree["troubles"], list)
        assert [Path(each["file"]).name for each in tree["troubles"]] == ["坏.bulletin"]


@pytest.mark.usefixtures("ready")
def test_a_folder_that_is_away_still_counts(capsys: Out, folder: Path) -> None:
    folder.rename(folder.with_name("走了"))
    code, out, said = run(capsys, "update")
    assert (code, out) == (FINDINGS, "现在看得到0个简报文件，读了0个，没有了的0个。\n")
    assert said == f"文件夹“{folder}”现在看不了：没有这个文件夹了，或连不上；里面的简报还按上次看到的算。\n"
    code, out, again = run(capsys, "issues")
    assert (code, again) == (FINDINGS, said)
    assert f"{NAME} 2026年：2期" in out


def test_a_file_in_place_of_a_folder(capsys: Out, folder: Path) -> None:
    file = folder / "1.bulletin"
    said = f"错误：没有“{file}”这个文件夹：那里是一个文件，请选它所在的文件夹。\n"
    assert run(capsys, "add", file) == (UNUSABLE_INPUT, "", said)


@pytest.mark.usefixtures("ready")
def test_a_name_that_no_bulletin_has_is_said(capsys: Out) -> None:
    said = f"资料库里没有名为“工作”的简报，有的是：{NAME}。\n"
    assert run(capsys, "issues", "--name", "工作") == (DONE, said, "")
    assert run(capsys, "search", "年鉴", "--name", "工作") == (DONE, said, "")
    assert run(capsys, "stats", "--name", "工作") == (DONE, said, "")


def test_a_span_of_days_that_ends_before_it_begins(capsys: Out) -> None:
    code, out, said = run(capsys, "search", "--since", "2026-02-01", "--until", "2026-01-01")
    assert (code, out, said) == (WRONG_ARGUMENTS, "", "命令写得不对：--until 的日期早于 --since。\n")


@pytest.mark.parametrize(
    "arguments",
    [
        ("search", "--since", "2026-13-01"),
        ("search", "--limit", "-1"),
        ("issues", "--year", "零"),
        ("add",),
        ("forget",),
        (),
    ],
)
def test_wrong_arguments(capsys: Out, arguments: tuple[str, ...]) -> None:
    with pytest.raises(SystemExit) as stop:
        main(["library", *arguments])
    assert stop.value.code == WRONG_ARGUMENTS
    assert capsys.readouterr().err.startswith("命令写得不对：")


def test_a_newer_programs_library_is_said(capsys: Out) -> None:
    places().library.mkdir(parents=True)
    (places().library / "folders.json").write_text('{"version": 9}', encoding="utf-8")
    code, _, said = run(capsys, "update")
    assert (code, said) == (
        UNUSABLE_INPUT,
        f"错误：打不开“{places().library / 'folders.json'}”：它是更新版本的程序写的，请升级简报程序。\n",
    )


def test_parts_of_other_modules_are_added(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cli_library, "_PARTS", ("没有这个模块",))
    names: list[str] = []

    def command(name: str, summary: str) -> ArgumentParser:
        names.append(name)
        return ArgumentParser()

    cli_library.add_parts(command)
    assert names == ["add", "remove", "folders", "update", "issues", "search"]
