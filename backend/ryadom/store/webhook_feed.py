"""What has happened that programs are told of, and how far that has been read: ids, never what was said."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import msgspec
from msgspec import Struct

from ryadom.store.feed import Cursor, Key
from ryadom.store.sql import Connection, queries_beside

_queries = queries_beside(__file__)


class State(Struct, frozen=True, kw_only=True):
    """How far the fan-out is. `cursor` is None where nobody was to be told, or the database is another than it was."""

    cursor: Cursor | None
    read_at: datetime
    now: datetime


class Happened(Struct, frozen=True, kw_only=True):
    """An entry that programs are told of. `message_seq`: of which message it tells, if it tells of one."""

    site_id: UUID
    conversation_id: UUID
    seq: int
    kind: str
    status: str | None
    message_seq: int
    at: datetime


class News(Struct, frozen=True, kw_only=True):
    """Something else that has happened. `controller_id`: where it may be about no site; else the site's is meant."""

    ordinal: int
    event: str
    controller_id: UUID | None
    site_id: UUID | None
    visitor_id: UUID | None
    object_id: UUID
    seq: int
    at: datetime


async def try_alone(connection: Connection) -> bool:
    """Whether nobody else fans out; from now on to the end of this transaction nobody else does."""
    return bool(await _queries.try_alone.value(connection))


async def read_state(connection: Connection) -> State:
    """How far the fan-out is, held until the transaction ends."""
    row = await _queries.read_state.one(connection)
    is_known = bool(row["cursor"]) and row["cluster"] == row["own_cluster"]
    return State(
        cursor=msgspec.json.decode(row["cursor"], type=Cursor) if is_known else None,
        read_at=row["read_at"],
        now=row["now"],
    )


async def save_state(connection: Connection, *, cursor: Cursor | None, read_at: datetime) -> None:
    """Notes how far it is, in the transaction that has brought it there; None: there is nobody to be told."""
    text = msgspec.json.encode(cursor).decode() if cursor else ""
    await _queries.save_state.run(connection, cursor=text, read_at=read_at)


async def list_happened(connection: Connection, keys: Sequence[Key]) -> list[Happened]:
    """Those of these entries that programs are told of, each conversation's oldest first."""
    rows = await _queries.list_happened.all(
        connection,
        site_ids=[key.site_id for key in keys],
        conversation_ids=[key.conversation_id for key in keys],
        seqs=[key.seq for key in keys],
    )
    return [
        Happened(
            site_id=row["site_id"],
            conversation_id=row["conversation_id"],
            seq=row["seq"],
            kind=row["kind"],
            status=row["status"],
            message_seq=row["message_seq"],
            at=row["created_at"],
        )
        for row in rows
    ]


async def take_news(connection: Connection, *, limit: int) -> list[News]:
    """What else has happened, oldest first: whoever takes it tells of it in the same transaction."""
    rows = await _queries.take_news.all(connection, row_limit=limit)
    news = [News(**{name: row[name] for name in News.__struct_fields__}) for row in rows]
    return sorted(news, key=lambda one: one.ordinal)
