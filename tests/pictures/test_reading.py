"""Whatever comes in as a picture is set right, or refused in a sentence."""

from __future__ import annotations

import hashlib
import io
import random
import struct
import zlib
from typing import Any

import pytest
from PIL import GifImagePlugin, Image, ImageCms

from bulletin_desk.pictures import jpeg, reading
from bulletin_desk.pictures.reading import MOST_ACROSS, PictureError, decoded, picture_data
from bulletin_desk.pictures.scaled import at_most

SIDE = (60, 40)


def photograph(mode: str = "RGB", size: tuple[int, int] = SIDE) -> Image.Image:
    """One of many colours, darker at the left."""
    chance = random.Random(1)
    grey = Image.frombytes(
        "L",
        size,
        bytes(min(255, 3 * (at % size[0]) + chance.randrange(60)) for at in range(size[0] * size[1])),
    )
    return Image.merge("RGB", (grey, grey.transpose(Image.Transpose.FLIP_TOP_BOTTOM), grey)).convert(mode)


def file_of(image: Image.Image, form: str, **how: Any) -> bytes:
    content = io.BytesIO()
    image.save(content, form, **how)
    return content.getvalue()


def exif(orientation: int) -> Image.Exif:
    noted = Image.Exif()
    noted[0x0112] = orientation
    noted[0x010F] = "相机厂"
    noted.get_ifd(0x8825)[1] = "N"
    return noted


def check(content: bytes, mode: str, size: tuple[int, int] = SIDE) -> tuple[reading.Taken, Image.Image]:
    taken = picture_data(content, "会场.jpg")
    data = taken.data
    assert data.digest == hashlib.sha256(data.content).hexdigest()
    assert (data.width, data.height) == size
    with Image.open(io.BytesIO(data.content)) as image:
        assert image.format == data.format.upper()
        assert "icc_profile" not in image.info
        assert not image.getexif()
    assert decoded(data).mode == mode
    assert picture_data(content).data.content == data.content
    return taken, decoded(data)


@pytest.mark.parametrize("form", ["JPEG", "PNG", "TIFF", "BMP", "GIF", "WEBP"])
def test_each_format(form: str) -> None:
    taken, _ = check(file_of(photograph(), form), "RGB")
    assert taken.said == ""
    _, grey = check(file_of(photograph("L"), form), "RGB" if form == "WEBP" else "L")
    assert grey.size == SIDE


def test_a_plain_jpeg_is_kept_byte_for_byte() -> None:
    for mode in ("RGB", "L"):
        content = file_of(photograph(mode), "JPEG", quality=75)
        assert picture_data(content).data.content == content
    progressive = file_of(photograph(), "JPEG", progressive=True)
    assert picture_data(progressive).data.content == progressive


def test_what_a_camera_noted_is_taken_off_without_touching_the_picture() -> None:
    plain = file_of(photograph(), "JPEG", quality=80)
    noted = file_of(photograph(), "JPEG", quality=80, exif=exif(1), comment=b"private")
    assert b"private" in noted
    assert picture_data(noted).data.content == plain
    assert picture_data(noted + b"behind the end").data.content == plain


@pytest.mark.parametrize("orientation", range(2, 9))
def test_turned_as_the_camera_was_held(orientation: int) -> None:
    size = SIDE if orientation < 5 else SIDE[::-1]
    _, image = check(file_of(photograph(), "JPEG", quality=95, exif=exif(orientation)), "RGB", size)
    dark_edges = {2: "right", 3: "right", 4: "left", 5: "top", 6: "top", 7: "bottom", 8: "bottom"}
    width, height = size
    ends = {
        "left": (0, 0, 4, height),
        "right": (width - 4, 0, width, height),
        "top": (0, 0, width, 4),
        "bottom": (0, height - 4, width, height),
    }

    def brightness(box: tuple[int, int, int, int]) -> float:
        values = image.convert("L").crop(box).tobytes()
        return sum(values) / len(values)

    assert min(ends, key=lambda edge: brightness(ends[edge])) == dark_edges[orientation]


def test_cmyk_with_and_without_a_profile() -> None:
    cmyk = photograph().convert("CMYK")
    taken, image = check(file_of(cmyk, "JPEG", quality=95), "RGB")
    assert taken.said == "图片“会场.jpg”是印刷用的CMYK颜色，已改为RGB，颜色可能略有出入。"
    from bulletin_desk.resources import resource

    profile = resource("icc", "bulletin-cmyk.icc").read_bytes()
    _, other = check(file_of(cmyk, "TIFF", icc_profile=profile), "RGB")
    assert image.size == other.size


