"""Brings the tree of an older bulletin file to the present schema, one step a version.
Must not check the tree: the reader of the present schema does, afterwards."""

from __future__ import annotations

from collections.abc import Callable

Tree = dict[str, object]


def _from_1(tree: Tree) -> Tree:
    """Schema 1 named no version and allowed a free remark `note` about the file, which was never printed."""
    rest = {key: value for key, value in tree.items() if key not in ("schema_version", "note")}
    return {"schema_version": 2, **rest}


def _from_2(tree: Tree) -> Tree:
    """Schema 2 named no layout: its issues are set in the default one."""
    return {**tree, "schema_version": 3}


def _from_3(tree: Tree) -> Tree:
    """Schema 3 had no room for what other offices' bulletins have: fields of a layout's own, parts of items,
    levels of sections, bold."""
    return {**tree, "schema_version": 4}


def _from_4(tree: Tree) -> Tree:
    """Schema 4 knew no blocks but body paragraphs and subheadings, and no attachments."""
    return {**tree, "schema_version": 5}


def _from_5(tree: Tree) -> Tree:
    """Schema 5 had no room for what leaders wrote on items (领导批示)."""
    return {**tree, "schema_version": 6}


def _from_6(tree: Tree) -> Tree:
    """Schema 6 had no room for the round of review: remarks, what was sent and signed, states of items."""
    return {**tree, "schema_version": 7}


MIGRATIONS: tuple[Callable[[Tree], Tree], ...] = (_from_1, _from_2, _from_3, _from_4, _from_5, _from_6)
"""`MIGRATIONS[n - 1]` turns a tree of schema n into one of schema n + 1."""

SCHEMA_VERSION = len(MIGRATIONS) + 1
"""The newest schema that this program writes."""
WITHOUT_LAYOUT = 2
"""The schema of an issue that names no layout: earlier programs read that, too."""
WITHOUT_PARTS = 3
"""The schema of an issue that has none of the parts that came with schema 4."""
WITHOUT_BLOCKS = 4
"""The schema of an issue that has none of the blocks that came with schema 5."""
WITHOUT_ENDORSEMENTS = 5
"""The schema of an issue that has none of the endorsements that came with schema 6."""
WITHOUT_REVIEW = 6
"""The schema of an issue that has nothing of the round of review, which came with schema 7."""


def migrate(tree: Tree, version: int) -> Tree:
    """`tree` of schema `version` (1 to SCHEMA_VERSION) in the present schema; `tree` itself is unchanged."""
    for step in MIGRATIONS[version - 1 :]:
        tree = step(tree)
    return tree
