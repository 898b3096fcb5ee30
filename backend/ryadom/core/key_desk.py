"""Keys of programs as those who look after sites see, make and revoke them.

Nobody gives a program more than they have themselves: a key is for sites that they work on. For all of a controller's,
also those to come, only an owner makes one who works on all that there are. A key that is also for sites of others is
shown, since it reads theirs, and is not theirs to revoke.
"""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Annotated
from uuid import UUID

from msgspec import Meta, Struct

from ryadom.core.api_keys import MAX_NAME_CHARS, ApiKeys, MadeKey, Scope
from ryadom.errors import ApiKeyUnknown, BadBody, RightMissing
from ryadom.store.api_keys import StoredKey
from ryadom.store.controllers import all_controllers
from ryadom.store.database import Database
from ryadom.store.journal_chain import Actor
from ryadom.store.operator_sessions import OperatorSession
from ryadom.store.operators import Role
from ryadom.store.sites import Site, all_sites, sites_of_operator

MAX_DAYS = 3_650


class OwnKey(Struct, frozen=True, kw_only=True):
    """A key without what it is used by. `sites`: names of those of the operator's that it is for."""

    id: UUID
    name: str
    scopes: tuple[str, ...]
    controller: str
    sites: tuple[str, ...]
    is_for_all: bool
    may_revoke: bool
    made_by: str
    made_at: datetime
    expires_at: datetime | None
    used_at: datetime | None
    revoked_at: datetime | None


class KeySite(Struct, frozen=True, kw_only=True):
    """A site that a key may be for."""

    id: UUID
    name: str


class KeyPlace(Struct, frozen=True, kw_only=True):
    """A controller with the operator's sites of it; `is_whole`: these are all that there are; `may_give_all`: a key may
    be for all of them and those to come."""

    id: UUID
    name: str
    sites: tuple[KeySite, ...]
    is_whole: bool
    may_give_all: bool


class OwnKeys(Struct, frozen=True, kw_only=True):
    """Keys for at least one of the operator's sites, newest first, and what a new one may be for."""

    keys: tuple[OwnKey, ...]
    places: tuple[KeyPlace, ...]
    scopes: tuple[Scope, ...] = tuple(Scope)


class NewKey(Struct, frozen=True, kw_only=True):
    """A key as a form asks for it. `site_ids` null: all of the controller's sites, also those to come."""

    name: Annotated[str, Meta(max_length=MAX_NAME_CHARS)]
    scopes: list[Scope]
    controller_id: UUID
    site_ids: list[UUID] | None
    days: Annotated[int, Meta(ge=1, le=MAX_DAYS)] | None


class KeyDesk(Struct, frozen=True, kw_only=True):
    """Keys of the controllers on whose sites an operator works; making and revoking one is in the journal."""

    database: Database
    keys: ApiKeys

    async def own(self, session: OperatorSession) -> OwnKeys:
        """What there is of theirs, and what they may make."""
        places = await self._places(session)
        own = [_own(key, place) for key in await self.keys.all() for place in places if place.id == key.controller_id]
        return OwnKeys(keys=tuple(key for key in reversed(own) if key.sites), places=tuple(places))

    async def make(self, session: OperatorSession, new: NewKey, by: Actor) -> MadeKey:
        """A key; what it is used by is in the answer and nowhere else.

        Raises:
            BadBody: no name, no scope, or a site or controller that is not theirs; `field` says which.
            RightMissing: for all sites of a controller, by somebody who is no owner or does not work on all of them.
            JournalUnavailable: it can't be journalled, so there is no key.
        """
        place = next((one for one in await self._places(session) if one.id == new.controller_id), None)
        if place is None:
            raise BadBody("Name a controller on whose sites you work.", field="controller_id")
        if new.site_ids is None and not place.may_give_all:
            raise RightMissing(
                "Only an owner who works on all sites makes a key for all of them: name those that it is for.",
                field="controller_id",
            )
        return await self.keys.make(
            await self._sites(place, new.site_ids),
            name=new.name,
            scopes=new.scopes,
            is_for_all=new.site_ids is None,
            expires_at=datetime.now(UTC) + timedelta(days=new.days) if new.days else None,
            by=by,
        )

    async def revoke(self, session: OperatorSession, key_id: UUID, by: Actor) -> None:
        """Ends a key for good, also what it is being used for at the moment.

        Raises:
            ApiKeyUnknown: none of theirs that is good has this number.
            RightMissing: it is also for sites on which they do not work.
            JournalUnavailable: it can't be journalled; the key stays good.
        """
        known = {key.id: key for key in (await self.own(session)).keys}
        key = known.get(key_id)
        if key is None:
            raise ApiKeyUnknown("No key with this number is for a site of yours.", field="key_id")
        if not key.may_revoke:
            raise RightMissing(
                "This key is also for sites on which you do not work: somebody who does can revoke it.",
                field="controller_id",
            )
        await self.keys.revoke(key_id, by=by)

    async def _places(self, session: OperatorSession) -> list[KeyPlace]:
        async with self.database.connection() as connection:
            own = await sites_of_operator(connection, session.operator_id)
            everywhere = await all_sites(connection)
            controllers = await all_controllers(connection)
        places = []
        for controller in controllers:
            theirs = [site for site in own if site.controller_id == controller.id]
            is_whole = len(theirs) == sum(site.controller_id == controller.id for site in everywhere)
            if theirs:
                places.append(
                    KeyPlace(
                        id=controller.id,
                        name=controller.legal_name,
                        sites=tuple(KeySite(id=site.id, name=site.name) for site in theirs),
                        is_whole=is_whole,
                        may_give_all=is_whole and session.role is Role.OWNER,
                    )
                )
        return places

    async def _sites(self, place: KeyPlace, site_ids: Sequence[UUID] | None) -> list[Site]:
        own = {site.id for site in place.sites}
        if site_ids is not None and (not site_ids or not own.issuperset(site_ids)):
            raise BadBody("Name sites of this controller on which you work.", field="site_ids")
        wanted = own if site_ids is None else set(site_ids)
        async with self.database.connection() as connection:
            return [site for site in await all_sites(connection) if site.id in wanted]


def _own(key: StoredKey, place: KeyPlace) -> OwnKey:
    theirs = {site.id: site.name for site in place.sites}
    wanted = key.site_ids or tuple(theirs)
    return OwnKey(
        id=key.id,
        name=key.name,
        scopes=key.scopes,
        controller=place.name,
        sites=tuple(theirs[id] for id in wanted if id in theirs),
        is_for_all=not key.site_ids,
        may_revoke=place.is_whole if not key.site_ids else all(id in theirs for id in key.site_ids),
        made_by=key.made_by,
        made_at=key.made_at,
        expires_at=key.expires_at,
        used_at=key.used_at,
        revoked_at=key.revoked_at,
    )
