"""Three values: a condition holds in no placement of the approximate dates, in some, or in every one.

Kleene's logic on arrays: "and" is the least, "or" the greatest, "not" the mirror (docs/semantics.md section 2).
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Truth = npt.NDArray[np.int8]

NO, MAYBE, YES = np.int8(0), np.int8(1), np.int8(2)


def truth(certain: npt.NDArray[np.bool_], possible: npt.NDArray[np.bool_]) -> Truth:
    """YES where certain, else MAYBE where possible, else NO."""
    return np.where(certain, YES, np.where(possible, MAYBE, NO)).astype(np.int8)


def negate(value: Truth) -> Truth:
    return (YES - value).astype(np.int8)
