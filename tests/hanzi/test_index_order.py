"""The order of entries in an index."""

from __future__ import annotations

import pytest

from bulletin_desk.hanzi.index_order import index_key, initial
from bulletin_desk.resources import resource


def in_order(*texts: str) -> list[str]:
    return sorted(texts, key=index_key)


@pytest.mark.parametrize(
    "texts",
    [
        ("阿坝州", "巴中市", "成都市", "重庆市", "达州市", "德阳市", "泸州市", "阆中市", "珙县"),
        ("8月", "10月", "2023年", "2024年", "A级", "安全", "B级", "把关"),
        ("妈", "麻", "马", "骂", "吗"),  # by tone, none last
        ("安全", "安全生产", "安徽"),  # what ends comes first
    ],
)
def test_entries_are_in_the_order_of_their_sounds(texts: tuple[str, ...]) -> None:
    wanted = list(texts)
    if "珙县" in texts:
        wanted = ["阿坝州", "巴中市", "成都市", "重庆市", "达州市", "德阳市", "珙县", "阆中市", "泸州市"]
    if "安徽" in texts:
        wanted = ["安徽", "安全", "安全生产"]
    assert in_order(*reversed(texts)) == wanted


def test_a_word_is_read_as_it_is_said() -> None:
    assert [initial(index_key(text)) for text in ("重庆", "重点", "长沙", "成都", "会计")] == list("CZCCK")


@pytest.mark.parametrize(
    ("texts", "letter"),
    [
        (("长宁县", "长治市", "长效机制", "长三角", "重塑", "重走长征路", "朝天区", "朝阳区"), "C"),
        (("长子县", "长势", "曾都区", "种粮大户", "藏羌文化"), "Z"),
        (("犍为县", "千方百计"), "Q"),
        (("都匀市", "都安县", "东阿县"), "D"),
        (("筠连县", "解放思想"), "J"),
        (("荥经县", "蔚县", "铅山县"), "Y"),
        (("什邡市", "率队调研", "单县", "召陵区"), "S"),
        (("〇二四档案", "六合区", "六安市"), "L"),
        (("阿胶",), "E"),
        (("还田还林",), "H"),
    ],
)
def test_places_and_words_of_bulletins_stand_where_they_are_looked_for(
    texts: tuple[str, ...], letter: str
) -> None:
    assert {text: initial(index_key(text)) for text in texts} == dict.fromkeys(texts, letter)


def test_names_of_places_are_read_through() -> None:
    def read(text: str) -> str:
        return " ".join(sound for _, sound, _ in index_key(text))

    assert read("长宁县县长") == "chang2 ning2 xian4 xian4 zhang3"
    assert read("新都区、郫都区") == "xin1 du1 qu1 pi2 du1 qu1"
    assert read("犍为县") == "qian2 wei2 xian4"
    assert read("办结率") == "ban4 jie2 lv4"


def test_width_and_case_do_not_count() -> None:
    assert index_key("ＡＩ１２") == index_key("ai12")
    assert initial(index_key("①首创")) == "0—9"


def test_a_number_of_thousands_of_figures_has_its_place() -> None:
    assert initial(index_key("9" * 5000)) == "0—9"


def test_marks_do_not_count() -> None:
    assert index_key("“成都”市") == index_key("成都市")
    assert initial(index_key("《四川省志》")) == "S"


@pytest.mark.parametrize(
    ("text", "under"), [("2024年", "0—9"), ("１月", "0—9"), ("vivo", "V"), ("——", "其他")]
)
def test_what_is_no_han_character_has_its_place(text: str, under: str) -> None:
    assert initial(index_key(text)) == under


def test_every_character_of_the_table_has_one_sound() -> None:
    lines = resource("fonts", "tgh-2013.txt").read_text(encoding="utf-8").splitlines()
    table = [char for line in lines if not line.startswith("#") for char in line]
    assert len(set(table)) == 8105
    assert all("A" <= initial(index_key(char)) <= "Z" for char in table)


def test_what_is_not_in_the_list_comes_last() -> None:
    assert in_order("㐀", "做") == ["做", "㐀"]
    assert initial(index_key("")) == "其他"
