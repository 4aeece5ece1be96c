"""Tables and pictures that tests set."""

from __future__ import annotations

import hashlib
import struct
import zlib
from dataclasses import replace
from functools import cache

from bulletin_desk.bulletin.model import Block, Cell, Issue, Item, PictureData, Section, Table
from tests.bulletin.issues import SMALL

SENTENCE = "各市州认真贯彻落实全省地方志工作会议精神，扎实推进年鉴编纂出版工作，取得明显成效。"


def row(*texts: str) -> tuple[Cell, ...]:
    """A row of plain cells."""
    return tuple(Cell(text) for text in texts)


def issue_with(*blocks: Block) -> Issue:
    """An issue of one item with these blocks."""
    item = Item("统计", blocks)
    return replace(SMALL, sections=(Section("特别关注", (item,)),), editors_note=())


def eight_columns(groups: int = 4, each: int = 7) -> Table:
    """Eight columns under a header of two rows, with rows of groups over all of them."""
    cells = (
        *(Cell(text, rows=2) for text in ("序号", "单位名称", "数量（部）")),
        Cell("其中", columns=3),
        *(Cell(text, rows=2) for text in ("出版率（%）", "备注")),
    )
    rows = [cells, row("综合年鉴", "部门年鉴", "专业年鉴")]
    for group in range(groups):
        rows.append((Cell(f"{'一二三四五六七八'[group]}、第{group + 1}片区", columns=8),))
        for at in range(each):
            number = group * each + at + 1
            rows.append(
                row(
                    str(number),
                    ("成都市", "阿坝藏族羌族自治州")[number % 2],
                    f"{number * 137:,}",
                    str(number),
                    str(number % 7),
                    ("3", "—")[number % 2],
                    ("98.5", "100", "87.25")[number % 3],
                    ("", "正在组织审查验收，预计年底前出版")[number % 3 == 0],
                )
            )
    return Table(
        tuple(rows), 2, caption="全省年鉴编纂出版情况", unit="单位：部、%", note="注：数据截至六月底。"
    )


THREE_LINES = Table(
    (
        row("指标", "2022年", "2023年", "增长（%）"),
        row("地区生产总值（亿元）", "56749.8", "60132.9", "6.0"),
        row("第一产业", "5964.3", "6056.6", "-4"),
        row("第二产业", "21157.1", "21306.75", "5.05"),
    ),
    header_rows=1,
    rules="three",
    caption="主要经济指标",
)


@cache
def png(width: int, height: int, grey: bool = False) -> PictureData:
    """A PNG file, black at the top and white at the foot."""
    lines = b"".join(
        b"\0" + bytes((255 * y // height,)) * (width * (1 if grey else 3)) for y in range(height)
    )

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 0 if grey else 2, 0, 0, 0)
    content = (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(lines))
        + chunk(b"IEND", b"")
    )
    return PictureData(hashlib.sha256(content).hexdigest(), "png", width, height, content)
