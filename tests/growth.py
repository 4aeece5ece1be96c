"""How time grows with input: twice the input may take two and a half times the time, whatever is in it.

`patterns_of` finds the regular expressions of a module with the ways in which it uses them, `provoking` makes
inputs from an expression's own parts, and `check_linear` compares sizes. Nothing here can hang: sizes grow
from very small ones and end where a run takes long enough to be measured, or where the growth has shown.
"""

from __future__ import annotations

import ast
import gc
import inspect
import re
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from re import _constants as op  # type: ignore[attr-defined]
from re import _parser  # type: ignore[attr-defined]
from types import ModuleType
from typing import Any, NamedTuple

from bulletin_desk.proof.expressions import Expression

MOST_GROWTH = 1.25
"""By which time may grow faster than the input."""
MEASURABLE = 0.003
"""Seconds from which on a run can be compared with another."""
_HALF_GROWN = 64
"""Characters up to which sizes grow slowly: what doubles with every character shows before it hangs."""
_AGAIN = 0.2 if sys.platform == "win32" else 0.05
"""Seconds of the thread's own time from which on a suspicion is judged: there neither another process nor
Windows' coarse clock counts, and what grows too fast outweighs what a cache or the system's memory costs."""
_TOO_FAST = 1.5
"""Power of the input by which time grows too fast there."""
_LARGEST = 1 << 24
_TRIES = 6
_RUNS = 3

Make = Callable[[int], str]
"""An input of about so many characters."""


class Growth(AssertionError):  # noqa: N818  # what a test says, not an error of the program
    """Time grows faster than the input."""


def check_linear(
    function: Callable[[Any], object],
    make: Callable[[int], Any],
    *,
    enough: float = 0.05,
    most: int = 1 << 20,
    about: str = "",
) -> None:
    """Runs `function` on inputs of growing size, up to a run of `enough` seconds or to the size `most`.
    Raises Growth where time grows faster than size. Exceptions of `function` go through: a refusal that is no
    fault is for the caller to catch."""
    size = 8
    before: tuple[int, float] | None = None
    while size <= most:
        seconds = _seconds(function, make(size), runs=1)
        if before is not None and seconds >= MEASURABLE and not _fits(size / before[0], seconds, before[1]):
            _look_again(function, make, before[0], size, about)
        if seconds >= enough:
            if size <= _HALF_GROWN * 2 and _seconds(function, make(size)) >= enough:
                raise Growth(f"{about}: {size} characters take {seconds:.3f} s: {make(size)[:80]!r}")
            return
        before = (size, seconds)
        size = size * 5 // 4 if size < _HALF_GROWN else size * 2


def _fits(larger: float, seconds: float, before: float) -> bool:
    # What comes up from nothing measurable is compared with the least that can be measured.
    return seconds <= max(before, MEASURABLE / larger / 4) * larger * MOST_GROWTH


def _look_again(
    function: Callable[[Any], object], make: Callable[[int], Any], small: int, large: int, about: str
) -> None:
    """Another process may have had the machine, and what a first run pays for counts once."""
    least = small_least = float("inf")
    for _ in range(_TRIES):
        small_least = min(small_least, _seconds(function, make(small)))
        least = min(least, _seconds(function, make(large), runs=1))
        if least < MEASURABLE or _fits(large / small, least, small_least):
            return
    said = ""
    if small > _HALF_GROWN:
        size, seconds = large, _own_seconds(function, make(large))
        while seconds < _AGAIN and size < _LARGEST:
            size *= 2
            seconds = _own_seconds(function, make(size))
        further = min(_own_seconds(function, make(size * 2)) for _ in range(2))
        if further <= max(seconds, _AGAIN / 2) * 2**_TOO_FAST:
            return
        said = f", {size} take {seconds * 1000:.0f} ms, {size * 2} take {further * 1000:.0f} ms"
    text = make(large)
    shown = text[:60] if isinstance(text, str | bytes) else ""
    raise Growth(
        f"{about}: {small} take {small_least * 1000:.1f} ms, {large} take {least * 1000:.1f} ms{said}: "
        f"{shown!r}"
    )


def _own_seconds(function: Callable[[Any], object], text: object) -> float:
    return _seconds(function, text, runs=1, clock=time.thread_time)


