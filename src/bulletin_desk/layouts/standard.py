"""What a layout file leaves out, as the layout of the standard (GB/T 9704-2012) has it. Looks at trees as
TOML gives them, and judges nothing in them.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from typing import Any

from bulletin_desk.checked import Filled
from bulletin_desk.layouts.further_styles import FURTHER_STYLES
from bulletin_desk.resources import resource

STANDARD = "gb9704"
"""The layout of the standard."""
_KEY_BY_KEY = ("paper", "text_block", "colours", "flow", "folio")
"""Tables of which each key may be left out."""
_OF_A_STYLE = ("face", "size", "align")
"""What a style that is there takes over where it says nothing: its indents and words are its own."""
_SPACE_AFTER = 1
"""Empty lines under the head."""


def completed_by_standard(tree: dict[str, Any]) -> dict[str, Any]:
    """The tree of a layout file whose head is rows (which it has to have), with what it leaves out."""
    standard = _tree()
    whole = Filled(tree, tree)
    if "head" in tree:
        whole["head"] = _head(tree["head"])
    for name in _KEY_BY_KEY:
        whole[name] = _over(standard[name], tree.get(name, {}))
    whole["closing"] = _closing(standard["closing"], tree.get("closing", {}))
    whole["styles"] = _styles(standard["styles"], tree.get("styles", {}))
    return whole


@cache
def _tree() -> dict[str, Any]:
    return tomllib.loads(resource("layouts", f"{STANDARD}.toml").read_text(encoding="utf-8"))


def _over(standard: Mapping[str, Any], own: object) -> object:
    return Filled({**standard, **own}, own) if isinstance(own, dict) else own


def _head(own: object) -> object:
    return {"space_after": _SPACE_AFTER, **own} if isinstance(own, dict) else own


def _closing(standard: Mapping[str, Any], own: object) -> object:
    """The standard's rows with all that belongs to them, or rows of its own."""
    if isinstance(own, dict) and "rows" in own:
        return {"line_pitch": standard["line_pitch"], **own}
    return _over(standard, own)


def _styles(standard: Mapping[str, Any], own: object) -> object:
    if not isinstance(own, dict):
        return own
    whole = Filled(own, own)
    for name, style in standard.items():
        if name in FURTHER_STYLES:
            continue
        given = own.get(name, style)
        if isinstance(given, dict):
            given = _over({key: style[key] for key in _OF_A_STYLE if key in style}, given)
        whole[name] = given
    return whole
