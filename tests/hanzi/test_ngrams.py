"""The table of pairs and triples, who is mistaken for whom, and the command that builds both."""

from __future__ import annotations

import importlib.util
import struct
import sys
import tomllib
import zlib
from pathlib import Path
from types import ModuleType

import pytest

from bulletin_desk.hanzi.alike import alike
from bulletin_desk.hanzi.ngrams import HEADER, LATIN, MARK, NGrams, codes_of, shipped_ngrams
from bulletin_desk.resources import resource

FOLDER = resource("words")
MOST = 2_500_000
"""Bytes of what is shipped for words off by one character, packed."""


@pytest.fixture(scope="module")
def build() -> ModuleType:
    spec = importlib.util.spec_from_file_location("build_ngrams", FOLDER / "build_ngrams.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    before = sys.path[:]
    spec.loader.exec_module(module)
    sys.path[:] = before
    return module


def counted(build: ModuleType, *paragraphs: str) -> object:
    counts = build.Counts()
    build.count_corpus(paragraphs, counts)
    return counts


def test_a_text_s_codes() -> None:
    assert codes_of("二〇2Ａb，。 《𠀀") == [
        ord("二"), ord("零"), LATIN, LATIN, LATIN, MARK, MARK, MARK, MARK, MARK,
    ]  # fmt: skip


def test_what_was_counted_is_read_back(build: ModuleType) -> None:
    """Counts within a level of the table; of what was not counted, nothing but once in thousands."""
    counts = counted(build, *["县级人民政府审批。"] * 40, *["人民代表大会"] * 900, "省级")
    table = NGrams(build.table(counts))
    one, two, three, four = map(ord, "审批人民")
    assert table.single(three) == 940
    assert table.pair(one, two) == pytest.approx(40, rel=0.7)
    assert table.pair(three, four) == pytest.approx(940, rel=0.7)
    assert table.triple(one, two, MARK) == pytest.approx(40, rel=0.6)
    assert table.pair(ord("省"), ord("级")) == 0.0  # once is chance
    assert table.usual_behind(one) == "批"
    assert table.usual_before(two) == "审"
    assert not table.usual_behind(ord("省"))
    assert not table.usual_behind(MARK)
    others = [
        table.pair(first, second) for first in range(0x5000, 0x5040) for second in range(0x6000, 0x6040)
    ]
    assert sum(count > 0 for count in others) <= 8


def test_the_usual_is_likelier(build: ModuleType) -> None:
    table = NGrams(build.table(counted(build, *["由县级人民政府审批。"] * 40)))
    right, wrong = (
        table.likelihood([MARK, MARK, *codes_of(text), MARK]) for text in ("政府审批", "政府审披")
    )
    assert 0 < wrong < right / 1000 < 1


def test_the_same_counts_make_the_same_table(build: ModuleType) -> None:
    one = build.table(counted(build, *["甲乙丙丁。", "戊己庚辛。"] * 40))
    other = build.table(counted(build, *["戊己庚辛。", "甲乙丙丁。"] * 40))
    assert one == other


def test_what_is_no_table_is_refused(build: ModuleType) -> None:
    table = build.table(counted(build, *["甲乙丙丁。"] * 40))
    for wrong in (table[:-2], b"PK" + table[2:], table + b"\0\0"):
        with pytest.raises(ValueError, match="not a table"):
            NGrams(wrong)
    with pytest.raises(struct.error):
        NGrams(table[: HEADER.size - 1])


def test_the_shipped_table_knows_official_prose() -> None:
    table = shipped_ngrams()
    for pair in ("审批", "条例", "机制", "史志", "资政"):
        assert table.pair(*map(ord, pair)) >= 10, pair
    for pair in ("审披", "机够", "见设"):
        assert table.pair(*map(ord, pair)) < 4, pair
    assert table.triple(*map(ord, "竿见影")) > 0
    assert "批" in table.usual_behind(ord("审"))


def test_what_sounds_or_looks_alike() -> None:
    assert {"批", "皮"} <= set(alike("披").sounds)
    assert "制" in alike("资").sounds  # z and zh are mistaken for one another
    assert "行" in alike("航").sounds  # it has two sounds
    assert "行" in alike("形").sounds
    assert "贷" in alike("货").shapes
    assert "员" in alike("圆").sounds
    assert "披" not in alike("披").either
    assert "批" in alike("铍").sounds
    assert "铍" not in alike("批").either  # nobody means it
    assert alike("a") == alike("𠀀") == ("", "", "")


def test_sounds_are_merged_and_shapes_compared(build: ModuleType) -> None:
    assert [build.merged(each) for each in ("zhēng", "zèn", "lǜ", "nǚ", "xiāng", "míng", "er")] == [
        "zen", "zen", "lv", "lv", "xian", "min", "er",
    ]  # fmt: skip
    words = {"银行": (40, "n"), "行": (40, "v")}
    heard = build.sounds(
        words, {str(ord("银")): "yín", str(ord("行")): "xíng,háng"}, {"银行": [["yín"], ["háng"]]}
    )
    assert heard == {"银": {"yin"}, "行": {"han", "xin"}}
    like = build.alike(["和", "贺", "嗬"], {"和", "贺"}, {char: {"he"} for char in "和贺嗬"}, {})
    assert like.splitlines()[-2] == "he 和贺 嗬"
    codes = {"货": ("OPBO", ["2480"]), "贷": ("OIBO", ["2380"]), "一": ("M", ["1000"])}
    assert build.likeness(codes["货"], codes["贷"]) == pytest.approx(1.5)
    assert build.likeness(codes["货"], codes["一"]) < build.LIKE
    assert build.alike(["货", "贷", "一"], {"货", "贷", "一"}, {}, codes).splitlines()[-2:] == [
        "货 贷",
        "贷 货",
    ]


def berkeley(items: list[bytes], overflow: dict[int, bytes]) -> bytes:
    """A Berkeley DB hash file in pages of 512 bytes: what describes it, the items, what overflows."""
    head = bytearray(512)
    struct.pack_into("<I", head, 12, 0x061561)
    struct.pack_into("<I", head, 20, 512)
    head[25] = 8
    page = bytearray(512)
    end, starts = 512, []
    for item in items:
        end -= len(item)
        page[end : end + len(item)] = item
        starts.append(end)
    struct.pack_into("<H", page, 20, len(items))
    page[25] = 13
    struct.pack_into(f"<{len(starts)}H", page, 26, *starts)
    pages = [head, page]
    for following, data in overflow.items():
        more = bytearray(512)
        struct.pack_into("<IHH", more, 16, following, 1, len(data))
        more[25] = 7
        more[26 : 26 + len(data)] = data
        pages.append(more)
    return b"".join(map(bytes, pages))


def test_words_that_follow_one_another_are_read(build: ModuleType) -> None:
    short = struct.pack("<I2I", 7, 11, 7)
    long = struct.pack("<I2I2I", 9, 11, 4, 12, 5)
    pages = {3: long[:9], 0: long[9:]}
    data = berkeley(
        [
            b"\1" + struct.pack("<I", 10), b"\1" + short,
            b"\1" + struct.pack("<I", 1), b"\3\0\0\0" + struct.pack("<2I", 2, len(long)),
        ],
        pages,
    )  # fmt: skip
    assert dict(build.berkeley_items(data)) == {struct.pack("<I", 10): short, struct.pack("<I", 1): long}
    pairs = build.general_pairs(data, {10: "县", 11: "政府", 12: "级"})
    assert pairs == {("县", "政府"): 7, ("", "政府"): 4, ("", "级"): 5}
    counts = build.Counts()
    build.count_general({"政府": 3}, pairs, counts)
    assert counts.pairs[build.ngrams.pair_key(ord("县"), ord("政"))] == 7
    assert counts.triples[build.ngrams.triple_key(*map(ord, "县政府"))] == 7
    assert counts.pairs[build.ngrams.pair_key(*map(ord, "政府"))] == 3
    with pytest.raises(build.build.BuildError, match="no Berkeley DB"):
        dict(build.berkeley_items(bytes(512)))


def test_another_corpus_is_refused(build: ModuleType, tmp_path: Path) -> None:
    corpus = tmp_path / "laws.txt.xz"
    corpus.write_bytes(b"other")
    sources = tomllib.loads((FOLDER / "NGRAMS.toml").read_text(encoding="utf-8"))
    with pytest.raises(build.build.BuildError, match="sha256"):
        build.corpus_lines(corpus, sources["corpus"])


def test_the_folder_is_as_recorded_and_small(build: ModuleType) -> None:
    assert build.main(["--check"]) == 0
    packed = [zlib.compress((FOLDER / name).read_bytes(), 9) for name in (build.TABLE, build.ALIKE)]
    assert sum(map(len, packed)) <= MOST
