"""Operators at work: who is here, who has stepped away, and how many conversations each may be given."""

from collections.abc import Collection
from uuid import UUID

from msgspec import Struct

from ryadom.store.sql import Connection, queries_beside

_queries = queries_beside(__file__)

LEASE_S = 15.0
"""So long an operator is here after a process last said so; three times the interval at which it is said."""

COUNT_STEP_S = 10.0
"""At most so much of an absence is counted at once; it is counted every 5 s."""

MOST_GONE_S = 4_000.0
"""More than any rule asks for."""


class WorkState(Struct, frozen=True, kw_only=True):
    """How one operator stands. `open_count`: their open conversations, of all sites, without snoozed ones.

    `max_chats`: so many at once are given to them by the server; None: as many as come. `site_ids`: on which of the
    sites that were asked about they work.
    """

    id: UUID
    name: str
    is_here: bool
    is_away: bool
    open_count: int
    max_chats: int | None
    site_ids: tuple[UUID, ...]


async def see_operators(connection: Connection, operator_ids: Collection[UUID]) -> set[UUID]:
    """Renews the leases of operators who have a socket; gives which of them have stepped away."""
    ids = list(operator_ids)
    await _queries.see.run(connection, operator_ids=ids)
    return {row["operator_id"] for row in await _queries.list_away.all(connection, operator_ids=ids)}


async def register_operator(connection: Connection, operator_id: UUID) -> None:
    """Makes the row that whoever gives them something locks."""
    await _queries.register.run(connection, operator_ids=[operator_id])


async def put_away(connection: Connection, operator_id: UUID, *, is_away: bool) -> None:
    """Notes that an operator has stepped away, or is back."""
    await _queries.put_away.run(connection, operator_id=operator_id, is_away=is_away)


async def hold_limit(connection: Connection, operator_id: UUID) -> int | None:
    """How many conversations at once the server gives to an operator; no other sets it until the transaction ends."""
    await register_operator(connection, operator_id)
    limit: int | None = await _queries.hold_limit.value(connection, operator_id=operator_id)
    return limit


async def put_limit(connection: Connection, operator_id: UUID, max_chats: int | None) -> None:
    """Sets how many conversations at once the server gives to an operator."""
    await _queries.put_limit.run(connection, operator_id=operator_id, max_chats=max_chats)


async def count_absence(connection: Connection) -> None:
    """Counts on for how long those have been gone who are not here; see `count_absence` in the .sql file."""
    await _queries.register_absent.run(connection)
    await _queries.count_absence.run(connection, lease_s=LEASE_S, step_s=COUNT_STEP_S, most_s=MOST_GONE_S)


async def list_states(connection: Connection, *, site_ids: Collection[UUID], roles: Collection[str]) -> list[WorkState]:
    """Everybody of these roles who works on one of the sites and may sign in, by name."""
    rows = await _queries.list_states.all(connection, site_ids=list(site_ids), roles=list(roles), lease_s=LEASE_S)
    return [
        WorkState(
            id=row["id"],
            name=row["name"],
            is_here=row["is_here"],
            is_away=row["is_away"],
            open_count=row["open_count"],
            max_chats=row["max_chats"],
            site_ids=tuple(row["site_ids"]),
        )
        for row in rows
    ]
