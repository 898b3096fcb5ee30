"""Turns at hosts of CRMs, and rests of accounts there, shared by all processes and nodes.

Nobody holds a turn: who is killed takes no more with them than those that they waited for, which pass.
"""

from datetime import datetime

from ryadom.store.sql import Connection, queries_beside

LONGEST_TURN_S = 60.0
"""Nobody waits for a turn for longer: what is queued in Postgres is as well there."""

LONGEST_REST_S = 7_200.0
"""Nobody is left alone for longer: what would be is of a clock that was set back."""

SET_BACK_S = 60.0
"""A turn that is so much further ahead than any is waited for is of a clock that was set back."""

_queries = queries_beside(__file__)


async def take_turn(
    connection: Connection, origin: str, *, per_second: float, burst: float, at: datetime | None
) -> float | None:
    """Takes a turn at a host that takes `burst` calls at once and `per_second` in the long run.

    In how many seconds it is, 0 for at once. None: it would be in over `LONGEST_TURN_S`, and none was taken. `at`:
    instead of Postgres' own clock.
    """
    step_s, ahead_s = 1 / per_second, (burst - 1) / per_second
    furthest_s = ahead_s + LONGEST_TURN_S
    row = await _queries.take_turn.first(
        connection,
        origin=origin,
        step_s=step_s,
        ahead_s=ahead_s,
        furthest_s=furthest_s,
        impossible_s=furthest_s + step_s + SET_BACK_S,
        at=at,
    )
    return max(0.0, row["turn_s"]) if row else None


async def find_rest(connection: Connection, account: bytes, *, at: datetime | None) -> float:
    """For how many seconds nobody is to call an account; 0 where it may be called."""
    row = await _queries.find_rest.first(connection, account=account, at=at)
    return row["rest_s"] if row and 0.0 < row["rest_s"] <= LONGEST_REST_S else 0.0


async def rest(connection: Connection, account: bytes, *, rest_s: float, at: datetime | None) -> None:
    """Lets nobody call an account for so long."""
    await _queries.rest.run(connection, account=account, rest_s=rest_s, longest_rest_s=LONGEST_REST_S, at=at)


async def forget_unused(connection: Connection, *, unused_s: float) -> None:
    """Forgets hosts that nobody has called for so long, and rests that are over."""
    await _queries.forget_unused.run(connection, unused_s=unused_s)
    await _queries.forget_rests.run(connection)
