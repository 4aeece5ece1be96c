"""Remarks in the Word copy: real comments at their words, which come back as the same remarks, whatever was
done to the copy in between."""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import docx
import pytest
from docx.document import Document
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree  # type: ignore[import-untyped]

from bulletin_desk.bulletin.grammar import MADE, Node, block_of, cell_of, item_path, order, title_of, walk
from bulletin_desk.bulletin.model import Body, Issue, Item, Kind, Place, Remark, Said, Section
from bulletin_desk.bulletin.put_out import as_put_out
from bulletin_desk.export.docx.read import read_docx
from bulletin_desk.export.docx.write import docx_bytes
from bulletin_desk.fonts.faces import load_faces
from bulletin_desk.layouts.read import load_layout
from bulletin_desk.typeset.typesetter import TypesetPages, Typesetter
from tests.bulletin.further import FURTHER
from tests.bulletin.issues import SMALL
from tests.bulletin.rich import RICH, RICH_PATH
from tests.export.docx.conftest import Make
from tests.export.docx.generated import attached_issue
from tests.layouts.further import layout_with

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
WHEN = "2024-01-09T15:30"
TYPESETTER = Typesetter(load_layout(), load_faces(use_installed=False))


def remark(start: Place, end: Place, text: str = "请核对。", *more: Said, settled: bool = False) -> Remark:
    return Remark(start, end, (Said("科长", WHEN, text), *more), settled)


def over(node: Node, start: int = 0, end: int | None = None) -> Remark:
    """A remark on a part of one text."""
    return remark(Place(node.path, start), Place(node.path, len(node.text) if end is None else end))


def set_in_pages(issue: Issue, by: Typesetter = TYPESETTER) -> TypesetPages:
    return by.typeset(as_put_out(issue))


def copy_of(issue: Issue, *, free: bool = False, by: Typesetter = TYPESETTER) -> bytes:
    return docx_bytes(issue, by.layout, set_in_pages(issue, by), free=free, remarks=issue.remarks)


def read(data: bytes, folder: Path) -> tuple[Issue, tuple[str, ...]]:
    file = folder / "copy.docx"
    file.write_bytes(data)
    return read_docx(file)


def part(data: bytes, name: str) -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        return packed.read(name).decode()


def printed(issue: Issue, by: Typesetter = TYPESETTER) -> list[Node]:
    """The texts that the copy has, in the order of the paper."""
    nodes = {node.path: node for node in walk(issue) if node.text}
    paths = [
        path for one, path in set_in_pages(issue, by).paragraphs() if one.kind not in MADE and path in nodes
    ]
    return [nodes[path] for path in sorted(set(paths), key=order)]


def random_remarks(
    issue: Issue, chance: random.Random, count: int, by: Typesetter = TYPESETTER
) -> tuple[Remark, ...]:
    """Remarks on words and between them, over several texts, with answers and settled ones."""
    nodes = printed(issue, by)
    made = []
    for number in range(count):
        first = chance.randrange(len(nodes))
        last = min(first + chance.choice((0, 0, 1, 4)), len(nodes) - 1)
        start = chance.randrange(len(nodes[first].text))
        end = chance.randrange(start if first == last else 0, len(nodes[last].text)) + 1
        places = Place(nodes[first].path, start), Place(nodes[last].path, end)
        if chance.random() < 0.3:
            places = (chance.choice(places),) * 2
        said = tuple(
            Said(
                chance.choice(("科长", "Li Si", "")),
                chance.choice((WHEN, "")),
                f"\n第{number}条 <{at}>\n\n\t& 又 \n",
            )
            for at in range(chance.choice((1, 1, 2, 3)))
        )
        made.append(Remark(*places, said, chance.random() < 0.3))
    return tuple(made)


TEXTS = st.text("甲乙3a。“”", min_size=1, max_size=40)


