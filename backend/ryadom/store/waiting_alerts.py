"""Who wants a mail when a visitor waits and nobody is at the panel, and what each was told."""

from collections.abc import Collection, Sequence
from uuid import UUID

from msgspec import Struct

from ryadom.store.sql import Connection, queries_beside

_queries = queries_beside(__file__)


class Waiting(Struct, frozen=True, kw_only=True):
    """A conversation whose visitor waits for longer than the operator wants."""

    conversation_id: UUID
    site_id: UUID
    department_id: UUID | None
    site_name: str
    controller_id: UUID


class Alert(Struct, frozen=True, kw_only=True):
    """What is known of an operator's alert, held until the transaction ends; `may_mail`: the last one is long ago."""

    told: Sequence[UUID]
    email: str
    may_mail: bool


class Hearing(Struct, frozen=True, kw_only=True):
    """Whether anybody is mailed of who waits on a site, and the names of its departments of which nobody is."""

    is_heard: bool
    unheard_departments: Sequence[str]


async def list_minutes(connection: Connection, operator_ids: Collection[UUID]) -> dict[UUID, int]:
    """Of these operators those who want a mail, and after how many minutes."""
    rows = await _queries.list_minutes.all(connection, operator_ids=list(operator_ids))
    return {row["operator_id"]: row["minutes"] for row in rows}


async def list_hearings(
    connection: Connection, site_ids: Collection[UUID], *, roles: Collection[str]
) -> dict[UUID, Hearing]:
    """By site; `roles`: who answers visitors."""
    rows = await _queries.list_unheard.all(connection, site_ids=list(site_ids), roles=list(roles))
    return {
        row["site_id"]: Hearing(is_heard=row["is_heard"], unheard_departments=tuple(row["unheard_departments"]))
        for row in rows
    }


async def find_minutes(connection: Connection, operator_id: UUID) -> int | None:
    """After how many minutes the operator wants a mail, None: never."""
    minutes: int | None = await _queries.find_minutes.value(connection, operator_id=operator_id)
    return minutes


async def put_minutes(connection: Connection, operator_id: UUID, minutes: int | None) -> None:
    """Changes that."""
    if minutes is None:
        await _queries.delete_alert.run(connection, operator_id=operator_id)
    else:
        await _queries.put_minutes.run(connection, operator_id=operator_id, minutes=minutes)


async def list_operators(connection: Connection) -> list[UUID]:
    """Who wants to know."""
    return [row["operator_id"] for row in await _queries.list_operators.all(connection)]


async def list_waiting(connection: Connection, operator_id: UUID) -> list[Waiting]:
    """What waits for an operator who wants to know, longest first; mostly nothing does."""
    return [
        Waiting(
            conversation_id=row["conversation_id"],
            site_id=row["site_id"],
            department_id=row["department_id"],
            site_name=row["site_name"],
            controller_id=row["controller_id"],
        )
        for row in await _queries.list_waiting.all(connection, operator_id=operator_id)
    ]


async def lock_alert(connection: Connection, operator_id: UUID, *, pause_s: float) -> Alert | None:
    """The operator's alert; None where it is off by now, or another process has it in hand."""
    row = await _queries.lock_alert.first(connection, operator_id=operator_id, pause_s=pause_s)
    return Alert(told=row["told"], email=row["email"], may_mail=row["may_mail"]) if row else None


async def note_told(connection: Connection, operator_id: UUID, told: Sequence[UUID], *, is_mailed: bool) -> None:
    """Notes of which conversations the operator has been told, and whether that was now."""
    await _queries.note_told.run(connection, operator_id=operator_id, told=list(told), is_mailed=is_mailed)
