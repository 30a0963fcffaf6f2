"""A report as the files that are sent together: made, numbered, compared, verified."""
