"""Fields for the values of a layout: lengths in the unit in which they are typed, sizes of type by their
names, numbers and words. Each asks whether the layout could be so before it gives a value out. They know no
layout."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction

from PySide6.QtWidgets import QWidget

from bulletin_desk.desk.parts.typed_fields import NumberField, TypedField
from bulletin_desk.desk.shaping.measures import (
    CELL_NAME,
    EM_NAME,
    LINE_NAME,
    Units,
    length_said,
    length_typed,
    lengths,
    size_typed,
    unit_for,
)
from bulletin_desk.layouts.gb9704_check import said_size
from bulletin_desk.layouts.lengths import TYPE_SIZES

Accepts = Callable[[object], None]
"""Raises EditError for a value that can't be."""
_HALF = Fraction(1, 2)


def _anything(_value: object) -> None:
    """Whatever it is."""


class LengthField(TypedField[Fraction]):
    """A length in points, typed and shown in one of its `units`: the one that was typed last; before that in
    the first of the preferred ones that says it in few figures."""

    def __init__(self, preferred: Sequence[str], parent: QWidget | None = None) -> None:
        self.units: Callable[[], Units] = lengths
        self.accepts: Accepts = _anything
        self._preferred = preferred
        self._typed_unit = ""
        super().__init__(Fraction(0), parent)

    def use(self, units: Callable[[], Units]) -> None:
        """These units may be typed from now on."""
        self.units = units
        self.drop()

    @property
    def unit(self) -> str:
        """In which it is shown."""
        return self._unit_of(self.value())

    def _unit_of(self, value: Fraction) -> str:
        units = self.units()
        return self._typed_unit if self._typed_unit in units else unit_for(value, units, self._preferred)

    def read(self, text: str) -> Fraction:
        """35 毫米, 12磅, 2 字, 1.5 行; a number alone is in the unit that stood here."""
        here = self._unit_of(self._settled) if hasattr(self, "_settled") else self._preferred[0]
        length, unit = length_typed(text, self.units(), here)
        self.accepts(length)
        self._typed_unit = unit
        return length

    def words(self, value: Fraction) -> str:
        """35 毫米."""
        return length_said(value, self.units(), self._unit_of(value))

    def stepped(self, value: Fraction, by: int) -> Fraction:
        """Up goes on to the next half of a unit."""
        unit = self._unit_of(value)
        points = self.units()[unit]
        step = points if unit in (CELL_NAME, EM_NAME, LINE_NAME) else points * _HALF
        steps = value / step
        whole = steps.numerator // steps.denominator
        if by < 0 and steps.denominator != 1:
            whole += 1
        return (whole + by) * step


class SizeField(TypedField[Fraction]):
    """A size of type in points: 三号（16 磅）."""

    def __init__(self, parent: QWidget | None = None) -> None:
        self.accepts: Accepts = _anything
        super().__init__(Fraction(16), parent)

    def read(self, text: str) -> Fraction:
        """三号, 16, 16 磅."""
        size = size_typed(text)
        self.accepts(size)
        return size

    def words(self, value: Fraction) -> str:
        """三号（16 磅）."""
        return said_size(value)

    def stepped(self, value: Fraction, by: int) -> Fraction:
        """Up goes on to the next size that has a name, ten steps by ten points."""
        if abs(by) > 1:
            return value + by
        named = sorted(Fraction(points) for points in TYPE_SIZES.values())
        beyond = [size for size in named if (size > value if by > 0 else size < value)]
        return (min(beyond) if by > 0 else max(beyond)) if beyond else value + by


class CountField(NumberField):
    """A whole number that a layout could have."""

    accepts: Accepts = staticmethod(_anything)

    def read(self, text: str) -> int:
        """As `number_of`."""
        number = super().read(text)
        self.accepts(number)
        return number


class WordsField(TypedField[str]):
    """Words that a layout could have."""

    def __init__(self, parent: QWidget | None = None) -> None:
        self.accepts: Accepts = _anything
        super().__init__("", parent)

    def read(self, text: str) -> str:
        """As they are typed."""
        self.accepts(text)
        return text

    def words(self, value: str) -> str:
        """As they are."""
        return value

    def stepped(self, value: str, by: int) -> str:
        """Words are not counted."""
        return value
