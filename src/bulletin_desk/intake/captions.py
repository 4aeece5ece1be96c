"""What stands under pictures: a pass of recognition."""

from __future__ import annotations

import re

from bulletin_desk.bulletin.model import Kind
from bulletin_desk.intake.manuscript import Paragraph
from bulletin_desk.intake.parts import OUT
from bulletin_desk.intake.sheet import END, STOP, Looks, Sheet
from bulletin_desk.intake.sources import brackets_off

_CREDIT = re.compile(
    r"[（(][^（）()。]{0,14}(?:摄影?|供图|制图|绘图)[）)]\Z|(?:摄影|供图|图片提供|图片来源|照片来源)\s*+[/／：:]\s*+\S{2,14}\Z"
    r"|[\s。，][^\s。，（）()]{2,6}\s?[/／]?\s?(?:摄影?|供图)\Z|图片由.{2,20}提供[）)]?\Z|\A(?:摄影|摄)\s[^\s，。]{2,12}\Z|\A[^\s，。、]{2,16}供图\Z|\A(?:[（(]?资料图片?[）)]?|[（(]图\s?[/／：:][^，。]{2,10}[）)]|图片[/／][^\s，。]{2,10})\Z|[（(]资料图片?[）)]\Z"
)
_POINTS = re.compile(r"[▲△↑▼▽↓←→⬆⬇👆👇]\s*+")
_SAYS_PICTURE = re.compile(
    r"[（(【\[［]?\s*+(?:[上下左右]?图为|图[0-9]{1,2}[】\]］)）]?(?![0-9.%年月])|图[一二三四五六七八九十]{1,2}\s?(?:[：:、.．]|\s|为)|[上下左右]?图\s?[：:])[^。！？；]{2,}[。）)]?\Z"
)
"""图为培训会现场, 图1：扫描档案"""
_SCENE = re.compile(r"(?:现场|合影|留影|一角|掠影|剪影|全景|外景)\Z")
_LONGEST_SCENE = 14
"""启动会现场 between two paragraphs."""
_LABELLED_CAPTION = re.compile(r"[（(【\[［]?(?:图片说明|照片说明|图说|图注|图示|图片内容)\s?[：:]")
_PLACE_OF_PICTURE = re.compile(
    r"[（(【\[［]?(?:图片|照片|插图|配图|附图|组图|此处插?入?图片?)\s?[0-9一二三四五六七八九十]{0,2}[）)】\]］]?"
)
_CAPTION_WHY = "图片说明"
_LONGEST_CAPTION = 60


def captions(sheet: Sheet) -> None:
    """What stands under pictures: with a photographer's name, or a short line set no larger than the text
    right under a picture, which could be a subheading too. Assumes that what stands around items is
    known."""
    opened = 0
    for line in sheet.lines:
        if line.kind is not None or line.starts:
            opened += line.starts
            continue
        opened += 1
        if opened < 2 or len(line.text) > _LONGEST_CAPTION:
            continue
        look, body = line.paragraph.look, sheet.looks.body
        alone = brackets_off(line.text) == line.text
        small = bool(look.size and body.size and look.size < body.size and look.align == "centre")
        scene = (
            line.short and len(line.text) <= _LONGEST_SCENE and _SCENE.search(line.text) and not line.numbered
        )
        if (
            scene
            and not _SAYS_PICTURE.match(line.text)
            and line.text[0] not in "“《【"
            and not line.emphasis
            and alone
        ):
            line.leave_out(_CAPTION_WHY, other=Kind.SUBHEADING)
            continue
        credited = _CREDIT.search(line.text) and not _LABELLED_CREDIT.match(line.text)
        labelled = _PLACE_OF_PICTURE.fullmatch(line.text) or _LABELLED_CAPTION.match(line.text)
        if labelled or credited or (_POINTS.match(line.text) and line.short):
            line.leave_out(_CAPTION_WHY)
        elif line.at not in sheet.pictures and _SAYS_PICTURE.match(line.text):
            line.kind, line.other = Kind.BODY, OUT  # its picture is not there: the clerk may know why
        elif (
            (line.at in sheet.pictures or small)
            and line.paragraph.listed is None
            and line.short
            and not line.numbered
            and alone
            and len(line.text) <= 40
        ):
            loud = (look.bold and not body.bold) or sheet.looks.larger(look) or look.outline is not None
            smaller = bool(look.size and body.size and look.size < body.size)
            loud = loud or bool(look.face != body.face and look.align != "centre" and not smaller)
            if not loud and sheet.signature(line.text) is None:
                line.leave_out(_CAPTION_WHY, other=Kind.SUBHEADING)


def is_caption_below(paragraph: Paragraph, looks: Looks) -> bool:
    """Whether a line right under a picture is what stands under pictures: with a photographer's name, or one
    that says so, or a short line set no larger than the text."""
    text = paragraph.text
    if len(text) > _LONGEST_CAPTION or "\n" in text or paragraph.listed is not None:
        return False
    if _LABELLED_CREDIT.match(text):
        return False
    says = (
        _SIDES.match(text)
        or _LABELLED_CAPTION.match(text)
        or _POINTS.match(text)
        or _SAYS_PICTURE.match(text)
    )
    if says or _CREDIT.search(text) or _FIGURE.match(text):
        return True
    look, body = paragraph.look, looks.body
    short = not END.search(text) and not STOP.search(text) and len(text) <= 40 and not _NUMBERED.match(text)
    if not short or brackets_off(text) != text:
        return False
    loud = (look.bold and not body.bold) or looks.larger(look) or look.outline is not None
    centred = look.align == "centre" and body.align != "centre"
    smaller = bool(look.size and body.size and look.size < body.size)
    return (centred or smaller) and not loud


_SIDES = re.compile(
    r"[（(]?[左上]图\s?[：:为是]?[^。！？]{1,28}[\s，；][右下]图\s?[：:为是]?[^。！？]{1,28}[）)。]?\Z"
)
"""左图为车间，右图为仓库"""
_FIGURE = re.compile(r"图\s?[0-9一二三四五六七八九十]{1,3}(?:[\s：:．.、]|\Z)")
_NUMBERED = re.compile(r"[（(]?[一二三四五六七八九十0-9]{1,3}[）)、.．]")
_BY = re.compile(
    r"[（(]\s?((?:[^（）()。]{0,14}?(?:摄影?|供图|制图|绘图))"
    r"|(?:(?:摄影|供图|图片来源|图[/／])\s?[：:/／]?\s?[^（）()。]{2,14})|资料图片?)\s?[）)]\Z"
    r"|(?:^|[\s。，])((?:摄影|供图|图片提供|图片来源|照片来源)\s?[/／：:]\s?\S{2,14}"
    r"|[^\s。，（）()]{2,6}\s?[/／]?\s?(?:摄影?|供图)|图片由[^。]{2,20}提供)\Z"
)


def split_credit(text: str) -> tuple[str, str]:
    """A caption without marks that point at its picture, and whose work the picture is; each may be empty."""
    text = _POINTS.sub("", text, count=1).strip() if _POINTS.match(text) else text.strip()
    found = _BY.search(text)
    if found is None:
        return text, ""
    return text[: found.start()].rstrip(" ，。　"), (found[1] or found[2]).strip()


_LABELLED_CREDIT = re.compile(r"[（(]?(?:文|图文|文图|撰稿|供稿|作者|来源|记者|通讯员)[^。]{0,2}[/／：:\s]")
