"""Reads and writes the bulletin file: a zip with `bulletin.json`, which may name a layout, its text in
`layout.toml`, and the file's identity. Must not know how a bulletin looks: the text goes through as it is.

Text is never altered on the way: control characters, odd spaces and characters without a glyph are kept,
since typesetting reports them with their place. A further member makes the file unreadable, as saving would
lose it; files that need such (pictures) carry a newer `schema_version`. A layout that can't be read does not.
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, NoReturn, TypeGuard, assert_never

from bulletin_desk.bulletin.bounds import (
    MAX_ADDRESSEES,
    MAX_FIELDS,
    MAX_ITEMS,
    MAX_NUMBER,
    MAX_PARAGRAPHS,
    MAX_PRINT_COUNT,
    MAX_SECTIONS,
    MAX_TOTAL_NUMBER,
    refusal,
)
from bulletin_desk.bulletin.grammar import ITEM_TEXTS
from bulletin_desk.bulletin.model import (
    Addressee,
    Block,
    Body,
    DatedHeader,
    Field,
    Imprint,
    Issue,
    Item,
    Kind,
    LayoutText,
    Masthead,
    Section,
    Subheading,
)
from bulletin_desk.bulletin.ranges import Ranges, are_ranges
from bulletin_desk.checked import Fail, Table, half_character, shown
from bulletin_desk.errors import TargetError, UnreadableFileError
from bulletin_desk.packages import ZIP_FAULTS
from bulletin_desk.paths import bytes_of
from bulletin_desk.storage import strict_json
from bulletin_desk.storage.atomic import write_atomically
from bulletin_desk.storage.identity import comment_of
from bulletin_desk.storage.migrations import SCHEMA_VERSION, WITHOUT_LAYOUT, WITHOUT_PARTS, migrate

MEMBER = "bulletin.json"
LAYOUT_MEMBER = "layout.toml"

MAX_JSON_BYTES = 24 << 20
"""More than any issue within the bounds takes (every character a control character, six bytes each, in as
many paragraphs as there may be), and a bound for what a zip bomb can unfold to in memory."""
MAX_LAYOUT_BYTES = 64 << 10
"""Ten times what a layout takes."""
MAX_FILE_BYTES = 64 << 20
MAX_MEMBERS = 1_000
"""Python's zipfile makes an object of half a kilobyte of each of 46 bytes in a zip's directory."""

_EPOCH = (1980, 1, 1, 0, 0, 0)
_ENCRYPTED = 0x1
_LONGEST_NAME = 250
_BOM = b"\xef\xbb\xbf"
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_WHITE = b" \t\r\n"
_FIX_IT = "，请改正这一处或改用备份"
_SEND_AGAIN = "，请改用备份或请对方重新发送"


def read_bulletin(path: Path) -> Issue:
    """The issue in the bulletin file at `path`; a bare `bulletin.json` too. Raises UnreadableFileError."""

    def fail(reason: str) -> NoReturn:
        raise _unreadable(path, reason)

    data = _bytes_of(path, fail)
    if data.startswith(b"PK"):
        return _from_zip(data, fail)
    if not data.removeprefix(_BOM).lstrip(_WHITE).startswith((b"{", *_UTF_16)):
        fail("这不是简报文件，请选用扩展名为 .bulletin 的文件")
    return _from_tree(_tree(data, fail), fail, _FIX_IT)


def write_bulletin(path: Path, issue: Issue) -> None:
    """Writes `issue` to `path`, whole or not at all: same issue, same bytes. Raises TargetError."""
    write_atomically(path, to_bytes(issue, path))


def to_bytes(issue: Issue, path: Path, identity: str = "") -> bytes:
    """The bulletin file's content, for errors named `path`: same issue and identity, same bytes. Raises
    TargetError."""

    def fail(reason: str) -> NoReturn:
        raise TargetError(f"写不了“{path}”：{reason}，请先改正这一处。")

    beyond = refusal(issue)
    if beyond:
        raise TargetError(f"写不了“{path}”：{beyond}")
    layout = issue.layout
    carried = layout.text.encode("utf-8") if layout and layout.text is not None else None
    if layout and carried is not None:
        issue = replace(issue, layout=LayoutText(layout.name))
        if len(carried) > MAX_LAYOUT_BYTES:
            fail(f"版式“{shown(layout.name)}”有{len(carried)}字节，超过{MAX_LAYOUT_BYTES}字节")
    text = to_json(issue)
    # What can't be opened again must not replace what can.
    _from_tree(strict_json.parse(text, fail), fail, "")
    content = text.encode("utf-8")
    if len(content) > MAX_JSON_BYTES:  # never, of an issue within the bounds
        fail(f"全文有{len(content)}字节，超过{MAX_JSON_BYTES}字节")
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as file:
        for name, data in ((MEMBER, content), (LAYOUT_MEMBER, carried)):
            if data is not None:
                member = zipfile.ZipInfo(name, _EPOCH)
                member.compress_type = zipfile.ZIP_DEFLATED
                member.create_system = 3
                member.external_attr = 0o100644 << 16
                file.writestr(member, data, compresslevel=6)
        file.comment = comment_of(identity)
    return buffer.getvalue()


def to_json(issue: Issue) -> str:
    """`issue` as JSON of the oldest schema that has room for it, its layout's text included, keys in the
    model's order, empty optional parts left out."""
    return json.dumps(_to_tree(issue), ensure_ascii=False, indent=1) + "\n"


