"""Holds a Word copy against our own pages: LibreOffice lays it out, and its lines and pages are compared
with ours.

Judges only; changes nothing. Knows nothing of how the Word copy is made.
"""

from __future__ import annotations

import re
import tempfile
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any, NoReturn
from xml.sax.saxutils import escape

from bulletin_desk import programs
from bulletin_desk.bulletin.model import Kind
from bulletin_desk.errors import BulletinDeskError
from bulletin_desk.fonts.faces import Faces, load_faces
from bulletin_desk.pages.model import Page, PlacedLine, rows
from bulletin_desk.paths import bytes_of
from bulletin_desk.pdfium import pdfium
from bulletin_desk.resources import resource

OFFICIAL_NAMES = {
    "xiaobiaosong": ("方正小标宋简体", "方正小标宋_GBK"),
    "fangsong": ("仿宋_GB2312", "仿宋"),
    "hei": ("黑体",),
    "kai": ("楷体_GB2312", "楷体"),
    "song": ("宋体",),
    "latin": ("Times New Roman",),
}
_TIME_LIMIT = 180
_TIME_LIMIT_PER_FILE = 20
"""Seconds; a slow machine needs a tenth of them."""
_LARGEST = 512 << 20
_SAME_BASELINE = 3.0
"""Points: what stands closer than this is one line (faces of different ascent on one line differ by less)."""
_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Difference:
    """Lines in a row that differ: ours and LibreOffice's, from the page of ours on."""

    page: int
    ours: tuple[str, ...]
    theirs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """How much of a Word copy LibreOffice sets as we do."""

    body_lines: int
    same_body_lines: int
    pages: int
    same_pages: int
    same_page_starts: int
    their_pages: int
    differences: tuple[Difference, ...]
    table_lines: int = 0
    same_table_lines: int = 0

    @property
    def same(self) -> bool:
        """Whether every line and page is the same."""
        return not self.differences and self.pages == self.their_pages == self.same_pages

    def text(self) -> str:
        """The report for the clerk: one sentence, then the differing lines."""
        tables = f"表格 {self.table_lines} 行中 {self.same_table_lines} 行相同，" if self.table_lines else ""
        said = [
            f"LibreOffice 排出的正文 {self.body_lines} 行中 {self.same_body_lines} 行相同，{tables}"
            f"{self.pages} 面中 {self.same_pages} 面相同。"
        ]
        if self.their_pages != self.pages:
            said.append(f"LibreOffice 排成了 {self.their_pages} 面。")
        for difference in self.differences[:_SHOWN]:
            said.append(f"第 {difference.page} 面：")
            said += [f"  本程序：{line}" for line in difference.ours]
            said += [f"  LibreOffice：{line}" for line in difference.theirs]
        if len(self.differences) > _SHOWN:
            said.append(f"另有 {len(self.differences) - _SHOWN} 处不同，没有列出。")
        return "\n".join(said) + "\n"


def compare_with_libreoffice(docx: Path, pages: Sequence[Page]) -> Report:
    """What LibreOffice makes of the Word copy at `docx`, against the pages that it was written from.

    The shipped faces stand in for the official ones, whatever is installed. Raises BulletinDeskError where
    LibreOffice is missing, or the conversion fails.
    """
    with tempfile.TemporaryDirectory(prefix="bulletin-desk-") as folder:
        (pdf,) = convert([docx], Path(folder))
        theirs = pdf_lines(pdf)
    return compare(pages, theirs)


