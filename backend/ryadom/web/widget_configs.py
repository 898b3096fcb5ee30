"""Settings of widgets, kept for seconds: every page view of every site asks for them."""

import time

from msgspec import Struct

from ryadom.core.widget_settings import WidgetSettings, read_settings
from ryadom.store.database import Database
from ryadom.store.widget_settings import find_settings

KEPT_S = 5.0
MAX_KEPT = 1_000


class _Kept(Struct, frozen=True):
    settings: WidgetSettings
    until_s: float


class WidgetConfigs:
    """The settings of the sites whose pages were loaded within the last seconds: a crowd asks Postgres once."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._kept: dict[str, _Kept] = {}

    async def find(self, key: str) -> WidgetSettings | None:
        """Those of the site with this key, at most 5 s old; None where there is no such site."""
        now_s = time.monotonic()
        kept = self._kept.get(key)
        if kept is not None and now_s < kept.until_s:
            return kept.settings
        async with self._database.connection() as connection:
            stored = await find_settings(connection, key)
        if stored is None:
            return None
        if len(self._kept) >= MAX_KEPT:
            self._kept.clear()
        self._kept[key] = _Kept(read_settings(stored), now_s + KEPT_S)
        return self._kept[key].settings

    def forget(self, key: str) -> None:
        """The settings have been changed here: whoever looks at once shall see it."""
        self._kept.pop(key, None)
