"""What open panels know of their sites from their welcome: told anew where it has changed, without a reload.

Whoever changes a site says no more than that (`Relay.renew_site`). Each process reads it for its own panels, one
reading after the other, so that what is told last is what was read last, whichever process changed it and in whatever
order the bus brings that. Rejected: to send what was changed to all, which would need an order of its own, and more
room than a notification of Postgres has; and to let all panels of the site begin anew, for each would read its lists
again.

What nobody said, or the bus lost, is found by looking again: a command changes the database alone, and the hours that
lie around today are others each day.
"""

import asyncio
from collections.abc import Callable, Collection, Iterable
from datetime import datetime
from uuid import UUID

import msgspec
import structlog

from ryadom.core.site_refs import read_site_refs
from ryadom.errors import RyadomError
from ryadom.live.hub import Hub, OperatorsTopic
from ryadom.protocol.operator import ChangedSite, SiteChanged, SiteRef
from ryadom.store.database import Database
from ryadom.store.sites import all_sites

LOOK_INTERVAL_S = 30.0
RETRY_S = 1.0
FLOOD_S = 0.2
"""So long it rests after a reading: who saves one thing after the other costs five in a second."""

log = structlog.get_logger(__name__)


class SiteNews:
    """Tells the panels of this process. Which departments somebody is in it does not tell: their panels begin anew."""

    def __init__(self, database: Database, hub: Hub, *, now: Callable[[], datetime]) -> None:
        self._database = database
        self._hub = hub
        self._now = now
        self._told: dict[UUID, ChangedSite] = {}
        self._changed: set[UUID] = set()
        self._looks_at_all = False
        self._woken = asyncio.Event()
        self._turn = asyncio.Lock()

    def greeted(self, refs: Iterable[SiteRef]) -> None:
        """A panel has been told this by its welcome; where others were told another thing last, all are told again."""
        for site in map(_changed_site, refs):
            if self._told.setdefault(site.id, site) != site:
                self._changed.add(site.id)

    def renew(self, site_id: UUID) -> None:
        """The site has changed: it is read and told soon."""
        self._changed.add(site_id)
        self._woken.set()

    async def look(self) -> None:
        """Soon all sites with an open panel are read, and those are told that are not as they were told last."""
        self._looks_at_all = True
        self._woken.set()

    async def run(self) -> None:
        """Reads and tells until cancelled. An outage of Postgres only makes it late."""
        while True:
            await self._woken.wait()
            self._woken.clear()
            try:
                await self.tell()
                await asyncio.sleep(FLOOD_S)
            except Exception as error:
                if not isinstance(error, RyadomError):
                    log.exception("site not told anew")
                self._woken.set()
                await asyncio.sleep(RETRY_S)

    async def tell(self) -> None:
        """Reads and tells what waits.

        Raises:
            DatabaseUnavailable: Postgres is away; it waits on.
        """
        async with self._turn:
            await self._tell()

    async def _tell(self) -> None:
        changed, self._changed = self._changed, set()
        looks_at_all, self._looks_at_all = self._looks_at_all, False
        here = self._hub.operated_sites()
        site_ids = here if looks_at_all else here & changed
        try:
            found = await self._read(site_ids) if site_ids else []
        except BaseException:
            self._changed |= changed
            self._looks_at_all |= looks_at_all
            raise
        # Not those of before: whoever came meanwhile has been told by their welcome.
        here = self._hub.operated_sites()
        self._told = {id: site for id, site in self._told.items() if id in here}
        for site in found:
            # One that is said to have changed is told in any case: a panel that came meanwhile may have read another.
            if site.id in changed or self._told.get(site.id) != site:
                self._told[site.id] = site
                self._hub.publish(OperatorsTopic(site.id), SiteChanged(site=site))

    async def _read(self, site_ids: Collection[UUID]) -> list[ChangedSite]:
        async with self._database.connection() as connection:
            sites = [site for site in await all_sites(connection) if site.id in site_ids]
            refs = await read_site_refs(connection, sites, own={}, now=self._now())
        return [_changed_site(ref) for ref in refs]


def _changed_site(ref: SiteRef) -> ChangedSite:
    return msgspec.convert(ref, ChangedSite, from_attributes=True)
