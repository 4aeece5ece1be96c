"""What a layout adds to a bulletin's texts (【】, 第…期, 信息公开选项：), and how it is taken off again.
Holds no XML."""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from string import Formatter
from typing import NamedTuple, NoReturn

from bulletin_desk.bulletin.grammar import ITEM_TEXTS, SPEC
from bulletin_desk.bulletin.model import Kind, Masthead
from bulletin_desk.checked import Table
from bulletin_desk.export.docx.official import Official
from bulletin_desk.layouts.model import Layout
from bulletin_desk.layouts.offers import HeadingForms, Offers, read_heading_forms, read_offers

NO_OFFERS = Offers()
NO_NUMBERS = HeadingForms()


@dataclass(frozen=True, slots=True)
class Words:
    """A layout's own words. `around` gives prefix and suffix by the layout's style; `offers` and `headings`
    say which parts the bulletin has, and how they are numbered."""

    with_total: str
    without_total: str
    label_end: str
    imprint_date_end: str
    disclosure_label: str
    print_count_text: str
    around: Mapping[str, tuple[str, str]]
    offers: Offers = NO_OFFERS
    headings: HeadingForms = NO_NUMBERS

    @classmethod
    def of(cls, layout: Layout) -> Words:
        """The words of a layout."""
        official = Official.of(layout)
        around = {name: (style.prefix, style.suffix) for name, style in layout.styles.items()}
        if around["section_head_2"] == around["section_head"]:
            del around["section_head_2"]
        return cls(
            official.with_total,
            official.without_total,
            official.label_end,
            official.imprint_date_end,
            official.disclosure_label,
            official.print_count_text,
            {name: pair for name, pair in around.items() if any(pair) or name == "section_head_2"},
            layout.offers,
            layout.headings,
        )

    def to_json(self) -> str:
        """As JSON, for the Word copy. What no bulletin need have is there only where this one has it."""
        tree = asdict(self)
        offers, forms = tree.pop("offers"), tree.pop("headings")
        plain = asdict(NO_OFFERS)
        if self.offers != NO_OFFERS:
            tree["offers"] = {name: value for name, value in offers.items() if value != plain[name]}
        if self.headings != NO_NUMBERS:
            first, second = forms["sections"]
            tree["items"] = {key: forms[name] for key, name in _FORMS.items()}
            tree["sections"] = {"number_text": first, "number_text_2": second}
        return json.dumps(tree, ensure_ascii=False)

    @classmethod
    def from_json(cls, text: str) -> Words | None:
        """From JSON; None if it is not what `to_json` wrote."""
        try:
            tree = json.loads(text)
            around = {
                name: (str(prefix), str(suffix)) for name, (prefix, suffix) in tree.pop("around").items()
            }
            parts = {key: tree.pop(key) for key in ("offers", "items", "sections") if key in tree}
            table = Table(parts, "", _fail)
            offers, headings = read_offers(table), read_heading_forms(table, _form)
            words = cls(around=around, **tree, offers=offers, headings=headings)
        except (ValueError, TypeError, AttributeError, KeyError, RecursionError):
            return None
        texts = [*tree.values(), *around, *(text for pair in around.values() for text in pair)]
        if not all(isinstance(text, str) and len(text) <= _LONGEST for text in texts):
            return None
        known = (
            _is_pattern(words.with_total, ("number", "total", _FREE))
            and _is_pattern(words.without_total, ("number", _FREE))
            and _is_pattern(words.print_count_text, ("count",))
        )
        return words if known else None

    def dressed(self, kind: Kind, text: str) -> str:
        """A text of a kind with what the layout puts around it."""
        prefix, suffix = self._around(kind)
        if self.has_own_label(kind, text):
            prefix = ""
        return prefix + text + suffix

    def has_own_label(self, kind: Kind, text: str) -> bool:
        """Whether a text of the editor's note begins with the layout's label itself, which then stands
        once."""
        return kind is Kind.EDITORS_NOTE and text.startswith(self.prefix(kind))

    def bare(self, kind: Kind, text: str) -> str:
        """A text of a kind without what the layout puts around it, as far as it is there."""
        prefix, suffix = self._around(kind)
        text = text.removeprefix(prefix)
        return text[: len(text) - len(suffix)] if suffix and text.endswith(suffix) else text

    def prefix(self, kind: Kind) -> str:
        """What the layout puts before a text of a kind."""
        return self._around(kind)[0]

    def _around(self, kind: Kind) -> tuple[str, str]:
        if kind is Kind.DISCLOSURE:
            return self.disclosure_label, ""
        dressed = SPEC[kind].heading or kind in _DRESSED
        style = SPEC[kind].style
        if kind is Kind.SECTION_HEAD_2 and style not in self.around:  # it looks as one of level 1
            style = SPEC[Kind.SECTION_HEAD].style
        return self.around.get(style, ("", "")) if dressed else ("", "")

    def number(self, masthead: Masthead) -> str:
        """第2期（总第607期）."""
        pattern = self.without_total if masthead.total_number is None else self.with_total
        return pattern.format(
            number=masthead.number, total=masthead.total_number, supplement=masthead.supplement
        )

    def read_number(self, text: str) -> tuple[int, int | None, str] | None:
        """Number, total number and supplement from what `number` gives, or from the words that such lines
        have in other offices; None if neither tells them."""
        for pattern in (self.with_total, self.without_total):
            found = _match(pattern, text) or _match(_wide(pattern), _wide(text))
            if found and found.get("number") and not re.search(_NO_SUPPLEMENT, found.get(_FREE, "")):
                total = found.get("total")
                return int(found["number"]), int(total) if total else None, found.get(_FREE, "")
        rest = re.sub(_TOTAL, "", text)  # first, for it holds what a number looks like
        number, total_number = re.findall(_NUMBER, rest), re.findall(_TOTAL, text)
        rest = re.sub(_NOT_SAID, "", re.sub(_YEAR, "", re.sub(_NUMBER, "", rest)))
        if len(number) != 1 or len(total_number) > 1 or re.search(_NO_SUPPLEMENT, rest):
            return None
        return int(number[0]), int(total_number[0]) if total_number else None, rest

    def read_print_count(self, text: str) -> int | None:
        """The print count from its wording, with brackets and 共印 or without; None if it is worded
        otherwise."""
        found = _match(self.print_count_text, text)
        if found and found.get("count"):
            return int(found["count"])
        worded = re.fullmatch(_PRINT_COUNT, text.strip())
        return int(worded[1]) if worded else None

    def read_imprint(self, text: str) -> tuple[str, datetime.date | None]:
        """Office and date of an imprint's row, as `read_dated` tells them apart."""
        return read_dated(text.rstrip().removesuffix(self.imprint_date_end.strip()))

    def read_entry(self, text: str) -> tuple[str, str] | None:
        """Label and addressees of an entry of the distribution; None if there is no label. A colon typed by
        hand will do, whichever it is, with blanks around it or not."""
        ends = {end: text.find(end) for end in (self.label_end, "：", ":") if end and end in text}
        if not ends:
            return None
        end = min(ends, key=lambda one: ends[one])
        label, to = text[: ends[end]].strip(), text[ends[end] + len(end) :]
        if len(label) > _LONGEST_LABEL:
            return None
        return label, to if end == self.label_end else to.lstrip()

    def closing_kind(self, text: str) -> Kind | None:
        """What a row of the closing block is by its words; None if they don't tell."""
        if self.disclosure_label and text.startswith(self.disclosure_label):
            return Kind.DISCLOSURE
        if self.read_print_count(text) is not None:
            return Kind.PRINT_COUNT
        printed = self.imprint_date_end and text.rstrip().endswith(self.imprint_date_end)
        if printed and self.read_imprint(text)[1] is not None:
            return Kind.IMPRINT
        return None if self.read_entry(text) is None else Kind.DISTRIBUTION


