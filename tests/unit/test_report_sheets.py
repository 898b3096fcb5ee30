"""Files of reports, read back; and the words that say what each figure is."""

import io
import re
from csv import reader
from datetime import date
from pathlib import Path
from uuid import uuid4

import pytest

from ryadom.core.reports.report import DayFigures, Group, Report
from ryadom.core.reports.sheets import as_csv_file, as_workbook, table_of
from ryadom.core.reports.words import FIGURES, NOTES, SECTIONS, Language, Section, as_markdown
from ryadom.store.reports import Figures, Scored, Times
from tests.workbooks import sheets_of

ROOT = Path(__file__).parents[2]
FORMULA = '=HYPERLINK("http://evil.test","x")'
SOME = Figures(
    conversations=1_234, answered=1_000, missed=30, answer_s=Times(59.6, 3_600.2), rating=4.666, rated=3, comments=1
)


def report(**fields: object) -> Report:
    empty: dict[str, object] = {
        "total": SOME,
        "before": Figures(),
        "days": [DayFigures(date(2026, 11, 28), SOME)],
        "hours": [0] * 24,
        "week": [[0] * 24 for _ in range(7)],
        "operators": [Group(uuid4(), FORMULA, SOME), Group(None, "Никто", Figures())],
        "departments": [],
        "sites": [Group(uuid4(), "Лавка", SOME)],
        "sources": [Group(None, name, SOME) for name in ("+7", "@SUM(1)", "-2+3", "\tcmd", "vk")],
        "scores": [Scored(score, score, 0) for score in range(1, 6)],
        "people": [],
    }
    return Report(**(empty | fields))  # type: ignore[arg-type]


def csv_of(section: Section, language: Language = Language.RU) -> list[list[str]]:
    text = as_csv_file(table_of(report(), section, language), language).decode()
    assert text.startswith("\ufeff")
    return list(reader(io.StringIO(text.removeprefix("\ufeff")), delimiter=";"))


def workbook_of(section: Section) -> list[list[list[str]]]:
    return sheets_of(as_workbook(table_of(report(), section, Language.RU), section, Language.RU))


@pytest.mark.parametrize("section", list(Section))
@pytest.mark.parametrize("language", list(Language))
def test_every_table_has_as_many_cells_as_headings(section: Section, language: Language) -> None:
    head, *rows = csv_of(section, language)
    assert all(len(row) == len(head) for row in rows)
    assert len(set(head)) == len(head)


def test_csv_says_what_the_table_says() -> None:
    head, day = csv_of(Section.DAYS)
    row = dict(zip(head, day, strict=True))
    assert row["День"] == "2026-11-28"
    assert row["Диалоги"] == "1234"
    assert row["Первый ответ, медиана, с"] == "60"
    assert row["Первый ответ, 90\xa0%, с"] == "3600"
    assert row["Решение, медиана, с"] == ""
    assert row["Средняя оценка"] == "4,67"
    assert csv_of(Section.DAYS, Language.EN)[1][head.index("Средняя оценка")] == "4.67"


def test_no_cell_of_a_csv_is_a_formula() -> None:
    for section in (Section.OPERATORS, Section.SOURCES):
        for row in csv_of(section):
            assert not [cell for cell in row if cell.startswith(("=", "+", "-", "@", "\t"))]
    assert csv_of(Section.OPERATORS)[1][0] == f"'{FORMULA}"


def test_workbook_has_the_same_numbers_and_says_what_they_are() -> None:
    table, definitions = workbook_of(Section.OPERATORS)
    head, first, nobody = table
    row = dict(zip(head, first, strict=True))
    assert row["Сотрудник"] == FORMULA  # a text, which sheets_of has made sure of
    assert row["Диалоги"] == "1234"
    assert float(row["Первый ответ, медиана"]) == pytest.approx(60 / 86_400)
    assert float(row["Средняя оценка"]) == 4.67
    assert nobody[0] == "Никто"
    told = {row[0]: row[1] for row in definitions}
    assert told == {word.name(Language.RU): word.definition(Language.RU) for word in FIGURES.values()} | {
        SECTIONS[Section.OPERATORS].in_(Language.RU): NOTES[Section.OPERATORS].in_(Language.RU)
    }


def test_summary_stands_beside_the_period_before() -> None:
    head, *rows = csv_of(Section.SUMMARY)
    assert head == ["Показатель", "За период", "За период до него"]
    assert rows[0] == ["Диалоги", "1234", "0"]
    assert len(rows) == len(FIGURES)


@pytest.mark.parametrize("language", list(Language))
def test_docs_define_every_figure_in_the_words_of_the_tooltips(language: Language) -> None:
    assert as_markdown(language) in (ROOT / "docs/reports.md").read_text(encoding="utf-8")


def test_figures_are_those_that_are_counted() -> None:
    counted = set(Figures.__struct_fields__)
    told = {re.sub(r"_(median|p90)_s$", "_s", key) for key in FIGURES}
    assert told == counted
