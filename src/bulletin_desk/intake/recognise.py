"""What each paragraph of a manuscript is: by its look, compared with the manuscript's own body text, where
there is one; by its words alone where not. Knows no file formats. Never changes a word."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from bulletin_desk.bulletin.model import Kind
from bulletin_desk.hanzi.classes import HAN
from bulletin_desk.hanzi.words import tokens_of
from bulletin_desk.intake.alone import NOTE, by_itself
from bulletin_desk.intake.around import (
    around_titles,
    marked_items,
    numbered_sections,
    salutations,
    section_levels,
    signature_blocks,
)
from bulletin_desk.intake.captions import captions
from bulletin_desk.intake.doubts import doubts
from bulletin_desk.intake.head import attachment_mark, title_below
from bulletin_desk.intake.labelled import labelled_form
from bulletin_desk.intake.letters import letters
from bulletin_desk.intake.manuscript import Look, Paragraph
from bulletin_desk.intake.masthead import (
    UNTIL_DATE,
    contents,
    letterhead,
    longer_note,
    old_closing_block,
    old_masthead,
)
from bulletin_desk.intake.page import below_page, page_table, said_twice
from bulletin_desk.intake.parts import OUT, Part
from bulletin_desk.intake.phrases import label
from bulletin_desk.intake.several import item_marks, titled_sections
from bulletin_desk.intake.sheet import END, LONGEST_TITLE, STOP, Line, Pass, Sheet, alike, looks_of
from bulletin_desk.intake.sources import (
    COMPOUND_SURNAMES,
    Units,
    brackets_off,
    is_person,
    is_unit,
    issuer,
    label_end,
    names_unit,
    place_in,
    signature,
    without_post,
    words_of,
)
from bulletin_desk.intake.telling import DAY, ON_WEB_PAGE, bare_section
from bulletin_desk.intake.web import web_page
from bulletin_desk.layouts.offers import HeadingForms, Offers

# ---- what words tell

_CN = "一二三四五六七八九十"
_NUMBERED = (
    re.compile(rf"第?[{_CN}]{{1,3}}(?:[、.．]|是(?=\S))|第[{_CN}]{{1,3}}(?:[章节篇]|部分)[：:、\s]?"),
    re.compile(rf"[（(][{_CN}]{{1,3}}[）)]"),
    re.compile(r"[0-9]{1,2}\s?[.．、](?![0-9])"),
    re.compile(r"[（(][0-9]{1,2}[）)]|[①-⑳]"),
)
_IS = re.compile(rf"[{_CN}]{{1,2}}是")
_LONGEST_LINE = 40
_SHORT = 30
"""An unnumbered subheading's line: an office's measure is 28 cells."""
_VERSE = 12
"""Lines around a short one that are looked at, whether it stands in a row of such."""
_FAR = 8
"""Lines that are looked back over what a web page adds."""
_MOST_HEADING_LINES = 4
"""Of a title, and of a subheading."""
_ATTACHMENT = "附件"
_ATTACHED = re.compile(
    r"附\s?件\s?[0-9一二三四五六七八九十]{0,2}(?:[：:]|\Z)|附\s?[：:]\s?1\s?[.．、](?![0-9])"
)
_NEWS = re.compile("[0-9]{4}年|[0-9]{1,2}月|近日|日前|近期|近年|今年|去年|自[0-9]")
"""How the first sentence of a piece of news begins."""
_REMARK = re.compile(
    r"注[：:0-9]|见|附|完|未|以上|本文|详见|图|略|编|待|全文|节选|摘|续|下转|上接|此|另|数据|截至"
)
_LABELLED_END = re.compile(r"(?:供稿|提供)\Z")
_LABELLED = re.compile(
    r"(?:[供投]\s?稿|来\s?源|作\s?者|撰\s?稿|稿\s?源|信息来源|报送|单位|文)[^：:]{0,4}[：:]|[^，。：:]{0,12}(?:记者|通讯员)[\s：:]"
)
_BRACKETED_END = re.compile(r"(?<=[。！？”])\s*+([（(](?:[^（）()]|（[^（）]*+）){2,40}[）)])\s*+\Z")
_LOUD_END = re.compile("(?<![！？…])[！？…]++[”》]?\\Z")
_LOUD = re.compile("[！？]")
_WORKS = re.compile(r"(?:[0-9]++[.、]?)?(?:《[^《》]*+》[、，]?)++")
_OTHER_FACE = re.compile("[“‘”’0-9A-Za-z]")
_FIRST_SENTENCE = re.compile(r"[^。！？：]{2,48}[。！？：]")
_DASHED = re.compile("——|—")
_CAPTION = re.compile(r"[图表]\s?[0-9一二三四五六七八九十]|图为|图片(?:[：:说来由]|\Z)|资料图|（?图[/／：:]")


def recognise(
    paragraphs: Sequence[Paragraph],
    *,
    sections: Sequence[str] = (),
    units: Units | None = None,
    pictures: Iterable[int] = (),
    boxes: Iterable[int] = (),
    broken: Iterable[int] = (),
    behind: Iterable[int] = (),
    offers: Offers | None = None,
    headings: HeadingForms | None = None,
) -> tuple[Part, ...]:
    """Each paragraph with its kind, in order; the lines of one title or subheading are one part. `sections`
    are names of sections that are known, `pictures` the places of paragraphs over which a picture stood,
    `boxes` of those out of text boxes, `broken` of those that a line break parts from the one before,
    `behind` of those right behind tables and pictures. What a bulletin does not print is kept as OUT and a
    reason; what could be read otherwise names the other kind. `offers` and `headings` are the open
    bulletin's; what they don't have is not looked for. The parts' places count the paragraphs given."""
    sheet = _sheet(paragraphs, sections, units)
    sheet.offers, sheet.headings = offers or sheet.offers, headings or sheet.headings
    sheet.pictures, sheet.boxes, sheet.broken = frozenset(pictures), frozenset(boxes), frozenset(broken)
    sheet.behind = frozenset(behind)
    _walk(sheet, PASSES)
    return tuple(_with_run_ins(_made(sheet)))


def recognise_piece(paragraphs: Sequence[Paragraph], *, units: Units | None = None) -> tuple[Part, ...]:
    """The same for a piece from inside an item, of which nobody knows what stands before and after: all of it
    is printed, each paragraph as it is. Only where it names a section, or holds two items' sources, are there
    titles."""
    sheet = _sheet(paragraphs, (), units, is_piece=True)
    _walk(sheet, PASSES_OF_PIECE)
    return tuple(_made(sheet))


