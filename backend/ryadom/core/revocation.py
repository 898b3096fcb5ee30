"""Taking a visitor's identity back: every token so far is refused, every open socket closes."""

from uuid import UUID

from ryadom.core.tokens import REVOCATION_REACH_MS, VisitorTokens
from ryadom.errors import TokenRevoked
from ryadom.live.hub import Hub, VisitorTopic
from ryadom.store.database import Database
from ryadom.store.visitors import revoke_tokens


async def revoke_visitor(
    database: Database, hub: Hub, tokens: VisitorTokens, *, site_id: UUID, visitor_id: UUID
) -> None:
    """Refuses every token that the visitor holds; their browsers begin as new visitors."""
    async with database.connection() as connection:
        generation = tokens.now_ms() + REVOCATION_REACH_MS
        await revoke_tokens(connection, site_id=site_id, visitor_id=visitor_id, generation=generation)
    hub.end(
        VisitorTopic(site_id, visitor_id),
        TokenRevoked("The token has been revoked. Say hello without a token to begin as a new visitor."),
    )
