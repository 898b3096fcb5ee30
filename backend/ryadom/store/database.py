"""The pool of connections, and the translation of a driver's troubles into ours."""

import asyncio
import select
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from typing import cast

import asyncpg
import databases
import structlog

from ryadom.errors import DatabaseUnavailable
from ryadom.store.array_types import know_arrays
from ryadom.store.sql import Connection
from ryadom.store.time_limits import limit_times

ACQUIRE_TIMEOUT_S = 10.0
STATEMENT_TIMEOUT_S = 15.0
CONNECT_TIMEOUT_S = 5.0
CLOSE_TIMEOUT_S = 5.0

log = structlog.get_logger(__name__)


class Database:
    """A pool of `databases`. Every connection it lends is asyncpg's own, which `store.sql.Query` runs on.

    Take the connection once and pass it on: whoever asks again gets another one, outside the transaction.
    """

    def __init__(self, pool: databases.Database) -> None:
        self._pool = pool

    def part(self, most: int) -> "Database":
        """The same pool, for work that may have at most `most` of its connections at once.

        What comes beyond that waits its turn, 10 s at most, and then for a connection like everybody else.
        """
        return _Part(self._pool, most)

    @asynccontextmanager
    async def connection(self) -> AsyncIterator[Connection]:
        """A connection outside any transaction: each statement commits by itself.

        Raises:
            DatabaseUnavailable: Postgres is away, the pool is exhausted for 10 s, or a statement took over 15 s.
        """
        with _translated_errors():
            async with self._lend() as connection:
                yield cast(Connection, connection)

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Connection]:
        """A connection inside a transaction that commits when the block ends and rolls back when it raises.

        Raises:
            DatabaseUnavailable: as for `connection`, or it took over two minutes; the transaction may or may not have
                been committed.
        """
        with _translated_errors():
            async with self._lend() as connection, connection.transaction():
                yield cast(Connection, connection)

    @asynccontextmanager
    async def _lend(self) -> AsyncIterator[asyncpg.Connection]:
        # A loan of its own each time: `pool.connection()` gives a task the same object again, also after it has broken.
        loan = databases.core.Connection(self._pool, self._pool._backend)
        try:
            async with asyncio.timeout(ACQUIRE_TIMEOUT_S):
                await loan.__aenter__()
        except asyncpg.PostgresError as error:
            # Whatever keeps us from connecting is an outage, however Postgres words it.
            raise _unavailable(error) from error
        try:
            yield loan.raw_connection
        finally:
            # What was asked for is done or has failed by now; a connection that broke on its way back is dropped.
            with suppress(*UNAVAILABLE):
                await loan.__aexit__()


class _Part(Database):
    def __init__(self, pool: databases.Database, most: int) -> None:
        super().__init__(pool)
        self._turns = asyncio.Semaphore(most)

    @asynccontextmanager
    async def _lend(self) -> AsyncIterator[asyncpg.Connection]:
        try:
            async with asyncio.timeout(ACQUIRE_TIMEOUT_S):
                await self._turns.acquire()
        except TimeoutError:
            # That says nothing of Postgres: whoever watches the log for outages is not called for it.
            raise DatabaseUnavailable("Too much of this is asked for at once. Try again.", retry_after_s=5.0) from None
        try:
            async with super()._lend() as connection:
                yield connection
        finally:
            self._turns.release()


@asynccontextmanager
async def open_database(url: str, *, pool_size: int = 8) -> AsyncIterator[Database]:
    """Connects a pool of at most `pool_size` connections and closes it at the end.

    Raises:
        DatabaseUnavailable: nothing answers at `url`, or it does not let us in.
    """
    pool = databases.Database(
        url,
        min_size=1,
        max_size=pool_size,
        timeout=CONNECT_TIMEOUT_S,
        command_timeout=STATEMENT_TIMEOUT_S,
        init=_begin,
        reset=_refuse_what_was_cut,
        server_settings={"application_name": "ryadom", "timezone": "UTC"},
    )
    try:
        await pool.connect()
    except (*UNAVAILABLE, asyncpg.PostgresError) as error:
        # Of what Postgres says the details come behind: a refusal to start is one line.
        reason = str(error).partition("\n")[0] or type(error).__name__
        raise DatabaseUnavailable(f"Postgres does not let us in: {reason}. `ryadom doctor` says more.") from error
    try:
        yield Database(pool)
    finally:
        # Past the deadline the driver drops the connections without a farewell.
        with suppress(TimeoutError):
            async with asyncio.timeout(CLOSE_TIMEOUT_S):
                await pool.disconnect()


async def _begin(connection: asyncpg.Connection) -> None:
    know_arrays(connection)
    await limit_times(cast(Connection, connection))


async def _refuse_what_was_cut(connection: asyncpg.Connection) -> None:
    """Lets a connection back into the pool unless Postgres has hung up, of which the driver may not have heard yet.

    The driver would run RESET ALL and more instead, another round trip after each use. Nobody here listens, locks or
    sets beyond a transaction, so there is nothing to reset; and an idle connection has nothing but a farewell to say.

    Raises:
        ConnectionResetError: it is of no use any more; the pool drops it.
    """
    line = select.poll()
    line.register(connection._transport.get_extra_info("socket"), select.POLLIN)
    if line.poll(0):
        raise ConnectionResetError("Postgres has closed the connection.")


@contextmanager
def _translated_errors() -> Iterator[None]:
    try:
        yield
    except UNAVAILABLE as error:
        raise _unavailable(error) from error


def _unavailable(error: Exception) -> DatabaseUnavailable:
    # Clients read the message: what Postgres said of hosts and roles is for the log only.
    log.warning("database unavailable", reason=str(error) or type(error).__name__)
    return DatabaseUnavailable("The database does not answer. Try again in a moment.", retry_after_s=1.0)


UNAVAILABLE = (
    OSError,
    TimeoutError,
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,  # a connection that was cut while it was being taken from the pool
    asyncpg.PostgresConnectionError,
    asyncpg.InvalidAuthorizationSpecificationError,
    asyncpg.InvalidCatalogNameError,
    asyncpg.InsufficientResourcesError,
    asyncpg.OperatorInterventionError,
    asyncpg.ReadOnlySQLTransactionError,
    asyncpg.IdleInTransactionSessionTimeoutError,  # these two by store.time_limits
    asyncpg.TransactionTimeoutError,
)