def _sheet(
    paragraphs: Sequence[Paragraph], sections: Sequence[str], units: Units | None, *, is_piece: bool = False
) -> Sheet:
    looks = looks_of(paragraphs)
    lines = [
        Line(at, paragraph, looks.emphasis(paragraph.look), text, _numbered(text))
        for at, paragraph in enumerate(paragraphs)
        for text in _apart(paragraph.text.strip(), units or Units())
        if text
    ]
    known = frozenset(bare_section(name) for name in sections)
    return Sheet(lines, looks, units or Units(), known, is_piece)


def _apart(text: str, units: Units) -> tuple[str, ...]:
    """A paragraph's text, and the signature in brackets that stands in its last line, which an author's line
    break parts from it."""
    above, broken, last = text.rpartition("\n")
    last = last.strip()
    signed = bool(broken) and brackets_off(last) != last and signature(last, units) is not None
    return (above.rstrip(), last) if signed else (text,)


def _numbered(text: str) -> int:
    return next((level for level, pattern in enumerate(_NUMBERED, 1) if pattern.match(text)), 0)


def _walk(sheet: Sheet, passes: Sequence[Pass]) -> None:
    for each in passes:
        each(sheet)


# ---- sources


def signatures(sheet: Sheet) -> None:
    """Lines that read as signatures; whether they are, their places tell. Assumes that what stands around
    items is known."""
    for line in sheet.lines:
        if line.kind is None and len(line.text) <= 60:
            line.signs = sheet.signature(line.text) is not None
    _lists_of_units(sheet)
    _days_at_end(sheet)
    sheet.signed = sum(line.signs and brackets_off(line.text) != line.text for line in sheet.lines)


def _lists_of_units(sheet: Sheet) -> None:
    """Units right under a numbered line, one below the other, are what it announces."""
    under = False
    for line, below in itertools.zip_longest(sheet.lines, sheet.lines[1:]):
        if line.kind is not None:
            continue
        plain = line.signs and brackets_off(line.text) == line.text and not re.search("[：:]", line.text)
        under = (line.numbered in (1, 2) and line.short) or (under and plain)
        if under and plain and below is not None and below.why != "日期":
            line.signs = False


_DAY_TOLD = re.compile(rf"[{HAN}]{{0,4}}(?:日期|时间)\s*+[：:]\s*+{DAY}")


def _days_at_end(sheet: Sheet) -> None:
    """日期：2025年5月20日 among the last lines, below a signature or who checked it."""
    lines = sheet.lines
    for at in range(len(lines) - 1, 0, -1):
        line = lines[at]
        if line.kind is OUT or line.signs:
            continue
        if not _DAY_TOLD.fullmatch(line.text) or not (lines[at - 1].kind is OUT or lines[at - 1].signs):
            break
        line.leave_out("日期")


def sources(sheet: Sheet) -> None:
    """Signatures, where an item ends or right under its title. Assumes that lines which read so are known."""
    lines = sheet.lines
    solid = _solid(lines)
    for at, line in enumerate(lines):
        if line.section is not None and at > 1 and _is_last(sheet, at) and is_unit(line.section, sheet.units):
            # 【丁市图书馆】 under the last item
            line.kind, line.text, line.section = Kind.SOURCE, line.section, None
        if line.kind is not None:
            continue
        text = line.text
        bracketed = brackets_off(text) != text
        ends = _ends_item(sheet, solid[at]) or (line.signs and _ends_all(sheet, at))
        signs = line.signs and _is_signature(sheet, line, at, bracketed=bracketed, ends=ends)
        reporter = signs and _REPORTER_ONLY.match(text) and _names_persons(text, sheet.units)
        if reporter or (not line.signs and _is_speaker(sheet, at)):
            line.leave_out("署名")
        elif signs or (bracketed and ends and at and _may_sign(brackets_off(text))):
            line.kind = Kind.SOURCE
        elif _is_attachment(sheet, at):
            line.kind, line.why = OUT, _ATTACHMENT
        elif ends and at and len(text) <= 50 and (dated := UNTIL_DATE.fullmatch(text)):
            # 德阳市地方志办公室 2024年1月9日, on one line
            bare = brackets_off(text)
            dated = UNTIL_DATE.fullmatch(bare) or dated
            named = issuer(dated[1].strip())
            if sheet.signature(named) is not None:
                line.kind = OUT
                line.why = "署名和日期"
                line.extra.append(Part(Kind.SOURCE, named, at=line.at))


_REPORTER_ONLY = re.compile(
    r"[（(]?(?:本[报网台刊]|特约|见习|实习)*+(?:记者|通讯员|摄影|图片?|供图)(?:\s*+[：:/／]|\s)"
    r"|[（(]?本[报网台刊站社](?:记者|通讯员)"
)
"""Whoever they write for is not named: no source."""


_POST = re.compile(
    r"(?:长|书记|主任|主席|委员|专员|代表|顾问|教授|研究员|总编|主编|编辑|理事|会员|队员|局|办|委|室)\Z"
)


def _is_speaker(sheet: Sheet, at: int) -> bool:
    """云台市副市长　李国强 under the title of a speech: a post and a name."""
    line = sheet.lines[at]
    if not 1 <= at <= 3 or len(line.text) > 40 or re.search("[：:，。]", line.text):
        return False
    words = words_of(brackets_off(line.text))
    if len(words) < 2 or not is_person(words[-1]):
        return False
    title = sheet.lines[at - 1]
    if not title.short or title.kind is not None:
        return False
    held = all(_POST.search(word) for word in words[:-1])
    return words[-2][-1] in "长记任席" or (held and _over_body(sheet, at, title))


def _names_persons(text: str, units: Units) -> bool:
    """Whether a signature names persons and no unit."""
    signed = signature(text, units)
    return signed is not None and all(map(is_person, brackets_off(signed.text).split("、")))


def _is_attachment(sheet: Sheet, at: int) -> bool:
    """附件：1.…… and the further lines of that list."""
    line = sheet.lines[at]
    if not at or len(line.text) > 80:
        return False
    follows = sheet.lines[at - 1].why == _ATTACHMENT and line.numbered == 3 and not STOP.search(line.text)
    return bool(_ATTACHED.match(line.text)) or follows


