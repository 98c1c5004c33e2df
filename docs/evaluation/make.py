"""Write the four agencies' files from texts/*.txt (one row a line, cells divided by |)."""

import csv
import datetime as dt
import pathlib

import docx
import openpyxl

HERE = pathlib.Path(__file__).parent


def rows(name):
    lines = (HERE / "texts" / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    return [[c.strip() for c in line.split("|")] for line in lines if line.strip()]


def write_csv(name, encoding, header, body):
    with (HERE / name).open("w", encoding=encoding, newline="") as f:
        csv.writer(f).writerows([header, *body])


def as_date(text):
    try:
        return dt.datetime.strptime(text, "%Y-%m-%d")
    except ValueError:
        return text


def health(body):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Contacts"
    sheet.append(["Integrated health chronology – THISTLEWOOD family"])
    sheet.append(["Prepared by named nurse team from GP, 0-19, maternity and hospital systems. OFFICIAL-SENSITIVE"])
    sheet.append([])
    sheet.append(["Date of contact", "Professional", "Who", "Record"])
    for date, *rest in body:
        sheet.append([as_date(date), *rest])
        sheet.cell(sheet.max_row, 1).number_format = "DD/MM/YYYY"
    for column, width in zip("ABCD", (16, 28, 24, 110), strict=False):
        sheet.column_dimensions[column].width = width
    book.save(HERE / "health.xlsx")


def school(body):
    doc = docx.Document()
    doc.add_heading("School chronology – Toby and Clementine Thistlewood", 1)
    doc.add_paragraph(
        "Compiled from CPOMS, paper file and office log. Hazel Row Primary, Gullfoot Primary, Dunmallow Academy."
    )
    head = ["Date", "By", "Pupil", "Record", "Action"]
    table = doc.add_table(rows=1, cols=len(head), style="Table Grid")
    for cell, text in zip(table.rows[0].cells, head, strict=False):
        cell.text = text
    for row in body:
        cells = table.add_row().cells
        if row[0].startswith("=="):
            cells[0].merge(cells[-1]).text = row[0].lstrip("= ")
        else:
            for cell, text in zip(cells, row, strict=False):
                cell.text = text
    doc.save(HERE / "school.docx")


write_csv("police.csv", "cp1252", ["Date", "Ref", "Details", "Outcome"], rows("police")[::-1])
write_csv("social-care.csv", "utf-8", ["Date", "Worker", "Event", "Notes", "Outcome"], rows("social"))
write_csv("people.csv", "utf-8", ["Name", "Known as", "Born", "Relationship", "Address"], rows("people"))
health(rows("health"))
school(rows("school"))
