"""What every page view asks for, kept for seconds: settings of widgets, and what newcomers are to agree to."""

import asyncio
import time

from msgspec import Struct

from ryadom.core.widget_settings import WidgetSettings, read_settings
from ryadom.privacy.consent_gate import documents_for_newcomers, tell_documents
from ryadom.protocol.visitor import ConsentDocument
from ryadom.store.consent_events import AskedDocument
from ryadom.store.database import Database
from ryadom.store.sites import Site, find_site
from ryadom.store.widget_settings import find_settings

KEPT_S = 5.0
MAX_KEPT = 1_000


class WidgetConfig(Struct, frozen=True, kw_only=True):
    """Of one site."""

    settings: WidgetSettings
    site: Site
    documents: list[AskedDocument]

    def consents(self, locale: str) -> list[ConsentDocument]:
        """What a newcomer is to agree to before anything is asked of them, or told."""
        return tell_documents(self.documents, self.site, locale=locale)


class _Kept(Struct, frozen=True):
    config: WidgetConfig | None
    until_s: float


class WidgetConfigs:
    """The settings of the sites whose pages were loaded within the last seconds: a crowd asks Postgres once.

    Sites and keys of no site are kept apart, so that whoever makes keys up does not crowd out the sites.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._sites: dict[str, _Kept] = {}
        self._strangers: dict[str, _Kept] = {}
        self._asked: dict[str, asyncio.Task[WidgetConfig | None]] = {}

    async def find(self, key: str) -> WidgetConfig | None:
        """That of the site with this key, at most 5 s old; None where there is no such site.

        Raises:
            DatabaseUnavailable: Postgres is away, or all of it that page views may have is taken.
        """
        kept = self._sites.get(key) or self._strangers.get(key)
        if kept is not None and time.monotonic() < kept.until_s:
            return kept.config
        asked = self._asked.get(key)
        if asked is None:
            asked = self._asked[key] = asyncio.create_task(self._ask(key))
            asked.add_done_callback(lambda done: self._note_end(key, done))
        # Whoever asked first may leave; the others wait for the same answer.
        return await asyncio.shield(asked)

    def forget(self, key: str) -> None:
        """The settings have been changed here: whoever looks at once shall see it."""
        self._sites.pop(key, None)

    async def _ask(self, key: str) -> WidgetConfig | None:
        config = await self._read(key)
        shelf = self._strangers if config is None else self._sites
        if len(shelf) >= MAX_KEPT:
            shelf.clear()
        shelf[key] = _Kept(config, time.monotonic() + KEPT_S)
        return config

    async def _read(self, key: str) -> WidgetConfig | None:
        async with self._database.connection() as connection:
            stored = await find_settings(connection, key)
            site = await find_site(connection, key) if stored else None
            if stored is None or site is None:
                return None
            documents = await documents_for_newcomers(connection, site)
        return WidgetConfig(settings=read_settings(stored), site=site, documents=documents)

    def _note_end(self, key: str, asked: asyncio.Task[WidgetConfig | None]) -> None:
        del self._asked[key]
        if not asked.cancelled():
            asked.exception()  # told to whoever still waits
