"""Archive packages: an issue as PDF, Word file and bulletin with its metadata and a list of SHA-256, in a
folder of its own, and one list of all that are archived together. Nothing is written over."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from bulletin_desk.archiving.codes import MOST_BYTES, Code, CodeChoice, codes_of
from bulletin_desk.archiving.record import (
    FileRecord,
    Record,
    catalogue_csv,
    catalogue_html,
    metadata,
    record_of,
)
from bulletin_desk.bulletin.put_out import as_put_out
from bulletin_desk.errors import BulletinDeskError, TargetError
from bulletin_desk.fonts.faces import Faces
from bulletin_desk.forms import DOCX, PDF
from bulletin_desk.pipeline import Typeset
from bulletin_desk.storage.bulletin_file import to_bytes
from bulletin_desk.storage.new_files import (
    new_folder,
    put_new,
    put_new_folder,
    refuse_taken,
    same_content,
    same_folder,
    take_back,
)
from bulletin_desk.typeset.typesetter import Typesetter
from bulletin_desk.volumes.members import Member, Tell, silent

SUMS = "SHA-256.txt"
"""The list of a package, as sha256sum writes and checks it."""
CATALOGUE = "归档文件目录"
_ZIP_DATE = (1980, 1, 1, 0, 0, 0)


class Packed(NamedTuple):
    """What became of an issue: its folder, or why there is none. `kept`: it was there already, the same."""

    member: Member
    code: Code
    folder: Path
    record: Record | None = None
    kept: bool = False
    why: str = ""


class Archived(NamedTuple):
    """All packages, the files of their common list, and why there is no list."""

    packed: tuple[Packed, ...]
    catalogue: tuple[Path, ...] = ()
    why: str = ""

    @property
    def refused(self) -> tuple[Packed, ...]:
        """The issues that there is no package of."""
        return tuple(packed for packed in self.packed if packed.why)


def archive(
    members: Sequence[Member],
    target: Path,
    choice: CodeChoice,
    faces: Faces,
    *,
    zipped: bool = False,
    tell: Tell = silent,
) -> Archived:
    """Packages of these issues in the folder `target`, which is made if the one above it is there, in their
    order. An issue that can't be packed keeps no other from it. Raises CodeError before anything is written,
    and TargetError where there is no such folder."""
    codes = codes_of(choice, (member.issue.dated_header.date for member in members))
    with new_folder(target):
        return _with_catalogue(_packed(members, codes, target, faces, zipped=zipped, tell=tell), target)


def _packed(
    members: Sequence[Member],
    codes: Sequence[Code],
    target: Path,
    faces: Faces,
    *,
    zipped: bool,
    tell: Tell,
) -> list[Packed]:
    packed: list[Packed] = []
    for at, (member, code) in enumerate(zip(members, codes, strict=True)):
        tell(at, len(members))
        folder = target / code.text
        try:
            record, kept = _pack(member, code, folder, faces, zipped=zipped)
        except BulletinDeskError as error:
            packed.append(Packed(member, code, folder, why=str(error)))
        else:
            packed.append(Packed(member, code, folder, record, kept))
    tell(len(members), len(members))
    return packed


def _pack(member: Member, code: Code, folder: Path, faces: Faces, *, zipped: bool) -> tuple[Record, bool]:
    """One package; whether it was there already. Raises TargetError, FontError."""
    record, files = package_files(member, code, faces)
    kept = same_folder(folder, files)
    beside = folder.with_name(f"{code.text}.zip")
    data = _zip(code.text, files) if zipped else b""
    zip_kept = zipped and same_content(beside, data)
    if not kept:
        refuse_taken(folder)
    if zipped and not zip_kept:
        put_new(beside, data)
    try:
        if not kept:
            put_new_folder(folder, files)
    except TargetError:
        if zipped and not zip_kept:
            take_back(beside)
        raise
    return record, kept


def package_files(member: Member, code: Code, faces: Faces) -> tuple[Record, dict[str, bytes]]:
    """The files of a package by their names: the same issue gives the same bytes. Endorsements are in none.
    Raises TargetError, FontError."""
    issue = as_put_out(member.issue)
    pages = Typesetter(member.layout, faces).typeset(issue)
    typeset = Typeset(issue, member.layout, faces, pages)
    record = record_of(code, issue, member.number, len(pages) - pages.blank_pages)
    files = {f"{code.text}{form.suffix}": form.encode(typeset) for form in (PDF, DOCX)}
    name = f"{code.text}.bulletin"
    files[name] = to_bytes(issue, Path(name))
    told = [FileRecord(name, len(data), sha256(data).hexdigest()) for name, data in files.items()]
    files[f"{code.text}.xml"] = metadata(record, issue, told)
    files[SUMS] = "".join(f"{sha256(data).hexdigest()}  {name}\n" for name, data in files.items()).encode(
        "utf-8"
    )
    return record, files


def _zip(code: str, files: dict[str, bytes]) -> bytes:
    """The folder as a zip: the same files give the same bytes."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as file:
        for name, data in files.items():
            info = zipfile.ZipInfo(f"{code}/{name}", _ZIP_DATE)
            info.external_attr = 0o644 << 16
            packed = name.endswith((".docx", ".bulletin"))  # which are zips themselves
            file.writestr(info, data, zipfile.ZIP_STORED if packed else zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def _with_catalogue(packed: list[Packed], target: Path) -> Archived:
    records = [each.record for each in packed if each.record is not None]
    if not records:
        return Archived(tuple(packed))
    stem = _catalogue_name(records, len(packed) - len(records))
    files: list[Path] = []
    for ending, data in ((".html", catalogue_html(records)), (".csv", catalogue_csv(records))):
        file = target / f"{stem}{ending}"
        try:
            if not same_content(file, data):
                put_new(file, data)
        except TargetError as error:
            return Archived(tuple(packed), tuple(files), str(error))
        files.append(file)
    return Archived(tuple(packed), tuple(files))


def _catalogue_name(records: Sequence[Record], lacking: int) -> str:
    """The name of the list of these packages, without extension."""
    first, last = records[0].code.text, records[-1].code.text
    ends = "至".join(dict.fromkeys((first, last)))
    if len(ends.encode("utf-8")) > MOST_BYTES:
        ends = first
    # so that the whole list, made later, finds its name free
    return f"{CATALOGUE} {ends}" + (f"（缺{lacking}件）" if lacking else "")
