"""What changed between two versions, at the window: marked on the pages, as a list, as PDF; proof prints."""