def json_pieces(issue: Issue) -> Iterator[str]:
    """JSON for `from_json`, compact and an item at a time: Python lets no other thread run while it makes a
    piece, and of a year's volume in one piece the window would stand still."""
    head = json.dumps(
        _to_tree(replace(issue, sections=())) | {"schema_version": _schema_of(issue)}, ensure_ascii=False
    )
    before, mark, after = head.partition('"sections": []')
    assert mark  # texts can't hold it: their quotes are escaped
    yield before + '"sections": ['
    for at, section in enumerate(issue.sections):
        named = json.dumps(_section_head(section), ensure_ascii=False).removesuffix("}")
        yield f'{"," if at else ""}{named}, "items": ['
        for item_at, item in enumerate(section.items):
            yield ("," if item_at else "") + json.dumps(_item_tree(item), ensure_ascii=False)
        yield "]}"
    yield "]" + after


def from_json(text: str, where: str | Path) -> Issue:
    """The issue in JSON `text` of any known schema, for errors named `where`. Raises UnreadableFileError."""

    def fail(reason: str) -> NoReturn:
        raise _unreadable(where, reason)

    tree = strict_json.parse(text.removeprefix("\ufeff"), _advising(fail, _FIX_IT))
    return _from_tree(tree, fail, _FIX_IT)


def _unreadable(where: str | Path, reason: str) -> UnreadableFileError:
    return UnreadableFileError(f"打不开“{where}”：{reason}。")


def _advising(fail: Fail, advice: str, member: str = "") -> Fail:
    def fail_with_advice(reason: str) -> NoReturn:
        fail(f"{member}{reason}{advice}")

    return fail_with_advice


# ---- bytes to a tree


def _bytes_of(path: Path, fail: Fail) -> bytes:
    data = bytes_of(path, MAX_FILE_BYTES, fail, "请选用其中的 .bulletin 文件")
    if not data.strip(b"\0" + _WHITE):  # zeros are what a power failure leaves
        fail(f"文件是空的{_SEND_AGAIN}")
    if len(data) > MAX_FILE_BYTES:
        fail(f"文件超过{MAX_FILE_BYTES >> 20} MiB，不会是简报文件，请检查是否选错")
    return data


