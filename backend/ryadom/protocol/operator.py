"""`/ws/operator`: what the panel and the server say to each other. The session cookie says who it is."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta, Struct

from ryadom.protocol import MAX_MENTIONS
from ryadom.protocol.filters import Filter, SomeIds
from ryadom.protocol.labels import ControllerLabels
from ryadom.protocol.shared import (
    Author,
    Choices,
    ConversationAssigned,
    ConversationMerged,
    ConversationRated,
    ConversationSnoozed,
    ConversationTagged,
    Department,
    Error,
    FetchHistory,
    FileIds,
    Frame,
    Goodbye,
    History,
    MarkRead,
    MessageDeleted,
    MessageEdited,
    MessagePosted,
    MessageSeq,
    NoteAdded,
    Page,
    Ping,
    Pong,
    ReadMarked,
    RequestId,
    Seq,
    SetTyping,
    Status,
    StatusChanged,
    Typing,
)


class Folder(StrEnum):
    """A view of the inbox.

    `waiting`: open and nobody's, longest wait first; `mine`, `department` (of a department that this operator was in at
    the `hello`), `all`: open, newest activity first; none of these holds what is snoozed. `snoozed`: open, soonest to
    wake first; `closed`: closed, newest activity first. `filtered`: what a filter lets through, newest activity first;
    `unanswered`: those of it whose visitors wait for an answer, longest wait first.
    """

    WAITING = "waiting"
    MINE = "mine"
    DEPARTMENT = "department"
    ALL = "all"
    SNOOZED = "snoozed"
    CLOSED = "closed"
    FILTERED = "filtered"
    UNANSWERED = "unanswered"


class ClosedMessenger(Struct, frozen=True, kw_only=True):
    """A messenger that messages may not link to. Its links are on these domains and all below them."""

    name: str
    domains: tuple[str, ...]


class FilesTaken(Struct, frozen=True, kw_only=True):
    """What files a site takes: endings and media types as an `<input accept>` has them, and bytes at most."""

    accept: str
    max_bytes: int


class Colleague(Struct, frozen=True, kw_only=True):
    """Somebody who answers on a site, and may be given its conversations."""

    id: UUID
    name: str


class SiteRef(Struct, frozen=True, kw_only=True):
    """A site this operator works on. Links to `closed_messengers` are refused, so say it while one is written.

    `departments`: those that conversations may be given to, in their order; `own_department_ids`: those of them that
    this operator is in. `controller_id`: whose labels are put on its conversations. `colleagues`: who answers there,
    this operator too. `answer_goal_min`: whoever waits for longer than so many minutes waits too long; null: the site
    has no such goal. `archived_departments`, `former_colleagues`: what filters may name too, though nothing is given to
    them: who works there, answers nobody any more, and leads or led something. `openings`: of the time that counts
    towards the goal, when the site opens and closes by turns, oldest first, in seconds since 1970; before that it was
    open for as long as the goal is. Null: it has no hours, or no goal, and all the time counts.
    """

    id: UUID
    name: str
    closed_messengers: tuple[ClosedMessenger, ...] = ()
    departments: tuple[Department, ...] = ()
    own_department_ids: tuple[UUID, ...] = ()
    files: FilesTaken | None = None
    controller_id: UUID | None = None
    answer_goal_min: int | None = None
    colleagues: tuple[Colleague, ...] = ()
    archived_departments: tuple[Department, ...] = ()
    former_colleagues: tuple[Colleague, ...] = ()
    openings: tuple[int, ...] | None = None


class ChangedSite(Struct, frozen=True, kw_only=True):
    """What a site is called now, who answers there, and what may be chosen on it; see SiteRef."""

    id: UUID
    name: str
    departments: tuple[Department, ...]
    files: FilesTaken | None
    answer_goal_min: int | None
    colleagues: tuple[Colleague, ...]
    archived_departments: tuple[Department, ...]
    former_colleagues: tuple[Colleague, ...]
    openings: tuple[int, ...] | None = None


class LastMessage(Struct, frozen=True, kw_only=True):
    """The newest message of a conversation that was not deleted, cut to 200 characters, and shorter where it is masked.

    `body` is empty where it was erased. `seq` is its place.
    """

    author: Author
    body: str
    created_at: datetime
    seq: int = 0


class Conversation(Struct, frozen=True, kw_only=True):
    """A row of the inbox and the head of a thread.

    `last_seq` is its version: of two, the one with the higher `last_seq` is the newer. `queued_at`: since when it has
    been open and nobody's; `waiting_since`: when the visitor wrote what nobody has answered yet (closing
    does not answer it, so undoing that brings the wait back; a visitor who returns begins anew); `unread_count`:
    visitor's messages after `operator_read_seq`, at most 100; `score`: how the visitor has rated it since it was
    closed, 1 to 5; `snoozed_until`: while it is open and out of the way; `result_id`: with which result it was closed;
    `merged_into`: while it is closed, the conversation of the same person in which it goes on.
    """

    id: UUID
    site_id: UUID
    visitor: Author
    visitor_online: bool
    status: Status
    assignee: Author | None
    department: Department | None = None
    last_seq: Seq
    visitor_read_seq: Seq
    operator_read_seq: Seq
    unread_count: int
    last_message: LastMessage | None
    page: Page | None
    queued_at: datetime | None
    waiting_since: datetime | None
    active_at: datetime
    created_at: datetime
    score: int | None = None
    snoozed_until: datetime | None = None
    tag_ids: tuple[UUID, ...] = ()
    result_id: UUID | None = None
    merged_into: UUID | None = None


class Hello(Frame, frozen=True, kw_only=True, tag="hello"):
    """The first frame, once per socket."""

    protocol: int


class ListConversations(Frame, frozen=True, kw_only=True, tag="list_conversations"):
    """Asks for a page of a folder; `cursor` is the `next_cursor` of the page before.

    `filter`: what `filtered` and `unanswered` let through, which is everything without one; other folders have none.
    """

    request_id: RequestId
    folder: Folder
    filter: Filter | None = None
    cursor: Annotated[str, Meta(max_length=256)] | None = None
    limit: Annotated[int, Meta(ge=1, le=100)] = 50


class FetchConversation(Frame, frozen=True, kw_only=True, tag="fetch_conversation"):
    """Asks for one conversation's row, e.g. of an event about one that is not loaded."""

    request_id: RequestId
    conversation_id: UUID


