"""How long a transaction of ours may last: while one writes, nothing newer is given to programs that pull changes.

A process that hangs, or is cut off from a Postgres that does not notice, would hold up all others for ever. Postgres 17
and newer end every transaction in time (`transaction_timeout`), older ones at least one whose client is silent.
"""

from ryadom.store.sql import Connection, queries_beside

_queries = queries_beside(__file__)

TRANSACTION_TIMEOUT_S = 120
"""A statement takes 15 s at most (`database.STATEMENT_TIMEOUT_S`), and few transactions have many of them."""

IDLE_TIMEOUT_S = 60


async def limit_times(connection: Connection) -> None:
    """For a new connection of the pool. As a statement: a pooler may refuse options that come at the start."""
    await _queries.limit_times.run(connection, idle_s=IDLE_TIMEOUT_S, transaction_s=TRANSACTION_TIMEOUT_S)


async def lift_limits(connection: Connection) -> None:
    """For the transaction that is open, which takes as long as it takes: a migration, an export, a turn at work."""
    await _queries.lift_limits.run(connection)