def test_a_profile_is_followed() -> None:
    # A profile with red and green exchanged would be ideal; Pillow makes only a few.
    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB"))
    content = file_of(photograph().convert("LAB"), "TIFF", icc_profile=lab.tobytes())
    _, image = check(content, "RGB")
    assert image.getpixel((2, 2)) != image.getpixel((57, 2))
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    plain = file_of(photograph(), "JPEG")
    assert picture_data(file_of(photograph(), "JPEG", icc_profile=srgb)).data.content == plain
    check(file_of(photograph(), "JPEG", icc_profile=b"no profile"), "RGB")


def test_sixteen_bits() -> None:
    deep = Image.new("I;16", (2, 1))
    deep.putpixel((0, 0), 0x1234)
    deep.putpixel((1, 0), 0xFFFF)
    for form in ("PNG", "TIFF"):
        taken, image = check(file_of(deep, form), "L", (2, 1))
        assert taken.said == "图片“会场.jpg”每色超过8位，已改为8位。"
        assert [image.getpixel((at, 0)) for at in range(2)] == [0x12, 0xFF]
    broken = Image.new("F", (2, 1))
    broken.putpixel((1, 0), 0.5)
    _, image = check(file_of(broken, "TIFF"), "L", (2, 1))
    assert [image.getpixel((at, 0)) for at in range(2)] == [0, 255]


def test_transparency_stands_on_white() -> None:
    clear = Image.new("RGBA", (3, 1), (255, 0, 0, 0))
    clear.putpixel((1, 0), (0, 0, 255, 255))
    for form in ("PNG", "WEBP", "TIFF"):
        how = {"lossless": True} if form == "WEBP" else {}
        taken, image = check(file_of(clear, form, **how), "RGB", (3, 1))
        assert taken.said == "图片“会场.jpg”有透明的地方，已衬白底。"
        assert [image.getpixel((at, 0)) for at in range(3)] == [(255,) * 3, (0, 0, 255), (255,) * 3]
    palette = Image.new("P", (2, 1), 0)
    palette.putpalette([9, 9, 9, 200, 0, 0])
    palette.putpixel((1, 0), 1)
    _, image = check(file_of(palette, "GIF", transparency=0), "RGB", (2, 1))
    assert [image.getpixel((at, 0)) for at in range(2)] == [(255,) * 3, (200, 0, 0)]
    _, image = check(file_of(Image.new("LA", (2, 1), (7, 255)), "PNG"), "L", (2, 1))
    assert image.getpixel((0, 0)) == 7


@pytest.mark.parametrize(
    ("form", "what"), [("GIF", "动图"), ("WEBP", "动图"), ("PNG", "动图"), ("TIFF", "多幅图")]
)
def test_of_several_frames_the_first(form: str, what: str) -> None:
    red, blue = Image.new("RGB", (4, 4), (250, 0, 0)), Image.new("RGB", (4, 4), (0, 0, 250))
    how = {"lossless": True} if form == "WEBP" else {}
    content = file_of(red, form, save_all=True, append_images=[blue], **how)
    taken, image = check(content, "RGB", (4, 4))
    assert taken.said == f"图片“会场.jpg”是有2幅的{what}，只取了第一幅。"
    assert image.getpixel((0, 0)) == (250, 0, 0)


def test_a_photograph_with_others_behind_it() -> None:
    content = file_of(photograph(), "MPO", save_all=True, append_images=[photograph()])
    taken, _ = check(content, "RGB")
    assert taken.said == ""
    assert taken.data.content == file_of(photograph(), "JPEG")


def test_a_drawing_stays_sharp_and_a_photograph_small() -> None:
    drawing = Image.new("RGB", SIDE, (255, 255, 255))
    drawing.paste((200, 0, 0), (10, 10, 30, 30))
    assert picture_data(file_of(drawing, "BMP")).data.format == "png"
    assert picture_data(file_of(photograph(), "BMP")).data.format == "jpeg"


def test_a_huge_one_is_made_smaller() -> None:
    wide = Image.new("L", (2 * MOST_ACROSS, 1_000), 90)
    for form in ("PNG", "JPEG"):
        taken, _ = check(file_of(wide, form), "L", (MOST_ACROSS, 500))
        assert taken.said == (
            f"图片“会场.jpg”太大（{2 * MOST_ACROSS}×1000像素），已缩到{MOST_ACROSS}×500像素，印出来一样清楚。"
        )


