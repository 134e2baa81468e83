"""Platforms' files -> neutral values."""
