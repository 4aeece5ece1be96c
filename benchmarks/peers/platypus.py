"""`platypus.py TEXT PDF FONTS`: one text to PDF with ReportLab's own page maker, in its own process."""

import json
from argparse import ArgumentParser, RawDescriptionHelpFormatter
from pathlib import Path
from xml.sax.saxutils import escape

from reportlab.lib.colors import CMYKColor
from reportlab.lib.enums import TA_CENTER, TA_JUSTIFY, TA_LEFT, TA_RIGHT
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Frame, PageTemplate, Paragraph

_FILES = (
    ("fang", "FandolFang-Regular"),
    ("kai", "FandolKai-Regular"),
    ("hei", "NotoSansSC-Regular"),
    ("song", "NotoSerifSC-Bold"),
    ("latin", "LiberationSerif-Regular"),
)


def style(font: str, size: float, alignment: int, leading: float = 30, **more: object) -> ParagraphStyle:
    """A style on the layout's line pitch."""
    return ParagraphStyle(
        font, fontName=font, fontSize=size, leading=leading, alignment=alignment, wordWrap="CJK", **more
    )


styles = {
    "masthead": style("song", 44.8, TA_CENTER, 60, textColor=CMYKColor(0, 1, 1, 0)),
    "number": style("fang", 16, TA_CENTER),
    "header": style("fang", 16, TA_LEFT),
    "section": style("hei", 16, TA_LEFT),
    "title": style("song", 22, TA_CENTER),
    "subheading": style("hei", 16, TA_CENTER),
    "body": style("fang", 16, TA_JUSTIFY, firstLineIndent=32),
    "source": style("fang", 16, TA_RIGHT),
    "closing": style("fang", 14, TA_LEFT, 26),
}


def folio(canvas: Canvas, _: BaseDocTemplate) -> None:
    """The page number."""
    number = canvas.getPageNumber()
    canvas.setFont("latin", 14)
    draw = canvas.drawRightString if number % 2 else canvas.drawString
    draw(27 * mm + (448 if number % 2 else 0), A4[1] - 37 * mm - 630 - 7 * mm - 12, f"— {number} —")


def main() -> None:
    """Sets the text."""
    parser = ArgumentParser(description=__doc__, formatter_class=RawDescriptionHelpFormatter)
    parser.add_argument("text", type=Path, metavar="TEXT")
    parser.add_argument("pdf", metavar="PDF")
    parser.add_argument("fonts", type=Path, metavar="FONTS")
    options = parser.parse_args()
    for name, file in _FILES:
        pdfmetrics.registerFont(TTFont(name, options.fonts / f"{file}.ttf"))
    story = []
    for kind, words, run_in in json.loads(options.text.read_text(encoding="utf-8")):
        head = f'<font name="kai">{escape(words[:run_in])}</font>' if run_in else ""
        story.append(Paragraph(head + escape(words[run_in:]).replace("\n", "<br/>"), styles[kind]))
    frame = Frame(27 * mm, A4[1] - 37 * mm - 630, 448, 630, 0, 0, 0, 0)
    document = BaseDocTemplate(options.pdf, pagesize=A4)
    document.addPageTemplates(PageTemplate(frames=[frame], onPage=folio))
    document.build(story)


if __name__ == "__main__":
    main()
