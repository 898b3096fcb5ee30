"""Keys for what must outlive the server's secret key, as a wish for no more mail does.

The newest secret key hashes and signs by a key that is made of it. That one is kept in the database, sealed under the
secret key, so that what it has hashed and signed is known once the secret key is gone; `ryadom reseal` keeps those of
older secret keys, and seals all of them anew (core/resealing.py). Random keys instead would be unknown to servers of
the version before, which still serve while a new one is started: they would lose whoever refused meanwhile.

A kept key that no secret key opens says that a secret key is missing here. What is known by it alone is not known then,
so nobody is taken for someone who has not refused.
"""

import asyncio
import time
from collections.abc import Callable, Sequence
from uuid import UUID

import structlog
from msgspec import Struct

from ryadom.core.sealing import Seal
from ryadom.errors import RefusalsSealed
from ryadom.store import kept_keys as store
from ryadom.store.database import Database
from ryadom.store.ids import new_id
from ryadom.store.kept_keys import StoredKey
from ryadom.store.sql import Connection

PURPOSE = "kept key"
KNOWN_S = 60.0
"""For how long a process goes by what it has read: another may have keys that it could not open."""

log = structlog.get_logger(__name__)


class Known(Struct, frozen=True):
    """The keys for a purpose: the first hashes and signs, all count. `sealed`: those kept that can't be opened here.

    `newest_is_kept`: whether the first stands in the database.
    """

    keys: tuple[bytes, ...]
    sealed: tuple[UUID, ...]
    newest_is_kept: bool

    def check_whole(self) -> None:
        """Lets pass where nothing is missing.

        Raises:
            RefusalsSealed: some kept key can't be opened.
        """
        if self.sealed:
            raise RefusalsSealed(
                f"The kept key {self.sealed[0]} can't be opened: RYADOM_SECRET_KEY is another than it was, and who has "
                "refused mail is not known. Put the old key behind the new one, and run `ryadom reseal`."
            )

    def __repr__(self) -> str:
        return f"Known({len(self.keys)})"


class KeptKeys:
    """The keys for one purpose. `secret_keys`: newest first. `made_of`: what a secret key stands for."""

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
        self._reading = asyncio.Lock()
        self._told: set[UUID] = set()

    async def known(self, connection: Connection) -> Known:
        """Those that there are, as they were a minute ago at most."""
        return self._lately(KNOWN_S) or await self._read(connection)

    async def known_lately(self, *, not_older_s: float = KNOWN_S) -> Known:
        """The same without a connection in hand: however many ask, one connection is used, and only where it must be.

        Raises:
            DatabaseUnavailable: Postgres is away.
        """
        if known := self._lately(not_older_s):
            return known
        async with self._reading:
            if known := self._lately(not_older_s):
                return known
            async with self._database.connection() as connection:
                return await self._read(connection)

    async def kept(self) -> Known:
        """The same, once the newest is kept. Not to be called with a connection in hand.

        Raises:
            RefusalsSealed: one that is kept can't be opened; nothing is kept beside it that a wrong secret key made.
            DatabaseUnavailable: Postgres is away.
        """
        known = await self.known_lately()
        known.check_whole()
        if not known.newest_is_kept:
            async with self._database.transaction() as connection:
                await store.lock_keys(connection)
                (await self._read(connection)).check_whole()
                await self._adopt(connection, self._of_secrets[:1])
            known = await self.known_lately(not_older_s=0.0)
            known.check_whole()
        return known

    async def adopt(self) -> None:
        """Keeps what the secret keys before the newest stand for, so that these may go.

        Raises:
            DatabaseUnavailable: Postgres is away.
        """
        if len(self._of_secrets) > 1:
            async with self._database.transaction() as connection:
                await store.lock_keys(connection)
                await self._adopt(connection, self._of_secrets[1:])

    async def unadopted(self) -> int:
        """How many secret keys before the newest stand for what would be lost with them.

        Raises:
            DatabaseUnavailable: Postgres is away.
        """
        async with self._database.connection() as connection:
            opened, _ = await self._opened(connection)
        return len(set(self._of_secrets[1:]) - set(opened))

    async def _adopt(self, connection: Connection, keys: Sequence[bytes]) -> None:
        opened, _ = await self._opened(connection)
        for key in reversed(keys):
            if key not in opened:
                id = new_id()
                await store.insert_key(
                    connection, self._purpose, StoredKey(id=id, sealed=self._seal.close(key, owner=id.bytes))
                )

    def _lately(self, not_older_s: float) -> Known | None:
        return self._known if self._known and self._clock() - self._read_at < not_older_s else None

    async def _read(self, connection: Connection) -> Known:
        read_at = self._clock()
        opened, sealed = await self._opened(connection)
        self._known = Known(
            tuple(dict.fromkeys((*self._of_secrets, *opened))), tuple(sealed), self._of_secrets[0] in opened
        )
        self._read_at = read_at
        return self._known

    async def _opened(self, connection: Connection) -> tuple[list[bytes], list[UUID]]:
        found: list[bytes] = []
        sealed: list[UUID] = []
        for stored in await store.list_keys(connection, self._purpose):
            opened = self._seal.open(stored.sealed, owner=stored.id.bytes)
            if opened is not None:
                found.append(opened.secret)
                continue
            sealed.append(stored.id)
            if stored.id not in self._told:
                self._told.add(stored.id)
                log.warning("kept_key_sealed", id=str(stored.id), purpose=self._purpose)
        return found, sealed
