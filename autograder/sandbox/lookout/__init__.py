"""A submission of our own: it looks for what a sandbox should not have."""
