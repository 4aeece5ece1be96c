"""Caret, selection, movement and edit commands over bulletin and pages. Must not know Qt, files or faces."""
