"""What stands over a title in a Word file and is none: 附件1, the name of a form or of letter paper as large
as the title. Passes of recognition that go by place and look."""

from __future__ import annotations

import itertools
import re

from bulletin_desk.bulletin.model import Kind
from bulletin_desk.intake.sheet import STOP, Line, Sheet, over_text
from bulletin_desk.intake.telling import SHORTEST_TITLE

_ATTACHMENT = re.compile(
    r"附\s?[件表录]\s?(?:[0-9]{1,2}(?:[-－—][0-9]{1,2})?|[一二三四五六七八九十]{1,2})?\s?[：:]?"
)
_HEAD = 12
"""Lines among which the title is looked for."""
_AS_LARGE = 0.7
"""Of a larger line's size, from which on a line below may be the title as well."""


def attachment_mark(sheet: Sheet) -> None:
    """附件1 over an attachment that came as a file of its own. Assumes nothing."""
    first = next((line for line in sheet.lines if line.kind is None), None)
    if first is not None and _ATTACHMENT.fullmatch(first.text) and len(sheet.lines) > 1:
        first.leave_out("附件的字样")


def title_below(sheet: Sheet) -> None:
    """Of two large lines with data between (a form's name, 报送单位：……, the title) the lower one is the
    title; the upper one could be. Assumes that mastheads, letter paper and forms are known."""
    rows = [
        (is_large, list(lines))
        for is_large, lines in itertools.groupby(
            over_text(sheet.lines[:_HEAD]), lambda line: _is_large(sheet, line)
        )
    ]
    large = [at for at, (is_large, _) in enumerate(rows) if is_large]
    if len(large) < 2:
        return
    (upper, *_), (lower, *_) = rows[large[-2]][1], rows[large[-1]][1]
    between = rows[large[-2] + 1][1]
    sizes = upper.paragraph.look.size or 0, lower.paragraph.look.size or 0
    titled = sum(len(line.text) for line in rows[large[-1]][1]) >= SHORTEST_TITLE
    if titled and sizes[1] >= _AS_LARGE * sizes[0] and any(_is_data(line) for line in between):
        for at in large[:-1]:
            for line in rows[at][1]:
                line.leave_out("文头", other=Kind.TITLE)


def _is_large(sheet: Sheet, line: Line) -> bool:
    look = line.paragraph.look
    return line.kind is None and sheet.looks.larger(look) and look.align == "centre" and not line.numbered


def _is_data(line: Line) -> bool:
    """Whether a line parts what stands over a title from the title: 报送单位：丁市档案局, and no subtitle."""
    return bool(re.search("[：:]", line.text)) and not STOP.search(line.text)