class FetchCounts(Frame, frozen=True, kw_only=True, tag="fetch_counts"):
    """Asks how many conversations wait and how many are mine."""

    request_id: RequestId


class SendMessage(Frame, frozen=True, kw_only=True, tag="send_message"):
    """Answers the visitor. A conversation that is nobody's becomes the writer's; a closed one is opened again.

    `choices`: answers that the visitor may give with one press, each once. The body must make sense without them: an
    older widget does not show them. `file_ids`: files that the operator has uploaded for this conversation; with them
    the body may be empty. `reply_to_seq`: the message that it answers, of either side, deleted since or not.
    """

    echo_id: UUID
    conversation_id: UUID
    body: str
    choices: Choices = ()
    file_ids: FileIds = msgspec.field(default_factory=list)
    reply_to_seq: MessageSeq | None = None


class AddNote(Frame, frozen=True, kw_only=True, tag="add_note"):
    """Notes something for colleagues, which the visitor never sees. `note_added` acknowledges it.

    It answers nobody: the conversation stays whose it is, open or closed. `mentions`: operators of its site whom it
    calls; who is none of them (any more) is passed over.
    """

    echo_id: UUID
    conversation_id: UUID
    body: str
    mentions: Annotated[list[UUID], Meta(max_length=MAX_MENTIONS)] = msgspec.field(default_factory=list)


class SeeMentions(Frame, frozen=True, kw_only=True, tag="see_mentions"):
    """This operator has looked at what calls them in a conversation, up to `seq`. `mentions_seen` answers."""

    conversation_id: UUID
    seq: Seq


class MarkUnread(Frame, frozen=True, kw_only=True, tag="mark_unread"):
    """Marks a conversation unread for this operator alone, to be looked at again; or takes that back.

    It is no read mark. `unread_marked` answers. Answering takes the mark away as well, and so does a `mark_read` that
    moves the read mark.
    """

    conversation_id: UUID
    unread: bool
    request_id: RequestId | None = None


class EditMessage(Frame, frozen=True, kw_only=True, tag="edit_message"):
    """Changes the words of a message or note of one's own, within `edit_window_s`. `message_edited` acknowledges it.

    Whom a note calls stays as it was.
    """

    echo_id: UUID
    conversation_id: UUID
    message_seq: MessageSeq
    body: str


class DeleteMessage(Frame, frozen=True, kw_only=True, tag="delete_message"):
    """Deletes a message or note of one's own within `edit_window_s`, or, with the right to, any.

    `message_deleted` acknowledges. One that somebody else has deleted already is refused with `message_unknown`.
    """

    echo_id: UUID
    conversation_id: UUID
    message_seq: MessageSeq


