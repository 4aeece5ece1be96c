"""The Word copy: the same bulletin as WordprocessingML, line for line, and the way back. Re-exports
nothing."""
