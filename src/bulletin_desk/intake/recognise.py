"""What each paragraph of a manuscript is: by its look, compared with the manuscript's own body text, where
there is one; by its words alone where not. Knows no file formats. Never changes a word."""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Callable, Sequence, Set
from dataclasses import dataclass, field, replace

from bulletin_desk.bulletin.model import Kind
from bulletin_desk.hanzi.classes import HAN
from bulletin_desk.intake.manuscript import Look, Paragraph
from bulletin_desk.intake.parts import OUT, Part, PartKind
from bulletin_desk.intake.sources import (
    Units,
    brackets_off,
    is_person,
    is_unit,
    issuer,
    place_in,
    signature,
    without_post,
)

# ---- what words tell

_SECTION = re.compile(
    r"(?:【\s*+([^【】：:，。]{1,12}?)\s*+】|〖\s*+([^〖〗：:，。]{1,12}?)\s*+〗|［\s*+([^［］：:，。]{2,12}?)\s*+］)"
)
_NOTE = re.compile(
    r"[【（(〔［]?\s*+(?:编\s*+者\s*+按|编\s*+者\s*+的\s*+话|按\s*+语)\s*+[】）)〕］]?\s*+[：:]?\s*+"
)
_CN = "一二三四五六七八九十"
_NUMBERED = (
    re.compile(rf"第?[{_CN}]{{1,3}}(?:[、.．]|是(?=\S))|第[{_CN}]{{1,3}}(?:[章节篇]|部分)[：:、\s]?"),
    re.compile(rf"[（(][{_CN}]{{1,3}}[）)]"),
    re.compile(r"[0-9]{1,2}\s?[.．、](?![0-9])"),
    re.compile(r"[（(][0-9]{1,2}[）)]|[①-⑳]"),
)
_IS = re.compile(rf"[{_CN}]{{1,2}}是")
_END = re.compile(r"[。！？；：，、…;:,!?][”’）》]*\Z|\.\Z")
_STOP = re.compile(r"[。！？；]")
_LONGEST_TITLE = 60
_LONGEST_LINE = 40
_SHORT = 30
"""An unnumbered subheading's line: an office's measure is 28 cells."""

_VERSE = 12
"""Lines around a short one that are looked at, whether it stands in a row of such."""

_MOST_HEADING_LINES = 4
"""Of a title, and of a subheading."""

_DATE = re.compile(
    r"[（(]?\s*+(?:[0-9]{4}|[〇○零一二三四五六七八九]{4})\s*+(?:年|[-./])\s*+[0-9〇零一二三四五六七八九十]{1,3}\s*+"
    r"(?:月|[-./])\s*+(?:[0-9一二三四五六七八九十]{1,3}\s*+日?)?\s*+(?:[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?)?\s*+[）)]?"
)
_UNTIL_DATE = re.compile(rf"(.{{2,40}}?)\s*+({_DATE.pattern})\Z")
_META = re.compile(
    r"(?:发布(?:时间|日期|者|人)?|时间|日期|浏览(?:次数|量)?|阅读(?:量|次数)?|点击(?:量|数)?|来源|作者|字号|字体|分享|编辑"
    r"|责任编辑|审核|打印|关闭)\s*+[：:]"
)
_META_SOURCE = re.compile(
    rf"(?:来源|作者)[：:]\s*+(.{{2,40}}?)\s*+(?=[|｜【\[［]|{_META.pattern}|[0-9]{{4}}[-年]|\Z)"
)
_META_LINE = re.compile(
    r"\A(?:(?:发布|报送|投稿)(?:时间|日期)|浏览次数|阅读量|点击数)\s*+[：:]"
    r"|[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}"
)
_META_WORDS = re.compile(
    r"(?:(?:当前|您(?:现在|当前)?(?:所在)?的?|所在)位置\s*+[：:].{0,60}"
    r"|首页\s*+(?:[>＞»›→]++\s*+[^>＞»›→。，\s][^>＞»›→。，]{0,19}+\s*+)++"
    r"|[【\[]?[上下]一[篇条页则][】\]]?\s*+[：:].{0,60}|扫一扫，?(?:在手机|分享|关注|手机打开).{0,14}"
    r"|点击(?:上方|下方|蓝字).{0,20}|(?:长按|识别|扫描).{0,12}二维码.{0,12}|(?:the\s*+)?end\W*+|往期(?:推荐|回顾|精彩).{0,20}"
    r"|相关(?:链接|阅读|新闻|报道|文章)[：:]?"
    r"|.{0,30}(?:版权所有|ICP备|公网安备|网站标识码).{0,80})"
    r"|[【\[]?字(?:体|号)\s*+[：:][\s大中小特|】\]]*+"
    r"|【?(?:(?:打印|关闭|收藏|字体|返回顶部|分享到?|上一[篇条]|下一[篇条]|扫一扫|首页)[：:\s|【】]*+)++",
    re.IGNORECASE,
)
_STAFF = re.compile(
    r"[（(\[［]?(?:责任)?(?:编辑|责编|审核|审稿人?|审校|校对|签发|核稿|审签|初审|复审|终审|排版)(?:人|员)?[：:]"
)
_CONTACT = re.compile(r"[（(]?(?:联系人|联系电话|联系方式|电话|手机|邮箱|地址|邮编)[：:]")
_ATTACHED = re.compile(r"附\s?件\s?[0-9一二三四五六七八九十]{0,2}(?:[：:]|\Z)")
_CONTENTS = re.compile(r"[【]?(?:目\s*+录|本\s*+期\s*+(?:目\s*+录|导\s*+读|要\s*+目)|要\s*+目)[】]?[：:]?")
_LEADERS = re.compile(r"(?<![.…·\s])[.…·\s]*+[0-9]{1,3}\Z")
_DOTS = re.compile(r"(?<![.…·])[.…·]{3,}+\s*+[0-9]{1,3}\Z")
_LONGEST_ENTRY = 90
"""Of a list of what a file holds."""

