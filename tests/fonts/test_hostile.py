"""Damaged and hostile fonts: each serves, or is passed over with a finding, in bounded time and memory.

BULLETIN_DESK_MUTANTS says how many mutated fonts to install (150 unless set; 2,000 before a release).
"""

from __future__ import annotations

import json
import os
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from bulletin_desk.cli import main
from bulletin_desk.errors import FontError
from bulletin_desk.fonts import faces as faces_module
from bulletin_desk.fonts import installed as installed_module
from bulletin_desk.fonts.faces import Faces, load_faces
from bulletin_desk.fonts.installed import _CACHE_VERSION as CACHE_VERSION
from bulletin_desk.fonts.installed import InstalledFonts, cache_file
from bulletin_desk.fonts.sfnt import SfntFile
from bulletin_desk.forms import PDF
from bulletin_desk.layouts.model import Layout
from bulletin_desk.layouts.read import load_layout
from bulletin_desk.pipeline import typeset
from bulletin_desk.resources import resource
from bulletin_desk.storage.bulletin_file import write_bulletin
from tests.bulletin.issues import TIDY
from tests.fonts.hostile import BOMBS, SHIPPED, mutant, official, served
from tests.storage.hostile import MOST_BYTES
from tests.storage.test_hostile import LONGEST, reader

Captured = pytest.CaptureFixture[str]
MUTANTS = int(os.environ.get("BULLETIN_DESK_MUTANTS", "150"))


def test_mutants(tmp_path: Path) -> None:
    share = -(-MUTANTS // 2)

    def part(number: int) -> dict[str, Any]:
        folder = tmp_path / str(number)
        folder.mkdir()
        seconds = LONGEST + 4 * MUTANTS
        return reader(folder, str(number * share), str(share), seconds=seconds, module="tests.fonts.hostile")

    with ThreadPoolExecutor(2) as pool:
        parts = list(pool.map(part, range(2)))
    for found in parts:
        assert found["wrong"] == {}
        assert found["peak"] < MOST_BYTES
        # Some harm is none, and most is seen.
        assert 0 < found["opened"] < share


def test_a_mutant_is_always_the_same() -> None:
    assert mutant(7) == mutant(7) != mutant(8)


@pytest.mark.sampled
@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb(tmp_path: Path, name: str) -> None:
    (tmp_path / "hei.ttf").write_bytes(BOMBS[name]())
    found = reader(tmp_path, name, seconds=LONGEST, module="tests.fonts.hostile")
    assert found["wrong"] == {}
    assert found["peak"] < MOST_BYTES


# ---- what is told


def installed(folder: Path, cache: Path | None = None) -> Faces:
    return Faces(resource("fonts", "roles.toml"), InstalledFonts([folder], cache))


@pytest.mark.parametrize("file", SHIPPED)
def test_undamaged_faces_serve(file: str, tmp_path: Path) -> None:
    (tmp_path / "face.ttf").write_bytes(official(file))
    served(tmp_path / "face.ttf")
    assert not installed(tmp_path).damaged


@pytest.mark.parametrize("file", sorted(resource("fonts").glob("*.ttf")), ids=lambda file: file.stem)
def test_no_glyph_of_a_face_of_ours_is_taken_for_damaged(file: Path) -> None:
    opened = SfntFile(file)
    opened.check()
    assert all(opened.sound(glyph) for glyph in range(opened.glyph_count))
    assert not opened.hinting_is_damaged()


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("no metrics", "缺少 hmtx 表"),
        ("metrics cut short", "hmtx 表不全"),
        ("no outlines", "没有 TrueType 轮廓"),
        ("no places of outlines", "缺少 loca 表"),
        ("outlines elsewhere", "字形读不出来"),
        ("no units", "每字 0 单位"),
        ("2**31 groups of characters", "没有 Unicode 字符表"),
        ("characters beyond the last glyph", "许多字形读不出来"),
        ("glyphs made of themselves", "许多字形读不出来"),
        ("endless instructions", "长得不合常理"),
        ("subroutines that call themselves", "许多字形读不出来"),
        ("subroutines that call the next twice", "许多字形读不出来"),
        ("operands without end", "许多字形读不出来"),
        ("curves without end", "许多字形读不出来"),
        ("CFF outlines of another size", "字形读不出来"),
        ("no CFF outlines", "字形读不出来"),
        ("CFF outlines cut short", "字形读不出来"),
    ],
)
def test_a_damaged_official_face_is_told_with_file_and_reason(
    name: str, reason: str, tmp_path: Path, layout: Layout
) -> None:
    path = tmp_path / "hei.ttf"
    path.write_bytes(BOMBS[name]())
    faces = installed(tmp_path)
    assert faces.roles["hei"].face.file_name == "NotoSansSC-Regular.ttf"
    (finding,) = [
        finding for finding in typeset(TIDY, layout, faces).page_findings() if finding.rule == "damaged_face"
    ]
    assert finding.message.startswith(f"本机的“黑体”用不了：字体文件“{path}”")
    assert reason in finding.message
    assert finding.message.endswith("。现在印的是别的字体。")


