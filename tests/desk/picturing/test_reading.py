"""Pictures read beside the window: what is no file is said, and never waited for."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from bulletin_desk.desk.picturing.reading import read


@pytest.mark.skipif(sys.platform == "win32", reason="there pipes have no paths in folders")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "照片.jpg")
    (tmp_path / "夹.jpg").mkdir()
    found = read([tmp_path / "照片.jpg", tmp_path / "夹.jpg", tmp_path / "没有.jpg"])
    assert not found.datas
    assert [
        said.startswith(f"图片“{name}.jpg”打不开")
        for said, name in zip(found.said, ("照片", "夹", "没有"), strict=True)
    ] == [True] * 3
