"""Checks of finished pages: characters that can't be printed as they are, what is torn or does not fit."""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import lru_cache

from bulletin_desk.bulletin.describe import describe
from bulletin_desk.bulletin.grammar import (
    HEADINGS,
    SPEC,
    Node,
    Region,
    attachments_of,
    has_sections_below,
    in_attachment,
    item_path,
    name_of,
    note_path,
    owner,
    section_path,
    title_of,
    walk,
)
from bulletin_desk.bulletin.model import Issue, Kind, Path
from bulletin_desk.checked import shown
from bulletin_desk.hanzi.words import tokens_of
from bulletin_desk.layouts.offers import Offers
from bulletin_desk.pages.model import Pages, Portion, Remark
from bulletin_desk.proof.fields import empty_fields
from bulletin_desk.proof.findings import Finding, Level
from bulletin_desk.proof.kinds import heading_name
from bulletin_desk.proof.places import is_han
from bulletin_desk.proof.rules import RULES

_MOST_TITLE_LINES = 3
"""GB/T 9704-2012 asks for balanced titles; the bulletin's model calls for one to three lines."""


def layout_findings(
    issue: Issue, pages: Pages, nodes: Iterable[Node] | None = None, offers: Offers | None = None
) -> list[Finding]:
    """The findings in the order of the pages; `nodes` are the issue's texts, where the caller has them,
    `offers` what the issue's layout offers, none given: names and titles for all."""
    findings = remark_findings(issue, pages, pages.remarks)
    portions = list(pages.portions())
    texts = {node.path: node.text for node in (walk(issue) if nodes is None else nodes)}
    running = [portion for portion in portions if SPEC[portion.kind].running]
    findings += _flow(issue, texts, pages, running)
    findings += _parted_header(issue, texts, pages, portions)
    findings += _empty_parts(issue, pages, offers or Offers())
    return sorted(findings, key=lambda finding: finding.page)


def remark_findings(issue: Issue, pages: Pages, remarks: Iterable[Remark]) -> list[Finding]:
    """What typesetting or an export remarked, as findings in the order of the remarks.

    A character that another face serves is told once, with the number of its places: it prints well, and a
    name may stand on every page.
    """
    served: Counter[str] = Counter()
    findings: list[tuple[Finding, Remark]] = []
    for remark in _unshaped_in_one(remarks):
        if remark.rule == "fallback":
            served[remark.detail] += 1
            if served[remark.detail] > 1:
                continue
        findings.append((_of_remark(issue, remark, pages), remark))
    return [
        replace(finding, message=f"{finding.message}（共{count}处）")
        if remark.rule == "fallback" and (count := served[remark.detail]) > 1
        else finding
        for finding, remark in findings
    ]


def _unshaped_in_one(remarks: Iterable[Remark]) -> Iterator[Remark]:
    """The remarks, those on neighbouring letters of a script that is not shaped made one."""
    held: Remark | None = None
    end = 0
    for remark in remarks:
        script = remark.note if remark.rule == "missing" else ""
        near = held and script == held.note and remark.path == held.path
        if held and near and end <= remark.offset <= end + _BETWEEN_WORDS:
            held = replace(held, detail=held.detail + remark.detail)
        else:
            if held:
                yield held
            held = remark if script else None
            if not script:
                yield remark
        end = remark.offset + 1
    if held:
        yield held


_BETWEEN_WORDS = 1
"""Characters between two words of such a script: a space, a Chinese mark."""


def code_point(char: str) -> str:
    """A character's code point as Unicode writes it: U+20BB7."""
    return f"U+{ord(char):04X}"


