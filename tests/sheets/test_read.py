"""Files of sheets: what is wrong in one is told in a sentence, and the others are there all the same."""

from __future__ import annotations

from pathlib import Path

import pytest

from bulletin_desk.errors import CommandError, InvalidSheetError
from bulletin_desk.resources import resource
from bulletin_desk.sheets.model import BoxRow
from bulletin_desk.sheets.read import read_sheet
from bulletin_desk.sheets.shelf import sheets
from bulletin_desk.units import mm

SMALL = 'name = "小单"\n[[rows]]\nboxes = [ { label = "拟　稿：" } ]\n'


def _read(tmp_path: Path, text: str) -> object:
    file = tmp_path / "单.toml"
    file.write_text(text, encoding="utf-8")
    return read_sheet(file)


def test_little_is_enough(tmp_path: Path) -> None:
    file = tmp_path / "单.toml"
    file.write_text(SMALL, encoding="utf-8")
    sheet = read_sheet(file)
    assert (sheet.name, sheet.paper_width, sheet.free) == ("小单", mm(210), ("拟稿",))
    (row,) = sheet.rows
    assert isinstance(row, BoxRow)
    assert row.ruled
    assert row.height == row.most == mm(9)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "缺少 name"),
        ('name = "单"', "rows 缺少"),
        ('name = ""\n[[rows]]\nboxes=[{}]', "name 不能空着"),
        ('name = "单"\n[rows]\nboxes=[{}]', "rows 应写成 [[rows]]"),
        ('name = "单"\n[[rows]]\n', "rows[0].boxes 缺少"),
        ('name = "单"\n[[rows]]\nbox=[{}]', "写的是“box”"),
        ('name = "单"\n[[rows]]\nboxes=[{}]\nlist=[{}]', "只能写一样"),
        ('name = "单"\n[[rows]]\nboxes=[]', "一格也没有"),
        ('name = "单"\n[[rows]]\nboxes=[{text="{nmae}"}]', "是否要写 {name}"),
        ('name = "单"\n[[rows]]\nboxes=[{text="{own.}"}]', "版式自己的栏写成 {own.栏名}"),
        ('name = "单"\n[[rows]]\nlist=[{text="{words"}]', "花括号 { } 不成对"),
        ('name = "单"\n[[rows]]\nlist=[{text="{name}"}]', "可用 {no}"),
        ('name = "单"\n[[rows]]\nboxes=[{width="20 cm"}]', "1 厘米是 10 mm"),
        ('name = "单"\n[[rows]]\nboxes=[{width="400 mm"}]', "纸上只有 165 毫米"),
        ('name = "单"\n[[rows]]\nheight="30 mm"\nmost="20 mm"\nboxes=[{}]', "most 应在"),
        ('name = "单"\n[[rows]]\nheight="400 mm"\nboxes=[{}]', "比纸高出"),
        ('name = "单"\n[margins]\nleft="100 mm"\nright="100 mm"\n[[rows]]\nboxes=[{}]', "不到 60 毫米宽"),
        ('name = "单"\n[rules]\ncolour=[1,2]\n[[rows]]\nboxes=[{}]', "青、品红、黄、黑"),
        ('name = "单"\n[texts]\nface="仿宋"\n[[rows]]\nboxes=[{}]', "texts.face"),
        ('name = "单"\n[texts]\nfont="fangsong"\n[[rows]]\nboxes=[{}]', "face"),
        ('name = "单"\nnmae="x"\n[[rows]]\nboxes=[{}]', "nmae"),
        ('name = "单"\n[[rows]]\nboxes=[{label="甲", lable="乙"}]', "lable"),
        ("name = 单", "TOML"),
    ],
)
def test_an_error_names_file_key_and_what_is_right(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(InvalidSheetError) as caught:
        _read(tmp_path, text)
    sentence = str(caught.value)
    assert told in sentence
    assert "单.toml" in sentence
    assert sentence.endswith("。")


def test_a_file_with_an_error_does_not_hide_the_others(tmp_path: Path) -> None:
    (tmp_path / "好.toml").write_text(SMALL, encoding="utf-8")
    (tmp_path / "坏.toml").write_text("name = ", encoding="utf-8")
    (tmp_path / "readme.txt").write_text("x", encoding="utf-8")
    shelf = sheets(tmp_path)
    assert [each.sheet.name for each in shelf.sheets] == ["小单", "审签单", "发文稿纸", "送审清单"]
    (told,) = shelf.troubles
    assert "坏.toml" in told
    with pytest.raises(CommandError) as caught:
        shelf.find("没有")
    assert "小单" in str(caught.value)
    assert "坏.toml" in str(caught.value)


def test_ones_own_sheet_stands_for_the_shipped_one_of_its_name(tmp_path: Path) -> None:
    text = resource("sheets", "sign-off.toml").read_text(encoding="utf-8")
    (tmp_path / "我的.toml").write_text(text, encoding="utf-8")
    shelf = sheets(tmp_path)
    assert [each.sheet.name for each in shelf.sheets] == ["审签单", "发文稿纸", "送审清单"]
    assert shelf.find("审签单").own
    assert shelf.find("我的").own


def test_a_folder_that_is_not_there_is_no_trouble(tmp_path: Path) -> None:
    assert sheets(tmp_path / "没有").troubles == ()
