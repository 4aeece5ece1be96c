"""The bulletin file: round trips, older and hand-written files, and one sentence for whatever is broken."""

from __future__ import annotations

import errno
import io
import json
import struct
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bulletin_desk.bulletin.bounds import (
    MAX_ADDRESSEES,
    MAX_ISSUE,
    MAX_ITEMS,
    MAX_PARAGRAPH,
    MAX_PARAGRAPHS,
    MAX_SECTIONS,
)
from bulletin_desk.bulletin.bounds import refusal as refusal_of
from bulletin_desk.bulletin.edits import text_at
from bulletin_desk.bulletin.grammar import text_nodes
from bulletin_desk.bulletin.matching import text_of
from bulletin_desk.bulletin.model import Addressee, Block, Body, Issue, Item, Section, Subheading
from bulletin_desk.errors import TargetError, UnreadableFileError
from bulletin_desk.storage import bulletin_file
from bulletin_desk.storage.bulletin_file import (
    from_json,
    json_pieces,
    read_bulletin,
    to_bytes,
    to_json,
    write_bulletin,
)
from bulletin_desk.storage.strict_json import MAX_PARTS, _parts_of
from tests.bulletin.issues import SMALL, contents_in, issues

EXAMPLES = Path(__file__).parents[2] / "examples"


