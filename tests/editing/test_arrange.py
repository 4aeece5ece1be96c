"""Sections and items added, removed, duplicated and moved."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bulletin_desk.bulletin.grammar import NAME, item_path, name_of, section_path, title_of
from bulletin_desk.bulletin.model import Body, Endorsement, Issue, Item, Path, Section
from bulletin_desk.bulletin.numbering import EMPTY_ITEM
from bulletin_desk.editing.arrange import (
    add_item,
    add_section,
    chosen,
    duplicate_parts,
    move_parts,
    remove_parts,
    rename_section,
    shift_parts,
    take_over,
)
from bulletin_desk.errors import EditError
from tests.bulletin.issues import SMALL


def _issue(*rows: str) -> Issue:
    """Sections named A, B …, each with an item for every letter."""
    sections = [Section(chr(65 + at), tuple(Item(title) for title in row)) for at, row in enumerate(rows)]
    return replace(SMALL, sections=tuple(sections))


def _rows(issue: Issue) -> list[str]:
    return ["".join(item.title or "_" for item in section.items) for section in issue.sections]


THREE = _issue("ab", "cd", "")


def test_adding() -> None:
    issue, (path,) = add_section(THREE, 1, "新")
    assert (path, issue.sections[1]) == (section_path(1), Section("新", (EMPTY_ITEM,)))
    issue, (path,) = add_item(THREE, 2, 0)
    assert (path, _rows(issue)) == (item_path(2, 0), ["ab", "cd", "_"])


def test_an_item_of_another_issue_goes_to_the_section_of_its_name() -> None:
    item = Item("x", (Body("文"),), "某县", mark="★", endorsements=(Endorsement("某书记"),))
    issue, (path,) = take_over(THREE, item, "B", title_of(item_path(0, 0)))
    assert (path, _rows(issue)) == (item_path(1, 2), ["ab", "cdx", ""])
    assert issue.sections[1].items[2] == replace(item, endorsements=())
    twice = replace(THREE, sections=(*THREE.sections, Section("B", (Item("z"),))))
    assert _rows(take_over(twice, item, "B", item_path(3, 0))[0]) == ["ab", "cd", "", "zx"]


def test_an_item_whose_section_is_not_there_gets_one_behind_the_carets() -> None:
    issue, (path,) = take_over(THREE, Item("x"), "新", title_of(item_path(0, 0)))
    assert (path, _rows(issue)) == (item_path(1, 0), ["ab", "x", "cd", ""])
    assert [section.name for section in issue.sections] == ["A", "新", "B", "C"]
    assert _rows(take_over(THREE, Item("x"), "新", NAME)[0]) == ["ab", "cd", "", "x"]
    levels = replace(THREE, sections=(THREE.sections[0], Section("b", (Item("y"),), 2), THREE.sections[1]))
    issue, _ = take_over(levels, Item("x"), "新", item_path(0, 0))
    assert [(section.name, section.level) for section in issue.sections][2] == ("新", 1)
    issue, _ = take_over(levels, Item("x"), "新", item_path(1, 0))
    assert [(section.name, section.level) for section in issue.sections][2] == ("新", 2)


def test_an_item_without_a_section_goes_behind_the_carets_item() -> None:
    issue, (path,) = take_over(THREE, Item("x"), "", item_path(0, 0))
    assert (path, _rows(issue)) == (item_path(0, 1), ["axb", "cd", ""])
    assert _rows(take_over(THREE, Item("x"), "", name_of(section_path(1)))[0]) == ["ab", "xcd", ""]
    assert _rows(take_over(THREE, Item("x"), "", NAME)[0]) == ["ab", "cd", "x"]


def test_what_waits_for_its_text_makes_room() -> None:
    empty = replace(SMALL, sections=(Section("A", (EMPTY_ITEM,)), Section("", (EMPTY_ITEM,))))
    issue, (path,) = take_over(empty, Item("x"), "A", NAME)
    assert (path, _rows(issue)) == (item_path(0, 0), ["x", "_"])
    issue, (path,) = take_over(empty, Item("x"), "新", item_path(1, 0))
    assert (path, issue.sections[1]) == (item_path(1, 0), Section("新", (Item("x"),)))
    bare = replace(SMALL, sections=())
    for name in ("", "新"):
        issue, (path,) = take_over(bare, Item("x"), name, NAME)
        assert (path, issue.sections) == (item_path(0, 0), (Section(name, (Item("x"),)),))


def test_removing_several() -> None:
    assert _rows(remove_parts(THREE, [item_path(0, 0), item_path(1, 1), item_path(0, 0)])) == ["b", "c", ""]
    assert _rows(remove_parts(THREE, [section_path(2), section_path(0), item_path(0, 1)])) == ["cd"]


def test_duplicating() -> None:
    issue, paths = duplicate_parts(THREE, [item_path(1, 0), item_path(0, 1)])
    assert (_rows(issue), paths) == (["ab", "cbcd", ""], (item_path(1, 1), item_path(1, 2)))
    issue, paths = duplicate_parts(THREE, [section_path(0)])
    assert (_rows(issue), paths) == (["ab", "ab", "cd", ""], (section_path(1),))
    assert duplicate_parts(THREE, []) == (THREE, ())


@pytest.mark.parametrize(
    ("paths", "to", "rows", "there"),
    [
        ([item_path(0, 0)], item_path(0, 2), ["ba", "cd", ""], (item_path(0, 1),)),
        ([item_path(0, 1)], item_path(0, 0), ["ba", "cd", ""], (item_path(0, 0),)),
        ([item_path(0, 0)], item_path(2, 0), ["b", "cd", "a"], (item_path(2, 0),)),
        (
            [item_path(0, 0), item_path(1, 1)],
            item_path(1, 0),
            ["b", "adc", ""],
            (item_path(1, 0), item_path(1, 1)),
        ),
        (
            [item_path(1, 0), item_path(0, 1)],
            item_path(1, 2),
            ["a", "dbc", ""],
            (item_path(1, 1), item_path(1, 2)),
        ),
        ([item_path(0, 0)], item_path(0, 1), ["ab", "cd", ""], (item_path(0, 0),)),
    ],
)
def test_moving_items(paths: list[Path], to: Path, rows: list[str], there: tuple[Path, ...]) -> None:
    issue, moved = move_parts(THREE, paths, to)
    assert (_rows(issue), moved) == (rows, there)
    if rows == _rows(THREE):
        assert issue is THREE


def test_moving_sections() -> None:
    issue, moved = move_parts(THREE, [section_path(0), section_path(1)], section_path(3))
    assert (_rows(issue), moved) == (["", "ab", "cd"], (section_path(1), section_path(2)))


def test_nothing_nests_wrongly() -> None:
    with pytest.raises(EditError, match="稿件只能放在栏目里"):
        move_parts(THREE, [item_path(0, 0)], section_path(1))
    with pytest.raises(EditError, match="不能一起安排"):
        chosen(THREE, [section_path(0), item_path(1, 0)])
    assert chosen(THREE, [section_path(1), item_path(1, 0), section_path(1)]) == (section_path(1),)


def test_shifting_items_over_sections() -> None:
    issue = THREE
    paths: tuple[Path, ...] = (item_path(1, 1),)
    seen = []
    for _ in range(5):
        issue, paths = shift_parts(issue, paths, -1)
        seen.append(_rows(issue))
    assert seen == [["ab", "dc", ""], ["abd", "c", ""], ["adb", "c", ""], ["dab", "c", ""], ["dab", "c", ""]]
    for _ in range(6):
        issue, paths = shift_parts(issue, paths, 1)
    assert _rows(issue) == ["ab", "c", "d"]
    assert paths == (item_path(2, 0),)
    assert shift_parts(issue, paths, 1) == (issue, paths)


def test_shifting_several_together() -> None:
    issue, paths = shift_parts(THREE, [item_path(0, 1), item_path(1, 1)], -1)
    assert (_rows(issue), paths) == (["bda", "c", ""], (item_path(0, 0), item_path(0, 1)))
    issue, paths = shift_parts(THREE, [section_path(0), section_path(1)], 1)
    assert (_rows(issue), paths) == (["", "ab", "cd"], (section_path(1), section_path(2)))
    assert shift_parts(THREE, [section_path(0)], -1) == (THREE, (section_path(0),))
    assert shift_parts(THREE, [section_path(2)], 1) == (THREE, (section_path(2),))


def _levels(told: str) -> Issue:
    """Sections by their names; small letters are of level 2."""
    sections = tuple(Section(name, (Item(name),), 1 + name.islower()) for name in told)
    return replace(SMALL, sections=sections)


def _told(issue: Issue) -> str:
    return "".join(section.name for section in issue.sections)


TWO = _levels("AabBcC")


@pytest.mark.parametrize(
    ("moved", "to", "told"),
    [
        ("A", "C", "BcAabC"),  # with those under it
        ("A", "c", "BcAabC"),  # not between B and what is under it
        ("C", "b", "AabCBc"),
        ("c", "a", "AcabBC"),
        ("a", "", "AbBcCa"),
        ("AC", "c", "BcAabC"),
    ],
)
def test_sections_of_level_2_stay_under_theirs(moved: str, to: str, told: str) -> None:
    paths = [section_path(_told(TWO).index(name)) for name in moved]
    issue, there = move_parts(TWO, paths, section_path(_told(TWO).index(to) if to else 6))
    assert _told(issue) == told
    assert "".join(issue.sections[int(path[1])].name for path in there) == "".join(
        TWO.sections[int(path[1])].name for path in chosen(TWO, paths)
    )


def test_a_section_of_level_2_needs_one_above_it() -> None:
    with pytest.raises(EditError, match="不能移到最前面"):
        move_parts(TWO, [section_path(2)], section_path(0))
    issue, _ = move_parts(_levels("abA"), [section_path(1)], section_path(0))  # none above it before
    assert _told(issue) == "baA"


@pytest.mark.parametrize(
    ("told", "moved", "step", "then"),
    [
        ("AabBcC", "A", 1, "BcAabC"),
        ("AabBcC", "B", -1, "BcAabC"),
        ("AabBcC", "C", -1, "AabCBc"),
        ("AabBcC", "C", 1, "AabBcC"),
        ("AabBcC", "A", -1, "AabBcC"),
        ("AabBcC", "a", 1, "AbaBcC"),
        ("AabBcC", "b", 1, "AaBbcC"),
        ("AabBcC", "c", -1, "AabcBC"),
        ("AabBcC", "a", -1, "AabBcC"),
        ("AabBcC", "c", 1, "AabBCc"),
    ],
)
def test_shifting_sections_of_two_levels(told: str, moved: str, step: int, then: str) -> None:
    issue, _ = shift_parts(_levels(told), [section_path(told.index(moved))], step)
    assert _told(issue) == then


def under(issue: Issue) -> dict[str, str]:
    """Under which section of level 1 each one of level 2 stands, by name."""
    found, over = {}, ""
    for section in issue.sections:
        over = section.name if section.level == 1 else over
        if section.level == 2:
            found[section.name] = over
    return found


@given(st.lists(st.sampled_from((1, 2)), max_size=7), st.data())
def test_sections_that_stay_keep_the_one_above_them(levels: list[int], data: st.DataObject) -> None:
    """Whichever are arranged together, of one level or of both."""
    sections = tuple(Section(str(at), (), level) for at, level in enumerate([1, *levels]))
    issue = replace(SMALL, sections=sections)
    paths = [section_path(at) for at in data.draw(st.sets(st.integers(0, len(levels)), min_size=1))]
    arranged = {str(path[1]) for path in chosen(issue, paths)}
    try:
        match data.draw(st.sampled_from(("move", "up", "down", "duplicate"))):
            case "move":
                to = section_path(data.draw(st.integers(0, len(sections))))
                after, _ = move_parts(issue, paths, to)
            case "duplicate":
                after, copies = duplicate_parts(issue, paths)
                for copy in copies:
                    after = rename_section(after, int(copy[1]), "copy")
                arranged = {"copy"}
            case way:
                after, _ = shift_parts(issue, paths, -1 if way == "up" else 1)
    except EditError:
        return
    stay = {name: over for name, over in under(issue).items() if name not in arranged}
    assert {name: over for name, over in under(after).items() if name not in arranged} == stay


@pytest.mark.parametrize(
    ("arrange", "told"),
    [
        (lambda issue, paths: move_parts(issue, paths, section_path(1)), "ABCEDF"),
        (lambda issue, paths: shift_parts(issue, paths, -1), "ABCEDF"),
    ],
)
def test_a_section_of_each_level_together(
    arrange: Callable[[Issue, list[Path]], tuple[Issue, tuple[Path, ...]]], told: str
) -> None:
    """D, which stands under A, and F, which stands over others: B, C, E stay under A."""
    sections = tuple(
        Section(name, (), level) for name, level in zip("ABCDEF", (1, 2, 2, 2, 2, 1), strict=True)
    )
    issue, _ = arrange(replace(SMALL, sections=sections), [section_path(3), section_path(5)])
    assert "".join(section.name for section in issue.sections) == told


def test_copies_of_sections_of_both_levels_go_behind_the_last_group() -> None:
    sections = tuple(Section(name, (), level) for name, level in zip("ABCD", (1, 1, 2, 2), strict=True))
    issue, copies = duplicate_parts(replace(SMALL, sections=sections), [section_path(0), section_path(2)])
    assert "".join(section.name for section in issue.sections) == "ABCDAC"
    assert copies == (section_path(4), section_path(5))


def test_what_lies_under_a_section_goes_with_it() -> None:
    assert _told(remove_parts(TWO, [section_path(0)])) == "BcC"
    issue, copies = duplicate_parts(TWO, [section_path(3)])
    assert (_told(issue), copies) == ("AabBcBcC", (section_path(5), section_path(6)))
    assert add_section(TWO, 1, "d", 2)[0].sections[1].level == 2


def test_renaming() -> None:
    assert rename_section(THREE, 1, "新").sections[1] == replace(THREE.sections[1], name="新")
    assert rename_section(THREE, 1, "B") is THREE


@given(st.data())
def test_moving_keeps_every_part(data: st.DataObject) -> None:
    items = [item_path(0, 0), item_path(0, 1), item_path(1, 0), item_path(1, 1)]
    paths = data.draw(st.lists(st.sampled_from(items), min_size=1))
    to = data.draw(st.sampled_from([*items, item_path(0, 2), item_path(1, 2), item_path(2, 0)]))
    issue, moved = move_parts(THREE, paths, to)
    assert sorted("".join(_rows(issue))) == list("abcd")
    wanted = [THREE.sections[int(path[1])].items[int(path[3])] for path in chosen(THREE, paths)]
    assert [issue.sections[int(path[1])].items[int(path[3])] for path in moved] == wanted