def _of_remark(issue: Issue, remark: Remark, pages: Pages) -> Finding:
    level, sentence = _SENTENCES[remark.rule]
    place = describe(issue, remark.path)
    if remark.rule in _OF_THE_CLOSING_BLOCK:  # the whole part, which stands on the last page
        return Finding(level, remark.rule, remark.path, 0, len(pages), place, sentence)
    if remark.rule == "header_too_long":
        message = sentence.format(size=remark.detail, least=remark.note)
        return Finding(level, remark.rule, remark.path, 0, 1, place, message)
    if remark.rule == "rows_clash":
        words = [f"“{_visible(text)}”" for text in remark.detail.split("\n")]
        both = "和".join(words) if len(words) > 1 else f"{words[0]}和别行的线"
        message = sentence.format(both=both, rows=remark.note)
        return Finding(level, remark.rule, remark.path, 0, 1, place, message)
    if remark.rule == "field_nowhere":
        message = sentence.format(label=shown(remark.detail), name=remark.note)
        return Finding(level, remark.rule, remark.path, 0, 1, place, message)
    if remark.rule == "damaged_face":
        return Finding(level, remark.rule, remark.path, 0, 1, place, sentence.format(text=remark.detail))
    if remark.rule in ("torn_run", "loose_line"):
        message = sentence.format(text=_visible(remark.detail))
    elif remark.rule == "missing" and remark.note:
        message = _UNSHAPED.format(text=shown(remark.detail, _MOST_SHOWN), script=remark.note)
    else:
        if remark.rule == "missing":
            sentence = _UNPRINTABLE.get(unicodedata.category(remark.detail), sentence)
        code = code_point(remark.detail)
        message = sentence.format(char=_visible(remark.detail), code=code, note=remark.note)
    page = pages.number_at(remark.path, remark.offset)
    place = f"{place}第{remark.offset + 1}字"
    return Finding(level, remark.rule, remark.path, remark.offset, page, place, message)


def _visible(text: str) -> str:
    """A text on one line, with □ for control, private-use and unassigned characters, which have no shape."""
    return "".join("□" if unicodedata.category(char)[0] == "C" else char for char in text)


_OF_THE_CLOSING_BLOCK = ("closing_too_tall", "closing_parted_in_word")
_SENTENCES = {
    "missing": (
        Level.ERROR,
        "“{char}”哪个字体里都没有，印成“〓”；请核对这个字，或装上有这个字的字体（{code}）。",
    ),
    "fallback": (Level.ADVICE, "“{char}”本字体没有，借用了别的字体，请看一眼字形（{note}，{code}）。"),
    "private_use": (
        Level.ADVICE,
        "这里是旧编码的专用区字符，按“{note}”排印；请在文中改成这个字（{code}）。",
    ),
    "not_in_xml": (
        Level.DOUBTFUL,
        "这里有一个看不见的字符，Word 文件里不能有，已略去；请在文中删掉它（{code}）。",
    ),
    "not_in_html": (
        Level.DOUBTFUL,
        "这里有一个看不见的字符，网页里不能有，已略去；请在文中删掉它（{code}）。",
    ),
    "torn_run": (Level.DOUBTFUL, "“{text}”一行排不下，又没有可断的地方，只好从中间断开；请看断得是否合适。"),
    "loose_line": (
        Level.ADVICE,
        "前面一行排不满：“{text}”断不开，只好整个移到这一行；字距拉开会太稀，前一行已按原字距靠左排。"
        "请在前面增减几个字，或调整语序。",
    ),
    "damaged_face": (Level.DOUBTFUL, "{text}现在印的是别的字体。"),
    "header_too_long": (
        Level.DOUBTFUL,
        "名称太长，只排得下{size}磅的字，小于版式规定的{least}磅；请缩短，或换一个地方分行。",
    ),
    "rows_clash": (
        Level.ERROR,
        "{both}印在一处了；请把太长的文字缩短，或在版式文件里把其中一行的 line、top、space "
        "改得离另一行远些，或把字改小（{rows}）。",
    ),
    "field_nowhere": (
        Level.DOUBTFUL,
        "“{label}”这一栏没有排在纸上，也没有地方填；请在版式文件里报头或版记的一行写上它，或删去这一栏（{{{name}}}）。",
    ),
    "closing_too_tall": (Level.DOUBTFUL, "版记比一面还高，只好分排在几面上；请减少报送单位。"),
    "closing_parted_in_word": (
        Level.DOUBTFUL,
        "版记比一面还高，Word 文件里从面首排起，一面接一面，不沉在面底；请减少报送单位，或以 PDF 为准。",
    ),
}

