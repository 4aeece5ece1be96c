"""What all tests share: shipped faces and layout, Hypothesis without deadlines, a home folder of their own.

No test may read the machine's installed faces or write into the user's folders: machines differ.
"""

from __future__ import annotations

import ctypes
import os
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from bulletin_desk.fonts.faces import Faces, load_faces
from bulletin_desk.layouts.model import Layout
from bulletin_desk.layouts.read import load_layout

EXAMPLES = int(os.environ.get("BULLETIN_DESK_EXAMPLES", "100"))
"""How many examples a property is tried with that doesn't say so itself."""
SAMPLE = int(os.environ.get("BULLETIN_DESK_SAMPLE", "1"))
"""Of tests that are marked `sampled`, or have more than MANY cases, every how many-th is run."""
MANY = 30
BY_ROOM = int(os.environ.get("BULLETIN_DESK_BY_ROOM", "1"))
"""Of the tests of rooms that know neither the system nor Qt, every how many-th is run: for where another
system has run all of them."""
ROOMS_ALIKE_EVERYWHERE = frozenset(
    (
        "bulletin",
        "editing",
        "export",
        "gathering",
        "hanzi",
        "intake",
        "layouts",
        "learning",
        "pages",
        "proof",
        "typeset",
    )
)
settings.register_profile(
    "bulletin-desk", max_examples=EXAMPLES, deadline=None, derandomize="CI" in os.environ
)
settings.load_profile("bulletin-desk")

_HOME_VARIABLES = (
    "HOME",
    "USERPROFILE",
    "LOCALAPPDATA",
    "APPDATA",
    "XDG_CACHE_HOME",
    "XDG_DATA_HOME",
    "XDG_CONFIG_HOME",
)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-snapshots", action="store_true", help="write tests/snapshots anew instead of comparing"
    )


def under_wine() -> bool:
    """Whether this Windows is Wine (a Wine since 1.2 says so in its ntdll)."""
    return sys.platform == "win32" and hasattr(ctypes.WinDLL("ntdll"), "wine_get_version")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Keeps a sample of what is marked `sampled` or has MANY cases, and of rooms that are alike everywhere;
    leaves out under Wine what is marked `not_under_wine("why")`."""
    counted: Counter[str] = Counter()
    cases = Counter(item.nodeid.partition("[")[0] for item in items)
    dropped = []
    for item in items:
        test, _, _ = item.nodeid.partition("[")
        many = cases[test] > MANY or any(item.iter_markers("sampled"))
        if SAMPLE > 1 and many:
            counted[test] += 1
            if (counted[test] - 1) % SAMPLE:
                dropped.append(item)
                continue
        room = test.split("/")[1]
        if BY_ROOM > 1 and room in ROOMS_ALIKE_EVERYWHERE:
            counted[room] += 1
            if (counted[room] - 1) % BY_ROOM:
                dropped.append(item)
    if dropped:
        gone = frozenset(map(id, dropped))
        items[:] = [item for item in items if id(item) not in gone]
        config.hook.pytest_deselected(items=dropped)
    if not under_wine():
        return
    for item in items:
        for mark in item.iter_markers("not_under_wine"):
            item.add_marker(pytest.mark.skip(reason=f"not under Wine: {mark.args[0]}"))


@pytest.fixture
def snapshot(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """Compares a text with that file in tests/snapshots, or writes the file on --update-snapshots."""

    def compare(name: str, text: str) -> None:
        file = Path(__file__).parent / "snapshots" / name
        if request.config.getoption("--update-snapshots"):
            file.parent.mkdir(exist_ok=True)
            file.write_text(text, encoding="utf-8", newline="\n")
        assert text == file.read_text(encoding="utf-8")

    return compare


@pytest.fixture(scope="session", autouse=True)
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """An empty home folder, for subprocesses too."""
    folder = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patch:
        for name in _HOME_VARIABLES:
            patch.setenv(name, str(folder))
        yield folder


@pytest.fixture(autouse=True)
def _no_installed_faces(monkeypatch: pytest.MonkeyPatch) -> None:
    """The system's font folders are outside the home folder: in this process there are none."""
    monkeypatch.setattr("bulletin_desk.fonts.faces.font_folders", lambda: ())
    monkeypatch.setattr("bulletin_desk.fonts.faces.registered_files", tuple)


@pytest.fixture(scope="session")
def faces() -> Faces:
    """The shipped faces."""
    return load_faces(use_installed=False)


@pytest.fixture(scope="session")
def layout() -> Layout:
    """The default layout."""
    return load_layout()