# The thread's own time, whatever else the machine does; Windows counts it in sixtieths of a second only.
_clock = time.perf_counter if sys.platform == "win32" else time.thread_time


def _seconds(
    function: Callable[[Any], object],
    text: object,
    runs: int = _RUNS,
    clock: Callable[[], float] = _clock,
) -> float:
    least = float("inf")
    collects = gc.isenabled()
    gc.disable()
    try:
        for _ in range(runs):
            started = clock()
            function(text)
            least = min(least, clock() - started)
    finally:
        if collects:
            gc.enable()
    return least


# ---- the expressions of a module


class Used(NamedTuple):
    """An expression, what it is called in its module (or the line it stands in), and one way in which it is
    used."""

    name: str
    pattern: re.Pattern[Any]
    method: str

    def run(self, text: str) -> None:
        """As the module does, on a text made of its characters."""
        given: Any = text.encode("latin-1", "replace") if isinstance(self.pattern.pattern, bytes) else text
        if self.method in ("match", "fullmatch", "search"):
            getattr(self.pattern, self.method)(given)
        else:
            for _ in self.pattern.finditer(given):
                pass


_METHODS = frozenset(("match", "fullmatch", "search", "finditer", "findall", "sub", "subn", "split"))
_EVERY = ("match", "fullmatch", "finditer")


def patterns_of(module: ModuleType) -> list[Used]:
    """All expressions of a module: compiled ones in its globals, in whatever containers, and those written
    where they are used (`re.sub("…", …)`). Fails where one is put together from local names, since nobody
    could look at it here."""
    source = ast.parse(inspect.getsource(module))
    used: dict[tuple[str | bytes, int, str], Used] = {}

    def add(name: str, pattern: re.Pattern[Any], methods: set[str] | tuple[str, ...]) -> None:
        for method in sorted(methods):
            kind = method if method in ("match", "fullmatch", "search") else "finditer"
            used.setdefault((pattern.pattern, pattern.flags, kind), Used(name, pattern, kind))

    ways = _ways(source)
    for name, value in list(vars(module).items()):
        alone = isinstance(value, re.Pattern | Expression)
        for pattern in _within(value, set()):
            add(name, pattern, ways.get(name, _EVERY) if alone else _EVERY)
    for node in ast.walk(source):
        method = _inline(node)
        if method is None or not isinstance(node, ast.Call):
            continue
        where = f"{module.__name__}:{node.lineno}"
        flags = [word.value for word in node.keywords if word.arg == "flags"]
        place = {"sub": 4, "subn": 4, "split": 3}.get(method, 1 if method == "compile" else 2)
        flags += node.args[place : place + 1]
        try:
            pattern = re.compile(_value(node.args[0], module), *(_value(flag, module) for flag in flags))
        except NameError as error:
            raise AssertionError(f"{where}: an expression made of local names: {error}") from error
        if method != "compile" or not any((pattern.pattern, pattern.flags) == key[:2] for key in used):
            add(where, pattern, _EVERY if method == "compile" else (method,))
    return list(used.values())


def _value(node: ast.expr, module: ModuleType) -> Any:
    return eval(compile(ast.Expression(node), "<pattern>", "eval"), vars(module))


