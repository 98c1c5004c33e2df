"""A file of a copy with its names again, for whoever holds the glossary: Word, Excel or CSV, also when worked on since.

Only text is changed, part by part; layout, comments and what a panel wrote in stay as they are.
"""

from __future__ import annotations

import csv
import io
import zlib
from pathlib import Path
from zipfile import BadZipFile, ZipFile

from lxml import etree

from flagger.audience.glossary import Glossary, restored, restored_table
from flagger.errors import UsageFault

_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}t"
_SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}t"
_TEXTS = {".docx": ("word/", _WORD), ".xlsx": ("xl/", _SHEET)}
_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)


def restored_file(path: Path, glossary: Glossary) -> bytes:
    """The file's bytes with names for codes. Raises UsageFault for another kind of file."""
    kind = path.suffix.casefold()
    try:
        if kind == ".csv":
            return _csv(path.read_text(encoding="utf-8-sig"), glossary)
        if kind in _TEXTS:
            return _zipped(path.read_bytes(), *_TEXTS[kind], glossary)
    except (UnicodeDecodeError, csv.Error, BadZipFile, zlib.error, etree.XMLSyntaxError):
        raise UsageFault(f"{path}: it is no {kind} file, or is damaged; expected a file of a copy") from None
    raise UsageFault(f"{path}: expected a file that ends in .docx, .xlsx or .csv; of a page, make a new one")


def _csv(text: str, glossary: Glossary) -> bytes:
    out = io.StringIO(newline="")
    rows = restored_table(csv.reader(io.StringIO(text, newline="")), glossary)
    csv.writer(out, lineterminator="\r\n").writerows(rows)
    return out.getvalue().encode("utf-8-sig")


def _zipped(content: bytes, folder: str, tag: str, glossary: Glossary) -> bytes:
    out = io.BytesIO()
    with ZipFile(io.BytesIO(content)) as before, ZipFile(out, "w") as after:
        for item in before.infolist():
            part = before.read(item)
            if item.filename.startswith(folder) and item.filename.endswith(".xml"):
                part = _xml(part, tag, glossary)
            after.writestr(item, part)
    return out.getvalue()


def _xml(part: bytes, tag: str, glossary: Glossary) -> bytes:
    root = etree.fromstring(part, _PARSER)
    for text in root.iter(tag):
        if text.text:
            text.text = restored(text.text, glossary)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
