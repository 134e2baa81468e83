"""One file = one export format."""
