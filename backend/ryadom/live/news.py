"""Tells whoever waits in this process that something has happened on a site; not what."""

import asyncio
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from uuid import UUID


class News:
    """Events of those who wait, by the sites that they wait for."""

    def __init__(self) -> None:
        self._waiting: dict[asyncio.Event, frozenset[UUID]] = {}

    @property
    def listeners(self) -> int:
        """How many wait."""
        return len(self._waiting)

    def tell(self, site_ids: Collection[UUID]) -> None:
        """Something has happened on these sites."""
        for event, wanted in self._waiting.items():
            if not wanted.isdisjoint(site_ids):
                event.set()

    @contextmanager
    def listening(self, site_ids: Collection[UUID]) -> Iterator[asyncio.Event]:
        """An event that is set by what happens on these sites from now on; who has looked clears it before."""
        event = asyncio.Event()
        self._waiting[event] = frozenset(site_ids)
        try:
            yield event
        finally:
            del self._waiting[event]
