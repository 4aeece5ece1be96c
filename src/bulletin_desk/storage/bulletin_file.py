"""Reads and writes the bulletin file: a zip with `bulletin.json`, which may name a layout, its text in
`layout.toml`, the texts of what was sent and signed, the files of its pictures, each once under its SHA-256,
and the file's identity. Must not know how a bulletin looks: the text goes through as it is.

Text is never altered on the way: control characters, odd spaces and characters without a glyph are kept,
since typesetting reports them with their place. A further member makes the file unreadable, as saving would
lose it; files that need such carry a newer `schema_version`. A layout that can't be read does not, nor does
a picture: what says so stands for it; nor the text of a round, which is empty then.
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import NoReturn, TypeGuard

from bulletin_desk.bulletin.block_trees import (
    ITEM_KEYS,
    BlockReader,
    Contents,
    item_tree,
    no_contents,
    paragraph,
    paragraph_tree,
    unless_empty,
)
from bulletin_desk.bulletin.bounds import (
    MAX_ADDRESSEES,
    MAX_FIELDS,
    MAX_ITEMS,
    MAX_NUMBER,
    MAX_PARAGRAPHS,
    MAX_PICTURE_BYTES,
    MAX_PICTURES_BYTES,
    MAX_PRINT_COUNT,
    MAX_ROUND_BYTES,
    MAX_SECTIONS,
    MAX_TOTAL_NUMBER,
    refusal,
)
from bulletin_desk.bulletin.model import (
    Addressee,
    Body,
    DatedHeader,
    Field,
    Imprint,
    Issue,
    LayoutText,
    Masthead,
    PictureData,
    Section,
    Subheading,
)
from bulletin_desk.bulletin.picture_heads import is_content_of
from bulletin_desk.bulletin.pictures import contents_of
from bulletin_desk.bulletin.remarks import at_texts
from bulletin_desk.bulletin.review_trees import remark_tree, remarks_in, round_tree, rounds_in
from bulletin_desk.checked import Fail, Table, half_character, shown
from bulletin_desk.errors import TargetError, UnreadableFileError
from bulletin_desk.packages import ZIP_FAULTS
from bulletin_desk.paths import bytes_of
from bulletin_desk.storage import strict_json
from bulletin_desk.storage.atomic import MOST_KEPT, write_atomically
from bulletin_desk.storage.identity import comment_of
from bulletin_desk.storage.migrations import (
    SCHEMA_VERSION,
    WITHOUT_BLOCKS,
    WITHOUT_ENDORSEMENTS,
    WITHOUT_LAYOUT,
    WITHOUT_PARTS,
    WITHOUT_REVIEW,
    migrate,
)

MEMBER = "bulletin.json"
LAYOUT_MEMBER = "layout.toml"
PICTURE_MEMBERS = "pictures/"
ROUND_MEMBERS = "rounds/"

MAX_JSON_BYTES = 24 << 20
"""More than any issue within the bounds takes (every character a control character, six bytes each, in as
many paragraphs as there may be), and a bound for what a zip bomb can unfold to in memory."""
MAX_LAYOUT_BYTES = 64 << 10
"""Ten times what a layout takes."""
MAX_FILE_BYTES = MOST_KEPT
"""As much as is kept when it is replaced: pictures of MAX_PICTURES_BYTES, and text."""
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

    return issue_in(bytes_of(path, MAX_FILE_BYTES, fail, "请选用其中的 .bulletin 文件"), path)


def issue_in(data: bytes, where: Path) -> Issue:
    """The issue in the content of a bulletin file, of which `MAX_FILE_BYTES` + 1 are enough, for errors named
    `where`. Raises UnreadableFileError."""

    def fail(reason: str) -> NoReturn:
        raise _unreadable(where, reason)

    if not data.strip(b"\0" + _WHITE):  # zeros are what a power failure leaves
        fail(f"文件是空的{_SEND_AGAIN}")
    if len(data) > MAX_FILE_BYTES:
        fail(f"文件超过{MAX_FILE_BYTES >> 20} MiB，不会是简报文件，请检查是否选错")
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
    rounds = {_round_member(at): kept.text.encode("utf-8") for at, kept in enumerate(issue.rounds)}
    text = to_json(replace(issue, rounds=tuple(replace(kept, text="") for kept in issue.rounds)))
    pictures = contents_of(issue)
    # What can't be opened again must not replace what can.
    _from_tree(strict_json.parse(text, fail), fail, "", lambda digest, _: pictures[digest].content)
    content = text.encode("utf-8")
    if len(content) > MAX_JSON_BYTES:  # never, of an issue within the bounds
        fail(f"全文有{len(content)}字节，超过{MAX_JSON_BYTES}字节")
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as file:
        for name, data in ((MEMBER, content), (LAYOUT_MEMBER, carried), *rounds.items()):
            if data is not None:
                file.writestr(_new_member(name, zipfile.ZIP_DEFLATED), data, compresslevel=6)
        for picture in pictures.values():
            file.writestr(_new_member(picture_member(picture), zipfile.ZIP_STORED), picture.content)
        file.comment = comment_of(identity)
    return buffer.getvalue()


def _new_member(name: str, how: int) -> zipfile.ZipInfo:
    member = zipfile.ZipInfo(name, _EPOCH)
    member.compress_type = how
    member.create_system = 3
    member.external_attr = 0o100644 << 16
    return member


def _round_member(at: int) -> str:
    """The name of the member that holds the text of a round, counted from 0."""
    return f"{ROUND_MEMBERS}{at + 1}.json"


def picture_member(picture: PictureData) -> str:
    """The name of the member that holds a picture."""
    return _picture_member(picture.digest, picture.format)


def _picture_member(digest: str, form: str) -> str:
    return f"{PICTURE_MEMBERS}{digest}.{'jpg' if form == 'jpeg' else form}"


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
            yield ("," if item_at else "") + json.dumps(item_tree(item), ensure_ascii=False)
        yield "]}"
    yield "]" + after


def from_json(text: str, where: str | Path, contents: Contents = no_contents) -> Issue:
    """The issue in JSON `text` of any known schema, for errors named `where`; the files of its pictures come
    from `contents`, which has to check them (`is_content_of`). Raises UnreadableFileError."""

    def fail(reason: str) -> NoReturn:
        raise _unreadable(where, reason)

    tree = strict_json.parse(text.removeprefix("\ufeff"), _advising(fail, _FIX_IT))
    return _from_tree(tree, fail, _FIX_IT, contents)


def _unreadable(where: str | Path, reason: str) -> UnreadableFileError:
    return UnreadableFileError(f"打不开“{where}”：{reason}。")


def _advising(fail: Fail, advice: str, member: str = "") -> Fail:
    def fail_with_advice(reason: str) -> NoReturn:
        fail(f"{member}{reason}{advice}")

    return fail_with_advice


# ---- bytes to a tree


def _from_zip(data: bytes, fail: Fail) -> Issue:
    if data.count(b"PK\x01\x02") > MAX_MEMBERS:
        fail(f"压缩包里的文件多得不合常理{_SEND_AGAIN}")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as file:
            names = [info.filename for info in file.infolist() if not info.is_dir()]
            content = _member(file, names, fail)
            carried = _carried(file, names)
            tree = _tree(content, fail, f"{MEMBER} ")
            pictures = _PictureMembers(file)
            issue = _from_tree(tree, fail, _FIX_IT, pictures.content)
            known = {MEMBER, *pictures.asked, *map(_round_member, range(len(issue.rounds)))}
            if issue.rounds:
                rounds = (
                    replace(kept, text=kept.text or _text_of(file, names, _round_member(at), MAX_ROUND_BYTES))
                    for at, kept in enumerate(issue.rounds)
                )
                issue = replace(issue, rounds=tuple(rounds))
    except ZIP_FAULTS:
        fail(f"文件已损坏，不能解压{_SEND_AGAIN}")
    if issue.layout and issue.layout.text is None:
        known.add(LAYOUT_MEMBER)
        issue = replace(issue, layout=LayoutText(issue.layout.name, carried))
    # Only now: a newer file may well have further members, and then its version is what to report.
    for name in names:
        if name not in known:
            fail(f"里面有不认识的文件“{shown(name)}”，保存时会丢失，请把它移出压缩包或升级简报程序")
    return issue


class _PictureMembers:
    """The files of pictures in a zip; those that are damaged, or too large together, are none."""

    def __init__(self, file: zipfile.ZipFile) -> None:
        self._file = file
        self._left = MAX_PICTURES_BYTES
        self._members: dict[str, list[zipfile.ZipInfo]] = {}
        for info in file.infolist():
            self._members.setdefault(info.filename, []).append(info)
        self.asked: set[str] = set()

    def content(self, digest: str, form: str) -> bytes | None:
        """See `Contents`."""
        name = _picture_member(digest, form)
        self.asked.add(name)
        for info in self._members.get(
            name, ()
        ):  # several of a name come from tools that add without taking out
            content = self._read(info)
            if is_content_of(content, digest, form):
                return content
        return None

    def _read(self, info: zipfile.ZipInfo) -> bytes:
        """The content of a member, empty where it can't be read."""
        if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            return b""
        most = min(MAX_PICTURE_BYTES, self._left)
        try:
            with self._file.open(info) as member:
                content = member.read(most + 1)
        except ZIP_FAULTS:
            return b""
        self._left -= min(len(content), most)
        return content if len(content) <= most else b""


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
    return _text_of(file, names, LAYOUT_MEMBER, MAX_LAYOUT_BYTES) if LAYOUT_MEMBER in names else None