def _from_zip(data: bytes, fail: Fail) -> Issue:
    if data.count(b"PK\x01\x02") > MAX_MEMBERS:
        fail(f"压缩包里的文件多得不合常理{_SEND_AGAIN}")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as file:
            names = [info.filename for info in file.infolist() if not info.is_dir()]
            content = _member(file, names, fail)
            carried = _carried(file, names)
    except ZIP_FAULTS:
        fail(f"文件已损坏，不能解压{_SEND_AGAIN}")
    issue = _from_tree(_tree(content, fail, f"{MEMBER} "), fail, _FIX_IT)
    known = [MEMBER]
    if issue.layout and issue.layout.text is None:
        known.append(LAYOUT_MEMBER)
        issue = replace(issue, layout=LayoutText(issue.layout.name, carried))
    # Only now: a newer file may well have further members, and then its version is what to report.
    for name in names:
        if name not in known:
            fail(f"里面有不认识的文件“{shown(name)}”，保存时会丢失，请把它移出压缩包或升级简报程序")
    return issue


def _member(file: zipfile.ZipFile, names: list[str], fail: Fail) -> bytes:
    if MEMBER not in names:
        fail(f"里面没有 {MEMBER}，不是简报文件，请检查是否选错")
    if names.count(MEMBER) > 1:
        fail(f"里面有{names.count(MEMBER)}个 {MEMBER}，不知以哪个为准{_SEND_AGAIN}")
    info = file.getinfo(MEMBER)
    if info.flag_bits & _ENCRYPTED:
        fail("文件加了密码，请解密后再打开")
    if info.file_size > MAX_JSON_BYTES:
        fail(f"{MEMBER} 解压后有{info.file_size}字节，大得不合常理{_SEND_AGAIN}")
    if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise NotImplementedError  # zipfile unfolds the others without a bound
    with file.open(info) as member:
        # Bounded here too: the size that a zip states need not be the one that it unfolds to.
        return member.read(MAX_JSON_BYTES + 1)


def _carried(file: zipfile.ZipFile, names: list[str]) -> str | None:
    """The text of the layout in the file, None where there is none: see `LayoutText`."""
    if LAYOUT_MEMBER not in names:
        return None
    info = file.getinfo(LAYOUT_MEMBER)
    if names.count(LAYOUT_MEMBER) > 1 or info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        return ""
    try:
        with file.open(info) as member:
            content = member.read(MAX_LAYOUT_BYTES + 1)
        return content.decode("utf-8") if len(content) <= MAX_LAYOUT_BYTES else ""
    except ZIP_FAULTS:
        return ""


def _tree(content: bytes, fail: Fail, member: str = "") -> object:
    if len(content) > MAX_JSON_BYTES:
        fail(f"文件有{len(content)}字节，大得不合常理，请检查是否选错")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        if error.reason == "unexpected end of data":
            fail(f"{member}到第{line}行就断了，后面的内容已经丢失{_SEND_AGAIN}")
        fail(f"{member}第{line}行的文字不是 UTF-8 编码，请另存为 UTF-8 或改用备份")
    return strict_json.parse(text, _advising(fail, _FIX_IT, member))


# ---- a tree to an issue


def _from_tree(tree: object, fail: Fail, advice: str) -> Issue:
    fail_there = _advising(fail, advice)
    table = Table(tree, "", fail_there)
    version = table.integer("schema_version", 1, 10**9, default=1)
    if version > SCHEMA_VERSION:
        fail(f"它由更新的版本（格式{version}）写成，本程序只认识到格式{SCHEMA_VERSION}，请升级简报程序")
    assert isinstance(tree, dict)  # Table has made sure
    table = Table(migrate(tree, version), "", fail_there)
    table.has("schema_version")
    issue = Issue(
        masthead=_masthead(table.table("masthead")),
        dated_header=_dated_header(table.table("dated_header")),
        editors_note=tuple(map(_paragraph, table.tables("editors_note", MAX_PARAGRAPHS, optional=True))),
        sections=tuple(map(_section, table.tables("sections", MAX_SECTIONS))),
        disclosure=table.text("disclosure", ""),
        distribution=tuple(map(_addressee, table.tables("distribution", MAX_ADDRESSEES, optional=True))),
        imprint=_imprint(table.table("imprint")) if table.has("imprint") else None,
        print_count=table.integer("print_count", 1, MAX_PRINT_COUNT) if table.has("print_count") else None,
        layout=_layout(table.table("layout")) if table.has("layout") else None,
        head_fields=tuple(map(_field, table.tables("head_fields", MAX_FIELDS, optional=True))),
        closing_fields=tuple(map(_field, table.tables("closing_fields", MAX_FIELDS, optional=True))),
    )
    table.done()
    beyond = refusal(issue)
    if beyond:
        fail(f"{beyond.removesuffix('。')}，或改用备份")
    return issue


