"""What endpoints of webhooks were told, and what became of it, for people to look at."""

from uuid import UUID

from msgspec import Struct

from ryadom.store.sql import Connection, queries_beside
from ryadom.store.webhook_queue import Delivery, delivery_of

LOOKED_AT = 10_000
"""How many deliveries are looked at for a page of those that failed."""

MAX_BIGINT = 2**63 - 1

_queries = queries_beside(__file__)


class LogPage(Struct, frozen=True, kw_only=True):
    """Some deliveries, the newest first. `next`: the place to go on before; None where there are no more."""

    deliveries: tuple[Delivery, ...]
    next: int | None


class Logged(Struct, frozen=True):
    """One delivery, and the mark of what was sent; None where nothing was, or before marks were kept.

    `asked_seq`: the newest entry that a bot was given, where one was asked.
    """

    delivery: Delivery
    mark: bytes | None
    asked_seq: int | None


async def find_logged(connection: Connection, endpoint_id: UUID, event_id: UUID) -> Logged | None:
    """One of an endpoint's deliveries; None where the log has it not, or not any more."""
    row = await _queries.find_logged.first(connection, endpoint_id=endpoint_id, event_id=event_id)
    return Logged(delivery_of(row), row["sent_mark"], row["asked_seq"]) if row else None


async def read_log(
    connection: Connection, endpoint_id: UUID, *, only_failed: bool, before: int | None, limit: int
) -> LogPage:
    """An endpoint's deliveries before a place, the newest first, at most `limit`.

    `only_failed`: those that were given up, or whose last try failed, of the next 10,000: a page may have none of them,
    and others follow.
    """
    before = MAX_BIGINT if before is None else before
    end = None
    if only_failed:
        end = await _queries.find_log_end.value(connection, endpoint_id=endpoint_id, before=before, looked_at=LOOKED_AT)
    rows = await _queries.list_log.all(
        connection,
        endpoint_id=endpoint_id,
        before=before,
        down_to=0 if end is None else end,
        only_failed=only_failed,
        row_limit=limit,
    )
    deliveries = tuple(delivery_of(row) for row in rows)
    return LogPage(deliveries=deliveries, next=deliveries[-1].ordinal if len(deliveries) == limit else end)
