"""Marked copies that come back: whose changes they are, on which issue, and what is said of files that bring
none."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from lxml import etree  # type: ignore[import-untyped]

from bulletin_desk.bulletin.edits import remove, replace_range, text_at
from bulletin_desk.bulletin.grammar import block_of, item_path, title_of
from bulletin_desk.bulletin.model import Issue, Item, Place, Remark, Said, Section
from bulletin_desk.bulletin.proposals import take
from bulletin_desk.bulletin.returned_remarks import with_returned_remarks
from bulletin_desk.errors import UnreadableFileError
from bulletin_desk.export.docx.oxml import W
from bulletin_desk.reviewing import Brought, proposals_of_file, proposed
from bulletin_desk.storage.rounds import sent
from tests.bulletin.issues import TIDY
from tests.marked_copy import copy_of, marked, parts_changed, saved_by, without_bulletin

ITEM = item_path(1, 0)
BODY = block_of(ITEM, 0)
PLAIN = copy_of(TIDY)


def brought(docx: bytes, folder: Path, ours: Issue = TIDY) -> Brought:
    path = folder / "改过.docx"
    path.write_bytes(docx)
    return proposals_of_file(path, ours)


def said(found: Brought) -> list[tuple[str, str, str]]:
    return [(each.who, each.was, each.now) for each in found.proposals]


def test_a_copy_that_nobody_touched(tmp_path: Path) -> None:
    found = brought(PLAIN, tmp_path)
    assert found == Brought(TIDY, (), (), (), (), ("这份 Word 版和送出去的一样，里面没有修订。",))


def test_parts_without_a_word_are_not_missed_in_a_copy(tmp_path: Path) -> None:
    """No paper has them, so nobody can have taken them out."""
    first, second = TIDY.sections
    empty = replace(TIDY, sections=(Section("", ()), first, replace(second, items=(*second.items, Item("")))))
    found = brought(marked(copy_of(empty), "守正", "继往", "李主任"), tmp_path, empty)
    assert said(found) == [("李主任", "守正", "继往")]


def test_two_reviewers_in_one_file(tmp_path: Path) -> None:
    docx = marked(marked(PLAIN, "守正创新", "继往开来", "李主任"), "座谈会", "研讨会", "王处长")
    found = brought(docx, tmp_path)
    assert said(found) == [("王处长", "座谈", "研讨"), ("李主任", "守正创新", "继往开来")]
    assert [(each.who, each.when) for each in found.theirs] == [
        ("王处长", "2026-11-30T19:05"),
        ("李主任", "2026-11-30T19:05"),
    ]
    again = proposed(found.base, found.theirs)
    assert [each[:-1] for each in again] == [each[:-1] for each in found.proposals]
    assert found.sentences == ()
    ours = replace_range(TIDY, BODY, 0, 0, "去年，")
    for each in found.proposals:
        ours = take(ours, found.base, each)
    assert text_at(ours, BODY) == "去年，2023年，继往开来。"
    assert text_at(ours, title_of(item_path(0, 0))) == "研讨会召开"


def test_what_was_not_recorded_is_by_who_saved_the_file(tmp_path: Path) -> None:
    docx = marked(marked(PLAIN, "守正创新", "继往开来", "李主任"), "座谈会", "研讨会", "", tracked=False)
    found = brought(saved_by(docx, "王处长"), tmp_path)
    assert said(found) == [("王处长", "座谈", "研讨"), ("李主任", "守正创新", "继往开来")]
    unnamed = brought(marked(PLAIN, "座谈会", "研讨会", "Unknown Author"), tmp_path)
    assert said(unnamed) == [("没有署名", "座谈", "研讨")]
    nobody = brought(marked(PLAIN, "座谈会", "研讨会", "", tracked=False), tmp_path)
    assert said(nobody) == [("没有署名", "座谈", "研讨")]


def test_what_one_changed_of_anothers_is_by_both(tmp_path: Path) -> None:
    once = marked(PLAIN, "守正创新", "继往开来", "李主任")
    found = brought(marked(once, "往", "承", "王处长"), tmp_path)
    assert {who for who, _, _ in said(found)} <= {"李主任", "王处长", "李主任、王处长"}
    ours = TIDY
    for each in found.proposals:
        ours = take(ours, found.base, each)
    assert text_at(ours, BODY) == "2023年，继承开来。"


def test_what_cannot_be_placed_is_listed_with_its_words(tmp_path: Path) -> None:
    docx = marked(marked(PLAIN, "守正创新", "继往开来", "李主任"), "座谈会", "研讨会", "李主任")
    ours = remove(TIDY, ITEM)
    found = brought(docx, tmp_path, ours)
    assert [(each.was, each.now) for each in found.not_placed] == [("守正创新", "继往开来")]


def test_a_copy_that_lost_its_bulletin_is_held_against_what_was_sent_last(tmp_path: Path) -> None:
    ours = sent(TIDY, "送审稿 1", "2026-11-30T15:30", "张三")
    ours = replace_range(ours, BODY, 0, 0, "去年，")
    docx = without_bulletin(marked(PLAIN, "守正创新", "继往开来", "李主任"))
    found = brought(docx, tmp_path, ours)
    assert found.sentences[0] == "Word 版里随附的简报丢失了，按最近送出的一稿对照。"
    assert said(found) == [("李主任", "守正创新", "继往开来")]
    assert found.not_placed == ()
    assert said(brought(docx, tmp_path)) == said(found)


def test_a_copy_of_another_issue(tmp_path: Path) -> None:
    other = replace(TIDY, masthead=replace(TIDY.masthead, number=9), sections=())
    with pytest.raises(UnreadableFileError, match="这是另一期（《地方志简报》第2期）的 Word 版，打开着的是"):
        brought(PLAIN, tmp_path, other)
    renumbered = replace(TIDY, masthead=replace(TIDY.masthead, number=9))
    assert brought(PLAIN, tmp_path, renumbered).proposals == ()


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"\xd0\xcf\x11\xe0" + b"\0" * 600, "它是旧的 .doc 文件，或加了密码"),
        (b"PK\x03\x04 nonsense", "它不是 Word 文件（.docx），或已损坏"),
        (b"", "打不开"),
    ],
)
def test_files_that_are_none(data: bytes, sentence: str, tmp_path: Path) -> None:
    with pytest.raises(UnreadableFileError, match=sentence.replace("(", r"\(").replace(")", r"\)")):
        brought(data, tmp_path)


def test_a_word_file_of_somebody_else(tmp_path: Path) -> None:
    import docx

    document = docx.Document()
    document.add_paragraph("来稿一篇。")
    path = tmp_path / "来稿.docx"
    document.save(str(path))
    with pytest.raises(UnreadableFileError, match="这不是本程序写出的 Word 版，没有可以对照的原稿"):
        proposals_of_file(path, TIDY)


REMARK = Remark(Place(BODY, 6), Place(BODY, 8), (Said("科长", "2024-01-09T15:30", "守正？"),))
ANSWER = Said("王处长", "2024-01-10T09:30", "是。")
ANSWERED = replace(REMARK, said=(*REMARK.said, ANSWER), settled=True)


def test_remarks_come_at_their_words_in_our_issue(tmp_path: Path) -> None:
    """Those on words that a colleague took out, too; ours with their answers are one."""
    other = Remark(Place(BODY, 8), Place(BODY, 10), (Said("王处长", "", "创新"),))
    docx = marked(copy_of(replace(TIDY, remarks=(ANSWERED, other))), "创新", "出新", "王处长")
    ours = replace(replace_range(TIDY, BODY, 0, 0, "去年，"), remarks=(moved(REMARK, 3),))
    found = brought(docx, tmp_path, ours)
    assert found.remarks == (moved(ANSWERED, 3), moved(other, 3))
    assert with_returned_remarks(ours.remarks, found.remarks) == found.remarks


def moved(remark: Remark, by: int) -> Remark:
    start, end = (Place(each.path, each.offset + by) for each in (remark.start, remark.end))
    return replace(remark, start=start, end=end)


def test_a_remark_on_words_that_are_proposed_stands_at_their_place(tmp_path: Path) -> None:
    docx = marked(copy_of(replace(TIDY, remarks=(REMARK,))), "座谈会", "研讨会", "王处长")

    def on_what_came(name: str, data: bytes) -> bytes:
        if name != "word/document.xml":
            return data
        root = etree.fromstring(data)
        inserted = next(root.iter(f"{{{W}}}ins"))
        start, end = (next(root.iter(f"{{{W}}}commentRange{edge}")) for edge in ("Start", "End"))
        inserted.insert(0, start)
        inserted.extend((end, next(root.iter(f"{{{W}}}commentReference")).getparent()))
        made: bytes = etree.tostring(root)
        return made

    found = brought(parts_changed(docx, on_what_came), tmp_path)
    at = Place(title_of(item_path(0, 0)), 3)
    assert found.remarks == (replace(REMARK, start=at, end=at),)
    assert [each for each in found.sentences if "批注" in each] == []
