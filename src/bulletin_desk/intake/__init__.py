"""From contributed manuscripts to items of the bulletin. Re-exports nothing."""
