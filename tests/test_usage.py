"""One word for one thing, wherever the clerk reads: the glossary in ARCHITECTURE.md says which."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src" / "bulletin_desk"
READ = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md")), *sorted(SOURCE.rglob("*.py"))]
OTHERS_WORDS = {
    "proof/figures.py": "units after numbers in the clerk's text",
    "proof/wording.py": "words of the clerk's text",
    "intake/alone.py": "page numbers of manuscripts",
    "archiving/record.py": "what the standard calls a column of its list",
    "intake/web.py": "web pages",
    "intake/clean.py": "a character of manuscripts",
    "intake/mime.py": "page numbers of manuscripts",
    "intake/wrapped.py": "page numbers of manuscripts",
    "learning/body_forms.py": "page numbers of old issues",
    "learning/folios.py": "page numbers of old issues",
    "desk/shaping/page_groups.py": "forms of page numbers to choose from",
}
"""Files with words that others write, and why."""
_PAGE = re.compile("(?<![网首])页(?![码眉脚面边])")
"""A printed side called 页. 页码 is the number that is printed on it, 页边距 what Word calls margins."""
_ALLOWED = re.compile("页码（[单双]页）|分页符|换页符")
"""Names of styles in Word copies that are out there, and what word processors call their marks."""


def texts(file: Path) -> Iterator[tuple[int, str]]:
    """What a clerk may read in a file: a document's lines, a module's strings without docstrings."""
    content = file.read_text(encoding="utf-8")
    if file.suffix == ".md":
        yield from enumerate(content.splitlines(), 1)
        return
    tree = ast.parse(content)
    described = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in described:
            yield node.lineno, node.value


def wrong(text: str) -> bool:
    """Whether a printed side is called 页."""
    return bool(_PAGE.search(_ALLOWED.sub("", text)))


@pytest.mark.parametrize("file", READ, ids=lambda file: file.relative_to(ROOT).as_posix())
def test_a_printed_side_is_called_a_side(file: Path) -> None:
    if file.is_relative_to(SOURCE) and file.relative_to(SOURCE).as_posix() in OTHERS_WORDS:
        return
    assert [(line, text) for line, text in texts(file) if wrong(text)] == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("第 8 页还剩 4 行", True),
        (" 页，共 ", True),
        ("整页显示", True),
        ("上一页、下一页", True),
        ("第 8 面还剩 4 行", False),
        ("页码、页眉、页脚、页面", False),
        ("网页，首页", False),
        ("页码（单页）", False),
    ],
)
def test_what_is_taken_for_a_side(text: str, expected: bool) -> None:
    assert wrong(text) is expected


def test_words_of_others_are_still_where_they_were() -> None:
    assert all(any(wrong(text) for _, text in texts(SOURCE / file)) for file in OTHERS_WORDS)
