"""Layouts and issues made at random: rows at any place, in any face, size and colour, numbers, days and
labels in many forms, closing blocks with and without their parts. So the truth is known of what is seen."""

from __future__ import annotations

import json
import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from bulletin_desk.bulletin.fields import with_field
from bulletin_desk.bulletin.model import Addressee, DatedHeader, Imprint, Issue, Masthead
from bulletin_desk.layouts.model import Layout
from bulletin_desk.layouts.read import read_layout
from bulletin_desk.storage.bulletin_file import read_bulletin
from tests.typeset.test_real_issue import EXAMPLES

NAMES = (
    "简报",
    "政务信息",
    "工作动态",
    "网络舆情日报",
    "防汛抗旱值班快报",
    "人工智能工作月报",
    "云岭市工作简报",
)
OFFICES = ("云岭市人民政府办公室", "海宁港市应急管理局", "东原省数字经济发展厅", "清河县教育局")
RECEIVERS = (
    *("省委办公厅", "省政府办公厅", "市委、市政府领导同志", "市政协办公室", "各区（县）人民政府"),
    *("市政府各部门、各直属机构", "市防汛抗旱指挥部成员单位", "有关高等学校"),
)
NUMBERS = (
    *("第{number}期", "第{number}期（总第{total}期）", "{year}年第{number}期（总第{total}期）"),
    *("（{year}）第{number}期", "〔{year}〕{number}号", "（第{number}期）", "第{number}期　总第{total}期"),
)
BETWEEN = (
    ("left = '{issuer}'", "right = '{date}'"),
    ("left = '{issuer}'", "right = '{year}.{month}.{day}'"),
    ("left = '{issuer}'", "right = '{year}年{month}月'"),
    ("centre = ['{issuer}', '　　{date}']",),
    ("centre = '{date}'",),
)
FOLIOS = ("— {page} —", "{page}", "第{page}页", "{page} / {pages}", "第{page}页 共{pages}页")
LABELS = (("报", "送", "发"), ("报",), ("报送", "抄送"), ("主送", "抄送"), ("分送",))
STAFF = (("编辑", "审核", "签发"), ("责任编辑", "校对"))


@dataclass
class Made:
    """A layout file as it grows, and the issue's values."""

    draw: random.Random
    seed: int
    parts: list[str] = field(default_factory=list)
    styles: dict[str, dict[str, str]] = field(default_factory=dict)
    fields: list[tuple[str, str, str, str]] = field(default_factory=list)

    def style(self, name: str, face: str, size: float, **more: str) -> None:
        self.styles[name] = {"face": face, "size": f"{size} pt", **more}

    def row(self, where: str, *keys: str) -> None:
        self.parts.append(f"[[{where}.rows]]\n" + "\n".join(keys))

    def text(self) -> str:
        for name, where, kind, default in self.fields:
            keys = {"name": name, "where": where, "kind": kind, "default": default}
            lines = (f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in keys.items())
            self.parts.append("[[fields]]\n" + "\n".join(lines))
        for name, style in self.styles.items():
            lines = (f"{key} = {json.dumps(value)}" for key, value in style.items())
            self.parts.append(f"[styles.{json.dumps(name, ensure_ascii=False)}]\n" + "\n".join(lines))
        return "\n".join(self.parts)


def random_issue(seed: int, folder: Path) -> tuple[Layout, Issue]:
    """A layout, and an issue in it."""
    draw = random.Random(seed)
    made = Made(draw, seed)
    name, day = draw.choice(NAMES), date(draw.choice((2023, 2024, 2025)), draw.randint(1, 12), 9)
    top, pitch = draw.choice((32, 35, 37)), draw.choice((28, 29, 30, 31))
    made.parts.append(
        f"name = '{name}'\n[text_block]\ntop = '{top} mm'\nleft = '28 mm'\ncell = '154/28 mm'\n"
        f"line_pitch = '{pitch} pt'\nlines = {int((265 - top) / 25.4 * 72 / pitch)}\n"
        f"[head]\nspace_after = {draw.choice((0, 1, 2))}"
    )
    marking = _head(made, name, pitch)
    counts = _closing(made)
    _folio(made)
    file = folder / f"{seed}.toml"
    file.write_text(made.text(), encoding="utf-8")
    layout = read_layout(file)
    return layout, _issue(made, layout, name, day, marking, counts)