def test_another_file_of_the_same_name_serves_in_a_damaged_ones_place(tmp_path: Path) -> None:
    (tmp_path / "a.ttf").write_bytes(BOMBS["no metrics"]())
    (tmp_path / "b.ttf").write_bytes(official("NotoSansSC-Regular.ttf"))
    faces = installed(tmp_path)
    assert faces.roles["hei"].face.file_name == "b.ttf"
    assert "a.ttf" in "".join(faces.damaged)


def test_a_damaged_glyph_comes_from_the_next_face(tmp_path: Path) -> None:
    data = bytearray(official("NotoSansSC-Regular.ttf"))
    (tmp_path / "whole.tmp").write_bytes(data)
    opened = SfntFile(tmp_path / "whole.tmp")
    glyph = opened.glyph(ord("座"))
    at = data.index(opened.outline(glyph))
    data[at : at + 2] = b"\x7f\xff"  # so many contours
    (tmp_path / "hei.ttf").write_bytes(data)
    faces = installed(tmp_path)
    assert faces.roles["hei"].installed
    whole, other = faces.choose("hei", "谈"), faces.choose("hei", "座")
    assert whole is not None
    assert other is not None
    assert (whole.face.file_name, whole.fallback) == ("hei.ttf", False)
    assert (other.face.file_name, other.fallback) == ("NotoSansSC-Regular.ttf", True)


def test_damaged_instructions_for_screens_are_not_handed_on(tmp_path: Path) -> None:
    """With them FreeType, and so many viewers, draw no glyph of the face at all."""
    whole = official("LiberationSerif-Regular.ttf")
    (tmp_path / "whole.tmp").write_bytes(whole)
    opened = SfntFile(tmp_path / "whole.tmp")
    assert set(opened.hinting()) == {"cvt ", "fpgm", "prep"}
    start, length, _ = opened.tables["prep"]
    path = tmp_path / "times.ttf"
    path.write_bytes(whole[:start] + b"\xb0" * length + whole[start + length :])
    assert SfntFile(path).hinting() == {}
    assert SfntFile(path).hinting_is_damaged()
    served(path)
    assert not installed(tmp_path).roles["latin"].face.as_it_lies


# ---- files in the font folders


GBK = os.fsdecode("方正黑体.ttf".encode("gbk")) if sys.platform != "win32" else "方正黑体.ttf"


def test_a_file_name_in_gbk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured) -> None:
    """As archives from Windows unpack on Linux: the face serves, is remembered, and can be shown."""
    folder = tmp_path / "fonts"
    folder.mkdir()
    (folder / GBK).write_bytes(official("NotoSansSC-Regular.ttf"))
    (folder / f"x{GBK}").write_bytes(b"no font")
    served(folder / GBK)
    monkeypatch.setattr(faces_module, "font_folders", lambda: (folder,))
    for _ in range(2):
        assert load_faces().roles["hei"].installed
    stored = json.loads(cache_file().read_text(encoding="utf-8"))["files"]
    assert set(stored) == {str(folder / GBK)}
    assert main(["fonts"]) == 0
    out = capsys.readouterr().out
    out.encode("utf-8")
    assert "本机装有正式字体" in out
    assert "不是 TrueType 或 OpenType 字体文件" in out
    face = load_faces().roles["hei"].face
    face.file_name.encode("utf-8")
    assert face.as_it_lies is (sys.platform == "win32")


