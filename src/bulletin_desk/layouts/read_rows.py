"""Reads the rows of the head and the closing block. Must not know how they are set."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal, cast

from bulletin_desk.bulletin.fields import TYPED, DeclaredField
from bulletin_desk.checked import Table, shown
from bulletin_desk.layouts.lengths import IN_EM, MOST_PITCH, MOST_RULE, Measures, length_of
from bulletin_desk.layouts.model import STYLES, Folio, Style
from bulletin_desk.layouts.rows import Cell, CellSide, Closing, ClosingPlace, Fit, Head, Piece, Row, Rule
from bulletin_desk.layouts.wordings import Wording, parsed

BUILT_IN: Mapping[str, str] = {
    "name": "masthead",
    "number": "number_line",
    "total": "number_line",
    "supplement": "number_line",
    "marking": "marking",
    "issuer": "issuer",
    "date": "header_date",
    "year": "header_date",
    "month": "header_date",
    "day": "header_date",
    "copy": "marking",
    "disclosure": "disclosure",
    "imprint_office": "imprint",
    "imprint_date": "imprint",
    "print_count": "print_count",
}
"""The fields that every bulletin has, and the style that a piece of them has unless it says otherwise."""
ENTRY: Mapping[str, str] = {"label": "distribution", "to": "distribution"}
"""The fields of an entry of the distribution."""
_TYPED = {
    "head": frozenset({"name", "marking", "issuer"}),
    "closing": frozenset({"disclosure", "imprint_office"} | ENTRY.keys()),
}
"""Those of every bulletin whose text is typed on the page."""
LEAST_NAME = Fraction(4)
"""Points: of the type of any name."""
NAME_PITCH = Fraction(6, 5)
"""Em between the lines of a name, where a layout says nothing else."""
MOST_SPACED = 9
"""Characters of the longest name that is letter-spaced."""
_REPEATED = "distribution"
"""Whose entries a row may stand for."""
_MOST_ROWS = 40
_MOST_PIECES = 12
_LONGEST_WORDING = 200
_SIDES: tuple[CellSide, ...] = ("left", "centre", "right", "spread")
_PLACED = ("line", "top", "space")
_MEANT = {
    **dict.fromkeys(("text", "align"), "left”、“centre”或“right"),
    **dict.fromkeys(("style", "size", "face", "font", "colour"), 'centre = { text = "…", style = "…" }'),
    "thickness": 'rule = { thickness = "1 pt" }',
}
"""What keys of a row are meant for that are like none."""
_MEANT_IN_CLOSING = _MEANT | dict.fromkeys(("line", "top"), "space")
_MEANT_IN_CELL = dict.fromkeys(("size", "face", "font", "colour"), "style")


@dataclass(slots=True)
class RowReader:
    """Reads rows by a layout's grid, styles and own fields. Remembers which texts have a place: a text is
    typed in one place only."""

    measures: Measures
    styles: Mapping[str, Style]
    declared: Mapping[str, DeclaredField]
    _placed: dict[str, str]

    @classmethod
    def of(
        cls, measures: Measures, styles: Mapping[str, Style], declared: Iterable[DeclaredField]
    ) -> RowReader:
        """A reader of a layout's rows."""
        return cls(measures, styles, {field.name: field for field in declared}, {})

    def head(self, table: Table) -> Head:
        """The table `head`."""
        block = self.measures.block
        lines = table.integer("lines", least=1, most=block.lines - 1) if table.has("lines") else None
        deepest = block.lines - 2 if lines is None else lines
        rows = tuple(self._head_row(row, deepest) for row in table.tables("rows", _MOST_ROWS))
        if lines is None:
            lines = max((row.line for row in rows if row.line is not None), default=1)
        head = Head(
            lines=lines,
            space_after=table.integer("space_after", least=0, most=block.lines - lines - 1),
            rows=rows,
        )
        table.done()
        return head

    def closing(self, table: Table, folio: Folio, paper: Fraction) -> Closing:
        """The table `closing`, on paper of a height in points."""
        block = self.measures.block
        closing = Closing(
            line_pitch=self.measures.length(table, "line_pitch", least=Fraction(4), most=MOST_PITCH),
            rows=tuple(map(self._closing_row, table.tables("rows", _MOST_ROWS))),
            space_before=table.integer("space_before", least=0, most=block.lines - 1, default=0),
            even_page=table.flag("even_page", default=False),
            folio_after_blank=table.flag("folio_after_blank", default=False),
            place=cast(ClosingPlace, table.choice("place", ("foot", "text"), "foot")),
        )
        table.done()
        if closing.place == "text" and closing.even_page:
            table.wrong("place", '是 "text"，版记紧跟正文，就不能要求它排在双面：请去掉 even_page 或 place')
        if closing.place == "text" and any(row.margin for row in closing.rows):
            table.wrong(
                "rows", '里 at = "margin" 的一行排不下：版记紧跟正文（place = "text"），请改为 at = "block"'
            )
        why = margin_trouble(closing, folio, self.styles, self.measures, paper, ' at = "block"')
        if why:
            table.wrong("rows", f'里 at = "margin" 的一行排不下：{why}')
        return closing

    # ---- rows

    def _head_row(self, table: Table, lines: int) -> Row:
        block = self.measures.block
        given = [key for key in _PLACED if table.has(key)]
        cells = self._cells(table, "head")
        row = Row(
            cells=cells,
            line=table.integer("line", least=1, most=lines) if "line" in given else None,
            top=self.measures.length(table, "top", least=-block.top, most=lines * block.line_pitch)
            if "top" in given
            else None,
            space=self._space(table),
            pitch=self._pitch(table),
            height=self._height(table, cells),
            keeps_room=self._keeps_room(table),
            rule=self._rule(table),
            fit=self._fit(table, cells),
        )
        table.done(_MEANT)  # a misspelt key is told before what is lacking for it
        if len(given) != 1:
            said = f"写了 {' 和 '.join(given)}" if given else "哪一个都没有写"
            table.wrong("line", f"或 top、space 要写一个，也只能写一个，来说这一行排在哪里；现在{said}")
        _check_filled(table, row)
        return row

    def _closing_row(self, table: Table) -> Row:
        repeats = table.has("repeat")
        if repeats:
            table.choice("repeat", [_REPEATED])
        cells = self._cells(table, "closing", repeats=repeats)
        if repeats:
            left = next((cell for cell in cells if cell.side == "left"), None)
            if left is None or [piece.about for piece in left.pieces] != ["label", "to"]:
                table.wrong("left", '有 repeat 的一行，应为 ["{label}：", "{to}"]：抬头在前，单位在后')
            if any(cell.side not in ("left", "right") for cell in cells):
                table.wrong("right", "有 repeat 的一行，除了 left 只能有 right")
        row = Row(
            cells=cells,
            space=self._space(table),
            space_after=self.measures.length(
                table, "space_after", most=self.measures.block.height, default=Fraction(0)
            ),
            pitch=self._pitch(table),
            height=self._height(table, cells),
            keeps_room=self._keeps_room(table),
            rule=self._rule(table),
            repeats=repeats,
            rule_between=self.measures.length(table, "rule_between", most=MOST_RULE, default=Fraction(0)),
            margin=table.choice("at", ("block", "margin"), default="block") == "margin",
            needs_rules=table.flag("needs_rules", default=True),
        )
        if row.rule and cells:
            table.wrong("rule", "在版记里自成一行：请另写一个 [[closing.rows]]，里面只写 rule")
        if row.rule_between and not repeats:
            table.wrong("rule_between", "只用在有 repeat 的一行：它是报送单位条与条之间的线")
        table.done(_MEANT_IN_CLOSING)
        _check_filled(table, row)
        return row

    def _space(self, table: Table) -> Fraction | None:
        most = self.measures.block.height
        return self.measures.length(table, "space", most=most) if table.has("space") else None

    def _pitch(self, table: Table) -> Fraction | None:
        if not table.has("pitch"):
            return None
        return self.measures.length(table, "pitch", least=Fraction(4), most=MOST_PITCH)

    def _height(self, table: Table, cells: tuple[Cell, ...]) -> Fraction:
        if not table.has("height"):
            return Fraction(0)
        if cells:
            table.wrong("height", "只用在没有文字、只留空的一行；有文字的一行用 pitch 说一行多高")
        return self.measures.length(table, "height", most=self.measures.block.height)

    @staticmethod
    def _keeps_room(table: Table) -> bool:
        return table.choice("empty", ("gone", "room"), default="gone") == "room"

    def _rule(self, table: Table) -> Rule | None:
        if not table.has("rule"):
            return None
        inside = table.table("rule", '{ thickness = "1 pt" }')
        most = self.measures.block.height
        rule = Rule(
            thickness=self.measures.length(inside, "thickness", most=MOST_RULE),
            colour=self.measures.colour(inside, "colour", "text"),
            gap=self.measures.length(inside, "gap", most=most, default=Fraction(0)),
            double=self.measures.length(inside, "double", most=MOST_RULE) if inside.has("double") else None,
        )
        inside.done()
        return rule

    def _fit(self, table: Table, cells: tuple[Cell, ...]) -> Fit | None:
        if not table.has("fit"):
            return None
        pieces = [piece for cell in cells for piece in cell.pieces]
        if len(pieces) != 1 or not pieces[0].typed or cells[0].side != "centre":
            table.wrong("fit", '只用在 centre 里只排一栏文字的一行，如 centre = "{name}"')
        inside = table.table("fit", "{}")
        fit = Fit(
            least=self.measures.length(
                inside,
                "least",
                least=LEAST_NAME,
                most=self.styles[pieces[0].style].size,
                default=LEAST_NAME,
            ),
            pitch=length_of(
                inside, "pitch", least=Fraction(1), most=Fraction(3), default=NAME_PITCH, scale=IN_EM
            ),
            widths=name_widths(inside, "widths", self.measures),
        )
        inside.done()
        return fit

    # ---- cells

    def _cells(
        self, table: Table, where: Literal["head", "closing"], *, repeats: bool = False
    ) -> tuple[Cell, ...]:
        cells = tuple(
            Cell(side, tuple(self._pieces(table, side, where, repeats=repeats)))
            for side in _SIDES
            if table.has(side)
        )
        if len(cells) > 1 and cells[-1].side == "spread":
            table.wrong("spread", "把几段文字排满一行，不能和 left、centre、right 同在一行")
        return cells

    def _pieces(
        self, table: Table, side: str, where: Literal["head", "closing"], *, repeats: bool
    ) -> list[Piece]:
        pieces = []
        for each in table.tables_or_texts(side, "text", _MOST_PIECES):
            wording = self._wording(each, repeats=repeats)
            about = about_of(wording)
            style = each.choice("style", self._style_names, usual_style(about, where), _own_style)
            typed = wording.fields == (about,) and is_typed(about, where, self.declared.get(about))
            if typed:
                self._place(each, about)
            pieces.append(Piece(wording, style, about, typed))
            each.done(_MEANT_IN_CELL)
        return pieces

    @property
    def _style_names(self) -> tuple[str, ...]:
        """The layout's own styles, which are the likeliest to be meant, before the others."""
        return tuple(sorted(self.styles, key=STYLES.__contains__))

    def _wording(self, table: Table, *, repeats: bool) -> Wording:
        known = [*(ENTRY if repeats else ()), *BUILT_IN, *self.declared]
        return read_wording(table, "text", known, _LONGEST_WORDING)

    def _place(self, table: Table, name: str) -> None:
        if name in self._placed:
            table.wrong("text", f"里的 {{{name}}} 在 {self._placed[name]} 已经排过；一栏文字只能排一处")
        self._placed[name] = table.path("text")


