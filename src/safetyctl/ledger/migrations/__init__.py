"""The schema's revisions, run by ``ledger.schema``. Readable SQL views are made here too."""
