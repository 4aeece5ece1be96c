"""Rows as sequences of letters and marks, and back."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bulletin_desk.bulletin.flat import (
    Letter,
    Mark,
    attachment_places,
    attachment_tokens,
    attachments_in,
    block_places,
    block_tokens,
    blocks_in,
    entries_in,
    entry_tokens,
    text_in,
    text_tokens,
    words,
)
from bulletin_desk.bulletin.model import Addressee, Attachment, Block, Body
from bulletin_desk.errors import EditError
from tests.bulletin.issues import attachments, blocks
from tests.bulletin.rich import PAIR, RICH_ITEM


@settings(max_examples=30)
@given(st.lists(blocks, max_size=3))
def test_blocks_come_back(row: list[Block]) -> None:
    tokens = [token for block in row for token in block_tokens(block)]
    assert blocks_in(tokens) == tuple(row)
    assert all(len(block_places(block, ("b",))) == len(block_tokens(block)) for block in row)


@settings(max_examples=30)
@given(attachments)
def test_attachments_come_back(attachment: Attachment) -> None:
    assert attachments_in(attachment_tokens(attachment)) == (attachment,)
    assert len(attachment_places(attachment, ("a",))) == len(attachment_tokens(attachment))


def test_looks_come_back() -> None:
    body = Body("一二三四", 2, ((1, 3),))
    assert blocks_in(block_tokens(body)) == (body,)
    assert block_tokens(body)[:2] == (Letter("一", 2), Letter("二", 3))


def test_texts_and_entries_come_back() -> None:
    assert text_in(text_tokens("一\n二")) == "一\n二"
    entry = Addressee("报", "上级。")
    assert entries_in(entry_tokens(entry)) == (entry,)


@pytest.mark.parametrize(
    "tokens",
    [
        block_tokens(Body("一"))[:-1],
        block_tokens(PAIR)[:-3],
        block_tokens(RICH_ITEM.blocks[3])[1:],
        tuple(token for token in block_tokens(RICH_ITEM.blocks[3]) if token != Mark("cell", (1, 1, ""))),
        tuple(
            token
            for token in block_tokens(PAIR)
            if not isinstance(token, Mark) or token.what[:8] != "picture "
        ),
    ],
)
def test_what_is_no_row_is_refused(tokens: tuple[Letter | Mark, ...]) -> None:
    with pytest.raises(EditError, match="这里后来改过结构"):
        blocks_in(tokens)


def test_words() -> None:
    tokens = text_tokens("第12号ABC文。", 0, ((5, 6),))
    parts = ["".join(str(token[0]) for token in tokens[start:end]) for start, end in words(tokens)]
    assert parts == ["第", "12", "号", "A", "B", "C", "文", "。"]
    assert list(words(block_tokens(Body("")))) == [(0, 1)]
