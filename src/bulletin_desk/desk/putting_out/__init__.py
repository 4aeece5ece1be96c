"""The issue on its way out: files and paper."""