def inline_sources(sheet: Sheet) -> None:
    """（德阳市地方志办公室） at the end of an item's last paragraph. Assumes that sources of their own are
    known."""
    solid = _solid(sheet.lines)
    for line, following in zip(sheet.lines, solid, strict=True):
        if line.kind is not None or len(line.text) <= 30 or not _ends_item(sheet, following):
            continue
        text = line.paragraph.text.rstrip()
        tail = _BRACKETED_END.search(text)
        if tail and sheet.signature(tail[1]) is not None:
            line.text = text[: tail.start()].strip()
            line.extra.append(Part(Kind.SOURCE, tail[1], at=line.at))


def _may_sign(bare: str) -> bool:
    """Whether words in brackets under an item may be a source that no rule knows."""
    return len(bare) <= 25 and not re.search("[，。；：！？、《》0-9]", bare) and not _REMARK.match(bare)


def _is_signature(sheet: Sheet, line: Line, at: int, *, bracketed: bool, ends: bool) -> bool:
    bare = brackets_off(line.text).rstrip("。")
    if at == 0 or all(other.why == "文头" for other in sheet.lines[max(at - _FAR, 0) : at]):
        # the unit over the title
        below = sheet.lines[at + 1 : at + 3]
        over = len(below) > 1 and _may_be_title(below[0]) and not below[0].numbered
        far = not below[0].short if below else True
        full = bare.endswith(("室", "中心", "委员会", "局", "馆")) and is_unit(bare, sheet.units)
        named = line.text[:5] in ("投稿单位：", "供稿单位：", "报送单位：") or (
            line.signs and bare.endswith(("供稿", "报送", "提供"))
        )
        if not over or far or sheet.looks.larger(line.paragraph.look):
            return False
        return named or (full and not _names_itself(sheet, at))
    labelled = bool(
        _LABELLED_END.search(bare)
        or _LABELLED.match(bare)
        or label(bare, "unit", "sender", "author")
        or _CREDITED.search(bare)
        or label_end(bare)
    )
    if _REMARK.match(bare) and not labelled and not is_unit(bare, sheet.units):
        return False
    near = reversed(sheet.lines[max(at - _FAR, 0) : at])
    before = next((other for other in near if other.why not in (ON_WEB_PAGE, "日期")), sheet.lines[at - 1])
    right = line.paragraph.look.align == "right"
    short = before.short and not before.numbered
    under_title = before.kind in (None, Kind.SECTION_HEAD, Kind.TITLE) and short and at <= 4
    under_title = under_title and all(one.short or one.kind is not None for one in sheet.lines[:at])
    first, *others = bare.lstrip("—– ").split() or [bare]
    of_unit = bool(others) and names_unit(first, sheet.units) and line.signs
    under_title = under_title and (of_unit or not _DASHED.match(bare))
    if labelled:
        return ends or right or under_title
    if bracketed or right:
        return ends or under_title
    if under_title and not ends and _is_byline(sheet, bare, at, before):
        return True
    if is_person(bare) or not (of_unit or is_unit(without_post(first), sheet.units)):
        # a bare name under an item is a signature only where a unit or a date stands beside it
        dated = at + 1 < len(sheet.lines) and sheet.lines[at + 1].why == "日期"
        if (
            ends
            and at > 1
            and not before.short
            and all(map(_reads_as_name, words_of(bare)))
            and _is_last(sheet, at)
        ):
            return True
        return ends and (before.kind is Kind.SOURCE or dated) and at > 1
    if under_title and not ends:
        return at >= 1 and not sheet.looks.larger(line.paragraph.look)
    return ends and at > 1


_CREDITED = re.compile("(?:记者|通讯员)|[/／](?:文图?|图文?|供稿|整理)\\Z|\\A(?:文图?|图文?|撰文|采写)[ /／]")


def _names_itself(sheet: Sheet, at: int) -> bool:
    """Whether the unit in the first line is the title's subject, its first line: set like the next one,
    while the item is signed at its end."""
    lines = sheet.lines[at:]
    signed = any(
        other.signs and not is_person(re.sub(r"\s", "", brackets_off(other.text))) for other in lines[2:]
    )
    return signed and alike(lines[0].paragraph.look, lines[1].paragraph.look)


def _is_byline(sheet: Sheet, bare: str, at: int, title: Line) -> bool:
    """Authors' names under a title: two at least, or one that is set otherwise than the title."""
    words = words_of(bare.lstrip("□■◎○●△▲◆◇ "))
    if not words or not all(map(is_person, words)):
        return False
    look = sheet.lines[at].paragraph.look
    apart = sheet.looks.told and look.align == "centre" and not alike(look, title.paragraph.look)
    return len(words) > 1 or apart or (_reads_as_name(words[0]) and _over_body(sheet, at, title))


def _reads_as_name(word: str) -> bool:
    """Whether a word is a surname and a given name, and no other word's beginning: 王建平, but 高质量."""
    if not is_person(word):
        return False
    first = tokens_of(word)[0].end == 1 or word[:2] in COMPOUND_SURNAMES
    return first and word[0] not in _NO_SURNAME


_NO_SURNAME = frozenset("万方安高金成全包和单")
"""Surnames with which titles' lines begin otherwise too."""


def _is_last(sheet: Sheet, at: int) -> bool:
    """Whether nothing but what is left out follows."""
    return all(line.kind is OUT for line in itertools.islice(sheet.lines, at + 1, None))


def _over_body(sheet: Sheet, at: int, title: Line) -> bool:
    """Whether a line stands between a whole title and the text."""
    following = next((other for other in sheet.lines[at + 1 : at + 5] if other.kind is not OUT), None)
    whole = len(title.text) >= 8 and title.text[-1] not in "，、：—"
    return whole and following is not None and following.kind is None and not following.short


def _ends_item(sheet: Sheet, following: Line | None) -> bool:
    """Whether an item may end over this line: there is none, or it is a section, or looks like a title over
    body text."""
    if following is None or following.kind in (Kind.SECTION_HEAD, Kind.EDITORS_NOTE):
        return True
    shown = following.emphasis > 0 or not sheet.looks.told or sheet.signed > 1
    particular = label(following.text, "detail") is not None
    return following.short and shown and brackets_off(following.text) == following.text and not particular


def _ends_all(sheet: Sheet, at: int) -> bool:
    """Whether nothing but scraps follows to the end: a picture's caption, the letter paper's text box."""
    rest = 0
    for further in range(at + 1, len(sheet.lines)):
        line = sheet.lines[further]
        if line.kind is OUT:
            continue
        rest += 1
        if rest > 2 or line.kind is not None or not line.short or line.numbered:
            return False
    return True