def packed(*members: tuple[str, str | bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", compression) as file:
        for name, content in members:
            member = zipfile.ZipInfo(name)  # without the time of day, by which ids would differ
            member.compress_type = compression
            file.writestr(member, content)
    return buffer.getvalue()


GOOD = packed(("bulletin.json", to_json(SMALL)))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "期.bulletin"


def refusal(path: Path) -> str:
    with pytest.raises(UnreadableFileError) as caught:
        read_bulletin(path)
    sentence = str(caught.value)
    assert sentence.startswith(f"打不开“{path}”：")
    assert sentence.endswith("。")
    assert sentence.count("。") == 1
    assert "，请" in sentence
    assert sentence.isprintable()
    return sentence


# ---- round trips


@given(issues)
def test_any_issue_comes_back_from_json(issue: Issue) -> None:
    contents = contents_in(issue)
    assert from_json(to_json(issue), "期", contents) == issue
    assert from_json("".join(json_pieces(issue)), "期", contents) == issue


@settings(max_examples=30, deadline=None)
@given(issues)
def test_any_issue_comes_back_from_the_file(tmp_path_factory: pytest.TempPathFactory, issue: Issue) -> None:
    path = tmp_path_factory.getbasetemp() / "any.bulletin"
    write_bulletin(path, issue)
    first = path.read_bytes()
    assert read_bulletin(path) == issue
    write_bulletin(path, read_bulletin(path))
    assert path.read_bytes() == first


def test_the_file_is_a_zip_with_one_member_of_a_fixed_date(path: Path) -> None:
    write_bulletin(path, SMALL)
    with zipfile.ZipFile(path) as file:
        (info,) = file.infolist()
        assert (info.filename, info.date_time) == ("bulletin.json", (1980, 1, 1, 0, 0, 0))
        assert file.read(info).decode("utf-8") == to_json(SMALL)


def test_json_in_the_order_of_the_model() -> None:
    text = to_json(SMALL)
    tree = json.loads(text)
    assert list(tree) == [
        *("schema_version", "masthead", "dated_header", "editors_note", "sections"),
        *("disclosure", "distribution", "imprint", "print_count"),
    ]
    assert tree["schema_version"] == 2
    assert tree["masthead"] == {"name": "地方志简报", "number": 2, "total_number": 607}
    assert tree["editors_note"] == [{"run_in": "编者按：", "text": "现予刊发。"}, {"text": "供参阅。"}]
    assert tree["sections"][1]["items"][0] == {
        "title": ["乐山市四向发力", "推进事业发展"],
        "blocks": [
            {"kind": "body", "text": "2023年，守正创新。"},
            {"kind": "subheading", "lines": ["以质量为依托"]},
            {"kind": "body", "run_in": "编纂年鉴。", "text": "坚持审查制度。"},
        ],
        "source": "（乐山市）",
    }
    assert "乐山市" in text
    assert text.startswith('{\n "schema_version": 2,\n "masthead": {\n  "name"')


def test_empty_optional_parts_are_left_out() -> None:
    bare = Issue(replace(SMALL.masthead, total_number=None), SMALL.dated_header)
    assert json.loads(to_json(bare)) == {
        "schema_version": 2,
        "masthead": {"name": "地方志简报", "number": 2},
        "dated_header": {"issuer": "地方志办公室", "date": "2024-01-09"},
        "sections": [],
    }


# ---- what else opens


def variant(change: Callable[[dict[str, Any]], object]) -> str:
    tree = json.loads(to_json(SMALL))
    change(tree)
    return json.dumps(tree, ensure_ascii=False)


@pytest.mark.parametrize("lead", [b"", b"\xef\xbb\xbf", b"\n\t ", b"\xef\xbb\xbf\r\n"])
def test_a_bare_json_file(path: Path, lead: bytes) -> None:
    path.write_bytes(lead + to_json(SMALL).encode("utf-8"))
    assert read_bulletin(path) == SMALL


def test_a_member_with_a_byte_order_mark_and_stored_uncompressed(path: Path) -> None:
    path.write_bytes(
        packed(("bulletin.json", b"\xef\xbb\xbf" + to_json(SMALL).encode()), compression=zipfile.ZIP_STORED)
    )
    assert read_bulletin(path) == SMALL
    assert from_json("\ufeff" + to_json(SMALL), "期") == SMALL


def test_one_string_is_a_title_whose_lines_are_not_chosen() -> None:
    def plain(tree: dict[str, Any]) -> None:
        tree["sections"][1]["items"][0]["title"] = "乐山市四向发力\n推进事业发展"
        tree["sections"][1]["items"][0]["blocks"][1]["lines"] = "以质量为依托"

    assert from_json(variant(plain), "期") == SMALL


def test_schema_1_with_its_remark() -> None:
    def as_schema_1(tree: dict[str, Any]) -> None:
        del tree["schema_version"]
        tree["note"] = "来自档案"

    assert from_json(variant(as_schema_1), "期") == SMALL


def test_control_characters_are_kept_for_typesetting_to_report() -> None:
    strange = replace(SMALL, disclosure="主动\x00\x0b公开\r\n\u2028\ufffe")
    assert from_json(to_json(strange), "期") == strange


# ---- files that are none


def test_no_such_file(path: Path) -> None:
    assert "没有这个文件" in refusal(path)


def test_a_folder(tmp_path: Path) -> None:
    assert "这是一个文件夹" in refusal(tmp_path)


def test_no_permission(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # Root may read anything, so the refusal is acted.
    def failing(*_arguments: object, **_options: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    path.write_bytes(GOOD)
    monkeypatch.setattr("os.open", failing)
    assert "没有读取它的权限" in refusal(path)


def test_a_disk_that_fails(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(*_arguments: object, **_options: object) -> None:
        raise OSError(errno.EIO, "Input/output error")

    path.write_bytes(GOOD)
    monkeypatch.setattr("os.open", failing)
    assert "系统报告“Input/output error”" in refusal(path)


def test_a_file_beyond_all_bounds(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulletin_file, "MAX_FILE_BYTES", 1 << 20)
    path.write_bytes(b"{" * ((1 << 20) + 1))
    assert "文件超过1 MiB" in refusal(path)
    monkeypatch.setattr(bulletin_file, "MAX_FILE_BYTES", 1 << 21)
    monkeypatch.setattr(bulletin_file, "MAX_JSON_BYTES", 1 << 20)
    assert "文件有1048577字节，大得不合常理" in refusal(path)


ENCRYPTED = bytearray(GOOD)
ENCRYPTED[6] |= 1
ENCRYPTED[GOOD.index(b"PK\x01\x02") + 8] |= 1
BAD_CHECKSUM = bytearray(GOOD)
BAD_CHECKSUM[GOOD.index(b"PK\x01\x02") + 16] ^= 0xFF
BAD_DATA = bytearray(GOOD)
BAD_DATA[60:70] = b"\xff" * 10
ODD_COMPRESSION = bytearray(GOOD)
struct.pack_into("<H", ODD_COMPRESSION, 8, 99)
struct.pack_into("<H", ODD_COMPRESSION, GOOD.index(b"PK\x01\x02") + 10, 99)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "文件是空的"),
        (b"\n\r\n ", "文件是空的"),
        (b"\0" * 512, "文件是空的"),
        (b"%PDF-1.7\n", "这不是简报文件"),
        (b"[]", "这不是简报文件"),
        ("简报".encode(), "这不是简报文件"),
        (b"PK", "文件已损坏，不能解压"),
        (GOOD[:100], "文件已损坏，不能解压"),
        (GOOD[:-30], "文件已损坏，不能解压"),
        (bytes(BAD_CHECKSUM), "文件已损坏，不能解压"),
        (bytes(BAD_DATA), "文件已损坏，不能解压"),
        (bytes(ODD_COMPRESSION), "文件已损坏，不能解压"),
        (bytes(ENCRYPTED), "文件加了密码"),
        (packed(), "里面没有 bulletin.json"),
        (packed(("word/document.xml", "<w/>")), "里面没有 bulletin.json"),
        (packed(("bulletin.json/", "")), "里面没有 bulletin.json"),
        (packed(("bulletin.json", "")), "bulletin.json 第1行第1列起不是完整的 JSON"),
        (packed(("bulletin.json", to_json(SMALL)[:-20])), "起不是完整的 JSON"),
        (packed(("bulletin.json", "[]")), "最外层 应为表，实为列表"),
        (packed(("bulletin.json", to_json(SMALL)), ("图/照片.jpg", b"\xff")), "不认识的文件“图/照片.jpg”"),
        (
            packed(("bulletin.json", b'{\n"a": "\xcb\xc4\xb4\xa8"}')),
            "bulletin.json 第2行的文字不是 UTF-8 编码",
        ),
        ('{"masthead": "四川"}'.encode("gbk"), "第1行的文字不是 UTF-8 编码"),
        ('{\n"masthead": "四川'.encode()[:-1], "到第2行就断了，后面的内容已经丢失"),
        (to_json(SMALL).encode("utf-16"), "第1行的文字不是 UTF-8 编码"),
        (packed(("bulletin.json", b"[" * (25 << 20))), "bulletin.json 解压后有26214400字节，大得不合常理"),
        (packed(("bulletin.json", b'{"a":1,"a":2}')), "bulletin.json 最外层 中的键“a”重复出现"),
        (packed(("bulletin.json", "[" * 9999)), "bulletin.json JSON 的层次太深"),
    ],
)
def test_a_broken_file(path: Path, content: bytes, says: str) -> None:
    path.write_bytes(content)
    assert says in refusal(path)


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_two_members_of_the_name(path: Path) -> None:
    path.write_bytes(packed(("bulletin.json", to_json(SMALL)), ("bulletin.json", to_json(SMALL))))
    assert "里面有2个 bulletin.json" in refusal(path)


def test_a_member_that_declares_an_absurd_size(path: Path) -> None:
    content = bytearray(GOOD)
    struct.pack_into("<I", content, GOOD.index(b"PK\x01\x02") + 24, 65 << 20)
    path.write_bytes(content)
    assert "大得不合常理" in refusal(path)


def test_a_newer_version_is_named_even_with_members_unknown_here(path: Path) -> None:
    newer = variant(lambda tree: tree.update(schema_version=8, sounds=[]))
    path.write_bytes(packed(("bulletin.json", newer), ("sounds/1.ogg", b"OggS")))
    assert "它由更新的版本（格式8）写成，本程序只认识到格式7，请升级简报程序" in refusal(path)


@settings(max_examples=300, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, len(GOOD) - 1), st.integers(0, 255)), min_size=1, max_size=4),
    st.integers(0, len(GOOD)),
)
def test_a_damaged_file_opens_unharmed_or_is_refused(
    tmp_path_factory: pytest.TempPathFactory, bytes_changed: list[tuple[int, int]], length: int
) -> None:
    content = bytearray(GOOD)
    for at, value in bytes_changed:
        content[at] = value
    path = tmp_path_factory.getbasetemp() / "damaged.bulletin"
    for damaged in (content, content[:length]):
        path.write_bytes(damaged)
        try:
            issue = read_bulletin(path)
        except UnreadableFileError:
            continue
        # Some bytes of a zip mean nothing (dates, attributes).
        assert issue == SMALL


