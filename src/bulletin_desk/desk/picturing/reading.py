"""Pictures read from files and from the clipboard, beside the window: nothing here touches a widget. What
can't be used is said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice
from PySide6.QtGui import QImage

from bulletin_desk.bulletin.model import PictureData
from bulletin_desk.errors import BulletinDeskError
from bulletin_desk.paths import read_plain

Source = Path | bytes | QImage
"""A file, what is in one, or pixels."""


@dataclass(frozen=True, slots=True)
class Read:
    """The pictures that could be read, in their order, and sentences about what was changed of them and about
    those that could not."""

    datas: tuple[PictureData, ...]
    said: tuple[str, ...]


def read(sources: Sequence[Source]) -> Read:
    """May take long, and is to be called in a thread of its own."""
    from bulletin_desk.pictures.reading import picture_data  # loads what decodes pictures

    datas: list[PictureData] = []
    said: list[str] = []
    for source in sources:
        try:
            name = source.name if isinstance(source, Path) else ""
            taken = picture_data(_content(source), name)
        except BulletinDeskError as error:
            said.append(str(error))
        except OSError:
            said.append(f"图片“{source.name}”打不开，请看看它还在不在。" if isinstance(source, Path) else "")
        else:
            datas.append(taken.data)
            said.append(taken.said)
    return Read(tuple(datas), tuple(filter(None, said)))


def _content(source: Source) -> bytes:
    """No more than what is refused as too large. Raises OSError."""
    from bulletin_desk.pictures.reading import MAX_INPUT_BYTES

    match source:
        case bytes():
            return source
        case Path():
            return read_plain(source, MAX_INPUT_BYTES)
        case _:
            buffer = QBuffer()
            buffer.open(QIODevice.OpenModeFlag.WriteOnly)
            # 100: not packed, which takes long; it is packed anew anyway
            source.save(buffer, "PNG", 100)  # type: ignore[call-overload]  # PySide takes no bytes here
            return bytes(buffer.data().data())
