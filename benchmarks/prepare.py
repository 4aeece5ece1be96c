"""Writes the texts that are measured, for every contender in its own format.

Run with the installed program. `python -m benchmarks.prepare FOLDER COUNT` writes `issue` and `volume` (of
COUNT issues) with the endings .bulletin, .json (a list of kind, text and length of the run-in heading),
.typ and .fodt.
"""

from __future__ import annotations

import json
from argparse import ArgumentParser, RawDescriptionHelpFormatter
from collections.abc import Iterator
from pathlib import Path

from benchmarks.peers.fodt import flat_odt
from benchmarks.peers.typst_source import typst_source
from benchmarks.volume import volume
from bulletin_desk.bulletin.dates import chinese_date
from bulletin_desk.bulletin.matching import text_of
from bulletin_desk.bulletin.model import Body, Issue
from bulletin_desk.layouts.read import load_layout
from bulletin_desk.storage.bulletin_file import read_bulletin, write_bulletin
from bulletin_desk.typeset.wording import number_text

_EXAMPLE = Path(__file__).resolve().parents[1] / "examples" / "2024-01-09.bulletin"


def flat(issue: Issue) -> Iterator[tuple[str, str, int]]:
    """All text of an issue in the order of the paper: kind, text, length of the run-in heading."""
    header = issue.dated_header
    yield "masthead", issue.masthead.name, 0
    yield "number", number_text(issue, load_layout("sichuan-gazetteer")), 0
    yield "header", f"{header.issuer}\u3000{chinese_date(header.date)}", 0
    for section in issue.sections:
        yield "section", f"【{section.name}】", 0
        for item in section.items:
            yield "title", item.title, 0
            for block in item.blocks:
                if isinstance(block, Body):
                    yield "body", block.text, block.run_in
                else:
                    yield "subheading", text_of(block), 0
            if item.source:
                yield "source", item.source, 0
    yield "closing", f"信息公开选项：{issue.disclosure}", 0
    for entry in issue.distribution:
        yield "closing", f"{entry.label}：{entry.to}", 0
    if issue.imprint:
        yield "closing", f"{issue.imprint.office}\u3000{chinese_date(issue.imprint.date)}印发", 0


def main() -> None:
    """Writes both texts in every format."""
    parser = ArgumentParser(description=__doc__, formatter_class=RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, metavar="FOLDER")
    parser.add_argument("count", type=int, metavar="COUNT")
    options = parser.parse_args()
    folder, count = options.folder, options.count
    issue = read_bulletin(_EXAMPLE)
    for name, document in (("issue", issue), ("volume", volume(issue, count))):
        write_bulletin(folder / f"{name}.bulletin", document)
        text = list(flat(document))
        (folder / f"{name}.json").write_text(json.dumps(text, ensure_ascii=False), encoding="utf-8")
        (folder / f"{name}.typ").write_text(typst_source(text), encoding="utf-8")
        (folder / f"{name}.fodt").write_text(flat_odt(text), encoding="utf-8")


if __name__ == "__main__":
    main()