_PAGE_NUMBER = re.compile(
    r"[—–－-]\s*+[0-9]{1,3}\s*+[—–－-]|第\s*+[0-9]{1,3}\s*+页(?:\s*+[共/／]\s*+[0-9]{1,3}\s*+页)?"
)
_RULE = re.compile(r"[-—–_=＝*＊·•☆★◆■□●○─━\s]{3,}")
_ISSUE_NUMBER = re.compile(
    r"[（(〔［]?\s*+(?:[0-9]{4}\s*+年?)?\s*+(?:增刊)?\s*+第\s*+[0-9一二三四五六七八九十百]++\s*+期\s*+[）)〕］]?"
    r"\s*+[（(]?\s*+(?:[（(]?\s*+总\s*+第\s*+[0-9一二三四五六七八九十百]++\s*+期\s*+[）)]?)?\s*+(?:增刊)?"
    r"|[（(〔]?\s*+总\s*+第\s*+[0-9]++\s*+期\s*+[）)〕]?"
)
_PERIODICAL = re.compile(rf"[{HAN}\s《》“”]{{2,30}}(?:简报|通讯|动态|信息|快报|专报|要情|参阅)》?")
_MARKED = re.compile("内部|机密|秘密|工作")
_CLOSING = re.compile(
    r"(?:(?:抄|主|分|报)?\s*+(?:报|送|发|抄送|主送|报送|分送)\s*+[：:]|信息公开选项|公开(?:方式|属性)\s*+[：:]"
    r"|[（(]?\s*+(?:共\s*+)?印\s*+[0-9]++\s*+份)"
)
_PRINTED = re.compile(rf".{{2,40}}?\s*+{_DATE.pattern}\s*+印\s*+发?\Z")
_NEWS = re.compile("[0-9]{4}年|[0-9]{1,2}月|近日|日前|近期|近年|今年|去年|自[0-9]")
"""How the first sentence of a piece of news begins."""
_REMARK = re.compile(
    r"注[：:0-9]|见|附|完|未|以上|本文|详见|图|略|编|待|全文|节选|摘|续|下转|上接|此|另|数据|截至"
)
_LABELLED_END = re.compile(r"(?:供稿|提供)\Z")
_LABELLED = re.compile(
    r"(?:[供投]\s?稿|来\s?源|作\s?者|撰\s?稿|稿\s?源|信息来源|报送|单位|文)[^：:]{0,4}[：:]|(?:记者|通讯员)\s"
)
_BRACKETED_END = re.compile(r"(?<=[。！？”])\s*+([（(](?:[^（）()]|（[^（）]*+）){2,40}[）)])\s*+\Z")
_LOUD_END = re.compile("(?<![！？…])[！？…]++[”》]?\\Z")
_LOUD = re.compile("[！？]")
_WORKS = re.compile(r"(?:[0-9]++[.、]?)?(?:《[^《》]*+》[、，]?)++")
_OTHER_FACE = re.compile("[“‘”’0-9A-Za-z]")
_FIRST_SENTENCE = re.compile(r"[^。！？：]{2,48}[。！？：]")
_DASHED = re.compile("——|—")
_CAPTION = re.compile(r"[图表]\s?[0-9一二三四五六七八九十]|图为|图片(?:[：:说来由]|\Z)|资料图|（?图[/／：:]")

# ---- what the look tells


@dataclass(frozen=True, slots=True)
class _Looks:
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


