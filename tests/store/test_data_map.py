"""The data map against a migrated database: it names every table and every column, and nothing else."""

from msgspec.structs import replace

from ryadom.cli.data_map import map_as_markdown
from ryadom.privacy.classification import Disposal, Table, technical
from ryadom.privacy.data_map import TABLES, bad_entries, differences
from ryadom.store.database import Database
from tests.unit.test_settings import ROOT

COLUMNS = """
    SELECT
        CASE t.table_schema WHEN 'public' THEN '' ELSE t.table_schema || '.' END || t.table_name AS table_name,
        array_agg(CAST(c.column_name AS text) ORDER BY c.ordinal_position) AS columns
    FROM information_schema.tables AS t
    JOIN information_schema.columns AS c USING (table_schema, table_name)
    WHERE t.table_type = 'BASE TABLE' AND t.table_schema NOT IN ('pg_catalog', 'information_schema')
    GROUP BY 1
    ORDER BY 1
"""


async def actual_columns(database: Database) -> dict[str, list[str]]:
    async with database.connection() as connection:
        return {row["table_name"]: list(row["columns"]) for row in await connection.fetch(COLUMNS)}


async def test_every_column_of_every_table_is_in_the_map_and_nothing_else_is(database: Database) -> None:
    remedies = differences(await actual_columns(database))

    assert not remedies, "\n" + "\n".join(remedies)


async def test_new_table_new_column_and_lost_column_are_said_with_the_line_to_write(database: Database) -> None:
    async with database.connection() as connection:
        await connection.execute("ALTER TABLE visitors ADD COLUMN phone text, DROP COLUMN locale")
        await connection.execute("CREATE TABLE drafts (site_id uuid, words text)")

    remedies = differences(await actual_columns(database))

    assert len(remedies) == 3
    assert 'columns=(technical("site_id", "…"), technical("words", "…"),)' in remedies[0]
    assert 'Add to Table(name="visitors") one of: technical("phone", "…")' in remedies[1]
    assert remedies[2] == 'There is no column visitors.locale: take its line out of Table(name="visitors").'


def test_map_of_a_table_that_is_gone_is_complained_of() -> None:
    assert differences({}, TABLES[:1]) == [
        'There is no table visitors: take Table(name="visitors") out of the data map.'
    ]


def test_map_says_nothing_that_can_not_be_so() -> None:
    assert list(bad_entries()) == []


def test_visitors_column_without_a_way_to_find_erase_or_answer_it_is_complained_of() -> None:
    [name] = [column for column in TABLES[0].columns if column.name == "name"]
    kept = replace(name, disposal=Disposal.KEPT_BY_LAW, blank="", answered=False, lifetime=None)
    table = Table(name="cards", meaning="…", kept="…", columns=(technical("site_id", "…"), kept))

    complaints = list(bad_entries([table]))

    assert len(complaints) == 3
    assert all("cards.name is a visitor's" in complaint for complaint in complaints)


def test_lifetime_that_no_end_begins_is_complained_of() -> None:
    body = next(column for column in TABLES[2].columns if column.name == "body")
    table = replace(TABLES[0], columns=(*TABLES[0].columns, body))

    [complaint] = bad_entries([table])

    assert "visitors.body has a lifetime, but" in complaint


def test_page_of_the_map_is_what_the_map_says() -> None:
    """`ryadom data-map --markdown > docs/data-map.md`, or scripts/build, makes it anew."""
    assert (ROOT / "docs/data-map.md").read_text(encoding="utf-8") == map_as_markdown()
