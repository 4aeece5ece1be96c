"""Makes a volume of many differing issues out of one real issue, the same on every machine. Knows no layout.

No paragraph repeats: who remembers what he has set must not set the volume in the time of one issue.
"""

from __future__ import annotations

import random
import re
from dataclasses import dataclass, replace

from bulletin_desk.bulletin.matching import text_of
from bulletin_desk.bulletin.model import Block, Body, Issue, Item, Section, Subheading

_PLACES = re.findall(
    "..",
    "成都绵阳德阳乐山遂宁达州宜宾泸州南充广元巴中雅安"
    "眉山资阳内江自贡广安阿坝甘孜凉山剑阁沐川犍为马边"
    "峨边夹江井研沙湾五通广汉什邡绵竹中江罗江射洪蓬溪"
    "大英船山万源宣汉开江大竹渠县通川苍溪旺苍青川朝天",
)
"""Two characters each: one in the place of another leaves a sentence what it is."""
_PLACE = re.compile("|".join(_PLACES))
_DIGITS = re.compile(r"[0-9]+")
_SENTENCE = re.compile(r"[^。！？]+[。！？]*")
_NUMERALS = "零一二三四五六七八九"


@dataclass(frozen=True, slots=True)
class _Variation:
    """One issue's changes: where each place moves to, and its own numbers."""

    places: dict[str, str]
    numbers: random.Random
    seen: set[str]
    """Every paragraph of the volume up to now."""

    def text(self, text: str) -> str:
        """A text with other places and numbers."""
        text = _PLACE.sub(lambda found: self.places[found.group()], text)
        return _DIGITS.sub(lambda found: self._number(found.group()), text)

    def _number(self, digits: str) -> str:
        """Another number of as many digits; a year stays near."""
        if len(digits) == 4 and digits.startswith("20"):
            return str(self.numbers.randrange(2001, 2024))
        least = 10 ** (len(digits) - 1)
        return str(self.numbers.randrange(least, 10 * least))

    def unlike(self, text: str, number: int) -> str:
        """The text, told apart from an earlier one like it by the issue's number in Chinese numerals."""
        if text in self.seen:
            mark = f"（其{''.join(_NUMERALS[int(digit)] for digit in str(number))}）"
            while text in self.seen:
                text += mark
        self.seen.add(text)
        return text


def volume(issue: Issue, count: int = 100) -> Issue:
    """An issue with the sections of `count` issues, each with its own places, numbers, order of sentences."""
    seen: set[str] = set()
    sections: list[Section] = []
    for number in range(1, count + 1):
        chance = random.Random(number)  # of its own: an issue does not depend on how many there are
        moved = dict(zip(_PLACES, chance.sample(_PLACES, len(_PLACES)), strict=True))
        variation = _Variation(moved, chance, seen)
        sections += [_section(section, variation, number) for section in issue.sections]
    return replace(issue, sections=tuple(sections))


def _section(section: Section, variation: _Variation, number: int) -> Section:
    name = variation.unlike(variation.text(section.name), number)
    return Section(name, tuple(_item(item, variation, number) for item in section.items))


def _item(item: Item, variation: _Variation, number: int) -> Item:
    return Item(
        variation.unlike(variation.text(item.title), number),
        tuple(_block(block, variation, number) for block in item.blocks),
        variation.unlike(variation.text(item.source), number) if item.source else "",
    )


def _block(block: Block, variation: _Variation, number: int) -> Block:
    if isinstance(block, Subheading):
        return Subheading(variation.unlike(variation.text(block.text), number))
    if not isinstance(block, Body):
        return block
    head = variation.text(block.text[: block.run_in])
    sentences = _SENTENCE.findall(variation.text(block.text[block.run_in :]))
    variation.numbers.shuffle(sentences)
    return Body(variation.unlike(head + "".join(sentences), number), len(head))


def paragraphs(issue: Issue) -> list[str]:
    """The text of every section head, title, block and source."""
    found = []
    for section in issue.sections:
        found.append(section.name)
        for item in section.items:
            found += [item.title, *map(text_of, item.blocks)]
            found += [item.source] if item.source else []
    return found
