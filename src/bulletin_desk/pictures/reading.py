"""Pictures from outside made such as a bulletin keeps: JPEG or PNG, upright, grey or RGB of 8 bits, in sRGB,
no larger than paper asks for, and without what a camera noted of place and person. Must not know bulletins.
"""

from __future__ import annotations

import hashlib
import io
import struct
import warnings
import zlib
from contextlib import suppress
from dataclasses import dataclass
from typing import Literal

from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

from bulletin_desk.bulletin.model import PictureData
from bulletin_desk.errors import BulletinDeskError
from bulletin_desk.pictures import jpeg

MAX_INPUT_BYTES = 100 << 20
"""More than any camera writes."""
MAX_INPUT_PIXELS = 120_000_000
"""Decoded, four bytes each: more than any camera takes, and what a program can hold."""
MOST_ACROSS = 3_690
"""Pixels of the wider side: 156 mm, the measure of a page, at 600 dpi."""
_FORMATS = ("JPEG", "PNG", "TIFF", "BMP", "GIF", "WEBP")
_PHOTOGRAPHS = ("JPEG", "MPO")
"""JPEG files; those of the second kind hold further pictures of the same shot, behind the first."""
_NAMES = "JPEG、PNG、TIFF、BMP、GIF、WebP"
_QUALITY = 92
_FEW_COLOURS = 256
"""No more than so many colours are a drawing's, which PNG keeps sharp and small."""
_WHITE = 255
_SRGB_NAME = "srgb"
_EIGHT_BITS = 8
_DEEP = ("I", "I;16", "I;16L", "I;16B", "I;16N", "F")


class PictureError(BulletinDeskError):
    """A picture that can't be taken in: damaged, of another kind, beyond all bounds."""


@dataclass(frozen=True, slots=True)
class Taken:
    """A picture as the bulletin keeps it, and what had to be changed of it, in a sentence for the clerk;
    empty where nothing is that the clerk would see."""

    data: PictureData
    said: str = ""


def picture_data(content: bytes, name: str = "") -> Taken:
    """The picture in the bytes of a file, called `name` in what is said. What it is, its content tells. The
    same bytes give the same picture. Raises PictureError."""
    named = f"图片“{name}”" if name else "这张图片"
    with _opened(content, named) as image:
        try:
            kept = _as_it_is(content, image)
            if kept is not None:
                return Taken(kept)
            changed: list[str] = []
            upright = _decoded(image, changed)
        except _FAULTS:
            raise _damaged(named) from None
        said = [*_said_of_frames(image), *changed]
    width, height = upright.size
    if max(width, height) > MOST_ACROSS:
        upright.thumbnail((MOST_ACROSS, MOST_ACROSS), Image.Resampling.LANCZOS)
        said.append(
            f"太大（{width}×{height}像素），已缩到{upright.width}×{upright.height}像素，印出来一样清楚"
        )
    data = _encoded(upright, drawing=image.format not in _PHOTOGRAPHS and _is_drawing(upright))
    return Taken(data, f"{named}{'；'.join(said)}。" if said else "")


def decoded(data: PictureData) -> Image.Image:
    """The pixels of a kept picture, grey ("L") or RGB. Raises PictureError if its file is damaged."""
    with _opened(data.content, "这张图片") as image:
        try:
            image.load()
        except _FAULTS:
            raise _damaged("这张图片") from None
        return image if image.mode in ("L", "RGB") else image.convert("RGB")


# ---- opening

_FAULTS = (
    OSError,
    ValueError,
    SyntaxError,
    EOFError,
    MemoryError,
    OverflowError,
    IndexError,
    KeyError,
    TypeError,
    AttributeError,
    struct.error,
    zlib.error,
)
"""What Pillow's readers raise at damaged files."""


def _opened(content: bytes, named: str) -> Image.Image:
    """The picture, of which only the head has been read."""
    if not content:
        raise PictureError(f"{named}是空的，请重新选一张。")
    if len(content) > MAX_INPUT_BYTES:
        raise PictureError(f"{named}超过{MAX_INPUT_BYTES >> 20} MiB，请先缩小再插入。")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Pillow's own bound lies lower than ours, and is only a warning
            image = Image.open(io.BytesIO(content), formats=_FORMATS)
    except Image.DecompressionBombError:
        raise PictureError(f"{named}解开后大得不合常理，请先缩小再插入。") from None
    except UnidentifiedImageError:
        raise PictureError(f"{named}已损坏或不是图片，能插入的是{_NAMES}，请换一张。") from None
    except _FAULTS:
        raise _damaged(named) from None
    width, height = image.size
    if width * height > MAX_INPUT_PIXELS or max(width, height) > jpeg.MOST_PIXELS:
        raise PictureError(f"{named}有{width}×{height}像素，解开后大得不合常理，请先缩小再插入。")
    if not width or not height:
        raise _damaged(named)
    return image


def _damaged(named: str) -> PictureError:
    return PictureError(f"{named}已损坏，读不完整，请重新复制或换一张。")


# ---- what needs nothing


