"""Paints lines and marks of finished pages with Qt, glyph by glyph from the very font files. Decides nothing.

Knows no widgets: whoever paints hands a painter over, in whatever device.
"""

from __future__ import annotations

import struct
from math import ceil, floor
from typing import assert_never

from PySide6.QtCore import QByteArray, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QColorSpace,
    QFont,
    QGlyphRun,
    QImage,
    QPainter,
    QPainterPath,
    QPen,
    QRawFont,
)

from bulletin_desk.desk.page.images import DecodedImages
from bulletin_desk.fonts.faces import Faces
from bulletin_desk.fonts.sfnt import HINTING, SfntFile, checksum
from bulletin_desk.pages.model import (
    STROKE,
    Colour,
    FontRef,
    HorizontalRule,
    ImageMark,
    Join,
    Line,
    Page,
    PageMark,
    PlacedLine,
    Run,
    VerticalRule,
)
from bulletin_desk.resources import resource

_ANY_SIZE = 64.0
_LARGE = 60.0
"""Device pixels to the em from which glyphs are drawn as images of their outlines: Qt's raster engine draws
no glyphs of a raw font that are larger than its glyph cache takes (64 pixels), and filling outlines takes
long."""
_HUGE = 200.0
"""Device pixels to the em from which outlines are filled after all: few fit on a screen."""
_PAPER_DPI = 300
"""Pixels to the inch of pictures on paper."""
_NOT_YET = QColor(236, 236, 236)
"""Stands where a picture is being decoded."""
_MOST_IMAGE_BYTES = 48 << 20
_MOST_LINES = 4000
"""Lines whose glyph runs are remembered: the visible pages many times over, and a few megabytes."""


class Inks:
    """What inks look like on a screen, by the colour profile that the PDF carries too."""

    def __init__(self) -> None:
        profile = QColorSpace.fromIccProfile(QByteArray(resource("icc", "bulletin-cmyk.icc").read_bytes()))
        self._transform = profile.transformationToColorSpace(QColorSpace(QColorSpace.NamedColorSpace.SRgb))
        self._known: dict[Colour, QColor] = {}

    def __getitem__(self, colour: Colour) -> QColor:
        known = self._known.get(colour)
        if known is None:
            known = self._known[colour] = self._transform.map(QColor.fromCmykF(*colour))
        return known


class _Glyphs:
    """A run of glyphs as Qt draws them, from its glyph cache."""

    __slots__ = ("colour", "run", "stretch", "x")

    def __init__(self, run: QGlyphRun, x: float, stretch: float, colour: QColor) -> None:
        self.run = run
        self.x = x
        self.stretch = stretch
        self.colour = colour

    def draw(self, painter: QPainter, x: float, y: float) -> None:
        """Draws with the run's line at `x` and `y`."""
        painter.setPen(self.colour)
        if self.stretch == 1.0:
            painter.drawGlyphRun(QPointF(x + self.x, y), self.run)
            return
        painter.save()
        painter.translate(x + self.x, y)
        painter.scale(self.stretch, 1.0)
        painter.drawGlyphRun(QPointF(0.0, 0.0), self.run)
        painter.restore()


class _Outlines:
    """A run of glyphs too large for images, as one filled outline, which a `pen` may stroke."""

    __slots__ = ("colour", "path", "pen", "stretch", "x")

    def __init__(
        self, path: QPainterPath, pen: QPen | None, x: float, stretch: float, colour: QColor
    ) -> None:
        self.path = path
        self.pen = pen
        self.x = x
        self.stretch = stretch
        self.colour = colour

    def draw(self, painter: QPainter, x: float, y: float) -> None:
        """Draws with the run's line at `x` and `y`."""
        painter.save()
        painter.translate(x + self.x, y)
        painter.scale(self.stretch, 1.0)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillPath(self.path, self.colour)
        if self.pen:
            painter.strokePath(self.path, self.pen)
        painter.restore()


class _Images:
    """A run of large or stroked glyphs, each an image at whole device pixels: `parts` have left, top and
    image."""

    __slots__ = ("parts", "ratio")

    def __init__(self, parts: list[tuple[float, float, QImage]], ratio: float) -> None:
        self.parts = parts
        self.ratio = ratio

    def draw(self, painter: QPainter, x: float, y: float) -> None:
        """Draws with the run's line at `x` and `y`."""
        ratio = self.ratio
        base = round(y * ratio) / ratio
        for left, top, image in self.parts:
            painter.drawImage(QPointF(round((x + left) * ratio) / ratio, base + top), image)


_Shown = _Glyphs | _Outlines | _Images


