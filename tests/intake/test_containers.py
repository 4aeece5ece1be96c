"""Manuscripts in other wrappings than their names say: pages in one file, mails, Word documents in one
XML file."""

from __future__ import annotations

import base64
import quopri
from email.header import Header
from pathlib import Path

import pytest

from bulletin_desk.errors import UnreadableFileError
from bulletin_desk.intake.manuscript import Manuscript
from bulletin_desk.intake.read import read_manuscript
from tests.intake.word import NAMESPACES, members, p, r, saved, word

PAGE = "<html><head><meta charset={}><title>标题</title></head><body><p align=center>标题</p>"
PAGE += "<p>正文在此。</p></body></html>"


def texts(manuscript: Manuscript) -> list[str]:
    return [paragraph.text for paragraph in manuscript.paragraphs]


# ---- MHT and mails


def part(content: bytes, kind: str, how: str, *fields: str) -> bytes:
    packs = {"base64": base64.encodebytes, "quoted-printable": quopri.encodestring}
    packed = packs[how](content) if how in packs else content
    head = [f"Content-Type: {kind}", f"Content-Transfer-Encoding: {how}", *fields]
    return "\r\n".join(head).encode() + b"\r\n\r\n" + packed


def mime(*parts: bytes, kind: str = "multipart/related", fields: str = "MIME-Version: 1.0") -> bytes:
    mark = f"----=_NextPart_{len(parts[0])}.ABC"
    head = f'{fields}\r\nContent-Type: {kind};\r\n\tboundary="{mark}"\r\n\r\nThis is a page.\r\n\r\n'
    body = b"".join(b"--" + mark.encode() + b"\r\n" + one + b"\r\n" for one in parts)
    return head.encode() + body + b"--" + mark.encode() + b"--\r\n"


@pytest.mark.parametrize("how", ["quoted-printable", "base64", "8bit"])
@pytest.mark.parametrize("encoding", ["utf-8", "gb2312", "gbk", "gb18030"])
@pytest.mark.parametrize("named", [True, False])
def test_a_page_in_one_file(tmp_path: Path, how: str, encoding: str, named: bool) -> None:
    content = PAGE.format(encoding).encode(encoding)
    kind = f'text/html; charset="{encoding}"' if named else "text/html"
    image = part(bytes(range(256)) * 9, "image/png", "base64", "Content-Location: file:///C:/1.png")
    manuscript = read_manuscript(saved(tmp_path, mime(part(content, kind, how), image), "稿.doc"))
    assert texts(manuscript) == ["标题", "正文在此。"]
    assert manuscript.name == "稿"
    assert [paragraph.look.align for paragraph in manuscript.paragraphs] == ["centre", ""]
    assert manuscript.notes == ()


def test_what_else_is_in_such_a_file_is_said(tmp_path: Path) -> None:
    page = part(PAGE.format("utf-8").encode(), "text/html; charset=utf-8", "base64")
    frame = part(
        "<div><p>投稿单位：甲市</p><p>第 1 页</p></div>".encode(), "text/html; charset=utf-8", "8bit"
    )
    manuscript = read_manuscript(saved(tmp_path, mime(page, frame), "稿.mht"))
    assert texts(manuscript) == ["标题", "正文在此。"]
    (note,) = manuscript.notes
    assert note.rule == "header"
    assert "投稿单位：甲市" in note.message
    assert "第 1 页" not in note.message


