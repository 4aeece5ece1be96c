"""Remarks, rounds and states in the bulletin file."""

from __future__ import annotations

import io
import json
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from bulletin_desk.bulletin.grammar import block_of, item_path, title_of
from bulletin_desk.bulletin.model import STATES, Issue, Place, Remark, Round, Said
from bulletin_desk.bulletin.put_out import as_put_out
from bulletin_desk.errors import UnreadableFileError
from bulletin_desk.storage.bulletin_file import from_json, issue_in, json_pieces, to_bytes, to_json
from tests.bulletin.issues import SMALL

FILE = Path("一期.bulletin")
ITEM = item_path(0, 0)
SAID = (Said("科长", "2024-01-09T15:30", "这里要核对。\n请再看。"), Said("编辑", "", "已核对。"))


def reviewed() -> Issue:
    """With a remark, two rounds, and a state at each item."""
    remark = Remark(Place(title_of(ITEM), 1), Place(block_of(ITEM, 0), 2), SAID, settled=True)
    sent = Round("送审稿 1", "2024-01-09T16:00", "编辑", signed=False, text=to_json(SMALL))
    signed = Round("定稿", "2024-01-10T09:00", "主任", signed=True, text=to_json(SMALL))
    sections = tuple(
        replace(section, items=tuple(replace(item, state=STATES[1]) for item in section.items))
        for section in SMALL.sections
    )
    return replace(SMALL, sections=sections, remarks=(remark,), rounds=(sent, signed))


def members(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        return {name: file.read(name) for name in file.namelist()}


def packed(parts: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as file:
        for name, data in parts.items():
            file.writestr(name, data)
    return buffer.getvalue()


def test_all_of_it_comes_back() -> None:
    issue = reviewed()
    data = to_bytes(issue, FILE)
    assert issue_in(data, FILE) == issue
    assert {"rounds/1.json", "rounds/2.json"} < members(data).keys()
    assert json.loads(members(data)["bulletin.json"])["schema_version"] == 7
    assert b"text" not in json.dumps(json.loads(members(data)["bulletin.json"])["rounds"]).encode()
    assert from_json(to_json(issue), FILE) == issue == from_json("".join(json_pieces(issue)), FILE)


def test_without_it_the_file_is_as_before() -> None:
    assert to_bytes(as_put_out(reviewed()), FILE) == to_bytes(SMALL, FILE)


@pytest.mark.parametrize("damage", ["gone", "no text"])
def test_a_damaged_round_costs_its_text_alone(damage: str) -> None:
    parts = members(to_bytes(reviewed(), FILE))
    if damage == "gone":
        del parts["rounds/1.json"]
    else:
        parts["rounds/1.json"] = b"\xff\xfe\xff"
    issue = reviewed()
    empty = replace(issue.rounds[0], text="")
    assert issue_in(packed(parts), FILE) == replace(issue, rounds=(empty, issue.rounds[1]))


def test_a_remark_that_stands_nowhere_stands_at_a_text() -> None:
    tree = json.loads(to_json(reviewed()))
    tree["remarks"][0]["start"] = {"path": ["sections", 77, "name"], "offset": 3}
    tree["remarks"][0]["end"]["offset"] = 10**6
    (remark,) = from_json(json.dumps(tree), FILE).remarks
    assert remark.said == SAID
    assert remark.start == remark.end
    assert remark.end.path == block_of(ITEM, 0)


@pytest.mark.parametrize(
    ("where", "value", "said"),
    [
        (("remarks", 0, "said"), [], "said"),
        (("remarks", 0, "start", "path"), "sections", "path"),
        (("remarks", 0, "start", "path"), [None], "path"),
        (("remarks", 0, "start", "offset"), -1, "offset"),
        (("remarks", 0, "settled"), "yes", "settled"),
        (("rounds", 0, "signed"), 1, "signed"),
        (("rounds", 0, "name"), 3, "name"),
        (("sections", 0, "items", 0, "state"), "done", "state"),
    ],
)
def test_what_is_none_is_refused_by_its_key(where: tuple[str | int, ...], value: object, said: str) -> None:
    tree = json.loads(to_json(reviewed()))
    part = tree
    for step in where[:-1]:
        part = part[step]
    part[where[-1]] = value
    with pytest.raises(UnreadableFileError, match=said):
        from_json(json.dumps(tree), FILE)
