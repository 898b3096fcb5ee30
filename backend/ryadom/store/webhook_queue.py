"""What endpoints of webhooks are to be told, and were: ids of what has happened, never what was said."""

from collections.abc import Collection, Sequence
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from msgspec import Struct

from ryadom.store.egress import DataLevel
from ryadom.store.sql import Connection, Row, queries_beside

_queries = queries_beside(__file__)


class Outcome(StrEnum):
    """How a delivery ended: taken, given up after its time, or left out because nothing of its person may be given."""

    DELIVERED = "delivered"
    GIVEN_UP = "given_up"
    DROPPED = "dropped"


class NewDelivery(Struct, frozen=True, kw_only=True):
    """One endpoint is to be told of one event."""

    endpoint_id: UUID
    event_id: UUID
    event: str
    site_id: UUID | None
    visitor_id: UUID | None
    object_id: UUID
    seq: int
    message_seq: int
    happened_at: datetime


class Delivery(NewDelivery, frozen=True, kw_only=True):
    """The same, and what has become of it until now. `due_at` is None once it has an outcome. `ordinal`: its place.

    `origin`: scheme, host and port that were called last; empty where none were, or by older servers only. What was
    sent there last: `sent_at`, `sent_bytes` and how much of people it told (`sent_data`); None as `origin` is empty.
    """

    ordinal: int
    queued_at: datetime
    due_at: datetime | None
    attempts: int
    outcome: Outcome | None
    tried_at: datetime | None
    origin: str
    status: int | None
    took_ms: int | None
    failure: str
    answer: str
    sent_at: datetime | None
    sent_bytes: int | None
    sent_data: DataLevel | None


class Sent(Struct, frozen=True, kw_only=True):
    """What is kept of a request: `at` by its `webhook-timestamp`, and of its body the length, how much it told, and a
    `mark` by which the same is known again, and nothing else."""

    at: datetime
    body_bytes: int
    data: DataLevel
    mark: bytes


class Attempt(Struct, frozen=True, kw_only=True):
    """What became of one attempt. Without an outcome the next one follows after `pause_s`. `origin`: what was called;
    empty where nothing was. `sent`: what was sent there, or may have been."""

    event_id: UUID
    origin: str = ""
    outcome: Outcome | None = None
    pause_s: float | None = None
    status: int | None = None
    took_ms: int | None = None
    failure: str = ""
    answer: str = ""
    sent: Sent | None = None


class Replayed(Struct, frozen=True, kw_only=True):
    """How many of a slice are due again; `last`: where it ends, None behind the newest."""

    last: int | None
    count: int


async def insert_deliveries(connection: Connection, deliveries: Sequence[NewDelivery]) -> int:
    """Queues deliveries in this order, but those that are there already; gives how many are new."""
    return await _queries.insert_deliveries.run(
        connection,
        endpoint_ids=[one.endpoint_id for one in deliveries],
        event_ids=[one.event_id for one in deliveries],
        events=[one.event for one in deliveries],
        site_ids=[one.site_id for one in deliveries],
        visitor_ids=[one.visitor_id for one in deliveries],
        object_ids=[one.object_id for one in deliveries],
        seqs=[one.seq for one in deliveries],
        message_seqs=[one.message_seq for one in deliveries],
        happened_ats=[one.happened_at for one in deliveries],
    )


async def list_due(connection: Connection, endpoint_id: UUID, *, limit: int) -> list[Delivery]:
    """What an endpoint is to be told now, in its order."""
    return [
        delivery_of(row) for row in await _queries.list_due.all(connection, endpoint_id=endpoint_id, row_limit=limit)
    ]


