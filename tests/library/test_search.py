"""Words are found wherever they stand, and nowhere else; how many is true; hits stand in their context."""

from __future__ import annotations

from dataclasses import replace
from datetime import date as Date  # noqa: N812
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bulletin_desk.bulletin.edits import text_at
from bulletin_desk.bulletin.grammar import note_path
from bulletin_desk.bulletin.model import Body, Issue, Item, Section, Subheading
from bulletin_desk.editing.find import find_all
from bulletin_desk.errors import BulletinDeskError
from bulletin_desk.library.entries import entry_of, one_line
from bulletin_desk.library.folding import fold, fold_word, places_in
from bulletin_desk.library.hit_place import place_of_hit
from bulletin_desk.library.index import Library
from bulletin_desk.library.schema import is_doubted
from bulletin_desk.library.search import Hit, Query
from bulletin_desk.library.update import put
from tests.library.making import issue, item, lay, library_of

CHARACTERS = "年鉴志ＡaAé\u0301１1 　\u200b\n𠀀😀（(\"'*-:^+%_\0\ufe01"
TEXTS = st.text(st.sampled_from(CHARACTERS), max_size=12)
WORDS = st.text(st.sampled_from(CHARACTERS), min_size=1, max_size=5)


@pytest.fixture
def library(tmp_path: Path) -> Library:
    (tmp_path / "简报").mkdir()
    return library_of(tmp_path, tmp_path / "简报")


def hold(library: Library, *issues: Issue) -> None:
    """Issues as they are saved, one after the other."""
    for number, made in enumerate(issues, 1):
        file = lay(library.folder.parents[1] / "简报" / f"{number}.bulletin", made)
        assert put(library, file, made, 1)


def found(library: Library, *words: str, limit: int = 100, **more: object) -> list[str]:
    hits = library.search(Query(words, **more), limit)  # type: ignore[arg-type]
    assert hits.total == len(hits.hits) or len(hits.hits) == limit
    return [hit.title for hit in hits.hits]


def test_an_editors_note(library: Library) -> None:
    made = issue(1, item("修志工作", "本刊编发一组稿件。"))
    noted = replace(made, editors_note=(Body("第一段。"), Body("现编发一\n组稿件，供学习。")))
    hold(library, noted, issue(2, item("另一篇")))
    assert found(library, "编发一组") == ["编者按", "修志工作"]
    assert found(library, "编发", "修志") == ["修志工作"]
    assert found(library, "供学") == ["编者按"]
    assert found(library, "供学", since=Date(2027, 1, 1)) == found(library, "供学", office="市") == []
    assert [row.item.title for row in library.item_rows()] == ["修志工作", "另一篇"]
    (hit,) = library.search(Query(("一组稿件", "供学习"))).hits
    assert (hit.where, hit.context[slice(*hit.spans[0])]) == ("note", "一组稿件")
    place = place_of_hit(noted, hit)
    assert place is not None
    assert (place.path, text_at(noted, place.path)[place.offset :]) == (note_path(1), "一\n组稿件，供学习。")
    assert place_of_hit(replace(noted, editors_note=()), hit) is None
    hold(library, made)
    assert found(library, "供学") == []


# ---- what is alike


@given(TEXTS)
def test_a_folded_text_leads_back(text: str) -> None:
    alike, place = fold(text), places_in(text)
    places = [place(at) for at in range(len(alike))]
    assert places == sorted(set(places))
    assert all(fold(text[at]) == char for at, char in zip(places, alike, strict=True))


@given(st.text(max_size=20))
def test_folding_any_text(text: str) -> None:
    place = places_in(text)
    assert [fold(text[place(at)]) for at in range(len(fold(text)))] == list(fold(text))
    assert "\n" not in fold_word(text)


# ---- what is found


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(
    items=st.lists(st.tuples(TEXTS, TEXTS, TEXTS), min_size=1, max_size=4),
    words=st.lists(WORDS, min_size=1, max_size=3),
)
def test_the_items_that_have_all_words_are_found(
    library: Library, items: list[tuple[str, str, str]], words: list[str]
) -> None:
    made = issue(1, *(Item(title, (Body("年"), Body(text)), source) for title, text, source in items))
    hold(library, made)
    hits = library.search(Query(tuple(words)), 100)
    wanted = [fold_word(word) for word in words]
    expected = [
        (entry.section, entry.item)
        for entry in entry_of(made, None).items
        for lines in [fold(f"{entry.title}\n{entry.text}\n{one_line(entry.source)}").split("\n")]
        if all(any(word in line for line in lines) for word in wanted)
    ]
    assert [(hit.section, hit.item) for hit in hits.hits] == expected
    assert hits.total == len(expected)
    for hit in hits.hits:
        check_context(hit, [word for word in wanted if word])
        check_place(made, hit)


