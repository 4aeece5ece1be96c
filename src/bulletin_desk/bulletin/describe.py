"""Says in Chinese where in the bulletin a place is, as a colleague would over the telephone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from bulletin_desk.bulletin.grammar import (
    DISTRIBUTION,
    EDITORS_NOTE,
    FIELDS,
    IMPRINT,
    ITEM_TEXTS,
    SPEC,
    attachments_of,
    item_path,
)
from bulletin_desk.bulletin.model import Attachment, Block, Issue, Item, Kind, Path, Pictures, Table
from bulletin_desk.checked import shown

_NAMES: dict[tuple[str | int | None, ...], str] = {path: spec.name for path, spec in FIELDS.items()} | {
    EDITORS_NOTE: SPEC[Kind.EDITORS_NOTE].name,
    DISTRIBUTION: SPEC[Kind.DISTRIBUTION].name,
    IMPRINT: "印发栏",
}
_IN_ITEM = {name: SPEC[kind].name for kind, name in ITEM_TEXTS.items()} | {
    "title": SPEC[Kind.TITLE].name,
    "source": SPEC[Kind.SOURCE].name,
    "mark": "标记",
    "endorsements": "领导批示",
}
_QUOTED = 12
"""How many characters of a title or name identify an item or section."""
NO_LABELS: Mapping[str, str] = MappingProxyType({})
_INNER_TITLE_MARKS = str.maketrans("《》", "〈〉")


def in_title_marks(title: str) -> str:
    """A title on one line in 《》, those inside it single (GB/T 15834-2011, 4.15.3)."""
    return f"《{title.replace(chr(10), '').translate(_INNER_TITLE_MARKS)}》"


def describe(issue: Issue, path: Path, labels: Mapping[str, str] = NO_LABELS) -> str:
    """The place in words: `“市州动态”第2篇《德阳用好用活…》第3段`; fields of the layout's own by their
    `labels`, else by their names. Takes stale paths too."""
    match path:
        case ("editors_note", int(at)):
            return f"编者按第{at + 1}段"
        case ("distribution", int(at), *_):
            return f"分送单位第{at + 1}条"
        case (("head_fields" | "closing_fields") as where, int(at), *_):
            fields = issue.head_fields if where == "head_fields" else issue.closing_fields
            return named_field(fields[at].name, labels) if 0 <= at < len(fields) else "版式自己的栏"
        case ("sections", int(at), *rest):
            return _in_section(issue, at, rest)
    return _NAMES.get(path) or "、".join(map(str, path)) or "整期简报"


def position(issue: Issue, section: int, item: int) -> str:
    """Which item it is: `“市州动态”第2篇`; where no section has a name, counted through the issue."""
    if not any(each.name for each in issue.sections):
        return f"第{sum(len(each.items) for each in issue.sections[:section]) + item + 1}篇"
    name = issue.sections[section].name if 0 <= section < len(issue.sections) else ""
    return f"{f'“{_quoted(name)}”' if name else f'第{section + 1}个栏目'}第{item + 1}篇"


def named_field(name: str, labels: Mapping[str, str] = NO_LABELS) -> str:
    """A field of the layout's own in words."""
    return f"“{shown(labels.get(name, name), _QUOTED)}”一栏"


def _in_section(issue: Issue, at: int, rest: Sequence[str | int]) -> str:
    section = issue.sections[at] if 0 <= at < len(issue.sections) else None
    named = f"“{_quoted(section.name)}”" if section and section.name else ""
    match rest:
        case ["name"]:
            return f"第{at + 1}个栏目{named}的名称"
        case ["items", int(number), *part]:
            item = section.items[number] if section and 0 <= number < len(section.items) else None
            match part:
                case ["attachments", int(which), *inside] if item and 0 <= which < len(item.attachments):
                    called = attachment_name(issue, (*item_path(at, number), "attachments", which))
                    return f"{called}{_in_attachment(item.attachments[which], inside)}"
            return f"{position(issue, at, number)}{_in_item(item, part)}"
    return f"第{at + 1}个栏目{named}"


def _in_item(item: Item | None, part: Sequence[str | int]) -> str:
    title = _quoted(item.title.translate(_INNER_TITLE_MARKS)) if item else ""
    named = f"《{title}》" if title else ""
    match part:
        case [str(field)] if field in _IN_ITEM:
            return f"{named}的{_IN_ITEM[field]}"
        case ["blocks", int(at), *inside]:
            return f"{named}{_in_blocks(item.blocks if item else (), at, inside)}"
        case ["attachments", int(at), *_]:
            return f"{named}第{at + 1}个附件"
        case ["endorsements", int(at)]:
            return f"{named}的第{at + 1}条领导批示"
    return named


def attachment_name(issue: Issue, path: Path) -> str:
    """What the attachment at `path` is called: 附件2, by its number through the issue; the only one 附件."""
    places = [place for place, _ in attachments_of(issue)]
    return "附件" if len(places) == 1 else f"附件{places.index(path) + 1}"


def _in_attachment(attachment: Attachment, part: Sequence[str | int]) -> str:
    title = _quoted(attachment.title.translate(_INNER_TITLE_MARKS))
    named = f"《{title}》" if title else ""
    match part:
        case ["title"]:
            return f"{named}的标题"
        case ["blocks", int(at), *inside]:
            return f"{named}{_in_blocks(attachment.blocks, at, inside)}"
    return named


def _in_blocks(blocks: Sequence[Block], at: int, inside: Sequence[str | int]) -> str:
    block = blocks[at] if 0 <= at < len(blocks) else None
    kind = Kind.BODY if block is None else block.kind
    name = "" if kind is Kind.BODY else f"（{SPEC[kind].name}）"
    return f"第{at + 1}段{name}{_in_block(block, tuple(inside))}"


def _in_block(block: Block | None, inside: Path) -> str:
    match block, inside:
        case Table(), (2, int(row), int(cell)):
            return f"第{row + 1}行第{cell + 1}格"
        case Pictures(), (0, int(at)):
            which = f"第{at + 1}张" if len(block.pictures) > 1 else ""
            return f"{which}的{SPEC[Kind.PICTURE_CAPTION].name}"
        case ((Table() | Pictures()), (int(), *_)):
            return f"的{SPEC[block.kind_at(inside)].name}"
    return ""


def _quoted(text: str) -> str:
    return shown(text[: _QUOTED * 100].replace("\n", ""), _QUOTED)
