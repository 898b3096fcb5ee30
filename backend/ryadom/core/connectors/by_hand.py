"""Which conversations somebody may push by hand through a connector: those of its sites."""

from uuid import UUID

from ryadom.core.connectors.protocol import Trigger
from ryadom.errors import ConnectorUnknown
from ryadom.store.connector_pushes import NewPush, find_conversation
from ryadom.store.connectors import StoredConnector
from ryadom.store.database import Database
from ryadom.store.sites import all_sites


async def push_by_hand(database: Database, stored: StoredConnector, conversation_id: UUID) -> NewPush:
    """The push of a conversation that somebody asks for.

    Raises:
        ConnectorUnknown: the connector's sites have no such conversation.
    """
    async with database.connection() as connection:
        found = await find_conversation(connection, conversation_id)
        sites = {site.id: site.controller_id for site in await all_sites(connection)}
    if found is not None:
        site_id, visitor_id = found
        is_of_site = not stored.site_ids or site_id in stored.site_ids
        if is_of_site and sites.get(site_id) == stored.controller_id:
            return NewPush(
                site_id=site_id,
                connector_id=stored.id,
                conversation_id=conversation_id,
                visitor_id=visitor_id,
                cause=Trigger.MANUAL,
            )
    raise ConnectorUnknown("This connector's sites have no such conversation.", field="conversation_id")
