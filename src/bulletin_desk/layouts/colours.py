"""A layout's inks as colours of a screen, for forms that know no others."""

from __future__ import annotations

from math import prod

from bulletin_desk.layouts.rows import Cmyk

_SOLID = {
    (0, 0, 0): (255, 255, 255),
    (1, 0, 0): (0, 159, 223),
    (0, 1, 0): (228, 54, 138),
    (0, 0, 1): (255, 232, 0),
    (0, 1, 1): (255, 0, 0),
    (1, 0, 1): (0, 141, 73),
    (1, 1, 0): (53, 69, 140),
    (1, 1, 1): (46, 62, 62),
}
"""Solid cyan, magenta and yellow over each other, in sRGB: as the pages' profile (FOGRA29) has them, but red,
which in Word files and on web sites of offices is the pure one."""


def rgb(colour: Cmyk) -> str:
    """A process colour as RRGGBB: between the solid inks by the area that each of them covers (Neugebauer),
    darker by so much black."""
    *inks, black = colour
    mixed = [0.0, 0.0, 0.0]
    for solid, light in _SOLID.items():
        area = prod(ink if is_there else 1 - ink for ink, is_there in zip(inks, solid, strict=True))
        mixed = [sum_ + area * value for sum_, value in zip(mixed, light, strict=True)]
    return "".join(f"{round(value * (1 - black)):02X}" for value in mixed)
