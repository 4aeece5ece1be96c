"""What a file that is no manuscript is, by its bytes, and what the clerk can do about it. Reads none."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Sequence

from bulletin_desk.checked import shown
from bulletin_desk.packages import ENTRY, MAX_MEMBERS, ZIP_FAULTS

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""How files of Word, Excel and WPS before .docx begin: compound files ([MS-CFB])."""
_PICTURE = "这是图片，里面的文字读不出来，请向作者索要 Word 文件"
_ARCHIVE = "这是压缩包，不是稿件，请先解压，再选用其中的文件"
_SHEET = "这是电子表格，不是稿件，请打开它，把要用的文字复制后粘贴进来"
_SLIDES = "这是演示文稿，不是稿件，请打开它，把要用的文字复制后粘贴进来"
_PASSWORD = "文件加了打开密码，请在 Word 或 WPS 里输入密码打开，去掉密码另存为 .docx 再试"
_ENCRYPTED = "文件被办公加密软件加了密，这里打不开，请作者解密后重新发送，或索要解密的副本"
_PDF = "这是 PDF 文件，请打开它、复制其中的文字再粘贴进来"
_OFD = "这是 OFD 版式文件，不是稿件，请用 OFD 阅读器打开，复制其中的文字再粘贴进来"
_SHORTCUT = "这是快捷方式，不是文件本身，请选用它指向的那个文件，或请对方把文件本身发来"
_WEB_SHORTCUT = "这是网址的快捷方式，请在浏览器里打开它，复制文字再粘贴进来，或把网页另存下来再选用"
_CAJ = "这是知网的 CAJ 文件，请用 CAJ 阅读器打开，复制其中的文字再粘贴进来"
_SOUND = "这是录音或视频，不是稿件，请向作者索要文字稿"
_BROKEN_OFF = "文件已损坏，后半截没有了，也许没有下载完或没有传完，请重新下载，或请对方重新发送"
_APPLE = "这是苹果电脑的文稿（Pages 等），请对方在苹果电脑上把它导出成 Word 文件再发来"
_MAIL = "这是保存下来的邮件，请在邮箱里打开它，复制文字再粘贴进来，或把附件另存出来选用"

