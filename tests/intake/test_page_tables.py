"""Tables and pictures of pages where they stand: in tables that lay the page out, in cells, as a table."""

from __future__ import annotations

import base64

import pytest

import bulletin_desk.intake.html as html_reader
from bulletin_desk.bulletin.model import Body, Item, Kind, Pictures, Table
from bulletin_desk.intake.draft import Contribution, take_in
from bulletin_desk.intake.read import read_pasted_html
from tests.intake.pictures import decoded, png
from tests.intake.test_blocks import CONTEXT, MORE, TEXT, TITLE, one, pictures, said, the_table


@pytest.fixture(autouse=True)
def _pictures(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(html_reader, "decoded_picture", decoded)


def img(shade: int = 0, width: int = 260) -> str:
    data = base64.b64encode(png(shade=shade)).decode()
    return f'<img width="{width}" height="195" src="data:image/png;base64,{data}">'


HEAD = f'<h1 style="text-align:center">{TITLE}</h1><p>{TEXT}</p>'


def of_page(html: str) -> Contribution:
    return take_in(read_pasted_html(html), CONTEXT)


def kinds(item: Item) -> list[type]:
    return [type(block) for block in item.blocks]


def test_what_stands_in_a_page_s_layout_stands_in_its_place() -> None:
    data = "<table border=1><tr><th>县</th><th>卷</th></tr><tr><td>甲县</td><td>3</td></tr></table>"
    shown = f'<p align="center">{img()}</p><p align="center">图为清点现场</p>'
    article = f"{HEAD}{shown}<p>{MORE}</p>{data}<p>{TEXT}</p>"
    page = f"<p>首页</p><p>工作动态</p><table><tr><td>{article}</td></tr></table>"
    item = one(of_page(page))
    assert kinds(item) == [Body, Pictures, Body, Table, Body]
    assert [picture.caption for block in pictures(item) for picture in block.pictures] == ["图为清点现场"]


@pytest.mark.parametrize(
    ("rows", "captions"),
    [
        (f"<tr><td>{img()}</td></tr><tr><td>清点现场</td></tr>", ["清点现场"]),
        (f"<tr><td>{img()}</td><td>{img(9)}</td></tr><tr><td>清点</td><td>登记</td></tr>", ["清点", "登记"]),
    ],
)
def test_a_page_s_table_of_pictures_is_pictures(rows: str, captions: list[str]) -> None:
    item = one(of_page(f"{HEAD}<table>{rows}</table><p>{MORE}</p>"))
    assert kinds(item) == [Body, Pictures, Body]
    assert [picture.caption for picture in pictures(item)[0].pictures] == captions


def test_pictures_in_the_cells_of_data_follow_the_table_and_it_is_said() -> None:
    rows = f"<tr><th>序号</th><th>项目</th><th>照片</th></tr><tr><td>1</td><td>清点</td><td>{img()}</td></tr>"
    contribution = of_page(f"{HEAD}<table border=1>{rows}</table><p>{MORE}</p>")
    assert kinds(one(contribution)) == [Body, Table, Pictures, Body]
    assert "这张表格的格里有1张图片，放在了表格之后" in said(contribution)


def test_a_page_s_table_in_a_cell_is_lines_of_that_cell() -> None:
    inner = "<table><tr><td>城区</td><td>3</td></tr><tr><td>乡镇</td><td>5</td></tr></table>"
    rows = (
        f"<tr><td>事项</td><td>分解</td></tr><tr><td>清点</td><td><p>其中：</p>{inner}<p>共8卷</p></td></tr>"
    )
    contribution = of_page(f"{HEAD}<table border=1>{rows}</table><p>{MORE}</p>")
    assert the_table(one(contribution)).rows[1][1].text == "其中：\n城区　3\n乡镇　5\n共8卷"
    assert "另有一张表格" in said(contribution)


def test_a_picture_before_all_text_stands_first() -> None:
    contribution = of_page(f"<p>{img()}</p>{HEAD}<p>{MORE}</p>")
    assert contribution.drafts[0].parts[0].kind is Kind.PICTURES
