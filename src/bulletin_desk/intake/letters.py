"""A mail's, a letter's and a chat's own words, and a writing assistant's, around a manuscript: a pass of
recognition by words."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bulletin_desk.bulletin.model import Kind
from bulletin_desk.hanzi.classes import HAN
from bulletin_desk.intake.parts import OUT
from bulletin_desk.intake.phrases import phrases, starts
from bulletin_desk.intake.sheet import END, Line, Sheet
from bulletin_desk.intake.sources import brackets_off, is_person, is_unit, place_in
from bulletin_desk.intake.telling import compacted

_WHOM = "|".join(sorted(phrases("addressed"), key=len, reverse=True))
_ADDRESSED = re.compile(
    rf"(?:尊敬的|敬爱的|亲爱的)?[^，。：；！？、]{{0,14}}(?:{_WHOM})(?:们)?(?:您?好|下午好|上午好)?\s*+[：:，,！!。]?"
)
_ADDRESSING = re.compile(r"[：:，,！!]\Z|好[！!。]?\Z|\A(?:尊敬的|敬爱的|亲爱的|各位)")
_MAIL = re.compile(r"([A-Za-z\u4e00-\u9fff]{2,4})\s*+[：:]")
_PASSED_ON = re.compile(r"(?:(?:转发|转|回复|答复|Fwd?|FW|Re|RE)\s*+[：:]\s*+)++(?=\S)")
"""转发：, Re: before a title"""
_FORWARDED = re.compile(
    r"[-—_=\s]*+(?:原始|转发|以下为?转发)的?(?:邮件|消息|信息)(?:信息)?[-—_=\s：:]*+"
    r"|Begin forwarded message[：:]?"
)
_FROM_PHONE = re.compile(
    r"[-—\s]*+(?:发自|来自|发送自|从)我?的?.{0,20}(?:手机|iPhone|iPad|邮箱|邮件|客户端|Foxmail|Outlook|QQ|微信).{0,12}"
    r"|Sent from .{1,40}",
    re.IGNORECASE,
)
_SPOKE = re.compile(
    r"(?![0-9]|.{0,14}(?:时间|定于|截至))[^\s：:，。；]{1,16}?\s*+(?:(?:[0-9]{4}[-/.年])?[0-9]{1,2}[-/.月][0-9]{1,2}日?\s++|昨天\s*+|今天\s*+|星期.\s*+)?"
    r"(?:上午|下午|晚上|凌晨)?\s?[0-9]{1,2}[:：][0-9]{2}(?:[:：][0-9]{2})?"
)
_STICKER = re.compile(r"(?:\[[^\[\]\s]{1,8}\]\s*+)++|@\S.{0,38}")
_LONGEST_GREETING = 80
_GREETINGS = 6
"""Lines in which a letter's own words may stand, before a manuscript and behind."""


