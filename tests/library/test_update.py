"""The index is kept true to the files, whatever becomes of these."""

from __future__ import annotations

import os
import shutil
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import date as Date  # noqa: N812
from pathlib import Path

import pytest

from bulletin_desk.bulletin.model import Issue
from bulletin_desk.errors import TargetError, UnreadableFileError
from bulletin_desk.library import schema
from bulletin_desk.library import update as updating
from bulletin_desk.library.disk import Content, DiskStuckError, Found, Looked, OwnDisk, Unreached
from bulletin_desk.library.folders import add_folders, remove_folders
from bulletin_desk.library.index import Library, StoredIssue
from bulletin_desk.library.schema import NAME, BusyIndexError, DamagedIndexError, NewerIndexError
from bulletin_desk.library.search import Query
from bulletin_desk.library.update import Progress, put, update
from bulletin_desk.storage import bulletin_file
from bulletin_desk.storage.bulletin_file import write_bulletin
from bulletin_desk.storage.places import places
from tests.library.making import (
    aged,
    counted,
    issue,
    item,
    known,
    lay,
    library_of,
    pages_of,
    updated,
)

Seen = Iterator[Found | Unreached | Looked]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "简报"
    made.mkdir()
    return made


@pytest.fixture
def library(tmp_path: Path, folder: Path) -> Library:
    return library_of(tmp_path, folder)


def sentences(library: Library) -> list[str]:
    return [each.sentence for each in library.troubles()]


def test_what_is_known_of_an_issue(library: Library, folder: Path) -> None:
    file = lay(folder / "2026" / "1.bulletin", issue(), identity="ab" * 16)
    assert updated(library) == updating.Updated(files=1, read=1)
    (found,) = library.issues()
    assert (found.file, found.identity, found.copy_of) == (file, "ab" * 16, None)
    assert found.changed == file.stat().st_mtime_ns
    assert found.entry.pages == 1
    assert [each.text for each in found.entry.items] == [""]
    (row,) = library.item_rows()
    assert row.item.text.startswith("第1期的稿件：")
    assert row.head == found.entry._replace(items=())
    assert row.item._replace(text="") == found.entry.items[0]
    assert library.names() == (("四川省地方志工作简报", 1),)
    assert (library.years(), library.sections()) == ((2026,), ("市州动态",))


def test_only_what_has_changed_is_read(library: Library, folder: Path) -> None:
    for number in range(1, 5):
        lay(folder / f"{number}.bulletin", issue(number))
    assert updated(library).read == 4
    assert updated(library).read == 0
    lay(folder / "2.bulletin", issue(2, item("换了")), day=2)
    lay(folder / "3.bulletin", issue(3, item("大小不同而时间相同")))
    assert updated(library).read == 2
    assert updated(library).read == 0
    assert {each.item.title for each in library.item_rows()} >= {"换了", "大小不同而时间相同"}


def test_a_file_that_was_just_changed_is_read_once_more(library: Library, folder: Path) -> None:
    """Its time would not tell of another change in the same moment."""
    write_bulletin(folder / "1.bulletin", issue())
    assert updated(library).read == 1
    assert updated(library).read == 1
    aged(folder / "1.bulletin")
    assert (updated(library).read, updated(library).read) == (1, 0)


def test_only_bulletins_are_looked_at(library: Library, folder: Path) -> None:
    lay(folder / "1.BULLETIN", issue(1))
    for name in (
        ".1.bulletin.bak",
        ".1.bulletin.lock",
        "~$1.bulletin",
        ".隐藏.bulletin",
        "1.docx",
        "1.bulletin.tmp",
    ):
        lay(folder / name, issue(2))
    lay(folder / ".snapshot" / "1.bulletin", issue(3))
    lay(folder / "$RECYCLE.BIN" / "1.bulletin", issue(4))
    (folder / "是文件夹.bulletin").mkdir()
    lay(folder / "是文件夹.bulletin" / "5.bulletin", issue(5))
    updated(library)
    assert counted(library) == ["1.BULLETIN", "5.bulletin"]
    assert library.troubles() == ()


