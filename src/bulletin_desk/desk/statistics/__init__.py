"""What was adopted, counted over the library: the window 采用情况 and its parts."""
