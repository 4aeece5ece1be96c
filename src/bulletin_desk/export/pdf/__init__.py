"""The print PDF. Re-exports nothing."""