def _inline(node: ast.AST) -> str | None:
    """`sub` of `re.sub(…)`, and `compile` of `Expression(…)`."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Expression":
        return "compile"
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
        return None
    called = node.func
    if isinstance(called.value, ast.Name) and called.value.id == "re" and node.args:
        return called.attr if called.attr in _METHODS | {"compile"} else None
    return None


def _ways(source: ast.Module) -> dict[str, set[str]]:
    """How a module uses its names that are only ever asked for a method; others are missing."""
    found: dict[str, set[str]] = {}
    direct: set[int] = set()
    for node in ast.walk(source):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            direct.add(id(node.value))
            if node.attr in _METHODS:
                found.setdefault(node.value.id, set()).add(node.attr)
    for node in ast.walk(source):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and id(node) not in direct:
            found.pop(node.id, None)
    return found


def _within(value: object, seen: set[int]) -> Iterator[re.Pattern[Any]]:
    if isinstance(value, Expression):
        value = value.compiled
    if isinstance(value, re.Pattern):
        yield value
        return
    if id(value) in seen or not isinstance(value, tuple | list | dict | set | frozenset):
        return
    seen.add(id(value))
    for inner in (*value, *value.values()) if isinstance(value, dict) else value:
        yield from _within(inner, seen)


# ---- inputs


SPECIAL = tuple(" \t\n\r　1a字，。（“\"'.:-<&\0")
"""Characters of which any text may hold very many."""
_STOPPER = "\x01"
"""Which no expression expects."""
_MOST_INPUTS = 220


def provoking(pattern: re.Pattern[Any]) -> list[Make]:
    """Inputs that an expression is likely to be slow with: characters that it names, over and over and by
    turns; beginnings of a match, over and over; what repeats in it, repeated, with an end that fits not."""
    flags = pattern.flags & ~re.UNICODE if isinstance(pattern.pattern, bytes) else pattern.flags
    tree = _parser.parse(pattern.pattern, flags)
    signs: dict[str, None] = {}
    places: dict[tuple[str, str], None] = {}
    whole = _walk(tree, "", signs, places)
    made: dict[tuple[str, str, str], None] = {}
    for before, body in places:
        made[before, body, _STOPPER] = None
    for before, body in places:
        made["", before + body, ""] = None
        made["", before, ""] = None
        made["", before, whole] = None
        made[before, body, before] = None
    chars = [*dict.fromkeys((*signs, *SPECIAL))][:28]
    made |= {(edge, char, edge): None for char in chars for edge in ("", _STOPPER)}
    some = [*signs][:9]
    made |= {("", one + other, _STOPPER): None for one in some for other in some if one < other}
    made["", whole, ""] = None
    made["", whole[:-1], _STOPPER] = None
    kept = [key for key in made if key[1]]
    return [partial(_repeated, *key) for key in kept[:_MOST_INPUTS]]


def _repeated(before: str, body: str, after: str, size: int) -> str:
    return before + body * (size // len(body) + 1) + after


def _walk(tree: Any, before: str, signs: dict[str, None], places: dict[tuple[str, str], None]) -> str:
    """A text that fits the tree, with each repetition once; on the way the characters that it names, and for
    each repetition what must stand before it and what it repeats."""
    text = ""
    for kind, value in tree:
        piece = ""
        match kind:
            case op.LITERAL:
                piece = chr(value)
                signs[piece] = None
            case op.NOT_LITERAL:
                piece = "a" if value != ord("a") else "b"
            case op.ANY:
                piece = "字"
            case op.IN:
                members = _members(value)
                signs |= dict.fromkeys(members)
                piece = members[0]
                for member in members[:6]:
                    places[before + text, member] = None
            case op.CATEGORY:
                piece = _category(value)
            case op.BRANCH:
                branches = [_walk(branch, before + text, signs, places) for branch in value[1]]
                for branch in branches:
                    places[before + text, branch] = None
                piece = branches[0]
            case op.SUBPATTERN:
                piece = _walk(value[-1], before + text, signs, places)
            case op.ATOMIC_GROUP:
                piece = _walk(value, before + text, signs, places)
            case op.MAX_REPEAT | op.MIN_REPEAT | op.POSSESSIVE_REPEAT:
                least, most, inner = value
                body = _walk(inner, before + text, signs, places)
                places[before + text, body] = None
                places[before + text + body * max(least - 1, 0), body] = None
                piece = body * min(max(least, 1), most)
            case op.ASSERT:
                _walk(value[1], before + text, signs, places)
            case op.ASSERT_NOT:
                _walk(value[1], before + text, signs, places)
        text += piece
        places[before + text, piece or "a"] = None
    return text


def _members(value: Any) -> list[str]:
    """Characters of a class, one of each of its ranges; of one that excludes, some of both kinds."""
    found: list[str] = []
    negated = False
    for kind, inner in value:
        if kind is op.NEGATE:
            negated = True
        elif kind is op.LITERAL:
            found.append(chr(inner))
        elif kind is op.RANGE:
            found.append(chr(inner[0]))
        elif kind is op.CATEGORY:
            found.append(_category(inner))
    found = found[:8] + found[-4:]
    return [char for char in "a字 1。\n" if char not in found][:3] + found if negated else found


def _category(kind: Any) -> str:
    return {op.CATEGORY_DIGIT: "1", op.CATEGORY_SPACE: " ", op.CATEGORY_WORD: "a"}.get(kind, "，")
