"""Writes workbooks as people make them with programs, into a folder."""

import datetime
import sys

import openpyxl
import xlsxwriter

folder = sys.argv[1]
header = ["from", "to", "when", "note", "code"]
day = datetime.date(2023, 8, 15)
rows = [
    ["Mali", "Niger", day, "a day", 40],
    ["Mali", "Chad", datetime.datetime(2023, 8, 1), "a month", 2.5],
    [None, "Benin", 2001, "a year & <more>", 45153],
    ["Togo", "Benin", datetime.datetime(2023, 8, 15, 14, 30), "a moment", None],
]


def by_openpyxl(name, epoch=None):
    book = openpyxl.Workbook()
    if epoch:
        book.epoch = epoch
    sheet = book.active
    sheet.title = "Visits"
    sheet.append(header)
    for row in rows:
        sheet.append(row)
    sheet["C3"].number_format = "mmm-yy"
    sheet["E2"].number_format = "000"
    sheet.merge_cells("A3:A4")
    book.create_sheet("Else").append(["nothing"])
    book.save(f"{folder}/{name}.xlsx")


def by_xlsxwriter(name, options):
    book = xlsxwriter.Workbook(f"{folder}/{name}.xlsx", options)
    sheet = book.add_worksheet("Visits")
    book.add_worksheet("Else").write(0, 0, "nothing")
    style = {f: book.add_format({"num_format": f}) for f in ("dd/mm/yyyy", "mmm-yy", "000", "d mmmm yyyy hh:mm")}
    sheet.write_row(0, 0, header)
    for n, row in enumerate(rows, 1):
        for column, value in enumerate(row):
            if isinstance(value, datetime.date):
                kind = "d mmmm yyyy hh:mm" if n == 4 else "mmm-yy" if n == 2 else "dd/mm/yyyy"
                sheet.write_datetime(n, column, value, style[kind])
            elif value is None and column == 0 and "constant_memory" in options:
                sheet.write(n, column, "Mali")  # in this mode it cannot be merged with what was written
            elif value is not None:
                sheet.write(n, column, value, style["000"] if value == 40 else None)
    if "constant_memory" not in options:
        sheet.merge_range("A3:A4", "Mali")
    book.close()


by_openpyxl("openpyxl")
by_openpyxl("openpyxl-1904", openpyxl.utils.datetime.CALENDAR_MAC_1904)
by_xlsxwriter("xlsxwriter", {})
by_xlsxwriter("xlsxwriter-1904", {"date_1904": True})
by_xlsxwriter("xlsxwriter-constant-memory", {"constant_memory": True})
