"""Texts as other offices set them, in Word files of their own: what they are and how they are set."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bulletin_desk.bulletin.model import Kind
from bulletin_desk.fonts.faces import Faces
from bulletin_desk.learning.body_layout import BodyLayout, body_layout
from bulletin_desk.learning.learn import learn
from bulletin_desk.learning.parting import parted
from bulletin_desk.learning.word_sighting import sight_word
from tests.learning.foreign_word import STRUCTURES, Writer

INDENT = '<w:ind w:firstLineChars="200" w:firstLine="640"/>'
BOLD = "<w:b/>"
TEXT = "全市各级各部门认真贯彻落实会议精神，围绕年度目标任务，细化工作措施，压实工作责任，确保取得实效。"


class Levels(Writer):
    """One report: headings of three levels, an empty line under the title, its source in brackets."""

    def body(self) -> Iterator[str]:
        yield self.p(self.run("全市经济运行分析会召开", "方正小标宋简体", 22), align="center")
        yield self.p("")
        yield self.p(self.run(TEXT), align="both", ind=INDENT)
        for head in ("一、总体情况", "二、存在问题"):
            yield self.p(self.run(head, "黑体"), align="both", ind=INDENT)
            yield self.p(
                self.run("（一）工业生产平稳增长", "楷体_GB2312", 16, BOLD), align="both", ind=INDENT
            )
            runs = self.run("1.重点行业增势良好。", more=BOLD) + self.run(TEXT)
            yield self.p(runs, align="both", ind=INDENT)
        yield self.p(self.run("（市发展改革委）"), align="left", ind=INDENT)


class Opinions(Writer):
    """A section in red, titles with a line under them, texts that begin with what they are."""

    def body(self) -> Iterator[str]:
        yield self.p(self.run("【舆情摘要】", "黑体", 16, '<w:color w:val="FF0000"/>'))
        for title in ("网民关注停水通知发布", "热议公园夜间开放"):
            yield self.p(self.run(title, "方正小标宋简体", 20), align="center")
            yield self.p(self.run("来源：本地论坛　浏览量：2.3万", "楷体", 14), align="center")
            for label in ("主要观点：", "处置建议："):
                runs = self.run(label, "楷体_GB2312") + self.run(TEXT)
                yield self.p(runs, align="both", ind=INDENT)
            yield self.p("")


def learned(kind: type[Writer], way: str, folder: Path) -> BodyLayout:
    sighting = sight_word(kind(STRUCTURES["standard"], way, "exact").save(folder / "旧的一期.docx"))
    return body_layout(sighting, parted(sighting).body)


def face(body: BodyLayout, name: str) -> tuple[str, int]:
    return body.styles[name].face, int(body.styles[name].size)


@pytest.mark.parametrize("way", ["tabs", "tables"])
def test_headings_of_three_levels(way: str, tmp_path: Path) -> None:
    body = learned(Levels, way, tmp_path)
    (item,) = body.sections[0].items
    kinds = [block.kind for block in item.blocks]
    assert kinds == [Kind.BODY, *(2 * [Kind.SUBHEADING, Kind.HEADING_2, Kind.BODY])]
    assert item.source == "（市发展改革委）"
    styles = [face(body, name) for name in ("title", "subheading", "heading_2", "run_in_heading")]
    assert styles == [("xiaobiaosong", 22), ("hei", 16), ("kai_bold", 16), ("fangsong_bold", 16)]
    assert body.styles["source"].align == "left"
    assert [doubt.message for doubt in body.doubts] == ["标题和正文之间印的空1行，版式不空，接着排了。"]


def test_lines_under_titles(tmp_path: Path) -> None:
    body = learned(Opinions, "spaces", tmp_path)
    (section,) = body.sections
    assert [item.title for item in section.items] == ["网民关注停水通知发布", "热议公园夜间开放"]
    assert {item.byline for item in section.items} == {"来源：本地论坛　浏览量：2.3万"}
    assert [len(item.blocks) for item in section.items] == [2, 2]
    head = body.styles["section_head"]
    assert (head.prefix, head.suffix, head.colour) == ("【", "】", (0, 1, 1, 0))
    assert (face(body, "byline"), face(body, "run_in_heading")) == (("kai", 14), ("kai", 16))
    assert body.offers.byline
    assert body.flow.space_between_items == 1


def test_a_closing_block_right_under_the_text_stays_there(faces: Faces, tmp_path: Path) -> None:
    file = Writer(STRUCTURES["duty"], "tables", "exact").save(tmp_path / "旧的一期.docx")
    learned = learn([file], faces=faces)
    assert learned.layout.closing.place == "text"
    assert learned.lines[0] == learned.lines[1]
    assert all(off.by < 2 for off in learned.off)


def test_a_copy_s_number_is_told_and_compared(faces: Faces, tmp_path: Path) -> None:
    file = Writer(STRUCTURES["standard"], "tabs", "exact").save(tmp_path / "旧的一期.docx")
    learned = learn([file], faces=faces)
    assert any("“000012”当作份号" in doubt.message for doubt in learned.doubts)
    assert not any("编号" in off.words for off in learned.off)
