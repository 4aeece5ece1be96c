"""What came in, told file by file: as text for the clerk, as JSON for programs. Decides nothing."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from bulletin_desk.bulletin.model import Kind
from bulletin_desk.checked import shown
from bulletin_desk.intake.draft import NO_SOURCE, Contribution, Draft, Remark, left_out
from bulletin_desk.intake.parts import OUT, PART_KINDS, Part, PartKind, kind_name
from bulletin_desk.intake.rules import RULES

Taken = Sequence[tuple[Path, Contribution | str]]
"""Each file with what it brought, or with the sentence that says why it can't be read."""

_MOST_WORDS = 60
"""Characters that a line shows of the words left out."""
_MOST = 120
"""Characters of any other sentence."""
_CUT = "有的文字只列了开头：命令里加上 --full，就全部列出。"


def as_text(taken: Taken, *, full: bool = False) -> str:
    """A paragraph for each file that could be read; ▲ before what needs a look. What is left out is told once
    for each kind and file, by its beginning unless it is to be `full`. That several items have no source is
    said once, at the end."""
    page = _Page(full)
    drafts = [draft for _, result in taken if not isinstance(result, str) for draft in result.drafts]
    sourceless = [draft for draft in drafts if not draft.signed]
    for file, result in taken:
        if isinstance(result, str):
            continue
        page.lines.append(f"{file.name}：{len(result.drafts)}篇稿件")
        for remark in result.remarks:
            page.tell("  ", remark, _MOST)
        if result.counts:
            page.lines.append(f"  清理：{cleaned_words(result.counts)}")
        for draft in result.drafts:
            title = draft.title.replace("\n", "／") or "（没有标题）"
            source = draft.source.text or ("" if draft.signed else "——没有来源")
            section = f"【{draft.section}】" if draft.section else ""
            page.lines.append(f"  {section}{title}{source}")
            page.lines.append(f"    {kinds_words(draft)}")
            for remark in _own(draft):
                if remark != NO_SOURCE or len(sourceless) == 1:
                    page.tell("    ", remark, _MOST)
        for remark in left_out(part for draft in result.drafts for part in draft.parts):
            page.tell("  ", remark, _MOST_WORDS)
    if len(sourceless) > 1:
        titles = "、".join(shown(draft.title.replace("\n", ""), 12) or draft.file for draft in sourceless)
        page.lines.append(f"▲ 有{len(sourceless)}篇没有找到来源，请补上：{titles}。")
    if page.is_cut:
        page.lines.append(_CUT)
    return "\n".join(page.lines) + "\n" if page.lines else ""


@dataclass(slots=True)
class _Page:
    """Lines of text in the making; `is_cut`: some of them show the beginnings of words only."""

    full: bool
    lines: list[str] = field(default_factory=list)
    is_cut: bool = False

    def tell(self, indent: str, remark: Remark, most: int) -> None:
        """A remark on a line; below it all of its words, where they are wanted and not in it."""
        message = " ".join(remark.message.split("\n"))
        hidden = "" if within(remark.words, message) else remark.words
        if not self.full:
            whole, message = message, brief(message, most)
            self.is_cut = self.is_cut or message != whole
            if hidden:
                message = f"{message}（全文{len(''.join(hidden.split()))}字）"
                self.is_cut = True
        self.lines.append(indent + with_sign(replace(remark, message=message)))
        if self.full:
            self.lines += (f"{indent}    {line}" for line in hidden.splitlines() if line.strip())


def brief(message: str, most: int = _MOST_WORDS) -> str:
    """A sentence by its beginning, and how much more there is, where it is longer than that."""
    return message if len(message) <= most else f"{message[:most]}……（还有{len(message) - most}字）"


def with_sign(remark: Remark) -> str:
    """A remark, ▲ before it where it needs a look."""
    return f"{'▲' if remark.look else '·'} {remark.message}"


def _own(draft: Draft) -> list[Remark]:
    """The remarks on an item but those on what is left out."""
    out = frozenset(left_out(draft.parts))
    return [remark for remark in draft.questions() if remark not in out]


