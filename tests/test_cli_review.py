"""`bulletin-desk review`: sending, signing, withdrawing, and what is told of it; what an export says then."""

from __future__ import annotations

import io
import json
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from bulletin_desk.bulletin.edits import replace_range, text_at
from bulletin_desk.bulletin.grammar import item_path, title_of
from bulletin_desk.bulletin.model import Place, Remark, Said
from bulletin_desk.cli import main
from bulletin_desk.exit_codes import DONE, UNUSABLE_INPUT, UNWRITABLE_TARGET, WRONG_ARGUMENTS
from bulletin_desk.storage.bulletin_file import read_bulletin, write_bulletin
from bulletin_desk.storage.lock import take
from bulletin_desk.storage.places import places
from bulletin_desk.storage.rounds import issue_of, sent
from bulletin_desk.storage.versions import Versions
from tests.bulletin.issues import SMALL

Out = pytest.CaptureFixture[str]
TITLE = title_of(item_path(0, 0))
FILE = Path("一期.bulletin")


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A user's own data, and a folder with an issue."""
    for name in ("XDG_DATA_HOME", "LOCALAPPDATA", "HOME", "USERPROFILE"):
        monkeypatch.setenv(name, str(tmp_path / "data"))
    folder = tmp_path / "里"
    folder.mkdir()
    monkeypatch.chdir(folder)
    write_bulletin(FILE, SMALL)


def run(capsys: Out, *arguments: object) -> tuple[int, str, str]:
    try:
        code = main(list(map(str, arguments)))
    except SystemExit as error:
        code = int(str(error.code))
    said = capsys.readouterr()
    return code, said.out, said.err


def names() -> list[str]:
    return [kept.name for kept in read_bulletin(FILE).rounds]


def test_sending(capsys: Out) -> None:
    before = read_bulletin(FILE)
    code, out, err = run(capsys, "review", "send", FILE, "--by", "张三", "--faces", "shipped")
    assert (code, err) == (DONE, "")
    (pdf,) = Path().glob("*.pdf")
    assert pdf.stem.endswith(" 送审稿 1")
    assert out == f"“送审稿 1”已留在“一期.bulletin”里。\n已写好“{pdf}”。\n"
    assert pdf.read_bytes().startswith(b"%PDF")
    issue = read_bulletin(FILE)
    (kept,) = issue.rounds
    assert (kept.name, kept.who, kept.signed) == ("送审稿 1", "张三", False)
    assert issue_of(kept, issue) == before == replace(issue, rounds=())
    (version,) = Versions(places().versions).of(FILE)[:1]
    assert (version.name, version.locked) == ("送审稿 1", True)


def test_what_goes_out_is_chosen(capsys: Out) -> None:
    Path("送").mkdir()
    code, out, err = run(
        capsys,
        *("review", "send", FILE, "--docx", "--sheet", "审签单", "--numbers", "through", "-o", "送"),
        *("--name", "二稿", "--faces", "shipped", "--json"),
    )
    assert (code, err) == (DONE, "")
    told = json.loads(out)
    assert told["round"]["name"] == "二稿"
    assert told["notes"] == []
    files = sorted(path.name for path in Path("送").iterdir())
    assert sorted(Path(file).name for file in told["files"]) == files
    assert [name.partition(" 二稿")[2] for name in files] == [" 审签单.docx", " 送审清单.docx", ".docx"]
    (copy,) = Path("送").glob("* 二稿.docx")
    with zipfile.ZipFile(io.BytesIO(copy.read_bytes())) as package:
        document = package.read("word/document.xml").decode("utf-8")
    assert '<w:lnNumType w:countBy="1" w:restart="continuous"/>' in document


def test_nothing_need_go_out(capsys: Out) -> None:
    code, out, _ = run(capsys, "review", "send", FILE, "--no-files")
    assert (code, out) == (DONE, "“送审稿 1”已留在“一期.bulletin”里。\n")
    assert not list(Path().glob("*.pdf"))
    assert run(capsys, "review", "send", FILE, "--no-files")[0] == DONE
    assert names() == ["送审稿 1", "送审稿 2"]


