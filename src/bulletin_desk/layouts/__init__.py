"""Layouts as data. Re-exports nothing."""
