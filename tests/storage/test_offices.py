"""An office and its layout are saved in the clerk's own folder, whole or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from bulletin_desk.bulletin.model import LayoutText
from bulletin_desk.bulletin.office import Office
from bulletin_desk.errors import TargetError
from bulletin_desk.storage.offices import save_office


def test_an_office_is_saved_with_its_layout_beside_it(tmp_path: Path) -> None:
    folder = tmp_path / "data" / "offices"
    saved = save_office(folder, "甲", Office("甲简报", "甲办"), LayoutText("版", "# 版式\n"))
    assert saved == Office("甲简报", "甲办", layout="甲.layout.toml")
    assert saved.file == folder / "甲.toml"
    beside = saved.beside(saved.layout)
    assert beside is not None
    assert beside.read_text(encoding="utf-8") == "# 版式\n"
    again = save_office(folder, "甲", Office("乙简报", layout="gb9704"))
    assert (again.name, again.layout, again.beside(again.layout)) == ("乙简报", "gb9704", None)


def test_a_folder_that_cant_be_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "data").write_bytes(b"")
    with pytest.raises(TargetError, match=r"建不了文件夹|写不了"):
        save_office(tmp_path / "data" / "offices", "甲", Office("甲"))
