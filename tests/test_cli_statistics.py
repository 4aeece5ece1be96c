"""`library stats` from a folder of bulletins to text, JSON, workbook and a bulletin."""

from __future__ import annotations

import json
from contextlib import nullcontext
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest

from bulletin_desk.bulletin.blank import blank_issue
from bulletin_desk.bulletin.model import Body, Endorsement, Issue, Item, Section
from bulletin_desk.bulletin.received import Marked, Read, ReceivedItem, Status
from bulletin_desk.cli import main
from bulletin_desk.library.disk import OwnDisk
from bulletin_desk.library.folders import add_folders
from bulletin_desk.storage.bulletin_file import read_bulletin, write_bulletin
from bulletin_desk.storage.places import places
from bulletin_desk.storage.received import append

ENDORSED = (Endorsement("省长王某", date(2026, 2, 3), "绝密批语"),)
SOURCES = (
    ("2026-01-05", "（成都市地方志办公室）", ()),
    ("2026-01-05", "（自贡市志办）", ENDORSED),
    ("2026-02-10", "（德阳市、绵阳市地方志办公室）", ()),
    ("2026-02-10", "", ()),
)


@pytest.fixture(autouse=True)
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A library of two issues, in a user's folder of its own."""
    for name in ("XDG_DATA_HOME", "LOCALAPPDATA", "HOME", "USERPROFILE"):
        monkeypatch.setenv(name, str(tmp_path / "data"))
    folder = tmp_path / "issues"
    folder.mkdir()
    for number, day in enumerate(sorted({day for day, _, _ in SOURCES}), 1):
        items = tuple(
            Item(f"{source or '无名'}的稿件", (Body("正文。"),), source, endorsements=endorsements)
            for its_day, source, endorsements in SOURCES
            if its_day == day
        )
        write_bulletin(folder / f"{number}.bulletin", _issue(number, date.fromisoformat(day), items))
    add_folders(places().library, (folder,))
    # a process of its own for each look at the disk costs more than all else here
    monkeypatch.setattr("bulletin_desk.library.disk_process.DiskProcess", lambda: nullcontext(OwnDisk()))
    monkeypatch.setattr("bulletin_desk.cli_library._page_counter", lambda: lambda issue: None)
    return folder


def _issue(number: int, day: date, items: tuple[Item, ...]) -> Issue:
    issue = blank_issue(day)
    issue = replace(issue, masthead=replace(issue.masthead, number=number))
    return replace(issue, sections=(Section("市州动态", items),))


def stats(capsys: pytest.CaptureFixture[str], *arguments: str | Path) -> str:
    assert main(["library", "stats", *map(str, arguments)]) == 0
    return capsys.readouterr().out


def test_a_table_as_text(capsys: pytest.CaptureFixture[str]) -> None:
    said = stats(capsys, "2026")
    assert "2026年1月1日至12月31日《四川省地方志工作简报》：2期，采用4篇" in said
    assert "自贡市志办 *" in said
    assert "可能是自贡市地方志办公室" in said
    assert "没有来源的（1篇）" in said
    assert "攀枝花市地方志办公室" in said
    by_month = stats(capsys, "2026Q1", "--by", "month")
    assert "2026年3月" in by_month
    assert "2026年4月" not in by_month


def test_a_report_in_the_library_is_no_item(capsys: pytest.CaptureFixture[str], library: Path) -> None:
    before = json.loads(stats(capsys, "--json"))
    stats(capsys, "2026Q1", "--report", library / "通报.bulletin")
    counted = json.loads(stats(capsys, "--json"))
    assert [report["title"] for report in counted["reports"]] == ["2026年第一季度信息采用情况通报"]
    for key in ("rows", "total", "unsigned", "issues", "zero"):
        assert counted[key] == before[key]
    assert "采用情况的通报1篇没有算在内" in counted["notes"]
    signed = Item("某市建立信息采用情况通报制度", (), "（自贡市志办）")
    write_bulletin(library / "3.bulletin", _issue(3, date(2026, 3, 1), (signed,)))
    assert json.loads(stats(capsys, "--json"))["total"]["items"] == before["total"]["items"] + 1


def test_what_has_changed_since_is_counted(capsys: pytest.CaptureFixture[str], library: Path) -> None:
    assert json.loads(stats(capsys, "--json"))["total"]["items"] == 4
    write_bulletin(library / "3.bulletin", _issue(3, date(2026, 3, 1), (Item("新到", (), "省图书馆"),)))
    assert json.loads(stats(capsys, "--json"))["total"]["items"] == 5
    (library / "3.bulletin").unlink()
    assert main(["library", "stats", "--json"]) == 1
    said = capsys.readouterr()
    assert json.loads(said.out)["total"]["items"] == 4
    assert "3.bulletin”不在原来的地方了" in said.err