def _solid(lines: Sequence[Line]) -> list[Line | None]:
    """For each line the next that may be an item's own, left-out lines and signatures passed over."""
    found: list[Line | None] = []
    following: Line | None = None
    for line in reversed(lines):
        found.append(following)
        passed = line.kind in (OUT, Kind.SOURCE) or (line.signs and len(line.text) <= 40)
        if not passed or line.kind in (Kind.SECTION_HEAD, Kind.EDITORS_NOTE):
            following = line
    return found[::-1]


_MOST_SCRAPS = 4
_LABELLED_LINE = re.compile(rf"[{HAN}]{{2,8}}[：:]\s*+[^\s。！？][^。！？]*+\Z")


def scraps(sheet: Sheet) -> None:
    """Short lines behind the signature of the last item are its text, or do not belong to it. Assumes that
    sources are known."""
    found = []
    for line in reversed(sheet.lines):
        labelled = len(line.text) <= LONGEST_TITLE and _LABELLED_LINE.match(line.text)
        if line.kind is None and (labelled or (line.short and not line.numbered and not line.starts)):
            found.append(line)
        elif line.kind is not OUT or line.why == _ATTACHMENT:
            signed = line.kind is Kind.SOURCE and (line.signs or brackets_off(line.text) != line.text)
            if signed and line.at and len(found) <= _MOST_SCRAPS:
                for one in found:
                    if _LABELLED_LINE.match(one.text):
                        one.leave_out("署名之后的字样")
                    else:
                        one.kind, one.other = Kind.BODY, OUT
            return


# ---- titles


def titles(sheet: Sheet) -> None:
    """Short lines where an item begins, up to the first sentence; and later lines that look like them.
    Assumes that all that is no text of an item, and its source, is known."""
    lines = sheet.lines
    first_look: Look | None = None
    first_place = False
    whole_issue = any(line.why == "报头" for line in lines) and any(line.section for line in lines)
    unsigned = whole_issue and not any(line.kind is Kind.SOURCE or line.signs for line in lines)
    fresh = True
    body_since = False
    at = 0
    while at < len(lines):
        line = lines[at]
        if line.kind in (Kind.SECTION_HEAD, Kind.SOURCE) or any(p.kind is Kind.SOURCE for p in line.extra):
            if line.kind is Kind.SECTION_HEAD or body_since:
                fresh = True
                body_since = False
            if line.kind is None:
                fresh = True
            at += 1
            continue
        if line.kind is Kind.TITLE:  # labelled as one
            fresh = body_since = False
        if line.kind is not None:
            at += 1
            continue
        look = line.paragraph.look
        like_first = (
            first_look is not None
            and body_since
            and not (line.numbered and sheet.signed < 2)
            and alike(look, first_look)
            and (sheet.looks.larger(look) or look.outline == 1 or look.style.lower() == "h1")
            and _may_be_title(line)
            and _body_follows(sheet, at)
        )
        like_first = like_first or (first_place and body_since and _names_place(sheet, at, first_look))
        opens = line.starts or (fresh and _opens(sheet, at))
        if unsigned and body_since and not opens and _heads_text(sheet, at):
            opens, line.other = True, Kind.SUBHEADING
        if opens or like_first or (body_since and _is_news_title(sheet, at)):
            if line.numbered and not line.starts and not sheet.is_piece and (mark := _MARK.match(line.text)):
                line.take_off(mark.end(), "序号")
                line.other = Kind.SUBHEADING
            stop = _title_stop(sheet, at)
            for part in lines[at:stop]:
                if part.kind is None:
                    part.kind = Kind.TITLE
            if line.emphasis:
                first_look = look
                first_place = place_in(line.text, sheet.units) is not None
            at, fresh, body_since = stop, False, False
            continue
        plain = line.emphasis == 0 or not sheet.looks.larger(look)
        fresh = fresh and plain and not STOP.search(line.text) and _title_ahead(sheet, at)
        if fresh and not body_since:
            line.kind, line.why = OUT, "标题前的字样"
        body_since = body_since or not line.short
        at += 1


def _heads_text(sheet: Sheet, at: int) -> bool:
    """Whether a line may be a title over text, in an issue whose items are not signed."""
    line = sheet.lines[at]
    following = sheet.lines[at + 1] if at + 1 < len(sheet.lines) else None
    over = following is not None and following.kind is None and not following.short
    return over and line.short and not line.numbered and len(line.text) >= 8 and _may_be_title(line)


_MARK = re.compile(rf"(?:[{_CN}]{{1,3}}|[0-9]{{1,2}})\s*+[、.．]\s*+(?=\S)")


def _names_place(sheet: Sheet, at: int, first: Look | None) -> bool:
    """Whether a line is set as the first title is and begins with a place, as that did."""
    line = sheet.lines[at]
    if first is None or line.numbered or not alike(line.paragraph.look, first):
        return False
    named = place_in(line.text, sheet.units) is not None and len(line.text) >= 7
    return named and line.short and _body_follows(sheet, at)


def _is_news_title(sheet: Sheet, at: int) -> bool:
    """Whether a line names a place and the next begins as news does: 广元市完成年鉴出版 over 近日，……"""
    line = sheet.lines[at]
    if sheet.is_piece or at + 1 >= len(sheet.lines) or line.numbered or not _may_be_title(line):
        return False
    following = sheet.lines[at + 1]
    if following.short or not _NEWS.match(following.text) or len(line.text) < 8:
        return False
    return place_in(line.text, sheet.units) is not None and line.short


def _may_be_title(line: Line) -> bool:
    text = line.text
    # 再出发！古蔺县吹响“集结号”: a mark inside a line that ends without one
    marks = _LOUD_END if text[-1] in "！？…”》" else _LOUD
    if len(text) > LONGEST_TITLE or STOP.search(marks.sub("", text)):
        return False
    if text[-1] in "；：:;、" or brackets_off(text) != text or (line.at and _CAPTION.match(text)):
        return False
    if _ASKED.match(text) or label(text, "detail") is not None:
        return False
    return not END.search(text) or text[-1] in "！？…，,"


_ASKED = re.compile("(?:记者|主持人|问|答|嘉宾)\\s?[：:]")


