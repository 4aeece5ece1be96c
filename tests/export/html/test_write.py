"""The web copy holds every character of the pages once and in order, in tags that editors keep."""

from __future__ import annotations

import re
from base64 import b64decode
from dataclasses import replace
from html.parser import HTMLParser
from itertools import pairwise, product
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bulletin_desk.bulletin.model import (
    Attachment,
    Body,
    Cell,
    Endorsement,
    Heading,
    Issue,
    Item,
    LayoutText,
    Picture,
    Pictures,
    Section,
    Table,
)
from bulletin_desk.bulletin.model import Path as PartPath
from bulletin_desk.export.html.tree import NOT_IN_HTML
from bulletin_desk.export.html.write import (
    Parts,
    for_pages,
    pasted_page,
    pictures_of,
    plain_text,
    unwritable,
    web_copy,
    whole_page,
)
from bulletin_desk.fonts.faces import Faces
from bulletin_desk.layouts.read import layout_text
from bulletin_desk.pages.model import ImageMark
from bulletin_desk.pictures.reading import picture_data
from bulletin_desk.pipeline import Typeset, carrying, layout_of, typeset
from bulletin_desk.storage.bulletin_file import read_bulletin
from tests.bulletin.further import FURTHER, further_issues
from tests.bulletin.issues import PICTURES_OF, SMALL
from tests.bulletin.issues import picture_data as plain_picture
from tests.bulletin.rich import PAIR, RICH, RICH_PATH, SINGLE
from tests.export.html.read import as_read, page_texts, words
from tests.pictures.test_reading import file_of, photograph

ROOT = Path(__file__).resolve().parents[3]
LAYOUTS = sorted(file.stem for file in (ROOT / "resources" / "layouts").glob("*.toml"))
EXAMPLES = sorted((ROOT / "examples").glob("*.bulletin"))
ALL = [Parts(*each) for each in product((True, False), repeat=3)]


def set_in(issue: Issue, layout: str, faces: Faces) -> Typeset:
    issue = carrying(issue, LayoutText(*layout_text(layout)))
    return typeset(issue, layout_of(issue)[0], faces)


def page_of(made: Typeset, parts: Parts) -> str:
    return whole_page(web_copy(made.issue, made.layout, made.pages, parts), "题")


def holds_all(made: Typeset, parts: Parts) -> None:
    page = page_of(made, parts)
    wanted = page_texts(made, head=parts.head, contents=parts.contents, closing=parts.closing)
    assert as_read(words(page)) == as_read(wanted)


@pytest.mark.parametrize("file", EXAMPLES, ids=lambda file: file.stem)
def test_an_example_is_there_whole(file: Path, faces: Faces) -> None:
    issue = read_bulletin(file)
    made = typeset(issue, layout_of(issue)[0], faces)
    for parts in ALL:
        holds_all(made, parts)


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("issue", [RICH, FURTHER], ids=["rich", "further"])
def test_tables_pictures_attachments_and_further_texts_are_there(
    issue: Issue, layout: str, faces: Faces
) -> None:
    made = set_in(issue, layout, faces)
    for parts in ALL:
        holds_all(made, parts)


@settings(max_examples=25, deadline=None)
@given(issue=further_issues, layout=st.sampled_from(LAYOUTS), parts=st.sampled_from(ALL))
def test_every_character_is_there_once_and_in_order(
    faces: Faces, issue: Issue, layout: str, parts: Parts
) -> None:
    holds_all(set_in(issue, layout, faces), parts)


@pytest.fixture(scope="module")
def rich(faces: Faces) -> Typeset:
    return set_in(RICH, "gb9704", faces)


