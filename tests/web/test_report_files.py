"""Each table of the reports as each file in each language: its headings, the JSON's own numbers, and no formula."""

import csv
import io
from itertools import product
from uuid import uuid4

import pytest

from ryadom.core.operators import add_operator
from ryadom.core.reports import words
from ryadom.core.reports.words import FIGURES, Language, Section, Unit
from tests.rounds import keep_rounds
from tests.web.accounts import Account
from tests.web.client import PASSWORD, JsonObject, Server
from tests.web.test_reports import REPORTS, close, report
from tests.workbooks import sheets_of

FORMULA = '=HYPERLINK("http://evil.test","x")'
Cell = str | int | float | None


@pytest.fixture
async def busy_day(server: Server) -> None:
    """A conversation answered, closed and rated, one that waits, and names that a spreadsheet would take for more."""
    await add_operator(
        server.database, email="eva@shop.test", name=FORMULA, password=PASSWORD, site_keys=[server.site.key]
    )
    async with server.database.connection() as connection:
        await connection.execute("UPDATE sites SET name = '@SUM(A1)' WHERE id = $1", server.site.id)
    async with server.visitor(page={"url": "http://shop.test/?utm_source=-cmd"}) as guest:
        conversation_id = (await guest.say("Вопрос"))["conversation_id"]
        async with server.operator("eva@shop.test") as eva:
            await eva.say("Ответ", conversation_id=conversation_id)
            await close(eva, conversation_id)
        await guest.receive("status_changed")
        await guest.send("rate_conversation", echo_id=uuid4(), conversation_id=conversation_id, score=4, comment="Да")
        await guest.receive("conversation_rated")
    async with server.visitor(page={"url": "http://shop.test/"}) as other:
        await other.say("Ещё вопрос")
    await keep_rounds(server.database)


@pytest.mark.usefixtures("busy_day")
async def test_each_table_is_the_same_in_each_file(lead: Account) -> None:
    shown: set[str] = set()
    for language, section in product(Language, Section):
        answer = await report(lead, language=language)
        expected = rows_of(answer, section)
        for row, first in zip(expected, firsts_of(section, language), strict=False):
            row[0] = first
        assert expected
        heads, table = csv_of(await file_of(lead, "csv", section, language))
        assert heads == headings_of(section, language, is_csv=True)
        assert table == [[csv_cell(cell, language) for cell in row] for row in expected], (section, language)
        [heads, *stored], definitions = sheets_of(await file_of(lead, "xlsx", section, language))
        assert heads == headings_of(section, language, is_csv=False)
        for kept, row in zip(stored, expected, strict=True):
            for place, (cell, value) in enumerate(zip(kept, row, strict=True)):
                assert_is(cell, value, unit_of(section, place))
        assert {word.name(language) for word in FIGURES.values()} <= {row[0] for row in definitions}
        shown |= {str(value) for row in expected for value in row}
        for line in table:
            assert not [cell for cell in line if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]
    # All of what would be run was there to be run.
    assert {FORMULA, "@SUM(A1)", "-cmd"} <= shown


async def file_of(lead: Account, ending: str, section: Section, language: Language) -> bytes:
    query = {"section": section, "language": language, "zone": "UTC"}
    response = await lead.http.get(f"{REPORTS}.{ending}", params=query)
    assert response.status_code == 200, response.text
    assert response.headers["content-disposition"] == f'attachment; filename="report-{section}.{ending}"'
    assert response.headers["x-content-type-options"] == "nosniff"
    return response.content


def csv_of(content: bytes) -> tuple[list[str], list[list[str]]]:
    heads, *rows = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";")
    return heads, rows


def rows_of(answer: JsonObject, section: Section) -> list[list[Cell]]:
    """The table as the panel is told it."""
    match section:
        case Section.SUMMARY:
            return [[None, answer["total"][key], answer["before"][key]] for key in FIGURES]
        case Section.DAYS:
            return [[day["on"], *(day["values"][key] for key in FIGURES)] for day in answer["days"]]
        case Section.HOURS:
            return [[f"{hour:02}:00", count] for hour, count in enumerate(answer["hours"])]
        case Section.WEEK:
            return [[None, *counts] for counts in answer["week"]]
        case Section.RATINGS:
            return [[one["score"], one["conversations"], one["comments"]] for one in answer["scores"]]
        case _:
            return [[one["name"], *(one["values"][key] for key in FIGURES)] for one in answer[section]]


def firsts_of(section: Section, language: Language) -> list[str | None]:
    """What the first column has where the JSON leaves the words to the panel."""
    match section:
        case Section.SUMMARY:
            return [word.name(language) + _in(word.unit, language) for word in FIGURES.values()]
        case Section.WEEK:
            return [day.in_(language) for day in words.WEEKDAYS]
        case _:
            return []


def headings_of(section: Section, language: Language, *, is_csv: bool) -> list[str]:
    figures = [word.name(language) + (_in(word.unit, language) if is_csv else "") for word in FIGURES.values()]
    match section:
        case Section.SUMMARY:
            return [word.in_(language) for word in (words.FIGURE, words.VALUE, words.BEFORE)]
        case Section.HOURS:
            return [words.HOUR.in_(language), figures[0]]
        case Section.WEEK:
            return [words.WEEKDAY.in_(language), *(f"{hour:02}:00" for hour in range(24))]
        case Section.RATINGS:
            return [words.SCORE.in_(language), *(FIGURES[key].name(language) for key in ("rated", "comments"))]
        case Section.DAYS:
            return [words.DAY.in_(language), *figures]
        case _:
            kinds = {"operators": words.OPERATOR, "departments": words.DEPARTMENT}
            kinds |= {"sites": words.SITE, "sources": words.SOURCE}
            return [kinds[section].in_(language), *figures]


def _in(unit: Unit, language: Language) -> str:
    return {Language.RU: ", с", Language.EN: ", s"}[language] if unit is Unit.SECONDS else ""


def unit_of(section: Section, place: int) -> Unit | None:
    """Of a cell of a workbook: those of groups and days are in the units of their figures."""
    has_figures = section not in (Section.SUMMARY, Section.HOURS, Section.WEEK, Section.RATINGS)
    return list(FIGURES.values())[place - 1].unit if has_figures and place > 0 else None


def csv_cell(cell: Cell, language: Language) -> str:
    if isinstance(cell, float):
        return f"{cell:.2f}".replace(".", "," if language is Language.RU else ".")
    text = "" if cell is None else str(cell)
    return f"'{text}" if text.startswith(("=", "+", "-", "@")) else text


def assert_is(kept: str, cell: Cell, unit: Unit | None) -> None:
    """A cell of a workbook has this value; of times it stores parts of a day."""
    if isinstance(cell, str) or cell is None:
        assert kept == (cell or "")
    else:
        assert float(kept) == pytest.approx(cell / 86_400 if unit is Unit.SECONDS else cell)