def _check_filled(table: Table, row: Row) -> None:
    """Fails for a row in which nothing stands and which keeps no room."""
    if not (row.cells or row.rule or row.height):
        table.wrong("left", "或 centre、right、spread 要写一个；只有线的一行写 rule，只留空的写 height")


def about_of(wording: Wording) -> str:
    """The field that a wording is about: one of every bulletin before others, a number before a date."""
    names = wording.fields
    return next((name for name in (*ENTRY, *BUILT_IN) if name in names), next(iter(names), ""))


def is_typed(name: str, where: Literal["head", "closing"], own: DeclaredField | None) -> bool:
    """Whether a field's text is typed where it stands: a text of this part of the bulletin; `own` is the
    layout's own field of that name."""
    return name in _TYPED[where] if own is None else own.kind in TYPED and own.where == where


def usual_style(about: str, where: str) -> str:
    """The style of a piece about a field in `head` or `closing`, where its layout doesn't say."""
    return BUILT_IN.get(about) or ENTRY.get(about) or ("issuer" if where == "head" else "imprint")


def _own_style(name: str) -> str:
    return f"；自己的样式要先写一段 [styles.{shown(name)}]"


def read_wording(table: Table, key: str, known: Iterable[str], longest: int) -> Wording:
    """A text with fields; an unknown field or a lone bracket is wrong."""
    text = table.text(key, max_length=longest)
    try:
        wording = parsed(text)
    except ValueError as error:
        table.wrong(key, str(error))
    known = list(known)
    for name in known if "｛" in text else ():
        if f"｛{name}｝" in text:
            table.wrong(key, f"里的花括号要用英文的，写成 {{{name}}}")
    for name in wording.fields:
        if name not in known:
            usable = "、".join(f"{{{one}}}" for one in known[:20])
            table.wrong(key, f"里的 {{{name}}} 不认识，可用 {usable}{_meant(name, known)}")
    return wording


