"""Structs that both sides of the counter use: the timeline's entries, history, read marks, typing, errors."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from msgspec import UNSET, Meta, Struct, UnsetType
from msgspec.structs import replace

from ryadom.errors import ConsentRef, ConsentRefusal, RyadomError, Work, WorkRequired
from ryadom.protocol import MAX_CHOICE_CHARS, MAX_CHOICES, MAX_FILES, MAX_PAGE_ENTRIES

Seq = Annotated[int, Meta(ge=0, le=2**53 - 1, description="Place in a conversation's timeline: 1, 2, 3 …, no gaps.")]
Url = Annotated[str, Meta(max_length=2_048)]
ShortText = Annotated[str, Meta(max_length=512)]
Choice = Annotated[str, Meta(max_length=MAX_CHOICE_CHARS)]
Choices = Annotated[tuple[Choice, ...], Meta(max_length=MAX_CHOICES)]
MessageSeq = Annotated[
    int, Meta(ge=1, le=2**53 - 1, description="The `seq` of a `message_posted` of the conversation.")
]
Score = Annotated[int, Meta(ge=1, le=5, description="From 1, bad, to 5, good.")]
RequestId = Annotated[str, Meta(max_length=64, description="Chosen by the client; the answer carries it back.")]


FileIds = Annotated[list[UUID], Meta(max_length=MAX_FILES, description="Files that were uploaded before, in order.")]


class Frame(Struct, frozen=True, kw_only=True, omit_defaults=False, tag_field="type"):
    """One frame in either direction. Unknown fields are ignored, so that either side may be newer."""


class AuthorKind(StrEnum):
    """Which side of the counter somebody is on."""

    VISITOR = "visitor"
    OPERATOR = "operator"


class Status(StrEnum):
    """Whether a conversation is being held."""

    OPEN = "open"
    CLOSED = "closed"


class Author(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Who did something. `name` is empty for a visitor who has not given one.

    `avatar`: an operator's picture is at `/avatars/{avatar}` on the server; empty where there is none. `public_name`:
    the name that visitors see, where it is another than colleagues see; visitors are told it as `name`, and no other.
    `bot`: it is a program, which stands on the operators' side and answers in nobody's place: whoever waits waits on.
    """

    kind: AuthorKind
    id: UUID
    name: str
    public_name: str = ""
    avatar: str = ""
    bot: bool = False

    def for_visitor(self) -> "Author":
        """The author as a visitor sees them; the very same one where nothing differs."""
        return replace(self, name=self.public_name, public_name="") if self.public_name else self


class Department(Struct, frozen=True, kw_only=True):
    """A department of a site, which a conversation may be in."""

    id: UUID
    name: str


class Page(Struct, frozen=True, kw_only=True):
    """The page a visitor is on, as the browser tells it: never trusted, always shown as text."""

    url: Url
    title: ShortText = ""
    referrer: Url = ""


class MaskedPiece(Struct, frozen=True, kw_only=True):
    """`body[start:end]` stands for something that this operator does not see, counted as JavaScript counts (UTF-16)."""

    start: int
    end: int
    kind: str


