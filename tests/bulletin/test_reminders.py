"""Reminders go with their items, whatever is done to these."""

from __future__ import annotations

import gc
from dataclasses import replace
from datetime import date as Date  # noqa: N812

from bulletin_desk.bulletin.blank import blank_issue
from bulletin_desk.bulletin.model import Body, Issue, Item, Section
from bulletin_desk.bulletin.reminders import Reminder, Reminders


def item(title: str, text: str = "正文。") -> Item:
    """With a title and a paragraph."""
    return Item(title, (Body(text),), "（甲）")


def issue(*sections: tuple[Item, ...]) -> Issue:
    """With these items."""
    made = tuple(Section(f"栏目{number}", items) for number, items in enumerate(sections))
    return replace(blank_issue(Date(2024, 1, 12)), sections=made)


def told(reminders: Reminders, of: Issue) -> list[tuple[str, str]]:
    """By the items' titles."""
    return [
        (of.sections[int(path[1])].items[int(path[3])].title, each.message)
        for path, each in reminders.told(of)
    ]


def begun(*said: Item) -> tuple[Reminders, Issue]:
    """Each item with a reminder that has its title."""
    reminders, made = Reminders(), issue(said)
    reminders.begin(made, ())
    for one in said:
        reminders.put(one, [Reminder(one.title)])
    return reminders, made


def test_of_items_that_change_at_once_each_keeps_its_own() -> None:
    one, two, three = item("一"), item("二"), item("三")
    reminders, before = begun(one, two, three)
    after = issue((item("三", "改"), item("新"), item("一", "改")), (item("", "改"),))
    reminders.follow(before, after)
    assert set(told(reminders, after)) == {("三", "三"), ("一", "一"), ("新", "二")}


def test_an_item_that_moves_to_another_section_is_the_same() -> None:
    one, two = item("一"), item("二")
    reminders, before = begun(one, two)
    after = issue((two,), (one,))
    reminders.follow(before, after)
    assert told(reminders, after) == [("二", "二"), ("一", "一")]


def test_two_that_become_one_have_both_and_of_one_parted_the_first_has_them() -> None:
    one, two = item("一"), item("二")
    reminders, before = begun(one, two)
    joined = issue((item("一二"),))
    reminders.follow(before, joined)
    assert told(reminders, joined) == [("一二", "一"), ("一二", "二")]
    parted = issue((item("前"), item("后")))
    reminders.follow(joined, parted)
    assert told(reminders, parted) == [("前", "一"), ("前", "二")]


def test_what_is_laid_down_finds_its_item_by_texts_then_by_title() -> None:
    one, two, three = item("同"), item("同", "另一篇。"), item("三")
    reminders, before = begun(one, two, three)
    kept = reminders.kept(before)
    again = Reminders()
    after = issue((item("同", "另一篇。"), item("同"), item("三 ", "改过。"), item("四")))
    again.begin(after, kept)
    found = [(number, each) for number, one in enumerate(after.sections[0].items) for each in again.of(one)]
    assert found == [(0, kept[1].reminders[0]), (1, kept[0].reminders[0]), (2, kept[2].reminders[0])]


def test_what_has_no_item_now_waits_for_it() -> None:
    one, two = item("一"), item("二")
    reminders, before = begun(one, two)
    kept = reminders.kept(before)
    again, less = Reminders(), issue((item("二"),))
    again.begin(less, kept)
    assert [each.title for each in again.kept(less)] == ["二", "一"]
    more = issue((item("一", "变了。"), *less.sections[0].items))
    again.follow(less, more)
    assert told(again, more) == [("一", "一"), ("二", "二")]


def test_a_removed_item_s_are_laid_down_while_it_can_come_back() -> None:
    one, two = item("一"), item("二")
    reminders, before = begun(one, two)
    after = issue((two,))
    reminders.follow(before, after)
    assert told(reminders, after) == [("二", "二")]
    assert [each.title for each in reminders.kept(after)] == ["二", "一"]


def test_what_nobody_can_bring_back_is_forgotten() -> None:
    reminders, before = begun(item("一"))
    for number in range(100):
        after = issue((item("一", "字" * number),))
        reminders.follow(before, after)
        before = after
    gc.collect()
    assert told(reminders, before) == [("一", "一")]
    assert len(reminders._of) == 1


def test_a_dismissed_one_is_gone_from_all_and_may_come_back() -> None:
    one = item("一")
    reminders, before = begun(one)
    (only,) = reminders.of(one)
    reminders.dismiss(only)
    assert told(reminders, before) == []
    assert reminders.kept(before) == ()
    reminders.restore(only)
    assert told(reminders, before) == [("一", "一")]


def test_nothing_is_said_twice_of_an_item() -> None:
    one = item("一")
    reminders, before = begun(one)
    reminders.put(one, [Reminder("一"), Reminder("二")])
    assert told(reminders, before) == [("一", "一"), ("一", "二")]
