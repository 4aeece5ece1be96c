"""Brings the tree of an older bulletin file to the present schema, one step a version.
Must not check the tree: the reader of the present schema does, afterwards."""

from __future__ import annotations

from collections.abc import Callable

Tree = dict[str, object]


def _from_1(tree: Tree) -> Tree:
    """Schema 1 named no version and allowed a free remark `note` about the file, which was never printed."""
    rest = {key: value for key, value in tree.items() if key not in ("schema_version", "note")}
    return {"schema_version": 2, **rest}


MIGRATIONS: tuple[Callable[[Tree], Tree], ...] = (_from_1,)
"""`MIGRATIONS[n - 1]` turns a tree of schema n into one of schema n + 1."""

SCHEMA_VERSION = len(MIGRATIONS) + 1
"""The schema that this program writes."""


def migrate(tree: Tree, version: int) -> Tree:
    """`tree` of schema `version` (1 to SCHEMA_VERSION) in the present schema; `tree` itself is unchanged."""
    for step in MIGRATIONS[version - 1 :]:
        tree = step(tree)
    return tree