# ---- trees that are no issue


def put(value: object, *keys: str | int) -> Callable[[dict[str, Any]], None]:
    def change(tree: Any) -> None:
        for key in keys[:-1]:
            tree = tree[key]
        tree[keys[-1]] = value

    return change


def drop(*keys: str | int) -> Callable[[dict[str, Any]], None]:
    def change(tree: Any) -> None:
        for key in keys[:-1]:
            tree = tree[key]
        del tree[keys[-1]]

    return change


LESHAN = ("sections", 1, "items", 0)
AT = "sections[1].items[0]"


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (drop("masthead"), "缺少 masthead"),
        (drop("dated_header"), "缺少 dated_header"),
        (drop("sections"), "缺少 sections"),
        (drop("masthead", "name"), "缺少 masthead.name"),
        (drop("masthead", "number"), "缺少 masthead.number"),
        (drop("dated_header", "issuer"), "缺少 dated_header.issuer"),
        (drop("dated_header", "date"), "缺少 dated_header.date"),
        (drop("sections", 1, "name"), "缺少 sections[1].name"),
        (drop("sections", 1, "items"), "缺少 sections[1].items"),
        (drop(*LESHAN, "title"), f"缺少 {AT}.title"),
        (drop(*LESHAN, "blocks"), f"缺少 {AT}.blocks"),
        (drop(*LESHAN, "blocks", 0, "text"), f"缺少 {AT}.blocks[0].text"),
        (drop(*LESHAN, "blocks", 1, "lines"), f"缺少 {AT}.blocks[1].lines"),
        (drop(*LESHAN, "blocks", 1, "kind"), f"缺少 {AT}.blocks[1].kind"),
        (drop("distribution", 0, "to"), "缺少 distribution[0].to"),
        (drop("imprint", "office"), "缺少 imprint.office"),
        (put("2", "schema_version"), "schema_version 应为整数，实为文字"),
        (put(0, "schema_version"), "schema_version 应在1至"),
        (put(True, "schema_version"), "schema_version 应为整数，实为真假值"),
        (put("第2期", "masthead", "number"), "masthead.number 应为整数，实为文字"),
        (put(True, "masthead", "number"), "masthead.number 应为整数，实为真假值"),
        (put(2.0, "masthead", "number"), "masthead.number 应为整数，实为小数"),
        (put(0, "masthead", "number"), "masthead.number 应在1至100000之间，实为0"),
        (put(100_001, "masthead", "number"), "masthead.number 应在1至100000之间"),
        (put(-5, "masthead", "total_number"), "masthead.total_number 应在1至"),
        (put(None, "masthead", "total_number"), "masthead.total_number 应为整数，实为空值"),
        (put(0, "print_count"), "print_count 应在1至"),
        (put("2024年1月9日", "dated_header", "date"), "dated_header.date 应为“2024-01-09”这样的日期"),
        (put("2024-02-30", "imprint", "date"), "imprint.date 不是存在的日期：“2024-02-30”"),
        (put({}, "sections"), "sections 应为列表，实为表"),
        (put([[]], "sections"), "sections[0] 应为表，实为列表"),
        (put(5, *LESHAN, "title"), f"{AT}.title 应为列表，实为整数"),
        (put(["好", 5], *LESHAN, "title"), f"{AT}.title[1] 应为文字，实为整数"),
        (put("picture", *LESHAN, "blocks", 0, "kind"), f"{AT}.blocks[0].kind 应为“body”、“subheading”、"),
        (put("x", *LESHAN, "blocks", 1, "text"), f"{AT}.blocks[1] 中有不认识的键“text”"),
        (put("x", *LESHAN, "blocks", 0, "lines"), f"{AT}.blocks[0] 中有不认识的键“lines”"),
        (put("x", "sections", 1, "nmae"), "sections[1] 中有不认识的键“nmae”"),
        (put("x", "editors_notes"), "最外层 中有不认识的键“editors_notes”"),
        (put("x", "note"), "最外层 中有不认识的键“note”"),
        (put("x", "masthead", "subtitle"), "masthead 中有不认识的键“subtitle”"),
        (put("x", "dated_header", "time"), "dated_header 中有不认识的键“time”"),
        (put("x", "imprint", "time"), "imprint 中有不认识的键“time”"),
        (put("x", "distribution", 0, "cc"), "distribution[0] 中有不认识的键“cc”"),
        (put("x", *LESHAN, "author"), f"{AT} 中有不认识的键“author”"),
        (put("好\ud800", "disclosure"), "disclosure 的第2个字是残缺的半个字符（U+D800）"),
        (put("字" * 1_000_001, "disclosure"), "disclosure 最长1000000字，实有1000001字"),
        (
            put("字" * 200_000, *LESHAN, "blocks", 2, "text"),
            "第3段共200005字，一段最多200000字，请分成几段，或改用备份",
        ),
        (put("字" * 200_001, "editors_note", 0, "text"), "编者按第1段共200005字，一段最多200000字"),
        (put("字" * 2_001, "disclosure"), "信息公开选项共2001字，最多2000字，请改短，或改用备份"),
        (put(["字" * 1_000] * 2, *LESHAN, "title"), "的标题共2001字，最多2000字"),
        (put([""] * 51, *LESHAN, "title"), "的标题共51行，最多50行"),
        (put([""] * 1_000_002, *LESHAN, "title"), f"{AT}.title 最多1000000项"),
        (put([{}] * 1_001, "sections"), "sections 最多1000项，实有1001项"),
        (put([{}] * 10_001, "sections", 0, "items"), "sections[0].items 最多10000项"),
        (put([{}] * 100_001, *LESHAN, "blocks"), f"{AT}.blocks 最多100000项"),
        (put([{}] * 501, "distribution"), "distribution 最多500项，实有501项"),
        (
            put([{"label": "发", "to": "某局。" * 600}] * 12, "distribution"),
            "分送单位各条合计21612字，最多20000字",
        ),
    ],
)
def test_a_wrong_tree_names_the_key_path(
    path: Path, change: Callable[[dict[str, Any]], object], says: str
) -> None:
    text = variant(change)
    path.write_bytes(
        packed(("bulletin.json", text.encode("utf-8", "surrogatepass").replace(b"\xed\xa0\x80", b"\\ud800")))
    )
    sentence = refusal(path)
    assert says in sentence
    with pytest.raises(UnreadableFileError) as caught:
        from_json(text, path)
    assert str(caught.value) == sentence