def check_context(hit: Hit, words: list[str]) -> None:
    """What is marked in the context are words that were looked for."""
    assert "\n" not in hit.context
    for start, end in hit.spans:
        assert 0 <= start < end <= len(hit.context)
        assert fold_word(hit.context[start:end]) in words


def check_place(made: Issue, hit: Hit) -> None:
    """The first marked word stands at the hit's place in the issue."""
    place = place_of_hit(made, hit)
    if not hit.spans:
        return
    assert place is not None
    text = text_at(made, place.path)[place.offset :].replace("\n", "")
    assert any(text.startswith(hit.context[start:end]) for start, end in hit.spans)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30)
@given(text=TEXTS, word=WORDS)
def test_what_the_desks_own_find_sees_is_found(library: Library, text: str, word: str) -> None:
    made = replace(issue(1), sections=(Section("x", (Item("y", (Subheading(text), Body("z")), ""),)),))
    hold(library, made)
    if find_all(replace(made, masthead=replace(made.masthead, name="w")), word):
        assert library.search(Query((word,)), 9).total == (0 if not seen_in_items(made, word) else 1)


def seen_in_items(made: Issue, word: str) -> bool:
    (section,) = made.sections
    only = replace(issue(1, name="w"), sections=(replace(section, name=""),))
    only = replace(only, dated_header=replace(only.dated_header, issuer="w"))
    return bool(find_all(only, word))


@pytest.mark.parametrize(
    "word", ['"', '" OR "', "a*", "NEAR(", "标题:", "-志", "^年", "''", ";", "%", "_", "AND", "(", "\\"]
)
def test_no_character_means_anything_but_itself(library: Library, word: str) -> None:
    hold(library, issue(1, item("有的", f"前{word}后", ""), item("没有", "前后", "")))
    assert found(library, word) == ["有的"]
    assert found(library, f"前{word}后") == ["有的"]
    assert found(library, "没有这些字", word) == []


def test_width_case_spaces_and_marks_hide_nothing(library: Library) -> None:
    hold(library, issue(1, item("ＷＴＯ 与  方志", "张　三　在2024 年\u200b说。e\u0301", "（Ａ办）")))
    for word in ("wto", "ＷＴＯ与方志", "张三", "２０２４年说", "(a办)", "年 说", "。e"):
        assert found(library, word), word
    assert found(library, "方志在") == [], "no word reaches from one text into the next"


def test_a_line_break_of_the_clerks_own_hides_nothing(library: Library) -> None:
    made = issue(1, Item("用好用活\n新阵地", (Subheading("一个\n小标题"), Body("正文")), ""))
    hold(library, made)
    for word in ("用活新阵", "个小标", "活新"):
        (hit,) = library.search(Query((word,))).hits
        place = place_of_hit(made, hit)
        assert place is not None
        assert text_at(made, place.path)[place.offset :].replace("\n", "").startswith(word)


def test_totals_are_true_beyond_the_limit(library: Library) -> None:
    hold(library, *(issue(number, item(f"年鉴{number}")) for number in range(1, 6)))
    hits = library.search(Query(("年鉴",)), 2)
    assert (hits.total, [hit.title for hit in hits.hits]) == (5, ["年鉴5", "年鉴4"])
    assert library.search(Query(("年鉴",)), 0) == (5, ())


def test_without_words_all_are_listed(library: Library) -> None:
    hold(library, issue(1), issue(2))
    hits = library.search(Query(), 10)
    assert (hits.total, {hit.spans for hit in hits.hits}) == (2, {()})
    assert library.search(Query(("\u200b",)), 10).total == 2


def test_filters(library: Library) -> None:
    one = issue(
        1, item("甲", source="（成都市、德阳市）"), item("乙", source="（绵阳市）"), section="市州 动态"
    )
    two = replace(
        issue(2, name="另一种", day=Date(2026, 5, 1)),
        sections=(Section("上级", ()), Section("下级", (item("丙", source="（成都市）"),), level=2)),
    )
    hold(library, one, two)
    assert found(library, office="成都") == ["丙", "甲"]
    assert found(library, office="德阳市） ") == ["甲"]
    assert found(library, "甲", office="绵阳") == []
    assert found(library, section="市州动态") == ["甲", "乙"]
    assert found(library, section="动态") == [], "a section is named whole"
    assert found(library, section="上级") == found(library, section="下级") == ["丙"]
    assert found(library, since=Date(2026, 5, 1)) == found(library, name="另一种") == ["丙"]
    assert found(library, until=Date(2026, 4, 30)) == ["甲", "乙"]
    hold(library, one, two, issue(3, item("丁"), name=""))
    assert found(library, name="") == ["丁"], "those without a name"
    assert found(
        library, since=Date(2026, 1, 9), until=Date(2026, 1, 9), section="市州动态", office="绵阳"
    ) == ["乙"]


