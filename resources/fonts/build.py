"""Rebuild the shipped stand-in faces byte for byte from the packages named in SOURCES.toml, or check them.

Knows packages, hashes and font tables; must not know which role a face plays in a bulletin.

    python resources/fonts/build.py --check     the shipped files have the recorded sha256, and no character
                                                differs that nobody has looked at: compare.py (no network)
    python resources/fonts/build.py             fetch, rebuild, compare; replaces nothing that differs
    python resources/fonts/build.py --record    fetch, rebuild, replace, and write the new hashes

Checking needs Python 3.11, fontTools and Pillow; rebuilding also npm, apt-get and dpkg-deb: a Debian-like
machine with Node.js.
Exit code: 0 good, 1 a file differs, 2 something needed is missing or cannot be written.
"""

from __future__ import annotations

import bz2
import gzip
import hashlib
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
import tomllib
from argparse import ArgumentParser, RawDescriptionHelpFormatter
from collections.abc import Iterable
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from fontTools.ttLib import TTFont

FOLDER = Path(__file__).resolve().parent
SOURCES = FOLDER / "SOURCES.toml"
SHIPPED_HEADER = "\n[shipped]\n"

# Copyright, family, style, unique id, full name, version, PostScript name, trademark, description, licence,
# where the licence stands.
KEPT_NAMES = (0, 1, 2, 3, 4, 5, 6, 7, 10, 13, 14)
WINDOWS_UNICODE_ENGLISH = (3, 1, 0x409)
# Glyphs are placed one by one through cmap, horizontally: layout, vertical metrics and signatures go,
# and FontForge's time stamps.
DROPPED_TABLES = ("GSUB", "GPOS", "GDEF", "BASE", "VORG", "vhea", "vmtx", "DSIG", "STAT", "FFTM")
# In units of 1/1000 em: a fifth of a dot at 22 pt on a 600 dpi printer.
MAX_CURVE_ERROR = 1.0
# Fandol encodes some of these as blanks; a face must not claim to draw them.
CONTROL_CHARACTERS = {*range(0x20), *range(0x7F, 0xA0)}


class BuildError(Exception):
    """Something needed for the rebuild is missing or is not what SOURCES.toml says."""


@dataclass(frozen=True)
class Shipped:
    """What SOURCES.toml records of one shipped file; `characters` is None for a text."""

    sha256: str
    size: int
    characters: int | None


