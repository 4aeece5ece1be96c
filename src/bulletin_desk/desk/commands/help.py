"""The help page and what the program says about itself. The list of keys is made of the commands."""

from __future__ import annotations

import html
import platform

from PySide6.QtCore import Qt, qVersion
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QVBoxLayout, QWidget

from bulletin_desk import __version__
from bulletin_desk.desk.commands.actions import BELOW, COMMANDS, MENUS, keys_of, without_key
from bulletin_desk.desk.page.keys import KEYS_IN_WORDS
from bulletin_desk.desk.parts.plain import Page, in_title
from bulletin_desk.fonts.faces import Faces
from bulletin_desk.layouts.offers import Offers
from bulletin_desk.resources import resource


def help_html(offers: Offers) -> str:
    """The help page with all keys that there are where a layout offers these."""
    page = resource("help", "help.html").read_text(encoding="utf-8")
    if offers != Offers():
        page += resource("help", "further.html").read_text(encoding="utf-8")
    parts = [page, "<h3>全部快捷键</h3>"]
    commands = {command.name: command for command in COMMANDS}
    for title, names in MENUS:
        rows = [
            (without_key(commands[name].words(offers)[0]), "、".join(map(_native, keys)))
            for name in " ".join(BELOW.get(each, each) for each in names.split()).split()
            if name in commands and (keys := keys_of(commands[name], offers))
        ]
        if rows:
            parts.append(_table(without_key(title), rows))
    parts.append(_table("在版面上", KEYS_IN_WORDS))
    return "".join(parts)


def about_html(faces: Faces) -> str:
    """Versions, licences, and which faces serve here."""
    # costs a start 50 ms, and is asked for once a year
    from importlib.metadata import PackageNotFoundError, version

    libraries = [("Python", platform.python_version()), ("Qt", qVersion())]
    for name in ("PySide6_Essentials", "reportlab", "python-docx", "fonttools", "pypdfium2"):
        try:
            libraries.append((name.replace("_", "-"), version(name)))
        except PackageNotFoundError:
            continue
    serving = [
        (role.label, f"{role.face.name}（{'本机安装' if role.installed else '随附'}）")
        for role in faces.roles.values()
    ]
    folder = resource("fonts", "licences")
    licences = [file.stem for file in sorted(folder.glob("*.txt"))]
    return "".join(
        (
            f"<h2>简报编排 {__version__}</h2>",
            "<p>在将要印出来的版面上写简报，输出印刷用的 PDF 和存档用的 Word 文件。</p>",
            "<p>本程序是自由软件，按 GPL-3.0-or-later 许可使用。</p>",
            _table("组成", libraries),
            _table("各部分用的字体", serving),
            _table("用不了的字体文件", [(sentence, "") for sentence in faces.damaged])
            if faces.damaged
            else "",
            "<h4>随附字体的许可</h4><p>随附字体各有自己的许可，全文在 "
            f"<a href='{html.escape(folder.as_uri())}'>{html.escape(str(folder))}</a>：</p>",
            f"<p>{html.escape('；'.join(licences))}</p>",
        )
    )


def _native(key: str) -> str:
    return QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText)


def _table(title: str, rows: list[tuple[str, str]] | tuple[tuple[str, str], ...]) -> str:
    cells = "".join(
        f"<tr><td style='padding:2px 24px 2px 0'>{html.escape(left)}</td>"
        f"<td style='padding:2px 0'>{html.escape(right)}</td></tr>"
        for left, right in rows
    )
    return f"<h4>{html.escape(title)}</h4><table>{cells}</table>"


class TextDialog(QDialog):
    """A page of text to read."""

    def __init__(self, title: str, page: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(in_title(title))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.browser = Page(self)
        self.browser.document().setDocumentMargin(16)
        self.browser.setHtml(page)
        buttons = QDialogButtonBox(self)
        buttons.addButton("关闭", QDialogButtonBox.ButtonRole.RejectRole)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.addWidget(self.browser)
        column.addWidget(buttons)
        room = self.screen().availableGeometry().size()
        self.resize(min(680, room.width() * 9 // 10), min(640, room.height() * 8 // 10))
