"""Pages as text, one typeset line per line in reading order. Decides nothing, knows no faces."""

from __future__ import annotations

from collections.abc import Iterable

from bulletin_desk.pages.model import Page, rows


def dump(pages: Iterable[Page]) -> str:
    """Every line of running text on a line of its own; pages are separated by a line with a form feed.

    Parts that share a baseline (issuer and date, label and entry) make one line. Page numbers are not running
    text.
    """
    texts = []
    for page in pages:
        lines = ("".join(placed.line.text for placed in row) for row in rows(page))
        texts.append("".join(f"{line}\n" for line in lines))
    return "\f\n".join(texts)
