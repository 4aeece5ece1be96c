"""A wrong layout file is refused with its name, the key and the reason; a third one is made by editing. The
files are those from before heads were rows, which bulletins carry; the new form is in `test_new_form`."""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bulletin_desk.errors import InvalidLayoutError
from bulletin_desk.layouts.further_styles import FURTHER_STYLES
from bulletin_desk.layouts.model import STYLES
from bulletin_desk.layouts.read import load_layout, read_layout
from bulletin_desk.units import mm
from tests.layouts.rows import fit_of, hangs_at, head_rule, print_count_at

DATA = Path(__file__).parent / "data"
SHIPPED = {
    file.stem.removeprefix("earlier-"): file.read_text(encoding="utf-8")
    for file in sorted(DATA.glob("earlier-*.toml"))
}
DEFAULT = SHIPPED["sichuan-gazetteer"]


@dataclass(frozen=True)
class Key:
    """One line of a layout file that gives a value."""

    line: int
    table: str
    name: str
    value: str

    @property
    def path(self) -> str:
        return f"{self.table}.{self.name}" if self.table else self.name


def keys_of(text: str) -> list[Key]:
    table, found = "", []
    for number, line in enumerate(text.splitlines()):
        if head := re.fullmatch(r"\[([\w.]+)\].*", line):
            table = head[1]
        elif entry := re.match(r'(\w+) = ("[^"]*"|\[[^]]*\]|[^ #]+)', line):
            found.append(Key(number, table, entry[1], entry[2]))
    return found


def with_value(text: str, key: Key, value: str | None) -> str:
    """The file with another value, or without the key."""
    lines = text.splitlines()
    lines[key.line] = "" if value is None else f"{key.name} = {value}"
    return "\n".join(lines)


KEYS = [
    pytest.param(text, key, id=f"{name}:{key.path}")
    for name, text in SHIPPED.items()
    for key in keys_of(text)
]
NEWER = {
    *("head.name_least", "head.name_pitch", "head.number_space", "closing.print_count_at"),
    *("closing.space_before", "closing.even_page", "closing.folio_after_blank"),
}
"""Keys that layout files did not have at first: without them all is set as it was then."""
OPTIONAL = {
    *("advance", "colour", "first_line_indent", "left_indent", "right_indent"),
    *("prefix", "suffix", "prefix_face", "latin_face"),
}


def refusal(text: str | bytes, folder: Path) -> str:
    """The sentence with which a layout file of this content is refused."""
    file = folder / "mine.toml"
    file.write_bytes(text.encode("utf-8") if isinstance(text, str) else text)
    with pytest.raises(InvalidLayoutError) as caught:
        read_layout(file)
    sentence = str(caught.value)
    assert sentence.startswith(f"版式文件“{file}”有误：")
    assert sentence.endswith("。")
    assert "\n" not in sentence
    return sentence


def test_every_value_of_the_files_is_among_the_keys() -> None:
    for text in SHIPPED.values():
        lines = [line for line in text.splitlines() if re.match(r"\w+ *=", line)]
        assert len(keys_of(text)) == len(lines) > 100


@pytest.mark.sampled
@pytest.mark.parametrize(("text", "key"), KEYS)
def test_a_missing_key(text: str, key: Key, tmp_path: Path) -> None:
    without = with_value(text, key, None)
    if key.table.startswith("styles.") and key.name in OPTIONAL:
        (tmp_path / "mine.toml").write_text(without, encoding="utf-8")
        assert read_layout(tmp_path / "mine.toml") != read_layout_text(text, tmp_path)
    elif key.path == "head.number_space":  # what it stands for then has to be there
        assert "缺少 head.number_line" in refusal(without, tmp_path)
    elif "even_page = true" in text and key.name == "even_page":  # then the page number may be in the way
        assert "print_count_at 为“margin”时，印数会和页码挤在一起" in refusal(without, tmp_path)
    elif key.path in NEWER or key.table == "head.name_widths":
        (tmp_path / "mine.toml").write_text(without, encoding="utf-8")
        read_layout(tmp_path / "mine.toml")
    elif key.path == "colours.red":
        assert "styles.masthead.colour 应为“text”之一" in refusal(without, tmp_path)
    else:
        assert key.path in refusal(without, tmp_path)


