"""What changed since a place, for programs that pull: keys, in the order of transactions; and a walk over all there is.

A place is a transaction and a key within it. Only what lies below the oldest transaction that still runs is given, so
one that commits late is never skipped, however long it took.
"""

from collections.abc import Collection
from datetime import datetime
from enum import IntEnum
from hashlib import sha256
from uuid import UUID

from msgspec import Struct

from ryadom.store.ids import new_id
from ryadom.store.public_objects import MessageKey, ObjectKey
from ryadom.store.sql import Connection, Row, queries_beside

_queries = queries_beside(__file__)

EPOCH_BYTES = 8
NOBODY = UUID(int=0)


class Place(Struct, frozen=True, array_like=True):
    """All up to here was given. Before the first key of a transaction is `(transaction, NOBODY, -1)`."""

    xact_id: int
    id: UUID = NOBODY
    seq: int = -1


class Now(Struct, frozen=True, kw_only=True):
    """Where the database is: of which cluster, timeline and life (`epoch`), and since which start of Postgres."""

    horizon: int
    at: datetime
    epoch: bytes
    start_id: UUID


class Change(Struct, frozen=True, kw_only=True):
    """What one entry or mark makes worth giving anew, and where it stands."""

    place: Place
    customer: ObjectKey | None = None
    conversation: ObjectKey | None = None
    message: MessageKey | None = None


class Changes(Struct, frozen=True, kw_only=True):
    """As many as were asked for, or fewer. All up to `following` was looked at; `is_more`: there may be more."""

    changes: tuple[Change, ...]
    following: Place
    is_more: bool


class Step(IntEnum):
    """What a walk over a site goes through, in this order: what others refer to comes first."""

    CUSTOMERS = 0
    CONVERSATIONS = 1
    MESSAGES = 2


class Walk(Struct, frozen=True, array_like=True):
    """Where a walk over all of a site's objects is."""

    site_id: UUID
    step: Step = Step.CUSTOMERS
    id: UUID = NOBODY
    seq: int = 0


async def read_now(connection: Connection, known_start_id: UUID | None) -> tuple[Now, bool]:
    """Where the database is, and whether it has been through this start of Postgres. Outside of any transaction.

    A standby that has taken over, a restored dump, and a database that has crashed or is a copy of a running one have
    another epoch than before; a copy of a stopped cluster that was put back does not know starts that came after it.
    """
    row = await _queries.read_now.one(connection, known_start_id=known_start_id)
    if row["start_id"] is None:
        await _queries.note_start.run(connection, id=new_id())
        row = await _queries.read_now.one(connection, known_start_id=known_start_id)
    told = "/".join(row[name] for name in ("cluster", "database", "filenode", "timeline", "life"))
    now = Now(
        horizon=row["horizon"],
        at=row["now"],
        epoch=sha256(told.encode()).digest()[:EPOCH_BYTES],
        start_id=row["start_id"],
    )
    return now, row["is_start_known"]


async def list_changes(
    connection: Connection, after: Place, *, site_ids: Collection[UUID], limit: int, scan_limit: int
) -> Changes:
    """What changed on these sites after a place, in order; of all sites at most `scan_limit` entries are looked at."""
    rows = await _queries.list_changes.all(
        connection,
        xact_id=str(after.xact_id),
        id=after.id,
        seq=after.seq,
        site_ids=list(site_ids),
        row_limit=limit,
        scan_limit=scan_limit,
    )
    first = rows[0]
    changes = tuple(_change(row) for row in rows if row["xact_id"] is not None)
    if len(changes) == limit:
        return Changes(changes=changes, following=changes[-1].place, is_more=True)
    if first["scanned_count"] == scan_limit:
        last = Place(first["last_xact_id"], first["last_id"], first["last_seq"])
        return Changes(changes=changes, following=last, is_more=True)
    return Changes(changes=changes, following=max_place(after, Place(first["horizon"])), is_more=False)


def max_place(one: Place, other: Place) -> Place:
    """The later of two places."""
    return max(one, other, key=lambda place: (place.xact_id, place.id, place.seq))


async def walk_site(connection: Connection, walk: Walk, *, limit: int) -> tuple[list[tuple[Change, Walk]], Walk | None]:
    """At most `limit` objects of a site behind where the walk is, each with the walk behind it, and where to go on.

    None: nothing is left of the site.
    """
    found: list[tuple[Change, Walk]] = []
    at: Walk | None = walk
    while at is not None and len(found) < limit:
        wanted = limit - len(found)
        rows = await _walk_rows(connection, at, wanted)
        for row in rows:
            at = Walk(walk.site_id, at.step, row["id"], row["seq"])
            found.append((_walked(at), at))
        if len(rows) < wanted:
            at = Walk(walk.site_id, Step(at.step + 1)) if at.step < Step.MESSAGES else None
    return found, at


async def forget_marks(connection: Connection, *, older_days: int, limit: int) -> int:
    """Deletes at most `limit` marks that are as old; gives how many there were."""
    return await _queries.forget_marks.run(connection, older_days=older_days, row_limit=limit)


async def _walk_rows(connection: Connection, walk: Walk, limit: int) -> Collection[Row]:
    if walk.step is Step.MESSAGES:
        return await _queries.walk_messages.all(
            connection, site_id=walk.site_id, id=walk.id, seq=walk.seq, row_limit=limit
        )
    query = _queries.walk_customers if walk.step is Step.CUSTOMERS else _queries.walk_conversations
    return await query.all(connection, site_id=walk.site_id, id=walk.id, row_limit=limit)


def _walked(walk: Walk) -> Change:
    place, key = Place(0, walk.id, walk.seq), (walk.site_id, walk.id)
    match walk.step:
        case Step.CUSTOMERS:
            return Change(place=place, customer=key)
        case Step.CONVERSATIONS:
            return Change(place=place, conversation=key)
        case Step.MESSAGES:
            return Change(place=place, message=MessageKey(walk.site_id, walk.id, walk.seq))


def _change(row: Row) -> Change:
    site_id, id = row["site_id"], row["id"]
    place = Place(row["xact_id"], id, row["seq"])
    if row["kind"] == "customer":
        return Change(place=place, customer=(site_id, id))
    return Change(
        place=place,
        # Whoever begins a conversation may be new.
        customer=(site_id, row["visitor_id"]) if row["visitor_id"] is not None else None,
        conversation=(site_id, id),
        message=MessageKey(site_id, id, row["message_seq"]) if row["message_seq"] is not None else None,
    )