def _head(made: Made, name: str, pitch: float) -> str:
    draw, foot, marking = made.draw, 4.0, ""
    corner = draw.choice(("", "left", "both", "list"))
    made.style("marking", "hei", 16)
    if corner in ("left", "both"):
        marking = draw.choice(("内部资料", "秘密★1年", "特急"))
        other = ("right = '[№ {copy}]'",) if corner == "both" else ()
        made.row("head", "top = '4 pt'", "left = '{marking}'", *other)
        foot = 40
    elif corner == "list":
        made.fields.append(("corner", "head", "list", "内部资料\n请勿外传"))
        made.row(
            "head", "top = '4 pt'", "pitch = '20 pt'", "right = { text = '{corner}', style = 'marking' }"
        )
        foot = 60
    size = draw.choice((36, 42, 48, 56, 64))
    made.style("masthead", draw.choice(("xiaobiaosong", "hei", "song")), size, colour="red")
    spaced = len(name) < 5 and draw.random() < 0.5
    widths = f"widths = {{ {len(name)} = '22 cell' }}" if spaced else ""
    foot = _placed(
        made, foot + draw.uniform(0, 20), size, pitch, f"centre = '{{name}}'\nfit = {{ {widths} }}"
    )
    size = draw.choice((14, 15, 16, 18))
    made.style("number_line", draw.choice(("fangsong", "kai", "hei", "song")), size)
    foot = _placed(made, foot + draw.uniform(8, 30), size, pitch, f"centre = '{draw.choice(NUMBERS)}'")
    size = draw.choice((14, 15, 16))
    made.style("issuer", draw.choice(("fangsong", "kai")), size)
    made.style("header_date", made.styles["issuer"]["face"], size)
    double = ", double = '2 pt'" if draw.random() < 0.3 else ""
    thick, gap = draw.choice(("1 pt", "1.5 pt", "1 mm")), draw.choice(("4 mm", "3.5 pt"))
    rule = f"rule = {{ thickness = '{thick}', colour = 'red', gap = '{gap}'{double} }}"
    keys = "\n".join((*draw.choice(BETWEEN), rule))
    _placed(made, foot + draw.uniform(6, 30), size, pitch, keys)
    return marking


def _placed(made: Made, top: float, size: float, pitch: float, keys: str) -> float:
    """A row of the head on a line of the grid or between two; where its type ends."""
    if "fit" not in keys and made.draw.random() < 0.5:
        line = int((top + (size + pitch) / 2) / pitch) + 1
        made.row("head", f"line = {line}", keys)
        return line * pitch - (pitch - size) / 2
    made.row("head", f"top = '{top:.1f} pt'", keys)
    return round(top, 1) + size


def _closing(made: Made) -> Sequence[str]:
    draw = made.draw
    size, indent = draw.choice((14, 15, 16)), draw.choice(("1 em", "0 em"))
    sides = {"left_indent": indent, "right_indent": indent}
    made.style("distribution", "fangsong", size, align="justified", **sides)
    made.style("imprint", "fangsong", size, align="left", **sides)
    made.style("print_count", "fangsong", size, align="right")
    made.parts.append(
        f"[closing]\nline_pitch = '{draw.choice((25, 26, 28))} pt'\nspace_before = 1\n"
        f"place = '{'text' if made.seed % 2 else 'foot'}'"
    )
    outer, inner = draw.choice((("0.35 mm", "0.25 mm"), ("1 pt", "0.5 pt"), ("0.75 pt", "0.75 pt")))
    there = [part for part in ("distribution", "imprint", "staff", "below") if draw.random() < 0.6]
    there = there if there[:1] in (["distribution"], ["imprint"]) else ["distribution", *there]
    if draw.random() < 0.3:
        there.append("disclosure")
        made.row("closing", "left = '信息公开选项：{disclosure}'", "space_after = '8 pt'")
    made.row("closing", f"rule = {{ thickness = '{outer}' }}")
    for at, part in enumerate(one for one in there if one in ("distribution", "imprint", "staff")):
        if at:
            made.row("closing", f"rule = {{ thickness = '{inner}' }}")
        if part == "distribution":
            between = [f"rule_between = '{inner}'"] if draw.random() < 0.3 else []
            made.row("closing", "repeat = 'distribution'", "left = ['{label}：', '{to}']", *between)
        elif part == "imprint":
            made.row("closing", "left = '{imprint_office}'", "right = '{imprint_date}印发'")
        else:
            labels = draw.choice(STAFF)
            made.fields += [(label, "closing", "text", "") for label in labels]
            pieces = ", ".join(f"'[{label}：{{{label}}}]'" for label in labels)
            made.row("closing", f"spread = [{pieces}]")
    made.row("closing", f"rule = {{ thickness = '{outer}' }}")
    if "below" in there:
        made.row("closing", "right = '（共印{print_count}份）'", "needs_rules = false")
    return there


def _folio(made: Made) -> None:
    odd, even = made.draw.choice((("right", "left"), ("centre", "centre"), ("right", "right")))
    indent = "1 em" if odd != even else "0 em"
    made.style("folio", "song", 14, align="left")
    made.parts.append(
        f"[folio]\ngap = '7 mm'\ntext = '{made.draw.choice(FOLIOS)}'\nodd = '{odd}'\neven = '{even}'\n"
        f"indent = '{indent}'"
    )


def _issue(made: Made, layout: Layout, name: str, day: date, marking: str, there: Sequence[str]) -> Issue:
    draw, office = made.draw, made.draw.choice(OFFICES)
    to = ("，".join(draw.sample(RECEIVERS, draw.choice((1, 2, 4, 6)))) + "。" for _ in range(3))
    labels = draw.choice(LABELS) if "distribution" in there else ()
    total = draw.randint(100, 999) if layout.places("total") else None
    text = read_bulletin(EXAMPLES / "gb9704.bulletin").sections[:2]
    issue = Issue(
        Masthead(name, draw.randint(1, 40), total, marking),
        DatedHeader(office if layout.places("issuer") else "", day),
        (),
        text,
        "主动公开" if "disclosure" in there else "",
        tuple(Addressee(*each) for each in zip(labels, to, strict=False)),
        Imprint(office, day) if "imprint" in there else None,
        draw.randint(3, 300) if "below" in there else None,
    )
    for one in layout.declared:
        issue = with_field(issue, one.path, one.name, one.default or draw.choice(("张三", "李某某")))
    return issue
