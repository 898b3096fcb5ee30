"""The erasure of one person: a row that refuses them from now on, and all else overwritten, page by page.

Every step is a transaction of its own and does nothing where it was done before. So whatever stops it half-way, the
same call goes on: the order is such that nothing new can come in behind it.
"""

from collections.abc import Callable, Iterable
from uuid import UUID

from ryadom.privacy.classification import Table
from ryadom.privacy.data_map import TABLES, person_tables
from ryadom.privacy.person_statements import person_statements
from ryadom.privacy.persons import PAGE_ROWS, Person, owner_ids
from ryadom.protocol.shared import AuthorKind, Status
from ryadom.store.conversations import list_ids_of_visitor, lock_head, mark_read
from ryadom.store.database import Database
from ryadom.store.entries import NewStatus, append_entry
from ryadom.store.visitors import mark_erased


async def shut_out(database: Database, person: Person, *, generation: int) -> list[UUID]:
    """Refuses the visitor's tokens up to this generation, and closes their conversations; gives those.

    A plain message needs an open conversation, and whatever opens or begins one looks first whether its visitor was
    erased, under the lock of their row: so from here on no process stores a message, also one that has heard nothing.
    """
    site_id, visitor_id = person.site.id, person.visitor_id
    async with database.transaction() as connection:
        await mark_erased(connection, site_id=site_id, visitor_id=visitor_id, generation=generation)
    async with database.connection() as connection:
        conversation_ids = await list_ids_of_visitor(connection, site_id=site_id, visitor_id=visitor_id)
    for conversation_id in conversation_ids:
        async with database.transaction() as connection:
            head = await lock_head(connection, site_id=site_id, id=conversation_id)
            if head is not None and head.status is Status.OPEN:
                closing = NewStatus(status=Status.CLOSED)
                closed = await append_entry(connection, head=head, author=head.visitor, echo_id=None, content=closing)
                # What nobody can read any more is not unread.
                await mark_read(
                    connection,
                    site_id=site_id,
                    id=head.id,
                    reader=AuthorKind.OPERATOR,
                    seq=closed.entry.seq,
                    blocked_too=True,
                )
    return conversation_ids


async def overwrite(
    database: Database,
    person: Person,
    *,
    on_page: Callable[[Table, int], None] = lambda _table, _changed: None,
    tables: Iterable[Table] = TABLES,
    page_rows: int = PAGE_ROWS,
) -> dict[str, int]:
    """Erases what the data map says; gives how many rows were changed, by table. To be called after `shut_out`.

    `on_page` is told of each page once it is committed. Holds no lock on a conversation, and at most `page_rows` rows.
    """
    counts: dict[str, int] = {}
    for table in filter(lambda table: table.is_changed, person_tables(tables)):
        statements = person_statements(table)
        counts[table.name] = 0
        for owner_id in await owner_ids(database, person, table):
            values: dict[str, object] = {"site_id": person.site.id, "owner_id": owner_id, "row_limit": page_rows}
            place: object = None
            is_more = True
            while is_more:
                async with database.transaction() as connection:
                    if place is None:
                        done = await statements.erase_first_page.one(connection, **values)
                    else:
                        done = await statements.erase_next_page.one(connection, after=place, **values)
                place, is_more = done["place"], done["seen"] == page_rows
                counts[table.name] += done["changed"]
                on_page(table, done["changed"])
    return counts
