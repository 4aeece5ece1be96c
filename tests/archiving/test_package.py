"""Archive packages: made, kept, and held against their lists."""

from __future__ import annotations

import csv
import io
import os
import re
import shutil
import zipfile
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from xml.etree import ElementTree

import pytest

from bulletin_desk.archiving import package
from bulletin_desk.archiving.checking import check_package, check_packages
from bulletin_desk.archiving.codes import CodeChoice, CodeError, codes_of
from bulletin_desk.archiving.package import SUMS, Archived, archive
from bulletin_desk.archiving.record import COLUMNS, catalogue_csv, catalogue_html, record_of
from bulletin_desk.bulletin.model import Issue
from bulletin_desk.errors import TargetError
from bulletin_desk.fonts.faces import Faces
from bulletin_desk.storage.bulletin_file import read_bulletin
from bulletin_desk.volumes.members import Member
from tests.volumes.made import endorsed, issue, member

CHOICE = CodeChoice("Z109", unit="BGS")
CODE = "Z109-WS·2024-Y-BGS-0001"


def names_in(folder: Path) -> list[str]:
    return sorted(entry.name for entry in folder.iterdir())


def small(seed: int, **masthead: object) -> Issue:
    made = issue(seed, paragraphs=1)
    section = replace(made.sections[0], items=made.sections[0].items[:1])
    return replace(made, sections=(section,), masthead=replace(made.masthead, **masthead))  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory, faces: Faces) -> tuple[Path, list[Member], Archived]:
    """Packages of two issues, the first with a leader's words on it, each with its zip."""
    target = tmp_path_factory.mktemp("档案")
    chosen = [member(endorsed(small(0, marking="秘密★1年"))), member(small(1, marking="内部资料"))]
    return target, chosen, archive(chosen, target, CHOICE, faces, zipped=True)


@pytest.fixture
def copied(whole: tuple[Path, list[Member], Archived], tmp_path: Path) -> Path:
    """A package of one's own to spoil."""
    return Path(shutil.copytree(whole[0] / CODE, tmp_path / CODE))


def test_a_package_holds_all_forms(whole: tuple[Path, list[Member], Archived]) -> None:
    target, chosen, made = whole
    assert not made.refused
    folder = target / CODE
    endings = (".bulletin", ".docx", ".pdf", ".xml")
    assert names_in(folder) == sorted([SUMS, *(f"{CODE}{ending}" for ending in endings)])
    assert (folder / f"{CODE}.pdf").read_bytes().startswith(b"%PDF-1.7")
    back = read_bulletin(folder / f"{CODE}.bulletin")
    assert back.masthead == chosen[0].issue.masthead
    assert not any(name.startswith(".") for name in names_in(target))


def test_a_leaders_words_are_in_no_file(whole: tuple[Path, list[Member], Archived]) -> None:
    target, chosen, _ = whole
    words = chosen[0].issue.sections[0].items[0].endorsements[0].text
    for place, _, names in os.walk(target):
        for name in names:
            data = Path(place, name).read_bytes()
            assert words.encode() not in data
            if name.endswith((".docx", ".bulletin", ".zip")):
                with zipfile.ZipFile(io.BytesIO(data)) as file:
                    assert not any(words.encode() in file.read(one) for one in file.namelist())
    back = read_bulletin(target / CODE / f"{CODE}.bulletin")
    assert not back.sections[0].items[0].endorsements


def test_the_list_is_that_of_sha256sum(whole: tuple[Path, list[Member], Archived]) -> None:
    folder = whole[0] / CODE
    lines = (folder / SUMS).read_text(encoding="utf-8").splitlines()
    assert len(lines) == 4
    for line in lines:
        digest, name = line.split("  ")
        assert sha256((folder / name).read_bytes()).hexdigest() == digest


def test_the_metadata_tell_what_the_standard_wants(whole: tuple[Path, list[Member], Archived]) -> None:
    folder = whole[0] / CODE
    root = ElementTree.fromstring((folder / f"{CODE}.xml").read_bytes())
    told = {child.tag: child.text for child in root}
    assert told["档号"] == CODE
    assert told["保管期限"] == "永久"
    assert told["题名"] == "工作简报2024年第1期（总第101期）"
    assert told["责任者"] == "某某办公室"
    assert told["日期"] == "20240105"
    assert told["密级"] == "秘密★1年"
    files = root.findall("电子文件/文件")
    assert len(files) == 3
    for file in files:
        data = (folder / file.attrib["名称"]).read_bytes()
        assert file.attrib["SHA-256"] == sha256(data).hexdigest()
        assert file.attrib["字节"] == str(len(data))


