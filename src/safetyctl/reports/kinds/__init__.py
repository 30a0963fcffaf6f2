"""The kinds of composed reports, a module each: what is asked of the ledger, and the sections that tell it."""
