"""Which objects stand on a page of a list of programs: their keys, in the list's order."""

from collections.abc import Collection
from datetime import UTC, datetime, timedelta
from uuid import UUID

from msgspec import Struct

from ryadom.protocol.public_consents import PublicConsent
from ryadom.protocol.shared import Status
from ryadom.protocol.visitor import Purpose
from ryadom.store.public_objects import MessageKey, ObjectKey
from ryadom.store.sql import Connection, Row, queries_beside

_queries = queries_beside(__file__)

EVER = datetime(1970, 1, 1, tzinfo=UTC)
NEVER = datetime(9999, 1, 1, tzinfo=UTC)
STRETCH, STRETCHES_GROW = timedelta(days=1), 8
"""Those of somebody are looked for in the newest stretch of time, then in ones that are so many times as long."""

FIRST_ID, LAST_ID = UUID(int=0), UUID(int=(1 << 128) - 1)


class ListPlace(Struct, frozen=True, array_like=True):
    """Where something stands in a list: what the list's order goes by."""

    id: UUID
    site_id: UUID = FIRST_ID
    at: datetime = EVER
    seq: int = 0

    @property
    def key(self) -> ObjectKey:
        """Of the object that stands there."""
        return self.site_id, self.id


NEWEST = ListPlace(LAST_ID, LAST_ID, NEVER, (1 << 63) - 1)
"""Before the first place of lists that begin with the newest."""

OLDEST = ListPlace(FIRST_ID)
"""The same of those that begin with the oldest."""


class ConversationFilter(Struct, frozen=True, kw_only=True):
    """Which conversations: begun at or after `since` and before `before`; None is all.

    `operator_id`, `department_id`: who leads it, or led it until it was closed.
    """

    status: Status | None = None
    customer_id: UUID | None = None
    operator_id: UUID | None = None
    department_id: UUID | None = None
    tag_id: UUID | None = None
    since: datetime | None = None
    before: datetime | None = None

    @property
    def is_of_somebody(self) -> bool:
        """Whether a few of all may be wanted, however many there are of the time and status."""
        return any((self.customer_id, self.operator_id, self.department_id, self.tag_id))


async def list_conversations(
    connection: Connection, site_ids: Collection[UUID], only: ConversationFilter, after: ListPlace, *, limit: int
) -> list[ListPlace]:
    """Of these sites, newest first, behind a place.

    In a transaction where `only` is of somebody; its later statements are planned by their values too.
    """
    if only.is_of_somebody:
        return await _list_chosen(connection, site_ids, only, _begun_before(only.before, after), limit=limit)
    rows = await _queries.list_conversations.all(
        connection, **_chosen(site_ids, only, _begun_before(only.before, after)), row_limit=limit
    )
    return [_place(row) for row in rows]


async def _list_chosen(
    connection: Connection, site_ids: Collection[UUID], only: ConversationFilter, after: ListPlace, *, limit: int
) -> list[ListPlace]:
    """Stretch by stretch: of what many have, no more is read and sorted than there is about a page of."""
    await _queries.plan_by_values.value(connection)
    found: list[ListPlace] = []
    stretch, since = STRETCH, only.since or EVER
    ends = min(after.at, datetime.now(UTC))
    while len(found) < limit:
        # What would be left of a longer stretch is no more work than it.
        begins = ends - stretch if ends - since > stretch * STRETCHES_GROW else since
        rows = await _queries.list_chosen_conversations.all(
            connection,
            **_chosen(site_ids, only, after) | {"since": begins},
            customer_id=only.customer_id,
            operator_id=only.operator_id,
            department_id=only.department_id,
            tag_id=only.tag_id,
            row_limit=limit - len(found),
        )
        found += [_place(row) for row in rows]
        if begins == since:
            break
        after, ends, stretch = _begun_before(begins, after), begins, stretch * STRETCHES_GROW
    return found


def _chosen(site_ids: Collection[UUID], only: ConversationFilter, after: ListPlace) -> dict[str, object]:
    return {
        "site_ids": list(site_ids),
        "statuses": [only.status] if only.status else list(Status),
        "since": only.since or EVER,
        "after_at": after.at,
        "after_id": after.id,
        "after_site_id": after.site_id,
    }


def _begun_before(before: datetime | None, after: ListPlace) -> ListPlace:
    """The place, or the one before all that is older than `before`: an index is then entered there, not at its end."""
    return after if before is None or after.at < before else ListPlace(FIRST_ID, at=before)


def _place(row: Row) -> ListPlace:
    return ListPlace(row["id"], row["site_id"], row["created_at"])


async def list_customers(
    connection: Connection, site_ids: Collection[UUID], after: ListPlace, *, limit: int
) -> list[ListPlace]:
    """Who has written on these sites, newest first, behind a place."""
    rows = await _queries.list_customers.all(
        connection, site_ids=list(site_ids), after_id=after.id, after_site_id=after.site_id, row_limit=limit
    )
    return [ListPlace(row["id"], row["site_id"]) for row in rows]


async def list_messages(
    connection: Connection, conversation: ObjectKey, *, after_seq: int, until_seq: int, limit: int
) -> list[MessageKey]:
    """Of a conversation, oldest first, behind a place in it and up to another."""
    site_id, id = conversation
    rows = await _queries.list_messages.all(
        connection,
        site_id=site_id,
        conversation_id=id,
        after_seq=after_seq,
        until_seq=until_seq,
        row_limit=limit,
    )
    return [MessageKey(site_id, id, row["seq"]) for row in rows]


async def list_consents(
    connection: Connection,
    site_ids: Collection[UUID],
    after: ListPlace,
    *,
    since: datetime | None,
    before: datetime | None,
    limit: int,
) -> list[tuple[ListPlace, PublicConsent]]:
    """Given and withdrawn by visitors of these sites, newest first, behind a place; with the place of each."""
    after = _begun_before(before, after)
    rows = await _queries.list_consents.all(
        connection,
        site_ids=list(site_ids),
        since=since or EVER,
        after_at=after.at,
        after_seq=after.seq,
        row_limit=limit,
    )
    return [
        (
            ListPlace(row["visitor_id"], at=row["created_at"], seq=row["ordinal"]),
            PublicConsent(
                id=str(row["ordinal"]),
                site=row["site"],
                created_at=row["created_at"],
                customer_id=row["visitor_id"],
                purpose=Purpose(row["purpose"]),
                action=row["action"],
                version=row["version"],
                document_id=row["document_id"],
                sha256=row["sha256"],
                method=row["method"],
                page_url=row["page_url"],
            ),
        )
        for row in rows
    ]
