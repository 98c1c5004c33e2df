"""Why a rule came to what it came to in one case: the rows it looked at, its arithmetic, and how near the edge it is.

Every answer is the engine's own: a margin is found by running the same rule with other numbers, or without a row. Adds
no meaning of its own, and no words (these are in `report`).
"""
