"""Old issues in: the window of a run over a folder of Word issues."""
