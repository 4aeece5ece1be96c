"""Rules about headings inside a text: levels that are left out, numbers that go on wrongly where some are
made and others typed, forms that belong to another level. Knows one text with its headings at a time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bulletin_desk.bulletin.counting import block_numbers
from bulletin_desk.bulletin.grammar import SPEC, block_of
from bulletin_desk.bulletin.model import Block, Heading, ListItem, Path
from bulletin_desk.hanzi.ordinals import TypedNumber, typed_number
from bulletin_desk.proof.findings import Mark, advice, doubtful

Found = tuple[Path, Mark]

_FORMS = ("一、", "（一）", "1.", "（1）")


def level_marks(blocks: Sequence[Block]) -> Iterator[Found]:
    """What is to be said about the headings and list items among the blocks of an item or attachment, by
    paths below that."""
    before = 0
    last = [0] * len(_FORMS)
    """The number of the heading of each level before, 0 where there is none."""
    made = [True] * len(_FORMS)
    """Whether that was made by the layout."""
    for at, (block, number) in enumerate(zip(blocks, block_numbers(blocks), strict=True)):
        path = block_of((), at)
        if isinstance(block, ListItem) and number:
            typed = typed_number(block.text)
            if typed is not None:
                yield path, _twice(block.text, typed, SPEC[block.kind].name)
        if not isinstance(block, Heading):
            continue
        name, level = SPEC[block.kind].name, block.level
        if before and level > before + 1:
            words = f"这是{name}，上面只到{_FORMS[before - 1]}那一级，中间少了一级；请核对级别。"
            yield path, advice("heading_level", (0, len(block.text)), words)
        before = level
        typed = typed_number(block.text)
        if typed is not None and number:
            yield path, _twice(block.text, typed, name)
        elif typed is not None and typed.level != level:
            usual, here = _FORMS[level - 1], _FORMS[typed.level - 1]
            words = f"这是{name}，序号一般写作“{usual}”，这里是“{here}”的写法；请核对级别。"
            yield path, advice("heading_level", (0, typed.end), words)
        counted = number or (typed.number if typed is not None else 0)
        # numbers that are typed throughout are looked at with the other ordinals of the text
        mixed = bool(last[level - 1]) and made[level - 1] != bool(number)
        if counted and mixed and counted != last[level - 1] + 1:
            words = f"上一个{name}的序号是{last[level - 1]}，这里是{counted}；"
            words += "有的序号由程序来编，有的是打上去的，请统一。"
            yield path, doubtful("ordinal_gap", (0, typed.end if typed and not number else 0), words)
        if counted:
            last[level - 1], made[level - 1] = counted, bool(number)
        last[level:] = [0] * (len(last) - level)


def _twice(text: str, typed: TypedNumber, name: str) -> Mark:
    words = f"{name}的序号由程序来编，这里又打了“{text[: typed.end].strip()}”，会印两遍；请删去。"
    return doubtful("made_number", (0, typed.end), words, "")
