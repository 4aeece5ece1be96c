"""Numbers in Han numerals, and back. Knows no text around them."""

from __future__ import annotations

_DIGITS = "零一二三四五六七八九"
_VALUES = {digit: value for value, digit in enumerate(_DIGITS)} | {"〇": 0, "两": 2}
_UNITS = {"十": 10, "百": 100, "千": 1_000}
_MOST = 99_999_999
_LONGEST = 16
"""Characters that the longest of them takes, 九千九百九十九万九千九百九十九 being one of 15."""


def value_of(numeral: str) -> int:
    """一 to 九十九, 两, or figures, as a number; 0 for what is none of these."""
    if numeral.isdecimal():
        return int(numeral)
    tens, ten, ones = numeral.partition("十")
    if not ten:
        return _VALUES.get(numeral, 0)
    if not {tens, ones} <= {"", *_DIGITS[1:]}:
        return 0
    return (_VALUES[tens] if tens else 1) * 10 + (_VALUES[ones] if ones else 0)


def whole(numeral: str) -> int:
    """A number in words as `chinese` writes them, also with 两 and 〇: 一百二十, 两千; 0 for all else."""
    total = part = digit = 0
    for char in numeral[: _LONGEST + 1]:
        if char in _VALUES:
            digit = _VALUES[char]
        elif char in "十百千":
            part += (digit if digit or part or total or char != "十" else 1) * _UNITS[char]
            digit = 0
        elif char == "万":
            total, part, digit = (total + part + digit) * 10_000, 0, 0
        else:
            return 0
    number = total + part + digit
    if not 0 < number <= _MOST:
        return 0
    plain = numeral.replace("两", "二").replace("〇", "零")
    return number if plain in (chinese(number), chinese(number, bare_ten=False)) else 0


def chinese(number: int, digits: str = _DIGITS, units: str = "十百千", *, bare_ten: bool = True) -> str:
    """A number from 1 to 99,999,999 in words: 一百零二, 十五, 二十."""
    if number >= 10_000:
        rest = number % 10_000
        head = chinese(number // 10_000, digits, units, bare_ten=bare_ten) + "万"
        if not rest:
            return head
        return head + (digits[0] if rest < 1000 else "") + chinese(rest, digits, units, bare_ten=False)
    text = ""
    figures = str(number)
    for at, figure in enumerate(figures):
        place = len(figures) - at - 1
        if figure != "0":
            text += digits[int(figure)] + (units[place - 1] if place else "")
        elif text and not text.endswith(digits[0]):
            text += digits[0]
    text = text.rstrip(digits[0])
    return text[1:] if bare_ten and 10 <= number < 20 else text
