"""A manuscript's pictures as the bulletin holds them: the files that their source names, read once each,
those that are decoration or can't be read told apart. Knows no file formats of manuscripts; pictures are
decoded by the room `pictures`, which is loaded with the first one."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from bulletin_desk.bulletin.model import Picture, PictureData, Pictures
from bulletin_desk.errors import BulletinDeskError

Decode = Callable[[bytes], tuple[PictureData, str]]
"""Makes of a picture's file what a bulletin holds, with a sentence on what had to be changed, empty where
nothing was. Raises BulletinDeskError with the reason."""

MOST_PICTURES = 500
"""Of one manuscript."""
_MOST_BYTES = 512 << 20
"""Of all its pictures' files together."""
_WIDEST = 1560
"""Tenths of a millimetre: the measure that GB/T 9704-2012 gives (5.2.1)."""
_LEAST_SIDE = 6.0
"""Millimetres; smaller in both directions is a mark or a bullet."""
_THIN = 2.5
"""Millimetres; lower or narrower is a rule."""
_DOTS = 96
"""Pixels to the inch where nothing says how wide a picture is shown."""
_OTHER_FORMATS = (
    (re.compile(rb"\x01\x00\x00\x00.{36} EMF", re.DOTALL), "EMF 矢量图"),
    (re.compile(rb"\xd7\xcd\xc6\x9a|\x01\x00\x09\x00\x00\x03"), "WMF 矢量图"),
    (
        re.compile(
            rb"(?:\xef\xbb\xbf)?\s{0,9}(?:<\?xml[^>]{0,200}>\s{0,9})?(?:<![^>]{0,300}>\s{0,9}){0,2}<svg\b"
        ),
        "SVG 矢量图",
    ),
    (re.compile(rb"\x1f\x8b"), "压缩的矢量图"),
)


@dataclass(frozen=True, slots=True)
class Refused:
    """Why a picture is not taken in, a phrase for the clerk; `tiny`: it is but decoration."""

    why: str
    tiny: bool = False


@dataclass(slots=True)
class Pictured:
    """The pictures of one manuscript as they are asked for."""

    decode: Decode
    _known: dict[str, PictureData | Refused] = field(default_factory=dict)
    _changed: dict[str, str] = field(default_factory=dict)
    """By the digests of what is held."""
    _count: int = 0
    _left: int = _MOST_BYTES

    def picture(self, content: bytes, width: float = 0, height: float = 0) -> Pictures | Refused:
        """The picture in a file, shown so many millimetres wide and high (0 where nothing says so)."""
        if (width or height) and _is_tiny(width, height):
            return Refused("", tiny=True)
        if not content:
            return Refused("原稿里只有它的链接，没有图片本身，请找来图片再插入")
        self._count += 1
        self._left -= len(content)
        if self._count > MOST_PICTURES or self._left < 0:
            return Refused("图片太多，请分几次收")
        data = self._data(content)
        if isinstance(data, Refused):
            return data
        if not width:
            width, height = data.width * 25.4 / _DOTS, data.height * 25.4 / _DOTS
            if _is_tiny(width, height):
                return Refused("", tiny=True)
        return Pictures((Picture(data, max(1, min(round(width * 10), _WIDEST))),))

    def changed(self, block: Pictures) -> str:
        """What had to be changed of a block's pictures, in sentences for the clerk."""
        said = (self._changed.get(one.data.digest, "") for one in block.pictures)
        return "".join(dict.fromkeys(said))

    def _data(self, content: bytes) -> PictureData | Refused:
        digest = hashlib.sha256(content).hexdigest()
        if digest not in self._known:
            self._known[digest] = self._decoded(content)
        return self._known[digest]

    def _decoded(self, content: bytes) -> PictureData | Refused:
        for pattern, name in _OTHER_FORMATS:
            if pattern.match(content):
                return Refused(f"是{name}，这里读不了，请在 Word 里把它另存成 PNG 图片再插入")
        try:
            data, said = self.decode(content)
        except BulletinDeskError as error:
            return Refused(str(error).rstrip("。"))
        if said:
            self._changed[data.digest] = said
        return data


def _is_tiny(width: float, height: float) -> bool:
    small = max(width, height) < _LEAST_SIDE
    thin = 0 < min(width, height) < _THIN
    return small or thin


def decoded(content: bytes) -> tuple[PictureData, str]:
    """What the bulletin holds of a picture's file, and what was changed of it. Raises PictureError."""
    # pictures are rare, and what decodes them takes long to load
    from bulletin_desk.pictures.reading import picture_data

    taken = picture_data(content)
    return taken.data, taken.said


SIDE_BY_SIDE = 770
"""Tenths of a millimetre that each of two pictures beside each other may have."""


def in_rows(pictures: Sequence[Picture], *, together: bool = False) -> Iterator[Pictures]:
    """Pictures of one paragraph in rows as they stood there: two beside each other if there is room for them,
    or if they were `together` in any case, as in a row of a table."""
    at = 0
    while at < len(pictures):
        pair = tuple(pictures[at : at + 2])
        if len(pair) == 2 and (together or sum(one.width for one in pair) <= _WIDEST):
            yield Pictures(tuple(replace(one, width=min(one.width, SIDE_BY_SIDE)) for one in pair))
            at += 2
        else:
            yield Pictures(pair[:1])
            at += 1


class PictureCell(NamedTuple):
    """A cell of a table: the pictures in it, and its text."""

    pictures: Sequence[Picture]
    text: str


class PictureRows(NamedTuple):
    """What a table of pictures comes to: rows of pictures with their captions, and texts that are none."""

    rows: tuple[Pictures, ...]
    rest: tuple[str, ...]


_LONGEST_CAPTION = 60


def table_of_pictures(rows: Sequence[Sequence[PictureCell]]) -> PictureRows | None:
    """The pictures of a table that holds pictures and little else; None for another table."""
    count = sum(len(cell.pictures) for row in rows for cell in row)
    texts = [cell.text for row in rows for cell in row if cell.text.strip()]
    if not count or len(texts) > count or any(len(text) > _LONGEST_CAPTION for text in texts):
        return None
    made: list[Pictures] = []
    rest: list[str] = []
    used: set[int] = set()
    for at, row in enumerate(rows):
        shown = [one for cell in row for one in cell.pictures]
        if not shown:
            rest += [cell.text.strip() for cell in row if cell.text.strip()] if at not in used else []
            continue
        below = rows[at + 1] if at + 1 < len(rows) else ()
        captioned = bool(below) and not any(cell.pictures for cell in below) and len(below) == len(row)
        if captioned:
            used.add(at + 1)
        pictures: list[Picture] = []
        for column, cell in enumerate(row):
            text = "\n".join(
                filter(None, (cell.text.strip(), below[column].text.strip() if captioned else ""))
            )
            own = list(cell.pictures)
            if own and text:
                own[-1] = replace(own[-1], caption=text)
            elif text:
                rest.append(text)
            pictures += own
        made += in_rows(pictures, together=len(row) > 1)
    return PictureRows(tuple(made), tuple(rest))
