"""Rules about single punctuation marks: doubled, clashing, half-width, wrongly made (GB/T 15834-2011).

Each rule takes a text and its kind and gives marks in it; pairs are `pairs`' business.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from bulletin_desk.bulletin.model import Kind
from bulletin_desk.hanzi.classes import HAN
from bulletin_desk.proof.expressions import Expression
from bulletin_desk.proof.findings import Mark, Replacement, doubtful, error
from bulletin_desk.proof.kinds import PARAGRAPHS, TITLES, heading_name
from bulletin_desk.proof.pairs import pairs_of
from bulletin_desk.proof.places import quoted

_TO_FULL = {
    ",": "，",
    ";": "；",
    ":": "：",
    "?": "？",
    "!": "！",
    "(": "（",
    ")": "）",
    "｡": "。",
    "､": "、",
    "．": "。",
    ".": "。",
}
NOT_ETC = "级次第待候同值量式额差腰边到于号高价比温压闲效距身候离着了你我他她它您"
"""After 等, these make another word of it (等级, 等于, 等候)."""


_OPEN = "“‘（《〈【〔"
_CLOSE = "”’）》〉】〕"

_RUN = Expression(r"[，、；：。！？,;:?!](?:[ \u3000]*+[，、；：。！？,;:?!])++")
_ALLOWED_RUN = Expression(r"[！？]{2,3}")


def doubled(text: str, kind: Kind) -> Iterator[Mark]:
    """，， and 。， : marks of pause and stop in a row; ？！ and ！！！ are usage (4.2, 4.3)."""
    for found in _RUN.finditer(text):
        run = found[0].replace(" ", "").replace("\u3000", "")
        start, end = found.span()
        if _ALLOWED_RUN.fullmatch(run) or _quoted(text, start, end):
            continue
        if set(run) <= set(":?!"):
            continue  # Latin text, or emoticons
        full = "".join(_TO_FULL.get(char, char) for char in run)
        kinds = set(full)
        if kinds == {"。"} and len(run) > 2:
            continue  # an ellipsis: another rule
        if kinds <= set("！？"):
            keep = "".join(dict.fromkeys(full)) if len(kinds) > 1 else full[0] * 3
            yield doubtful("doubled_mark", (start, end), f"“{quoted(run)}”太多；最多叠用三个。", keep)
        elif len(kinds) == 1:
            yield error("doubled_mark", (start, end), f"“{quoted(run)}”标点重复；请留一个。", full[0])
        else:
            message = f"“{quoted(run)}”两个标点碰在一起；请留一个。"
            yield error("clashing_marks", (start, end), message, _kept(full, last=end == len(text)))


def _quoted(text: str, start: int, end: int) -> bool:
    """Whether marks stand in quotes or brackets of their own: they are what is spoken of."""
    return start > 0 and text[start - 1] in _OPEN and text[end : end + 1] in tuple(_CLOSE)


def _kept(run: str, *, last: bool) -> str | None:
    """Which mark of a clash stays, where there is no doubt. `last`: the clash ends the paragraph."""
    stops = [char for char in run if char in "。！？"]
    if last and len(stops) == 1:
        return stops[0]
    if len(run) == 2 and run[0] in "！？" and run[1] == "。":
        return run[0]
    return None


_MISPLACED = Expression(
    rf"(?P<after>(?<=[{_OPEN}])[，。、；：](?![{_CLOSE}，。、；：！？“]))"
    rf"|(?P<before>(?<![{_OPEN}，。、；：！？])[，、；](?=[）》】〕〉]))"
    r"|(?P<first>\A[，。、；：！？](?=[\s\S]))"
)


def misplaced(text: str, kind: Kind) -> Iterator[Mark]:
    """A mark right behind an opening bracket, before a closing one, or at a paragraph's head (5.1)."""
    loose = frozenset(pairs_of(text).loose)
    for found in _MISPLACED.finditer(text):
        start, end = found.span()
        if found["after"] and start - 1 in loose:
            continue  # “开门红“。 : the quote should close
        words = {"after": "紧跟在前括号、前引号后面", "before": "紧挨着后括号", "first": "落在段首"}[
            found.lastgroup or "first"
        ]
        right = None if found.lastgroup == "first" else ""
        yield error("misplaced_mark", (start, end), f"“{found[0]}”{words}；请删去。", right)


_DOTS = Expression(
    rf"(?P<ascii>(?<![.\w])\.{{3,}}(?![.\w/\\])|(?<=[{HAN}“”，。！？》）])\.{{3,}})"
    r"|(?P<stops>。{3,})|(?P<middle>[·・•]{3,}|⋯+)|(?P<pauses>、{3,}|，{3,})|(?P<dots>…+)"
)