def _looks(paragraphs: Sequence[Paragraph]) -> _Looks:
    weights: Counter[Look] = Counter()
    for paragraph in paragraphs:
        look = replace(paragraph.look, indent=None)
        # a heading set like body text must not outvote it, nor a contents list
        weights[look] += len(paragraph.text) if len(paragraph.text) > 25 else 1
    body = weights.most_common(1)[0][0] if weights else Look()
    told = (
        len({(look.align, look.size, look.face, look.bold, look.outline, look.style) for look in weights}) > 1
    )
    return _Looks(body, told)


def _alike(one: Look, other: Look) -> bool:
    """Whether two lines are set in the same way."""
    same = (one.align, one.bold, one.outline) == (other.align, other.bold, other.outline)
    return same and one.size == other.size and one.face == other.face


# ---- line by line


@dataclass(slots=True)
class _Line:
    """A paragraph with what is known about it by itself, and what it has been taken for so far."""

    at: int
    paragraph: Paragraph
    emphasis: int
    text: str
    numbered: int
    """1 for 一、, 2 for （一）, 3 for 1., 4 for （1）; 0 for none."""
    section: str | None = None
    kind: PartKind | None = None
    why: str = ""
    signs: bool = False
    """It reads as a signature: whether it is one, its place tells."""
    extra: list[Part] = field(default_factory=list)
    """Parts that stand in the same paragraph, after it."""

    @property
    def short(self) -> bool:
        """No sentence and no part of one."""
        return len(self.text) <= _LONGEST_TITLE and not _END.search(self.text) and not _STOP.search(self.text)


@dataclass(slots=True)
class _Sheet:
    """A manuscript as the passes see it."""

    lines: list[_Line]
    looks: _Looks
    units: Units
    sections: frozenset[str]
    """Names of sections that are known, without brackets."""
    is_piece: bool
    signed: int = 0
    """Lines in brackets that read as signatures."""


Pass = Callable[[_Sheet], None]


def recognise(
    paragraphs: Sequence[Paragraph], *, sections: Sequence[str] = (), units: Units | None = None
) -> tuple[Part, ...]:
    """Each paragraph with its kind, in order; the lines of one title or subheading are one part. `sections`
    are names of sections that are known. What a bulletin does not print is kept as OUT and a
    reason. The parts' places count the paragraphs given."""
    sheet = _sheet(paragraphs, sections, units)
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
) -> _Sheet:
    looks = _looks(paragraphs)
    lines = [
        _Line(at, paragraph, looks.emphasis(paragraph.look), text, _numbered(text))
        for at, paragraph in enumerate(paragraphs)
        if (text := paragraph.text.strip())
    ]
    known = frozenset(_bare_section(name) for name in sections)
    return _Sheet(lines, looks, units or Units(), known, is_piece)


def _numbered(text: str) -> int:
    return next((level for level, pattern in enumerate(_NUMBERED, 1) if pattern.match(text)), 0)


def _walk(sheet: _Sheet, passes: Sequence[Pass]) -> None:
    for each in passes:
        each(sheet)


# ---- each by itself


def by_itself(sheet: _Sheet) -> None:
    """What a line's own words tell, whatever stands around it."""
    for line in sheet.lines:
        _judge(line, sheet.sections)


def _judge(line: _Line, sections: Set[str]) -> None:
    text = line.text
    if note := _NOTE.match(text):
        if note.end() > 2 and (note[0].strip()[-1:] in "】）)〕］：:" or note.end() == len(text)):
            line.kind = Kind.EDITORS_NOTE
    elif section := _SECTION.fullmatch(text):
        line.section = next(name for name in section.groups() if name)
        line.kind = Kind.SECTION_HEAD
    elif _bare_section(text) in sections and len(text) <= 14:
        line.section, line.kind = _bare_section(text), Kind.SECTION_HEAD
    elif why := next((why for why, most, says in _LEFT_OUT if len(text) <= most and says(text)), ""):
        line.kind, line.why = OUT, why
    elif len(text) <= 120 and len(_META.findall(text)) >= 2:
        line.kind, line.why = OUT, _ON_WEB_PAGE
        if found := _META_SOURCE.search(text):
            line.extra.append(Part(Kind.SOURCE, found[1], at=line.at))
    elif line.short and len(text) <= 50 and _META_LINE.search(text):
        line.kind, line.why = OUT, _ON_WEB_PAGE


_ON_WEB_PAGE = "网页上的文字"
_ANY_LENGTH = sys.maxsize
_LEFT_OUT: tuple[tuple[str, int, Callable[[str], object]], ...] = (
    ("页码", _ANY_LENGTH, _PAGE_NUMBER.fullmatch),
    ("分隔线", _ANY_LENGTH, _RULE.fullmatch),
    ("日期", _ANY_LENGTH, _DATE.fullmatch),
    ("编辑审核人员", 60, _STAFF.match),
    ("联系方式", 80, _CONTACT.match),
    (_ON_WEB_PAGE, _ANY_LENGTH, _META_WORDS.fullmatch),
)
"""Why a line is left out: the reason, the characters that it may have, the words that tell."""