def _masthead(table: Table) -> Masthead:
    masthead = Masthead(
        name=table.text("name"),
        number=table.integer("number", 1, MAX_NUMBER),
        total_number=(
            table.integer("total_number", 1, MAX_TOTAL_NUMBER) if table.has("total_number") else None
        ),
        marking=table.text("marking", ""),
        supplement=table.text("supplement", ""),
    )
    table.done()
    return masthead


def _dated_header(table: Table) -> DatedHeader:
    header = DatedHeader(issuer=table.text("issuer"), date=table.date("date"))
    table.done()
    return header


def _layout(table: Table) -> LayoutText:
    text = table.raw("text") if table.has("text") else None
    layout = LayoutText(table.text("name", max_length=_LONGEST_NAME), text if _is_layout_text(text) else "")
    table.done()
    return layout


def _is_layout_text(text: object) -> TypeGuard[str | None]:
    if not isinstance(text, str):
        return text is None
    return half_character(text) is None and len(text.encode("utf-8")) <= MAX_LAYOUT_BYTES


def _section(table: Table) -> Section:
    section = Section(
        name=table.text("name"),
        items=tuple(map(_item, table.tables("items", MAX_ITEMS))),
        level=table.integer("level", 1, 2, default=1),
    )
    table.done()
    return section


def _item(table: Table) -> Item:
    texts: dict[str, Any] = {name: table.text(name, "") for name in _ITEM_KEYS}
    item = Item(
        title=_lines(table, "title"),
        blocks=tuple(map(_block, table.tables("blocks", MAX_PARAGRAPHS))),
        source=table.text("source", ""),
        **texts,
    )
    table.done()
    return item


_ITEM_KEYS = (*ITEM_TEXTS.values(), "mark")
"""The keys of an item that came with schema 4."""


def _block(table: Table) -> Block:
    return _BLOCKS[Kind(table.choice("kind", [kind.value for kind in _BLOCKS]))](table)


def _subheading(table: Table) -> Subheading:
    subheading = Subheading(_lines(table, "lines"))
    table.done()
    return subheading


def _paragraph(table: Table) -> Body:
    run_in = table.text("run_in", "")
    text = run_in + table.text("text")
    bold = _bold(table, len(text)) if table.has("bold") else ()
    table.done()
    return Body(text, len(run_in), bold)


def _bold(table: Table, length: int) -> Ranges:
    """Lists of two offsets each, counted in run-in heading and text together."""
    values = table.raw("bold")
    if not isinstance(values, list) or not all(
        isinstance(each, list) and len(each) == 2 and all(type(offset) is int for offset in each)
        for each in values
    ):
        table.wrong("bold", "应为若干对字数，如 [[0, 4], [10, 12]]")
    bold = tuple((start, end) for start, end in values)
    if not are_ranges(bold, length):
        table.wrong("bold", f"不合这一段的{length}个字：应从前到后，互不相接，止处大于起处")
    return bold


_BLOCKS: dict[Kind, Callable[[Table], Block]] = {Kind.BODY: _paragraph, Kind.SUBHEADING: _subheading}


def _lines(table: Table, key: str) -> str:
    """One string: its lines are not chosen. A list: each entry is a line of the clerk's choice."""
    if isinstance(table.raw(key), str):
        return table.text(key)
    return "\n".join(table.texts(key))