def _as_it_is(content: bytes, image: Image.Image) -> PictureData | None:
    """A picture that can be kept as its file has it, but for its metadata; None of any other."""
    if image.format not in _PHOTOGRAPHS or image.mode not in ("L", "RGB") or max(image.size) > MOST_ACROSS:
        return None
    if image.getexif().get(_ORIENTATION, 1) != 1 or not _is_srgb(image):
        return None
    bare = jpeg.without_metadata(content)
    if bare is None:
        return None
    with suppress(*_FAULTS), Image.open(io.BytesIO(bare), formats=("JPEG",)) as again:
        again.load()
        if again.size == image.size and again.mode == image.mode:
            return _data(bare, "jpeg", image.size)
    return None


_ORIENTATION = 0x0112
"""The tag of Exif that tells how the camera was held (CIPA DC-008, 4.6.4)."""


def _is_srgb(image: Image.Image) -> bool:
    profile = image.info.get("icc_profile")
    if not profile:
        return True
    try:
        found = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        return _SRGB_NAME in ImageCms.getProfileDescription(found).lower()
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        return True  # a profile that can't be read tells nothing


def _said_of_frames(image: Image.Image) -> list[str]:
    """What is said of a picture with further frames, which may be damaged: the first one has been read."""
    frames = 1
    with suppress(*_FAULTS):
        frames = getattr(image, "n_frames", 1)
    if frames == 1 or image.format in _PHOTOGRAPHS:
        return []
    return [f"是有{frames}幅的{'多幅图' if image.format == 'TIFF' else '动图'}，只取了第一幅"]


# ---- to grey or RGB


def _decoded(image: Image.Image, said: list[str]) -> Image.Image:
    """The first frame, upright, grey or RGB."""
    profile = image.info.get("icc_profile")
    image.seek(0)
    image.load()
    turned = ImageOps.exif_transpose(image)
    plain = _flat(turned, said)
    return _in_srgb(plain, profile, said)


def _flat(image: Image.Image, said: list[str]) -> Image.Image:
    """Without transparency, of 8 bits; grey, RGB or CMYK."""
    if image.mode in _DEEP:
        said.append("每色超过8位，已改为8位")
        return _eight_bits(image)
    has_alpha = image.mode in ("LA", "La", "PA", "RGBA", "RGBa") or "transparency" in image.info
    if has_alpha:
        image = image.convert("RGBA")
        lowest, _ = image.getchannel("A").getextrema()
        if isinstance(lowest, int | float) and lowest < _WHITE:
            said.append("有透明的地方，已衬白底")
        ground = Image.new("RGBA", image.size, (_WHITE,) * 4)
        image = Image.alpha_composite(ground, image).convert("RGB")
        return _grey_if_it_is(image)
    if image.mode == "1":
        return image.convert("L")
    if image.mode in ("L", "RGB", "CMYK", "LAB"):
        return image
    return _grey_if_it_is(image.convert("RGB"))


def _grey_if_it_is(image: Image.Image) -> Image.Image:
    """A picture of greys only as grey."""
    red, green, blue = image.split()
    return red if red.tobytes() == green.tobytes() == blue.tobytes() else image


def _eight_bits(image: Image.Image) -> Image.Image:
    """Grey of 16 or 32 bits, whole or broken numbers, in the range that it uses."""
    if image.mode.startswith("I;16"):
        image = image.convert("I")
    low, high = image.getextrema()
    assert isinstance(low, int | float)
    assert isinstance(high, int | float)
    if image.mode == "I" and low >= 0 and high <= 0xFFFF:
        return image.point(lambda value: value * (1 / 257)).convert("L")
    scale = _WHITE / (high - low) if high > low else 0.0
    return image.convert("F").point(lambda value: value * scale + (-low * scale)).convert("L")


def _in_srgb(image: Image.Image, profile: bytes | None, said: list[str]) -> Image.Image:
    """Grey or RGB, its colours as screens and the bulletin's PDF take them."""
    wanted = "L" if image.mode == "L" else "RGB"
    if image.mode == "CMYK":
        said.append("是印刷用的CMYK颜色，已改为RGB，颜色可能略有出入")
    if profile and image.mode != "L":
        with suppress(ImageCms.PyCMSError, OSError, ValueError, TypeError):
            found = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            converted = ImageCms.profileToProfile(
                image, found, ImageCms.createProfile("sRGB"), outputMode="RGB"
            )
            if converted is not None:
                return converted
    return image if image.mode == wanted else image.convert(wanted)


# ---- to a file


def _is_drawing(image: Image.Image) -> bool:
    return image.getcolors(_FEW_COLOURS) is not None


def _encoded(image: Image.Image, *, drawing: bool) -> PictureData:
    """A file of the pixels alone."""
    bare = Image.new(image.mode, image.size)
    bare.paste(image)
    content = io.BytesIO()
    if drawing:
        bare.save(content, "PNG", optimize=True)
    else:
        bare.save(content, "JPEG", quality=_QUALITY, subsampling=0, optimize=True)
    return _data(content.getvalue(), "png" if drawing else "jpeg", image.size)


def _data(content: bytes, form: Literal["jpeg", "png"], size: tuple[int, int]) -> PictureData:
    return PictureData(hashlib.sha256(content).hexdigest(), form, *size, content)
