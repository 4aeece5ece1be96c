"""What a layout file leaves out."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from bulletin_desk.errors import InvalidLayoutError
from bulletin_desk.layouts.model import Layout, Style
from bulletin_desk.layouts.read import load_layout, read_layout
from bulletin_desk.layouts.rows import Closing
from bulletin_desk.layouts.standard import STANDARD

HEAD = 'name = "甲"\n\n[[head.rows]]\nline = 4\ncentre = "{name}"\n'


def read(text: str, folder: Path) -> Layout:
    file = folder / "mine.toml"
    file.write_text(text, encoding="utf-8")
    return read_layout(file)


def looks(style: Style) -> list[object]:
    return [style.face, style.size, style.align]


def test_all_but_the_head(tmp_path: Path) -> None:
    layout, standard = read(HEAD, tmp_path), load_layout(STANDARD)
    for part in ("text_block", "flow", "folio", "closing", "styles", "paper_width", "paper_height"):
        assert getattr(layout, part) == getattr(standard, part)
    assert (layout.head.lines, layout.head.space_after) == (4, 1)


def test_key_by_key_and_the_grid_first(tmp_path: Path) -> None:
    layout = read(f'{HEAD}[text_block]\ncell = "15 pt"\n[folio]\nodd = "centre"\n', tmp_path)
    assert layout.text_block.cells == 28
    assert (layout.folio.odd, layout.folio.even) == ("centre", "left")
    assert layout.styles["body"].advance == layout.text_block.cell == 15


def test_a_style_that_is_there_has_its_own_indents_and_words(tmp_path: Path) -> None:
    layout = read(f"{HEAD}[styles.section_head]\n[styles.body]\nsize = '15 pt'\n", tmp_path)
    head, body = layout.styles["section_head"], layout.styles["body"]
    assert looks(head) == ["hei", 16, "left"]
    assert (head.prefix, head.suffix) == ("", "")
    assert looks(body) == ["fangsong", 15, "justified"]
    assert body.first_line_indent == 0


def test_a_further_style_is_like_the_one_that_it_is_made_of(tmp_path: Path) -> None:
    layout = read(f"{HEAD}[styles.subtitle]\nsize = '15 pt'\n[styles.signature]\nface = 'kai'\n", tmp_path)
    subtitle, signature = layout.styles["subtitle"], layout.styles["signature"]
    assert looks(subtitle) == ["kai", 15, "centre"]
    assert looks(signature) == ["kai", 16, "right"]
    assert signature.right_indent == 0


def test_rows_of_its_own_or_none_leave_the_standard_s_closing_block(tmp_path: Path) -> None:
    none = Closing(Fraction(26), (), space_before=0, even_page=False, folio_after_blank=False)
    assert read(f"{HEAD}[closing]\nrows = []\n", tmp_path).closing == none
    layout = read(f"{HEAD}[closing]\nspace_before = 3\n", tmp_path)
    assert layout.closing.space_before == 3
    assert layout.closing.rows == load_layout(STANDARD).closing.rows


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ('name = "甲"\n', "缺少 head"),
        ('name = "甲"\nhead = 1\n', "head 应为表，实为整数"),
        ('name = "甲"\n[head]\nlines = 3\n', "缺少 head.rows"),
        ('name = "甲"\n[head]\nrows = 1\n', "head.rows 应为列表，实为整数"),
        ('name = "甲"\n[head]\nrows = [1]\n', "head.rows[0] 应为表，实为整数"),
        (HEAD.replace("4", '"4"'), "head.rows[0].line 应为整数，实为文字"),
        (f"{HEAD}[styles]\nbody = 1\n", "styles.body 应为表，实为整数"),
        (f"styles = 1\n{HEAD}", "styles 应为表，实为整数"),
        (HEAD.replace("rows", "row"), "缺少 head.rows（写的是“row”，是否要写“rows”？）"),
        (HEAD.replace("head", "haed"), "最外层 中有不认识的键“haed”（是否要写“head”？）"),
        (f"{HEAD}[[field]]\n", "最外层 中有不认识的键“field”（是否要写“fields”？）"),
        (f"{HEAD}[style.x]\nface = 'hei'\n", "最外层 中有不认识的键“style”（是否要写“styles”？）"),
        (f"{HEAD}[paper]\nwidht = '1 mm'\n", "paper 中有不认识的键“widht”（是否要写“width”？）"),
        (f"{HEAD}[paper]\nsize = 'A4'\n", "paper 中有不认识的键“size”（是否要写“width”和“height”？）"),
        (f"{HEAD}[text_block]\nright = '26 mm'\n", "键“right”（是否要写“cell”和“cells”？）"),
        (f"{HEAD}[text_block]\nbottom = '26 mm'\n", "键“bottom”（是否要写“line_pitch”和“lines”？）"),
        (f"{HEAD}[folio]\nside = 'centre'\n", "folio 中有不认识的键“side”（是否要写“odd”和“even”？）"),
        (f"{HEAD}[styles.title]\nfont = 'hei'\n", "键“font”（是否要写“face”？）"),
        (f"{HEAD}[styles.body]\nline_pitch = '29 pt'\n", "（是否要写“[text_block] 的 line_pitch”？）"),
        (f"{HEAD}[styles.run_in_heading]\nfont = 'hei'\n", "键“font”（是否要写“face”？）"),
        (f"{HEAD}[styles.titel]\nface = 'hei'\nsize = '9 pt'\n", "（是否要写“title”？）"),
        (f"{HEAD}style = 'title'\n", '键“style”（是否要写“centre = { text = "…", style = "…" }”？）'),
        (f"{HEAD}size = '16 pt'\n", '键“size”（是否要写“centre = { text = "…", style = "…" }”？）'),
        (
            HEAD.replace('"{name}"', "{ text = '甲', size = '16 pt' }"),
            "head.rows[0].centre 中有不认识的键“size”（是否要写“style”？）",
        ),
        (f"{HEAD}[[closing.rows]]\nline = 2\nleft = '甲'\n", "键“line”（是否要写“space”？）"),
        (f"{HEAD}[flow]\nspace = 2\n", "键“space”（是否要写“space_between_items”？）"),
        (
            f"{HEAD}[[closing.rows]]\nleft = '甲'\nrule_between = '0.25 mm'\n",
            "closing.rows[0].rule_between 只用在有 repeat 的一行",
        ),
        (f"{HEAD}[[head.rows]]\nline = 6\n", "head.rows[1].left 或 centre、right、spread 要写一个"),
        (f"{HEAD}[[closing.rows]]\nspace = '1 mm'\n", "closing.rows[0].left 或 centre、right、spread 要写"),
        (
            f"{HEAD}[[fields]]\nname = '甲'\nwhere = 'head'\ntype = 'date'\n",
            "fields[0] 中有不认识的键“type”（是否要写“kind”？）",
        ),
        (f"{HEAD}[offer]\n", "最外层 中有不认识的键“offer”（是否要写“offers”？）"),
        (
            f"{HEAD}[[closing.row]]\n",
            "closing 中有不认识的键“row”（是否要写“rows”？一行写成 [[closing.rows]]）",
        ),
        (f"{HEAD}[[head.row]]\n", "head 中有不认识的键“row”（是否要写“rows”？一行写成 [[head.rows]]）"),
        (f"{HEAD}[[closing]]\n", "closing 应写成 [closing]，用一层方括号；一行一行的写成 [[closing.rows]]"),
        (
            HEAD.replace("[head.rows]", "[head]"),
            "head 应写成 [head]，用一层方括号；一行一行的写成 [[head.rows]]",
        ),
        (
            HEAD.replace("[[head.rows]]", "[head.rows]"),
            "head.rows 应写成 [[head.rows]]，用两层方括号，一行写一次",
        ),
        (f"{HEAD}[closing.rows]\nright = '1'\n", "closing.rows 应写成 [[closing.rows]]，用两层方括号"),
        (f"{HEAD}[fields]\nname = '甲'\n", "fields 应写成 [[fields]]，用两层方括号，一栏写一次"),
        (HEAD.replace("head.rows", "rows"), "报头的行写成 [[head.rows]]，版记的行写成 [[closing.rows]]"),
        (f"{HEAD}rule = '1 pt'\n", 'head.rows[0].rule 应为表，如 { thickness = "1 pt" }，实为文字'),
        (f"{HEAD}fit = true\n", "head.rows[0].fit 应为表，如 {}，实为真假值"),
        (
            f"{HEAD}fit = {{ widths = ['90 mm'] }}\n",
            'head.rows[0].fit.widths 应为表，如 { 2 = "90 mm", 4 = "120 mm" }，实为列表',
        ),
        (HEAD.replace("{name}", "第{期号}期"), "；可能是 {number}"),
        (HEAD.replace("{name}", "第｛number｝期"), "里的花括号要用英文的，写成 {number}"),
        (HEAD.replace("line = 4", "top = '3.5 cm'"), "实为“3.5 cm”；1 厘米是 10 mm"),
        (HEAD.replace("4", "0"), "head.rows[0].line 应在1至20之间，实为0"),
        (f"flow = 1\n{HEAD}", "flow 应为表，实为整数"),
        (f"closing = 1\n{HEAD}", "closing 应为表，实为整数"),
        (f"{HEAD}[folio]\neven = 'right'\n", '印数会和页码挤在一起，请把页码换一边，或改为 at = "block"'),
    ],
)
def test_what_is_wrong_is_told_all_the_same(text: str, reason: str, tmp_path: Path) -> None:
    with pytest.raises(InvalidLayoutError) as caught:
        read(text, tmp_path)
    assert reason in str(caught.value)
