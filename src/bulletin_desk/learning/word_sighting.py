"""What is seen of an old issue in its Word file: paper, text block, paragraphs and rules at the places where
a word processor puts them, page number. Must not know what a paragraph is for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NoReturn

from bulletin_desk.errors import UnreadableFileError
from bulletin_desk.gathering.doubts import Doubt
from bulletin_desk.learning.evidence import Ink, SeenPage, SeenRule, in_lines
from bulletin_desk.learning.sighting import PageRule, Sighting
from bulletin_desk.learning.word_block import RunningText, block_of, running_text
from bulletin_desk.learning.word_file import read_word
from bulletin_desk.learning.word_folio import folio_in
from bulletin_desk.learning.word_laid import Laid, PlacedLine, PlacedPicture
from bulletin_desk.learning.word_line_rule import line_rule_in
from bulletin_desk.learning.word_metrics import WORD, Habits
from bulletin_desk.learning.word_model import WordFile
from bulletin_desk.learning.word_pages import lay_out, running_words
from bulletin_desk.learning.word_paragraphs import set_paragraphs, sign_rules

_RULE_HEIGHT = 12.0
_RULE_SHAPE = 12
"""A picture no higher than this, and so many times as wide, is a line across."""
_PICTURE_INK = Ink(255, 0, 0)
"""What is taken for the colour of a line that is a picture: those in heads are red."""
_QUOTED = 20


def sight_word(path: Path, habits: Habits = WORD) -> Sighting:
    """What is seen in the Word file at `path`. `habits` are those of the word processor. Raises
    UnreadableFileError."""

    def fail(reason: str) -> NoReturn:
        raise UnreadableFileError(f"不能读取“{path}”：{reason}。")

    file = read_word(path)
    laid = lay_out(file, habits)
    text = running_text(file, laid)
    if text is None:
        fail("里面没有文字，请选一期有正文的旧简报")
    return sighted(path, file, laid, text, habits)


def sighted(path: Path, file: WordFile, laid: Laid, text: RunningText, habits: Habits) -> Sighting:
    """What is seen in a file that was laid out."""
    block = block_of(text)
    section = text.section
    pictures = [one for one in laid.pictures if not _is_rule(one)]
    rules = [*laid.rules, *sign_rules(laid.lines), *_picture_rules(laid.pictures)]
    rules.sort(key=lambda one: (one.page, one.rule.y, one.rule.x))
    folio = folio_in(file, block, habits)
    controlled = [paragraph.format.widow_control for paragraph in text.paragraphs]
    return Sighting(
        file=path,
        width=section.width,
        height=section.height,
        block=block,
        paragraphs=set_paragraphs(laid.lines, block),
        rules=tuple(rules),
        pages=_pages(laid.lines, rules, pictures, text),
        folio=folio[0] if folio else None,
        rule=line_rule_in(file, text.paragraphs),
        widow_control=sum(controlled) * 2 > len(controlled),
        kind="word",
        doubts=tuple(_doubts(file, laid, bare_first=bool(folio and folio[1]))),
    )


def _is_rule(picture: PlacedPicture) -> bool:
    box = picture.box
    return box.height <= _RULE_HEIGHT and box.width > _RULE_SHAPE * box.height


def _picture_rules(pictures: Sequence[PlacedPicture]) -> Iterator[PageRule]:
    """Pictures that are lines across; which colour they have, nothing tells."""
    for one in pictures:
        if _is_rule(one):
            box = one.box
            rule = SeenRule(box.x, box.y + box.height / 2, box.width, box.height, _PICTURE_INK)
            yield PageRule(one.page, rule)


def _pages(
    lines: Sequence[PlacedLine],
    rules: Sequence[PageRule],
    pictures: Sequence[PlacedPicture],
    text: RunningText,
) -> tuple[SeenPage, ...]:
    """The pages with what certainly stands where it is said to: what is above the running text on the first,
    and below it on the last one; no paragraphs of several lines, whose ends nothing tells."""
    section = text.section
    count = max((line.page for line in lines), default=0) + 1
    running = [
        line
        for line in lines
        if not line.boxed and (line.gone_on or line.number) and line.paragraph in text.paragraphs
    ]
    begins = min(((line.page, line.baseline - line.above) for line in running), default=(count, 0.0))
    ends = max(((line.page, line.baseline) for line in running), default=(-1, 0.0))

    def is_sure(page: int, y: float) -> bool:
        return (page == 0 and (page, y) < begins) or (page == count - 1 and (page, y) > ends)

    return tuple(
        SeenPage(
            float(section.width),
            float(section.height),
            in_lines(
                seen
                for line in lines
                if line.page == page and is_sure(page, line.baseline) and not (line.gone_on or line.number)
                for seen in line.chars
                if seen.char.strip()
            ),
            tuple(one.rule for one in rules if one.page == page and is_sure(page, one.rule.y)),
            tuple(one.box for one in pictures if one.page == page and is_sure(page, one.box.y)),
        )
        for page in range(count)
    )


def _doubts(file: WordFile, laid: Laid, *, bare_first: bool) -> Iterator[Doubt]:
    """What was not understood, or can't be kept."""
    for one in file.unread:
        where = f"“{one.where[:_QUOTED]}”处的" if one.where else ""
        yield Doubt("layout", f"{where}{one.what}没有认出，请核对。", one.words or one.where)
    for words in running_words(file):
        said = f"页眉或页脚里的“{words[:_QUOTED]}”每面都有，版式里没有位置，请核对。"
        yield Doubt("layout", said, words)
    if bare_first:
        yield Doubt("layout", "旧的一期首页没有页码，新的各面都有，请核对。")
    if any(section.columns > 1 for section in file.sections):
        yield Doubt("layout", "旧的一期有分栏，只照一栏认，请核对。")
    for picture in laid.pictures:
        if _is_rule(picture):
            yield Doubt("layout", "有一条线是图片，看不出颜色，照红色认，请核对。", picture.about)
