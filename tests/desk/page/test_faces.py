"""Installed faces on the screen, with whatever is wrong with their files, and what is told of them."""

from __future__ import annotations

import os
import subprocess
import sys
from io import BytesIO
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont
from PySide6.QtWidgets import QApplication

from bulletin_desk.desk.commands.help import about_html
from bulletin_desk.desk.page.ink import Brush, Inks
from bulletin_desk.fonts.faces import Faces
from bulletin_desk.fonts.installed import InstalledFonts
from bulletin_desk.fonts.sfnt import SfntFile
from bulletin_desk.resources import resource
from tests.fonts.hostile import BOMBS, official, official_cff
from tests.fonts.made import font, save_collection

ROLES = resource("fonts", "roles.toml")


def painted(folder: Path) -> bool:
    """Whether the letter that the installed Latin face has comes out on the screen."""
    faces = Faces(ROLES, InstalledFonts([folder]))
    face = faces.roles["latin"].face
    assert faces.roles["latin"].installed
    font = Brush(faces, Inks())._file(face.ref)
    return font.isValid() and not font.pathForGlyph(face.glyph("A")).isEmpty()


def test_a_face_is_painted_whatever_its_file_is_called(qapp: QApplication, tmp_path: Path) -> None:
    name = os.fsdecode("新罗马.ttf".encode("gbk")) if sys.platform != "win32" else "新罗马.ttf"
    (tmp_path / name).write_bytes(official("LiberationSerif-Regular.ttf"))
    assert painted(tmp_path)


@pytest.mark.parametrize("collection", [False, True])
def test_a_face_with_cff_outlines_is_painted(qapp: QApplication, tmp_path: Path, collection: bool) -> None:
    data = official_cff("LiberationSerif-Regular.ttf", by_number=True)
    if collection:
        faces = [font("Other", cff=True), TTFont(BytesIO(data))]
        save_collection(faces, tmp_path / "times.ttc")
    else:
        (tmp_path / "times.otf").write_bytes(data)
    assert painted(tmp_path)


@pytest.mark.parametrize("tag", ["prep", "fpgm", "cvt "])
def test_a_face_with_damaged_instructions_for_screens_is_painted(
    qapp: QApplication, tmp_path: Path, tag: str
) -> None:
    data = official("LiberationSerif-Regular.ttf")
    (tmp_path / "whole.tmp").write_bytes(data)
    start, length, _ = SfntFile(tmp_path / "whole.tmp").tables[tag]
    (tmp_path / "times.ttf").write_bytes(data[:start] + b"\xb0" * length + data[start + length :])
    assert painted(tmp_path)


def test_a_damaged_face_is_told_in_the_box_about_the_program(tmp_path: Path) -> None:
    (tmp_path / "<b>.ttf" if sys.platform != "win32" else tmp_path / "b.ttf").write_bytes(
        BOMBS["no metrics"]()
    )
    page = about_html(Faces(ROLES, InstalledFonts([tmp_path])))
    assert "本机的“黑体”用不了：字体文件“" in page
    assert "<b>" not in page
    assert "用不了" not in about_html(Faces(ROLES, None))


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="elsewhere fonts are found in another way")
def test_a_pipe_in_a_font_folder_does_not_keep_the_window_from_opening(tmp_path: Path) -> None:
    """fontconfig opens whatever lies there, and waits."""
    (tmp_path / "fonts" / "deep").mkdir(parents=True)
    os.mkfifo(tmp_path / "fonts" / "deep" / "x.ttf")
    script = (
        "from bulletin_desk.desk.app import make_application\n"
        "application = make_application()\n"
        "from PySide6.QtGui import QFontDatabase\n"
        "QFontDatabase.families()\n"
        "print('opened')"
    )
    environ = {**os.environ, "XDG_DATA_HOME": str(tmp_path), "XDG_CACHE_HOME": str(tmp_path / "cache")}
    environ |= {"QT_QPA_PLATFORM": "offscreen"}
    environ.pop("FONTCONFIG_FILE", None)
    done = subprocess.run(
        [sys.executable, "-c", script],
        env=environ,
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )
    assert done.stdout.strip() == "opened", done.stderr
    assert str(tmp_path / "fonts") not in (tmp_path / "cache" / "bulletin-desk" / "fonts.conf").read_text(
        encoding="utf-8"
    )