def test_a_mail(tmp_path: Path) -> None:
    subject = f"From: a@b.cn\r\nSubject: {Header('投稿：修志', 'gb2312').encode()}\r\nMIME-Version: 1.0"
    plain = part("标题\n正文。".encode("gbk"), "text/plain; charset=gbk", "base64")
    html = part("<p>标题<p>正文。".encode("gbk"), "text/html; charset=gbk", "quoted-printable")
    both = mime(plain, html, kind="multipart/alternative", fields="X: y")
    file = part(b"PK", "application/octet-stream; name=a.docx", "base64", "Content-Disposition: attachment")
    manuscript = read_manuscript(
        saved(tmp_path, mime(both, file, kind="multipart/mixed", fields=subject), "稿.eml")
    )
    assert texts(manuscript) == ["标题", "正文。"]
    assert [note.rule for note in manuscript.notes] == ["subject", "attachment"]
    assert "“投稿：修志”" in manuscript.notes[0].message
    assert "“a.docx”" in manuscript.notes[1].message
    alone = subject.encode() + b"\r\n\r\n" + "正文。".encode()
    assert texts(read_manuscript(saved(tmp_path, alone, "稿.eml"))) == ["正文。"]


def test_a_mime_file_without_text_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFileError, match="里面却没有文字"):
        read_manuscript(saved(tmp_path, mime(part(b"x", "image/png", "base64")), "稿.mht"))


MAIL = "From: a@b.cn\r\nMIME-Version: 1.0"


def in_plain(text: str, *fields: str) -> bytes:
    return part(text.encode(), "text/plain; charset=utf-8", "8bit", *fields)


def in_html(text: str, *fields: str) -> bytes:
    return part(f"<p>{text}</p>".encode(), "text/html; charset=utf-8", "8bit", *fields)


def read_mail(folder: Path, *parts: bytes, kind: str) -> Manuscript:
    return read_manuscript(saved(folder, mime(*parts, kind=f"multipart/{kind}", fields=MAIL), "稿.eml"))


def test_texts_that_follow_each_other_are_all_read(tmp_path: Path) -> None:
    manuscript = read_mail(tmp_path, in_html("标题"), in_plain("正文。"), in_plain("落款"), kind="mixed")
    assert texts(manuscript) == ["标题", "正文。", "落款"]
    signed = mime(in_plain("标题"), in_plain("正文。"), kind="multipart/mixed", fields="X: y")
    assert texts(read_mail(tmp_path, signed, in_plain("尾"), kind="signed")) == ["标题", "正文。", "尾"]


def test_a_mail_in_a_mail(tmp_path: Path) -> None:
    """What is forwarded is mostly the manuscript, and the words around it a line."""
    mail = b"Content-Type: message/rfc822\r\n\r\nSubject: =?utf-8?B?5paw5b+X?=\r\n" + in_plain("正文。" * 9)
    manuscript = read_mail(tmp_path, in_plain("请收。"), mail, kind="mixed")
    assert texts(manuscript) == ["正文。" * 9]
    assert [(note.rule, note.words) for note in manuscript.notes] == [
        ("subject", "新志"),
        ("header", "请收。"),
    ]
    longer = read_mail(tmp_path, in_plain("正文更长。" * 9), mail, kind="mixed")
    assert texts(longer) == ["正文更长。" * 9]
    assert longer.notes[-1].words == "正文。" * 9


def test_other_ways_to_show_a_text(tmp_path: Path) -> None:
    both = "标题\n正文\n在此。<http://a.cn/b>\n[cid:1]"
    same = read_mail(tmp_path, in_plain(both), in_html("标题<p>正文在此。"), kind="alternative")
    assert texts(same) == ["标题", "正文在此。"]
    assert same.notes == ()
    more = read_mail(tmp_path, in_plain("标题\n另有一句。"), in_html("标题"), kind="alternative")
    assert texts(more) == ["标题"]
    assert [(note.words, note.look) for note in more.notes] == [("另有一句。", True)]
    empty = read_mail(tmp_path, in_plain("标题\n正文。"), in_html("<br>"), kind="alternative")
    assert texts(empty) == ["标题", "正文。"]


def test_a_page_that_only_holds_another(tmp_path: Path) -> None:
    frames = mime(in_html("<iframe src=b.htm></iframe>导出"), in_html("正文在此。" * 9))
    manuscript = read_manuscript(saved(tmp_path, frames, "稿.mht"))
    assert texts(manuscript) == ["正文在此。" * 9]
    assert any(note.words == "导出" for note in manuscript.notes)


