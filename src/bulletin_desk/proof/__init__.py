"""Checks of a bulletin and of its pages. Re-exports nothing."""