class Brush:
    """Draws at a scale in pixels (logical ones) per point; `on_paper` as outlines only. Remembers glyph runs
    by line, as lines are shared between typesettings. `decoded` has the pictures."""

    def __init__(
        self,
        faces: Faces,
        inks: Inks,
        *,
        on_paper: bool = False,
        decoded: DecodedImages | None = None,
    ) -> None:
        self._faces = faces
        self._inks = inks
        self._on_paper = on_paper
        self._decoded = decoded or DecodedImages()
        self._files: dict[FontRef, QRawFont] = {}
        self._fonts: dict[tuple[FontRef, float], QRawFont] = {}
        self._lines: dict[int, tuple[Line, list[_Shown]]] = {}
        self._images: dict[tuple[FontRef, float, int, int], tuple[float, float, QImage]] = {}
        self._image_bytes = 0
        self.scale = 1.0
        self._ratio = 1.0

    def set_scale(self, scale: float, ratio: float = 1.0) -> None:
        """Pixels per point from now on; `ratio` is how many device pixels each of them is wide."""
        if (scale, ratio) != (self.scale, self._ratio):
            self.scale, self._ratio = scale, ratio
            self._lines.clear()
            self._fonts.clear()
            self._images.clear()
            self._image_bytes = 0

    def page(self, painter: QPainter, page: Page, exposed: QRectF | None = None) -> None:
        """What is printed on a page, and its aside, its top left at the painter's origin; `exposed` (in
        points) limits the lines to those that touch it."""
        lines = page.lines if page.folio is None else (*page.lines, page.folio)
        if page.aside:
            lines = (*lines, *page.aside.lines)
            for rule in page.aside.under:
                self.mark(painter, rule)
        for placed in lines:
            if exposed is None or _touches(placed, exposed):
                self.line(painter, placed)
        for mark in page.marks:
            if exposed is None or not isinstance(mark, ImageMark) or _shows(mark, exposed):
                self.mark(painter, mark)
        if page.aside:
            for rule in page.aside.marks:
                self.mark(painter, rule)
            self._joins(painter, page.aside.joins)

    def _joins(self, painter: QPainter, joins: tuple[Join, ...]) -> None:
        """Thin lines, none thinner than a device pixel."""
        if not joins:
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        least = 1.0 / painter.device().devicePixelRatioF()
        for join in joins:
            painter.setPen(QPen(self._inks[join.colour], max(join.thickness * self.scale, least)))
            start, end = QPointF(join.x, join.y) * self.scale, QPointF(join.to_x, join.to_y) * self.scale
            painter.drawLine(start, end)
        painter.restore()

    def line(self, painter: QPainter, placed: PlacedLine) -> None:
        """A placed line."""
        x, y = placed.x * self.scale, placed.y * self.scale
        for shown in self._shown(placed.line):
            shown.draw(painter, x, y)

    def runs(self, painter: QPainter, runs: tuple[Run, ...], at: QPointF, colour: QColor) -> None:
        """Runs that belong to no page, as a grey prompt, in a colour of the screen."""
        for run in runs:
            self._run(run, colour).draw(painter, at.x(), at.y())

    def mark(self, painter: QPainter, mark: PageMark) -> None:
        """A mark. No rule is thinner than a device pixel."""
        if isinstance(mark, ImageMark):
            self._picture(painter, mark)
            return
        x, y = mark.x * self.scale, mark.y * self.scale
        thickness = max(mark.thickness * self.scale, 1.0 / painter.device().devicePixelRatioF())
        match mark:
            case HorizontalRule():
                box = QRectF(x, y - thickness / 2, mark.width * self.scale, thickness)
            case VerticalRule():
                box = QRectF(x - thickness / 2, y, thickness, mark.height * self.scale)
            case _:
                assert_never(mark)
        painter.fillRect(box, self._inks[mark.colour])

    def _picture(self, painter: QPainter, mark: ImageMark) -> None:
        """A picture, on a screen at whole device pixels, so that it is not scaled anew each time."""
        where = QRectF(mark.x, mark.y, mark.width, mark.height)
        ratio = _PAPER_DPI / 72 if self._on_paper else self.scale * self._ratio
        pixels = QRect(
            round(where.x() * ratio),
            round(where.y() * ratio),
            max(round(where.width() * ratio), 1),
            max(round(where.height() * ratio), 1),
        )
        size = pixels.size()
        if self._on_paper and size.width() > mark.data.width:
            size.setWidth(mark.data.width)
            size.setHeight(mark.data.height)
        image = self._decoded.image(mark.data, size)
        step = self.scale / ratio
        box = QRectF(pixels.x() * step, pixels.y() * step, pixels.width() * step, pixels.height() * step)
        if image is None or image.isNull():
            painter.fillRect(box, _NOT_YET)
            return
        painter.drawImage(box, image)

    def _shown(self, line: Line) -> list[_Shown]:
        known = self._lines.get(id(line))
        if known is not None:
            return known[1]
        if len(self._lines) >= _MOST_LINES:
            self._lines.clear()
        shown = [self._run(run, self._inks[run.colour]) for run in line.runs]
        self._lines[id(line)] = (line, shown)  # the entry holds the line, so that its id stays its own
        return shown

    def _run(self, run: Run, colour: QColor) -> _Shown:
        face = self._faces.face(run.font)
        first = run.xs[0]
        step = self.scale / run.stretch
        size = run.size * self.scale
        numbers = [face.glyph(char) for char in run.text]
        starts = [(x - first) * step for x in run.xs]
        x = first * self.scale
        pixels = size * self._ratio
        stretched = run.stretch != 1.0 and (run.font.bold or pixels > _LARGE)
        if self._on_paper or pixels > _HUGE or stretched:
            font = self._font(run.font, size)
            path = QPainterPath()
            path.setFillRule(Qt.FillRule.WindingFill)
            for number, start in zip(numbers, starts, strict=True):
                path.addPath(font.pathForGlyph(number).translated(start, 0.0))
            return _Outlines(path, _pen(run.font, size, colour), x, run.stretch, colour)
        if run.font.bold or pixels > _LARGE:
            parts = []
            for number, start in zip(numbers, starts, strict=True):
                left, top, image = self._image(run.font, size, number, colour)
                parts.append((x + start + left, top, image))
            return _Images(parts, self._ratio)
        glyphs = QGlyphRun()
        glyphs.setRawFont(self._font(run.font, size))
        glyphs.setGlyphIndexes(numbers)
        glyphs.setPositions([QPointF(start, 0.0) for start in starts])
        return _Glyphs(glyphs, x, run.stretch, colour)

    def _image(self, ref: FontRef, size: float, number: int, colour: QColor) -> tuple[float, float, QImage]:
        """A glyph's image, with its left and top from the glyph's origin."""
        key = (ref, size, number, colour.rgba())
        known = self._images.get(key)
        if known is not None:
            return known
        path = self._font(ref, size).pathForGlyph(number)
        path.setFillRule(Qt.FillRule.WindingFill)  # contours overlap
        ratio = self._ratio
        pen = _pen(ref, size, colour)
        box = path.boundingRect()
        if pen:
            over = pen.widthF() / 2
            box.adjust(-over, -over, over, over)
        left, top = floor(box.left() * ratio) - 1, floor(box.top() * ratio) - 1
        width, height = ceil(box.right() * ratio) + 1 - left, ceil(box.bottom() * ratio) + 1 - top
        image = QImage(width, height, QImage.Format.Format_ARGB32_Premultiplied)
        image.fill(Qt.GlobalColor.transparent)
        painter = QPainter(image)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(-left, -top)
        painter.scale(ratio, ratio)
        painter.fillPath(path, colour)
        if pen:
            painter.strokePath(path, pen)
        painter.end()
        image.setDevicePixelRatio(ratio)
        if self._image_bytes > _MOST_IMAGE_BYTES:
            self._images.clear()
            self._lines.clear()
            self._image_bytes = 0
        self._image_bytes += image.sizeInBytes()
        self._images[key] = made = (left / ratio, top / ratio, image)
        return made

    def _font(self, ref: FontRef, size: float) -> QRawFont:
        font = self._fonts.get((ref, size))
        if font is None:
            font = QRawFont(self._file(ref.plain))
            font.setPixelSize(size)
            self._fonts[ref, size] = font
        return font

    def _file(self, ref: FontRef) -> QRawFont:
        """The font file, loaded once. Unhinted: glyphs stand where the page says, at any size."""
        font = self._files.get(ref)
        if font is None:
            # QRawFont takes the first face of a collection only, and a file whose name is in characters: any
            # other is handed over as a file of its own
            how = QFont.HintingPreference.PreferNoHinting
            face = self._faces.face(ref)
            if face.as_it_lies:
                font = QRawFont(ref.file, _ANY_SIZE, how)
            else:
                font = QRawFont(QByteArray(standalone(face.file)), _ANY_SIZE, how)
            self._files[ref] = font
        return font


