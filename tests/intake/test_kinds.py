"""What is no manuscript is refused in one sentence that says what it is and what to do."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from bulletin_desk import programs
from bulletin_desk.errors import UnreadableFileError
from bulletin_desk.intake.read import read_manuscript
from tests.intake.word import p, saved, word

OASIS = b"application/vnd.oasis.opendocument."
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def zipped(*names: str, content: bytes = b"x") -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as file:
        for name in names:
            file.writestr(name, content)
    return buffer.getvalue()


def in_gbk(data: bytes, name: str) -> bytes:
    """A zip whose names are in GBK and don't say so, as programs here write it."""
    return data.replace(b"NAME", name.encode("gb18030"))


def compound(*names: str, flags: bytes = b"\0\0") -> bytes:
    """The beginning of a compound file: its head, a Word document's first bytes, a directory."""
    head = OLE + bytes(0x1E - len(OLE)) + (9).to_bytes(2, "little")
    fib = (b"\xec\xa5" + bytes(8) + flags).ljust(512, b"\0")
    entries = (name.encode("utf-16-le").ljust(0x74, b"\0").ljust(128, b"\0") for name in names)
    return head.ljust(512, b"\0") + fib + b"".join(entries)


def said_of(folder: Path, data: bytes, name: str) -> str:
    with pytest.raises(UnreadableFileError) as refused:
        read_manuscript(saved(folder, data, name))
    said = str(refused.value).partition("”：")[2]
    assert said.count("。") == 1
    return said


