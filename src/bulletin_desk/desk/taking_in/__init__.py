"""Manuscripts on their way into the issue."""
