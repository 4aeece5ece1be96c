"""The web copy: the same bulletin as HTML that editors of web pages keep. Re-exports nothing."""