def _opens(sheet: Sheet, at: int) -> bool:
    line = sheet.lines[at]
    if line.text[-1] in "：:。":
        return _opens_with_mark(sheet, at)
    if not _may_be_title(line):
        return False
    if line.numbered and sheet.signed < 2 and ((line.emphasis == 0 and at == 0) or _has_peers(sheet, at)):
        return False
    if line.text[-1] in "，,":
        return at + 1 < len(sheet.lines) and _may_be_title(sheet.lines[at + 1])
    if line.emphasis and sheet.looks.told:
        return True
    if _title_ahead(sheet, at):
        return False
    return at + 1 < len(sheet.lines) or len(sheet.lines) == 1


def _has_peers(sheet: Sheet, at: int) -> bool:
    """Whether further lines are numbered and set like this one: then they are subheadings, and the title is
    missing."""
    line = sheet.lines[at]
    return line.numbered in (1, 2, 3) and any(
        other.kind is None
        and other.numbered == line.numbered
        and other.short
        and alike(line.paragraph.look, other.paragraph.look)
        for other in sheet.lines[at + 1 :]
    )


def _title_ahead(sheet: Sheet, at: int) -> bool:
    """Whether the real title comes further down: then this is letter paper, a unit or a salutation."""
    ahead = [other for other in sheet.lines[at + 1 : at + 4] if other.kind is None]
    return sheet.looks.told and any(
        sheet.looks.larger(other.paragraph.look) and other.short for other in ahead
    )


def _opens_with_mark(sheet: Sheet, at: int) -> bool:
    """A title's first line that ends like a sentence: 甘孜州地方志办公室： over its next line, or a title
    that was given a full stop."""
    line = sheet.lines[at]
    look = line.paragraph.look
    if len(line.text) > LONGEST_TITLE or line.numbered or STOP.search(line.text[:-1]):
        return False
    if line.text[-1] == "。":
        return sheet.looks.larger(look) and look.align == "centre" and _body_follows(sheet, at)
    following = sheet.lines[at + 1] if at + 1 < len(sheet.lines) else None
    return (
        following is not None
        and following.kind is None
        and not following.numbered
        and _may_be_title(following)
        and alike(look, following.paragraph.look)
        and (line.emphasis > 0 or not sheet.looks.told)
        and _body_follows(sheet, at + 1)
    )


_MUCH_LARGER = 1.25
"""From so many times another line's size on a line may be letter paper over it."""


def _title_stop(sheet: Sheet, at: int) -> int:
    """Where the title's lines end: after at most four, which are set alike or, in plain text, stand
    together before the first sentence."""
    lines = sheet.lines
    first = lines[at]
    stop = at + 1
    size = len(first.text)
    while stop < len(lines) and stop < at + _MOST_HEADING_LINES:
        line = lines[stop]
        if line.kind is not None or line.starts or not _may_be_title(line) or line.numbered:
            break
        dashed = _DASHED.match(line.text)
        below = lines[stop + 1] if stop + 1 < len(lines) else None
        if (
            below
            and line.text[-1] in "，,"
            and below.text[-1] in "。！？；"
            and len(below.text) <= len(line.text) + 1
        ):
            break  # a verse
        if (
            not sheet.looks.told
            and not dashed
            and (_PERIOD.fullmatch(line.text) or _has_parallel(sheet, stop))
        ):
            break
        same = alike(first.paragraph.look, line.paragraph.look)
        set_apart = line.paragraph.look.align == "centre" and first.paragraph.look.align == "centre"
        if sheet.looks.told and not same and not (dashed and line.emphasis):
            close = set_apart and line.emphasis and sheet.looks.larger(line.paragraph.look)
            if not close:
                break
            if (first.paragraph.look.size or 0) > _MUCH_LARGER * (line.paragraph.look.size or 0):
                first.other = OUT
        if sheet.looks.told and same and first.emphasis == 0 and not dashed and size >= 20:
            break
        size += len(line.text)
        if size > 90 or not any(not other.short for other in lines[stop + 1 : stop + 7]):
            break
        stop += 1
    return stop


_FAR_HEADING = 40
"""Lines in which a heading's like is looked for."""
_PERIOD = re.compile(
    r"(?:[一二三四五六七八九十]{1,2}|[0-9]{1,2})月(?:份|[上中下]旬)?|第?[一二三四]季度|[春夏秋冬]季|星期[一二三四五六日]|周[一二三四五六日]|[上下]半年"
)
"""What heads a part of a chronicle, and goes on with no title."""


def _has_parallel(sheet: Sheet, at: int) -> bool:
    """Whether a short line right over text has its like further down, over text too: 聚焦……，高站位谋划
    and 聚焦……，高标准推进. Then it is the first of a series of subheadings."""
    line = sheet.lines[at]
    following = sheet.lines[at + 1 : at + 2]
    if not following or following[0].short or following[0].kind is not None:
        return False
    for place in range(at + 2, min(at + _FAR_HEADING, len(sheet.lines) - 1)):
        other = sheet.lines[place]
        if other.kind in (Kind.SECTION_HEAD, Kind.SOURCE):
            return False
        over_text = other.kind is None and other.short and not sheet.lines[place + 1].short
        begun = other.text[:2] == line.text[:2] and abs(len(other.text) - len(line.text)) <= 3
        long = len(other.text) == len(line.text) >= 4
        comma = other.text.find("，") == line.text.find("，") > 0
        blank = other.text.find(" ") == line.text.find(" ") > 0
        built = long and (comma or blank or other.text[0] == line.text[0])
        if over_text and (begun or built):
            return True
    return False


def _body_follows(sheet: Sheet, at: int) -> bool:
    return any(line.kind is None and not line.short for line in sheet.lines[at + 1 : at + 6])


def titles_of_piece(sheet: Sheet) -> None:
    """The same where a piece names a section or holds two items' sources: else nothing tells of titles."""
    kinds = Counter(line.kind for line in sheet.lines)
    if kinds[Kind.SECTION_HEAD] or kinds[Kind.SOURCE] > 1:
        titles(sheet)


# ---- inside an item


def subheadings(sheet: Sheet) -> None:
    """Subheadings and body text. Assumes that nothing else is left open."""
    lines = sheet.lines
    by_look = any(
        line.kind is None and line.emphasis and line.short and _followed(sheet, at)
        for at, line in enumerate(lines)
    )
    for at, line in enumerate(lines):
        if line.kind is not None:
            continue
        heading = _is_subheading(sheet, at, by_look=by_look)
        boxed = heading and line.paragraph.look.outline is None and line.at in sheet.boxes
        line.kind = Kind.SUBHEADING if heading and not boxed else Kind.BODY
        if boxed:
            line.other = Kind.SUBHEADING
        elif heading and not line.numbered and line.text[-1] == "。" and "，" in line.text:
            line.other = Kind.BODY
    _doubt_lone_headings(sheet)


