"""Paragraphs that a signature follows, in the Word copy and back."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import docx
import pytest
from docx.document import Document
from docx.text.paragraph import Paragraph

from bulletin_desk.bulletin.model import Body, Issue, Item, Kind, Section
from bulletin_desk.export.docx.kept import kept_with_signature
from bulletin_desk.export.docx.read import read_docx
from bulletin_desk.export.docx.write import docx_bytes
from bulletin_desk.fonts.faces import load_faces
from bulletin_desk.pages.model import Portion
from bulletin_desk.typeset.typesetter import Typesetter
from tests.export.docx import word
from tests.export.docx.generated import issue_of_lines
from tests.layouts.further import layout_with

LAYOUT = layout_with()
LONG = Body("会议指出，要坚持早研判、早部署，压实县（市、区）责任，把各项工作落到实处。" * 3, 5, ((2, 9),))
SIGNATURE = "某某市办公室\n2024年1月9日"


def signed(before: int, body: Body = LONG) -> Issue:
    """An issue whose signed paragraph stands below so many others."""
    blocks = (*(Body(f"第{number}段。") for number in range(before)), body)
    item = Item("召开会议", blocks, signature=SIGNATURE)
    return replace(issue_of_lines(1), sections=(Section("动态", (item,)),))


def _copy(issue: Issue, *, free: bool = False) -> Document:
    pages = Typesetter(LAYOUT, load_faces(use_installed=False)).typeset(issue)
    return docx.Document(io.BytesIO(docx_bytes(issue, LAYOUT, pages, free=free)))


def _text(document: Document) -> list[Paragraph]:
    """The signed paragraph's one or two."""
    found = [one for one in document.paragraphs if set(one.text) & set("研压")]
    assert found
    return found


def _kept(paragraph: Paragraph) -> bool:
    return bool(paragraph.paragraph_format.keep_with_next)


@pytest.fixture(scope="module")
def divided() -> Issue:
    """An issue whose signed paragraph would stand on a page without its signature."""
    return next(issue for issue in map(signed, range(30)) if len(_text(_copy(issue))) == 2)


def test_a_paragraph_beside_its_signature_is_kept_with_it() -> None:
    (paragraph,) = _text(_copy(signed(0)))
    assert _kept(paragraph)


def test_the_last_line_alone_is_kept_where_our_pages_cut_the_paragraph_for_it(divided: Issue) -> None:
    first, last = _text(_copy(divided))
    assert not _kept(first)
    assert _kept(last)
    assert last.style is not None
    assert last.style.name == "正文（接上行）"
    assert last.style.paragraph_format.first_line_indent == 0


def test_a_paragraph_that_is_cut_at_a_full_page_is_not_kept() -> None:
    copies = [_text(_copy(signed(before))) for before in range(30)]
    assert any(len(found) == 1 and not _kept(found[0]) for found in copies)


def test_a_free_copy_keeps_every_paragraph_whole(divided: Issue) -> None:
    (paragraph,) = _text(_copy(divided, free=True))
    assert _kept(paragraph)


def test_which_line_is_kept() -> None:
    def portion(
        path: tuple[str | int, ...], kind: Kind, page: int, first: int, last: int, rows: int
    ) -> Portion:
        return Portion(path, kind, page, first, last, 4, (), rows)

    body = ("sections", 0, "items", 0, "blocks", 0, "text")
    signature = ("sections", 0, "items", 0, "signature")
    after = portion(signature, Kind.SIGNATURE, 2, 0, 2, 3)
    cut = [portion(body, Kind.BODY, 1, 0, 3, 20), portion(body, Kind.BODY, 2, 3, 4, 1), after]
    assert kept_with_signature(cut, 21) == {body: 3}
    assert kept_with_signature(cut, 20) == {}
    assert kept_with_signature([portion(body, Kind.BODY, 2, 0, 4, 4), after], 21) == {body: 0}


# ---- and back


Edit = Callable[[Document], object]


def _read(document: Document, folder: Path) -> tuple[tuple[Body, ...], tuple[str, ...]]:
    file = folder / "copy.docx"
    document.save(str(file))
    found, notes = read_docx(file)
    blocks = found.sections[0].items[0].blocks
    assert all(isinstance(block, Body) for block in blocks)
    assert found.sections[0].items[0].signature == SIGNATURE
    return tuple(block for block in blocks if isinstance(block, Body)), notes


@pytest.mark.parametrize("free", [False, True])
def test_an_untouched_copy_is_the_bulletin(divided: Issue, tmp_path: Path, free: bool) -> None:
    file = tmp_path / "copy.docx"
    _copy(divided, free=free).save(str(file))
    assert read_docx(file) == (divided, ())


def test_words_typed_into_either_part_are_read(divided: Issue, tmp_path: Path) -> None:
    document = _copy(divided)
    for paragraph in _text(document):
        paragraph.runs[-1].text += "新"
    blocks, notes = _read(document, tmp_path)
    assert len(notes) == 1
    assert blocks[-1].text.count("新") == 2
    assert blocks[-1].text.replace("新", "") == LONG.text
    assert (blocks[-1].run_in, blocks[-1].bold) == (LONG.run_in, LONG.bold)


def test_the_last_line_is_a_paragraph_where_the_others_were_deleted(divided: Issue, tmp_path: Path) -> None:
    document = _copy(divided)
    first, last = _text(document)
    said = last.text
    word.delete([first])
    blocks, _ = _read(document, tmp_path)
    assert [block.text for block in blocks[-2:]] == [_one_before(divided), said]


def _one_before(issue: Issue) -> str:
    block = issue.sections[0].items[0].blocks[-2]
    assert isinstance(block, Body)
    return block.text


def test_enter_in_the_last_line_divides_the_paragraph_there(divided: Issue, tmp_path: Path) -> None:
    document = _copy(divided)
    _, last = _text(document)
    said = last.text
    last.insert_paragraph_before(said[:3], last.style)
    last.text = said[3:]
    blocks, _ = _read(document, tmp_path)
    assert blocks[-1].text == said[3:]
    assert blocks[-2].text == LONG.text[: -len(said) + 3]


def test_a_copy_without_styles_has_the_paragraph_whole(divided: Issue, tmp_path: Path) -> None:
    document = _copy(divided)
    word.make_normal(word.everywhere(document))
    file = tmp_path / "copy.docx"
    document.save(str(file))
    texts = [
        block.text for block in read_docx(file)[0].sections[0].items[0].blocks if isinstance(block, Body)
    ]
    assert LONG.text in texts


def test_lines_without_a_word_go_on_as_well(tmp_path: Path) -> None:
    """Wherever our pages cut the paragraph for its signature."""
    for before in range(30):
        issue = signed(before, Body("\n"))
        _copy(issue).save(str(tmp_path / "copy.docx"))
        assert read_docx(tmp_path / "copy.docx") == (issue, ())
