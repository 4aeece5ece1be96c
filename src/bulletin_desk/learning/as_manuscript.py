"""Paragraphs that were seen as a manuscript, so that what reads old issues reads them: one paragraph of the
manuscript for each, in their order. Must not know what a paragraph is for.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Hashable, Iterator, Sequence
from itertools import pairwise
from typing import TypeVar

from bulletin_desk.hanzi.classes import HAN
from bulletin_desk.intake.manuscript import Align, Look, Manuscript, Paragraph
from bulletin_desk.learning.block_fit import Block
from bulletin_desk.learning.evidence import Seen
from bulletin_desk.learning.faces_seen import role_of
from bulletin_desk.learning.paragraphs import Piece, SetParagraph
from bulletin_desk.learning.spaced import spaced

_Value = TypeVar("_Value", bound=Hashable)
_HAN = re.compile(f"[{HAN}]")
_LONGEST_LEAD = 60
_ALIGNS: dict[str, Align] = {"centre": "centre", "right": "right", "left": "left", "justified": "justified"}
_BOLD = "_bold"


def manuscript_of(paragraphs: Sequence[SetParagraph], block: Block) -> Manuscript:
    """The manuscript that these paragraphs are."""
    pages = [paragraph.page for paragraph in paragraphs]
    starts = [*(before < after for before, after in pairwise([*pages[:1], *pages]))]
    return Manuscript(
        "",
        tuple(
            _paragraph(paragraph, block, new_page=starts_page)
            for paragraph, starts_page in zip(paragraphs, starts, strict=True)
        ),
    )


def with_blanks(paragraph: SetParagraph) -> SetParagraph:
    """The paragraph with blanks in its text where characters stand apart."""
    if paragraph.align == "justified" and len(paragraph.lines) > 1:
        return paragraph._replace(text="".join(map(_spread, paragraph.lines)))
    between = {"row": "\t", "centre": "\n", "right": "\n"}.get(paragraph.align, "")
    return paragraph._replace(text=between.join(spaced(piece.line) for piece in paragraph.lines))


def _spread(piece: Piece) -> str:
    """What a line says that may be spread to the block's edge: characters that stand further apart than the
    others of the line have a blank between them."""
    chars = piece.line.chars
    gaps = [
        (after.x - before.right) / after.look.size if is_han(before.char) and is_han(after.char) else 0.0
        for before, after in pairwise(chars)
    ]
    usual = sorted(gaps)[len(gaps) // 2] if gaps else 0.0
    blanks = ["", *(" " if gap - usual > _BLANK else "" for gap in gaps)]
    return "".join(blank + seen.char for blank, seen in zip(blanks, chars, strict=True))


_BLANK = 0.2
"""Em by which two characters stand further apart than those of their line if a blank stands between them."""


def centred_alike(paragraphs: Sequence[SetParagraph], block: Block) -> tuple[SetParagraph, ...]:
    """The paragraphs, those in the middle that are as wide as the block and set as centred ones are."""
    centred = {_type(one) for one in paragraphs if one.align == "centre"}
    width = float(block.cell * block.cells)
    return tuple(
        one._replace(align="centre")
        if one.align == "justified"
        and len(one.lines) == 1
        and _type(one) in centred
        and abs(one.left + one.indent - one.right) < one.look.size * _OFF_MIDDLE
        and one.left + one.indent < width / _FAR_IN
        else one
        for one in paragraphs
    )


_OFF_MIDDLE = 0.6
"""Em by which the margins of a centred line differ at most, a mark at its end being halved."""
_FAR_IN = 3


def _type(paragraph: SetParagraph) -> tuple[str, float, bool]:
    han = han_of(seen_of(paragraph))
    look = most([seen.look for seen in han]) or paragraph.look
    return look.face, round(look.size, 1), look.bold


def joined(paragraphs: Sequence[SetParagraph]) -> tuple[SetParagraph, ...]:
    """The paragraphs, lines at the right that are one source, in brackets around them all, as one; and so a
    paragraph and its rest, where a file has parted them at the end of a page."""
    found: list[SetParagraph] = []
    for paragraph in paragraphs:
        before = found[-1] if found else None
        if before is not None and paragraph.align == before.align == "right" and _is_open(before.text):
            found[-1] = _both(before, paragraph, "\n")
        elif before is not None and _is_rest(before, paragraph):
            found[-1] = _both(before, paragraph, "")
        else:
            found.append(paragraph)
    return tuple(found)


def _both(one: SetParagraph, other: SetParagraph, between: str) -> SetParagraph:
    return one._replace(
        text=f"{one.text}{between}{other.text}",
        lines=(*one.lines, *other.lines),
        starts=(*one.starts, *(start + len(one.text) + len(between) for start in other.starts)),
        right=min(one.right, other.right),
        ends=other.ends,
    )


def _is_rest(one: SetParagraph, other: SetParagraph) -> bool:
    """Whether a paragraph goes on from the one before it: that ends in the middle of a sentence, and it
    is not indented as that is."""
    if one.align != "justified" or other.align != "justified":
        return False
    em = one.look.size
    begins, goes_on = one.left + one.indent, other.left + other.indent
    return (
        len(one.text) > _LEAST_WHOLE
        and not _ENDED.search(one.text)
        and begins > goes_on + em
        and abs(goes_on - one.left) < em / 2
        and _type(one) == _type(other)
    )


_LEAST_WHOLE = 20
_ENDED = re.compile("[。！？；：…”’）》】]\\s*\\Z")


def _is_open(text: str) -> bool:
    return text.startswith(("（", "(")) and not text.endswith(("）", ")"))


def with_spacing(paragraph: SetParagraph) -> str:
    """Its text with full-width blanks between characters that are spaced by whole ones: 目　录."""
    chars = [seen for piece in paragraph.lines for seen in piece.line.chars if seen.char.strip()]
    text = chars[0].char
    for before, seen in pairwise(chars):
        blanks = (seen.x - before.right) / seen.look.size if seen.y == before.y else 0.0
        text += "\u3000" * max(0, round(blanks)) + seen.char
    return text


def seen_of(paragraph: SetParagraph) -> list[Seen | None]:
    """The characters of its text, one by one; None for blanks and breaks that were not drawn."""
    drawn = [seen for piece in paragraph.lines for seen in piece.line.chars]
    found: list[Seen | None] = []
    at = 0
    for char in paragraph.text:
        while at < len(drawn) and drawn[at].char != char and not drawn[at].char.strip():
            at += 1
        if at < len(drawn) and drawn[at].char == char:
            found.append(drawn[at])
            at += 1
        else:
            found.append(None)
    return found


def han_of(chars: Sequence[Seen | None]) -> list[Seen]:
    """Those that are Han characters, whose face is that of a style: marks and figures may be of another;
    all that there are where none is."""
    there = [seen for seen in chars if seen is not None and seen.char.strip()]
    return [seen for seen in there if is_han(seen.char)] or there


def is_han(char: str) -> bool:
    """Whether it is a Han character, and no mark."""
    return bool(_HAN.match(char))


def most(values: Sequence[_Value] | Iterator[_Value]) -> _Value | None:
    """The value that occurs most; None of none."""
    counts = Counter(values)
    return counts.most_common(1)[0][0] if counts else None


def face_of(seen: Seen) -> str:
    """What a character's face is called here: its role, or its own name where that tells none."""
    look = seen.look
    return role_of(look.face, look.bold) or (f"{look.face}{_BOLD}" if look.bold else look.face)


