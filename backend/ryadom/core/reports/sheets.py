"""A table of a report as rows for a spreadsheet, and as a workbook. No cell is a formula, or tells of a visitor."""

import io
from collections.abc import Iterable, Sequence
from typing import Any

import xlsxwriter
from msgspec import Struct

from ryadom.core.reports import words
from ryadom.core.reports.report import Group, Report
from ryadom.core.reports.words import FIGURES, NOTES, SECTIONS, Language, Section, Unit
from ryadom.privacy.spreadsheets import as_csv, workbook_text
from ryadom.store.reports import Figures, Times

Cell = str | int | float | None

_KINDS = {
    Section.OPERATORS: words.OPERATOR,
    Section.DEPARTMENTS: words.DEPARTMENT,
    Section.SITES: words.SITE,
    Section.SOURCES: words.SOURCE,
}


class Table(Struct, frozen=True):
    """Headings, and under each the unit of what stands below it; None where it is no figure."""

    headings: Sequence[str]
    units: Sequence[Unit | None]
    rows: Sequence[Sequence[Cell]]


def table_of(report: Report, section: Section, language: Language) -> Table:
    """One table of a report."""
    match section:
        case Section.SUMMARY:
            return _summary(report, language)
        case Section.DAYS:
            days = [[day.on.isoformat(), *values_of(day.figures)] for day in report.days]
            return _of_figures(words.DAY.in_(language), days, language)
        case Section.HOURS:
            name = FIGURES["conversations"].name(language)
            shown = [(f"{hour:02}:00", count) for hour, count in enumerate(report.hours)]
            return Table([words.HOUR.in_(language), name], [None, Unit.COUNT], shown)
        case Section.WEEK:
            hours = [f"{hour:02}:00" for hour in range(len(report.hours))]
            headings = [words.WEEKDAY.in_(language), *hours]
            named: list[list[Cell]] = [
                [day.in_(language), *counts] for day, counts in zip(words.WEEKDAYS, report.week, strict=True)
            ]
            return Table(headings, [None, *(Unit.COUNT for _ in hours)], named)
        case Section.RATINGS:
            headings = [words.SCORE.in_(language), *(FIGURES[key].name(language) for key in ("rated", "comments"))]
            scored = [(one.score, one.conversations, one.comments) for one in report.scores]
            return Table(headings, [Unit.COUNT] * len(headings), scored)
        case _:
            groups: Sequence[Group] = getattr(report, section)
            rows = [[group.name, *values_of(group.figures)] for group in groups]
            return _of_figures(_KINDS[section].in_(language), rows, language)


def values_of(figures: Figures) -> Sequence[int | float | None]:
    """The figures in the order of `FIGURES`."""
    return [_value(figures, key) for key in FIGURES]


def as_csv_file(table: Table, language: Language) -> bytes:
    """A file that Russian Excel opens by a double click; times in whole seconds."""
    headings = [_heading(name, unit, language) for name, unit in zip(table.headings, table.units, strict=True)]
    return as_csv(headings, [[_text(cell, language) for cell in row] for row in table.rows]).encode()


def as_workbook(table: Table, section: Section, language: Language) -> bytes:
    """An XLSX file: the table, and a second sheet that says what the figures are. To be made beside the event loop."""
    stream = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(stream, options) as book:
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        formats = {
            Unit.COUNT: book.add_format({"num_format": "#,##0"}),
            Unit.SECONDS: book.add_format({"num_format": "[h]:mm:ss"}),
            Unit.RATING: book.add_format({"num_format": "0.00"}),
        }
        sheet = book.add_worksheet(SECTIONS[section].in_(language))
        sheet.freeze_panes(1, 1)
        sheet.set_column(0, 0, 28)
        sheet.set_column(1, len(table.headings), 14)
        for column, heading in enumerate(table.headings):
            sheet.write_string(0, column, heading, bold)
        for number, row in enumerate(table.rows, 1):
            for column, (cell, unit) in enumerate(zip(row, _units(table, row, section), strict=True)):
                _write(sheet, (number, column), cell, unit, formats)
        _write_definitions(book, section, language)
    return stream.getvalue()


def _write(sheet: Any, place: tuple[int, int], cell: Cell, unit: Unit | None, formats: dict[Unit, Any]) -> None:
    match cell:
        case None:
            sheet.write_blank(*place, None)
        case str():
            sheet.write_string(*place, workbook_text(cell))
        case _:
            number = cell / 86_400 if unit is Unit.SECONDS else cell
            sheet.write_number(*place, number, formats[unit or Unit.COUNT])


def _write_definitions(book: Any, section: Section, language: Language) -> None:
    sheet = book.add_worksheet(words.DEFINITIONS.in_(language))
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    sheet.set_column(0, 0, 34, wrapped)
    sheet.set_column(1, 1, 100, wrapped)
    rows = [(word.name(language), word.definition(language)) for word in FIGURES.values()]
    if note := NOTES.get(section):
        rows.append((SECTIONS[section].in_(language), note.in_(language)))
    for number, row in enumerate(rows):
        for column, text in enumerate(row):
            sheet.write_string(number, column, text, wrapped)


def _summary(report: Report, language: Language) -> Table:
    headings = [words.FIGURE.in_(language), words.VALUE.in_(language), words.BEFORE.in_(language)]
    rows = [
        (_heading(word.name(language), word.unit, language), _value(report.total, key), _value(report.before, key))
        for key, word in FIGURES.items()
    ]
    return Table(headings, [None, None, None], rows)


def _units(table: Table, row: Sequence[Cell], section: Section) -> Iterable[Unit | None]:
    """Of a row. In the summary each row has a unit of its own, and says it."""
    return (
        [Unit.RATING if isinstance(cell, float) else None for cell in row]
        if section is Section.SUMMARY
        else table.units
    )


def _of_figures(kind: str, rows: Sequence[Sequence[Cell]], language: Language) -> Table:
    headings = [kind, *(word.name(language) for word in FIGURES.values())]
    return Table(headings, [None, *(word.unit for word in FIGURES.values())], rows)


def _value(figures: Figures, key: str) -> int | float | None:
    name, _, part = key.removesuffix("_s").rpartition("_")
    if part in Times.__struct_fields__:
        seconds: float | None = getattr(getattr(figures, f"{name}_s"), part)
        return None if seconds is None else round(seconds)
    value: int | float | None = getattr(figures, key)
    return round(value, 2) if isinstance(value, float) else value


def _heading(name: str, unit: Unit | None, language: Language) -> str:
    return f"{name}, {words.SECONDS.in_(language)}" if unit is Unit.SECONDS else name


def _text(cell: Cell, language: Language) -> str:
    if isinstance(cell, float):
        return f"{cell:.2f}".replace(".", "," if language is Language.RU else ".")
    return "" if cell is None else str(cell)
