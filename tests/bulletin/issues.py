"""Issues for tests: a small one by hand, and Hypothesis strategies for any issue and any place in it."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Literal, TypeVar, get_args

from hypothesis import strategies as st
from PIL import Image

from bulletin_desk.bulletin.model import (
    MOST_PICTURES,
    Addressee,
    Attachment,
    Block,
    Body,
    Cell,
    CellAlign,
    DatedHeader,
    Endorsement,
    Heading,
    Imprint,
    Issue,
    Item,
    ListItem,
    Masthead,
    Paragraph,
    Picture,
    PictureData,
    Pictures,
    Section,
    Subheading,
    Table,
    TableRules,
)
from bulletin_desk.bulletin.pictures import contents_of

SMALL = Issue(
    masthead=Masthead("地方志简报", 2, 607),
    dated_header=DatedHeader("地方志办公室", date(2024, 1, 9)),
    editors_note=(Body("编者按：现予刊发。", 4), Body("供参阅。")),
    sections=(
        Section("特别关注", (Item("座谈会召开", (Body("会议召开。"),), "（综合处）"),)),
        Section(
            "市州动态",
            (
                Item(
                    "乐山市四向发力\n推进事业发展",
                    (
                        Body("2023年，守正创新。"),
                        Subheading("以质量为依托"),
                        Body("编纂年鉴。坚持审查制度。", 5),
                    ),
                    "（乐山市）",
                ),
                Item("《达州年鉴（2023）》（简本）创刊首发", (Body("首发。"),), "（达州市）"),
                Item(""),
            ),
        ),
    ),
    disclosure="主动公开",
    distribution=(Addressee("报", "上级。"), Addressee("发", "下级。")),
    imprint=Imprint("综合处", date(2024, 1, 9)),
    print_count=3,
)

TIDY = replace(
    SMALL, sections=(SMALL.sections[0], replace(SMALL.sections[1], items=SMALL.sections[1].items[:2]))
)
"""SMALL without its empty item, of which the findings would tell."""

texts = st.text(st.characters(codec="utf-8"), max_size=12) | st.sampled_from(
    [
        "",
        "\n",
        "一\n二\n三",
        "2013—2015年",
        "“质量”",
        "𠮷",
        "\x00\x7f\u2028\ufeff",
        "《〈华阳国志〉译注》",
        " ",
    ]
)
dates = st.dates()


@st.composite
def bodies(draw: st.DrawFn) -> Body:
    text = draw(texts)
    return Body(text, draw(st.integers(0, len(text))))


plain_blocks: st.SearchStrategy[Block] = st.one_of(bodies(), st.builds(Subheading, texts))
"""What all bulletins are made of."""


@st.composite
def tables(draw: st.DrawFn, most: int = 4) -> Table:
    """Any table: a grid of single cells of which some rectangles were made one."""
    width, height = draw(st.integers(1, most)), draw(st.integers(1, most))
    owner = {(row, column): (row, column) for row in range(height) for column in range(width)}
    sizes = dict.fromkeys(owner, (1, 1))
    for _ in range(draw(st.integers(0, 3))):
        top, left = draw(st.integers(0, height - 1)), draw(st.integers(0, width - 1))
        rows, columns = draw(st.integers(1, height - top)), draw(st.integers(1, width - left))
        inside = [(top + row, left + column) for row in range(rows) for column in range(columns)]
        if all(owner[place] == place and sizes.get(place) == (1, 1) for place in inside):
            for place in inside:
                owner[place] = (top, left)
                sizes.pop(place)
            sizes[top, left] = (columns, rows)
    cells = [
        tuple(
            Cell(draw(texts), *sizes[row, column], draw(st.sampled_from(get_args(CellAlign))))
            for column in range(width)
            if (row, column) in sizes
        )
        for row in range(height)
    ]
    shares = draw(st.sampled_from([(), (1000 // width,) * width]))
    head = draw(st.integers(0, height))
    rules = draw(st.sampled_from(get_args(TableRules)))
    return Table(tuple(cells), head, shares, draw(texts), draw(texts), draw(texts), rules)


def picture_data(
    colour: int = 0, form: Literal["jpeg", "png"] = "png", size: tuple[int, int] = (4, 3)
) -> PictureData:
    """A small picture of one grey."""
    content = io.BytesIO()
    Image.new("L", size, colour).save(content, form.upper())
    data = content.getvalue()
    return PictureData(hashlib.sha256(data).hexdigest(), form, *size, data)


PICTURES_OF = (picture_data(0), picture_data(99, "jpeg"), picture_data(200, "png", (30, 40)))
pictures = st.builds(
    Pictures,
    st.lists(
        st.builds(Picture, st.sampled_from(PICTURES_OF), st.integers(1, 2_000), texts),
        min_size=1,
        max_size=MOST_PICTURES,
    ).map(tuple),
    texts,
)
paragraphs: st.SearchStrategy[Paragraph] = st.one_of(
    bodies(),
    st.builds(Subheading, texts),
    st.builds(Heading, texts, st.integers(1, 4), st.booleans()),
    st.builds(ListItem, texts, st.booleans()),
)
blocks: st.SearchStrategy[Block] = st.one_of(paragraphs, plain_blocks, tables(3), pictures)
"""Any block."""


_Part = TypeVar("_Part")


def rows(of: st.SearchStrategy[_Part]) -> st.SearchStrategy[tuple[_Part, ...]]:
    return st.lists(of, max_size=3).map(tuple)


attachments = st.builds(Attachment, texts, rows(blocks))
endorsements = st.builds(Endorsement, texts.filter(lambda text: "\n" not in text), st.none() | dates, texts)
items = st.builds(
    lambda item, added, noted: replace(item, attachments=added, endorsements=noted),
    st.builds(Item, texts, rows(blocks), texts),
    st.just(()) | rows(attachments),
    st.just(()) | rows(endorsements),
)
sections = st.builds(Section, texts, rows(items))
issues = st.builds(
    Issue,
    masthead=st.builds(
        Masthead, texts, st.integers(1, 999), st.none() | st.integers(1, 99_999), texts, texts
    ),
    dated_header=st.builds(DatedHeader, texts, dates),
    editors_note=rows(bodies()),
    sections=rows(sections),
    disclosure=texts,
    distribution=rows(st.builds(Addressee, texts, texts)),
    imprint=st.none() | st.builds(Imprint, texts, dates),
    print_count=st.none() | st.integers(1, 9_999),
)


def contents_in(issue: Issue) -> Callable[[str, str], bytes | None]:
    """The files of an issue's pictures, by digest and format, as who reads its JSON is given them."""
    pictures = {(data.digest, data.format): data.content for data in contents_of(issue).values()}

    def content(digest: str, form: str) -> bytes | None:
        return next((each for key, each in pictures.items() if key == (digest, form)), None)

    return content
