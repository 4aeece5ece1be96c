"""The list of misspelt words is well formed, and each of its words is found and put right for good."""

from __future__ import annotations

from bulletin_desk.bulletin.model import Kind
from bulletin_desk.proof.text import marks_in
from bulletin_desk.resources import resource


def lines() -> list[list[str]]:
    text = resource("words", "misspelt.txt").read_text(encoding="utf-8")
    return [fields for line in text.splitlines() if (fields := line.partition("#")[0].split())]


def test_every_line_has_a_mark_a_wrong_and_a_right_form() -> None:
    seen = set()
    for mark, wrong, right, *around in lines():
        assert mark in "!?~"
        assert wrong != right
        assert wrong not in seen, wrong
        assert all((field[0] == "-") != (field[-1] == "-") and len(field) > 1 for field in around), wrong
        seen.add(wrong)


def test_every_wrong_form_is_found_and_put_right_for_good() -> None:
    for mark, wrong, right, *_ in lines():
        found = [
            each for each in marks_in(f"，{wrong}。", Kind.BODY) if each.rule in ("misspelt", "preferred")
        ]
        assert found, wrong
        assert (found[0].rule == "misspelt") is (mark == "!"), wrong
        again = marks_in(f"，{right}。", Kind.BODY)
        assert not [each for each in again if each.rule in ("misspelt", "preferred")], right
