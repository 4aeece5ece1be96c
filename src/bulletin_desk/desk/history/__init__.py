"""Earlier versions of the open file and of all others: named, locked, looked at, taken back."""
