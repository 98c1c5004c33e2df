"""Bytes of a text file to characters: UTF-8 and UTF-16 with or without a mark, else Windows-1252 line by line.

Must not split into cells; `delimited` does.
"""

from __future__ import annotations

import codecs

from flagger.chronology.containers.grid import listed

_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))


def decode(data: bytes) -> tuple[str, list[tuple[str, str]]]:
    """The text with line ends as "\\n", and (kind, sentence) for each thing a person should look at."""
    text, found = _characters(data)
    nuls = text.count("\0")
    if nuls:
        text = text.replace("\0", "")
        message = f"{nuls} NUL characters, which no text holds, were left out; check that nothing else is missing."
        found.append(("nul-bytes", message))
    return text.replace("\r\n", "\n").replace("\r", "\n"), found


def encoding_of(data: bytes) -> tuple[bytes, str]:
    """The byte order mark, if any, and the encoding that it or the NULs in the text show; else UTF-8."""
    marked = next((pair for pair in _MARKS if data.startswith(pair[0])), None)
    return marked or (b"", _unmarked_utf16(data) or "utf-8")


def _characters(data: bytes) -> tuple[str, list[tuple[str, str]]]:
    mark, encoding = encoding_of(data)
    data = data[len(mark) :]
    if encoding != "utf-8":
        text = data.decode(encoding, "replace")
        return text, _unreadable(text)
    try:
        return data.decode("utf-8"), []
    except UnicodeDecodeError:
        return _line_by_line(data)


def _unmarked_utf16(data: bytes) -> str | None:
    """Text of mostly Latin letters in UTF-16 has a NUL in every other byte."""
    head = data[:4096]
    even, odd, half = head[::2].count(0), head[1::2].count(0), len(head) / 2
    if max(even, odd) < 0.4 * half or min(even, odd) > 0.1 * half:
        return None
    return "utf-16-le" if odd > even else "utf-16-be"


def _line_by_line(data: bytes) -> tuple[str, list[tuple[str, str]]]:
    """Files joined from two agencies hold both encodings, so each line is read by its own."""
    lines, utf8, other = [], 0, []
    for number, line in enumerate(data.split(b"\n"), 1):
        try:
            text = line.decode("utf-8")
            utf8 += not line.isascii()
        except UnicodeDecodeError:
            text = line.decode("cp1252", "replace")
            other.append(number)
        lines.append(text)
    whole = "\n".join(lines)
    found = _unreadable(whole)
    if utf8:
        found.append((
            "mixed-encoding",
            f"Most lines are in UTF-8 but {listed(other, 'line')} of the file could only be read as Windows-1252; "
            "check their accented letters, quotation marks and dashes.",
        ))  # fmt: skip
    return whole, found


def _unreadable(text: str) -> list[tuple[str, str]]:
    count = text.count("\ufffd")
    if not count:
        return []
    message = f"{count} characters could not be read and stand as \ufffd; save the file as UTF-8."
    return [("unreadable-characters", message)]