@pytest.mark.skipif(sys.platform == "win32", reason="links need a privilege there")
def test_links_in_circles_end(library: Library, folder: Path) -> None:
    lay(folder / "下" / "1.bulletin", issue(1))
    (folder / "下" / "上").symlink_to(folder, target_is_directory=True)
    (folder / "下" / "自己").symlink_to("自己")
    (folder / "无.bulletin").symlink_to(folder / "没有")
    updated(library)
    assert counted(library) == ["1.bulletin"]


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such names there")
@pytest.mark.parametrize(
    "name", ["两\n行.bulletin", "𠀀😀.bulletin", "\udcb1\udcff.bulletin", "'; --.bulletin"]
)
def test_names_of_all_kinds(library: Library, folder: Path, name: str) -> None:
    lay(folder / name, issue())
    updated(library)
    assert [each.file for each in library.issues()] == [folder / name]
    assert library.search(Query(("稿件",))).hits[0].file == folder / name
    (folder / name).unlink()
    updated(library)
    assert (library.issues(), [each.file for each in library.troubles()]) == ((), [folder / name])


def test_texts_of_all_kinds(library: Library, folder: Path) -> None:
    text = "𠀀字😀与\0零和\x1b、\ufeff、e\u0301" + "长" * 60
    made = issue(1, item("标题\0一", text, "（单位\0）"), name="名\0称")
    lay(folder / "1.bulletin", made)
    updated(library)
    (row,) = library.item_rows()
    assert (row.item.title, row.item.text, row.item.source) == ("标题\0一", text, "（单位\0）")
    assert row.head.name == "名\0称"
    for word in ("𠀀", "😀与零", "标题一", "e", "零和、、e"):
        assert library.search(Query((word,))).total == 1, word


def test_damaged_files_are_named_and_what_was_known_stays(library: Library, folder: Path) -> None:
    good = lay(folder / "1.bulletin", issue(1))
    lay(folder / "2.bulletin", issue(2))
    updated(library)
    before = known(library)
    good.write_bytes(good.read_bytes()[:100])
    aged(good, 2)
    (folder / "3.bulletin").write_bytes(b"")
    aged(folder / "3.bulletin")
    assert updated(library).read == 2
    assert known(library) == before
    assert [each.file.name for each in library.troubles()] == ["1.bulletin", "3.bulletin"]
    assert all(sentence.startswith("打不开“") and sentence.endswith("。") for sentence in sentences(library))
    assert updated(library).read == 0, "a damaged file is not read again until it has changed"
    assert len(library.troubles()) == 2
    lay(good, issue(1, item("又好了")), day=3)
    (folder / "3.bulletin").unlink()
    updated(library)
    assert library.troubles() == ()
    assert "又好了" in [each.item.title for each in library.item_rows()]


class Locked(OwnDisk):
    """A disk on which some files can't be read at present."""

    def __init__(self, *locked: str) -> None:
        self.locked = locked
        self.asked: list[str] = []

    def read(self, found: Found) -> Content:
        self.asked.append(found.path.name)
        if found.path.name in self.locked:
            return Content(b"", found.stamp, False, f"读不了“{found.path}”：它正被别的程序独占。")
        return super().read(found)


def test_locked_files_are_named_and_asked_for_again(library: Library, folder: Path) -> None:
    lay(folder / "1.bulletin", issue(1))
    updated(library)
    lay(folder / "1.bulletin", issue(1, item("新的")), day=2)
    lay(folder / "2.bulletin", issue(2))
    disk = Locked("1.bulletin", "2.bulletin")
    for _ in range(2):
        update(library, pages_of, disk=disk)
        assert [each.kind for each in library.troubles()] == ["file", "file"]
        assert [each.item.title for each in library.item_rows()] == ["第1期的稿件"]
    assert len(disk.asked) == 4
    disk.locked = ()
    update(library, pages_of, disk=disk)
    assert library.troubles() == ()
    assert [each.item.title for each in library.item_rows()] == ["新的", "第2期的稿件"]


