"""The sketches of items in the index, by which those that are alike are found: a table of its own. Must not
know what is done with them."""

from __future__ import annotations

import sqlite3
from datetime import date as Date  # noqa: N812

from bulletin_desk.proof.sketches import sketch_of


def keep_sketch(connection: sqlite3.Connection, row: int, title: str, text: str, date: Date) -> None:
    """Keeps what the item of this row, in an issue of this date, is found again by."""
    connection.executemany(
        "INSERT OR IGNORE INTO sketches (number, item) VALUES (?, ?)",
        ((number, row) for number in sketch_of(title, text, date)),
    )


def drop_sketches(connection: sqlite3.Connection, issue: int) -> None:
    """Forgets those of an issue, whose items are still there: what was kept of each is made again."""
    rows = connection.execute(
        "SELECT t.id, t.title, x.text, i.date FROM items t JOIN issues i ON i.id = t.issue"
        " JOIN texts x ON x.id = t.id WHERE t.issue = ?",
        (issue,),
    ).fetchall()
    for row, title, text, date in rows:
        connection.executemany(
            "DELETE FROM sketches WHERE number = ? AND item = ?",
            ((number, row) for number in sketch_of(title, text, Date.fromisoformat(date))),
        )
