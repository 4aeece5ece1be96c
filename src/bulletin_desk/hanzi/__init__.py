"""What Chinese composition says about characters. Re-exports nothing."""
