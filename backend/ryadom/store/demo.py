"""What the demo's sample conversations need beyond the product: a visitor's name, and a past."""

from uuid import UUID

from ryadom.store.sql import Connection, queries_beside

_queries = queries_beside(__file__)


async def name_visitor(connection: Connection, *, site_id: UUID, visitor_id: UUID, name: str) -> None:
    """Gives a sample visitor a name."""
    await _queries.name_visitor.run(connection, site_id=site_id, id=visitor_id, name=name)


async def age_conversation(
    connection: Connection, *, site_id: UUID, conversation_id: UUID, age_s: float, pause_s: float
) -> None:
    """Moves a sample conversation into the past: begun `age_s` seconds ago, `pause_s` seconds between entries."""
    await _queries.age_entries.run(
        connection, site_id=site_id, conversation_id=conversation_id, age_s=age_s, pause_s=pause_s
    )
    await _queries.age_conversation.run(connection, site_id=site_id, conversation_id=conversation_id)
