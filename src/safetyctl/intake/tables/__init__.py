"""Finding the tables of a file: their headings, their rows, what stands around them, and one row while it is read."""
