"""The line that needs nothing but Postgres: LISTEN and NOTIFY."""

import asyncio
from collections.abc import Callable, Sequence
from contextlib import AbstractAsyncContextManager

from ryadom.live.line import Line
from ryadom.store.database import Database
from ryadom.store.notifications import MAX_PAYLOAD_BYTES, listening, notify


class PostgresLine(Line):
    """A NOTIFY has a connection of the pool and a transaction of its own, never a writer's.

    So a full queue of notifications, or a slow one, fails and delays no message.
    """

    def __init__(self, database: Database, url: str, *, channel: str) -> None:
        self._database = database
        self._url = url
        self._channel = channel

    @property
    def max_payload_bytes(self) -> int:
        """What a NOTIFY takes."""
        return MAX_PAYLOAD_BYTES

    async def publish(self, payloads: Sequence[bytes]) -> None:
        """Sends all in one transaction."""
        await notify(self._database, self._channel, [payload.decode() for payload in payloads])

    def listening(self, on_payload: Callable[[bytes], None]) -> AbstractAsyncContextManager[asyncio.Event]:
        """Listens on a direct connection of its own."""
        return listening(self._url, self._channel, lambda payload: on_payload(payload.encode()))
