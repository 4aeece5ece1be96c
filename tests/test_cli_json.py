"""Where JSON is asked for, one value is printed, however the command ends."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bulletin_desk.cli import main
from bulletin_desk.exit_codes import (
    DONE,
    FINDINGS,
    INTERRUPTED,
    UNUSABLE_INPUT,
    UNWRITABLE_TARGET,
    WRONG_ARGUMENTS,
)
from bulletin_desk.storage.bulletin_file import write_bulletin
from tests.volumes.made import issue

CODED = "--fonds Z109 --unit BGS --faces shipped"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A user's own data, and a folder to work in: one issue, a damaged one, and names that are taken."""
    for name in ("XDG_DATA_HOME", "LOCALAPPDATA", "HOME", "USERPROFILE"):
        monkeypatch.setenv(name, str(tmp_path / "data"))
    made = tmp_path / "里"
    made.mkdir()
    monkeypatch.chdir(made)
    write_bulletin(Path("好.bulletin"), issue(0, paragraphs=1))
    Path("坏.bulletin").write_bytes(b"PK\x03\x04")
    for name in ("空", "档/Z109-WS·2024-Y-BGS-0001"):
        Path(name).mkdir(parents=True)
    return made


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("check 好.bulletin --level error", DONE),
        ("check 无.bulletin", UNUSABLE_INPUT),
        ("check", WRONG_ARGUMENTS),
        ("import 无.docx -o 新.bulletin", UNUSABLE_INPUT),
        ("import 无.docx -o 好.bulletin", UNWRITABLE_TARGET),
        ("import 好.bulletin --into 好.bulletin", WRONG_ARGUMENTS),
        ("library", WRONG_ARGUMENTS),
        ("library 什么", WRONG_ARGUMENTS),
        ("library add 空", DONE),
        ("library add 无", UNUSABLE_INPUT),
        ("library add", WRONG_ARGUMENTS),
        ("library add ", WRONG_ARGUMENTS),  # an empty name
        ("library remove 空", UNUSABLE_INPUT),
        ("library remove", WRONG_ARGUMENTS),
        ("library folders", DONE),
        ("library folders 多", WRONG_ARGUMENTS),
        ("library update", DONE),
        ("library update 多", WRONG_ARGUMENTS),
        ("library issues --year 2024", DONE),
        ("library issues --year 0", WRONG_ARGUMENTS),
        pytest.param(f"library issues --year {'9' * 5000}", WRONG_ARGUMENTS, id="thousands of figures"),
        ("library search 年鉴", DONE),
        ("library search --since 2024-02-30", WRONG_ARGUMENTS),
        ("library search --since 2024-02-02 --until 2024-01-01", WRONG_ARGUMENTS),
        ("library stats", DONE),
        ("library stats 2024-13", WRONG_ARGUMENTS),
        ("library stats --units 无.txt", UNUSABLE_INPUT),
        ("library stats --xlsx 无/数.xlsx 2024", UNWRITABLE_TARGET),
        ("library gather 空 -o 出", DONE),
        ("library gather 无 -o 出", UNUSABLE_INPUT),
        ("library gather 空", WRONG_ARGUMENTS),
        ("library volume 好.bulletin -o 本.pdf --faces shipped", DONE),
        ("library volume 好.bulletin 坏.bulletin -o 本.pdf", UNUSABLE_INPUT),
        ("library volume 空 -o 本.pdf", UNUSABLE_INPUT),
        ("library volume  -o 本.pdf", WRONG_ARGUMENTS),
        ("library volume 好.bulletin -o 本/", WRONG_ARGUMENTS),
        ("library stats --xlsx 数/", WRONG_ARGUMENTS),
        ("library gather  -o 出", WRONG_ARGUMENTS),
        ("library package 好.bulletin --to  --fonds 1 --unit 2", WRONG_ARGUMENTS),
        ("library volume 好.bulletin -o 无/本.pdf --faces shipped", UNWRITABLE_TARGET),
        ("library volume 好.bulletin -o 空", UNWRITABLE_TARGET),
        ("library volume --year 2024 好.bulletin -o 本.pdf", WRONG_ARGUMENTS),
        (f"library package 好.bulletin --to 新 {CODED}", DONE),
        (f"library package 好.bulletin 坏.bulletin --to 新 {CODED}", UNUSABLE_INPUT),
        (f"library package 好.bulletin --to 档 {CODED}", UNWRITABLE_TARGET),
        (f"library package 好.bulletin --to 无/里 {CODED}", UNWRITABLE_TARGET),
        ("library package 好.bulletin --to 新", WRONG_ARGUMENTS),
        ("library package --check", WRONG_ARGUMENTS),
        ("library package --check 空", FINDINGS),
        ("export 好.bulletin --pdf 一.pdf --faces shipped", DONE),
        ("export 无.bulletin --pdf 一.pdf", UNUSABLE_INPUT),
        ("export 好.bulletin", WRONG_ARGUMENTS),
        ("export 好.bulletin --pdf 空/无/一.pdf --faces shipped", UNWRITABLE_TARGET),
        ("review", WRONG_ARGUMENTS),
        ("review send 好.bulletin --no-files", DONE),
        ("review send 坏.bulletin", UNUSABLE_INPUT),
        ("review send", WRONG_ARGUMENTS),
        ("review send 好.bulletin -o 无", UNWRITABLE_TARGET),
        ("review send 好.bulletin --sheet 无", WRONG_ARGUMENTS),
        ("review sign 好.bulletin --by 王 --no-files", DONE),
        ("review sign 好.bulletin", WRONG_ARGUMENTS),
        ("review sign 无.bulletin --by 王", UNUSABLE_INPUT),
        ("review unsign 好.bulletin", UNUSABLE_INPUT),
        ("review rounds 好.bulletin", DONE),
        ("review rounds 坏.bulletin", UNUSABLE_INPUT),
        ("review remarks 好.bulletin", DONE),
        ("review remarks", WRONG_ARGUMENTS),
    ],
)
def test_one_value_however_it_ends(
    folder: Path, capsys: pytest.CaptureFixture[str], words: str, code: int
) -> None:
    try:
        ended: object = main([*words.split(" "), "--json"])
    except SystemExit as end:
        ended = end.code
    said = capsys.readouterr()
    told = json.loads(said.out)
    assert ended == code
    if isinstance(told, list):  # of the files that were to come in
        assert words.startswith("import")
        assert all("error" in each for each in told)
        return
    assert told["version"] == 1
    assert ("error" in told) == (code > FINDINGS)
    if code > FINDINGS:
        assert told["exit_code"] == code
        assert told["error"].split("\n")[0] in said.err


def test_json_may_be_asked_for_in_short(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["library", "volume", "空", "-o", "本.pdf", "--js"]) == UNUSABLE_INPUT
    assert json.loads(capsys.readouterr().out)["exit_code"] == UNUSABLE_INPUT


def test_so_it_is_when_it_is_interrupted(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("bulletin_desk.volumes.bind.bind", interrupted)
    words = ["volume", "好.bulletin", "-o", "本.pdf", "--faces", "shipped", "--json"]
    assert main(["library", *words]) == INTERRUPTED
    told = json.loads(capsys.readouterr().out)
    assert told == {"version": 1, "error": "已中断。", "exit_code": INTERRUPTED}
    assert not Path("本.pdf").exists()
