"""New endpoints: how many there may be, and what is stored at once of one."""

from uuid import UUID

from msgspec import Struct

from ryadom.core.webhook_bots.wanted import BotWanted, refuse_second_bot
from ryadom.core.webhooks.changing import key_of
from ryadom.core.webhooks.records import journal_change
from ryadom.core.webhooks.wanted import WantedOf
from ryadom.errors import BadBody
from ryadom.protocol.shared import Author
from ryadom.store import webhook_feed as feed
from ryadom.store import webhooks as store
from ryadom.store.feed import feed_end
from ryadom.store.journal_chain import Actor
from ryadom.store.sql import Connection
from ryadom.store.webhooks import Moved

MAX_ENDPOINTS = 50
"""In the installation: each may have a lane with 16 calls under way."""

MAX_OF_KEY = 10
"""Of them, by one program."""


class NewEndpoint(Struct, frozen=True, kw_only=True):
    """An endpoint that is to be: of what it is told, and where. `author`: as whom it answers, where `bot` says so."""

    id: UUID
    wanted: WantedOf
    place: Moved
    sealed_secret: bytes
    bot: BotWanted | None
    author: Author | None
    ordered_sha256: bytes | None = None


async def put_new(connection: Connection, new: NewEndpoint, *, by: Actor) -> bool:
    """Stores it, in the caller's transaction; False where there is one by its number already.

    Raises:
        BadBody: one endpoint too many, or a second bot on a site.
        JournalUnavailable: it can't be journalled.
    """
    wanted, author, bot, api_key_id = new.wanted, new.author, new.bot, key_of(by)
    state = await feed.read_state(connection)
    # Under the lock of the state: two who add at once don't both take the last place.
    if await store.find_endpoint(connection, new.id) is not None:
        return False
    known, of_key = await store.count_endpoints(connection, api_key_id)
    if known >= MAX_ENDPOINTS or (api_key_id is not None and of_key >= MAX_OF_KEY):
        most = MAX_ENDPOINTS if known >= MAX_ENDPOINTS else f"{MAX_OF_KEY} of this key's"
        raise BadBody(f"There are {most} webhooks: remove one first.", field="webhooks")
    if author is not None:
        await refuse_second_bot(connection, wanted.controller_id, wanted.site_ids)
    await store.insert_endpoint(
        connection,
        id=new.id,
        controller_id=wanted.controller_id,
        site_ids=wanted.site_ids,
        events=wanted.own_events,
        data=wanted.data,
        bot_id=author.id if author else None,
        answer_within_s=bot.answer_within_s if bot else None,
        close_after_min=bot.close_after_min if bot else None,
        origin=new.place.origin,
        sealed_url=new.place.sealed_url,
        sealed_secret=new.sealed_secret,
        api_key_id=api_key_id,
        ordered_sha256=new.ordered_sha256,
    )
    if state.cursor is None:
        # What is committed from here on is told, whenever the fan-out comes to it.
        await feed.save_state(connection, cursor=await feed_end(connection), read_at=state.now)
    as_whom = {"bot": author.name} if author else {}
    await journal_change(connection, wanted.controller_id, "webhook", new.place.origin, by, **wanted.told, **as_whom)
    return True
