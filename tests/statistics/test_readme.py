"""README's page 采用情况: its examples are rules, and every key stands in it once."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bulletin_desk.statistics.rules import read_rules

README = Path(__file__).resolve().parents[2] / "README.md"
PAGE = README.read_text(encoding="utf-8").split("### 采用情况\n")[1].split("\n### ")[0]
EXAMPLES = re.findall(r"```toml\n(# 采用情况的规则\n.*?)```", PAGE, re.S)


@pytest.mark.parametrize("example", EXAMPLES)
def test_an_example_is_read(example: str, tmp_path: Path) -> None:
    file = tmp_path / "甲.adoption.toml"
    file.write_text(example, encoding="utf-8")
    assert read_rules(file).groups


def test_every_key_is_explained(tmp_path: Path) -> None:
    """And nothing in the example is as it would be anyway."""
    whole, groups = EXAMPLES
    keys = re.findall(r"(?m)^([a-z_]+) = ", whole)
    assert {"expected", "month_most", "who", "words_to"} <= set(keys)
    file = tmp_path / "甲.adoption.toml"
    file.write_text(whole, encoding="utf-8")
    rules = read_rules(file)
    assert rules.points is not None
    (rule,) = rules.points.rules
    assert all(value != type(rule)._field_defaults[name] for name, value in rule._asdict().items())
    assert "offices = " in groups
