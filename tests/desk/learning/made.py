"""What learning might give of an example, made by hand: its PDF, its layout, questions, doubts."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

from bulletin_desk.bulletin.model import Issue, LayoutText
from bulletin_desk.bulletin.office import office_like
from bulletin_desk.export.pdf.info import DocumentInfo, moment
from bulletin_desk.export.pdf.write import pdf_bytes
from bulletin_desk.fonts.faces import Faces
from bulletin_desk.gathering.doubts import Doubt
from bulletin_desk.layouts.line_rule import OFFICE_RULE
from bulletin_desk.layouts.read import DEFAULT, layout_text
from bulletin_desk.learning.evidence import SeenPage
from bulletin_desk.learning.learned import Answer, Learned, Off, Question
from bulletin_desk.learning.line_fit import Against, Agreement, Candidate, Fitted
from bulletin_desk.learning.pdf_evidence import read_pdf
from bulletin_desk.learning.places import Spot
from bulletin_desk.pipeline import in_layout, layout_of
from bulletin_desk.typeset.typesetter import Typesetter
from tests.learning.word_copies import example

REAL = "2024-01-09"
AGAINST = "中国特色社会主义思想凝心铸魂，守正创新、踔厉奋发，充分履"
"""A line of the first page."""
RULE = Spot(0, 80, 250, 440, 2)
CHOSEN = Candidate(Fraction(28), OFFICE_RULE)


def made_pdf(file: Path, faces: Faces, name: str = "") -> Path:
    """An example's pages as a PDF; none named: the real issue's, as far as `small_issue` goes."""
    issue, layout = example(name or REAL)
    issue = issue if name else small_issue()
    pages = Typesetter(layout, faces).typeset(issue)
    file.write_bytes(pdf_bytes(pages, DocumentInfo("一期", "", "", moment(issue.dated_header.date)), faces))
    return file


def small_issue() -> Issue:
    """The real issue with its first item only."""
    issue, _ = example(REAL)
    first = issue.sections[0]
    return replace(issue, sections=(replace(first, items=first.items[:1]),))


def made(pages: tuple[SeenPage, ...]) -> Learned:
    """What the real issue's PDF would tell, with something of everything that the dialog shows."""
    issue = in_layout(small_issue())
    layout, _ = layout_of(issue)
    text = LayoutText("learned", layout_text(DEFAULT)[1])
    block = layout.text_block
    narrow = replace(layout, text_block=block._replace(cells=block.cells - 1))
    full = replace(layout, lines=OFFICE_RULE._replace(quotes="full"))
    left = replace(layout, folio=layout.folio._replace(odd="left", even="left"))
    return Learned(
        layout=layout,
        text=text,
        office=office_like(issue),
        issue=replace(issue, layout=text),
        doubts=(
            Doubt("structure", "报头里这一行不知道是什么，先当作固定的字", "四川省地方志工作办公室"),
            Doubt("left", "有一条线不知道画来做什么，没有照着画"),
        ),
        questions=(
            Question("每行几个字？", "两种都说得通。", (Answer("28 字", layout), Answer("27 字", narrow))),
            Question(
                "正文里的引号占多宽？",
                "这一期的引号都不在行末，看不出来。",
                (Answer("半个字", layout), Answer("一个字", full)),
            ),
            Question(
                "双面的页码在哪边？",
                "旧的一期只有一面有页码。",
                (Answer("外侧", layout), Answer("都在左边", left)),
            ),
        ),
        off=(
            Off("第1面", "离纸顶 90 毫米的横线", 0.6, "低了 0.6 毫米", Spot(0, 80, 250, 440, 2)),
            Off("版记", "内部资料", 0.4),
        ),
        lines=(128, 130),
        fitted=Fitted(
            chosen=Agreement(CHOSEN, 69, 69),
            apart=Agreement(CHOSEN, 33, 34),
            runner_up=Agreement(CHOSEN._replace(rule=OFFICE_RULE._replace(quotes="full")), 61, 69),
            against=(Against(3, 1, AGAINST, AGAINST[:-1]),),
            open=("hanging",),
        ),
        pages=pages,
    )


def learned_of(file: Path) -> Learned:
    """The same with the pages of a PDF."""
    return made(read_pdf(file))


def learned_of_word(file: Path) -> Learned:
    """The same as from a Word file: the head only, no printed lines."""
    first = read_pdf(file)[0]
    head = first._replace(lines=first.lines[:4])
    return made((head,))._replace(fitted=None, questions=(), doubts=(), off=(), lines=(0, 0))