def ellipsis(text: str, kind: Kind) -> Iterator[Mark]:
    """An ellipsis is …… and nothing else; as a line of its own it may be twice as long (4.11.2)."""
    if not any(start in text for start in ("..", "。。", "…", "··", "••", "・・", "⋯", "、、", "，，")):
        return
    for found in _DOTS.finditer(text):
        run = found[0]
        if found.lastgroup == "pauses" or run == "……" or (run == "…" * 4 and run == text.strip()):
            continue
        start, end = found.span()
        if _quoted(text, start, end):
            continue  # “…” : the mark itself is spoken of
        yield error("ellipsis", (start, end), f"省略号写成了“{run[:8]}”；应为“……”。", "……")


_ETC_TAIL = rf"等(?:等)?(?![{NOT_ETC}])"
_DOTS_ETC = Expression(rf"…{{1,2}}[，、]?(?={_ETC_TAIL})|(?<=等)…{{1,2}}(?=[。，；、）]|\Z)")
_PAUSE_ETC = Expression(rf"、(?={_ETC_TAIL})")


def etc(text: str, kind: Kind) -> Iterator[Mark]:
    """…… goes without 等 (附录A), 等 without 、 before it (B.1.2)."""
    if "等" not in text:
        return
    for found in _DOTS_ETC.finditer(text):
        start, end = found.span()
        if start == 0:
            continue
        yield error("ellipsis_etc", (start, end), "省略号和“等”意思重复；请留一个。", "")
    for found in _PAUSE_ETC.finditer(text):
        yield error("pause_before_etc", found.span(), "“等”前面不用顿号；请删去。", "")


_DASH = Expression(
    r"(?P<joined>—{3,}|[─―]{1,}|－{2,}|–{2,}|-{2,}|—[-－–]++|(?<![-－–])[-－–]++—|⸺)"
    r"|(?P<line>(?:\A|(?<=\n))—(?!—)(?=\S))"
    r"|(?P<named>(?<=[^—\s0-9])—(?=(?:以.{1,20}?为例|记[^录者忆载事]|写在|侧记|访|来自)))"
)


def dash(text: str, kind: Kind) -> Iterator[Mark]:
    """A dash is —— and nothing else (4.10.2); — alone joins and is right between places, dates, names."""
    is_line = not text.strip("-")
    for found in _DASH.finditer(text):
        start, end = found.span()
        run = found[0]
        before, after = text[start - 1 : start], text[end : end + 1]
        if run[0] == "-" and ((not _han_side(before) and not _han_side(after)) or is_line):
            continue  # --option, a line of dashes
        if found.lastgroup == "joined" and before.isdigit() and after.isdigit():
            continue  # a range: another rule
        mark = doubtful if found.lastgroup == "named" else error
        yield mark("dash", (start, end), f"破折号写成了“{run[:6]}”；应为“——”。", "——")


_HAN_SIDE = Expression(rf"[{HAN}“”‘’《》（）【】，。、；：！？]")


def _han_side(char: str) -> bool:
    return bool(char) and _HAN_SIDE.match(char) is not None


_HYPHEN = Expression(rf"(?<=[{HAN}])(?: +[-－–] +| *[~] *| *〜 *)(?=[{HAN}])")


def hyphen(text: str, kind: Kind) -> Iterator[Mark]:
    """- between Han characters with spaces around it, ~ in half width (4.13)."""
    for found in _HYPHEN.finditer(text):
        start, end = found.span()
        wave = found[0].strip() in "~〜"
        words = "应为“～”或“—”" if wave else "起止用“—”，解释用“——”"
        message = f"连接号写成了“{found[0].strip()}”；{words}。"
        yield doubtful("hyphen", (start, end), message, "～" if wave else None)


_FULL = "，。、；：！？"
_HALF = Expression(
    # between Han characters, or between one and a figure or Latin letter where no number, time or address
    # can be meant
    rf"(?<=[{HAN}”’）》】〕])[,;:?!](?![,;:?!])"
    rf"|[,;](?=[{HAN}“‘（《【])"
    rf"|[:?!](?=[{HAN}“‘（《【])"
    rf"|(?<=[{HAN}”’）》】〕])[｡､]|[｡､](?=[{HAN}])"
)
_POINT = Expression(
    rf"(?<=[{HAN}”）》])[.．](?P<han>[{HAN}“《（])|(?<=[{HAN}”）》])[.．](?=\Z|\n|[”’])|(?<=[%％‰℃])[.．](?=\Z|\n)"
)
_HAN_ORDINAL = Expression("[一二三四五六七八九十]{1,3}[.．]")


def half_width(text: str, kind: Kind) -> Iterator[Mark]:
    """Half-width marks in Chinese text; those inside numbers, times, addresses and Latin text are right."""
    for found in _HALF.finditer(text):
        start, end = found.span()
        char = found[0]
        near = text[max(0, start - 12) : start]
        if char == ":" and re.search(r"https?\Z|[A-Za-z]\Z", near) and text[end : end + 2] == "//":
            continue
        if _doubled_here(text, start):
            continue
        full = _TO_FULL[char]
        yield error("half_width", (start, end), f"“{char}”是半角标点；应为“{full}”。", full)


