"""What spreadsheets do with the text of a cell: how it begins where they run it, and how much of it they hold."""

from __future__ import annotations

FORMULA = ("=", "+", "-", "@", "\t", "\r")  # text that begins so is run, or changed, when a file of text is opened
LONGEST = 32_767  # UTF-16 units that a cell holds


def units(text: str) -> int:
    """How much of a cell the text takes."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", errors="surrogatepass")) // 2


def beginning(text: str, room: int) -> str:
    """The longest beginning of the text that takes no more than `room`."""
    begun = text[:room]
    while (over := units(begun) - room) > 0:
        begun = begun[: -((over + 1) // 2)]  # a character takes two units at most
    return begun