@st.composite
def issues(draw: st.DrawFn) -> Issue:
    """Issues whose texts are like each other."""
    items = st.builds(Item, TEXTS, st.lists(TEXTS.map(Body), min_size=1, max_size=3).map(tuple), TEXTS)
    sections = st.builds(Section, TEXTS, st.lists(items, min_size=1, max_size=2).map(tuple))
    issue = replace(SMALL, sections=tuple(draw(st.lists(sections, min_size=1, max_size=2))))
    return draw(st.sampled_from((issue, issue, RICH)))


@settings(max_examples=10)
@given(issues(), st.randoms(use_true_random=False), st.booleans())
def test_any_remarks_come_back(
    tmp_path_factory: pytest.TempPathFactory, issue: Issue, chance: random.Random, free: bool
) -> None:
    issue = replace(issue, remarks=random_remarks(issue, chance, 5))
    folder = tmp_path_factory.mktemp("copy")
    back, notes = read(copy_of(issue, free=free), folder)
    assert back.remarks == issue.remarks
    plain, plain_notes = read(docx_bytes(issue, TYPESETTER.layout, set_in_pages(issue), free=free), folder)
    assert (as_put_out(back), notes) == (plain, plain_notes)


def test_texts_of_all_kinds_have_theirs(tmp_path: Path) -> None:
    """Rows with several texts, paragraphs that are two in the copy, lists, attachments."""
    faces = load_faces(use_installed=False)
    further = Typesetter(layout_with(), faces)
    for issue, by in ((FURTHER, further), (attached_issue(1), Typesetter(load_layout("gb9704"), faces))):
        remarks = tuple(over(node, at % 2, None) for at, node in enumerate(printed(issue, by)))
        remarks = tuple(each for each in remarks if each.start.offset < each.end.offset)
        remarks += random_remarks(issue, random.Random(3), 12, by)
        back, _ = read(copy_of(replace(issue, remarks=remarks), by=by), tmp_path)
        assert back.remarks == remarks


def test_what_a_copy_has_of_them_is_as_word_wants_it() -> None:
    title = title_of(item_path(0, 0))
    answered = (Said("Wang Wu", "", "好"), Said("", WHEN, ""))
    issue = replace(
        SMALL, remarks=(remark(Place(title, 0), Place(title, 1), "一\n二", *answered, settled=True),)
    )
    data = copy_of(issue)
    comments = etree.fromstring(part(data, "word/comments.xml").encode())
    assert [
        (one.get(f"{W}id"), one.get(f"{W}author"), one.get(f"{W}initials"), one.get(f"{W}date"))
        for one in comments
    ] == [("0", "科长", "科", f"{WHEN}:00Z"), ("1", "Wang Wu", "WW", None), ("2", "", "", f"{WHEN}:00Z")]
    paragraphs = [one.findall(f"{W}p") for one in comments]
    assert [len(one) for one in paragraphs] == [2, 1, 1]
    last = [one[-1].values()[0] for one in paragraphs]
    extended = etree.fromstring(part(data, "word/commentsExtended.xml").encode())
    assert [tuple(one.values()) for one in extended] == [
        (last[0], "1"),
        (last[1], last[0], "1"),
        (last[2], last[0], "1"),
    ]
    text = part(data, "word/document.xml")
    for number in range(3):
        at = [
            text.index(f'<w:{name} w:id="{number}"/>')
            for name in ("commentRangeStart", "commentRangeEnd", "commentReference")
        ]
        assert at == sorted(at)
    document = docx.Document(io.BytesIO(data))
    assert {"annotation reference", "annotation text"} <= {style.name for style in document.styles}


def test_without_remarks_the_copy_is_as_before(make: Make) -> None:
    plain = make(SMALL)
    issue = replace(SMALL, remarks=(over(printed(SMALL)[0]),))
    assert docx_bytes(issue, plain.layout, plain.pages) == plain.docx
    assert docx_bytes(issue, plain.layout, plain.pages, remarks=()) == plain.docx


def test_what_is_not_printed_is_remarked_on_beside_it(tmp_path: Path) -> None:
    path = (*item_path(0, 0), "subtitle")
    issue = replace(SMALL, remarks=(remark(Place(path, 0), Place(path, 0)),))
    (found,) = read(copy_of(issue), tmp_path)[0].remarks
    assert found.said == issue.remarks[0].said
    assert found.start == found.end


