"""What a layout adds to a bulletin's texts (【】, 第…期, 信息公开选项：), and how it is taken off again.
Holds no XML."""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import NamedTuple, NoReturn

from bulletin_desk.bulletin.fields import DeclaredField
from bulletin_desk.bulletin.grammar import ITEM_TEXTS, SPEC
from bulletin_desk.bulletin.model import HEADING_KINDS, Addressee, Kind, Masthead
from bulletin_desk.checked import Table
from bulletin_desk.export.docx.row_words import (
    USUAL_CLOSING,
    USUAL_HEAD,
    RowWords,
    Values,
    field_tree,
    fields_from,
    kind_of,
    row_tree,
    rows_from,
    rows_of,
)
from bulletin_desk.export.docx.word_patterns import (
    FREE,
    LONGEST,
    NUMBERED,
    WITH_TOTAL,
    WITHOUT_TOTAL,
    is_pattern,
    match,
    wide,
)
from bulletin_desk.layouts.attachment_forms import AttachmentForms, read_attachment_forms
from bulletin_desk.layouts.block_forms import BlockForms, read_block_forms
from bulletin_desk.layouts.contents_form import ContentsForm, read_contents_form
from bulletin_desk.layouts.model import Layout
from bulletin_desk.layouts.offers import HeadingForms, Offers, read_heading_forms, read_offers
from bulletin_desk.layouts.rows import Piece, Row
from bulletin_desk.layouts.wordings import FieldSlot, Wording

NO_OFFERS = Offers()
NO_NUMBERS = HeadingForms()
STANDARD_BLOCKS = BlockForms()
STANDARD_ATTACHMENTS = AttachmentForms()


class CaptionForms(NamedTuple):
    """What the layout puts before captions of tables and of pictures, where anything, and whether those of
    pictures stand above them."""

    tables: str = ""
    pictures: str = ""
    above: bool = False


NO_CAPTIONS = CaptionForms()


