"""How many newcomers write on a site, and which sites are under attack: numbers of sites, about nobody."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from msgspec import Struct

from ryadom.store.sql import Connection, queries_beside

_queries = queries_beside(__file__)


class Count(Struct):
    """Newcomers who have begun a conversation, and who were refused because they had done no work."""

    begun: int = 0
    refused: int = 0


class Pressure(Struct, frozen=True, kw_only=True):
    """What came to a site within the window, and how many began a conversation in the busiest hour of the week."""

    site_id: UUID
    begun: int
    refused: int
    busiest_hour: int


async def add_counts(connection: Connection, counts: Mapping[UUID, Count]) -> None:
    """Adds these to the present minute, by Postgres' clock."""
    await _queries.add_counts.run(
        connection,
        site_ids=list(counts),
        begun=[count.begun for count in counts.values()],
        refused=[count.refused for count in counts.values()],
    )


async def read_pressure(connection: Connection, site_ids: Sequence[UUID], *, window_s: float) -> list[Pressure]:
    """That of these sites, as all processes have counted it."""
    rows = await _queries.read_pressure.all(connection, site_ids=list(site_ids), window_s=window_s)
    return [
        Pressure(
            site_id=row["site_id"],
            begun=int(row["begun"]),
            refused=int(row["refused"]),
            busiest_hour=int(row["busiest_hour"]),
        )
        for row in rows
    ]


async def list_choices(connection: Connection, *, default: str) -> dict[UUID, str]:
    """What the owners of sites have chosen who have not left it at the default."""
    return {row["site_id"]: row["asks_work"] for row in await _queries.list_choices.all(connection, default=default)}


async def list_attacks(connection: Connection) -> dict[UUID, datetime]:
    """Since when each site is under attack that is."""
    return {row["site_id"]: row["began_at"] for row in await _queries.list_attacks.all(connection)}


async def begin_attack(connection: Connection, site_id: UUID, *, hold_s: float, silence_s: float) -> bool | None:
    """Notes that a site is under attack for `hold_s` from now on; None where that was known.

    Gives whether somebody is to be told: not twice within `silence_s`.
    """
    row = await _queries.begin_attack.first(connection, site_id=site_id, hold_s=hold_s, silence_s=silence_s)
    return None if row is None else bool(row["is_to_tell"])


async def prolong_attack(connection: Connection, site_id: UUID, *, hold_s: float) -> None:
    """Has it end in `hold_s` from now, not earlier."""
    await _queries.prolong_attack.run(connection, site_id=site_id, hold_s=hold_s)


async def end_attacks(connection: Connection) -> list[UUID]:
    """Ends those whose time is over; gives their sites, to one process each."""
    return [row["site_id"] for row in await _queries.end_attacks.all(connection)]


async def forget_counts(connection: Connection) -> None:
    """Forgets what is older than what is usual is reckoned from."""
    await _queries.forget_counts.run(connection)
