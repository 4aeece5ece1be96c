"""From a bulletin to finished pages: collect, break_lines, set_lines, paginate. Re-exports nothing."""
