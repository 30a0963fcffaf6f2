"""What words, days and numbers in a cell mean, whichever list they stand in."""
