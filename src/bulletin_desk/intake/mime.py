"""A manuscript from a MIME file: a web page saved as one file (MHT, also under the name .doc), or a mail.
Knows how parts are packed, not what a page's code means.
"""

from __future__ import annotations

import binascii
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from bulletin_desk.checked import Fail, shown
from bulletin_desk.intake.html import read_html
from bulletin_desk.intake.manuscript import Manuscript, Note
from bulletin_desk.intake.plain import decoded, manuscript_of_text

_MOST_HEAD = 1 << 16
"""Bytes of a part's head."""
_MOST_PARTS = 2_000
_DEEPEST = 10
"""Parts in each other."""
_FIELD = re.compile(rb"[!-9;-~]{1,80}:")
_LINE_END = re.compile(rb"\r?\n")
_BLANK_LINE = re.compile(rb"(?:\A|\n)\r?\n")
_PARAMETER = re.compile(r';\s*+([\w*-]{1,40})\s*+=\s*+(?:"([^"]{0,300})"|([^\s;"]{1,300}))')
_ENCODED = re.compile(r"=\?([\w-]{1,40})\?([BbQq])\?([^?\s]{0,2000})\?=")
_SPACES = b"\xef\xbb\xbf \t\r\n"
_QUOTED = 200
_FOLIO = re.compile(r"[\s\d第共页/—–―·-]*+")
"""What a frame may say that is no news: a page's number."""
_GB = {"gb2312": "gb18030", "gbk": "gb18030", "gb18030": "gb18030", "utf8": "utf-8"}


@dataclass(frozen=True, slots=True)
class _Part:
    """A part that holds no others: its fields by their names in small letters, its bytes as packed."""

    fields: Mapping[str, str]
    packed: bytes

    @property
    def kind(self) -> str:
        """`text/html`."""
        return self.fields.get("content-type", "text/plain").partition(";")[0].strip().lower()

    def parameter(self, name: str, of: str = "content-type") -> str:
        """One of a field's parameters: charset, boundary, name."""
        return _parameters(self.fields.get(of, "")).get(name, "")

    def content(self) -> bytes:
        """Its bytes."""
        match self.fields.get("content-transfer-encoding", "").strip().lower():
            case "quoted-printable":
                return binascii.a2b_qp(self.packed)
            case "base64":
                return _of_base64(self.packed)
        return self.packed

    def text(self) -> str | bytes:
        """Its text; its bytes where nothing says in which encoding."""
        charset = self.parameter("charset").lower()
        try:
            return self.content().decode(_GB.get(charset, charset or "none"), "replace")
        except LookupError:
            return self.content()


def looks_like_mime(data: bytes) -> bool:
    """Whether bytes begin with the head of a MIME file."""
    start = data[:_MOST_HEAD].lstrip(_SPACES)
    if not _FIELD.match(start):
        return False
    head, _ = _head(start)
    return head is not None and ("mime-version" in head or "/" in head.get("content-type", ""))


def read_mime(data: bytes, name: str, fail: Fail) -> Manuscript:
    """The manuscript in a MIME file's first page, else in its first text. Fails where it has neither."""
    parts = list(_parts(data.lstrip(_SPACES), 0))
    if len(parts) > _MOST_PARTS:
        fail("网页或邮件里的部分多得不合常理，请只复制需要的部分")
    texts = [part for part in parts if part.kind in _TEXTS and not _is_attached(part)]
    main = next((part for kind in _TEXTS for part in texts if part.kind == kind), None)
    if main is None:
        fail("这是网页或邮件，里面却没有文字，请在浏览器或邮箱里打开它，复制文字再粘贴进来")
    manuscript = _read(main, name, fail)
    last = max(len(manuscript.paragraphs) - 1, 0)
    notes = [*_of_subject(data.lstrip(_SPACES), manuscript), *manuscript.notes]
    for part in parts:
        file = _named(part)
        if part is not main and part.kind == main.kind and part in texts and main.kind != "text/plain":
            notes.extend(_of_frame(_read(part, name, fail), last))
        elif _is_attached(part) or (file and part.kind == "application/octet-stream"):
            message = f"附件“{shown(file, 60)}”没有读，请把它另存出来，再单独选用。"
            notes.append(Note("attachment", last, message, file))
    return replace(manuscript, notes=tuple(notes))


