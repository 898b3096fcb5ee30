"""Entries of the timeline: appended under the conversation's lock, read by seq in either direction."""

from datetime import datetime
from typing import assert_never
from uuid import UUID

import msgspec
from msgspec import UNSET, Struct

from ryadom.protocol.shared import (
    AnyEntry,
    Author,
    AuthorKind,
    ConversationAssigned,
    FileRef,
    History,
    MessagePosted,
    Status,
    StatusChanged,
)
from ryadom.store.conversations import Head
from ryadom.store.sql import Connection, Row, queries_beside

_queries = queries_beside(__file__)


class NewMessage(Struct, frozen=True, kw_only=True):
    """A message to append. A message of the visitor's makes the conversation wait, an operator's ends the waiting."""

    body: str
    files: tuple[FileRef, ...] = ()


class NewAssignment(Struct, frozen=True, kw_only=True):
    """An assignment to append; None sends the conversation back to the queue."""

    operator: Author | None


class NewStatus(Struct, frozen=True, kw_only=True):
    """A change of status to append. Opening what is nobody's puts it in the queue."""

    status: Status


class Stored(Struct, frozen=True, kw_only=True):
    """An entry as it stands in the timeline, with the `prev_seq` of either audience.

    `xact_id`: the transaction that stored it, where that is known.
    """

    entry: AnyEntry
    public: bool
    prev_public_seq: int
    xact_id: int | None = None

    def for_visitor(self) -> AnyEntry:
        """The entry as the visitor sees it; only for one that is `public`."""
        return self.entry if self.entry.prev_seq == self.prev_public_seq else _with_prev(self)


async def append_entry(
    connection: Connection,
    *,
    head: Head,
    author: Author,
    echo_id: UUID | None,
    content: NewMessage | NewAssignment | NewStatus,
) -> Stored:
    """Appends one public entry under the next seq and moves the head. The caller holds the head's lock."""
    values = {
        "site_id": head.site_id,
        "conversation_id": head.id,
        "author_kind": author.kind,
        "author_id": author.id,
        "echo_id": echo_id,
    }
    match content:
        case NewMessage(body=body, files=files):
            json = msgspec.json.encode(files).decode() if files else None
            row = await _queries.append_message.one(connection, body=body, files=json, **values)
        case NewAssignment(operator=operator):
            operator_id = operator.id if operator else None
            row = await _queries.append_assignment.one(connection, operator_id=operator_id, **values)
        case NewStatus(status=status):
            row = await _queries.append_status.one(connection, status=status, **values)
        case _:
            assert_never(content)
    seq, created_at = row["seq"], row["created_at"]
    common = _Common(head.id, seq, seq - 1, created_at, author, echo_id)
    return Stored(entry=_entry(common, content), public=True, prev_public_seq=row["prev_public_seq"])


async def find_by_echo(connection: Connection, *, site_id: UUID, conversation_id: UUID, echo_id: UUID) -> Stored | None:
    """What has been stored under this echo_id."""
    row = await _queries.find_by_echo.first(
        connection, site_id=site_id, conversation_id=conversation_id, echo_id=echo_id
    )
    return stored_entry(row) if row else None


async def read_history(
    connection: Connection,
    *,
    head: Head,
    audience: AuthorKind,
    limit: int,
    request_id: str | None,
    after_seq: int | None = None,
    before_seq: int | None = None,
) -> History:
    """A page of what the audience may see: after a seq, before a seq, or, with neither, the latest `limit` entries."""
    public_only = audience is AuthorKind.VISITOR
    last_seq = head.last_public_seq if public_only else head.last_seq
    values = {
        "site_id": head.site_id,
        "conversation_id": head.id,
        "public_only": public_only,
        "row_limit": limit + 1,
    }
    if after_seq is not None:
        rows = list(await _queries.list_after.all(connection, after_seq=after_seq, **values))
        has_after, rows = len(rows) > limit, rows[:limit]
        has_before = after_seq > 0
    else:
        end_seq = last_seq + 1 if before_seq is None else before_seq
        rows = list(await _queries.list_before.all(connection, before_seq=end_seq, **values))
        has_before, rows = len(rows) > limit, rows[:limit][::-1]
        has_after = before_seq is not None and (rows[-1]["seq"] if rows else 0) < last_seq
    stored = [stored_entry(row) for row in rows]
    return History(
        request_id=request_id,
        conversation_id=head.id,
        entries=[entry.for_visitor() if public_only else entry.entry for entry in stored],
        has_before=has_before,
        has_after=has_after,
        last_seq=max(last_seq, stored[-1].entry.seq if stored else 0),
    )


class _Common(Struct, frozen=True):
    conversation_id: UUID
    seq: int
    prev_seq: int
    created_at: datetime
    author: Author
    echo_id: UUID | None


def _entry(common: _Common, content: NewMessage | NewAssignment | NewStatus) -> AnyEntry:
    fields = {name: getattr(common, name) for name in _Common.__struct_fields__}
    match content:
        case NewMessage(body=body, files=files):
            return MessagePosted(body=body, files=files or UNSET, **fields)
        case NewAssignment(operator=operator):
            return ConversationAssigned(operator=operator, **fields)
        case NewStatus(status=status):
            return StatusChanged(status=status, **fields)


def _files(json: str | None) -> tuple[FileRef, ...]:
    return () if json is None else msgspec.json.decode(json, type=tuple[FileRef, ...])


def _with_prev(stored: Stored) -> AnyEntry:
    fields = {name: getattr(stored.entry, name) for name in stored.entry.__struct_fields__}
    return type(stored.entry)(**fields | {"prev_seq": stored.prev_public_seq})


def stored_entry(row: Row) -> Stored:
    """A row of `entries_shown`."""
    author = Author(kind=AuthorKind(row["author_kind"]), id=row["author_id"], name=row["author_name"])
    content: NewMessage | NewAssignment | NewStatus
    if row["kind"] == "message":
        content = NewMessage(body=row["body"], files=_files(row["files"]))
    elif row["kind"] == "status":
        content = NewStatus(status=Status(row["status"]))
    else:
        operator_id = row["operator_id"]
        content = NewAssignment(
            operator=Author(kind=AuthorKind.OPERATOR, id=operator_id, name=row["operator_name"])
            if operator_id
            else None
        )
    common = _Common(row["conversation_id"], row["seq"], row["seq"] - 1, row["created_at"], author, row["echo_id"])
    return Stored(entry=_entry(common, content), public=row["public"], prev_public_seq=row["prev_public_seq"])
