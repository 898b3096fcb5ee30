"""A crash of Postgres takes back what was not flushed, the numbers of transactions included."""

from uuid import uuid4

from ryadom.store.database import open_database
from ryadom.store.entries import NewMessage, append_entry
from ryadom.store.feed import feed_end, read_feed
from ryadom.store.notifications import notify
from tests.chaos.postgres import CrashingPostgres
from tests.store.embedded_probe import run
from tests.store.scenes import make_scene

NOTIFICATIONS = 20


async def test_entry_with_a_number_that_a_crash_took_back_is_not_skipped(own_postgres: CrashingPostgres) -> None:
    """Notifications don't wait for the disk: their transactions, which the cursor has seen, never were."""
    await run(own_postgres.admin_url, "ALTER SYSTEM SET wal_writer_delay = '10s'")
    await run(own_postgres.admin_url, "SELECT pg_reload_conf()")
    async with open_database(own_postgres.url, pool_size=2) as database:
        async with database.transaction() as connection:
            head = (await make_scene(connection)).head
        for _ in range(NOTIFICATIONS):
            await notify(database, "test", ["unflushed"])
        async with database.connection() as connection:
            cursor = await feed_end(connection)

        await own_postgres.crash()
        await own_postgres.start()

        async with database.transaction() as connection:
            content = NewMessage(body="после")
            await append_entry(connection, head=head, author=head.visitor, echo_id=uuid4(), content=content)
        for _ in range(NOTIFICATIONS):
            await notify(database, "test", ["later"])
        keys = []
        async with database.connection() as connection:
            for _ in range(2):
                found, cursor = await read_feed(connection, cursor, limit=100)
                keys += found
    assert [key.seq for key in keys] == [1]