def old_masthead(sheet: _Sheet) -> None:
    """The mastheads of whole issues: name, number, issuer and date."""
    lines = sheet.lines
    for at, line in enumerate(lines):
        if line.kind is not None or len(line.text) > 60:
            continue
        before, after = lines[at - 1] if at else None, lines[at + 1] if at + 1 < len(lines) else None
        if _ISSUE_NUMBER.fullmatch(line.text):
            line.kind, line.why = OUT, "报头"
            name = before is not None and before.kind is None and len(before.text) <= 40
            if before and name and (_PERIODICAL.fullmatch(before.text) or at <= 3):
                before.kind, before.why = OUT, "报头"
            if at > 1 and (over := lines[at - 2]).kind is None and _MARKED.match(over.text):
                over.kind, over.why = OUT, "报头"
        elif (head := _UNTIL_DATE.fullmatch(line.text)) and is_unit(issuer(head[1]), sheet.units):
            under = before is None or before.why == "报头" or (after and after.kind is Kind.SECTION_HEAD)
            if under and (at <= 4 or (before and before.why == "报头")):
                line.kind, line.why = OUT, "报头"


def old_closing_block(sheet: _Sheet) -> None:
    """The closing blocks of whole issues: 报, 送, 发, who printed them."""
    closing = -1
    for at, line in enumerate(sheet.lines):
        text = line.text
        starts = _CLOSING.match(text) or (len(text) <= 60 and _PRINTED.fullmatch(text))
        if closing < 0 and starts and (at >= 2 or line.kind is None) and _closes(sheet, at):
            closing = at
        if closing >= 0:
            fresh = line.kind in (Kind.SECTION_HEAD, Kind.EDITORS_NOTE) or line.why == "报头"
            if fresh:
                closing = -1
            elif line.kind is None or line.why == "日期":
                line.kind, line.why = OUT, "版记"


def _closes(sheet: _Sheet, at: int) -> bool:
    """Whether what follows is a closing block: short, to the end or to the next issue."""
    rest = sheet.lines[at : at + 8]
    size = 0
    for line in rest:
        if line.kind is Kind.SECTION_HEAD or line.why == "报头":
            break
        size += len(line.text)
    marks = sum(bool(_CLOSING.match(line.text) or _PRINTED.fullmatch(line.text)) for line in rest)
    return (marks >= 2 or len(rest) <= 3) and size <= 500


def longer_note(sheet: _Sheet) -> None:
    """An editor's note over several paragraphs: sentences before the first title or section."""
    lines = sheet.lines
    first = next((at for at, line in enumerate(lines) if line.kind is Kind.EDITORS_NOTE), None)
    if first is None or any(line.kind in (None, Kind.SECTION_HEAD) for line in lines[:first]):
        return
    stop = first + 1
    while stop < len(lines) and lines[stop].kind is None and not lines[stop].short:
        stop += 1
    if stop < len(lines) and lines[stop].kind in (None, Kind.SECTION_HEAD):
        for line in lines[first + 1 : stop]:
            line.kind = Kind.EDITORS_NOTE


def contents(sheet: _Sheet) -> None:
    """A list of what the file holds, before it: entries with page numbers, or which come again later."""
    lines = sheet.lines
    compact = [_compact(line.text) for line in lines]
    last = {text: at for at, text in enumerate(compact)}
    for start, line in enumerate(lines):
        if line.kind not in (None, Kind.SECTION_HEAD) or not _CONTENTS.fullmatch(line.text):
            continue
        line.kind, line.why, line.section = OUT, "目录", None
        for at in range(start + 1, len(lines)):
            other = lines[at]
            if len(other.text) > _LONGEST_ENTRY:
                break
            listed = _LEADERS.sub("", other.text)
            again = last[compact[at]] > at or (
                listed != other.text and last.get(_compact(listed), start) > start
            )
            if not again and not _DOTS.search(other.text):
                break
            other.kind, other.why, other.section = OUT, "目录", None


# ---- sources


def signatures(sheet: _Sheet) -> None:
    """Lines that read as signatures; whether they are, their places tell."""
    for line in sheet.lines:
        if line.kind is None and len(line.text) <= 60:
            line.signs = signature(line.text, sheet.units) is not None
    sheet.signed = sum(line.signs and brackets_off(line.text) != line.text for line in sheet.lines)


