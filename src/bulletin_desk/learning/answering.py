"""The layout that comes of what was learned and of the answers to what was asked. Must not know how anything
is asked."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass, replace
from typing import Any

from bulletin_desk.bulletin.model import LayoutText
from bulletin_desk.layouts.model import Layout
from bulletin_desk.layouts.write import layout_file
from bulletin_desk.learning.learned import Learned

_ABOUT = re.compile(r"\A#[ \t]*(.*)")


def answered(learned: Learned, chosen: Sequence[int]) -> Layout:
    """The learned layout with what each chosen answer (by its place in its question) changes of it. What the
    first answers say stands already."""
    layout = learned.layout
    for question, at in zip(learned.questions, chosen, strict=True):
        if at:
            layout = _with_changes(question.answers[0].layout, question.answers[at].layout, layout)
    return layout


def layout_text_of(learned: Learned, layout: Layout, name: str) -> LayoutText:
    """What a bulletin carries of the layout, called `name`: the learned file's own text where nothing was
    changed, so that its remarks stay."""
    if layout == learned.layout:
        return replace(learned.text, name=name)
    about = _ABOUT.match(learned.text.text or "")
    return LayoutText(name, layout_file(layout, about[1].removeprefix("版式：") if about else ""))


def _with_changes(was: Any, now: Any, of: Any) -> Any:
    """`of` with what is otherwise in `now` than it was: part by part, so that two answers about parts of one
    value both stand."""
    if was == now:
        return of
    if type(was) is not type(now) or type(now) is not type(of):
        return now
    if is_dataclass(now) and not isinstance(now, type):
        names = [field.name for field in fields(now)]
        return replace(of, **_changes(was, now, of, names))
    if hasattr(now, "_fields"):
        return of._replace(**_changes(was, now, of, now._fields))
    if isinstance(now, Mapping):
        kept = {key: of[key] for key in of if key in now or key not in was}
        return kept | {
            key: _with_changes(was[key], now[key], of[key]) if key in was and key in of else now[key]
            for key in now
            if key not in was or was[key] != now[key]
        }
    if isinstance(now, tuple) and len(was) == len(now) == len(of):
        return tuple(map(_with_changes, was, now, of))
    return now


def _changes(was: Any, now: Any, of: Any, names: Sequence[str]) -> dict[str, Any]:
    return {
        name: _with_changes(getattr(was, name), getattr(now, name), getattr(of, name))
        for name in names
        if getattr(was, name) != getattr(now, name)
    }
