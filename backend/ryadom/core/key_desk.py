"""Keys of programs as those who look after sites see, make and revoke them.

A key is for sites that they may let a program have (`core.program_places`). One that is also for sites of others is
shown, since it reads theirs, and is not theirs to revoke.
"""

from datetime import UTC, datetime, timedelta
from typing import Annotated
from uuid import UUID

from msgspec import Meta, Struct

from ryadom.core.api_keys import MAX_NAME_CHARS, ApiKeys, MadeKey, Scope
from ryadom.core.program_places import ProgramPlace, place_named, places_of, sites_to_give
from ryadom.errors import ApiKeyUnknown, RightMissing
from ryadom.store.api_keys import StoredKey
from ryadom.store.database import Database
from ryadom.store.journal_chain import Actor
from ryadom.store.operator_sessions import OperatorSession
from ryadom.store.webhooks import count_by_key

MAX_DAYS = 3_650


class OwnKey(Struct, frozen=True, kw_only=True):
    """A key without what it is used by. `sites`: names of those of the operator's that it is for. `webhooks`: how many
    are told of what happens only as long as it is good."""

    id: UUID
    name: str
    scopes: tuple[str, ...]
    controller: str
    sites: tuple[str, ...]
    is_for_all: bool
    may_revoke: bool
    webhooks: int
    made_by: str
    made_at: datetime
    expires_at: datetime | None
    used_at: datetime | None
    revoked_at: datetime | None


class OwnKeys(Struct, frozen=True, kw_only=True):
    """Keys for at least one of the operator's sites, newest first, and what a new one may be for."""

    keys: tuple[OwnKey, ...]
    places: tuple[ProgramPlace, ...]
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
        async with self.database.connection() as connection:
            places = await places_of(connection, session)
            webhooks = await count_by_key(connection)
        by_id = {place.id: place for place in places}
        own = [
            _own(key, by_id[key.controller_id], webhooks.get(key.id, 0))
            for key in await self.keys.all()
            if key.controller_id in by_id
        ]
        return OwnKeys(keys=tuple(key for key in reversed(own) if key.sites), places=tuple(places))

    async def make(self, session: OperatorSession, new: NewKey, by: Actor) -> MadeKey:
        """A key; what it is used by is in the answer and nowhere else.

        Raises:
            BadBody: no name, no scope, or a site or controller that is not theirs; `field` says which.
            RightMissing: for all sites of a controller, by somebody who is no owner or does not work on all of them.
            JournalUnavailable: it can't be journalled, so there is no key.
        """
        async with self.database.connection() as connection:
            place = place_named(await places_of(connection, session), new.controller_id)
            sites = await sites_to_give(connection, place, new.site_ids)
        return await self.keys.make(
            sites,
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


def _own(key: StoredKey, place: ProgramPlace, webhooks: int) -> OwnKey:
    return OwnKey(
        id=key.id,
        name=key.name,
        scopes=key.scopes,
        controller=place.name,
        sites=place.names(key.site_ids),
        is_for_all=not key.site_ids,
        may_revoke=place.covers(key.site_ids),
        webhooks=webhooks,
        made_by=key.made_by,
        made_at=key.made_at,
        expires_at=key.expires_at,
        used_at=key.used_at,
        revoked_at=key.revoked_at,
    )
