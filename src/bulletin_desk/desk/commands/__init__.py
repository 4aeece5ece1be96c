"""What the clerk can ask for by menu, key and toolbar."""
