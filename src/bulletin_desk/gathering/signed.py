"""Where the items of an old issue are signed, by what stands where: a line at the right below an item's text,
words in brackets behind its last sentence. Knows no units: what an issue has printed at such a place is its
item's source, whoever that is."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence

from bulletin_desk.gathering.rows import Row
from bulletin_desk.intake.manuscript import Look
from bulletin_desk.intake.sheet import alike
from bulletin_desk.intake.sources import Units, is_measure, signature
from bulletin_desk.intake.telling import DATE
from bulletin_desk.layouts.offers import Offers

_LONGEST = 45
_SENTENCE = re.compile("[。！？；]")
_BRACKETED = re.compile(r"[（(\[［【〔]([^（）()\[\]［］【】〔〕]{2,60})[）)\]］】〕]")
_SIGNED_END = re.compile(r"(?<=[。！？；”])\s*+([（(][^（）()]{2,60}[）)])\s*+\Z")
_UNIT = re.compile(
    "(?:办公室|中心|研究室|委员会|供销社|联社|大队|支队|公司|集团|学校|中学|小学|大学|学院|医院|银行|街道|分局|管委会|指挥部"
    r"|[委局处馆院会办社所厅府科室部县区市州乡镇旗盟]|供稿|提供|报送|整理)\Z"
)
_NOT_SIGNED = re.compile("见|含|注|详|图|附|其中|完|未|以上|全文|编辑|节选|此件|不|下转|上接|续")


def source_rows(
    rows: Sequence[Row], title: Look | None, named: Collection[int], units: Units, offers: Offers
) -> Iterator[Row]:
    """The rows that are sources by their place: the last of an item, at the right or in brackets that name a
    unit, or in brackets that do so right below its title. A layout that `offers` bylines or signatures has
    other places for what stands below a title, or without brackets at the right. `title` is the look of
    titles, where one is known, `named` the places of sections' names."""
    for at, row in enumerate(rows):
        above = rows[at - 1] if at and at - 1 not in named else None
        below = rows[at + 1] if at + 1 < len(rows) else None
        if above is None or above.right or row.note is not None or at in named or not _may_sign(row.text):
            continue
        if title is None or not alike(above.look, title):
            ends = below is None or at + 1 in named or (below.note is None and _begins(below, title))
            at_right = row.right and (not offers.signature or _BRACKETED.fullmatch(row.text))
            signs = bool(ends and (at_right or _names_unit(row.text)))
        else:
            over_text = below is not None and bool(_SENTENCE.search(below.text))
            told = _BRACKETED.fullmatch(row.text)
            signs = over_text and not offers.byline and bool(told) and _names(row.text, units)
        if signs:
            yield row


def _may_sign(text: str) -> bool:
    return (
        len(text) <= _LONGEST
        and not _SENTENCE.search(text)
        and not DATE.fullmatch(text)
        and not is_measure(text)
        and bool(re.search(r"\w", text))
    )


def _begins(row: Row, title: Look | None) -> bool:
    """Whether an item may begin with a row; a day below a source belongs to it."""
    return alike(row.look, title) if title is not None else not row.right and _may_sign(row.text)


def _names_unit(text: str) -> bool:
    if text.endswith("供稿"):
        return True
    found = _BRACKETED.fullmatch(text)
    return bool(found and _UNIT.search(found[1]) and not _NOT_SIGNED.match(found[1]))


def signed_end(text: str, units: Units) -> tuple[str, str] | None:
    """A text without the brackets behind its last sentence that name a unit or a person, and those."""
    found = _SIGNED_END.search(text)
    if found is None or not _names(found[1], units):
        return None
    return text[: found.start()].rstrip(), found[1]


def _names(text: str, units: Units) -> bool:
    return _names_unit(text) or signature(text, units) is not None
