"""Which face serves a character: official ones before stand-ins, exceptions, fallbacks, private use."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont
from PIL import Image, ImageDraw, ImageFont

from bulletin_desk.errors import FontError
from bulletin_desk.fonts.faces import Face, Faces, load_faces
from bulletin_desk.fonts.installed import InstalledFonts
from bulletin_desk.fonts.private_use import assigned
from bulletin_desk.fonts.shaping import unshaped_script
from bulletin_desk.hanzi.classes import COMPRESSIBLE, INK_AT_RIGHT
from bulletin_desk.layouts.model import ROLES
from bulletin_desk.resources import resource
from tests.fonts.made import font, save, save_collection

ROLES_FILE = resource("fonts", "roles.toml")


def with_installed(folder: Path) -> Faces:
    return Faces(ROLES_FILE, InstalledFonts([folder]))


def file_of(faces: Faces, role: str, char: str) -> tuple[str, bool]:
    choice = faces.choose(role, char)
    assert choice is not None, f"{role} {char}"
    return choice.face.file_name, choice.fallback


# ---- the shipped faces


def test_every_role_of_a_layout_is_served(faces: Faces) -> None:
    assert set(ROLES) <= set(faces.roles)
    assert not any(serving.installed for serving in faces.roles.values())


@pytest.mark.parametrize(
    ("role", "file"),
    [
        ("xiaobiaosong", "NotoSerifSC-Bold.ttf"),
        ("fangsong", "FandolFang-Regular.ttf"),
        ("hei", "NotoSansSC-Regular.ttf"),
        ("kai", "FandolKai-Regular.ttf"),
        ("song", "NotoSerifSC-Regular.ttf"),
        ("latin", "LiberationSerif-Regular.ttf"),
        ("latin_bold", "LiberationSerif-Bold.ttf"),
    ],
)
def test_the_stand_in_of_each_role(role: str, file: str, faces: Faces) -> None:
    """The faces table of the official layout."""
    assert faces.roles[role].face.file_name == file
    assert file_of(faces, role, "A" if "latin" in role else "省") == (file, False)


@pytest.mark.parametrize("char", "0123456789《》〈〉「」『』—〇？")
def test_characters_that_look_wrong_in_fandol_come_from_elsewhere(char: str, faces: Faces) -> None:
    assert file_of(faces, "fangsong", char) == ("NotoSerifSC-Light.ttf", False)
    assert file_of(faces, "kai", char) == ("LXGWWenKai-Light.ttf", False)


@pytest.mark.parametrize("char", "￥￡￠￣～－＋＝％‰…※℃™●○□■◇★①⑴⒈Ⅰ→√∑≠½§°±×÷′″€〓０Ａａ")
def test_signs_that_fandol_draws_wrongly_come_from_elsewhere(char: str, faces: Faces) -> None:
    """FandolFang and FandolKai draw ￥ as $ and ￣ as -; ～ stands as high as an accent, ● hangs low."""
    assert file_of(faces, "fangsong", char) == ("NotoSerifSC-Light.ttf", False)
    assert file_of(faces, "kai", char) == ("NotoSerifSC-Regular.ttf", False)


@pytest.mark.parametrize("char", "省、。，：；！（）〔〕【】あア№")
def test_what_fandol_draws_well_stays_its_own(char: str, faces: Faces) -> None:
    assert file_of(faces, "fangsong", char) == ("FandolFang-Regular.ttf", False)
    assert file_of(faces, "kai", char) == ("FandolKai-Regular.ttf", False)


@pytest.mark.parametrize("role", ["xiaobiaosong", "fangsong", "hei", "kai", "song"])
def test_an_ellipsis_is_six_dots_at_even_distances_in_the_middle(role: str, faces: Faces) -> None:
    choice = faces.choose(role, "…")
    assert choice is not None
    outline = _contours(choice.face, "…")
    middles = sorted((min(xs) + max(xs)) / 2 / choice.face.units_per_em for xs, _ in outline)
    assert middles == pytest.approx([1 / 6, 3 / 6, 5 / 6], abs=0.01)
    heights = [(min(ys) + max(ys)) / 2 / choice.face.units_per_em for _, ys in outline]
    assert all(0.33 < height < 0.43 for height in heights)  # the cell runs from -0.12 to 0.88


@pytest.mark.parametrize("role", ["xiaobiaosong", "fangsong", "hei", "kai", "song"])
@pytest.mark.parametrize("char", "‰％℃￥～●○□■◆①⑩⑴㈠Ⅻ→〓")
def test_a_sign_keeps_inside_its_cell(role: str, char: str, faces: Faces) -> None:
    """Where it stands in the middle of a cell of one em."""
    choice = faces.choose(role, char)
    assert choice is not None
    em = choice.face.units_per_em
    shift = (em - choice.face.advance(char)) / 2
    left, right = choice.face.ink(char)
    assert -0.02 * em <= left + shift <= right + shift <= 1.02 * em
    assert choice.face.ink_top(char) <= 0.88


def test_digits_beside_the_title_face_are_as_dark_as_it(faces: Faces) -> None:
    """Ink by cell: the digits' half cells and the characters' whole ones, within a tenth."""
    digits = _ink(faces, "latin_bold", "0123456789", cell=0.5)
    characters = _ink(faces, "xiaobiaosong", "四川省地方志工作简报年度全国", cell=1)
    assert digits == pytest.approx(characters, rel=0.1)
    assert _ink(faces, "latin", "0123456789", cell=0.5) < 0.7 * characters  # as it was
    bold = faces.roles["latin_bold"].face
    assert {bold.advance(digit) * 2 for digit in "0123456789"} == {bold.units_per_em}


def _ink(faces: Faces, role: str, text: str, *, cell: float) -> float:
    """Which part of cells of this width, in em, the characters' ink covers."""
    size = 200
    covered = 0.0
    for char in text:
        choice = faces.choose(role, char)
        assert choice is not None
        pen = ImageFont.truetype(choice.face.ref.file, size)
        image = Image.new("L", (2 * size, 2 * size))
        ImageDraw.Draw(image).text((size // 2, size), char, font=pen, fill=255, anchor="ls")
        covered += sum(level * count for level, count in enumerate(image.histogram())) / 255
    return covered / (len(text) * cell * size * size)


def test_yi_and_tai_are_printed(faces: Faces) -> None:
    assert file_of(faces, "hei", "ꆈ") == ("NotoSansYi-Regular.ttf", True)
    assert file_of(faces, "fangsong", "ꆈ") == ("FandolFang-Regular.ttf", False)
    assert file_of(faces, "latin", "ᥖ") == ("NotoSansTaiLe-Regular.ttf", True)
    assert file_of(faces, "latin", "ᦊ") == ("NotoSansNewTaiLue-Regular.ttf", True)


@pytest.mark.parametrize("char", "ཀྱིئۇᠮאกﺎ")
def test_what_must_be_shaped_is_taken_from_no_face(char: str, tmp_path: Path) -> None:
    """An installed Times New Roman has Arabic letters, which would stand unjoined and the wrong way."""
    save(font("Times New Roman", f"A{char}"), tmp_path / "times.ttf")
    faces = with_installed(tmp_path)
    assert file_of(faces, "latin", "A") == ("times.ttf", False)
    assert faces.choose("latin", char) is None
    assert unshaped_script(char)


@pytest.mark.parametrize("char", "Aé省ꆈᥖᦊあ한。①😀\ufeff\ufb00\u200d\uffff")
def test_what_needs_no_shaping(char: str) -> None:
    assert unshaped_script(char) == ""


def _contours(face: Face, char: str) -> list[tuple[list[int], list[int]]]:
    """The points of each contour: all x, all y."""
    with TTFont(face.ref.file, lazy=True) as opened:
        points, ends, _ = opened["glyf"][opened.getBestCmap()[ord(char)]].getCoordinates(opened["glyf"])
    starts = [0, *(end + 1 for end in ends)]
    parts = [points[start : end + 1] for start, end in zip(starts, ends, strict=False)]
    return [([x for x, _ in part], [y for _, y in part]) for part in parts]


@pytest.mark.parametrize("role", ["xiaobiaosong", "fangsong", "hei", "kai", "song"])
def test_a_mark_squeezed_to_half_a_cell_keeps_its_ink_inside(role: str, faces: Faces) -> None:
    for mark in COMPRESSIBLE:
        choice = faces.choose(role, mark)
        assert choice is not None
        left, right = choice.face.ink(mark)
        half = choice.face.units_per_em / 2
        assert left >= half if mark in INK_AT_RIGHT else right <= half, mark


def test_a_character_that_the_role_lacks(faces: Faces) -> None:
    """镕 is not among Fandol's 6,638 characters of the table of standard characters."""
    fandol = faces.roles["fangsong"].face
    lacking = next(char for char in "镕堃玥喆" if not fandol.glyph(char))
    assert file_of(faces, "fangsong", lacking) == ("NotoSerifSC-Light.ttf", True)


def test_every_role_falls_back_on_the_face_for_rare_characters(faces: Faces) -> None:
    assert file_of(faces, "latin", "省") == ("NotoSerifSC-Regular.ttf", True)


def test_a_character_that_no_face_has(faces: Faces) -> None:
    assert faces.choose("fangsong", "\U0010fffd") is None
    assert faces.choose("fangsong", "\U0010fffd") is None  # remembered


@pytest.mark.parametrize(
    ("private", "char"),
    [("\ue78d", "︐"), ("\ue7c7", "ḿ"), ("\ue815", "⺁"), ("\ue816", "\U00020087"), ("\ue864", "\u9fbb")],
)
def test_private_use_characters_of_gb_18030(private: str, char: str, faces: Faces) -> None:
    """GB 18030-2005, appendix D; U+E816 is 0xFE51, which GB 18030-2000 had no other place for."""
    assert assigned(private) == char
    choice, real = faces.choose("fangsong", private), faces.choose("fangsong", char)
    assert choice == real
    assert choice is None or choice.char == char


def test_the_private_use_area_beyond_is_left_alone() -> None:
    mapped = {code for code in range(0xE000, 0xF900) if assigned(chr(code)) != chr(code)}
    assert len(mapped) == 105
    assert min(mapped) == 0xE78D
    assert max(mapped) == 0xE864
    assert not any(0xE000 <= ord(assigned(chr(code))) <= 0xF8FF for code in mapped)
    assert assigned("省") == "省"


def test_metrics_of_a_face(faces: Faces) -> None:
    face = faces.roles["song"].face
    assert face.units_per_em == 1000
    assert face.advance("省") == 1000
    left, right = face.ink("省")
    assert 0 <= left < right <= 1000
    assert 0.7 < face.ink_top("省") < 1
    assert face.ink("\u3000") == (0, face.advance("\u3000"))
    assert face.ink_top("\u3000") == 0


# ---- installed faces


def test_an_installed_face_goes_before_the_stand_in(tmp_path: Path) -> None:
    path = save(font("SimHei", "省0", chinese="黑体"), tmp_path / "simhei.ttf")
    faces = with_installed(tmp_path)
    hei = faces.roles["hei"]
    assert (hei.installed, hei.face.ref.file, hei.passed_over) == (True, str(path), ())
    assert file_of(faces, "hei", "省") == ("simhei.ttf", False)
    assert file_of(faces, "hei", "市") == ("NotoSansSC-Regular.ttf", True)
    assert not faces.roles["kai"].installed
    assert faces.roles["kai"].passed_over == (("楷体_GB2312", "本机没有安装"), ("楷体", "本机没有安装"))


def test_the_order_of_official_faces(tmp_path: Path) -> None:
    """An installed face keeps its own digits and 《》: only the stand-ins need others."""
    save(font("FangSong", "省市", chinese="仿宋"), tmp_path / "simfang.ttf")
    faces = with_installed(tmp_path)
    assert faces.roles["fangsong"].face.file_name == "simfang.ttf"
    assert faces.roles["fangsong"].passed_over == (("仿宋_GB2312", "本机没有安装"),)
    save(font("FangSong_GB2312", "省0《"), tmp_path / "gb2312.ttf")
    faces = with_installed(tmp_path)
    assert [file_of(faces, "fangsong", char) for char in "省0《市州"] == [
        ("gb2312.ttf", False),
        ("gb2312.ttf", False),
        ("gb2312.ttf", False),
        ("simfang.ttf", True),
        ("FandolFang-Regular.ttf", True),
    ]


def test_our_wrong_signs_are_not_used_behind_an_installed_face_either(tmp_path: Path) -> None:
    save(font("KaiTi", "省", chinese="楷体"), tmp_path / "simkai.ttf")
    faces = with_installed(tmp_path)
    assert file_of(faces, "kai", "省") == ("simkai.ttf", False)
    assert file_of(faces, "kai", "￥") == ("NotoSerifSC-Regular.ttf", True)
    assert file_of(faces, "kai", "市") == ("FandolKai-Regular.ttf", True)


def test_a_face_of_a_collection(tmp_path: Path) -> None:
    save_collection([font("NSimSun", "市"), font("SimSun", "省", chinese="宋体")], tmp_path / "simsun.ttc")
    face = with_installed(tmp_path).roles["song"].face
    assert (face.file_name, face.ref.index, face.name) == ("simsun.ttc", 1, "SimSun-Regular")


def test_installed_faces_for_rare_characters(tmp_path: Path) -> None:
    save(font("SimSun-ExtB", "\U0003fff0"), tmp_path / "simsunb.ttf")
    save(font("HanaMinB", "\U0003fff1"), tmp_path / "hana.ttf")
    faces = with_installed(tmp_path)
    assert file_of(faces, "fangsong", "\U0003fff0") == ("simsunb.ttf", True)
    assert file_of(faces, "hei", "\U0003fff1") == ("hana.ttf", True)


@pytest.mark.parametrize(
    ("face", "reason"),
    [
        (font("SimHei", variable=True), "是可变字体，印刷要用定稿的字体"),
        (font("SimHei", fs_type=2), "字体许可不允许嵌入文件"),
        (font("SimHei", fs_type=0x200), "字体许可不允许嵌入文件"),
    ],
)
def test_an_installed_face_that_cannot_be_used(face: object, reason: str, tmp_path: Path) -> None:
    save(face, tmp_path / "simhei.ttf")
    hei = with_installed(tmp_path).roles["hei"]
    assert not hei.installed
    assert hei.face.file_name == "NotoSansSC-Regular.ttf"
    assert hei.passed_over == (("黑体", reason),)


def test_an_installed_face_without_outlines(tmp_path: Path) -> None:
    path = save(font("SimHei"), tmp_path / "simhei.ttf")
    path.write_bytes(path.read_bytes().replace(b"glyf", b"xlyf", 1))
    ((name, reason),) = with_installed(tmp_path).roles["hei"].passed_over
    assert (name, "没有 TrueType 轮廓" in reason) == ("黑体", True)


def test_an_installed_face_that_went_bad_after_it_was_found(tmp_path: Path) -> None:
    path = save(font("SimHei"), tmp_path / "simhei.ttf")
    installed = InstalledFonts([tmp_path])
    assert installed.find(["SimHei"])
    path.write_bytes(b"gone")
    ((name, reason),) = Faces(ROLES_FILE, installed).roles["hei"].passed_over
    assert (name, "不是 TrueType 或 OpenType 字体文件" in reason) == ("黑体", True)


def test_load_faces_with_nothing_installed() -> None:
    assert not load_faces().roles["hei"].installed


# ---- the roles file


@pytest.fixture
def shipped(tmp_path: Path) -> Path:
    """A folder with one shipped face `face.ttf`."""
    save(font("Face", "汉字"), tmp_path / "face.ttf")
    return tmp_path


GOOD = '[roles.hei]\nlabel = "黑体"\nstand_in = "face.ttf"\n'


def roles_file(folder: Path, text: str | bytes) -> Path:
    path = folder / "roles.toml"
    path.write_bytes(text.encode("utf-8") if isinstance(text, str) else text)
    return path


def test_a_small_roles_file(shipped: Path) -> None:
    faces = Faces(roles_file(shipped, GOOD), None)
    assert list(faces.roles) == ["hei"]
    assert file_of(faces, "hei", "汉") == ("face.ttf", False)
    assert faces.choose("hei", "省") is None
    with pytest.raises(FontError, match="没有“kai”这个角色"):
        faces.choose("kai", "汉")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "缺少 roles"),
        ("roles = 3", "roles 应为表"),
        ("[roles]\nhei = 3", "roles.hei 应为表"),
        ("[roles", "roles.toml"),
        (b"label = '\xba\xda'", "roles.toml"),
        ("a = " + "[" * 5000, "roles.toml"),
        ("a = " + "1" * 5000, "roles.toml"),
        (GOOD.replace('label = "黑体"', ""), "缺少 roles.hei.label"),
        (GOOD.replace('"黑体"', "1"), "roles.hei.label 应为文字"),
        (GOOD.replace('stand_in = "face.ttf"', ""), "缺少 roles.hei.stand_in"),
        (GOOD.replace("face.ttf", "gone.ttf"), "gone.ttf”不见了"),
        (GOOD + 'fallback = ["gone.ttf"]', "gone.ttf”不见了"),
        (GOOD + "installed = 3", "roles.hei.installed 应为列表"),
        (GOOD + 'colour = "red"', "不认识的键“colour”"),
        (GOOD + "[[roles.hei.except]]\nfile = 'face.ttf'", "roles.hei.except[0].characters 没有列出字符"),
        (GOOD + "[[roles.hei.except]]\nranges = ['2500']\nfile = 'face.ttf'", "ranges[0] 应写成“2500-257F”"),
        (GOOD + "[[roles.hei.except]]\ncharacters = '0'", r"缺少 roles.hei.except[0].file"),
        (GOOD + "[[roles.hei.except]]\ncharacters = '0'\nfile = 'face.ttf'\nx = 1", "不认识的键“x”"),
        ("size = 1\n" + GOOD, "不认识的键“size”"),
    ],
)
def test_a_wrong_roles_file(text: str | bytes, reason: str, shipped: Path) -> None:
    with pytest.raises(FontError, match=re.escape(reason)):
        Faces(roles_file(shipped, text), None)


def test_a_roles_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(FontError, match=r"roles\.toml”读不出来，请重新安装本程序。"):
        Faces(tmp_path / "roles.toml", None)


def test_a_damaged_shipped_face_is_named(shipped: Path) -> None:
    (shipped / "face.ttf").write_bytes(b"\0\1\0\0")
    faces = Faces(roles_file(shipped, GOOD), None)
    with pytest.raises(FontError, match=r"face\.ttf.*已损坏"):
        faces.choose("hei", "汉")
