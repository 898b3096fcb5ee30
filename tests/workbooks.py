"""XLSX files read back without a spreadsheet: what is stored in each cell, and that nothing in there is a formula."""

import io
import re
import zipfile
from xml.etree import ElementTree

NS = {"x": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}


def sheets_of(content: bytes) -> list[list[list[str]]]:
    """The cells of each sheet, row by row, as they are stored: texts, and numbers as text; what is blank is empty.

    For tables of 26 columns at most, whose first row is the longest. A formula, a macro or a link outside fails.
    """
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        assert book.testzip() is None
        assert not [name for name in book.namelist() if "external" in name.lower() or "vba" in name.lower()]
        strings = [
            "".join(part.text or "" for part in each.iterfind(".//x:t", NS))
            for each in ElementTree.fromstring(book.read("xl/sharedStrings.xml"))  # noqa: S314 - ours
        ]
        names = sorted(name for name in book.namelist() if re.fullmatch(r"xl/worksheets/sheet\d+\.xml", name))
        return [_sheet(ElementTree.fromstring(book.read(name)), strings) for name in names]  # noqa: S314


def _sheet(tree: ElementTree.Element, strings: list[str]) -> list[list[str]]:
    assert tree.find(".//x:f", NS) is None
    rows: list[list[str]] = []
    for row in tree.iterfind(".//x:row", NS):
        cells = ["" for _ in range(len(rows[0]) if rows else len(row))]
        for cell in row.iterfind("x:c", NS):
            value = cell.findtext("x:v", "", NS)
            cells[ord(cell.get("r", "A")[0]) - ord("A")] = strings[int(value)] if cell.get("t") == "s" else value
        rows.append(cells)
    return rows
