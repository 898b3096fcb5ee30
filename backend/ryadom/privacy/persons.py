"""Who is meant by a visitor's or a conversation's number, and everything that is held on them."""

from collections.abc import AsyncIterator, Iterable, Sequence
from uuid import UUID

from msgspec import Struct

from ryadom.errors import ConversationUnknown, SiteUnknown, VisitorUnknown
from ryadom.privacy.classification import Found, Table
from ryadom.privacy.data_map import TABLES, person_tables
from ryadom.privacy.erasing_statements import erasing_statements
from ryadom.privacy.person_statements import person_statements
from ryadom.store.conversations import find_owner, list_ids_of_visitor
from ryadom.store.database import Database
from ryadom.store.sites import Site, find_site
from ryadom.store.sql import Row
from ryadom.store.visitors import exists

PAGE_ROWS = 1_000


class Person(Struct, frozen=True):
    """A visitor of a site of whom something is stored."""

    site: Site
    visitor_id: UUID


async def find_person(
    database: Database, *, site_key: str, visitor_id: UUID | None = None, conversation_id: UUID | None = None
) -> Person:
    """The visitor with this id, or whose conversation has that one.

    Raises:
        SiteUnknown: no site has this key.
        ConversationUnknown: the site has no such conversation.
        VisitorUnknown: nothing is stored of such a visitor.
    """
    async with database.connection() as connection:
        site = await find_site(connection, site_key)
        if site is None:
            raise SiteUnknown(f"No site has the key {site_key}. `ryadom site list` shows them.", field="site")
        if conversation_id is not None:
            owner = await find_owner(connection, id=conversation_id, site_ids=[site.id])
            if owner is None:
                raise ConversationUnknown(f"The site has no conversation {conversation_id}.", field="conversation")
            visitor_id = owner[1]
        if visitor_id is None or not await exists(connection, site_id=site.id, visitor_id=visitor_id):
            raise VisitorUnknown(f"Nothing is stored of a visitor {visitor_id} on this site.", field="visitor")
    return Person(site, visitor_id)


async def owner_ids(database: Database, person: Person, table: Table) -> Sequence[UUID]:
    """The ids by which the person's rows of a table are found: their own, or those of their conversations."""
    if table.found is not Found.CONVERSATION:
        return [person.visitor_id]
    async with database.connection() as connection:
        return await list_ids_of_visitor(connection, site_id=person.site.id, visitor_id=person.visitor_id)


async def read_held(
    database: Database, person: Person, *, tables: Iterable[Table] = TABLES, page_rows: int = PAGE_ROWS
) -> AsyncIterator[tuple[Table, list[dict[str, object]]]]:
    """Pages of what the person is told, table by table in the map's order; of each table of which
    anything is told at least one, maybe empty.
    """
    for table in person_tables(tables):
        names = [column.name for column in table.answered]
        if not names:
            continue
        statements = person_statements(table)
        yield table, []
        for owner_id in await owner_ids(database, person, table):
            values: dict[str, object] = {"site_id": person.site.id, "owner_id": owner_id, "row_limit": page_rows}
            rows: Sequence[Row] = []
            while not rows or len(rows) == page_rows:
                async with database.connection() as connection:
                    if rows:
                        rows = await statements.next_page.all(connection, after=rows[-1]["place"], **values)
                    else:
                        rows = await statements.first_page.all(connection, **values)
                yield table, [{name: row[name] for name in names} for row in rows]
                if not rows:
                    break


async def count_held(database: Database, person: Person, *, tables: Iterable[Table] = TABLES) -> dict[str, int]:
    """How many rows the person has, by table."""
    counts: dict[str, int] = {}
    for table in person_tables(tables):
        if table.is_derived:
            continue
        count = person_statements(table).count_held
        counts[table.name] = 0
        for owner_id in await owner_ids(database, person, table):
            async with database.connection() as connection:
                counts[table.name] += await count.value(connection, site_id=person.site.id, owner_id=owner_id)
    return counts


async def count_left(database: Database, person: Person, *, tables: Iterable[Table] = TABLES) -> dict[str, int]:
    """How many rows an erasure would still change, by table."""
    counts: dict[str, int] = {}
    for table in person_tables(tables):
        if table.is_changed and not table.is_derived:
            count, owners = erasing_statements(table).count_left, await owner_ids(database, person, table)
            async with database.connection() as connection:
                counts[table.name] = await count.value(connection, site_id=person.site.id, owner_ids=list(owners))
    return counts