@dataclass(frozen=True, slots=True)
class Words:
    """A layout's own words. `around` gives prefix and suffix by the layout's style; `offers` and `headings`
    say which parts the bulletin has, and how they are numbered, `blocks` how headings inside texts and lists
    are, `attachments` and `contents` how these are worded, `captions` how those of tables and pictures are
    numbered; `head` and `closing` are the rows that have words, from top to bottom, `declared` the layout's
    own fields."""

    with_total: str
    without_total: str
    label_end: str
    imprint_date_end: str
    disclosure_label: str
    print_count_text: str
    around: Mapping[str, tuple[str, str]]
    offers: Offers = NO_OFFERS
    headings: HeadingForms = NO_NUMBERS
    blocks: BlockForms = STANDARD_BLOCKS
    attachments: AttachmentForms = STANDARD_ATTACHMENTS
    contents: ContentsForm | None = None
    captions: CaptionForms = NO_CAPTIONS
    head: tuple[RowWords, ...] = USUAL_HEAD
    closing: tuple[RowWords, ...] = USUAL_CLOSING
    declared: tuple[DeclaredField, ...] = ()

    @classmethod
    def of(cls, layout: Layout) -> Words:
        """The words of a layout."""
        around = {name: (style.prefix, style.suffix) for name, style in layout.styles.items()}
        if around["section_head_2"] == around["section_head"]:
            del around["section_head_2"]
        closing = layout.closing.rows
        number = [piece for row in layout.head.rows for piece in row.pieces if piece.about in NUMBERED]
        with_total = "".join(piece.wording.text() for piece in number)
        without_total = "".join(piece.wording.text(whole=False) for piece in number)
        numbered = is_pattern(with_total, WITH_TOTAL) and is_pattern(without_total, WITHOUT_TOTAL)
        count = next(_about(closing, "print_count"), None)
        counted = count.wording.text().replace("{print_count}", "{count}") if count else ""
        words = cls(
            with_total if numbered else "第{number}期（总第{total}期）",
            without_total if numbered else "第{number}期",
            _around(closing, "label")[1] or "：",
            _around(closing, "imprint_date")[1],
            _around(closing, "disclosure")[0],
            counted if is_pattern(counted, ("count",)) else "共印{count}份",
            {name: pair for name, pair in around.items() if any(pair) or name == "section_head_2"},
            layout.offers,
            layout.headings,
            layout.blocks,
            layout.attachments,
            layout.contents,
            _caption_forms(layout),
        )

        def usual(row: Row) -> bool:
            return words._usual(row, layout)

        return replace(
            words,
            head=tuple(rows_of(layout, "head", usual)),
            closing=tuple(rows_of(layout, "closing", usual)),
            declared=layout.declared,
        )

    def _usual(self, row: Row, layout: Layout) -> bool:
        """Whether a row is worded as these words have its kind."""
        kind = kind_of(row)
        pieces = list(row.pieces)
        styles = [layout.styles[piece.style] for piece in pieces]
        if kind not in _DRESSED and any(style.prefix or style.suffix for style in styles):
            return False
        patterns = [piece.wording.pattern for piece in pieces]
        match kind:
            case Kind.MARKING | Kind.MASTHEAD | Kind.DATED_HEADER:
                return patterns == [f"{{{piece.about}}}" for piece in pieces]
            case Kind.NUMBER_LINE:
                return self._words_number(pieces[0].wording)
            case Kind.DISCLOSURE:
                return _says(pieces[0].wording, self.disclosure_label, "disclosure", "")
            case Kind.DISTRIBUTION:
                label, to = (piece.wording for piece in pieces)
                return _says(label, "", "label", self.label_end) and _says(to, "", "to", "")
            case Kind.IMPRINT:
                end = self.imprint_date_end
                return patterns[0] == "{imprint_office}" and _says(pieces[1].wording, "", "imprint_date", end)
            case Kind.PRINT_COUNT:
                text = self.print_count_text.format(count="{print_count}")
                wording = pieces[0].wording
                return list(wording.fields) == ["print_count"] and wording.fill("{{{}}}".format) == text
        return False

    def _words_number(self, wording: Wording) -> bool:
        """Whether a wording says what `number` does, whatever there is of number, total and supplement."""
        if not set(wording.fields) <= {"number", "total", "supplement"} or "number" not in wording.fields:
            return False
        return all(
            wording.fill({"number": "7", "total": str(total or ""), "supplement": supplement}.__getitem__)
            == self.number(Masthead("", 7, total, supplement=supplement))
            for total in (None, 8)
            for supplement in ("", "增刊")
        )

    def field(self, name: str) -> DeclaredField | None:
        """The layout's own field of this name."""
        return next((field for field in self.declared if field.name == name), None)

    def entry(self, entry: Addressee, values: Values, *, last: bool) -> str:
        """An entry of the distribution with its label, and behind the last one what stands beside it."""
        row = self.row(Kind.DISTRIBUTION)
        if row is None or not row.cells:
            return entry.label + self.label_end + entry.to
        named = replace(values, changed={"label": entry.label, "to": entry.to})
        left = (piece for cell in row.cells if cell.side == "left" for piece in cell.pieces)
        text = "".join(piece.text(named) or "" for piece in left)
        beside = row.right.text(values) if last and row.right else None
        return text if beside is None else f"{text}\t{beside}"

    def rows(self) -> tuple[RowWords, ...]:
        """All rows, those of the head first."""
        return (*self.head, *self.closing)

    def row(self, kind: Kind) -> RowWords | None:
        """The row of a kind that every bulletin has."""
        return next((row for row in self.rows() if row.kind is kind), None)

    def to_json(self) -> str:
        """As JSON, for the Word copy. What no bulletin need have is there only where this one has it."""
        around = {name: list(pair) for name, pair in self.around.items()}
        tree: dict[str, object] = {key: getattr(self, key) for key in _PATTERNS} | {"around": around}
        for key, rows, usual in (("head", self.head, USUAL_HEAD), ("closing", self.closing, USUAL_CLOSING)):
            if rows != usual:
                tree[key] = list(map(row_tree, rows))
        if self.declared:
            tree["declared"] = list(map(field_tree, self.declared))
        plain = NO_OFFERS._asdict()
        if self.offers != NO_OFFERS:
            offers = self.offers._asdict()
            tree["offers"] = {name: value for name, value in offers.items() if value != plain[name]}
        if self.headings != NO_NUMBERS:
            forms = self.headings._asdict()
            first, second = self.headings.sections
            tree["items"] = {key: forms[name] for key, name in _FORMS.items()}
            tree["sections"] = {"number_text": first, "number_text_2": second}
        if self.blocks != STANDARD_BLOCKS:
            tree["headings"] = dict(zip(_LEVELS, self.blocks.headings, strict=True))
            tree["lists"] = self.blocks.lists._asdict()
        if self.attachments != STANDARD_ATTACHMENTS:
            tree["attachments"] = self.attachments._asdict()
        if self.contents is not None:
            tree["contents"] = self.contents._asdict()
        if self.captions != NO_CAPTIONS:
            tree["captions"] = self.captions._asdict()
        return json.dumps(tree, ensure_ascii=False)

    @classmethod
    def from_json(cls, text: str) -> Words | None:
        """From JSON; None if it is not what `to_json` wrote."""
        try:
            tree = json.loads(text)
            around = {
                name: (str(prefix), str(suffix)) for name, (prefix, suffix) in tree.pop("around").items()
            }
            head, closing = (
                rows_from(tree.pop(key)) if key in tree else usual
                for key, usual in (("head", USUAL_HEAD), ("closing", USUAL_CLOSING))
            )
            declared = fields_from(tree.pop("declared", []))
            captions = CaptionForms(**tree.pop("captions", {}))
            parts = {key: tree.pop(key) for key in _TABLES if key in tree}
            table = Table(parts, "", _fail)
            offers, headings = read_offers(table), read_heading_forms(table, _form)
            blocks = read_block_forms(table, _form)
            words = cls(
                around=around,
                offers=offers,
                headings=headings,
                blocks=blocks,
                attachments=read_attachment_forms(table, _form),
                contents=read_contents_form(table, _form),
                captions=captions._replace(above=captions.above is True),
                head=head,
                closing=closing,
                declared=declared,
                **tree,
            )
        except (ValueError, TypeError, AttributeError, KeyError, RecursionError):
            return None
        texts = [*tree.values(), *around, *(text for pair in around.values() for text in pair)]
        numbers = (captions.tables, captions.pictures)
        texts += numbers
        if not all(isinstance(text, str) and len(text) <= LONGEST for text in texts):
            return None
        known = (
            is_pattern(words.with_total, WITH_TOTAL)
            and is_pattern(words.without_total, WITHOUT_TOTAL)
            and is_pattern(words.print_count_text, ("count",))
            and all(not form or is_pattern(form, ("number",)) for form in numbers)
        )
        return words if known else None

    def numbers(self, kind: Kind) -> bool:
        """Whether headings inside a text of a kind may have numbers that the layout makes."""
        return kind in HEADING_KINDS and bool(self.blocks.headings[HEADING_KINDS.index(kind)])

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
            found = match(pattern, text) or match(wide(pattern), wide(text))
            if found and found.get("number") and not re.search(_NO_SUPPLEMENT, found.get(FREE, "")):
                total = found.get("total")
                return int(found["number"]), int(total) if total else None, found.get(FREE, "")
        rest = re.sub(_TOTAL, "", text)  # first, for it holds what a number looks like
        number, total_number = re.findall(_NUMBER, rest), re.findall(_TOTAL, text)
        rest = re.sub(_NOT_SAID, "", re.sub(_YEAR, "", re.sub(_NUMBER, "", rest)))
        if len(number) != 1 or len(total_number) > 1 or re.search(_NO_SUPPLEMENT, rest):
            return None
        return int(number[0]), int(total_number[0]) if total_number else None, rest

    def read_print_count(self, text: str) -> int | None:
        """The print count from its wording, with brackets and 共印 or without; None if it is worded
        otherwise."""
        found = match(self.print_count_text, text)
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


