"""Rules about what the layout makes and nobody types: numbers of sections and items, marks before items.
Knows no pages."""

from __future__ import annotations

from collections.abc import Iterator

from bulletin_desk.bulletin.grammar import block_of, item_path, name_of, section_path, title_of
from bulletin_desk.bulletin.model import Issue, Item, Path
from bulletin_desk.layouts.offers import HeadingForms, Offers
from bulletin_desk.proof.expressions import Expression
from bulletin_desk.proof.findings import Mark, doubtful

Found = tuple[Path, Mark]

_HAN = "[一二三四五六七八九十]{1,3}"
_NUMBER = Expression(
    rf"(?:第?{_HAN}[、.．]|[（(]{_HAN}[）)]|[0-9]{{1,2}}[.．、](?![0-9])|[（(][0-9]{{1,2}}[）)]|[①-⑳])\s*(?=\S)"
)


def made_marks(issue: Issue, offers: Offers, headings: HeadingForms) -> Iterator[Found]:
    """Numbers and marks that were typed where the layout makes them: they would be printed twice."""
    for section_at, section in enumerate(issue.sections):
        path = section_path(section_at)
        if headings.sections[section.level - 1]:
            yield from _number(name_of(path), section.name, "栏目")
        for item_at, item in enumerate(section.items):
            first = _first(item_path(section_at, item_at), item)
            if first is not None:
                yield from _before_item(*first, item, offers, headings)


def _first(path: Path, item: Item) -> tuple[Path, str] | None:
    """The text before which number and mark of an item stand: its title, or its first text."""
    if item.title.strip():
        return title_of(path), item.title
    if not item.blocks:
        return None
    (text, *_) = item.blocks[0].texts()
    return (*block_of(path, 0), *text.path), text.text


def _before_item(
    path: Path, text: str, item: Item, offers: Offers, headings: HeadingForms
) -> Iterator[Found]:
    mark = max((mark for mark in offers.marks if text.startswith(mark)), key=len, default="")
    if mark:
        end = len(text) - len(text[len(mark) :].lstrip())
        if item.mark:
            message = f"稿件已经有标记“{item.mark}”，这里又打了“{mark}”，会印两遍；请删去。"
            yield path, doubtful("made_number", (0, end), message, "")
        else:
            message = f"标记“{mark}”由程序来印；请删去这个字，再在“标记”里选它。"
            yield path, doubtful("made_number", (0, end), message)
    elif headings.items != "none":
        yield from _number(path, text, "稿件")


def _number(path: Path, text: str, what: str) -> Iterator[Found]:
    found = _NUMBER.match(text)
    if found is not None:
        message = f"{what}的序号由程序来编，这里又打了“{found[0].strip()}”，会印两遍；请删去。"
        yield path, doubtful("made_number", found.span(), message, "")
