"""Which DLLs the programs and libraries of a tree import, and whether each is in the tree or part of Windows
10.

Wine brings C runtimes of its own, which would hide that one is missing; so this is read from the files.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

WINDOWS_10 = Path(__file__).with_name("windows-10-dlls.txt")
_ENDINGS = (".exe", ".dll", ".pyd")
_DIRECTORIES = (
    "IMAGE_DIRECTORY_ENTRY_IMPORT",
    "IMAGE_DIRECTORY_ENTRY_DELAY_IMPORT",
    "IMAGE_DIRECTORY_ENTRY_EXPORT",
)


@dataclass(frozen=True)
class Missing:
    """A file of the tree, and a DLL that it imports and that is nowhere."""

    file: Path
    dll: str


def system_dlls(listing: str) -> frozenset[str]:
    """The names in a list with one a line; `#` begins a remark."""
    lines = (line.partition("#")[0].strip().lower() for line in listing.splitlines())
    return frozenset(line for line in lines if line)


def imports(file: Path) -> list[str]:
    """The DLLs that a file imports, delayed and forwarded ones too, in small letters."""
    import pefile  # the build fetches it only for itself

    with pefile.PE(str(file), fast_load=True) as image:
        image.parse_data_directories([pefile.DIRECTORY_ENTRY[name] for name in _DIRECTORIES])
        names: set[str] = set()
        for kind in ("DIRECTORY_ENTRY_IMPORT", "DIRECTORY_ENTRY_DELAY_IMPORT"):
            names.update(entry.dll.decode("ascii") for entry in getattr(image, kind, ()))
        exports = getattr(image, "DIRECTORY_ENTRY_EXPORT", None)
        for symbol in exports.symbols if exports else ():
            if symbol.forwarder:
                names.add(symbol.forwarder.decode("ascii").rpartition(".")[0] + ".dll")
    return sorted(name.lower() for name in names)


def exported(file: Path) -> list[str]:
    """The names that a DLL exports, sorted."""
    import pefile

    with pefile.PE(str(file), fast_load=True) as image:
        image.parse_data_directories([pefile.DIRECTORY_ENTRY["IMAGE_DIRECTORY_ENTRY_EXPORT"]])
        return sorted(s.name.decode("ascii") for s in image.DIRECTORY_ENTRY_EXPORT.symbols if s.name)


def binaries(tree: Path) -> list[Path]:
    """Every program and library of a tree, sorted."""
    return sorted(file for file in tree.rglob("*") if file.is_file() and file.suffix.lower() in _ENDINGS)


def reachable(file: Path, tree: Path, everywhere: Sequence[Path]) -> set[str]:
    """The DLLs that Windows finds when it loads the file: beside it, and in the folders that the program has
    opened to all (`everywhere`, relative to the tree)."""
    folders = [file.parent, *(tree / folder for folder in everywhere)]
    return {found.name.lower() for folder in folders if folder.is_dir() for found in folder.iterdir()}


def missing(tree: Path, system: Iterable[str], everywhere: Sequence[Path]) -> list[Missing]:
    """What the tree imports that is neither where Windows looks nor part of the system."""
    known = frozenset(system)
    lacking = []
    for file in binaries(tree):
        here = reachable(file, tree, everywhere)
        lacking += [Missing(file, dll) for dll in imports(file) if dll not in known and dll not in here]
    return lacking
