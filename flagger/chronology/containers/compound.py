"""What an old compound file (OLE, [MS-CFB]) is: .doc, .xls, protected, labelled, an e-mail; and whether its chains end.

Must not read cells. python-calamine follows a chain of sectors that turns on itself until memory ends, and ends the
program with it, so a damaged file must be found out here.
"""

from __future__ import annotations

from array import array

START = bytes.fromhex("d0cf11e0a1b11ae1")
_FIRST_RECORD, _FILEPASS = bytes.fromhex("0908100000060500"), bytes.fromhex("2f00")
_WORD_CLASS, _EXCEL_CLASSES = "00020906", ("00020810", "00020820")
_LAST_SECTOR = 0xFFFFFFFA
_IN_HEADER = 109


def compound_kind(data: bytes) -> str:
    """One of xls, doc, protected, labelled, msg, powerpoint, ole, "cut short"; told by names and the root's class."""

    def holds(name: str) -> bool:
        return name.encode("utf-16-le") + b"\0\0" in data

    if holds("DRMEncryptedDataSpace") or holds("\tDRMContent"):
        return "labelled"
    if holds("EncryptedPackage"):
        return "protected"
    if holds("__properties_version1.0"):
        return "msg"
    # Word and Excel embed each other, so the class of the root decides before the names do.
    root = _root_class(data)
    if root == _WORD_CLASS:
        return "doc"
    if root in _EXCEL_CLASSES or holds("Workbook") or holds("Book"):
        if _is_locked_workbook(data):
            return "protected"
        return "xls" if _chains_end(data) else "cut short"
    if holds("WordDocument"):
        return "doc"
    return "powerpoint" if holds("PowerPoint Document") else "ole"


def _number(data: bytes, place: int, size: int = 4) -> int:
    return int.from_bytes(data[place : place + size], "little")


def _root_class(data: bytes) -> str:
    """First eight digits of the class id of the root entry, the first of the directory's sector ([MS-CFB] 2.6)."""
    root = (_number(data, 48) + 1) << min(_number(data, 30, 2), 12)
    return f"{_number(data, root + 80):08x}"


def _is_locked_workbook(data: bytes) -> bool:
    """Whether FILEPASS is among the first records of the workbook's stream ([MS-XLS] 2.1.7.20.1)."""
    place = data.find(_FIRST_RECORD)
    for _ in range(4):
        if place < 0:
            return False
        if data[place : place + 2] == _FILEPASS:
            return True
        place += 4 + _number(data, place + 2, 2)
    return False


def _chains_end(data: bytes) -> bool:
    """Whether every chain in the table of sectors, and in that of small sectors, comes to an end ([MS-CFB] 2.3-2.5)."""
    shift = _number(data, 30, 2)
    if shift not in (9, 12):
        return False
    size = 1 << shift

    def sector(number: int) -> array[int]:
        held = data[(number + 1) << shift : (number + 2) << shift]
        return array("I", held[: len(held) // 4 * 4])

    parts = array("I", data[76 : 76 + 4 * _IN_HEADER])
    further, most = _number(data, 68), len(data) // size
    for _ in range(most + 1):
        if further >= _LAST_SECTOR:
            break
        held = sector(further)
        if not held:
            return False
        parts.extend(held[:-1])
        further = held[-1]
    else:
        return False
    table: array[int] = array("I")
    for part in parts:
        if part < _LAST_SECTOR:
            table.extend(sector(part))
    if not _ends(table):
        return False
    small: array[int] = array("I")
    place = _number(data, 60)
    while place < len(table):
        small.extend(sector(place))
        place = table[place]
    return _ends(small)


def _ends(table: array[int]) -> bool:
    """Whether following the table from any place comes to an end; each place is looked at once."""
    seen = bytearray(len(table))  # 0 not yet, 1 on this walk, 2 known to end
    for start in range(len(table)):
        walk, place = [], start
        while place < len(table) and not seen[place]:
            seen[place] = 1
            walk.append(place)
            place = table[place]
        if place < len(table) and seen[place] == 1:
            return False
        for passed in walk:
            seen[passed] = 2
    return True
