"""Older files in the present schema."""

from __future__ import annotations

from bulletin_desk.storage.migrations import MIGRATIONS, SCHEMA_VERSION, migrate


def test_schema_1_loses_its_remark_and_gets_a_version() -> None:
    tree: dict[str, object] = {"note": "from the archive", "masthead": {"name": "简报"}, "sections": []}
    assert migrate(tree, 1) == {"schema_version": 7, "masthead": {"name": "简报"}, "sections": []}
    assert "note" in tree


def test_schema_1_that_says_so_itself() -> None:
    assert migrate({"schema_version": 1, "print_count": 3}, 1) == {"schema_version": 7, "print_count": 3}


def test_schema_2_names_no_layout() -> None:
    tree: dict[str, object] = {"schema_version": 2, "print_count": 3}
    assert migrate(tree, 2) == {"schema_version": 7, "print_count": 3}
    assert tree["schema_version"] == 2


def test_schema_3_had_none_of_the_further_parts() -> None:
    tree: dict[str, object] = {"schema_version": 3, "layout": {"name": "gb9704"}}
    assert migrate(tree, 3) == {**tree, "schema_version": 7}


def test_the_present_schema_is_left_alone() -> None:
    tree: dict[str, object] = {"schema_version": SCHEMA_VERSION, "note": "unknown, for the reader to refuse"}
    assert migrate(tree, SCHEMA_VERSION) is tree


def test_each_step_leads_to_the_next_version() -> None:
    for version, step in enumerate(MIGRATIONS, start=1):
        assert step({"schema_version": version})["schema_version"] == version + 1