def read_layout_text(text: str, folder: Path) -> object:
    file = folder / "whole.toml"
    file.write_text(text, encoding="utf-8")
    return read_layout(file)


@pytest.mark.sampled
@pytest.mark.parametrize(("text", "key"), KEYS)
@pytest.mark.parametrize("kind", ["other type", "a table", "absurd"])
def test_a_wrong_value(text: str, key: Key, kind: str, tmp_path: Path) -> None:
    if kind == "a table":
        value = "{ a = 1 }"
    elif kind == "other type":
        value = "1" if key.value[0] in '"tf[' else '"1"'
    elif re.fullmatch(r'"[\d./]+ (mm|pt|em|cell|line)"', key.value):
        value = '"9999 mm"'
    elif key.value.startswith('"'):
        value = f'"{"长" * 1000}"'
    elif key.value.startswith("["):
        value = "[0, 0, 0, 101]"
    elif key.value in ("true", "false"):
        value = '"true"'
    else:
        value = "100000"
    assert key.path in refusal(with_value(text, key, value), tmp_path)


@pytest.mark.sampled
@pytest.mark.parametrize(("text", "key"), KEYS)
def test_an_unknown_key_beside(text: str, key: Key, tmp_path: Path) -> None:
    """A misspelt optional key would otherwise be passed over in silence."""
    if key.table == "colours":
        return  # the names of colours are the author's
    lines = text.splitlines()
    lines.insert(key.line, f"{key.name}x = 1")
    sentence = refusal("\n".join(lines), tmp_path)
    assert f"{key.name}x" in sentence
    assert (key.table or "最外层") in sentence


