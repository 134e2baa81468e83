"""Bytes -> validated values."""
