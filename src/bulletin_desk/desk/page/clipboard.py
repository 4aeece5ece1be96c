"""Text to and from the clipboard and drags: plain text for all, HTML with kinds for Word and for
ourselves."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QImage, QPixmap

from bulletin_desk.bulletin.model import Block, Picture, PictureData, Pictures
from bulletin_desk.bulletin.ranges import Ranges, united
from bulletin_desk.desk.parts.mime import are_pictures, local_files, mime_data
from bulletin_desk.editing.fragment import (
    Fragment,
    Paragraph,
    as_html,
    as_text,
    from_html,
    from_manuscript,
    from_text,
)
from bulletin_desk.errors import BulletinDeskError
from bulletin_desk.intake.manuscript import Manuscript

if TYPE_CHECKING:  # the rules of recognition are loaded when something is pasted
    from bulletin_desk.intake.draft import Remark


OWN = "application/x-bulletin-desk"
"""What is copied for web pages as this program has it, beside its HTML."""


@dataclass(frozen=True, slots=True)
class Incoming:
    """What comes in, and what of it does not: `left` says each, with its words. Without a fragment `refusal`
    says why there is none."""

    fragment: Fragment | None = None
    left: tuple[Remark, ...] = ()
    refusal: str = ""
    pictures: tuple[Path | bytes | QImage, ...] = ()
    """Nothing but pictures, which are still to be read: files, what is in files, pixels."""


def mime_of(fragment: Fragment) -> QMimeData:
    """A fragment in both forms; a single picture as pixels too."""
    pictures = list(_pictures_of(fragment))
    _last[:] = [fragment]
    _copied.clear()
    _copied.update((picture.data.digest, picture.data) for picture in pictures)
    data = mime_data(as_text(fragment), as_html(fragment))
    if len(fragment.paragraphs) == len(pictures) == 1:  # for programs that take nothing but pixels
        data.setImageData(QImage.fromData(pictures[0].data.content))
    return data


_copied: dict[str, PictureData] = {}
"""The pictures that were copied here last, by their digests."""
_last: list[Fragment] = []
"""What was copied here last: with what is noted with its items, which no clipboard is to hold."""


def _pictures_of(fragment: Fragment) -> Iterator[Picture]:
    for paragraph in fragment.paragraphs:
        attached = (block for attachment in paragraph.attachments for block in attachment.blocks)
        for block in (paragraph.block, *attached):
            if isinstance(block, Pictures):
                yield from block.pictures


def _checked(fragment: Fragment) -> Incoming:
    """Our own HTML may come from another window, and may only say that it is ours: a picture that was not
    copied here is read like any other."""
    if all(picture.data.digest in _copied for picture in _pictures_of(fragment)):
        return Incoming(fragment)
    kept = []
    try:
        for paragraph in fragment.paragraphs:
            block = paragraph.block
            attachments = tuple(
                replace(attachment, blocks=tuple(map(_read, attachment.blocks)))
                for attachment in paragraph.attachments
            )
            block = _pictures_read(block) if isinstance(block, Pictures) else block
            kept.append(replace(paragraph, block=block, attachments=attachments))
    except BulletinDeskError as error:
        return Incoming(refusal=str(error))
    return Incoming(replace(fragment, paragraphs=tuple(kept)))


def _read(block: Block) -> Block:
    return _pictures_read(block) if isinstance(block, Pictures) else block


def _pictures_read(block: Pictures) -> Pictures:
    from bulletin_desk.pictures.reading import picture_data

    datas = [picture_data(picture.data.content).data for picture in block.pictures]
    pairs = zip(block.pictures, datas, strict=True)
    return replace(block, pictures=tuple(replace(one, data=data) for one, data in pairs))


def may_be_text(data: QMimeData) -> bool:
    """Whether something may come in, or be told why it can't; files are the window's."""
    return not local_files(data) and (data.hasText() or data.hasHtml() or _has_picture(data))


def incoming(data: QMimeData, *, bold: bool = False, cells: bool = False) -> Incoming:
    """What comes in: our own HTML keeps its kinds; of another program's the looks tell them, and where there
    is only plain text, its words. `bold`: the bulletin has bold characters, which are kept then.
    `cells`: it comes into a cell, so that a single row of cells is one too."""
    files = local_files(data)
    if are_pictures(files):
        return Incoming(pictures=tuple(files))
    if files:
        return Incoming(refusal="这是文件，不是文字：要收进简报，请用“导入稿件”，或把文件拖进窗口。")
    html = data.html() if data.hasHtml() else ""
    text = data.text() if data.hasText() else ""
    kept = bytes(data.data(OWN).data()).decode("utf-8", "replace") if data.hasFormat(OWN) else html
    own = from_html(kept)
    if own is not None:
        return _checked(_last[0] if own in _last else own)
    if html.strip():
        came = _looked_at(html, text, bold=bold, only_a_link=data.hasUrls())
        return came if came.fragment is not None or not _has_picture(data) else _picture(data)
    if text:
        return Incoming(_from_text(text, cells=cells))
    return _picture(data) if _has_picture(data) else Incoming(refusal="没有可以贴的文字。")


_ONLY_A_LINK = "剪贴板里只有图片的链接，没有图片本身：请把图片存成文件，再用“插入—图片”。"


def _has_picture(data: QMimeData) -> bool:
    return data.hasImage() or any(data.hasFormat(form) for form in _FORMS)


def _picture(data: QMimeData) -> Incoming:
    """The picture as whoever has copied it offers its file, which needs no decoding here; else its pixels."""
    for form in _FORMS:
        content = bytes(data.data(form).data()) if form in data.formats() else b""
        if content:
            return Incoming(pictures=(content,))
    image = data.imageData()
    if isinstance(image, QPixmap):
        image = image.toImage()
    if not isinstance(image, QImage) or image.isNull():
        return Incoming(refusal="剪贴板里的图片读不出来，请存成文件，再用“插入—图片”。")
    return Incoming(pictures=(image,))


_FORMS = ("image/png", "image/jpeg", "image/tiff", "image/webp", "image/gif", "image/bmp")


def _from_text(text: str, *, cells: bool) -> Fragment:
    """Words, or rows of cells as spreadsheets write them."""
    if "\t" in text and (cells or "\n" in text.strip()):
        from bulletin_desk.intake.grid import table_of_tsv

        table = table_of_tsv(text)
        if table is not None:
            return Fragment((Paragraph(table.kind, "", block=table),))
    return from_text(text)


def _looked_at(html: str, text: str, *, bold: bool, only_a_link: bool) -> Incoming:
    """What another program's HTML brings, whose plain text is `text`; `only_a_link`: that may be no more than
    the address of a picture."""
    from bulletin_desk.intake.draft import Remark, remarks_on

    try:
        manuscript = _read_html(html)
    except BulletinDeskError as error:
        if not text:
            return Incoming(refusal=str(error))
        return Incoming(
            from_text(text), (Remark(f"只贴了纯文字，表格、图片、注释都没有：{error}", look=True),)
        )
    if any(note.block is not None for note in manuscript.notes):
        fragment, left = from_manuscript(manuscript, bold=bold)
        others = tuple(note for note in manuscript.notes if note.block is None)
        said = (Remark(left),) if left else ()
        return Incoming(fragment, (*remarks_on(replace(manuscript, notes=others)), *said))
    if manuscript.paragraphs and ("\n" in text.strip() or not text.strip() or _says_less(text, manuscript)):
        if text.strip() or len(manuscript.paragraphs) > 1:
            fragment, left = from_manuscript(manuscript, bold=bold)
            said = (Remark(left),) if left else ()
            return Incoming(fragment, (*remarks_on(manuscript), *said))
        text = manuscript.paragraphs[0].text  # one line stays as it is
    elif len(manuscript.paragraphs) == 1 and not _OTHERWISE.isdisjoint(
        note.rule for note in manuscript.notes
    ):
        return Incoming(from_text(manuscript.paragraphs[0].text), remarks_on(manuscript))
    pictures = any(note.rule == "picture" for note in manuscript.notes)
    if not text.strip() or (only_a_link and pictures and not manuscript.paragraphs):
        remarks = remarks_on(manuscript)
        only = pictures and all(note.rule == "picture" for note in manuscript.notes)
        return Incoming(None, remarks, _ONLY_A_LINK if only else "这里面没有简报放得下的文字，没有贴。")
    ranges = _bold_of_a_line(text, manuscript) if bold else ()
    return Incoming(from_text(text, ranges), remarks_on(manuscript, text))


def _bold_of_a_line(text: str, manuscript: Manuscript) -> Ranges:
    """The bold characters of a line, as its HTML tells them."""
    (line, *more) = manuscript.paragraphs or (None,)
    at = -1 if line is None or more else text.find(line.text)
    return () if line is None or at < 0 else united((at + start, at + end) for start, end in line.bold)


_OTHERWISE = frozenset(("comment", "footnote", "endnote", "deleted"))
"""What a line's plain text has without a word: marks of notes that stay behind, words that were struck."""


def _says_less(line: str, manuscript: Manuscript) -> bool:
    """Whether a line of plain text lacks a paragraph of the same in HTML: a text box, a note."""
    said = "".join(line.split())
    texts = ["".join(paragraph.text.split()) for paragraph in manuscript.paragraphs]
    return len(texts) > 1 and any(text not in said for text in texts)


def manuscript_in(data: QMimeData) -> Manuscript | None:
    """What is on the clipboard as a manuscript; None if there is no text. Raises UnreadableFileError."""
    from bulletin_desk.intake.read import read_pasted_text

    if data.hasHtml():
        read = _read_html(data.html())
        if read.paragraphs:
            return read
    return read_pasted_text(data.text()) if data.hasText() and data.text().strip() else None


def _read_html(html: str) -> Manuscript:
    from bulletin_desk.intake.read import read_pasted_html

    return read_pasted_html(html)
