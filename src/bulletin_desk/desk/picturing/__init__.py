"""Pictures on their way into the issue and out of it, and what is changed of one that is there."""
