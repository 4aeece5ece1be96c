"""Where shipped layouts, faces and profiles lie: in an installed package, or beside `src` in a checkout."""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent
_INSTALLED = _PACKAGE / "resources"
ROOT = _INSTALLED if _INSTALLED.is_dir() else _PACKAGE.parents[1] / "resources"


def resource(*parts: str) -> Path:
    """The path of a shipped file, as in `resource("layouts", "gb9704.toml")`; it may not exist."""
    return ROOT.joinpath(*parts)
