"""All that is sealed under the server's secret key, sealed anew under the newest: so that the keys before it may go.

Much is sealed anew as it is used. What nobody uses for long, such as a webhook that is disabled, and the keys under
which the journal has people's details, would be lost with the old key.
"""

from collections.abc import AsyncIterator, Callable, Sequence
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from ryadom.core.connectors.opening import PURPOSE as CONNECTOR_SETTINGS
from ryadom.core.identity_secrets import PURPOSE as IDENTITY_SECRET
from ryadom.core.kept_keys import PURPOSE as KEPT_KEY
from ryadom.core.mail_refusals import keys_of_refusals
from ryadom.core.sealing import Seal
from ryadom.core.second_factor import PURPOSE as SECOND_FACTOR
from ryadom.core.webhooks.sending import PURPOSE as WEBHOOK_ENDPOINT
from ryadom.errors import BadSetting
from ryadom.privacy.person_keys import PersonKeys
from ryadom.store.database import Database
from ryadom.store.person_keys import WrappedKey
from ryadom.store.sealed_values import FIRST, Place, SealedValue, list_values, renew_value

PAGE_ROWS = 200

PURPOSES = {
    Place.SECOND_FACTORS: SECOND_FACTOR,
    Place.IDENTITY_SECRETS: IDENTITY_SECRET,
    Place.WEBHOOKS: WEBHOOK_ENDPOINT,
    Place.CONNECTORS: CONNECTOR_SETTINGS,
    Place.KEPT_KEYS: KEPT_KEY,
}


class Found(Struct, frozen=True, kw_only=True):
    """How many values of one place are under the newest key, and under an older one.

    `lost`: the rows with what none of the keys opens: its key is not among them, or it was tampered with.
    """

    newest: int
    older: int
    lost: tuple[UUID, ...]


class _Lost(Exception):
    """None of the keys opens it."""


_Renew = Callable[[SealedValue], bytes | None]
"""The same secret under the newest key; None where it is. Raises _Lost."""


class Resealing:
    """`secret_keys`: the newest first. May be run beside servers, and again after it was killed."""

    def __init__(self, database: Database, secret_keys: Sequence[str]) -> None:
        self._database = database
        self._renewing = {place: _by(Seal(secret_keys, purpose=purpose)) for place, purpose in PURPOSES.items()}
        self._kept_keys = keys_of_refusals(database, secret_keys)
        self._renewing[Place.PERSON_KEYS] = _by_person_keys(PersonKeys(secret_keys))

    async def look(self) -> dict[Place, Found]:
        """What is under which key.

        Raises:
            DatabaseUnavailable: Postgres is away.
        """
        found = {place: await self._look(place, renew) for place, renew in self._renewing.items()}
        # What older keys stand for is lost with them as well as what they have sealed.
        missing = sum([await kept.unadopted() for kept in self._kept_keys])
        kept_keys = found[Place.KEPT_KEYS]
        return found | {Place.KEPT_KEYS: replace(kept_keys, older=kept_keys.older + missing)}

    async def reseal(self) -> None:
        """Seals what is under older keys anew; what is used at the moment, or opened by no key, stays as it is.

        What older keys have hashed and signed for ever is known without them from then on.

        Raises:
            DatabaseUnavailable: Postgres is away; what was sealed anew until then is.
        """
        for kept in self._kept_keys:
            await kept.adopt()
        for place, renew in self._renewing.items():
            async for value in self._values(place):
                try:
                    renewed = renew(value)
                except _Lost:
                    continue
                if renewed is not None:
                    # Each by itself, so that nobody waits for many
                    async with self._database.connection() as connection:
                        await renew_value(connection, place, value, renewed)

    async def lost(self) -> AsyncIterator[tuple[Place, SealedValue]]:
        """Each value that none of the keys opens, place by place; of a row the newest first.

        Raises:
            DatabaseUnavailable: Postgres is away.
        """
        for place, renew in self._renewing.items():
            async for value in self._values(place):
                try:
                    renew(value)
                except _Lost:
                    yield place, value

    async def _look(self, place: Place, renew: _Renew) -> Found:
        newest = older = 0
        lost: list[UUID] = []
        async for value in self._values(place):
            try:
                is_newest = renew(value) is None
            except _Lost:
                lost.append(value.id)
                continue
            newest, older = newest + is_newest, older + (not is_newest)
        return Found(newest=newest, older=older, lost=tuple(dict.fromkeys(lost)))

    async def _values(self, place: Place) -> AsyncIterator[SealedValue]:
        after: UUID | None = FIRST
        while after is not None:
            async with self._database.connection() as connection:
                values = await list_values(connection, place, after=after, limit=PAGE_ROWS)
            for value in values:
                yield value
            after = values[-1].id if values else None


def _by(seal: Seal) -> _Renew:
    def renew(value: SealedValue) -> bytes | None:
        opened = seal.open(value.sealed, owner=value.id.bytes)
        if opened is None:
            raise _Lost
        return seal.close(opened.secret, owner=value.id.bytes) if opened.is_stale else None

    return renew


def _by_person_keys(keys: PersonKeys) -> _Renew:
    def renew(value: SealedValue) -> bytes | None:
        try:
            return keys.rewrapped(WrappedKey(value.id, value.sealed))
        except BadSetting:
            raise _Lost from None

    return renew
