"""Settings of widgets, kept for seconds: every page view of every site asks for them."""

import asyncio
import time

from msgspec import Struct

from ryadom.core.widget_settings import WidgetSettings, read_settings
from ryadom.store.database import Database
from ryadom.store.widget_settings import find_settings

KEPT_S = 5.0
MAX_KEPT = 1_000


class _Kept(Struct, frozen=True):
    settings: WidgetSettings | None
    until_s: float


class WidgetConfigs:
    """The settings of the sites whose pages were loaded within the last seconds: a crowd asks Postgres once.

    Sites and keys of no site are kept apart, so that whoever makes keys up does not crowd out the sites.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._sites: dict[str, _Kept] = {}
        self._strangers: dict[str, _Kept] = {}
        self._asked: dict[str, asyncio.Task[WidgetSettings | None]] = {}

    async def find(self, key: str) -> WidgetSettings | None:
        """Those of the site with this key, at most 5 s old; None where there is no such site.

        Raises:
            DatabaseUnavailable: Postgres is away, or all of it that page views may have is taken.
        """
        kept = self._sites.get(key) or self._strangers.get(key)
        if kept is not None and time.monotonic() < kept.until_s:
            return kept.settings
        asked = self._asked.get(key)
        if asked is None:
            asked = self._asked[key] = asyncio.create_task(self._ask(key))
            asked.add_done_callback(lambda done: self._note_end(key, done))
        # Whoever asked first may leave; the others wait for the same answer.
        return await asyncio.shield(asked)

    def forget(self, key: str) -> None:
        """The settings have been changed here: whoever looks at once shall see it."""
        self._sites.pop(key, None)

    async def _ask(self, key: str) -> WidgetSettings | None:
        async with self._database.connection() as connection:
            stored = await find_settings(connection, key)
        shelf = self._strangers if stored is None else self._sites
        if len(shelf) >= MAX_KEPT:
            shelf.clear()
        kept = shelf[key] = _Kept(read_settings(stored) if stored else None, time.monotonic() + KEPT_S)
        return kept.settings

    def _note_end(self, key: str, asked: asyncio.Task[WidgetSettings | None]) -> None:
        del self._asked[key]
        if not asked.cancelled():
            asked.exception()  # told to whoever still waits