def _doubt_lone_headings(sheet: Sheet) -> None:
    """What words alone tell is doubtful where it is the item's only heading, or where the manuscript has
    looks and this line is set like the text."""
    lines = sheet.lines
    items = _items(lines)
    plain = Counter(
        item
        for item, line in zip(items, lines, strict=True)
        if line.kind is Kind.SUBHEADING and not line.emphasis
    )
    for at, (item, line) in enumerate(zip(items, lines, strict=True)):
        if line.kind is not Kind.SUBHEADING or line.numbered or line.emphasis or sheet.is_piece:
            continue
        under_number = at > 0 and bool(lines[at - 1].numbered) and lines[at - 1].kind is Kind.SUBHEADING
        if sheet.looks.told or plain[item] == 1 or under_number:
            line.other = Kind.BODY


def _items(lines: Sequence[Line]) -> list[int]:
    """For each line a number of the item in which it stands."""
    return list(itertools.accumulate(line.kind in (Kind.TITLE, Kind.SECTION_HEAD) for line in lines))


def _followed(sheet: Sheet, at: int) -> bool:
    """Whether body text comes next in the same item, perhaps after further headings."""
    for line in sheet.lines[at + 1 : at + 5]:
        if line.kind is OUT:
            continue
        if line.kind is not None and line.kind is not Kind.SUBHEADING:
            return line.kind is Kind.BODY
        if not line.short:
            return True
    return sheet.is_piece


def _is_subheading(sheet: Sheet, at: int, *, by_look: bool) -> bool:
    line = sheet.lines[at]
    text = line.text
    if len(text) > LONGEST_TITLE or not _followed(sheet, at):
        return False
    marked = bool(END.search(text)) or bool(STOP.search(text))
    if _goes_on(sheet, at) or _is_detail(sheet, at) or _between_numbers(sheet, at):
        return False
    if text.count("\n") > 1 and not line.emphasis:
        return False
    listed = line.paragraph.listed
    if listed is not None and not listed.in_text:  # under a bullet
        return False
    if _breaks_at_comma(sheet, at):
        return True
    if line.numbered:
        if _IS.match(text) or _listed(sheet, at):
            return False
        if not marked:
            return len(text) <= _LONGEST_LINE or line.emphasis > 0
        # 一、加强组织领导。 or 一、组织领导： alone in its paragraph
        alone = text[-1] in "。：" and not STOP.search(text[:-1]) and len(text) <= _SHORT
        return alone and (line.emphasis > 0 or line.numbered <= 2)
    if marked:
        whole = text[-1:] in "。！？" and not STOP.search(text[:-1]) and len(text) <= _SHORT
        look = line.paragraph.look
        strong = (look.bold and not sheet.looks.body.bold) or sheet.looks.larger(look)
        return whole and strong
    if _plain_matter(text):
        return line.emphasis >= 2
    if line.emphasis:
        return True
    if line.paragraph.look.style.lower().startswith(_LIST_STYLES) or (_in_row(sheet, at)):
        return False
    if sheet.looks.told and by_look:
        return False
    if _in_verse(sheet, at) or _announced(sheet, at):
        return False
    return len(text) <= (_SHORT if "，" in text else _LONGEST_LINE) and text.count("，") <= 1


def _goes_on(sheet: Sheet, at: int) -> bool:
    """Whether the line before ends in the middle of a row: 清点胶片三百余卷；"""
    before = sheet.lines[at - 1] if at else None
    return (
        before is not None
        and before.kind in (None, Kind.BODY)
        and (before.text[-1] in "；;" or (before.text[-1] in "，、" and len(before.text) < _SHORT))
    )


def _between_numbers(sheet: Sheet, at: int) -> bool:
    """Whether a line set like the text stands alone between headings of one series: 3月5日上午 under
    二、活动时间."""
    line = sheet.lines[at]
    if line.numbered or line.emphasis or not 0 < at < len(sheet.lines) - 1:
        return False
    before, after = sheet.lines[at - 1], sheet.lines[at + 1]
    return bool(before.numbered) and before.short and after.numbered == before.numbered and after.short


def _breaks_at_comma(sheet: Sheet, at: int) -> bool:
    """Whether a heading's first line ends with a comma and goes on in the next, alone over text."""
    line = sheet.lines[at]
    if (
        line.text[-1] not in "，,"
        or len(line.text) > _SHORT
        or STOP.search(line.text)
        or at + 2 >= len(sheet.lines)
    ):
        return False
    second, text = sheet.lines[at + 1 : at + 3]
    alone = at > 0 and not sheet.lines[at - 1].short and sheet.lines[at - 1].text[-1] not in "：:；;，、"
    whole = second.kind is None and second.short and not second.numbered and "，" not in line.text[:-1]
    return (
        alone
        and whole
        and alike(line.paragraph.look, second.paragraph.look)
        and text.kind is None
        and not text.short
    )


def _is_detail(sheet: Sheet, at: int) -> bool:
    """Whether a line gives a particular of what is announced: 时间：3月5日上午, or is one of several lines
    that are each a word, a colon and something."""
    line = sheet.lines[at]
    text = line.text[_NUMBERED[line.numbered - 1].match(line.text).end() :] if line.numbered else line.text  # type: ignore[union-attr]
    found = label(text, "detail")
    if found is not None and found.stop < len(text):
        return True
    return bool(_PARTICULAR.match(line.text)) and any(
        0 <= other < len(sheet.lines)
        and sheet.lines[other].kind in (None, Kind.BODY, Kind.SUBHEADING)
        and sheet.lines[other].short
        and bool(_PARTICULAR.match(sheet.lines[other].text))
        for other in (at - 1, at + 1)
    )


_PARTICULAR = re.compile(r"[^，。：:]{2,8}[：:]\s*+\S")


def _in_verse(sheet: Sheet, at: int) -> bool:
    """Whether a short line stands among lines that a colon announces, or in a row of more than three."""
    start = stop = at
    while start > max(at - _VERSE, 0) and _plain_short(sheet, start - 1):
        start -= 1
    while stop < min(at + _VERSE, len(sheet.lines) - 1) and _plain_short(sheet, stop + 1):
        stop += 1
    announced = start > 0 and sheet.lines[start - 1].text[-1] in "：:"
    return not sheet.is_piece and (announced or stop - start >= 3)