class AssignConversation(Frame, frozen=True, kw_only=True, tag="assign_conversation"):
    """Gives the conversation to an operator of its site, or (null) back to the queue.

    `department_id`: and to this department of its site; null leaves it in the one that it is in. `over_seq`: see
    `SetStatus`. `comment`: what colleagues should know, at most 1,000 characters; visitors never see it.
    """

    echo_id: UUID
    conversation_id: UUID
    operator_id: UUID | None
    department_id: UUID | None = None
    over_seq: Seq | None = None
    comment: str = ""


class SetStatus(Frame, frozen=True, kw_only=True, tag="set_status"):
    """Closes the conversation or opens it again. `result_id`: the label with which it is closed.

    `over_seq`: the `last_seq` that the operator saw. Where another operator has assigned, closed, opened or snoozed it
    since, it is refused with `conversation_changed`. Null: whatever has happened.
    """

    echo_id: UUID
    conversation_id: UUID
    status: Status
    result_id: UUID | None = None
    over_seq: Seq | None = None


class MergeConversations(Frame, frozen=True, kw_only=True, tag="merge_conversations"):
    """Merges an open conversation into another open one (`into_id`) of the same site and person, in which it goes on.

    No message moves: it is closed, and visitors are told of no more. The other one gets its tags, and its operator
    where it has none. `status_changed` with `merged_into` acknowledges it, `conversation_merged` tells of it in the
    other one. Opening it again undoes it. `over_seq`: of the one that is merged; see `SetStatus`.
    """

    echo_id: UUID
    conversation_id: UUID
    into_id: UUID
    over_seq: Seq | None = None


class SnoozeConversation(Frame, frozen=True, kw_only=True, tag="snooze_conversation"):
    """Puts an open conversation out of the way until then, or (null) back. `over_seq`: see `SetStatus`.

    It comes back by itself at that time, or as soon as its visitor writes.
    """

    echo_id: UUID
    conversation_id: UUID
    until: Annotated[datetime, Meta(tz=True)] | None
    over_seq: Seq | None = None


class SetAway(Frame, frozen=True, kw_only=True, tag="set_away"):
    """Steps away, or is back: holds for all of the operator's sockets, until it is taken back.

    Who is away is given nothing by the server, and counts for visitors as nobody. `away_changed` acknowledges it.
    """

    away: bool


class TagConversation(Frame, frozen=True, kw_only=True, tag="tag_conversation"):
    """Puts tags on a conversation and takes others off. Nobody is in another's way here."""

    echo_id: UUID
    conversation_id: UUID
    add_ids: SomeIds = ()
    remove_ids: SomeIds = ()


class Counts(Struct, frozen=True, kw_only=True):
    """Sizes of the folders: `waiting` and `mine` at most 1,000 (shown as "999+"), the others at most 100 ("99+").

    `own_waiting`: of `waiting` those that wait for this operator: of their departments or of none, and on a site where
    they are in none of its departments, all. These are counted among the first 1,000 of each site's queue.
    """

    waiting: int
    mine: int
    department: int = 0
    all: int = 0
    snoozed: int = 0
    closed: int = 0
    own_waiting: int | None = None


class Mention(Struct, frozen=True, kw_only=True):
    """A note that calls this operator, who has not looked yet."""

    conversation_id: UUID
    seq: Seq


class Welcome(Frame, frozen=True, kw_only=True, tag="welcome"):
    """The answer to `hello`. `edit_window_s`: for how long one's own message can be edited and deleted, by its
    `created_at`; 0: not at all. `labels`: of the controllers of the sites. `away`: the operator has stepped away.
    `mentions`: the newest note of each conversation that calls this operator, who has not looked yet; at most 100,
    newest conversations first. `unread_marks`: conversations that this operator has marked unread; at most 200, the
    newest mark first.
    """

    protocol: int
    server_time: datetime
    operator: Author
    email: str
    sites: list[SiteRef]
    counts: Counts
    edit_window_s: int = 0
    away: bool = False
    labels: list[ControllerLabels] = msgspec.field(default_factory=list)
    mentions: list[Mention] = msgspec.field(default_factory=list)
    unread_marks: list[UUID] = msgspec.field(default_factory=list)


class ConversationList(Frame, frozen=True, kw_only=True, tag="conversation_list"):
    """One page of a folder, in the folder's order; `next_cursor` is null on the last."""

    request_id: RequestId
    folder: Folder
    conversations: list[Conversation]
    next_cursor: str | None


