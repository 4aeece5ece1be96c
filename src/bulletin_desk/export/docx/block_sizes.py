"""How large tables and pictures were when a Word copy was written, which it carries. Knows no XML."""

from __future__ import annotations

import json
from typing import NamedTuple


class Sizes(NamedTuple):
    """How large tables and pictures were when the copy was written: the measure and the widths of each
    table's columns in twips; each picture's file (by digest) and width in EMU."""

    measure: int = 0
    tables: tuple[tuple[int, ...], ...] = ()
    pictures: tuple[tuple[str, int], ...] = ()

    def to_json(self) -> str:
        """As text that the copy carries."""
        return json.dumps(self._asdict())

    @classmethod
    def from_json(cls, text: str) -> Sizes:
        """Of such a text; none where it is something else."""
        try:
            tree = json.loads(text) if text else {}
            tables = tuple(tuple(map(int, widths)) for widths in tree.get("tables", ()))
            pictures = tuple((str(digest), int(width)) for digest, width in tree.get("pictures", ()))
            return cls(int(tree.get("measure", 0)), tables, pictures)
        except (ValueError, TypeError, AttributeError, OverflowError, RecursionError):
            return cls()


NO_SIZES = Sizes()