_CALLED = {
    "名称": "name",
    "期号": "number",
    "期数": "number",
    "总期号": "total",
    "总期数": "total",
    "增刊": "supplement",
    "密级": "marking",
    "单位": "issuer",
    "编发单位": "issuer",
    "日期": "date",
    "年": "year",
    "月": "month",
    "日": "day",
    "份号": "copy",
    "印发机关": "imprint_office",
    "印发日期": "imprint_date",
    "印数": "print_count",
}
"""What people call fields that every bulletin has."""


def _meant(name: str, known: list[str]) -> str:
    """What a field that is not known is likely meant for."""
    import difflib  # only a failure pays for it

    if name in ENTRY:
        return '；它只用在 repeat = "distribution" 的一行'
    near = [_CALLED[name]] if _CALLED.get(name) in known else difflib.get_close_matches(name, known, 1)
    return f"；可能是 {{{near[0]}}}" if near else ""


def name_widths(table: Table, key: str, measures: Measures) -> Mapping[int, Fraction]:
    """The widths of letter-spaced names by their numbers of characters."""
    if not table.has(key):
        return {}
    widths = table.table(key, '{ 2 = "90 mm", 4 = "120 mm" }')
    counts = [str(count) for count in range(2, MOST_SPACED + 1)]
    for count in widths.keys():  # noqa: SIM118 (a Table is no dict)
        if count not in counts:
            widths.wrong(count, f"不认识：这里写名称的字数，2 至 {MOST_SPACED}")
    most = measures.block.width
    found = {int(count): measures.length(widths, count, most=most) for count in counts if widths.has(count)}
    widths.done()
    return found


def margin_trouble(
    closing: Closing,
    folio: Folio,
    styles: Mapping[str, Style],
    measures: Measures,
    paper: Fraction,
    instead: str,
) -> str:
    """Why what stands in the margin can't stand there, and what to write `instead`; empty if it can: it must
    find paper below the text block, and no page number on its side."""
    block = measures.block
    for row in closing.rows:
        for cell in row.cells if row.margin else ():
            size = max(styles[piece.style].size for piece in cell.pieces)
            space = row.space or Fraction(0)
            if block.top + block.height + space + size > paper:
                return f"版心下边的纸排不下印数，请把版心改小或改为{instead}"
            sides = (folio.even,) if closing.even_page else (folio.odd, folio.even)
            beside = cell.side in sides or cell.side == "spread"
            if beside and folio.gap < space + 2 * size:
                turn = "把页码换一边" if closing.even_page else "写 even_page = true"
                return f"印数会和页码挤在一起，请{turn}，或改为{instead}"
    return ""


def as_side(style: Style) -> CellSide:
    """The cell in which a style's own text stands."""
    return cast(CellSide, "left" if style.align in ("justified", "distributed") else style.align)
