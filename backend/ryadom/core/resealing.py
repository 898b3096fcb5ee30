"""All that is sealed under the server's secret key, sealed anew under the newest: so that the keys before it may go.

What is used is sealed anew when it is used. What nobody uses for long, such as a webhook that is disabled, or the keys
under which the journal has customers' details, would be lost with the old key.
"""

from collections.abc import Callable, Mapping, Sequence
from uuid import UUID

from msgspec import Struct

from ryadom.core.connectors.opening import PURPOSE as CONNECTOR_SETTINGS
from ryadom.core.identity_secrets import PURPOSE as IDENTITY_SECRET
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
}

Renew = Callable[[SealedValue], bytes | None]
"""The same secret under the newest key; None where it is. Raises _Lost: none of the keys opens it."""


class Resealed(Struct, frozen=True, kw_only=True):
    """How many values of one place were under the newest key, were under an older one, and are opened by none.

    `lost` are those that were tampered with, or whose key is not among those given: they stay as they are.
    """

    newest: int = 0
    older: int = 0
    lost: int = 0


class _Lost(Exception):
    """None of the keys opens it."""


async def reseal(database: Database, secret_keys: Sequence[str], *, is_trial: bool = False) -> dict[Place, Resealed]:
    """Seals everything anew that is not under the first of these keys; where it `is_trial`, only counts.

    May be run beside servers, and again after it was killed.

    Raises:
        DatabaseUnavailable: Postgres is away; what was sealed anew until then is.
    """
    renewing = {place: _by(Seal(secret_keys, purpose=purpose)) for place, purpose in PURPOSES.items()}
    renewing[Place.PERSON_KEYS] = _by_person_keys(PersonKeys(secret_keys))
    return {place: await _reseal(database, place, renew, is_trial=is_trial) for place, renew in renewing.items()}


def is_lost(resealed: Mapping[Place, Resealed]) -> bool:
    """Whether anything can't be opened."""
    return any(count.lost for count in resealed.values())


async def _reseal(database: Database, place: Place, renew: Renew, *, is_trial: bool) -> Resealed:
    newest = older = lost = 0
    after: UUID | None = FIRST
    while after is not None:
        async with database.transaction() as connection:
            values = await list_values(connection, place, after=after, limit=PAGE_ROWS)
            after = values[-1].id if values else None
            for value in values:
                try:
                    renewed = renew(value)
                except _Lost:
                    lost += 1
                    continue
                if renewed is None:
                    newest += 1
                    continue
                older += 1
                if not is_trial:
                    await renew_value(connection, place, value, renewed)
    return Resealed(newest=newest, older=older, lost=lost)


def _by(seal: Seal) -> Renew:
    def renew(value: SealedValue) -> bytes | None:
        opened = seal.open(value.sealed, owner=value.id.bytes)
        if opened is None:
            raise _Lost
        return seal.close(opened.secret, owner=value.id.bytes) if opened.is_stale else None

    return renew


def _by_person_keys(keys: PersonKeys) -> Renew:
    def renew(value: SealedValue) -> bytes | None:
        try:
            return keys.rewrapped(WrappedKey(value.id, value.sealed))
        except BadSetting:
            raise _Lost from None

    return renew
