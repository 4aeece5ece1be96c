"""The tests' own measuring of growth: it sees what grows too fast, and nothing else."""

from __future__ import annotations

import inspect
import re
from types import ModuleType

import pytest

from tests.growth import Growth, Used, check_linear, patterns_of, provoking

_LINEAR = (
    r"[,;]\s?\S",
    r"\A\s+|(?<!\s)\s++\Z",
    "(?<!b)(?:ab)+c",
    r"<!--[^-]{0,200}-->",
    "[一二三]{1,3}、|第[一二三]+章",
)
_TOO_FAST = (r"\s+$", "(?:a|aa)+$", r"(?:a*)*b", r"<!--.*-->", r"[\w.]+@", r"\s*,\s*x")


def _grows(pattern: str, method: str = "finditer") -> bool:
    used = Used("", re.compile(pattern, re.DOTALL), method)
    try:
        for make in provoking(used.pattern):
            check_linear(used.run, make, most=1 << 13)
    except Growth:
        return True
    return False


@pytest.mark.sampled
@pytest.mark.parametrize("pattern", _LINEAR)
def test_linear_expressions_are_so(pattern: str) -> None:
    assert not _grows(pattern)


@pytest.mark.sampled
@pytest.mark.parametrize("pattern", _TOO_FAST)
def test_others_are_seen(pattern: str) -> None:
    assert _grows(pattern)


def test_functions() -> None:
    check_linear(sorted, lambda size: "字" * size)
    check_linear(sum, lambda size: [1] * size)
    check_linear(lambda size: sum(range(size)), lambda size: size)
    with pytest.raises(Growth):
        check_linear(lambda text: [text.count(char) for char in text], lambda size: "ab" * size)
    with pytest.raises(Growth):
        check_linear(lambda text: sum(1 for _ in range(2 ** min(len(text), 24))), lambda size: "a" * size)


def test_expressions_are_found_wherever_they_stand(monkeypatch: pytest.MonkeyPatch) -> None:
    module = ModuleType("module")
    source = (
        "import re\n_ONE = re.compile('one')\n_TWO = {'a': (re.compile('two'), '')}\n_PART = '[34]'\n"
        "def f(text):\n    return _ONE.match(text) or re.sub(f'x{_PART}+', '', text, flags=re.DOTALL)\n"
    )
    exec(source, vars(module))
    monkeypatch.setattr(inspect, "getsource", lambda _: source)
    found = {(used.pattern.pattern, used.method) for used in patterns_of(module)}
    assert found == {
        ("one", "match"),
        *(("two", method) for method in ("match", "fullmatch", "finditer")),
        ("x[34]+", "finditer"),
    }
    source += "def g(text, word):\n    return re.search(word, text)\n"
    with pytest.raises(AssertionError, match="local names"):
        patterns_of(module)
