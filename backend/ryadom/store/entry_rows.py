"""Entries as they stand in the timeline: made of what was appended, or of a row, and as either audience sees them."""

from datetime import datetime
from uuid import UUID

import msgspec
from msgspec import UNSET, Struct
from msgspec.structs import replace

from ryadom.protocol.shared import (
    AnyEntry,
    Author,
    AuthorKind,
    ConversationAssigned,
    ConversationMerged,
    ConversationRated,
    ConversationSnoozed,
    ConversationTagged,
    FileRef,
    MessageDeleted,
    MessageEdited,
    MessagePosted,
    NoteAdded,
    Status,
    StatusChanged,
)
from ryadom.store.conversations import department_of
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
from ryadom.store.sql import Row


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
        if isinstance(entry, StatusChanged):
            entry = _status_for_visitor(entry)
        return entry if entry.prev_seq == self.prev_public_seq else replace(entry, prev_seq=self.prev_public_seq)


class EntryPlace(Struct, frozen=True):
    """What every entry says of itself: where in which timeline it stands, since when, and whose it is."""

    conversation_id: UUID
    seq: int
    prev_seq: int
    created_at: datetime
    author: Author
    echo_id: UUID | None


def entry_at(place: EntryPlace, content: NewContent) -> AnyEntry:
    """The entry that says this there."""
    fields = {name: getattr(place, name) for name in EntryPlace.__struct_fields__}
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
                rule=content.rule_name or UNSET,
                left=content.has_left or UNSET,
                **fields,
            )
        case NewStatus(status=status, result_id=result_id, merged_into_id=merged_into_id):
            return StatusChanged(
                status=status, result_id=result_id or UNSET, merged_into=merged_into_id or UNSET, **fields
            )
        case NewEdit(message_seq=message_seq, body=body):
            return MessageEdited(message_seq=message_seq, body=body, **fields)
        case NewDeletion(message_seq=message_seq):
            return MessageDeleted(message_seq=message_seq, **fields)
        case NewRating(score=score, comment=comment):
            return ConversationRated(score=score, comment=comment, **fields)
        case NewTags(added_ids=added_ids, removed_ids=removed_ids):
            return ConversationTagged(
                added_ids=added_ids, removed_ids=removed_ids, rule=content.rule_name or UNSET, **fields
            )
        case NewSnooze(until=until):
            return ConversationSnoozed(until=until, **fields)
        case NewMerge(from_id=from_id):
            return ConversationMerged(from_id=from_id, **fields)
        case NewNote(body=body, mentions=mentions):
            return NoteAdded(body=body, mentions=mentions, **fields)


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
    place = EntryPlace(row["conversation_id"], row["seq"], row["seq"] - 1, row["created_at"], author, row["echo_id"])
    entry = entry_at(place, _content(row))
    return Stored(entry=entry, public=row["public"], prev_public_seq=row["prev_public_seq"])


def files_of(json: str | None) -> tuple[FileRef, ...]:
    """What an entry tells of its files."""
    return () if json is None else msgspec.json.decode(json, type=tuple[FileRef, ...])


def _assignment_for_visitor(entry: ConversationAssigned) -> ConversationAssigned:
    """Without what is for colleagues only; the very same one where nothing differs."""
    if any(inward is not UNSET for inward in (entry.automatic, entry.comment, entry.rule, entry.left)):
        entry = replace(entry, automatic=UNSET, comment=UNSET, rule=UNSET, left=UNSET)
    if entry.operator and entry.operator.public_name:
        entry = replace(entry, operator=entry.operator.for_visitor())
    return entry


def _status_for_visitor(entry: StatusChanged) -> StatusChanged:
    """Without the result, and of a merged one without where it goes on; the very same one where nothing differs."""
    if entry.merged_into is not UNSET:
        entry = replace(entry, merged_into=UNSET, asks_rating=False)
    return entry if entry.result_id is UNSET else replace(entry, result_id=UNSET)


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
                rule_name=row["rule_name"] or "",
                has_left=bool(row["has_left"]),
            )
        case "status":
            return NewStatus(
                status=Status(row["status"]),
                result_id=next(iter(row["label_ids"] or ()), None),
                merged_into_id=row["other_id"],
            )
        case "edit":
            return NewEdit(message_seq=row["message_seq"], body=row["body"])
        case "deletion":
            return NewDeletion(message_seq=row["message_seq"])
        case "rating":
            return NewRating(score=row["score"], comment=row["body"])
        case "tags":
            # What the conversation has by now, the entry does not know, and nobody asks it.
            added_ids, removed_ids = tuple(row["label_ids"]), tuple(row["dropped_label_ids"])
            rule_name = row["rule_name"] or ""
            return NewTags(tag_ids=(), added_ids=added_ids, removed_ids=removed_ids, rule_name=rule_name)
        case "snooze":
            return NewSnooze(until=row["until"])
        case "merge":
            return NewMerge(from_id=row["other_id"])
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
