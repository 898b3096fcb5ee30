"""Keys for what must outlive the server's secret key, as a wish for no more mail does.

For each purpose a random one, made once by whichever process needs it first, and sealed in the database under the
secret key. Beside it stand those that were made of secret keys before there was one, so that what they have hashed or
signed is still known once these are gone. `ryadom reseal` seals all of them anew (core/resealing.py).
"""

import os
import time
from collections.abc import Callable, Sequence

import structlog
from msgspec import Struct

from ryadom.core.sealing import Seal
from ryadom.store import kept_keys as store
from ryadom.store.database import Database
from ryadom.store.ids import new_id
from ryadom.store.kept_keys import StoredKey
from ryadom.store.sql import Connection

PURPOSE = "kept key"
KEY_BYTES = 32
KNOWN_S = 60.0
"""For how long a process goes by what it has read: another may have keys that it could not open."""

log = structlog.get_logger(__name__)


class Known(Struct, frozen=True):
    """The keys for a purpose that can be opened: `own` hashes and signs, None where there is none yet; all count."""

    own: bytes | None
    others: tuple[bytes, ...]

    @property
    def all(self) -> tuple[bytes, ...]:
        """Without repetition, `own` first."""
        return tuple(dict.fromkeys((self.own, *self.others) if self.own else self.others))

    def __repr__(self) -> str:
        return f"Known({len(self.all)})"


class KeptKeys:
    """The keys for one purpose. `secret_keys`: newest first. `made_of`: what a secret key stood for before."""

    def __init__(
        self,
        database: Database,
        secret_keys: Sequence[str],
        *,
        purpose: str,
        made_of: Callable[[str], bytes],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._database = database
        self._seal = Seal(secret_keys, purpose=PURPOSE)
        self._purpose = purpose
        self._of_secrets = tuple(made_of(key) for key in secret_keys)
        self._clock = clock
        self._known: Known | None = None
        self._read_at = 0.0

    async def known(self, connection: Connection, *, not_older_s: float = KNOWN_S) -> Known:
        """Those that there are, as they were so many seconds ago at most; as they are until there is an own one."""
        known = self._known
        if known is None or known.own is None or self._clock() - self._read_at >= not_older_s:
            known = self._known = await self._read(connection)
            self._read_at = self._clock()
        return known

    async def made(self) -> Known:
        """The same, with an own one, which is made where there is none.

        Raises:
            DatabaseUnavailable: Postgres is away.
        """
        async with self._database.connection() as connection:
            known = await self.known(connection)
        if known.own is None:
            async with self._database.transaction() as connection:
                await store.lock_keys(connection)
                known = await self._read(connection)
                if known.own is None:
                    await self._adopt(connection, self._of_secrets)
                    await self._insert(connection, os.urandom(KEY_BYTES), is_own=True)
            async with self._database.connection() as connection:
                # As it is committed
                known = await self.known(connection, not_older_s=0.0)
        return known

    async def adopt(self) -> None:
        """Keeps what the secret keys before the newest stood for, so that these may go.

        Raises:
            DatabaseUnavailable: Postgres is away.
        """
        if len(self._of_secrets) > 1:
            async with self._database.transaction() as connection:
                await store.lock_keys(connection)
                await self._adopt(connection, self._of_secrets[1:])

    async def _adopt(self, connection: Connection, keys: Sequence[bytes]) -> None:
        kept = {key for _, key in await self._opened(connection)}
        for key in reversed(keys):
            if key not in kept:
                await self._insert(connection, key, is_own=False)

    async def _insert(self, connection: Connection, key: bytes, *, is_own: bool) -> None:
        id = new_id()
        sealed = self._seal.close(key, owner=id.bytes)
        await store.insert_key(connection, self._purpose, StoredKey(id=id, sealed=sealed, is_own=is_own))

    async def _read(self, connection: Connection) -> Known:
        opened = await self._opened(connection)
        own = [key for stored, key in opened if stored.is_own]
        others = (*own[1:], *(key for stored, key in opened if not stored.is_own), *self._of_secrets)
        return Known(own[0] if own else None, others)

    async def _opened(self, connection: Connection) -> list[tuple[StoredKey, bytes]]:
        found = []
        for stored in await store.list_keys(connection, self._purpose):
            opened = self._seal.open(stored.sealed, owner=stored.id.bytes)
            if opened is None:
                # Another process may open it; what is known by it alone is not known here.
                log.warning("kept_key_sealed", id=str(stored.id), purpose=self._purpose)
            else:
                found.append((stored, opened.secret))
        return found
