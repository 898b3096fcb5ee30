"""The buses that tests run on, one after the other: a test that takes the fixture `bus` is run on each."""

from collections.abc import Callable
from typing import Protocol

from ryadom.settings.bus_url import BusUrl
from tests.bus_server import BusServer


class Bus(Protocol):
    """What tests do with a bus."""

    @property
    def url(self) -> BusUrl | None:
        """The setting."""

    async def cut(self) -> None:
        """Breaks every connection of those who listen, at once and without a farewell; they can be made again."""


class NotifyingPostgres:
    """Postgres itself."""

    url = None

    def __init__(self, database_url: str, execute: Callable[[str], None]) -> None:
        self._name = database_url.partition("?")[0].rpartition("/")[2]
        self._execute = execute

    async def cut(self) -> None:
        self._execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"  # noqa: S608 - our own name
            f" WHERE datname = '{self._name}' AND application_name = 'ryadom listener'"
        )


class ServedBus:
    """NATS or Redis."""

    def __init__(self, server: BusServer) -> None:
        self._server = server
        self.url = server.url

    async def cut(self) -> None:
        await self._server.kill()
        await self._server.start()
