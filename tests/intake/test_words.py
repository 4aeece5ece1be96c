"""All characters of a Word file, one after the other."""

from __future__ import annotations

from pathlib import Path

from bulletin_desk.intake.read import read_manuscript, read_whole
from bulletin_desk.intake.words import words_of
from tests.intake.word import members, p, r, saved, table, word

BOX = (
    "<w:r><w:pict><v:shape><v:textbox><w:txbxContent>{}</w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
)


def words(body: str, **parts: str) -> tuple[str, ...]:
    return words_of(members(word(body, parts)))


def test_paragraphs_cells_and_boxes_in_their_order() -> None:
    body = p("甲") + table(("乙", "丙"), ("丁", "")) + p(r("戊") + BOX.format(p("己")) + r("庚")) + p("辛")
    assert [text for text in words(body) if text] == ["甲", "乙", "丙", "丁", "戊庚", "己", "辛"]


def test_what_is_no_text() -> None:
    deleted = '<w:del w:id="1" w:author="a"><w:r><w:delText>删去</w:delText></w:r></w:del>'
    inserted = f'<w:ins w:id="2" w:author="a">{r("添上")}</w:ins>'
    field = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>DATE</w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        f'{r("1月9日")}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    assert words(p(r("甲") + deleted + inserted + r("看不见", "<w:vanish/>") + field)) == ("甲添上1月9日",)


def test_a_footnote_stands_where_it_hangs() -> None:
    note = f'<w:footnote w:id="2">{p("见第3面")}</w:footnote>'
    assert words(p(r("甲") + '<w:r><w:footnoteReference w:id="2"/></w:r>' + r("乙")), footnotes=note) == (
        "甲见第3面乙",
    )


def test_headers_are_none_of_it_and_what_is_no_word_file_has_none() -> None:
    assert words(p("甲"), header=p("页眉")) == ("甲",)
    assert words_of({"word/document.xml": b"<html/>"}) == ()
    assert words_of({}) == ()


def test_a_file_is_read_with_its_words(tmp_path: Path) -> None:
    file = saved(tmp_path, word(p("甲") + p("乙")))
    whole = read_whole(file)
    assert whole.words == ("甲", "乙")
    assert whole.manuscript == read_manuscript(file)
    (tmp_path / "稿.txt").write_text("丙", encoding="utf-8")
    assert read_whole(tmp_path / "稿.txt").words is None
