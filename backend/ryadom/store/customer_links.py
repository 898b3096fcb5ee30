"""Which visitors are one person: those whom operators took for one, and those who look like it."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from msgspec import Struct

from ryadom.store.ids import new_id
from ryadom.store.purviews import Narrowed, Purview
from ryadom.store.sql import Connection, queries_beside

_queries = queries_beside(__file__)
MOST_KNOWN = 100
"""So many at most are found by each contact in each place where it may stand (the LIMITs of the statements)."""
_describe = Narrowed(_queries.describe)
_who_wrote = Narrowed(_queries.who_wrote)


class VisitorRef(NamedTuple):
    """A visitor of a site."""

    site_id: UUID
    visitor_id: UUID


class KnownPerson(Struct, frozen=True, kw_only=True):
    """A visitor as a card names them: by what operators wrote down, else what they call themselves, else not at all.

    `conversation_id`: their newest conversation.
    """

    site_id: UUID
    site_name: str
    visitor_id: UUID
    name: str
    conversation_id: UUID
    created_at: datetime

    @property
    def ref(self) -> VisitorRef:
        """Which visitor that is."""
        return VisitorRef(self.site_id, self.visitor_id)


class WrittenContact(Struct, frozen=True):
    """A message that the search takes for one with a contact in it; it is to be looked at more closely."""

    ref: VisitorRef
    body: str


async def lock_controller(connection: Connection, controller_id: UUID) -> None:
    """Waits until nobody else links people of this controller, and keeps it so until the transaction ends."""
    await _queries.lock_controller.run(connection, controller_id=controller_id)


async def linked_to(connection: Connection, people: Collection[VisitorRef]) -> list[VisitorRef]:
    """Whoever is taken for the same person as one of these, without these."""
    rows = await _queries.linked_to.all(connection, **_arrays(people))
    return [VisitorRef(row["site_id"], row["visitor_id"]) for row in rows]


async def link(connection: Connection, one: VisitorRef, other: VisitorRef, *, by: UUID) -> int:
    """Makes two visitors one person, with whoever was one person with either; gives how many that are now.

    To be called with the controller locked.
    """
    customer_id, before = [
        await _queries.customer_of.value(connection, site_id=each.site_id, visitor_id=each.visitor_id)
        for each in (one, other)
    ]
    kept: UUID = customer_id or before or new_id()
    if before is not None and before != kept:
        await _queries.move_people.run(connection, from_id=before, to_id=kept)
    for each in (one, other):
        await _queries.put_link.run(
            connection, site_id=each.site_id, visitor_id=each.visitor_id, customer_id=kept, linked_by=by
        )
    return int(await _queries.count_people.value(connection, customer_id=kept))


async def unlink(connection: Connection, one: VisitorRef, other: VisitorRef) -> bool:
    """Takes `other` out of the person that `one` is; False where they are not the same one.

    To be called with the controller locked.
    """
    customer_id = await _queries.customer_of.value(connection, site_id=one.site_id, visitor_id=one.visitor_id)
    if customer_id is None:
        return False
    dropped = await _queries.drop_link.run(
        connection, site_id=other.site_id, visitor_id=other.visitor_id, customer_id=customer_id
    )
    await _queries.drop_lonely.run(connection, customer_id=customer_id)
    return dropped == 1


async def describe(
    connection: Connection,
    people: Collection[VisitorRef],
    *,
    site_ids: Collection[UUID],
    purview: Purview | None = None,
) -> list[KnownPerson]:
    """Those of these who are on the sites and have a conversation within a purview, the newest first.

    Nobody erased or blocked.
    """
    query, narrowing = _describe.of(purview)
    rows = await query.all(connection, **_arrays(people), seen_site_ids=list(site_ids), **narrowing) if people else ()
    return [KnownPerson(**row) for row in rows]


async def with_contacts(
    connection: Connection, *, phones: Sequence[str], emails: Sequence[str], site_ids: Collection[UUID]
) -> list[tuple[VisitorRef, str]]:
    """Whose card, or site, names one of these contacts, and whether it is a `phone` or an `email`.

    Phones are given as their last ten digits, addresses in small letters.
    """
    rows = await _queries.with_contacts.all(
        connection, phones=list(phones), emails=list(emails), site_ids=list(site_ids)
    )
    return [(VisitorRef(row["site_id"], row["visitor_id"]), row["kind"]) for row in rows]


async def with_external_id(connection: Connection, external_id: str, *, site_ids: Collection[UUID]) -> list[VisitorRef]:
    """Whose site knows them by this number, at most 100."""
    rows = await _queries.with_external_id.all(connection, site_ids=list(site_ids), external_id=external_id)
    return [VisitorRef(row["site_id"], row["visitor_id"]) for row in rows]


async def known_by(
    connection: Connection,
    *,
    phones: Sequence[str],
    emails: Sequence[str],
    external_id: str,
    site_ids: Collection[UUID],
) -> tuple[list[VisitorRef], bool]:
    """Whoever has one of these contacts, spelled as for `with_contacts`, or this number (empty: none) at their site.

    Each once; and whether that is all of them.
    """
    held = await with_contacts(connection, phones=phones, emails=emails, site_ids=site_ids) if phones or emails else []
    numbered = await with_external_id(connection, external_id, site_ids=site_ids) if external_id else []
    # Each of the contacts' four looks may have come to its limit.
    is_complete = max(len(held), len(numbered)) < MOST_KNOWN
    return list(dict.fromkeys([*(ref for ref, _ in held), *numbered])), is_complete


async def who_wrote(
    connection: Connection,
    tsquery: str,
    *,
    slots: Sequence[int],
    site_ids: Collection[UUID],
    but_visitor_ids: Collection[UUID],
    purview: Purview | None = None,
) -> list[WrittenContact]:
    """The newest messages of other visitors within a purview that have these words of the search, at most 100."""
    query, narrowing = _who_wrote.of(purview)
    rows = await query.all(
        connection,
        **narrowing,
        tsquery=tsquery,
        slots=list(slots),
        site_ids=list(site_ids),
        but_visitor_ids=list(but_visitor_ids),
    )
    return [WrittenContact(VisitorRef(row["site_id"], row["visitor_id"]), row["body"]) for row in rows]


def _arrays(people: Collection[VisitorRef]) -> dict[str, list[UUID]]:
    return {"site_ids": [one.site_id for one in people], "visitor_ids": [one.visitor_id for one in people]}
