"""What a run has come to, for the clerk: as a page beside the bulletins, and as JSON. Knows no windows."""

from __future__ import annotations

import html
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from bulletin_desk.errors import TargetError
from bulletin_desk.gathering.doubts import REASONS, Doubt
from bulletin_desk.gathering.outcome import RESULTS, Outcome, outcome_tree
from bulletin_desk.gathering.series import series_doubts
from bulletin_desk.paths import read_plain
from bulletin_desk.storage.atomic import write_atomically

PAGE = "旧刊收进来的情况.html"
"""The page's name, beside the bulletins."""
_MARK = '<meta name="generator" content="bulletin-desk gather">'
"""What tells a page of ours, which is written anew, from one of the clerk's."""
_MOST_SHOWN = 60
"""Doubts of one file on the page."""
_STYLE = (
    "body{font:15px/1.7 'Microsoft YaHei','Noto Sans CJK SC',sans-serif;color:#222;"
    "margin:2em auto;max-width:70em}"
    "table{border-collapse:collapse;width:100%}th{border-bottom:2px solid #666}"
    "th,td{padding:.4em .6em;text-align:left;vertical-align:top}td{border-bottom:1px solid #ccc}"
    "ul{margin:0;padding-left:1.2em}td.n{white-space:nowrap}"
)


class Count(NamedTuple):
    """How many files a run has come to."""

    files: int
    written: int
    same: int
    refused: int
    doubtful: int

    @property
    def sentence(self) -> str:
        """It before the clerk."""
        parts = [f"共{self.files}个 Word 文件", f"收进{self.written}期"]
        if self.same:
            parts.append(f"{self.same}期以前已有")
        if self.refused:
            parts.append(f"{self.refused}个没有收")
        parts.append(f"{self.doubtful}个要看一眼" if self.doubtful else "没有要看的")
        return "，".join(parts) + "。"


def whole(outcomes: Sequence[Outcome]) -> tuple[Outcome, ...]:
    """The outcomes with what of each does not fit the others."""
    beside = series_doubts(outcomes)
    return tuple(_said_once([with_doubts(one, beside) for one in outcomes]))


def _said_once(outcomes: Iterable[Outcome]) -> Iterator[Outcome]:
    """The outcomes, what is to be said of a whole bulletin with the first of its files alone."""
    said: set[Doubt] = set()
    for outcome in outcomes:
        doubts = tuple(one for one in outcome.doubts if one.reason != "office" or one not in said)
        said.update(one for one in doubts if one.reason == "office")
        yield outcome._replace(doubts=doubts)


def with_doubts(outcome: Outcome, beside: Mapping[str, tuple[Doubt, ...]]) -> Outcome:
    """An outcome with those doubts of its file."""
    more = beside.get(outcome.file, ())
    return outcome._replace(doubts=(*outcome.doubts, *more)) if more else outcome


def counted(outcomes: Iterable[Outcome]) -> Count:
    """How many files there were, and what of them."""
    every = list(outcomes)
    return Count(
        len(every),
        sum(one.result == "written" for one in every),
        sum(one.result == "same" for one in every),
        sum(one.result not in ("written", "same") for one in every),
        sum(bool(one.doubts) for one in every),
    )


def reasons_of(outcome: Outcome) -> str:
    """Why a file wants an eye, in few words."""
    found = {one.reason for one in outcome.doubts}
    return "、".join(name for reason, name in REASONS.items() if reason in found)


def number_of(outcome: Outcome) -> str:
    """第2期（总第607期）; empty where no number is known."""
    if not outcome.number:
        return ""
    total = f"（总第{outcome.total}期）" if outcome.total is not None else ""
    return f"{outcome.supplement}第{outcome.number}期{total}"


def report_tree(
    outcomes: Sequence[Outcome], source: Path, target: Path, *, stopped: bool
) -> dict[str, object]:
    """A run as JSON."""
    count = counted(outcomes)
    return {
        "source": str(source),
        "target": str(target),
        "stopped": stopped,
        "counts": count._asdict(),
        "files": [outcome_tree(one) for one in outcomes],
    }


def page_of(outcomes: Sequence[Outcome], source: Path) -> str:
    """A run as a page: the files that want an eye first."""
    looked = [one for one in outcomes if one.doubts]
    fine = [one for one in outcomes if not one.doubts]
    parts = [
        '<!DOCTYPE html>\n<html lang="zh-CN">\n<head>\n<meta charset="utf-8">',
        f"{_MARK}\n<title>旧刊收进来的情况</title>\n<style>{_STYLE}</style>\n</head>",
        "<body>\n<h1>旧刊收进来的情况</h1>",
        f"<p>{_text(str(source))}</p>\n<p>{_text(counted(outcomes).sentence)}</p>",
    ]
    if looked:
        parts += ["<h2>要看一眼的</h2>", _table(looked, doubts=True)]
    if fine:
        parts += ["<h2>没有要看的</h2>", _table(fine, doubts=False)]
    parts.append("</body>\n</html>\n")
    return "\n".join(parts)


def _table(outcomes: Iterable[Outcome], *, doubts: bool) -> str:
    names = ("Word 文件", "期号", "日期", "简报", *(("为什么", "哪里") if doubts else ()))
    rows = ["<table>", f"<tr>{''.join(f'<th>{name}</th>' for name in names)}</tr>"]
    for one in outcomes:
        bulletin = one.bulletin if one.result in ("written", "same") else RESULTS[one.result]
        cells = [
            f"<td>{_text(one.file)}</td>",
            f'<td class="n">{_text(number_of(one))}</td>',
            f'<td class="n">{_text(one.day)}</td>',
            f"<td>{_text(bulletin)}</td>",
        ]
        if doubts:
            said = "".join(f"<li>{_text(doubt.message)}</li>" for doubt in one.doubts[:_MOST_SHOWN])
            more = len(one.doubts) - _MOST_SHOWN
            said += f"<li>还有{more}处，请打开这一期对照着看。</li>" if more > 0 else ""
            cells += [f'<td class="n">{_text(reasons_of(one))}</td>', f"<td><ul>{said}</ul></td>"]
        rows.append(f"<tr>{''.join(cells)}</tr>")
    rows.append("</table>")
    return "\n".join(rows)


def _text(text: str) -> str:
    return html.escape(text.encode("utf-8", "replace").decode("utf-8"))


def save_page(outcomes: Sequence[Outcome], source: Path, target: Path) -> Path:
    """Lays the page beside the bulletins; a file of that name that is none of ours keeps it, and the page
    gets another. Returns where it lies. Raises TargetError."""
    data = page_of(outcomes, source).encode("utf-8")
    place = target / PAGE
    for further in range(2, 100):
        try:
            there = read_plain(place, 64 << 20)
        except FileNotFoundError:
            break
        except OSError:
            there = b""
        if there == data:
            return place
        if _MARK.encode() in there[:1_000]:
            break
        place = target / PAGE.replace(".", f" {further}.")
    else:
        raise TargetError(f"写不了“{target / PAGE}”：同名的文件太多，请换一个文件夹。")
    try:
        target.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise TargetError(f"写不了“{target}”：系统报告“{error.strerror}”。") from error
    write_atomically(place, data)
    return place