_LIST_STYLES = ("list", "列表", "列出", "li")


def _in_row(sheet: Sheet, at: int) -> bool:
    """Whether a line set like the text is one of three short ones at least, one under the other; of a piece
    nobody knows what stands around it."""
    start = stop = at
    while start > max(at - 2, 0) and _plain_short(sheet, start - 1) and not sheet.lines[start - 1].emphasis:
        start -= 1
    while (
        stop < min(at + 2, len(sheet.lines) - 1)
        and _plain_short(sheet, stop + 1)
        and not sheet.lines[stop + 1].emphasis
    ):
        stop += 1
    return stop - start >= 2 and not sheet.is_piece


def _announced(sheet: Sheet, at: int) -> bool:
    """Whether the line before says that something follows line by line: ……如下："""
    before = sheet.lines[at - 1] if at else None
    return before is not None and before.kind in (None, Kind.BODY) and before.text[-1] in "：:"


def _plain_short(sheet: Sheet, at: int) -> bool:
    line = sheet.lines[at]
    return line.kind in (None, Kind.SUBHEADING, Kind.BODY) and line.short and not line.numbered


def _listed(sheet: Sheet, at: int) -> bool:
    """Whether a numbered line is an entry of a list: its neighbours are numbered likewise, with no text,
    table or picture between."""
    line = sheet.lines[at]

    def same(other: int) -> bool:
        if not 0 <= other < len(sheet.lines) or sheet.lines[max(at, other)].at in sheet.behind:
            return False
        found = sheet.lines[other]
        taken = found.kind in (Kind.SECTION_HEAD, Kind.SOURCE, Kind.TITLE)
        alike = found.numbered == line.numbered and found.emphasis == line.emphasis
        return alike and not taken and not _IS.match(found.text)

    following, before = same(at + 1), same(at - 1)
    return following or (before and len(sheet.lines[at - 1].text) <= _LONGEST_LINE)


def alike_headings(sheet: Sheet) -> None:
    """Headings over short lines, where others that are numbered and set like them have been recognised, or
    where two at least stand out. Assumes that subheadings and body text are told apart."""
    lines = sheet.lines
    items = _items(lines)
    known = {
        (item, _level(line)) for item, line in zip(items, lines, strict=True) if line.kind is Kind.SUBHEADING
    }
    numbered: dict[tuple[int, tuple[object, ...]], list[Line]] = {}
    for at, (item, line) in enumerate(zip(items, lines, strict=True)):
        following = lines[at + 1] if at + 1 < len(lines) else None
        if following is None or following.kind is not Kind.BODY or not _may_head(sheet, at):
            continue
        if (item, _level(line)) in known and _level(following) != _level(line):
            line.kind = Kind.SUBHEADING
        elif (
            (line.numbered and line.emphasis) or (line.numbered in (1, 2) and not sheet.looks.told)
        ) and not (following.numbered or following.emphasis):
            numbered.setdefault((item, _level(line)), []).append(line)
    for found in numbered.values():
        for line in found if len(found) > 1 else ():
            line.kind = Kind.SUBHEADING


def _may_head(sheet: Sheet, at: int) -> bool:
    """Whether a line of the text may be a heading that has nothing but short lines below."""
    line = sheet.lines[at]
    if line.kind is not Kind.BODY or not line.short or len(line.text) > _LONGEST_LINE:
        return False
    if not (line.numbered or line.emphasis) or _IS.match(line.text) or _listed(sheet, at):
        return False
    matter = not line.numbered and _plain_matter(line.text)
    return not matter and not _is_detail(sheet, at) and not _goes_on(sheet, at)


def _level(line: Line) -> tuple[object, ...]:
    """What headings of one level have in common."""
    look = line.paragraph.look
    return line.numbered, line.emphasis, look.align, look.bold, look.outline, look.size, look.face


# ---- a piece


def only_sections(sheet: Sheet) -> None:
    """Of what words tell, a piece keeps the names of sections. Assumes that nothing else has been told."""
    for line in sheet.lines:
        if line.kind is not Kind.SECTION_HEAD:
            line.kind, line.why, line.extra = None, "", []


def all_printed(sheet: Sheet) -> None:
    """Of a piece nothing is left out. Assumes that sources are known, which are all that it keeps of them."""
    for line in sheet.lines:
        if line.kind is OUT:
            line.kind, line.why = None, ""
        line.extra = []


# ---- the passes

PASSES: tuple[Pass, ...] = (
    by_itself,
    numbered_sections,
    attachment_mark,
    labelled_form,
    web_page,
    old_masthead,
    letterhead,
    letters,
    old_closing_block,
    longer_note,
    contents,
    title_below,
    said_twice,
    page_table,
    below_page,
    titled_sections,
    item_marks,
    section_levels,
    captions,
    signatures,
    sources,
    inline_sources,
    marked_items,
    scraps,
    titles,
    around_titles,
    salutations,
    subheadings,
    alike_headings,
    signature_blocks,
    doubts,
)
"""In this order: each goes through all lines and says of some what they are. What is left out is known before
sources are looked for, sources before titles, titles before what stands inside an item."""

PASSES_OF_PIECE: tuple[Pass, ...] = (
    by_itself,
    only_sections,
    signatures,
    sources,
    all_printed,
    titles_of_piece,
    subheadings,
)
"""The same for a piece from inside an item."""

# ---- the result


