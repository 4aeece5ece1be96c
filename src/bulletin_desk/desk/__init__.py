"""The desk: everything that is seen and touched. The only room that knows Qt."""
