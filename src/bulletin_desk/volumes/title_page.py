"""The title page of a volume: the bulletin's name as its issues have it, the year, the numbers, the issuer.
Set as a head is, by rows of a layout made for it; sets nothing itself.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from typing import NamedTuple

from bulletin_desk.bulletin.dates import chinese_date
from bulletin_desk.bulletin.fields import DeclaredField
from bulletin_desk.bulletin.model import DatedHeader, Field, Issue, Masthead
from bulletin_desk.layouts.model import Layout, Style
from bulletin_desk.layouts.rows import Cell, Fit, Head, Piece, Row
from bulletin_desk.layouts.wordings import parsed
from bulletin_desk.volumes.members import Member

_NAME_AT, _ISSUER_AT = Fraction(1, 6), Fraction(9, 10)
"""Of the text block's height: where the name begins, and the issuer ends."""
_FIT = Fit(least=Fraction(30), pitch=Fraction(6, 5), widths={})
"""Of a name whose own layout does not fit it."""
_HEADING, _SPAN, _ISSUER = "volume_heading", "volume_span", "volume_issuer"


class TitleWords(NamedTuple):
    """What the title page says: the name, 2024年合订本, which issues, and who issues them."""

    name: str
    heading: str
    span: str
    issuer: str

    @property
    def one_line(self) -> str:
        """The name without line breaks."""
        return self.name.replace("\n", "")


def title_words(members: Sequence[Member], title: str = "") -> TitleWords:
    """The words for a volume of these issues, at least one; `title` stands for the name, where given."""
    first, last = members[0], members[-1]
    names = Counter(member.issue.masthead.name for member in members)
    issuers = Counter(member.issue.dated_header.issuer for member in members)
    days = [member.issue.dated_header.date for member in members]
    years = f"{days[0].year}" if days[0].year == days[-1].year else f"{days[0].year}—{days[-1].year}"
    ends = [member.number for member in (first, last)]
    if len(names) > 1 or not all(ends):
        ends = [chinese_date(day) for day in (days[0], days[-1])]
    elif days[0].year != days[-1].year:
        ends = [f"{day.year}年{end}" for day, end in zip((days[0], days[-1]), ends, strict=True)]
    return TitleWords(
        name=title or names.most_common(1)[0][0],
        heading=f"{years}年合订本",
        span="至".join(dict.fromkeys(ends)),
        issuer=issuers.most_common(1)[0][0],
    )


def title_issue(words: TitleWords, member: Member) -> Issue:
    """What is set as the title page, in `title_layout`; its date is that of a member."""
    return Issue(
        Masthead(words.name, 1),
        DatedHeader(words.issuer, member.issue.dated_header.date),
        head_fields=(Field(_HEADING, words.heading), Field(_SPAN, words.span)),
    )


def title_layout(layout: Layout) -> Layout:
    """The layout of a title page for issues that are set in `layout`."""
    block = layout.text_block
    printed = layout.row_of("name")
    named = next((piece for piece in printed.pieces if piece.about == "name"), None) if printed else None
    name = Piece(parsed("{name}"), named.style if named else "masthead", "name", typed=True)
    fit = printed.fit if printed and printed.fit else _FIT
    rows = (
        Row(_centred(name), top=block.height * _NAME_AT, fit=fit, keeps_room=True),
        Row(_centred(_piece(_HEADING)), space=2 * block.line_pitch),
        Row(_centred(_piece(_SPAN)), space=block.line_pitch),
        Row(_centred(_piece(_ISSUER, "issuer")), line=int(block.lines * _ISSUER_AT)),
    )
    styles = {
        _HEADING: _plain(layout.styles["title"]),
        _SPAN: _plain(layout.styles["number_line"]),
        _ISSUER: _plain(layout.styles["issuer"]),
    }
    return replace(
        layout,
        head=Head(block.lines - 1, 0, rows),
        contents=None,
        declared=tuple(DeclaredField(name, name, "text", "head") for name in (_HEADING, _SPAN)),
        styles={**layout.styles, **{name: replace(style, name=name) for name, style in styles.items()}},
    )


def _piece(style: str, field: str = "") -> Piece:
    return Piece(parsed(f"{{{field or style}}}"), style)


def _centred(piece: Piece) -> tuple[Cell, ...]:
    return (Cell("centre", (piece,)),)


def _plain(style: Style) -> Style:
    nothing = Fraction(0)
    return replace(
        style,
        align="centre",
        prefix="",
        suffix="",
        left_indent=nothing,
        right_indent=nothing,
        first_line_indent=nothing,
    )