def sources(sheet: _Sheet) -> None:
    """Signatures, where an item ends or right under its title."""
    lines = sheet.lines
    solid = _solid(lines)
    for at, line in enumerate(lines):
        if line.kind is not None:
            continue
        text = line.text
        bracketed = brackets_off(text) != text
        ends = _ends_item(sheet, solid[at]) or (line.signs and _ends_all(sheet, at))
        signs = line.signs and _is_signature(sheet, line, at, bracketed=bracketed, ends=ends)
        if signs or (bracketed and ends and at and _may_sign(brackets_off(text))):
            line.kind = Kind.SOURCE
        elif _is_attachment(sheet, at):
            line.kind, line.why = OUT, "附件"
        elif ends and at and len(text) <= 50 and (dated := _UNTIL_DATE.fullmatch(text)):
            # 德阳市地方志办公室 2024年1月9日, on one line
            bare = brackets_off(text)
            dated = _UNTIL_DATE.fullmatch(bare) or dated
            if signature(dated[1].strip(), sheet.units) is not None:
                line.kind = OUT
                line.why = "署名和日期"
                line.extra.append(Part(Kind.SOURCE, dated[1].strip(), at=line.at))


def _is_attachment(sheet: _Sheet, at: int) -> bool:
    """附件：1.…… and the further lines of that list."""
    line = sheet.lines[at]
    if not at or len(line.text) > 80:
        return False
    follows = sheet.lines[at - 1].why == "附件" and line.numbered == 3 and not _STOP.search(line.text)
    return bool(_ATTACHED.match(line.text)) or follows


def inline_sources(sheet: _Sheet) -> None:
    """（德阳市地方志办公室） at the end of an item's last paragraph."""
    solid = _solid(sheet.lines)
    for line, following in zip(sheet.lines, solid, strict=True):
        if line.kind is not None or len(line.text) <= 30 or not _ends_item(sheet, following):
            continue
        text = line.paragraph.text.rstrip()
        tail = _BRACKETED_END.search(text)
        if tail and signature(tail[1], sheet.units) is not None:
            line.text = text[: tail.start()].strip()
            line.extra.append(Part(Kind.SOURCE, tail[1], at=line.at))


def _may_sign(bare: str) -> bool:
    """Whether words in brackets under an item may be a source that no rule knows."""
    return len(bare) <= 25 and not re.search("[，。；：！？、《》0-9]", bare) and not _REMARK.match(bare)


def _is_signature(sheet: _Sheet, line: _Line, at: int, *, bracketed: bool, ends: bool) -> bool:
    bare = brackets_off(line.text)
    if at == 0:
        # the unit over the title
        over = len(sheet.lines) > 2 and _may_be_title(sheet.lines[1]) and not sheet.lines[1].numbered
        far = not sheet.lines[1].short if len(sheet.lines) > 1 else True
        full = bare.endswith(("室", "中心", "委员会", "局", "馆")) and is_unit(bare, sheet.units)
        named = line.text[:5] in ("投稿单位：", "供稿单位：", "报送单位：") or (
            line.signs and bare.endswith(("供稿", "报送", "提供"))
        )
        if not over or far or sheet.looks.larger(line.paragraph.look):
            return False
        return named or (full and not _names_itself(sheet, line))
    if _REMARK.match(bare) and not is_unit(bare, sheet.units):
        return False
    labelled = _LABELLED_END.search(bare) or _LABELLED.match(bare)
    before = sheet.lines[at - 1]
    right = line.paragraph.look.align == "right"
    short = before.short and not before.numbered
    under_title = before.kind in (None, Kind.SECTION_HEAD) and short and at <= 4
    if labelled:
        return ends or right or under_title
    if bracketed or right:
        return ends or under_title
    if under_title and not ends and _is_byline(sheet, bare, line, before):
        return True
    if is_person(bare) or not is_unit(without_post(bare.split()[0] if bare.split() else bare), sheet.units):
        # a bare name under an item is a signature only where a unit or a date stands beside it
        dated = at + 1 < len(sheet.lines) and sheet.lines[at + 1].why == "日期"
        return ends and (before.kind is Kind.SOURCE or dated) and at > 1
    if under_title and not ends:
        return at >= 1 and not sheet.looks.larger(line.paragraph.look)
    return ends and at > 1


def _names_itself(sheet: _Sheet, line: _Line) -> bool:
    """Whether the unit in the first line is the title's subject, its first line: set like the next one,
    while the item is signed at its end."""
    lines = sheet.lines
    signed = any(
        other.signs and not is_person(re.sub(r"\s", "", brackets_off(other.text))) for other in lines[2:]
    )
    return signed and _alike(line.paragraph.look, lines[1].paragraph.look)


