"""Since when who was led by a bot waits for a person."""

from uuid import UUID

from ryadom.store.sql import Connection, queries_beside

_queries = queries_beside(__file__)


async def find_unanswered(connection: Connection, *, site_id: UUID, conversation_id: UUID) -> int | None:
    """The seq from which on the bot that leads a conversation has answered nothing; None where no bot leads it.

    To be asked before the bot writes why it lets go: that is no answer.
    """
    found = await _queries.find_unanswered.value(connection, site_id=site_id, conversation_id=conversation_id)
    return None if found is None else int(found)
