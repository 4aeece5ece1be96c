"""`review sheet` and `review sheets`, as they are typed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from docx import Document

from bulletin_desk.cli import main
from bulletin_desk.exit_codes import DONE, FINDINGS, UNWRITABLE_TARGET, WRONG_ARGUMENTS
from bulletin_desk.storage.bulletin_file import write_bulletin
from bulletin_desk.storage.places import places
from tests.sheets.made import issue_of


@pytest.fixture
def file(tmp_path: Path) -> Path:
    made = tmp_path / "第2期.bulletin"
    write_bulletin(made, issue_of(3))
    return made


def run(*words: str | Path) -> int:
    return main(["review", *map(str, words)])


def data(capsys: pytest.CaptureFixture[str]) -> Any:
    return json.loads(capsys.readouterr().out)


def test_a_sheet_as_pdf(file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = tmp_path / "单.pdf"
    words = ("--fill", "责任编辑=李晓燕", "--faces", "shipped", "--json")
    assert run("sheet", file, "-o", target, *words) == DONE
    assert data(capsys) == {"version": 1, "sheet": "审签单", "output": str(target), "pages": 1, "said": []}
    with pikepdf.open(target) as document:
        assert str(document.docinfo["/Title"]) == "四川省地方志工作简报 第2期（总第607期） 审签单"


def test_a_sheet_as_word_with_states(file: Path, tmp_path: Path) -> None:
    target = tmp_path / "单.docx"
    assert run("sheet", file, "--sheet", "送审清单", "-o", target, "--faces", "shipped") == DONE
    (table,) = Document(str(target)).tables
    assert [cell.text for cell in table.rows[2].cells][-2:] == ["收到", ""]


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (("-o", "单.doc"), UNWRITABLE_TARGET, ".docx"),
        (("-o", "单.pdf", "--sheet", "没有"), WRONG_ARGUMENTS, "可用的是 审签单、发文稿纸、送审清单"),
        (("-o", "单.pdf", "--fill", "签发=张三"), WRONG_ARGUMENTS, "责任编辑、核稿、校对、备注"),
        (("-o", "单.pdf", "--fill", "签发"), WRONG_ARGUMENTS, "栏=字"),
    ],
)
def test_what_is_refused(
    file: Path,
    words: tuple[str, ...],
    code: int,
    told: str,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    try:
        ended = run("sheet", file, *words)
    except SystemExit as error:
        ended = int(str(error.code))
    assert ended == code
    assert told in capsys.readouterr().err
    assert sorted(path.name for path in tmp_path.iterdir()) == [file.name]


def test_ones_own_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("sheets") == DONE
    assert capsys.readouterr().out.startswith("审签单\n发文稿纸\n送审清单\n自己的单子放在：")
    folder = places().sheets
    folder.mkdir(parents=True)
    (folder / "坏.toml").write_text("name", encoding="utf-8")
    (folder / "好.toml").write_text('name = "小单"\n[[rows]]\nboxes = [{ label = "甲" }]', encoding="utf-8")
    try:
        assert run("sheets", "--json") == FINDINGS
        found = data(capsys)
    finally:
        for each in folder.iterdir():
            each.unlink()
        folder.rmdir()
    assert [each["name"] for each in found["sheets"]] == ["小单", "审签单", "发文稿纸", "送审清单"]
    assert found["sheets"][0]["free"] == ["甲"]
    (told,) = found["troubles"]
    assert "坏.toml" in told
