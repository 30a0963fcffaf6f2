"""The file that comes in: what it must be before a parser sees it, its sheets and cells, and what goes back."""