def _caption_forms(layout: Layout) -> CaptionForms:
    tables, pictures = (
        form if is_pattern(form, ("number",)) else ""
        for form in (layout.tables.number, layout.pictures.number)
    )
    return CaptionForms(tables, pictures, above=layout.pictures.caption == "above")


def _about(rows: tuple[Row, ...], field: str) -> Iterator[Piece]:
    return (piece for row in rows for piece in row.pieces if piece.about == field)


def _around(rows: tuple[Row, ...], field: str) -> tuple[str, str]:
    """The words around a field; none where they are longer than any that are read back."""
    piece = next(_about(rows, field), None)
    around = piece.wording.around(field) if piece else ("", "")
    return around if max(map(len, around)) <= LONGEST else ("", "")


def _says(wording: Wording, before: str, name: str, behind: str) -> bool:
    """Whether a wording is a field between these words."""
    return wording.parts == (*filter(None, (before,)), FieldSlot(name), *filter(None, (behind,)))


_PATTERNS = (
    *("with_total", "without_total", "label_end", "imprint_date_end", "disclosure_label", "print_count_text"),
)
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
    return re.sub(_BLANKS, "", wide(one)) == re.sub(_BLANKS, "", wide(other))


_BLANKS = r"\s+"
_DRESSED = (
    *(Kind.MARKING, Kind.MASTHEAD, Kind.EDITORS_NOTE, Kind.SOURCE, *ITEM_TEXTS),
    *(Kind.LIST_ITEM, Kind.NUMBERED_ITEM),
)
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


_FORMS = {
    "numbers": "items",
    "number_text": "item_text",
    "mark_text": "mark_text",
    "signature_lines": "signature_lines",
}
"""The keys of a layout file for the fields of `HeadingForms`."""


_LEVELS = ("number_text", "number_text_2", "number_text_3", "number_text_4")
"""The keys of a layout file for the numbers of headings, by level."""
_TABLES = ("offers", "items", "sections", "headings", "lists", "attachments", "contents")
"""The tables of a layout file that a copy carries."""


def _form(table: Table, key: str, names: set[str]) -> str:
    """A form for numbers or marks from a copy."""
    text = table.text(key)
    if not is_pattern(text, tuple(names)):
        table.wrong(key, "不是编号的写法")
    return text


def _fail(reason: str) -> NoReturn:
    raise ValueError(reason)
