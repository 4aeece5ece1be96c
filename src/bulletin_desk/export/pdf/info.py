"""What a PDF says of itself. Knows no PDF."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

_NOT_IN_XML = re.compile("[\x00-\x1f\ufffe\uffff]")
"""Line breaks and tabs included, which XML may change: the two places that name the document must agree."""


@dataclass(frozen=True, slots=True)
class DocumentInfo:
    """What the file says of itself: 题名、编发单位、期号; `made` is the moment, with its zone, `producer` the
    program with its version.

    Characters that XML can't hold are left out.
    """

    title: str
    issuer: str
    number: str
    made: datetime
    producer: str

    def __post_init__(self) -> None:
        for name in ("title", "issuer", "number", "producer"):
            object.__setattr__(self, name, _NOT_IN_XML.sub("", getattr(self, name)))
