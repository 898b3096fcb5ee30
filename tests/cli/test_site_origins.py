"""`ryadom site origins`, as an engineer types it who has moved a shop."""

import pytest

from ryadom.core.sites import add_site
from ryadom.store.database import Database
from ryadom.store.sites import find_site
from tests.cli.command import run


async def test_origins_are_replaced_and_journalled(database: Database, database_url: str) -> None:
    site = await add_site(database, name="Лавка", origins=["https://old.test"])
    status, told, complaint = await run(
        "site", "origins", site.key, "https://Shop.test/", "https://www.shop.test", database_url=database_url
    )
    assert (status, complaint) == (0, "")
    assert told == "The chat of Лавка works on https://shop.test, https://www.shop.test.\n"
    async with database.connection() as connection:
        changed = await find_site(connection, site.key)
        details = await connection.fetchval("SELECT details::text FROM journal ORDER BY number DESC LIMIT 1")
    assert changed is not None
    assert changed.origins == ("https://shop.test", "https://www.shop.test")
    assert '"before": "https://old.test"' in details


@pytest.mark.parametrize(("key", "origin"), [("nobodys-key", "https://shop.test"), (None, "shop.test")])
async def test_what_can_not_be_changes_nothing(
    database: Database, database_url: str, key: str | None, origin: str
) -> None:
    site = await add_site(database, name="Лавка", origins=["https://old.test"])
    status, told, complaint = await run("site", "origins", key or site.key, origin, database_url=database_url)
    assert (status, told) == (1, "")
    assert complaint.startswith("ryadom: ")
    async with database.connection() as connection:
        unchanged = await find_site(connection, site.key)
    assert unchanged is not None
    assert unchanged.origins == site.origins
