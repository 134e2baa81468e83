"""The participation terms."""
