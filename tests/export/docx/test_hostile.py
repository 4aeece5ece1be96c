"""Hostile Word files: each opens or is refused in one sentence, in bounded time and memory.

BULLETIN_DESK_MUTANTS says how many mutated files to open (400 unless set; 10,000 before a release).
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from bulletin_desk.bulletin.matching import text_of
from bulletin_desk.errors import UnreadableFileError
from bulletin_desk.export.docx.read import read_docx
from tests.export.docx.hostile import (
    BOMBS,
    DOCUMENT,
    NAME,
    OPENS,
    changed,
    mutant,
    opened,
    parts_of,
    sources,
    with_body,
)
from tests.storage.hostile import MOST_BYTES
from tests.storage.test_hostile import LONGEST, MUTANTS, reader

READER = "tests.export.docx.hostile"


def test_mutants(tmp_path: Path) -> None:
    share = -(-MUTANTS // 2)

    def part(number: int) -> dict[str, Any]:
        folder = tmp_path / str(number)
        folder.mkdir()
        return reader(folder, str(number * share), str(share), seconds=LONGEST + MUTANTS, module=READER)

    with ThreadPoolExecutor(2) as pool:
        parts = list(pool.map(part, range(2)))
    for found in parts:
        assert found["wrong"] == {}
        assert found["peak"] < MOST_BYTES
        assert 0 < found["opened"] < share


def test_a_mutant_is_always_the_same() -> None:
    assert mutant(7) == mutant(7) != mutant(8)


@pytest.mark.sampled
@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb(tmp_path: Path, name: str) -> None:
    (tmp_path / NAME).write_bytes(BOMBS[name]())
    found = reader(tmp_path, name, seconds=LONGEST, module=READER)
    assert found["wrong"] == {}
    assert found["opened"] == (name in OPENS)
    assert found["peak"] < MOST_BYTES


# ---- what was found along the way


def test_text_of_a_table_in_a_table_is_read_once(tmp_path: Path) -> None:
    cell = "<w:tbl><w:tr><w:tc>{}</w:tc></w:tr></w:tbl>"
    text = "<w:p><w:r><w:t>只有一次</w:t></w:r></w:p>"
    file = tmp_path / NAME
    file.write_bytes(with_body(cell.format(cell.format(cell.format(text)))))
    issue, _ = read_docx(file)
    bodies = [text_of(block) for section in issue.sections for item in section.items for block in item.blocks]
    assert bodies.count("只有一次") == 1


@pytest.mark.parametrize("name", ["an entity", "an entity in UTF-16", "entities", "a DTD elsewhere"])
def test_what_fetches_or_unfolds_is_refused(tmp_path: Path, name: str) -> None:
    file = tmp_path / NAME
    file.write_bytes(BOMBS[name]())
    with pytest.raises(UnreadableFileError, match="外部定义（DTD）"):
        opened(file)


def test_invisible_characters_are_kept_for_the_checks_to_report(tmp_path: Path) -> None:
    file = tmp_path / NAME
    file.write_bytes(BOMBS["characters"]())
    issue, _ = read_docx(file)
    assert text_of(issue.sections[0].items[0].blocks[0]) == "一\u202e二\u2066三\u200b四\x85五\ufeff六"


def test_a_part_in_utf_16_is_read(tmp_path: Path) -> None:
    file = tmp_path / NAME
    document = parts_of(sources()[0])[DOCUMENT].decode("utf-8").replace("UTF-8", "UTF-16")
    file.write_bytes(changed(sources()[0], {DOCUMENT: document.encode("utf-16")}))
    source = tmp_path / "source.docx"
    source.write_bytes(sources()[0])
    assert read_docx(file) == read_docx(source)
