"""What a bot is asked: the visitor's message with what was said before it, and no more than it may be given."""

from datetime import datetime
from uuid import UUID

import msgspec
from msgspec import Struct

from ryadom.core.webhooks.events import BOT_MESSAGE
from ryadom.core.webhooks.levels import conversation_at, customer_at, message_at
from ryadom.protocol.public import PublicConversation, PublicCustomer, PublicMessage
from ryadom.store.bot_turns import MAX_BIGINT, Talk, Turn, find_asked, find_talk, list_last
from ryadom.store.database import Database
from ryadom.store.egress import DataLevel
from ryadom.store.public_objects import (
    MessageKey,
    load_conversations,
    load_customers,
    load_messages,
    shown_conversations,
)
from ryadom.store.sql import Connection
from ryadom.store.webhook_queue import Delivery
from ryadom.store.webhooks import StoredEndpoint

MAX_MESSAGES = 20
"""How many of the newest messages of a conversation a bot is given."""


class Heard(Struct, frozen=True, kw_only=True):
    """A message that waits for a bot's answer, in its conversation, as all of it is now. `messages`: oldest first."""

    talk: Talk
    message: PublicMessage
    messages: tuple[PublicMessage, ...]
    conversation: PublicConversation
    customer: PublicCustomer

    @property
    def newest_seq(self) -> int:
        """Up to which entry the bot is given the conversation."""
        return max(one.seq for one in self.messages)


class BotData(Struct, frozen=True, kw_only=True):
    """What a bot is asked about. `sends` says how much of the objects is told; what is not is an empty text.

    `messages`: the newest of the conversation, at most 20 and `message`, which is to be answered; oldest first.
    """

    sends: DataLevel
    bot: str
    answer_within_s: int
    locale: str
    conversation_id: UUID
    conversation: PublicConversation
    customer: PublicCustomer
    message: PublicMessage
    messages: tuple[PublicMessage, ...]


class BotBody(Struct, frozen=True, kw_only=True):
    """The body of the request. `timestamp`: when the visitor wrote."""

    type: str
    timestamp: datetime
    data: BotData


async def hear(database: Database, endpoint: StoredEndpoint, turn: Turn) -> Heard | None:
    """The turn's message; None where the bot has nothing more to say to it: it does not lead the conversation any more,
    or not since before the message, or is not for its site any more, or nothing of its visitor may be given.

    Raises:
        DatabaseUnavailable: Postgres is away.
    """
    if endpoint.bot_id is None or (endpoint.site_ids and turn.site_id not in endpoint.site_ids):
        return None
    asked = MessageKey(turn.site_id, turn.conversation_id, turn.seq)
    async with database.connection() as connection:
        talk = await find_talk(
            connection, site_id=turn.site_id, conversation_id=turn.conversation_id, bot_id=endpoint.bot_id
        )
        if talk is None or talk.since_seq > turn.seq:
            return None
        return await _heard(connection, talk, asked, turn.visitor_id)


async def hear_again(connection: Connection, endpoint: StoredEndpoint, turn: Delivery, *, up_to: int) -> Heard | None:
    """What a turn's message was asked with: what was said up to an entry, as it is now, whoever leads the conversation;
    None where nothing of its visitor may be given, or the message is gone.

    Raises:
        DatabaseUnavailable: Postgres is away.
    """
    if endpoint.bot_id is None or turn.site_id is None or turn.visitor_id is None or turn.seq is None:
        return None
    asked = MessageKey(turn.site_id, turn.object_id, turn.seq)
    talk = await find_asked(connection, site_id=turn.site_id, conversation_id=turn.object_id, bot_id=endpoint.bot_id)
    return await _heard(connection, talk, asked, turn.visitor_id, up_to=up_to) if talk else None


async def _heard(
    connection: Connection, talk: Talk, asked: MessageKey, visitor_id: UUID, *, up_to: int = MAX_BIGINT
) -> Heard | None:
    site_id, conversation_id = asked.site_id, asked.conversation_id
    keys = await list_last(
        connection, site_id=site_id, conversation_id=conversation_id, limit=MAX_MESSAGES, up_to=up_to
    )
    written = await load_messages(connection, keys if asked in keys else [asked, *keys])
    conversations = await load_conversations(connection, [(site_id, conversation_id)])
    customers = await load_customers(connection, [(site_id, visitor_id)])
    # After all else was read: who is blocked from here on was not when it was.
    shown = await shown_conversations(connection, [(site_id, conversation_id)])
    messages = tuple(one for one in written if isinstance(one, PublicMessage))
    message = next((one for one in messages if one.seq == asked.seq and not one.is_deleted), None)
    match conversations, customers:
        case [PublicConversation() as conversation], [PublicCustomer() as customer]:
            if message is None or conversation_id not in shown:
                return None
            return Heard(talk=talk, message=message, messages=messages, conversation=conversation, customer=customer)
        case _:
            return None


def body_of(heard: Heard, endpoint: StoredEndpoint, level: DataLevel) -> bytes:
    """The request's body. To look for phones and the like may take long: to be called in a thread."""
    told = {one.id: message_at(one, level) for one in heard.messages}
    data = BotData(
        sends=level,
        bot=heard.talk.bot.name,
        answer_within_s=endpoint.answer_within_s or 0,
        locale=heard.talk.locale,
        conversation_id=heard.message.conversation_id,
        conversation=conversation_at(heard.conversation, level),
        customer=customer_at(heard.customer, level),
        message=told[heard.message.id],
        messages=tuple(told.values()),
    )
    return msgspec.json.encode(BotBody(type=BOT_MESSAGE, timestamp=heard.message.created_at, data=data))
