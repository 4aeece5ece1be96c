"""Words of a text by the word list; the list is as its README says."""

from __future__ import annotations

import importlib.util
import math
import tomllib
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bulletin_desk.hanzi.words import Words, shipped_words, tokens_of
from bulletin_desk.resources import resource

FOLDER = resource("words")


@pytest.fixture(scope="module")
def build() -> ModuleType:
    spec = importlib.util.spec_from_file_location("words_build", FOLDER / "build.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def listed() -> dict[str, str]:
    """The word list read the simple way: each word with its class and cost."""
    found = {}
    for line in (FOLDER / "words.txt").read_text(encoding="utf-8").splitlines():
        fields = line.rstrip(" ").split(" ")
        head = fields[0]
        found[head] = fields[1]
        found.update(zip((head + rest for rest in fields[2::2]), fields[3::2], strict=True))
    return found


def found_words(words: Words, text: str) -> dict[str, str]:
    return {text[:end]: f"{kind}{cost:02}" for end, kind, cost in words.starting(text, 0, len(text))}


def test_every_word_of_the_list_is_found(listed: dict[str, str]) -> None:
    words = shipped_words()
    assert len(listed) > 100_000
    for word in [*[*listed][:200], *[*listed][-200:], *[*listed][::97]]:
        beginnings = {word[:end] for end in range(1, len(word) + 1)} & listed.keys()
        assert found_words(words, word) == {beginning: listed[beginning] for beginning in beginnings}


@given(st.text(st.sampled_from("峨边彝族自治县方志办一丁龢龥㐀𠀀あ"), min_size=1, max_size=9))
def test_words_of_any_text(listed: dict[str, str], text: str) -> None:
    wanted = {text[:end]: listed[text[:end]] for end in range(1, len(text) + 1) if text[:end] in listed}
    assert found_words(shipped_words(), text) == (wanted or {text[0]: "n120"})


def test_words_and_numbers_of_a_title() -> None:
    text = "峨边彝族自治县2023年12月26日完成11个县志，“微”FM102.8 龘"
    assert [text[token.start : token.end] + token.kind for token in tokens_of(text)] == [
        "峨边彝族自治县s",
        "2023年12月26日t",
        "完成V",
        "11个q",
        "县志n",
        "，，",
        "“(",
        "微n",
        "”)",
        "FM102.8n",
        "  ",
        "龘n",
    ]


def test_the_folder_is_as_recorded(build: ModuleType) -> None:
    assert build.main(["--check"]) == 0


def test_a_changed_file_is_noticed(build: ModuleType, tmp_path: Path) -> None:
    sources = tomllib.loads((FOLDER / "SOURCES.toml").read_text(encoding="utf-8"))
    for name in sources["shipped"]:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes((FOLDER / name).read_bytes())
    assert build.check(tmp_path, sources) == []
    (tmp_path / "bulletin.txt").write_text("n 地方志\n", encoding="utf-8")
    (tmp_path / "words.txt").unlink()
    assert [complaint.split(":")[0] for complaint in build.check(tmp_path, sources)] == [
        "words.txt",
        "bulletin.txt",
    ]


def test_our_words_are_in_the_list(build: ModuleType, listed: dict[str, str]) -> None:
    ours = dict(build.our_words((FOLDER / "bulletin.txt").read_text(encoding="utf-8")))
    assert len(ours) > 1500
    assert {word: listed[word][0] for word in ours} == ours


def test_a_list_from_small_sources(build: ModuleType) -> None:
    """Counts become costs, parts of speech classes; rare words, persons and other scripts go; ours win."""
    rows = [
        "和 40 c",
        "平 4 a",
        "和平 20 nz",
        "和平鸽 4 n",
        "李和 30 nr",
        "T恤 30 n",
        "第三届 8 m",
        "和谐 2 a",
    ]
    files = {
        "general": "\n".join(rows).encode(),
        "places": "adcode,name\n1,和平县\n2,峨边彝族自治县\n3,市辖区\n".encode(),
        "peoples": "汉族\n彝族\n".encode(),
    }

    def cost(count: int) -> str:
        return f"{round(-4 * math.log2(count / (40 + 4 + 20 + 4 + 30 + 30 + 8 + 2))):02}"

    assert build.build(files, "# 例\n\nV 和 和谐\n").decode("utf-8") == (
        f"和 V{cost(40)} 平 n{cost(20)} 平县 s64 谐 V60 \n"
        f"峨 n99 边 s64 边彝族自治县 s64 \n平 a{cost(4)} \n彝 n99 族 s64 \n汉 n99 族 s64 \n"
        f"第 n99 三届 q{cost(8)} \n"
    )


@pytest.mark.parametrize("ours", ["名词 地方志\n", "n 地方志 abc\n", "n 地方志\ne 地方志\n"])
def test_a_mistake_in_our_words_is_named(build: ModuleType, ours: str) -> None:
    with pytest.raises(build.BuildError, match=r"line [12]"):
        list(build.our_words(ours))
