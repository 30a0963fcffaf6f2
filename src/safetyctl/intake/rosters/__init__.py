"""Duty rosters, read into their lines."""
