"""What came of an old issue, in the clerk's words. Pure functions."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import NamedTuple

from bulletin_desk.layouts.line_rule import LineRule
from bulletin_desk.learning.learned import Learned, Off
from bulletin_desk.learning.line_fit import Against, Agreement, Candidate, Fitted
from bulletin_desk.learning.places import Spot

NO_HEAD = "没有认出报头里的简报名称：请看一眼选的是不是一期简报。"
NO_LINES = "Word 文件里看不出印出来的每一行断在哪里，换行先按通常的规则。有印出来的 PDF，一起选上就照它的来。"
NO_LINES_IN_PDF = "印出来的没有哪一段超过一行，看不出换行的规则，先按通常的。"
_MOST = 16
"""Characters of the words that a line is about."""
_ENDS = 4
"""Characters by which the end of a line is told."""
_KEYS = {
    "quotes": "引号的宽度",
    "figures": "数字的宽度",
    "gap": "汉字和数字、字母之间的空",
    "squeezed": "行里放不下时挤不挤标点",
    "adjacent": "两个标点挨着时挤不挤",
    "hanging": "标点可不可以伸到行外",
}


class Told(NamedTuple):
    """A line of what wants an eye: what is said, the words of the old issue that it is about, and where on
    its pages that is, as far as it is known."""

    said: str
    words: str
    at: Spot | None = None


class Group(NamedTuple):
    """Lines of one kind under a heading."""

    heading: str
    lines: tuple[Told, ...]


def groups_of(learned: Learned) -> tuple[Group, ...]:
    """All that wants an eye, what was not understood first."""
    against = learned.fitted.against if learned.fitted is not None else ()
    groups = (
        _counted("没看明白的", tuple(Told(doubt.message, doubt.words) for doubt in learned.doubts)),
        _counted("排出来和旧的对不上的", tuple(map(_off, learned.off))),
        _counted("断行和印的不一样的", tuple(map(_against, against))),
    )
    return tuple(group for group in groups if group.lines)


def _counted(heading: str, lines: tuple[Told, ...]) -> Group:
    return Group(f"{heading}（{len(lines)}）", lines)


def agreement(learned: Learned, *, printed: bool) -> tuple[str, ...]:
    """How far the layout agrees with the old issue, and by which rule lines end: the sentence that says most
    first. `printed` tells whether there was a PDF."""
    doubtful = () if learned.office.one_line.strip() else (NO_HEAD,)
    fitted, placed = learned.fitted, tuple(_placed(learned, "整期" if printed else "报头和版记"))
    if fitted is None:
        return *doubtful, *placed, NO_LINES_IN_PDF if printed else NO_LINES
    first, rule = _lines(fitted), f"规则：{rule_words(fitted.chosen.candidate)}。"
    return *doubtful, first, rule, *_apart(fitted), *_other(fitted), *_open(fitted), *placed


def rule_words(candidate: Candidate) -> str:
    """A measure and a rule."""
    rule = candidate.rule
    parts = [
        f"每行{_number(candidate.cells)}字",
        "引号占半个字" if rule.quotes == "half" else "引号占一个字",
        "数字占半个字" if rule.figures == "half" else "数字按字体本来的宽度",
        _gap(rule),
        "放不下时挤标点" if rule.squeezed else "不挤标点",
    ]
    if rule.adjacent:
        parts.append("两个标点挨着时挤掉半个字")
    if rule.hanging:
        parts.append("标点可以伸到行外")
    return "，".join(parts)


def _lines(fitted: Fitted) -> str:
    total, agreed = _all(fitted)
    return f"印出来的{total}行，按这个规则排，{_of(agreed, total)}断在同一个字后面。"


def _all(fitted: Fitted) -> tuple[int, int]:
    return fitted.chosen.of + fitted.apart.of, fitted.chosen.agreed + fitted.apart.agreed


def _apart(fitted: Fitted) -> Iterator[str]:
    apart = fitted.apart
    if apart.of:
        yield f"其中{apart.of}行没有用来找规则，只用来核对，{_how_many(apart)}。"


def _how_many(agreement: Agreement) -> str:
    if not agreement.agreed:
        return "一行也对不上"
    return "也都对得上" if agreement.agreed == agreement.of else f"对得上{agreement.agreed}行"


def _of(agreed: int, total: int) -> str:
    """So many of all lines."""
    if not agreed:
        return "没有一行"
    return f"{agreed}行{'都' if agreed == total else ''}"


def _other(fitted: Fitted) -> Iterator[str]:
    other, chosen = fitted.runner_up, fitted.chosen
    if other is not None and chosen.agreed:
        unlike = _unlike(chosen.candidate, other.candidate)
        yield f"换成{unlike}，找规则用的{other.of}行里只对得上{other.agreed}行，这样是{chosen.agreed}行。"


def _unlike(chosen: Candidate, other: Candidate) -> str:
    """What another candidate says otherwise."""
    parts, usual = rule_words(other).split("，"), set(rule_words(chosen).split("，"))
    said = [part for part in parts if part not in usual]
    if chosen.rule.adjacent and not other.rule.adjacent:
        said.append("两个标点挨着时不挤")
    if chosen.rule.hanging and not other.rule.hanging:
        said.append("标点不伸到行外")
    return "，".join(said)


def _open(fitted: Fitted) -> Iterator[str]:
    names = [_KEYS[key] for key in fitted.open if key in _KEYS]
    if names:
        yield f"{'、'.join(names)}，从这一期看不出来，先按通常的。"


def _placed(learned: Learned, what: str) -> Iterator[str]:
    alike, of = learned.lines
    if of:
        yield f"{what}{of}行，{_of(alike, of)}排得和旧的一样。"


def _off(off: Off) -> Told:
    where = f"{off.where}“{_short(off.words)}”" if off.words else off.where
    return Told(f"{where}：{off.how or f'差 {off.by:.1f} 毫米'}", off.words, off.at)


def _short(words: str) -> str:
    one = " ".join(words.split())
    return one if len(one) <= _MOST else f"{one[: _MOST - 1]}…"


def _against(against: Against) -> Told:
    printed, ours = against.printed, against.ours
    said = f"印的断在“…{printed[-_ENDS:]}”后面，排出来断在“…{ours[-_ENDS:]}”后面"
    return Told(said, printed)


def _gap(rule: LineRule) -> str:
    if rule.gap == 0:
        return "汉字和数字、字母之间不空"
    return f"汉字和数字、字母之间空{_FRACTIONS.get(rule.gap, f'{rule.gap} 个字')}"


_FRACTIONS = {Fraction(1, 4): "四分之一字", Fraction(1, 8): "八分之一字", Fraction(1, 2): "半个字"}


def _number(cells: Fraction) -> str:
    whole, rest = divmod(cells, 1)
    return f"{whole}个半" if rest else str(whole)