def test_a_misspelt_key_gets_a_hint(path: Path) -> None:
    text = variant(lambda tree: tree["masthead"].update(suplement=tree["masthead"].pop("total_number")))
    with pytest.raises(UnreadableFileError, match="“suplement”（是否要写“supplement”？），请改正这一处"):
        from_json(text, path)


# ---- writing


def test_an_issue_that_could_not_be_opened_again_is_not_written(path: Path) -> None:
    write_bulletin(path, SMALL)
    before = path.read_bytes()
    for broken, says in (
        (
            replace(SMALL, masthead=replace(SMALL.masthead, number=0)),
            "期号应是1至100000之间的整数",
        ),
        (replace(SMALL, print_count=0), "印数应是1至"),
        (replace(SMALL, editors_note=(Body("好\udc00"),)), "编者按第1段的第2个字是残缺的半个字符"),
        (replace(SMALL, disclosure="字" * 2_001), "信息公开选项共2001字"),
        (replace(SMALL, editors_note=(Body("字" * 200_000),) * 11), "全期共2200"),
    ):
        with pytest.raises(TargetError) as caught:
            write_bulletin(path, broken)
        assert says in str(caught.value)
        assert "，请" in str(caught.value)
        assert str(caught.value).endswith("。")
        assert path.read_bytes() == before


