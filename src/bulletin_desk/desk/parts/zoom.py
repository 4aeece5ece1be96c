"""How large pages may be shown, and how they may be fitted into the view. 1.0 is the printed size on a screen
of 96 dots to the inch."""

from __future__ import annotations

LEAST_ZOOM, MOST_ZOOM = 0.25, 4.0
ZOOM_STEPS = (0.25, 0.33, 0.5, 0.67, 0.75, 0.9, 1.0, 1.1, 1.25, 1.5, 1.75, 2.0, 2.5, 3.0, 4.0)
FIXED, FIT_AUTO, FIT_WIDTH, FIT_PAGE = "fixed", "auto", "width", "page"
MOST_AUTO = 1.25
"""FIT_AUTO fits the width up to this zoom: a page as wide as a wide screen would show a few lines only."""
