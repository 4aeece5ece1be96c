"""Findings that the clerk does not want to see again: not at this place, or never for this word. Values,
and the file that an office keeps them in."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from bulletin_desk.bulletin.edits import text_at
from bulletin_desk.bulletin.model import Issue
from bulletin_desk.errors import EditError, TargetError
from bulletin_desk.paths import read_plain
from bulletin_desk.proof.findings import Finding
from bulletin_desk.proof.rules import RULES
from bulletin_desk.storage.atomic import write_atomically

_FORMAT = 1
_MOST = 5000
"""Places that are remembered; the oldest make room. At some issues a week this is years."""
_LARGEST = 64 << 20
"""Bytes: so many places, each with a word as long as a word may be."""
_AROUND = 12
"""Characters on either side that tell a place: an edit further away does not bring a finding back."""

Entry = tuple[str, str]
"""A rule and a text."""


@dataclass(frozen=True, slots=True)
class Ignored:
    """`here`: a rule and what stands around the place; `words`: a rule and the characters that it meant;
    `right`: the office's own words, which no rule that is of words doubts wherever they stand."""

    here: tuple[Entry, ...] = ()
    words: tuple[Entry, ...] = ()
    right: tuple[str, ...] = ()

    def hides(self, issue: Issue, finding: Finding) -> bool:
        """Whether the clerk has said so."""
        return not self.shown(issue, (finding,))

    def without_here(self, issue: Issue, finding: Finding) -> Ignored:
        """From now on not at this place."""
        entry = _place(issue, finding)
        kept = tuple(known for known in self.here if known != entry)
        return replace(self, here=(*kept, entry)[-_MOST:])

    def without_word(self, issue: Issue, finding: Finding) -> Ignored:
        """From now on never for this word, in any issue."""
        entry = (finding.rule, meant(issue, finding))
        if not is_word(entry[1]):
            return self.without_here(issue, finding)
        kept = tuple(known for known in self.words if known != entry)
        return replace(self, words=(*kept, entry)[-_MOST:])

    def with_right(self, issue: Issue, finding: Finding) -> Ignored:
        """The word that a finding means is one of the office's own from now on."""
        word = meant(issue, finding)
        kept = tuple(known for known in self.right if known != word)
        return replace(self, right=(*kept, word)[-_MOST:])

    def shown(self, issue: Issue, findings: Iterable[Finding]) -> list[Finding]:
        """The findings that are not hidden."""
        if not self.here and not self.words and not self.right:
            return list(findings)
        here, words = frozenset(self.here), frozenset(self.words)
        return [
            finding
            for finding in findings
            if _place(issue, finding) not in here
            and (finding.rule, meant(issue, finding)) not in words
            and not (self.right and of_words(finding) and self._is_right(issue, finding))
        ]

    def _is_right(self, issue: Issue, finding: Finding) -> bool:
        """Whether one of the office's words stands over all that a finding would change."""
        text = _text(issue, finding)
        start = min((part.start for part in finding.fix), default=finding.offset)
        end = max((part.end for part in finding.fix), default=finding.end)
        return any(text.find(word, max(0, end - len(word)), start + len(word)) >= 0 for word in self.right)


def of_words(finding: Finding) -> bool:
    """Whether a finding doubts what may be a word."""
    return finding.rule in RULES and RULES[finding.rule].of_words


def meant(issue: Issue, finding: Finding) -> str:
    """The characters that a finding means; empty for a date or a number, which is no text."""
    return _text(issue, finding)[finding.offset : finding.end]


def is_word(text: str) -> bool:
    """Whether there is a word in what a finding means: of marks alone one can't say that they are right
    everywhere."""
    return any(char.isalnum() for char in text)


def _place(issue: Issue, finding: Finding) -> Entry:
    text = _text(issue, finding)
    if not text:
        return finding.rule, finding.message
    start, end = finding.offset, finding.end
    around = f"{text[max(0, start - _AROUND) : start]}[{text[start:end]}]{text[end : end + _AROUND]}"
    return finding.rule, around


def _text(issue: Issue, finding: Finding) -> str:
    try:
        return text_at(issue, finding.path)
    except EditError:
        return ""


def read_ignored(file: Path) -> tuple[Ignored, str]:
    """What the office has told so far, and a sentence if the file could not be read: it is then set aside
    under another name, so that nothing in it is lost. No file is no fault."""
    try:
        data = read_plain(file, _LARGEST)
    except FileNotFoundError:
        return Ignored(), ""
    except OSError as error:
        return Ignored(), f"读不了“{file}”（{error.strerror}），这次检查会把忽略过的地方也列出来。"
    try:
        if len(data) > _LARGEST:
            raise ValueError("not our file")
        return _parsed(json.loads(data.decode("utf-8"))), ""
    except (ValueError, KeyError, TypeError, RecursionError):
        aside = _set_aside(file)
        return Ignored(), f"忽略名单“{file}”已损坏，{aside}；忽略过的地方会重新列出来。"


def _parsed(tree: object) -> Ignored:
    if not isinstance(tree, dict) or tree["format"] != _FORMAT:
        raise ValueError("not our file")
    right = tree.get("right", [])  # earlier programs wrote none
    if not isinstance(right, list) or not all(isinstance(word, str) and word for word in right):
        raise TypeError("right")
    "".join(right).encode("utf-8")  # half a character could not be written again
    return Ignored(_entries(tree["here"], "around"), _entries(tree["words"], "text"), tuple(right[-_MOST:]))


def _entries(rows: object, field: str) -> tuple[Entry, ...]:
    if not isinstance(rows, list):
        raise TypeError(field)
    entries = []
    for row in rows:
        rule, text = row["rule"], row[field]
        if not isinstance(rule, str) or not isinstance(text, str):
            raise TypeError(field)
        (rule + text).encode("utf-8")  # half a character could not be written again
        entries.append((rule, text))
    return tuple(entries[-_MOST:])


def _set_aside(file: Path) -> str:
    for number in range(1, 100):
        target = file.with_name(f"{file.stem}.损坏{number}{file.suffix}")
        if not target.exists():
            try:
                file.rename(target)
            except OSError as error:
                return f"也挪不开（{error.strerror}）"
            return f"已改名为“{target.name}”"
    return "旧的损坏文件太多，没有挪开"


def write_ignored(file: Path, ignored: Ignored) -> None:
    """Writes the file whole or not at all. Raises TargetError."""
    tree = {
        "format": _FORMAT,
        "here": [{"rule": rule, "around": around} for rule, around in ignored.here],
        "words": [{"rule": rule, "text": text} for rule, text in ignored.words],
        "right": list(ignored.right),
    }
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise TargetError(f"建不了文件夹“{file.parent}”：系统报告“{error.strerror}”。") from error
    write_atomically(file, (json.dumps(tree, ensure_ascii=False, indent=1) + "\n").encode("utf-8"))
