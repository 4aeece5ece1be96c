"""A manuscript from a MIME file: a web page saved as one file (MHT, also under the name .doc), or a mail.
Knows how parts are packed, not what a page's code means.
"""

from __future__ import annotations

import binascii
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from urllib.parse import unquote_to_bytes

from bulletin_desk.checked import Fail, shown
from bulletin_desk.intake.html import read_html
from bulletin_desk.intake.manuscript import Manuscript, Note, Paragraph
from bulletin_desk.intake.plain import decoded, manuscript_of_text
from bulletin_desk.intake.untold import untold

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
_BETWEEN_WORDS = re.compile(r"(?<=\?=)\s++(?==\?)")
"""RFC 2047, 6.2: nothing stands between two packed words."""
_LINK = re.compile(r"<?\b(?:https?|mailto|cid):[!-~]*|\[[^\[\]]{0,80}\]")
"""What mail programs write into their plain text where the page has a link or a picture."""
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
    """The manuscript in a MIME file: its page, or its texts one after the other; of several ways to show one
    text the best. Fails where it has none."""
    data = data.lstrip(_SPACES)
    held = _held(data, 0, [_MOST_PARTS], fail)

    def read(parts: Sequence[_Part]) -> list[Manuscript]:
        return [_read(part, name, fail) for part in parts]

    pages, frames, others = read(held.texts), read(held.frames), read(held.others)
    if not any(map(_text_of, (*pages, *frames))) and (best := next(filter(_text_of, others), None)):
        pages = [best]
        others.remove(best)
    if not pages and not frames:
        files = "、".join(
            f"“{shown(_named(part), 60)}”" for part in held.files[:_SHOWN_FILES] if _named(part)
        )
        if files:
            fail(f"这是邮件，里面没有文字，只有附件{files}，请把附件另存出来，再单独选用")
        fail("这是网页或邮件，里面却没有文字，请在浏览器或邮箱里打开它，复制文字再粘贴进来")
    manuscript = _one_after_the_other(pages, name)
    largest = max(frames, key=lambda one: len(_text_of(one)), default=manuscript)
    if len(_text_of(largest)) > _MUCH_LARGER * len(_text_of(manuscript)):
        frames.remove(largest)
        frames.insert(0, manuscript)
        manuscript = largest
    last = max(len(manuscript.paragraphs) - 1, 0)
    notes = [*_of_subjects(held.subjects, manuscript), *manuscript.notes]
    for frame in frames:
        notes.extend(_of_frame(frame, last))
    for other in others:
        notes.extend(_of_other(other, manuscript, last))
    for part in held.files:
        file = _named(part)
        message = f"附件“{shown(file, 60)}”没有读，请把它另存出来，再单独选用。"
        notes.append(Note("attachment", last, message, file))
    return replace(manuscript, notes=tuple(notes))


_PAGES = ("text/html", "application/xhtml+xml")
_TEXTS = (*_PAGES, "text/plain")
"""What is read, the best first."""
_SHOWN_FILES = 5
_MUCH_LARGER = 5
"""Times the text of its frame: a page that has so little but holds the frame."""


@dataclass(slots=True)
class _Held:
    """What a part holds: texts that follow each other, what stands apart from them (frames of a page, mails
    that are forwarded), other ways to show the same texts, files, and subjects of mails."""

    texts: list[_Part] = field(default_factory=list)
    frames: list[_Part] = field(default_factory=list)
    others: list[_Part] = field(default_factory=list)
    files: list[_Part] = field(default_factory=list)
    subjects: list[str] = field(default_factory=list)

    def add(self, other: _Held) -> None:
        """What a further part holds but for its texts."""
        self.frames += other.frames
        self.others += other.others
        self.files += other.files
        self.subjects += other.subjects


