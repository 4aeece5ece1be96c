"""The doors between the rooms of `src/bulletin_desk`: who may import whom, and what a command may load."""

from __future__ import annotations

import ast
import dataclasses
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

from bulletin_desk.bulletin.model import Issue
from bulletin_desk.resources import resource

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src" / "bulletin_desk"
PACKAGE = "bulletin_desk"

FREE_FOR_ALL = {"", "units", "errors", "checked", "packages", "paths", "programs", "remembering", "resources"}
FREE_FOR_ALL |= {"exit_codes", "toml_trees", "pdfium"}
"""What any room may use; "" is the package itself: its version."""
EVERY_ROOM = {"*"}  # but for the desk, which only the command line may open
DOORS: dict[str, set[str]] = {
    "": set(),
    "units": set(),
    "errors": set(),
    "exit_codes": set(),
    "checked": set(),
    "packages": set(),
    "paths": set(),
    "pdfium": set(),
    "programs": {"exit_codes"},
    "remembering": set(),
    "resources": set(),
    "toml_trees": {"checked"},
    "bulletin": set(),
    "hanzi": set(),
    "pages": {"bulletin"},
    "layouts": {"bulletin"},
    "fonts": {"pages"},
    "typeset": {"bulletin", "layouts", "hanzi", "fonts", "pages"},
    "sheets": {"bulletin", "layouts", "fonts", "pages", "typeset", "editing"},
    "export": set(),
    "export.dump": {"bulletin", "pages"},
    "export.pdf": {"bulletin", "pages", "fonts", "pictures"},
    "export.docx": {
        *("bulletin", "layouts", "hanzi", "fonts", "pages", "typeset", "storage", "intake", "pictures"),
        "sheets",
    },
    "export.html": {"bulletin", "layouts", "hanzi", "fonts", "pages", "typeset", "pictures"},
    "export.report": {"bulletin", "pages", "fonts"},
    "intake": {"bulletin", "layouts", "hanzi", "pictures"},
    "proof": {"bulletin", "layouts", "hanzi", "pages", "fonts", "storage"},
    "pictures": {"bulletin"},
    "storage": {"bulletin"},
    "editing": {"bulletin", "layouts", "hanzi", "pages", "typeset", "intake"},
    "library": {"bulletin", "layouts", "storage", "editing", "proof"},
    "statistics": {"bulletin", "layouts", "hanzi", "intake", "library"},
    "gathering": {
        *("bulletin", "layouts", "hanzi", "typeset", "export.docx", "intake", "storage"),
        *("file_names", "pipeline", "beginning"),
    },
    "file_names": {"bulletin", "layouts", "typeset"},
    "volumes": {
        *("bulletin", "layouts", "hanzi", "fonts", "pages", "typeset", "export.pdf", "storage", "library"),
        *("statistics", "pipeline", "signing"),
    },
    "signing": {"bulletin", "storage", "pipeline"},
    "sending": EVERY_ROOM,
    "archiving": {"bulletin", "fonts", "typeset", "storage", "volumes", "pipeline", "forms"},
    "learning": {
        *("bulletin", "layouts", "hanzi", "fonts", "pages", "typeset", "intake", "pictures", "storage"),
        *("export.docx", "gathering", "pipeline", "beginning"),
    },
    "pipeline": EVERY_ROOM,
    "beginning": EVERY_ROOM,
    "forms": EVERY_ROOM,
    "targets": {"forms"},
    "cli": EVERY_ROOM,
    "cli_json": set(),
    "cli_library": EVERY_ROOM,
    "cli_statistics": EVERY_ROOM,
    "receiving": EVERY_ROOM,
    "reviewing": EVERY_ROOM,
    "cli_old_issues": EVERY_ROOM,
    "cli_volume": EVERY_ROOM,
    "cli_sheet": EVERY_ROOM,
    "cli_layout": EVERY_ROOM,
    "cli_pool": EVERY_ROOM,
    "sheet_files": EVERY_ROOM,
    "cli_review": EVERY_ROOM,
    "cli_back": EVERY_ROOM,
    "cli_sending": EVERY_ROOM,
    "cli_changes": EVERY_ROOM,
    "marking": EVERY_ROOM,
    "__main__": {"cli"},
    "desk": EVERY_ROOM,
}
"""What each room may import besides itself and what is free for all; the picture is in ARCHITECTURE.md."""