def _text_of(file: zipfile.ZipFile, names: list[str], name: str, most: int) -> str:
    """The text of a further member, empty where it can't be read."""
    if names.count(name) != 1:
        return ""
    info = file.getinfo(name)
    if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        return ""
    try:
        with file.open(info) as member:
            content = member.read(most + 1)
        return content.decode("utf-8") if len(content) <= most else ""
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


def _from_tree(tree: object, fail: Fail, advice: str, contents: Contents = no_contents) -> Issue:
    fail_there = _advising(fail, advice)
    table = Table(tree, "", fail_there)
    version = table.integer("schema_version", 1, 10**9, default=1)
    if version > SCHEMA_VERSION:
        fail(f"它由更新的版本（格式{version}）写成，本程序只认识到格式{SCHEMA_VERSION}，请升级简报程序")
    assert isinstance(tree, dict)  # Table has made sure
    table = Table(migrate(tree, version), "", fail_there)
    table.has("schema_version")
    reader = BlockReader(contents)
    issue = Issue(
        masthead=_masthead(table.table("masthead")),
        dated_header=_dated_header(table.table("dated_header")),
        editors_note=tuple(map(paragraph, table.tables("editors_note", MAX_PARAGRAPHS, optional=True))),
        sections=tuple(_section(each, reader) for each in table.tables("sections", MAX_SECTIONS)),
        disclosure=table.text("disclosure", ""),
        distribution=tuple(map(_addressee, table.tables("distribution", MAX_ADDRESSEES, optional=True))),
        imprint=_imprint(table.table("imprint")) if table.has("imprint") else None,
        print_count=table.integer("print_count", 1, MAX_PRINT_COUNT) if table.has("print_count") else None,
        layout=_layout(table.table("layout")) if table.has("layout") else None,
        head_fields=tuple(map(_field, table.tables("head_fields", MAX_FIELDS, optional=True))),
        closing_fields=tuple(map(_field, table.tables("closing_fields", MAX_FIELDS, optional=True))),
        remarks=remarks_in(table),
        rounds=rounds_in(table),
    )
    table.done()
    issue = at_texts(issue)
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