def _is_byline(sheet: _Sheet, bare: str, line: _Line, title: _Line) -> bool:
    """Authors' names under a title: two at least, or one that is set otherwise than the title."""
    words = bare.split()
    if len(words) == 2 and all(len(word) == 1 for word in words):
        words = ["".join(words)]  # 张 三
    if not words or not all(map(is_person, words)):
        return False
    look = line.paragraph.look
    apart = sheet.looks.told and look.align == "centre" and not _alike(look, title.paragraph.look)
    return len(words) > 1 or apart


def _ends_item(sheet: _Sheet, following: _Line | None) -> bool:
    """Whether an item may end over this line: there is none, or it is a section, or looks like a title over
    body text."""
    if following is None or following.kind in (Kind.SECTION_HEAD, Kind.EDITORS_NOTE):
        return True
    shown = following.emphasis > 0 or not sheet.looks.told or sheet.signed > 1
    return following.short and shown and brackets_off(following.text) == following.text


def _ends_all(sheet: _Sheet, at: int) -> bool:
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


def _solid(lines: Sequence[_Line]) -> list[_Line | None]:
    """For each line the next that may be an item's own, left-out lines and signatures passed over."""
    found: list[_Line | None] = []
    following: _Line | None = None
    for line in reversed(lines):
        found.append(following)
        passed = line.kind in (OUT, Kind.SOURCE) or (line.signs and len(line.text) <= 40)
        if not passed or line.kind in (Kind.SECTION_HEAD, Kind.EDITORS_NOTE):
            following = line
    return found[::-1]


# ---- titles


def titles(sheet: _Sheet) -> None:
    """Short lines where an item begins, up to the first sentence; and later lines that look like them."""
    lines = sheet.lines
    first_look: Look | None = None
    first_place = False
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
        if line.kind is not None:
            at += 1
            continue
        look = line.paragraph.look
        like_first = (
            first_look is not None
            and body_since
            and _alike(look, first_look)
            and (sheet.looks.larger(look) or look.outline == 1 or look.style.lower() == "h1")
            and _may_be_title(line)
            and _body_follows(sheet, at)
        )
        like_first = like_first or (first_place and body_since and _names_place(sheet, at, first_look))
        if (fresh and _opens(sheet, at)) or like_first or (body_since and _is_news_title(sheet, at)):
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
        fresh = fresh and plain and not _STOP.search(line.text) and _title_ahead(sheet, at)
        if fresh and not body_since:
            line.kind, line.why = OUT, "标题前的字样"
        body_since = body_since or not line.short
        at += 1


def _names_place(sheet: _Sheet, at: int, first: Look | None) -> bool:
    """Whether a line is set as the first title is and begins with a place, as that did."""
    line = sheet.lines[at]
    if first is None or line.numbered or not _alike(line.paragraph.look, first):
        return False
    named = place_in(line.text, sheet.units) is not None and len(line.text) >= 7
    return named and line.short and _body_follows(sheet, at)


def _is_news_title(sheet: _Sheet, at: int) -> bool:
    """Whether a line names a place and the next begins as news does: 广元市完成年鉴出版 over 近日，……"""
    line = sheet.lines[at]
    if sheet.is_piece or at + 1 >= len(sheet.lines) or line.numbered or not _may_be_title(line):
        return False
    following = sheet.lines[at + 1]
    if following.short or not _NEWS.match(following.text) or len(line.text) < 8:
        return False
    return place_in(line.text, sheet.units) is not None and line.short


def _may_be_title(line: _Line) -> bool:
    text = line.text
    # 再出发！古蔺县吹响“集结号”: a mark inside a line that ends without one
    marks = _LOUD_END if text[-1] in "！？…”》" else _LOUD
    if len(text) > _LONGEST_TITLE or _STOP.search(marks.sub("", text)):
        return False
    if text[-1] in "；：:;、" or brackets_off(text) != text or _CAPTION.match(text):
        return False
    return not _END.search(text) or text[-1] in "！？…，,"


def _opens(sheet: _Sheet, at: int) -> bool:
    line = sheet.lines[at]
    if line.text[-1] in "：:。":
        return _opens_with_mark(sheet, at)
    if not _may_be_title(line):
        return False
    if line.numbered and at == 0 and line.emphasis == 0 and sheet.signed < 2:
        return False
    if line.text[-1] in "，,":
        return at + 1 < len(sheet.lines) and _may_be_title(sheet.lines[at + 1])
    if line.emphasis and sheet.looks.told:
        return True
    if _title_ahead(sheet, at):
        return False
    return at + 1 < len(sheet.lines) or len(sheet.lines) == 1


def _title_ahead(sheet: _Sheet, at: int) -> bool:
    """Whether the real title comes further down: then this is letter paper, a unit or a salutation."""
    ahead = [other for other in sheet.lines[at + 1 : at + 4] if other.kind is None]
    return sheet.looks.told and any(
        sheet.looks.larger(other.paragraph.look) and other.short for other in ahead
    )


