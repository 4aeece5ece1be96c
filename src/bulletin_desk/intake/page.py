"""What a web page puts around an article, told by where it stands and how it repeats: the title said twice, a
table of data over the text, notices below. Passes of recognition that know no list of a site's words."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from functools import partial

from bulletin_desk.bulletin.model import Kind
from bulletin_desk.hanzi.classes import HAN
from bulletin_desk.intake.parts import OUT
from bulletin_desk.intake.phrases import label
from bulletin_desk.intake.sheet import Line, Sheet, over_text
from bulletin_desk.intake.sources import place_in
from bulletin_desk.intake.telling import ON_WEB_PAGE, SHORTEST_TITLE, compacted
from bulletin_desk.intake.web import page_data

_HEAD = 30
"""Lines among which an article's title may come again."""
_MOST_LINES = 3
"""Of a title that comes again in lines."""
_TWICE = "重复的标题"


def said_twice(sheet: Sheet) -> None:
    """A title that comes again before the text, whole or in lines: as a page's name, in a table of data, on a
    cover. The last one counts; what stands above belongs to the page. Assumes that mastheads and lists of
    contents are known."""
    head = list(over_text(sheet.lines[:_HEAD]))
    for at, line in enumerate(head):
        if line.kind is not None or len(compacted(line.text)) < SHORTEST_TITLE:
            continue
        again = _again(head, at)
        if again is None:
            continue
        beside = ON_WEB_PAGE if any(other.why == ON_WEB_PAGE for other in head) else "封面的字样"
        for other in head[:again]:
            if other.kind is None:
                other.leave_out(_TWICE if _has(other, head[again]) else beside)
        head[again].starts = True
        return


def _has(line: Line, title: Line) -> bool:
    one, other = compacted(line.text), compacted(title.text)
    return one in other or other in one


def _again(head: Sequence[Line], at: int) -> int | None:
    """Where the last of the lines is at which this one's text comes again."""
    wanted = compacted(head[at].text)
    for again in reversed(range(at + 1, len(head))):
        if head[again].kind is not None:
            continue
        whole = ""
        for line in head[again : again + _MOST_LINES]:
            whole += compacted(line.text)
            if whole == wanted or (len(whole) >= SHORTEST_TITLE and _LABEL.sub("", wanted) == whole):
                return again
    return None


_LABEL = re.compile(rf"\A[{HAN}]{{2,6}}：")


# ---- a table of data

_PAIR = re.compile(rf"(?:\A|(?<=[\s；;|｜】\]0-9A-Za-z{HAN}]))([{HAN}](?:\s?[{HAN}]){{1,7}})\s*+[：:]")
_LONGEST_PAIR = 80
_SIGNS = ("origin", "writer", "unit", "sender", "author")
"""Labels of a source, which is none of a page's data where it stands alone."""


def page_table(sheet: Sheet) -> None:
    """A table of what a page says of its article, whatever its labels: lines of labels and values right above
    or below one that is known. Assumes that those with known labels are."""
    lines = sheet.lines
    stop = next((at for at, line in enumerate(lines) if line.kind is None and line.is_sentence), len(lines))
    known = [line.why == ON_WEB_PAGE and page_data(line.text) is not None for line in lines[:stop]]
    if sum(known) < 2:
        return
    found: set[int] = set()
    for order in (range(stop), reversed(range(stop))):
        near = False
        for at in order:
            if near and _is_pairs(sheet, lines[at]):
                found.add(at)
            near = known[at] or at in found or (near and lines[at].why == ON_WEB_PAGE)
    if any(lines[at].kind is None and at not in found for at in range(stop)):  # there is a title beside
        for at in found:
            lines[at].leave_out(ON_WEB_PAGE)


def _is_pairs(sheet: Sheet, line: Line) -> bool:
    """Whether a line holds labels and values: 废止时间：2020-01-23 名称：……, and is no title: 巴中市：……"""
    found = _PAIR.match(line.text) if line.kind is None and not line.emphasis else None
    if len(_PAIR.findall(line.text)) == 1 and label(
        line.text, "origin", "writer", "unit", "sender", "author"
    ):
        return False  # the source
    return bool(found and len(line.text) <= _LONGEST_PAIR and place_in(line.text, sheet.units) is None)


# ---- below the text

_NOTICE = re.compile(
    "版权|转载|摘编|侵权|侵犯|本(?:网|站|平台|公众号|号|刊)|联系删除|及时删除|法律责任|个人观点|不代表|仅供参考|注明来源|注明出处"
    "|著作权|授权|第三方|来源于网络|许可证|备案"
)
_LEAST_NOTICE = 2
_LAST = 6
"""Lines at the end among which a site's notices stand."""


def below_page(sheet: Sheet) -> None:
    """Notices on rights below an article, and the short lines behind the text of a page that are neither its
    source nor its list of attachments. Where none of these has links side by side, they could be text.
    Assumes that a page's known words are known."""
    lines = sheet.lines
    for line in lines[-_LAST:]:
        if line.kind is None and len(set(_NOTICE.findall(line.text))) > _LEAST_NOTICE:
            line.leave_out(ON_WEB_PAGE)
    if not any(line.why == ON_WEB_PAGE for line in lines):
        return
    tail = list(itertools.takewhile(partial(_is_behind, sheet), reversed(lines)))
    links = any(_LINKS.search(line.text) for line in tail)
    for line in tail:
        if line.kind is None:
            line.leave_out(ON_WEB_PAGE, other=None if links else Kind.BODY)


_LINKS = re.compile(r"[^|｜丨]{2,10}\s?[|｜丨]\s?[^|｜丨]{2,10}[|｜丨]")


def _is_behind(sheet: Sheet, line: Line) -> bool:
    if line.kind is not None:
        return line.kind is OUT
    plain = line.short and not line.numbered and not line.emphasis and line.paragraph.listed is None
    return plain and sheet.signature(line.text) is None and not line.text.startswith("附")
