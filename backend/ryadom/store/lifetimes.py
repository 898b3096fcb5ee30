"""Lifetimes: how long a site keeps each kind of data after its end, and what has outlived them."""

from collections.abc import Collection, Sequence
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from msgspec import Struct

from ryadom.store.sql import Connection, Query, queries_beside

_queries = queries_beside(__file__)


class Lifetime(StrEnum):
    """A kind of data with a lifetime of its own; the data map says which columns are of it.

    `messages`, `pages`: of a conversation, counted from its closing; `card`: of a person, from the closing of their
    last conversation; `consents`: the evidence, from when the last consent was withdrawn or the person erased.
    """

    MESSAGES = "messages"
    CARD = "card"
    PAGES = "pages"
    CONSENTS = "consents"


class End(StrEnum):
    """Whose end begins the lifetime, and by whose ids its rows are found."""

    CONVERSATION = "conversation"
    PERSON = "person"
    CONSENTS = "consents"


ENDS = {
    Lifetime.MESSAGES: End.CONVERSATION,
    Lifetime.CARD: End.PERSON,
    Lifetime.PAGES: End.CONVERSATION,
    Lifetime.CONSENTS: End.CONSENTS,
}


class SiteLifetime(Struct, frozen=True, kw_only=True):
    """How many days a site keeps a kind. `swept_until`: what ended before has been erased already; None for nothing."""

    site_id: UUID
    kind: Lifetime
    days: int
    set_at: datetime
    swept_until: datetime | None


class Ended(Struct, frozen=True):
    """A conversation or a person whose data of some kind has outlived its lifetime."""

    id: UUID
    visitor_id: UUID
    ended_at: datetime


async def list_lifetimes(connection: Connection, site_ids: Collection[UUID]) -> list[SiteLifetime]:
    """All lifetimes of these sites; a kind that is not there is kept."""
    rows = await _queries.list_lifetimes.all(connection, site_ids=list(site_ids))
    return [
        SiteLifetime(
            site_id=row["site_id"],
            kind=Lifetime(row["kind"]),
            days=row["days"],
            set_at=row["set_at"],
            swept_until=row["swept_until"],
        )
        for row in rows
    ]


async def set_lifetime(connection: Connection, *, site_id: UUID, kind: Lifetime, days: int | None) -> bool:
    """Sets a lifetime, or (None) takes it away; False where nothing changed."""
    if days is None:
        return await _queries.unset_lifetime.run(connection, site_id=site_id, kind=kind) == 1
    return await _queries.set_lifetime.run(connection, site_id=site_id, kind=kind, days=days) == 1


async def note_swept(connection: Connection, lifetime: SiteLifetime, until: datetime) -> bool:
    """Notes that what ended before has been looked at; False where the lifetime, or a hold, has changed meanwhile."""
    noted = await _queries.note_swept.run(
        connection,
        site_id=lifetime.site_id,
        kind=lifetime.kind,
        days=lifetime.days,
        was=lifetime.swept_until,
        swept_until=until,
    )
    return noted == 1


async def begin_anew(connection: Connection, site_id: UUID) -> None:
    """Lets the next run look at all of the site again: something that was passed over need not be any more."""
    await _queries.begin_anew.run(connection, site_id=site_id)


async def list_ended(
    connection: Connection,
    end: End,
    *,
    site_id: UUID,
    before: datetime,
    after: Ended | datetime | None,
    limit: int,
) -> list[Ended]:
    """Whose end was before `before`, the oldest first, at most `limit`; `after`: where to go on, or from when."""
    rows = await _ENDED[end].all(
        connection,
        site_id=site_id,
        before=before,
        after_at=after.ended_at if isinstance(after, Ended) else after,
        after_id=after.id if isinstance(after, Ended) else None,
        row_limit=limit,
    )
    return [Ended(row["id"], row["visitor_id"], row["ended_at"]) for row in rows]


async def lock_still_ended(
    connection: Connection, end: End, *, site_id: UUID, before: datetime, owners: Sequence[Ended]
) -> set[UUID]:
    """Those of these of which it is still so, and stays so until the transaction ends.

    Nobody has come back, held or disputed them; whoever would now, waits. Locked are people before conversations, as
    whoever else takes both does.
    """
    ids = [one.id for one in owners]
    visitor_ids = sorted({one.visitor_id for one in owners})
    await _queries.lock_visitors.run(connection, site_id=site_id, visitor_ids=visitor_ids)
    await _queries.take_turns.run(connection, visitor_ids=visitor_ids)
    if end in _LOCKS:
        await _LOCKS[end].run(connection, site_id=site_id, ids=ids)
    # A statement of its own: its snapshot is fresher than the locks.
    rows = await _STILL[end].all(connection, site_id=site_id, before=before, ids=ids)
    return {row["id"] for row in rows}


async def database_now(connection: Connection) -> datetime:
    """The database's clock."""
    now: datetime = await _queries.database_now.value(connection)
    return now


async def try_alone(connection: Connection) -> bool:
    """Whether no other transaction erases by lifetimes; from now on to the end of this one nobody else does."""
    return bool(await _queries.try_alone.value(connection))


_ENDED: dict[End, Query] = {
    End.CONVERSATION: _queries.ended_conversations,
    End.PERSON: _queries.ended_persons,
    End.CONSENTS: _queries.ended_consents,
}
_STILL: dict[End, Query] = {
    End.CONVERSATION: _queries.still_ended_conversations,
    End.PERSON: _queries.still_ended_persons,
    End.CONSENTS: _queries.still_ended_consents,
}
_LOCKS: dict[End, Query] = {
    End.CONVERSATION: _queries.lock_closed_conversations,
    End.PERSON: _queries.lock_closed_conversations_of_persons,
}
