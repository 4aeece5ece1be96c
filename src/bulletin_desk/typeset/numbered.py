"""What a layout puts before sections, items, headings and list items: numbers, which are made and never
typed, and marks. Knows no paragraphs.
"""

from __future__ import annotations

from collections.abc import Iterator

from bulletin_desk.bulletin.counting import block_numbers
from bulletin_desk.bulletin.grammar import item_path, section_path
from bulletin_desk.bulletin.model import Block, Heading, Issue, ListItem, Path, Section
from bulletin_desk.hanzi.numerals import chinese
from bulletin_desk.layouts.block_forms import BlockForms
from bulletin_desk.layouts.model import Layout
from bulletin_desk.layouts.offers import HeadingForms


def section_prefixes(issue: Issue, layout: Layout) -> Iterator[str]:
    """What stands before the name of each section; those of level 2 are counted anew under each of level 1. A
    section without a name that takes no line is not counted."""
    first = second = 0
    for section in issue.sections:
        if not (section.name or layout.offers.prints_empty(section.kind)):
            yield ""
            continue
        if section.level == 1:
            first, second = first + 1, 0
        else:
            second += 1
        pattern = layout.headings.sections[section.level - 1]
        yield worded(pattern, second if section.level > 1 else first)


def prefixes(issue: Issue, layout: Layout) -> Iterator[tuple[Path, str]]:
    """What stands before each section and each item, by its path, in the order of the paper."""
    forms, number = layout.headings, 0
    for at, (section, made) in enumerate(zip(issue.sections, section_prefixes(issue, layout), strict=True)):
        yield section_path(at), made
        number = 0 if forms.items == "section" else number
        numbered = are_numbered(section, forms)
        for item_at, item in enumerate(section.items):
            number += 1
            yield item_path(at, item_at), item_prefix(forms, number if numbered else 0, item.mark)


def are_numbered(section: Section, forms: HeadingForms) -> bool:
    """Whether a section's items have numbers. Where each section counts its own, a text without a title that
    stands alone in a section without a name, such as an opening, is no item of a list."""
    if forms.items == "section" and not section.name and len(section.items) == 1:
        return bool(section.items[0].title)
    return forms.items != "none"


def item_prefix(forms: HeadingForms, number: int, mark: str) -> str:
    """What stands before an item: its mark, and its number where it has one (not 0)."""
    marked = forms.mark_text.format(mark=mark) if mark else ""
    return marked + worded(forms.item_text, number)


def block_leads(blocks: tuple[Block, ...], layout: Layout) -> tuple[str, ...]:
    """What the layout puts before each block of an item or attachment: the number of a heading or list item,
    the mark of a list item. Empty where none of them has any."""
    if not any(isinstance(block, Heading | ListItem) for block in blocks):
        return ()
    return tuple(
        _block_lead(block, number, layout.blocks)
        for block, number in zip(blocks, block_numbers(blocks), strict=True)
    )


def _block_lead(block: Block, number: int, forms: BlockForms) -> str:
    if isinstance(block, Heading):
        return worded(forms.headings[block.level - 1], number)
    if isinstance(block, ListItem):
        return worded(forms.lists.number_text, number) if number else forms.lists.mark
    return ""


def worded(pattern: str, number: int) -> str:
    """A number as a layout's pattern has it; empty without either."""
    return pattern.format(number=number, han=chinese(number)) if pattern and number else ""
