"""`/ws/visitor`: what the widget and the server say to each other."""

from datetime import date, datetime
from enum import StrEnum
from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta, Struct

from ryadom.protocol.shared import (
    Author,
    ConversationAssigned,
    Error,
    FetchHistory,
    FileIds,
    Frame,
    Goodbye,
    History,
    MarkRead,
    MessagePosted,
    Page,
    Ping,
    Pong,
    ReadMarked,
    Seq,
    SetTyping,
    ShortText,
    Status,
    StatusChanged,
    Typing,
)

DocumentIds = Annotated[list[UUID], Meta(max_length=8)]


class Purpose(StrEnum):
    """What a consent is for: one document each. Only `processing` is a condition for writing."""

    PROCESSING = "processing"
    ADVERTISING = "advertising"
    CROSS_BORDER = "cross_border"


class ConsentDocument(Struct, frozen=True, kw_only=True):
    """A document of consent in force on the site.

    `label` stands at the box, which must be empty until the visitor ticks it; `url`, a path on the server, is the page
    of this version, and `sha256` (hexadecimal) of its text. `is_agreed`: whether this visitor agrees to this version.
    `is_required`: nothing is taken from who does not.
    """

    id: UUID
    purpose: Purpose
    version: int
    url: str
    sha256: str
    label: str
    is_required: bool
    is_agreed: bool


class Hello(Frame, frozen=True, kw_only=True, tag="hello"):
    """The first frame, once per socket.

    Without a token the server names a new visitor, of whom nothing is stored until the first message. A client that
    already holds a conversation's entries up to `after_seq` names both and gets only what it missed.
    """

    protocol: int
    site: Annotated[str, Meta(max_length=64, description="The embed key from the script tag.")]
    token: Annotated[str, Meta(max_length=1_024)] | None = None
    locale: Annotated[str, Meta(max_length=16)] = "ru"
    page: Page | None = None
    conversation_id: UUID | None = None
    after_seq: Seq = 0


class About(Struct, frozen=True, kw_only=True):
    """What a visitor says of themselves in the form before the first message; what is empty was not said.

    `call`: when they want to be called back, in their words.
    """

    name: ShortText = ""
    phone: ShortText = ""
    email: ShortText = ""
    call: ShortText = ""


class SendMessage(Frame, frozen=True, kw_only=True, tag="send_message"):
    """Posts a message. Sent again with the same `echo_id`, it is stored once and acknowledged again.

    `conversation_id` may be null: the visitor's current conversation, or a new one. `agree_to` names the documents
    whose boxes the visitor has ticked: they are agreed to before the message is looked at, as by `agree`. What `about`
    says becomes the first lines of the message, and its name the visitor's. `file_ids`: files that the visitor has
    uploaded and sent with no message yet; with them the body may be empty.
    """

    echo_id: UUID
    body: str
    conversation_id: UUID | None = None
    agree_to: DocumentIds = msgspec.field(default_factory=list)
    file_ids: FileIds = msgspec.field(default_factory=list)
    about: About | None = None


class Agree(Frame, frozen=True, kw_only=True, tag="agree"):
    """The visitor has ticked the boxes of these documents. Sent again with the same `echo_id`, it is noted once."""

    echo_id: UUID
    document_ids: DocumentIds


class WithdrawConsent(Frame, frozen=True, kw_only=True, tag="withdraw_consent"):
    """The visitor takes consents back: all, or those of one purpose. What needs them is refused from then on."""

    echo_id: UUID
    purpose: Purpose | None = None


class EndConversation(Frame, frozen=True, kw_only=True, tag="end_conversation"):
    """The visitor closes their conversation; whatever they write afterwards opens it again.

    `status_changed` with this `echo_id` acknowledges it. A conversation that is closed already stays as it is.
    """

    echo_id: UUID
    conversation_id: UUID


class AskErasure(Frame, frozen=True, kw_only=True, tag="ask_erasure"):
    """The visitor wants what is held on them erased: an officer is asked, by law within a term.

    `erasure_asked` acknowledges it. Asked again while the first request is open, it is that request.
    """

    echo_id: UUID


class VisitPage(Frame, frozen=True, kw_only=True, tag="visit_page"):
    """The visitor went to another page. Kept only where a conversation exists."""

    page: Page


class SiteState(Struct, frozen=True, kw_only=True):
    """What a visitor may know of the site; `consents` is empty where its basis is another one."""

    name: str
    operators_online: bool
    consents: list[ConsentDocument] = msgspec.field(default_factory=list)


class ConversationState(Struct, frozen=True, kw_only=True):
    """A visitor's conversation: its newest visible `seq` and how far either side has read."""

    id: UUID
    status: Status
    last_seq: Seq
    visitor_read_seq: Seq
    operator_read_seq: Seq
    operator: Author | None


class Welcome(Frame, frozen=True, kw_only=True, tag="welcome"):
    """The answer to `hello`; a `history` follows where there is a conversation.

    `token` is new with every welcome and replaces the one before.
    """

    protocol: int
    server_time: datetime
    visitor_id: UUID
    token: str
    site: SiteState
    conversation: ConversationState | None


class ErasureAsked(Frame, frozen=True, kw_only=True, tag="erasure_asked"):
    """The request was taken. `due_on`, a day in Moscow, is the last one for an answer; null: it is not known yet."""

    echo_id: UUID
    number: int
    due_on: date | None


class AvailabilityChanged(Frame, frozen=True, kw_only=True, tag="availability_changed"):
    """The first operator came, or the last one left."""

    operators_online: bool


class ConsentsChanged(Frame, frozen=True, kw_only=True, tag="consents_changed"):
    """Something was agreed to or withdrawn, in this tab or another, or a document has a new version: how it stands."""

    consents: list[ConsentDocument]


VisitorCommand = (
    Hello
    | SendMessage
    | FetchHistory
    | MarkRead
    | SetTyping
    | VisitPage
    | EndConversation
    | Agree
    | WithdrawConsent
    | AskErasure
    | Ping
)
VisitorEvent = (
    Welcome
    | History
    | MessagePosted
    | ConversationAssigned
    | StatusChanged
    | ReadMarked
    | Typing
    | AvailabilityChanged
    | ConsentsChanged
    | ErasureAsked
    | Pong
    | Goodbye
    | Error
)
