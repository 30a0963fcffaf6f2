"""Ledgers of hazards, read into candidates."""