def compare(pages: Sequence[Page], theirs: Sequence[Sequence[str]]) -> Report:
    """Our pages against the lines of another program's pages."""
    ours: list[tuple[int, Kind, str]] = []
    same_pages = same_starts = 0
    for page in pages:
        lines = [("".join(placed.line.text for placed in row), row[0].kind) for row in _joined(rows(page))]
        if page.folio:
            lines.append((page.folio.line.text, Kind.FOLIO))
        lines = [(line, kind) for line, kind in lines if _plain(line)]
        ours += [(page.number, kind, line) for line, kind in lines]
        other = [_plain(line) for line in theirs[page.number - 1]] if page.number <= len(theirs) else []
        mine = [_plain(line) for line, _ in lines]
        same_pages += mine == other
        same_starts += mine[:1] == other[:1]
    flat = [line for page_lines in theirs for line in page_lines]
    matcher = SequenceMatcher(
        None, [_plain(line) for _, _, line in ours], [_plain(line) for line in flat], autojunk=False
    )
    same: Counter[Kind] = Counter()
    differences = []
    for tag, start, end, other_start, other_end in matcher.get_opcodes():
        if tag == "equal":
            same.update(kind for _, kind, _ in ours[start:end])
        else:
            differences.append(
                Difference(
                    ours[min(start, len(ours) - 1)][0] if ours else 1,
                    tuple(line for _, _, line in ours[start:end]),
                    tuple(flat[other_start:other_end]),
                )
            )
    whole = Counter(kind for _, kind, _ in ours)
    return Report(
        body_lines=whole[Kind.BODY],
        same_body_lines=same[Kind.BODY],
        table_lines=sum(whole[kind] for kind in _IN_TABLES),
        same_table_lines=sum(same[kind] for kind in _IN_TABLES),
        pages=len(pages),
        same_pages=same_pages,
        same_page_starts=same_starts,
        their_pages=len(theirs),
        differences=tuple(differences),
    )


_IN_TABLES = (Kind.TABLE_HEAD, Kind.TABLE)


def _joined(found: Iterable[tuple[PlacedLine, ...]]) -> Iterable[tuple[PlacedLine, ...]]:
    """Rows of lines, those made one whose baselines are as close as those of one line; each from left to
    right."""
    made: list[tuple[PlacedLine, ...]] = []
    for row in found:
        if made and row[0].y - made[-1][0].y <= _SAME_BASELINE:
            made[-1] += row
        else:
            made.append(row)
    return [tuple(sorted(row, key=_start)) for row in made]


def _start(placed: PlacedLine) -> float:
    return placed.x + min(placed.line.edges, default=0)


def _plain(line: str) -> str:
    """A line without what has no ink, of which text extraction makes some up, with one of each
    compatibility pair, and without leaders, which have as many dots as each program likes."""
    inked = "".join(
        char
        for char in unicodedata.normalize("NFKC", line)
        if not char.isspace() and unicodedata.category(char) != "Cf"
    )
    return _LEADER.sub("", inked)


_DOTS = "|".join(rf"(?<!{dot}){dot}{{2,}}+" for dot in map(re.escape, ".·_-—─"))
_LEADER = re.compile(rf"(?:{_DOTS})(?=\D?\d{{1,4}}\D?\Z)")


def convert(files: Sequence[Path], folder: Path) -> list[Path]:
    """The PDFs that LibreOffice makes of Word files, in `folder`, with a profile of its own there."""
    command = programs.libreoffice(files[0])
    if command is None:
        raise BulletinDeskError("没有找到 LibreOffice，不能核对 Word 版的行和面：请先安装 LibreOffice。")
    fonts = folder / "fonts.conf"
    fonts.write_text(font_configuration(load_faces(use_installed=False), folder), encoding="utf-8")
    profile = (folder / "profile").resolve().as_uri()
    arguments = [str(command), f"-env:UserInstallation={profile}", "--headless", "--norestore"]
    arguments += ["--convert-to", "pdf", "--outdir", str(folder)]
    sources = []
    for number, file in enumerate(files):
        sources.append(folder / f"copy{number}.docx")
        sources[-1].write_bytes(_copy(file))
    limit = _TIME_LIMIT + _TIME_LIMIT_PER_FILE * len(files)
    try:
        arguments += map(str, sources)
        code, said = programs.run(arguments, folder, limit, {"FONTCONFIG_FILE": str(fonts)})
    except programs.TimeUpError as error:
        raise BulletinDeskError(
            f"LibreOffice 过了 {limit:.0f} 秒还没有把 Word 版转换出来，没有核对：请关掉别的程序再试。"
        ) from error
    except OSError as error:
        raise BulletinDeskError(f"LibreOffice 没有把 Word 版转换出来（{error}）。") from error
    made = [source.with_suffix(".pdf") for source in sources]
    if not all(pdf.is_file() for pdf in made):
        raise BulletinDeskError(f"LibreOffice 没有把 Word 版转换出来（{said or f'退出码 {code}'}）。")
    return made


