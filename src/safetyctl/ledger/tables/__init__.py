"""The tables, one module a noun: a command imports only its own, at 5 ms a table."""
