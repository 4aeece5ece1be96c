"""Names that the desk proposes for files, as all of the program has them."""

from bulletin_desk.file_names import (
    FIELDS,
    MOST_BYTES,
    NAMELESS,
    PATTERN,
    clean,
    file_name,
    name_for,
    own_values,
    renamed,
    usual_pattern,
)

__all__ = [
    *("FIELDS", "MOST_BYTES", "NAMELESS", "PATTERN", "clean", "file_name", "name_for", "own_values"),
    *("renamed", "usual_pattern"),
]
