"""README's page on sheets: every block of it is read and filled in as it stands there, and every key and
field that can be written is on it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bulletin_desk.errors import InvalidSheetError
from bulletin_desk.fonts.faces import Faces
from bulletin_desk.layouts.model import Layout
from bulletin_desk.resources import resource
from bulletin_desk.sheets.facts import FIELDS, ITEM_FIELDS
from bulletin_desk.sheets.fit import Setter, fit
from bulletin_desk.sheets.read import read_sheet
from tests.sheets.made import facts_for, issue_of

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
PAGE = README[README.index("## 做一张自己的审签单") : README.index("## 做一个自己的版式")]
BLOCKS = re.findall(r"```toml\n(.*?)```", PAGE, re.S)
WRONG = re.findall(r"```toml\n(# 写错的\n.*?)```\s+```text\n(.*?)\n```", PAGE, re.S)
SHEETS = [block for block in BLOCKS if not block.startswith("# 写错的")]


def test_the_page_has_blocks_of_each_kind() -> None:
    assert len(SHEETS) >= 4
    assert len(WRONG) >= 2
    assert len(SHEETS) + len(WRONG) == len(BLOCKS)


@pytest.mark.parametrize("block", SHEETS)
def test_a_block_is_read_and_filled_in(block: str, tmp_path: Path, layout: Layout, faces: Faces) -> None:
    file = tmp_path / "我的单子.toml"
    file.write_text(block, encoding="utf-8")
    fitted = fit(read_sheet(file), facts_for(issue_of(3), layout, faces), Setter(faces))
    assert len(fitted.pages) == 1
    assert fitted.said == ()


@pytest.mark.parametrize(("block", "told"), WRONG)
def test_what_is_wrong_is_told_as_the_page_says(block: str, told: str, tmp_path: Path) -> None:
    file = tmp_path / "我的单子.toml"
    file.write_text(block, encoding="utf-8")
    with pytest.raises(InvalidSheetError) as caught:
        read_sheet(file)
    assert str(caught.value) == told


def test_every_field_is_on_the_page() -> None:
    said = set(re.findall(r"\{([a-z_]+)\}", PAGE))
    assert {*FIELDS, *ITEM_FIELDS} - said == set()


def test_every_key_is_on_the_page() -> None:
    written = set(re.findall(r"^\s*\[*([a-z_]+)\]*(?: =|$)", "\n".join(SHEETS), re.M))
    written |= set(re.findall(r"[{,] ([a-z_]+) = ", "\n".join(SHEETS)))
    written |= set(re.findall(r"`([a-z_]+)(?: = [^`]*)?`", PAGE))
    for name in ("sign-off", "draft-paper", "list"):
        text = resource("sheets", f"{name}.toml").read_text(encoding="utf-8")
        used = set(re.findall(r"^([a-z_]+) =", text, re.M)) | set(re.findall(r"[{,] ([a-z_]+) = ", text))
        assert used - written == set()
