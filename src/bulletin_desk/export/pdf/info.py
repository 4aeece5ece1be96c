"""What a PDF says of itself. Knows no PDF."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta, timezone
from datetime import date as Date  # noqa: N812

from bulletin_desk import __version__
from bulletin_desk.checked import shown
from bulletin_desk.errors import TargetError

PRODUCER = f"Bulletin Desk {__version__}"
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
    producer: str = PRODUCER

    def __post_init__(self) -> None:
        for name in ("title", "issuer", "number", "producer"):
            object.__setattr__(self, name, _NOT_IN_XML.sub("", getattr(self, name)))


_CHINA = timezone(timedelta(hours=8))


def moment(issued: Date) -> datetime:
    """When a file says it was made: SOURCE_DATE_EPOCH, by which builds are told their time, else the day of
    the issue, so that the same issue gives the same file. Raises TargetError where it is no time."""
    told = os.environ.get("SOURCE_DATE_EPOCH", "").strip()
    if not told:
        return datetime.combine(issued, time(), _CHINA)
    try:
        return datetime.fromtimestamp(int(told), UTC)
    except (ValueError, OverflowError, OSError) as error:
        raise TargetError(
            f"环境变量 SOURCE_DATE_EPOCH 写的“{shown(told, 40)}”不是一个时刻，"
            "请改成从 1970 年起的秒数，或者去掉它。"
        ) from error
