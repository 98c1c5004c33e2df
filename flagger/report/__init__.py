"""What a run gives a person: one document (the contract of docs/output.md), and its renderings as text, CSV and HTML.

Nothing here reads a chronology, works anything out about a family, reads the clock or prints.
"""
