"""Reads PDF as bytes for the PDF/A check: tokens, objects and the layout of the file, as they are written.

It knows the clauses 6.1.2 to 6.1.9 and 6.1.13 of ISO 19005-2:2011, and nothing of pages, fonts or metadata.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pikepdf

# Takes a finding: clause, what is wrong, where.
Report = Callable[[str, str, str], None]


def is_dict(obj: Any) -> bool:
    """Whether an object has entries: a dictionary or a stream."""
    return isinstance(obj, pikepdf.Dictionary | pikepdf.Stream)


# --- tokens -------------------------------------------------------------------------------------------------


class SyntaxFaultError(Exception):
    """Bytes that are no PDF syntax; the message says what, `at` where."""

    def __init__(self, what: str, at: int) -> None:
        super().__init__(what)
        self.at = at


@dataclass(frozen=True)
class Name:
    value: bytes


@dataclass(frozen=True)
class Ref:
    number: int
    generation: int


@dataclass(frozen=True)
class Word:
    """A keyword, an operator, or a bracket on its own."""

    value: bytes


_SPACE = rb"\x00\t\n\f\r "
_REGULAR = rb"[^\x00\t\n\f\r ()<>\[\]{}/%]"
_TOKEN = re.compile(
    rb"(?:[" + _SPACE + rb"]|%[^\r\n]*+)*+(?:"
    rb"(?P<number>[+-]?(?:\d+\.?\d*|\.\d+)(?!" + _REGULAR + rb"))"
    rb"|/(?P<name>" + _REGULAR + rb"*)"
    rb"|(?P<word><<|>>|\[|\]|" + _REGULAR + rb"+)"
    rb"|<(?P<hex>[^>]*)>"
    rb"|(?P<string>\()"
    rb"|(?P<end>\Z))"
)
_STRING_PART = re.compile(rb"[^()\\]*+(\\(?:[0-7]{1,3}|\r\n|.)|[()])", re.DOTALL)
_ESCAPES = {
    b"n": b"\n",
    b"r": b"\r",
    b"t": b"\t",
    b"b": b"\b",
    b"f": b"\f",
    b"\n": b"",
    b"\r": b"",
    b"\r\n": b"",
}


class Lexer:
    """Reads PDF syntax from bytes and reports what breaks 6.1.6, 6.1.8 and 6.1.13 on the way."""

    def __init__(self, data: bytes, where: str, report: Report, at: int = 0) -> None:
        self.data, self.where, self.at, self._report = data, where, at, report

    def report(self, clause: str, what: str, at: int) -> None:
        self._report(clause, what, f"{self.where}, byte {at}")

    def token(self) -> Any:
        """The next number, string (bytes), Name or Word; None at the end."""
        match = _TOKEN.match(self.data, self.at)
        if match is None:
            raise SyntaxFaultError(f"no PDF syntax: {self.data[self.at : self.at + 20]!r}", self.at)
        kind = match.lastgroup or "end"
        at, self.at = match.start(kind), match.end()
        text = match[kind]
        if kind == "number":
            return self._number(text, at)
        if kind == "name":
            return self._name(text, at)
        if kind == "hex":
            return self._hex_string(text, at)
        if kind == "string":
            return self._literal_string(at)
        return Word(text) if kind == "word" else None

    def value(self, first: Any = None) -> Any:
        """The next object: a token, a list, a dict by name, a Ref; any other Word comes as it is."""
        token = self.token() if first is None else first
        if token == Word(b"["):
            items: list[Any] = []
            while (token := self.token()) != Word(b"]"):
                if token is None:
                    raise SyntaxFaultError("array without its end", self.at)
                self._append(items, self.value(token))
            return items
        if token == Word(b"<<"):
            flat: list[Any] = []
            while (token := self.token()) != Word(b">>"):
                if token is None:
                    raise SyntaxFaultError("dictionary without its end", self.at)
                self._append(flat, self.value(token))
            keys = flat[::2]
            if len(flat) % 2 or not all(isinstance(k, Name) for k in keys):
                raise SyntaxFaultError("dictionary is not a row of names and values", self.at)
            if len(set(keys)) < len(keys):
                self.report("6.1.1", "dictionary with the same key twice (ISO 32000-1, 7.3.7)", self.at)
            return dict(zip((k.value for k in keys), flat[1::2], strict=True))
        return token

    @staticmethod
    def _append(items: list[Any], value: Any) -> None:
        if value == Word(b"R") and len(items) >= 2 and all(type(i) is int for i in items[-2:]):
            generation, number = items.pop(), items.pop()
            value = Ref(number, generation)
        items.append(value)

    def _number(self, text: bytes, at: int) -> int | float:
        if b"." in text:
            real = float(text)
            if abs(real) > 3.403e38 or 0 < abs(real) < 1.175e-38:
                self.report("6.1.13", f"real number out of range: {text.decode()}", at)
            return real
        whole = int(text)
        if not -(2**31) <= whole < 2**31:
            self.report("6.1.13", f"integer out of range: {whole}", at)
        return whole

    def _name(self, text: bytes, at: int) -> Name:
        if re.search(rb"#(?![0-9A-Fa-f]{2})", text):
            self.report("6.1.1", f"# in a name without two hexadecimal digits: {text!r}", at)
        value = re.sub(rb"#([0-9A-Fa-f]{2})", lambda m: bytes.fromhex(m[1].decode()), text)
        if len(value) > 127:
            self.report("6.1.13", f"name longer than 127 bytes: {value[:20]!r}…", at)
        try:
            value.decode("utf-8")
        except UnicodeDecodeError:
            self.report("6.1.8", f"name is not UTF-8: {value!r}", at)
        return Name(value)

    def _hex_string(self, text: bytes, at: int) -> bytes:
        digits = re.sub(rb"[" + _SPACE + rb"]", b"", text)
        if re.search(rb"[^0-9A-Fa-f]", digits):
            self.report("6.1.6", "hexadecimal string with other characters in it", at)
            return b""
        if len(digits) % 2:
            self.report("6.1.6", "hexadecimal string with an odd number of digits", at)
            digits += b"0"
        return self._limited(bytes.fromhex(digits.decode()), at)

    def _literal_string(self, at: int) -> bytes:
        parts: list[bytes] = []
        depth = 1
        while depth:
            match = _STRING_PART.match(self.data, self.at)
            if match is None:
                raise SyntaxFaultError("string without its end", at)
            parts.append(self.data[self.at : match.start(1)])
            self.at = match.end()
            mark = match[1]
            if mark in b"()":
                depth += 1 if mark == b"(" else -1
                parts.append(mark if depth else b"")
            elif mark[1:2].isdigit() and mark[1:2] < b"8":
                parts.append(bytes([int(mark[1:], 8) & 255]))
            else:
                parts.append(_ESCAPES.get(mark[1:], mark[1:]))
        return self._limited(b"".join(parts), at)

    def _limited(self, value: bytes, at: int) -> bytes:
        if len(value) > 32767:
            self.report("6.1.13", f"string of {len(value)} bytes, more than 32767", at)
        return value


# --- the file as bytes --------------------------------------------------------------------------------------


def check_header_and_end(data: bytes, report: Report) -> None:
    header = re.match(rb"%PDF-1\.[0-7](?:\r\n|\r|\n)", data)
    if header is None:
        report("6.1.2", "does not start with %PDF-1.0 to %PDF-1.7 and one end of line", "byte 0")
    else:
        comment = data[header.end() : header.end() + 5]
        if len(comment) < 5 or comment[:1] != b"%" or min(comment[1:]) <= 127:
            report("6.1.2", "no comment of four bytes above 127 behind the header", f"byte {header.end()}")
    end = data.rfind(b"%%EOF")
    if end < 0:
        report("6.1.3", "no %%EOF", "end of file")
    elif data[end + 5 :] not in (b"", b"\n", b"\r", b"\r\n"):
        report("6.1.3", f"{len(data) - end - 5} bytes behind the last %%EOF", "end of file")


_OBJECT = re.compile(rb"(\d+)([" + _SPACE + rb"]+)(\d+)([" + _SPACE + rb"]+)obj")
_XREF_SECTION = re.compile(rb"(\d+) (\d+) ?(?:\r\n|\r|\n)")
_XREF_ENTRY = re.compile(rb"(\d{10}) (\d{5}) ([nf])(?: \r| \n|\r\n)")
_END_STREAM = re.compile(rb"(\r\n|\r|\n)?endstream")


class FileSyntax:
    """Walks the file from front to back as written, since qpdf hides what it repairs (6.1.4 to 6.1.13)."""

    def __init__(self, data: bytes, pdf: pikepdf.Pdf, report: Report) -> None:
        self.data, self.pdf, self.report = data, pdf, report
        self.lexer = Lexer(data, "file", report)
        self.starts: dict[tuple[int, int], int] = {}
        self.xref_starts: set[int] = set()
        self.entries: dict[tuple[int, int], int] = {}

    def check(self) -> None:
        try:
            while self._part():
                pass
        except SyntaxFaultError as fault:
            self.report("6.1.1", str(fault), f"file, byte {fault.at}")
            return
        for (number, generation), at in self.entries.items():
            if self.starts.get((number, generation)) != at:
                what = f"entry of object {number} {generation} does not point to it"
                self.report("6.1.4", what, f"cross-reference table, offset {at}")
        if self.entries:
            for number, _ in self.starts.keys() - self.entries.keys():
                self.report("6.1.4", f"object {number} is missing", "cross-reference table")
        if len(self.starts) > 8388607:
            self.report("6.1.13", "more than 8388607 indirect objects", "file")

    def _part(self) -> bool:
        """One object, cross-reference table, trailer or startxref; False at the end of the file."""
        skipped = re.compile(rb"(?:[" + _SPACE + rb"]|%[^\r\n]*+)*+").match(self.data, self.lexer.at)
        at = self.lexer.at = skipped.end() if skipped else self.lexer.at
        if at >= len(self.data):
            return False
        if match := _OBJECT.match(self.data, at):
            self._indirect_object(match)
        elif self.data.startswith(b"xref", at):
            self._xref_table(at)
        elif self.data.startswith(b"trailer", at):
            self.lexer.at = at + len(b"trailer")
            self.lexer.value()
        elif self.data.startswith(b"startxref", at):
            self.lexer.at = at + len(b"startxref")
            target = self.lexer.value()
            if target not in self.xref_starts and target != 0:
                self.report("6.1.4", f"startxref points to {target}, where nothing is", f"file, byte {at}")
        else:
            raise SyntaxFaultError(f"neither object nor cross-reference: {self.data[at : at + 20]!r}", at)
        return True

    def _indirect_object(self, match: re.Match[bytes]) -> None:
        key = (int(match[1]), int(match[3]))
        where = f"object {key[0]} {key[1]}"
        self.starts[key] = match.start()
        if self.data[match.start() - 1] not in b"\r\n":
            self.report("6.1.9", "object number does not begin a line", where)
        if len(match[2]) != 1 or len(match[4]) != 1:
            self.report("6.1.9", "object number, generation and obj are not one space apart", where)
        if self.data[match.end() : match.end() + 1] not in (b"\r", b"\n"):
            self.report("6.1.9", "obj does not end its line", where)
        self.lexer.at, self.lexer.where = match.end(), f"{where}, file"
        value = self.lexer.value()
        word = self.lexer.token()
        if word == Word(b"stream"):
            self._stream(value, key, where)
            word = self.lexer.token()
        if word != Word(b"endobj"):
            raise SyntaxFaultError(f"{where} does not end with endobj", self.lexer.at)
        start = self.lexer.at - len(b"endobj")
        if self.data[start - 1] not in b"\r\n":
            self.report("6.1.9", "endobj does not begin a line", where)
        if self.data[self.lexer.at : self.lexer.at + 1] not in (b"\r", b"\n"):
            self.report("6.1.9", "endobj does not end its line", where)
        self.lexer.where = "file"

    def _stream(self, dictionary: Any, key: tuple[int, int], where: str) -> None:
        if not isinstance(dictionary, dict):
            raise SyntaxFaultError(f"{where}: stream without a dictionary", self.lexer.at)
        if dictionary.get(b"Type") == Name(b"XRef"):
            self.xref_starts.add(self.starts[key])
        start = self.lexer.at
        if self.data[start : start + 2] == b"\r\n":
            start += 2
        elif self.data[start : start + 1] == b"\n":
            start += 1
        else:
            self.report("6.1.7.1", "stream is not followed by CR LF or LF", where)
        length = dictionary.get(b"Length")
        if isinstance(length, Ref):
            length = self.pdf.get_object((length.number, length.generation))
            length = int(length) if isinstance(length, int) else None
        end = (
            _END_STREAM.match(self.data, start + length) if isinstance(length, int) and length >= 0 else None
        )
        if end is None:
            self.report("6.1.7.1", f"Length {length} is not the number of bytes in the stream", where)
            end = _END_STREAM.search(self.data, start)
            if end is None:
                raise SyntaxFaultError(f"{where}: stream without its end", start)
        elif end[1] is None:
            self.report("6.1.7.1", "endstream does not begin a line", where)
        self.lexer.at = end.end()
        if dictionary.get(b"Type") == Name(b"ObjStm"):
            self._object_stream(key, where)

    def _object_stream(self, key: tuple[int, int], where: str) -> None:
        stream = self.pdf.get_object(key)
        assert isinstance(stream, pikepdf.Stream)
        data = stream.read_bytes()
        lexer = Lexer(data, where, self.report)
        for _ in range(int(stream["/N"])):
            number, offset = lexer.token(), lexer.token()
            Lexer(data, f"object {number} in {where}", self.report, int(stream["/First"]) + offset).value()

    def _xref_table(self, start: int) -> None:
        self.xref_starts.add(start)
        at = start + len(b"xref")
        if not (eol := re.compile(rb"(?:\r\n|\r|\n)(?=\d)").match(self.data, at)):
            self.report("6.1.4", "xref and the first section are not one end of line apart", f"byte {at}")
            eol = re.compile(rb"[" + _SPACE + rb"]*").match(self.data, at)
        at = eol.end() if eol else at
        while section := _XREF_SECTION.match(self.data, at):
            first, count, at = int(section[1]), int(section[2]), section.end()
            for number in range(first, first + count):
                entry = _XREF_ENTRY.match(self.data, at)
                if entry is None:
                    raise SyntaxFaultError("cross-reference entry is not of 20 bytes", at)
                at = entry.end()
                if entry[3] == b"n":
                    self.entries[number, int(entry[2])] = int(entry[1])
        self.lexer.at = at