def sha256_of(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


# ---- Checking ----


def read_sources() -> dict[str, Any]:
    return tomllib.loads(SOURCES.read_text(encoding="utf-8"))


def recorded(sources: dict[str, Any]) -> dict[str, Shipped]:
    """The table [shipped]: file name relative to this folder, in POSIX form, to what it must be."""
    return {
        name: Shipped(entry["sha256"], entry["bytes"], entry.get("characters"))
        for name, entry in sources["shipped"].items()
    }


def expected_names(sources: dict[str, Any]) -> set[str]:
    licences = {f"licences/{name}" for name in sources["licences"]}
    return {*sources["faces"], *licences, sources["charset"]["output"]}


def check(folder: Path, sources: dict[str, Any]) -> list[str]:
    """Complaints about the files in `folder`, one sentence each; empty when all is as recorded."""
    wanted = recorded(sources)
    unrecorded = sorted(expected_names(sources) - set(wanted))
    complaints = [f"{name}: not recorded in {SOURCES.name}." for name in unrecorded]
    for name, entry in sorted(wanted.items()):
        try:
            found = sha256_of((folder / name).read_bytes())
        except OSError as error:
            complaints.append(f"{name}: cannot be read ({error.strerror}).")
            continue
        if found != entry.sha256:
            complaints.append(f"{name}: sha256 is {found}, recorded is {entry.sha256}.")
    present = {file.relative_to(folder).as_posix() for file in folder.rglob("*.ttf")}
    unknown = sorted(present - set(wanted))
    return complaints + [f"{name}: a face that {SOURCES.name} does not know." for name in unknown]


# ---- Packages ----


def tool(name: str, why: str) -> str:
    path = shutil.which(name)
    if path is None:
        raise BuildError(f"`{name}` is not on this machine; it is needed to {why}.")
    return path


def run(command: list[str], folder: Path) -> bytes:
    """Standard output of a command run in `folder`; what it said on failure goes into the BuildError."""
    done = subprocess.run(command, cwd=folder, capture_output=True)
    if done.returncode != 0:
        said = (done.stderr or done.stdout).decode("utf-8", errors="replace").strip()
        raise BuildError(f"`{' '.join([Path(command[0]).name, *command[1:]])}` failed:\n{said}")
    return done.stdout


def fetch_npm(name: str, version: str, folder: Path) -> Path:
    archive = folder / f"{name.removeprefix('@').replace('/', '-')}-{version}.tgz"
    if not archive.exists():
        npm = tool("npm", f"fetch {name} {version}")
        try:
            run([npm, "pack", "--loglevel=error", f"{name}@{version}"], folder)
        except BuildError as error:
            raise BuildError(f"npm package {name} {version} could not be fetched.\n{error}") from error
    return archive


def fetch_deb(name: str, version: str, folder: Path) -> Path:
    def found() -> list[Path]:
        return sorted(folder.glob(f"{name}_{version.replace(':', '%3a')}_*.deb"))

    if not found():
        apt = tool("apt-get", f"fetch {name} {version}; it comes with Debian 12 (bookworm) and its relatives")
        try:
            run([apt, "download", f"{name}={version}"], folder)
        except BuildError as error:
            raise BuildError(
                f"Debian package {name} {version} could not be fetched; it is the one of Debian 12. "
                f"Has `apt-get update` been run?\n{error}"
            ) from error
    return found()[0]


def open_package(package: dict[str, str], downloads: Path) -> tarfile.TarFile:
    """The package's files as a tar archive; nothing is unpacked to disk, let alone installed."""
    if package["kind"] == "npm":
        return tarfile.open(fetch_npm(package["name"], package["version"], downloads))
    archive = fetch_deb(package["name"], package["version"], downloads)
    dpkg = tool("dpkg-deb", f"open {archive.name}")
    return tarfile.open(fileobj=BytesIO(run([dpkg, "--fsys-tarfile", str(archive)], downloads)))


def read_member(archive: tarfile.TarFile, path: str) -> bytes | None:
    for name in (path, f"./{path}"):
        try:
            member = archive.extractfile(name)
        except KeyError:
            continue
        if member is not None:
            return member.read()
    return None


# ---- Characters ----


def tgh_characters(other_mappings: str) -> list[str]:
    """The 8,105 characters of 通用规范汉字表 in its own order, from Unihan's field kTGH (2013:number)."""
    numbered = re.findall(r"^U\+([0-9A-F]+)\tkTGH\t2013:(\d+)$", other_mappings, flags=re.MULTILINE)
    return [chr(int(code, 16)) for code, number in sorted(numbered, key=lambda pair: int(pair[1]))]


def tgh_text(characters: list[str], package: dict[str, str]) -> str:
    head = (
        f"# 通用规范汉字表（2013）, {len(characters)} characters in the table's order, fifty a line.\n"
        f"# From the field kTGH of Unihan (Debian package {package['name']} {package['version']});\n"
        "# terms: licences/unicode-data.txt. Changed: only this field's characters.\n"
    )
    lines = ("".join(characters[i : i + 50]) for i in range(0, len(characters), 50))
    return head + "\n".join(lines) + "\n"


def gb2312_characters() -> set[int]:
    found: set[int] = set()
    for row in range(0xA1, 0xFF):
        for cell in range(0xA1, 0xFF):
            found.update(map(ord, bytes((row, cell)).decode("gb2312", errors="ignore")))
    return found


def rare_characters(unihan: str, fields: Iterable[str], sources: dict[str, list[str]]) -> set[int]:
    """Characters beyond the BMP for which a Unihan file has one of `fields`, or one of the IRG `sources`.

    `sources` gives by field the sources that count: "kIRG_GSource GXC-1234.05" is a place in source GXC.
    """
    found: set[int] = set()
    for code, field, value in re.findall(r"^U\+([0-9A-F]{5,6})\t(\w+)\t(.+)$", unihan, flags=re.MULTILINE):
        if field in fields or value.split("-")[0] in sources.get(field, ()):
            found.add(int(code, 16))
    return found


def charset(tgh: Iterable[str], ranges: list[list[str]]) -> set[int]:
    wanted = gb2312_characters() | {ord(char) for char in tgh}
    for first, last in ranges:
        wanted.update(range(int(first, 16), int(last, 16) + 1))
    return wanted


# ---- Faces ----


def to_truetype(font: TTFont) -> None:
    """Replace CFF outlines by quadratic ones, clockwise as TrueType has them. Hints are lost.

    Fandol is drawn in either direction (most of FandolFang is clockwise already), so each glyph is turned as
    its own area asks.
    """
    from fontTools.pens.areaPen import AreaPen
    from fontTools.pens.cu2quPen import Cu2QuPen
    from fontTools.pens.ttGlyphPen import TTGlyphPen
    from fontTools.ttLib import newTable

    order = font.getGlyphOrder()
    glyph_set = font.getGlyphSet()
    glyphs = {}
    for name in order:
        area = AreaPen(glyph_set)
        glyph_set[name].draw(area)
        pen = TTGlyphPen(glyph_set)
        glyph_set[name].draw(Cu2QuPen(pen, max_err=MAX_CURVE_ERROR, reverse_direction=area.value > 0))
        glyphs[name] = pen.glyph(dropImpliedOnCurves=True)

    del font["CFF "]
    font["loca"] = newTable("loca")
    glyf = font["glyf"] = newTable("glyf")
    glyf.glyphOrder = order
    glyf.glyphs = glyphs
    for name, glyph in glyphs.items():
        glyph.recalcBounds(glyf)
        advance, _ = font["hmtx"][name]
        # head.flags bit 1 promises that the left sidebearing point is at x = 0, so lsb is xMin.
        font["hmtx"][name] = (advance, glyph.xMin if glyph.numberOfContours else 0)
    font["head"].flags |= 1 << 1
    font["head"].glyphDataFormat = 0

    maxp = font["maxp"]
    maxp.tableVersion = 0x00010000
    for field in (
        "maxTwilightPoints", "maxStorage", "maxFunctionDefs", "maxInstructionDefs", "maxStackElements",
        "maxSizeOfInstructions", "maxComponentElements", "maxComponentDepth", "maxPoints", "maxContours",
        "maxCompositePoints", "maxCompositeContours",
    ):  # fmt: skip
        setattr(maxp, field, 0)
    maxp.maxZones = 1
    font.sfntVersion = "\x00\x01\x00\x00"


def subset(font: TTFont, wanted: set[int]) -> None:
    from fontTools import subset as subsetter

    options = subsetter.Options()
    options.layout_features = []
    options.drop_tables = list(DROPPED_TABLES)
    options.hinting = True
    options.glyph_names = False
    options.notdef_outline = True
    options.recalc_timestamp = False
    options.legacy_cmap = False
    options.name_IDs = list(KEPT_NAMES)
    options.name_legacy = False
    options.name_languages = [WINDOWS_UNICODE_ENGLISH[2]]
    work = subsetter.Subsetter(options)
    work.populate(unicodes=wanted)
    work.subset(font)


def rewrite_cmap(font: TTFont) -> None:
    """Format 4 for the BMP, and format 12 when there is more; nothing else."""
    from fontTools.ttLib.tables._c_m_a_p import CmapSubtable

    best = dict(font.getBestCmap())

    def table(number: int, encoding: int, mapping: dict[int, str]) -> Any:
        made = CmapSubtable.newSubtable(number)
        made.platformID, made.platEncID, made.language, made.cmap = 3, encoding, 0, mapping
        return made

    tables = [table(4, 1, {code: name for code, name in best.items() if code <= 0xFFFF})]
    if max(best) > 0xFFFF:
        tables.append(table(12, 10, best))
    font["cmap"].tables = tables


def rewrite_names(font: TTFont, face: dict[str, Any], origin: str, changed_on: str) -> None:
    """English records only, one family name per file, and a note of the change (GPL 3 §5a)."""
    names = font["name"]

    def get(name_id: int) -> str:
        record = names.getName(name_id, *WINDOWS_UNICODE_ENGLISH)
        return str(record).strip() if record else ""

    def put(name_id: int, text: str) -> None:
        names.setName(text, name_id, *WINDOWS_UNICODE_ENGLISH)

    changed = {
        "subset": "a subset of its characters",
        "rare": "a subset of its characters",
        "whole": "all its characters",
        "convert": "all its characters, outlines converted from CFF to TrueType without hints",
    }[face["recipe"]]
    put(10, f"Modified for Bulletin Desk on {changed_on}: {changed}, layout tables dropped. From {origin}.")
    if "rename" in face:
        put(1, face["rename"]["family"])
        put(2, "Regular")
        put(3, f"{get(5)};{face['rename']['postscript']}")
        put(4, face["rename"]["family"])
        put(6, face["rename"]["postscript"])
    if "licence" in face:
        put(13, face["licence"])
    kept = [record for record in names.names if record.nameID in KEPT_NAMES and str(record).strip()]
    names.names = [r for r in kept if (r.platformID, r.platEncID, r.langID) == WINDOWS_UNICODE_ENGLISH]


def build_face(
    data: bytes, face: dict[str, Any], wanted: set[int] | None, origin: str, changed_on: str
) -> bytes:
    """The bytes of one shipped face out of its source's bytes, every character where `wanted` is None."""
    from fontTools.ttLib import TTFont

    if face["recipe"] == "copy":
        return data
    font = TTFont(BytesIO(data), recalcTimestamp=False, recalcBBoxes=True, lazy=False)
    if "CFF " in font:
        to_truetype(font)
    # Fandol's says "editable embedding", which is less than its licence grants, and programs heed it.
    font["OS/2"].fsType = 0
    rewrite_names(font, face, origin, changed_on)
    encoded = set(font.getBestCmap())
    subset(font, encoded - CONTROL_CHARACTERS if wanted is None else encoded & wanted)
    rewrite_cmap(font)
    font["post"].formatType = 3.0
    out = BytesIO()
    font.save(out, reorderTables=True)
    return out.getvalue()


def character_count(data: bytes) -> int:
    from fontTools.ttLib import TTFont

    return len(TTFont(BytesIO(data), lazy=True).getBestCmap())


# ---- The whole ----


def build(sources: dict[str, Any], downloads: Path) -> dict[str, bytes]:
    """Every shipped file by name.

    Raises BuildError when a source cannot be had or is another file than recorded.
    """
    packages = sources["packages"]
    opened: dict[str, tarfile.TarFile] = {}

    def source(entry: dict[str, Any]) -> bytes:
        key = entry["package"]
        if key not in opened:
            print(f"Package {packages[key]['name']} {packages[key]['version']}", flush=True)
            opened[key] = open_package(packages[key], downloads)
        data = read_member(opened[key], entry["path"])
        if data is None:
            raise BuildError(f"{packages[key]['name']} has no {entry['path']}.")
        if (found := sha256_of(data)) != entry["sha256"]:
            raise BuildError(f"{entry['path']}: sha256 is {found}, recorded is {entry['sha256']}.")
        return data

    built: dict[str, bytes] = {}
    for name, entry in sources["licences"].items():
        data = source(entry)
        built[f"licences/{name}"] = gzip.decompress(data) if entry["path"].endswith(".gz") else data

    entry = sources["charset"]
    tgh = tgh_characters(bz2.decompress(source(entry)).decode("utf-8"))
    built[entry["output"]] = tgh_text(tgh, packages[entry["package"]]).encode("utf-8")
    wanted = {"subset": charset(tgh, entry["ranges"]), "rare": set()}
    for entry in sources["rare"]:
        unihan = bz2.decompress(source(entry)).decode("utf-8")
        wanted["rare"] |= rare_characters(unihan, entry["fields"], entry.get("sources", {}))

    for name, face in sources["faces"].items():
        package = packages[face["package"]]
        data = source(face)
        print(f"Face {name}: {face['recipe']}", flush=True)
        origin = f"{package['name']} {package['version']}, {Path(face['path']).name}"
        built[name] = build_face(data, face, wanted.get(face["recipe"]), origin, sources["notice"]["date"])
    return built


def write_record(built: dict[str, bytes]) -> None:
    head, header, _ = SOURCES.read_text(encoding="utf-8").partition(SHIPPED_HEADER)
    lines = []
    for name, data in built.items():
        count = f", characters = {character_count(data)}" if name.endswith(".ttf") else ""
        lines.append(f'"{name}" = {{ sha256 = "{sha256_of(data)}", bytes = {len(data)}{count} }}\n')
    SOURCES.write_text(head + header + "".join(lines), encoding="utf-8", newline="\n")


def place(built: dict[str, bytes]) -> None:
    for name, data in built.items():
        target = FOLDER / name
        target.parent.mkdir(exist_ok=True)
        part = target.with_name(target.name + ".part")
        part.write_bytes(data)
        part.replace(target)


def rebuild(sources: dict[str, Any], packages: Path | None, *, record: bool) -> int:
    """Exit code of a rebuild; with `record`, what came out becomes the record."""
    try:
        import fontTools
    except ImportError as error:
        raise BuildError("fontTools is not installed; install the Python package fonttools.") from error
    if fontTools.version != sources["tools"]["fonttools"]:
        print(
            f"Note: fontTools {fontTools.version} runs here; the recorded files were written by "
            f"{sources['tools']['fonttools']}, and another version may write other bytes.",
            file=sys.stderr,
        )
    with tempfile.TemporaryDirectory() as scratch:
        downloads = (packages or Path(scratch)).resolve()
        downloads.mkdir(parents=True, exist_ok=True)
        built = build(sources, downloads)

    if record:
        place(built)
        write_record(built)
        print(f"{len(built)} files written and recorded. Now look at what `build.py --check` says.")
        return 0
    wanted = {name: entry.sha256 for name, entry in recorded(sources).items()}
    found = {name: sha256_of(data) for name, data in built.items()}
    different = sorted(name for name in found.keys() | wanted.keys() if found.get(name) != wanted.get(name))
    for name in different:
        print(f"{name}: the rebuilt file differs from the recorded one.", file=sys.stderr)
    if different:
        print("Nothing was replaced.", file=sys.stderr)
        return 1
    place(built)
    print(f"{len(built)} files rebuilt, all as recorded.")
    return 0


def main(arguments: list[str] | None = None) -> int:
    parser = ArgumentParser(description=__doc__, formatter_class=RawDescriptionHelpFormatter)
    which = parser.add_mutually_exclusive_group()
    which.add_argument("--check", action="store_true", help="only check the shipped files; needs no network")
    which.add_argument("--record", action="store_true", help="replace the files and record their new hashes")
    parser.add_argument("--packages", type=Path, metavar="DIR", help="use and keep the fetched packages here")
    options = parser.parse_args(arguments)
    sources = read_sources()

    if options.check:
        import compare

        complaints = check(FOLDER, sources) or compare.complaints(
            FOLDER, compare.read("roles.toml"), compare.read("looked-at.toml"), sources["faces"]
        )
        for line in complaints:
            print(line, file=sys.stderr)
        if not complaints:
            print(f"{len(recorded(sources))} files are as recorded.")
        return 1 if complaints else 0

    try:
        return rebuild(sources, options.packages, record=options.record)
    except (BuildError, OSError) as error:
        print(f"Not rebuilt: {error}", file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main())
