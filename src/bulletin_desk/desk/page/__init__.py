"""The pages on the desk: painted, typed on, pointed at."""
