"""Runs over folders: stopped, killed, gone on with, over files of every kind; nothing is ever written over.

`BULLETIN_DESK_GATHER_KILLS=200` kills so many runs; one unless set."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from bulletin_desk import programs
from bulletin_desk.errors import TargetError, UnreadableFileError
from bulletin_desk.gathering import apart, run
from bulletin_desk.gathering.journal import Journal
from bulletin_desk.gathering.listing import listing
from bulletin_desk.gathering.outcome import Outcome
from bulletin_desk.gathering.reading import Gathered, Known
from bulletin_desk.gathering.report import PAGE, counted, page_of, save_page, whole
from bulletin_desk.gathering.run import Begun, Ended, Gathering, gather
from bulletin_desk.pipeline import read_word_copy
from bulletin_desk.storage.bulletin_file import read_bulletin
from tests.gathering.old_word import DIALECTS, old_word
from tests.gathering.reading import KNOWN
from tests.gathering.years import year_of_issues
from tests.intake.word import p, word

ROOT = Path(__file__).resolve().parents[2]
KILLS = int(os.environ.get("BULLETIN_DESK_GATHER_KILLS", "1"))


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """Two years in folders of their own."""
    folder = tmp_path / "旧刊"
    for year, dialect in ((2022, "plain"), (2023, "tabs")):
        (folder / f"{year}年").mkdir(parents=True)
        before = 605 + 2 * (year - 2022)
        for issue in year_of_issues(1, year, 2, before=before):
            file = folder / f"{year}年" / f"第{issue.masthead.number}期.docx"
            file.write_bytes(old_word(issue, DIALECTS[dialect]))
    return folder


@pytest.fixture
def task(source: Path, tmp_path: Path) -> Gathering:
    return anew(source, tmp_path)


def anew(source: Path, tmp_path: Path, *, again: bool = False) -> Gathering:
    """The same run as a program that has just started has it."""
    target = tmp_path / "简报"
    return Gathering(source, target, Journal(tmp_path / "记录", source, target), KNOWN, again)


def done(task: Gathering) -> dict[str, Outcome]:
    return {event.outcome.file: event.outcome for event in gather(task) if isinstance(event, Ended)}


def contents(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in folder.iterdir()}


def test_a_folder_becomes_bulletins(task: Gathering) -> None:
    outcomes = done(task)
    assert list(outcomes) == [f"{year}年/第{number}期.docx" for year in (2022, 2023) for number in (1, 2)]
    assert {one.result for one in outcomes.values()} == {"written"}
    assert not any(one.doubts for one in whole(list(outcomes.values())))
    names = [
        f"{year}年第{number}期 四川省地方志工作简报.bulletin" for year in (2022, 2023) for number in (1, 2)
    ]
    assert sorted(contents(task.target)) == names
    issue = read_bulletin(task.target / names[-1])
    assert (issue.masthead.number, issue.masthead.total_number) == (2, 609)
    assert issue.dated_header.date.year == 2023


def test_a_second_run_changes_nothing(task: Gathering, source: Path, tmp_path: Path) -> None:
    outcomes = done(task)
    save_page(whole(list(outcomes.values())), source, task.target)
    before, stamps = contents(task.target), {file: file.stat().st_mtime_ns for file in task.target.iterdir()}
    second = anew(source, tmp_path)
    events = [event for event in gather(second) if isinstance(event, Ended)]
    assert not any(event.fresh for event in events)
    assert {event.outcome.file: event.outcome for event in events} == outcomes
    save_page(whole(list(outcomes.values())), source, task.target)
    assert contents(task.target) == before
    assert {file: file.stat().st_mtime_ns for file in task.target.iterdir()} == stamps


def test_nobody_knows_of_the_first_run(task: Gathering, source: Path, tmp_path: Path) -> None:
    """The journal is lost: what lies there is found to be the same."""
    done(task)
    before = contents(task.target)
    shutil.rmtree(tmp_path / "记录")
    assert {one.result for one in done(anew(source, tmp_path)).values()} == {"same"}
    assert {one.result for one in done(anew(source, tmp_path, again=True)).values()} == {"same"}
    assert contents(task.target) == before


def test_what_is_there_is_left_alone(task: Gathering, source: Path, tmp_path: Path) -> None:
    name = "2022年第1期 四川省地方志工作简报.bulletin"
    task.target.mkdir()
    (task.target / name).write_text("编者自己的", encoding="utf-8")
    outcome = done(task)["2022年/第1期.docx"]
    assert (outcome.result, outcome.bulletin) == ("existing", name)
    assert outcome.doubts[0].reason == "existing"
    assert (task.target / name).read_text(encoding="utf-8") == "编者自己的"
    (task.target / name).rename(task.target / "另一个名字.bulletin")
    assert done(anew(source, tmp_path))["2022年/第1期.docx"].result == "written"  # the name is free now


def test_two_files_of_one_number(task: Gathering, source: Path) -> None:
    shutil.copy(source / "2022年" / "第1期.docx", source / "2022年" / "第1期 改.docx")
    outcomes = done(task)
    assert outcomes["2022年/第1期.docx"].result == "written"
    assert outcomes["2022年/第1期 改.docx"].result == "double"
    assert "2022年/第1期.docx" in outcomes["2022年/第1期 改.docx"].doubts[0].message
    assert len(contents(task.target)) == 4


def test_stopped_and_gone_on_with(task: Gathering, source: Path, tmp_path: Path) -> None:
    events = gather(task)
    for event in events:
        if isinstance(event, Ended):
            break
    events.close()  # type: ignore[attr-defined]
    assert len(contents(task.target)) == 1
    fresh = [event.fresh for event in gather(anew(source, tmp_path)) if isinstance(event, Ended)]
    assert fresh == [False, True, True, True]


def test_a_file_that_changed_is_read_again(task: Gathering, source: Path, tmp_path: Path) -> None:
    done(task)
    file = source / "2022年" / "第1期.docx"
    os.utime(file, (1, 1))  # touched, with just the same in it
    assert not any(event.fresh for event in gather(anew(source, tmp_path)) if isinstance(event, Ended))
    other = next(year_of_issues(9, 2022, 1))
    file.write_bytes(old_word(other, DIALECTS["plain"]))
    fresh = [event for event in gather(anew(source, tmp_path)) if isinstance(event, Ended) and event.fresh]
    assert [(event.outcome.file, event.outcome.result) for event in fresh] == [
        ("2022年/第1期.docx", "existing")
    ]


def test_a_bulletin_that_was_moved_is_not_made_again(task: Gathering, source: Path, tmp_path: Path) -> None:
    done(task)
    name = "2022年第1期 四川省地方志工作简报.bulletin"
    (task.target / name).rename(task.target / "定稿.bulletin")
    outcome = done(anew(source, tmp_path))["2022年/第1期.docx"]
    assert outcome.doubts[0].message == f"“{name}”收进来以后不在原处了，也许改了名或移走了，没有重新收。"
    assert not (task.target / name).exists()
    assert done(anew(source, tmp_path, again=True))["2022年/第1期.docx"].result == "written"


def test_bad_files_are_named_and_passed_over(
    source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bad = {
        "坏.docx": b"PK\x03\x04 broken",
        "空.doc": b"",
        "加密.docx": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
        + "EncryptedPackage".encode("utf-16-le")
        + bytes(600),
        "不是.rtf": b"MZ\x90\x00" + bytes(100),
    }
    for name, data in bad.items():
        (source / name).write_bytes(data)
    (source / "~$第1期.docx").write_bytes(b"lock")
    (source / "说明.txt").write_text("不是旧刊", encoding="utf-8")
    with suppress(OSError, NotImplementedError):
        (source / "环").symlink_to(source)
    read = run.read_old_issue

    def failing(path: Path, known: Known) -> Gathered:
        if path.name == "第2期.docx" and "2023" in path.parent.name:
            raise MemoryError
        return read(path, known)

    monkeypatch.setattr(run, "read_old_issue", failing)
    outcomes = done(anew(source, tmp_path))
    assert len(outcomes) == 4 + len(bad)
    for name in bad:
        assert outcomes[name].result == "unreadable", name
        assert outcomes[name].doubts[0].message.startswith("打不开“")
        assert outcomes[name].doubts[0].message.endswith("。")
    assert "MemoryError" in outcomes["2023年/第2期.docx"].doubts[0].message
    assert len(contents(tmp_path / "简报")) == 3


def test_what_could_not_be_read_is_tried_again(
    source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Word had it open, the share was away, no converter was there: the file itself has not changed."""

    def failing(path: Path, known: Known) -> Gathered:
        raise UnreadableFileError("打不开：另一个程序正开着它。")

    with monkeypatch.context() as held:
        held.setattr(run, "read_old_issue", failing)
        assert {one.result for one in done(anew(source, tmp_path)).values()} == {"unreadable"}
    assert {one.result for one in done(anew(source, tmp_path)).values()} == {"written"}


