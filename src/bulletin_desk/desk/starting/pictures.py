"""Small pictures of first pages, painted by the program itself. Knows no files."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap

from bulletin_desk.bulletin.model import Body, Issue, Item, LayoutText
from bulletin_desk.desk.page.ink import Brush, Inks
from bulletin_desk.errors import BulletinDeskError
from bulletin_desk.fonts.faces import Faces
from bulletin_desk.layouts.choices import choice_of
from bulletin_desk.pipeline import typeset

_EDGE = QColor("#9aa0a6")
_MOST_ITEMS = 3
"""Items of a section, and sections of an issue, that are set for a picture: more are on no first page."""
_TEXT = "这里是稿件的正文。一期简报有几篇稿件，各有标题、正文和来源，写好了自动排成这个样子。"
_SAMPLE = Item("这里是稿件的标题", (Body(_TEXT * 3), Body(_TEXT * 2)), "（来源）")


def with_sample(issue: Issue) -> Issue:
    """An empty issue with words where its items will be, so that its first page looks like one."""
    return replace(issue, sections=tuple(replace(section, items=(_SAMPLE,)) for section in issue.sections))


def beginning(issue: Issue) -> Issue:
    """As much of an issue as its first page needs."""
    sections = issue.sections[:_MOST_ITEMS]
    return replace(
        issue, sections=tuple(replace(section, items=section.items[:_MOST_ITEMS]) for section in sections)
    )


class Pictures:
    """Paints with these faces; remembers glyphs from one picture to the next."""

    def __init__(self, faces: Faces) -> None:
        self._faces = faces
        self._inks = Inks()
        self._brush = Brush(faces, self._inks)

    def paint(self, issue: Issue, carried: LayoutText, height: int, ratio: float) -> QPixmap:
        """The first page of an issue in a layout, so many logical pixels high, each of them `ratio` device
        pixels; an empty sheet where it can't be set."""
        try:
            page = typeset(issue, choice_of(carried).layout, self._faces).pages[0]
        except BulletinDeskError:
            page = None
        width = height * (page.width / page.height if page else 0.7)
        picture = QPixmap(round(width * ratio), round(height * ratio))
        picture.setDevicePixelRatio(ratio)
        picture.fill(Qt.GlobalColor.white)
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if page is not None:
            self._brush.set_scale(height / page.height, ratio)
            self._brush.page(painter, page)
        painter.setPen(QPen(_EDGE, 1 / ratio))
        painter.drawRect(QRectF(0, 0, width - 1 / ratio, height - 1 / ratio))
        painter.end()
        return picture