def _held(data: bytes, depth: int, left: list[int], fail: Fail) -> _Held:
    """What a part holds with those in it; `left` counts down how many there may be."""
    left[0] -= 1
    if left[0] < 0:
        fail("网页或邮件里的部分多得不合常理，请只复制需要的部分")
    fields, start = _head(data)
    part = _Part(fields or {}, data[start:])
    held = _Held(subjects=[part.fields["subject"]] if "subject" in part.fields else [])
    if part.kind == "message/rfc822" and depth < _DEEPEST and not _is_attached(part):
        inner = _held(part.content().lstrip(_SPACES), depth + 1, left, fail)
        inner.frames, inner.texts = inner.texts + inner.frames, []
        inner.subjects = held.subjects + inner.subjects
        return inner
    boundary = part.parameter("boundary")
    if not boundary or not part.kind.startswith("multipart/") or depth >= _DEEPEST:
        if part.kind in _TEXTS and not _is_attached(part):
            held.texts.append(part)
        elif _is_attached(part) or (_named(part) and part.kind.startswith("application/")):
            held.files.append(part)
        return held
    children = [_held(piece, depth + 1, left, fail) for piece in _pieces(part, boundary)]
    for child in children:
        held.add(child)
    texts = [text for child in children for text in child.texts]
    if part.kind == "multipart/alternative":
        best = next((one for kind in _TEXTS for one in children if kind in _kinds(one)), _Held())
        held.texts = best.texts
        held.others += [text for text in texts if text not in best.texts]
    elif part.kind == "multipart/related":
        held.texts = [text for kind in _TEXTS for text in texts if text.kind == kind][:1]
        held.frames += [text for text in texts if text not in held.texts]
    else:
        held.texts = texts
    return held


def _kinds(held: _Held) -> set[str]:
    return {part.kind for part in held.texts}


def _text_of(manuscript: Manuscript) -> str:
    """What it says, without blanks."""
    return "".join("".join(paragraph.text.split()) for paragraph in manuscript.paragraphs)


def _one_after_the_other(pages: Sequence[Manuscript], name: str) -> Manuscript:
    paragraphs: list[Paragraph] = []
    notes: list[Note] = []
    for page in pages:
        notes += (replace(note, paragraph=note.paragraph + len(paragraphs)) for note in page.notes)
        paragraphs += page.paragraphs
    return Manuscript(name, tuple(paragraphs), tuple(notes))


def _read(part: _Part, name: str, fail: Fail) -> Manuscript:
    text = part.text()
    if part.kind != "text/plain":
        return read_html(text, name, fail)
    return manuscript_of_text(text if isinstance(text, str) else decoded(text, fail)[0], name, fail)


def _of_subjects(subjects: Sequence[str], manuscript: Manuscript) -> Iterator[Note]:
    said = _text_of(manuscript)
    for packed in dict.fromkeys(subjects):
        subject = _unpacked(packed).strip()
        if subject and "".join(subject.split()) not in said:
            message = f"邮件（网页）的标题“{shown(subject, _QUOTED)}”没有取用。"
            yield Note("subject", 0, message, subject, look=False)


def _of_other(other: Manuscript, read: Manuscript, last: int) -> Iterator[Note]:
    """What another way to show a text says that the one that was read does not."""
    said = [paragraph.text for paragraph in read.paragraphs] + [note.words for note in read.notes]
    told = (one for paragraph in other.paragraphs for one in paragraph.text.split("\n"))
    lines = list(untold((_LINK.sub("", line) for line in told), "".join(said)))
    if lines:
        words = "\n".join(lines)
        message = f"邮件的纯文本里另有“{shown('；'.join(lines), _QUOTED)}”，没有取用，请看看要不要。"
        yield Note("alternative", last, message, words)


def _of_frame(frame: Manuscript, last: int) -> Iterator[Note]:
    """What stands apart says: a header, a frame, a mail around or in another."""
    lines = [one.text for one in frame.paragraphs if not _FOLIO.fullmatch(one.text)]
    if lines:
        words = "\n".join(lines)
        quoted = shown("；".join(lines).replace("\n", " "), _QUOTED)
        yield Note(
            "header",
            last,
            f"网页或邮件别处（页眉、分框、转发的邮件）的“{quoted}”没有取用，请看看要不要。",
            words,
        )
    yield from (replace(note, paragraph=last) for note in frame.notes if note.words)


