"""Bulletin Desk: an official bulletin from its text to the printed page. Re-exports nothing."""

__version__ = "0.1.0"