def _made(sheet: Sheet) -> list[Part]:
    made: list[Part] = []
    last: Line | None = None
    note_open = False
    for line in sheet.lines:
        kind = line.kind or Kind.BODY
        if kind is Kind.SECTION_HEAD and line.level > 1:
            kind = Kind.SECTION_HEAD_2
        text = line.section if line.section is not None else line.text
        if kind is Kind.EDITORS_NOTE:
            said = NOTE.match(text)
            text = text[said.end() :] if said else text
            note_open = not text
            if not text:
                made.append(Part(OUT, line.text, why="编者按的字样", at=line.at))
                last = None
                continue
        elif note_open and kind in (Kind.BODY, Kind.TITLE) and END.search(text):
            kind, note_open = Kind.EDITORS_NOTE, False
        else:
            note_open = False
        joined = (
            last is not None
            and made
            and kind is last.kind is made[-1].kind
            and (kind in _LINE_BY_LINE or (kind is Kind.SUBHEADING and _one_heading(sheet, last, line)))
            and made[-1].text.count("\n") + 1 < _MOST_HEADING_LINES
            and line.other is last.other
            and not (sheet.is_piece and kind is Kind.SUBHEADING and not line.emphasis)
        )
        if joined:
            made[-1] = replace(made[-1], text=f"{made[-1].text}\n{text}")
            made += line.ahead
        else:
            made += line.ahead
            lead = _lead(line, text) if kind is Kind.BODY else 0
            # an author's line breaks part paragraphs of a body: glued, their words would run into each other
            whole = kind in _LINE_BY_LINE or kind in (Kind.SUBHEADING, Kind.SOURCE)
            begins = line.starts and kind is Kind.BODY
            for part in filter(None, [text] if whole else text.split("\n")):
                run_in = min(lead, len(part))
                made.append(Part(kind, part, run_in, line.why, line.at, other=line.other, begins=begins))
                lead, begins = 0, False
        made += line.extra
        last = None if line.extra or (joined and line.ahead) else line
    return made


_LINE_BY_LINE = (Kind.KICKER, Kind.TITLE, Kind.SUBTITLE, Kind.BYLINE, Kind.SIGNATURE)
"""Lines of these kinds, one under the other, are one text."""

_HALF = re.compile(
    "以.{1,24}为[^，]{1,6}\\Z|(?:在|从|围绕|紧扣|聚焦|立足|对标|锚定|坚持|依托|通过|随着).{1,24}(?:上|中|下|里|时|为|起|着手|入手|出发|到.{1,8})\\Z"
    "|[，、：—]\\Z"
)
"""A heading's first line that says nothing whole: 以“三个服务”为支撑"""


def _one_heading(sheet: Sheet, first: Line, second: Line) -> bool:
    """Whether two lines are one subheading. Where nothing is known of looks, two whole lines are headings of
    two levels."""
    if not sheet.looks.told and not _HALF.search(first.text) and not _DASHED.match(second.text):
        return False
    if second.numbered or not alike(first.paragraph.look, second.paragraph.look):
        return False
    if first.numbered and not second.emphasis:
        return False
    return len(first.text) + len(second.text) <= 2 * _SHORT + 10


def _lead(line: Line, text: str) -> int:
    """The run-in heading that the look tells of: up to an end mark, and followed by more."""
    paragraph = line.paragraph
    lead = paragraph.lead - (len(paragraph.text) - len(paragraph.text.lstrip()))
    if not 0 < lead < len(text):
        return 0
    if text[lead - 1] == " ":
        lead -= 1
    if _OTHER_FACE.match(text, lead) and not text[0].isdigit():
        # quotes, figures and letters are often set from another face: the heading goes on to its end
        first = _FIRST_SENTENCE.match(text)
        lead = first.end() if first and lead < first.end() <= 50 else lead
    if text[lead : lead + 1] in tuple("。：！？"):
        lead += 1
    head = text[:lead]
    if len(head) > 50 or STOP.search(head[:-1]):
        first = _FIRST_SENTENCE.match(text)
        return first.end() if first and len(head) <= 50 and first.end() <= lead else 0
    if head[-1] in "。！？：":
        return lead if len(head) > 2 and lead < len(text) else 0
    spaced = text[lead : lead + 1] == " "
    return lead if spaced and len(head) >= 4 else 0


def _plain_matter(text: str) -> bool:
    """Lines that are short without being headings: names of works, lists, quotations, captions."""
    if _WORKS.fullmatch(text) or text[0] in "（(【［●•◆■▲※★☆○—" or text.endswith("如下"):
        return True
    return bool(_CAPTION.match(text)) or not re.search(f"[{HAN}]", text)


# ---- run-in headings that words alone tell of

_FIRST = re.compile(r"([^。！？；：]{4,26}。)(?=.{25})", re.DOTALL)
_NO_HEADING = re.compile(
    r"[0-9]|会议|活动|培训|座谈|调研|他|她|我|该|据|在|截至|当前|目前|近|今|昨|同时|此外|另外|随后|最后|下一步|期间|其中|一是|首先"
    r"|其次|再次|为此|对此|与会|全体|大家|这|那|是|本|上午|下午|当天|日前|会上|会后|通过|由"
)
_NUMBERED_FIRST = re.compile(
    rf"((?:[{_CN}]{{1,3}}、|[（(][{_CN}]{{1,3}}[）)]|[0-9]{{1,2}}[.．、](?![0-9])|[{_CN}]是)[^。！？；：]{{3,30}}[。：])(?=.{{12}})",
    re.DOTALL,
)


def _with_run_ins(parts: list[Part]) -> list[Part]:
    """Where the look told of no run-in headings in an item: series of numbered first sentences, and of three
    or more paragraphs in a row that each begin with a short one."""
    made = list(parts)
    start = 0
    for at in range(len(parts) + 1):
        if at == len(parts) or parts[at].kind in (Kind.TITLE, Kind.SECTION_HEAD):
            item = range(start, at)
            if not any(parts[one].run_in for one in item):
                for one, length in _series(parts, item):
                    made[one] = replace(parts[one], run_in=length)
            start = at
    return made


def _series(parts: list[Part], item: range) -> list[tuple[int, int]]:
    numbered: list[tuple[int, int]] = []
    said: list[tuple[int, int] | None] = []  # 一是……, 二是……
    for at in item:
        if parts[at].kind is not Kind.BODY:
            continue
        match = _NUMBERED_FIRST.match(parts[at].text)
        if _IS.match(parts[at].text):
            said.append((at, match.end(1)) if match else None)
        elif match:
            numbered.append((at, match.end(1)))
    whole = [one for one in said if one is not None]
    if len(whole) == len(said) >= 3:
        numbered += whole
    if len(numbered) >= 2:
        return numbered
    found: list[tuple[int, int]] = []
    run: list[tuple[int, int]] = []
    for at in (*item, -1):
        body = at >= 0 and parts[at].kind is Kind.BODY and not _IS.match(parts[at].text)
        match = _FIRST.match(parts[at].text) if body else None
        if match and not _NO_HEADING.match(match[1]) and not re.search("[0-9]", match[1]):
            run.append((at, match.end(1)))
            continue
        if len(run) >= 3:
            found += run
        run = []
    return found
