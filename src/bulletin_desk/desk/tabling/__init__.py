"""Tables: asked for, changed, their columns dragged."""
