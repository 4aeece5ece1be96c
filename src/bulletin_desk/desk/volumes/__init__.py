"""Issues bound for the year, and packed for the archive."""
