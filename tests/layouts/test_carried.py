"""What a bulletin carries as its layout is any text at all: which layout it is set in then, what is said."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bulletin_desk.errors import InvalidLayoutError
from bulletin_desk.layouts.read import carried_layout, layout_names, layout_text, load_layout
from bulletin_desk.resources import resource
from tests.layouts.test_read import SHIPPED

GB = SHIPPED["gb9704"]
OTHER = GB.replace('name = "GB/T 9704—2012"', 'name = "某市政务信息"').replace("cells = 28", "cells = 27")
BROKEN = {
    "empty": "",
    "not toml": "name = ",
    "a key too many": f"{GB}\n[more]\n",
    "an impossible value": GB.replace("cells = 28", "cells = 280"),
    "too big": GB + "#" * (64 << 10),
    "too many dots": "a" + ".a" * 60 + " = 1",
    "a deep list": f"name = {'[' * 5000}",
}


def test_a_layout_goes_with_its_text() -> None:
    for name in layout_names():
        text = resource("layouts", f"{name}.toml").read_text(encoding="utf-8")
        assert layout_text(name) == (name, text)
        assert carried_layout(*layout_text(name)) == (load_layout(name), "")


def test_a_file_s_layout_is_called_after_the_file(tmp_path: Path) -> None:
    file = tmp_path / "某市.toml"
    file.write_bytes(b"\xef\xbb\xbf" + OTHER.encode("utf-8"))
    assert layout_text(str(file)) == ("某市", OTHER)
    file.write_text("name = 1", encoding="utf-8")
    with pytest.raises(InvalidLayoutError, match=r"某市\.toml"):
        layout_text(str(file))


@pytest.mark.parametrize("name", ["gb9704", "sichuan-gazetteer", "某市", "../gb9704", ""])
def test_what_is_carried_holds_whatever_its_name(name: str) -> None:
    layout, trouble = carried_layout(name, OTHER)
    assert (layout.name, layout.text_block.cells, trouble) == ("某市政务信息", 27, "")


def test_what_is_only_named_is_the_shipped_one(tmp_path: Path) -> None:
    assert carried_layout("gb9704", None) == (load_layout("gb9704"), "")
    file = tmp_path / "mine.toml"
    file.write_text(OTHER, encoding="utf-8")
    # a file names a layout, and never a path of this machine
    for name in (str(file), "gb", "gb9704.toml", "resources/layouts/gb9704.toml"):
        with pytest.raises(InvalidLayoutError, match="没有带在文件里，本程序也没有：请向"):
            carried_layout(name, None)


@pytest.mark.parametrize("text", BROKEN.values(), ids=BROKEN)
def test_a_broken_one_gives_way_to_the_shipped_one(text: str) -> None:
    layout, trouble = carried_layout("gb9704", text)
    assert layout == load_layout("gb9704")
    assert trouble.startswith("这一期带的版式“gb9704”有误：")
    assert trouble.endswith("；现在按本程序自带的同名版式排，请核对版面。")
    assert trouble.count("。") == 1
    assert trouble.isprintable()


@pytest.mark.parametrize("text", BROKEN.values(), ids=BROKEN)
def test_a_broken_one_that_is_not_shipped_is_refused(text: str) -> None:
    with pytest.raises(InvalidLayoutError) as caught:
        carried_layout("某\n市", text)
    sentence = str(caught.value)
    assert sentence.startswith("这一期带的版式“某\\u000a市”有误：")
    assert sentence.endswith("，请向编这一期的人要一份好的版式文件。")
    assert sentence.isprintable()


@given(st.text(max_size=200), st.text(st.characters(codec="utf-8")))
def test_any_name_and_any_text(name: str, text: str) -> None:
    with suppress(InvalidLayoutError):
        carried_layout(name, text)
