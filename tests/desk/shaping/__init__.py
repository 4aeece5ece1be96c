"""The layout changed beside the pages."""
