"""Notes that operators keep on a visitor, for each other."""

from datetime import datetime
from uuid import UUID

from msgspec import Struct

from ryadom.store.sql import Connection, queries_beside

_queries = queries_beside(__file__)


class CustomerNote(Struct, frozen=True, kw_only=True):
    """One note. `version`: of its words; `deleted_at`: since when it is shown to nobody."""

    id: UUID
    author_id: UUID
    author_name: str
    body: str
    version: int
    created_at: datetime
    edited_at: datetime | None
    deleted_at: datetime | None


async def insert_note(
    connection: Connection, *, site_id: UUID, visitor_id: UUID, id: UUID, author_id: UUID, body: str
) -> None:
    """Adds a note, unless there is one with this id already."""
    await _queries.insert_note.run(
        connection, site_id=site_id, visitor_id=visitor_id, id=id, author_id=author_id, body=body
    )


async def list_notes(connection: Connection, *, site_id: UUID, visitor_id: UUID, limit: int) -> list[CustomerNote]:
    """The notes on a visitor, the newest first."""
    rows = await _queries.list_notes.all(connection, site_id=site_id, visitor_id=visitor_id, row_limit=limit)
    return [CustomerNote(**row) for row in rows]


async def count_notes(connection: Connection, *, site_id: UUID, visitor_id: UUID) -> int:
    """How many notes there are, with those deleted ones that can still be brought back."""
    return int(await _queries.count_notes.value(connection, site_id=site_id, visitor_id=visitor_id))


async def find_note(connection: Connection, *, site_id: UUID, visitor_id: UUID, id: UUID) -> CustomerNote | None:
    """A note, a deleted one too; None where the visitor has none with this id."""
    row = await _queries.find_note.first(connection, site_id=site_id, visitor_id=visitor_id, id=id)
    return CustomerNote(**row) if row else None


async def edit_note(connection: Connection, *, site_id: UUID, visitor_id: UUID, id: UUID, body: str) -> None:
    """Gives a note other words."""
    await _queries.edit_note.run(connection, site_id=site_id, visitor_id=visitor_id, id=id, body=body)


async def delete_note(connection: Connection, *, site_id: UUID, visitor_id: UUID, id: UUID) -> None:
    """Lets nobody see a note any more."""
    await _queries.delete_note.run(connection, site_id=site_id, visitor_id=visitor_id, id=id)


async def restore_note(connection: Connection, *, site_id: UUID, visitor_id: UUID, id: UUID) -> None:
    """Brings a deleted note back."""
    await _queries.restore_note.run(connection, site_id=site_id, visitor_id=visitor_id, id=id)


async def forget_deleted(connection: Connection, *, older_than_s: float) -> int:
    """Destroys notes that were deleted so long ago; gives how many."""
    return await _queries.forget_deleted.run(connection, older_than_s=older_than_s)