@pytest.mark.parametrize(
    "table",
    [
        *(f"styles.{name}" for name in STYLES if name not in FURTHER_STYLES),
        *("paper", "head", "closing", "folio"),
    ],
)
def test_a_missing_table(table: str, tmp_path: Path) -> None:
    without = re.sub(rf"\[{re.escape(table)}\].*?(?=^\[|\Z)", "", DEFAULT, flags=re.S | re.M)
    assert f"缺少 {table}" in refusal(without, tmp_path)


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ('top = "37 mm"', 'top = "37"', "text_block.top 应为长度，如 27 mm、16 pt，实为“37”"),
        ('top = "37 mm"', 'top = "37 inch"', "text_block.top 应为长度"),
        ('top = "37 mm"', "top = 37", "text_block.top 应为长度，连单位写在引号里，如 27 mm、16 pt，实为整数"),
        ('top = "37 mm"', 'top = "-37 mm"', "text_block.top 应在 0 到"),
        ('top = "37 mm"', 'top = "37/0 mm"', "text_block.top 应为长度"),
        ('top = "37 mm"', 'top = "1e3 mm"', "text_block.top 应为长度"),
        ('top = "37 mm"', 'top = "2 em"', "text_block.top 这里不能用单位 em，请用 mm 或 pt"),
        (
            'top = "37 mm"',
            'top = "100 mm"',
            "text_block.lines 太多：版心加上边高 322.2 毫米，纸只高 297.0 毫米",
        ),
        (
            'left = "27 mm"',
            'left = "60 mm"',
            "text_block.cells 太多：版心加左边宽 218.0 毫米，纸只宽 210.0 毫米",
        ),
        ('baseline = "0.88 em"', 'baseline = "0.88 mm"', "text_block.baseline 这里不能用单位 mm，请用 em"),
        ('baseline = "0.88 em"', 'baseline = "3 em"', "text_block.baseline 应在 0 到 2"),
        ("cells = 28 ", "cells = 28.0 ", "text_block.cells 应为整数，实为小数"),
        ("cells = 28 ", "cells = true ", "text_block.cells 应为整数，实为真假值"),
        ('name_top = "62 pt"', 'name_top = "400 pt"', "head.name_top 应在 0 到 270 pt 之间，实为“400 pt”"),
        ("number_line = 6", "number_line = 10", "head.number_line 应在1至9之间"),
        ('gap = "7 mm"', 'gap = "40 mm"', "folio.gap 应在 0 到"),
        ("[0, 100, 100, 0]", "[0, 100, 100]", "colours.red 应为四个 0 到 100 的数"),
        ("[0, 100, 100, 0]", "[0, 100, nan, 0]", "colours.red 应为四个 0 到 100 的数"),
        ("[0, 100, 100, 0]", "[0, 100, true, 0]", "colours.red 应为四个 0 到 100 的数"),
        ('colour = "red"', 'colour = "blue"', "head.rule_colour 应为“text”、“red”之一，实为“blue”"),
        ('face = "kai"', 'face = "comic"', "face 应为“xiaobiaosong”"),
        ('align = "centre"', 'align = "middle"', "align 应为“justified”"),
        ('odd = "right"', 'odd = "outside"', "folio.odd 应为"),
        ('text = "— {page} —"', 'text = "{n}"', "folio.text 里的 {n} 不认识，可用 {page}"),
        ('text = "— {page} —"', 'text = "{page!r}"', "folio.text 里的 {page}"),
        ('text = "— {page} —"', 'text = "{page:>9}"', "folio.text 里的 {page}"),
        ('text = "— {page} —"', 'text = "{page.real}"', "folio.text 里的 {page.real}"),
        ('text = "— {page} —"', 'text = "{}"', "folio.text 里的 {}"),
        ('text = "— {page} —"', 'text = "{page"', "folio.text 里的花括号 { } 不成对"),
        ('text = "— {page} —"', 'text = "page}"', "folio.text 里的花括号 { } 不成对"),
        ('"（共印{count}份）"', '"{page}"', "closing.print_count_text 里的 {page} 不认识，可用 {count}"),
        ('width = "210 mm"', 'width = "10 mm"', "paper.width 应在 50 到 2000 mm 之间，实为“10 mm”"),
        ('left_indent = "1 em"', 'left_indent = "430 pt"', "styles.distribution.left_indent 缩进太多"),
        ('right_indent = "1 em"', 'right_indent = "430 pt"', "styles.distribution.right_indent 缩进太多"),
        (
            'first_line_indent = "2 em"',
            'first_line_indent = "40 em"',
            "styles.editors_note.first_line_indent 缩进太多：一行连两个字都排不下",
        ),
        ('size = "56 pt"', 'size = "0 pt"', "styles.masthead.size 应在 4 到 200 pt 之间，实为“0 pt”"),
        (
            "widow_control = false",
            "widow_control = 0",
            "text_block.widow_control 应为 true 或 false，实为整数",
        ),
        ("widow_control", "widows_control", "widow_control"),
    ],
)
def test_reasons(old: str, new: str, reason: str, tmp_path: Path) -> None:
    assert old in DEFAULT
    assert reason in refusal(DEFAULT.replace(old, new, 1), tmp_path)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("", "缺少 name"),
        ('name = "a\ncells = 1', "第1行第10字附近不合 TOML 的写法"),
        ('name = "a', "文件末尾附近不合 TOML 的写法"),
        ("name = [", "附近不合 TOML 的写法"),
        ('name = "a"\nname = "b"\n', "第2行"),
        (b'name = "\xb0\xe6\xca\xbd"', "不是 UTF-8 编码，请另存为 UTF-8"),
        ("\ufeffname = 1", "name 应为文字，实为整数"),
        ("a = " + "[" * 10_000, "长得或深得不合理"),
        ("a = " + "1" * 5_000, "长得或深得不合理"),
        ("#" * (1 << 21), "文件大得不像版式文件"),
        ("a = 2024-13-45", "不合 TOML 的写法"),
    ],
)
def test_what_is_no_layout_file(content: str | bytes, reason: str, tmp_path: Path) -> None:
    assert reason in refusal(content, tmp_path)


