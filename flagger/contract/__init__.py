"""`flags.json`: one document of a run, its records, how it is made, its schema (docs/output.md)."""
