"""JSON without leniency."""

from __future__ import annotations

import json
from typing import NoReturn

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bulletin_desk.storage.strict_json import parse


class WrongError(Exception):
    pass


def fail(phrase: str) -> NoReturn:
    raise WrongError(phrase)


trees = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**17), 10**17) | st.floats(-1e17, 1e17) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@given(trees)
def test_reads_what_json_writes(tree: object) -> None:
    assert parse(json.dumps(tree), fail) == tree


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('{"a": 1', "第1行第8列起不是完整的 JSON"),
        ('{\n "a": 1,\n}', "第3行第1列起不是完整的 JSON"),
        ("", "第1行第1列起不是完整的 JSON"),
        ('{} {"a": 1}', "第1行第4列起不是完整的 JSON"),
        ('{"a": "换\n行"}', "第1行第9列起不是完整的 JSON"),
        ('{"a": NaN}', "第1行的数值 NaN 没有意义"),
        ('{"a": -Infinity}', "第1行的数值 -Infinity 没有意义"),
        ('{"a": 9,\n "b": [1,\n  1e400]}', "第3行的数值 1e400 没有意义"),
        ('{"a": 1e999}', "第1行的数值 1e999 没有意义"),
        ('{"a": 1000000000000000000}', "第1行的数值 1000000000000000000 没有意义"),
        ('{"a": ' + "9" * 5000 + "}", "第1行的数值 99999999999999999999…（共5000位） 没有意义"),
        ('{"a": ' + "[" * 200_000 + "]" * 200_000 + "}", "JSON 的层次太深"),
        ('{"a": 1, "a": 1}', "最外层 中的键“a”重复出现"),
        ('{"s": [{}, {"b": 1, "c": 2, "c": 3, "b": 4}]}', "s[1] 中的键“c”重复出现"),
        ('{"s": {"a": 1, "a": 1}, "s": 2}', "某一处 中的键“a”重复出现"),
    ],
)
def test_each_failure_has_its_phrase(text: str, says: str) -> None:
    with pytest.raises(WrongError) as caught:
        parse(text, fail)
    assert str(caught.value) == says
