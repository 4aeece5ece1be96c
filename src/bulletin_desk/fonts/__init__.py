"""Faces. Re-exports nothing."""
