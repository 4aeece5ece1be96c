"""Installed faces, in folders of our own: found by any of their names, remembered; nothing there stops us."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import pytest

from bulletin_desk.fonts import installed as installed_module
from bulletin_desk.fonts import sfnt as sfnt_module
from bulletin_desk.fonts.installed import InstalledFonts, blocked, cache_file, elsewhere, font_folders
from bulletin_desk.pages.model import FontRef
from tests.fonts.made import font, save, save_collection


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    save(font("SimHei", chinese="黑体"), tmp_path / "fonts" / "simhei.TTF")
    save(font("KaiTi", chinese="楷体"), tmp_path / "fonts" / "c" / "kai.ttf")
    save_collection(
        [font("SimSun", chinese="宋体"), font("NSimSun", chinese="新宋体")], tmp_path / "fonts" / "simsun.ttc"
    )
    return tmp_path / "fonts"


@pytest.mark.parametrize(
    ("name", "file", "index"),
    [
        ("黑体", "simhei.TTF", 0),
        ("SimHei", "simhei.TTF", 0),
        ("SIMHEI", "simhei.TTF", 0),
        ("SimHei-Regular", "simhei.TTF", 0),
        ("楷体", "kai.ttf", 0),
        ("宋体", "simsun.ttc", 0),
        ("新宋体", "simsun.ttc", 1),
    ],
)
def test_found_by_any_of_its_names(folder: Path, name: str, file: str, index: int) -> None:
    ref = InstalledFonts([folder]).find([name])
    assert ref is not None
    assert (Path(ref.file).name, ref.index) == (file, index)


def test_the_first_name_that_is_there(folder: Path) -> None:
    fonts = InstalledFonts([folder])
    ref = fonts.find(["仿宋", "楷体", "黑体"])
    assert ref is not None
    assert Path(ref.file).name == "kai.ttf"
    assert fonts.find(["仿宋"]) is None
    assert fonts.find([]) is None


def test_the_earlier_path_wins_on_every_machine(tmp_path: Path) -> None:
    for name in ("b", "a"):
        save(font("SimHei"), tmp_path / name / "hei.ttf")
    ref = InstalledFonts([tmp_path]).find(["SimHei"])
    assert ref is not None
    assert Path(ref.file).parent.name == "a"


def test_what_is_no_font_is_passed_over(folder: Path) -> None:
    (folder / "a.ttf").write_bytes(b"no font")
    (folder / "b.ttc").write_bytes(b"ttcf\0\1\0\0\xff\xff\xff\xff")
    (folder / "c.ttf").write_bytes(b"")
    (folder / "readme.txt").write_text("黑体", encoding="utf-8")
    fonts = InstalledFonts([folder, folder / "nowhere", folder / "readme.txt"])
    assert fonts.find(["黑体"])


def test_a_bad_face_does_not_hide_its_collection(tmp_path: Path) -> None:
    path = save_collection([font("One"), font("Two")], tmp_path / "two.ttc")
    data = bytearray(path.read_bytes())
    first = int.from_bytes(data[12:16], "big")
    data[first : first + 4] = b"typ1"
    path.write_bytes(bytes(data))
    fonts = InstalledFonts([tmp_path])
    assert fonts.find(["One"]) is None
    assert fonts.find(["Two"]) == FontRef(str(path), 1)


@pytest.mark.skipif(sys.platform == "win32", reason="needs links without privileges")
def test_links_that_lead_nowhere_or_in_a_circle(folder: Path) -> None:
    for name in ("0.ttf", "zz.ttf"):
        (folder / name).symlink_to(folder / "gone.ttf")
    (folder / "self.ttf").symlink_to(folder / "self.ttf")
    (folder / "again").symlink_to(folder, target_is_directory=True)
    fonts = InstalledFonts([folder])
    assert all(fonts.find([name]) for name in ("黑体", "楷体", "宋体"))


def test_a_folder_that_may_not_be_read(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def scandir(path: Path) -> object:
        if Path(path).name == "c":
            raise PermissionError(13, "Permission denied")
        return real(path)

    real = os.scandir
    monkeypatch.setattr(os, "scandir", scandir)
    fonts = InstalledFonts([folder])
    assert fonts.find(["黑体"])
    assert fonts.find(["楷体"]) is None


@pytest.mark.skipif(sys.platform == "win32", reason="there pipes and devices have no paths in folders")
def test_folders_in_which_the_systems_own_search_would_wait(folder: Path, tmp_path: Path) -> None:
    for name in ("pipe", "device", "circle"):
        (tmp_path / name / "deep").mkdir(parents=True)
    os.mkfifo(tmp_path / "pipe" / "deep" / "readme")
    (tmp_path / "device" / "z.ttf").symlink_to("/dev/zero")
    (tmp_path / "circle" / "deep" / "up").symlink_to(tmp_path / "circle", target_is_directory=True)
    (tmp_path / "circle" / "gone.ttf").symlink_to("gone")
    folders = [folder, *(tmp_path / name for name in ("pipe", "device", "circle", "nowhere"))]
    assert blocked(folders) == [tmp_path / "pipe", tmp_path / "device"]


# ---- the cache


def opened_files(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Collects the font files whose names are read from now on."""
    seen: list[str] = []
    real = sfnt_module.names_in

    def names_in(file: Path) -> list[list[str]]:
        seen.append(file.name)
        return real(file)

    monkeypatch.setattr(installed_module, "names_in", names_in)
    return seen


