"""A layout, an office and a first bulletin out of an old issue: what was seen of it, its parts, what the
layout says of each, laid on the old pages to see how far it agrees."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

from bulletin_desk.bulletin.model import Issue, LayoutText
from bulletin_desk.bulletin.office import Office, model_of, shipped_offices
from bulletin_desk.errors import InvalidLayoutError
from bulletin_desk.fonts.faces import Faces, load_faces
from bulletin_desk.gathering.doubts import Doubt
from bulletin_desk.gathering.reading import Known
from bulletin_desk.layouts.model import Layout
from bulletin_desk.layouts.read import load_layout
from bulletin_desk.layouts.standard import STANDARD
from bulletin_desk.layouts.write import layout_file
from bulletin_desk.learning.body_layout import body_layout
from bulletin_desk.learning.fixed_layout import FixedLayout, fixed_layout
from bulletin_desk.learning.laid import Laid, lay
from bulletin_desk.learning.learned import Learned, Off
from bulletin_desk.learning.line_fit import Fitted, fit
from bulletin_desk.learning.made_breaks import without_made_breaks
from bulletin_desk.learning.parting import parted
from bulletin_desk.learning.questions import questions_of
from bulletin_desk.learning.repairs import repaired, within_bounds
from bulletin_desk.learning.seen_rule import seen_rule
from bulletin_desk.learning.sighting import Sighting
from bulletin_desk.learning.sights import sight
from bulletin_desk.pipeline import carrying, layout_in
from bulletin_desk.units import MM

Tell = Callable[[str, int, int], None]
"""Hears what is being done, in the clerk's words, how far it is and of how much; what it raises ends the
work."""
_REPAIRS = 12
"""How many parts of a layout that can't be read are mended before it is given up."""
_CORRECTIONS = 3
"""How often the comparison with the old pages corrects the layout at most."""
_AROUND = (Fraction(0), Fraction(-1, 2), Fraction(1, 2), Fraction(-1), Fraction(1))
"""Cells around the block's width that are tried as measures."""
_QUARTER = Fraction(1, 4)
_TOP = 10
"""Paragraphs of page 1 among which a name is."""
_LARGE = 1.7
"""Times the size of running text: type of a name, no title's."""
_LONGEST_NAME = 24
_SHEET = Fraction(1, 2)
"""Points by which a sheet's side may miss whole millimetres."""
_POOR = 0.8
"""Of the printed lines: where fewer agree with the rule, that is told."""


def _unheard(what: str, done: int, of: int) -> None:
    """Where nobody listens."""


def learn(files: Sequence[Path], tell: Tell = _unheard, *, faces: Faces | None = None) -> Learned:
    """What is learned from one issue: a Word file, a PDF, or both of the same issue (formats and words from
    Word then, printed lines from the PDF). `tell` hears what is being done, in the clerk's words, and how far
    it is; what it raises ends the work. Lines are set in `faces`, in those of this machine where none are
    given. Raises UnreadableFileError, NoIssueError."""
    faces = faces or load_faces()
    sighting = sight(files, tell)
    return _Learner(sighting, faces, tell).learned()


def compared(
    files: Sequence[Path], text: LayoutText, tell: Tell = _unheard, *, faces: Faces | None = None
) -> tuple[tuple[Off, ...], tuple[int, int]]:
    """How far an old issue, set in a layout, agrees with what was printed: what is otherwise, and how many
    lines are alike, and of how many. Raises UnreadableFileError, NoIssueError, InvalidLayoutError."""
    faces = faces or load_faces()
    sighting = sight(files, tell)
    learner = _Learner(sighting, faces, tell)
    laid = learner.lay(carrying(learner.issue(), text), layout_in(text))
    return laid.off, laid.lines


