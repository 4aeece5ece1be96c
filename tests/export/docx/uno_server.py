"""What LibreOffice does with Word copies, asked by JSON lines on stdin: run by a Python that has UNO, never
imported by the tests (UNO changes how all of Python imports). `uno_office` is its other end.

Each line is {"do": …, "path": …, …}; the answer is {"ok": …} or {"error": "…"}.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

_LIMIT = 90
"""Seconds until LibreOffice must have started."""
_PARAGRAPH_BREAK = 0


def _property(name: str, value: object) -> Any:
    from com.sun.star.beans import PropertyValue

    return PropertyValue(Name=name, Value=value)


class _Office:
    def __init__(self, program: str, folder: str) -> None:
        import uno  # first: it lets Python import what is of LibreOffice
        from com.sun.star.connection import NoConnectException

        name = f"bulletin{os.getpid()}"
        profile = Path(folder, "profile").as_uri()
        self._process = subprocess.Popen(
            [
                program,
                "--headless",
                "--norestore",
                "--nologo",
                "--nodefault",
                f"--accept=pipe,name={name};urp;",
                f"-env:UserInstallation={profile}",
            ],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        local = uno.getComponentContext()
        resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
        end = time.monotonic() + _LIMIT
        while True:
            try:
                context = resolver.resolve(f"uno:pipe,name={name};urp;StarOffice.ComponentContext")
                break
            except NoConnectException:
                if time.monotonic() > end or self._process.poll() not in (None, 0):
                    self.close()
                    raise
                time.sleep(0.05)
        self._context = context
        self._desktop = self._made("com.sun.star.frame.Desktop")

    def _made(self, service: str) -> Any:
        return self._context.ServiceManager.createInstanceWithContext(service, self._context)

    def close(self) -> None:
        with contextlib.suppress(Exception):
            self._desktop.terminate()
        for way in (signal.SIGTERM, signal.SIGKILL):
            with contextlib.suppress(ProcessLookupError, subprocess.TimeoutExpired):
                os.killpg(self._process.pid, way)
                self._process.wait(5)

    @contextlib.contextmanager
    def _open(self, path: str) -> Iterator[Any]:
        document = self._desktop.loadComponentFromURL(
            Path(path).as_uri(), "_blank", 0, (_property("Hidden", True),)
        )
        if document is None:
            raise ValueError(f"LibreOffice can't open {path}")
        try:
            yield document
        finally:
            document.close(True)

    def _dispatch(self, document: Any, command: str) -> None:
        frame = document.CurrentController.Frame
        self._made("com.sun.star.frame.DispatchHelper").executeDispatch(frame, command, "", 0, ())

    def _name(self, who: str) -> None:
        provider = self._made("com.sun.star.configuration.ConfigurationProvider")
        access = provider.createInstanceWithArguments(
            "com.sun.star.configuration.ConfigurationUpdateAccess",
            (_property("nodepath", "/org.openoffice.UserProfile/Data"),),
        )
        access.setPropertyValue("givenname", who)
        access.setPropertyValue("sn", "")
        access.commitChanges()

    # ---- what is asked

    def read(self, path: str, settle: str = "", to: str = "", form: str = "") -> object:
        """The texts of a file, all changes accepted ("accept") or rejected ("reject") before; saved in the
        `form` of a filter, if it is to go somewhere."""
        with self._open(path) as document:
            if settle:
                word = {"accept": "Accept", "reject": "Reject"}[settle]
                self._dispatch(document, f".uno:{word}AllTrackedChanges")
            changes = _changes(document)
            found = [[where, text.getString()] for where, text in _paragraphs(document)]
            if to:
                document.storeToURL(Path(to).as_uri(), (_property("FilterName", form),))
        return {"texts": found, "changes": changes}

    def edit(self, path: str, to: str, who: str, edits: list[list[Any]]) -> object:
        """Saves the file with edits that LibreOffice has recorded as changes of `who`, from the last to the
        first: [paragraph, start, paragraph, end, new text], a line feed in it is a paragraph's end. Tells
        edits that LibreOffice refuses."""
        self._name(who)
        refused = []
        with self._open(path) as document:
            document.RecordChanges = True
            paragraphs = [text for _, text in _paragraphs(document)]
            for at, (first, start, last, end, new) in reversed(list(enumerate(edits))):
                try:
                    _edit(paragraphs[first], start, paragraphs[last], end, new)
                except Exception as error:  # of whatever kind: UNO's have no common one
                    refused.append([at, str(error)])
            changes = _changes(document)
            document.storeToURL(Path(to).as_uri(), (_property("FilterName", "MS Word 2007 XML"),))
        return {"changes": changes, "refused": refused}


def _edit(first: Any, start: int, last: Any, end: int, new: str) -> None:
    text = first.getText()
    cursor = _at(text, first, start)
    cursor.gotoRange(_at(text, last, end), True)
    if not cursor.isCollapsed():
        cursor.setString("")
    where = _at(text, first, start)
    for number, line in enumerate(new.split("\n")):
        if number:
            text.insertControlCharacter(where, _PARAGRAPH_BREAK, False)
        text.insertString(where, line, False)


def _at(text: Any, paragraph: Any, offset: int) -> Any:
    cursor = text.createTextCursorByRange(paragraph.getStart())
    left = offset
    while left > 0:  # a step is a short
        step = min(left, 30_000)
        cursor.goRight(step, False)
        left -= step
    return cursor


def _paragraphs(document: Any) -> Iterator[tuple[str, Any]]:
    """Each paragraph with where it stands: body, cell, frame, header or footer; frames behind the body."""
    yield from _in_text(document.Text, "body")
    frames = document.TextFrames
    for name in sorted(frames.ElementNames):
        yield from _in_text(frames.getByName(name), "frame")
    styles = document.StyleFamilies.getByName("PageStyles")
    for name in styles.ElementNames:
        style = styles.getByName(name)
        if not style.isInUse():
            continue
        for part in ("Header", "Footer"):
            if getattr(style, f"{part}IsOn"):
                sides = ("Text",) if getattr(style, f"{part}IsShared") else ("TextLeft", "TextRight")
                for side in sides:
                    yield from _in_text(getattr(style, f"{part}{side}"), part.lower())


def _in_text(text: Any, where: str) -> Iterator[tuple[str, Any]]:
    parts = text.createEnumeration()
    while parts.hasMoreElements():
        part = parts.nextElement()
        if part.supportsService("com.sun.star.text.Paragraph"):
            yield where, part
        elif part.supportsService("com.sun.star.text.TextTable"):
            for name in part.CellNames:
                yield from _in_text(part.getCellByName(name), "cell")


def _changes(document: Any) -> list[list[str]]:
    """Each change that is not settled: its kind (Insert, Delete, Format …) and author."""
    found = []
    redlines = document.Redlines.createEnumeration()
    while redlines.hasMoreElements():
        redline = redlines.nextElement()
        found.append([redline.RedlineType, redline.RedlineAuthor])
    return found


def main() -> None:
    """Answers until stdin ends."""
    parser = argparse.ArgumentParser(description="Asks LibreOffice by JSON lines on stdin.")
    parser.add_argument("program", help="soffice")
    parser.add_argument("folder", help="where it may keep its profile")
    options = parser.parse_args()
    office = _Office(options.program, options.folder)
    try:
        for line in sys.stdin:
            asked = json.loads(line)
            try:
                answer = {"ok": getattr(office, asked.pop("do"))(**asked)}
            except Exception as error:
                answer = {"error": f"{type(error).__name__}: {error}"}
            print(json.dumps(answer), flush=True)
    finally:
        office.close()


if __name__ == "__main__":
    main()