_BRACKETS = str.maketrans("()", "（）")
# These are compiled when they are first used: no export pays for them.
_NUMBER = r"第\s*+(\d{1,9}+)\s*+期"
_TOTAL = r"总\s*+(?:第|期[数号]?[:：]?)?+\s*+(\d{1,9}+)\s*+期?+"
_YEAR = r"(?<!\d)\d{4}\s*+年度?+"
_NOT_SAID = r"[\s（）()，,·•—-]+"
"""What parts the words of a number line."""
_NO_SUPPLEMENT = r"[\d第期总]"
"""What stands in no supplement: a number line with some of it there is worded otherwise."""
_PRINT_COUNT = r"[（(]?\s*+(?:共?印[数制发刷]?|共)?\s*+[:：]?\s*+(\d{1,9}+)\s*+份\s*+[）)]?"


def same_number(one: str, other: str) -> bool:
    """Whether two number lines say the same but for blanks and the width of brackets."""
    return re.sub(_BLANKS, "", _wide(one)) == re.sub(_BLANKS, "", _wide(other))


_BLANKS = r"\s+"
_DRESSED = (Kind.MARKING, Kind.MASTHEAD, Kind.EDITORS_NOTE, Kind.SOURCE, *ITEM_TEXTS)
"""Kinds besides headings that a layout may put something around."""
_LONGEST_LABEL = 10


def read_dated(text: str) -> tuple[str, datetime.date | None]:
    """What stands before the date at a text's end, however they are parted (by a tab, by blanks of any kind,
    by nothing), and the date; None where there is no such date. A tab parts even then."""
    start = max(len(text.rstrip()) - _LONGEST_DATE, 0)
    found = _DATE.search(text, start) or re.compile(_CHINESE_DATE).search(text, start)
    if found is None:
        before, tab, _ = text.rpartition("\t")
        return (before if tab else text).strip("\t"), None
    try:
        date = datetime.date(*map(_figure, found.groups()))
    except ValueError:
        date = None
    return text[: found.start()].rstrip(), date


