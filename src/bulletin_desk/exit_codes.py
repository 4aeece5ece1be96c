"""With which code a command ends: see `cli`."""

DONE, FINDINGS, WRONG_ARGUMENTS, UNUSABLE_INPUT, UNWRITABLE_TARGET, INTERRUPTED = 0, 1, 2, 3, 4, 130
