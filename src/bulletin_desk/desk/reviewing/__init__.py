"""The round of review, as the clerk goes through it at the window: remarks on the pages."""
