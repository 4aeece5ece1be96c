"""A manuscript as the passes of recognition see it: its lines with what is known of each and what it has been
taken for so far, and its own body look. Knows no words of any language."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from bulletin_desk.bulletin.model import Kind
from bulletin_desk.intake.manuscript import Align, Look, Paragraph
from bulletin_desk.intake.parts import OUT, Part, PartKind
from bulletin_desk.intake.sources import Source, Units, signature
from bulletin_desk.layouts.offers import HeadingForms, Offers

END = re.compile(r"[。！？；：，、…;:,!?][”’）》]*\Z|\.\Z")
"""How a sentence or a part of one ends."""
STOP = re.compile(r"[。！？；]")
PART = re.compile("[，。！？；]")
"""What parts a sentence or ends it."""
LONGEST_TITLE = 60

# ---- what the look tells


@dataclass(frozen=True, slots=True)
class Looks:
    """The manuscript's own body look, to which the others are compared."""

    body: Look
    told: bool
    """Whether the source tells of looks at all."""

    def emphasis(self, look: Look) -> int:
        """How far a look stands out from the body's: 0 not at all."""
        if not self.told:
            return 0
        body = self.body
        marks = int(look.align == "centre" and body.align != "centre")
        marks += int(look.bold and not body.bold)
        marks += int(self.larger(look))
        marks += int(bool(look.face and body.face and look.face != body.face))
        marks += int(look.outline is not None and body.outline is None)
        style = look.style.lower()
        named = style.startswith(("heading", "title", "subtitle", "标题", "副标题")) or style in _HEADING_TAGS
        return marks + int(named and style != body.style.lower())

    def larger(self, look: Look) -> bool:
        """Whether its characters are larger than the body's."""
        return bool(look.size and self.body.size and look.size > self.body.size + 0.75)


_HEADING_TAGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))


def looks_of(paragraphs: Sequence[Paragraph]) -> Looks:
    """The look that most text of a manuscript has, indents aside."""
    weights: Counter[tuple[str, int | None, Align, float | None, str, bool]] = Counter()
    for paragraph in paragraphs:
        look = paragraph.look
        seen = (look.style, look.outline, look.align, look.size, look.face, look.bold)
        # a heading set like body text must not outvote it, nor a contents list
        weights[seen] += len(paragraph.text) if len(paragraph.text) > 25 else 1
    if not weights:
        return Looks(Look(), told=False)
    style, outline, align, size, face, bold = weights.most_common(1)[0][0]
    return Looks(Look(style, outline, align, None, size, face, bold), told=len(weights) > 1)


def alike(one: Look, other: Look) -> bool:
    """Whether two lines are set in the same way."""
    same = (one.align, one.bold, one.outline) == (other.align, other.bold, other.outline)
    return same and one.size == other.size and one.face == other.face


# ---- line by line


@dataclass(slots=True)
class Line:
    """A paragraph with what is known about it by itself, and what it has been taken for so far."""

    at: int
    paragraph: Paragraph
    emphasis: int
    text: str
    numbered: int
    """1 for 一、, 2 for （一）, 3 for 1., 4 for （1）; 0 for none."""
    section: str | None = None
    level: int = 1
    """Of a section's name."""
    kind: PartKind | None = None
    why: str = ""
    signs: bool = False
    """It reads as a signature: whether it is one, its place tells."""
    other: PartKind | None = None
    """What it could be too, where a pass chose between two readings."""
    starts: bool = False
    """A mark tells that an item begins here."""
    ahead: list[Part] = field(default_factory=list)
    """Parts that stand in the same paragraph, before it: marks and labels."""
    extra: list[Part] = field(default_factory=list)
    """Parts that stand in the same paragraph, after it."""

    def leave_out(self, why: str, *, other: PartKind | None = None) -> None:
        """It is not printed, and why; `other` is what it may be too."""
        self.kind, self.why, self.other = OUT, why, other

    def take_off(self, length: int, why: str) -> None:
        """So many characters at its start are no text of the bulletin."""
        self.ahead.append(Part(OUT, self.text[:length].strip(), why=why, at=self.at, ahead=True))
        self.text = self.text[length:].lstrip()

    @property
    def short(self) -> bool:
        """No sentence and no part of one."""
        return len(self.text) <= LONGEST_TITLE and not END.search(self.text) and not STOP.search(self.text)

    @property
    def is_sentence(self) -> bool:
        """It is no short line, and has a mark that a sentence has."""
        return not self.short and bool(PART.search(self.text))


@dataclass(slots=True)
class Sheet:
    """A manuscript as the passes see it."""

    lines: list[Line]
    looks: Looks
    units: Units
    sections: frozenset[str]
    """Names of sections that are known, without brackets."""
    is_piece: bool
    pictures: frozenset[int] = frozenset()
    """Places of paragraphs over which a picture stood."""
    boxes: frozenset[int] = frozenset()
    """Places of paragraphs that stood in text boxes."""
    behind: frozenset[int] = frozenset()
    """Places of paragraphs right behind a table or pictures that are taken in."""
    broken: frozenset[int] = frozenset()
    """Places of paragraphs that only a line break parts from the one before."""
    signed: int = 0
    """Lines in brackets that read as signatures."""
    offers: Offers = field(default_factory=Offers)
    """What the open bulletin has of that which only some have."""
    headings: HeadingForms = field(default_factory=HeadingForms)
    """How it numbers sections and items."""
    _read: dict[str, Source | None] = field(default_factory=dict)

    def signature(self, text: str) -> Source | None:
        """What a line says if it reads as a signature; looked at once, whoever asks."""
        if text not in self._read:
            self._read[text] = signature(text, self.units)
        return self._read[text]


def over_text(lines: Sequence[Line]) -> Iterator[Line]:
    """The lines before the first sentence, what is left out and sources among them."""
    for line in lines:
        if line.kind not in (None, OUT, Kind.SOURCE) or (line.kind is None and line.is_sentence):
            return
        yield line


Pass = Callable[[Sheet], None]
"""Goes through all lines and says of some what they are."""