class FileRef(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A file of a message. `type`: its media type, by its content; `size` in bytes; `width`, `height` of an image."""

    id: UUID
    name: str
    size: int
    type: str
    width: int | None = None
    height: int | None = None


# --- the timeline -----------------------------------------------------------------------------------------------------


class Entry(Frame, frozen=True, kw_only=True):
    """What every entry of a timeline carries, live or in a history.

    `seq` counts 1, 2, 3 … within the conversation; `prev_seq` is the one before it among those that this audience may
    see (0 before the first), so a client that holds less than `prev_seq` has a gap and asks for it. `echo_id` is the
    one the author's client chose, null where the server itself acted.
    """

    conversation_id: UUID
    seq: Seq
    prev_seq: Seq
    created_at: datetime
    author: Author
    echo_id: UUID | None


class MessagePosted(Entry, frozen=True, kw_only=True, tag="message_posted"):
    """Somebody wrote. To its sender this event is the acknowledgement: it is on disk.

    `body` are the words as they are now, edited or not; it is empty where the message was deleted or erased since:
    nobody can post one that is. `masked`: the pieces of it that a site masks on display, in order; only for operators
    who may not see them, and only where there are any. `choices`: answers that an operator offers the visitor, to be
    sent by one press as an ordinary message; only where there are any.

    `files`, where there are any: `body` ends with their names then, one a line, so that a client who knows of no files
    shows them too; who shows the files leaves that end out. `reply_to_seq`: the message that this one answers, where
    its writer says so; it may have been edited or deleted since.
    """

    body: str
    masked: tuple[MaskedPiece, ...] | UnsetType = UNSET
    choices: Choices | UnsetType = UNSET
    files: tuple[FileRef, ...] | UnsetType = UNSET
    reply_to_seq: MessageSeq | UnsetType = UNSET


class ConversationAssigned(Entry, frozen=True, kw_only=True, tag="conversation_assigned"):
    """An operator took the conversation, was given it, or (null) it went back to the queue.

    `department`: it was given to this one; null where it stays in the one that it is in. Only for operators, and only
    where there are such: `automatic`: the server gave it, in the name of whom it gave it to, or took it back from an
    operator who is gone, in that one's name; `comment`: what whoever handed it over says to colleagues; `masked`: as
    in `message_posted`, of the comment; `rule`: the rule of the site that gave it to the department, as it was called
    then, in the name of the visitor, or of the bot that took it at once; `left`: it was taken back because its operator
    may not answer on the site any more.
    """

    operator: Author | None
    department: Department | None = None
    automatic: bool | UnsetType = UNSET
    comment: str | UnsetType = UNSET
    masked: tuple[MaskedPiece, ...] | UnsetType = UNSET
    rule: str | UnsetType = UNSET
    left: bool | UnsetType = UNSET


class StatusChanged(Entry, frozen=True, kw_only=True, tag="status_changed"):
    """The conversation was closed or opened again.

    `result_id`: the label with which it was closed; `merged_into`: the conversation of the same person in which it
    goes on; only for operators, and only where there is one. `asks_rating`: only for visitors, and only false: this
    closing is not to be rated.
    """

    status: Status
    result_id: UUID | UnsetType = UNSET
    merged_into: UUID | UnsetType = UNSET
    asks_rating: bool | UnsetType = UNSET


class MessageEdited(Entry, frozen=True, kw_only=True, tag="message_edited"):
    """The author of a message has changed its words. `body` and `masked` are as in `message_posted`.

    Read later, `body` is what the message says by then: one that was edited again, or deleted, has no other words.
    """

    message_seq: Seq
    body: str
    masked: tuple[MaskedPiece, ...] | UnsetType = UNSET


class MessageDeleted(Entry, frozen=True, kw_only=True, tag="message_deleted"):
    """A message was deleted: nobody has its words any more."""

    message_seq: Seq


class ConversationRated(Entry, frozen=True, kw_only=True, tag="conversation_rated"):
    """The visitor has rated the conversation that was closed; the newest rating since then counts.

    `comment` may be empty. `masked`: as in `message_posted`, of the comment.
    """

    score: Score
    comment: str
    masked: tuple[MaskedPiece, ...] | UnsetType = UNSET


class ConversationTagged(Entry, frozen=True, kw_only=True, tag="conversation_tagged"):
    """An operator has put tags on the conversation, or taken some off. Visitors are not told.

    `rule`, where there is one: no operator did, but this rule of the site, by the name that it had then; its author is
    the visitor whose message it heeded.
    """

    added_ids: tuple[UUID, ...]
    removed_ids: tuple[UUID, ...]
    rule: str | UnsetType = UNSET


class ConversationSnoozed(Entry, frozen=True, kw_only=True, tag="conversation_snoozed"):
    """An operator has put the conversation out of the way until then, or (null) that is over. Visitors are not told.

    Null with an `echo_id`: its author has ended it; without one its time has come. A visitor's message ends it too,
    and is the entry that says so; so does whatever closes the conversation.
    """

    until: datetime | None


class ConversationMerged(Entry, frozen=True, kw_only=True, tag="conversation_merged"):
    """An operator has merged another conversation of the same person into this one: that one was closed.

    Its messages stay where they are. Visitors are not told. `from_id`: null where the reader does not see that one.
    """

    from_id: UUID | None


class NoteAdded(Entry, frozen=True, kw_only=True, tag="note_added"):
    """An operator has noted something for colleagues: no visitor is ever told it, nor its edits and its deletion.

    `body` and `masked` are as in `message_posted`; `message_edited` and `message_deleted` are of notes too. `mentions`:
    the operators whom it calls.
    """

    body: str
    mentions: tuple[UUID, ...] = ()
    masked: tuple[MaskedPiece, ...] | UnsetType = UNSET


AnyEntry = (
    MessagePosted
    | ConversationAssigned
    | StatusChanged
    | MessageEdited
    | MessageDeleted
    | ConversationRated
    | ConversationTagged
    | ConversationSnoozed
    | ConversationMerged
    | NoteAdded
)


class FetchHistory(Frame, frozen=True, kw_only=True, tag="fetch_history"):
    """Asks for entries: after a seq (catch up), before a seq (scroll back), or, with neither, the latest."""

    request_id: RequestId
    conversation_id: UUID
    after_seq: Seq | None = None
    before_seq: Annotated[int, Meta(ge=1, le=2**53 - 1)] | None = None
    limit: Annotated[int, Meta(ge=1, le=MAX_PAGE_ENTRIES)] = 50


class History(Frame, frozen=True, kw_only=True, tag="history"):
    """Entries, oldest first.

    `has_before` / `has_after` say whether more lie on that side of this page; `last_seq` is the newest this audience
    may see. `request_id` is null where the server sends it unasked, after `hello`.
    """

    request_id: RequestId | None
    conversation_id: UUID
    entries: list[AnyEntry]
    has_before: bool
    has_after: bool
    last_seq: Seq


# --- marks and signs --------------------------------------------------------------------------------------------------


class MarkRead(Frame, frozen=True, kw_only=True, tag="mark_read"):
    """Everything up to `seq` has been seen. Marks only move forward."""

    conversation_id: UUID
    seq: Seq


class ReadMarked(Frame, frozen=True, kw_only=True, tag="read_marked"):
    """One side has seen everything up to `seq`."""

    conversation_id: UUID
    reader: AuthorKind
    seq: Seq


class SetTyping(Frame, frozen=True, kw_only=True, tag="set_typing"):
    """The writer has begun, goes on (repeat every 4 s) or has stopped. Carries no text, takes no disk."""

    conversation_id: UUID
    active: bool


class Typing(Frame, frozen=True, kw_only=True, tag="typing"):
    """Somebody types. A lease: it ends by itself `expires_in_s` seconds after it came.

    With a `draft`, to operators only, it says what a visitor is writing who has agreed to that, and is a lease of its
    own. Digits and mail addresses in it are covered until they are sent.
    """

    conversation_id: UUID
    author: Author
    active: bool
    expires_in_s: float
    draft: str | None = None


# --- the socket itself ------------------------------------------------------------------------------------------------


class Ping(Frame, frozen=True, kw_only=True, tag="ping"):
    """Is anybody there? Browsers do not show the socket's own pings to scripts."""


class Pong(Frame, frozen=True, kw_only=True, tag="pong"):
    """Yes. `server_time` is the only clock clients reckon with."""

    server_time: datetime


class Goodbye(Frame, frozen=True, kw_only=True, tag="goodbye"):
    """The server stops; come back in `reconnect_in_s` seconds, which differs from client to client."""

    reconnect_in_s: float


class Error(Frame, frozen=True, kw_only=True, tag="error"):
    """A command failed. `code` is stable (docs/protocol.md lists them), `message` is for people who read logs.

    `consents`, where a consent is missing, names the documents that are to be agreed to; `work`, where a newcomer is to
    work first, what is to be done.
    """

    code: str
    message: str
    field: str | None = None
    echo_id: UUID | None = None
    request_id: RequestId | None = None
    retry_after_s: float | None = None
    consents: list[ConsentRef] | None = None
    work: Work | None = None

    @classmethod
    def of(cls, error: RyadomError, *, echo_id: UUID | None = None, request_id: str | None = None) -> "Error":
        """The frame that tells of an error; the ids are those of the command that failed."""
        return cls(
            code=error.code,
            message=error.message,
            field=error.field,
            echo_id=echo_id,
            request_id=request_id,
            retry_after_s=error.retry_after_s,
            consents=list(error.consents) if isinstance(error, ConsentRefusal) else None,
            work=error.work if isinstance(error, WorkRequired) else None,
        )
