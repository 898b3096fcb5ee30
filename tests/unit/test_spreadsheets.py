"""CSV for a spreadsheet: nothing in a cell is executed, nothing breaks a row."""

import csv
import io

import pytest

from ryadom.privacy.spreadsheets import as_csv


@pytest.mark.parametrize("cell", ['=HYPERLINK("http://evil.test")', "+7 999", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1"])
def test_cell_that_looks_like_a_formula_is_told_to_be_text(cell: str) -> None:
    [[guarded]] = csv.reader(io.StringIO(as_csv(["Цель"], [[cell]]).split("\r\n", 1)[1], newline=""), delimiter=";")
    assert guarded == f"'{cell}"


def test_separators_quotes_and_line_breaks_stay_within_their_cell() -> None:
    rows = [["а;б", 'в "г"', "д\nе"], ["1", "2", "3"], ["Анна = хорошая", "", "а-б"]]
    text = as_csv(["x", "y", "z"], rows)
    assert text.startswith("\ufeffx;y;z\r\n")
    assert list(csv.reader(io.StringIO(text, newline=""), delimiter=";"))[1:] == rows