# ---- what others do to a copy


def edited(data: bytes, edit: Callable[[Document], object]) -> bytes:
    document = docx.Document(io.BytesIO(data))
    edit(document)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def paragraph_with(document: Document, words: str) -> etree._Element:
    found = [one for one in document.element.body.iter(f"{W}p") if words in "".join(one.itertext())]
    return found[-1]


def wording(issue: Issue, each: Remark) -> str:
    """The words that a remark is on, those of several texts parted by strokes."""
    nodes = [node for node in walk(issue) if node.text]
    start, end = order(each.start.path), order(each.end.path)
    words = []
    for node in nodes:
        if start <= order(node.path) <= end:
            first = each.start.offset if node.path == each.start.path else 0
            last = each.end.offset if node.path == each.end.path else len(node.text)
            words.append(node.text[first:last])
    return "|".join(words)


BODY = "第一段里有些话。第二句话也在这里。"
LONG = replace(
    SMALL,
    sections=(Section("要闻", (Item("标题在此", (Body(BODY), Body("另一段。")), "（综合处）"),)),),
)
ITEM = item_path(0, 0)


def body_remark(words: str) -> Remark:
    at = BODY.index(words)
    return remark(Place(block_of(ITEM, 0), at), Place(block_of(ITEM, 0), at + len(words)))


def test_an_edit_beside_the_words_leaves_them(tmp_path: Path) -> None:
    issue = replace(LONG, remarks=(body_remark("第二句话"),))

    def edit(document: Document) -> None:
        run = next(one for one in paragraph_with(document, "第一段").iter(f"{W}t") if "第一段" in one.text)
        run.text = f"新来的几个字，{run.text}"

    back, _ = read(edited(copy_of(issue, free=True), edit), tmp_path)
    assert wording(back, back.remarks[0]) == "第二句话"
    assert back.remarks[0].start.offset == BODY.index("第二句话") + len("新来的几个字，")


def test_words_that_were_deleted_with_a_tracked_change_leave_their_place(tmp_path: Path) -> None:
    issue = replace(LONG, remarks=(body_remark("第二句话"),))

    def edit(document: Document) -> None:
        paragraph = paragraph_with(document, "第一段")
        start = next(paragraph.iter(f"{W}commentRangeStart"))
        run = start.getnext()
        deleted = etree.SubElement(paragraph, f"{W}del")
        run.addprevious(deleted)
        deleted.extend((start, run))
        for text in run.iter(f"{W}t"):
            text.tag = f"{W}delText"

    back, notes = read(edited(copy_of(issue, free=True), edit), tmp_path)
    assert back.sections[0].items[0].blocks[0] == Body(BODY.replace("第二句话", ""))
    at = Place(block_of(ITEM, 0), BODY.index("第二句话"))
    assert back.remarks == (replace(issue.remarks[0], start=at, end=at),)
    assert any("修订中删去的" in note for note in notes)


def test_a_comment_on_whole_paragraphs_between_them_is_one_on_their_words(tmp_path: Path) -> None:
    """Marks between paragraphs and tables, as some programs have them."""

    def edit(document: Document) -> None:
        first, last = paragraph_with(document, "第一段"), paragraph_with(document, "另一段")
        first.addprevious(next(document.element.body.iter(f"{W}commentRangeStart")))
        last.addnext(next(document.element.body.iter(f"{W}commentRangeEnd")))

    issue = replace(LONG, remarks=(body_remark("第二句话"),))
    back, _ = read(edited(copy_of(issue), edit), tmp_path)
    assert wording(back, back.remarks[0]) == f"{BODY}|另一段。"


