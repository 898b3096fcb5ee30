"""What is sealed in the database and no secret key opens any more: looked at first, then let go by who has seen it.

As long as its key may come back it is only out of reach, so nothing of it is ever let go by itself. What is dropped is
what was looked at: whoever confirms names it by a code that is made of these very values, and what somebody has made
anew meanwhile stays. Each is in the journal.
"""

from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from hashlib import sha256
from uuid import UUID

from msgspec import Struct

from ryadom.core.access_notes import note_access
from ryadom.core.connectors.desk import Connectors
from ryadom.core.resealing import Resealing
from ryadom.core.webhooks.endpoints import Webhooks
from ryadom.errors import ConnectorUnknown, WebhookUnknown
from ryadom.store import journal, operator_sessions
from ryadom.store import lost_values as store
from ryadom.store.controllers import all_controllers
from ryadom.store.database import Database
from ryadom.store.journal_chain import Action, Actor, Record
from ryadom.store.sealed_values import Place, SealedValue
from ryadom.store.webhooks import StoredEndpoint

NAMED_AT_ONCE = 500
DROPPED_AT_ONCE = 200
CODE_CHARS = 8
KEY_LOST = "key_lost"


class LostSecret(Struct, frozen=True, kw_only=True):
    """One value that none of the keys opens, and what it is of.

    `name`: of a webhook its host, of a second factor the operator's address … `controller_id`: in whose journal it
    stands, where it is of one controller.
    """

    place: Place
    value: SealedValue
    name: str
    controller_id: UUID | None


def code_of(lost: Sequence[LostSecret]) -> str:
    """By which who has looked says that these may go, and no others."""
    told = sorted(f"{one.place} {one.value.id} {one.value.sealed.hex()}" for one in lost)
    return sha256("\n".join(told).encode()).hexdigest()[:CODE_CHARS]


class LostSecrets(Struct, frozen=True, kw_only=True):
    """Looks for what no key opens, and lets it go. May be run beside servers, and again after it was killed."""

    database: Database
    resealing: Resealing
    webhooks: Webhooks
    connectors: Connectors

    async def look(self) -> list[LostSecret]:
        """All of it, by place.

        Raises:
            DatabaseUnavailable: Postgres is away.
        """
        by_place: dict[Place, list[SealedValue]] = {}
        async for place, value in self.resealing.lost():
            by_place.setdefault(place, []).append(value)
        found = []
        for place, values in by_place.items():
            for start in range(0, len(values), NAMED_AT_ONCE):
                some = values[start : start + NAMED_AT_ONCE]
                async with self.database.connection() as connection:
                    named = await store.name_rows(connection, place, [value.id for value in some])
                found += [
                    LostSecret(place=place, value=value, name=one.name, controller_id=one.controller_id)
                    for value in some
                    if (one := named.get(value.id)) is not None
                ]
        return found

    async def drop(self, lost: Sequence[LostSecret], *, by: Actor) -> None:
        """Lets these go, with records in the journal; what is another by now, or gone, is passed over.

        Raises:
            JournalUnavailable: one can't be journalled; those before it are dropped, and it is not.
            DatabaseUnavailable: Postgres is away; so is what was dropped until then.
        """
        dropping: dict[Place, Callable[[LostSecret, Actor], Awaitable[None]]] = {
            Place.SECOND_FACTORS: self._drop_factor,
            Place.IDENTITY_SECRETS: self._drop_identity_secret,
            Place.WEBHOOKS: self._drop_webhook,
            Place.CONNECTORS: self._drop_connector,
            Place.KEPT_KEYS: self._drop_kept_key,
        }
        await self._drop_person_keys([one for one in lost if one.place is Place.PERSON_KEYS], by)
        # What stands before the newest is listed behind it, and goes first: it must not take its place.
        for one in reversed(lost):
            if one.place is not Place.PERSON_KEYS:
                await dropping[one.place](one, by)

    async def _drop_factor(self, lost: LostSecret, by: Actor) -> None:
        operator_id = lost.value.id
        async with self.database.transaction() as connection:
            if await store.drop_factor(connection, lost.value):
                # As where a phone is lost: from here on the password alone signs in.
                await operator_sessions.end_sessions(connection, operator_id=operator_id)
            elif not await store.drop_pending_factor(connection, lost.value):
                return
            await note_access(connection, operator_id, "second_factor_reset", by=by, reason=KEY_LOST)

    async def _drop_identity_secret(self, lost: LostSecret, by: Actor) -> None:
        async with self.database.transaction() as connection:
            is_before = await store.drop_identity_secret_before(connection, lost.value)
            if is_before or await store.drop_identity_secret(connection, lost.value):
                what = "identity_secret_dropped" if is_before else "identity_secret_lost"
                await journal.append(connection, _records(lost, what, by, site_id=lost.value.id))

    async def _drop_webhook(self, lost: LostSecret, by: Actor) -> None:
        async with self.database.transaction() as connection:
            if await store.drop_webhook_secret_before(connection, lost.value):
                await journal.append(connection, _records(lost, "webhook_secret_lost", by))
                return

        def check(endpoint: StoredEndpoint) -> None:
            if lost.value.sealed not in (endpoint.sealed_url, endpoint.sealed_secret):
                raise WebhookUnknown("It has got another secret or URL meanwhile.", field="id")

        # Removed in between, or by its other value
        with suppress(WebhookUnknown):
            await self.webhooks.remove(lost.value.id, by=by, check=check)

    async def _drop_connector(self, lost: LostSecret, by: Actor) -> None:
        with suppress(ConnectorUnknown):
            stored = await self.connectors.find(lost.value.id)
            if stored.sealed_settings == lost.value.sealed:
                await self.connectors.remove(stored.id, by=by)

    async def _drop_person_keys(self, lost: Sequence[LostSecret], by: Actor) -> None:
        by_controller: dict[UUID | None, list[LostSecret]] = {}
        for one in lost:
            by_controller.setdefault(one.controller_id, []).append(one)
        for theirs in by_controller.values():
            for start in range(0, len(theirs), DROPPED_AT_ONCE):
                some = theirs[start : start + DROPPED_AT_ONCE]
                async with self.database.transaction() as connection:
                    count = await store.drop_person_keys(connection, [one.value for one in some])
                    if count:
                        await journal.append(connection, _records(some[0], "person_keys_lost", by, count=count))

    async def _drop_kept_key(self, lost: LostSecret, by: Actor) -> None:
        async with self.database.transaction() as connection:
            if not await store.drop_kept_key(connection, lost.value):
                return
            told = {"what": "kept_key_lost", "purpose": lost.name, "reason": KEY_LOST}
            controllers = await all_controllers(connection)
            await journal.append(connection, [_record(one.id, by, told) for one in controllers])


def _records(
    lost: LostSecret, what: str, by: Actor, *, site_id: UUID | None = None, count: int | None = None
) -> list[Record]:
    if lost.controller_id is None:
        return []
    told = {"what": what, "reason": KEY_LOST} | ({} if count is None else {"count": str(count)})
    if lost.place is Place.WEBHOOKS:
        told["host"] = lost.name
    return [_record(lost.controller_id, by, told, site_id=site_id)]


def _record(controller_id: UUID, by: Actor, told: dict[str, str], *, site_id: UUID | None = None) -> Record:
    return Record(controller_id=controller_id, action=Action.SETTINGS_CHANGED, actor=by, site_id=site_id, details=told)
