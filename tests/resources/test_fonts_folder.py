"""The shipped faces are the recorded files, cover what their README claims, and are fit for embedding.

Reads the folder only; must not know how the program chooses a face.
"""

from __future__ import annotations

import hashlib
import importlib.util
import shutil
import struct
import sys
import tomllib
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from fontTools import subset
from fontTools.pens.areaPen import AreaPen
from fontTools.ttLib import TTFont

FOLDER = Path(__file__).resolve().parents[2] / "resources" / "fonts"
SOURCES: dict[str, Any] = tomllib.loads((FOLDER / "SOURCES.toml").read_text(encoding="utf-8"))
SHIPPED: dict[str, dict[str, Any]] = SOURCES["shipped"]
FACES: dict[str, dict[str, Any]] = SOURCES["faces"]
MODIFIED = sorted(name for name, face in FACES.items() if face["recipe"] != "copy")
CONVERTED = sorted(name for name, face in FACES.items() if face["recipe"] == "convert")
SUBSET = sorted(name for name, face in FACES.items() if face["recipe"] == "subset")

TGH_COUNT = 8105
RARE = "BulletinRareSong-Regular.ttf"
RESERVED_NAMES = (
    "LXGW", "霞鹜", "Liberation", "Source", "Arimo", "Tinos", "Cousine", "Hanazono", "HanaMin", "花園",
)  # fmt: skip


def tgh() -> str:
    lines = (FOLDER / "tgh-2013.txt").read_text(encoding="utf-8").splitlines()
    return "".join(line for line in lines if not line.startswith("#"))


def gb2312() -> set[str]:
    pairs = (bytes((row, cell)) for row in range(0xA1, 0xFF) for cell in range(0xA1, 0xFF))
    return set("".join(pair.decode("gb2312", errors="ignore") for pair in pairs))


def decodable(codec: str, prefixes: tuple[bytes, ...] = (b"",)) -> set[str]:
    """What a codec's two-byte codes, each also after one of `prefixes`, stand for."""
    codes = (bytes((lead, trail)) for lead in range(0x81, 0xFF) for trail in range(0x40, 0xFF))
    texts = (prefix + code for code in codes for prefix in prefixes)
    return set("".join(text.decode(codec, errors="ignore") for text in texts))


def unified(first: str, last: str) -> set[str]:
    """The assigned ideographs from one code point (hexadecimal) to another, both included."""
    chars = map(chr, range(int(first, 16), int(last, 16) + 1))
    return {char for char in chars if unicodedata.name(char, "").startswith("CJK UNIFIED IDEOGRAPH-")}


@pytest.fixture(scope="module")
def covered(fonts: dict[str, TTFont]) -> set[str]:
    """Every character that some shipped face has."""
    return set().union(*(map(chr, font.getBestCmap()) for font in fonts.values()))


@pytest.fixture(scope="module")
def fonts() -> Iterator[dict[str, TTFont]]:
    opened = {name: TTFont(FOLDER / name, lazy=True) for name in FACES}
    yield opened
    for font in opened.values():
        font.close()