def test_a_hit_in_its_context(library: Library) -> None:
    text = "首" * 100 + "年鉴创刊" + "中" * 100 + "年鉴和方志" + "尾" * 100
    made = issue(1, item("题", text, "（方志办）"))
    hold(library, made)
    (hit,) = library.search(Query(("年鉴", "方志"))).hits
    assert (hit.where, hit.offset) == ("text", 204), "where most different words stand together"
    assert hit.context == "…" + "中" * 20 + "年鉴和方志" + "尾" * 55 + "…"
    assert [hit.context[start:end] for start, end in hit.spans] == ["年鉴", "方志"]
    (hit,) = library.search(Query(("方志办",))).hits
    assert (hit.where, hit.context, hit.spans) == ("source", "（方志办）", ((1, 4),))
    (hit,) = library.search(Query(("题",))).hits
    assert (hit.where, hit.context, hit.spans, hit.offset) == ("title", "题", ((0, 1),), 0)


def test_a_hit_in_an_issue_that_was_edited_since(library: Library) -> None:
    made = issue(1, item("甲", "前面的字年鉴"), item("乙", "别的"))
    hold(library, made)
    (hit,) = library.search(Query(("年鉴",))).hits
    (section,) = made.sections
    first, second = section.items
    edited = replace(first, blocks=(Body("加了一段"), Body("加字，前面的字年鉴")))
    now = replace(made, sections=(Section("新的", ()), replace(section, items=(second, edited))))
    place = place_of_hit(now, hit)
    assert place is not None
    assert text_at(now, place.path)[place.offset :] == "年鉴"
    gone = replace(made, sections=(replace(section, items=(replace(first, blocks=(Body("没了"),)), second)),))
    place = place_of_hit(gone, hit)
    assert place is not None
    assert (text_at(gone, place.path), place.offset) == ("甲", 0)
    assert place_of_hit(replace(made, sections=()), hit) is None


def test_a_hit_is_opened_at_the_first_of_the_words_that_are_shown(library: Library) -> None:
    text = "甲县" + "首" * 100 + "甲县" + "中" * 12 + "乙县" + "中" * 48 + "丙县" + "中" * 3 + "丁县"
    made = issue(1, item("题", text))
    hold(library, made)
    (hit,) = library.search(Query(("甲县", "乙县", "丙县", "丁县"))).hits
    assert [hit.context[start:end] for start, end in hit.spans] == ["甲县", "乙县", "丙县", "丁县"]
    place = place_of_hit(made, hit)
    assert place is not None
    assert place.offset == hit.offset == 102
    (hit,) = library.search(Query((f"{'首' * 8}甲县", "乙县", "丙县", "丁县"))).hits
    shown = [hit.context[start:end] for start, end in hit.spans]
    assert (shown, hit.offset) == (["乙县", "丙县", "丁县"], 116), "what is cut is no word"


def test_line_breaks_in_a_source_hide_nothing_and_move_nothing(library: Library) -> None:
    made = issue(1, item("题", source="（成都市地方\n志办公室、绵阳\n市地方志办公室）"))
    hold(library, made)
    for query in (Query(("地方志",)), Query((), office="成都市地方志")):
        assert library.search(query).total == 1
    (hit,) = library.search(Query(("绵阳市",))).hits
    assert (hit.context, hit.spans) == ("（成都市地方志办公室、绵阳市地方志办公室）", ((11, 14),))
    place = place_of_hit(made, hit)
    assert place is not None
    assert text_at(made, place.path)[place.offset :].startswith("绵阳\n市")


@pytest.mark.parametrize("word", ["ΟΔΟΣ", "οδος", "οδοσ"])
def test_a_sigma_is_one_wherever_it_stands(library: Library, word: str) -> None:
    made = issue(1, item("甲ΟΔΟΣ乙"), item("οδοσα"))
    hold(library, made)
    assert (library.search(Query((word,))).total, len(find_all(made, word))) == (2, 4)


def test_half_a_character_is_nowhere_and_says_nothing_of_the_index(library: Library) -> None:
    hold(library, issue(1))
    for ask in (lambda: library.search(Query(name="\udcff")), lambda: library.issues(name="\ud800")):
        with pytest.raises(BulletinDeskError, match="半个字符"):
            ask()
    assert not is_doubted(library.folder)


def test_long_and_many_words(library: Library) -> None:
    text = "".join(chr(0x4E00 + at) for at in range(400))
    hold(library, issue(1, item("长", text)))
    assert found(library, text) == ["长"]
    assert found(library, *text[:40]) == ["长"]
    assert found(library, text[:100], text[50:150], text[149:]) == ["长"]
    assert found(library, text[:20] + text[21:40]) == []