def test_what_is_no_issue_is_named_and_not_written(source: Path, tmp_path: Path) -> None:
    shutil.rmtree(source / "2022年")
    (source / "通知.docx").write_bytes(word(p("关于召开会议的通知") + p("定于明天上午开会。")))
    for _ in range(2):  # the second time from the journal
        outcome = done(anew(source, tmp_path))["通知.docx"]
        assert (outcome.result, outcome.bulletin, outcome.doubts[0].reason) == ("foreign", "", "foreign")
    assert len(contents(tmp_path / "简报")) == 2


def test_a_file_that_takes_the_program_down(
    source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = "2022年/第1期.docx"
    tried: list[Path] = []

    def takes_down(path: Path) -> bool:
        tried.append(path)
        return len(tried) == 1

    monkeypatch.setattr(run, "takes_down", takes_down)
    for _ in range(2):
        anew(source, tmp_path).journal.begin(file)
    outcome = done(anew(source, tmp_path))[file]
    assert (outcome.result, outcome.doubts[0].reason) == ("unreadable", "unreadable")
    assert "试了几次都是这样" in outcome.doubts[0].message
    for _ in range(5):  # it was the power each time, not the file
        anew(source, tmp_path / "另").journal.begin(file)
    assert done(anew(source, tmp_path / "另"))[file].result == "written"
    assert tried == [source / file] * 2


def test_a_file_is_tried_in_a_program_of_its_own(source: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert not apart.takes_down(source / "2022年" / "第1期.docx")
    # one that ends otherwise than by itself
    monkeypatch.setattr(
        programs, "module_command", lambda *_: ([sys.executable, "-c", "import os; os.abort()"], {})
    )
    assert apart.takes_down(source / "2022年" / "第1期.docx")


def test_a_journal_that_can_not_be_read(task: Gathering, source: Path, tmp_path: Path) -> None:
    outcomes = done(task)
    file = task.journal.file
    whole_journal = file.read_bytes()
    for content in (
        b"\xff\xfe nonsense",
        b"[1]\n{}\n",
        whole_journal[: len(whole_journal) // 2],
        b"{" * 5_000,
    ):
        file.write_bytes(content)
        assert {one.bulletin for one in done(anew(source, tmp_path)).values()} == {
            one.bulletin for one in outcomes.values()
        }
    assert len(contents(task.target)) == 4


def test_our_own_copies_come_back_exactly(tmp_path: Path) -> None:
    from bulletin_desk.forms import DOCX
    from bulletin_desk.pipeline import typeset_file

    source = tmp_path / "旧刊"
    source.mkdir()
    made = typeset_file(ROOT / "examples" / "full.bulletin", installed_faces=False)
    (source / "增刊.docx").write_bytes(DOCX.encode(made))
    (outcome,) = done(anew(source, tmp_path)).values()
    assert (outcome.result, outcome.doubts) == ("written", ())
    there = read_bulletin(tmp_path / "简报" / outcome.bulletin)
    assert there == read_word_copy(source / "增刊.docx")[0] == made.issue


def test_without_a_number_the_files_name_is_kept(task: Gathering, monkeypatch: pytest.MonkeyPatch) -> None:
    issue = next(year_of_issues(1, 2022, 1))
    monkeypatch.setattr(run, "read_old_issue", lambda path, known: Gathered(issue, numbered=False))
    outcomes = done(task)
    assert outcomes["2022年/第1期.docx"].bulletin == "第1期.bulletin"
    assert outcomes["2022年/第1期.docx"].number == 0


def test_folders_that_can_not_be_used(tmp_path: Path, source: Path) -> None:
    with pytest.raises(UnreadableFileError, match=r"打不开文件夹.*：没有这个文件夹"):
        list(gather(anew(tmp_path / "没有", tmp_path)))
    (tmp_path / "简报").write_text("一个文件", encoding="utf-8")
    with pytest.raises(TargetError):
        list(gather(anew(source, tmp_path)))


def test_the_order_is_that_of_the_numbers(tmp_path: Path) -> None:
    for name in ("第10期.docx", "第2期.docx", "第2期 改.docx", "第1期.DOC", "a.pdf"):
        (tmp_path / name).write_bytes(b"")
    inside = tmp_path / "简报"
    inside.mkdir()
    (inside / "导出.docx").write_bytes(b"")
    assert listing(tmp_path, inside).files == ["第1期.DOC", "第2期.docx", "第2期 改.docx", "第10期.docx"]


# ---- the page beside the bulletins


def test_the_page_says_all(task: Gathering, source: Path) -> None:
    (source / "坏.docx").write_bytes(b"PK")
    (source / "2022年" / "第1期.docx").unlink()
    outcomes = whole(list(done(task).values()))
    page = save_page(outcomes, source, task.target)
    text = page.read_text(encoding="utf-8")
    assert page.name == PAGE
    assert "坏.docx" in text
    assert "前面缺第1期" in text
    assert counted(outcomes).sentence in text
    assert page_of((Outcome("<b>&.docx", "unreadable"),), source).count("&lt;b&gt;&amp;.docx") == 1


def test_what_is_said_of_the_whole_bulletin_is_said_once() -> None:
    from bulletin_desk.gathering.doubts import Doubt

    office, other = Doubt("office", "没有设置。"), Doubt("other", "看一眼。")
    made = whole([Outcome(f"{at}.docx", "written", doubts=(office, other)) for at in range(3)])
    assert [one.doubts for one in made] == [(office, other), (other,), (other,)]


def test_a_page_of_the_clerks_own_is_kept(task: Gathering, source: Path) -> None:
    task.target.mkdir()
    (task.target / PAGE).write_text("我的笔记", encoding="utf-8")
    page = save_page(whole(list(done(task).values())), source, task.target)
    assert page.name != PAGE
    assert (task.target / PAGE).read_text(encoding="utf-8") == "我的笔记"
    assert save_page((), source, task.target) == page


# ---- killed


_WORK = """
import os, sys
from pathlib import Path
from bulletin_desk.gathering.journal import Journal
from bulletin_desk.gathering.run import Gathering, gather
from bulletin_desk.gathering.reading import Known
from bulletin_desk.bulletin.office import shipped_offices
source, target, notes = map(Path, sys.argv[1:4])
for event in gather(Gathering(source, target, Journal(notes, source, target), Known(shipped_offices()))):
    print(event[0] if type(event).__name__ == "Begun" else "done", flush=True)
"""


def _killed(source: Path, tmp_path: Path, lines: int) -> None:
    command = [sys.executable, "-c", _WORK, str(source), str(tmp_path / "简报"), str(tmp_path / "记录")]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        for _ in range(lines):
            process.stdout.readline()
        process.kill()


@pytest.mark.not_under_wine("kills a process")
def test_a_run_that_is_killed_goes_on(source: Path, tmp_path: Path) -> None:
    for kill in range(KILLS):
        _killed(source, tmp_path, 1 + (kill + 2) % 8)
        for file in (tmp_path / "简报").glob("*.bulletin"):
            read_bulletin(file)
    outcomes = done(anew(source, tmp_path))
    assert {one.result for one in outcomes.values()} <= {"written", "same"}
    assert len(outcomes) == 4
    for one in outcomes.values():
        assert (tmp_path / "简报" / one.bulletin).is_file()
    for line in (
        Journal(tmp_path / "记录", source, tmp_path / "简报").file.read_text("utf-8").splitlines()[-2:]
    ):
        assert not line or json.loads(line)


def test_what_is_begun_is_told(task: Gathering) -> None:
    begun: Iterator[Begun] = (event for event in gather(task) if isinstance(event, Begun))
    assert [(event.at, event.total) for event in begun] == [(at, 4) for at in range(1, 5)]
    assert Known().offices == ()