def test_a_file_that_changes_while_it_is_read_is_read_again(library: Library, folder: Path) -> None:
    class Changing(OwnDisk):
        def read(self, found: Found) -> Content:
            return super().read(found)._replace(steady=False)

    lay(folder / "1.bulletin", issue(1))
    update(library, pages_of, disk=Changing())
    assert counted(library) == ["1.bulletin"]
    assert (updated(library).read, updated(library).read) == (1, 0)


def test_vanished_files_go_and_are_named(library: Library, folder: Path) -> None:
    gone = lay(folder / "1.bulletin", issue(1))
    moved = lay(folder / "2.bulletin", issue(2), identity="cd" * 16)
    updated(library)
    gone.unlink()
    moved.rename(folder / "第二期.bulletin")
    assert updated(library).vanished == 1
    assert counted(library) == ["第二期.bulletin"]
    assert [each.file for each in library.troubles()] == [gone]
    assert "统计里不再算它" in sentences(library)[0]
    assert updated(library).vanished == 0
    assert [each.file for each in library.troubles()] == [gone], "named for a while, not once"
    lay(gone, issue(1))
    updated(library)
    assert library.troubles() == ()


def test_a_vanished_file_is_not_named_for_ever(
    library: Library, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lay(folder / "1.bulletin", issue(1))
    updated(library)
    (folder / "1.bulletin").unlink()
    updated(library)
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + 40 * 86_400)
    updated(library)
    assert library.troubles() == ()


@pytest.mark.parametrize("days", [40, -2])
def test_a_damaged_file_is_named_as_long_as_it_is_there(
    library: Library, folder: Path, monkeypatch: pytest.MonkeyPatch, days: int
) -> None:
    damaged = folder / "坏.bulletin"
    damaged.write_bytes(b"PK")
    aged(damaged)
    gone = lay(folder / "1.bulletin", issue(1))
    updated(library)
    gone.unlink()
    updated(library)
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + days * 86_400)
    assert updated(library).read == 0
    assert [each.file for each in library.troubles()] == ([damaged] if days > 0 else [damaged, gone])


@pytest.mark.skipif(sys.platform == "win32", reason="links need a privilege there")
def test_a_folder_that_is_found_by_another_way_has_no_second_rows(library: Library, folder: Path) -> None:
    file = lay(folder / "二" / "1.bulletin", issue(1), identity="cd" * 16)
    updated(library)
    (folder / "一").symlink_to(file.parent)
    updated(library)
    assert [each.file for each in library.issues()] == [folder / "一" / "1.bulletin"]
    assert library.troubles() == ()


def test_a_folder_that_cannot_be_reached_keeps_its_rows(
    library: Library, folder: Path, tmp_path: Path
) -> None:
    other = tmp_path / "共享"
    lay(folder / "1.bulletin", issue(1))
    lay(other / "2.bulletin", issue(2))
    add_folders(library.folder, (other,))
    updated(library)
    other.rename(tmp_path / "断了")
    (folder / "1.bulletin").unlink()
    assert updated(library).vanished == 1
    assert counted(library) == ["2.bulletin"]
    assert [(each.file, each.kind) for each in library.troubles()] == [
        (other, "folder"),
        (folder / "1.bulletin", "gone"),
    ]
    (tmp_path / "断了").rename(other)
    assert updated(library).read == 0
    assert [each.kind for each in library.troubles()] == ["gone"]


def test_a_share_that_is_not_mounted_keeps_its_rows(library: Library, folder: Path) -> None:
    """What is there then is an empty folder of another disk."""

    class Unmounted(OwnDisk):
        def walk(self, folder: Path) -> Seen:
            return iter([Looked(folder, 12345, True)])

    lay(folder / "1.bulletin", issue(1))
    updated(library)
    assert update(library, pages_of, disk=Unmounted()).vanished == 0
    assert counted(library) == ["1.bulletin"]
    assert [each.kind for each in library.troubles()] == ["folder"]


