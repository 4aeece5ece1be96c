"""README's page on layout files: every block of it is read and typeset as it stands there, and every key that
can be written is on it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bulletin_desk.bulletin.fields import completed
from bulletin_desk.bulletin.office import read_office
from bulletin_desk.errors import InvalidLayoutError
from bulletin_desk.fonts.faces import Faces
from bulletin_desk.layouts.model import EMBOLDENED, ROLES, STYLES
from bulletin_desk.layouts.read import layout_names, load_layout, read_layout
from bulletin_desk.pipeline import typeset
from bulletin_desk.storage.bulletin_file import read_bulletin

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
PAGE = README[README.index("## 做一个自己的版式") : README.index("## For developers")]
BLOCKS = re.findall(r"```toml\n(.*?)```", PAGE, re.S)
WRONG = re.findall(r"```toml\n(# 写错的\n.*?)```\s+```text\n(.*?)\n```", PAGE, re.S)
OFFICES = [block for block in BLOCKS if block.startswith("# 单位文件")]
LAYOUTS = [block for block in BLOCKS if not block.startswith(("# 单位文件", "# 写错的"))]
SHORTEST = LAYOUTS[0]
LONGEST_SHORTEST = 40
"""Lines of the shortest layout that works."""


def whole(block: str) -> str:
    """A block as a layout file: what it lacks comes from the shortest one."""
    if re.search(r"^name = ", block, re.M) and not block.startswith("["):
        return block
    name, head = SHORTEST.split("\n\n", 1)
    return f"{name}\n\n{block}\n{'' if '[[head.rows]]' in block else head}"


def test_the_page_has_blocks_of_each_kind() -> None:
    assert len(LAYOUTS) >= 15
    assert len(WRONG) >= 4
    assert len(OFFICES) == 1
    assert len(LAYOUTS) + len(WRONG) + len(OFFICES) == len(BLOCKS)


@pytest.mark.parametrize("block", LAYOUTS)
def test_a_block_is_read_and_typeset(block: str, tmp_path: Path, faces: Faces) -> None:
    file = tmp_path / "我的版式.toml"
    file.write_text(whole(block), encoding="utf-8")
    layout = read_layout(file)
    issue = completed(read_bulletin(ROOT / "examples" / "monthly.bulletin"), layout.declared)
    made = typeset(issue, layout, faces)
    assert len(made.pages) >= 2
    assert not made.pages.remarks
    words = set(re.findall(r"（总第17期）|2025年第5期|〔2025〕5号|编号：2025-5", made.dump()))
    if block.count("{number}") >= 5:  # the forms of the number
        assert words == {"（总第17期）", "2025年第5期", "〔2025〕5号", "编号：2025-5"}


def test_the_shortest_file_is_short(tmp_path: Path, faces: Faces) -> None:
    assert len(SHORTEST.splitlines()) <= LONGEST_SHORTEST
    file = tmp_path / "我的版式.toml"
    file.write_text(SHORTEST, encoding="utf-8")
    layout, standard = read_layout(file), load_layout("gb9704")
    assert (layout.text_block, layout.closing) == (standard.text_block, standard.closing)
    assert layout.styles == standard.styles
    issue = read_bulletin(ROOT / "examples" / "gb9704.bulletin")
    assert typeset(issue, layout, faces).dump().count("第12期") == 1


@pytest.mark.parametrize(("block", "reason"), WRONG)
def test_what_is_wrong_is_told_as_shown(block: str, reason: str, tmp_path: Path) -> None:
    file = tmp_path / "甲.toml"
    file.write_text(block, encoding="utf-8")
    with pytest.raises(InvalidLayoutError) as caught:
        read_layout(file)
    assert reason in str(caught.value)


def test_the_values_that_are_said_to_stand_for_what_is_left_out(tmp_path: Path) -> None:
    (defaults,) = (block for block in LAYOUTS if block.startswith("[paper]"))
    texts = (whole(block) for block in (defaults, SHORTEST, next(b for b in LAYOUTS if "levels = 1" in b)))
    layouts = []
    for number, text in enumerate(texts):
        file = tmp_path / f"{number}.toml"
        file.write_text(text, encoding="utf-8")
        layouts.append(read_layout(file))
    assert layouts[0] == layouts[1] == layouts[2]


def test_the_standard_s_styles_are_as_shown(tmp_path: Path) -> None:
    (block,) = (block for block in LAYOUTS if "名称最大多大" in block)
    file = tmp_path / "甲.toml"
    file.write_text(whole(block), encoding="utf-8")
    assert read_layout(file).styles == load_layout("gb9704").styles


def test_the_office_file(tmp_path: Path) -> None:
    (block,) = OFFICES
    file = tmp_path / "我们的.toml"
    file.write_text(block, encoding="utf-8")
    office = read_office(file)
    assert office.fields == {"editor": "综合股"}
    assert [entry.label for entry in office.distribution] == ["报", "发"]


def test_every_key_is_explained() -> None:
    keys: set[str] = set()
    for file in (ROOT / "src" / "bulletin_desk" / "layouts").glob("*.py"):
        if file.stem != "read_earlier":
            text = file.read_text(encoding="utf-8")
            keys |= set(re.findall(r'(?:table|inside|each|top)(?:, |\.\w+\()"(\w+)"', text))
    assert len(keys) > 60
    assert {
        key for key in (*keys, *STYLES, *ROLES, *EMBOLDENED) if not re.search(rf"\b{key}\b", PAGE)
    } == set()
    assert {name for name in layout_names() if f"`{name}.toml`" not in PAGE} == set()
