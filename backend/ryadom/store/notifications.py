"""LISTEN and NOTIFY: short texts that Postgres carries to every connection that listens, and keeps for nobody."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from urllib.parse import parse_qsl, urlencode, urlsplit

import asyncpg

from ryadom.errors import DatabaseUnavailable
from ryadom.store.database import UNAVAILABLE, Database
from ryadom.store.sql import queries_beside

MAX_PAYLOAD_BYTES = 7_999
CONNECT_TIMEOUT_S = 5.0
CLOSE_TIMEOUT_S = 2.0

_queries = queries_beside(__file__)


async def notify(database: Database, channel: str, payloads: Sequence[str]) -> None:
    """Sends payloads of at most 7,999 bytes, in a transaction of their own.

    Raises:
        DatabaseUnavailable: nobody got them: Postgres is away, or its queue of notifications is full.
    """
    try:
        async with database.connection() as connection:
            await _queries.notify.value(connection, channel=channel, payloads=list(payloads))
    except asyncpg.PostgresError as error:
        raise DatabaseUnavailable(f"Postgres takes no notifications: {error}") from error


@asynccontextmanager
async def listening(url: str, channel: str, on_payload: Callable[[str], None]) -> AsyncIterator[asyncio.Event]:
    """Listens on a direct connection of its own while the block runs; what is given is set when that has broken.

    Raises:
        DatabaseUnavailable: it can't be made.
    """
    ended = asyncio.Event()
    try:
        connection = await _connect(url)
    except (*UNAVAILABLE, asyncpg.PostgresError) as error:
        raise DatabaseUnavailable(f"Postgres does not let us listen: {error or type(error).__name__}") from error
    connection.add_termination_listener(lambda _: ended.set())
    try:
        try:
            await connection.add_listener(channel, lambda _connection, _pid, _channel, payload: on_payload(payload))
        except (*UNAVAILABLE, asyncpg.PostgresError) as error:
            raise DatabaseUnavailable(f"Postgres does not let us listen: {error or type(error).__name__}") from error
        yield ended
    finally:
        with suppress(*UNAVAILABLE, asyncpg.PostgresError):
            await connection.close(timeout=CLOSE_TIMEOUT_S)


async def _connect(url: str) -> asyncpg.Connection:
    parts = urlsplit(url)
    options = dict(parse_qsl(parts.query))
    ssl = options.pop("ssl", None)  # as the settings write it, for `databases`; the driver calls it sslmode
    if ssl is not None:
        options["sslmode"] = ssl
    return await asyncpg.connect(
        parts._replace(query=urlencode(options, safe="/")).geturl(),
        timeout=CONNECT_TIMEOUT_S,
        command_timeout=CONNECT_TIMEOUT_S,
        server_settings={"application_name": "ryadom listener", "timezone": "UTC"},
    )
