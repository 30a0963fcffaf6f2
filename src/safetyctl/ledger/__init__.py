"""What is kept. The only door to the database: tables, the one write transaction, the journal, the files."""
