"""flagger's own merged chronology, as a file's rows: what its headings are, and its rows read back to the same events.

What is written here is read here, so that `report.merged` and the reader cannot disagree.
"""
