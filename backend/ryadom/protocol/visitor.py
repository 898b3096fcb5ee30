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
    ConversationRated,
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
    Page,
    Ping,
    Pong,
    ReadMarked,
    Score,
    Seq,
    SetTyping,
    ShortText,
    Status,
    StatusChanged,
    Typing,
)

MAX_PREVIEW_CHARS = 500
DocumentIds = Annotated[list[UUID], Meta(max_length=8)]


class Purpose(StrEnum):
    """What a consent is for: one document each. Only `processing` is a condition for writing."""

    PROCESSING = "processing"
    ADVERTISING = "advertising"
    CROSS_BORDER = "cross_border"
    DRAFT_PREVIEW = "draft_preview"


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


class Proof(Struct, frozen=True, kw_only=True):
    """The work that `work_required` asked for, done: the challenge as it came, and the number that answers it."""

    challenge: Annotated[str, Meta(max_length=64)]
    salt: Annotated[str, Meta(max_length=128)]
    signature: Annotated[str, Meta(max_length=64)]
    number: Annotated[int, Meta(ge=0, le=2**53 - 1)]


class Hello(Frame, frozen=True, kw_only=True, tag="hello"):
    """The first frame, once per socket.

    Without a token the server names a new visitor, of whom nothing is stored until the first message. A client that
    already holds a conversation's entries up to `after_seq` names both and gets only what it missed. `proof` is of the
    visitor whom the token names; one that is worth nothing is passed over.
    """

    protocol: int
    site: Annotated[str, Meta(max_length=64, description="The embed key from the script tag.")]
    token: Annotated[str, Meta(max_length=1_024)] | None = None
    locale: Annotated[str, Meta(max_length=16)] = "ru"
    page: Page | None = None
    conversation_id: UUID | None = None
    after_seq: Seq = 0
    proof: Proof | None = None


class About(Struct, frozen=True, kw_only=True):
    """What a visitor says of themselves in the form before the first message; what is empty was not said.

    `call`: when they want to be called back, in their words. `website`: a field that people neither see nor reach, so
    whoever fills it in is a program, as a rule.
    """

    name: ShortText = ""
    phone: ShortText = ""
    email: ShortText = ""
    call: ShortText = ""
    website: ShortText = ""


class SendMessage(Frame, frozen=True, kw_only=True, tag="send_message"):
    """Posts a message. Sent again with the same `echo_id`, it is stored once and acknowledged again.

    `conversation_id` may be null: the visitor's current conversation, or a new one. `agree_to` names the documents
    whose boxes the visitor has ticked: they are agreed to before the message is looked at, as by `agree`.
    `department`: whom it is for, where the message begins a conversation or opens a closed one again: the id or the
    name of a department. What the site does not offer, or no more, is passed over: no message is lost for it.
    What `about` says becomes the first lines of the message, and its name the visitor's. `file_ids`: files that the
    visitor has uploaded and sent with no message yet; with them the body may be empty.
    """

    echo_id: UUID
    body: str
    conversation_id: UUID | None = None
    agree_to: DocumentIds = msgspec.field(default_factory=list)
    file_ids: FileIds = msgspec.field(default_factory=list)
    about: About | None = None
    department: str | None = None


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


class RateConversation(Frame, frozen=True, kw_only=True, tag="rate_conversation"):
    """The visitor rates their closed conversation; until it is opened again they may change their mind.

    `conversation_rated` with this `echo_id` acknowledges it. `comment` is a text like a message's, or empty.
    """

    echo_id: UUID
    conversation_id: UUID
    score: Score
    comment: str = ""


class AskErasure(Frame, frozen=True, kw_only=True, tag="ask_erasure"):
    """The visitor wants what is held on them erased: an officer is asked, by law within a term.

    `erasure_asked` acknowledges it. Asked again while the first request is open, it is that request.
    """

    echo_id: UUID


class SendCopy(Frame, frozen=True, kw_only=True, tag="send_copy"):
    """The visitor wants the conversation, as they see it, at this e-mail address.

    `copy_sent` acknowledges it. Sent again with the same `echo_id`, it is mailed once.
    """

    echo_id: UUID
    email: ShortText


class Identify(Frame, frozen=True, kw_only=True, tag="identify"):
    """The page says who the visitor is, by the word of the site's own server: docs/identify.md.

    Either `token`, a JWT by HS256 of which all is signed; or `id` with `hash`, its HMAC-SHA256 in hexadecimal: then
    name, e-mail and phone are what the page alone says. `identified` acknowledges it.
    """

    echo_id: UUID
    token: Annotated[str, Meta(max_length=4_096)] | None = None
    id: ShortText | None = None
    hash: Annotated[str, Meta(max_length=128)] | None = None
    name: ShortText = ""
    email: ShortText = ""
    phone: ShortText = ""


Told = Annotated[dict[str, str | int | float | bool | None], Meta(max_length=50)]


class SetAttributes(Frame, frozen=True, kw_only=True, tag="set_attributes"):
    """What the page tells of the visitor, over what it told before; null takes a key away.

    Never trusted, shown as told. `noted` acknowledges it. Taken where a conversation exists.
    """

    echo_id: UUID
    attributes: Told