def _opens_with_mark(sheet: _Sheet, at: int) -> bool:
    """A title's first line that ends like a sentence: 甘孜州地方志办公室： over its next line, or a title
    that was given a full stop."""
    line = sheet.lines[at]
    look = line.paragraph.look
    if len(line.text) > _LONGEST_TITLE or line.numbered or _STOP.search(line.text[:-1]):
        return False
    if line.text[-1] == "。":
        return sheet.looks.larger(look) and look.align == "centre" and _body_follows(sheet, at)
    following = sheet.lines[at + 1] if at + 1 < len(sheet.lines) else None
    return (
        following is not None
        and following.kind is None
        and not following.numbered
        and _may_be_title(following)
        and _alike(look, following.paragraph.look)
        and (line.emphasis > 0 or not sheet.looks.told)
        and _body_follows(sheet, at + 1)
    )


def _title_stop(sheet: _Sheet, at: int) -> int:
    """Where the title's lines end: after at most four, which are set alike or, in plain text, stand
    together before the first sentence."""
    lines = sheet.lines
    first = lines[at]
    stop = at + 1
    size = len(first.text)
    while stop < len(lines) and stop < at + _MOST_HEADING_LINES:
        line = lines[stop]
        if line.kind is not None or not _may_be_title(line) or line.numbered:
            break
        dashed = _DASHED.match(line.text)
        same = _alike(first.paragraph.look, line.paragraph.look)
        set_apart = line.paragraph.look.align == "centre" and first.paragraph.look.align == "centre"
        if sheet.looks.told and not same and not (dashed and line.emphasis):
            close = set_apart and line.emphasis and sheet.looks.larger(line.paragraph.look)
            if not close:
                break
        if sheet.looks.told and same and first.emphasis == 0 and not dashed and size >= 20:
            break
        size += len(line.text)
        if size > 90 or not any(not other.short for other in lines[stop + 1 : stop + 7]):
            break
        stop += 1
    return stop


def _body_follows(sheet: _Sheet, at: int) -> bool:
    return any(line.kind is None and not line.short for line in sheet.lines[at + 1 : at + 6])


def titles_of_piece(sheet: _Sheet) -> None:
    """The same where a piece names a section or holds two items' sources: else nothing tells of titles."""
    kinds = Counter(line.kind for line in sheet.lines)
    if kinds[Kind.SECTION_HEAD] or kinds[Kind.SOURCE] > 1:
        titles(sheet)


# ---- inside an item


def subheadings(sheet: _Sheet) -> None:
    """Subheadings and body text."""
    lines = sheet.lines
    by_look = any(
        line.kind is None and line.emphasis and line.short and _followed(sheet, at)
        for at, line in enumerate(lines)
    )
    for at, line in enumerate(lines):
        if line.kind is None:
            line.kind = Kind.SUBHEADING if _is_subheading(sheet, at, by_look=by_look) else Kind.BODY


def _followed(sheet: _Sheet, at: int) -> bool:
    """Whether body text comes next in the same item, perhaps after further headings."""
    for line in sheet.lines[at + 1 : at + 5]:
        if line.kind is OUT:
            continue
        if line.kind is not None and line.kind is not Kind.SUBHEADING:
            return line.kind is Kind.BODY
        if not line.short:
            return True
    return sheet.is_piece


def _is_subheading(sheet: _Sheet, at: int, *, by_look: bool) -> bool:
    line = sheet.lines[at]
    text = line.text
    if len(text) > _LONGEST_TITLE or not _followed(sheet, at):
        return False
    marked = bool(_END.search(text)) or bool(_STOP.search(text))
    if line.numbered:
        if _IS.match(text) or _listed(sheet, at):
            return False
        if not marked:
            return len(text) <= _LONGEST_LINE or line.emphasis > 0
        # 一、加强组织领导。 or 一、组织领导： alone in its paragraph
        alone = text[-1] in "。：" and not _STOP.search(text[:-1]) and len(text) <= _SHORT
        return alone and (line.emphasis > 0 or line.numbered <= 2)
    if marked:
        whole = text[-1:] in "。！？" and not _STOP.search(text[:-1]) and len(text) <= _SHORT
        look = line.paragraph.look
        strong = (look.bold and not sheet.looks.body.bold) or sheet.looks.larger(look)
        return whole and strong
    if _plain_matter(text):
        return line.emphasis >= 2
    if line.emphasis:
        return True
    if sheet.looks.told and by_look:
        return False
    if _in_verse(sheet, at):
        return False
    return len(text) <= (_SHORT if "，" in text else _LONGEST_LINE) and text.count("，") <= 1


