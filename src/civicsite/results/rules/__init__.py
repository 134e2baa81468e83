"""One file = one counting rule."""