def test_signing_and_withdrawing(capsys: Out) -> None:
    signing = ("review", "sign", FILE, "--by", "王主任", "--when", "2024-01-09T15:30:20", "--no-files")
    assert run(capsys, *signing)[0] == DONE
    (kept,) = read_bulletin(FILE).rounds
    assert (kept.name, kept.who, kept.when, kept.signed) == ("定稿", "王主任", "2024-01-09T15:30", True)
    assert run(capsys, "review", "rounds", FILE)[1] == "定稿  2024年1月9日 15:30 王主任\n"
    code, out, _ = run(capsys, "review", "unsign", FILE)
    assert (code, out) == (DONE, "已撤回“定稿”；那一稿还留着，标明已撤回。\n")
    assert names() == ["定稿（已撤回）"]
    code, _, err = run(capsys, "review", "unsign", FILE)
    assert (code, err) == (UNUSABLE_INPUT, "错误：这一期没有定稿，没有可以撤回的。\n")
    again = ("review", "sign", FILE, "--by", "王主任", "--when", "2024-01-10", "--no-files", "--json")
    told = json.loads(run(capsys, *again)[1])
    assert (told["round"]["name"], told["round"]["when"]) == ("定稿 2", "2024-01-10")
    told = json.loads(run(capsys, "review", "unsign", FILE, "--json")[1])
    assert [each["name"] for each in told["rounds"]] == ["定稿（已撤回）", "定稿 2（已撤回）"]


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("send", FILE, "--name", " "), WRONG_ARGUMENTS, "--name：请写上名称"),
        (("send", FILE, "--no-files", "--pdf"), WRONG_ARGUMENTS, "--no-files 不能和"),
        (("send", FILE, "--sheet", "没有"), WRONG_ARGUMENTS, "没有叫“没有”的单子"),
        (("send", FILE, "-o", "没有"), UNWRITABLE_TARGET, "没有“没有”这个文件夹"),
        (("send", "一期.json"), WRONG_ARGUMENTS, "请先在窗口里打开"),
        (("send", "没有.bulletin"), UNUSABLE_INPUT, "没有.bulletin"),
        (("sign", FILE), WRONG_ARGUMENTS, "缺少 --by"),
        (("sign", FILE, "--by", " "), WRONG_ARGUMENTS, "请写上签发人"),
        (("sign", FILE, "--by", "王", "--when", "昨天"), WRONG_ARGUMENTS, "没有“昨天”这个时间"),
    ],
)
def test_what_is_refused_keeps_nothing(
    capsys: Out, arguments: tuple[object, ...], code: int, said: str
) -> None:
    before = FILE.read_bytes()
    ended, _, err = run(capsys, "review", *arguments)
    assert ended == code
    assert said in err
    assert FILE.read_bytes() == before


def test_what_somebody_has_open_is_left_alone(capsys: Out) -> None:
    lock = take(FILE.absolute())
    assert lock is not None
    before = FILE.read_bytes()
    try:
        code, _, err = run(capsys, "review", "send", FILE)
    finally:
        lock.release()
    assert code == UNUSABLE_INPUT
    assert "正由" in err
    assert FILE.read_bytes() == before


def test_a_file_that_cannot_be_written_costs_no_round(capsys: Out) -> None:
    assert run(capsys, "review", "send", FILE, "--faces", "shipped")[0] == DONE
    (first,) = Path().glob("*.pdf")
    second = Path(first.name.replace("送审稿 1", "送审稿 2"))
    second.mkdir()
    code, out, err = run(capsys, "review", "send", FILE, "--faces", "shipped", "--json")
    assert code == UNWRITABLE_TARGET
    told = json.loads(out)
    assert told["error"].startswith("“送审稿 2”已留好，但没有输出完：")
    assert told["error"] in err
    assert (told["round"]["name"], told["files"]) == ("送审稿 2", [])
    assert names() == ["送审稿 1", "送审稿 2"]