def bomb(width: int, height: int) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    rows = zlib.compress(b"\0" * 100_000, 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


@pytest.mark.parametrize("size", [(60_000, 60_000), (12_000, 12_000), (100_000, 10), (1 << 30, 1 << 30)])
def test_a_bomb_is_refused_before_it_unfolds(size: tuple[int, int], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "_decoded", lambda *_: pytest.fail("decoded"))
    with pytest.raises(PictureError, match=r"解开后大得不合常理，请先缩小再插入。$"):
        picture_data(bomb(*size))


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "图片“会场.jpg”是空的，请重新选一张。"),
        (b"GIF89a", "已损坏"),
        (b"%PDF-1.7", "已损坏或不是图片，能插入的是JPEG、PNG、TIFF、BMP、GIF、WebP，请换一张。"),
        (b"<svg/>", "已损坏或不是图片"),
        (bomb(40, 40)[:60], "已损坏"),
    ],
)
def test_what_is_no_picture_is_refused(content: bytes, said: str) -> None:
    with pytest.raises(PictureError) as refused:
        picture_data(content, "会场.jpg")
    assert said in str(refused.value)


def test_formats_not_named_are_refused() -> None:
    for form in ("PPM", "TGA", "ICO", "PCX", "PDF", "EPS"):
        with pytest.raises(PictureError, match="不是图片"):
            picture_data(file_of(photograph(), form))


@pytest.mark.parametrize("form", ["JPEG", "PNG", "TIFF", "BMP", "GIF", "WEBP"])
def test_damaged_files_are_taken_or_refused_in_a_sentence(form: str) -> None:
    whole = file_of(photograph(), form)
    chance = random.Random(form)
    with pytest.raises(PictureError):
        picture_data(whole[: len(whole) // 2])
    for _ in range(150):
        content = bytearray(whole[: chance.choice([len(whole), chance.randrange(1, len(whole))])])
        for _ in range(chance.choice([0, 1, 5])):
            content[chance.randrange(len(content))] = chance.randrange(256)
        said = ""
        try:
            data = picture_data(bytes(content)).data
        except PictureError as error:
            said = str(error)
        assert said.endswith("。") or decoded(data).size == (data.width, data.height)


def test_smaller_for_print() -> None:
    data = picture_data(file_of(photograph(), "JPEG")).data
    assert at_most(data, 60) is data
    small = at_most(data, 30)
    assert (small.width, small.height, small.format) == (30, 20, "jpeg")
    assert decoded(small).size == (30, 20)
    assert at_most(data, 30) is small
    png = picture_data(file_of(Image.new("RGB", SIDE, (1, 2, 3)), "PNG")).data
    assert decoded(at_most(png, 7)).size == (7, 5)
    assert decoded(at_most(png, 0)).size == (1, 1)


@pytest.mark.parametrize("fault", [struct.error("x"), zlib.error("x"), AttributeError("x")], ids=repr)
def test_whatever_a_reader_raises_is_a_sentence(fault: Exception, monkeypatch: pytest.MonkeyPatch) -> None:
    def read(*_: object) -> None:
        raise fault

    stream = io.BytesIO()
    Image.new("RGBA", (3, 3)).save(stream, "PNG")
    monkeypatch.setattr(reading, "_flat", read)
    with pytest.raises(PictureError, match="已损坏"):
        picture_data(stream.getvalue())


@pytest.mark.parametrize("frames", [IndexError("x"), TypeError("x"), struct.error("x")], ids=repr)
def test_frames_that_cannot_be_counted_leave_the_first_one(
    frames: Exception, monkeypatch: pytest.MonkeyPatch
) -> None:
    def counted(_: object) -> int:
        raise frames

    monkeypatch.setattr(GifImagePlugin.GifImageFile, "n_frames", property(counted))
    taken = picture_data(file_of(photograph(), "GIF"))
    assert (taken.data.width, taken.data.height) == SIDE
    assert not taken.said


@pytest.mark.parametrize("kept", [0.3, 0.5, 0.7, 0.8, 0.9, 0.95, 0.99])
@pytest.mark.parametrize("form", ["GIF", "TIFF", "WEBP", "PNG"])
def test_a_file_of_several_frames_that_ends_too_early_is_taken_or_refused(form: str, kept: float) -> None:
    frames = [photograph().rotate(10 * at) for at in range(3)]
    whole = file_of(frames[0], form, save_all=True, append_images=frames[1:])
    said = ""
    try:
        data = picture_data(whole[: int(len(whole) * kept)]).data
    except PictureError as error:
        said = str(error)
    assert "已损坏" in said or (data.width, data.height) == SIDE


def test_metadata_that_cannot_be_read_are_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    def read(_: object) -> Image.Exif:
        raise struct.error("x")

    monkeypatch.setattr(Image.Image, "getexif", read)
    with pytest.raises(PictureError, match="已损坏"):
        picture_data(file_of(photograph(), "JPEG"))


def test_a_rare_coding_of_jpeg_is_not_kept() -> None:
    """Programs that show PDF and Word files read Huffman's code alone."""
    plain = file_of(photograph(), "JPEG")
    assert jpeg.without_metadata(plain) is not None
    arithmetic = plain.replace(b"\xff\xc0", b"\xff\xc9", 1)
    assert jpeg.without_metadata(arithmetic) is None