def of_blocks(block: Callable[[int], Block], *, items: int = 1) -> Issue:
    """SMALL with as many such blocks as there may be, dealt out to so many items."""
    fixed = replace(SMALL, sections=(Section("", (Item(""),) * items),))
    room = MAX_PARAGRAPHS - sum(1 + text_at(fixed, path).count("\n") for path in text_nodes(fixed))
    blocks: list[Block] = []
    taken = 0
    while taken < room:
        made = block(len(blocks))
        taken += 1 + text_of(made).count("\n")
        blocks.append(made)
    if taken > room:
        blocks.pop()
    share = -(-len(blocks) // items)
    made_items = tuple(Item("", tuple(blocks[at * share : (at + 1) * share])) for at in range(items))
    return replace(fixed, sections=(Section("", made_items),))


def of_characters(char: str) -> Issue:
    """As many characters as there may be, of one kind, in paragraphs as long as may be."""
    text = char * (MAX_PARAGRAPH // len(char))
    last = MAX_ISSUE - 9 * MAX_PARAGRAPH - 300
    return replace(
        SMALL, sections=(Section("", (Item("", (*(Body(text),) * 9, Body(text[:last]))),)), *SMALL.sections)
    )


EXTREMES: dict[str, Callable[[], Issue]] = {
    "control characters": lambda: of_characters("\0"),
    "control characters in as many paragraphs": lambda: of_blocks(lambda _: Body("\0" * 19, 1)),
    "astral characters": lambda: of_characters("\U0010ffff"),
    "quotes": lambda: of_characters('"'),
    "backslashes": lambda: of_characters("\\"),
    "both": lambda: of_characters('\\"'),
    "commas": lambda: of_characters(","),
    "brackets": lambda: of_characters("[{"),
    "colons": lambda: of_characters(":"),
    "line separators": lambda: of_characters("\u2028\x85\r"),
    "empty paragraphs": lambda: of_blocks(lambda _: Body("")),
    "headings": lambda: of_blocks(lambda _: Subheading("")),
    "headings of many lines": lambda: of_blocks(lambda _: Subheading("\0" * 950 + "\n" * 49)),
    "run-in headings": lambda: of_blocks(lambda _: Body('"' * 19, 18)),
    "marks and paragraphs": lambda: of_blocks(lambda _: Body(',"' * 9, 1)),
    "items": lambda: of_blocks(lambda at: Body(""), items=10_000),
    "sections": lambda: replace(SMALL, sections=tuple(Section("", (Item(""),) * 10) for _ in range(1_000))),
    "addressees": lambda: replace(SMALL, distribution=(Addressee("\0" * 20, "\0" * 20),) * 500),
}


@pytest.mark.sampled
@pytest.mark.parametrize("name", EXTREMES)
def test_whatever_is_within_the_bounds_can_be_saved_and_opened_again(path: Path, name: str) -> None:
    issue = EXTREMES[name]()
    assert refusal_of(issue) == ""
    content = to_bytes(issue, path)
    assert len(content) < bulletin_file.MAX_FILE_BYTES
    path.write_bytes(content)
    assert read_bulletin(path) == issue
    written = "".join(json_pieces(issue))
    assert len(written.encode("utf-8")) < bulletin_file.MAX_JSON_BYTES
    assert from_json(written, "期") == issue
    # twice as much structure would do
    assert _parts_of(to_json(issue)) < MAX_PARTS // 2


def test_the_worst_of_all_is_below_the_bound_of_bytes() -> None:
    """More than an issue can have: each character in six bytes, each paragraph in its longest form."""

    def size(*items: Item) -> int:
        return len(to_json(replace(SMALL, sections=(Section("", items),))))

    empty = Body("")
    one = size(Item("", (empty,)))
    paragraph = max(
        size(Item("", (empty, block))) - one for block in (Body("\0", 1), Body("\0\0", 1), Subheading(""))
    )
    assert size(Item("\n", (empty,))) - one < paragraph
    item = size(Item("", (empty,)), Item("", (empty,))) - one
    worst = 6 * MAX_ISSUE + paragraph * MAX_PARAGRAPHS + item * MAX_ITEMS
    assert worst + 200 * (MAX_SECTIONS + MAX_ADDRESSEES) < bulletin_file.MAX_JSON_BYTES


def test_a_missing_folder(tmp_path: Path) -> None:
    with pytest.raises(TargetError, match="所在的文件夹不存在"):
        write_bulletin(tmp_path / "没有" / "期.bulletin", SMALL)


# ---- the examples


def test_the_real_issue() -> None:
    issue = read_bulletin(EXAMPLES / "2024-01-09.bulletin")
    assert issue.masthead.name == "四川省地方志工作简报"
    assert (issue.masthead.number, issue.masthead.total_number) == (2, 607)
    assert [section.name for section in issue.sections] == ["市州动态"]
    assert [len(item.blocks) for item in issue.sections[0].items] == [17, 4, 1, 3, 1]


def test_the_full_example_is_made_from_its_readable_source() -> None:
    # After a change of full.json: write_bulletin(Path("full.bulletin"), read_bulletin(Path("full.json")))
    assert read_bulletin(EXAMPLES / "full.bulletin") == read_bulletin(EXAMPLES / "full.json")


def test_the_full_example_has_everything_that_the_real_issue_lacks() -> None:
    issue = read_bulletin(EXAMPLES / "full.bulletin")
    items = [item for section in issue.sections for item in section.items]
    blocks = [block for item in items for block in item.blocks]
    subheadings = [block.text for block in blocks if isinstance(block, Subheading)]
    assert issue.masthead.marking == "内部资料"
    assert issue.masthead.supplement == "增刊"
    assert len(issue.editors_note) == 2
    assert (len(issue.sections), len(items), len(issue.distribution)) == (2, 6, 10)
    assert any(item.title.count("\n") == 2 for item in items)
    assert any("\n" not in item.title and len(item.title) > 40 for item in items)
    assert any("\n" in text for text in subheadings)
    assert any("\n" not in text and len(text) > 28 for text in subheadings)
    assert any("\n" in item.source for item in items)
    assert set("𠮷㵲䶮𬭎镕犇") <= set(to_json(issue))
