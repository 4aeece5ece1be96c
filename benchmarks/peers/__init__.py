"""The same text in other typesetters, one small program each. None of them knows Bulletin Desk's code."""
