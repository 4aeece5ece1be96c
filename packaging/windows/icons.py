"""Draws an SVG as a Windows icon of all sizes. Runs in the checkout's environment: it needs Qt and Pillow.

python icons.py DRAWING SMALL_DRAWING OUT.ico
"""

from __future__ import annotations

import sys
from argparse import ArgumentParser, RawDescriptionHelpFormatter
from pathlib import Path

from PIL import Image
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

SIZES = (16, 20, 24, 32, 40, 48, 64, 256)
"""Pixels: what Windows asks for at 100 to 200 % in lists, on the taskbar and the desktop."""
SMALL = 32
"""Up to this size the drawing with fewer lines is taken."""


def drawn(drawing: Path, size: int) -> Image.Image:
    """The drawing in that many pixels each way."""
    image = QImage(size, size, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    QSvgRenderer(str(drawing)).render(painter, QRectF(0, 0, size, size))
    painter.end()
    plain = image.convertToFormat(QImage.Format.Format_RGBA8888)
    return Image.frombytes("RGBA", (size, size), bytes(plain.constBits()))


def main() -> int:
    """Writes the icon; the exit code."""
    parser = ArgumentParser(description=__doc__, formatter_class=RawDescriptionHelpFormatter)
    parser.add_argument("drawing", type=Path, metavar="DRAWING")
    parser.add_argument("small", type=Path, metavar="SMALL_DRAWING")
    parser.add_argument("out", type=Path, metavar="OUT.ico")
    options = parser.parse_args()
    large, small, out = options.drawing, options.small, options.out
    images = [drawn(small if size <= SMALL else large, size) for size in SIZES]
    out.parent.mkdir(parents=True, exist_ok=True)
    images[-1].save(out, format="ICO", sizes=[(size, size) for size in SIZES], append_images=images[:-1])
    return 0


if __name__ == "__main__":
    sys.exit(main())
