from __future__ import annotations

import json
from base64 import b64encode
from dataclasses import replace
from html import unescape
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bulletin_desk.bulletin.model import Attachment, Body, Pictures, Table
from bulletin_desk.bulletin.pictures import is_lost
from bulletin_desk.editing.own_html import attachments_kept, attachments_read, block_html, block_read
from tests.bulletin.issues import issues
from tests.bulletin.rich import PAIR, SINGLE, TABLE

KEY = "data-kept"


def kept(html: str) -> str:
    return unescape(html.partition(f'{KEY}="')[2].partition('"')[0])


@given(issues)
def test_what_goes_out_comes_back(issue: Any) -> None:
    for section in issue.sections:
        for item in section.items:
            for block in item.blocks:
                if isinstance(block, Table | Pictures):
                    assert block_read(kept(block_html(block, KEY))) == block
            assert attachments_read(kept(attachments_kept(item.attachments, KEY))) == item.attachments


@pytest.mark.parametrize("block", [TABLE, SINGLE, PAIR])
def test_of_an_attachment_too(block: Table | Pictures) -> None:
    attachments = (Attachment("名单", (Body("如下。"), block)), Attachment("", ()))
    assert attachments_read(kept(attachments_kept(attachments, KEY))) == attachments


def with_file(change: Any) -> Pictures:
    tree = json.loads(kept(block_html(SINGLE, KEY)))
    (digest,) = tree["files"]
    change(tree, digest)
    block = block_read(json.dumps(tree))
    assert isinstance(block, Pictures)
    return block


def test_a_file_that_is_not_the_pictures_is_no_picture() -> None:
    def other(tree: Any, digest: str) -> None:
        tree["files"][digest] = b64encode(b"\xff\xd8\xff\xe0 nothing").decode("ascii")

    def none(tree: Any, digest: str) -> None:
        del tree["files"][digest]

    def larger(tree: Any, digest: str) -> None:
        tree["blocks"][0]["pictures"][0]["pixels_wide"] += 1

    for change in (other, none, larger):
        (picture,) = with_file(change).pictures
        assert is_lost(picture.data)
        assert picture.caption == SINGLE.pictures[0].caption


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        "[" * 100_000,
        '{"files": {}, "blocks": [{"kind": "body", "text": "字"}]}',
        '{"files": {}, "blocks": [{"kind": "table", "rows": []}]}',
        '{"files": {}, "blocks": [{"kind": "table", "rows": [{"cells": ["", ""]}, {"cells": [""]}]}]}',
        '{"files": {}, "blocks": []}',
        json.dumps({"files": {"0" * 64: "?"}, "blocks": [{"kind": "pictures", "pictures": [{}]}]}),
    ],
)
def test_what_holds_no_table_and_no_pictures(text: str) -> None:
    assert block_read(text) is None
    assert attachments_read(text) == ()


@given(st.integers(0, 400), st.sampled_from(['"', "{", "]", "0", "字", ""]))
def test_a_spoilt_one_is_something_or_nothing(at: int, char: str) -> None:
    text = kept(block_html(replace(TABLE, caption="表"), KEY))
    found = block_read(text[:at] + char + text[at + 1 :])
    assert found is None or isinstance(found, Table | Pictures)