async def note_attempts(connection: Connection, endpoint_id: UUID, attempts: Sequence[Attempt]) -> None:
    """Notes what became of deliveries to one endpoint."""
    await _queries.note_attempts.run(
        connection,
        endpoint_id=endpoint_id,
        event_ids=[one.event_id for one in attempts],
        outcomes=[one.outcome for one in attempts],
        pauses_s=[one.pause_s for one in attempts],
        origins=[one.origin for one in attempts],
        statuses=[one.status for one in attempts],
        took_ms=[one.took_ms for one in attempts],
        failures=[one.failure for one in attempts],
        answers=[one.answer for one in attempts],
        sent_ats=[one.sent and one.sent.at for one in attempts],
        sent_bytes=[one.sent and one.sent.body_bytes for one in attempts],
        sent_data=[one.sent and one.sent.data for one in attempts],
        sent_marks=[one.sent and one.sent.mark for one in attempts],
    )


async def put_off(connection: Connection, endpoint_id: UUID, event_ids: Collection[UUID], *, pause_s: float) -> None:
    """Lets deliveries wait that have not been tried."""
    await _queries.put_off.run(connection, endpoint_id=endpoint_id, event_ids=list(event_ids), pause_s=pause_s)


async def end_pauses(connection: Connection, endpoint_id: UUID) -> None:
    """Has what waits for another try tried at once."""
    await _queries.end_pauses.run(connection, endpoint_id=endpoint_id)


async def replay_one(connection: Connection, endpoint_id: UUID, event_id: UUID) -> bool:
    """Makes one delivery due as if it were new; False where there is none."""
    return await _queries.replay_one.run(connection, endpoint_id=endpoint_id, event_id=event_id) == 1


async def newest_ordinal(connection: Connection, endpoint_id: UUID) -> int:
    """The place of the newest delivery; 0 where there is none."""
    return int(await _queries.newest_ordinal.value(connection, endpoint_id=endpoint_id))


async def replay_slice(
    connection: Connection,
    endpoint_id: UUID,
    *,
    after: int,
    newest: int,
    outcomes: Collection[Outcome],
    since: datetime | None,
    limit: int,
) -> Replayed:
    """Of the next `limit` deliveries behind a place, up to the newest, makes those due that ended so.

    `since`: only what happened from then on.
    """
    row = await _queries.replay_slice.one(
        connection,
        endpoint_id=endpoint_id,
        after=after,
        newest=newest,
        outcomes=list(outcomes),
        since=since,
        row_limit=limit,
    )
    return Replayed(last=row["last"], count=row["count"])


async def count_waiting(connection: Connection, endpoint_id: UUID, *, most: int) -> int:
    """How many deliveries wait at an endpoint, at most so many."""
    return int(await _queries.count_waiting.value(connection, endpoint_id=endpoint_id, most=most))


async def give_up_old(connection: Connection, *, older_s: float, limit: int) -> int:
    """Ends deliveries that have waited for so long; gives how many, at most `limit`."""
    return await _queries.give_up_old.run(connection, older_s=older_s, row_limit=limit)


async def delete_old(connection: Connection, *, older_s: float, limit: int) -> int:
    """Forgets deliveries so old; gives how many, at most `limit`."""
    return await _queries.delete_old.run(connection, older_s=older_s, row_limit=limit)


async def delete_of_endpoint(connection: Connection, endpoint_id: UUID, *, limit: int) -> int:
    """Forgets what an endpoint was told and is to be told; gives how much, at most `limit`."""
    return await _queries.delete_of_endpoint.run(connection, endpoint_id=endpoint_id, row_limit=limit)


async def list_full(connection: Connection, *, most: int) -> list[UUID]:
    """Endpoints at which more than `most` deliveries wait."""
    return [row["id"] for row in await _queries.list_full.all(connection, most=most)]


def delivery_of(row: Row) -> Delivery:
    """A delivery from its columns."""
    columns = {name: row[name] for name in Delivery.__struct_fields__}
    return Delivery(
        **columns
        | {
            "outcome": Outcome(row["outcome"]) if row["outcome"] else None,
            "sent_data": DataLevel(row["sent_data"]) if row["sent_data"] else None,
        }
    )
