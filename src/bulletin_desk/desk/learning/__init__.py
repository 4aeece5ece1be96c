"""How an old issue becomes a layout: which files it is in, what is asked, what came of it."""
