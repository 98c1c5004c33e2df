"""Short names for events and flags, in links of the page and on the console: as much of each id as no other has.

A link is shorter so, and still comes from what was recorded and not from the place of a row. The papers and the tables
name events and flags in full.
"""

from __future__ import annotations

from collections.abc import Iterable

from flagger.contract.records import Document

SHORTEST = 4


def anchors(document: Document) -> dict[str, str]:
    """The id of every event, and the shortest beginning of it that no other event of the document has."""
    return _shortened(event.id for event in document.events)


def flag_anchors(document: Document) -> dict[str, str]:
    """The id of every flag, and the shortest beginning of it that no other flag of the document has."""
    return _shortened(flag.id for flag in document.flags)


def _shortened(ids: Iterable[str]) -> dict[str, str]:
    """Sorted, an id shares its longest beginning with a neighbour, so only these two have to be compared.

    An id that is itself the beginning of another stays whole: that is as short as tells it from the longer one.
    """
    those = sorted(set(ids))
    found = {}
    for before, one, after in zip(["", *those], those, [*those[1:], ""], strict=False):
        needed = 1 + max(_shared(before, one), _shared(one, after))
        found[one] = one[: max(SHORTEST, needed)]
    return found


def _shared(one: str, other: str) -> int:
    """How many characters two ids have in common at their beginning."""
    size = min(len(one), len(other))
    return next((at for at in range(size) if one[at] != other[at]), size)