def _addressee(table: Table) -> Addressee:
    addressee = Addressee(label=table.text("label"), to=table.text("to"))
    table.done()
    return addressee


def _field(table: Table) -> Field:
    field = Field(name=table.text("name"), text=table.text("text"))
    table.done()
    return field


def _imprint(table: Table) -> Imprint:
    imprint = Imprint(office=table.text("office"), date=table.date("date"))
    table.done()
    return imprint


# ---- an issue to a tree


def _to_tree(issue: Issue) -> dict[str, object]:
    masthead = issue.masthead
    tree: dict[str, object] = {
        "schema_version": _schema_of(issue),
        "masthead": {"name": masthead.name, "number": masthead.number}
        | _unless_empty("total_number", masthead.total_number)
        | _unless_empty("marking", masthead.marking)
        | _unless_empty("supplement", masthead.supplement),
        "dated_header": {"issuer": issue.dated_header.issuer, "date": issue.dated_header.date.isoformat()},
    }
    tree |= _unless_empty("editors_note", [_paragraph_tree(body) for body in issue.editors_note])
    tree["sections"] = [
        _section_head(section) | {"items": [_item_tree(item) for item in section.items]}
        for section in issue.sections
    ]
    tree |= _unless_empty("disclosure", issue.disclosure)
    tree |= _unless_empty("distribution", [{"label": to.label, "to": to.to} for to in issue.distribution])
    if issue.imprint is not None:
        tree["imprint"] = {"office": issue.imprint.office, "date": issue.imprint.date.isoformat()}
    tree |= _unless_empty("print_count", issue.print_count)
    if issue.layout is not None:
        text = {} if issue.layout.text is None else {"text": issue.layout.text}
        tree["layout"] = {"name": issue.layout.name, **text}
    tree |= _unless_empty("head_fields", [_field_tree(field) for field in issue.head_fields])
    tree |= _unless_empty("closing_fields", [_field_tree(field) for field in issue.closing_fields])
    return tree


def _field_tree(field: Field) -> dict[str, object]:
    return {"name": field.name, "text": field.text}


def _schema_of(issue: Issue) -> int:
    """The oldest schema that has room for `issue`."""
    if issue.head_fields or issue.closing_fields or any(note.bold for note in issue.editors_note):
        return SCHEMA_VERSION
    if any(_has_parts(section) for section in issue.sections):
        return SCHEMA_VERSION
    return WITHOUT_PARTS if issue.layout else WITHOUT_LAYOUT


def _has_parts(section: Section) -> bool:
    """Whether a section has anything that came with schema 4."""
    return section.level != 1 or any(
        any(getattr(item, name) for name in _ITEM_KEYS)
        or any(isinstance(block, Body) and block.bold for block in item.blocks)
        for item in section.items
    )


def _section_head(section: Section) -> dict[str, object]:
    """A section without its items."""
    return {"name": section.name} | ({} if section.level == 1 else {"level": section.level})


def _item_tree(item: Item) -> dict[str, object]:
    blocks = [{"kind": block.kind.value} | _block_tree(block) for block in item.blocks]
    tree = {"title": item.title.split("\n"), "blocks": blocks} | _unless_empty("source", item.source)
    for name in _ITEM_KEYS:
        tree |= _unless_empty(name, getattr(item, name))
    return tree


def _block_tree(block: Block) -> dict[str, object]:
    match block:
        case Body():
            return _paragraph_tree(block)
        case Subheading():
            return {"lines": block.text.split("\n")}
    assert_never(block)


def _paragraph_tree(body: Body) -> dict[str, object]:
    tree = _unless_empty("run_in", body.text[: body.run_in]) | {"text": body.text[body.run_in :]}
    return tree | _unless_empty("bold", [list(each) for each in body.bold])


def _unless_empty(key: str, value: object) -> dict[str, object]:
    # A number of 0 is not "empty": it is written, and refused on the way.
    return {} if value is None or value in ("", []) else {key: value}
