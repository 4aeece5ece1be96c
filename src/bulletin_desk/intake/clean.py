"""Cleaning of a manuscript: how characters are written, never which words. Each rule is a switch of its own
and counts what it did. Knows no kinds of paragraph and no file formats."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from unicodedata import normalize

from bulletin_desk.bulletin.bounds import MAX_PARAGRAPH
from bulletin_desk.hanzi.classes import HAN
from bulletin_desk.intake.manuscript import Paragraph
from bulletin_desk.intake.rules import RULES, Cleaning


@dataclass(frozen=True, slots=True)
class Cleaned:
    """Clean paragraphs, for each the index of the paragraph that it (or its beginning) was, and how often
    each rule had something to do."""

    paragraphs: tuple[Paragraph, ...]
    origins: tuple[int, ...]
    counts: Counter[str]


@dataclass(slots=True)
class _Piece:
    """A paragraph being cleaned."""

    origin: int
    paragraph: Paragraph
    indented: bool = False

    @property
    def text(self) -> str:
        return self.paragraph.text


def clean(
    paragraphs: Sequence[Paragraph], cleaning: Cleaning | None = None, parted: Iterable[int] = ()
) -> Cleaned:
    """The paragraphs as they should be written. Of no letter, figure or Han character one is lost. Behind
    those at the places `parted` something stands that is no text: none goes on across it."""
    on = cleaning or Cleaning()
    counts: Counter[str] = Counter()
    pieces = [_Piece(at, paragraph) for at, paragraph in enumerate(paragraphs)]
    for piece in pieces:
        piece.indented = _indented(piece.paragraph)
        for rule, work in _CHARACTERS:
            if getattr(on, rule):
                piece.paragraph, done = work(piece.paragraph)
                counts[rule] += done
    if on.breaks:
        pieces, done = _divided(pieces)
        counts["breaks"] += done
    if on.empty:
        kept = [piece for piece in pieces if piece.text.strip(_BLANK)]
        counts["empty"] += len(pieces) - len(kept)
        pieces = kept
    if on.breaks:
        pieces, done = _joined(pieces, sorted(parted))
        counts["breaks"] += done
    return Cleaned(
        tuple(piece.paragraph for piece in pieces),
        tuple(piece.origin for piece in pieces),
        Counter({rule: counts[rule] for rule in RULES if counts[rule]}),
    )


# ---- replacing, with the run-in heading's length kept right

_New = str | Callable[[re.Match[str]], str]
_Work = Callable[[Paragraph], tuple[Paragraph, int]]


def _replaced(paragraph: Paragraph, pattern: re.Pattern[str], new: _New) -> tuple[Paragraph, int]:
    text, lead = paragraph.text, paragraph.lead
    pieces: list[str] = []
    last = shift = count = 0
    for match in pattern.finditer(text):
        made = match.expand(new) if isinstance(new, str) else new(match)
        if made == match[0]:
            continue
        pieces += (text[last : match.start()], made)
        last = match.end()
        count += 1
        inside = min(match.end(), lead) - match.start()
        if match.end() <= lead:
            shift += len(made) - len(match[0])
        elif inside > 0:
            shift += min(len(made), inside) - inside
    if not count:
        return paragraph, 0
    made = "".join((*pieces, text[last:]))
    return replace(paragraph, text=made, lead=min(max(lead + shift, 0), len(made))), count


# ---- characters that nobody sees

_BLANK = " \t\u00a0\u3000\n"
_CONTROLS = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u034f\u061c\u115f\u180e\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\ufeff\ufff9-\ufffc]"
)
_LINE_ENDS = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_SPACES = re.compile("[\u00a0\u1680\u2000-\u200a\u202f\u205f]")
# Where Word keeps the glyphs of its symbol faces: a bullet at a paragraph's start. GB 18030 once put Han
# characters in the same area, so that none of them is touched elsewhere.
# Radicals and doubles of Han characters that stand in their place in text copied from PDF files.
_RADICALS = dict(
    zip(
        "⺟⺠⻄⻅⻆⻉⻋⻑⻓⻔⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻧⻨⻩⻬⻮⻰⻳",
        "母民西见角贝车長长门青韦页风飞食马骨鬼鱼鸟卤麦黄齐齿龙龟",
        strict=True,
    )
)
_DOUBLES = re.compile("[\u2e80-\u2fdf\uf900-\ufaff]")
_BULLET = re.compile("\\A[\\s\u3000]*[\uf020-\uf0ff]+")


def _odd(paragraph: Paragraph) -> tuple[Paragraph, int]:
    paragraph, whole = _replaced(paragraph, _DOUBLES, _usual)
    if paragraph.text.isprintable() and not ("\ue000" <= paragraph.text[:1] <= "\uf8ff"):
        return paragraph, whole
    for pattern, new in ((_LINE_ENDS, "\n"), (_CONTROLS, ""), (_SPACES, " "), (_BULLET, "")):
        paragraph, count = _replaced(paragraph, pattern, new)
        whole += count
    return paragraph, whole


def _usual(double: re.Match[str]) -> str:
    """The Han character whose place another one has taken."""
    return _RADICALS.get(double[0]) or normalize("NFKC", double[0])


# ---- full-width digits and letters

_WIDE = re.compile("[０-９Ａ-Ｚａ-ｚ]+|(?<=[0-9０-９])[％．](?=[0-9０-９])|(?<=[0-9０-９])％")
_WIDE_POINT = re.compile("(\\A[\\s\u3000]*[0-9０-９]{1,2})．")


_MAY_BE_WIDE = re.compile("[０-９Ａ-Ｚａ-ｚ％．]")


def _width(paragraph: Paragraph) -> tuple[Paragraph, int]:
    if not _MAY_BE_WIDE.search(paragraph.text):
        return paragraph, 0
    paragraph, points = _replaced(paragraph, _WIDE_POINT, lambda match: normalize("NFKC", match[1]) + ".")
    paragraph, count = _replaced(paragraph, _WIDE, lambda match: normalize("NFKC", match[0]))
    return paragraph, count + points


# ---- ellipsis, dash, wave

_MARKS = "，。、；：？！“”‘’（）《》〈〉【】〔〕「」『』—…～·"
_CJK = f"[{HAN}{_MARKS}]"
_DASHES = (
    # GB/T 15834-2011, 4.11.2: six points in the place of two characters.
    (re.compile(rf"(?<={_CJK})\.{{3,8}}(?!\.)|(?<!\.)\.{{3,8}}(?={_CJK})|。{{3,}}|[·•・]{{3,}}"), "……"),
    (re.compile(rf"(?<=[{HAN}，。”》）])(?<!…)…(?!…)|(?<!…)…(?!…)(?=[{HAN}”])|(?<!…)…{{3}}(?!…)"), "……"),
    # 4.10.2: the dash fills the place of two characters. A single — between words may be 连接号 (成都—重庆,
    # 4.13) and stays; at a paragraph's start it can be nothing but a dash.
    (re.compile(rf"(?<={_CJK})\s?-{{2,3}}(?!-)\s?|(?<!-)-{{2,3}}\s?(?={_CJK})"), "——"),
    (re.compile("—[ \u3000]+—|[―─－–]{2}(?![―─－–])"), "——"),
    (re.compile(rf"\A(\s*)—(?=[{HAN}])"), r"\1——"),
)
_WAVE = re.compile(rf"(?<=[0-9%％{HAN}])[ ]?[~∼˜〜][ ]?(?=[0-9])")
_ANY_HAN = re.compile(f"[{HAN}]")


_MAY_BE_DASHES = re.compile(r"[-.·•・…—―─－–~∼˜〜]|。。。")
"""Without one of these there is nothing to do."""


def _dashes(paragraph: Paragraph) -> tuple[Paragraph, int]:
    whole = 0
    if not _MAY_BE_DASHES.search(paragraph.text):
        return paragraph, 0
    for pattern, new in _DASHES:
        paragraph, count = _replaced(paragraph, pattern, new)
        whole += count
    if _ANY_HAN.search(paragraph.text):
        # 4.13.3: 浪纹线 between numbers
        paragraph, count = _replaced(paragraph, _WAVE, "～")
        whole += count
    return paragraph, whole


# ---- half-width marks between Han characters

_FULL = dict(zip(",;:?!", "，；：？！", strict=True))
_ADDRESS = re.compile(
    r"(?:https?://|ftp://|www\.)[!-~]++|(?<![\w.+-])[\w.+-]++@[\w-]++(?:\.[\w-]++)++", re.ASCII
)
_OLD_TITLE = re.compile(rf"<<(?=[^<>\n{HAN}]*+[{HAN}])([^<>\n]*+)>>")
_CN = "一二三四五六七八九十"
_HALF_KANA = str.maketrans("､｡｢｣", "、。「」")
_HALF_MARKS = re.compile("[,;:?!.()\"'<>､｡｢｣]")
"""Without one of these there is nothing to do."""
_STARTS = re.compile(_CJK)
_AFTER_STOP = frozenset("”’）》") | frozenset("%％")


def _marks(paragraph: Paragraph) -> tuple[Paragraph, int]:
    if not _HALF_MARKS.search(paragraph.text) or not _ANY_HAN.search(paragraph.text):
        return paragraph, 0
    paragraph, titles = _replaced(paragraph, _OLD_TITLE, r"《\1》")
    text = paragraph.text
    if text.isalnum():
        return paragraph, titles
    made = _full_marks(text)
    changed = sum(old != new for old, new in zip(text, made, strict=True))
    return (replace(paragraph, text=made) if changed else paragraph), titles + changed


def _full_marks(text: str) -> str:
    """The text with its half-width marks full-width where they belong to Han text: one for one."""
    chars = list(text.translate(_HALF_KANA))
    closed = bytearray(len(text))
    for match in _ADDRESS.finditer(text):
        length = len(match[0].rstrip(",.;:?!)\"'"))
        closed[match.start() : match.start() + length] = b"\1" * length
    pairs = any(mark in text for mark in '(（"')
    han = [match.start() for match in _ANY_HAN.finditer(text)] if pairs else []

    def belongs(start: int, end: int) -> bool:
        first = bisect_left(han, start)
        return (first < len(han) and han[first] < end) or _beside(text, start, end)

    ordinals = {match.end() - 1 for match in _ORDINAL_POINT.finditer(text)}
    brackets: list[int] = []
    quotes = [at for at, char in enumerate(chars) if char == '"' and not closed[at]]
    for at, char in enumerate(text):
        if closed[at]:
            continue
        if char in _FULL or char == ".":
            before, after = text[at - 1 : at], text[at + 1 : at + 2]
            if before.isascii() and before.isdigit() and after.isascii() and after.isdigit():
                continue
            if at in ordinals:
                chars[at] = "." if text[at - 1] in "）)" else "、"
            elif char == ".":
                ends = not (after.isascii() and after.isalnum()) and after != "."
                if ends and before and (_ANY_HAN.match(before) or before in _AFTER_STOP):
                    chars[at] = "。"
            elif _beside(text, at, at):
                chars[at] = _FULL[char]
        elif char in "(（":
            brackets.append(at)
        elif char in ")）":
            start = brackets.pop() if brackets else None
            if start is None:
                if char == ")" and _beside(text, at, at):
                    chars[at] = "）"
            elif "(" in text[start] or char == ")":
                mixed = text[start] == "（" or char == "）"
                if mixed or belongs(start, at):
                    chars[start], chars[at] = "（", "）"
    for at in brackets:
        if text[at] == "(" and _beside(text, at, at):
            chars[at] = "（"
    if len(quotes) % 2 == 0:  # else nobody knows which one is alone
        for start, end in zip(quotes[::2], quotes[1::2], strict=True):
            if belongs(start, end):
                chars[start], chars[end] = "“", "”"
    for match in _SINGLE_QUOTED.finditer(text):
        if not any(closed[match.start() : match.end()]):
            chars[match.start()], chars[match.end() - 1] = "‘", "’"
    return "".join(chars)


_ORDINAL_POINT = re.compile(
    rf"(?:\A|(?<=[\s。；：，、！？（(“]))(?:[（(][{_CN}]{{1,3}}[）)]|[{_CN}]{{1,3}})\.(?=\s*+[{HAN}“《])"
)
"""一.清点情况: the point behind a number is no full stop."""
_SINGLE_QUOTED = re.compile(rf"(?<![A-Za-z0-9])'[{HAN}《][^'\n]*+'(?![A-Za-z0-9])")


def _beside(text: str, start: int, end: int) -> bool:
    """Whether Han text stands before `start` or after `end`, spaces aside."""
    while start and text[start - 1] in _BLANK:
        start -= 1
    before, after = text[max(start - 1, 0) : start], text[end + 1 : end + 20].lstrip(_BLANK)[:1]
    return bool(_STARTS.match(before) or _STARTS.match(after))


# ---- spaces

_RUN = re.compile("[ \t\u00a0\u3000]+")
# Looked for from where a row of spaces begins only: there may be very many of them.
_LINE_EDGE = re.compile("(?:(?<![ \t\u00a0\u3000])[ \t\u00a0\u3000]++)?\n[ \t\u00a0\u3000]*+")
_EDGES = re.compile("\\A[ \t\u00a0\u3000\n]++|(?<![ \t\u00a0\u3000\n])[ \t\u00a0\u3000\n]++\\Z")
_TIGHT_BEFORE = frozenset("，。、；：？！”’）》〉】〕」』…%％℃")
"""Nothing stands off from these at their left."""
_TIGHT_AFTER = frozenset("，。、；：？！“‘（《〈【〔「『")
"""Nor from these at their right."""
_SENTENCE = re.compile("[。；，！？]")
_LONGEST_HEADING = 60
_SIGNED = re.compile("（[^（）\n]{2,40}）\\Z")
_REPORTERS = re.compile("（(?:本[报刊网台]|特约)?(?:记者|通讯员)[^（）\n]{1,30}）")
_WORDS = re.compile(f"[{HAN}]")


_ANY_BLANK = re.compile("[ \t\u00a0\u3000\n]")


def _spaces(paragraph: Paragraph) -> tuple[Paragraph, int]:
    if not _ANY_BLANK.search(paragraph.text):
        return paragraph, 0
    paragraph, edges = _replaced(paragraph, _EDGES, "")
    paragraph, lines = _replaced(paragraph, _LINE_EDGE, "\n")
    text = paragraph.text
    if not _RUN.search(text):
        return paragraph, edges + lines
    heading = not _SENTENCE.search(text) and len(text) <= _LONGEST_HEADING
    bare = _RUN.split(text.strip("【】〖〗")) if heading else []
    letters = len(bare) > 1 and all(len(word) <= 1 and _WORDS.match(word) for word in bare if word)
    if letters and (len(bare) > 2 or text[:1] in "【〖"):
        paragraph, count = _replaced(paragraph, _RUN, "")
        return paragraph, edges + lines + count
    kept = _inside_quotes(text)
    signed = _SIGNED.search(text)
    for names in (signed, _REPORTERS.search(text)):
        if names:
            kept[slice(*names.span())] = b"\1" * len(names[0])

    found = _ARTICLE.match(text)
    article = found.end() if found else -1

    def new(match: re.Match[str]) -> str:
        before, after = text[match.start() - 1], text[match.end()]
        if match.start() == paragraph.lead and before not in _TIGHT_AFTER:
            return " "  # the only sign of where the run-in heading ends
        if after in _TIGHT_BEFORE or before in _TIGHT_AFTER:
            return ""
        if match.start() == article:
            return " "
        between_han = bool(_STARTS.match(before) and _STARTS.match(after))
        if between_han:
            loose = heading and before not in "）" and after not in "（"
            return " " if loose or kept[match.start()] else ""
        if _STARTS.match(before) or _STARTS.match(after):
            wide = len(match[0]) > 1 or match[0] == "\u3000"
            return " " if heading and wide else ""
        return " "

    paragraph, count = _replaced(paragraph, _RUN, new)
    return paragraph, edges + lines + count


_ARTICLE = re.compile("第[0-9一二三四五六七八九十百零〇]{1,6}[条章节编款](?=[ \t\u00a0\u3000])")
"""第一条 为管好旧报胶片: the space ends the number."""


def _inside_quotes(text: str) -> bytearray:
    """Marks the places inside “” and 《》, where a space between Han characters may be part of a name."""
    inside = bytearray(len(text))
    for opening, closing in ("“”", "《》"):
        start = text.find(opening)
        while start >= 0:
            end = text.find(closing, start)
            if end < 0:
                break
            inside[start:end] = b"\1" * (end - start)
            start = text.find(opening, end)
    return inside


_CHARACTERS: tuple[tuple[str, _Work], ...] = (
    ("odd", _odd),
    ("width", _width),
    ("dashes", _dashes),
    ("marks", _marks),
    ("spaces", _spaces),
)

# ---- paragraphs

_INDENT = 1.5
"""Ems from which a first line is indented, not merely uneven."""
_ENDS = frozenset("。！？…：；.!?")
_CLOSERS = "”’）》"
_PAIRS = (("“", "”"), ("《", "》"), ("（", "）"))
_NO_CONTINUATION = re.compile(
    "[【〖（(]|[一二三四五六七八九十]{1,3}[、.．]|第[一二三四五六七八九十]+[章节条、]|[0-9]{1,2}[.、．]"
    "|[一二三四五六七八九十][是要]|附件?[0-9]*[：:]|[^。]{2,6}[：:]"
)
_ROOM = 20
"""A line of fewer characters is a line of its own: a title's, a heading's."""


def _indented(paragraph: Paragraph) -> bool:
    text = paragraph.text
    blank = text[: len(text) - len(text.lstrip(_BLANK))]
    ems = sum(1.0 if char == "\u3000" else 2.0 if char == "\t" else 0.5 for char in blank)
    return ems >= _INDENT or (paragraph.look.indent or 0) >= _INDENT


def _divided(pieces: list[_Piece]) -> tuple[list[_Piece], int]:
    """Line breaks that an author used for new paragraphs; those in what may be a title or a heading, short
    lines without an indent, stay."""
    made: list[_Piece] = []
    count = 0
    for piece in pieces:
        if "\n" in piece.text:
            piece.paragraph, rejoined = _unwrapped(piece.paragraph)
            count += rejoined
        lines = piece.text.split("\n")
        short = all(len(line) <= 40 and not _SENTENCE.search(line[-1:]) for line in lines)
        running = piece.indented and piece.paragraph.look.align != "centre"
        if len(lines) == 1 or (short and len(lines) <= 4 and not running):
            made.append(piece)
            continue
        count += len(lines) - 1
        lead = piece.paragraph.lead
        for line in lines:
            own = min(max(lead, 0), len(line))
            lead -= len(line) + 1
            made.append(_Piece(piece.origin, replace(piece.paragraph, text=line, lead=own), piece.indented))
    return made, count


_UNEVEN = 2
"""Characters by which full lines differ: a mark that may not begin a line takes another along."""


def _unwrapped(paragraph: Paragraph) -> tuple[Paragraph, int]:
    """A paragraph whose lines somebody broke where the page ended them: lines as long as the longest that end
    within a sentence go on, if that ends as sentences do."""
    lines = paragraph.text.split("\n")
    widths = [sum(0.5 if char.isascii() else 1 for char in line) for line in lines]
    full = max(max(widths) - _UNEVEN, _ROOM)
    goes_on = [False] * len(lines)
    for at in range(len(lines) - 2, -1, -1):
        before, after = lines[at], lines[at + 1]
        ends = goes_on[at + 1] or _ended(after)
        within = widths[at] >= full and not _ended(before) and not _NO_CONTINUATION.match(after)
        goes_on[at] = bool(within and ends and after and _PART.search(before))
    if paragraph.look.align == "centre" or not any(goes_on):
        return paragraph, 0
    breaks = iter(goes_on)
    return _replaced(paragraph, _LINE_BREAK, lambda found: "" if next(breaks) else found[0])


_PART = re.compile("[，。；：、]")
_LINE_BREAK = re.compile("\n")


@dataclass(slots=True)
class _Growing:
    """A paragraph to which the next may belong, and what its text so far tells: whether it ends as a
    sentence does, whether it has a sentence's mark, and how many brackets of each kind are open."""

    first: _Piece
    texts: list[str] = field(default_factory=list)
    length: int = 0
    ends: bool = False
    marked: bool = False
    opened: list[int] = field(default_factory=lambda: [0] * len(_PAIRS))

    def add(self, text: str) -> None:
        """More of it."""
        self.texts.append(text)
        self.length += len(text)
        self.ends = _ended(text, self.ends)
        self.marked = self.marked or bool(_SENTENCE.search(text))
        for at, (opening, closing) in enumerate(_PAIRS):
            self.opened[at] += text.count(opening) - text.count(closing)

    def whole(self) -> _Piece:
        """The paragraph."""
        if len(self.texts) == 1:
            return self.first
        made = replace(self.first.paragraph, text="".join(self.texts))
        return _Piece(self.first.origin, made, self.first.indented)