class ConversationFetched(Frame, frozen=True, kw_only=True, tag="conversation_fetched"):
    """One row, as it is now."""

    request_id: RequestId
    conversation: Conversation


class CountsFetched(Frame, frozen=True, kw_only=True, tag="counts_fetched"):
    """The counts, as they are now."""

    request_id: RequestId
    counts: Counts


class ConversationStarted(Frame, frozen=True, kw_only=True, tag="conversation_started"):
    """A visitor wrote for the first time; the message itself follows as `message_posted`."""

    conversation: Conversation


class PageVisited(Frame, frozen=True, kw_only=True, tag="page_visited"):
    """A visitor with a conversation went to another page."""

    conversation_id: UUID
    page: Page


class ConversationErased(Frame, frozen=True, kw_only=True, tag="conversation_erased"):
    """What was said in a conversation was erased, and its page with it: forget it, and fetch it afresh."""

    conversation_id: UUID


class ConversationHidden(Frame, frozen=True, kw_only=True, tag="conversation_hidden"):
    """Its visitor has been blocked: forget all that is held of the conversation. It is as if there were none."""

    conversation_id: UUID


class ConversationShown(Frame, frozen=True, kw_only=True, tag="conversation_shown"):
    """Fetch it: its visitor is blocked no more or has another name, or it has begun and is too long to be told here."""

    conversation_id: UUID


class MentionsSeen(Frame, frozen=True, kw_only=True, tag="mentions_seen"):
    """An operator has looked at what called them in a conversation, up to `seq`, on whichever screen of theirs."""

    conversation_id: UUID
    operator_id: UUID
    seq: Seq


class UnreadMarked(Frame, frozen=True, kw_only=True, tag="unread_marked"):
    """This operator has marked a conversation unread, on whichever screen of theirs, or the mark is gone."""

    conversation_id: UUID
    unread: bool


class VisitorPresenceChanged(Frame, frozen=True, kw_only=True, tag="visitor_presence_changed"):
    """A visitor's first socket came, or the last one went."""

    conversation_id: UUID
    visitor_online: bool


class AwayChanged(Frame, frozen=True, kw_only=True, tag="away_changed"):
    """An operator has stepped away, or is back; it comes once for each site that both work on."""

    operator_id: UUID
    away: bool


class LabelsChanged(Frame, frozen=True, kw_only=True, tag="labels_changed"):
    """A controller's labels are these from now on."""

    changed: ControllerLabels


class SiteChanged(Frame, frozen=True, kw_only=True, tag="site_changed"):
    """All this of a site is so from now on; the rest of what `welcome` told of it stays."""

    site: ChangedSite


class SharedViewsChanged(Frame, frozen=True, kw_only=True, tag="shared_views_changed"):
    """Views that colleagues share on one of the operator's sites have changed, though maybe none of theirs: read them.

    Rejected: to carry them, for whom a department's are is not known where a site's events are given out.
    """


class SignsMissed(Frame, frozen=True, kw_only=True, tag="signs_missed"):
    """Read marks, pages and presence may have passed this socket by: read again what you show of them.

    Entries have not; they carry a `seq`.
    """


OperatorCommand = (
    Hello
    | ListConversations
    | FetchConversation
    | FetchCounts
    | FetchHistory
    | SendMessage
    | AddNote
    | SeeMentions
    | MarkUnread
    | EditMessage
    | DeleteMessage
    | AssignConversation
    | SetStatus
    | MergeConversations
    | SnoozeConversation
    | TagConversation
    | SetAway
    | MarkRead
    | SetTyping
    | Ping
)
OperatorEvent = (
    Welcome
    | ConversationList
    | ConversationFetched
    | CountsFetched
    | ConversationStarted
    | History
    | MessagePosted
    | ConversationAssigned
    | StatusChanged
    | MessageEdited
    | MessageDeleted
    | ConversationRated
    | ConversationTagged
    | ConversationSnoozed
    | ConversationMerged
    | LabelsChanged
    | SiteChanged
    | SharedViewsChanged
    | NoteAdded
    | MentionsSeen
    | UnreadMarked
    | AwayChanged
    | ReadMarked
    | Typing
    | PageVisited
    | VisitorPresenceChanged
    | SignsMissed
    | ConversationErased
    | ConversationHidden
    | ConversationShown
    | Pong
    | Goodbye
    | Error
)
