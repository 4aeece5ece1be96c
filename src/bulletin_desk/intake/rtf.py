"""The words that an RTF file holds, to see whether a converter lost some. Knows no look, no order of tables
and no other format.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice

from bulletin_desk.intake.manuscript import Manuscript
from bulletin_desk.intake.untold import letters, untold

MOST_LOST = 200
"""Stretches that are looked for until one stops: a converter that loses so many lost all."""
_TOKEN = re.compile(
    rb"\\([A-Za-z]{1,40}+)(-?[0-9]{1,9})? ?|\\'([0-9A-Fa-f]{2})|\\([^A-Za-z])|([{}])|([^\\{}\r\n]++)"
    rb"|[\r\n]++|\\"
)
_SKIPPED = frozenset(
    re.findall(
        rb"\w+",
        b"fonttbl colortbl stylesheet info pict fldinst listtext pntext datafield objdata objclass themedata "
        b"colorschememapping datastore latentstyles listtable listoverridetable rsidtbl revtbl generator "
        b"xmlnstbl filetbl bkmkstart bkmkend atrfstart atrfend atnid atnauthor atnref atntime atndate atnicn "
        b"atnparent falt panose fname fontemb sn sv sp nonshppict shprslt pgdsctbl xe tc mmathPr docvar "
        b"formfield ffname ffdeftext ffformat ffl ffentrymcr ffexitmcr ffhelptext ffstattext passwordhash "
        b"protusertbl userprops nesttableprops pn pnseclvl ftnsep ftnsepc aftnsep aftnsepc template operator",
    )
)
"""Destinations whose characters are no text, or are written again elsewhere."""
_READ = frozenset(
    (b"shpinst", b"shptxt", b"annotation", b"ud", b"do", b"dptxbxtext", b"fldrslt", b"footnote")
)
"""Destinations that hold text though older programs may pass over them."""
_SIGNS = {
    b"emdash": "—",
    b"endash": "–",
    b"lquote": "‘",
    b"rquote": "’",
    b"ldblquote": "“",
    b"rdblquote": "”",
}
_SYMBOLS = 2
"""The character set of symbol faces, whose letters are signs."""
_DEEPEST = 500


@dataclass(frozen=True, slots=True)
class _Group:
    skipped: bool = False
    unicode_skip: int = 1
    symbols: bool = False
    table: bool = False
    """It is the table of faces."""


def lost_words(data: bytes, manuscript: Manuscript) -> list[str]:
    """What an RTF file says that a manuscript made of it does not, in the file's order; `MOST_LOST` stretches
    at most."""
    said = [paragraph.text for paragraph in manuscript.paragraphs]
    said += (note.message + note.words for note in manuscript.notes)
    lost = untold(stretches(data), "".join(said))
    # What counts pages counts anew.
    return list(islice((words for words in lost if not letters(words).isdecimal()), MOST_LOST))


def stretches(data: bytes) -> Iterator[str]:
    """The text of an RTF file in stretches that look alike."""
    encoding = _encoding(data)
    symbols: set[str] = set()
    groups = [_Group()]
    face = ""
    made: list[str] = []
    packed = bytearray()
    skip = deeper = 0
    begins = starred = False

    def ended() -> Iterator[str]:
        text = "".join(made) + packed.decode(encoding, "replace")
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")  # halves of characters
        made.clear()
        packed.clear()
        if any(map(str.isalnum, text)):
            yield text

    at = 0
    while token := _TOKEN.match(data, at):
        at = token.end()
        word, value, code, sign, brace, text = token.groups()
        group = groups[-1]
        if brace:
            skip = 0
            yield from ended()
            if brace == b"{":
                deeper += len(groups) >= _DEEPEST
                if not deeper:
                    groups.append(group)
                begins, starred = not deeper, False
            elif deeper:
                deeper -= 1
            elif len(groups) > 1:
                groups.pop()
            continue
        if sign == b"*":
            starred = True
            continue
        if word:
            if begins and (word in _SKIPPED or (starred and word not in _READ)):
                groups[-1] = replace(group, skipped=True, table=word == b"fonttbl")
            number = value.decode() if value else ""
            if word == b"f":
                face = number
                groups[-1] = replace(groups[-1], symbols=number in symbols)
            elif word == b"fcharset" and group.table and number == str(_SYMBOLS):
                symbols.add(face)
            elif word == b"uc":
                groups[-1] = replace(groups[-1], unicode_skip=int(number or 1))
            elif word == b"bin":
                at += max(int(number or 0), 0)
            elif word == b"u" and not group.skipped:
                if packed:
                    made.append(packed.decode(encoding, "replace"))
                    packed.clear()
                made.append(chr(int(number or 0) % 0x10000))
                skip = group.unicode_skip
            elif word in _SIGNS and not group.skipped:
                made.append(_SIGNS[word])
            else:
                yield from ended()
            begins = False
            continue
        begins = False
        if group.skipped or group.symbols:
            continue
        if skip and (code or text):
            kept = b"" if code else text[skip:]
            skip = max(skip - (1 if code else len(text)), 0)
            packed += kept
        elif code:
            packed.append(int(code, 16))
        elif text:
            packed += text
    yield from ended()


def _encoding(data: bytes) -> str:
    page = re.search(rb"\\ansicpg([0-9]{3,5})", data[:1_000])
    name = page[1].decode() if page else "936"
    return {"936": "gb18030", "950": "big5", "1252": "gb18030", "65001": "utf-8"}.get(name, "gb18030")
