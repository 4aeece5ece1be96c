"""The register of manuscripts received: what was noted adds up, whatever tore or wrote into its files."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from datetime import date, datetime
from pathlib import Path

import pytest

from bulletin_desk.bulletin.received import (
    Added,
    Entry,
    IssueName,
    Marked,
    Read,
    ReceivedItem,
    Remarked,
    Removed,
    Status,
    TakenBack,
)
from bulletin_desk.errors import TargetError
from bulletin_desk.storage.places import places
from bulletin_desk.storage.received import append, digest_of, read_register, received
from tests.storage.hostile import damaged

KILLS = int(os.environ.get("BULLETIN_DESK_KILLS", "4"))
MUTANTS = min(int(os.environ.get("BULLETIN_DESK_MUTANTS", "80")), 2_000)
ROOT = Path(__file__).resolve().parents[2]

FIRST, SECOND = digest_of(b"1"), digest_of(b"2")
ISSUE = IssueName("a" * 32, "四川地方志简报", 3, date(2024, 3, 1))
NEW_ISSUE = IssueName("", "四川地方志简报", 4, date(2024, 3, 9))


def at(day: int, hour: int = 9, year: int = 2024) -> datetime:
    return datetime(year, 3, day, hour, 30, 5)


def items(**used: bool | None) -> tuple[ReceivedItem, ...]:
    statuses = {None: Status.RECEIVED, True: Status.USED, False: Status.UNUSED}
    return tuple(
        ReceivedItem(title, "泸州市地方志办公室", "张三", statuses[of]) for title, of in used.items()
    )


READ = Read(at(1), FIRST, "泸州 来稿.docx", 1_234, "/x/泸州 来稿.docx", items(甲=None, 乙=None))
OTHER = Read(at(2), SECOND, "", 55, "", (ReceivedItem("丙"),))


def states(folder: Path) -> dict[str, Status]:
    return {each.digest: each.status for each in received(folder)}


def test_what_was_noted_comes_back(tmp_path: Path) -> None:
    folder = tmp_path / "none yet"
    assert read_register(folder) == ((), ())
    append(folder, [READ, OTHER])
    first, second = received(folder)
    assert (first.at, first.name, first.size, first.path) == (READ.at, READ.name, 1_234, READ.path)
    assert first.items == READ.items
    assert first.sources == ("泸州市地方志办公室",)
    assert (first.status, second.status, second.sources) == (Status.RECEIVED, Status.RECEIVED, ())
    assert [path.name for path in folder.iterdir()] == ["2024.jsonl"]
    if os.name == "posix":
        assert (folder / "2024.jsonl").stat().st_mode & 0o077 == 0
    assert places().received.parent == places().data


def test_one_file_read_twice_is_one_manuscript_where_it_lies_now(tmp_path: Path) -> None:
    append(tmp_path, [READ, OTHER, READ._replace(at=at(3), path="/y/改名.docx", name="改名.docx")])
    first, _ = received(tmp_path)
    assert (first.at, first.path, first.name) == (READ.at, "/y/改名.docx", "改名.docx")


def test_used_left_out_and_taken_back(tmp_path: Path) -> None:
    append(tmp_path, [READ, OTHER, Added(at(2), FIRST, "s", ISSUE, items(甲=True, 乙=False))])
    append(tmp_path, [Added(at(2), SECOND, "s", ISSUE, (ReceivedItem("丙", status=Status.UNUSED),))])
    first, second = received(tmp_path)
    assert (first.status, second.status) == (Status.USED, Status.UNUSED)
    assert [(item.title, item.status) for item in first.items] == [
        ("甲", Status.USED),
        ("乙", Status.UNUSED),
    ]
    assert [(use.issue, use.titles) for use in first.uses] == [(ISSUE, ("甲",))]
    append(tmp_path, [TakenBack(at(2), FIRST, "s"), TakenBack(at(2), SECOND, "s")])
    assert states(tmp_path) == {FIRST: Status.RECEIVED, SECOND: Status.RECEIVED}
    assert received(tmp_path)[0].items == READ.items


def test_the_same_step_noted_again_counts_once(tmp_path: Path) -> None:
    added = Added(at(2), FIRST, "s", NEW_ISSUE, items(甲=True, 乙=False))
    append(tmp_path, [READ, added, added._replace(issue=NEW_ISSUE._replace(identity="b" * 32))])
    (use,) = received(tmp_path)[0].uses
    assert use.issue.identity == "b" * 32


def test_what_went_into_an_earlier_issue_stays_used(tmp_path: Path) -> None:
    append(tmp_path, [READ, Added(at(2), FIRST, "s", ISSUE, items(甲=True, 乙=False))])
    append(tmp_path, [READ._replace(at=at(8))])
    append(tmp_path, [Added(at(9), FIRST, "t", NEW_ISSUE, items(乙=True, 改了的甲=False))])
    (each,) = received(tmp_path)
    assert [(item.title, item.status) for item in each.items] == [
        ("乙", Status.USED),
        ("改了的甲", Status.UNUSED),
        ("甲", Status.USED),
    ]
    assert [use.issue.number for use in each.uses] == [3, 4]


def test_what_the_clerk_says_holds_until_more_is_used(tmp_path: Path) -> None:
    append(tmp_path, [READ, Marked(at(2), FIRST, Status.UNUSED), Remarked(at(2), FIRST, "重复\n来稿")])
    (each,) = received(tmp_path)
    assert (each.status, each.remark) == (Status.UNUSED, "重复\n来稿")
    assert {item.status for item in each.items} == {Status.UNUSED}
    append(tmp_path, [Marked(at(2), FIRST, None)])
    assert states(tmp_path) == {FIRST: Status.RECEIVED}
    append(tmp_path, [Marked(at(3), FIRST, Status.UNUSED), Added(at(4), FIRST, "s", ISSUE, items(甲=True))])
    assert states(tmp_path) == {FIRST: Status.USED}


def test_one_taken_away_is_not_counted_until_it_comes_again(tmp_path: Path) -> None:
    append(tmp_path, [READ, OTHER, Removed(at(2), FIRST, True)])
    assert states(tmp_path) == {SECOND: Status.RECEIVED}
    assert [each.removed for each in read_register(tmp_path).manuscripts] == [True, False]
    append(tmp_path, [Removed(at(2), FIRST, False)])
    assert len(received(tmp_path)) == 2
    append(tmp_path, [Removed(at(3), FIRST, True), READ._replace(at=at(9))])
    assert [each.at for each in received(tmp_path)] == [OTHER.at, at(9)]


def test_a_span_of_days(tmp_path: Path) -> None:
    append(tmp_path, [READ._replace(at=at(day), digest=digest_of(bytes([day]))) for day in (1, 2, 3)])
    append(tmp_path, [OTHER._replace(at=at(5, year=2025)), Removed(at(1), "0" * 64, True)])
    assert sorted(path.name for path in tmp_path.iterdir()) == ["2024.jsonl", "2025.jsonl"]

    def days(since: date | None, until: date | None) -> list[int]:
        return [each.at.day for each in received(tmp_path, since, until)]

    assert days(date(2024, 3, 2), date(2024, 3, 3)) == [2, 3]
    assert days(None, date(2024, 3, 1)) == [1]
    assert days(date(2024, 3, 3), None) == [3, 5]


def test_what_no_file_can_hold_is_written_as_it_can_be(tmp_path: Path) -> None:
    append(
        tmp_path,
        [READ._replace(name="稿\udcff\n.txt", path="/x/\udcff.txt", items=(ReceivedItem("\ud800"),))],
    )
    (each,) = received(tmp_path)
    assert (each.name, each.path, each.items[0].title) == ("稿?\n.txt", "", "?")
    many = tuple(ReceivedItem("长" * 6_000) for _ in range(30))
    append(tmp_path, [OTHER._replace(items=many), Remarked(at(3), SECOND, "备" * 20_000)])
    assert [len(each.remark) for each in received(tmp_path)] == [0, 10_000]


@pytest.mark.parametrize("torn", [b'{"what":"read","at":"2024', b"\xe6\xb3", b"\0" * 40, b"[" * 9_000])
def test_a_torn_line_is_passed_over_and_kept(tmp_path: Path, torn: bytes) -> None:
    append(tmp_path, [READ])
    file = tmp_path / "2024.jsonl"
    file.write_bytes(before := file.read_bytes() + torn)
    (trouble,) = read_register(tmp_path).troubles
    assert "有1行看不懂" in trouble
    append(tmp_path, [OTHER])
    assert file.read_bytes().startswith(before + b"\n")
    assert list(states(tmp_path)) == [FIRST, SECOND]


def test_a_last_line_that_only_lacks_its_end_counts(tmp_path: Path) -> None:
    append(tmp_path, [READ])
    file = tmp_path / "2024.jsonl"
    file.write_bytes(file.read_bytes()[:-1])
    append(tmp_path, [OTHER])
    assert list(states(tmp_path)) == [FIRST, SECOND]
    assert read_register(tmp_path).troubles == ()


EVERY: tuple[Entry, ...] = (
    READ,
    OTHER,
    Added(at(2), FIRST, "s", ISSUE, items(甲=True, 乙=False)),
    TakenBack(at(2), FIRST, "s"),
    Marked(at(3), FIRST, Status.USED),
    Remarked(at(3), SECOND, "备注"),
    Removed(at(4), SECOND, True),
)


@pytest.mark.parametrize("seed", range(MUTANTS))
def test_whatever_is_in_its_files_it_is_read_and_written_on(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    append(tmp_path, EVERY)
    file = tmp_path / "2024.jsonl"
    data = damaged(chance, file.read_bytes())
    file.write_bytes(data)
    read_register(tmp_path)
    late = READ._replace(at=at(20), digest=digest_of(b"late"))
    append(tmp_path, [late])
    assert digest_of(b"late") in states(tmp_path)
    assert file.read_bytes().startswith(data)  # nothing that was there is touched


@pytest.mark.skipif(sys.platform == "win32", reason="there pipes and devices have no paths in folders")
def test_what_is_no_file_in_its_place_is_said(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "2024.jsonl")
    (tmp_path / "2025.jsonl").mkdir()
    assert len(read_register(tmp_path).troubles) == 2
    with pytest.raises(TargetError, match="写不了"):
        append(tmp_path, [READ])
    append(tmp_path, [OTHER._replace(at=at(5, year=2026))])
    assert len(received(tmp_path)) == 1


def test_a_folder_that_is_a_file(tmp_path: Path) -> None:
    (tmp_path / "received").write_text("x", encoding="utf-8")
    assert "打不开" in read_register(tmp_path / "received").troubles[0]
    with pytest.raises(TargetError, match="写不了"):
        append(tmp_path / "received", [READ])


WRITER = """
import sys
from datetime import datetime
from pathlib import Path
from bulletin_desk.bulletin.received import Read, ReceivedItem
from bulletin_desk.storage.received import append, digest_of
for number in range(int(sys.argv[3])):
    digest = digest_of(f"{sys.argv[2]}-{number}".encode())
    items = (ReceivedItem("甲" * 200),)
    append(Path(sys.argv[1]), [Read(datetime(2024, 1, 9), digest, "稿" * 50, 9, "", items)])
    print(digest, flush=True)
"""


def writer(folder: Path, name: str, count: int) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", WRITER, str(folder), name, str(count)],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
    )


def test_two_programs_write_at_once(tmp_path: Path) -> None:
    both = [writer(tmp_path, name, 60) for name in "ab"]
    told = {digest for each in both for digest in each.communicate()[0].split()}
    assert len(told) == 120
    assert read_register(tmp_path).troubles == ()
    assert {each.digest for each in received(tmp_path)} == told


def test_killed_while_it_writes_nothing_that_was_told_is_lost(tmp_path: Path) -> None:
    told: set[str] = set()
    for kill in range(KILLS):
        running = writer(tmp_path, str(kill), 100_000)
        assert running.stdout is not None
        lines = [running.stdout.readline() for _ in range(3 + kill % 20)]
        running.kill()
        told |= {line.strip() for line in [*lines, *running.stdout] if line.endswith("\n")}
        running.wait()
        running.stdout.close()
        append(tmp_path, [READ._replace(digest=digest_of(b"after" + bytes([kill])))])
        told.add(digest_of(b"after" + bytes([kill])))
        assert told <= {each.digest for each in received(tmp_path)}
