"""Word files as other offices make them: ten structures of heads and closing blocks, each put on paper in
five ways (tables, text boxes, tabs, runs of spaces, frames), with lines of exact height, of the grid, of one
and a half lines, of a least height. Raw XML, so that nothing of ours is in them."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple
from xml.sax.saxutils import escape

WAYS = ("tables", "boxes", "tabs", "spaces", "frames")
_SPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
)
_TEXT = (
    "，市委召开专题会议，研究部署下一阶段重点工作。会议强调，要坚持问题导向，压实各方责任，"
    "把各项任务落到实处。各区县、各部门要加强协调配合，及时报告进展情况，确保全年目标任务顺利完成。"
)


class Words(NamedTuple):
    """A structure's words. `name` are its pieces: text, face, size; `corners` lines at the top's left and
    right; `between` what stands on one line, left and right or, if `together`, centred."""

    name: Sequence[tuple[str, str, int]]
    numbers: Sequence[str]
    between: Sequence[str]
    together: bool = False
    corners: tuple[Sequence[str], Sequence[str]] = ((), ())
    contents: Sequence[str] = ()
    sections: Sequence[str] = ("",)
    titles: bool = True
    bylines: Sequence[str] = ()
    closing: Sequence[tuple[str, str]] = ()
    imprint: Sequence[str] = ()
    print_count: str = ""
    room: int = 0
    rule: str = "single"
    folio: str = "— {page} —"


STRUCTURES = {
    "digest": Words(
        [("教育舆情每日综报", "方正小标宋简体", 44)],
        ["2024年第12期（总第345期）"],
        ["2024年1月9日"],
        together=True,
        sections=("重点关注舆情", "新闻信息纵览"),
        closing=[("报：", "市委教育工委。")],
    ),
    "duty": Words(
        [("突发事件值班快报", "方正小标宋简体", 42)],
        ["（2024年）第12期"],
        ["市应急管理局", "2024年1月9日"],
        corners=((), ("内部资料", "请勿外传")),
        closing=[("分送：", "市委办公厅，市政府办公厅。"), ("抄送：", "各区县应急管理局。")],
        imprint=["编辑：张三", "签发：李四"],
    ),
    "marked_daily": Words(
        [],
        ["第 12 期", "（总第 345 期）"],
        ["市委网信办", "2024年1月9日"],
        together=True,
        corners=(("秘  密",), ()),
        contents=["本期要目", "【正面舆情】", "※某地举办活动受到关注"],
        sections=("正面舆情", "负面舆情"),
        bylines=["人民网", "阅读12万　评论3400"],
        closing=[("报：", "市委常委。")],
        print_count="（共印16份）",
        room=6,
    ),
    "special": Words(
        [("网络舆情", "宋体", 60), ("专报", "黑体", 72)],
        ["第 12 期", "（总第 345 期）"],
        ["市委网信办", "2024年1月9日"],
        together=True,
        closing=[("报：", "张三书记，李四市长。")],
        print_count="（共印6份）",
        rule="double",
    ),
    "flood": Words(
        [("防汛值班快报", "方正小标宋简体", 52)],
        ["第12期"],
        ["省防汛抗旱指挥部办公室", "2024年7月9日"],
        titles=False,
        closing=[
            ("报：", "省委书记，省长，分管副省长，省委办公厅，省政府办公厅，省应急管理厅，省水利厅，水利部。")
        ],
        imprint=["编辑：张三", "审核：李四", "共印1份"],
        rule="thickThinSmallGap",
    ),
    "circular": Words(
        [("政务信息", "宋体", 48)],
        ["第1期"],
        ["某市人民政府办公室", "2024年1月31日"],
        sections=("一、区县", "二、部门"),
        closing=[("送：", "各区县人民政府办公室。")],
    ),
    "government_daily": Words(
        [("每日要情", "方正小标宋简体", 60)],
        ["第128期"],
        ["省政府办公厅", "2024年5月20日"],
        corners=(("秘密★1年",), ()),
        closing=[("报：", "省政府领导。"), ("送：", "省政府副秘书长。")],
        imprint=["责任编辑：张三", "签发：李四"],
    ),
    "monitor": Words(
        [("舆情监测周报", "黑体", 48)],
        ["2024年第2期"],
        ["某省网信办编", "2024年1月1日至1月7日"],
        sections=("舆情综述",),
        closing=[("报送：", "省委办公厅。"), ("抄送：", "各市网信办。"), ("分送：", "机关各处室。")],
        imprint=["责任编辑：张三", "处长：李四", "电话：12345678"],
        folio="第{page}页 共{pages}页",
    ),
    "monthly": Words(
        [("人工智能工作月报", "方正小标宋简体", 45)],
        ["2024年第1期（总第13期）"],
        ["某省工业和信息化厅", "2024年1月"],
        contents=["本期要目", "●全国人工智能工作会议召开"],
        sections=("国家", "省"),
        closing=[("报送：", "省领导。"), ("抄送：", "各市工信局。")],
        imprint=["联系人：张三", "联系方式：12345678"],
    ),
    "standard": Words(
        [("工作简报", "方正小标宋简体", 72)],
        ["第12期"],
        ["某局办公室", "2024年1月9日"],
        corners=(("内部刊物", "注意保存"), ("编号：000012",)),
        closing=[("报：", "市委。"), ("送：", "市政府。"), ("发：", "各科室。")],
        print_count="（共印50份）",
    ),
}


class Spacing(NamedTuple):
    """How lines follow each other: `w:spacing`'s attributes and the grid."""

    line: str
    grid: str


