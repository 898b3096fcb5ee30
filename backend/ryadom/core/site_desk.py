"""Sites as those who look after them add and rename them, and say on which origins they work."""

from collections.abc import Sequence
from typing import Annotated
from uuid import UUID

from msgspec import Meta, Struct

from ryadom.core.access_notes import note_on_sites
from ryadom.core.sites import add_site, clean_origins
from ryadom.core.texts import clean_line
from ryadom.errors import BadBody, SiteUnknown
from ryadom.live.relay import Relay
from ryadom.privacy.overruling import noted_of, settings_changed
from ryadom.store import sites as store
from ryadom.store.controllers import all_controllers, controllers_of_operator
from ryadom.store.database import Database
from ryadom.store.journal_chain import Actor
from ryadom.store.operator_sessions import session_ids_of, sessions_on_site
from ryadom.store.sites import Site, sites_of_operator

MAX_ORIGINS = 50
MAX_NAME_CHARS = 80


class SiteProperties(Struct, frozen=True, kw_only=True):
    """What a site is called, and the origins of the pages on which its chat works."""

    name: str
    origins: Annotated[list[str], Meta(max_length=MAX_ORIGINS)]


class OwnSite(SiteProperties, frozen=True, kw_only=True):
    """A site that an operator works on. `key` stands in its snippet; `controller` is who answers for its data."""

    site_id: UUID
    key: str
    controller: str


class OwnController(Struct, frozen=True, kw_only=True):
    """Whose a new site may be."""

    id: UUID
    name: str


class OwnSites(Struct, frozen=True, kw_only=True):
    """The sites of an operator, oldest first, and the controllers whose they are; a name is empty until it is told."""

    sites: list[OwnSite]
    controllers: list[OwnController]


class SiteDesk(Struct, frozen=True, kw_only=True):
    """Adds and changes sites. Each change is in the journal, with who made it."""

    database: Database
    relay: Relay

    async def list(self, operator_id: UUID) -> OwnSites:
        """What an operator may change."""
        async with self.database.connection() as connection:
            sites = await sites_of_operator(connection, operator_id)
            own = await controllers_of_operator(connection, operator_id)
            names = {one.id: one.legal_name for one in await all_controllers(connection) if one.id in own}
        return OwnSites(
            sites=[_own(site, names[site.controller_id]) for site in sites],
            controllers=[OwnController(id=id, name=names[id]) for id in own],
        )

    async def add(
        self, operator_id: UUID, properties: SiteProperties, *, controller_id: UUID | None, by: Actor
    ) -> OwnSite:
        """Adds a site, on which the operator works from then on.

        Raises:
            BadBody: a name or an origin that can't be one; a controller that is not the operator's, or none where there
                are several; `field` says which.
            JournalUnavailable: the journal can't be written, so nothing is added.
        """
        controllers = {one.id: one.name for one in (await self.list(operator_id)).controllers}
        if controller_id is None and len(controllers) == 1:
            controller_id = next(iter(controllers))
        if controller_id not in controllers:
            raise BadBody("Name one of the controllers on whose sites you work.", field="controller_id")
        added = await add_site(
            self.database,
            name=_name(properties),
            origins=properties.origins,
            controller_id=controller_id,
            operator_id=operator_id,
            by=by,
        )
        async with self.database.connection() as connection:
            await self._begin_anew(await session_ids_of(connection, operator_id))
        return _own(added, controllers[controller_id])

    async def change(
        self, operator_id: UUID, site_id: UUID, properties: SiteProperties, *, over: SiteProperties, by: Actor
    ) -> OwnSite:
        """Gives a site another name or other origins; `over` is how whoever changes them saw them.

        Pages of an origin that is gone are refused from their next hello on.

        Raises:
            SiteUnknown: the operator works on no such site.
            BadBody: a name or an origin that can't be one, or none; `field` says which.
            SettingsChanged: somebody else has changed it meanwhile.
            JournalUnavailable: the journal can't be written, so nothing is changed.
        """
        name, origins = _name(properties), clean_origins(properties.origins)
        async with self.database.transaction() as connection:
            before = next((one for one in await sites_of_operator(connection, operator_id) if one.id == site_id), None)
            if before is None:
                raise SiteUnknown("You work on no site with this id.", field="site_id")
            is_changed = await store.change_site(
                connection, site_id, name=name, origins=origins, over_name=over.name, over_origins=over.origins
            )
            if not is_changed:
                raise await settings_changed(connection, noted_of(before, "site_changed"), by)
            told = {"before": _summary(before.name, before.origins), "after": _summary(name, origins)}
            await note_on_sites(connection, [before], "site_changed", by=by, **told)
            names = {one.id: one.legal_name for one in await all_controllers(connection)}
            sessions = await sessions_on_site(connection, site_id) if name != before.name else []
        await self._begin_anew(sessions)
        changed = Site(id=site_id, key=before.key, name=name, origins=origins, controller_id=before.controller_id)
        return _own(changed, names[before.controller_id])

    async def _begin_anew(self, session_ids: Sequence[UUID]) -> None:
        """A panel knows its sites, and what they are called, from its welcome."""
        self.relay.restart_sessions(session_ids)


def _name(properties: SiteProperties) -> str:
    return clean_line(properties.name, field="name", max_chars=MAX_NAME_CHARS)


def _summary(name: str, origins: Sequence[str]) -> str:
    return " ".join((f"«{name}»", *origins))


def _own(site: Site, controller: str) -> OwnSite:
    return OwnSite(site_id=site.id, key=site.key, name=site.name, origins=list(site.origins), controller=controller)
