"""What is done on a part of the pool waits for its turn there; that it had none says nothing of Postgres."""

import asyncio

import pytest
from structlog.testing import capture_logs

from ryadom.errors import DatabaseUnavailable
from ryadom.store import database as database_module
from ryadom.store.database import Database


async def test_full_part_is_told_to_who_asks_and_called_no_outage(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    part = database.part(1)
    async with part.connection() as connection:
        monkeypatch.setattr(database_module, "ACQUIRE_TIMEOUT_S", 0.05)
        with capture_logs() as logs, pytest.raises(DatabaseUnavailable) as refused:
            async with part.connection():
                raise AssertionError("there is no second turn")
        assert refused.value.retry_after_s is not None
        assert refused.value.retry_after_s > 1
        assert logs == []
        assert await connection.fetchval("SELECT 1") == 1
    monkeypatch.setattr(database_module, "ACQUIRE_TIMEOUT_S", 10.0)
    async with asyncio.timeout(10), part.connection() as connection:
        assert await connection.fetchval("SELECT 1") == 1
