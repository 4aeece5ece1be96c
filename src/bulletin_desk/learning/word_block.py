"""The text block (版心) of a Word file: margins, the grid or the size of running text, and its line pitch.
Must not know which text is what: only that most of it is running text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from fractions import Fraction
from typing import NamedTuple

from bulletin_desk.learning.block_fit import Block
from bulletin_desk.learning.evidence import Look
from bulletin_desk.learning.measured import measured
from bulletin_desk.learning.word_laid import Laid, PlacedLine
from bulletin_desk.learning.word_metrics import look_of
from bulletin_desk.learning.word_model import RunFormat, Section, WordFile, WordParagraph

_BASELINE = Fraction(22, 25)
"""Where a line's characters stand in their em box, as our layouts have it."""
_LEFT_OVER = Fraction(1, 10)
"""Cells that a line may be wider than its characters are; what is more, justified lines are spread over."""
_SPILL = Fraction(1)
"""Points by which a page's last line may stand over the text's foot: programs round."""
_NEAR = 0.01
_TWIPS = 20
_MOST = 0.6
"""Part of the running text that has character spacing of one kind for it to be the text's."""


class RunningText(NamedTuple):
    """How most characters are set, and the paragraphs that are set so."""

    look: Look
    format: RunFormat
    paragraphs: tuple[WordParagraph, ...]
    lines: tuple[PlacedLine, ...]
    section: Section


def running_text(file: WordFile, laid: Laid) -> RunningText | None:
    """That which most characters of a file are; None where it has no text."""
    flowing = [line for line in laid.lines if not line.boxed] or laid.lines
    counts = Counter(seen.look for line in flowing for seen in line.chars if _is_han(seen.char))
    if not counts:
        counts = Counter(seen.look for line in flowing for seen in line.chars)
    if not counts:
        return None
    look = counts.most_common(1)[0][0]
    lines = tuple(line for line in flowing if _most(seen.look for seen in line.chars) == look)
    lines = lines or tuple(line for line in flowing if any(seen.look == look for seen in line.chars))
    paragraphs = tuple({line.owner: line.paragraph for line in lines}.values())
    formats = Counter(
        run.format
        for paragraph in paragraphs
        for run in paragraph.runs
        for char in run.text
        if look_of(char, run.format) == look
    )
    at = Counter(line.paragraph.section for line in lines).most_common(1)[0][0]
    section = file.sections[min(at, len(file.sections) - 1)]
    return RunningText(look, formats.most_common(1)[0][0], paragraphs, lines, section)


def block_of(text: RunningText) -> Block:
    """The block that it is set in."""
    section, size = text.section, text.format.size
    pitch, above = _pitch(text)
    width = section.width - section.right - section.left - section.gutter
    if section.columns > 1:
        width = (width - section.column_space * (section.columns - 1)) / section.columns
    cell = _cell(text)
    cells = max(1, int(width / cell + _LEFT_OVER / 4))
    if width - cells * cell > _LEFT_OVER * cell:
        cell = width / cells
    foot = section.height - abs(section.bottom)
    return Block(
        top=measured(abs(section.top) + above - (pitch - size) / 2 - _BASELINE * size),
        left=measured(section.left + section.gutter),
        cell=cell,
        cells=cells,
        pitch=pitch,
        lines=max(1, int((foot - abs(section.top) + _SPILL) / pitch)),
        size=size,
        look=text.look,
        full=True,
    )


def _pitch(text: RunningText) -> tuple[Fraction, Fraction]:
    """From line to line, and from a line's top to its baseline."""
    heights = Counter((round(line.height, 3), round(line.above, 3)) for line in text.lines)
    height, above = heights.most_common(1)[0][0]
    format_ = next(one for one in text.lines if round(one.height, 3) == height).paragraph.format
    grid = text.section.grid
    pitch = Fraction(round(height * _TWIPS), _TWIPS)
    if format_.line.rule == "exact":
        pitch = format_.line.value
    elif grid.kind != "none" and grid.line_pitch and format_.snaps:
        unit = grid.line_pitch * (format_.line.value if format_.line.rule == "auto" else 1)
        whole = round(height / float(unit))
        if abs(float(whole * unit) - height) < _NEAR:
            pitch = whole * unit
    return pitch, Fraction(above).limit_denominator(1000)


def _cell(text: RunningText) -> Fraction:
    """The width of a full-width character of running text in its line."""
    grid, format_ = text.section.grid, text.format
    spacings = Counter(
        run.format.spacing
        for paragraph in text.paragraphs
        for run in paragraph.runs
        for char in run.text
        if _is_han(char)
    )
    spacing, count = spacings.most_common(1)[0] if spacings else (Fraction(0), 0)
    if count < _MOST * sum(spacings.values()):
        spacing = Fraction(0)
    cell = format_.size * format_.scale + spacing
    if not format_.snaps:
        return cell
    if grid.kind == "lines_and_chars":
        return cell + grid.char_space
    pitch = grid.char_pitch
    if grid.kind == "snap_to_chars" and pitch:
        return max(1, -(-cell // pitch)) * pitch
    return cell


def _is_han(char: str) -> bool:
    return "\u4e00" <= char <= "\u9fff"


def _most(looks: Iterable[Look]) -> Look | None:
    counts = Counter(looks)
    return counts.most_common(1)[0][0] if counts else None