_UNSHAPED = (
    "“{text}”是{script}，字母要连写、叠写或者换方向排，这里排不了，印成“〓”；"
    "请改用汉字译名，或者在 Word 文件里排定后付印。"
)
_MOST_SHOWN = 20
_INVISIBLE = "这里有一个看不见的控制字符，印不出来；请删去（{code}）。"
_COMBINING = "这里有一个附加在前一字上的符号，排不出来；请改用带这个符号的整字，如 é（{code}）。"
_SHAPELESS = "这里有一个认不出的字符，哪个字体里都没有，印成“〓”；请核对，改成认得的字（{code}）。"
_UNPRINTABLE = {
    **dict.fromkeys(("Cc", "Cf"), _INVISIBLE),
    **dict.fromkeys(("Mn", "Me"), _COMBINING),
    **dict.fromkeys(("Co", "Cn"), _SHAPELESS),
}
"""What no face will help with, by general category."""


_Texts = Mapping[Path, str]
_FEW_CHARACTERS = 4
_FEW_ROWS = 3
"""Lines of running text on the last page that a clerk would rather have on the page before."""


def _flow(issue: Issue, texts: _Texts, pages: Pages, portions: list[Portion]) -> Iterator[Finding]:
    """What the lines of the running text are like, without setting one."""
    for number, portion in enumerate(portions):
        words = heading_name(portion.kind) if portion.kind in HEADINGS else ""
        if words and portion.first == 0:
            yield from _heading(issue, texts, portion, words)
        following = portions[number + 1] if number + 1 < len(portions) else None
        if (
            words
            and following is not None
            and following.page > portion.page
            and following.path != portion.path
            and not _begins_page(following, portion)
        ):
            message = f"{words}落在面末，后面的文字在下一面；请在前面增减一两行。"
            yield _whole(issue, texts, portion, Level.DOUBTFUL, "title_at_foot", message)
        if portion.kind is Kind.BODY and portion.last == portion.total > 1:
            yield from _last_line(issue, texts, portion)
    yield from _last_page(issue, texts, pages, portions)


def _begins_page(portion: Portion, before: Portion) -> bool:
    """Whether a text stands on a page of its own whatever is before it: an attachment begins with it."""
    return in_attachment(portion.path) and owner(portion.path) != owner(before.path)


def _whole(issue: Issue, texts: _Texts, portion: Portion, level: Level, rule: str, message: str) -> Finding:
    text = texts[portion.path]
    place = describe(issue, portion.path)
    clause = RULES[rule].clause
    return Finding(
        level, rule, portion.path, 0, portion.page, place, message, length=max(1, len(text)), clause=clause
    )


def _heading(issue: Issue, texts: _Texts, portion: Portion, words: str) -> Iterator[Finding]:
    if portion.kind not in (Kind.SECTION_HEAD, Kind.SECTION_HEAD_2) and portion.total > _MOST_TITLE_LINES:
        message = f"{words}排成了{portion.total}行，一般不超过{_MOST_TITLE_LINES}行；请精简文字。"
        yield _whole(issue, texts, portion, Level.DOUBTFUL, "long_title", message)
    if portion.total < 2:
        return
    for offset, end, word in _broken_words(texts[portion.path], portion.starts):
        yield Finding(
            Level.DOUBTFUL,
            "title_broken_word",
            portion.path,
            offset,
            portion.page,
            describe(issue, portion.path),
            f"“{word}”被断在两行；回行要词意完整，请换一个地方断。",
            length=end - offset,
            clause=RULES["title_broken_word"].clause,
        )


@lru_cache(maxsize=512)
def _broken_words(text: str, starts: tuple[int, ...]) -> tuple[tuple[int, int, str], ...]:
    """The words that the lines of a title part: from the character before the break to the one behind it."""
    found = []
    joined = text.replace("\n", "")
    tokens = tokens_of(joined)  # of the whole: what breaks the line saw the same words
    firsts = [token.start for token in tokens]
    for start in starts[1:]:
        at = start - text.count("\n", 0, start)
        if not 0 < at < len(joined) or not is_han(joined[at - 1]) or not is_han(joined[at]):
            continue
        word = tokens[bisect_right(firsts, at) - 1]
        if word.start < at and word.kind not in "mtq":
            offset = max(0, start - 1 - (text[start - 1] == "\n"))
            found.append((offset, min(len(text), start + 1), joined[word.start : word.end]))
    return tuple(found)


