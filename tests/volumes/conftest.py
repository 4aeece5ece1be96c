"""What tests of volumes share."""

from __future__ import annotations

from typing import NamedTuple

import pytest

from bulletin_desk.fonts.faces import Faces
from bulletin_desk.volumes.bind import Volume, bind, volume_bytes
from bulletin_desk.volumes.members import Member
from tests.volumes.made import members


class Made(NamedTuple):
    members: list[Member]
    volume: Volume
    data: bytes


@pytest.fixture(scope="session")
def made(faces: Faces) -> Made:
    """A volume of issues in several layouts, single- and double-sided."""
    chosen = members("sichuan-gazetteer", "gb9704", "sichuan-gazetteer", "duty-flash", "monthly")
    volume = bind(chosen, faces)
    return Made(chosen, volume, volume_bytes(volume, faces))