def test_several_issues_have_one_list(whole: tuple[Path, list[Member], Archived]) -> None:
    html, table = whole[2].catalogue
    assert table.name == f"归档文件目录 {CODE}至Z109-WS·2024-Y-BGS-0002.csv"
    data = table.read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))
    assert tuple(rows[0]) == COLUMNS
    assert [row[:2] for row in rows[1:]] == [["1", CODE], ["2", "Z109-WS·2024-Y-BGS-0002"]]
    assert rows[2][6:] == ["", rows[2][7], "内部资料"]
    text = html.read_text(encoding="utf-8")
    assert all(cell in text for row in rows for cell in row)
    assert text.count("<tr>") == 3


def test_a_title_is_a_title_and_no_formula(faces: Faces) -> None:
    made = small(0, name='=1+1,"<b>&"')
    (code,) = codes_of(CHOICE, [made.dated_header.date])
    record = record_of(code, made, "", 4)
    rows = list(csv.reader(io.StringIO(catalogue_csv([record]).decode("utf-8-sig"))))
    assert rows[1][4].startswith('\'=1+1,"<b>&"')
    assert "=1+1,&quot;&lt;b&gt;&amp;&quot;" in catalogue_html([record]).decode("utf-8")


def test_what_is_there_already_is_kept(whole: tuple[Path, list[Member], Archived], faces: Faces) -> None:
    """A run that was stopped goes on: the same issues give the same bytes."""
    target, chosen, made = whole
    before = {path: path.stat().st_mtime_ns for path in target.rglob("*")}
    again = archive(chosen, target, CHOICE, faces, zipped=True)
    assert all(packed.kept for packed in again.packed)
    assert again.catalogue == made.catalogue
    assert {path: path.stat().st_mtime_ns for path in target.rglob("*")} == before


def test_what_has_the_name_is_left_alone(tmp_path: Path, faces: Faces) -> None:
    (tmp_path / CODE).mkdir()
    (tmp_path / CODE / "别人的.txt").write_text("别动", encoding="utf-8")
    made = archive([member(small(0)), member(small(1))], tmp_path, CHOICE, faces)
    assert [bool(packed.why) for packed in made.packed] == [True, False]
    assert "没有动它" in made.refused[0].why
    assert names_in(tmp_path / CODE) == ["别人的.txt"]
    assert len(made.catalogue) == 2
    assert [packed.record.code.number for packed in made.packed if packed.record] == [2]


def test_a_zip_that_is_there_keeps_the_folder_from_being_made(tmp_path: Path, faces: Faces) -> None:
    (tmp_path / f"{CODE}.zip").write_bytes(b"theirs")
    made = archive([member(small(0))], tmp_path, CHOICE, faces, zipped=True)
    assert made.refused
    assert names_in(tmp_path) == [f"{CODE}.zip"]


def test_nothing_is_written_where_a_code_is_wrong(tmp_path: Path, faces: Faces) -> None:
    chosen = [member(small(0)), member(small(1))]
    with pytest.raises(CodeError):
        archive(chosen, tmp_path, CHOICE._replace(first=9999), faces)
    assert names_in(tmp_path) == []
    with pytest.raises(TargetError, match="文件夹不存在"):
        archive(chosen, tmp_path / "无" / "里", CHOICE, faces)
    assert names_in(tmp_path) == []


