"""版式 in the window: the layout of the open issue changed beside its pages."""
