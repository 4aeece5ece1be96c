"""What really arrives, by kind: small inputs, each with the items that it must come to and the words that
must be told and not printed. `data/arriving` has a folder for each kind; `"S:"` stands before a subheading
there, `"B:"` before a body paragraph, `"L:"` before an entry of a list, `[]` around a run-in heading."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from bulletin_desk.bulletin.matching import text_of
from bulletin_desk.bulletin.model import Block, Body, ListItem
from bulletin_desk.errors import UnreadableFileError
from bulletin_desk.intake.draft import Context, Contribution, item_of, take_in
from bulletin_desk.intake.read import read_manuscript
from bulletin_desk.intake.sources import load_units

ARRIVING = Path(__file__).parent / "data" / "arriving"
CONTEXT = Context((), load_units())

FILES = [
    (folder, name)
    for folder in sorted(path.name for path in ARRIVING.iterdir())
    for name in json.loads((ARRIVING / folder / "expected.json").read_text(encoding="utf-8"))
]


def _written(block: Block) -> str:
    if isinstance(block, Body):
        head = f"[{block.text[: block.run_in]}]" if block.run_in else ""
        return f"B:{head}{block.text[block.run_in :]}"
    mark = "L:" if isinstance(block, ListItem) else "S:"
    return mark + "／".join(text_of(block).split("\n"))


def _came_to(taken: Contribution) -> list[dict[str, Any]]:
    made = []
    for draft in taken.drafts:
        item = item_of(draft)
        made.append(
            {
                "title": item.title.split("\n") if item.title else [],
                "blocks": [_written(block) for block in item.blocks],
                "source": item.source or None,
                "section": draft.section,
            }
        )
    return made


def _check(folder: str, name: str) -> None:
    wanted = json.loads((ARRIVING / folder / "expected.json").read_text(encoding="utf-8"))[name]
    if isinstance(wanted["items"], str):
        with pytest.raises(UnreadableFileError):
            read_manuscript(ARRIVING / folder / name)
        return
    taken = take_in(read_manuscript(ARRIVING / folder / name), CONTEXT)
    made = _came_to(taken)
    assert len(made) == len(wanted["items"]), made
    assert [{key: item[key] for key in told} for item, told in zip(made, wanted["items"], strict=True)] == [
        *wanted["items"]
    ]
    remarks = [*taken.remarks, *(remark for draft in taken.drafts for remark in draft.questions())]
    told = "\n".join(remark.message for remark in remarks)
    assert [words for words in wanted["said"] if words not in told] == []
    printed = str(made)
    wanted_text = str(wanted["items"])
    assert [words for words in wanted["said"] if words in printed and words not in wanted_text] == []


@pytest.mark.parametrize(("folder", "name"), FILES)
def test_what_arrives(folder: str, name: str) -> None:
    _check(folder, name)
