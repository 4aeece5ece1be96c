"""Our pages laid on the printed ones: which lines and rules stand where they were printed, and what is
otherwise. Knows neither the file nor how the layout was come by; lengths are points.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from itertools import groupby, starmap, zip_longest
from operator import attrgetter
from typing import NamedTuple

from bulletin_desk.learning.evidence import Seen, SeenLine, SeenPage, SeenRule
from bulletin_desk.learning.faces_seen import role_of
from bulletin_desk.learning.inks import cmyk_of
from bulletin_desk.learning.learned import Off
from bulletin_desk.learning.places import Spot, spot_of
from bulletin_desk.units import MM

NEAR = 0.3 * float(MM)
"""Points within which two places are one: less than a pencil's line."""
_SIZE = 0.26
"""Points by which sizes of one type may differ: Word keeps half points."""
_THICKER = 0.25
"""Points by which rules of one thickness may differ: hairlines are drawn as screens have them."""
_ENDS = 1.5
"""Points by which the ends of rules may differ: programs draw them to the text or around it."""
_QUOTED = 12
"""Characters of a line that is told of."""
_ENDING = 4
"""Characters by which the end of a line is told."""
_FAR = 20.0
"""Points beyond which two rules are not the same one."""

_BY = attrgetter("by")


class Placing(NamedTuple):
    """A line and the page it stands on, from 0."""

    page: int
    line: SeenLine


class Same(NamedTuple):
    """A printed line and the one of ours that says the same."""

    printed: Placing
    ours: Placing

    @property
    def by(self) -> tuple[float, float, float]:
        """How far ours stands from the printed one: its baseline down, its first character and its last to
        the right."""
        printed, ours = inked(self.printed.line), inked(self.ours.line)
        down = self.ours.line.baseline - self.printed.line.baseline
        return down, ours[0].x - printed[0].x, ours[-1].x - printed[-1].x

    @property
    def is_in_place(self) -> bool:
        """Whether ours stands where the printed one does."""
        return self.printed.page == self.ours.page and all(abs(by) <= NEAR for by in self.by)

    @property
    def is_alike(self) -> bool:
        """Whether it is as large, too."""
        larger = self.ours.line.look.size - self.printed.line.look.size
        return self.is_in_place and abs(larger) <= _SIZE


class Other(NamedTuple):
    """A printed line and one of ours that stands in its stead; None where there is none."""

    printed: Placing | None
    ours: Placing | None


class RulePair(NamedTuple):
    """A printed rule on a page and ours; None where there is none."""

    page: int
    printed: SeenRule | None
    ours: SeenRule | None


class LaidOn(NamedTuple):
    """The lines and the rules in the order of the paper."""

    pairs: tuple[Same | Other, ...]
    rules: tuple[RulePair, ...]

    @property
    def same(self) -> Iterator[Same]:
        """The lines that say the same."""
        return (pair for pair in self.pairs if isinstance(pair, Same))

    @property
    def lines(self) -> tuple[int, int]:
        """How many printed lines are set alike, and of how many."""
        return sum(pair.is_alike for pair in self.same), sum(bool(pair.printed) for pair in self.pairs)

    def off(self) -> tuple[Off, ...]:
        """What is otherwise: lines that are not the same first, then what stands elsewhere, the farthest
        first, then what is only set otherwise."""
        places = [*_places(self.pairs), *_rules(self.rules)]
        others = [off for off in places if not off.by]
        return (*others, *sorted(filter(_BY, places), key=_BY, reverse=True), *_looks(self.same))


def laid_on(ours: Sequence[SeenPage], printed: Sequence[SeenPage]) -> LaidOn:
    """Our pages beside the printed ones."""
    return LaidOn(tuple(_pairs(ours, printed)), tuple(_rule_pairs(ours, printed)))


def words_of(placing: Placing | None) -> str:
    """What a line says, without blanks; empty of no line."""
    return "".join(placing.line.text.split()) if placing else ""