DESK_DOORS: dict[str, set[str]] = {
    "": set(),
    "parts": set(),
    "beside": {"parts"},
    "settings": {"parts"},
    "session": {"settings"},
    "section_names": {"settings"},
    "page": {"parts", "beside", "session"},
    "commands": {"parts", "session", "page"},
    "panels": {"parts", "settings", "session", "section_names", "page", "commands"},
    "files": {"parts", "beside", "settings", "session"},
    "starting": {"parts", "beside", "session", "page", "files"},
    "learning": {"parts", "beside", "session", "page", "files", "starting"},
    "history": {"parts", "beside", "session", "page", "files"},
    "library": {"parts", "beside", "settings", "session", "page", "files", "history"},
    "picturing": {"parts", "beside", "session", "page", "files"},
    "tabling": {"parts", "session", "commands"},
    "endorsing": {"parts", "session", "files"},
    "received": {"parts", "beside", "session", "files"},
    "proofing": {"parts", "beside", "session", "page", "panels"},
    "proposing": {"parts", "beside", "session", "commands", "files"},
    "taking_in": {"parts", "beside", "session", "section_names", "page", "files"},
    "reviewing": {"parts", "settings", "session", "page", "panels", "commands"},
    "shaping": {
        *("parts", "beside", "settings", "session", "page", "panels", "commands", "files", "learning"),
    },
    "statistics": {"parts", "beside", "settings", "session", "files"},
    "putting_out": {"parts", "beside", "settings", "session", "page", "panels", "files", "proofing"},
    "sheets": {"parts", "beside", "settings", "session", "page", "files", "putting_out"},
    "sending": {"parts", "beside", "settings", "session", "files", "putting_out"},
    "changing": {
        *("parts", "beside", "settings", "session", "page", "panels", "files", "putting_out"),
    },
    "volumes": {"parts", "beside", "settings", "session", "panels", "files"},
    "gathering": {"parts", "beside", "settings", "session", "files"},
    "window": {"*"},
    "windows": {"parts", "beside", "settings", "files", "library", "window"},
    "app": {"parts", "settings", "windows"},
    "__main__": {"app"},
}
"""As `DOORS`, for the rooms inside the desk: its shelves and the modules that lie on none."""

ONLY_IN = {
    "PySide6": ("desk",),
    "fontTools": ("fonts",),
    "reportlab": ("export.pdf",),
    "docx": ("export.docx", "intake"),
    "lxml": ("export.docx", "intake", "learning"),
    "sqlite3": ("library",),
    "xlsxwriter": ("statistics",),
    "pypdfium2": ("pdfium",),
}


@dataclass(frozen=True)
class Import:
    """One imported module: where it is asked for, and whether a program that runs loads it at its start."""

    module: str
    line: int
    at_start: bool


FILES = sorted(SOURCE.rglob("*.py"))


def module_of(file: Path) -> str:
    """`export.pdf.write` for the file of that module; a package is named like its folder."""
    parts = file.relative_to(SOURCE).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def room_of(module: str) -> str:
    parts = module.split(".")
    return ".".join(parts[:2]) if parts[0] == "export" else parts[0]


@cache
def imports(file: Path) -> tuple[Import, ...]:
    return tuple(_imports(ast.parse(file.read_text(encoding="utf-8")), at_start=True))


def _imports(node: ast.AST, *, at_start: bool) -> Iterator[Import]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Import):
            for alias in child.names:
                yield Import(alias.name, child.lineno, at_start)
        elif isinstance(child, ast.ImportFrom):
            assert child.level == 0, f"relative import in line {child.lineno}"
            for alias in child.names:
                yield Import(f"{child.module}.{alias.name}", child.lineno, at_start)
        else:
            for_types = isinstance(child, ast.If) and ast.unparse(child.test) == "TYPE_CHECKING"
            later = for_types or isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef)
            yield from _imports(child, at_start=at_start and not later)


