"""Writes the redline Word file: an older and a newer version as one Word copy, in which what differs stands
as tracked changes. With all of them accepted it is the Word copy of the newer version, with all rejected that
of the older one. Holds no XML.
"""

from __future__ import annotations

import hashlib
import io
from typing import Any, Protocol

from docx.opc.constants import CONTENT_TYPE as CT
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.opc.package import OpcPackage
from docx.opc.packuri import PackURI
from docx.opc.part import Part

from bulletin_desk.bulletin.model import Issue
from bulletin_desk.export.docx import oxml_copies as oxml
from bulletin_desk.export.docx.oxml_changes import Marked
from bulletin_desk.export.docx.write import docx_bytes, zipped
from bulletin_desk.layouts.model import Layout
from bulletin_desk.typeset.typesetter import TypesetPages


class Version(Protocol):
    """An issue with its pages, as `pipeline.Typeset` is one."""

    @property
    def issue(self) -> Issue: ...

    @property
    def layout(self) -> Layout: ...

    @property
    def pages(self) -> TypesetPages: ...


def redline_docx(old: Version, new: Version, who: str, when: str = "") -> bytes:
    """The marked Word copy, without changes where the versions are the same. `who` is the author of all
    changes, `when` their time (ISO 8601), if it is to be said."""
    older, newer = (docx_bytes(one.issue, one.layout, one.pages, free=True) for one in (old, new))
    return marked_copy(older, newer, who, when)


def marked_copy(old: bytes, new: bytes, who: str, when: str = "") -> bytes:
    """Two of our own Word copies as one, as `redline_docx`."""
    older, newer = _opened(old).main_document_part, _opened(new).main_document_part
    older_styles, styles = (oxml.parsed(_only(one, RT.STYLES).blob) for one in (older, newer))
    before = oxml.Copy(
        oxml.style_names(older_styles),
        _digests(older),
        styles=oxml.with_styles_of(styles, older_styles),
        relations=_with_pictures_of(older, newer),
        footers=_footers(older),
        raised=oxml.RAISED,
    )
    after = oxml.Copy(oxml.style_names(styles), _digests(newer), footers=_footers(newer))
    _only(newer, RT.STYLES)._blob = oxml.written(styles)
    number = len(_related(newer, RT.FOOTER))

    def add(footer: object) -> str:
        nonlocal number
        number += 1
        return _added(newer, f"/word/footer{number}.xml", CT.WML_FOOTER, oxml.written(footer), RT.FOOTER)

    marked = Marked(before, after, who, when, add)
    documents = [oxml.parsed(one.blob) for one in (older, newer)]
    newer._blob = oxml.written(oxml.with_body(documents[1], marked.body(*documents)))
    return zipped(newer.package)


def _opened(data: bytes) -> Any:
    """A package, all of whose parts are bytes, whatever they hold."""
    opened = OpcPackage.open(io.BytesIO(data))
    package = OpcPackage()
    made = {id(part): _part(part.partname, part.content_type, part.blob, package) for part in opened.parts}
    ends: list[tuple[Any, Any]] = [(opened, package), *((part, made[id(part)]) for part in opened.parts)]
    for source, own in ends:
        for relation in source.rels.values():
            own.load_rel(relation.reltype, made[id(relation.target_part)], relation.rId)
    return package


def _related(part: Part, kind: str) -> dict[str, Part]:
    """The parts that one leads to in this way, by their relationships."""
    return {own: one.target_part for own, one in part.rels.items() if one.reltype == kind}


def _only(part: Part, kind: str) -> Part:
    (found,) = _related(part, kind).values()
    return found


def _digests(document: Part) -> dict[str, str]:
    return {
        own: hashlib.sha256(picture.blob).hexdigest() for own, picture in _related(document, RT.IMAGE).items()
    }


def _footers(document: Part) -> dict[str, object]:
    return {own: oxml.parsed(footer.blob) for own, footer in _related(document, RT.FOOTER).items()}


def _with_pictures_of(older: Part, newer: Part) -> dict[str, str]:
    """Adds the pictures that only the older copy has; gives the relationships of all that it has."""
    here = {digest: own for own, digest in _digests(newer).items()}
    older_digests = _digests(older)
    for own, picture in _related(older, RT.IMAGE).items():
        if older_digests[own] not in here:
            name = f"/word/media/image{len(here) + 1}.{picture.partname.ext}"
            here[older_digests[own]] = _added(newer, name, picture.content_type, picture.blob, RT.IMAGE)
    return {own: here[digest] for own, digest in older_digests.items()}


def _added(document: Part, name: str, content_type: str, data: bytes, kind: str) -> str:
    part = _part(PackURI(name), content_type, data, document.package)
    relation: str = document.relate_to(part, kind)
    return relation


def _part(name: PackURI, content_type: str, data: bytes, package: Any) -> Part:
    return Part(name, content_type, data, package)
