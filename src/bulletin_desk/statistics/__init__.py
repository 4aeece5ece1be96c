"""采用情况: whose items were printed, how often, and with how many points."""