MODULES = {module_of(file): file for file in FILES}


def own_module(imported: str) -> str | None:
    """The module of ours that an import leads to; None for another's."""
    if imported != PACKAGE and not imported.startswith(f"{PACKAGE}."):
        return None
    name = imported.removeprefix(PACKAGE).removeprefix(".")
    while name not in MODULES:  # the last part names something inside the module
        name = name.rpartition(".")[0]
    return name


def test_there_is_something_to_check() -> None:
    assert {"typeset.typesetter", "export.pdf.write", "cli", ""} <= set(MODULES)


def test_every_room_has_a_door() -> None:
    assert {room_of(module) for module in MODULES} <= set(DOORS)


@pytest.mark.sampled
@pytest.mark.parametrize("file", FILES, ids=module_of)
def test_a_room_imports_only_what_its_door_lets_in(file: Path) -> None:
    room = room_of(module_of(file))
    allowed = DOORS[room] | FREE_FOR_ALL | {room}
    for imported in imports(file):
        module = own_module(imported.module)
        if module is not None and "*" not in allowed:
            assert room_of(module) in allowed, f"{file}:{imported.line}"
        if module is not None and room != "desk":
            assert room_of(module) != "desk" or room == "cli", f"{file}:{imported.line}"


@pytest.mark.sampled
@pytest.mark.parametrize("file", FILES, ids=module_of)
def test_a_library_stays_in_its_room(file: Path) -> None:
    for imported in imports(file):
        rooms = ONLY_IN.get(imported.module.split(".")[0])
        assert rooms is None or room_of(module_of(file)) in rooms, f"{file}:{imported.line}"


def test_no_module_needs_itself_to_start() -> None:
    graph = {
        module: {
            own for imported in imports(file) if imported.at_start and (own := own_module(imported.module))
        }
        for module, file in MODULES.items()
    }
    try:
        order = list(TopologicalSorter(graph).static_order())
    except CycleError as error:
        pytest.fail(" → ".join(error.args[1]))
    assert "cli" in order


def test_rooms_have_an_order() -> None:
    """Also counting what is imported late or for types: no two rooms know each other."""
    graph: dict[str, set[str]] = {}
    for module, file in MODULES.items():
        room = room_of(module)
        known = {room_of(own) for imported in imports(file) if (own := own_module(imported.module))}
        graph.setdefault(room, set()).update(known - {room})
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        pytest.fail(" → ".join(error.args[1]))


def desk_room_of(module: str) -> str | None:
    """The room inside the desk; "" for the desk itself, None for what is elsewhere."""
    parts = [*module.split("."), ""]
    return parts[1] if parts[0] == "desk" else None


DESK = [file for file in FILES if desk_room_of(module_of(file)) is not None]


def test_every_room_of_the_desk_has_a_door() -> None:
    assert {desk_room_of(module_of(file)) for file in DESK} == set(DESK_DOORS)


@pytest.mark.parametrize("file", DESK, ids=module_of)
def test_a_room_of_the_desk_imports_only_what_its_door_lets_in(file: Path) -> None:
    room = desk_room_of(module_of(file))
    assert room is not None
    allowed = DESK_DOORS[room]
    for imported in imports(file):
        module = own_module(imported.module)
        other = None if module is None else desk_room_of(module)
        if other is not None and other != room and "*" not in allowed:
            assert other in allowed, f"{file}:{imported.line}"


def test_rooms_of_the_desk_have_an_order() -> None:
    everything = set(DESK_DOORS) - {"window", "windows", "app", "__main__"}
    graph = {room: everything if "*" in doors else doors for room, doors in DESK_DOORS.items()}
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        pytest.fail(" → ".join(error.args[1]))


@pytest.mark.parametrize("file", DESK, ids=module_of)
def test_only_beside_starts_threads(file: Path) -> None:
    if module_of(file) == "desk.beside":
        return
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Attribute):
            assert ast.unparse(node) not in ("threading.Thread", "threading.Timer"), f"{file}:{node.lineno}"
        elif isinstance(node, ast.Import | ast.ImportFrom):
            names = {alias.name.split(".")[0] for alias in node.names} | {getattr(node, "module", None)}
            others = {"QThread", "QThreadPool", "QRunnable", "QtConcurrent", "asyncio", "concurrent", "Timer"}
            assert not names & others, f"{file}:{node.lineno}"


