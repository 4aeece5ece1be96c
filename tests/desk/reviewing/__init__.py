"""Remarks, at the window."""
