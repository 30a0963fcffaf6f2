"""Ledgers of inspections and filled checklists, read into inspections and their results."""