_TEXTS = ("text/html", "application/xhtml+xml", "text/plain")
"""What is read, the best first."""


def _read(part: _Part, name: str, fail: Fail) -> Manuscript:
    text = part.text()
    if part.kind != "text/plain":
        return read_html(text, name, fail)
    return manuscript_of_text(text if isinstance(text, str) else decoded(text, fail)[0], name, fail)


def _of_subject(data: bytes, manuscript: Manuscript) -> Iterator[Note]:
    head, _ = _head(data)
    subject = _ENCODED.sub(_decoded_word, (head or {}).get("subject", "")).strip()
    said = "".join("".join(paragraph.text.split()) for paragraph in manuscript.paragraphs)
    if subject and "".join(subject.split()) not in said:
        message = f"邮件（网页）的标题“{shown(subject, _QUOTED)}”没有取用。"
        yield Note("subject", 0, message, subject, look=False)


def _of_frame(frame: Manuscript, last: int) -> Iterator[Note]:
    """What a further page says, a header's or a frame's."""
    lines = [one.text for one in frame.paragraphs if not _FOLIO.fullmatch(one.text)]
    if lines:
        words = "\n".join(lines)
        quoted = shown("；".join(lines).replace("\n", " "), _QUOTED)
        yield Note("header", last, f"页眉、页脚或别的分框里的“{quoted}”没有取用，请看看要不要。", words)
    yield from (replace(note, paragraph=last) for note in frame.notes if note.words)


def _is_attached(part: _Part) -> bool:
    return part.fields.get("content-disposition", "").strip().lower().startswith("attachment")


def _named(part: _Part) -> str:
    given = part.parameter("filename", of="content-disposition") or part.parameter("name")
    return _ENCODED.sub(_decoded_word, given)


# ---- how parts are packed


def _parts(data: bytes, depth: int) -> Iterator[_Part]:
    """All parts that hold no others, in their order."""
    fields, start = _head(data)
    part = _Part(fields or {}, data[start:])
    boundary = part.parameter("boundary")
    if not boundary or not part.kind.startswith("multipart/") or depth >= _DEEPEST:
        yield part
        return
    mark = b"\n--" + boundary.encode("utf-8", "replace")
    pieces = (b"\n" + part.packed).split(mark, _MOST_PARTS + 1)
    for piece in pieces[1:]:
        if piece.startswith(b"--"):
            break
        end = _LINE_END.search(piece)
        if end:
            yield from _parts(piece[end.end() :].removesuffix(b"\r"), depth + 1)


def _head(data: bytes) -> tuple[dict[str, str] | None, int]:
    """The fields at the beginning of a part, and where what they speak of begins; None where there are
    none."""
    blank = _BLANK_LINE.search(data, 0, _MOST_HEAD)
    end = blank.start() if blank else min(len(data), _MOST_HEAD)
    fields: dict[str, str] = {}
    last = ""
    for line in _LINE_END.split(data[:end]):
        if line[:1] in (b" ", b"\t") and last:
            fields[last] += " " + line.strip().decode("utf-8", "replace")
        elif _FIELD.match(line):
            name, _, value = line.partition(b":")
            last = name.decode("ascii").lower()
            fields.setdefault(last, value.strip().decode("utf-8", "replace"))
        elif line.strip():
            return None, 0
    return fields, blank.end() if blank else len(data)


def _parameters(field: str) -> dict[str, str]:
    return {found[1].lower(): found[2] or found[3] or "" for found in _PARAMETER.finditer(field[:4_000])}


def _of_base64(packed: bytes) -> bytes:
    """What is packed so; as much of it as can be unpacked."""
    packed = re.sub(rb"[^A-Za-z0-9+/]+", b"", packed)
    packed = packed[: len(packed) - (len(packed) % 4 == 1)]
    return binascii.a2b_base64(packed + b"=" * (-len(packed) % 4))


def _decoded_word(found: re.Match[str]) -> str:
    """A word of a head as RFC 2047 packs it."""
    packed = found[3].encode("ascii", "replace")
    content = _of_base64(packed) if found[2] in "Bb" else binascii.a2b_qp(packed, header=True)
    try:
        return content.decode(_GB.get(found[1].lower(), found[1].lower()), "replace")
    except LookupError:
        return found[0]