def test_remarks_are_listed(capsys: Out) -> None:
    assert run(capsys, "review", "remarks", FILE)[1] == "这一期没有批注。\n"
    said = (Said("科长", "2024-01-09T15:30", "核对"), Said("编辑", "", "已核对"))
    remark = Remark(Place(TITLE, 0), Place(TITLE, 2), said, settled=True)
    write_bulletin(FILE, replace(SMALL, remarks=(remark,)))
    out = run(capsys, "review", "remarks", FILE)[1]
    place, *lines = out.splitlines()
    assert place.startswith("第 1 面，")
    words = text_at(SMALL, TITLE)[:2]
    assert place.endswith(f"“{words}”（已办）")
    assert lines == ["    科长 2024-01-09 15:30：核对", "    编辑：已核对"]
    (told,) = json.loads(run(capsys, "review", "remarks", FILE, "--json")[1])["remarks"]
    assert told["start"] == {"path": list(TITLE), "offset": 0}
    assert (told["page"], told["words"]) == (1, words)
    assert told["settled"]
    assert told["said"][0] == {"who": "科长", "when": "2024-01-09T15:30", "text": "核对"}


# ---- after the sign-off


@pytest.fixture
def changed() -> None:
    """A signed issue with a word too many."""
    made = sent(SMALL, "定稿", "2024-01-09T15:30", "王主任", signed=True)
    write_bulletin(FILE, replace_range(made, TITLE, 0, 0, "新"))


@pytest.mark.usefixtures("changed")
def test_an_export_names_what_has_changed(capsys: Out) -> None:
    code, out, err = run(capsys, "export", FILE, "--pdf", "印.pdf", "--faces", "shipped")
    assert code == DONE
    assert "已写好“印.pdf”" in out
    head, change = err.splitlines()[:2]
    assert head == "定稿（王主任，2024年1月9日 15:30）以后改过1处："
    assert "新" in change
    code, out, err = run(capsys, "export", FILE, "--pdf", "印.pdf", "--faces", "shipped", "--json")
    told = json.loads(out)
    assert told["files"] == [{"form": "pdf", "file": "印.pdf", "pages": told["files"][0]["pages"]}]
    assert told["since_signed"]["changes"] == [change.strip()]
    assert head in err


@pytest.mark.usefixtures("changed")
def test_so_does_an_archive_package(capsys: Out) -> None:
    packing = (
        "library",
        "package",
        FILE,
        "--to",
        "档",
        "--fonds",
        "Z109",
        "--unit",
        "BGS",
        "--faces",
        "shipped",
    )
    code, out, err = run(capsys, *packing, "--json")
    assert code == DONE
    assert "定稿（王主任，2024年1月9日 15:30）以后改过1处：" in err
    (package,) = json.loads(out)["packages"]
    assert package["since_signed"]["who"] == "王主任"


@pytest.mark.usefixtures("changed")
def test_the_list_of_rounds_names_it_too(capsys: Out) -> None:
    lines = run(capsys, "review", "rounds", FILE)[1].splitlines()
    assert lines[1] == "定稿（王主任，2024年1月9日 15:30）以后改过1处："
    told = json.loads(run(capsys, "review", "rounds", FILE, "--json")[1])
    assert len(told["since_signed"]["changes"]) == 1
    assert told["rounds"][0]["signed"]


def test_an_unsigned_issue_is_put_out_without_a_word(capsys: Out) -> None:
    told = json.loads(run(capsys, "export", FILE, "--docx", "文.docx", "--faces", "shipped", "--json")[1])
    assert told["since_signed"] is None
    assert told["files"] == [{"form": "docx", "file": "文.docx", "pages": None}]
    numbered = ("export", FILE, "--pdf", "印.pdf", "--copies", "1-3", "--pdf-numbers", "page")
    code, _, err = run(capsys, *numbered)
    assert code == WRONG_ARGUMENTS
    assert "--pdf-numbers 不能和 --copies 一起用" in err
    code, _, err = run(capsys, "export", FILE, "--docx", "文.docx", "--report", "--json")
    assert code == WRONG_ARGUMENTS
    assert "--report 不能和 --json 一起用" in err


def test_a_round_that_is_damaged_keeps_the_others(capsys: Out) -> None:
    made = sent(sent(SMALL, "送审稿 1", "", ""), "定稿", "", "王", signed=True)
    write_bulletin(FILE, replace(made, rounds=(made.rounds[0], replace(made.rounds[1], text=""))))
    code, out, _ = run(capsys, "review", "rounds", FILE)
    assert code == DONE
    assert out.splitlines()[:2] == ["送审稿 1", "定稿  王"]
    assert "读不出来" in out
