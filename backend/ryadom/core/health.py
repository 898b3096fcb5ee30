"""Whether this process can do its work right now."""

import asyncio

from ryadom.errors import DatabaseUnavailable, RyadomError, StartFailed, Unavailable
from ryadom.store.database import Database
from ryadom.store.migrate import pending

CHECK_TIMEOUT_S = 3.0


class Health:
    """Readiness: Postgres answers, the schema is ours, and the process is not on its way out."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._is_draining = False

    @property
    def is_draining(self) -> bool:
        """Whether the process is on its way out."""
        return self._is_draining

    def begin_draining(self) -> None:
        """From now on the process is not ready: it stops."""
        self._is_draining = True

    async def check_ready(self) -> None:
        """Returns when all is well.

        Raises:
            Unavailable: what is not, in words for whoever reads `/readyz`.
        """
        if self._is_draining:
            raise Unavailable("This process is stopping.")
        try:
            async with asyncio.timeout(CHECK_TIMEOUT_S):
                waiting = await pending(self._database)
        except TimeoutError:
            raise DatabaseUnavailable(f"Postgres did not answer within {CHECK_TIMEOUT_S:g} s.") from None
        except RyadomError as error:
            raise error if isinstance(error, Unavailable) else StartFailed(error.message) from error
        if waiting:
            raise Unavailable(f"Migrations wait to be applied: {', '.join(waiting)}. Run `ryadom migrate`.")
