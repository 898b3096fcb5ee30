"""Lists of the evidence: who gave and withdrew what, and whose data are to be destroyed for it. Paged by key."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Annotated
from uuid import UUID

from msgspec import Meta, Struct

from ryadom.protocol.visitor import Purpose
from ryadom.store.consent_events import Action, Method
from ryadom.store.sql import Connection, Row, queries_beside

_queries = queries_beside(__file__)


class Filter(Struct, frozen=True, kw_only=True):
    """Which events are asked for; None asks for any. `since` is included, `until` is not."""

    purpose: Purpose | None = None
    action: Action | None = None
    visitor_id: UUID | None = None
    since: datetime | None = None
    until: datetime | None = None


class Place(Struct, frozen=True, array_like=True):
    """Where a page ended: the time and the number of its last row."""

    at: Annotated[datetime, Meta(tz=True)]
    ordinal: int


class ListedEvent(Struct, frozen=True, kw_only=True):
    """One row of the evidence, without what only an export needs."""

    site_id: UUID
    visitor_id: UUID
    action: Action
    purpose: Purpose
    document_id: UUID
    version: int
    method: Method
    at: datetime


class Withdrawn(Struct, frozen=True, kw_only=True):
    """Somebody whose data are still held though they withdrew their consent to processing at `at`."""

    site_id: UUID
    visitor_id: UUID
    method: Method
    at: datetime
    blocked_at: datetime | None


async def list_events(
    connection: Connection, *, site_ids: Collection[UUID], filter: Filter, after: Place | None, limit: int
) -> tuple[list[ListedEvent], Place | None]:
    """A page of events, newest first, and where it ended; None on the last page."""
    values: dict[str, object] = {
        "site_ids": list(site_ids),
        "purpose": filter.purpose,
        "action": filter.action,
        "since": filter.since,
        "until": filter.until,
        "after_at": after.at if after else None,
        "after_ordinal": after.ordinal if after else None,
        "row_limit": limit + 1,
    }
    if filter.visitor_id is None:
        rows = await _queries.list_events.all(connection, **values)
    else:
        rows = await _queries.list_events_of_visitor.all(connection, visitor_id=filter.visitor_id, **values)
    events = [
        ListedEvent(
            site_id=row["site_id"],
            visitor_id=row["visitor_id"],
            action=Action(row["action"]),
            purpose=Purpose(row["purpose"]),
            document_id=row["document_id"],
            version=row["version"],
            method=Method(row["method"]),
            at=row["created_at"],
        )
        for row in rows[:limit]
    ]
    return events, _end(rows, limit)


async def list_withdrawn(
    connection: Connection, *, site_ids: Collection[UUID], after: Place | None, limit: int
) -> tuple[list[Withdrawn], Place | None]:
    """A page of who withdrew and is not erased yet, longest ago first, and where it ended; None on the last page."""
    rows = await _queries.list_withdrawn.all(
        connection,
        site_ids=list(site_ids),
        after_at=after.at if after else None,
        after_ordinal=after.ordinal if after else None,
        row_limit=limit + 1,
    )
    people = [
        Withdrawn(
            site_id=row["site_id"],
            visitor_id=row["visitor_id"],
            method=Method(row["method"]),
            at=row["created_at"],
            blocked_at=row["blocked_at"],
        )
        for row in rows[:limit]
    ]
    return people, _end(rows, limit)


def _end(rows: Sequence[Row], limit: int) -> Place | None:
    return Place(rows[limit - 1]["created_at"], rows[limit - 1]["ordinal"]) if len(rows) > limit else None
