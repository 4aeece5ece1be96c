"""A Word file and a PDF of one issue as one sighting: places and lines are those that were printed, names of
faces and lengths those that were typed. Must not know what a paragraph is for."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from difflib import SequenceMatcher

from bulletin_desk.errors import UnreadableFileError
from bulletin_desk.gathering.doubts import Doubt
from bulletin_desk.learning.block_fit import Block
from bulletin_desk.learning.evidence import Look, SeenLine
from bulletin_desk.learning.faces_seen import role_of
from bulletin_desk.learning.paragraphs import Piece, SetParagraph
from bulletin_desk.learning.sighting import Sighting

_LEAST_ALIKE = 0.5
"""Part of the longer paragraphs that both files of one issue have at least."""
_LONG = 20
"""Characters of a paragraph that tells which issue it is of."""
_NUMBERS = re.compile(r"第[0-9]+期|[0-9]{4}年[0-9]{1,2}月[0-9]{1,2}日")
_HEAD = 10
"""Paragraphs among which a head is."""
_NEAR = 0.6
"""Points within which a length that was typed is the one that was printed."""
_NEAR_PART = 0.05


def joined(word: Sighting, pdf: Sighting) -> Sighting:
    """What both show. Raises UnreadableFileError where they are not of one issue."""
    _refuse_others(word, pdf)
    faces = _faces(word.paragraphs, pdf.paragraphs)
    paragraphs = tuple(_with_faces(one, faces) for one in pdf.paragraphs)
    block = _exact(pdf.block, word.block)
    return pdf._replace(
        block=block._replace(look=_typed(block.look, faces)),
        width=word.width if abs(word.width - pdf.width) < _NEAR else pdf.width,
        height=word.height if abs(word.height - pdf.height) < _NEAR else pdf.height,
        paragraphs=paragraphs,
        widow_control=pdf.widow_control if pdf.widow_control is not None else word.widow_control,
        folio=pdf.folio and pdf.folio._replace(look=_typed(pdf.folio.look, faces)),
        doubts=(*pdf.doubts, *_unlike(word.block, pdf.block), *_other_numbers(word, pdf)),
    )


def _refuse_others(word: Sighting, pdf: Sighting) -> None:
    there = {text for one in word.paragraphs if len(text := _solid(one.text)) >= _LONG}
    printed = "".join(_solid(one.text) for one in pdf.paragraphs)
    if there and sum(text in printed for text in there) < _LEAST_ALIKE * len(there):
        raise UnreadableFileError(
            f"“{word.file.name}”和“{pdf.file.name}”不是同一期，请只选一个，或换成同一期的。"
        )


def _solid(text: str) -> str:
    return "".join(text.split())


def _exact(printed: Block, typed: Block) -> Block:
    """The block that was printed, with the lengths that were typed for it."""
    block = printed
    if abs(typed.top - printed.top) < _NEAR:
        block = block._replace(top=typed.top)
    if abs(typed.left - printed.left) < _NEAR:
        block = block._replace(left=typed.left)
    if abs(typed.pitch - printed.pitch) < _NEAR_PART:
        block = block._replace(pitch=typed.pitch)
    if abs(typed.cell * typed.cells - printed.cell * printed.cells) < _NEAR and typed.cells == printed.cells:
        block = block._replace(cell=typed.cell)
    if not printed.full and typed.lines >= printed.lines:
        block = block._replace(lines=typed.lines)
    return block


def _unlike(typed: Block, printed: Block) -> Iterator[Doubt]:
    """What was printed otherwise than the Word file has it."""
    if abs(typed.left - printed.left) > 2 * _NEAR or abs(typed.top - printed.top) > typed.pitch:
        yield Doubt("layout", "Word 文件里的页边距和印出来的不同，按印出来的。")


def _other_numbers(word: Sighting, pdf: Sighting) -> Iterator[Doubt]:
    """A number or a date at the head of what was printed that is not in the Word file: it may be another
    issue's."""
    typed = "".join(_solid(one.text) for one in word.paragraphs)
    head = "\n".join(_solid(one.text) for one in pdf.paragraphs[:_HEAD] if one.page == 0)
    missing = [said for said in _NUMBERS.findall(head) if said not in typed]
    if missing:
        said = f"印的是“{missing[0]}”，Word 文件里没有，也许不是同一期，请核对。"
        yield Doubt("number", said, missing[0])


# ---- names of faces


def _faces(word: Sequence[SetParagraph], pdf: Sequence[SetParagraph]) -> dict[str, Look]:
    """For each font of the PDF whose name tells nothing, the look that its characters have in Word."""
    counts: dict[str, Counter[Look]] = defaultdict(Counter)
    typed = [(_solid(one.text), one) for one in word]
    printed = [(_solid(one.text), one) for one in pdf]
    matcher = SequenceMatcher(None, [text for text, _ in typed], [text for text, _ in printed], False)
    for start, begin, length in matcher.get_matching_blocks():
        for (_, one), (_, other) in zip(
            typed[start : start + length], printed[begin : begin + length], strict=True
        ):
            for told, seen in zip(_looks(one), _looks(other), strict=False):
                if not role_of(seen.face):
                    counts[seen.face][told] += 1
    return {face: looks.most_common(1)[0][0] for face, looks in counts.items()}


def _looks(paragraph: SetParagraph) -> Iterable[Look]:
    return (seen.look for piece in paragraph.lines for seen in piece.line.chars if not seen.char.isspace())


def _typed(look: Look, faces: Mapping[str, Look]) -> Look:
    told = faces.get(look.face)
    return look._replace(face=told.face, bold=look.bold or told.bold) if told else look


def _with_faces(paragraph: SetParagraph, faces: Mapping[str, Look]) -> SetParagraph:
    if not faces:
        return paragraph
    lines = tuple(
        Piece(
            SeenLine(tuple(seen._replace(look=_typed(seen.look, faces)) for seen in piece.line.chars)),
            piece.page,
        )
        for piece in paragraph.lines
    )
    return paragraph._replace(lines=lines, look=_typed(paragraph.look, faces))