def _is_attached(part: _Part) -> bool:
    return part.fields.get("content-disposition", "").strip().lower().startswith("attachment")


def _named(part: _Part) -> str:
    given = part.parameter("filename", of="content-disposition") or part.parameter("name")
    return _unpacked(given)


# ---- how parts are packed


def _pieces(part: _Part, boundary: str) -> Iterator[bytes]:
    """The parts in a part, as they are packed."""
    mark = b"\n--" + boundary.encode("utf-8", "replace")
    pieces = (b"\n" + part.packed).split(mark, _MOST_PARTS + 1)
    for piece in pieces[1:]:
        if piece.startswith(b"--"):
            break
        end = _LINE_END.search(piece)
        if end:
            yield piece[end.end() :].removesuffix(b"\r")


def _head(data: bytes) -> tuple[dict[str, str] | None, int]:
    """The fields at the beginning of a part, and where what they speak of begins; None where there are
    none."""
    blank = _BLANK_LINE.search(data, 0, _MOST_HEAD)
    end = blank.start() if blank else min(len(data), _MOST_HEAD)
    fields: dict[str, str] = {}
    last = ""
    for line in _LINE_END.split(data[:end]):
        if line[:1] in (b" ", b"\t") and last:
            fields[last] += " " + _of_line(line)
        elif _FIELD.match(line):
            name, _, value = line.partition(b":")
            last = name.decode("ascii").lower()
            fields.setdefault(last, _of_line(value))
        elif line.strip():
            return None, 0
    return fields, blank.end() if blank else len(data)


def _of_line(line: bytes) -> str:
    """A line of a head; mail programs here write GBK there and don't say so."""
    try:
        return line.strip().decode("utf-8")
    except ValueError:
        return line.strip().decode("gb18030", "replace")


def _parameters(given: str) -> dict[str, str]:
    """A field's parameters by name, those that RFC 2231 packs or parts made whole."""
    made: dict[str, str] = {}
    packed: dict[str, str] = {}
    for found in _PARAMETER.finditer(given[:4_000]):
        name, value = found[1].lower(), found[2] or found[3] or ""
        if "*" not in name:
            made.setdefault(name, value)
            continue
        bare = name.partition("*")[0]
        packed[bare] = packed.get(bare, "") + value
    for name, value in packed.items():
        charset, marked, rest = value.partition("'")
        content = unquote_to_bytes(rest.partition("'")[2] if marked else value)
        made[name] = _in_charset(content, charset.lower() if marked else "")
    return made


def _of_base64(packed: bytes) -> bytes:
    """What is packed so; as much of it as can be unpacked."""
    packed = re.sub(rb"[^A-Za-z0-9+/]+", b"", packed)
    packed = packed[: len(packed) - (len(packed) % 4 == 1)]
    return binascii.a2b_base64(packed + b"=" * (-len(packed) % 4))


def _unpacked(field: str) -> str:
    """A field of a head with its words as RFC 2047 packs them. Mail programs part characters between words,
    so that words of one encoding are decoded together."""
    made: list[str] = []
    at = 0
    charset, content = "", b""
    for found in _ENCODED.finditer(_BETWEEN_WORDS.sub("", field)):
        packed = found[3].encode("ascii", "replace")
        bare = _of_base64(packed) if found[2] in "Bb" else binascii.a2b_qp(packed, header=True)
        if found.start() == at and found[1].lower() == charset:
            content += bare
        else:
            made += (_in_charset(content, charset), found.string[at : found.start()])
            charset, content = found[1].lower(), bare
        at = found.end()
    return "".join((*made, _in_charset(content, charset), _BETWEEN_WORDS.sub("", field)[at:]))


def _in_charset(content: bytes, charset: str) -> str:
    try:
        return content.decode(_GB.get(charset, charset or "utf-8"), "replace")
    except LookupError:
        return content.decode("gb18030", "replace")
