"""Turns at accounts of CRMs, shared by all processes and nodes. Nobody holds one: none is lost with who is killed."""

from datetime import datetime

from msgspec import Struct

from ryadom.store.sql import Connection, queries_beside

LONGEST_REST_S = 7_200.0
"""Nobody is left alone for longer: what would be is of a clock that was set back."""

_queries = queries_beside(__file__)


class Pause(Struct, frozen=True, kw_only=True):
    """Why there is no turn now: it comes in `turn_s` seconds, or the CRM has asked for `rest_s` of rest."""

    turn_s: float
    rest_s: float


async def take_turn(
    connection: Connection, origin: str, *, per_second: float, burst: float, at: datetime | None
) -> Pause | None:
    """Takes a turn at an account that takes `burst` calls at once and `per_second` in the long run.

    None: it is taken. Else none is, and how long it takes until there may be one. `at`: instead of Postgres' own clock.
    """
    step_s, ahead_s = 1 / per_second, (burst - 1) / per_second
    taken = await _queries.take_turn.first(
        connection, origin=origin, step_s=step_s, ahead_s=ahead_s, longest_rest_s=LONGEST_REST_S, at=at
    )
    if taken is not None:
        return None
    row = await _queries.find_pause.first(connection, origin=origin, ahead_s=ahead_s, at=at)
    if row is None:
        # Forgotten at this moment
        return Pause(turn_s=0.0, rest_s=0.0)
    return Pause(turn_s=row["turn_s"], rest_s=row["rest_s"] if row["rest_s"] <= LONGEST_REST_S else 0.0)


async def rest(connection: Connection, origin: str, *, rest_s: float, at: datetime | None) -> None:
    """Lets nobody call an account for so long."""
    await _queries.rest.run(connection, origin=origin, rest_s=rest_s, longest_rest_s=LONGEST_REST_S, at=at)


async def forget_unused(connection: Connection, *, unused_s: float) -> None:
    """Forgets accounts that nobody has called for so long."""
    await _queries.forget_unused.run(connection, unused_s=unused_s)