@pytest.mark.skipif(sys.platform == "win32", reason="there pipes and devices have no paths in folders")
def test_what_is_no_file_in_a_font_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nor a link to a folder without end, as to the root."""
    monkeypatch.setattr(installed_module, "_MOST_ENTRIES", 50)
    for number in range(200):
        (tmp_path / "endless" / str(number)).mkdir(parents=True)
    fonts_folder = tmp_path / "fonts"
    fonts_folder.mkdir()
    (fonts_folder / "link").symlink_to(tmp_path / "endless", target_is_directory=True)
    looked_at: list[str] = []
    real = installed_module._status

    def status(entry: os.DirEntry[str]) -> os.stat_result | None:
        looked_at.append(entry.name)
        return real(entry)

    monkeypatch.setattr(installed_module, "_status", status)
    os.mkfifo(fonts_folder / "a.ttf")
    (fonts_folder / "b.ttf").symlink_to("/dev/zero")
    (fonts_folder / "c.ttf").mkdir()
    (fonts_folder / "hei.ttf").write_bytes(official("NotoSansSC-Regular.ttf"))
    fonts = InstalledFonts([fonts_folder], files=lambda: (fonts_folder / "a.ttf", fonts_folder / "b.ttf"))
    ref = fonts.find(["黑体"])
    assert ref is not None
    assert Path(ref.file) == fonts_folder / "hei.ttf"
    assert len(looked_at) == 50
    assert [sentence[-10:] for sentence in sorted(fonts.faults())] == [
        "这不是文件，是管道。",
        "这不是文件，是设备。",
    ]
    with pytest.raises(FontError, match="这不是文件，是管道"):
        SfntFile(fonts_folder / "a.ttf")


def test_a_font_file_of_twenty_gigabytes(tmp_path: Path) -> None:
    with (tmp_path / "hei.ttf").open("wb") as file:
        file.write(official("NotoSansSC-Regular.ttf"))
        file.truncate(20 << 30 if sys.platform != "win32" else 257 << 20)
    faces = installed(tmp_path)
    assert not faces.roles["hei"].installed
    assert "大得不像字体文件" in faces.unreadable()[0]


def test_what_cannot_be_read_at_all_is_listed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    (tmp_path / "cut.ttf").write_bytes(official("NotoSansSC-Regular.ttf")[:100])
    monkeypatch.setattr(faces_module, "font_folders", lambda: (tmp_path,))
    assert main(["fonts"]) == 0
    assert "没有用：字体文件“" in capsys.readouterr().out
    assert main(["fonts", "--faces", "shipped"]) == 0
    assert "没有用：" not in capsys.readouterr().out


def test_an_export_tells_of_a_damaged_face(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    folder = tmp_path / "fonts"
    folder.mkdir()
    (folder / "hei.ttf").write_bytes(BOMBS["no metrics"]())
    monkeypatch.setattr(faces_module, "font_folders", lambda: (folder,))
    write_bulletin(tmp_path / "一期.bulletin", TIDY)
    assert main(["export", str(tmp_path / "一期.bulletin"), "--pdf", str(tmp_path / "a.pdf")]) == 0
    assert "本机的“黑体”用不了" in capsys.readouterr().err


def hostile_caches(size: int, changed: int) -> dict[str, object]:
    entry = {"size": size, "changed": changed, "faces": [["黑体"]]}
    return {
        "a number for all": 7,
        "lists for entries": {"version": CACHE_VERSION, "files": [entry]},
        "an entry of a list": {"version": CACHE_VERSION, "files": {"F": [entry]}},
        "names that are numbers": {"version": CACHE_VERSION, "files": {"F": {**entry, "faces": [[1]]}}},
        "faces beyond the file's": {
            "version": 2,
            "files": {"F": {**entry, "faces": [["x"]] * 300 + [["黑体"]]}},
        },
        "half characters": {
            "version": CACHE_VERSION,
            "files": {"\udcff": entry, "F": {**entry, "faces": [["\ud800"]]}},
        },
    }


@pytest.mark.parametrize("name", hostile_caches(0, 0))
def test_a_hostile_cache(name: str, tmp_path: Path) -> None:
    """Nothing that it says stops the program; a face that it makes up is not used."""
    file = tmp_path / "fonts" / "hei.ttf"
    file.parent.mkdir()
    file.write_bytes(official("NotoSansSC-Regular.ttf"))
    status = file.stat()
    text = json.dumps(hostile_caches(status.st_size, status.st_mtime_ns)[name]).replace(
        '"F"', json.dumps(str(file))
    )
    (tmp_path / "cache.json").write_text(text, encoding="utf-8")
    faces = installed(tmp_path / "fonts", tmp_path / "cache.json")
    assert faces.roles["hei"].face.file_name in ("hei.ttf", "NotoSansSC-Regular.ttf")
    PDF.encode(typeset(TIDY, load_layout(), faces))


@pytest.mark.skipif(sys.platform == "win32", reason="there pipes have no paths in folders")
def test_a_cache_that_is_a_pipe_or_has_no_end(tmp_path: Path) -> None:
    (tmp_path / "hei.ttf").write_bytes(official("NotoSansSC-Regular.ttf"))
    os.mkfifo(tmp_path / "pipe.json")
    with (tmp_path / "huge.json").open("wb") as file:
        file.truncate(20 << 30)
    for name in ("pipe.json", "huge.json"):
        os.mkfifo(tmp_path / f"{Path(name).stem}.{os.getpid()}.part")  # even where it is written anew
        assert InstalledFonts([tmp_path], tmp_path / name).find(["黑体"])
        assert (tmp_path / name).is_file()
        assert (tmp_path / name).stat().st_size < 10_000
