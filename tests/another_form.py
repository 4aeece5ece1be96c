"""A form that the program does not have, for tests: a row more in the table, and nothing else."""

from __future__ import annotations

from bulletin_desk.forms import Form, Option, Tell, silent
from bulletin_desk.pipeline import Typeset
from bulletin_desk.proof.findings import Finding, Level


def _encode(typeset: Typeset, tell: Tell = silent, **options: str) -> bytes:
    text = ""
    for page in typeset.pages:
        tell(page.number)
        text += "".join(placed.line.text + "\n" for placed in page.lines)
    end = "\r\n" if options.get("ends") == "dos" else "\n"
    return text.replace("\n", end).encode("utf-8")


def _findings(typeset: Typeset) -> list[Finding]:
    return [Finding(Level.ADVICE, "made_up", ("masthead", "name"), 0, 1, "报头", "纯文本里没有红线。")]


PLAIN = Form(
    name="csv",
    short="纯文本",
    called="纯文本",
    use="群发用",
    tip="贴进短信和网页的文字",
    access_key="T",
    help="写成纯文本文件",
    encode=_encode,
    findings=_findings,
    options=(Option("ends", ("unix", "dos"), "换行", "unix：只有换行符（默认）；dos：加回车符"),),
)