MOST_ARGUMENTS = 4
"""Of a controller: the session, its views, the notice."""


def controllers(tree: ast.Module) -> Iterator[tuple[str, int]]:
    """The classes of a module that are objects and no widgets, and how many things each is made with."""
    for node in tree.body:
        if isinstance(node, ast.ClassDef) and {"QObject", "Thread"} & set(map(ast.unparse, node.bases)):
            for method in node.body:
                if isinstance(method, ast.FunctionDef) and method.name == "__init__":
                    arguments = method.args
                    yield node.name, len(arguments.args) + len(arguments.kwonlyargs) - 1


@pytest.mark.parametrize("file", DESK, ids=module_of)
def test_a_controller_is_handed_little(file: Path) -> None:
    """What is open it asks the session for; functions that give it one thing each are handed to none."""
    source = file.read_text(encoding="utf-8")
    assert "Callable[[], Document]" not in source
    for name, count in controllers(ast.parse(source)):
        assert count <= MOST_ARGUMENTS or name == "Session", name


def test_a_controller_that_is_handed_much_is_found() -> None:
    code = "class Filing(QObject):\n    def __init__(self, a, b, *, c=1, d=2, e=3): ..."
    assert list(controllers(ast.parse(code))) == [("Filing", 5)]


@pytest.mark.parametrize("file", [file for file in FILES if file.name == "__init__.py"], ids=module_of)
def test_a_package_re_exports_nothing(file: Path) -> None:
    body = ast.parse(file.read_text(encoding="utf-8")).body
    statements = [node for node in body if not isinstance(node, ast.Expr)]
    if file.parent == SOURCE:
        assert [ast.unparse(node).split(" = ")[0] for node in statements] == ["__version__"]
    else:
        assert statements == []


@pytest.mark.sampled
@pytest.mark.parametrize("file", FILES, ids=module_of)
def test_raw_word_xml_stays_in_modules_of_its_own(file: Path) -> None:
    if module_of(file).startswith(("export.docx.oxml", "intake.oxml", "learning.oxml")):
        return
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            for sign in (
                "schemas.openxmlformats.org",
                "schemas.microsoft.com/office",
                "<w:",
                "w:rPr",
                "w:pPr",
            ):
                assert sign not in node.value, f"{file}:{node.lineno}"
        elif isinstance(node, ast.Name | ast.Attribute):
            name = node.id if isinstance(node, ast.Name) else node.attr
            assert name not in {"OxmlElement", "parse_xml", "nsdecls"}, f"{file}:{node.lineno}"


