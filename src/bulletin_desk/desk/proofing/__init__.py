"""Findings, looked for while nobody types."""
