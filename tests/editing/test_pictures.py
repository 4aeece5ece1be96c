"""Tests of pictures as the clerk puts them in, sizes and takes them out."""

from __future__ import annotations

import struct
from dataclasses import replace
from hashlib import sha256

import pytest

from bulletin_desk.bulletin.model import Body, Picture, PictureData, Pictures, Place
from bulletin_desk.editing import commands, pictures
from bulletin_desk.editing.fragment import as_html, as_text, copy, from_html
from bulletin_desk.editing.paste import paste
from bulletin_desk.editing.selection import at, between
from bulletin_desk.errors import EditError
from tests.editing.test_tables import HERE, ROW, blocks_of, issue_with


def data(content: bytes) -> PictureData:
    content = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + struct.pack(">II", 40, 30) + content
    return PictureData(sha256(content).hexdigest(), "png", 40, 30, content)


ONE, OTHER = Picture(data(b"one"), 800, "图题"), Picture(data(b"other"), 700)
BLOCK = Pictures((ONE,), "张三摄")
ISSUE = issue_with(Body("前文"), BLOCK, Body("后文"))
CAPTION = at(Place((*HERE, 0, 0), 0))


def test_put_in_at_the_caret() -> None:
    row = Pictures((Picture(ONE.data, 800),))
    issue, selection = pictures.insert_rows(
        issue_with(Body("前文"), Body("")), at(Place((*ROW, 1), 0)), [row]
    )
    assert blocks_of(issue) == (Body("前文"), Pictures((replace(ONE, caption=""),)), Body(""))
    assert selection == CAPTION
    with pytest.raises(EditError, match="5至500毫米"):
        pictures.set_width(ISSUE, CAPTION.head.path, 3)


def test_exchanged_and_sized() -> None:
    issue, _ = pictures.exchange_picture(ISSUE, CAPTION, OTHER.data)
    assert blocks_of(issue)[1] == Pictures((replace(ONE, data=OTHER.data),), "张三摄")
    issue = pictures.set_width(ISSUE, CAPTION.head.path, 555)
    assert blocks_of(issue)[1] == Pictures((replace(ONE, width=555),), "张三摄")
    with pytest.raises(EditError, match="不在图片那里"):
        pictures.exchange_picture(ISSUE, at(Place((*ROW, 0), 0)), ONE.data)


def test_side_by_side_and_apart() -> None:
    two = issue_with(Body("前文"), BLOCK, Pictures((OTHER,)), Body("后文"))
    issue, _ = pictures.put_together(two, CAPTION)
    assert blocks_of(issue)[1] == Pictures((ONE, OTHER), "张三摄")
    assert pictures.put_together(two, at(Place((*ROW, 2, 0, 0), 0)))[0] == issue
    apart, _ = pictures.part(issue, CAPTION)
    assert blocks_of(apart)[1:3] == (BLOCK, Pictures((OTHER,), "张三摄"))
    with pytest.raises(EditError, match="一前一后"):
        pictures.put_together(ISSUE, CAPTION)
    with pytest.raises(EditError, match="不用分开"):
        pictures.part(ISSUE, CAPTION)


def test_keys_beside_a_picture_take_it_away_and_no_text() -> None:
    without = (Body("前文"), Body("后文"))
    issue, place = commands.backspace(ISSUE, at(Place((*ROW, 2), 0)))
    assert blocks_of(issue) == without
    assert place == at(Place(HERE, 0))
    issue, _ = commands.delete(ISSUE, at(Place((*ROW, 0), 2)))
    assert blocks_of(issue) == without
    bare = issue_with(Body("前文"), Pictures((OTHER,)), Body("后文"))
    for key in (commands.backspace, commands.delete):
        assert blocks_of(key(bare, CAPTION)[0]) == without
    issue, _ = commands.delete(ISSUE, CAPTION)
    assert blocks_of(issue)[1] == Pictures((replace(ONE, caption="题"),), "张三摄")
    only, _ = pictures.remove_picture(issue_with(BLOCK), at(Place((*ROW, 0, 0, 0), 0)))
    assert blocks_of(only) == (Body(""),)


def test_a_range_has_pictures_without_captions_too() -> None:
    bare = issue_with(Body("前文"), Pictures((OTHER,)), Body("后文"))
    across = between(Place((*ROW, 0), 1), Place((*ROW, 2), 1))
    fragment = copy(bare, across)
    assert [each.block for each in fragment.paragraphs] == [None, Pictures((OTHER,)), None]
    assert paste(bare, across, fragment)[0] == bare
    assert blocks_of(commands.delete_selection(bare, across)[0]) == (Body("前文"),)


def test_they_go_through_the_clipboard_as_they_are() -> None:
    fragment = copy(ISSUE, between(Place((*ROW, 0), 0), Place((*ROW, 2), 2)))
    assert as_text(fragment) == "前文\n图题\n张三摄\n后文"
    html = as_html(fragment)
    assert from_html(html) == fragment
    back = from_html(html)
    assert back is not None
    block = back.paragraphs[1].block
    assert isinstance(block, Pictures)
    assert block.pictures[0].data.content == ONE.data.content
    assert from_html(html.replace("&quot;pictures&quot;", "&quot;pictured&quot;")) is None