_DATE = re.compile(
    r"(?<!\d)(\d{4})\s*+(?:年|[-./－．])\s*+(\d{1,2})\s*+(?:月|[-./－．])\s*+(\d{1,2})(?!\d)\s*+日?\s*+\Z"
)
_CHINESE_DATE = (
    r"(?<![〇○零一二三四五六七八九])([〇○零一二三四五六七八九]{4})\s*+年\s*+(元|[一二三四五六七八九十]{1,2})\s*+月"
    r"\s*+([一二三四五六七八九十]{1,3})\s*+日\s*+\Z"
)
_LONGEST_DATE = 60
"""Characters, blanks among them."""


def _figure(text: str) -> int:
    """The figures of a date's part; those in Chinese are a year's four, or a number below a hundred. Raises
    ValueError if they are none."""
    if text.isdecimal():
        return int(text)
    digits = text.translate(_CHINESE_FIGURES)
    if "十" not in digits:
        if len(digits) not in (1, 4):
            raise ValueError(text)
        return int(digits)
    tens, _, ones = digits.partition("十")
    if len(tens) > 1 or len(ones) > 1:
        raise ValueError(text)
    return int(tens or 1) * 10 + int(ones or 0)


_CHINESE_FIGURES = str.maketrans("〇○零元一二三四五六七八九", "0001123456789")


# ---- patterns

_FREE = "supplement"
"""The field that holds any text; all others are figures, with white space around them or not."""
_FIGURES = re.compile(r"\s*+(\d{1,9}+)\s*+")


class _Token(NamedTuple):
    """A field of a pattern by its name, or a text."""

    text: str
    is_field: bool


def _tokens(pattern: str) -> list[_Token]:
    """A pattern's texts and fields; the white space beside figures is theirs."""
    parts: list[_Token] = []
    for literal, field, *_ in Formatter().parse(pattern):
        if literal:
            parts.append(_Token(literal, is_field=False))
        if field:
            parts.append(_Token(field, is_field=True))
    figures = [token.is_field and token.text != _FREE for token in parts]
    for at, token in enumerate(parts):
        if not token.is_field:
            text = token.text.lstrip() if at and figures[at - 1] else token.text
            text = text.rstrip() if at + 1 < len(parts) and figures[at + 1] else text
            parts[at] = _Token(text, is_field=False)
    return parts


def _match(pattern: str, text: str) -> dict[str, str] | None:
    """What stands in `text` for the fields of a pattern; None if it is worded otherwise."""
    tokens = _tokens(pattern)
    free = next((at for at, token in enumerate(tokens) if token.text == _FREE and token.is_field), None)
    before, after = (tokens, []) if free is None else (tokens[:free], tokens[free + 1 :])
    fields: dict[str, str] = {}
    left = _taken(before, text.strip(), fields)
    if left is None or free is None:
        return fields if left == "" else None
    # What comes behind the free text is read from the end.
    mirrored: dict[str, str] = {}
    backwards = [token if token.is_field else token._replace(text=token.text[::-1]) for token in after[::-1]]
    left = _taken(backwards, left[::-1], mirrored)
    if left is None:
        return None
    return fields | {field: value[::-1] for field, value in mirrored.items()} | {_FREE: left[::-1]}


def _taken(tokens: Sequence[_Token], text: str, fields: dict[str, str]) -> str | None:
    """What is left of `text` behind these tokens, whose values are put into `fields`; None if they are not
    there."""
    for token in tokens:
        if not token.is_field:
            if not text.startswith(token.text):
                return None
            text = text[len(token.text) :]
            continue
        found = _FIGURES.match(text)
        if found is None:
            return None
        fields[token.text] = found[1]
        text = text[found.end() :]
    return text


def _wide(text: str) -> str:
    """A text with full-width brackets, which are typed either way."""
    return text.translate(_BRACKETS)


def _is_pattern(text: str, fields: tuple[str, ...]) -> bool:
    """Whether a text from outside is a pattern with these fields, each at most once, and nothing that
    `format` would do more with."""
    try:
        found = [part for part in Formatter().parse(text) if part[1] is not None]
    except ValueError:
        return False
    names = [field for _, field, _, _ in found]
    plain = all(not form and not conversion for _, _, form, conversion in found)
    return len(text) <= _LONGEST and plain and set(names) <= set(fields) and len(set(names)) == len(names)


_LONGEST = 80
_FORMS = {
    "numbers": "items",
    "number_text": "item_text",
    "mark_text": "mark_text",
    "signature_lines": "signature_lines",
}
"""The keys of a layout file for the fields of `HeadingForms`."""


def _form(table: Table, key: str, names: set[str]) -> str:
    """A form for numbers or marks from a copy."""
    text = table.text(key)
    if not _is_pattern(text, tuple(names)):
        table.wrong(key, "不是编号的写法")
    return text


def _fail(reason: str) -> NoReturn:
    raise ValueError(reason)
