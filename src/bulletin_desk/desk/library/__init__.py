"""The library of all issues: looked through, searched, kept up while the program runs."""
