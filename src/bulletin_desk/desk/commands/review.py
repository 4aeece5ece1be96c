"""The commands of the review, and the menu that they stand in."""

from __future__ import annotations

from bulletin_desk.desk.commands.command import Command

REVIEW_COMMANDS = (
    Command("show_review", "审阅窗格(&K)", ("Ctrl+F7",), "下面列出批注等，一条一条看", checkable=True),
)
REVIEW_TITLE = "审阅(&R)"
REVIEW_MENU = "show_review"
