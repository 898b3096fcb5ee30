"""Deliveries that are made due again: one, or many of them slice by slice. No slice without the journal."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from msgspec import Struct

from ryadom.core.webhooks.endpoints import Webhooks
from ryadom.core.webhooks.records import journal_change
from ryadom.errors import WebhookUnknown
from ryadom.store import webhook_queue as queue
from ryadom.store.database import Database
from ryadom.store.journal_chain import Actor
from ryadom.store.sql import Connection
from ryadom.store.webhook_queue import Outcome
from ryadom.store.webhooks import StoredEndpoint

AT_ONCE = 5_000
"""Looked at in a transaction: whoever delivers to the endpoint waits for none of them for long."""

MOST_WAITING = 100_000
"""So many wait afterwards at most, and maybe a slice more: an endpoint at which twice as many wait is disabled."""


class Replay(Struct, frozen=True, kw_only=True):
    """How many deliveries are due again; `is_whole` false: there is no room for the others until these are sent."""

    count: int
    is_whole: bool = True


async def replay_deliveries(
    webhooks: Webhooks,
    id: UUID,
    event_id: UUID | None,
    *,
    by: Actor,
    since: datetime | None = None,
    only_given_up: bool = True,
) -> Replay:
    """Makes one delivery of an endpoint due again, or (None) all that were given up. What is sent is of now.

    `since`: of these what happened from then on. `only_given_up` false: also what was delivered, or dropped. Not
    more of them than may wait, see `Replay`.

    Raises:
        WebhookUnknown: no such endpoint, or no such delivery to it.
        JournalUnavailable: it can't be journalled; what is due again by then is.
    """
    endpoint = await webhooks.find(id)
    if event_id is not None:
        return await _replay_one(webhooks.database, endpoint, event_id, by=by)
    outcomes = [Outcome.GIVEN_UP] if only_given_up else list(Outcome)
    return await _replay_many(webhooks.database, endpoint, outcomes, since=since, by=by)


async def _replay_one(database: Database, endpoint: StoredEndpoint, event_id: UUID, *, by: Actor) -> Replay:
    async with database.transaction() as connection:
        if not await queue.replay_one(connection, endpoint.id, event_id):
            raise WebhookUnknown("No delivery of this webhook has this number: `ryadom webhook log`.", field="event")
        await _note(connection, endpoint, 1, by)
    return Replay(count=1)


async def _replay_many(
    database: Database, endpoint: StoredEndpoint, outcomes: Sequence[Outcome], *, since: datetime | None, by: Actor
) -> Replay:
    """Those that ended so, of what happened since then, oldest first."""
    async with database.connection() as connection:
        newest = await queue.newest_ordinal(connection, endpoint.id)
        room = MOST_WAITING - await queue.count_waiting(connection, endpoint.id, most=MOST_WAITING)
    place, total = 0, 0
    while total < room:
        async with database.transaction() as connection:
            done = await queue.replay_slice(
                connection,
                endpoint.id,
                after=place,
                newest=newest,
                outcomes=outcomes,
                since=since,
                limit=AT_ONCE,
            )
            if done.count:
                await _note(connection, endpoint, done.count, by)
        total += done.count
        if done.last is None:
            return Replay(count=total)
        place = done.last
    return Replay(count=total, is_whole=False)


async def _note(connection: Connection, endpoint: StoredEndpoint, count: int, by: Actor) -> None:
    await journal_change(connection, endpoint.controller_id, "webhook_replayed", endpoint.origin, by, count=str(count))
