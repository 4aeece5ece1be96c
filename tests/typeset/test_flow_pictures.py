"""Tests of pictures on the page: their sizes and places, captions, credit."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bulletin_desk.bulletin.model import Attachment, Block, Body, Item, Kind, Picture, Pictures, Section
from bulletin_desk.fonts.faces import Faces
from bulletin_desk.layouts.model import Layout
from bulletin_desk.pages.model import ImageMark, Page
from bulletin_desk.typeset.typesetter import TypesetPages, Typesetter
from tests.typeset.tables import SENTENCE, issue_with, png

MM = 72 / 25.4
AFTER = Body(SENTENCE * 3)
BLOCK = ("sections", 0, "items", 0, "blocks", 1)


def pages_of(layout: Layout, faces: Faces, *blocks: Block) -> TypesetPages:
    return Typesetter(layout, faces).typeset(issue_with(*blocks))


def images(pages: TypesetPages | list[Page]) -> list[ImageMark]:
    return [mark for page in pages for mark in page.marks if isinstance(mark, ImageMark)]


def test_a_picture_has_the_size_that_it_asks_for_in_the_middle_of_the_measure(
    layout: Layout, squares: Faces
) -> None:
    pages = pages_of(layout, squares, AFTER, Pictures((Picture(png(40, 30), 600, "会场"),)), AFTER)
    (image,) = images(pages)
    assert (image.width, image.height) == pytest.approx((60 * MM, 45 * MM))
    block = layout.text_block
    assert image.x + image.width / 2 == pytest.approx(float(block.left + block.width / 2))
    assert (image.alt, image.path) == ("会场", BLOCK)


def test_its_caption_stands_below_and_text_after_it_on_the_grid(layout: Layout, squares: Faces) -> None:
    pages = pages_of(
        layout, squares, AFTER, Pictures((Picture(png(40, 30), 600, "会场"),), "（供图）"), AFTER
    )
    (image,) = images(pages)
    page = next(page for page in pages if image in page.marks)
    (caption,) = [placed for placed in page.lines if placed.kind is Kind.PICTURE_CAPTION]
    (credit,) = [placed for placed in page.lines if placed.kind is Kind.PICTURE_CREDIT]
    assert image.y + image.height < caption.top < credit.top
    assert (caption.path, credit.path) == ((*BLOCK, 0, 0), (*BLOCK, 1))
    below = [placed for placed in page.lines if placed.kind is Kind.BODY and placed.top > image.y]
    for placed in below:
        rows = (placed.top - float(layout.text_block.top)) / float(layout.text_block.line_pitch)
        assert rows == pytest.approx(round(rows))
        assert placed.top >= credit.top + credit.height


def test_captions_stand_above_where_the_layout_says_so(layout: Layout, squares: Faces) -> None:
    above = replace(layout, pictures=layout.pictures._replace(caption="above", number="图{number} "))
    pages = pages_of(
        above,
        squares,
        Pictures((Picture(png(40, 30), 300, "甲"), Picture(png(40, 30), 300))),
        Pictures((Picture(png(40, 30), 300, "乙"),)),
    )
    captions = [placed for page in pages for placed in page.lines if placed.kind is Kind.PICTURE_CAPTION]
    assert [placed.line.text for placed in captions] == ["图1 甲", "图2 乙"]
    first = images(pages)[0]
    assert captions[0].top + captions[0].height <= first.y


def test_two_pictures_stand_side_by_side_and_are_made_smaller_alike(layout: Layout, squares: Faces) -> None:
    both = Pictures((Picture(png(40, 30), 1200, "甲"), Picture(png(30, 40), 600, "乙")))
    left, right = images(pages_of(layout, squares, AFTER, both))
    block = layout.text_block
    assert left.x == pytest.approx(float(block.left))
    assert right.x + right.width == pytest.approx(float(block.left + block.width))
    assert left.width / right.width == pytest.approx(2)
    assert right.x - left.x - left.width == pytest.approx(float(layout.pictures.gap))
    assert left.y + left.height == pytest.approx(right.y + right.height)
    assert left.width / left.height == pytest.approx(4 / 3)


def test_no_picture_is_higher_than_a_page_with_its_lines(layout: Layout, squares: Faces) -> None:
    tall = Pictures((Picture(png(10, 200), 1500, "高" * 40),), "（供图）")
    pages = pages_of(layout, squares, AFTER, tall, AFTER)
    (image,) = images(pages)
    page = next(page for page in pages if image in page.marks)
    foot = float(layout.text_block.top + layout.text_block.height)
    assert image.width / image.height == pytest.approx(1 / 20)
    assert max(placed.top + placed.height for placed in page.lines) <= foot + 0.01
    assert not [placed for placed in page.lines if placed.kind is Kind.BODY]


def test_empty_captions_take_no_line_unless_the_caret_is_there(layout: Layout, squares: Faces) -> None:
    issue = issue_with(AFTER, Pictures((Picture(png(40, 30), 600),)), AFTER)
    setter = Typesetter(layout, squares)
    for standing in ((), (*BLOCK, 0, 0), (*BLOCK, 1)):
        found = [placed.path for page in setter.typeset(issue, standing) for placed in page.lines]
        assert [path for path in found if path[: len(BLOCK)] == BLOCK] == ([standing] if standing else [])


@pytest.mark.parametrize("caption", ["", " ", "\n\u3000"])
def test_what_has_no_caption_is_said_to_be_a_picture(layout: Layout, squares: Faces, caption: str) -> None:
    (image,) = images(pages_of(layout, squares, Pictures((Picture(png(40, 30), 600, caption),))))
    assert image.alt == "图片"


def test_of_two_pictures_only_the_one_that_is_too_high_is_made_smaller(
    layout: Layout, squares: Faces
) -> None:
    pair = Pictures((Picture(png(10, 80), 700, "高"), Picture(png(80, 10), 700, "宽")))
    pages = pages_of(layout, squares, pair)
    tall, wide = images(pages)
    assert wide.width == pytest.approx(70 * MM)
    assert tall.height < float(layout.text_block.height)


@pytest.mark.parametrize("at", [0, 1])
def test_the_caption_of_a_speck_beside_a_wide_picture_stays_in_the_measure(
    layout: Layout, squares: Faces, at: int
) -> None:
    wide, speck = Picture(png(40, 3), 2000, ""), Picture(png(4, 3), 1, "0")
    pages = pages_of(layout, squares, Pictures((wide, speck) if at else (speck, wide)))
    for placed in [one for page in pages for one in page.lines if one.kind is Kind.PICTURE_CAPTION]:
        assert placed.line.edges[0] >= 0
        assert placed.line.edges[-1] <= float(layout.text_block.width) + 1e-6


def test_captions_stand_under_pictures_that_their_lines_made_lower(layout: Layout, squares: Faces) -> None:
    pair = Pictures((Picture(png(10, 80), 700, "高"), Picture(png(10, 70), 700, SENTENCE)))
    pages = pages_of(layout, squares, pair)
    page = next(page for page in pages if images([page]))
    for at, image in enumerate(images([page])):
        under = [one for one in page.lines if one.kind is Kind.PICTURE_CAPTION and one.path[-1] == at]
        for placed in under[:-1] or under:
            middle = placed.x + (placed.line.edges[0] + placed.line.edges[-1]) / 2
            assert middle == pytest.approx(image.x + image.width / 2, abs=6)


@pytest.mark.parametrize("title", ["短题", "全省地方志工作机构重点任务分工方案及责任单位完成时限一览表" * 2])
def test_a_picture_below_headings_leaves_room_for_them(layout: Layout, squares: Faces, title: str) -> None:
    """A page that was scanned, as an attachment: its title does not stand alone on a page before it."""
    scanned = Pictures((Picture(png(21, 297), 1560, "扫描件"),))
    item = Item(title, (scanned, Body("正文。")), attachments=(Attachment(title, (scanned,)),))
    issue = replace(issue_with(), sections=(Section("要闻", (item,)),))
    pages = Typesetter(layout, squares).typeset(replace(issue, editors_note=()))
    pictured = [page for page in pages if images([page])]
    kinds = [{line.kind for line in page.lines} for page in pictured]
    assert [Kind.TITLE in kinds[0], Kind.SECTION_HEAD in kinds[0], Kind.ATTACHMENT_MARK in kinds[1]] == [
        True
    ] * 3
    foot = float(layout.text_block.top + layout.text_block.height)
    for page in pictured:
        (image,) = images([page])
        caption = next(line for line in page.lines if line.kind is Kind.PICTURE_CAPTION)
        assert image.y > max(line.top for line in page.lines if line is not caption and line.top < image.y)
        assert caption.top + caption.height <= foot + 0.01