@pytest.mark.parametrize(
    ("data", "name", "is_", "do"),
    [
        (zipped("投稿/甲市.docx", "投稿/乙.docx"), "稿.zip", "压缩包，", "先解压，再选用其中的“甲市.docx”、"),
        (zipped(*"012345678"), "稿.docx", "压缩包", "“0”、“1”、“2”等9个文件"),
        (in_gbk(zipped("NAME"), "甲稿"), "稿.zip", "压缩包", "“甲稿”"),
        (zipped("word/甲.docx", "__MACOSX/._甲.docx"), "稿.zip", "压缩包", "选用其中的“甲.docx”。"),
        (zipped(), "稿.zip", "空的压缩包", "重新发送"),
        (b"Rar!\x1a\x07", "稿.rar", "压缩包", "先解压"),
        (b"7z\xbc\xaf\x27\x1c", "稿.7z", "压缩包", "先解压"),
        (b"\x1f\x8b\x08", "稿.gz", "压缩包", "先解压"),
        (zipped("OFD.xml", "Doc_0/Document.xml"), "稿.ofd", "OFD 版式文件", "复制其中的文字"),
        (zipped("[Content_Types].xml", "xl/workbook.xml"), "稿.xlsx", "电子表格", "复制后粘贴"),
        (zipped("[Content_Types].xml", "ppt/presentation.xml"), "稿.docx", "演示文稿", "复制后粘贴"),
        (zipped("mimetype", content=OASIS + b"spreadsheet"), "稿.ods", "电子表格", "粘贴"),
        (zipped("FixedDocSeq.fdseq", "[Content_Types].xml"), "稿.xps", "XPS", "复制其中的文字"),
        (compound("Root Entry", "Workbook"), "稿.et", "电子表格", "复制后粘贴"),
        (compound("Root Entry", "PowerPoint Document"), "稿.dps", "演示文稿", "复制后粘贴"),
        (compound("Root Entry", "EncryptedPackage"), "稿.docx", "打开密码", "去掉密码另存为"),
        (compound("WordDocument", flags=b"\0\1"), "稿.doc", "打开密码", "去掉密码另存为"),
        (compound("Root Entry", "__nameid_version1.0"), "稿.msg", "邮件", "附件另存"),
        (b"%PDF-1.7", "稿.docx", "PDF", "复制其中的文字再粘贴"),
        (b"GIF89a", "图.gif", "图片", "索要 Word 文件"),
        (b"RIFF\1\2\3\4WEBPVP8", "图.webp", "图片", "索要 Word 文件"),
        (b"%TSD-Header-###%" + bytes(range(1, 256)), "稿.docx", "加密软件加了密", "解密"),
        (b"\x62\x14\x23\x65" + bytes(200), "稿.docx", "加密软件加了密", "解密"),
        (bytes(20) + b"E-SafeNet" + bytes(range(256)), "稿.doc", "加密软件加了密", "解密"),
        (bytes(range(128, 256)) * 9, "稿.docx", "也许被办公加密软件加了密", "解密"),
        (b'<?xml version="1.0"?><?mso-application?><Workbook/>', "稿.xls", "电子表格", "粘贴"),
        ('{"标题": ["甲"]}'.encode(), "稿.json", "JSON 数据", "另存为 Word 文件"),
        (b'<?xml version="1.0"?><data><row>1</row></data>', "稿.xml", "XML 数据", "另存为 Word 文件"),
        (b"L\0\0\0\x01\x14\x02\0" + bytes(60), "稿.docx", "快捷方式", "指向的那个文件"),
        (b"[InternetShortcut]\r\nURL=http://a.cn/", "稿.url", "网址的快捷方式", "复制文字再粘贴"),
        (b"\x04user" + bytes(157), "~$稿.docx", "临时文件", "没有“~$”的那一份"),
        (b"KDH " + bytes(range(200)), "稿.kdh", "CAJ", "CAJ 阅读器"),
        (zipped("Index/Document.iwa", "preview.jpg"), "稿.pages", "苹果电脑", "导出成 Word 文件"),
        (compound("Root Entry", "__properties_version1.0"), "稿.msg", "邮件", "附件另存"),
        (b"MZ\x90\0\3" + bytes(60), "稿.exe", "程序", "选错"),
        (b"\0\0\0\x20ftypisom" + bytes(60), "稿.mp4", "录音或视频", "文字稿"),
        (b"\0\0\0\x20ftypheic" + bytes(60), "图.heic", "图片", "索要 Word 文件"),
        (b"RIFF\1\2\3\4WAVEfmt ", "稿.wav", "录音或视频", "文字稿"),
        (b"ID3\3" + bytes(60), "稿.mp3", "录音或视频", "文字稿"),
        (b"\0\1\0\0Standard Jet DB\0", "稿.mdb", "数据库", "选错"),
        (b"\r\n%PDF-1.4", "稿.doc", "PDF", "复制其中的文字再粘贴"),
        (b"\x78\x9f\x3e\x22" + bytes(60), "winmail.dat", "Outlook", "重新发送"),
        (word(p("甲"))[:300], "稿.docx", "没有下载完", "重新下载"),
        (b'<?xml version="1.0"?><uof:UOF xmlns:uof="urn:u"/>', "稿.uof", "UOF", "WPS"),
    ],
)  # fmt: skip
def test_what_it_is_and_what_to_do(tmp_path: Path, data: bytes, name: str, is_: str, do: str) -> None:
    said = said_of(tmp_path, data, name)
    assert is_ in said
    assert do in said


def test_an_open_document_in_one_xml_file_goes_to_the_converter(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(programs, "libreoffice", lambda _: None)
    monkeypatch.setattr(programs, "powershell", lambda: None)
    data = (
        '<?xml version="1.0"?><o:document xmlns:o="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'o:mimetype="application/vnd.oasis.opendocument.text"/>'
    )
    assert "要先转换" in said_of(tmp_path, data.encode(), "稿.fodt")


def test_a_word_document_beside_a_sheet_is_one(tmp_path: Path) -> None:
    """A sheet that a Word file carries with it lies in word/embeddings."""
    with zipfile.ZipFile(path := saved(tmp_path, word(p("甲"))), "a") as file:
        file.writestr("word/embeddings/表.xlsx", b"x")
    assert [paragraph.text for paragraph in read_manuscript(path).paragraphs] == ["甲"]


def test_text_under_a_word_file_s_name_is_told_why_it_is_too_much(tmp_path: Path) -> None:
    assert "不会是一篇稿件" in said_of(tmp_path, "字".encode() * (12 << 20), "稿.docx")
