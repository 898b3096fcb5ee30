"""Which line an installation has, by its settings. Clients of NATS and Redis are imported where they are used."""

import asyncio
import time
from uuid import uuid4

from ryadom.live.line import Line
from ryadom.live.postgres_line import PostgresLine
from ryadom.settings.bus_url import BusKind, BusUrl
from ryadom.store.database import Database
from ryadom.store.installation import installation_id

POSTGRES_CHANNEL = "ryadom"
"""A channel of Postgres belongs to one database anyway."""


async def installation_line(database: Database, *, database_url: str, bus_url: BusUrl | None) -> Line:
    """The line of all processes on this database, and of nobody else who uses the same NATS or Redis.

    Raises:
        DatabaseUnavailable: Postgres is away.
    """
    if bus_url is None:
        return PostgresLine(database, database_url, channel=POSTGRES_CHANNEL)
    async with database.connection() as connection:
        return _line(bus_url, f"ryadom.{await installation_id(connection)}")


def trial_line(database: Database, *, database_url: str, bus_url: BusUrl | None) -> Line:
    """A line on which nobody else is."""
    channel = f"ryadom.trial-{uuid4().hex}"
    return PostgresLine(database, database_url, channel=channel) if bus_url is None else _line(bus_url, channel)


async def round_trip_s(line: Line, *, timeout_s: float) -> float:
    """How long a payload takes to come back.

    Raises:
        TimeoutError: it did not come back in time, or a part of the way took that long.
        RyadomError: the line can't be made, or takes nothing.
    """
    heard = asyncio.Event()
    async with line.listening(lambda _payload: heard.set()):
        begun = time.perf_counter()
        async with asyncio.timeout(timeout_s):
            await line.publish([b"?"])
            await heard.wait()
        return time.perf_counter() - begun


def _line(url: BusUrl, channel: str) -> Line:
    match url.kind:
        case BusKind.NATS:
            from ryadom.live.nats_line import NatsLine

            return NatsLine(url, subject=channel)
        case BusKind.REDIS:
            from ryadom.live.redis_line import RedisLine

            return RedisLine(url, channel=channel)
