"""Rules about the issue as a whole: fields, sources, names, items that appeared before. Knows no pages and no
files; what lies outside the issue is handed in."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date as Date  # noqa: N812

from bulletin_desk.bulletin.describe import in_title_marks
from bulletin_desk.bulletin.edits import text_at
from bulletin_desk.bulletin.fields import EVERYWHERE, Placed
from bulletin_desk.bulletin.grammar import (
    ITEM_TEXTS,
    NAME,
    Node,
    in_item,
    item_at,
    item_path,
    items_of,
    source_of,
    title_of,
    walk,
    walk_item,
    walk_written,
)
from bulletin_desk.bulletin.model import Issue, Item, Kind, Path
from bulletin_desk.bulletin.office import Office
from bulletin_desk.layouts.offers import HeadingForms, Offers
from bulletin_desk.proof.earlier import Appeared, EarlierIssue, appeared, is_version
from bulletin_desk.proof.expressions import Expression
from bulletin_desk.proof.fields import field_marks
from bulletin_desk.proof.findings import Level, Mark, Replacement
from bulletin_desk.proof.items import item_marks
from bulletin_desk.proof.made import made_marks
from bulletin_desk.proof.names import variants
from bulletin_desk.proof.rules import TAKEN_IN

Found = tuple[Path, Mark]


@dataclass(frozen=True)
class Known:
    """What the rules may know besides the issue; what is not given is not asked for. `today` is the day of
    the check; `source_known` tells whether a contributing office's name is on the list; `earlier` are
    issues that appeared before, `appeared` items of this one that are like one of a library's; `stand_ins`
    names the official faces that this machine lacks, `reminders` are sentences about items, by path, that
    came from elsewhere; `offices` are those known, None for the shipped ones; `offers` and `headings` are
    those of the layout that the issue is set in."""

    today: Date | None = None
    source_known: Callable[[str], bool] | None = None
    earlier: tuple[EarlierIssue, ...] = ()
    appeared: tuple[Appeared, ...] = ()
    stand_ins: tuple[str, ...] = ()
    reminders: tuple[tuple[Path, str], ...] = ()
    offices: tuple[Office, ...] | None = None
    offers: Offers = field(default_factory=Offers)
    headings: HeadingForms = field(default_factory=HeadingForms)


def issue_marks(
    issue: Issue, known: Known, nodes: Sequence[Node] | None = None, placed: Placed = EVERYWHERE
) -> list[Found]:
    """All that is to be said about the issue as a whole; `nodes` are its texts, where the caller has them;
    `placed` what of head and closing block stands on the paper."""
    earlier = tuple(other for other in known.earlier if not is_version(issue, other))
    known = replace(known, earlier=earlier)
    return [
        *field_marks(issue, today=known.today, earlier=known.earlier, offices=known.offices, placed=placed),
        *_sources(issue, known),
        *item_marks(issue),
        *made_marks(issue, known.offers, known.headings),
        *_names(tuple(walk(issue)) if nodes is None else nodes),
        *_appeared(issue, known),
        *_faces(known),
        *_reminders(issue, known),
    ]


def _reminders(issue: Issue, known: Known) -> Iterator[Found]:
    for path, message in known.reminders:
        yield title_of(path), Mark(Level.DOUBTFUL, TAKEN_IN, 0, len(item_at(issue, path).title), message)


# ---- sources

_BRACKETED = Expression(r"（(.+)）\Z")
_PARTS = Expression(r"[、，；;\s\u3000]+")


def _sources(issue: Issue, known: Known) -> Iterator[Found]:
    items = [
        (path, item)
        for path, item in items_of(issue)
        if any(node.text.strip() for node in walk_item(item) if node.kind is not Kind.SOURCE)
    ]
    usual = any(_named(item) for _, item in items)
    for owner, item in items:
        if not _named(item):
            last = _last_text(item)
            length = len(last.text)
            level = Level.DOUBTFUL if usual else Level.ADVICE
            mark = Mark(
                level, "source_missing", max(0, length - 1), length, "这篇稿件没有来源；请在末尾补上。"
            )
            yield (*owner, *last.path), mark
            continue
        source = item.source.strip()
        if not source:
            continue
        found = _BRACKETED.match(source)
        path = source_of(owner)
        if found is None:
            if not set(source) & set("（）()"):
                fix = (Replacement(0, len(item.source), f"（{source}）"),)
                yield (
                    path,
                    Mark(Level.DOUBTFUL, "source_form", 0, len(item.source), "来源要放在括号“（）”里。", fix),
                )
            continue
        if known.source_known is not None:
            for name in _PARTS.split(found[1]):
                if name and not known.source_known(name):
                    start = item.source.index(name)
                    yield (
                        path,
                        Mark(
                            Level.ADVICE,
                            "source_unknown",
                            start,
                            start + len(name),
                            f"单位名单里没有“{name}”；请核对名称，常用的可以加进名单。",
                        ),
                    )


def _named(item: Item) -> bool:
    """Whether anything that is printed says where the item comes from."""
    return bool(item.source.strip("（）() \u3000") or item.byline.strip() or item.signature.strip())


def _last_text(item: Item) -> Node:
    """The text behind which the source would stand."""
    nodes = [node for node in walk_written(item) if node.shown and node.kind is not Kind.SOURCE]
    return next(node for node in reversed(nodes) if node.kind not in ITEM_TEXTS)


# ---- names, and items that appeared before


def _names(texts: Sequence[Node]) -> Iterator[Found]:
    nodes = [node for node in texts if in_item(node.path)]
    for variant in variants([node.text for node in nodes]):
        fix = (Replacement(variant.start, variant.end, variant.usual),) if variant.sure else ()
        message = f"这里写作“{variant.odd}”，别处写作“{variant.usual}”；请核对，统一成一种。"
        yield (
            nodes[variant.text].path,
            Mark(Level.DOUBTFUL, "name_variant", variant.start, variant.end, message, fix),
        )


def _appeared(issue: Issue, known: Known) -> Iterator[Found]:
    told = set()
    for match in appeared(issue, known.earlier):
        title = in_title_marks(match.title)
        path = title_of(item_path(match.section, match.item))
        length = len(text_at(issue, path))
        told.add((match.section, match.item))
        if match.issue is None:
            message = f"这篇稿件和本期{title}大半相同；请核对是否重复。"
            yield path, Mark(Level.DOUBTFUL, "same_item", 0, max(1, length), message)
        else:
            number = match.issue.masthead.number
            where = f"{match.issue.date.year}年第{number}期"
            message = f"{where}已经登过{title}，内容大半相同；请核对是否重复（见“{match.issue.file}”）。"
            yield path, Mark(Level.DOUBTFUL, "earlier_item", 0, max(1, length), message)
    for each in known.appeared:
        if (each.section, each.item) not in told:  # in a folder nearer by
            path = title_of(item_path(each.section, each.item))
            length = len(text_at(issue, path))
            level = Level.ADVICE if each.by == "title" else Level.DOUBTFUL
            yield path, Mark(level, "earlier_item", 0, max(1, length), _in_library(issue, each))


_ALIKE = {"text": "内容大半相同", "event": "写的好像是同一件事", "title": "标题差不多"}


def _in_library(issue: Issue, each: Appeared) -> str:
    """What is said of an item that a library knows: where and when it stood, and by what it is told."""
    name = "" if each.name == issue.masthead.one_line else in_title_marks(each.name)
    day = f"{each.date.month}月{each.date.day}日"
    where = f"{name}{each.date.year}年{each.supplement}第{each.number}期（{day}）"
    title = in_title_marks(each.title)
    return f"{where}已经登过{title}，{_ALIKE[each.by]}；请核对是否重复（见“{each.file.name}”）。"


def _faces(known: Known) -> Iterator[Found]:
    if known.stand_ins:
        names = "、".join(known.stand_ins)
        message = f"本机没有装正式字体（{names}），用的是随附的替代字体；送印前请在装有这些字体的机器上输出。"
        yield NAME, Mark(Level.ADVICE, "stand_in_face", 0, 0, message)
