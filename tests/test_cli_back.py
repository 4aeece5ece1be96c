"""`review back` from the command line: what is listed, what is taken and what is refused."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from bulletin_desk.bulletin.edits import remove, text_at
from bulletin_desk.bulletin.grammar import block_of, item_path
from bulletin_desk.bulletin.model import Place, Remark, Said
from bulletin_desk.cli import main
from bulletin_desk.exit_codes import DONE, FINDINGS, UNUSABLE_INPUT, UNWRITABLE_TARGET, WRONG_ARGUMENTS
from bulletin_desk.storage.bulletin_file import read_bulletin, write_bulletin
from tests.bulletin.issues import TIDY
from tests.marked_copy import copy_of, marked

Out = pytest.CaptureFixture[str]
PLAIN = copy_of(TIDY)
BODY = block_of(item_path(1, 0), 0)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    write_bulletin(tmp_path / "简报.bulletin", TIDY)
    first = marked(marked(PLAIN, "守正创新", "继往开来", "李主任"), "座谈会", "研讨会", "李主任")
    (tmp_path / "李.docx").write_bytes(first)
    (tmp_path / "王.docx").write_bytes(marked(PLAIN, "创新", "出新", "王处长"))
    (tmp_path / "原样.docx").write_bytes(PLAIN)
    return tmp_path


def run(capsys: Out, *arguments: object) -> tuple[int, str, str]:
    try:
        code = main(["review", "back", *map(str, arguments)])
    except SystemExit as error:
        code = int(str(error.code))
    said = capsys.readouterr()
    return code, said.out, said.err


@pytest.mark.usefixtures("folder")
def test_what_two_files_bring(capsys: Out) -> None:
    code, out, _ = run(capsys, "简报.bulletin", "李.docx", "王.docx")
    assert code == DONE
    assert out == (
        "“李.docx”\n"
        "1. 李主任　“特别关注”第1篇《座谈会召开》的标题：“座谈”改为“研讨”\n"
        "2. 李主任　“市州动态”第1篇《乐山市四向发力推进事业发…》第1段：“守正创新”改为“继往开来”\n"
        "“王.docx”\n"
        "3. 王处长　“市州动态”第1篇《乐山市四向发力推进事业发…》第1段：“创”改为“出”\n"
        "第2、3处改的是同一处，请看一眼。\n"
    )


def test_as_json(capsys: Out, folder: Path) -> None:
    code, out, _ = run(capsys, "简报.bulletin", "李.docx", "王.docx", "--json")
    tree = json.loads(out)
    assert code == DONE
    assert [each["who"] for each in tree["proposals"]] == ["李主任", "李主任", "王处长"]
    assert tree["proposals"][1]["place"] == {"path": list(BODY), "offset": 6}
    assert tree["collisions"] == [[2, 3]]
    assert tree["files"][1]["reviewers"] == ["王处长"]


def test_taken(capsys: Out, folder: Path) -> None:
    code, out, _ = run(capsys, "简报.bulletin", "李.docx", "--take", "all", "-o", "新.bulletin")
    assert (code, out.splitlines()[-1]) == (DONE, "采纳了2处，已写好“新.bulletin”。")
    assert text_at(read_bulletin(folder / "新.bulletin"), BODY) == "2023年，继往开来。"
    code, out, _ = run(
        capsys, "简报.bulletin", "李.docx", "王.docx", "--take", "王处长", "-o", "又.bulletin", "--json"
    )
    assert [each["taken"] for each in json.loads(out)["proposals"]] == [False, False, True]
    assert text_at(read_bulletin(folder / "又.bulletin"), BODY) == "2023年，守正出新。"
    code, _, _ = run(capsys, "简报.bulletin", "李.docx", "王.docx", "--take", "all", "-o", "全.bulletin")
    assert code == FINDINGS  # the second one's words are others by then


def test_what_cannot_be_placed(capsys: Out, folder: Path) -> None:
    write_bulletin(folder / "简报.bulletin", remove(TIDY, item_path(1, 0)))
    code, out, _ = run(capsys, "简报.bulletin", "王.docx")
    assert code == FINDINGS
    assert out.endswith("“创”改为“出”（现在的稿子里放不进去）\n")


@pytest.mark.usefixtures("folder")
def test_nothing_to_take(capsys: Out) -> None:
    assert run(capsys, "简报.bulletin", "原样.docx") == (
        DONE,
        "这份 Word 版和送出去的一样，里面没有修订。\n",
        "",
    )


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("李.docx", "--take", "all"), WRONG_ARGUMENTS, "--take（采纳谁的）和 -o（写到哪里）"),
        (("李.docx", "-o", "新.bulletin"), WRONG_ARGUMENTS, "--take（采纳谁的）和 -o（写到哪里）"),
        (
            ("李.docx", "--take", "赵", "-o", "新.bulletin"),
            WRONG_ARGUMENTS,
            "没有“赵”的修订；有修订的是：李主任。",
        ),
        (("李.docx", "--take", "all", "-o", "李.docx"), UNWRITABLE_TARGET, "这就是要读的文件"),
        (("李.docx", "--take", "all", "-o", "新.docx"), UNWRITABLE_TARGET, ".docx"),
        (("没有.docx",), UNUSABLE_INPUT, "没有.docx"),
    ],
)
def test_what_is_refused(capsys: Out, arguments: tuple[str, ...], code: int, said: str) -> None:
    found = run(capsys, "简报.bulletin", *arguments)
    assert found[0] == code
    assert said in found[2]
    as_json = run(capsys, "简报.bulletin", *arguments, "--json")
    assert json.loads(as_json[1])["exit_code"] == code


def test_remarks_come_along_with_what_is_taken(capsys: Out, folder: Path) -> None:
    asked = Said("科长", "2024-01-09T15:30", "创新？")
    ours = Remark(Place(BODY, 8), Place(BODY, 10), (asked,))
    answered = replace(ours, said=(asked, Said("李主任", "", "是。")))
    write_bulletin(folder / "简报.bulletin", replace(TIDY, remarks=(ours,)))
    copy = copy_of(replace(TIDY, remarks=(answered,)))
    (folder / "批.docx").write_bytes(marked(copy, "2023年", "去年以来", "李主任"))
    run(capsys, "简报.bulletin", "批.docx", "--take", "all", "-o", "新.bulletin")
    issue = read_bulletin(folder / "新.bulletin")
    assert text_at(issue, BODY) == "去年以来，守正创新。"
    (remark,) = issue.remarks
    assert remark.said == answered.said
    assert text_at(issue, BODY)[remark.start.offset : remark.end.offset] == "创新"
