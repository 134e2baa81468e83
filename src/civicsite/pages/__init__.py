"""Site + tallies -> views."""