@pytest.mark.parametrize(
    "named",
    [
        b"filename*=utf-8''%E5%9B%BE.jpg",
        b"filename*=gbk'zh'%CD%BC.jpg",
        b"filename*0*=utf-8''%E5%9B; filename*1*=%BE.jpg",
        b'filename="=?utf-8?B?5Zu+?= =?utf-8?B?LmpwZw==?="',
        b'filename="=?gbk?B?zQ==?= =?gbk?B?vC5qcGc=?="',
        b'filename="' + "库房图.jpg".encode("gbk") + b'"',
    ],
)
def test_names_of_files(tmp_path: Path, named: bytes) -> None:
    file = part(b"x", "image/jpeg", "base64", "Content-Disposition: attachment; NAMED")
    file = file.replace(b"NAMED", named)
    manuscript = read_mail(tmp_path, in_plain("正文。"), file, kind="mixed")
    assert [note.words.removeprefix("库房") for note in manuscript.notes] == ["图.jpg"]


def test_a_mail_of_files_alone_is_told_so(tmp_path: Path) -> None:
    file = part(b"PK", "application/octet-stream; name=a.docx", "base64", "Content-Disposition: attachment")
    with pytest.raises(UnreadableFileError, match=r"只有附件“a[.]docx”，请把附件另存出来"):
        read_mail(tmp_path, file, kind="mixed")


@pytest.mark.parametrize("text", ["标题:副题\n正文。", "Title: 标题\n\n正文。", "content-type\n正文。"])
def test_text_is_no_mail(tmp_path: Path, text: str) -> None:
    assert "".join(texts(read_manuscript(saved(tmp_path, text.encode(), "稿.txt")))) == text.replace("\n", "")


@pytest.mark.parametrize(
    "start", ["<table><tr><td>", "<style>p {}</style><p>", "<h2>", "<font size=3>", "<center>"]
)
def test_a_page_may_begin_with_any_tag(tmp_path: Path, start: str) -> None:
    assert texts(read_manuscript(saved(tmp_path, f"{start}正文。".encode("gbk"), "稿.doc"))) == ["正文。"]


# ---- Word documents in one file

OLD = "http://schemas.microsoft.com/office/word/2003/wordml"


def of_2003(body: str, before: str = "", encoding: str = "UTF-8") -> bytes:
    return (
        f'<?xml version="1.0" encoding="{encoding}" standalone="yes"?>'
        '<?mso-application progid="Word.Document"?>'
        f'<w:wordDocument xmlns:w="{OLD}" xmlns:wx="http://schemas.microsoft.com/office/word/2003/auxHint" '
        'xmlns:aml="http://schemas.microsoft.com/aml/2001/core" xmlns:v="urn:schemas-microsoft-com:vml" '
        'xmlns:st1="urn:schemas-microsoft-com:office:smarttags">'
        f"{before}<w:body><wx:sect>{body}</wx:sect></w:body></w:wordDocument>"
    ).encode(encoding)