def half_width_stop(text: str, kind: Kind) -> Iterator[Mark]:
    """A point for a 。 or a ·."""
    for found in _POINT.finditer(text):
        start = found.start()
        if start < 4 and _HAN_ORDINAL.match(text, text.rfind("\n", 0, start) + 1):
            continue  # 一. : another rule
        if found["han"] is None:
            yield error("half_width", (start, start + 1), f"“{text[start]}”是半角标点；应为“。”。", "。")
        else:
            message = f"“{text[start]}”夹在汉字中间；是句号请改“。”，是间隔号请改“·”。"
            yield doubtful("half_width", (start, start + 1), message)


def _doubled_here(text: str, at: int) -> bool:
    """Whether the mark stands beside another one, of which `doubled` speaks."""
    return text[at - 1 : at] in tuple(_FULL) or text[at + 1 : at + 2] in tuple(_FULL)


_DOT = Expression(rf"(?<=[{HAN}”》])[・•‧∙⋅●](?=[{HAN}“《])")


def middle_dot(text: str, kind: Kind) -> Iterator[Mark]:
    """An interpunct is · and nothing that only looks like it (4.14)."""
    for found in _DOT.finditer(text):
        if found[0] == text[0]:
            continue  # each of a row of points has its bullet
        yield doubtful("middle_dot", found.span(), f"间隔号用了别的符号“{found[0]}”；应为“·”。", "·")


_TITLE_STOPS = "。，、；：.．,;:"


def title_stop(text: str, kind: Kind) -> Iterator[Mark]:
    """A title ends with no mark, or with ？ ！ …… (B.4)."""
    if kind not in TITLES:
        return
    bare = text.rstrip()
    start, end = len(bare.rstrip(_TITLE_STOPS)), len(text)
    if start == len(bare) or not text[:start].strip() or text.endswith("..."):
        return
    mark = doubtful if kind is Kind.SUBHEADING else error
    words = heading_name(kind)
    yield mark("title_stop", (start, end), f"{words}末尾不用“{quoted(bare[start:])}”；请删去。", "")


def salutation(text: str, kind: Kind) -> Iterator[Mark]:
    """A salutation ends with ： (4.7.3)."""
    bare = text.rstrip()
    if kind is not Kind.SALUTATION or not bare or bare[-1] == "：":
        return
    other = bare[-1] in "，。、；！:,;"
    colon = (Replacement(len(bare) - other, len(text), "："),)
    message = f"称谓末尾用冒号，不用“{bare[-1]}”；请改成“：”。" if other else "称谓末尾要有冒号；请补上。"
    yield doubtful("salutation", (len(bare) - 1, len(bare)), message, colon)


_ATTACHED = Expression(r"附件\d{0,2}[：:]\s*(?![见如])")
_AFTER_ATTACHED = Expression(r"[。；，、](?=\s*(?:\Z|\d{1,2}[.．、]))")
_ATTACHED_NUMBER = Expression(r"(?<=\s)\d{1,2}(?P<mark>、)")


def attached(text: str, kind: Kind) -> Iterator[Mark]:
    """附件：1.议程 2.名单: a point behind the number, nothing behind the name (GB/T 9704, 7.3.4)."""
    if not _ATTACHED.match(text) or "。" in text.rstrip()[:-1]:
        return
    for found in _ATTACHED_NUMBER.finditer(text):
        yield error("ordinal", found.span("mark"), "附件序号后面用下脚点；应为“.”。", ".")
    for found in _AFTER_ATTACHED.finditer(text):
        message = f"附件名称后面不加标点“{found[0]}”；请删去。"
        followed = text[found.end() : found.end() + 1].isdecimal()
        yield error("attachment", found.span(), message, " " if followed else "")


_LAST = Expression(rf"(?:\A|[。！？；])(?P<open>[^。！？；]*[{HAN}0-9》]|[^。！？；]*(?P<pause>[，、]))\s*\Z")
_SIGNED = Expression(r"(?:供稿|撰稿|来源|作者|记者|编辑|审核|联系人|电话)[/／：:]?|[文图][/／：:]")


def no_stop(text: str, kind: Kind) -> Iterator[Mark]:
    """A paragraph of sentences whose last one has no mark at its end."""
    if kind not in PARAGRAPHS or not text:
        return
    found = _LAST.search(text)
    if found is None:
        return
    last = found["open"].strip()
    at = found.end("open") - 1
    if found["pause"]:
        if len(last) > 14 and "。" in text:
            message = f"这一段停在“{text[at]}”上，话没有说完；请补全，或改成句号。"
            yield doubtful("no_stop", (at, at + 1), message)
    elif "。" in text[: found.start() + 1] and len(last) >= 10 and not _SIGNED.match(last):
        message = "这一段末尾没有标点；请补上。"
        yield doubtful("no_stop", (at, at + 1), message, (Replacement(at + 1, at + 1, "。"),))
