"""Panels hear that operators see a customer by another name: rows of theirs that are shown are read again."""

from collections.abc import Collection
from uuid import UUID

from ryadom.live.hub import OperatorsTopic
from ryadom.live.relay import Relay
from ryadom.protocol.operator import ConversationShown
from ryadom.store.conversations import list_ids_of_visitor
from ryadom.store.customer_links import VisitorRef
from ryadom.store.sql import Connection

MOST_ROWS = 20
"""Each row is read again by every panel: the newest, which may be on a screen. Others have it when they are listed."""


async def rows_of(connection: Connection, ref: VisitorRef) -> list[UUID]:
    """The conversations to tell of, the newest last; to be read in the transaction that renames."""
    ids = await list_ids_of_visitor(connection, site_id=ref.site_id, visitor_id=ref.visitor_id)
    return ids[-MOST_ROWS:]


def tell_renamed(relay: Relay, site_id: UUID, conversation_ids: Collection[UUID]) -> None:
    """Tells the panels of all nodes. To be called once the transaction is over."""
    for conversation_id in conversation_ids:
        relay.publish(OperatorsTopic(site_id), ConversationShown(conversation_id=conversation_id))
