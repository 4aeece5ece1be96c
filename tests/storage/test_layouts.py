"""A bulletin names its layout and carries its text, as it is, wherever it is kept."""

from __future__ import annotations

import io
import json
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bulletin_desk.bulletin.model import Issue, LayoutText
from bulletin_desk.errors import TargetError, UnreadableFileError
from bulletin_desk.storage.bulletin_file import (
    MAX_LAYOUT_BYTES,
    from_json,
    json_pieces,
    read_bulletin,
    to_bytes,
    to_json,
    write_bulletin,
)
from bulletin_desk.storage.journal import Journal, recover
from bulletin_desk.storage.migrations import WITHOUT_LAYOUT, WITHOUT_PARTS
from bulletin_desk.storage.saving import save
from bulletin_desk.storage.versions import Versions
from tests.bulletin.issues import SMALL
from tests.storage.test_bulletin_file import GOOD, packed

TEXT = 'name = "某市政务信息"  # 版心\r\n\t"sections": []\n'
CARRYING = replace(SMALL, layout=LayoutText("某市", TEXT))
NAMING = replace(SMALL, layout=LayoutText("gb9704"))

layouts = st.builds(
    LayoutText,
    st.text(st.characters(codec="utf-8"), max_size=20),
    st.none() | st.text(st.characters(codec="utf-8"), max_size=200),
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "期.bulletin"


def members(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        return {name: file.read(name) for name in file.namelist()}


def tree_of(issue: Issue) -> dict[str, Any]:
    tree = json.loads(members(to_bytes(issue, Path("x")))["bulletin.json"])
    assert isinstance(tree, dict)
    return tree


def test_the_text_stands_beside_the_bulletin(path: Path) -> None:
    write_bulletin(path, CARRYING)
    found = members(path.read_bytes())
    assert list(found) == ["bulletin.json", "layout.toml"]
    assert found["layout.toml"] == TEXT.encode("utf-8")
    assert json.loads(found["bulletin.json"])["layout"] == {"name": "某市"}
    assert read_bulletin(path) == CARRYING
    assert to_bytes(CARRYING, path) == path.read_bytes()


def test_who_names_none_is_written_as_before(path: Path) -> None:
    """Earlier programs read it, and a Word copy's bytes are the same."""
    write_bulletin(path, SMALL)
    assert list(members(path.read_bytes())) == ["bulletin.json"]
    tree = tree_of(SMALL)
    assert tree["schema_version"] == WITHOUT_LAYOUT == 2
    assert "layout" not in tree
    assert read_bulletin(path).layout is None


def test_who_names_one_is_newer_than_earlier_programs_read() -> None:
    for issue in (NAMING, CARRYING):
        assert tree_of(issue)["schema_version"] == WITHOUT_PARTS == 3


def test_a_bare_json_file_names_it_and_may_carry_it(path: Path) -> None:
    for issue in (NAMING, CARRYING):
        path.write_text(to_json(issue), encoding="utf-8")
        assert read_bulletin(path) == issue


@given(layouts)
def test_any_layout_comes_back(tmp_path_factory: pytest.TempPathFactory, layout: LayoutText) -> None:
    issue = replace(SMALL, layout=layout)
    path = tmp_path_factory.getbasetemp() / "any.bulletin"
    write_bulletin(path, issue)
    assert read_bulletin(path) == issue
    assert from_json(to_json(issue), "x") == from_json("".join(json_pieces(issue)), "x") == issue


def test_a_journal_and_a_version_have_it(tmp_path: Path, path: Path) -> None:
    journal = Journal(tmp_path / "journal", path, pause=0)
    journal.record(CARRYING)
    assert journal.flush()
    journal.close(saved=False)
    (found,) = recover(tmp_path / "journal")
    assert found.issue == CARRYING
    assert not found.is_saved()
    versions = Versions(tmp_path / "versions")
    save(path, CARRYING, versions=versions)
    assert found.is_saved()
    save(path, NAMING, versions=versions)
    assert not found.is_saved()
    assert [version.read() for version in versions.of(path)] == [NAMING, CARRYING]


NEVER = {
    "empty": b"",
    "not UTF-8": "版式".encode("gbk"),
    "too big": b"#" * (MAX_LAYOUT_BYTES + 1),
}


@pytest.mark.parametrize("content", NEVER.values(), ids=NEVER)
def test_what_can_not_be_read_costs_nothing_else(content: bytes, path: Path) -> None:
    path.write_bytes(packed(("bulletin.json", to_json(NAMING)), ("layout.toml", content)))
    kept = read_bulletin(path)
    assert kept == replace(SMALL, layout=LayoutText("gb9704", ""))
    write_bulletin(path, kept)
    assert read_bulletin(path) == kept


def test_a_damaged_layout_costs_nothing_else(path: Path) -> None:
    data = bytearray(to_bytes(CARRYING, path))
    at = data.index(b"layout.toml") + len("layout.toml")
    data[at : at + 8] = b"\xff" * 8
    path.write_bytes(data)
    assert read_bulletin(path) == replace(SMALL, layout=LayoutText("某市", ""))


def test_two_layouts_are_none(path: Path) -> None:
    with pytest.warns(UserWarning, match="Duplicate name"):
        data = packed(("bulletin.json", to_json(NAMING)), ("layout.toml", TEXT), ("layout.toml", "other"))
    path.write_bytes(data)
    assert read_bulletin(path).layout == LayoutText("gb9704", "")


def test_a_layout_packed_in_a_way_without_bounds(path: Path) -> None:
    bulletin, layout = ("bulletin.json", to_json(NAMING)), ("layout.toml", "a" * 1000)
    path.write_bytes(packed(bulletin, layout))
    assert read_bulletin(path).layout == LayoutText("gb9704", "a" * 1000)
    with zipfile.ZipFile(path, "w") as file:
        file.writestr(*bulletin)
        file.writestr(*layout, compress_type=zipfile.ZIP_BZIP2)
    assert read_bulletin(path).layout == LayoutText("gb9704", "")


@pytest.mark.parametrize("text", ['"\\ud800"', "3", f'"{"字" * (MAX_LAYOUT_BYTES // 3 + 1)}"'])
def test_a_text_inside_that_is_none(text: str, path: Path) -> None:
    whole = to_json(CARRYING).replace(json.dumps(TEXT, ensure_ascii=False), text)
    try:
        kept = from_json(whole, path)
    except UnreadableFileError:  # half a character makes the whole JSON unreadable
        assert text == '"\\ud800"'
    else:
        assert kept == replace(SMALL, layout=LayoutText("某市", ""))


@pytest.mark.parametrize(
    ("layout", "said"),
    [
        ("gb9704", "layout 应为表，实为文字"),
        ({}, "缺少 layout.name"),
        ({"name": "一" * 251}, "layout.name 最长250字"),
        ({"name": "a", "file": "b"}, "layout 中有不认识的键“file”"),
    ],
)
def test_a_layout_that_is_not_told_as_it_should_be(layout: object, said: str, path: Path) -> None:
    path.write_text(json.dumps({**json.loads(to_json(NAMING)), "layout": layout}), encoding="utf-8")
    with pytest.raises(UnreadableFileError, match=said):
        read_bulletin(path)


@pytest.mark.parametrize("content", [GOOD, to_bytes(CARRYING, Path("x"))], ids=["not named", "twice"])
def test_a_layout_that_nobody_names_is_not_lost_in_silence(content: bytes, path: Path) -> None:
    """Nor one beside the text that the bulletin has inside: which holds, nobody knows."""
    inside = to_json(CARRYING) if len(members(content)) > 1 else to_json(SMALL)
    path.write_bytes(packed(("bulletin.json", inside), ("layout.toml", TEXT)))
    with pytest.raises(UnreadableFileError, match=r"里面有不认识的文件“layout\.toml”"):
        read_bulletin(path)


def test_what_could_not_be_read_again_is_not_written(path: Path) -> None:
    write_bulletin(path, SMALL)
    for layout, said in (
        (LayoutText("大", "字" * (MAX_LAYOUT_BYTES // 3 + 1)), "版式“大”有"),
        (LayoutText("长" * 251, TEXT), "layout.name 最长250字"),
    ):
        with pytest.raises(TargetError, match=said):
            write_bulletin(path, replace(SMALL, layout=layout))
    assert read_bulletin(path) == SMALL