def script(name: str) -> ModuleType:
    """A script of the folder as a module."""
    spec = importlib.util.spec_from_file_location(f"fonts_{name}", FOLDER / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # dataclasses look their module up
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def build() -> ModuleType:
    return script("build")


@pytest.fixture(scope="module")
def compare() -> ModuleType:
    return script("compare")


def readme_rows() -> dict[str, tuple[int, int, int]]:
    """File name to (bytes, characters, characters of the 8,105) as the README's table claims."""
    rows = {}
    for line in (FOLDER / "README.md").read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if line.startswith("|") and cells[0].endswith(".ttf"):
            size, characters, of_tgh = (int(cell.replace(",", "")) for cell in cells[4:7])
            rows[cells[0]] = (size, characters, of_tgh)
    return rows


# ---- The files are the recorded ones ----


@pytest.mark.parametrize("name", sorted(SHIPPED))
def test_file_is_the_recorded_one(name: str) -> None:
    data = (FOLDER / name).read_bytes()
    assert len(data) == SHIPPED[name]["bytes"]
    assert hashlib.sha256(data).hexdigest() == SHIPPED[name]["sha256"]


def test_every_face_and_licence_is_recorded_and_nothing_else_ships() -> None:
    licences = {f"licences/{name}" for name in SOURCES["licences"]}
    assert set(SHIPPED) == {*FACES, *licences, SOURCES["charset"]["output"]}
    assert {path.name for path in FOLDER.rglob("*.[to]t[fc]")} == set(FACES)


def test_every_source_is_pinned_by_a_full_hash() -> None:
    for entry in [*FACES.values(), *SOURCES["licences"].values(), SOURCES["charset"], *SOURCES["rare"]]:
        assert len(bytes.fromhex(entry["sha256"])) == hashlib.sha256().digest_size
        assert SOURCES["packages"][entry["package"]]["version"]


def test_check_accepts_the_folder_and_names_what_is_wrong(build: ModuleType, tmp_path: Path) -> None:
    assert build.check(FOLDER, SOURCES) == []
    copy = tmp_path / "fonts"
    shutil.copytree(FOLDER, copy, ignore=shutil.ignore_patterns("__pycache__"))
    damaged = copy / "LiberationSerif-Regular.ttf"
    damaged.write_bytes(damaged.read_bytes()[:-1] + b"\xff")
    (copy / "tgh-2013.txt").unlink()
    (copy / "Stray.ttf").write_bytes(b"")
    complaints = build.check(copy, SOURCES)
    assert [line.split(":")[0] for line in complaints] == [damaged.name, "tgh-2013.txt", "Stray.ttf"]


def test_a_package_that_cannot_be_fetched_is_named(
    build: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(build.shutil, "which", lambda _: None)
    with pytest.raises(build.BuildError, match=r"npm.*noto-serif-sc 0\.4\.3"):
        build.build(SOURCES, tmp_path)


# ---- Coverage ----


def test_tgh_is_the_whole_table_in_its_order() -> None:
    characters = tgh()
    assert len(characters) == len(set(characters)) == TGH_COUNT
    assert characters[:4] == "一乙二十"
    assert all(unicodedata.name(char).startswith("CJK UNIFIED IDEOGRAPH-") for char in characters)
    # The last of a level of the table, then the first of the next: 3,500 + 3,000 + 1,605.
    assert characters[3499:3501] == "矗乂"
    assert characters[6499:6501] == "齉亍"


@pytest.mark.parametrize("name", sorted(FACES))
def test_readme_table_says_what_the_face_has(name: str, fonts: dict[str, TTFont]) -> None:
    characters = set(fonts[name].getBestCmap())
    assert SHIPPED[name]["characters"] == len(characters)
    assert readme_rows()[name] == (
        (FOLDER / name).stat().st_size,
        len(characters),
        len(characters & set(map(ord, tgh()))),
    )


def test_readme_table_has_no_other_face() -> None:
    assert set(readme_rows()) == set(FACES)


@pytest.mark.parametrize("name", [*SUBSET, "NotoSerifSC-Regular.ttf"])
def test_face_has_the_national_tables_and_the_symbols_of_a_bulletin(
    name: str, fonts: dict[str, TTFont]
) -> None:
    wanted = set(tgh()) | gb2312() | set(map(chr, range(0x20, 0x7F)))
    wanted |= set("āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ①⑳㈠〇〔〕《》—…·“”‘’№℃％～￥︰")
    assert wanted - set(map(chr, fonts[name].getBestCmap())) == set()


def test_every_character_of_gb_18030_that_most_text_uses_is_in_some_face(covered: set[str]) -> None:
    """GB 18030-2022's implementation levels 1 and 2, as far as ideographs and the two-byte codes go."""
    two_byte = {char for char in decodable("gb18030") if unicodedata.category(char) not in ("Co", "Cc")}
    assert len(two_byte) > 21_000
    assert two_byte - covered == set()
    assert (unified("3400", "4DB5") | unified("4E00", "9FEF") | set(tgh())) - covered == set()


@pytest.mark.parametrize(
    ("codec", "prefixes", "beyond_bmp"),
    [("big5hkscs", (b"",), 1600), ("euc_jis_2004", (b"", b"\x8f"), 300)],
    ids=["HKSCS", "JIS X 0213"],
)
def test_rare_characters_of_the_neighbours_standards_are_in_some_face(
    codec: str, prefixes: tuple[bytes, ...], beyond_bmp: int, covered: set[str]
) -> None:
    wanted = decodable(codec, prefixes) & unified("20000", "2EBE0")
    assert len(wanted) > beyond_bmp
    assert wanted - covered == set()


def test_rare_characters_of_names_places_and_dialects_are_in_some_face(covered: set[str]) -> None:
    wanted = {
        "shop and family names": "𠮷𡈽𣘺𠮟",
        "GB 18030's former private-use characters": "𠂇𠂉𠃌𡗗𢦏𤇾",
        "identity cards": "𫝋𫝦𫝨𫞅𫞠",
        "places": "𪜊𪜐𪞐𪟮𪠵",
        "dialects": "𤆵𨂿𪜃𪜩𪝖",
        "simplified by analogy": "𫄧𬘓𬴃𫍢𫍻",
    }
    assert {use: set(chars) - covered for use, chars in wanted.items() if set(chars) - covered} == {}


def test_rare_face_has_only_ideographs_beyond_the_bmp(fonts: dict[str, TTFont]) -> None:
    characters = set(map(chr, fonts[RARE].getBestCmap()))
    assert characters <= unified("20000", "2EBE0")


def test_rare_characters_are_chosen_by_field_and_by_source(build: ModuleType) -> None:
    unihan = (
        "# U+20000\tkWanted\tcomment\n"
        "U+20001\tkWanted\tanything\n"
        "U+20002\tkOther\tanything\n"
        "U+20003\tkIRG_GSource\tGXC-1234.05\n"
        "U+20004\tkIRG_GSource\tGXCX-0001\n"
        "U+20005\tkIRG_GSource\tG4K\n"
        "U+4E00\tkWanted\tin the BMP\n"
    )
    found = build.rare_characters(unihan, ["kWanted"], {"kIRG_GSource": ["GXC", "G4K"]})
    assert found == {0x20001, 0x20003, 0x20005}


@pytest.mark.parametrize("name", sorted(FACES))
def test_no_character_is_hollow(name: str, fonts: dict[str, TTFont]) -> None:
    """An encoded character without an outline would print as nothing, and no fallback would step in."""
    font = fonts[name]
    loca = font["loca"]
    hollow = []
    for code, glyph in font.getBestCmap().items():
        number = font.getGlyphID(glyph)
        if number == 0 or loca[number] == loca[number + 1]:
            hollow.append(chr(code))
    blank = {"Zs", "Cf"} | ({"Cc"} if FACES[name]["recipe"] == "copy" else set())  # Noto has NUL and CR
    assert [char for char in hollow if unicodedata.category(char) not in blank] == []


# ---- Outlines: a face's cmap is not believed ----


@pytest.mark.sampled
@pytest.mark.parametrize("name", sorted(FACES))
def test_no_character_differs_that_nobody_has_looked_at(name: str, compare: ModuleType) -> None:
    said = compare.complaints(FOLDER, compare.read("roles.toml"), compare.read("looked-at.toml"), [name])
    assert said == []


def test_what_roles_takes_from_elsewhere_would_be_found(compare: ModuleType) -> None:
    """What the comparison was made for: ￥ drawn as $, ￣ as -, ～ as high as an accent, ‰ wider than a cell,
    ● ○ sunk, ™ a speck."""
    roles = compare.read("roles.toml")
    del roles["roles"]["kai"]["except"]
    looked_at = compare.read("looked-at.toml")
    said = compare.complaints(FOLDER, roles, looked_at, ["FandolKai-Regular.ttf"])
    found = {line.split(": ")[1][0]: line.split(": ", 2)[2] for line in said}
    assert found.keys() >= set("￥￣～‰●○™")
    assert "the outline of $" in found["￥"]
    assert "wider than a cell" in found["‰"]


@pytest.fixture
def two_faces(tmp_path: Path) -> Path:
    """A folder with a few signs of a sans and of a serif face: `changed.ttf` and `other.ttf`."""
    for source, name in (("NotoSansSC-Regular.ttf", "changed.ttf"), ("NotoSerifSC-Regular.ttf", "other.ttf")):
        with TTFont(FOLDER / source, lazy=True) as font:
            work = subset.Subsetter()
            work.populate(text="＠＃￥￡÷×㈠㈡")
            work.subset(font)
            font.save(tmp_path / name)
    return tmp_path


@pytest.mark.parametrize(
    ("x", "y", "wider", "scale", "reason"),
    [
        (0, 0, 0, 1.0, ""),
        (0, -300, 0, 1.0, "height"),
        (300, 0, 0, 1.0, "place"),
        (0, 0, 0, 0.4, "width, size"),
        (0, 0, 600, 1.0, "advance"),
        (300, 0, -300, 1.0, "wider than its cell"),
    ],
)
def test_a_changed_character_is_found(
    x: int, y: int, wider: int, scale: float, reason: str, compare: ModuleType, two_faces: Path
) -> None:
    """＠ moved, scaled, or in a wider cell."""
    with TTFont(two_faces / "changed.ttf") as font:
        name = font.getBestCmap()[ord("＠")]
        glyph = font["glyf"][name]
        middle = (glyph.xMin + glyph.xMax) / 2, (glyph.yMin + glyph.yMax) / 2
        glyph.coordinates.translate((-middle[0], -middle[1]))
        glyph.coordinates.scale((scale, scale))
        glyph.coordinates.translate((middle[0] + x, middle[1] + y))
        glyph.coordinates.toInt()
        glyph.recalcBounds(font["glyf"])
        font["hmtx"][name] = (1000 + wider, glyph.xMin)
        font.save(two_faces / "changed.ttf")
    entry: dict[str, Any] = {"against": "other.ttf"}
    looked_at: dict[str, Any] = {"alike": [], "faces": {"changed.ttf": entry}}
    said = compare.complaints(two_faces, {"roles": {}}, looked_at, ["changed.ttf"])
    if not reason:
        assert said == []
        return
    (line,) = said
    assert line.startswith("changed.ttf: ＠ (U+FF20) differs from other.ttf: ")
    assert reason in line
    entry["right"] = [{"characters": "＠", "why": "looked at"}]
    assert compare.complaints(two_faces, {"roles": {}}, looked_at, ["changed.ttf"]) == []
    entry["right"] = [{"characters": "＠＃", "why": "looked at"}]
    (line,) = compare.complaints(two_faces, {"roles": {}}, looked_at, ["changed.ttf"])
    assert "＃ (U+FF03) is listed as looked at and has no need to be" in line


def test_another_characters_outline_is_found(compare: ModuleType, two_faces: Path) -> None:
    with TTFont(two_faces / "changed.ttf") as font:
        names = font.getBestCmap()
        for one, other in ("￥￡", "÷×", "㈠㈡"):
            font["glyf"][names[ord(one)]] = font["glyf"][names[ord(other)]]
            font["hmtx"][names[ord(one)]] = font["hmtx"][names[ord(other)]]
        font.save(two_faces / "changed.ttf")
    looked_at: dict[str, Any] = {"alike": [], "faces": {"changed.ttf": {"against": "other.ttf"}}}
    said = compare.complaints(two_faces, {"roles": {}}, looked_at, ["changed.ttf"])
    found = {line.split(": ")[1][0]: line for line in said}
    assert found.keys() == set("￥÷㈠㈡")
    assert "the outline of ￡" in found["￥"]


def test_a_face_must_say_what_it_is_compared_with(compare: ModuleType) -> None:
    looked_at: dict[str, Any] = {"alike": [], "faces": {}}
    said = compare.complaints(FOLDER, {"roles": {}}, looked_at, ["NotoSansSC-Regular.ttf", RARE])
    assert said == ["NotoSansSC-Regular.ttf: looked-at.toml does not say what to compare it with."]


# ---- Format ----


@pytest.mark.parametrize("name", sorted(FACES))
def test_face_is_static_truetype_and_may_be_embedded(name: str, fonts: dict[str, TTFont]) -> None:
    font = fonts[name]
    tables = set(font.keys())
    assert tables >= {"glyf", "loca", "hmtx", "hhea", "maxp", "head", "OS/2", "name", "post", "cmap"}
    assert tables.isdisjoint({"CFF ", "CFF2", "fvar", "gvar"})
    assert font.sfntVersion == "\x00\x01\x00\x00"
    assert font["OS/2"].fsType == 0


@pytest.mark.parametrize("name", MODIFIED)
def test_modified_face_has_only_the_tables_in_use(name: str, fonts: dict[str, TTFont]) -> None:
    font = fonts[name]
    assert set(font.keys()).isdisjoint(
        {"GSUB", "GPOS", "GDEF", "BASE", "VORG", "vhea", "vmtx", "DSIG", "STAT"}
    )
    assert font["post"].formatType == 3
    formats = {(table.platformID, table.platEncID): table.format for table in font["cmap"].tables}
    beyond_bmp = max(font.getBestCmap()) > 0xFFFF
    assert formats == ({(3, 1): 4, (3, 10): 12} if beyond_bmp else {(3, 1): 4})


@pytest.mark.parametrize("name", sorted(FACES))
def test_side_bearings_and_boxes_agree_with_the_outlines(name: str, fonts: dict[str, TTFont]) -> None:
    font = fonts[name]
    glyf = font.reader["glyf"]
    loca, metrics, head = font["loca"], font["hmtx"].metrics, font["head"]
    boxes = []
    for number, glyph in enumerate(font.getGlyphOrder()):
        if loca[number] == loca[number + 1]:
            continue
        _, *box = struct.unpack_from(">5h", glyf, loca[number])
        boxes.append(box)
        assert metrics[glyph][1] == box[0], glyph
    left, bottom, right, top = zip(*boxes, strict=True)
    assert (min(left), min(bottom), max(right), max(top)) == (head.xMin, head.yMin, head.xMax, head.yMax)
    assert font["hhea"].advanceWidthMax == max(advance for advance, _ in metrics.values())


@pytest.mark.parametrize("name", CONVERTED)
def test_converted_contours_run_clockwise(name: str, fonts: dict[str, TTFont]) -> None:
    font = fonts[name]
    glyphs, cmap = font.getGlyphSet(), font.getBestCmap()
    for code in [*map(ord, "永国酬爱鹰袋《》—〇0123①，。“”、一"), *sorted(cmap)[0x100::97]]:
        pen = AreaPen(glyphs)
        glyphs[cmap[code]].draw(pen)
        assert pen.value < 0, chr(code)


@pytest.mark.parametrize("name", CONVERTED)
def test_converted_han_characters_fill_one_em(name: str, fonts: dict[str, TTFont]) -> None:
    font = fonts[name]
    cmap, metrics = font.getBestCmap(), font["hmtx"].metrics
    assert font["head"].unitsPerEm == 1000
    assert {metrics[cmap[code]][0] for code in cmap if 0x4E00 <= code <= 0x9FFF} == {1000}


# ---- Licences ----


@pytest.mark.parametrize("name", MODIFIED)
def test_modified_face_uses_no_reserved_name_and_says_it_is_modified(
    name: str, fonts: dict[str, TTFont]
) -> None:
    names = fonts[name]["name"]
    shown = [str(record) for record in names.names if record.nameID in (1, 3, 4, 6, 16, 18, 21)]
    assert shown
    assert not [text for text in shown if any(reserved in text for reserved in RESERVED_NAMES)]
    assert SOURCES["notice"]["date"] in names.getDebugName(10)
    assert names.getDebugName(0)
    assert names.getDebugName(13)


def test_each_package_brings_its_licence() -> None:
    covered = {entry["package"] for entry in SOURCES["licences"].values()}
    assert {face["package"] for face in FACES.values()} <= covered
    texts = {name: (FOLDER / "licences" / name).read_text(encoding="utf-8") for name in SOURCES["licences"]}
    for name, text in texts.items():
        if "OFL" in name:
            assert "SIL OPEN FONT LICENSE Version 1.1" in text or "\nLicense: OFL-1.1\n PREAMBLE\n" in text
    assert "Unlimited permission is granted" in texts["Hanazono-font-licence-or-OFL.txt"]
    gpl = texts["Fandol-GPL-3-with-font-exception.txt"]
    assert "GNU GENERAL PUBLIC LICENSE" in gpl
    assert "As a special exception, if you create a document which uses this font" in gpl
