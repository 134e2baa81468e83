"""Plan -> bytes on disk."""
