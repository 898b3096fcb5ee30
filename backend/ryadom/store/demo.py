"""What the demo's sample conversations need beyond the product: a past."""

from uuid import UUID

from ryadom.store.sql import Connection, queries_beside

_queries = queries_beside(__file__)


async def age_conversation(
    connection: Connection, *, site_id: UUID, conversation_id: UUID, age_s: float, pause_s: float
) -> None:
    """Moves a sample conversation into the past: begun `age_s` seconds ago, `pause_s` seconds between entries."""
    await _queries.age_entries.run(
        connection, site_id=site_id, conversation_id=conversation_id, age_s=age_s, pause_s=pause_s
    )
    await _queries.age_conversation.run(connection, site_id=site_id, conversation_id=conversation_id)
