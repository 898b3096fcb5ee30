"""From what visitors say to what bots are asked: a turn for each message in a conversation that a bot leads."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from ryadom.core.webhooks.events import BOT_MESSAGE, event_id
from ryadom.store.bot_turns import Said
from ryadom.store.sites import all_sites
from ryadom.store.sql import Connection
from ryadom.store.webhook_queue import NewDelivery
from ryadom.store.webhooks import Audience, list_enabled


def turns_of(
    said: Sequence[Said], audiences: Sequence[Audience], controllers: Mapping[UUID, UUID]
) -> list[NewDelivery]:
    """A turn for each, where the bot is there; else the conversation is found by who looks for forsaken ones."""
    return [
        NewDelivery(
            endpoint_id=audience.id,
            event_id=event_id(one.conversation_id, BOT_MESSAGE, one.seq),
            event=BOT_MESSAGE,
            site_id=one.site_id,
            visitor_id=one.visitor_id,
            object_id=one.conversation_id,
            seq=one.seq,
            message_seq=one.seq,
            happened_at=one.at,
        )
        for one in said
        for audience in audiences
        if audience.bot_id == one.bot_id
        and audience.controller_id == controllers.get(one.site_id)
        and (not audience.site_ids or one.site_id in audience.site_ids)
    ]


async def find_turns(connection: Connection, said: Sequence[Said]) -> list[NewDelivery]:
    """The same, for who does not know yet which bots there are."""
    controllers = {site.id: site.controller_id for site in await all_sites(connection)}
    return turns_of(said, await list_enabled(connection), controllers)
