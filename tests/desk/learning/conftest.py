"""An old issue's PDF, made once, and what is learned of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from bulletin_desk.fonts.faces import Faces
from bulletin_desk.learning.learned import Learned
from tests.desk.learning.made import learned_of, made_pdf


@pytest.fixture(scope="session")
def old_pdf(faces: Faces, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The real issue's pages."""
    return made_pdf(tmp_path_factory.mktemp("旧的") / "第2期.pdf", faces)


@pytest.fixture(scope="session")
def learned(old_pdf: Path) -> Learned:
    """What it tells."""
    return learned_of(old_pdf)
