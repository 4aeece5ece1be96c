"""The document. Re-exports nothing: import from the module that holds the name."""
