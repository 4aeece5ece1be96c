"""Reading old issues takes time in proportion to what they hold: every expression of the room, found by
walking its modules, and a whole issue."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable
from typing import Any

import pytest

import bulletin_desk.gathering
from bulletin_desk.gathering.whole import read_issue
from bulletin_desk.intake.manuscript import Look, Manuscript, Paragraph
from bulletin_desk.intake.read import Whole
from tests.gathering.reading import KNOWN
from tests.growth import Growth, check_linear, patterns_of, provoking

MODULES = [
    importlib.import_module(f"bulletin_desk.gathering.{module.name}")
    for module in pkgutil.iter_modules(bulletin_desk.gathering.__path__)
]
USED = {
    (used.pattern.pattern, used.pattern.flags, used.method): used
    for module in MODULES
    for used in patterns_of(module)
}
TRIES = 3


def linear(function: Callable[[Any], object], make: Callable[[int], Any], **bounds: Any) -> None:
    """What grows too fast does so each time, whatever else the machine does."""
    for left in reversed(range(TRIES)):
        try:
            check_linear(function, make, **bounds)
            return
        except Growth:
            if not left:
                raise


@pytest.mark.sampled
@pytest.mark.parametrize("used", USED.values(), ids=lambda used: f"{used.name}-{used.method}")
def test_an_expression(used: Any) -> None:
    for make in provoking(used.pattern):
        linear(used.run, make, enough=0.02, most=1 << 12, about=used.name)


def test_expressions_are_found() -> None:
    assert {"_NUMBERS", "_DATE", "_ENTRY", "_CONTENTS", "_MADE", "_TOKEN"} <= {
        used.name for used in USED.values()
    }


LINES = (
    "【要闻】",
    "甲县完成年鉴编纂工作",
    "1月9日，甲县完成年鉴。",
    "（甲县地方志办公室）",
    "◆乙",
    "报：丙。",
    "2024年",
)


def test_a_whole_issue() -> None:
    def make(size: int) -> Whole:
        head = [Paragraph("甲县简报", Look(size=40)), Paragraph("第1期"), Paragraph("甲县　2024年1月9日")]
        looks = (Look(size=22, align="centre"), Look(size=16))
        body = [Paragraph(LINES[at % len(LINES)], looks[at % 2]) for at in range(size // 8)]
        paragraphs = (*head, *body)
        return Whole(Manuscript("", paragraphs), tuple(one.text for one in paragraphs[::-1]))

    linear(lambda whole: read_issue(whole, "旧刊", KNOWN), make, enough=0.3, most=1 << 12, about="issue")