SPACINGS = {
    "exact": Spacing('w:line="560" w:lineRule="exact"', '<w:docGrid w:linePitch="312"/>'),
    "grid": Spacing(
        'w:line="240" w:lineRule="auto"',
        '<w:docGrid w:type="linesAndChars" w:linePitch="579" w:charSpace="0"/>',
    ),
    "half": Spacing('w:line="360" w:lineRule="auto"', ""),
    "least": Spacing('w:line="580" w:lineRule="atLeast"', ""),
    "single": Spacing('w:line="240" w:lineRule="auto"', '<w:docGrid w:type="lines" w:linePitch="312"/>'),
}


class Writer:
    """Makes one file: `words` put on paper in a `way`, with a `spacing`."""

    def __init__(self, words: Words, way: str, spacing: str) -> None:
        self.words, self.way, self.spacing = words, way, SPACINGS[spacing]
        self.exact = spacing == "exact"
        self._shapes = 0
        self._paragraphs = 0

    def run(self, text: str, face: str = "仿宋_GB2312", size: float = 16, more: str = "") -> str:
        """Characters; tabs as tabs."""
        half = round(size * 2)
        format_ = (
            f'<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:eastAsia="{face}"/>{more}'
            f'<w:sz w:val="{half}"/><w:szCs w:val="{half}"/>'
        )
        parts = "<w:tab/>".join(
            f'<w:t xml:space="preserve">{escape(part)}</w:t>' if part else "" for part in text.split("\t")
        )
        return f"<w:r><w:rPr>{format_}</w:rPr>{parts}</w:r>"

    def p(self, runs: str, properties: str = "", align: str = "left", line: str = "", ind: str = "") -> str:
        """A paragraph."""
        spacing = line or f'<w:spacing w:before="0" w:after="0" {self.spacing.line}/>'
        if self.exact:  # LibreOffice keeps exact lines to the grid, Word does not
            properties += '<w:snapToGrid w:val="0"/>'
        mark = self.run("").removeprefix("<w:r>").removesuffix("</w:r>")
        return f'<w:p><w:pPr>{properties}{spacing}{ind}<w:jc w:val="{align}"/>{mark}</w:pPr>{runs}</w:p>'

    def large(self, size: int) -> str:
        """The spacing of a line of large type."""
        if self.exact:
            return f'<w:spacing w:before="120" w:after="120" w:line="{size * 26}" w:lineRule="exact"/>'
        return f'<w:spacing w:before="120" w:after="120" {self.spacing.line}/>'

    def border(self, side: str = "bottom", colour: str = "FF0000") -> str:
        """A paragraph's border."""
        line = f'<w:{side} w:val="{self.words.rule}" w:sz="12" w:space="4" w:color="{colour}"/>'
        return f"<w:pBdr>{line}</w:pBdr>"

    def cell(self, width: int, blocks: str, borders: str = "") -> str:
        """A table's cell."""
        sides = f"<w:tcBorders>{borders}</w:tcBorders>" if borders else ""
        return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{sides}</w:tcPr>{blocks}</w:tc>'

    def table(self, widths: Sequence[int], rows: Sequence[str], height: int = 0) -> str:
        """A table without lines of its own."""
        grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
        high = f'<w:trPr><w:trHeight w:val="{height}"/></w:trPr>' if height else ""
        return (
            f'<w:tbl><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:tblLayout w:type="fixed"/>'
            '<w:tblCellMar><w:left w:w="0" w:type="dxa"/><w:right w:w="0" w:type="dxa"/></w:tblCellMar>'
            f"</w:tblPr><w:tblGrid>{grid}</w:tblGrid>"
            + "".join(f"<w:tr>{high}{row}</w:tr>" for row in rows)
            + "</w:tbl>"
        )

    def box(self, x: float, y: float, width: float, height: float, blocks: str) -> str:
        """The run of a text box, so many points from the margins."""
        return self._anchored(
            x,
            y,
            width,
            height,
            '<wps:cNvSpPr txBox="1"/>',
            "<a:noFill/><a:ln><a:noFill/></a:ln>",
            f"<wps:txbx><w:txbxContent>{blocks}</w:txbxContent></wps:txbx>"
            '<wps:bodyPr lIns="0" tIns="0" rIns="0" bIns="0"/>',
        )

    def line(self, x: float, y: float, width: float, colour: str, thick: float, of: str = "margin") -> str:
        """The run of a drawn line."""
        compound = ' cmpd="dbl"' if self.words.rule == "double" else ""
        return self._anchored(
            x,
            y,
            width,
            0,
            "<wps:cNvCnPr/>",
            f'<a:ln w="{round(thick * 12700)}"{compound}><a:solidFill><a:srgbClr val="{colour}"/>'
            "</a:solidFill></a:ln>",
            "<wps:bodyPr/>",
            shape="line",
            of=of,
        )

    def _anchored(
        self,
        x: float,
        y: float,
        width: float,
        height: float,
        kind: str,
        look: str,
        text: str,
        shape: str = "rect",
        of: str = "margin",
    ) -> str:
        self._shapes += 1
        e = [round(one * 12700) for one in (x, y, width, height)]
        return (
            '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:anchor distT="0" distB="0" '
            'distL="0" distR="0" simplePos="0" relativeHeight="2" behindDoc="0" locked="0" layoutInCell="1" '
            f'allowOverlap="1"><wp:simplePos x="0" y="0"/><wp:positionH relativeFrom="margin"><wp:posOffset>'
            f'{e[0]}</wp:posOffset></wp:positionH><wp:positionV relativeFrom="{of}"><wp:posOffset>{e[1]}'
            f'</wp:posOffset></wp:positionV><wp:extent cx="{e[2]}" cy="{e[3]}"/><wp:wrapNone/>'
            f'<wp:docPr id="{self._shapes}" name="s{self._shapes}"/><a:graphic><a:graphicData uri="http://'
            f'schemas.microsoft.com/office/word/2010/wordprocessingShape"><wps:wsp>{kind}<wps:spPr><a:xfrm>'
            f'<a:off x="0" y="0"/><a:ext cx="{e[2]}" cy="{e[3]}"/></a:xfrm><a:prstGeom prst="{shape}">'
            f"<a:avLst/></a:prstGeom>{look}</wps:spPr>{text}</wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing>"
            "</mc:Choice></mc:AlternateContent></w:r>"
        )

    def document(self) -> str:
        """The whole of `word/document.xml`."""
        grid = self.spacing.grid
        return (
            f"<w:document {_SPACES}><w:body>{''.join(self.head())}{''.join(self.body())}"
            f"{''.join(self.closing())}<w:sectPr>"
            '<w:footerReference w:type="default" r:id="rId2"/>'
            '<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="2098" w:right="1474" w:bottom="1985" '
            f'w:left="1588" w:header="851" w:footer="1418" w:gutter="0"/>{grid}</w:sectPr></w:body>'
            "</w:document>"
        )

    def head(self) -> Iterator[str]:
        """The head in this way."""
        words, way = self.words, self.way
        left, right = words.corners
        for at in range(max(len(left), len(right))):
            pair = (left[at] if at < len(left) else "", right[at] if at < len(right) else "")
            yield from self.sides([self.run(one, "黑体") if one else "" for one in pair], pair)
        for _ in range(words.room):
            yield self.p("")
        if words.name:
            runs = "".join(
                self.run(text, face, size, '<w:color w:val="FF0000"/>') for text, face, size in words.name
            )
            size = max(size for _, _, size in words.name)
            if way == "boxes":
                height = size * 1.4
                frame = self.p(runs, align="center", line=self.large(size))
                box = self.box(0, 40, 442, height, frame)
                yield self.p(box)
                for _ in range(4):
                    yield self.p("")
            elif way == "frames":
                frame = (
                    '<w:framePr w:w="8860" w:hSpace="0" w:wrap="notBeside" w:vAnchor="page" '
                    'w:hAnchor="margin" '
                    'w:x="1" w:y="3600"/>'
                )
                yield self.p(runs, frame, "center", self.large(size))
                yield self.p("")
            else:
                yield self.p(runs, align="center" if way != "spaces" else "distribute", line=self.large(size))
        for number in words.numbers:
            if way == "spaces":
                wide = 442 - 16 * len(number) * 0.8
                yield self.p(self.run("　" * int(wide / 32) + number, "楷体_GB2312"))
            else:
                yield self.p(self.run(number, "楷体_GB2312"), align="center")
        yield from self.between()

    def between(self) -> Iterator[str]:
        """Issuer and date over the rule."""
        words, way = self.words, self.way
        if words.together:
            runs = self.run("　　".join(words.between), "楷体_GB2312")
            if way == "boxes":
                yield self.p(runs, align="center")
                yield self.p(self.line(0, 6, 442, "FF0000", 2.25, of="paragraph"))
            else:
                yield self.p(runs, self.border(), "center")
            return
        sides = [self.run(one) for one in words.between]
        if way == "tables":
            line = f'<w:bottom w:val="{words.rule}" w:sz="12" w:space="0" w:color="FF0000"/>'
            cells = self.cell(4422, self.p(sides[0]), line)
            cells += self.cell(4422, self.p(sides[1], align="right"), line)
            yield self.table([4422, 4422], [cells])
        elif way == "boxes":
            yield from self.sides(sides, words.between)
            yield self.p(self.line(0, 6, 442, "FF0000", 2.25, of="paragraph"))
        else:
            yield from self.sides(sides, words.between, self.border())

    def sides(self, runs: Sequence[str], texts: Sequence[str], border: str = "") -> Iterator[str]:
        """What stands at both sides of a row, in this way."""
        way = self.way
        if way == "tables" and not border:
            width = 8844 // len(runs)
            aligns = ["left"] + ["center"] * (len(runs) - 2) + ["right"]
            cells = "".join(
                self.cell(width, self.p(one, align=align)) for one, align in zip(runs, aligns, strict=True)
            )
            yield self.table([width] * len(runs), [cells])
        elif way == "spaces":
            used = sum(sum(0.5 if char.isascii() else 1 for char in text) for text in texts) * 16
            for text in texts:  # gaps between Han and digits
                used += 4 * sum(a.isascii() != b.isascii() for a, b in pairwise(text))
            blank = int((442 - used) / (len(runs) - 1) / 16) - 1
            gap = self.run("　" * max(1, blank))
            yield self.p(gap.join(runs), border)
        else:
            stops = {2: [("right", 8844)], 3: [("center", 4422), ("right", 8844)]}[len(runs)]
            tabs = "".join(f'<w:tab w:val="{align}" w:pos="{at}"/>' for align, at in stops)
            yield self.p(self.run("\t").join(runs), f"{border}<w:tabs>{tabs}</w:tabs>")

    def body(self) -> Iterator[str]:
        """The text."""
        words = self.words
        for entry in words.contents:
            yield self.p(self.run(entry), align="center" if entry[0] == "本" else "left")
        indent = '<w:ind w:firstLineChars="200" w:firstLine="640"/>'
        for section in words.sections:
            if section:
                yield self.p(self.run(f"【{section}】", "黑体"))
            if words.titles:
                yield self.p(
                    self.run("某地召开专题会议研究部署重点工作", "方正小标宋简体", 22), align="center"
                )
            for byline in words.bylines:
                yield self.p(self.run(byline, "楷体_GB2312", 14), align="center")
            for _ in range(4):
                self._paragraphs += 1
                text = f"{'甲乙丙丁戊己庚辛'[self._paragraphs % 8]}日{_TEXT}"
                yield self.p(self.run(text), align="both", ind=indent)
            yield self.p(self.run("（某单位）", "楷体_GB2312"), align="right")

    def closing(self) -> Iterator[str]:
        """The closing block."""
        words, way = self.words, self.way
        line = '<w:{} w:val="single" w:sz="8" w:space="0" w:color="000000"/>'
        hang = '<w:ind w:left="840" w:right="280" w:hanging="560"/>'
        if not words.closing:
            return
        entries = [(self.run(label, "黑体", 14), self.run(to, size=14)) for label, to in words.closing]
        yield self.p("")
        if way == "tables":
            rows = [
                self.cell(8844, self.p(label + to, ind=hang), line.format("top") + line.format("bottom"))
                for label, to in entries
            ]
            yield self.table([8844], rows)
        elif way == "boxes":
            yield self.p(self.line(0, 2, 442, "000000", 1, of="paragraph") + entries[0][0] + entries[0][1])
            for label, to in entries[1:]:
                yield self.p(label + to)
        else:
            for at, (label, to) in enumerate(entries):
                sides = line.format("top") if at == 0 else ""
                sides += line.format("bottom") if at == len(entries) - 1 else ""
                yield self.p(label + to, f"<w:pBdr>{sides}</w:pBdr>" if sides else "", ind=hang)
        if words.imprint:
            yield from self.sides([self.run(one, size=14) for one in words.imprint], words.imprint)
        if words.print_count:
            yield self.p(self.run(words.print_count, size=14), align="right")

    def footer(self) -> str:
        """The footer: the page number, in a frame where heads have frames."""
        frame = ""
        if self.way == "frames":
            frame = (
                '<w:framePr w:wrap="around" w:vAnchor="text" w:hAnchor="margin" w:xAlign="outside" w:y="1"/>'
            )
        field = {"{page}": " PAGE ", "{pages}": " NUMPAGES "}
        runs = ""
        rest = self.words.folio
        while rest:
            at = rest.find("{")
            if at < 0:
                runs += self.run(rest, "宋体", 14)
                break
            runs += self.run(rest[:at], "宋体", 14) if at else ""
            name = rest[at : rest.index("}") + 1]
            runs += f'<w:fldSimple w:instr="{field[name]}">{self.run("1", "宋体", 14)}</w:fldSimple>'
            rest = rest[at + len(name) :]
        align = "center" if not frame else "left"
        line = '<w:spacing w:before="0" w:after="0" w:line="240" w:lineRule="auto"/>'
        empty = self.p("", line=line) if frame else ""
        return f"<w:ftr {_SPACES}>{self.p(runs, frame, align, line)}{empty}</w:ftr>"

    def save(self, file: Path) -> Path:
        """Writes the file."""
        heading = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
        types = "application/vnd.openxmlformats-officedocument.wordprocessingml"
        relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
        package = "http://schemas.openxmlformats.org/package/2006"
        parts = {
            "[Content_Types].xml": f'<Types xmlns="{package}/content-types"><Default Extension="rels" '
            'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension='
            '"xml" ContentType="application/xml"/><Override PartName="/word/document.xml" '
            f'ContentType="{types}.document.main+xml"/><Override PartName='
            f'"/word/styles.xml" ContentType="{types}.styles+xml"/>'
            f'<Override PartName="/word/footer1.xml" ContentType="{types}.footer+xml"/><Override PartName='
            f'"/word/settings.xml" ContentType="{types}.settings+xml"/></Types>',
            "_rels/.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="rId1" Type='
            f'"{relation}/officeDocument" Target="word/document.xml"/></Relationships>',
            "word/_rels/document.xml.rels": f'<Relationships xmlns="{package}/relationships"><Relationship '
            f'Id="rId1" Type="{relation}/styles" Target="styles.xml"/><Relationship Id="rId2" Type='
            f'"{relation}/footer" Target="footer1.xml"/><Relationship Id="rId3" Type="{relation}/settings" '
            'Target="settings.xml"/></Relationships>',
            "word/styles.xml": f"<w:styles {_SPACES}><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="
            '"Times New Roman" w:hAnsi="Times New Roman" w:eastAsia="宋体"/><w:lang w:val="en-US" '
            'w:eastAsia="zh-CN"/></w:rPr></w:rPrDefault></w:docDefaults><w:style w:type="paragraph" '
            'w:default="1" w:styleId="a"><w:name w:val="Normal"/><w:pPr><w:jc w:val="both"/></w:pPr><w:rPr>'
            '<w:sz w:val="32"/><w:szCs w:val="32"/></w:rPr></w:style></w:styles>',
            "word/settings.xml": f'<w:settings {_SPACES}><w:defaultTabStop w:val="420"/><w:compat>'
            '<w:adjustLineHeightInTable/><w:useFELayout/><w:compatSetting w:name="compatibilityMode" '
            'w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat></w:settings>',
            "word/document.xml": self.document(),
            "word/footer1.xml": self.footer(),
        }
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package_file:
            for name, xml in parts.items():
                package_file.writestr(name, heading + xml)
        return file
