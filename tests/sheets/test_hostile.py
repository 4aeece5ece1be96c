"""Sheets with lengths that nobody would write, filled with texts that nobody would: refused in a sentence, or
set so that nothing gets lost and nothing stands below the paper's margin."""

from __future__ import annotations

import random
import re
from pathlib import Path

import pytest

from bulletin_desk.errors import InvalidSheetError
from bulletin_desk.fonts.faces import Faces
from bulletin_desk.layouts.model import Layout
from bulletin_desk.resources import resource
from bulletin_desk.sheets.fit import Setter, fit
from bulletin_desk.sheets.read import read_sheet
from bulletin_desk.sheets.set_sheet import sheet_pages
from tests.sheets.made import facts_for, issue_of

FILES = ("sign-off", "draft-paper", "list")
LENGTHS = ("0", "1", "3", "6", "8", "15", "30", "60", "100", "140", "200", "297", "1000")
TITLES = (
    "短",
    "一二三四五六七八九十" * 12,
    "Unbroken-latin-word-" * 5,
    "",
    "“《标题》”……——",
    "第1行\n第2行",
    "标题" * 600,
)
_SLACK = 0.5


@pytest.mark.parametrize("seed", range(24))
def test_whatever_is_read_is_set(seed: int, tmp_path: Path, layout: Layout, faces: Faces) -> None:
    chance = random.Random(seed)
    text = resource("sheets", f"{FILES[seed % 3]}.toml").read_text(encoding="utf-8")
    for _ in range(2):
        place = chance.choice(list(re.finditer(r'"([\d.]+) (mm|pt)"', text)))
        text = f'{text[: place.start()]}"{chance.choice(LENGTHS)} {place[2]}"{text[place.end() :]}'
    file = tmp_path / "单.toml"
    file.write_text(text, encoding="utf-8")
    try:
        sheet = read_sheet(file)
    except InvalidSheetError as error:
        assert str(error).endswith("。")  # noqa: PT017
        return
    issue = issue_of(chance.choice((0, 1, 3, 9)), tuple(chance.sample(TITLES, 4)))
    facts = facts_for(issue, layout, faces, typed={key: chance.choice(TITLES) for key in sheet.free})
    setter = Setter(faces)
    fitted = fit(sheet, facts, setter)
    shown = [row.at for page in fitted.pages for row in page.rows[page.repeated :]]
    assert shown == list(range(len(fitted.table.rows)))
    for page in sheet_pages(sheet, facts, faces, setter).pages:
        foot = max(band.top + band.height for table in page.tables for band in table.bands)
        assert foot <= page.height - float(sheet.margins.bottom) + _SLACK