def test_a_number_that_two_issues_have_is_told(capsys: pytest.CaptureFixture[str], library: Path) -> None:
    (library / "copy.bulletin").write_bytes((library / "1.bulletin").read_bytes())
    assert json.loads(stats(capsys, "--json"))["double"] == []
    other = library / "other.bulletin"
    write_bulletin(other, _issue(1, date(2026, 1, 5), (Item("另一篇", (), "省图书馆"),)))
    (library / "bad.bulletin").write_bytes(b"PK")
    assert main(["library", "stats", "--json"]) == 1
    tree = json.loads(capsys.readouterr().out)
    (double,) = tree["double"]
    assert (double["issue"], len(double["files"])) == ("2026年第1期", 2)
    assert str(other) in double["files"]
    assert "bad.bulletin" in tree["troubles"][0]["message"]
    assert tree["total"]["items"] == 5
    assert main(["library", "stats"]) == 1
    assert "期号重了、内容不同的（1个，都算在内" in capsys.readouterr().out


def test_json_has_all_of_it(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    rules = tmp_path / "own.adoption.toml"
    rules.write_text("[points]\nwhole = 3\nmerged = 1\nmerged_to = 'shared'\n", encoding="utf-8")
    tree = json.loads(stats(capsys, "2026", "--json", "--points", rules))
    assert (tree["since"], tree["until"], tree["issues"]) == ("2026-01-01", "2026-12-31", 2)
    rows = {row["label"]: row for row in tree["rows"]}
    assert rows["成都市地方志编纂委员会办公室"]["points"] == 3
    assert rows["德阳市地方志办公室"]["points"] == 0.5
    assert rows["德阳市地方志办公室"]["points_exact"] == "1/2"
    assert [label for label, row in rows.items() if row["unsigned"]] == ["（没有来源）"]
    assert tree["by_month"]["months"] == [f"2026-{month:02}" for month in range(1, 13)]
    assert {row["label"]: row["items"][:3] for row in tree["by_month"]["rows"]}["绵阳市地方志办公室"] == [
        0,
        1,
        0,
    ]
    assert tree["by_month"]["total"][:3] == [2, 2, 0]
    assert tree["items"][0]["credits"][0]["points"] == 3
    assert tree["total"]["items"] == 4
    assert [each["name"] for each in tree["unresolved"]] == ["自贡市志办"]
    assert tree["unresolved"][0]["items"][0]["title"] == "（自贡市志办）的稿件"
    assert len(tree["unsigned"]) == 1
    assert {"office": "自贡市地方志办公室", "group": "", "perhaps": ["自贡市志办"]} in tree["zero"]
    assert [len(item["credits"]) for item in tree["items"]] == [1, 1, 2, 0]
    assert "绝密批语" not in json.dumps(tree, ensure_ascii=False)


def test_json_says_which_days_a_row_is_of(capsys: pytest.CaptureFixture[str]) -> None:
    for by, days in (
        ("month", ("2026-01-01", "2026-01-31")),
        ("quarter", ("2026-01-01", "2026-03-31")),
        ("half", ("2026-01-01", "2026-06-30")),
        ("year", ("2026-01-01", "2026-12-31")),
    ):
        row = json.loads(stats(capsys, "--json", "--by", by))["rows"][0]
        assert (row["since"], row["until"]) == days


def test_json_has_what_months_give(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    rules = tmp_path / "own.adoption.toml"
    rules.write_text("expected = ['绵阳市']\n[points]\nmonth_none = -0.5\n", encoding="utf-8")
    tree = json.loads(stats(capsys, "2026Q1", "--json", "--points", rules))
    assert [(each["office"], each["month"], each["points"]) for each in tree["adjustments"]] == [
        ("绵阳市地方志办公室", 1, -0.5),
        ("绵阳市地方志办公室", 3, -0.5),
    ]


def test_manuscripts_received_stand_beside(capsys: pytest.CaptureFixture[str]) -> None:
    assert json.loads(stats(capsys, "2026", "--json"))["total"]["received"] is None
    day = datetime(2026, 2, 1, 9)
    items = (ReceivedItem("年鉴", "绵阳市地方志办公室"),)
    late = datetime(2027, 1, 1, 9)
    append(
        places().received,
        [
            *(Read(day, f"{at:064x}", f"{at}.docx", 9, "", items) for at in (1, 2)),
            Marked(day, f"{2:064x}", Status.USED),
            Read(late, f"{3:064x}", "3.docx", 9, "", items),
        ],
    )
    tree = json.loads(stats(capsys, "2026", "--json"))
    row = next(row for row in tree["rows"] if row["label"] == "绵阳市地方志办公室")
    assert (row["items"], row["received"], row["used"]) == (1, 2, 1)
    assert tree["total"]["received"] == 2
    assert "来稿" in stats(capsys, "2026")


def test_the_clerks_list_brings_names_together(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    own = tmp_path / "own.txt"
    own.write_text("自贡市志办 = 自贡市地方志办公室\n", encoding="utf-8")
    assert json.loads(stats(capsys, "--json", "--units", own))["unresolved"] == []
    places().units.write_text("自贡市志办 = 自贡市地方志办公室\n", encoding="utf-8")
    assert json.loads(stats(capsys, "--json"))["unresolved"] == []


def test_the_clerks_rules(capsys: pytest.CaptureFixture[str]) -> None:
    places().adoption.write_text('expected = ["省图书馆"]\nmeasure = "条"\n', encoding="utf-8")
    said = stats(capsys)
    assert "采用条数" in said
    assert "应报送而没有采用的单位（1个）：\n  省图书馆" in said


def test_a_workbook_and_a_bulletin(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    workbook, report = tmp_path / "a.xlsx", tmp_path / "通报.bulletin"
    said = stats(capsys, "2026Q1", "--xlsx", workbook, "--report", report, "--titles")
    assert f"已写好“{workbook}”。\n已写好“{report}”。\n" in said
    assert workbook.read_bytes().startswith(b"PK")
    issue = read_bulletin(report)
    assert issue.sections[0].items[0].title == "2026年第一季度信息采用情况通报"
    assert issue.masthead.number == (3 if date.today().year == 2026 else 1)
    assert main(["library", "stats", "--report", str(report)]) == 4
    assert "已经存在" in capsys.readouterr().err


def test_a_report_of_an_early_month_follows_the_last_issue_of_all(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    stats(capsys, "2026-01", "--report", tmp_path / "a.bulletin")
    assert read_bulletin(tmp_path / "a.bulletin").masthead.number == (3 if date.today().year == 2026 else 1)
    stats(capsys, "2025", "--report", tmp_path / "b.bulletin")
    assert read_bulletin(tmp_path / "b.bulletin").masthead.number == (3 if date.today().year == 2026 else 1)


def test_a_report_follows_an_issue_that_is_dated_ahead(
    capsys: pytest.CaptureFixture[str], library: Path, tmp_path: Path
) -> None:
    write_bulletin(library / "7.bulletin", _issue(7, date(2999, 1, 5), (Item("预编", (), "省图书馆"),)))
    stats(capsys, "--report", tmp_path / "a.bulletin")
    issue = read_bulletin(tmp_path / "a.bulletin")
    assert (issue.masthead.number, issue.dated_header.date) == (8, date(2999, 1, 5))


def test_a_report_where_the_last_issue_has_gone(
    capsys: pytest.CaptureFixture[str], library: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stats(capsys)
    monkeypatch.setattr("bulletin_desk.cli_library.brought_up_to_date", lambda library, options: None)
    for file in library.iterdir():
        file.unlink()
    stats(capsys, "--report", tmp_path / "a.bulletin")
    assert read_bulletin(tmp_path / "a.bulletin").masthead.name == "四川省地方志工作简报"


def test_another_bulletin_has_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    said = "资料库里没有名为“别的简报”的简报，有的是：四川省地方志工作简报。\n"
    assert stats(capsys, "--name", "别的简报") == said
    tree = json.loads(stats(capsys, "--name", "别的简报", "--json"))
    assert (tree["since"], tree["until"], tree["total"]["items"]) == (None, None, 0)
    assert "采用0篇" in stats(capsys, "2025", "--office", "四川省地方志工作简报")


def test_of_nothing_at_no_time_nothing_is_written(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    report = tmp_path / "a.bulletin"
    assert main(["library", "stats", "--name", "别的简报", "--report", str(report)]) == 4
    assert "没有稿件，也没有写明是哪一段时间" in capsys.readouterr().err
    assert not report.exists()
    stats(capsys, "2025", "--name", "别的简报", "--report", report)
    assert read_bulletin(report).sections[0].items[0].title == "2025年信息采用情况通报"


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["去年"], 2, "看不出是哪一段时间"),
        (["2026-02-30"], 2, "没有“2026-02-30”这个日期"),
        (["--by", "week"], 2, "不认识 'week'"),
        (["--xlsx", "a.pdf"], 4, "请改成以 .xlsx 结尾"),
        (["--report", "a.docx"], 4, "请改成以 .bulletin 结尾"),
        (["--points", "none.toml"], 3, "采用情况的规则“none.toml”有误：没有这个文件"),
        (["--units", "none.txt"], 3, "打不开单位名单“none.txt”：没有这个文件"),
        (["--office", "没有的"], 3, "没有名为“没有的”的简报"),
    ],
)
def test_what_is_wrong_is_told(
    capsys: pytest.CaptureFixture[str], arguments: list[str], code: int, said: str
) -> None:
    try:
        found = main(["library", "stats", *arguments])
    except SystemExit as error:
        found = int(str(error.code))
    assert found == code
    assert said in capsys.readouterr().err


def test_a_list_of_units_that_is_not_there(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert main(["library", "stats", "--units", str(tmp_path / "没有.txt")]) == 3
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith(f"错误：打不开单位名单“{tmp_path / '没有.txt'}”：没有这个文件")


def test_what_could_not_be_read_stands_in_the_json(capsys: pytest.CaptureFixture[str], library: Path) -> None:
    (library / "坏.bulletin").write_bytes(b"")
    assert main(["library", "stats", "--json"]) == 1
    said = capsys.readouterr()
    told = json.loads(said.out)["troubles"]
    assert [each["file"] for each in told] == [str(library / "坏.bulletin")]
    assert told[0]["message"] in said.err
