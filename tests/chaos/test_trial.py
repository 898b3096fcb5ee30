"""What of a server's log a fault explains: a start that lost Postgres, wherever it was, and nothing beside."""

import asyncio
from collections.abc import MutableMapping
from pathlib import Path
from typing import Any

import asyncpg
import msgspec
import pytest

from ryadom.app.server import build_app
from ryadom.live.feed_reader import FeedReader
from ryadom.settings import Settings
from tests.chaos.trial import is_complaint
from tests.web.conftest import SECRET_KEY


async def line_of_failed_start(database_url: str) -> str:
    """Starts the server until it fails; what uvicorn would log of it."""
    told: list[MutableMapping[str, Any]] = []
    heard: asyncio.Queue[MutableMapping[str, Any]] = asyncio.Queue()
    heard.put_nowait({"type": "lifespan.startup"})

    async def tell(message: MutableMapping[str, Any]) -> None:
        told.append(message)

    app = build_app(Settings(data_dir=Path("unused"), secret_keys=(SECRET_KEY,)), database_url=database_url)
    with pytest.raises(Exception):  # noqa: B017, PT011 - whatever has ended the start, which `told` has whole
        await app.router.lifespan({"type": "lifespan", "app": app}, heard.get, tell)
    assert [message["type"] for message in told] == ["lifespan.startup.failed"]
    return msgspec.json.encode({"event": told[0]["message"], "level": "error", "logger": "uvicorn.error"}).decode()


async def test_start_that_loses_postgres_at_its_first_statements_is_explained(
    database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The pool is open by then
    async def begin(reader: FeedReader) -> None:
        async with reader._database.connection():
            raise asyncpg.AdminShutdownError("terminating connection due to administrator command")

    monkeypatch.setattr(FeedReader, "begin", begin)
    assert not is_complaint(await line_of_failed_start(database_url))


async def test_start_that_never_reaches_postgres_is_explained(tmp_path: Path) -> None:
    nowhere = f"postgresql://ryadom@/ryadom?host={tmp_path}"
    assert not is_complaint(await line_of_failed_start(nowhere))


async def test_start_that_a_bug_has_stopped_is_a_complaint(database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    async def begin(_reader: FeedReader) -> None:
        raise LookupError("Nobody expected this, in open_database or elsewhere.")

    monkeypatch.setattr(FeedReader, "begin", begin)
    assert is_complaint(await line_of_failed_start(database_url))