def _paragraph(paragraph: SetParagraph, block: Block, *, new_page: bool) -> Paragraph:
    chars = seen_of(paragraph)
    lead = _lead(chars)
    face = most(face_of(seen) for seen in han_of(chars[lead:] or chars)) or ""
    size = most(round(seen.look.size * 2) / 2 for seen in han_of(chars))
    look = Look(
        align=_ALIGNS.get(paragraph.align, ""),
        indent=_indent(paragraph, float(block.cell)),
        size=size,
        face=face.removesuffix(_BOLD),
        bold=face.endswith(_BOLD),
    )
    return Paragraph(paragraph.text, look, lead, None, tuple(_bold(chars, face, lead)), new_page)


def _indent(paragraph: SetParagraph, em: float) -> float | None:
    """The first line's, in halves of an em; where it begins in the middle or at the right tells nothing."""
    if paragraph.align not in ("justified", "left"):
        return None
    return round((paragraph.left + paragraph.indent) / em * 2) / 2


def _lead(chars: Sequence[Seen | None]) -> int:
    """How many characters the paragraph begins with that are set in another face than the rest."""
    han = [(at, face_of(seen)) for at, seen in enumerate(chars) if seen and is_han(seen.char)]
    change = next((at for at, (one, other) in enumerate(pairwise(han), 1) if one[1] != other[1]), None)
    if change is None or han[change][0] > _LONGEST_LEAD:
        return 0
    first, rest = han[0][1], [face for _, face in han[change:]]
    if rest.count(first) * 4 > len(rest):
        return 0  # they change to and fro: words in it stand out
    start = han[change - 1][0] + 1
    return next(
        (at for at in range(start, han[change][0]) if not _goes_with(chars[at], first)), han[change][0]
    )


def _goes_with(seen: Seen | None, face: str) -> bool:
    """Whether a mark behind a lead belongs to it: an opening mark stands before what follows."""
    return seen is None or seen.char not in "（“‘《〈「『【〔"


def _bold(chars: Sequence[Seen | None], face: str, lead: int) -> Iterator[tuple[int, int]]:
    """Where stretches of bold characters begin and end, in text that is not all bold."""
    if face.endswith(_BOLD):
        return
    start: int | None = None
    for at, seen in enumerate([*chars, None]):
        strong = seen is not None and at >= lead and _is_strong(seen, face)
        if strong and start is None:
            start = at
        elif not strong and start is not None and (seen is None or seen.char.strip()):
            if any(one and is_han(one.char) for one in chars[start:at]):
                yield start, at
            start = None


def _is_strong(seen: Seen, face: str) -> bool:
    own = face_of(seen)
    if is_han(seen.char):
        return own != face and (own.endswith(_BOLD) or own in _STRONG)
    return own in ("latin_bold", *_STRONG) or own.endswith(_BOLD)


_STRONG = ("hei", "xiaobiaosong")
"""What is set in these within a text of another face is emphasised."""
