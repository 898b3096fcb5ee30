"""Conversations that operators have merged, and those that they may merge."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from ryadom.protocol.shared import Author, AuthorKind
from ryadom.store.bot_waits import find_unanswered
from ryadom.store.conversations import Head
from ryadom.store.customer_links import VisitorRef, linked_to
from ryadom.store.operator_work import LEASE_S
from ryadom.store.profiles import browsers_of_people
from ryadom.store.purviews import Narrowed, Purview
from ryadom.store.sql import Connection, queries_beside

_queries = queries_beside(__file__)
_list_others = Narrowed(_queries.list_others)


async def people_of(connection: Connection, visitor: VisitorRef) -> list[VisitorRef]:
    """The visitor first, and whoever is the same person, by an operator's word or by the site's."""
    return await browsers_of_people(connection, [visitor, *await linked_to(connection, [visitor])])


async def is_merged(connection: Connection, head: Head) -> bool:
    """Whether it is closed because it goes on in another one."""
    return bool(await _queries.is_merged.value(connection, site_id=head.site_id, id=head.id))


async def are_one_person(connection: Connection, one: VisitorRef, other: VisitorRef) -> bool:
    """Whether an operator or the site says so, of either.

    By the site's word one may be known as the other's other half, and not the other way round.
    """
    return other in await people_of(connection, one) or one in await people_of(connection, other)


async def waited_since(connection: Connection, head: Head) -> datetime | None:
    """Since when its visitor waits for a person; None where nobody waits, or a bot has answered. Under its lock."""
    unanswered_seq = await find_unanswered(connection, site_id=head.site_id, conversation_id=head.id)
    since: datetime | None = await _queries.waited_since.value(
        connection, site_id=head.site_id, id=head.id, unanswered_seq=unanswered_seq
    )
    return since


async def find_leader(connection: Connection, head: Head, *, roles: Collection[str]) -> Author | None:
    """Who leads the conversation that a closed one was merged into, while that is open and they are at work.

    None where its visitor is taken for another person by now: to whom they wrote is no business of this one's.
    """
    row = await _queries.find_leader.first(
        connection, site_id=head.site_id, id=head.id, roles=list(roles), lease_s=LEASE_S
    )
    if row is None:
        return None
    visitor, other = [VisitorRef(head.site_id, id) for id in (head.visitor.id, row["visitor_id"])]
    if not await are_one_person(connection, visitor, other):
        return None
    return Author(
        kind=AuthorKind.OPERATOR,
        id=row["id"],
        name=row["name"],
        public_name=row["public_name"],
        avatar=row["avatar"] or "",
    )


async def list_others(
    connection: Connection, head: Head, people: Collection[VisitorRef], *, limit: int, purview: Purview | None = None
) -> list[UUID]:
    """The ids of these people's other conversations on the same site, open ones first, newest activity first.

    Of those within a purview.
    """
    query, narrowing = _list_others.of(purview)
    visitor_ids = [one.visitor_id for one in people if one.site_id == head.site_id]
    rows = await query.all(
        connection,
        **narrowing,
        site_id=head.site_id,
        visitor_ids=visitor_ids,
        but_id=head.id,
        row_limit=limit,
    )
    return [row["id"] for row in rows]
