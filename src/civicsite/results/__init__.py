"""Neutral values + rules -> numbers that can be derived again."""
