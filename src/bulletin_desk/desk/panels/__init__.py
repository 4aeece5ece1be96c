"""What stands around the pages, and what is done there."""