def test_a_share_that_goes_away_in_the_middle(library: Library, folder: Path) -> None:
    class Going(Locked):
        def walk(self, folder: Path) -> Seen:
            yield from list(super().walk(folder))[:2]
            yield Unreached(folder / "下", "网络名不再可用")

        def gone(self, path: Path) -> bool:
            raise AssertionError(f"{path} is asked for though its folder can't be reached")

    lay(folder / "1.bulletin", issue(1))
    lay(folder / "下" / "2.bulletin", issue(2))
    updated(library)
    update(library, pages_of, disk=Going())
    assert counted(library) == ["1.bulletin", "2.bulletin"]
    assert "网络名不再可用" in sentences(library)[0]


def test_a_share_that_goes_away_while_files_are_read(library: Library, folder: Path, tmp_path: Path) -> None:
    """It is named, and not each file."""

    class Going(Locked):
        def read(self, found: Found) -> Content:
            if not self.asked and folder.exists():
                folder.rename(tmp_path / "断了")
            return super().read(found)

    for number in range(1, 5):
        lay(folder / f"{number}.bulletin", issue(number))
    updated(library)
    before = known(library)
    for number in range(1, 5):
        lay(folder / f"{number}.bulletin", issue(number, item("新")), day=2)
    disk = Going()
    assert update(library, pages_of, disk=disk).read == 0
    assert disk.asked == ["1.bulletin"]
    assert [(each.file, each.kind) for each in library.troubles()] == [(folder, "folder")]
    assert known(library) == before


def test_a_file_that_vanishes_before_it_is_read(library: Library, folder: Path) -> None:
    class Vanishing(OwnDisk):
        def read(self, found: Found) -> Content:
            found.path.unlink()
            return super().read(found)

    lay(folder / "1.bulletin", issue(1))
    update(library, pages_of, disk=Vanishing())
    assert (library.issues(), library.troubles()) == ((), ())


def test_a_share_that_hangs_is_asked_once(library: Library, folder: Path) -> None:
    """Neither for the files that it told of before it hung."""

    class Hanging(OwnDisk):
        def walk(self, folder: Path) -> Seen:
            yield from super().walk(folder)
            raise DiskStuckError

        def read(self, found: Found) -> Content:
            raise AssertionError(found)

    lay(folder / "1.bulletin", issue(1))
    assert update(library, pages_of, disk=Hanging()).read == 0
    assert [each.kind for each in library.troubles()] == ["folder"]


def test_the_programs_own_versions_are_no_issues(home: Path, library: Library, folder: Path) -> None:
    lay(places().versions / ("ab" * 16) / "1.bulletin", issue(2))
    lay(home / "3.bulletin", issue(3))
    add_folders(library.folder, (home,))
    updated(library)
    assert counted(library) == ["3.bulletin"]


@pytest.mark.parametrize("when", ["walk", "read", "gone"])
def test_a_share_that_hangs(library: Library, folder: Path, tmp_path: Path, when: str) -> None:
    """What hangs is left, and the other folders are gone over all the same."""
    other = tmp_path / "共享"

    class Hanging(OwnDisk):
        def walk(self, folder: Path) -> Seen:
            if when == "walk" and folder == other:
                raise DiskStuckError
            return super().walk(folder)

        def read(self, found: Found) -> Content:
            if when == "read" and found.path.parent == other:
                raise DiskStuckError
            return super().read(found)

        def gone(self, path: Path) -> bool:
            if when == "gone" and path.parent == other:
                raise DiskStuckError
            return super().gone(path)

    lay(other / "1.bulletin", issue(1))
    lay(other / "2.bulletin", issue(2))
    lay(folder / "3.bulletin", issue(3))
    add_folders(library.folder, (other,))
    updated(library)
    lay(other / "1.bulletin", issue(1, item("新")), day=2)
    (other / "2.bulletin").unlink()
    lay(folder / "3.bulletin", issue(3, item("别处的新稿件")), day=2)
    update(library, pages_of, disk=Hanging())
    assert "别处的新稿件" in [each.item.title for each in library.item_rows()]
    assert counted(library)[:2] == ["1.bulletin", "2.bulletin"]
    assert [(each.file, each.kind) for each in library.troubles()] == [(other, "folder")]
    assert "没有回音" in sentences(library)[0]
    updated(library)
    assert counted(library) == ["1.bulletin", "3.bulletin"]


