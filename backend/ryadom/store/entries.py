"""Entries of the timeline: appended under the conversation's lock, read by seq in either direction."""

from datetime import datetime
from typing import assert_never
from uuid import UUID

import msgspec
from msgspec import UNSET, Struct
from msgspec.structs import replace

from ryadom.protocol.shared import (
    AnyEntry,
    Author,
    AuthorKind,
    ConversationAssigned,
    ConversationRated,
    ConversationSnoozed,
    ConversationTagged,
    FileRef,
    History,
    MessageDeleted,
    MessageEdited,
    MessagePosted,
    NoteAdded,
    Status,
    StatusChanged,
)
from ryadom.store.bot_waits import find_unanswered
from ryadom.store.conversations import Head, department_of
from ryadom.store.entry_contents import (
    NewAssignment,
    NewContent,
    NewDeletion,
    NewEdit,
    NewMessage,
    NewNote,
    NewRating,
    NewSnooze,
    NewStatus,
    NewTags,
)
from ryadom.store.sql import Connection, Row, queries_beside

_queries = queries_beside(__file__)


__all__ = [
    "NewAssignment",
    "NewContent",
    "NewDeletion",
    "NewEdit",
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


class Stored(Struct, frozen=True, kw_only=True):
    """An entry as it stands in the timeline, with the `prev_seq` of either audience.

    `xact_id`: the transaction that stored it, where that is known.
    """

    entry: AnyEntry
    public: bool
    prev_public_seq: int
    xact_id: int | None = None

    def for_visitor(self) -> AnyEntry:
        """The entry as the visitor sees it; only for one that is `public`. The very same one where nothing differs."""
        entry = self.entry
        if (author := entry.author.for_visitor()) is not entry.author:
            entry = replace(entry, author=author)
        if isinstance(entry, ConversationAssigned):
            entry = _assignment_for_visitor(entry)
        if isinstance(entry, StatusChanged) and entry.result_id is not UNSET:
            entry = replace(entry, result_id=UNSET)
        return entry if entry.prev_seq == self.prev_public_seq else replace(entry, prev_seq=self.prev_public_seq)


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
            values["unanswered_seq"] = await _unanswered_seq(connection, head, content)
            row = await _queries.append_assignment.one(connection, **values)
        case NewStatus(status=status, result_id=result_id):
            row = await _queries.append_status.one(connection, status=status, result_id=result_id, **values)
        case NewEdit(message_seq=message_seq, body=body):
            row = await _queries.append_edit.one(connection, message_seq=message_seq, body=body, **values)
        case NewDeletion(message_seq=message_seq):
            row = await _queries.append_deletion.one(connection, message_seq=message_seq, **values)
        case NewRating(score=score, comment=comment):
            row = await _queries.append_rating.one(connection, score=score, body=comment, **values)
        case NewTags(tag_ids=tag_ids, added_ids=added_ids, removed_ids=removed_ids):
            row = await _queries.append_tags.one(
                connection, tag_ids=tag_ids, added_ids=added_ids, removed_ids=removed_ids, **values
            )
        case NewSnooze(until=until):
            row = await _queries.append_snooze.one(connection, until=until, **values)
        case NewNote(body=body, mentions=mentions):
            row = await _queries.append_note.one(connection, body=body, mentions=list(mentions), **values)
        case _:
            assert_never(content)
    seq, created_at = row["seq"], row["created_at"]
    common = _Common(head.id, seq, seq - 1, created_at, author, echo_id)
    return Stored(entry=_entry(common, content), public=row["public"], prev_public_seq=row["prev_public_seq"])


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


def _assignment_for_visitor(entry: ConversationAssigned) -> ConversationAssigned:
    """Without what is for colleagues only; the very same one where nothing differs."""
    if entry.automatic is not UNSET or entry.comment is not UNSET:
        entry = replace(entry, automatic=UNSET, comment=UNSET)
    if entry.operator and entry.operator.public_name:
        entry = replace(entry, operator=entry.operator.for_visitor())
    return entry


class _Common(Struct, frozen=True):
    conversation_id: UUID
    seq: int
    prev_seq: int
    created_at: datetime
    author: Author
    echo_id: UUID | None


def _entry(common: _Common, content: NewContent) -> AnyEntry:
    fields = {name: getattr(common, name) for name in _Common.__struct_fields__}
    match content:
        case NewMessage(body=body, choices=choices, files=files, reply_to_seq=seq):
            return MessagePosted(
                body=body, choices=choices or UNSET, files=files or UNSET, reply_to_seq=seq or UNSET, **fields
            )
        case NewAssignment(operator=operator, department=department):
            return ConversationAssigned(
                operator=operator,
                department=department,
                automatic=content.is_automatic or UNSET,
                comment=content.remark or UNSET,
                **fields,
            )
        case NewStatus(status=status, result_id=result_id):
            return StatusChanged(status=status, result_id=result_id or UNSET, **fields)
        case NewEdit(message_seq=message_seq, body=body):
            return MessageEdited(message_seq=message_seq, body=body, **fields)
        case NewDeletion(message_seq=message_seq):
            return MessageDeleted(message_seq=message_seq, **fields)
        case NewRating(score=score, comment=comment):
            return ConversationRated(score=score, comment=comment, **fields)
        case NewTags(added_ids=added_ids, removed_ids=removed_ids):
            return ConversationTagged(added_ids=added_ids, removed_ids=removed_ids, **fields)
        case NewSnooze(until=until):
            return ConversationSnoozed(until=until, **fields)
        case NewNote(body=body, mentions=mentions):
            return NoteAdded(body=body, mentions=mentions, **fields)


def files_of(json: str | None) -> tuple[FileRef, ...]:
    """What an entry tells of its files."""
    return () if json is None else msgspec.json.decode(json, type=tuple[FileRef, ...])


def stored_entry(row: Row) -> Stored:
    """A row of `entries_shown`."""
    author = Author(
        kind=AuthorKind(row["author_kind"]),
        id=row["author_id"],
        name=row["author_name"],
        public_name=row["author_public_name"] or "",
        avatar=row["author_avatar"] or "",
        bot=row["is_by_bot"],
    )
    common = _Common(row["conversation_id"], row["seq"], row["seq"] - 1, row["created_at"], author, row["echo_id"])
    entry = _entry(common, _content(row))
    return Stored(entry=entry, public=row["public"], prev_public_seq=row["prev_public_seq"])


def _content(row: Row) -> NewContent:
    match row["kind"]:
        case "message":
            return NewMessage(
                body=row["body"],
                choices=tuple(row["choices"] or ()),
                files=files_of(row["files"]),
                reply_to_seq=row["reply_to_seq"],
            )
        case "assignment":
            return NewAssignment(
                operator=_assigned(row),
                department=department_of(row),
                is_automatic=bool(row["is_automatic"]),
                remark=row["remark"] or "",
            )
        case "status":
            return NewStatus(status=Status(row["status"]), result_id=next(iter(row["label_ids"] or ()), None))
        case "edit":
            return NewEdit(message_seq=row["message_seq"], body=row["body"])
        case "deletion":
            return NewDeletion(message_seq=row["message_seq"])
        case "rating":
            return NewRating(score=row["score"], comment=row["body"])
        case "tags":
            # What the conversation has by now, the entry does not know, and nobody asks it.
            added_ids, removed_ids = tuple(row["label_ids"]), tuple(row["dropped_label_ids"])
            return NewTags(tag_ids=(), added_ids=added_ids, removed_ids=removed_ids)
        case "snooze":
            return NewSnooze(until=row["until"])
        case "note":
            return NewNote(body=row["body"], mentions=tuple(row["mentions"] or ()))
        case kind:
            raise ValueError(f"an entry of an unknown kind: {kind}")


def _assigned(row: Row) -> Author | None:
    if row["leading_bot_id"] is not None:
        return Author(
            kind=AuthorKind.OPERATOR,
            id=row["leading_bot_id"],
            name=row["leading_bot_name"],
            public_name=row["leading_bot_public_name"],
            bot=True,
        )
    if row["operator_id"] is None:
        return None
    return Author(
        kind=AuthorKind.OPERATOR,
        id=row["operator_id"],
        name=row["operator_name"],
        public_name=row["operator_public_name"],
        avatar=row["operator_avatar"] or "",
    )
