"""领导批示: noted with an item, changed and taken away."""