def _last_line(issue: Issue, texts: _Texts, portion: Portion) -> Iterator[Finding]:
    text = texts[portion.path]
    start = portion.starts[-1]
    if len(text) - start > _FEW_CHARACTERS:
        return
    last = text[start:].strip()
    marks = sum(unicodedata.category(char)[0] == "P" for char in last)
    if len(last) - marks == 1:
        message = f"末行只有一个字“{last}”；可以在这一段里减一两个字，把它收上去。"
        place = describe(issue, portion.path)
        length = max(1, len(text) - start)
        yield Finding(
            Level.ADVICE, "short_last_line", portion.path, start, portion.page, place, message, length=length
        )


def _last_page(issue: Issue, texts: _Texts, pages: Pages, portions: list[Portion]) -> Iterator[Finding]:
    if not portions or len(pages) < 2:
        return
    last = portions[-1]
    even, odd = pages.closing_even, last.page % 2 == 1
    if last.page < len(pages) and not (even and odd):
        message = "最后一面只有版记，没有正文；请在前面减几行，或加一点内容。"
        yield _whole(issue, texts, last, Level.ADVICE, "short_last_page", message)
    elif last.page > 1 and last.rows <= _FEW_ROWS and (odd or not even):
        message = f"最后一面的正文只有{last.rows}行；请在前面减几行，把它收上去。"
        yield _whole(issue, texts, last, Level.ADVICE, "short_last_page", message)


def _parted_header(issue: Issue, texts: _Texts, pages: Pages, portions: list[Portion]) -> Iterator[Finding]:
    """A number, marking or issuer too long for its one line, or for those that the clerk has parted it into.
    (A name may have two.)"""
    for portion in portions:
        one_line = SPEC[portion.kind].region is Region.HEAD and portion.kind is not Kind.MASTHEAD
        if one_line and portion.total > 1 + texts.get(portion.path, "").count("\n"):
            place = describe(issue, portion.path, pages.placed.labels)
            message = f"太长，占了{portion.total}行，会和上下的内容挤在一起；请缩短。"
            yield Finding(Level.DOUBTFUL, "header_too_long", portion.path, 0, 1, place, message)


def _empty_parts(issue: Issue, pages: Pages, offers: Offers) -> Iterator[Finding]:
    """Parts without text whose frame is printed all the same: 【】 around no name, a line without a title."""
    empty: list[tuple[Path, str]] = []
    if issue.editors_note and not issue.editors_note[0].text.strip():
        empty.append((note_path(0), "编者按还没有写，会只印出“编者按”；请写上或删去。"))
    for number, section in enumerate(issue.sections):
        name = name_of(section_path(number))
        if not section.name.strip():
            if offers.prints_empty(section.kind):
                empty.append((name, "栏目没有名称，会印成空的括号；请写上名称或删去栏目。"))
        elif not section.items and not has_sections_below(issue, number):
            empty.append((name, "栏目里没有稿件，会只印出栏目名称；请加上稿件或删去栏目。"))
        for at, item in enumerate(section.items):
            if not item.title.strip() and offers.prints_empty(Kind.TITLE):
                path = title_of(item_path(number, at))
                empty.append((path, "稿件没有标题，会空出一行；请写上标题或删去稿件。"))
    for path, attachment in attachments_of(issue):
        if not attachment.title.strip():
            message = "附件没有标题，附件说明里会空着一项；请写上标题或删去附件。"
            empty.append((title_of(path), message))
    placed = pages.placed
    for path, message in (*empty, *empty_fields(issue, placed)):
        place = describe(issue, path, placed.labels)
        yield Finding(Level.DOUBTFUL, "empty_part", path, 0, pages.number_at(path, 0), place, message)