def _pairs(ours: Sequence[SeenPage], printed: Sequence[SeenPage]) -> Iterator[Same | Other]:
    here, there = _placings(ours), _placings(printed)
    matcher = SequenceMatcher(
        None, [words_of(line) for line in there], [words_of(line) for line in here], False
    )
    for what, start, stop, begin, end in matcher.get_opcodes():
        if what == "equal":
            yield from map(Same, there[start:stop], here[begin:end])
        else:
            yield from starmap(Other, zip_longest(there[start:stop], here[begin:end]))


def _placings(pages: Iterable[SeenPage]) -> list[Placing]:
    return [Placing(at, line) for at, page in enumerate(pages) for line in page.lines if line.text.strip()]


def _rule_pairs(ours: Sequence[SeenPage], printed: Sequence[SeenPage]) -> Iterator[RulePair]:
    """Each printed rule with ours that has its place among those of the page, or where there are more or
    fewer of them, with the nearest that has no other."""
    for at in range(max(len(ours), len(printed))):
        own = sorted(ours[at].rules, key=_from_above) if at < len(ours) else []
        theirs = sorted(printed[at].rules, key=_from_above) if at < len(printed) else []
        if len(own) == len(theirs) and all(map(_is_like, theirs, own)):
            yield from (RulePair(at, rule, other) for rule, other in zip(theirs, own, strict=True))
            continue
        near = sorted(
            ((_apart(one, other), i, j) for i, one in enumerate(theirs) for j, other in enumerate(own)),
        )
        taken: dict[int, int] = {}
        for apart, i, j in near:
            if apart < _FAR and i not in taken and j not in taken.values():
                taken[i] = j
        for i, rule in enumerate(theirs):
            yield RulePair(at, rule, own[taken[i]] if i in taken else None)
        yield from (RulePair(at, None, rule) for j, rule in enumerate(own) if j not in taken.values())


def _from_above(rule: SeenRule) -> tuple[bool, float, float]:
    return rule.upright, rule.y, rule.x


def _is_like(one: SeenRule, other: SeenRule) -> bool:
    thicker = abs(one.thickness - other.thickness)
    return one.upright == other.upright and (thicker < _THICKER or _apart(one, other) < _FAR)


def _apart(one: SeenRule, other: SeenRule) -> float:
    if one.upright != other.upright:
        return _FAR
    ends = abs(one.length - other.length) / 2
    return max(abs(one.x - other.x), abs(one.y - other.y), ends if one.upright else 0.0)


# ---- what is otherwise


def _places(pairs: Iterable[Same | Other]) -> Iterator[Off]:
    """Lines that are not the same or not in their places; those that follow each other and are off alike, as
    all below a title may be, together."""
    for (where, how), many in groupby(_each(pairs), key=lambda off: (off.where, off.how)):
        first, *others = many
        by = max(off.by for off in (first, *others))
        together = f"（连同下面{len(others)}行）" if others else ""
        yield first._replace(where=where, by=by, how=f"{how}{together}")


def _each(pairs: Iterable[Same | Other]) -> Iterator[Off]:
    for pair in pairs:
        printed, ours = pair.printed, pair.ours
        if printed is None:
            assert ours
            yield _off(ours, 0.0, "原来没有这一行")
        elif ours is None:
            yield _off(printed, 0.0, "排出来没有这一行")
        elif isinstance(pair, Other):
            yield _off(printed, 0.0, _instead(printed, ours))
        elif printed.page != ours.page:
            yield _off(printed, 0.0, f"排到了第{ours.page + 1}面")
        elif not pair.is_in_place:
            down, left, right = pair.by
            said = [f"{'低' if down > 0 else '高'}了{_mm(down)}"] if abs(down) > NEAR else []
            if abs(left) > NEAR:
                said.append(f"行首偏{'右' if left > 0 else '左'}{_mm(left)}")
            elif abs(right) > NEAR:
                said.append(f"行末偏{'右' if right > 0 else '左'}{_mm(right)}")
            by = max(abs(down), abs(left), abs(right)) / float(MM)
            yield _off(printed, by, "，".join(said))


