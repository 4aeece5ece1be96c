"""The open issue and its file: opened, saved, kept from being lost."""
