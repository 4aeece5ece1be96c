"""The real issue's text, as other programs give it, comes back to the same items."""

from __future__ import annotations

from pathlib import Path

import pytest

from bulletin_desk.bulletin.matching import text_of
from bulletin_desk.bulletin.model import Body, Issue, Item
from bulletin_desk.intake.draft import Context, item_of, take_in
from bulletin_desk.intake.manuscript import Look, Manuscript, Paragraph
from bulletin_desk.intake.read import read_pasted_text
from bulletin_desk.intake.sources import load_units
from bulletin_desk.storage.bulletin_file import read_bulletin

ROOT = Path(__file__).resolve().parents[2]
ISSUE = read_bulletin(ROOT / "examples" / "2024-01-09.bulletin")
PRINTED = ROOT / "tests" / "data" / "printed-lines-pages-1-4.txt"
CONTEXT = Context(("市州动态",), load_units())


def told(items: list[Item], *, run_ins: bool = True) -> list[object]:
    """What must come back: titles with their lines, paragraphs with their kinds and run-in headings, sources.
    Spaces aside that copying adds or cleaning takes away between Han characters and digits."""
    made: list[object] = []
    for item in items:
        made.append((item.title, item.source.replace(" ", "")))
        for block in item.blocks:
            run_in = len(_closed(block.text[: block.run_in])) if isinstance(block, Body) and run_ins else 0
            made.append((type(block).__name__, _closed(text_of(block)), run_in))
    return made


def _closed(text: str) -> str:
    return text.replace(" ", "")


def items_of(issue: Issue) -> list[Item]:
    return [item for section in issue.sections for item in section.items]


def brought(manuscript: Manuscript, *, section: str = "市州动态") -> list[Item]:
    taken = take_in(manuscript, CONTEXT)
    assert {draft.section for draft in taken.drafts} == {section}
    assert all(draft.source.sure for draft in taken.drafts)
    return [item_of(draft) for draft in taken.drafts]


def lines(issue: Issue) -> list[tuple[str, str, int]]:
    """(part, text, run-in heading) of every paragraph, title and subheading lines one by one."""
    made: list[tuple[str, str, int]] = []
    for section in issue.sections:
        made.append(("section", f"【{section.name}】", 0))
        for item in section.items:
            made += (("title", line, 0) for line in item.title.split("\n"))
            for block in item.blocks:
                if isinstance(block, Body):
                    made.append(("body", block.text, block.run_in))
                else:
                    made += (("subheading", line, 0) for line in text_of(block).split("\n"))
            made.append(("source", item.source, 0))
    return made


def test_as_plain_paragraphs() -> None:
    manuscript = Manuscript("", tuple(Paragraph(text) for _, text, _ in lines(ISSUE)))
    assert told(brought(manuscript)) == told(items_of(ISSUE))


def test_as_plain_text_with_indents_and_blank_lines() -> None:
    text = "\n\n".join("　　" + text if part == "body" else text for part, text, _ in lines(ISSUE))
    assert told(brought(read_pasted_text(text))) == told(items_of(ISSUE))


def test_as_printed_lines() -> None:
    text = PRINTED.read_text(encoding="utf-8")
    (item,) = brought(read_pasted_text(text))
    assert told([item]) == told(items_of(ISSUE)[:1])


_WORD = {
    "title": Look(style="Normal", align="centre", size=18, face="黑体", bold=True),
    "subheading": Look(style="Normal", align="left", size=12, face="宋体", bold=True),
    "body": Look(style="Normal", align="left", indent=2, size=12, face="宋体"),
    "source": Look(style="Normal", align="right", size=12, face="宋体"),
    "section": Look(style="Normal", align="left", size=14, face="黑体"),
}
_HEADINGS = {
    "title": Look(style="heading 1", outline=1, size=20, face="等线 Light", bold=True),
    "subheading": Look(style="heading 2", outline=2, size=16, face="等线 Light", bold=True),
    "body": Look(style="Normal", align="justified", size=10.5, face="等线"),
    "source": Look(style="Normal", align="right", size=10.5, face="等线"),
    "section": Look(style="Normal", align="centre", size=10.5, face="等线"),
}
_SAME = dict.fromkeys(_WORD, Look(style="Normal", align="left", size=12, face="宋体"))
_WEB = {
    "title": Look(style="h2", bold=True),
    "subheading": Look(style="p", bold=True),
    "body": Look(style="p"),
    "source": Look(style="p"),
    "section": Look(style="p", bold=True),
}


@pytest.mark.parametrize("looks", [_WORD, _HEADINGS, _SAME, _WEB], ids=["word", "headings", "same", "web"])
@pytest.mark.parametrize("leads", [True, False], ids=["run-ins set apart", "not set apart"])
def test_in_another_look(looks: dict[str, Look], leads: bool) -> None:
    paragraphs = tuple(
        Paragraph(text, looks[part], run_in if leads else 0) for part, text, run_in in lines(ISSUE)
    )
    assert told(brought(Manuscript("", paragraphs))) == told(items_of(ISSUE))


@pytest.mark.parametrize("number", range(5))
def test_each_item_in_a_file_of_its_own(number: int) -> None:
    item = items_of(ISSUE)[number]
    paragraphs = [Paragraph(line) for line in item.title.split("\n")]
    paragraphs += (Paragraph(line) for block in item.blocks for line in text_of(block).split("\n"))
    alone = Manuscript(f"{item.source.strip('（）')}：{item.title}", tuple(paragraphs))
    assert told(brought(alone)) == told([item])
