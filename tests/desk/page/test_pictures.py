"""Tests of pictures and tables as the window paints them."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize
from PySide6.QtGui import QImage, QPainter

from bulletin_desk.bulletin.model import Picture, Pictures
from bulletin_desk.desk.page import images
from bulletin_desk.desk.page.images import DecodedImages, decoded
from bulletin_desk.desk.page.ink import Brush, Inks
from bulletin_desk.fonts.faces import Faces
from bulletin_desk.layouts.model import Layout
from bulletin_desk.pages.model import ImageMark, Page
from bulletin_desk.pipeline import typeset
from tests.typeset.tables import THREE_LINES, issue_with, png

Result = Callable[[], QImage]


class Beside:
    """Work beside a window, done when the test says so."""

    def __init__(self) -> None:
        self.waiting: list[tuple[Callable[[], QImage], Callable[[Result], object]]] = []

    def __call__(self, work: Callable[[], QImage], then: Callable[[Result], object]) -> None:
        self.waiting.append((work, then))

    def finish(self) -> None:
        """Ends all of it."""
        for work, then in self.waiting:
            image = work()
            then(lambda image=image: image)  # type: ignore[misc]
        self.waiting.clear()


def painted(brush: Brush, page: Page) -> QImage:
    image = QImage(round(page.width), round(page.height), QImage.Format.Format_RGB32)
    image.fill(0xFFFFFFFF)
    painter = QPainter(image)
    brush.page(painter, page)
    painter.end()
    return image


def mark_page() -> Page:
    mark = ImageMark(png(40, 40), 10, 10, 20, 20, "图片", ())
    return Page(1, 40, 40, (), (mark,), None)


def test_a_picture_is_painted_where_it_stands(faces: Faces) -> None:
    image = painted(Brush(faces, Inks()), mark_page())
    assert image.pixelColor(9, 15).lightness() == 255
    assert image.pixelColor(15, 11).lightness() < 30 < 200 < image.pixelColor(15, 28).lightness()


def test_a_picture_is_grey_until_it_is_decoded_and_decoded_once(faces: Faces) -> None:
    beside, arrived = Beside(), []
    brush = Brush(faces, Inks(), decoded=DecodedImages(beside, lambda: arrived.append(1)))
    before = painted(brush, mark_page())
    assert before.pixelColor(15, 11) == before.pixelColor(15, 28) != before.pixelColor(5, 5)
    painted(brush, mark_page())
    assert len(beside.waiting) == 1
    beside.finish()
    assert arrived == [1]
    after = painted(brush, mark_page())
    assert after.pixelColor(15, 11).lightness() < 30
    assert not beside.waiting


def test_another_size_is_shown_until_the_one_asked_for_is_there() -> None:
    beside = Beside()
    known = DecodedImages(beside)
    data = png(40, 40)
    assert known.image(data, QSize(20, 20)) is None
    beside.finish()
    small = known.image(data, QSize(30, 30))
    assert small is not None
    assert small.size() == QSize(20, 20)
    beside.finish()
    large = known.image(data, QSize(30, 30))
    assert large is not None
    assert large.size() == QSize(30, 30)


def test_the_pictures_not_asked_for_longest_are_forgotten() -> None:
    known = DecodedImages()
    most, images._MOST_BYTES = images._MOST_BYTES, 4 * 20 * 20 * 2
    try:
        first = known.image(png(40, 40), QSize(20, 20))
        known.image(png(30, 30), QSize(20, 20))
        assert known.image(png(40, 40), QSize(20, 20)) is first
        known.image(png(20, 20), QSize(20, 20))
        assert known.image(png(40, 40), QSize(20, 20)) is first
        assert len(known._known) == 2
    finally:
        images._MOST_BYTES = most


def test_what_cannot_be_decoded_is_grey(faces: Faces) -> None:
    data = png(40, 40)
    broken = type(data)("broken", "png", 40, 40, data.content[:40])
    assert decoded(broken, QSize(20, 20)).isNull()
    page = Page(1, 40, 40, (), (ImageMark(broken, 10, 10, 20, 20, "图片", ()),), None)
    assert painted(Brush(faces, Inks()), page).pixelColor(15, 15).lightness() > 200


def test_tables_and_pictures_are_on_screen_where_they_are_on_paper(faces: Faces, layout: Layout) -> None:
    made = typeset(issue_with(THREE_LINES, Pictures((Picture(png(40, 40), 300, "甲"),))), layout, faces)
    page = next(page for page in made.pages if any(isinstance(mark, ImageMark) for mark in page.marks))
    image = painted(Brush(faces, Inks()), page)
    (mark,) = [mark for mark in page.marks if isinstance(mark, ImageMark)]
    assert image.pixelColor(round(mark.x + 5), round(mark.y + 3)).lightness() < 40
    for table in page.tables:
        y = round(table.bands[0].top - 0.5)
        assert image.pixelColor(round(table.edges[0] + 20), y).lightness() < 120
