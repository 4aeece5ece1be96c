"""Where a user's own data lies, on each system."""

from __future__ import annotations

import stat
import sys
from pathlib import Path

import pytest

from bulletin_desk.storage.places import Places, places


@pytest.mark.parametrize(
    ("platform", "environ", "data", "settings"),
    [
        (
            "win32",
            {"LOCALAPPDATA": "/u/AppData/Local", "USERPROFILE": "/u"},
            "/u/AppData/Local/BulletinDesk",
            "/u/AppData/Local/BulletinDesk/desk.ini",
        ),
        ("win32", {"USERPROFILE": "/u"}, "/u/AppData/Local/BulletinDesk", None),
        ("linux", {"HOME": "/u"}, "/u/.local/share/bulletin-desk", "/u/.config/bulletin-desk/desk.ini"),
        (
            "linux",
            {"HOME": "/u", "XDG_DATA_HOME": "/d", "XDG_CONFIG_HOME": "/c"},
            "/d/bulletin-desk",
            "/c/bulletin-desk/desk.ini",
        ),
        ("darwin", {"HOME": "/u"}, "/u/Library/Application Support/BulletinDesk", None),
    ],
)
def test_by_system(platform: str, environ: dict[str, str], data: str, settings: str | None) -> None:
    found = places(platform, environ)
    assert found.data == Path(data)
    assert settings is None or found.settings == Path(settings)


def test_each_has_a_folder_of_its_own() -> None:
    found = Places(Path("/d"), Path("/d/desk.ini"))
    folders = (found.versions, found.journal, found.log, found.offices)
    assert len(set(folders)) == 4
    assert all(folder.parent == found.data for folder in folders)


def test_tests_have_a_home_of_their_own(home: Path) -> None:
    assert home in places().data.parents
    assert home in places().settings.parents


@pytest.mark.skipif(sys.platform == "win32", reason="modes mean nothing there")
def test_what_is_kept_is_closed_to_others(tmp_path: Path) -> None:
    found = Places(tmp_path / "data", tmp_path / "desk.ini")
    found.close_to_others()
    assert stat.S_IMODE(found.data.stat().st_mode) == 0o700
    # As an earlier program left it.
    found.versions.mkdir()
    found.ignored.touch()
    for path, mode in ((found.data, 0o755), (found.versions, 0o755), (found.ignored, 0o644)):
        path.chmod(mode)
    found.close_to_others()
    assert {stat.S_IMODE(path.stat().st_mode) for path in (found.data, found.versions)} == {0o700}
    assert stat.S_IMODE(found.ignored.stat().st_mode) == 0o600


def test_what_can_not_be_closed_stays(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    Places(tmp_path / "file" / "data", tmp_path / "desk.ini").close_to_others()
