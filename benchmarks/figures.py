"""Samples and what is said of them: median, quartiles, extremes, and the table. Measures nothing."""

from __future__ import annotations

import statistics
import unicodedata
from collections.abc import Sequence
from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True)
class Summary:
    """What samples come to. The quartiles are those of the samples themselves (the method "inclusive")."""

    median: float
    low_quartile: float
    high_quartile: float
    least: float
    most: float
    runs: int


def summary(samples: Sequence[float]) -> Summary:
    """The summary of at least one sample. Raises ValueError where there is none."""
    if not samples:
        raise ValueError("no samples")
    if len(samples) == 1:
        low = high = samples[0]
    else:
        low, _, high = statistics.quantiles(samples, n=4, method="inclusive")
    return Summary(statistics.median(samples), low, high, min(samples), max(samples), len(samples))


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured quantity of one contender. `target` is what the program has to reach; None for a peer."""

    benchmark: str
    contender: str
    quantity: str
    unit: str
    summary: Summary
    target: float | None = None

    @property
    def missed(self) -> bool:
        """Whether there is a target and the median is above it."""
        return self.target is not None and self.summary.median > self.target

    def verdict(self) -> str:
        """The target and whether it is reached; empty without one."""
        return "" if self.target is None else f"<= {self.target:g}: {'NO' if self.missed else 'yes'}"

    def as_json(self) -> dict[str, object]:
        """The figure as plain values."""
        return asdict(self)


_HEADINGS = ("benchmark", "contender", "quantity", "median", "quartiles", "min-max", "runs", "target")


def table(figures: Sequence[Figure]) -> str:
    """The figures as a table in plain text."""
    rows: list[tuple[str, ...]] = [_HEADINGS]
    previous = ""
    for figure in figures:
        found = figure.summary
        rows.append(
            (
                figure.benchmark if figure.benchmark != previous else "",
                figure.contender,
                figure.quantity,
                f"{_short(found.median)} {figure.unit}",
                f"{_short(found.low_quartile)}-{_short(found.high_quartile)}",
                f"{_short(found.least)}-{_short(found.most)}",
                str(found.runs),
                figure.verdict(),
            )
        )
        previous = figure.benchmark
    widths = [max(_columns(row[at]) for row in rows) for at in range(len(_HEADINGS))]
    lines = []
    for row in rows:
        cells = (cell + " " * (width - _columns(cell)) for cell, width in zip(row, widths, strict=True))
        lines.append("  ".join(cells).rstrip())
    lines.insert(1, "  ".join("-" * width for width in widths))
    return "\n".join(lines)


def _short(value: float) -> str:
    """Three significant digits; no exponent, no digit before the point lost."""
    if value >= 100:
        return f"{value:.0f}"
    return f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def _columns(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)
