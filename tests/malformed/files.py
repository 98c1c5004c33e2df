"""Small builders of raw files for tests: Word documents from XML, old compound files, zips. All people are invented."""

from __future__ import annotations

import zipfile
from io import BytesIO

import xlsxwriter
import xlwt

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT_W = "http://purl.oclc.org/ooxml/wordprocessingml/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELS = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{0}</Relationships>'
_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="/{0}" '
    'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)

HEADER = ("Date", "Agency", "Person", "Event")
EVENTS = (
    ("04/03/2019", "School", "Wren", "Attended the open day"),
    ("05/03/2019", "Health visitor", "Wren", "Home visit, all well"),
    ("06/03/2019", "Police", "Wren", "Call about noise"),
)


def zipped(parts: dict[str, str | bytes]) -> bytes:
    """A zip of these parts, packed."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def docx(body: str, comments: str = "", main: str = "word/document.xml", space: str = W, prolog: str = "") -> bytes:
    """A Word document with this body; `comments` are <w:comment> elements."""
    folder, name = main.split("/")
    parts = {
        "[Content_Types].xml": _TYPES.format(main),
        "_rels/.rels": _RELS.format(f'<Relationship Id="r1" Type="{_OFFICE}/officeDocument" Target="{main}"/>'),
        main: f'{prolog}<w:document xmlns:w="{space}"><w:body>{body}</w:body></w:document>',
    }
    if comments:
        link = f'<Relationship Id="r2" Type="{_OFFICE}/comments" Target="comments.xml"/>'
        parts[f"{folder}/_rels/{name}.rels"] = _RELS.format(link)
        parts[f"{folder}/comments.xml"] = f'<w:comments xmlns:w="{space}">{comments}</w:comments>'
    return zipped(parts)


def run(text: str, style: str = "") -> str:
    return f'<w:r><w:rPr>{style}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def cell(*paragraphs: str, style: str = "") -> str:
    """A cell whose paragraphs hold this XML, or plain text."""
    inner = "".join(f"<w:p>{each if each.startswith('<') else run(each)}</w:p>" for each in paragraphs or ("",))
    return f"<w:tc><w:tcPr>{style}</w:tcPr>{inner}</w:tc>"


def row(*cells: str, style: str = "") -> str:
    """A row of these cells, XML or plain text."""
    return f"<w:tr><w:trPr>{style}</w:trPr>{''.join(c if c.startswith('<') else cell(c) for c in cells)}</w:tr>"


def table(*rows: str) -> str:
    return f"<w:tbl><w:tblPr/><w:tblGrid/>{''.join(rows)}</w:tbl>"


def chronology_rows() -> list[str]:
    return [row(*line) for line in (HEADER, *EVENTS)]


def xlsx(rows: tuple[tuple[object, ...], ...] = (HEADER, *EVENTS)) -> bytes:
    out = BytesIO()
    with xlsxwriter.Workbook(out) as book:
        sheet = book.add_worksheet("Chronology")
        for number, line in enumerate(rows):
            sheet.write_row(number, 0, line)
    return out.getvalue()


def xls() -> bytes:
    book, out = xlwt.Workbook(), BytesIO()
    sheet = book.add_sheet("Chronology")
    for number, line in enumerate((HEADER, *EVENTS)):
        for column, text in enumerate(line):
            sheet.write(number, column, text)
    book.save(out)
    return out.getvalue()


def ole(stream: str) -> bytes:
    """A compound file whose one stream bears this name (the directory entry of an .xls, renamed)."""
    data, old = bytearray(xls()), "Workbook".encode("utf-16-le")
    place = data.index(old)
    name = stream.encode("utf-16-le") + b"\0\0"
    data[place : place + 64] = name.ljust(64, b"\0")
    data[place + 64 : place + 66] = len(name).to_bytes(2, "little")
    return bytes(data)


def ods(encrypted: bool = False) -> bytes:
    cells = "".join(
        "<table:table-row>"
        + "".join(
            f'<table:table-cell office:value-type="string"><text:p>{text}</text:p></table:table-cell>' for text in line
        )
        + "</table:table-row>"
        for line in (HEADER, *EVENTS)
    )
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text")
    )
    body = f'<table:table table:name="Chronology">{cells}</table:table>'
    content = (
        f'<office:document-content {spaces} office:version="1.2"><office:body><office:spreadsheet>{body}'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    entry = "<manifest:encryption-data/>" if encrypted else ""
    return zipped({
        "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
        "content.xml": content,
        "META-INF/manifest.xml": f'<m:manifest xmlns:m="x" xmlns:manifest="y">{entry}</m:manifest>',
    })  # fmt: skip


def csv(separator: str = ",", end: str = "\n") -> str:
    """The chronology as plain separated text; texts that hold the separator are quoted."""
    lines = (separator.join(f'"{text}"' if separator in text else text for text in line) for line in (HEADER, *EVENTS))
    return end.join(lines) + end
