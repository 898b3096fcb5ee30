"""What tests need that restart Postgres under the product."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from ryadom.store.database import open_database
from ryadom.store.migrate import migrate
from tests.chaos.postgres import CrashingPostgres, crashing_postgres


@pytest.fixture
async def own_postgres(short_folder: Path) -> AsyncIterator[CrashingPostgres]:
    """A migrated Postgres of the test's own."""
    async with crashing_postgres(short_folder) as postgres:
        async with open_database(postgres.url, pool_size=2) as database:
            await migrate(database)
        yield postgres
