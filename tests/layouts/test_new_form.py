"""Layout files whose head and closing block are rows: what they say, and how they are refused."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bulletin_desk.bulletin.numbering import Numbering
from bulletin_desk.errors import InvalidLayoutError
from bulletin_desk.layouts.read import layout_names, load_layout, read_layout
from bulletin_desk.layouts.wordings import parsed
from bulletin_desk.resources import resource

DATA = Path(__file__).parent / "data"
DEFAULT = resource("layouts", "sichuan-gazetteer.toml").read_text(encoding="utf-8")
FIELD = '\n[[fields]]\nname = "editor"\nlabel = "编辑"\nwhere = "closing"\n'


def refusal(text: str, folder: Path) -> str:
    file = folder / "mine.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(InvalidLayoutError) as caught:
        read_layout(file)
    sentence = str(caught.value)
    assert sentence.startswith(f"版式文件“{file}”有误：")
    assert sentence.endswith("。")
    return sentence


@pytest.mark.parametrize("name", ["gb9704", "sichuan-gazetteer"])
def test_a_file_from_before_is_the_same_layout(name: str) -> None:
    """And so it gives the same pages, byte for byte."""
    assert name in layout_names()
    assert load_layout(str(DATA / f"earlier-{name}.toml")) == load_layout(name)


def test_an_earlier_files_number_texts_become_one_wording(tmp_path: Path) -> None:
    text = (DATA / "earlier-gb9704.toml").read_text(encoding="utf-8")
    text = text.replace('"{supplement}第{number}期（总第{total}期）"', '"总第{total}期{supplement}[甲]"')
    (tmp_path / "mine.toml").write_text(text, encoding="utf-8")
    row = read_layout(tmp_path / "mine.toml").row_of("number")
    assert row is not None
    (piece,) = row.pieces
    values = {"number": "2", "total": "607", "supplement": ""}
    assert piece.wording.fill(lambda name: values[name]) == "总第607期[甲]"
    values["total"] = ""
    assert piece.wording.fill(lambda name: values[name]) == "第2期"


@pytest.mark.parametrize(
    ("text", "values", "wanted"),
    [
        ("第{n}期[（总第{t}期）]", {"n": "1", "t": "2"}, "第1期（总第2期）"),
        ("第{n}期[（总第{t}期）]", {"n": "1"}, "第1期"),
        ("[{t}|无]", {}, "无"),
        ("[a[b{x}]c{y}]", {"y": "1"}, "ac1"),
        ("[[{n}]] {{n}} a|b", {"n": "1"}, "[1] {n} a|b"),
        ("", {}, ""),
    ],
)
def test_wordings(text: str, values: dict[str, str], wanted: str) -> None:
    assert parsed(text).fill(lambda name: values.get(name, "")) == wanted


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ('left = "{marking}"', 'left = "{mark}"', "head.rows[0].left.text 里的 {mark} 不认识，可用 {name}"),
        ('left = "{marking}"', 'left = "{marking"', "里的花括号 { } 不成对，要印花括号请写 {{ 和 }}"),
        ('left = "{marking}"', 'left = "[{marking}"', "里的方括号 [ ] 不成对，要印方括号请写 [[ 和 ]]"),
        ('left = "{marking}"', "left = 1", "head.rows[0].left 应为表，实为整数"),
        ('left = "{marking}"', 'lift = "{marking}"', "中有不认识的键“lift”（是否要写“left”？）"),
        ('left = "{marking}"', 'left = { text = "", style = "x" }', "head.rows[0].left.style 应为“marking”"),
        ("line = 1 ", "line = 10 ", "head.rows[0].line 应在1至9之间"),
        ("line = 1 ", "# ", "head.rows[0].line 或 top、space 要写一个"),
        ("line = 1 ", 'line = 1\nspace = "1 line" ', "现在写了 line 和 space"),
        ('top = "62 pt"', 'top = "400 pt"', "head.rows[1].top 应在 -104.882 到 270 pt 之间，实为“400 pt”"),
        ('least = "30 pt"', 'least = "60 pt"', "head.rows[1].fit.least 应在 4 到 56 pt 之间"),
        ('pitch = "1.2 em"', 'pitch = "20 pt"', "head.rows[1].fit.pitch 这里不能用单位 pt，请用 em"),
        ('2 = "14 cell"', '1 = "14 cell"', "head.rows[1].fit.widths.1 不认识：这里写名称的字数，2 至 9"),
        ('centre = "{name}"', 'centre = ["{name}", "专报"]', "fit 只用在 centre 里只排一栏文字的一行"),
        ('left = "{issuer}"', 'left = "{issuer}{name}"', ""),
        (
            'left = "{issuer}"',
            'left = "{name}"',
            "head.rows[3].left.text 里的 {name} 在 head.rows[1].centre.text 已经排过；一栏文字只能排一处",
        ),
        ('colour = "red"\n\n[flow]', 'colour = "blue"\n\n[flow]', "head.rows[3].rule.colour 应为“text”"),
        ('left = ["{label}：", "{to}"]', 'left = "{label}：{to}"', "抬头在前，单位在后"),
        ('right = "{date}"', 'right = "{label}"', "里的 {label} 不认识"),
        ('repeat = "distribution"', 'repeat = "items"', "closing.rows[2].repeat 应为“distribution”之一"),
        (
            'rule = { thickness = "0.25 mm" }',
            'rule = { thickness = "0.25 mm" }\nleft = "一"',
            "rule 在版记里",
        ),
        (
            "needs_rules = false",
            'at = "margin"',
            '印数会和页码挤在一起，请写 even_page = true，或改为 at = "block"',
        ),
        ("space_before = 1 ", 'place = "text" ', ""),
        ("space_before = 1 ", 'place = "top" ', "closing.place 应为“foot”、“text”之一"),
        ("even_page = false", 'even_page = true\nplace = "text"', "不能要求它排在双面"),
        ("needs_rules = false", 'height = "1 line"', "height 只用在没有文字、只留空的一行"),
        ("[styles.marking]", "[styles.'1 a']\n[styles.marking]", "样式的名字应为汉字或字母开头"),
    ],
)
def test_reasons(old: str, new: str, reason: str, tmp_path: Path) -> None:
    assert old in DEFAULT
    text = DEFAULT.replace(old, new, 1)
    if not reason:
        (tmp_path / "mine.toml").write_text(text, encoding="utf-8")
        assert read_layout(tmp_path / "mine.toml")
    else:
        assert reason in refusal(text, tmp_path)


@pytest.mark.parametrize(
    ("more", "reason"),
    [
        (FIELD.replace('"editor"', '"name"'), "fields[0].name “name”是每份简报都有的栏，请换一个名字"),
        (FIELD.replace('"editor"', '"a b"'), "fields[0].name 应为汉字或字母开头"),
        (FIELD + FIELD, "fields[1].name “editor”用了两次"),
        (FIELD.replace('"closing"', '"foot"'), "fields[0].where 应为“head”、“closing”之一"),
        (FIELD + 'kind = "image"', "fields[0].kind 应为“text”、“number”"),
        (FIELD + 'kind = "choice"', "缺少 fields[0].choices"),
        (FIELD + 'choices = ["一"]', 'fields[0].choices 只用在 kind = "choice"'),
        (FIELD + 'form = "{year}"', "fields[0].form 只用在日期"),
        (
            FIELD + 'kind = "month"\nform = "{day}日"',
            "fields[0].form 里的 {day} 不认识，可用 {year}、{month}",
        ),
        (
            FIELD + 'kind = "month"\ndefault = "一月"',
            "default 填得不对：“编辑”应是 2024-01 这样的年月",
        ),
        (FIELD + 'next = "advance"', "fields[0].next 写“advance”的，应为数"),
        ('\n[numbering]\ncounts = "week"', "numbering.counts 应为“year”、“through”、“none”之一"),
        ("\n[numbering]\ncopy_digits = 9", "numbering.copy_digits 应在1至8之间，实为9"),
        ('\n[numbering]\ncopy_digits = "6"', "numbering.copy_digits 应为整数，实为文字"),
    ],
)
def test_fields_and_numbering_are_looked_at(more: str, reason: str, tmp_path: Path) -> None:
    assert reason in refusal(DEFAULT + more, tmp_path)


def test_fields_numbering_and_further_styles(tmp_path: Path) -> None:
    more = FIELD + (
        'default = "王小明"\nrequired = true\nnext = "empty"\n\n[numbering]\ncounts = "through"\n'
        'supplement = "own"\n\n[styles."小字"]\nface = "kai"\nsize = "9 pt"\n'
    )
    text = DEFAULT.replace(
        'left = "{imprint_office}"', 'left = { text = "编辑：{editor}", style = "小字" }', 1
    )
    (tmp_path / "mine.toml").write_text(text + more, encoding="utf-8")
    layout = read_layout(tmp_path / "mine.toml")
    assert layout.numbering == Numbering("through", "own")
    (field,) = layout.declared
    assert (field.label, field.default, field.required, field.next) == ("编辑", "王小明", True, "empty")
    assert layout.places("editor")
    assert not layout.places("imprint_office")
    assert layout.styles["小字"].size == 9


def test_every_key_of_a_row_is_in_the_reasons_or_the_forms() -> None:
    """So that no key is written down that nobody has tried."""
    source = Path(__file__).parents[2] / "src" / "bulletin_desk" / "layouts" / "read_rows.py"
    keys = set(re.findall(r'table(?:, |\.\w+\()"(\w+)"', source.read_text(encoding="utf-8")))
    tried = Path(__file__).read_text(encoding="utf-8")
    tried += (Path(__file__).parents[1] / "typeset" / "forms.py").read_text(encoding="utf-8") + DEFAULT
    assert keys
    assert {key for key in keys if not re.search(rf"\b{key}\b", tried)} == set()