def letters(sheet: Sheet) -> None:
    """A letter's or a chat's own words around a manuscript: 王老师：, 请审阅, 发自我的手机. Words of a
    speech stay: they stand below its title. Assumes that mastheads and letter paper are known."""
    lines = sheet.lines
    _mail_head(lines)
    first = next((line for line in lines if line.kind is None), None)
    if first is not None and (passed := _PASSED_ON.match(first.text)) and first.short:
        first.take_off(passed.end(), _IN_MAIL)
    for line in lines:
        if line.kind in (None, OUT) and (_FORWARDED.fullmatch(line.text) or _FROM_PHONE.fullmatch(line.text)):
            line.leave_out(_IN_MAIL)
        elif (
            line.kind is None
            and len(line.text) <= 40
            and (_SPOKE.fullmatch(line.text) or _STICKER.fullmatch(line.text))
            and not is_unit(brackets_off(line.text), sheet.units)
        ):
            line.leave_out(_IN_CHAT)
    _speakers(lines)
    _notes_on(lines)
    opened = [line for line in lines if line.kind is None]
    if len(opened) > 2 and _ASKS.search(opened[0].text) and len(opened[0].text) <= 60 and opened[1].short:
        opened.pop(0).leave_out(_GREETING)
    if opened and opened[0].at and compacted(opened[0].text).rstrip("：:") in phrases("text"):
        opened.pop(0).leave_out(_IN_MAIL)
    for at, line in enumerate(opened[:_GREETINGS]):
        if _greets(sheet, line.text, after=at > 0):
            line.leave_out(_GREETING)
        elif at == 0 and len(opened) > 2 and _may_address(sheet, line.text):
            goes_on = _greets(sheet, opened[1].text, after=False)
            if not (goes_on or opened[1].short):
                break
            line.leave_out(_GREETING, other=None if goes_on else Kind.TITLE)
        else:
            break
    if any(line.kind is None and len(line.text) <= 24 and _addresses(line.text) for line in opened):
        return  # a speech, which ends as it began
    _offers(lines)
    opened = [line for line in opened if line.kind is None]
    last = max((at for at, line in enumerate(opened) if len(line.text) > _LONGEST_GREETING // 2), default=-1)
    for line in opened[max(last + 1, len(opened) - _GREETINGS) :]:
        if line.kind is None and _takes_leave(line.text):
            line.leave_out(_GREETING)


_OFFER = re.compile(
    r"(?:希望|如需|如果|如有|若需|若有|需要|以上|您可以|您如|您看|请您|请根据|可以根据|这[份篇版])[^。！？]{0,60}"
    r"(?:告诉我|满足您|对您有|供您参考|您的(?:需求|要求|情况|实际)|您提供|为您|帮您|我可以|我再|我来|仅供参考|实际情况|随时(?:告诉|找)我|需要我|您满意|您看)"
)
"""希望这篇稿件能满足您的需求: what a writing assistant says behind its text."""
_NOTES_ON = re.compile(
    r"[（(【]?(?:[✅💡📌📝🔍✨]\s?)?(?:修改|优化|写作|撰写|使用|格式|排版|亮点|润色|调整|改写|改动|主要(?:修改|改动|优化))?(?:说明|要点|提示|思路|建议)[】）)]?[：:]?"
)
_NOTE_ON = re.compile(r"(?:修改|优化|写作|撰写|润色|调整|改写|改动)(?:说明|要点|思路|建议|提示)[：:]")
_LONGEST_OFFER = 160


_ASKS = re.compile(
    r"(?:发|看|改|审|收|报|帮|传|转)[^，。]{0,6}[你您]|[你您][^。]{0,10}(?:看|把关|审|改|收|过目)|把把关|看一下|看看行不行|麻烦"
)
"""何姐，信息稿发你了: what no title says."""
_SPEAKER = re.compile(rf"([{HAN}]{{2,4}})[：:]")


def _speakers(lines: Sequence[Line]) -> None:
    """赵敏： alone in a line, twice at least: a chat's."""
    found = [
        line
        for line in lines
        if line.kind is None and (one := _SPEAKER.fullmatch(line.text)) and is_person(one[1])
    ]
    for line in found if len(found) > 1 else ():
        line.leave_out(_IN_CHAT)


_NAMED_NOTES = re.compile(
    r"[【〖](?:修改|优化|写作|撰写|润色|调整|改写|改动)(?:说明|要点|思路|建议|内容)[】〗][：:]?"
)


def _notes_on(lines: Sequence[Line]) -> None:
    """【修改说明】 and what stands under it to the end, which a manuscript could hold too."""
    at = next((at for at, line in enumerate(lines) if at > 1 and _NAMED_NOTES.fullmatch(line.text)), None)
    if at is not None and not any(line.kind is Kind.SECTION_HEAD for line in lines[at + 1 :]):
        for line in lines[at:]:
            if line.kind in (None, Kind.SECTION_HEAD):
                line.section = None
                line.leave_out(_GREETING, other=Kind.BODY)


def _offers(lines: Sequence[Line]) -> None:
    """What a writing assistant says behind its text; behind a rule also what it says of it point by point,
    which a manuscript could hold too."""
    rest = [line for line in lines if line.kind in (None, OUT)]
    while rest and (rest[-1].kind is OUT or _is_offer(rest[-1].text)):
        if rest[-1].kind is None:
            rest[-1].leave_out(_GREETING)
        rest.pop()
    for at in range(len(rest) - 1, 1, -1):
        if rest[at - 1].why == "分隔线":
            if rest[at].kind is None and (
                _NOTES_ON.fullmatch(rest[at].text) or _NOTE_ON.match(rest[at].text)
            ):
                for line in rest[at:]:
                    if line.kind is None:
                        line.leave_out(_GREETING, other=Kind.BODY)
            break


def _is_offer(text: str) -> bool:
    return len(text) <= _LONGEST_OFFER and bool(_OFFER.match(text.lstrip("*（(> ")))


_GREETING, _IN_MAIL, _IN_CHAT = "称呼和问候", "邮件的字样", "聊天记录的字样"


def _mail_head(lines: Sequence[Line]) -> None:
    """发件人：, 收件人：, 主题：, one under the other."""
    run: list[Line] = []
    for line in (*lines, None):
        found = _MAIL.match(line.text) if line is not None and line.kind in (None, OUT) else None
        if line is not None and found and found[1] in phrases("mail"):
            run.append(line)
            continue
        words = {_MAIL.match(one.text)[1] for one in run}  # type: ignore[index]  # each of them matched
        if len(run) >= 2 and words & phrases("envelope"):
            for one in run:
                one.leave_out(_IN_MAIL)
        run = []


def _may_address(sheet: Sheet, text: str) -> bool:
    """王主任, 省志办：, 张三： over a title: a letter's beginning, which could be the title's first line."""
    bare = text.rstrip("：:，,")
    if bare != text and len(bare) <= 8:
        to_unit = (
            bare.endswith(("办", "处", "科", "室", "部", "组", "委")) and place_in(bare, sheet.units) is None
        )
        return (
            to_unit
            or is_person(bare)
            or (bare[:1] in tuple("小老阿") and len(bare) == 2 and is_person(bare[1] + "某"))
        )
    return len(bare) <= 5 and is_person(bare[:1] + "某") and bool(_ADDRESSED.fullmatch(bare))


def _greets(sheet: Sheet, text: str, *, after: bool) -> bool:
    """Whether a line is a letter's greeting, `after` one that was, or without."""
    if len(text) <= 120 and _ASSISTS.match(text):
        return True
    bare = _STICKERS.sub("", text).rstrip() if len(text) <= _LONGEST_GREETING else text
    if bare != text and bare and any(word in bare for word in phrases("polite")):
        return True
    if len(text) <= 30 and _HAILS.match(text) and text[-1] in "：:，,！!。~～":
        return True
    if after and len(text) <= 24 and re.search("您|请查|请审|谢谢|发你|请把|请将|请帮", text):
        return True
    if len(text) <= 40 and _TOLD_TO.match(text):
        return True
    if len(text) <= 24 and _addresses(text):
        return not is_unit(text.rstrip("：:，,"), sheet.units)
    ends = text[-1] in "。！!：:～~，,；.?？" and len(text) <= _LONGEST_GREETING
    return ends and any(word in text for word in phrases("polite")) and not _REPORTS.search(text)


def _addresses(text: str) -> bool:
    return bool(_ADDRESSED.fullmatch(text) and _ADDRESSING.search(text))


_ASSISTS = re.compile(
    r"(?:好的|当然|没问题|可以的?|收到)[，,！!。][^。]{0,100}[：:]\Z|(?:下面|以下|这)(?:就?是|为)[^。]{0,80}(?:稿|信息|简报|版本|内容|文章|范文)[^。]{0,20}[：:。]\Z"
)
"""好的，这是一篇……的信息，供您参考："""
_STICKERS = re.compile(r"\[[^\[\]\s]{1,6}\]")
_HAILS = re.compile(rf"[^，。：；！？、]{{0,6}}(?:{_WHOM})们?好[，,：:！!。]")
"""王老师好，报一条信息："""
_REPORTS = re.compile("[0-9]{1,2}月[0-9]{1,2}日|近日|日前|召开|举办|开展")


_TOLD_TO = re.compile(
    rf"[^，。：；！？、]{{1,4}}(?:{_WHOM})[，,：:].{{0,20}}(?:发|报|送|请|您|稿|信息|麻烦)[^。，]{{0,12}}\Z"
)
"""王老师，发您一篇信息"""


_WISHES = re.compile("[顺敬恭谨]?[祝颂][^，。；：]{1,6}[！!。]?")


def _takes_leave(text: str) -> bool:
    if _WISHES.fullmatch(text):
        return True
    said = [part for part in re.split(r"[\s。！!，,～~：:、]+", text) if part]
    known = phrases("farewell")
    if not said or len(text) > 30:
        return False
    whole = len(said) > 1 or bool(END.search(text))
    return all(part in known or (whole and part.startswith(starts("farewell"))) for part in said)
