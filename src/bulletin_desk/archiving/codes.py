"""档号: the codes under which issues are archived, by a pattern (DA/T 22—2015, 5.4). Writes nothing."""

from __future__ import annotations

import re
import string
from collections.abc import Iterable
from datetime import date as Date  # noqa: N812
from typing import NamedTuple

from bulletin_desk.errors import BulletinDeskError
from bulletin_desk.paths import names_a_device

PATTERN = "{全宗号}-{门类}·{年度}-{保管期限}-{机构}-{件号}"
"""As the standard has it: Z109-WS·2024-Y-BGS-0001."""
FIELDS = ("全宗号", "门类", "年度", "保管期限", "机构", "件号")
TERMS = {"Y": "永久", "D30": "定期30年", "D10": "定期10年"}
"""保管期限 by their codes."""
DIGITS = 4
"""Of the number of an item (件号), unless the pattern says otherwise: {件号:3}."""
MOST = 9999
_LONGEST = 80
"""Characters of a code: it is the name of folders and files."""
MOST_BYTES = 200
"""Of a code, or of those in a list's name, in UTF-8, which Linux counts: 255 with what stands around it."""
_FORBIDDEN = '\\/:*?"<>|'
_WIDTH = re.compile("0?[1-6]")


class CodeError(BulletinDeskError):
    """A pattern or a value of which no code can be made."""


class CodeChoice(NamedTuple):
    """What codes are made of: 全宗号 (`fonds`), 门类 (WS: 文书), 保管期限 (`term`), 机构（问题） (`unit`),
    and the number of the first item."""

    fonds: str = ""
    kind: str = "WS"
    term: str = "Y"
    unit: str = ""
    first: int = 1
    pattern: str = PATTERN


class Code(NamedTuple):
    """A code with what it is made of."""

    text: str
    fonds: str
    kind: str
    year: int
    term: str
    unit: str
    number: int


def codes_of(choice: CodeChoice, days: Iterable[Date]) -> list[Code]:
    """The codes of issues that appeared on these days, in this order. Numbers begin anew with each year that
    the code tells (DA/T 22—2015, 5.4). Raises CodeError with a sentence."""
    codes: list[Code] = []
    for day in days:
        number = choice.first
        if codes:
            anew = day.year != codes[-1].year and "年度" in {field for _, field, _ in _parsed(choice.pattern)}
            number = 1 if anew else codes[-1].number + 1
        codes.append(_code(choice, day, number))
    return codes


def _code(choice: CodeChoice, day: Date, number: int) -> Code:
    if not 1 <= number <= MOST:
        raise CodeError(f"件号{number}超出了1到{MOST}，请改起始件号。")
    values = {
        "全宗号": choice.fonds.strip(),
        "门类": choice.kind.strip(),
        "年度": str(day.year),
        "保管期限": choice.term.strip(),
        "机构": choice.unit.strip(),
    }
    text = ""
    for words, field, form in _parsed(choice.pattern):
        text += words
        if field is None:
            continue
        if field == "件号":
            text += f"{number:0{int(form or DIGITS)}}"
        elif not values[field]:
            raise CodeError(f"档号里要用{field}，请填上。")
        else:
            text += values[field]
    _check(text)
    return Code(text, values["全宗号"], values["门类"], day.year, values["保管期限"], values["机构"], number)


def _parsed(pattern: str) -> list[tuple[str, str | None, str]]:
    """The pattern in pieces: words, the field behind them, and of 件号 how many figures it has."""
    try:
        parts = list(string.Formatter().parse(pattern))
    except ValueError:
        raise CodeError("档号规则里的大括号不成对。") from None
    pieces = [
        (words, field and f"{field}!{turned}" if turned else field, form or "")
        for words, field, form, turned in parts
    ]
    for _, field, form in pieces:
        if field is not None and field not in FIELDS:
            known = "、".join(f"{{{name}}}" for name in FIELDS)
            raise CodeError(f"档号规则里的“{{{field}}}”不认识，可以用 {known}。")
        if form and (field != "件号" or not _WIDTH.fullmatch(form)):
            raise CodeError(f"档号规则里的“{{{field}:{form}}}”不对：只有件号能写位数，如 {{件号:4}}。")
    if not any(field == "件号" for _, field, _ in pieces):
        raise CodeError("档号规则里要有 {件号}，不然几期会是同一个档号。")
    return pieces


def is_code(text: str) -> bool:
    """Whether a text could be a code of ours."""
    try:
        _check(text)
    except CodeError:
        return False
    return bool(text)


def _check(text: str) -> None:
    """A code is a file's name everywhere, Windows included."""
    wrong = next((char for char in text if char in _FORBIDDEN or not char.isprintable()), None)
    if wrong is not None:
        shown = wrong if wrong.isprintable() else f"U+{ord(wrong):04X}"
        raise CodeError(f"档号“{text}”要用作文件名，不能有“{shown}”，请改。")
    if len(text) > _LONGEST or len(text.encode("utf-8")) > MOST_BYTES:
        most = f"字母、数字最多{_LONGEST}个，汉字最多{MOST_BYTES // 3}个"
        raise CodeError(f"档号有{len(text)}个字，太长了（{most}），请改短。")
    if text != text.strip(" .") or names_a_device(text):
        raise CodeError(f"档号“{text}”不能用作文件名，请改。")