class _Learner:
    def __init__(self, sighting: Sighting, faces: Faces, tell: Tell) -> None:
        self._sighting = sighting
        self._faces = faces
        self._tell = tell
        tell("分开报头、正文和版记", 0, 0)
        known = Known(shipped_offices())
        names = [office.one_line for office in known.offices]
        self._parts = parted(sighting, names)
        if not self._parts.told.name and (largest := _largest(sighting)):
            self._parts = parted(sighting, [*names, largest])
        self._body = body_layout(sighting, self._parts.body, known)
        self._fixed = fixed_layout(sighting, self._parts, faces)
        self._doubts = [*sighting.doubts, *self._fixed.doubts, *self._body.doubts]

    def issue(self) -> Issue:
        """The old issue, in no layout yet."""
        return self._body.filled(self._fixed.issue)

    def learned(self) -> Learned:
        sighting, issue = self._sighting, self.issue()
        layout = _with_fixed(self._body.into(_begun(sighting, issue)), self._fixed)
        fitted = self._fit(layout)
        if fitted is not None:
            layout = _with_rule(layout, fitted)
            self._doubts += _of_rule(fitted)
        elif sighting.rule is not None:
            layout = replace(layout, lines=sighting.rule)
        layout = self._readable(layout, issue)
        layout, laid = self._laid(layout, issue)
        text = _text(layout, issue, sighting)
        layout = layout_in(text)
        issue = without_made_breaks(carrying(issue, text), layout, self._faces)
        pages = len(sighting.pages) if sighting.kind == "pdf" else 0
        return Learned(
            layout=layout,
            text=text,
            office=_office(issue, layout),
            issue=issue,
            doubts=tuple(dict.fromkeys(self._doubts)),
            questions=questions_of(layout, issue, fitted, self._open(), pages),
            off=laid.off,
            lines=laid.lines,
            fitted=fitted,
            pages=sighting.pages,
        )

    def lay(self, issue: Issue, layout: Layout) -> Laid:
        """The issue in a layout beside what was seen of it."""
        return lay(self._sighting, self._parts, issue, layout, self._faces, self._fixed.copy)

    def _open(self) -> tuple[str, ...]:
        """What the old issue can't tell, besides the line rule."""
        told = self._sighting.widow_control is not None
        return self._fixed.open if told else (*self._fixed.open, "widow_control")

    def _fit(self, layout: Layout) -> Fitted | None:
        """The line rule that the printed lines tell, if there are any."""
        block, body = layout.text_block, layout.styles["body"]
        exact = block.width / body.advance
        whole = Fraction(round(exact))
        measures = dict.fromkeys((exact, *(whole + by for by in _AROUND)))
        by_em = block.cell / body.advance
        witnesses = [
            each._replace(indent=round(each.indent * by_em / _QUARTER) * _QUARTER)
            for each in self._sighting.witnesses
        ]

        def tell(done: int, of: int) -> None:
            self._tell("找断行的规则", done, of)

        usual = seen_rule(self._sighting.paragraphs, block.cell)
        return fit(witnesses, self._faces, body.latin_face, tuple(measures), tell, usual)

    def _readable(self, layout: Layout, issue: Issue) -> Layout:
        """The layout as its file is read. What no file may have so is left out, or is as the standard has it;
        that is told."""
        layout = within_bounds(layout)
        for _ in range(_REPAIRS):
            try:
                return layout_in(_text(layout, issue, self._sighting))
            except InvalidLayoutError as error:
                layout, said = repaired(layout, str(error))
                self._doubts.append(Doubt("layout", said))
        return layout_in(_text(layout, issue, self._sighting))

    def _laid(self, layout: Layout, issue: Issue) -> tuple[Layout, Laid]:
        """The layout moved to where the old pages were printed, and how far it agrees with them."""
        best = self.lay(_in(issue, layout), layout)
        for number in range(_CORRECTIONS):
            self._tell("对照旧的一期", number, _CORRECTIONS)
            try:
                trial = layout_in(_text(within_bounds(best.corrected(layout)), issue, self._sighting))
            except InvalidLayoutError:
                break
            if trial == layout:
                break
            laid = self.lay(_in(issue, trial), trial)
            if laid.worth <= best.worth:
                break
            layout, best = trial, laid
        return layout, best


def _largest(sighting: Sighting) -> str:
    """The words of the largest type at the top of page 1, if they are much larger than the text and may be a
    name; empty if there are none."""
    first = [
        one
        for one in sighting.paragraphs[:_TOP]
        if one.page == 0 and one.look.size >= _LARGE * sighting.block.size
    ]
    names = [one for one in first if not any(char.isdigit() or char in "：:，。" for char in one.text)]
    largest = max(names, key=lambda one: one.look.size, default=None)
    text = "".join(largest.text.split()) if largest else ""
    return text if 1 < len(text) <= _LONGEST_NAME else ""


def _begun(sighting: Sighting, issue: Issue) -> Layout:
    """The standard's layout on the paper and in the block that were seen."""
    standard = load_layout(STANDARD)
    block = sighting.block
    return replace(
        standard,
        name=issue.masthead.one_line or sighting.file.stem,
        paper_width=_of_paper(sighting.width),
        paper_height=_of_paper(sighting.height),
        text_block=standard.text_block._replace(
            top=block.top,
            left=block.left,
            cell=block.cell,
            cells=block.cells,
            line_pitch=block.pitch,
            lines=block.lines,
            widow_control=bool(sighting.widow_control),
        ),
    )


def _with_fixed(layout: Layout, fixed: FixedLayout) -> Layout:
    return replace(
        layout,
        head=fixed.head,
        closing=fixed.closing,
        folio=fixed.folio,
        styles={**layout.styles, **fixed.styles},
        declared=fixed.declared,
        numbering=fixed.numbering,
    )


def _of_paper(length: Fraction) -> Fraction:
    """A side of a sheet, in whole millimetres where it is as good as that."""
    whole = round(length / MM) * MM
    return whole if abs(whole - length) < _SHEET else round(length * 100) / Fraction(100)


def _with_rule(layout: Layout, fitted: Fitted) -> Layout:
    """The layout with the rule that was found, and as wide as the measure that was."""
    chosen = fitted.chosen.candidate
    block, advance = layout.text_block, layout.styles["body"].advance
    width = chosen.cells * advance
    if abs(width - block.width) > advance / 8:
        cells = round(width / block.cell)
        block = block._replace(cells=cells, cell=width / cells)
    return replace(layout, lines=chosen.rule, text_block=block)


def _of_rule(fitted: Fitted) -> list[Doubt]:
    agreed = fitted.chosen.agreed + fitted.apart.agreed
    of = fitted.chosen.of + fitted.apart.of
    if agreed >= of * _POOR:
        return []
    said = f"印的{of}行里，只有{agreed}行断在找到的规则会断的地方，正文换行会和以前不同。"
    return [Doubt("layout", said)]


def _text(layout: Layout, issue: Issue, sighting: Sighting) -> LayoutText:
    name = issue.masthead.one_line or sighting.file.stem
    about = f"照着{sighting.file.name}做的版式"
    return LayoutText(name, layout_file(layout, about))


def _in(issue: Issue, layout: Layout) -> Issue:
    return carrying(issue, LayoutText(layout.name, layout_file(layout)))


def _office(issue: Issue, layout: Layout) -> Office:
    """What stands in every issue of the bulletin; how many had appeared before the year, where its total
    number tells."""
    office = model_of(issue, Office(""), layout.declared)
    office = replace(office, name=office.name or layout.name)
    masthead, year = issue.masthead, issue.dated_header.date.year
    before = (masthead.total_number or 0) - masthead.number
    if masthead.total_number and before >= 0 and layout.numbering.counts == "year":
        office = replace(office, issues_before={year: before})
    return office
