"""What a layout adds to a bulletin's texts (【】, 第…期, 信息公开选项：), and how it is taken off again.
Holds no XML."""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass

from bulletin_desk.bulletin.model import Masthead
from bulletin_desk.layouts.model import Layout


@dataclass(frozen=True, slots=True)
class Words:
    """A layout's own words. `around` gives prefix and suffix by part."""

    with_total: str
    without_total: str
    label_end: str
    imprint_date_end: str
    disclosure_label: str
    print_count_text: str
    around: Mapping[str, tuple[str, str]]

    @classmethod
    def of(cls, layout: Layout) -> Words:
        """The words of a layout."""
        return cls(
            layout.number_with_total,
            layout.number_without_total,
            layout.closing.label_end,
            layout.closing.imprint_date_end,
            layout.closing.disclosure_label,
            layout.closing.print_count_text,
            {
                name: (style.prefix, style.suffix)
                for name, style in layout.styles.items()
                if style.prefix or style.suffix
            },
        )

    def to_json(self) -> str:
        """As JSON, for the Word copy."""
        return json.dumps(asdict(self), ensure_ascii=False)

    @classmethod
    def from_json(cls, text: str) -> Words | None:
        """From JSON; None if it is not what `to_json` wrote."""
        try:
            tree = json.loads(text)
            around = {
                name: (str(prefix), str(suffix)) for name, (prefix, suffix) in tree.pop("around").items()
            }
            words = cls(around=around, **tree)
        except (ValueError, TypeError, AttributeError, KeyError):
            return None
        return words if all(isinstance(value, str) for value in tree.values()) else None

    def bare(self, part: str, text: str) -> str:
        """A part's text without what the layout puts around it, as far as it is there."""
        prefix, suffix = self.around.get(part, ("", ""))
        text = text.removeprefix(prefix)
        return text[: len(text) - len(suffix)] if suffix and text.endswith(suffix) else text

    def dressed(self, part: str, text: str) -> str:
        """A part's text with what the layout puts around it."""
        prefix, suffix = self.around.get(part, ("", ""))
        return prefix + text + suffix

    def number(self, masthead: Masthead) -> str:
        """第2期（总第607期）."""
        pattern = self.without_total if masthead.total_number is None else self.with_total
        return pattern.format(
            number=masthead.number, total=masthead.total_number, supplement=masthead.supplement
        )

    def read_number(self, text: str) -> tuple[int, int | None, str] | None:
        """Number, total number and supplement from what `number` gives; None if it is worded otherwise."""
        for pattern in (self.with_total, self.without_total):
            found = _match(pattern, text)
            if found and found.get("number"):
                total = found.get("total")
                return int(found["number"]), int(total) if total else None, found.get("supplement", "")
        return None

    def read_print_count(self, text: str) -> int | None:
        """The print count from its wording; None if it is worded otherwise."""
        found = _match(self.print_count_text, text)
        return int(found["count"]) if found and found.get("count") else None


def read_date(text: str) -> datetime.date | None:
    """2024年1月9日 as a date."""
    found = re.fullmatch(r"\s*(\d{4})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日\s*", text)
    try:
        return datetime.date(*map(int, found.groups())) if found else None
    except ValueError:
        return None


def _match(pattern: str, text: str) -> dict[str, str] | None:
    parts = re.split(r"\{(\w+)\}", pattern)
    expression = "".join(
        rf"(?P<{part}>.*?)"
        if part == "supplement"
        else rf"\s*(?P<{part}>\d{{1,9}})\s*"
        if odd
        else re.escape(part)
        for odd, part in ((index % 2, part) for index, part in enumerate(parts))
    )
    found = re.fullmatch(expression, text.strip())
    return found.groupdict("") if found else None
