"""What came in, told as text and as JSON: once for each kind, by its beginning or in full, nothing cut
unsaid."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

from bulletin_desk.bulletin.model import Kind
from bulletin_desk.intake.draft import Contribution, Draft, Remark
from bulletin_desk.intake.parts import OUT, Part
from bulletin_desk.intake.report import Taken, as_json, as_text
from bulletin_desk.intake.sources import Source
from tests.intake.manuscripts import LONG

SOURCE = Source("（乐山市地方志办公室）")
FOOTNOTE = "这里的话很长。" * 30
NOTE = Remark("脚注“这里的话很长。…”没有取用。", look=True, words=FOOTNOTE)
SIGNED = Draft(
    "甲",
    (
        Part(OUT, "一、", why="序号"),
        Part(Kind.TITLE, "乐山市开会"),
        Part(Kind.SUBHEADING, "抓统筹。", other=Kind.BODY),
        Part(Kind.BODY, LONG),
    ),
    source=SOURCE,
    remarks=(NOTE,),
)
OTHERS = tuple(
    Draft(
        "甲",
        (
            Part(OUT, mark, why="序号"),
            Part(Kind.TITLE, title),
            Part(Kind.BODY, LONG),
            Part(OUT, "上一篇：" + "很长的标题" * 20, why="网页上的文字"),
        ),
    )
    for mark, title in (("二、", "德阳市开会"), ("三、", "成都市开会"))
)
TAKEN: Taken = [
    (Path("甲.docx"), Contribution("甲", (SIGNED, *OTHERS))),
    (Path("乙.docx"), Contribution("乙", (Draft("乙", SIGNED.parts[1:]),))),
    (Path("丙.pdf"), "打不开“丙.pdf”。"),
]


def test_what_is_left_out_is_told_once_for_each_kind_and_file() -> None:
    lines = as_text(TAKEN).splitlines()
    assert [line for line in lines if "序号" in line] == ["  · 没有收入（序号，3处）：一、｜二、｜三、"]
    assert sum("没有收入（网页上的文字，2处）" in line for line in lines) == 1


def test_missing_sources_are_counted_once_and_each_item_shows_its_own() -> None:
    text = as_text(TAKEN)
    assert text.count("没有找到来源") == 1
    assert "▲ 有3篇没有找到来源，请补上：德阳市开会、成都市开会、乐山市开会。\n" in text
    assert text.count("——没有来源\n") == 3
    assert "乐山市开会（乐山市地方志办公室）" in text


def test_nothing_is_cut_unsaid() -> None:
    text = as_text(TAKEN)
    assert f"▲ {NOTE.message}（全文{len(FOOTNOTE)}字）\n" in text
    (line,) = [line for line in text.splitlines() if "网页上的文字" in line]
    shown, left = line.removesuffix("字）").split("……（还有")
    whole = "没有收入（网页上的文字，2处）：" + "｜".join(["上一篇：" + "很长的标题" * 20] * 2)
    assert whole.startswith(shown.removeprefix("  · "))
    assert len(shown.removeprefix("  · ")) + int(left) == len(whole)
    assert text.endswith("加上 --full，就全部列出。\n")


def test_all_words_are_told_in_full() -> None:
    text = as_text(TAKEN, full=True)
    assert f"\n        {FOOTNOTE}\n" in text
    assert text.count("上一篇：" + "很长的标题" * 20) == 2
    assert "……" not in text
    assert "--full" not in text


def test_short_words_need_no_full_list() -> None:
    short = Remark("页脚里的“电话：000”没有取用。", words="电话：000")
    text = as_text([(Path("甲.docx"), Contribution("甲", (Draft("甲", SIGNED.parts, remarks=(short,)),)))])
    assert "全文" not in text
    assert "--full" not in text


def test_json_has_every_word_and_counts_what_wants_a_look() -> None:
    first, second, third = json.loads(as_json(TAKEN))
    assert (first["doubts"], first["without_source"]) == (1, 2)
    assert [remark["message"] for remark in first["remarks"]] == ["有2篇没有找到来源，请补上。"]
    assert first["look"]
    signed, *others = first["items"]
    assert signed["doubts"] == [{"text": "抓统筹。", "kind": "subheading", "other": "body"}]
    assert signed["left_out"] == [
        {"what": "序号", "words": ["一、"]},
        {"what": NOTE.message, "words": [FOOTNOTE]},
    ]
    assert all("没有找到来源" not in str(item["remarks"]) for item in others)
    assert [item["source"] for item in others] == ["", ""]
    assert others[0]["left_out"][1]["words"] == ["上一篇：" + "很长的标题" * 20]
    assert second["remarks"] == []
    assert "没有找到来源" in str(second["items"][0]["remarks"])
    assert set(third) == {"file", "error"}


def test_json_has_the_words_of_a_file_without_items() -> None:
    (told,) = json.loads(as_json([(Path("甲.docx"), Contribution("甲", (), remarks=(NOTE,)))]))
    assert told["left_out"] == [{"what": NOTE.message, "words": [FOOTNOTE]}]


def test_an_item_without_a_section_stands_under_none() -> None:
    drafts = (replace(SIGNED, section=""), replace(SIGNED, section="要闻"))
    lines = as_text([(Path("甲.docx"), Contribution("甲", drafts))]).splitlines()
    assert [line for line in lines if line.endswith("办公室）")] == [
        "  乐山市开会（乐山市地方志办公室）",
        "  【要闻】乐山市开会（乐山市地方志办公室）",
    ]