def test_a_folder_that_is_taken_out(library: Library, folder: Path, tmp_path: Path) -> None:
    lay(folder / "1.bulletin", issue(1))
    lay(folder / "下" / "2.bulletin", issue(2))
    (folder / "3.bulletin").write_bytes(b"x")
    add_folders(library.folder, (folder / "下",))
    updated(library)
    assert counted(library) == ["1.bulletin", "2.bulletin"], "a file in two folders counts once"
    remove_folders(library.folder, (folder,))
    assert updated(library).vanished == 0
    assert counted(library) == ["2.bulletin"]
    assert library.troubles() == ()


def test_an_update_can_be_stopped_at_each_file(library: Library, folder: Path) -> None:
    for number in range(1, 6):
        lay(folder / f"{number}.bulletin", issue(number))
    told: list[Progress] = []
    done = update(library, pages_of, told.append, lambda: len(told) >= 3)
    assert (done.stopped, done.read, len(library.issues())) == (True, 2, 2)
    assert [(each.at, each.total) for each in told] == [(0, 0), (1, 5), (2, 5)]
    assert updated(library).read == 3


def test_an_issue_that_cannot_be_set_has_no_pages(library: Library, folder: Path) -> None:
    def no_pages(made: Issue) -> int | None:
        raise RecursionError

    lay(folder / "1.bulletin", issue(1))
    update(library, no_pages)
    assert library.issues()[0].entry.pages is None


