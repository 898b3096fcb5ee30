"""Taking a visitor's identity back: every token so far is refused, every open socket closes."""

from uuid import UUID

from ryadom.core.tokens import REVOCATION_REACH_MS, VisitorTokens
from ryadom.live.owner import Owner
from ryadom.live.relay import Relay
from ryadom.store.database import Database
from ryadom.store.visitors import revoke_tokens


async def revoke_visitor(
    database: Database, relay: Relay, tokens: VisitorTokens, *, site_id: UUID, visitor_id: UUID
) -> None:
    """Refuses every token that the visitor holds; their browsers begin as new visitors."""
    async with database.connection() as connection:
        generation = tokens.now_ms() + REVOCATION_REACH_MS
        await revoke_tokens(connection, site_id=site_id, visitor_id=visitor_id, generation=generation)
    relay.revoke(Owner(site_id, visitor_id))