def test_names_are_read_once(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cache = tmp_path / "deep" / "cache.json"
    assert InstalledFonts([folder], cache).find(["黑体"])
    before = cache.stat().st_mtime_ns
    seen = opened_files(monkeypatch)
    fonts = InstalledFonts([folder], cache)
    assert fonts.find(["楷体"])
    assert fonts.find(["新宋体"])
    assert seen == []
    assert cache.stat().st_mtime_ns == before
    assert [path.name for path in cache.parent.iterdir()] == ["cache.json"]


def test_a_changed_new_or_removed_file(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cache = tmp_path / "cache.json"
    assert InstalledFonts([folder], cache).find(["黑体"])
    hei, kai = folder / "simhei.TTF", folder / "c" / "kai.ttf"
    before = hei.stat()
    save(font("SimKai", chinese="书体"), hei)
    os.utime(hei, ns=(before.st_mtime_ns + 10**9,) * 2)
    assert hei.stat().st_size == before.st_size  # its time alone tells
    save(font("FangSong", chinese="仿宋"), folder / "fang.ttf")
    kai.unlink()
    seen = opened_files(monkeypatch)
    fonts = InstalledFonts([folder], cache)
    assert [bool(fonts.find([name])) for name in ("黑体", "书体", "仿宋", "楷体", "宋体")] == [
        False,
        True,
        True,
        False,
        True,
    ]
    assert sorted(seen) == ["fang.ttf", "simhei.TTF"]
    assert str(kai) not in cache.read_text(encoding="utf-8")


def broken_caches() -> list[str]:
    good = {"size": 1, "changed": 1}
    files: list[object] = [
        [],
        {"f": None},
        {"f": []},
        {"f": good},
        {"f": {**good, "faces": 1}},
        {"f": {**good, "faces": "黑体"}},
        {"f": {**good, "faces": {"黑体": 1}}},
        {"f": {**good, "faces": ["黑体"]}},
        {"f": {**good, "faces": [[1]]}},
        {"f": {"faces": []}},
        {"f": {**good, "size": True, "faces": []}},
    ]
    return [
        "",
        "{",
        "[]",
        "null",
        '"a"',
        "[" * 100_000,
        '{"version": 2}',
        '{"version": 2, "files": 3}',
        '{"version": 99, "files": {}}',
        *(json.dumps({"version": 2, "files": value}, ensure_ascii=False) for value in files),
    ]


@pytest.mark.parametrize("text", broken_caches())
def test_a_broken_cache_is_made_anew(text: str, folder: Path, tmp_path: Path) -> None:
    """Also where the broken entry is one of a file that is there and unchanged."""
    cache = tmp_path / "cache.json"
    hei = folder / "simhei.TTF"
    status = hei.stat()
    text = text.replace('"size": 1', f'"size": {status.st_size}').replace(
        '"changed": 1', f'"changed": {status.st_mtime_ns}'
    )
    cache.write_text(text.replace('"f"', json.dumps(str(hei))), encoding="utf-8")
    ref = InstalledFonts([folder], cache).find(["黑体"])
    assert ref == FontRef(str(hei), 0)
    stored = json.loads(cache.read_text(encoding="utf-8"))
    assert stored["files"][str(hei)]["faces"] == [["SimHei", "SimHei-Regular", "黑体"]]


def test_a_file_that_cannot_be_read_just_now_is_read_the_next_time(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def held(path: Path) -> int:
        raise PermissionError(13, "Permission denied")

    with monkeypatch.context() as patch:
        patch.setattr(sfnt_module, "open_plain", held)
        fonts = InstalledFonts([folder], tmp_path / "cache.json")
        assert fonts.find(["黑体"]) is None
        assert len(fonts.faults()) == 3
        assert "Permission denied" in fonts.faults()[0]
    assert InstalledFonts([folder], tmp_path / "cache.json").find(["黑体"])


def test_a_cache_that_is_no_text(folder: Path, tmp_path: Path) -> None:
    cache = tmp_path / "cache.json"
    cache.write_bytes(b"\xff\xfe\x00\x01")
    assert InstalledFonts([folder], cache).find(["黑体"])


def test_a_cache_that_cannot_be_kept(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    assert InstalledFonts([folder], tmp_path / "file" / "cache.json").find(["黑体"])
    (tmp_path / "folder").mkdir()
    assert InstalledFonts([folder], tmp_path / "folder").find(["黑体"])
    assert not list(tmp_path.glob("*.part"))


# ---- where fonts and the cache are


@pytest.mark.parametrize(
    ("platform", "environ", "folders", "cache"),
    [
        (
            "win32",
            {"SYSTEMROOT": "W", "LOCALAPPDATA": "L", "USERPROFILE": "U"},
            ["W/Fonts", "L/Microsoft/Windows/Fonts"],
            "L/BulletinDesk",
        ),
        (
            "win32",
            {"SYSTEMROOT": "W", "USERPROFILE": "U"},
            ["W/Fonts", "U/AppData/Local/Microsoft/Windows/Fonts"],
            "U/AppData/Local/BulletinDesk",
        ),
        (
            "darwin",
            {"HOME": "/U"},
            ["/System/Library/Fonts", "/Library/Fonts", "/U/Library/Fonts"],
            "/U/Library/Caches/BulletinDesk",
        ),
        (
            "linux",
            {"HOME": "/u"},
            ["/usr/share/fonts", "/usr/local/share/fonts", "/u/.local/share/fonts", "/u/.fonts"],
            "/u/.cache/bulletin-desk",
        ),
        (
            "linux",
            {"HOME": "/u", "XDG_DATA_HOME": "/d", "XDG_CACHE_HOME": "/c"},
            ["/usr/share/fonts", "/usr/local/share/fonts", "/d/fonts", "/u/.fonts"],
            "/c/bulletin-desk",
        ),
    ],
)
def test_where(platform: str, environ: dict[str, str], folders: list[str], cache: str) -> None:
    assert [path.as_posix() for path in font_folders(platform, environ)] == folders
    assert cache_file(platform, environ).as_posix() == f"{cache}/installed-fonts.json"


def test_the_cache_of_tests_lies_in_their_own_home(home: Path) -> None:
    assert cache_file().is_relative_to(home)


def test_a_file_that_is_only_registered_is_found_and_one_that_is_gone_is_not_missed(
    folder: Path, tmp_path: Path
) -> None:
    save(font("FangSong", chinese="仿宋"), tmp_path / "elsewhere" / "fang.ttf")
    single = (tmp_path / "elsewhere" / "fang.ttf", tmp_path / "gone.ttf", folder / "simhei.TTF")
    fonts = InstalledFonts([folder], files=lambda: single)
    ref = fonts.find(["仿宋"])
    assert ref is not None
    assert Path(ref.file) == single[0]
    assert fonts.find(["黑体"]) is not None


def test_of_the_registry_only_whole_paths_of_fonts_are_taken() -> None:
    values = [
        r"D:\字体\方正小标宋简体.TTF",
        r"\\server\fonts\kai.ttc",
        "simsun.ttc",
        r"C:\a\roman.fon",
        3,
        None,
    ]
    assert [str(path) for path in elsewhere(values)] == [
        r"D:\字体\方正小标宋简体.TTF",
        r"\\server\fonts\kai.ttc",
    ]
