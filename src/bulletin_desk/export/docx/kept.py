"""What of a signed paragraph stays with its signature, by where our pages cut it. Knows no styles."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import pairwise

from bulletin_desk.bulletin.grammar import SPEC, owner
from bulletin_desk.bulletin.model import Kind, Path
from bulletin_desk.pages.model import Portion


def kept_with_signature(portions: Iterable[Portion], rows: int) -> Mapping[Path, int]:
    """For each paragraph that a signature follows, the number of its first line that has to be kept with the
    signature, on pages of so many `rows`. A paragraph that is cut where its page is full needs no keeping,
    and to LibreOffice what is kept is not cut at all."""
    made: dict[Path, int] = {}
    before_it: Portion | None = None
    for one, other in pairwise(portion for portion in portions if SPEC[portion.kind].running):
        if other.kind is Kind.SIGNATURE and one.path != other.path and owner(one.path) == owner(other.path):
            cut = before_it if before_it and before_it.path == one.path else None
            if cut is None or cut.rows < rows:
                made[one.path] = one.first
        before_it = one
    return made
