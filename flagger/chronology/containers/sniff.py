"""What a file is, from its first bytes and its parts; its name is never asked.

Gives a kind that one of the readers takes, or refuses with one sentence that says what it is and what to do.
"""

from __future__ import annotations

import json
import zipfile
from io import BytesIO

from flagger.chronology.containers.archive import DAMAGED
from flagger.chronology.containers.compound import START, compound_kind
from flagger.chronology.containers.decoding import encoding_of
from flagger.chronology.containers.grid import Unreadable

READABLE = ("docx", "xlsx", "xlsb", "xls", "ods", "html", "parquet", "csv")

_ASK = "Ask for the Word or Excel file"
_SENTENCES = {
    "empty": "This file is empty. Ask for it again.",
    "pdf": f"This is a PDF. {_ASK} it was printed from, or copy its table into Word or Excel.",
    "rtf": "This is a Rich Text (RTF) file. Open it in Word and save it as a Word document (.docx).",
    "image": f"This is a picture. {_ASK} it shows.",
    "lock": "This is the lock file Word or Excel leaves while a document is open, not the document. "
    "Choose the file of the same name without ~$.",
    "doc": "This is an old Word document (.doc). Open it in Word and save it as .docx.",
    "msg": "This is an e-mail saved from Outlook. Save the chronology attached to it as a file of its own.",
    "powerpoint": f"This is a PowerPoint file. {_ASK} that holds the chronology.",
    "ole": "This is an old Office file that holds neither a document nor a workbook. "
    f"{_ASK} that holds the chronology.",
    "protected": "This file is protected by a password. Open it with the password and save a copy without one.",
    "labelled": "This Office file is encrypted by a sensitivity label. Ask its owner for a copy that is not.",
    "odt": "This is an OpenDocument text (.odt). Open it in Word or LibreOffice and save it as .docx.",
    "zip": "This is a zip file that is no Word or Excel file. Unpack it and choose the files inside.",
    "archive": "This is a compressed archive. Unpack it and choose the files inside.",
    "cut short": DAMAGED,
    "json": f"This is a JSON file. {_ASK}, or save the chronology as CSV.",
    "mail": "This is a web page archive or an e-mail. Open it, and save its table as an Excel file or CSV.",
    "xml": "This is an XML file. If it opens in Excel or Word, save it there as .xlsx or .docx.",
    "binary": f"This is not a text, Word or Excel file. {_ASK} that holds the chronology.",
}

_STARTS = (
    (b"%PDF-", "pdf"), (b"{\\rtf", "rtf"), (b"\x89PNG\r\n", "image"), (b"\xff\xd8\xff", "image"), (b"GIF8", "image"),
    (b"II*\0", "image"), (b"MM\0*", "image"), (b"\x1f\x8b", "archive"), (b"7z\xbc\xaf'\x1c", "archive"),
    (b"Rar!\x1a\x07", "archive"), (b"MIME-Version:", "mail"), (b"SQLite format 3\0", "binary"),
)  # fmt: skip
_WEB = (b"<!doctype html", b"<html", b"<table", b"<head", b"<body", b"<meta", b"<div", b"<style")
_CONTENT_TYPES = (
    (b"wordprocessingml.document.main+xml", "docx"), (b"wordprocessingml.template.main+xml", "docx"),
    (b"ms-word.document.macroEnabled.main", "docx"), (b"ms-word.template.macroEnabled", "docx"),
    (b"sheet.binary.macroEnabled.main", "xlsb"), (b"spreadsheetml.sheet.main+xml", "xlsx"),
    (b"spreadsheetml.template.main+xml", "xlsx"), (b"ms-excel.sheet.macroEnabled.main", "xlsx"),
    (b"ms-excel.template.macroEnabled", "xlsx"), (b"presentationml", "powerpoint"),
)  # fmt: skip


def kind_of(data: bytes) -> str:
    """One of READABLE. Raises Unreadable with the kind found for anything else."""
    if not data.strip(b"\0 \t\r\n\xef\xbb\xbf\xff\xfe"):
        raise _refusal("empty")
    start = data[:4096].lstrip(b"\xef\xbb\xbf \t\r\n")
    for magic, kind in _STARTS:
        if start.startswith(magic):
            raise _refusal(kind)
    if data.startswith(START):
        kind = compound_kind(data)
        if kind != "xls":
            raise _refusal(kind, "old Office file")
        return kind
    if start.startswith(b"PK\x03\x04") or start.startswith(b"PK\x05\x06"):
        return _zip_kind(data)
    if start.startswith(b"PAR1"):
        if not data.endswith(b"PAR1"):
            raise _refusal("cut short", "Parquet file")
        return "parquet"
    if _is_lock_file(data):
        raise _refusal("lock")
    return _text_kind(data)


def _refusal(kind: str, what: str = "") -> Unreadable:
    return Unreadable(_SENTENCES[kind].format(what=what), kind)


def _is_lock_file(data: bytes) -> bool:
    """Office writes the user's name twice: length and bytes, then again in UTF-16."""
    if len(data) not in (162, 165) or not 0 < data[0] <= 54:
        return False
    name = data[1 : 1 + data[0]].decode("cp1252", "replace")
    return name.encode("utf-16-le") in data[1 + data[0] :]


def _text_kind(data: bytes) -> str:
    head = data[:4096]
    if head[4:8] == b"ftyp" or (head[:2] == b"BM" and head[6:10] == b"\0\0\0\0") or head[8:12] == b"WEBP":
        raise _refusal("image")
    mark, encoding = encoding_of(data)
    if encoding != "utf-8":
        head = head[len(mark) :].decode(encoding, "replace").encode()
    lower = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if lower.startswith(_WEB) or (lower.startswith((b"<?xml", b"<!--")) and b"<html" in lower):
        return "html"
    if lower.startswith(b"<?xml"):
        raise _refusal("xml")
    if lower.startswith((b"{", b"[")) and _is_json(data):
        raise _refusal("json")
    controls = sum(head.count(bytes([code])) for code in (*range(1, 9), *range(14, 27), *range(28, 32)))
    if controls * 50 > len(head):
        raise _refusal("binary")
    return "csv"


def _is_json(data: bytes) -> bool:
    try:
        json.loads(data)
    except (ValueError, RecursionError):
        return False
    return True


def _zip_kind(data: bytes) -> str:
    try:
        with zipfile.ZipFile(BytesIO(data)) as parts:
            names = set(parts.namelist())
            if any(part.flag_bits & 1 for part in parts.infolist()):
                raise _refusal("protected")
            types = parts.read("[Content_Types].xml") if "[Content_Types].xml" in names else b""
            mimetype = parts.read("mimetype") if "mimetype" in names else b""
            manifest = parts.read("META-INF/manifest.xml") if "META-INF/manifest.xml" in names else b""
    except Unreadable:
        raise
    except Exception as fault:  # zipfile raises many kinds for damaged files; all mean the same here
        raise _refusal("cut short", "Office or zip file") from fault
    if b"encryption-data" in manifest:
        raise _refusal("protected")
    if mimetype.startswith(b"application/vnd.oasis.opendocument.spreadsheet"):
        return "ods"
    if mimetype.startswith(b"application/vnd.oasis.opendocument.text"):
        raise _refusal("odt")
    kind = next((kind for mark, kind in _CONTENT_TYPES if mark in types), "zip")
    if kind not in READABLE:
        raise _refusal(kind)
    return kind