def _copy(file: Path) -> bytes:
    def fail(reason: str) -> NoReturn:
        raise BulletinDeskError(f"读不了要核对的 Word 版“{file}”：{reason}。")

    data = bytes_of(file, _LARGEST, fail, "请写明其中的 .docx 文件")
    if len(data) > _LARGEST:
        fail(f"文件超过{_LARGEST >> 20} MiB")
    return data


def font_configuration(faces: Faces, folder: Path) -> str:
    """A fontconfig file that knows the shipped faces alone and gives them for the official ones."""
    parts = [
        '<?xml version="1.0"?>\n<!DOCTYPE fontconfig SYSTEM "fonts.dtd">\n<fontconfig>\n',
        f"<dir>{escape(str(resource('fonts')))}</dir><cachedir>{escape(str(folder / 'fonts'))}</cachedir>\n",
    ]
    for role, official in OFFICIAL_NAMES.items():
        file = faces.roles[role].face.file
        weight = "bold" if "Bold" in file.postscript_name() else "regular"
        family = min(file.names(), key=lambda name: (len(name), name))
        for name in official:
            parts.append(
                f'<match target="pattern"><test name="family"><string>{name}</string></test>'
                f'<edit name="family" mode="assign" binding="same"><string>{escape(family)}</string></edit>'
                f'<edit name="weight" mode="assign"><const>{weight}</const></edit></match>\n'
            )
    parts.append("</fontconfig>\n")
    return "".join(parts)


_HYPHEN = 2
"""What pdfium gives a hyphen as that ends a line."""


def pdf_lines(pdf: Path) -> list[list[str]]:
    """The lines of each page of a PDF from top to bottom, characters from left to right."""
    with pdfium() as library:
        return _pdf_lines(library.PdfDocument(pdf), library.raw)


def _pdf_lines(document: Any, raw: Any) -> list[list[str]]:
    import ctypes

    x, y = ctypes.c_double(), ctypes.c_double()
    try:
        found = []
        for page in document:
            text = page.get_textpage()
            characters = []
            high = 0  # pdfium gives a character beyond U+FFFF as its two surrogates
            for index in range(text.count_chars()):
                code = raw.FPDFText_GetUnicode(text, index)
                if 0xD800 <= code < 0xDC00:
                    high = code
                    continue
                if 0xDC00 <= code < 0xE000:
                    code = 0x10000 + ((high - 0xD800) << 10) + code - 0xDC00
                char = "-" if code == _HYPHEN else chr(code)
                if char.isspace() or not char.isprintable():
                    continue
                raw.FPDFText_GetCharOrigin(text, index, x, y)
                characters.append((y.value, x.value, char))
            found.append(list(_lines(characters)))
    finally:
        document.close()
    return found


def _lines(characters: Iterable[tuple[float, float, str]]) -> Iterable[str]:
    line: list[tuple[float, str]] = []
    at = 0.0
    for y, x, char in sorted(characters, key=lambda entry: -entry[0]):
        if line and at - y > _SAME_BASELINE:
            yield "".join(char for _, char in sorted(line))
            line = []
        if not line:
            at = y
        line.append((x, char))
    if line:
        yield "".join(char for _, char in sorted(line))
