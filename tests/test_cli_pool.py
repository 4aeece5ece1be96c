"""`library pool`, as it is typed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bulletin_desk.bulletin.grammar import item_path
from bulletin_desk.cli import main
from bulletin_desk.exit_codes import DONE, FINDINGS
from bulletin_desk.library.pool import Use, mark_used, put_in
from bulletin_desk.storage.places import places
from tests.sheets.made import TITLES, issue_of


@pytest.fixture(autouse=True)
def _home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for variable in ("HOME", "USERPROFILE", "LOCALAPPDATA", "XDG_DATA_HOME"):
        monkeypatch.setenv(variable, str(tmp_path / "home"))


def test_what_is_there_is_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["library", "pool"]) == DONE
    assert capsys.readouterr().out == "没有备用稿。\n"
    files = put_in(places().pool, issue_of(2), [item_path(0, 0), item_path(0, 1)], "2026-11-30T19:45", "李四")
    mark_used(files[1], Use("2026-12-02T08:00", "某简报2026年第3期"))
    assert main(["library", "pool", "--json"]) == DONE
    tree = json.loads(capsys.readouterr().out)
    assert {each["title"] for each in tree["items"]} == {*TITLES[:2]}
    assert {each["from"] for each in tree["items"]} == {"四川省地方志工作简报2026年第2期"}
    assert main(["library", "pool", "--unused"]) == DONE
    said = capsys.readouterr().out
    assert TITLES[0] in said
    assert TITLES[1] not in said
    assert "2026-11-30 19:45 李四放进来，还没有用" in said
    files[0].write_bytes(b"x")
    assert main(["library", "pool"]) == FINDINGS
    assert files[0].name in capsys.readouterr().err