def test_a_fault_of_the_program_keeps_no_other_file_out(
    library: Library, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lay(folder / "1.bulletin", issue(1))
    lay(folder / "2.bulletin", issue(2))
    right = bulletin_file.issue_in

    def faulty(data: bytes, where: Path) -> Issue:
        if where.name == "1.bulletin":
            raise RecursionError
        return right(data, where)

    monkeypatch.setattr(updating, "issue_in", faulty)
    updated(library)
    assert counted(library) == ["2.bulletin"]
    assert "没有看懂它（RecursionError）" in sentences(library)[0]


def test_a_file_of_the_far_future(library: Library, folder: Path) -> None:
    file = lay(folder / "1.bulletin", issue(1))
    try:
        os.utime(file, ns=(1 << 63, 1 << 63))
    except (OSError, OverflowError):
        pytest.skip("there is no such time here")
    updated(library)
    assert (counted(library), updated(library).read) == (["1.bulletin"], 0)


# ---- one issue that is saved


def test_a_saved_issue_is_put_in_its_place(library: Library, folder: Path) -> None:
    for number in (1, 2):
        lay(folder / f"{number}.bulletin", issue(number))
    updated(library)
    changed = issue(2, item("刚存的"))
    file = lay(folder / "2.bulletin", changed, day=2)
    assert put(library, file, changed, 7)
    assert library.search(Query(("刚存的",))).total == 1
    assert [each.entry.pages for each in library.issues()] == [1, 7]
    assert updated(library).read == 0


@pytest.mark.skipif(sys.platform == "win32", reason="links need a privilege there")
def test_a_folder_in_another_one_is_gone_over_once(library: Library, folder: Path) -> None:
    inner = folder / "2026"
    lay(inner / "1.bulletin", issue(1))
    (inner / "上级").symlink_to(folder)
    add_folders(library.folder, (inner,))
    asked: list[Path] = []

    class Asked(OwnDisk):
        def walk(self, folder: Path) -> Iterator[Found | Unreached | Looked]:
            asked.append(folder)
            return super().walk(folder)

    for _ in range(2):
        update(library, pages_of, disk=Asked())
    assert asked == [folder, folder]
    assert [each.file for each in library.issues()] == [inner / "1.bulletin"]
    shutil.rmtree(inner)
    updated(library)
    assert [each.file for each in library.troubles()] == [inner]


@pytest.mark.parametrize("name", [".稿/1.bulletin", "~$1.bulletin", "#recycle/1.bulletin"])
def test_a_saved_issue_that_no_update_finds_is_none_of_the_library(
    library: Library, folder: Path, name: str
) -> None:
    assert not put(library, lay(folder / name, issue(1)), issue(1), 1)


def test_a_saved_issue_outside_the_folders_is_none_of_the_library(library: Library, tmp_path: Path) -> None:
    file = lay(tmp_path / "别处" / "1.bulletin", issue(1))
    assert not put(library, file, issue(1), 1)
    assert not (library.folder / NAME).exists()


def test_what_another_program_has_written_meanwhile_stays(library: Library, folder: Path) -> None:
    """An update that has read the file before it was saved does not write that over what saving wrote."""
    file = lay(folder / "1.bulletin", issue(1))

    class Slow(OwnDisk):
        def read(self, found: Found) -> Content:
            content = super().read(found)
            new = issue(1, item("后存的"))
            lay(file, new, day=2)
            with Library(library.folder) as other:
                put(other, file, new, 1)
            return content

    update(library, pages_of, disk=Slow())
    assert [each.item.title for each in library.item_rows()] == ["后存的"]
    assert updated(library).read == 0


def test_a_file_that_comes_back_before_it_is_forgotten_stays(library: Library, folder: Path) -> None:
    file = lay(folder / "1.bulletin", issue(1))
    updated(library)

    class Returning(OwnDisk):
        def gone(self, path: Path) -> bool:
            seen = super().gone(path)
            lay(file, issue(1), day=5)
            with Library(library.folder) as other:
                put(other, file, issue(1), 1)
            return seen

    file.unlink()
    update(library, pages_of, disk=Returning())
    assert counted(library) == ["1.bulletin"]


def test_a_file_that_is_numbered_anew_is_not_read_again(library: Library, folder: Path) -> None:
    class Renumbering(Locked):
        def walk(self, folder: Path) -> Seen:
            for each in super().walk(folder):
                yield each._replace(stamp=each.stamp._replace(number=99)) if isinstance(each, Found) else each

    lay(folder / "1.bulletin", issue(1), identity="ef" * 16)
    lay(folder / "2.bulletin", issue(2))
    updated(library)
    disk = Renumbering()
    update(library, pages_of, disk=disk)
    assert disk.asked == ["2.bulletin"], "only who tells no identity"


# ---- the index itself


@pytest.mark.parametrize("what", ["nothing", "text", "cut", "other"])
def test_a_damaged_index_is_set_aside_and_made_anew(library: Library, folder: Path, what: str) -> None:
    lay(folder / "1.bulletin", issue(1))
    updated(library)
    before = known(library)
    library.close()
    index = library.folder / NAME
    content = index.read_bytes()
    damaged = {"nothing": b"\0" * 4096, "text": "不是".encode() * 99, "cut": content[: len(content) // 2]}
    if what == "other":
        with library.using(write=True) as connection:
            connection.execute("PRAGMA user_version=0")
            connection.execute("CREATE TABLE x (y)")
        library.close()
    else:
        index.write_bytes(damaged[what])
    if what != "nothing":
        with pytest.raises(DamagedIndexError, match="更新资料库时会重新建"):
            (library.search(Query(("稿件",))), library.issues())
    done = updated(library)
    assert ("已经重新建" in done.said, done.read) == (True, 1)
    assert known(library) == before
    assert updated(library).said == ""


def test_a_newer_programs_index_is_left_alone(library: Library, folder: Path) -> None:
    lay(folder / "1.bulletin", issue(1))
    updated(library)
    with library.using(write=True) as connection:
        connection.execute("PRAGMA user_version=99")
    library.close()
    before = (library.folder / NAME).read_bytes()
    for use in (
        library.issues,
        lambda: updated(library),
        lambda: put(library, folder / "1.bulletin", issue(1), 1),
    ):
        with pytest.raises(NewerIndexError, match="更新版本的程序"):
            use()
    assert (library.folder / NAME).read_bytes() == before


def test_an_index_that_is_deleted_loses_nothing(library: Library, folder: Path) -> None:
    lay(folder / "1.bulletin", issue(1))
    updated(library)
    before = known(library)
    if sys.platform == "win32":
        library.close()  # nothing is deleted there that is open
    (library.folder / NAME).unlink()
    assert library.issues() == (), "the one that lies there is looked at, not the one that was opened"
    updated(library)
    assert known(library) == before


def test_a_full_disk_is_said_and_loses_nothing(library: Library, folder: Path) -> None:
    lay(folder / "1.bulletin", issue(1))
    updated(library)
    before = known(library)
    lay(
        folder / "2.bulletin",
        issue(2, *(item(f"第{number}篇", "长" * 9000 + str(number)) for number in range(40))),
    )
    connection = library._connected()
    (size,) = connection.execute("PRAGMA page_count").fetchone()
    connection.execute(f"PRAGMA max_page_count={size + 1}")
    with pytest.raises(TargetError, match="磁盘满了"):
        updated(library)
    assert known(library) == before
    connection.execute("PRAGMA max_page_count=100000")
    updated(library)
    assert counted(library) == ["1.bulletin", "2.bulletin"]


def test_an_index_that_is_kept_by_another_is_said(
    library: Library, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(schema, "_PATIENCE", 0.05)
    lay(folder / "1.bulletin", issue(1))
    updated(library)
    with Library(library.folder) as other, other.using(write=True):
        assert counted(library) == ["1.bulletin"], "who reads does not wait"
        with pytest.raises(BusyIndexError, match="被别的程序占着"):
            put(library, folder / "1.bulletin", issue(1), 1)
    assert put(library, folder / "1.bulletin", issue(1), 1)


def test_a_sqlite_that_is_too_old_is_said(
    library: Library, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tables = [table.replace("trigram case", "tetragram case") for table in schema._TABLES]
    monkeypatch.setattr(schema, "_TABLES", tables)
    lay(folder / "1.bulletin", issue(1))
    with pytest.raises(TargetError, match="SQLite 是"):
        updated(library)


def test_folders_that_cannot_be_read_forget_nothing(library: Library, folder: Path) -> None:
    lay(folder / "1.bulletin", issue(1))
    updated(library)
    (library.folder / "folders.json").write_text("{", encoding="utf-8")
    with pytest.raises(UnreadableFileError, match="重新添加文件夹"):
        updated(library)
    assert counted(library) == ["1.bulletin"]


def test_a_reader_sees_an_issue_whole(library: Library, folder: Path) -> None:
    """While it is written, what was there before."""
    lay(folder / "1.bulletin", issue(1))
    updated(library)
    seen: list[tuple[StoredIssue, ...]] = []

    def looking(made: Issue) -> int:
        with Library(library.folder) as reader:
            seen.append(reader.issues())
        return 1

    lay(folder / "1.bulletin", replace(issue(1), sections=()), day=2)
    with library.using(write=True) as connection:
        connection.execute("DELETE FROM items")
        with Library(library.folder) as reader:
            (found,) = reader.issues()
            assert len(found.entry.items) == 1
            assert reader.search(Query(("稿件",))).total == 1
        connection.execute("ROLLBACK")
        connection.execute("BEGIN")
    update(library, looking)
    assert [len(each.entry.items) for issues in seen for each in issues] == [1]


def test_items_between_days(library: Library, folder: Path) -> None:
    for number, day in enumerate((Date(2025, 12, 31), Date(2026, 1, 1), Date(2026, 6, 30)), 1):
        lay(folder / f"{number}.bulletin", issue(number, day=day, name=f"简报{number % 2}"))
    updated(library)

    def numbers(since: Date | None = None, until: Date | None = None, name: str = "") -> list[int]:
        return sorted(row.head.number for row in library.item_rows(since, until, name))

    assert numbers() == [1, 2, 3]
    assert numbers(Date(2026, 1, 1)) == [2, 3]
    assert numbers(None, Date(2026, 1, 1)) == [1, 2]
    assert numbers(Date(2026, 1, 1), Date(2026, 1, 1)) == [2]
    assert numbers(name="简报1") == [1, 3]
    assert [each.entry.number for each in library.issues(year=2026)] == [2, 3]