def within(words: str, message: str) -> bool:
    """Whether a message quotes all the words."""
    return "".join(words.split()) in "".join(message.split())


def left_words(parts: Iterable[Part], remarks: Iterable[Remark]) -> list[tuple[str, tuple[str, ...]]]:
    """All words that are not taken in: what they are, and the texts. Those of the parts by their kinds, then
    those that a reader left out, under the sentences that tell of them."""
    found: dict[str, list[str]] = {}
    for part in parts:
        if part.kind is OUT:
            found.setdefault(part.why or OUT.value, []).append(part.text)
    told = [(remark.message, (remark.words,)) for remark in remarks if remark.words]
    return [*((why, tuple(texts)) for why, texts in found.items()), *told]


def as_json(taken: Taken) -> str:
    """A list of objects, one for each file in the order given: `file`, and either `error` or `look`,
    `cleaned` (counts by rule), `remarks`, `left_out`, `doubts` and `without_source` (how many) and `items`.
    An item has its own `doubts`, the texts that could be of another kind, and `left_out`, all words that are
    not taken in. That several items have no source is one of the file's remarks."""
    return json.dumps([_file(file, result) for file, result in taken], ensure_ascii=False, indent=1)


def _file(file: Path, result: Contribution | str) -> dict[str, object]:
    if isinstance(result, str):
        return {"file": str(file), "error": result}
    sourceless = sum(not draft.signed for draft in result.drafts)
    remarks = list(result.remarks)
    if sourceless > 1:
        remarks.append(Remark(f"有{sourceless}篇没有找到来源，请补上。", look=True))
    return {
        "file": str(file),
        "look": result.look,
        "cleaned": dict(result.counts),
        "doubts": sum(part.other is not None for draft in result.drafts for part in draft.parts),
        "without_source": sourceless,
        "remarks": _remarks(remarks),
        "left_out": _left((), result.remarks),
        "items": [
            {
                "section": draft.section,
                "title": draft.title.split("\n"),
                "source": draft.source.text,
                "source_from": draft.source.origin,
                "source_sure": draft.source.sure,
                "kinds": {_name(kind): count for kind, count in _kinds(draft).items()},
                "remarks": _remarks(
                    remark for remark in draft.questions() if remark != NO_SOURCE or sourceless == 1
                ),
                "doubts": [
                    {"text": part.text, "kind": _name(part.kind), "other": _name(part.other)}
                    for part in draft.parts
                    if part.other is not None
                ],
                "left_out": _left(draft.parts, draft.questions()),
            }
            for draft in result.drafts
        ],
    }


def _remarks(remarks: Iterable[Remark]) -> list[dict[str, object]]:
    return [{"message": remark.message, "look": remark.look} for remark in remarks]


def _left(parts: Iterable[Part], remarks: Iterable[Remark]) -> list[dict[str, object]]:
    return [{"what": what, "words": list(texts)} for what, texts in left_words(parts, remarks)]


def _name(kind: PartKind) -> str:
    return _NAMES.get(kind) or str(kind.value)


_NAMES: dict[PartKind, str] = {Kind.SECTION_HEAD: "section", Kind.EDITORS_NOTE: "note", OUT: "out"}
"""The kinds that the report calls otherwise than the bulletin does."""


def _kinds(draft: Draft) -> Counter[PartKind]:
    return Counter(part.kind for part in draft.parts)


def kinds_words(draft: Draft) -> str:
    """How many paragraphs of which kind: `标题1 小标题3 正文8（段首标题2）`."""
    found = _kinds(draft)
    words = [f"{kind_name(kind)}{found[kind]}" for kind in PART_KINDS if found[kind]]
    run_ins = sum(part.run_in > 0 for part in draft.parts if part.kind is Kind.BODY)
    return " ".join(words) + (f"（段首标题{run_ins}）" if run_ins else "")


def cleaned_words(counts: Counter[str]) -> str:
    """What cleaning did: `汉字间的半角标点改全角3处，去掉空段落2处`."""
    return "，".join(f"{name}{counts[rule]}处" for rule, name in RULES.items() if counts[rule])