def elements(page: str) -> list[tuple[str, dict[str, str]]]:
    """The tags of a page with their attributes, in order."""
    found: list[tuple[str, dict[str, str]]] = []

    class Reader(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            found.append((tag, {name: value or "" for name, value in attrs}))

    Reader().feed(page)
    return found


def filtered(page: str) -> str:
    """What editors leave of a page that take off classes, identities, style sheets, scripts, positions."""
    page = re.sub(r"<(script|style)\b.*?</\1>", "", page, flags=re.DOTALL)
    page = re.sub(r' (?:class|id|on\w+)="[^"]*"', "", page)
    return re.sub(r"(?<![-\w])(?:position|float|z-index|top|left|transform|clear):[^;\"]*;?", "", page)


def without_outer_tags(page: str) -> str:
    """The same of editors that know paragraphs, headings, lists and tables only."""
    return re.sub(r"</?(?:header|footer|section|article|nav|figure|figcaption|div)\b[^>]*>", "", page)


def test_a_filter_finds_nothing_to_take_off(rich: Typeset) -> None:
    page = page_of(rich, Parts(closing=True))
    assert filtered(page) == page
    assert not re.search(r"&nbsp;|&emsp;|　", page)
    tags = {tag for tag, _ in elements(page)}
    assert not tags & {"script", "style", "link", "font", "center", "iframe"}


def test_what_matters_stands_at_the_inner_elements(rich: Typeset) -> None:
    """Where an editor takes sections and figures off, each text has its face, its side and its indent."""
    page = without_outer_tags(page_of(rich, Parts(closing=True)))
    assert as_read(words(page)) == as_read(words(page_of(rich, Parts(closing=True))))
    styles = {
        text: style for style, text in re.findall(r'<\w+ style="([^"]*)">([^<]+)</(?:p|h\d|th|td|li)>', page)
    }
    assert "text-align:right" in styles["（综合处）"]
    assert "text-indent:2em" in styles["各市州进度见表。"]
    assert "text-align:center" in styles["简讯"]
    assert all("font-family:" in style and "font-size:" in style for style in styles.values())


def test_headings_go_one_level_deeper_at_most(rich: Typeset, faces: Faces) -> None:
    for made in (rich, set_in(FURTHER, "monthly", faces)):
        for parts in ALL:
            page = page_of(made, parts)
            levels = [int(tag[1]) for tag, _ in elements(page) if re.fullmatch("h[1-6]", tag)]
            assert levels[0] == 1
            assert all(level <= before + 1 for before, level in pairwise(levels))


@pytest.mark.parametrize(
    ("only", "head", "wanted"),
    [
        ((), True, "栏2题3甲4乙5甲4题3甲4乙5甲4栏2题3甲4乙5甲4丙3丁4丙3丁4丙3丁4"),
        ((), False, "栏1题2甲3乙4甲3题2甲3乙4甲3栏1题2甲3乙4甲3丙2丁3丙2丁3丙2丁3"),
        ((("sections", 0),), True, "栏1题2甲3乙4甲3题2甲3乙4甲3丙2丁3丙2丁3"),
        ((("sections", 0, "items", 1),), True, "题1甲2乙3甲2丙2丁3"),
    ],
    ids=["issue", "without head", "section", "item"],
)
def test_headings_of_a_kind_are_of_one_level(
    only: tuple[PartPath, ...], head: bool, wanted: str, faces: Faces
) -> None:
    """Whatever is left out."""
    blocks = (Heading("甲", 1), Heading("乙", 2), Heading("甲", 1))
    item = Item("题", blocks, attachments=(Attachment("丙", (Heading("丁", 1),)),))
    issue = replace(SMALL, sections=(Section("栏", (item, item)), Section("栏", (item,))))
    made = set_in(issue, "gb9704", faces)
    page = pasted_page(web_copy(made.issue, made.layout, made.pages, Parts(head=head), only=only))
    found = re.findall(r"<h([1-6])[^>]*>(?:<a[^>]*>)?【?([栏题甲乙丙丁])", page)
    assert "".join(text + level for level, text in found) == wanted


def test_every_link_leads_somewhere(faces: Faces) -> None:
    for made in (set_in(RICH, "monthly", faces), set_in(FURTHER, "monthly", faces)):
        for parts in ALL:
            tags = elements(page_of(made, parts))
            names = [found["name"] for tag, found in tags if tag == "a" and "name" in found]
            links = [found["href"] for tag, found in tags if "href" in found]
            assert bool(links) == (parts.contents or bool(made.issue.sections[-1].items[-1].attachments))
            assert len(names) == len({*names})
            assert {link.removeprefix("#") for link in links} == {*names}


def test_a_table_says_what_its_cells_are(rich: Typeset) -> None:
    page = page_of(rich, Parts())
    table = page[page.index("<table") : page.index("</table>")]
    cells = [(tag, found) for tag, found in elements(table) if tag in ("th", "td")]
    spans = [(tag, found.get("colspan"), found.get("rowspan"), found.get("scope")) for tag, found in cells]
    assert spans[:4] == [
        ("th", None, "2", "col"),
        ("th", "2", None, "col"),  # there is but one group of columns, which is not the cell's
        ("th", None, None, "col"),
        ("th", None, None, "col"),
    ]
    assert spans[4] == ("td", "3", None, None)
    assert [tag for tag, _ in elements(table)][:4] == ["table", "caption", "p", "p"]
    assert (
        table.index("各市州编纂进度")
        < table.index("单位：卷")
        < table.index("<thead>")
        < table.index("<tbody>")
    )
    assert "<strong>第一批</strong>" in table or not rich.layout.offers.bold
    widths = [found["style"] for tag, found in elements(table) if tag == "col"]
    assert widths == ["width:40%", "width:30%", "width:30%"]


def test_pictures_are_in_the_page_with_their_captions(rich: Typeset) -> None:
    page = page_of(rich, Parts())
    images = [found for tag, found in elements(page) if tag == "img"]
    assert [found["alt"] for found in images] == ["会场", "展板", "图片"]
    assert all(found["src"].startswith("data:image/") for found in images)
    assert all("max-width:100%" in found["style"] for found in images)
    assert page.count("<figcaption>") == 2
    kept = {each.data.content for each in (*PAIR.pictures, *SINGLE.pictures)}
    assert {b64decode(found["src"].partition(",")[2]) for found in images} == kept


def test_numbers_and_marks_of_lists_are_text(rich: Typeset) -> None:
    page = page_of(rich, Parts())
    roles = [(tag, found["role"]) for tag, found in elements(page) if "role" in found]
    assert roles == [("div", "list"), ("p", "listitem")] * 2
    assert not {"ol", "ul", "li"} & {tag for tag, _ in elements(page)}  # they have marks of their own
    assert ">1.逐级审核</p>" in page
    assert "——" in page


def test_the_originals_characters_stay(faces: Faces) -> None:
    text = "“甲”‘乙’《丙》——……·〔丁〕𠮷 e\u0301 n\u030c 甲\u200b乙\u200d丙\ufeff <b>&amp; 10\u00a0万"
    issue = replace(SMALL, sections=(Section("栏", (Item(text, (Body(text),), text),)),))
    page = page_of(set_in(issue, "gb9704", faces), Parts())
    assert words(page).count(text) == 3


def test_what_no_page_has_a_place_for_is_left_out_and_told(faces: Faces) -> None:
    issue = replace(SMALL, sections=(Section("栏", (Item("题", (Body("甲\x07乙\ufffe"),)),)),))
    made = set_in(issue, "gb9704", faces)
    assert "甲乙</p>" in page_of(made, Parts())
    assert [(mark.rule, mark.offset, mark.detail) for mark in unwritable(made.pages)] == [
        ("not_in_html", 1, "\x07"),
        ("not_in_html", 3, "\ufffe"),
    ]


def test_names_and_captions_have_the_characters_that_are_printed(faces: Faces) -> None:
    """Where they stand beside the text too: in the title, behind a picture, as plain text."""
    name = "甲\x07\ue815乙\ufffe"
    blocks = (Pictures((Picture(PICTURES_OF[0], 500, name),)), Table(((Cell(name),),)))
    issue = replace(SMALL, sections=(Section("栏", (Item("题", blocks),)),))
    made = set_in(issue, "gb9704", faces)
    content = web_copy(made.issue, made.layout, made.pages)
    page = whole_page(content, name)
    assert not NOT_IN_HTML.search(page)
    assert "<title>甲⺁乙</title>" in page
    assert 'alt="甲⺁乙"' in page
    assert plain_text(content).count("甲⺁乙\n") == 2


def test_a_word_that_is_longer_than_a_line_is_broken(faces: Faces) -> None:
    """In columns and signatures too, which would be as wide as the word."""
    word = "http://www.example.gov.cn/col/" + "x" * 60
    blocks = (Body(f"见{word}。"), Body("“" * 20 + "短 word"), Table(((Cell(word), Cell("1")),)))
    issue = replace(SMALL, sections=(Section("栏", (Item("题", blocks, signature=f"甲\n{word}"),)),))
    page = page_of(set_in(issue, "gb9704", faces), Parts(contents=False))
    broken = [found for _, found in elements(page) if "word-break:break-word" in found.get("style", "")]
    assert len(broken) == 3


def test_pictures_are_as_wide_as_on_paper(faces: Faces) -> None:
    """Not as wide as they ask for, where a page is too low for that."""
    tall, wide = Picture(PICTURES_OF[2], 1560), Picture(PICTURES_OF[0], 9_999)
    high = replace(tall, data=plain_picture(1, size=(30, 90)))
    issue = replace(
        SMALL, sections=(Section("栏", (Item("题", tuple(Pictures((each,)) for each in (high, wide))),)),)
    )
    made = set_in(issue, "gb9704", faces)
    images = [mark for page in made.pages for mark in page.marks if isinstance(mark, ImageMark)]
    shown = [found for tag, found in elements(page_of(made, Parts())) if tag == "img"]
    assert [int(found["width"]) for found in shown] == [round(mark.width * 96 / 72) for mark in images]
    assert int(shown[0]["width"]) < 300


def test_pictures_side_by_side_stand_as_on_paper(faces: Faces) -> None:
    """On one line below, whatever their captions; those that are equally high at the top too."""
    low, high = Picture(PICTURES_OF[0], 600, "甲"), Picture(PICTURES_OF[2], 600, "乙" * 40)
    pairs = tuple(Pictures(pair) for pair in ((low, low), (low, high)))
    issue = replace(SMALL, sections=(Section("栏", (Item("题", pairs),)),))
    page = page_of(set_in(issue, "gb9704", faces), Parts())
    styles = [found["style"] for tag, found in elements(page) if tag == "figure"]
    assert [re.findall(r"vertical-align:(\w+)", style) for style in styles] == [["top"]] * 2 + [
        ["bottom"]
    ] * 2
    assert sum(int(share) + 2 for share in re.findall(r"max-width:(\d+)%", "".join(styles[2:]))) <= 100


def test_lines_of_a_signature_stand_at_the_right_in_the_middle_of_one_another(faces: Faces) -> None:
    """Whatever knows no blocks in a line."""
    item = Item("题", (Body("文。"),), signature="某某市人民政府办公室\n2024年1月9日")
    issue = replace(SMALL, sections=(Section("栏", (item,)),))
    made = set_in(issue, "gb9704", faces)
    page = without_outer_tags(page_of(made, Parts()))
    found = re.findall(r'<p style="([^"]*)">(某某市人民政府办公室|2024年1月9日)</p>', page)[-2:]
    assert [text for _, text in found] == item.signature.split("\n")
    assert all("text-align:right" in style for style, _ in found)
    office, date = (float(re.findall(r"padding-right:([\d.]+)em", style)[0]) for style, _ in found)
    assert date - office == 2
    assert plain_text(web_copy(made.issue, made.layout, made.pages)).count(f"{item.signature}\n") == 1


def test_the_clipboards_page_marks_what_was_copied(rich: Typeset) -> None:
    """As CF_HTML wants it: Qt adds marks of its own around the head too."""
    page = pasted_page(web_copy(rich.issue, rich.layout, rich.pages, only=(RICH_PATH,)))
    before, rest = page.split("<!--StartFragment-->")
    inside, after = rest.split("<!--EndFragment-->")
    assert before.endswith("<body>")
    assert inside.startswith("<section>")
    assert after == "</body></html>"


def test_a_heading_that_is_led_to_has_its_own_colour(faces: Faces) -> None:
    page = page_of(set_in(RICH, "monthly", faces), Parts())
    led_to = [found["style"] for tag, found in elements(page) if tag == "a" and "name" in found]
    assert led_to
    assert {style.partition(";")[0] for style in led_to} == {"color:inherit"}


def test_what_is_empty_is_no_heading(faces: Faces) -> None:
    masthead = replace(SMALL.masthead, name="")
    issue = replace(SMALL, masthead=masthead, sections=(Section("", (Item("", (Body(""), Body("甲"))),)),))
    tags = re.findall(r"<(h[1-6]|p)\b[^>]*></", page_of(set_in(issue, "gb9704", faces), Parts(closing=True)))
    assert tags == []


def test_blanks_that_were_typed_are_shown(faces: Faces) -> None:
    issue = replace(SMALL, sections=(Section("栏", (Item("一  二", (Body("三 四"),)),)),))
    page = page_of(set_in(issue, "gb9704", faces), Parts())
    assert re.search(r'white-space:pre-wrap">一  二<', page)
    assert page.count("pre-wrap") == 1


def test_what_leaders_wrote_is_never_there(faces: Faces) -> None:
    (section, *_) = SMALL.sections
    item = replace(section.items[0], endorsements=(Endorsement("某某某", None, "请研究"),))
    issue = replace(SMALL, sections=(replace(section, items=(item,)),))
    page = page_of(set_in(issue, "gb9704", faces), Parts(closing=True))
    assert "某某某" not in page
    assert "请研究" not in page


def test_an_item_is_copied_with_its_attachments(rich: Typeset) -> None:
    content = web_copy(rich.issue, rich.layout, rich.pages, only=(RICH_PATH,))
    page = pasted_page(content)
    assert re.findall(r"<h1[^>]*>(.*?)</h1>", page) == ["全省工作推进会召开"]
    whole = words(page_of(rich, Parts()))
    begin = whole.index("全省工作推进会召开")
    assert words(page) == whole[begin:]
    assert "简讯" not in page


def test_plain_text_has_lines_and_tabs(rich: Typeset) -> None:
    text = plain_text(web_copy(rich.issue, rich.layout, rich.pages, only=(RICH_PATH,)))
    assert text.splitlines()[:12] == [
        "全省工作推进会召开",
        "一、总体情况",
        "（一）编纂",
        "各市州进度见表。",
        "各市州编纂进度",
        "单位：卷",
        "市州\t编纂进度\t",
        "\t完成\t比例",
        "第一批\t\t",
        "乐山\t12.5\t50%",
        "注：截至2023年底。",
        "——及时报送",
    ]


def test_the_same_issue_gives_the_same_bytes(rich: Typeset, faces: Faces) -> None:
    assert page_of(rich, Parts()) == page_of(set_in(RICH, "gb9704", faces), Parts())


def test_pictures_have_names_in_the_order_of_the_paper() -> None:
    names = pictures_of(RICH)
    assert list(names) == ["1.png", "2.jpg"]
    assert [each.content for each in names.values()] == [each.data.content for each in PAIR.pictures]


def test_a_picture_is_no_larger_than_a_page_shows_it() -> None:
    large = picture_data(file_of(photograph(size=(2000, 30)), "PNG")).data
    assert (for_pages(large).width, for_pages(large).height) == (1600, 24)
    small = PAIR.pictures[0].data
    assert for_pages(small) is small
