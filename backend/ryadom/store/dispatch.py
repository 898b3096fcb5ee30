"""What waits and who may be given it; what its operators have left behind."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from ryadom.protocol.shared import Author, AuthorKind
from ryadom.store.operator_work import LEASE_S
from ryadom.store.sql import Connection, queries_beside
from ryadom.store.work_rules import Mode

_queries = queries_beside(__file__)


class Waiting(Struct, frozen=True, kw_only=True):
    """A conversation that waits on a site that gives them out."""

    site_id: UUID
    id: UUID
    visitor_id: UUID
    department_id: UUID | None
    mode: Mode


class Forsaken(Struct, frozen=True):
    """A conversation whose operator is gone, or may not answer there, and whose it is."""

    site_id: UUID
    visitor_id: UUID
    id: UUID


class Candidate(Struct, frozen=True, kw_only=True):
    """An operator who is here and not away. `open_count`: see `WorkState`; `given_at`: when the server last gave."""

    author: Author
    open_count: int
    max_chats: int | None
    given_at: datetime | None


async def list_givable(connection: Connection, *, roles: Collection[str], limit: int) -> list[Waiting]:
    """What waits and could be given to somebody now, longest wait first."""
    rows = await _queries.list_givable.all(connection, roles=list(roles), lease_s=LEASE_S, row_limit=limit)
    return [
        Waiting(
            site_id=row["site_id"],
            id=row["id"],
            visitor_id=row["visitor_id"],
            department_id=row["department_id"],
            mode=Mode(row["mode"]),
        )
        for row in rows
    ]


async def lock_waiting(connection: Connection, waiting: Waiting) -> Waiting | None:
    """The same as it is now, held until the transaction ends; None where it waits no more, or is held elsewhere."""
    row = await _queries.lock_waiting.first(connection, site_id=waiting.site_id, id=waiting.id)
    return replace(waiting, department_id=row["department_id"], mode=Mode(row["mode"])) if row else None


async def lock_candidates(
    connection: Connection, *, site_id: UUID, department_id: UUID | None, roles: Collection[str]
) -> list[Candidate]:
    """Who may be given a conversation; until the transaction ends nobody else gives them any."""
    held = await _queries.lock_candidates.all(
        connection, site_id=site_id, department_id=department_id, roles=list(roles), lease_s=LEASE_S
    )
    if not held:
        return []
    rows = await _queries.read_candidates.all(connection, operator_ids=[row["operator_id"] for row in held])
    return [
        Candidate(
            author=Author(
                kind=AuthorKind.OPERATOR,
                id=row["operator_id"],
                name=row["name"],
                public_name=row["public_name"],
                avatar=row["avatar_digest"] or "",
            ),
            open_count=row["open_count"],
            max_chats=row["max_chats"],
            given_at=row["given_at"],
        )
        for row in rows
    ]


async def note_given(connection: Connection, operator_id: UUID) -> None:
    """Notes that the server has given something to this operator just now."""
    await _queries.note_given.run(connection, operator_id=operator_id)


async def find_last_operator(connection: Connection, *, site_id: UUID, visitor_id: UUID) -> UUID | None:
    """Who last wrote to a visitor."""
    found: UUID | None = await _queries.find_last_operator.value(connection, site_id=site_id, visitor_id=visitor_id)
    return found


async def note_leaving(connection: Connection, operator_id: UUID) -> None:
    """Something was taken away from this operator: servers look from now on for what they lead and may not answer."""
    await _queries.note_leaving.run(connection, operator_id=operator_id)


async def note_left(connection: Connection, *, roles: Collection[str]) -> None:
    """The same of whoever leads something where they may not answer, and of whom it is not noted."""
    await _queries.note_left.run(connection, roles=list(roles))


async def note_left_of(connection: Connection, *, site_id: UUID, visitor_id: UUID, roles: Collection[str]) -> None:
    """The same of whoever leads what is this visitor's and may not answer there."""
    await _queries.note_left_of.run(connection, site_id=site_id, visitor_id=visitor_id, roles=list(roles))


async def has_leaving(connection: Connection) -> bool:
    """Whether there is anybody of whom `note_leaving` was told and `forget_leaving` was not."""
    return bool(await _queries.has_leaving.value(connection))


async def lock_orphaned(
    connection: Connection, operator_id: UUID, *, roles: Collection[str], limit: int
) -> Sequence[Forsaken]:
    """What an operator leads where they may not answer, held until the transaction ends; without what others hold."""
    rows = await _queries.lock_orphaned.all(connection, operator_id=operator_id, roles=list(roles), row_limit=limit)
    return [Forsaken(row["site_id"], row["visitor_id"], row["id"]) for row in rows]


async def list_orphaned(connection: Connection, *, roles: Collection[str], limit: int) -> Sequence[Forsaken]:
    """What somebody leads who may not answer there any more, longest wait first."""
    rows = await _queries.list_orphaned.all(connection, roles=list(roles), row_limit=limit)
    return [Forsaken(row["site_id"], row["visitor_id"], row["id"]) for row in rows]


async def is_orphaned(connection: Connection, *, site_id: UUID, id: UUID, roles: Collection[str]) -> bool:
    """Whether a conversation, whose lock is held, is led by somebody who may not answer there."""
    return bool(await _queries.is_orphaned.value(connection, site_id=site_id, id=id, roles=list(roles)))


async def forget_leaving(connection: Connection, *, roles: Collection[str], quiet_s: float) -> None:
    """Looks no more for what operators have left who have lost nothing for so long, and lead nothing of that kind."""
    await _queries.forget_leaving.run(connection, roles=list(roles), quiet_s=quiet_s)


async def count_led(connection: Connection, operator_id: UUID, *, site_ids: Collection[UUID]) -> dict[UUID, int]:
    """How many open conversations an operator leads on each of these sites where they lead any."""
    rows = await _queries.count_led.all(connection, operator_id=operator_id, site_ids=list(site_ids))
    return {row["site_id"]: row["led"] for row in rows}


async def has_returns(connection: Connection) -> bool:
    """Whether any site takes conversations back from who is gone."""
    return bool(await _queries.has_returns.value(connection))


async def list_forsaken(connection: Connection, *, limit: int) -> Sequence[Forsaken]:
    """What is to go back to the queue, longest wait first."""
    rows = await _queries.list_forsaken.all(connection, row_limit=limit)
    return [Forsaken(row["site_id"], row["visitor_id"], row["id"]) for row in rows]


async def is_forsaken(connection: Connection, *, site_id: UUID, id: UUID) -> bool:
    """Whether a conversation, whose lock is held, is to go back."""
    return bool(await _queries.is_forsaken.value(connection, site_id=site_id, id=id))
