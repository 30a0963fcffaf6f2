"""What every room stands on: the clock, the catalogue, the error types, text and files."""