def _section(table: Table, reader: BlockReader) -> Section:
    section = Section(
        name=table.text("name"),
        items=tuple(map(reader.item, table.tables("items", MAX_ITEMS))),
        level=table.integer("level", 1, 2, default=1),
    )
    table.done()
    return section


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
        | unless_empty("total_number", masthead.total_number)
        | unless_empty("marking", masthead.marking)
        | unless_empty("supplement", masthead.supplement),
        "dated_header": {"issuer": issue.dated_header.issuer, "date": issue.dated_header.date.isoformat()},
    }
    tree |= unless_empty("editors_note", [paragraph_tree(body) for body in issue.editors_note])
    tree["sections"] = [
        _section_head(section) | {"items": [item_tree(item) for item in section.items]}
        for section in issue.sections
    ]
    tree |= unless_empty("disclosure", issue.disclosure)
    tree |= unless_empty("distribution", [{"label": to.label, "to": to.to} for to in issue.distribution])
    if issue.imprint is not None:
        tree["imprint"] = {"office": issue.imprint.office, "date": issue.imprint.date.isoformat()}
    tree |= unless_empty("print_count", issue.print_count)
    if issue.layout is not None:
        text = {} if issue.layout.text is None else {"text": issue.layout.text}
        tree["layout"] = {"name": issue.layout.name, **text}
    tree |= unless_empty("head_fields", [_field_tree(field) for field in issue.head_fields])
    tree |= unless_empty("closing_fields", [_field_tree(field) for field in issue.closing_fields])
    tree |= unless_empty("remarks", [remark_tree(remark) for remark in issue.remarks])
    return tree | unless_empty("rounds", [round_tree(kept) for kept in issue.rounds])


def _field_tree(field: Field) -> dict[str, object]:
    return {"name": field.name, "text": field.text}


def _schema_of(issue: Issue) -> int:
    """The oldest schema that has room for `issue`."""
    items = [item for section in issue.sections for item in section.items]
    if issue.remarks or issue.rounds or any(item.state for item in items):
        return SCHEMA_VERSION
    if any(item.endorsements for item in items):
        return WITHOUT_REVIEW
    if any(_has_blocks(section) for section in issue.sections):
        return WITHOUT_ENDORSEMENTS
    if issue.head_fields or issue.closing_fields or any(note.bold for note in issue.editors_note):
        return WITHOUT_BLOCKS
    if any(_has_parts(section) for section in issue.sections):
        return WITHOUT_BLOCKS
    return WITHOUT_PARTS if issue.layout else WITHOUT_LAYOUT


def _has_blocks(section: Section) -> bool:
    """Whether a section has anything that came with schema 5."""
    return any(
        item.attachments or not all(isinstance(block, Body | Subheading) for block in item.blocks)
        for item in section.items
    )


def _has_parts(section: Section) -> bool:
    """Whether a section has anything that came with schema 4."""
    return section.level != 1 or any(
        any(getattr(item, name) for name in ITEM_KEYS)
        or any(isinstance(block, Body) and block.bold for block in item.blocks)
        for item in section.items
    )


def _section_head(section: Section) -> dict[str, object]:
    """A section without its items."""
    return {"name": section.name} | ({} if section.level == 1 else {"level": section.level})
