"""Counting what somebody tries, before it is looked at: guesses that come at once are counted too."""

import hmac
from collections.abc import Collection, Iterable

from ryadom.errors import SignInLocked
from ryadom.store import operator_sessions as store
from ryadom.store.database import Database

WINDOW_S = 900.0
"""How long attempts count, and how long a lock lasts, unless something else is asked for."""

LONGEST_WINDOW_S = 86_400.0
"""Of any limit: how long counts are kept."""


class Attempts:
    """Counts under a keyed hash: addresses and accounts are never kept as they are."""

    def __init__(self, database: Database, *, secret_key: str) -> None:
        self._database = database
        self._secret_key = secret_key.encode()

    def key(self, *parts: str) -> bytes:
        """What is counted under these words."""
        return hmac.digest(self._secret_key, "\0".join(("sign-in", *parts)).encode(), "sha256")

    async def count(self, limits: Iterable[tuple[bytes, int]], *, window_s: float = WINDOW_S) -> bool:
        """Counts an attempt under each key, no further than the first whose limit is passed.

        Gives whether the last of the limits is now full, so that the next attempt is refused.

        Raises:
            SignInLocked: too many attempts; `retry_after_s` says when the lock ends.
        """
        async with self._database.transaction() as connection:
            for key, limit in limits:
                attempts = await store.count_attempt(connection, key_hmac=key, limit=limit, window_s=window_s)
                if attempts.count > limit:
                    break
            else:
                return attempts.count == limit
        retry_after_s = max(1.0, round(attempts.window_ends_in_s))
        raise SignInLocked("Too many attempts. Wait and try again.", retry_after_s=retry_after_s)

    async def forgive(self, keys: Collection[bytes]) -> None:
        """Takes one attempt back from each key, after a success."""
        async with self._database.connection() as connection:
            await store.forgive_attempts(connection, keys)
