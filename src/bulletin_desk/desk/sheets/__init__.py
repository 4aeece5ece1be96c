"""审签单 and other sheets that go round with an issue: chosen, filled in, put out."""