@given(st.binary(max_size=40) | st.text(st.sampled_from('a="[]{}.#\n1'), max_size=20).map(str.encode))
def test_any_bytes_are_refused(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    refusal(content, tmp_path_factory.getbasetemp())


def test_a_file_that_is_not_there_or_a_folder(tmp_path: Path) -> None:
    with pytest.raises(InvalidLayoutError, match=r"none\.toml”有误：没有这个文件"):
        load_layout(str(tmp_path / "none.toml"))
    with pytest.raises(InvalidLayoutError, match="这是一个文件夹"):
        load_layout(str(tmp_path))


def test_an_endless_file_is_not_read_to_its_end() -> None:
    if not Path("/dev/zero").exists():
        pytest.skip("no /dev/zero here")
    with pytest.raises(InvalidLayoutError, match="这不是文件，是设备"):
        load_layout("/dev/zero")


def test_a_huge_file_is_not_read_to_its_end(tmp_path: Path) -> None:
    huge = tmp_path / "版式.toml"
    with huge.open("wb") as file:
        file.truncate(20 << 30 if sys.platform != "win32" else 1 << 20)
    with pytest.raises(InvalidLayoutError, match="文件大得不像版式文件"):
        load_layout(str(huge))


@pytest.mark.parametrize("name", ["nature", "x" * 5000, "sichuan_gazetteer", "gb9704.tom"])
def test_an_unknown_name(name: str) -> None:
    with pytest.raises(InvalidLayoutError, match=f"没有名为“{name}”的版式：可用 daily、duty-flash、gb9704、"):
        load_layout(name)


def test_a_third_layout_is_made_by_editing(tmp_path: Path) -> None:
    """As the README tells the clerk to do, with an editor that writes a byte order mark and CR LF."""
    text = DEFAULT
    for old, new in (
        ('name = "四川省地方志工作简报"', 'name = "某市政务信息"'),
        ("cells = 28 ", "cells = 26 "),
        ('left = "27 mm"', 'left = "30.5 mm"'),
        ("red = [0, 100, 100, 0]", "red = [0, 90, 85, 0]\ngreen = [100, 0, 100, 0]"),
        ("widow_control = false", "widow_control = true"),
        ('rule_gap = "3.5 pt"', 'rule_gap = "1/8 line"'),
    ):
        assert old in text
        text = text.replace(old, new, 1)
    file = tmp_path / "mine.toml"
    file.write_bytes(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode("utf-8"))
    layout = load_layout(str(file))
    assert layout.name == "某市政务信息"
    assert layout.text_block.width == 26 * 16
    assert layout.text_block.left == mm("30.5")
    assert layout.text_block.widow_control
    assert layout.styles["masthead"].colour == (0, 0.9, 0.85, 0)
    assert head_rule(layout).gap * 8 == 30
    assert load_layout().name == "四川省地方志工作简报"


def test_a_file_from_before_the_newer_keys_still_opens(tmp_path: Path) -> None:
    text = re.sub(r"(?ms)^\[head\.name_widths\].*?(?=^\[)", "", DEFAULT)
    for key in [key for key in keys_of(text) if key.path in NEWER]:
        text = with_value(text, key, None)
    (tmp_path / "mine.toml").write_text(text, encoding="utf-8")
    layout = read_layout(tmp_path / "mine.toml")
    assert fit_of(layout).least == 4
    assert hangs_at(layout) is None
    assert not fit_of(layout).widths
    closing = layout.closing
    assert (print_count_at(layout), closing.space_before, closing.even_page) == ("below", 0, False)


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ('2 = "14 cell"', '1 = "14 cell"', "head.name_widths.1 不认识：这里写名称的字数，2 至 9"),
        ('2 = "14 cell"', '10 = "14 cell"', "head.name_widths.10 不认识"),
        ('2 = "14 cell"', '2 = "29 cell"', "head.name_widths.2 应在 0 到 28 cell 之间"),
        ('name_least = "30 pt"', 'name_least = "60 pt"', "head.name_least 应在 4 到 56 pt 之间"),
        ('name_pitch = "1.2 em"', 'name_pitch = "0.9 em"', "head.name_pitch 应在 1 到 3 em 之间"),
        ('name_pitch = "1.2 em"', 'name_pitch = "20 pt"', "head.name_pitch 这里不能用单位 pt，请用 em"),
        ("space_before = 1 ", "space_before = 21 ", "closing.space_before 应在0至20之间"),
        ('print_count_at = "below"', 'print_count_at = "beside"', "应为“below”、“inside”、“margin”之一"),
        (
            'print_count_at = "below"',
            'print_count_at = "margin"',
            "closing.print_count_at 为“margin”时，印数会和页码挤在一起，请写 even_page = true",
        ),
    ],
)
def test_newer_keys_are_looked_at(old: str, new: str, reason: str, tmp_path: Path) -> None:
    assert old in DEFAULT
    assert reason in refusal(DEFAULT.replace(old, new), tmp_path)


def test_a_print_count_in_the_margin_needs_paper(tmp_path: Path) -> None:
    text = SHIPPED["gb9704"].replace('gap = "7 mm" ', 'gap = "0 mm" ').replace('"297 mm"', '"267 mm"')
    assert "版心下边的纸排不下印数" in refusal(text, tmp_path)