def _instead(printed: Placing, ours: Placing) -> str:
    """What is told of a line that stands for another: where both begin alike, how they end."""
    was, now = words_of(printed), words_of(ours)
    if was[:_QUOTED] == now[:_QUOTED] and (was.startswith(now) or now.startswith(was)):
        return f"断在“…{now[-_ENDING:]}”后面，原来断在“…{was[-_ENDING:]}”后面"
    return f"排成了“{_quoted(ours)}”"


def _looks(pairs: Iterable[Same]) -> Iterator[Off]:
    """What is set otherwise, each difference once, with the first line that has it."""
    first: dict[str, Placing] = {}
    counts: Counter[str] = Counter()
    for pair in pairs:
        both = zip(inked(pair.printed.line), inked(pair.ours.line), strict=True)
        for each in {said for one, other in both for said in _otherwise(one, other)}:
            first.setdefault(each, pair.printed)
            counts[each] += 1
    for said, placing in first.items():
        more = f"（这样的有{counts[said]}行）" if counts[said] > 1 else ""
        yield _off(placing, 0.0, said + more)


def _otherwise(printed: Seen, ours: Seen) -> Iterator[str]:
    """In what the look of a character is otherwise."""
    if abs(printed.look.size - ours.look.size) > _SIZE:
        yield f"排成{_points(ours.look.size)}，原来是{_points(printed.look.size)}"
    if cmyk_of(printed.look.ink) != cmyk_of(ours.look.ink):
        yield "颜色和原来不同"
    role = role_of(printed.look.face, printed.look.bold)
    if role and "\u4e00" <= printed.char <= "\u9fff" and role != role_of(ours.look.face, ours.look.bold):
        yield f"字体原来是{printed.look.face}"


def _rules(rules: Iterable[RulePair]) -> Iterator[Off]:
    for pair in rules:
        printed, ours = pair.printed, pair.ours
        if printed is None or ours is None:
            there = printed or ours
            assert there
            said = "原来没有这条线" if printed is None else "排出来没有这条线"
            yield _rule_off(pair.page, there, 0.0, said)
            continue
        down, left = ours.y - printed.y, ours.x - printed.x
        right = left if printed.upright else left + ours.length - printed.length
        ends = max(abs(left), abs(right))
        by = max(abs(down), ends if ends > _ENDS else 0.0)
        if by > NEAR:
            ways = f"{'低' if down > 0 else '高'}了{_mm(down)}" if abs(down) > NEAR else "两端和原来不齐"
            yield _rule_off(pair.page, printed, by / float(MM), ways)
        if abs(printed.thickness - ours.thickness) > _THICKER:
            said = f"排成{_points(ours.thickness)}粗，原来是{_points(printed.thickness)}"
            yield _rule_off(pair.page, printed, 0.0, said)
        if cmyk_of(printed.ink) != cmyk_of(ours.ink):
            yield _rule_off(pair.page, printed, 0.0, "颜色和原来不同")


def _rule_off(page: int, rule: SeenRule, by: float, how: str) -> Off:
    words = f"离纸顶{_mm(rule.y)}的{'竖线' if rule.upright else '横线'}"
    width, height = (rule.thickness, rule.length) if rule.upright else (rule.length, rule.thickness)
    return Off(f"第{page + 1}面", words, by, how, Spot(page, rule.x, rule.y, width, height))


def _off(placing: Placing, by: float, how: str) -> Off:
    return Off(f"第{placing.page + 1}面", _quoted(placing), by, how, spot_of(placing.line, placing.page))


def inked(line: SeenLine) -> list[Seen]:
    """Its characters that are no blanks."""
    return [seen for seen in line.chars if not seen.char.isspace()]


def _quoted(placing: Placing) -> str:
    text = words_of(placing)
    return text if len(text) <= _QUOTED else f"{text[:_QUOTED]}…"


def _mm(points: float) -> str:
    return f"{abs(points) / float(MM):.1f}毫米"


def _points(size: float) -> str:
    return f"{size:.2f}".rstrip("0").rstrip(".") + "磅"
