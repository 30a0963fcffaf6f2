"""The tables of revision 0003, one module a kind of record."""
