"""`/ws/visitor`: what the widget and the server say to each other."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from msgspec import Meta, Struct

from ryadom.protocol.shared import (
    Author,
    ConversationAssigned,
    Error,
    FetchHistory,
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
    Status,
    StatusChanged,
    Typing,
)


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


class SendMessage(Frame, frozen=True, kw_only=True, tag="send_message"):
    """Posts a message. Sent again with the same `echo_id`, it is stored once and acknowledged again.

    `conversation_id` may be null: the visitor's current conversation, or a new one.
    """

    echo_id: UUID
    body: str
    conversation_id: UUID | None = None


class VisitPage(Frame, frozen=True, kw_only=True, tag="visit_page"):
    """The visitor went to another page. Kept only where a conversation exists."""

    page: Page


class SiteState(Struct, frozen=True, kw_only=True):
    """What a visitor may know of the site."""

    name: str
    operators_online: bool


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


class AvailabilityChanged(Frame, frozen=True, kw_only=True, tag="availability_changed"):
    """The first operator came, or the last one left."""

    operators_online: bool


VisitorCommand = Hello | SendMessage | FetchHistory | MarkRead | SetTyping | VisitPage | Ping
VisitorEvent = (
    Welcome
    | History
    | MessagePosted
    | ConversationAssigned
    | StatusChanged
    | ReadMarked
    | Typing
    | AvailabilityChanged
    | Pong
    | Goodbye
    | Error
)