_STARTS: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", _PDF),
    *((start, _PICTURE) for start in (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\0", b"MM\0*")),
    *((start, _ARCHIVE) for start in (b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"BZh", b"\xfd7zXZ", b"MSCF")),
    *((start, _ENCRYPTED) for start in (b"%TSD-Header-###%", b"\x62\x14\x23\x65", b".pfile", b"E-SafeNet")),
    (b"%!PS", "这是 PostScript 打印文件，读不出文字，请向作者索要 Word 文件"),
    (b"AT&TFORM", _PICTURE),
    (b"ITSF", "这是 CHM 帮助文件，请打开它，把要用的文字复制后粘贴进来"),
    *((start, _CAJ) for start in (b"CAJ\0", b"KDH ", b"HN\0\0", b"HN\1\0")),
    (b"L\0\0\0\x01\x14\x02\0", _SHORTCUT),
    (b"[InternetShortcut]", _WEB_SHORTCUT),
    *((start, _SOUND) for start in (b"ID3\3", b"ID3\4", b"\xff\xfb", b"#!AMR", b"OggS\0", b"fLaC\0")),
    *((start, _SOUND) for start in (b"\x30\x26\xb2\x75\x8e\x66", b"\x1aE\xdf\xa3", b"FLV\1")),
    *((start, _PICTURE) for start in (b"8BPS\0", b"\xd7\xcd\xc6\x9a", b"AC10")),
    (b"\0\1\0\0Standard ", "这是数据库文件，不是稿件，请检查是否选错"),
    (b"\x78\x9f\x3e\x22", "这是 Outlook 打包的附件，请对方改用网页或纯文本格式的邮件重新发送，附件就能打开"),
)
"""How files of other kinds begin."""
_BMP = re.compile(rb"BM....\0\0\0\0", re.DOTALL)
_WEBP = re.compile(rb"RIFF....WEBP", re.DOTALL)
_RIFF_SOUND = re.compile(rb"RIFF....(?:WAVE|AVI )", re.DOTALL)
_BOXES = re.compile(rb"....ftyp(hei[cfsx]|he[vi]c|mif1|msf1|avif)?", re.DOTALL)
"""How pictures and films of ISO/IEC 14496-12 begin, with the brands of pictures."""
_PDF_LATER = re.compile(rb"[\0\s\xef\xbb\xbf]{1,1000}%PDF-")
_PROGRAM = re.compile(rb"MZ[^\0]{0,60}\0|\x7fELF", re.DOTALL)
_ZIP_ENDS = b"PK\x05\x06"
_LEFT_BY_WORD = 1_024
"""Bytes: what Word leaves beside a file that it has opened is much shorter."""
_TAR = slice(257, 262)
_ENCRYPTERS = re.compile(rb"E-SafeNet|TSD-Header|ESAFENET|IP-guard|IPGUARD|Chinasec", re.IGNORECASE)
"""What office security programs of this country write into the heads of the files that they encrypt."""
_HEAD = 512
_IN_ZIPS: tuple[tuple[str, str], ...] = (
    ("OFD.xml", _OFD),
    ("xl/", _SHEET),
    ("ppt/", _SLIDES),
    ("visio/", "这是 Visio 图，不是稿件，请向作者索要 Word 文件"),
    ("FixedDocSeq.fdseq", "这是 XPS 文件，请打开它、复制其中的文字再粘贴进来"),
    ("FixedDocumentSequence.fdseq", "这是 XPS 文件，请打开它、复制其中的文字再粘贴进来"),
    ("uof.xml", "这是 UOF 文件，请在 WPS 里打开它，另存为 .docx 再试"),
    ("META-INF/container.xml", "这是电子书，不是稿件，请打开它，把要用的文字复制后粘贴进来"),
)
"""What zips are, by a name in them or how one begins."""
_OASIS = {"spreadsheet": _SHEET, "presentation": _SLIDES}
_IN_COMPOUNDS: tuple[tuple[str, str], ...] = (
    ("EncryptedPackage", _PASSWORD),
    ("__nameid_version1.0", _MAIL),
    ("__properties_version1.0", _MAIL),
    ("PowerPoint Document", _SLIDES),
    ("Workbook", _SHEET),
)
"""What compound files are that hold no Word document, by a name in them."""
_WORD = "WordDocument".encode("utf-16-le")
_FIB = b"\xec\xa5"
_IS_ENCRYPTED = 0x01
"""In the second byte of the flags ([MS-DOC] 2.5.2, fEncrypted)."""
_SHOWN_NAMES = 3
_XML_ROOT = re.compile(rb"<(?:[\w.-]+:)?([A-Za-z][\w.-]*)")
_IN_XML = {
    b"Workbook": _SHEET,
    b"UOF": "这是 UOF 文件，请在 WPS 里打开它，另存为 .docx 再试",
    b"svg": _PICTURE,
}
_OFFICE_NAME = (".doc", ".docx", ".docm", ".dot", ".dotx", ".rtf", ".wps", ".wpt", ".xls", ".xlsx", ".pdf")


def advice(data: bytes, name: str = "") -> str:
    """What to tell the clerk of bytes that are no manuscript, under the file's name, as one phrase; empty for
    what may be one."""
    if name.startswith("~$") and len(data) < _LEFT_BY_WORD:
        return "这是 Word 打开文件时留下的临时文件，不是稿件，请选用名字里没有“~$”的那一份"
    for start, said in _STARTS:
        if data.startswith(start):
            return said
    if _BMP.match(data) or _WEBP.match(data):
        return _PICTURE
    if found := _BOXES.match(data):
        return _PICTURE if found[1] else _SOUND
    if _RIFF_SOUND.match(data):
        return _SOUND
    if _PDF_LATER.match(data):
        return _PDF
    if _PROGRAM.match(data):
        return "这是程序，不是稿件，请检查是否选错，来历不明的不要打开"
    if data[_TAR] == b"ustar":
        return _ARCHIVE
    if data.startswith(b"PK"):
        return _of_zip(data)
    if data.startswith(OLE):
        return _of_compound(data)
    if _is_json(data):
        return "这是 JSON 数据，不是稿件，请在生成它的程序里另存为 Word 文件再试"
    binary = b"\0" in data[:_HEAD] or any(byte < 9 for byte in data[:_HEAD])
    if binary and _ENCRYPTERS.search(data[:_HEAD]):
        return _ENCRYPTED
    return ""


def _is_json(data: bytes) -> bool:
    if data[:_HEAD].lstrip(_BLANK)[:1] not in (b"{", b"[") or len(data) > _LARGEST_JSON:
        return False
    try:
        json.loads(data)
    except (ValueError, RecursionError):
        return False
    return True


_LARGEST_JSON = 4 << 20
_BLANK = b"\xef\xbb\xbf \t\r\n"


def not_text(suffix: str) -> str:
    """What to tell the clerk of bytes that are nothing anybody knows, under a name that ends so."""
    if suffix.lower() in _OFFICE_NAME:
        return (
            "它不是文字文件，也不是名字所说的那种文件：也许被办公加密软件加了密，或已损坏，"
            "请作者解密后重新发送，或索要解密的副本"
        )
    return ""


def of_xml(root: str) -> str:
    """What to tell the clerk of an XML file that is no Word document, by its first element's name."""
    known = _IN_XML.get(root.encode("utf-8"))
    return known or "这是 XML 数据，不是稿件，请在生成它的程序里另存为 Word 文件再试"


def xml_root(data: bytes) -> str:
    """The name of the first element of bytes that are XML by their own account; empty where they are not."""
    start = data[:4_000].lstrip(_BLANK)
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        start = start.decode("utf-16", "ignore").encode("utf-8").lstrip()
    if not start.startswith(b"<"):
        return ""
    declared = start.startswith(b"<?xml")
    while start.startswith((b"<?", b"<!--")):
        closing = b"?>" if start.startswith(b"<?") else b"-->"
        start = start.partition(closing)[2].lstrip()
    if declared and start[:9].upper() == b"<!DOCTYPE":
        return "DOCTYPE"
    found = _XML_ROOT.match(start)
    if not found or not (declared or b"xmlns" in start.partition(b">")[0]):
        return ""
    return found[1].decode("ascii")


def _of_zip(data: bytes) -> str:
    if data.count(ENTRY) > MAX_MEMBERS:
        return ""  # whoever opens packages says so
    if _ZIP_ENDS not in data:
        return _BROKEN_OFF
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as file:
            infos = file.infolist()
            kind = _kind_of(file, infos)
    except ZIP_FAULTS:
        return ""
    names = [info.filename.replace("\\", "/") for info in infos]
    small = {name.lower() for name in names}
    is_package = "[content_types].xml" in small
    if "word/document.xml" in small or (is_package and any(name.startswith("word/") for name in small)):
        return ""
    for sign, said in _IN_ZIPS:
        if any(name.startswith(sign) for name in names):
            return said
    if any(name.endswith(".iwa") for name in small) or small & {"index.zip", "index.xml"} == {"index.zip"}:
        return _APPLE
    if names[:1] == ["mimetype"]:
        return next((said for sign, said in _OASIS.items() if sign in kind), "")
    if is_package:
        return ""
    files = [_unfolded_name(info) for info in infos if not info.is_dir()]
    files = [name for name in files if not name.startswith("__MACOSX/")]
    return _archive_of(files)


def _kind_of(file: zipfile.ZipFile, infos: Sequence[zipfile.ZipInfo]) -> str:
    """What a zip says of itself in its first member, as OpenDocument does; empty where it does not."""
    first = infos[0] if infos else None
    if first is None or first.filename != "mimetype" or first.file_size > _HEAD:
        return ""
    return file.read(first).decode("ascii", "replace")


def _archive_of(files: Sequence[str]) -> str:
    if not files:
        return "这是空的压缩包，请对方重新发送"
    named = "、".join(f"“{shown(name.rpartition('/')[2], 30)}”" for name in files[:_SHOWN_NAMES])
    more = f"等{len(files)}个文件" if len(files) > _SHOWN_NAMES else ""
    return f"这是压缩包，不是稿件，请先解压，再选用其中的{named}{more}"


_UTF_8 = 0x800


def _unfolded_name(info: zipfile.ZipInfo) -> str:
    """A file's name in a zip; programs in this country write it in GBK and don't say so."""
    name = info.filename.replace("\\", "/")
    if info.flag_bits & _UTF_8:
        return name
    for encoding in ("utf-8", "gb18030"):
        try:
            return name.encode("cp437").decode(encoding)
        except ValueError:
            continue
    return name


def _of_compound(data: bytes) -> str:
    at = data.find(_WORD)
    if at < 0:
        for name, said in _IN_COMPOUNDS:
            if name.encode("utf-16-le") in data:
                return said
        return ""
    # A directory entry has its stream's first sector at 0x74; sectors are counted behind the head.
    sector = int.from_bytes(data[at + 0x74 : at + 0x78], "little")
    size = 1 << min(int.from_bytes(data[0x1E:0x20], "little"), 20)
    fib = data[(sector + 1) * size :][:32]
    return _PASSWORD if fib.startswith(_FIB) and fib[11] & _IS_ENCRYPTED else ""
