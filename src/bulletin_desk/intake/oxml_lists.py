"""Numbering of a Word file (numbering.xml) as lists. Decides nothing."""

from __future__ import annotations

from lxml import etree  # type: ignore[import-untyped]

from bulletin_desk.intake import oxml_tree as tree
from bulletin_desk.intake.numbering import Level, List


def lists(root: etree._Element | None) -> dict[str, List]:
    """The lists by their identifiers (`numId`); none where there is no part of them."""
    families: dict[str, tuple[dict[int, Level], str | None]] = {}
    by_style: dict[str, str] = {}
    for abstract in tree.children(root, "abstractNum"):
        identifier = tree.get(abstract, "abstractNumId") or ""
        families[identifier] = (_levels(abstract), tree.value(abstract, "numStyleLink"))
        linked = tree.value(abstract, "styleLink")
        if linked:
            by_style[linked] = identifier
    found: dict[str, List] = {}
    for num in tree.children(root, "num"):
        family = tree.value(num, "abstractNumId") or ""
        levels, link = families.get(family, ({}, None))
        if not levels and link in by_style:
            family = by_style[link]
            levels = families[family][0]
        levels = dict(levels)
        restarts: dict[int, int] = {}
        for override in tree.children(num, "lvlOverride"):
            at = tree.number(tree.get(override, "ilvl"), 1)
            start = tree.number(tree.value(override, "startOverride"), 1)
            if at is None:
                continue
            levels |= _levels(override)
            if start is not None:
                restarts[int(at)] = int(start)
        found[tree.get(num, "numId") or ""] = List(family, levels, restarts)
    return found


def _levels(parent: etree._Element) -> dict[int, Level]:
    levels: dict[int, Level] = {}
    for element in tree.children(parent, "lvl"):
        at = tree.number(tree.get(element, "ilvl"), 1)
        if at is None or not 0 <= at <= 8:
            continue
        start = tree.number(tree.value(element, "start"), 1)
        restart = tree.number(tree.value(element, "lvlRestart"), 1)
        levels[int(at)] = Level(
            start=0 if start is None else int(start),
            format=tree.value(element, "numFmt") or "decimal",
            text=tree.value(element, "lvlText") or "",
            restart=None if restart is None else int(restart),
            legal=bool(tree.on(tree.named(element), "isLgl")),
            style=tree.value(element, "pStyle") or "",
            face=_face(tree.child(element, "rPr", "rFonts")),
        )
    return levels


def _face(fonts: etree._Element | None) -> str:
    return "" if fonts is None else (tree.get(fonts, "ascii") or "")[: tree.LONGEST_NAME]