@pytest.mark.parametrize("encoding", ["UTF-8", "GB2312", "UTF-16"])
def test_wordprocessingml_of_2003(tmp_path: Path, encoding: str) -> None:
    lists = (
        '<w:lists><w:listDef w:listDefId="3"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:nfc w:val="37"/>'
        '<w:lvlText w:val="%1、"/></w:lvl></w:listDef>'
        '<w:list w:ilfo="1"><w:ilst w:val="3"/></w:list></w:lists>'
    )
    styles = (
        '<w:styles><w:style w:type="paragraph" w:styleId="t"><w:name w:val="题"/>'
        '<w:rPr><w:b/><w:sz w:val="44"/></w:rPr></w:style></w:styles>'
    )
    fonts = '<w:fonts><w:defaultFonts w:ascii="Times" w:fareast="宋体"/></w:fonts>'
    changed = (
        '<aml:annotation aml:id="1" w:type="Word.Deletion"><aml:content><w:r><w:delText>删</w:delText></w:r>'
        '</aml:content></aml:annotation><aml:annotation aml:id="2" w:type="Word.Insertion"><aml:content>'
        f"{r('增')}</aml:content></aml:annotation>"
    )
    note = f"<w:r><w:footnote>{p('见条例')}</w:footnote></w:r>"
    comment = (
        '<w:r><aml:annotation aml:id="3" aml:author="张" w:type="Word.Comment"><aml:content>'
        f"{p('核实')}</aml:content></aml:annotation></w:r>"
    )
    in_list = '<w:listPr><w:ilvl w:val="0"/><w:ilfo w:val="1"/></w:listPr>'
    margin = f'<w:sectPr><w:hdr w:type="odd">{p("投稿单位：甲市")}</w:hdr></w:sectPr>'
    body = (
        p("标题", '<w:pStyle w:val="t"/><w:jc w:val="center"/>')
        + p("甲", f'{in_list}<w:ind w:first-line-chars="200"/>')
        + p(r("乙") + changed + note + comment)
        + f"<wx:sub-section>{p('<st1:place>' + r('丙') + '</st1:place>')}</wx:sub-section>"
        + margin
    )  # fmt: skip
    manuscript = read_manuscript(saved(tmp_path, of_2003(body, fonts + lists + styles, encoding), "稿.doc"))
    assert texts(manuscript) == ["标题", "一、甲", "乙增（见条例）", "丙"]
    title, listed, *_ = manuscript.paragraphs
    assert (title.look.size, title.look.bold, title.look.face, title.look.align) == (
        22,
        True,
        "宋体",
        "centre",
    )
    assert listed.look.indent == 2
    said = {note.rule: note.message for note in manuscript.notes}
    assert set(said) == {"header", "numbering", "tracked-change", "footnote", "comment"}
    assert "“张：核实”" in said["comment"]
    assert "“投稿单位：甲市”" in said["header"]


def test_flat_opc_is_read_like_a_package(tmp_path: Path) -> None:
    body = p("标题", "<w:pStyle w:val='1'/>") + p(r("正文") + r("<w:footnoteReference w:id='1'/>"))
    files = members(word(body, {"footnotes": f"<w:footnote w:id='1'>{p('注')}</w:footnote>"}))
    parts = "".join(
        f'<pkg:part pkg:name="/{name}"><pkg:xmlData>'
        f"{content.decode().partition('?>')[2]}</pkg:xmlData></pkg:part>"
        for name, content in files.items()
    )
    data = (
        '<?xml version="1.0"?><?mso-application progid="Word.Document"?>'
        f'<pkg:package xmlns:pkg="http://schemas.microsoft.com/office/2006/xmlPackage">{parts}</pkg:package>'
    )
    for name in ("稿.xml", "稿.doc"):
        assert texts(read_manuscript(saved(tmp_path, data.encode(), name))) == ["标题", "正文（注）"]


def test_a_document_part_alone_is_read(tmp_path: Path) -> None:
    data = f'<w:document xmlns:w="{NAMESPACES["w"]}"><w:body>{p("甲")}</w:body></w:document>'
    assert texts(read_manuscript(saved(tmp_path, data.encode(), "稿.doc"))) == ["甲"]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (of_2003(p("甲"))[:-20], "已损坏"),
        (of_2003(p("甲")).replace(b"<?mso", b'<!DOCTYPE x [<!ENTITY a "b">]><?mso'), "DTD"),
        (of_2003("<w:p/>" * 700_000), "多得不合常理"),
    ],
    ids=["damaged", "a DTD", "too much"],
)
def test_what_is_refused(tmp_path: Path, data: bytes, said: str) -> None:
    with pytest.raises(UnreadableFileError, match=said):
        read_manuscript(saved(tmp_path, data, "稿.doc"))
