"""What came in, told file by file: as text for the clerk, as JSON for programs. Decides nothing."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from bulletin_desk.bulletin.model import Kind
from bulletin_desk.checked import shown
from bulletin_desk.intake.draft import NO_SOURCE, Contribution, Draft
from bulletin_desk.intake.parts import OUT, PART_KINDS, PartKind, kind_name
from bulletin_desk.intake.rules import RULES

Taken = Sequence[tuple[Path, Contribution | str]]
"""Each file with what it brought, or with the sentence that says why it can't be read."""

_SHOWN = 60


def as_text(taken: Taken) -> str:
    """A paragraph for each file that could be read; ▲ before what needs a look. That several items have no
    source is said once, at the end."""
    lines: list[str] = []
    drafts = [draft for _, result in taken if not isinstance(result, str) for draft in result.drafts]
    sourceless = [draft for draft in drafts if not draft.source.text]
    for file, result in taken:
        if isinstance(result, str):
            continue
        lines.append(f"{file.name}：{len(result.drafts)}篇稿件")
        lines += (f"  {'▲' if remark.look else '·'} {_short(remark.message)}" for remark in result.remarks)
        if result.counts:
            lines.append(f"  清理：{cleaned_words(result.counts)}")
        for draft in result.drafts:
            title = draft.title.replace("\n", "／") or "（没有标题）"
            lines.append(f"  【{draft.section}】{title}{draft.source.text}")
            lines.append(f"    {kinds_words(draft)}")
            lines += (
                f"    {'▲' if remark.look else '·'} {_short(remark.message)}"
                for remark in draft.questions()
                if remark != NO_SOURCE or len(sourceless) == 1
            )
    if len(sourceless) > 1:
        titles = "、".join(shown(draft.title.replace("\n", ""), 12) or draft.file for draft in sourceless)
        lines.append(f"▲ 有{len(sourceless)}篇没有找到来源，请补上：{titles}。")
    return "\n".join(lines) + "\n" if lines else ""


def as_json(taken: Taken) -> str:
    """A list of objects, one for each file in the order given: `file`, and either `error` or `cleaned`
    (counts by rule), `remarks` and `items`."""
    return json.dumps([_file(file, result) for file, result in taken], ensure_ascii=False, indent=1)


def _file(file: Path, result: Contribution | str) -> dict[str, object]:
    if isinstance(result, str):
        return {"file": str(file), "error": result}
    return {
        "file": str(file),
        "look": result.look,
        "cleaned": dict(result.counts),
        "remarks": [{"message": remark.message, "look": remark.look} for remark in result.remarks],
        "items": [
            {
                "section": draft.section,
                "title": draft.title.split("\n"),
                "source": draft.source.text,
                "source_from": draft.source.origin,
                "source_sure": draft.source.sure,
                "kinds": {_NAMES.get(kind, kind.value): count for kind, count in _kinds(draft).items()},
                "remarks": [{"message": remark.message, "look": remark.look} for remark in draft.questions()],
            }
            for draft in result.drafts
        ],
    }


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


def _short(text: str) -> str:
    text = text.replace("\n", " ")
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}……"