def _ended(text: str, before: bool = False) -> bool:
    """Whether a text ends as a sentence does; `before`: whether what comes before it did."""
    bare = text.rstrip(_CLOSERS)
    return text.endswith("】") or (bare[-1] in _ENDS if bare else before)


def _joined(pieces: list[_Piece], parted: Sequence[int] = ()) -> tuple[list[_Piece], int]:
    """Paragraphs that broke in the middle of a sentence, whole again."""
    starts = [
        piece
        for piece, before in zip(pieces, [None, *pieces], strict=False)
        if len(piece.text) > _ROOM and (before is None or len(before.text) < _ROOM or _ended(before.text))
    ]
    by_indent = sum(piece.indented for piece in starts) * 2 > len(starts)
    made: list[_Growing] = []
    origin = 0
    for piece in pieces:
        across = bisect_left(parted, origin) < bisect_left(parted, piece.origin)
        origin = piece.origin
        if made and not across and _continues(made[-1], piece, by_indent=by_indent):
            last = made[-1].texts[-1][-1:]
            latin = last.isascii() and piece.text[:1].isascii()
            both = last.isalpha() and piece.text[:1].isalpha()
            made[-1].add((" " if latin and both else "") + piece.text)
        else:
            made.append(_Growing(piece))
            made[-1].add(piece.text)
    return [growing.whole() for growing in made], len(pieces) - len(made)


def _continues(before: _Growing, second: _Piece, *, by_indent: bool) -> bool:
    first, other = before.first, second.text
    if before.length < _ROOM or not other or "\n" in first.text or "\n" in other or before.ends:
        return False
    if _NO_CONTINUATION.match(other) or second.paragraph.lead or before.length + len(other) > MAX_PARAGRAPH:
        return False
    looks = first.paragraph.look, second.paragraph.look
    if any(look.align in ("centre", "right") or look.outline for look in looks):
        return False
    if looks[0].size != looks[1].size or looks[0].bold != looks[1].bold:
        return False
    if before.texts[-1][-1:] in ("，", "、", ",") or any(opened > 0 for opened in before.opened):
        return True
    return by_indent and first.indented and not second.indented and before.marked