def test_a_full_disk_leaves_neither_zip_nor_folder(
    tmp_path: Path, faces: Faces, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whichever of them it is that finds no room; a folder that was made for them goes too."""

    def full(path: Path, _: object) -> None:
        raise TargetError(f"写不了“{path}”：磁盘已满，请腾出空间或换一个位置。")

    for name in ("put_new", "put_new_folder"):
        with monkeypatch.context() as patched:
            patched.setattr(package, name, full)
            made = archive([member(small(0))], tmp_path / "档案", CHOICE, faces, zipped=True)
        assert "磁盘已满" in made.refused[0].why
        assert names_in(tmp_path) == []


def test_the_whole_list_comes_when_what_was_lacking_is_made(tmp_path: Path, faces: Faces) -> None:
    chosen = [member(small(at)) for at in range(3)]
    taken = tmp_path / f"{CODE[:-1]}2"
    taken.mkdir()
    first = archive(chosen, tmp_path, CHOICE, faces)
    assert first.catalogue[0].name == f"归档文件目录 {CODE}至{CODE[:-1]}3（缺1件）.html"
    taken.rmdir()
    again = archive(chosen, tmp_path, CHOICE, faces)
    assert not again.why
    assert again.catalogue[0].name == f"归档文件目录 {CODE}至{CODE[:-1]}3.html"


def test_work_may_be_stopped(tmp_path: Path, faces: Faces) -> None:
    def stop(done: int, whole: int) -> None:
        if done:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        archive([member(small(0)), member(small(1))], tmp_path, CHOICE, faces, tell=stop)
    assert names_in(tmp_path) == [CODE]
    assert not check_package(tmp_path / CODE).differences


def test_long_codes_in_han_characters(tmp_path: Path, faces: Faces) -> None:
    choice = CHOICE._replace(fonds="长" * 60, pattern="{全宗号}{件号}")
    made = archive([member(small(0)), member(small(1))], tmp_path, choice, faces)
    assert not made.refused
    assert [file.is_file() for file in made.catalogue] == [True, True]


# ---- checked


def test_what_a_list_of_packages_has_must_be_there(tmp_path: Path, faces: Faces) -> None:
    """A package that went, or whose own list did, isn't passed over; one of which the zip is there is."""
    archive([member(small(at)) for at in range(4)], tmp_path, CHOICE, faces, zipped=True)
    names = [f"{CODE[:-1]}{at}" for at in range(1, 5)]
    shutil.rmtree(tmp_path / names[0])
    shutil.rmtree(tmp_path / names[1])
    (tmp_path / f"{names[1]}.zip").unlink()
    shutil.copytree(tmp_path / names[2], tmp_path / ".bulletin-desk-0123456789abcdef.tmp")
    (tmp_path / names[2] / SUMS).unlink()
    odd = ("序号,档号\n1,../x\n", '"', "序号,档号,文号,责任者,题名,日期,密级,页数,备注\n1,../x,,,,,,,\n")
    for at, text in enumerate(odd):
        (tmp_path / f"归档文件目录{at}.csv").write_text(text, encoding="utf-8")
    checked = check_packages([tmp_path])
    found = {each.package.name: each.differences for each in checked if each.differences}
    assert len(checked) == 6
    assert found == {
        names[1]: ("没有这个文件或文件夹。",),
        names[2]: (f"没有 {SUMS}，无从核对。",),
    }


def test_a_package_that_is_right(whole: tuple[Path, list[Member], Archived]) -> None:
    target = whole[0]
    checked = check_packages([target])
    assert len(checked) == 4  # folders and zips
    assert all(each.right == 4 and not each.differences for each in checked)


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda file: file.write_bytes(file.read_bytes() + b" "), "“{}”和归档时不一样。"),
        (lambda file: file.unlink(), "少了“{}”。"),
        (lambda file: file.with_name("多.txt").write_bytes(b""), "多了“多.txt”"),
        (lambda file: file.with_name("多").mkdir(), "多了“多”"),
        (lambda file: file.with_name(SUMS).unlink(), f"没有 {SUMS}"),
        (lambda file: file.with_name(SUMS).write_bytes(b"\xff\xfe"), f"{SUMS} 读不出来"),
        (lambda file: file.with_name(SUMS).write_bytes(b""), f"{SUMS} 里没有一个文件"),
        (
            lambda file: file.with_name(SUMS).write_bytes(b"0" * 64 + b"  ../../etc/passwd\n"),
            "少了“../../etc/passwd”",
        ),
        (lambda file: file.with_name(SUMS).write_bytes(b"hello\n"), "第1行不是校验值：“hello”"),
    ],
)
def test_what_differs_is_named(copied: Path, spoil: object, said: str) -> None:
    file = copied / f"{CODE}.pdf"
    spoil(file)  # type: ignore[operator]
    differences = check_package(copied).differences
    assert any(said.format(file.name) in difference for difference in differences), differences


def test_a_zip_that_was_changed(whole: tuple[Path, list[Member], Archived], tmp_path: Path) -> None:
    data = (whole[0] / f"{CODE}.zip").read_bytes()
    spoilt = tmp_path / "包.zip"
    with zipfile.ZipFile(io.BytesIO(data)) as before, zipfile.ZipFile(spoilt, "w") as after:
        for info in before.infolist():
            content = before.read(info)
            after.writestr(info, content + b" " if info.filename.endswith(".xml") else content)
        after.writestr("别处/多.txt", b"")
    checked = check_package(spoilt)
    assert any(f"{CODE}.xml" in difference for difference in checked.differences)
    assert any("多.txt" in difference for difference in checked.differences)


@pytest.mark.parametrize("cut", [0, 10, 1000, -30, -300])
def test_a_damaged_zip_is_told(whole: tuple[Path, list[Member], Archived], tmp_path: Path, cut: int) -> None:
    data = (whole[0] / f"{CODE}.zip").read_bytes()
    file = tmp_path / "包.zip"
    file.write_bytes(data[:cut])
    assert check_package(file).differences


def test_a_flipped_byte_anywhere_is_found(whole: tuple[Path, list[Member], Archived], tmp_path: Path) -> None:
    data = bytearray((whole[0] / f"{CODE}.zip").read_bytes())
    file = tmp_path / "包.zip"
    for at in range(60, len(data) - 2000, len(data) // 12):
        changed = bytearray(data)
        changed[at] ^= 0x55
        file.write_bytes(bytes(changed))
        assert check_package(file).differences


def test_what_is_not_there_or_no_package(tmp_path: Path) -> None:
    assert check_package(tmp_path / "无").differences == ("没有这个文件或文件夹。",)
    (tmp_path / "a.txt").write_bytes(b"text")
    assert re.match("打不开", check_package(tmp_path / "a.txt").differences[0])
    assert "无从核对" in check_packages([tmp_path])[0].differences[0]
