"""Which objects stand on a page of a list of programs: their keys, in the list's order."""

from collections.abc import Collection
from datetime import UTC, datetime
from uuid import UUID

from msgspec import Struct

from ryadom.protocol.public_consents import PublicConsent
from ryadom.protocol.shared import Status
from ryadom.protocol.visitor import Purpose
from ryadom.store.public_objects import MessageKey, ObjectKey
from ryadom.store.sql import Connection, queries_beside

_queries = queries_beside(__file__)

EVER = datetime(1970, 1, 1, tzinfo=UTC)
NEVER = datetime(9999, 1, 1, tzinfo=UTC)
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
    """Which conversations: begun at or after `since` and before `before`; None is all."""

    status: Status | None = None
    tag_id: UUID | None = None
    since: datetime | None = None
    before: datetime | None = None


async def list_conversations(
    connection: Connection, site_ids: Collection[UUID], only: ConversationFilter, after: ListPlace, *, limit: int
) -> list[ListPlace]:
    """Of these sites, newest first, behind a place."""
    query, tag = (
        (_queries.list_tagged_conversations, {"tag_id": only.tag_id})
        if only.tag_id
        else (_queries.list_conversations, {})
    )
    rows = await query.all(
        connection,
        site_ids=list(site_ids),
        since=only.since or EVER,
        before=only.before or NEVER,
        status=only.status,
        after_at=after.at,
        after_id=after.id,
        after_site_id=after.site_id,
        row_limit=limit,
        **tag,
    )
    return [ListPlace(row["id"], row["site_id"], row["created_at"]) for row in rows]


async def list_customers(
    connection: Connection, site_ids: Collection[UUID], after: ListPlace, *, limit: int
) -> list[ListPlace]:
    """Who has written on these sites, newest first, behind a place."""
    rows = await _queries.list_customers.all(
        connection, site_ids=list(site_ids), after_id=after.id, after_site_id=after.site_id, row_limit=limit
    )
    return [ListPlace(row["id"], row["site_id"]) for row in rows]


async def list_messages(
    connection: Connection, conversation: ObjectKey, *, after_seq: int, limit: int
) -> list[MessageKey]:
    """Of a conversation, oldest first, behind a place in it."""
    site_id, id = conversation
    rows = await _queries.list_messages.all(
        connection, site_id=site_id, conversation_id=id, after_seq=after_seq, row_limit=limit
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
    rows = await _queries.list_consents.all(
        connection,
        site_ids=list(site_ids),
        since=since or EVER,
        before=before or NEVER,
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
