"""What came with schema 5: further blocks, attachments and pictures, written only where an issue has them."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given

from bulletin_desk.bulletin import bounds
from bulletin_desk.bulletin.model import Block, Issue, Item, ListItem, Pictures
from bulletin_desk.bulletin.pictures import contents_of, is_lost, pictures_in
from bulletin_desk.errors import TargetError, UnreadableFileError
from bulletin_desk.storage.bulletin_file import (
    from_json,
    json_pieces,
    picture_member,
    read_bulletin,
    to_bytes,
    to_json,
    write_bulletin,
)
from tests.bulletin.issues import PICTURES_OF, SMALL, issues
from tests.bulletin.rich import PAIR, RICH, RICH_ITEM, SINGLE, TABLE

FILE = Path("一期.bulletin")


def held(issue: Issue) -> Callable[[str, str], bytes | None]:
    contents = contents_of(issue)
    return lambda digest, form: contents[digest].content


def with_block(block: Block) -> Issue:
    return replace(SMALL, sections=(replace(SMALL.sections[0], items=(Item("题", (block,)),)),))


@given(issues)
def test_any_issue_in_either_form(issue: Issue) -> None:
    assert from_json(to_json(issue), "x", held(issue)) == issue
    assert from_json("".join(json_pieces(issue)), "x", held(issue)) == issue


def test_a_file_keeps_them(tmp_path: Path) -> None:
    file = tmp_path / FILE
    write_bulletin(file, RICH)
    found = read_bulletin(file)
    assert found == RICH
    # Equal are pictures of one digest; the rest of what is known of them is the same, too.
    for one, other in zip(pictures_in(RICH), pictures_in(found), strict=True):
        for name in type(one.picture.data).__dataclass_fields__:
            assert getattr(one.picture.data, name) == getattr(other.picture.data, name)
    assert to_bytes(found, file) == to_bytes(RICH, file)


def test_each_picture_is_there_once_and_not_deflated(tmp_path: Path) -> None:
    file = tmp_path / FILE
    write_bulletin(file, RICH)
    with zipfile.ZipFile(file) as packed:
        members = packed.infolist()
    assert [member.filename for member in members] == [
        "bulletin.json",
        *(picture_member(data) for data in PICTURES_OF[:2]),
    ]
    assert [member.compress_type for member in members[1:]] == [zipfile.ZIP_STORED] * 2


@pytest.mark.parametrize("block", [*RICH_ITEM.blocks[:2], *RICH_ITEM.blocks[3:7]])
def test_the_schema_is_the_oldest_with_room(block: Block) -> None:
    issue = with_block(block)
    assert json.loads(to_json(issue))["schema_version"] == 5
    assert json.loads("".join(json_pieces(issue)))["schema_version"] == 5


def test_attachments_need_it_too() -> None:
    item = Item("题", attachments=(RICH_ITEM.attachments[0],))
    issue = replace(SMALL, sections=(replace(SMALL.sections[0], items=(item,)),))
    assert json.loads(to_json(issue))["schema_version"] == 5


def test_what_is_plain_is_written_plainly() -> None:
    tree = json.loads(to_json(with_block(ListItem("报送"))))
    assert tree["sections"][0]["items"][0]["blocks"] == [{"kind": "list_item", "text": "报送"}]
    tree = json.loads(to_json(with_block(TABLE)))
    rows = tree["sections"][0]["items"][0]["blocks"][0]["rows"]
    assert rows[3] == {"cells": ["乐山", "12.5", "50%"]}
    assert rows[0]["cells"][0] == {"text": "市州", "rows": 2}


def test_the_json_holds_no_picture() -> None:
    assert len(to_json(RICH)) < 5_000
    issue = from_json(to_json(RICH), "x")
    assert all(is_lost(placed.picture.data) for placed in pictures_in(issue))


def repacked(file: Path, change: Callable[[str, bytes], list[tuple[str, bytes]]]) -> None:
    with zipfile.ZipFile(file) as packed:
        members = [(name, packed.read(name)) for name in packed.namelist()]
    with zipfile.ZipFile(file, "w") as packed:
        for name, content in members:
            for new in change(name, content):
                packed.writestr(*new)


@pytest.mark.parametrize("how", ["missing", "other bytes", "a longer file"])
def test_a_lost_picture_costs_nothing_else(tmp_path: Path, how: str) -> None:
    file = tmp_path / FILE
    write_bulletin(file, RICH)
    lost = picture_member(PICTURES_OF[1])

    def change(name: str, content: bytes) -> list[tuple[str, bytes]]:
        if name != lost:
            return [(name, content)]
        other = {"other bytes": b"\xff\xd8\xff" + content[4:], "a longer file": content + b"\0"}
        return [] if how == "missing" else [(name, other[how])]

    repacked(file, change)
    issue = read_bulletin(file)
    found = [placed.picture for placed in pictures_in(issue)]
    assert [is_lost(picture.data) for picture in found] == [False, True, False]
    assert [picture.caption for picture in found] == ["会场", "展板", ""]
    # It can be saved, and says then, too, what is lost.
    write_bulletin(file, issue)
    again = [placed.picture.data for placed in pictures_in(read_bulletin(file))]
    assert [is_lost(data) for data in again] == [False, True, False]
    assert PICTURES_OF[1].digest.encode() in again[1].content


def test_a_byte_turned_over_in_a_picture(tmp_path: Path) -> None:
    file = tmp_path / FILE
    write_bulletin(file, RICH)
    content = bytearray(file.read_bytes())
    at = content.index(PICTURES_OF[1].content) + 20
    content[at] ^= 1
    file.write_bytes(content)
    found = [placed.picture.data for placed in pictures_in(read_bulletin(file))]
    assert [is_lost(data) for data in found] == [False, True, False]


def test_a_picture_that_no_text_names_is_refused(tmp_path: Path) -> None:
    file = tmp_path / FILE
    write_bulletin(file, RICH)
    name = picture_member(PICTURES_OF[2])
    with zipfile.ZipFile(file, "a") as packed:
        packed.writestr(name, PICTURES_OF[2].content)
    with pytest.raises(UnreadableFileError, match="里面有不认识的文件“pictures/"):
        read_bulletin(file)


def block_tree(block: Block, **values: Any) -> str:
    tree = json.loads(to_json(with_block(block)))
    tree["sections"][0]["items"][0]["blocks"][0] |= values
    return json.dumps(tree)


AT = r"sections\[0\].items\[0\].blocks\[0\]"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (block_tree(TABLE, rows=[], header_rows=0), "各行的单元格合不成一张完整的表"),
        (
            block_tree(TABLE, header_rows=0, rows=[{"cells": ["a", "b", "c"]}, {"cells": ["a"]}]),
            "“特别关注”第1篇《题》第1段（表格）各行的单元格合不成一张完整的表",
        ),
        (block_tree(TABLE, header_rows=5), f"{AT}.header_rows 应在0至4之间"),
        (block_tree(TABLE, columns=[500, 500]), "共3列，却有2个列宽"),
        (block_tree(TABLE, columns="x"), f"{AT}.columns 应为各列的宽度"),
        (block_tree(TABLE, columns=[0, 1, 2]), f"{AT}.columns 应为各列的宽度"),
        (block_tree(TABLE, rules="some"), f"{AT}.rules 应为“all”、“three”之一"),
        (block_tree(TABLE, rows=[{"cells": [{"text": "a", "columns": 64}]}]), "columns 应在1至63之间"),
        (block_tree(TABLE, rows=[{"cells": [{"text": "a", "align": "top"}]}]), "align 应为“”、“left”"),
        (block_tree(TABLE, rows=[{"cells": [3]}]), r"rows\[0\].cells\[0\] 应为表"),
        (block_tree(RICH_ITEM.blocks[0], level=5), f"{AT}.level 应在1至4之间"),
        (block_tree(RICH_ITEM.blocks[0], numbered=1), f"{AT}.numbered 应为 true 或 false"),
        (block_tree(SINGLE, pictures=[]), f"{AT}.pictures 至少要有一张图片"),
        (block_tree(PAIR, pictures=[{}] * 3), f"{AT}.pictures 最多2项"),
        (block_tree(PAIR, pictures=[{"digest": "../../x"}]), r"digest 应为64位十六进制数字"),
        (block_tree(PAIR, credit=1), f"{AT}.credit 应为文字"),
    ],
)
def test_a_wrong_tree_names_the_place(text: str, reason: str) -> None:
    with pytest.raises(UnreadableFileError, match=reason):
        from_json(text, "x")


@pytest.mark.parametrize(
    "values", [{"pixels_wide": 0}, {"pixels_high": 10**6}, {"width": 0}, {"format": "gif"}]
)
def test_a_wrong_picture_names_the_key(values: dict[str, object]) -> None:
    tree = json.loads(to_json(with_block(SINGLE)))
    tree["sections"][0]["items"][0]["blocks"][0]["pictures"][0] |= values
    (key,) = values
    with pytest.raises(UnreadableFileError, match=rf"pictures\[0\]\.{key} 应"):
        from_json(json.dumps(tree), "x")


def test_pictures_beyond_the_bounds_are_not_written(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounds, "MAX_PICTURES", 2)
    with pytest.raises(TargetError, match="全期共3张图片，最多2张"):
        to_bytes(RICH, FILE)
    monkeypatch.setattr(bounds, "MAX_PICTURES", 200)
    monkeypatch.setattr(bounds, "MAX_PICTURES_BYTES", len(PICTURES_OF[0].content))
    with pytest.raises(TargetError, match="全期图片合计0 MiB"):
        to_bytes(RICH, FILE)
    only = replace(SMALL, sections=(replace(SMALL.sections[0], items=(Item("题", (SINGLE, SINGLE)),)),))
    assert to_bytes(only, FILE)  # of one that is used twice, the bytes count once


def test_pictures_side_by_side_are_pictures() -> None:
    assert isinstance(RICH_ITEM.blocks[6], Pictures)
