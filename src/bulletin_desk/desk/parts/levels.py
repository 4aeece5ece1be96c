"""The colours in which findings are seen, on the pages and in lists."""

from __future__ import annotations

from PySide6.QtGui import QColor

from bulletin_desk.proof.findings import Level

COLOURS = {
    Level.ERROR: QColor("#d92d20"),
    Level.DOUBTFUL: QColor("#dc8a00"),
    Level.ADVICE: QColor("#7a828e"),
}
"""Seen well on white pages, and on light and dark windows."""