def _pen(ref: FontRef, size: float, colour: QColor) -> QPen | None:
    """What makes a face bold that is so by its strokes; `size` in the painter's own units."""
    if not ref.bold:
        return None
    round_join = Qt.PenJoinStyle.RoundJoin
    return QPen(colour, size * STROKE, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, round_join)


def standalone(file: SfntFile) -> bytes:
    """One face as a font file of its own, without damaged instructions for screens (OpenType 1.9, “Table
    Directory”)."""
    kept = {tag: file.table(tag) for tag in file.tables if tag not in HINTING} | file.hinting()
    tables = sorted(kept.items())
    power = 2 ** (len(tables).bit_length() - 1)
    version = b"OTTO" if file.is_cff else b"\0\1\0\0"
    head = struct.pack(
        ">4sHHHH", version, len(tables), 16 * power, power.bit_length() - 1, 16 * (len(tables) - power)
    )
    directory, body = b"", b""
    start = len(head) + 16 * len(tables)
    for tag, data in tables:
        padded = data + bytes(-len(data) % 4)
        directory += tag.encode("latin-1") + struct.pack(">III", checksum(data), start + len(body), len(data))
        body += padded
    return head + directory + body


def _shows(mark: ImageMark, exposed: QRectF) -> bool:
    return mark.y < exposed.bottom() and mark.y + mark.height > exposed.top()


def _touches(placed: PlacedLine, exposed: QRectF) -> bool:
    # ink may rise over its band, as the masthead's does
    over = placed.height / 2
    return placed.top - over < exposed.bottom() and placed.top + placed.height + over > exposed.top()