def _in_verse(sheet: _Sheet, at: int) -> bool:
    """Whether a short line stands among lines that a colon announces, or in a row of more than three."""
    start = stop = at
    while start > max(at - _VERSE, 0) and _plain_short(sheet, start - 1):
        start -= 1
    while stop < min(at + _VERSE, len(sheet.lines) - 1) and _plain_short(sheet, stop + 1):
        stop += 1
    announced = start > 0 and sheet.lines[start - 1].text[-1] in "：:"
    return not sheet.is_piece and (announced or stop - start >= 3)


def _plain_short(sheet: _Sheet, at: int) -> bool:
    line = sheet.lines[at]
    return line.kind in (None, Kind.SUBHEADING, Kind.BODY) and line.short and not line.numbered


def _listed(sheet: _Sheet, at: int) -> bool:
    """Whether a numbered line is an entry of a list: its neighbours are numbered likewise, with no text
    between."""
    line = sheet.lines[at]

    def same(other: int) -> bool:
        if not 0 <= other < len(sheet.lines):
            return False
        found = sheet.lines[other]
        taken = found.kind in (Kind.SECTION_HEAD, Kind.SOURCE, Kind.TITLE)
        alike = found.numbered == line.numbered and found.emphasis == line.emphasis
        return alike and not taken and not _IS.match(found.text)

    following, before = same(at + 1), same(at - 1)
    return following or (before and sheet.lines[at - 1].short)


# ---- a piece


def only_sections(sheet: _Sheet) -> None:
    """Of what words tell, a piece keeps the names of sections."""
    for line in sheet.lines:
        if line.kind is not Kind.SECTION_HEAD:
            line.kind, line.why, line.extra = None, "", []


def all_printed(sheet: _Sheet) -> None:
    """Of a piece nothing is left out."""
    for line in sheet.lines:
        if line.kind is OUT:
            line.kind, line.why = None, ""
        line.extra = []


# ---- the passes

PASSES: tuple[Pass, ...] = (
    by_itself,
    old_masthead,
    old_closing_block,
    longer_note,
    contents,
    signatures,
    sources,
    inline_sources,
    titles,
    subheadings,
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


def _made(sheet: _Sheet) -> list[Part]:
    made: list[Part] = []
    last: _Line | None = None
    note_open = False
    for line in sheet.lines:
        kind = line.kind or Kind.BODY
        text = line.section if line.section is not None else line.text
        if kind is Kind.EDITORS_NOTE:
            said = _NOTE.match(text)
            text = text[said.end() :] if said else text
            note_open = not text
            if not text:
                made.append(Part(OUT, line.text, why="编者按的字样", at=line.at))
                last = None
                continue
        elif note_open and kind in (Kind.BODY, Kind.TITLE) and _END.search(text):
            kind, note_open = Kind.EDITORS_NOTE, False
        else:
            note_open = False
        joined = (
            last is not None
            and made
            and kind is last.kind is made[-1].kind
            and (kind is Kind.TITLE or (kind is Kind.SUBHEADING and _one_heading(last, line)))
            and made[-1].text.count("\n") + 1 < _MOST_HEADING_LINES
            and not (sheet.is_piece and kind is Kind.SUBHEADING and not line.emphasis)
        )
        if joined:
            made[-1] = replace(made[-1], text=f"{made[-1].text}\n{text}")
        else:
            lead = _lead(line, text) if kind is Kind.BODY else 0
            if kind not in (Kind.TITLE, Kind.SUBHEADING, Kind.SOURCE):
                text = text.replace("\n", "")
            made.append(Part(kind, text, min(lead, len(text)), line.why, line.at))
        made += line.extra
        last = None if line.extra else line
    return made


def _one_heading(first: _Line, second: _Line) -> bool:
    """Whether two lines are one subheading."""
    if second.numbered or not _alike(first.paragraph.look, second.paragraph.look):
        return False
    if first.numbered and not second.emphasis:
        return False
    return len(first.text) + len(second.text) <= 2 * _SHORT + 10


def _lead(line: _Line, text: str) -> int:
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
    if len(head) > 50 or _STOP.search(head[:-1]):
        first = _FIRST_SENTENCE.match(text)
        return first.end() if first and len(head) <= 50 and first.end() <= lead else 0
    if head[-1] in "。！？：":
        return lead if len(head) > 2 and lead < len(text) else 0
    spaced = text[lead : lead + 1] == " "
    return lead if spaced and len(head) >= 4 else 0


def _bare_section(text: str) -> str:
    return re.sub(r"[\s【】〖〗［］\[\]●◆■★☆▲]", "", text)


def _compact(text: str) -> str:
    return re.sub(r"\s", "", text)


def _plain_matter(text: str) -> bool:
    """Lines that are short without being headings: names of works, lists, quotations, captions."""
    if _WORKS.fullmatch(text) or text[0] in "（(【［●•◆■▲※★☆○":
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
