"""How a bulletin begins: which one, of which office, in which layout."""