@pytest.mark.sampled
@pytest.mark.parametrize("file", FILES, ids=module_of)
def test_text_files_are_opened_as_utf_8(file: Path) -> None:
    """Windows would take the system's code page, which in China is GBK."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        modes = [ast.literal_eval(mode) for mode in node.args if isinstance(mode, ast.Constant)]
        as_text = name == "open" and any(mode in ("r", "w", "a", "x", "r+", "w+") for mode in modes)
        if name in ("read_text", "write_text") or as_text or ast.unparse(node.func) == "open":
            assert "encoding" in {keyword.arg for keyword in node.keywords}, f"{file}:{node.lineno}"


# ---- what a command loads

_RUN = """
import sys
from bulletin_desk.cli import main
code = main(sys.argv[1:])
print("\\n".join(sys.modules), file=sys.stderr)
raise SystemExit(code)
"""


def loaded_by(*arguments: str) -> set[str]:
    """The packages and modules that are loaded when a command has run."""
    command = [sys.executable, "-c", _RUN, *arguments, "--faces", "shipped"]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=True)
    return set(done.stderr.splitlines())


def test_dump_loads_what_it_needs(tmp_path: Path) -> None:
    loaded = loaded_by("dump", str(ROOT / "examples" / "2024-01-09.bulletin"))
    assert "bulletin_desk.typeset.typesetter" in loaded
    assert not loaded & {"PySide6", "docx", "lxml", "fontTools", "reportlab", "PIL"}
    assert not loaded & {"bulletin_desk.export.pdf.write", "bulletin_desk.export.docx.write"}


def test_export_to_pdf_loads_what_it_needs(tmp_path: Path) -> None:
    target = tmp_path / "issue.pdf"
    loaded = loaded_by("export", str(ROOT / "examples" / "2024-01-09.bulletin"), "--pdf", str(target))
    assert "bulletin_desk.export.pdf.write" in loaded
    assert not loaded & {"PySide6", "docx", "lxml", "fontTools", "urllib.request"}
    assert target.stat().st_size > 100_000


def test_fonts_loads_neither_typesetting_nor_fonttools() -> None:
    loaded = loaded_by("fonts")
    assert "bulletin_desk.fonts.faces" in loaded
    assert not loaded & {"PySide6", "docx", "fontTools", "reportlab", "bulletin_desk.typeset.typesetter"}


def test_shipped_files_are_found() -> None:
    for parts in (("layouts", "gb9704.toml"), ("fonts", "roles.toml"), ("icc", "bulletin-cmyk.icc")):
        assert resource(*parts).is_file()


# ---- paths into an issue

STEPS = {field.name for field in dataclasses.fields(Issue)}
INNER_STEPS = {"items", "blocks", "title", "source", "name", "label", "to", "office", "date", "issuer"}
MAKE_PATHS = {"bulletin", "storage", "editing"}
"""The rooms that spell paths: the grammar's own, the one that writes them into files, the one that edits."""


def _is_path_of(node: ast.AST) -> bool:
    """Whether an expression is a path by its name: `path`, `part_path`, `finding.path`."""
    name = node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")
    return (name == "path" or name.endswith("_path")) and ast.unparse(node) != "sys.path"


def spelt_paths(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Where a module spells or takes apart paths by itself: the line, and what stands there."""
    for node in ast.walk(tree):
        match node:
            case ast.Tuple(elts=[ast.Constant(value=str(first)), *rest]) if first in STEPS:
                names = [step.value for step in rest if isinstance(step, ast.Constant)]
                # `("masthead", "imprint")`, a row of fields' names, is no path
                if not rest or not STEPS.issuperset(names) or len(names) < len(rest):
                    yield node.lineno, ast.unparse(node)
            case ast.Tuple(elts=[ast.Starred(), *rest]):
                if any(isinstance(step, ast.Constant) and step.value in INNER_STEPS for step in rest):
                    yield node.lineno, ast.unparse(node)
            case ast.MatchSequence(patterns=[ast.MatchValue(value=ast.Constant(value=first)), *_]):
                if first in STEPS:
                    yield node.lineno, f"case ({first!r}, …)"
            case ast.Subscript(value=value, slice=index) if _is_path_of(value):
                bounds = (index.lower, index.upper) if isinstance(index, ast.Slice) else (index,)
                if any(isinstance(bound, ast.Constant | ast.UnaryOp) for bound in bounds):
                    yield node.lineno, ast.unparse(node)
            case ast.Call(func=ast.Name(id="len"), args=[value]) if _is_path_of(value):
                yield node.lineno, ast.unparse(node)


@pytest.mark.sampled
@pytest.mark.parametrize("file", FILES, ids=module_of)
def test_paths_are_made_and_read_by_the_grammar(file: Path) -> None:
    module = module_of(file)
    found = list(spelt_paths(ast.parse(file.read_text(encoding="utf-8"))))
    if room_of(module) not in MAKE_PATHS:
        assert found == [], file


@pytest.mark.parametrize(
    "code",
    [
        'at = ("sections", 0, "items", 1)',
        'at = ("distribution", number)',
        'at = ("print_count",)',
        'at = ("masthead", "name")',
        'at = (*item, "title")',
        "section = path[1]",
        "row = placed.path[:-1]",
        "deep = len(finding.path) == 4",
        'match path:\n    case ("sections", int(), *_):\n        pass',
    ],
)
def test_a_path_that_is_spelt_is_found(code: str) -> None:
    assert len(list(spelt_paths(ast.parse(code)))) == 1
