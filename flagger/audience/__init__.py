"""What a copy for somebody else leaves out or says otherwise: other agencies' rows, names and numbers, true dates.

Nothing here finds a pattern or writes a file.
"""
