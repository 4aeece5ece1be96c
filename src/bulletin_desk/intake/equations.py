"""Equations as text in a line: what Word's EQ field draws, written one after the other. Knows no XML."""

from __future__ import annotations

import re

_EQ = re.compile(r"\s*+EQ\b", re.IGNORECASE)
_ONE_TERM = re.compile(r"[\w.%]*")
_INSTRUCTION = re.compile(r"\\([a-z]+)[0-9]*+\s*+", re.IGNORECASE)
_DEEPEST = 20
_LONGEST = 1_000
"""Characters of a field's code."""


def as_term(text: str) -> str:
    """Part of an equation, in brackets where it is more than one number or name."""
    return text if _ONE_TERM.fullmatch(text) else f"({text})"


_FRACTION = re.compile(r"[0-9]+/[0-9]+\Z")


def behind(before: str, equation: str) -> str:
    """An equation behind what stands before it: a fraction behind a number (2½) is parted from it."""
    mixed = before[-1:].isascii() and before[-1:].isdigit() and _FRACTION.match(equation)
    return f"又{equation}" if mixed else equation


def root(degree: str, of: str) -> str:
    """The root of something, the square one where no degree is given: √2, ³√8."""
    return f"{degree.translate(_RAISED)}√{as_term(of)}"


_RAISED = str.maketrans("0123456789+-−()", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁽⁾")
_MAY_BE_RAISED = re.compile(r"[0-9+\-−()]{1,6}")
_HAS_POWER = re.compile(r"[0-9A-Za-z)）]\Z")


def raised(text: str, before: str) -> str:
    """Characters set higher than the line, behind what stands before them: powers (m², 10⁴) by signs of their
    own, since 104 is another number. What hangs on words (notes) is left as it is."""
    if _MAY_BE_RAISED.fullmatch(text) and _HAS_POWER.search(before[-1:]):
        return text.translate(_RAISED)
    return text


def in_a_line(code: str) -> str:
    """What an EQ field shows, in a line: `EQ \\f(42,60)` gives `42/60`; nothing where it is no such field,
    or says more than can be told in a line."""
    found = _EQ.match(code)
    if not found or len(code) > _LONGEST:
        return ""
    text, at = _read(code, found.end(), 0)
    return text.strip() if at == len(code) else ""


def _read(code: str, at: int, depth: int) -> tuple[str, int]:
    """What stands at a place up to a separator, a bracket that was not opened, or the end; and where that
    is."""
    made = []
    while at < len(code) and code[at] not in ",;，；)）":
        if code[at] == "\\" and at + 1 < len(code) and not code[at + 1].isalpha():
            made.append(code[at + 1])
            at += 2
        elif code[at] == "\\":
            text, at = _instruction(code, at, depth, made[-1] if made else "")
            made.append(text)
        elif code[at] in "(（":
            terms, at = _terms(code, at, depth)
            made.append(f"({','.join(terms)})")
        else:
            made.append(code[at])
            at += 1
    return "".join(made), at


def _instruction(code: str, at: int, depth: int, before: str) -> tuple[str, int]:
    names = []
    while at < len(code) and (found := _INSTRUCTION.match(code, at)):
        names.append(found[1].lower())
        at = found.end()
    name = names[0] if names else ""
    if at >= len(code) or code[at] not in "(（":
        return "", at
    terms, at = _terms(code, at, depth)
    if name == "f" and len(terms) == 2:
        return behind(before, f"{as_term(terms[0])}/{as_term(terms[1])}"), at
    if name == "r":
        return root("".join(terms[:-1]), terms[-1]), at
    if name == "s" and "up" in names:
        return raised("".join(terms), before), at
    if name == "b":
        return f"({','.join(terms)})", at
    return "".join(terms), at


def _terms(code: str, at: int, depth: int) -> tuple[list[str], int]:
    """What stands in the brackets that open at a place, by its separators; and the place behind them."""
    if depth >= _DEEPEST:
        return [code[at + 1 :]], len(code)
    terms = []
    while True:
        text, at = _read(code, at + 1, depth + 1)
        terms.append(text.strip())
        if at >= len(code) or code[at] in ")）":
            return terms, min(at + 1, len(code))
