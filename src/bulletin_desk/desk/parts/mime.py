"""Data for the clipboard and for drags. It is made by Qt: what Python has made, and the clipboard still holds
when the program ends, is taken down after Python, and the program dies of that. Knows nothing of what is in
it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QMimeData, QStringListModel


def mime_data(text: str = "", html: str = "") -> QMimeData:
    """Data with these forms, those that are empty left out; the clipboard or the drag that it is handed to
    owns it."""
    # Qt offers no other way to have it made on its side: a list's row, emptied again
    rows = QStringListModel([""])
    data = rows.mimeData([rows.index(0)])
    data.clear()
    if text:
        data.setText(text)
    if html:
        data.setHtml(html)
    return data


def local_files(data: QMimeData) -> list[Path]:
    """The files of this machine or a share that data name."""
    return [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]


PICTURE_ENDINGS = (".jpg", ".jpeg", ".png", ".tif", ".tiff", ".bmp", ".gif", ".webp")
"""What the files of pictures that can be put in are called."""


def are_pictures(files: Sequence[Path]) -> bool:
    """Whether files are all pictures by their names, and there are any."""
    return bool(files) and all(file.suffix.lower() in PICTURE_ENDINGS for file in files)
