"""Entries of the timeline: appended under the conversation's lock, read by seq in either direction."""

from typing import assert_never
from uuid import UUID

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from ryadom.protocol.shared import Author, AuthorKind, FileRef, History
from ryadom.store.bot_waits import find_unanswered
from ryadom.store.conversations import Head
from ryadom.store.entry_contents import (
    NewAssignment,
    NewContent,
    NewDeletion,
    NewEdit,
    NewMerge,
    NewMessage,
    NewNote,
    NewRating,
    NewSnooze,
    NewStatus,
    NewTags,
)
from ryadom.store.entry_rows import EntryPlace, Stored, entry_at, files_of, stored_entry
from ryadom.store.sql import Connection, queries_beside

_queries = queries_beside(__file__)


__all__ = [
    "NewAssignment",
    "NewContent",
    "NewDeletion",
    "NewEdit",
    "NewMerge",
    "NewMessage",
    "NewNote",
    "NewRating",
    "NewSnooze",
    "NewStatus",
    "NewTags",
    "Stored",
    "Written",
    "append_entry",
    "count_ratings",
    "files_of",
    "find_by_echo",
    "find_message",
    "first_words",
    "has_message",
    "read_history",
    "stored_entry",
]


async def append_entry(
    connection: Connection,
    *,
    head: Head,
    author: Author,
    echo_id: UUID | None,
    content: NewContent,
) -> Stored:
    """Appends one entry under the next seq and moves the head. The caller holds the head's lock.

    A note is not public, and nor is what becomes of it. Of an edit or a deletion the message is there, and is a message
    or a note: the caller has looked.
    """
    values: dict[str, object] = {
        "site_id": head.site_id,
        "conversation_id": head.id,
        "author_kind": "bot" if author.bot else author.kind,
        "author_id": author.id,
        "echo_id": echo_id,
    }
    match content:
        case NewMessage(body=body, choices=choices, files=files, reply_to_seq=reply_to_seq):
            values["reply_to_seq"] = reply_to_seq
            values["choices"] = list(choices) or None
            values["files"] = msgspec.json.encode(files).decode() if files else None
            row = await _queries.append_message.one(connection, body=body, **values)
        case NewAssignment(operator=operator, department=department):
            values["operator_id"] = operator.id if operator and not operator.bot else None
            values["bot_id"] = operator.id if operator and operator.bot else None
            values["department_id"] = department.id if department else None
            values["is_automatic"] = content.is_automatic
            values["remark"] = content.remark or None
            values["rule_name"] = content.rule_name or None
            values["has_left"] = content.has_left
            values["unanswered_seq"] = await _unanswered_seq(connection, head, content)
            row = await _queries.append_assignment.one(connection, **values)
        case NewStatus(status=status, result_id=result_id, merged_into_id=merged_into_id):
            row = await _queries.append_status.one(
                connection, status=status, result_id=result_id, merged_into_id=merged_into_id, **values
            )
            content = replace(content, merged_into_id=row["other_id"])
        case NewEdit(message_seq=message_seq, body=body):
            row = await _queries.append_edit.one(connection, message_seq=message_seq, body=body, **values)
        case NewDeletion(message_seq=message_seq):
            row = await _queries.append_deletion.one(connection, message_seq=message_seq, **values)
        case NewRating(score=score, comment=comment):
            row = await _queries.append_rating.one(connection, score=score, body=comment, **values)
        case NewTags(tag_ids=tag_ids, added_ids=added_ids, removed_ids=removed_ids):
            values["rule_name"] = content.rule_name or None
            row = await _queries.append_tags.one(
                connection, tag_ids=tag_ids, added_ids=added_ids, removed_ids=removed_ids, **values
            )
        case NewSnooze(until=until):
            row = await _queries.append_snooze.one(connection, until=until, **values)
        case NewMerge(from_id=from_id, waited_since=waited_since):
            row = await _queries.append_merge.one(connection, other_id=from_id, waited_since=waited_since, **values)
        case NewNote(body=body, mentions=mentions):
            row = await _queries.append_note.one(connection, body=body, mentions=list(mentions), **values)
        case _:
            assert_never(content)
    seq, created_at = row["seq"], row["created_at"]
    place = EntryPlace(head.id, seq, seq - 1, created_at, author, echo_id)
    return Stored(entry=entry_at(place, content), public=row["public"], prev_public_seq=row["prev_public_seq"])


async def _unanswered_seq(connection: Connection, head: Head, content: NewAssignment) -> int | None:
    if content.operator is not None and content.operator.bot:
        return None
    if content.unanswered_seq is not None or head.assignee is None or not head.assignee.bot:
        return content.unanswered_seq
    return await find_unanswered(connection, site_id=head.site_id, conversation_id=head.id)


async def find_by_echo(connection: Connection, *, site_id: UUID, conversation_id: UUID, echo_id: UUID) -> Stored | None:
    """What has been stored under this echo_id."""
    row = await _queries.find_by_echo.first(
        connection, site_id=site_id, conversation_id=conversation_id, echo_id=echo_id
    )
    return stored_entry(row) if row else None


class Written(Struct, frozen=True):
    """A message or note that says something: whose it is, its files, and how old by Postgres' clock, in seconds.

    `public`: whether the visitor sees it, so whether it is no note.
    """

    author_kind: AuthorKind
    author_id: UUID
    age_s: float
    files: tuple[FileRef, ...]
    public: bool


async def find_message(connection: Connection, head: Head, seq: int) -> Written | None:
    """The message or note at this place of a conversation; None where there is none, or it was deleted or erased."""
    row = await _queries.find_message.first(connection, site_id=head.site_id, conversation_id=head.id, seq=seq)
    if row is None:
        return None
    return Written(
        AuthorKind(row["author_kind"]), row["author_id"], row["age_s"], files_of(row["files"]), row["public"]
    )


async def first_words(connection: Connection, head: Head, seq: int) -> str:
    """What the message at this place said before anybody changed it; empty where its words are gone."""
    row = await _queries.first_words.value(connection, site_id=head.site_id, conversation_id=head.id, seq=seq)
    return str(row or "")


async def has_message(connection: Connection, head: Head, seq: int) -> bool:
    """Whether there is, or was before its deletion, a message at this place that the visitor may see."""
    return bool(await _queries.has_message.value(connection, site_id=head.site_id, conversation_id=head.id, seq=seq))


async def count_ratings(connection: Connection, head: Head) -> int:
    """How often the conversation was rated since it was closed."""
    return int(await _queries.count_ratings.value(connection, site_id=head.site_id, conversation_id=head.id))


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
