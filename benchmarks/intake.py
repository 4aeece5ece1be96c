"""`python -m benchmarks.intake FILE [TIMES]`: takes in a Word file of 2,000 paragraphs, made from a bulletin.

Prints as JSON, in milliseconds of the processor, the median and the extremes of reading the file and of what
follows (cleaning, recognition, drafts). The manuscript is set as offices set theirs: each run with its own
face and size, headings bold or larger, a source at the right.
"""

from __future__ import annotations

import itertools
import json
import statistics
import tempfile
import time
from argparse import ArgumentParser, RawDescriptionHelpFormatter
from collections.abc import Iterator, Sequence
from pathlib import Path

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Pt

from benchmarks.volume import volume
from bulletin_desk.bulletin.grammar import walk_item
from bulletin_desk.bulletin.model import Issue, Kind
from bulletin_desk.intake.draft import take_in
from bulletin_desk.intake.read import read_manuscript
from bulletin_desk.storage.bulletin_file import read_bulletin

_PARAGRAPHS = 2_000
_ISSUES = 40
"""With more paragraphs than that."""
_FACES = {Kind.TITLE: ("方正小标宋简体", 22), Kind.SUBHEADING: ("黑体", 16), Kind.SOURCE: ("楷体_GB2312", 16)}
_ALIGNED = {Kind.TITLE: WD_ALIGN_PARAGRAPH.CENTER, Kind.SOURCE: WD_ALIGN_PARAGRAPH.RIGHT}


def _texts(issue: Issue) -> Iterator[tuple[Kind, str, int]]:
    """The texts of the items of many issues, of which no two are the same: kind, text, length of the run-in
    heading."""
    for section in volume(issue, _ISSUES).sections:
        for item in section.items:
            for node in walk_item(item):
                if node.text:
                    yield node.kind, node.text, node.run_in


def _write(issue: Issue, path: Path) -> None:
    document = Document()
    for kind, text, run_in in itertools.islice(_texts(issue), _PARAGRAPHS):
        paragraph = document.add_paragraph()
        paragraph.alignment = _ALIGNED.get(kind, WD_ALIGN_PARAGRAPH.JUSTIFY)
        face, size = _FACES.get(kind, ("仿宋_GB2312", 16))
        for part, is_bold in ((text[:run_in], True), (text[run_in:], False)):
            for words in filter(None, part.replace("，", "，\0").split("\0")):
                run = paragraph.add_run(words)
                run.font.size = Pt(size)
                run.font.bold = is_bold
                run.font.name = "Times New Roman"
                run.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), face)
    document.save(str(path))


def _spread(seconds: Sequence[float]) -> dict[str, float]:
    values = [round(1000 * each, 1) for each in sorted(seconds)]
    return {"median": round(statistics.median(values), 1), "shortest": values[0], "longest": values[-1]}


def main() -> None:
    """Writes the manuscript, takes it in again and again, prints."""
    parser = ArgumentParser(description=__doc__, formatter_class=RawDescriptionHelpFormatter)
    parser.add_argument("source", type=Path, metavar="FILE")
    parser.add_argument("times", type=int, nargs="?", default=11, metavar="TIMES")
    options = parser.parse_args()
    reading: list[float] = []
    following: list[float] = []
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "manuscript.docx"
        _write(read_bulletin(options.source), path)
        for _ in range(options.times + 1):
            began = time.process_time()
            manuscript = read_manuscript(path)
            read = time.process_time()
            take_in(manuscript)
            reading.append(read - began)
            following.append(time.process_time() - read)
    both = [one + other for one, other in zip(reading, following, strict=True)]
    spreads = {"reading": reading, "what follows": following, "both": both}
    print(json.dumps({name: _spread(values[1:]) for name, values in spreads.items()}))


if __name__ == "__main__":
    main()