class Track(Frame, frozen=True, kw_only=True, tag="track"):
    """Something happened on the page. Sent again with the same `echo_id`, it is noted once; `noted` acknowledges it.

    Never trusted, shown as told; the newest 100 are kept. Taken where a conversation exists.
    """

    echo_id: UUID
    name: ShortText
    properties: Told = msgspec.field(default_factory=dict)


class PreviewDraft(Frame, frozen=True, kw_only=True, tag="preview_draft"):
    """What the visitor writes and has not sent, for operators to read along; empty: nothing any more. Takes no disk.

    Refused without their consent of purpose `draft_preview`. Told once a second at most, and anew every 5 s while there
    is something: operators forget it by themselves. Of a longer text it is the end, after a "…".
    """

    conversation_id: UUID
    draft: Annotated[str, Meta(max_length=MAX_PREVIEW_CHARS)]


class VisitPage(Frame, frozen=True, kw_only=True, tag="visit_page"):
    """The visitor went to another page. Kept only where a conversation exists."""

    page: Page


class SetClientId(Frame, frozen=True, kw_only=True, tag="set_client_id"):
    """What the page's counter of Yandex Metrica calls this browser. Kept only where a conversation exists."""

    client_id: Annotated[str, Meta(pattern="^[0-9]{1,32}$")]


class DismissInvitation(Frame, frozen=True, kw_only=True, tag="dismiss_invitation"):
    """The visitor does not want to be asked in: this invitation is shown no more, and no other for the day."""

    invitation_id: UUID


class OfferedDepartment(Struct, frozen=True, kw_only=True):
    """A department that the visitor may choose, by its name in their language. `online`: somebody of it is here."""

    id: UUID
    name: str
    online: bool


class SiteState(Struct, frozen=True, kw_only=True):
    """What a visitor may know of the site; `consents` is empty where its basis is another one.

    `departments`: to choose from, in their order; empty where there is no choice. `department_required`: the owner
    wants one to be chosen before the first message; the server takes a message without one all the same.
    `answers_in_s`: half of the newest conversations, or more, were answered within so many seconds; it is one of a few
    round numbers, and null where too few were held, or answers take longer than a day.
    """

    name: str
    operators_online: bool
    consents: list[ConsentDocument] = msgspec.field(default_factory=list)
    departments: list[OfferedDepartment] = msgspec.field(default_factory=list)
    department_required: bool = False
    answers_in_s: int | None = None


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


class CopySent(Frame, frozen=True, kw_only=True, tag="copy_sent"):
    """A copy of the conversation is on its way to this address."""

    echo_id: UUID
    email: str


class Identified(Frame, frozen=True, kw_only=True, tag="identified"):
    """The site's server has signed who the visitor is.

    `token`: the client goes on with it as `visitor_id`. Where that is another visitor than before, it is the same
    person, known by another browser: the client says hello anew, and finds their conversation. Where it is the same
    one, every other token of theirs is good no more. Null: the client goes on as it was. `is_kept` is false where
    there is no conversation yet that it could be kept with: the client says it again once there is one.
    """

    echo_id: UUID
    visitor_id: UUID
    token: str | None
    is_kept: bool


class Noted(Frame, frozen=True, kw_only=True, tag="noted"):
    """What a page has told of the visitor, or of an event, is kept."""

    echo_id: UUID


class AvailabilityChanged(Frame, frozen=True, kw_only=True, tag="availability_changed"):
    """The first operator came, or the last one left."""

    operators_online: bool


class DepartmentAvailabilityChanged(Frame, frozen=True, kw_only=True, tag="department_availability_changed"):
    """The first operator of a department came, or the last one left."""

    department_id: UUID
    online: bool


class Invited(Frame, frozen=True, kw_only=True, tag="invited"):
    """An operator asks the visitor in. Nothing of it is in the conversation before they answer, within `expires_in_s`.

    Whatever message the visitor sends by then is the answer: `body` comes before it, as the operator's own message.
    Told again at `hello`, with the same id, until it is answered, dismissed or over.
    """

    invitation_id: UUID
    operator: Author
    body: str
    expires_in_s: float


class QueueMoved(Frame, frozen=True, kw_only=True, tag="queue_moved"):
    """Which place the conversation has among those that wait for an operator, from 1 on.

    Null: it does not wait, nobody is there to take it, or its place is past 100.
    """

    conversation_id: UUID
    place: int | None


class ConsentsChanged(Frame, frozen=True, kw_only=True, tag="consents_changed"):
    """Something was agreed to or withdrawn, in this tab or another, or a document has a new version: how it stands."""

    consents: list[ConsentDocument]


VisitorCommand = (
    Hello
    | SendMessage
    | FetchHistory
    | MarkRead
    | SetTyping
    | PreviewDraft
    | VisitPage
    | SetClientId
    | EndConversation
    | RateConversation
    | Agree
    | WithdrawConsent
    | AskErasure
    | SendCopy
    | Identify
    | SetAttributes
    | Track
    | DismissInvitation
    | Ping
)
VisitorEvent = (
    Welcome
    | History
    | MessagePosted
    | ConversationAssigned
    | StatusChanged
    | MessageEdited
    | MessageDeleted
    | ConversationRated
    | ReadMarked
    | Typing
    | AvailabilityChanged
    | DepartmentAvailabilityChanged
    | QueueMoved
    | Invited
    | ConsentsChanged
    | ErasureAsked
    | CopySent
    | Identified
    | Noted
    | Pong
    | Goodbye
    | Error
)
