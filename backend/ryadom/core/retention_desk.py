"""What the panel's page «Сроки хранения и акты» works with: an operator's own sites, and nothing of others'."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from msgspec import Struct

from ryadom.core.acts import export_act, list_acts
from ryadom.core.holds import lift_hold, list_holds, place_hold
from ryadom.core.lifetimes import count_due_of, list_lifetimes, set_lifetimes
from ryadom.errors import SiteUnknown
from ryadom.live.journal_queue import JournalQueue
from ryadom.privacy.retention import Due
from ryadom.store.database import Database
from ryadom.store.destructions import Act, ActPapers
from ryadom.store.journal_chain import Action, Actor, Record
from ryadom.store.legal_holds import Hold
from ryadom.store.lifetimes import Lifetime
from ryadom.store.sites import Site, sites_of_operator

COUNTED_ROWS = 10_000
"""A dry run for the panel counts no further: somebody waits for it."""


class SiteLifetimes(Struct, frozen=True, kw_only=True):
    """How long a site keeps each kind, in days; None for as long as nobody erases it."""

    id: UUID
    name: str
    days: dict[Lifetime, int | None]


class RetentionDesk(Struct, frozen=True, kw_only=True):
    """Everything is within the sites of the operator who asks."""

    database: Database
    journal: JournalQueue
    now: Callable[[], datetime]

    async def lifetimes(self, operator_id: UUID) -> list[SiteLifetimes]:
        """The lifetimes of each site, in the order of the sites."""
        sites = await self._sites(operator_id)
        known = {(one.site_id, one.kind): one.days for one in await list_lifetimes(self.database, _ids(sites))}
        return [
            SiteLifetimes(id=site.id, name=site.name, days={kind: known.get((site.id, kind)) for kind in Lifetime})
            for site in sites
        ]

    async def site(self, operator_id: UUID, site_id: UUID) -> Site:
        """One of the operator's sites.

        Raises:
            SiteUnknown: none of theirs.
        """
        for site in await self._sites(operator_id):
            if site.id == site_id:
                return site
        raise SiteUnknown("You work on no such site.", field="site_id")

    async def set_lifetimes(
        self,
        site: Site,
        days: Mapping[Lifetime, int | None],
        *,
        seen: Mapping[Lifetime, int | None] | None,
        by: Actor,
    ) -> None:
        """See `core.lifetimes.set_lifetimes`."""
        await set_lifetimes(self.database, site, days, seen=seen, by=by)

    async def count_due(self, site: Site, days: Mapping[Lifetime, int | None]) -> dict[Lifetime, Due]:
        """What would be erased today with these lifetimes, counted to 10,000 rows of each kind."""
        return await count_due_of(self.database, site.id, days, now=self.now(), at_most=COUNTED_ROWS)

    async def holds(self, operator_id: UUID, *, by: Actor) -> list[Hold]:
        """The legal holds, the newest first: whom they are on, and why. In the journal before they are shown.

        Raises:
            JournalUnavailable: the view can't be journalled, so nothing is shown.
        """
        sites = await self._sites(operator_id)
        holds = await list_holds(self.database, _ids(sites))
        await self.journal.write([_holds_listed(site, theirs, by) for site in sites if (theirs := _of(site, holds))])
        return holds

    async def place_hold(
        self, site: Site, *, visitor_id: UUID | None, conversation_id: UUID | None, reason: str, by: Actor
    ) -> UUID:
        """See `core.holds.place_hold`."""
        return await place_hold(
            self.database, site, visitor_id=visitor_id, conversation_id=conversation_id, reason=reason, by=by
        )

    async def lift_hold(self, operator_id: UUID, hold_id: UUID, *, by: Actor) -> None:
        """See `core.holds.lift_hold`."""
        await lift_hold(self.database, await self._sites(operator_id), hold_id, by=by)

    async def acts(self, operator_id: UUID, *, after: UUID | None) -> list[Act]:
        """See `core.acts.list_acts`."""
        return await list_acts(self.database, _ids(await self._sites(operator_id)), after=after)

    async def export_act(self, operator_id: UUID, act_id: UUID, *, by: Actor) -> ActPapers:
        """See `core.acts.export_act`."""
        return await export_act(self.database, act_id, _ids(await self._sites(operator_id)), by=by)

    async def _sites(self, operator_id: UUID) -> list[Site]:
        async with self.database.connection() as connection:
            return await sites_of_operator(connection, operator_id)


def _ids(sites: Sequence[Site]) -> list[UUID]:
    return [site.id for site in sites]


def _of(site: Site, holds: Sequence[Hold]) -> list[Hold]:
    return [hold for hold in holds if hold.site_id == site.id]


def _holds_listed(site: Site, holds: Sequence[Hold], by: Actor) -> Record:
    return Record(
        controller_id=site.controller_id,
        action=Action.HOLDS_LISTED,
        actor=by,
        site_id=site.id,
        visitor_ids=tuple(dict.fromkeys(hold.visitor_id for hold in holds)),
    )
