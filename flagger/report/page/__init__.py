"""The document as one page for a browser or a printer."""
