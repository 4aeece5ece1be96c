"""Names that are proposed for files: such as every system takes, that show all that they are made of, and
what an office's pattern makes of an issue's numbers. Knows no windows."""

from __future__ import annotations

import re
import string
import unicodedata
from pathlib import Path

from bulletin_desk.bulletin.fields import value_of
from bulletin_desk.bulletin.grammar import NUMBER
from bulletin_desk.bulletin.model import Issue
from bulletin_desk.layouts.model import Layout
from bulletin_desk.paths import names_a_device, other_ending
from bulletin_desk.typeset.wording import worded

PATTERN = "{年份}年第{期号}期 {名称}"
"""What files are called unless the office says otherwise."""
FIELDS = ("年份", "期号", "总期号", "名称", "日期")
"""What a pattern may name, in braces."""
NAMELESS = "简报"
"""What a file is called of whose name nothing can be used."""
MOST_BYTES = 200
"""UTF-8 bytes of a name without its extension. File systems allow 255, and beside a file lie its lock and its
backup, whose names are longer."""
_FORBIDDEN = re.compile(r'[\\/:*?"<>|]')
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
"""Controls, formats (directions, joiners, tags), halves of pairs, line ends."""
_BLANK = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2065\u2800\u3164\ufe00-\ufe0f\uffa0\ufff0-\ufff8"
    "\ufdd0-\ufdef\U000e0000-\U000e0fff]"
)
"""Letters, marks and signs that show nothing, variation selectors among them (“Default_Ignorable_Code_Point”
in Unicode's DerivedCoreProperties.txt), and what never is a character."""
_AROUND = ". \u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"


def clean(text: str, tail: str = "") -> str:
    """`text` as a file's name without extension, `tail` after it; empty if nothing is left of it. What can't
    be seen is left out, what a system does not allow becomes `_`, what is too long is cut."""
    seen = "".join(char for char in text if _is_seen(char))
    name = _FORBIDDEN.sub("_", _BLANK.sub("", seen))
    name = _trimmed(_cut(_trimmed(name), MOST_BYTES - len(tail.encode()) - 1))
    if names_a_device(name + tail):  # there is a byte left for it
        name = f"_{name}"
    return name and name + tail


def own_values(issue: Issue, layout: Layout) -> dict[str, str]:
    """The values of the layout's own fields that stand on the paper, as they are printed, by their labels: a
    pattern may name them, too."""
    named = (field for field in layout.placed.declared if field.label.isidentifier())
    return {field.label: worded(field, value_of(issue, field)) for field in named}


def usual_pattern(issue: Issue, layout: Layout) -> str:
    """The pattern for an issue where the office has none of its own: by its number, with its supplement name
    where supplements are counted by themselves; without a number by its month or period, else by its
    date."""
    placed = layout.placed
    if NUMBER in placed.parts and placed.counted:
        own = issue.masthead.supplement and layout.numbering.supplement == "own"
        return PATTERN.replace("第", "{增刊}第", 1) if own else PATTERN
    for field in placed.declared:
        if field.kind in ("month", "period") and field.label.isidentifier() and value_of(issue, field):
            return f"{{{field.label}}} {{名称}}"
    return "{日期} {名称}"


def file_name(pattern: str, issue: Issue, layout: Layout | None = None) -> str:
    """The name, without extension, that an office's pattern gives an issue; with its layout, the usual
    pattern means `usual_pattern`. Raises ValueError with a sentence where the pattern has an unknown field,
    leaves nothing or ends as a kind of file does."""
    masthead, day = issue.masthead, issue.dated_header.date
    own = own_values(issue, layout) if layout else {}
    if layout and pattern == PATTERN:
        pattern = usual_pattern(issue, layout)
    values = {
        **own,
        "增刊": masthead.supplement,
        "年份": day.year,
        "期号": masthead.number,
        "总期号": masthead.total_number or "",
        "名称": masthead.one_line,
        "日期": day.isoformat(),
    }
    try:
        for _, field, form, _ in string.Formatter().parse(pattern):
            if field is not None and (field not in values or form):
                known = "、".join(f"{{{name}}}" for name in (*FIELDS, *own))
                raise ValueError(f"文件名里的“{{{field}}}”不认识，可以用 {known}。")
        name = pattern.format(**values)
    except (IndexError, KeyError) as error:
        raise ValueError("文件名里的大括号不成对。") from error
    except ValueError as error:
        if str(error).isascii():
            raise ValueError("文件名里的大括号不成对。") from error
        raise
    name = clean(name)
    if not name:
        raise ValueError("文件名是空的。")
    ending = other_ending(name)
    if ending:
        raise ValueError(f"文件名里不用写“{ending}”，程序会按文件的种类加上。")
    return name


def name_for(issue: Issue, layout: Layout | None = None) -> str:
    """The name, without extension, that is proposed for an issue: by the usual pattern, where that gives
    one."""
    try:
        return file_name(PATTERN, issue, layout)
    except ValueError:
        return NAMELESS


def renamed(file: Path, tail: str, extension: str) -> Path:
    """The file's name with `tail` and this extension, in the same folder."""
    return file.with_name((clean(file.stem, tail) or f"{NAMELESS}{tail}") + extension)


def _is_seen(char: str) -> bool:
    return unicodedata.category(char) not in _UNSEEN and ord(char) & 0xFFFE != 0xFFFE


def _trimmed(name: str) -> str:
    """Without spaces around it, nor dots: Windows takes those at its end away, others hide what begins so."""
    return name.strip(_AROUND)


def _cut(text: str, most: int) -> str:
    """The first `most` bytes, without halving a character with its marks."""
    if len(text.encode()) <= most:
        return text
    size = 0
    fits = 0
    for at, char in enumerate(text[: most + 1]):
        if not at or _begins(text, at):
            fits = at
        size += len(char.encode())
        if size > most:
            break
    # one character with endless marks
    return text[:fits] or text.encode()[:most].decode(errors="ignore")


def _begins(text: str, at: int) -> bool:
    """Whether a character begins here, and nothing that belongs to the one before (Unicode's UAX 29 tells
    them so, joiners aside, which a name has none of)."""
    char, before = text[at], text[at - 1]
    if unicodedata.category(char) in ("Mn", "Mc", "Me") or char in _MODIFIERS:
        return False
    if char in _FLAGS and before in _FLAGS:
        first = at
        while first and text[first - 1] in _FLAGS:
            first -= 1
        return (at - first) % 2 == 0
    if char in _VOWELS:
        return before not in _LEADS and before not in _VOWELS and not _is_open_syllable(before)
    if char in _TAILS:
        return before not in _VOWELS and before not in _TAILS and not _is_syllable(before)
    return not (char in _LEADS and before in _LEADS) and not (_is_syllable(char) and before in _LEADS)


def _span(first: int, last: int) -> frozenset[str]:
    return frozenset(map(chr, range(first, last + 1)))


_MODIFIERS = _span(0x1F3FB, 0x1F3FF)
_FLAGS = _span(0x1F1E6, 0x1F1FF)
_LEADS = _span(0x1100, 0x115F) | _span(0xA960, 0xA97C)
_VOWELS = _span(0x1160, 0x11A7) | _span(0xD7B0, 0xD7C6)
_TAILS = _span(0x11A8, 0x11FF) | _span(0xD7CB, 0xD7FB)
"""Parts of Korean syllables."""


def _is_syllable(char: str) -> bool:
    return "\uac00" <= char <= "\ud7a3"


def _is_open_syllable(char: str) -> bool:
    return _is_syllable(char) and (ord(char) - 0xAC00) % 28 == 0
