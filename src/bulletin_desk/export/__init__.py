"""Finished pages to files. Re-exports nothing."""
