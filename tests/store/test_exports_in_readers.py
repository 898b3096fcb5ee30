"""Files of exports as programs of others read them: workbooks by openpyxl, contact cards by vobject."""

import io
from collections.abc import AsyncIterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import openpyxl
import pytest
import vobject

from ryadom.core.export_counting import Form
from ryadom.core.export_files import Dialect, write_rows
from ryadom.store.database import Database
from ryadom.store.exports import Kind, Selection, columns_of
from ryadom.store.sql import Connection
from tests.web.client import furnish

NAMES = (
    "Анна 👩\u200d👧 и 🇷🇺",
    '=HYPERLINK("http://evil.test","x")',
    "+7 912 345-67-89",
    "<r></is></c><c r=\"B2\"><f>1+1</f></c><c t='inlineStr'><is><t>x</t></r>",
    "<r>&</r>",
    "_x0041_ & <b>",
    '  с пробелами\nи; строками, "кавычками" ',
    "שלום \u202eعكس",
)


@pytest.fixture
async def site_id(database: Database) -> UUID:
    """Of a site with customers of these names."""
    site = await furnish(database)
    async with database.connection() as connection:
        await connection.execute(
            "INSERT INTO visitors (site_id, id, created_at, name, locale) "
            "SELECT $1, gen_random_uuid(), make_timestamptz(2026, 1, 1, 0, 0, n, 'UTC'), name, 'ru' "
            "FROM unnest(CAST($2 AS text[])) WITH ORDINALITY AS t (name, n)",
            site.id,
            list(NAMES),
        )
    return site.id


@pytest.fixture
async def connection(database: Database) -> AsyncIterator[Connection]:
    async with database.connection() as connection:
        yield connection


async def written(
    connection: Connection, site_id: UUID, form: Form, tmp_path: Path, columns: Sequence[str] = ()
) -> io.BytesIO:
    selection = Selection(
        kind=Kind.CUSTOMERS,
        site_ids=[site_id],
        columns=columns_of(Kind.CUSTOMERS, columns),
        since=datetime(1970, 1, 1, tzinfo=UTC),
    )
    out = io.BytesIO()
    assert await write_rows(connection, selection, form, out, dialect=Dialect(), scratch=tmp_path) == len(NAMES)
    out.seek(0)
    return out


async def test_workbook_is_opened_and_has_every_word_and_no_formula(
    connection: Connection, site_id: UUID, tmp_path: Path
) -> None:
    file = await written(connection, site_id, Form.XLSX, tmp_path, ["name", "created_at", "advertising_consent"])
    sheet = openpyxl.load_workbook(file).active
    heading, *rows = sheet.iter_rows()
    assert [cell.value for cell in heading] == ["name", "created_at", "advertising_consent"]
    # openpyxl leaves Excel's way of writing `_` before an escape as it is.
    assert sorted(row[0].value.replace("_x005F_", "_").removesuffix("</r> ") for row in rows) == sorted(
        name.removesuffix("</r>") for name in NAMES
    )
    assert {cell.data_type for row in rows for cell in row} == {"s", "d", "b"}
    assert {row[1].value.year for row in rows} == {2026}
    assert {row[2].value for row in rows} == {False}


async def test_sign_of_the_rest_is_seen_though_emojis_are_two_of_what_a_cell_holds(
    connection: Connection, site_id: UUID, tmp_path: Path
) -> None:
    await connection.execute("UPDATE visitors SET name = $1", "я" + "🙂" * 20_000)
    file = await written(connection, site_id, Form.XLSX, tmp_path, ["name"])
    shown = openpyxl.load_workbook(file).active["A2"].value
    assert shown == "я" + "🙂" * 16_382 + "…"
    assert len(shown.encode("utf-16-le")) // 2 <= 32_767


@pytest.mark.parametrize(("chars", "end"), [(32_766, "</r> "), (32_767, "</r…"), (32_768, "</…")])
async def test_text_that_just_fills_a_cell_is_not_cut_back_to_rich_text(
    connection: Connection, site_id: UUID, tmp_path: Path, chars: int, end: str
) -> None:
    head, tail = '<r></is></c><c r="B2"><f>1+1</f></c><c t="inlineStr"><is><t>', "</t></r>"
    text = head + "x" * (chars - len(head) - len(tail)) + tail
    await connection.execute("UPDATE visitors SET name = $1", text)
    file = await written(connection, site_id, Form.XLSX, tmp_path, ["name"])
    _, *rows = openpyxl.load_workbook(file).active.iter_rows()
    assert {(len(row), row[0].data_type, len(row[0].value)) for row in rows} == {(1, "s", 32_767)}
    assert {row[0].value for row in rows} == {f"{text} "[: 32_767 - len(end)] + end}


async def test_contact_cards_are_opened_and_have_every_name(
    connection: Connection, site_id: UUID, tmp_path: Path
) -> None:
    file = await written(connection, site_id, Form.VCARD, tmp_path)
    cards = list(vobject.readComponents(file.read().decode()))
    assert sorted(card.fn.value for card in cards) == sorted(name.strip() for name in NAMES)
    assert {card.version.value for card in cards} == {"3.0"}
    assert len({card.uid.value for card in cards}) == len(NAMES)
    assert {card.contents["x-ryadom-advertising-consent"][0].value for card in cards} == {"no"}