def test_a_comment_with_no_range_stands_where_it_is_referred_to(tmp_path: Path) -> None:
    def edit(document: Document) -> None:
        for name in ("commentRangeStart", "commentRangeEnd"):
            mark = next(document.element.body.iter(f"{W}{name}"))
            mark.getparent().remove(mark)

    issue = replace(LONG, remarks=(body_remark("第二句话"),))
    back, _ = read(edited(copy_of(issue), edit), tmp_path)
    at = Place(block_of(ITEM, 0), BODY.index("第二句话") + 4)
    assert (back.remarks[0].start, back.remarks[0].end) == (at, at)


def test_what_is_on_words_of_the_layouts_own_is_told(tmp_path: Path) -> None:
    def edit(document: Document) -> None:
        number = paragraph_with(document, "期")
        marks = [one for one in document.element.body.iter() if str(one.tag).startswith(f"{W}comment")]
        for at, mark in enumerate(marks):
            number.insert(1 if not at else len(number), mark if at < 2 else mark.getparent())

    issue = replace(LONG, remarks=(body_remark("第二句话"),))
    back, notes = read(edited(copy_of(issue), edit), tmp_path)
    assert [one.said for one in back.remarks] == [issue.remarks[0].said]
    assert any(note.startswith("批注“请核对。”所指的文字不是简报里的") for note in notes)


def test_a_text_that_went_elsewhere_takes_its_comment_along(tmp_path: Path) -> None:
    def edit(document: Document) -> None:
        paragraph_with(document, "另一段").addnext(paragraph_with(document, "第一段"))

    issue = replace(LONG, remarks=(body_remark("第二句话"),))
    back, _ = read(edited(copy_of(issue), edit), tmp_path)
    assert back.sections[0].items[0].blocks == (Body("另一段。"), Body(BODY))
    assert wording(back, back.remarks[0]) == "第二句话"


def with_part(data: bytes, name: str, change: Callable[[str], str]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(target, "w") as written:
        for info in source.infolist():
            content = source.read(info)
            if info.filename == name:
                content = change(content.decode()).encode()
            written.writestr(info, content)
    return target.getvalue()


def test_answers_to_answers_are_answers_and_unknown_times_are_none(tmp_path: Path) -> None:
    issue = replace(
        LONG,
        remarks=(
            replace(
                body_remark("第二句话"), said=tuple(Said("甲", WHEN, text) for text in ("问", "答", "再答"))
            ),
        ),
    )
    data = with_part(
        copy_of(issue), "word/comments.xml", lambda text: text.replace(f"{WHEN}:00Z", "0000-00-00T00:00:00Z")
    )
    ids = part(data, "word/commentsExtended.xml").split('paraId="')
    parent, answer = ids[1][:8], ids[2][:8]
    data = with_part(
        data,
        "word/commentsExtended.xml",
        lambda text: text.replace(f'paraIdParent="{parent}"', f'paraIdParent="{answer}"').replace(
            f'"{answer}" w15:paraIdParent="{answer}"', f'"{answer}" w15:paraIdParent="{parent}"'
        ),
    )
    (found,) = read(data, tmp_path)[0].remarks
    assert found.said == tuple(Said("甲", "", text) for text in ("问", "答", "再答"))


def test_damage_to_what_tells_of_answers_costs_no_more(tmp_path: Path) -> None:
    issue = replace(LONG, remarks=(replace(body_remark("第二句话"), settled=True),))
    data = with_part(copy_of(issue), "word/commentsExtended.xml", lambda text: text[:-20])
    back, _ = read(data, tmp_path)
    assert back == replace(LONG, remarks=(body_remark("第二句话"),))


def test_cells_and_captions_have_their_own(tmp_path: Path) -> None:
    nodes = [node for node in printed(RICH) if node.path[:4] == RICH_PATH and node.kind is not Kind.BODY]
    issue = replace(
        RICH, remarks=tuple(replace(over(node), said=(Said("甲", WHEN, node.text),)) for node in nodes)
    )
    back, _ = read(copy_of(issue), tmp_path)
    assert back.remarks == issue.remarks
    assert [wording(back, each) for each in back.remarks] == [each.said[0].text for each in back.remarks]
    assert any(each.start.path == cell_of((*RICH_PATH, "blocks", 3), 0, 0) for each in back.remarks)
