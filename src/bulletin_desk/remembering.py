"""What a function gave for texts seen lately, within a bound of characters: of a paragraph of two hundred
thousand, every keystroke makes another one; and values as keys for `lru_cache`. Must not know what is
remembered."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from functools import update_wrapper
from threading import Lock
from typing import Generic, TypeVar

MOST_CHARACTERS = 4_000_000
"""Of all texts together: an issue as large as may be, and again as much."""
_EACH = 100
"""Characters that any text counts for besides its own."""

_Value = TypeVar("_Value")


class remembered(Generic[_Value]):  # noqa: N801  (it is used as a decorator, like functools.cache)
    """A function of one text, not called again for the texts that it was last asked for."""

    def __init__(self, function: Callable[[str], _Value]) -> None:
        self._function = function
        self._known: OrderedDict[str, _Value] = OrderedDict()
        self._lock = Lock()
        self._held = 0
        update_wrapper(self, function)

    def __call__(self, text: str) -> _Value:
        """The function's value."""
        known = self._known
        with self._lock:
            if text in known:
                known.move_to_end(text)
                return known[text]
        value = self._function(text)
        with self._lock:
            if text not in known:
                self._held += len(text) + _EACH
            known[text] = value
            while self._held > MOST_CHARACTERS and len(known) > 1:
                gone, _ = known.popitem(last=False)
                self._held -= len(gone) + _EACH
        return value

    def cache_clear(self) -> None:
        """Forgets all."""
        with self._lock:
            self._known.clear()
            self._held = 0


class Same(Generic[_Value]):
    """A value, equal to nothing but itself: edits share what they leave alone, so it is found again without
    being compared."""

    __slots__ = ("value",)

    def __init__(self, value: _Value) -> None:
        self.value = value

    def __hash__(self) -> int:
        return id(self.value)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Same) and other.value is self.value
