"""What an old issue leaves open and would show on the next ones: asked with two answers, each a layout. Must
not know how the layout was come by."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace
from typing import Any

from bulletin_desk.bulletin.model import Issue
from bulletin_desk.layouts.model import Layout
from bulletin_desk.learning.learned import MOST_QUESTIONS, Answer, Question
from bulletin_desk.learning.line_fit import Fitted

_OF_THE_RULE: tuple[tuple[str, str, tuple[tuple[Any, str], ...]], ...] = (
    ("quotes", "引号“”占多宽？", (("half", "占半个字"), ("full", "占一个字"))),
    (
        "squeezed",
        "一行末尾还差一点放不下一个字，怎么办？",
        ((True, "标点挤一挤，把它放下"), (False, "放到下一行")),
    ),
    ("adjacent", "两个标点挨在一起，如“。”后面的“”，怎么排？", ((False, "各占各的"), (True, "挤掉半个字"))),
)
"""The keys of the rule that are asked where no line tells: which show most first. Figures that are as wide as
half a character anyway, and stops outside the block, are not."""


def questions_of(
    layout: Layout, issue: Issue, fitted: Fitted | None, is_open: Collection[str], pages: int
) -> tuple[Question, ...]:
    """At most three, which show most first. `is_open` are what one issue can't tell besides its line rule:
    numbering, even_page, widow_control; `pages` is how many it had, 0 where that was not seen."""
    asked = (
        *(_of_numbers(layout, issue) if "numbering" in is_open else ()),
        *(_of_closing(layout, pages) if "even_page" in is_open else ()),
        *_of_rule(layout, fitted),
        *(_of_page_ends(layout) if "widow_control" in is_open else ()),
    )
    return asked[:MOST_QUESTIONS]


def _of_numbers(layout: Layout, issue: Issue) -> Iterator[Question]:
    """Whether a new year begins with number 1."""
    number, now = issue.masthead.number, layout.numbering
    answers = (
        Answer("从第1期重新数", replace(layout, numbering=now._replace(counts="year"))),
        Answer(f"接着{number}往下数", replace(layout, numbering=now._replace(counts="through"))),
    )
    if now.counts == "through":
        answers = answers[::-1]
    yield Question("过了年，期号怎么数？", f"旧的一期只写着第{number}期，没有总期号。", answers)


def _of_rule(layout: Layout, fitted: Fitted | None) -> Iterator[Question]:
    for key, words, answers in _OF_THE_RULE:
        if fitted is not None and key not in fitted.open:
            continue
        if fitted is None and key == "adjacent":
            continue
        now = getattr(layout.lines, key)
        why = "Word 文件里看不出每一行印在哪里断。" if fitted is None else "旧的一期里没有一行看得出来。"
        yield Question(
            words,
            why,
            tuple(
                Answer(said, replace(layout, lines=layout.lines._replace(**{key: value})))
                for value, said in sorted(answers, key=lambda answer: answer[0] != now)
            ),
        )


def _of_closing(layout: Layout, pages: int) -> Iterator[Question]:
    """Whether the closing block has to stand on an even page."""
    closing = layout.closing
    words = {True: "总排在双数面，正文在单数面结束就排到它的背面", False: "排在末面，单数面、双数面都行"}
    why = f"旧的一期有{pages}面，版记在双数面上。" if pages else "Word 文件里看不出印了几面。"
    yield Question(
        "版记排在哪一面？",
        f"{why}正文在单数面结束时，那一面的末尾是下面这样。",
        tuple(
            Answer(words[even], replace(layout, closing=closing._replace(even_page=even)))
            for even in (closing.even_page, not closing.even_page)
        ),
    )


def _of_page_ends(layout: Layout) -> Iterator[Question]:
    words = {True: "不让它单独留下", False: "可以"}
    block = layout.text_block
    yield Question(
        "一段的第一行或末一行，可以单独留在一面的末尾或开头吗？",
        "旧的一期里没有这样的地方。",
        tuple(
            Answer(words[kept], replace(layout, text_block=block._replace(widow_control=kept)))
            for kept in (block.widow_control, not block.widow_control)
        ),
    )
