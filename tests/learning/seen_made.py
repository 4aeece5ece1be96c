"""Pages as they might be seen, made of a few lines of text: an office's page without its file."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from pathlib import Path

from bulletin_desk.learning.block_fit import Block
from bulletin_desk.learning.evidence import Ink, Look, Seen, SeenLine, SeenPage, SeenRule
from bulletin_desk.learning.paragraphs import SetParagraph, paragraphs_of
from bulletin_desk.learning.sighting import PageRule, Sighting

BLACK, RED = Ink(0, 0, 0), Ink(238, 29, 35)
FANG = Look("FangSong_GB2312", 16.0, BLACK, False)
NAME = Look("FZXiaoBiaoSong-B05S", 48.0, RED, False)
WIDTH, HEIGHT = 595.3, 841.9
BLOCK = Block(Fraction(100), Fraction(80), Fraction(16), 28, Fraction(30), 21, Fraction(16), FANG, full=True)
LEFT, RIGHT = 80.0, 80.0 + 28 * 16


def look(size: float = 16.0, face: str = FANG.face, ink: Ink = BLACK, *, bold: bool = False) -> Look:
    """How characters are set."""
    return Look(face, size, ink, bold)


def line(text: str, y: float, x: float = LEFT, of: Look = FANG, step: float | None = None) -> SeenLine:
    """A line that begins at `x` on the baseline `y`: Latin in half cells, blanks only where text has them.
    `step` is how far its characters begin apart."""
    chars = []
    for char in text:
        width = of.size / 2 if char.isascii() else of.size
        if char.strip():
            chars.append(Seen(char, x, y, x + width, of))
        x += width if step is None else step
    return SeenLine(tuple(chars))


def right(text: str, y: float, of: Look = FANG, indent: float = 0.0) -> SeenLine:
    """A line that ends at the block's right."""
    return line(text, y, RIGHT - indent - width(text, of), of)


def centred(text: str, y: float, of: Look = FANG, step: float | None = None) -> SeenLine:
    """A line in the middle of the block."""
    taken = width(text, of) if step is None else (len(text) - 1) * step + of.size
    return line(text, y, (LEFT + RIGHT - taken) / 2, of, step)


def width(text: str, of: Look = FANG) -> float:
    """How much a text takes."""
    return sum(of.size / 2 if char.isascii() else of.size for char in text)


def beside(*lines: SeenLine) -> SeenLine:
    """Lines on one baseline as one."""
    return SeenLine(tuple(seen for each in lines for seen in each.chars))


def rule(y: float, thick: float = 1.0, ink: Ink = BLACK, x: float = LEFT, to: float = RIGHT) -> SeenRule:
    """A rule across the block."""
    return SeenRule(x, y, to - x, thick, ink)


def page(lines: Iterable[SeenLine], rules: Iterable[SeenRule] = ()) -> SeenPage:
    """A page of these."""
    return SeenPage(WIDTH, HEIGHT, tuple(sorted(lines, key=lambda one: one.baseline)), tuple(rules))


def paragraphs(*lines: SeenLine) -> tuple[SetParagraph, ...]:
    """The paragraphs of a page of these lines."""
    return paragraphs_of([page(lines)], BLOCK)


def seen(*pages: SeenPage) -> Sighting:
    """What pages without page numbers show, in the usual block."""
    rules = tuple(PageRule(at, one) for at, each in enumerate(pages) for one in each.rules)
    return Sighting(
        Path("一期.pdf"),
        Fraction(WIDTH),
        Fraction(HEIGHT),
        BLOCK,
        paragraphs_of(pages, BLOCK),
        rules,
        tuple(pages),
    )


def text_lines(count: int, first: float = 126.0, pitch: float = 30.0) -> list[SeenLine]:
    """Full lines of running text, the first moved in by two cells."""
    words = "各地各部门要认真学习贯彻会议精神结合实际抓好落实工作"
    whole = (words * 2)[:28]
    return [
        line(whole[:26] if not at else whole, first + at * pitch, LEFT + (32 if not at else 0))
        for at in range(count)
    ]
