"""The erasure of one person: a row that refuses them from now on, and all else overwritten, page by page.

Every step is a transaction of its own and does nothing where it was done before. So whatever stops it half-way, the
same call goes on: the order is such that nothing new can come in behind it.
"""

from collections.abc import Callable, Iterable
from uuid import UUID

from msgspec import Struct

from ryadom.errors import LegalHold
from ryadom.privacy.classification import Table
from ryadom.privacy.data_map import TABLES, person_tables
from ryadom.privacy.destruction import begin, note_page, task_of
from ryadom.privacy.erasing_statements import erasing_statements
from ryadom.privacy.persons import PAGE_ROWS, Person, owner_ids
from ryadom.protocol.shared import AuthorKind, Status
from ryadom.store.conversations import list_ids_of_visitor, lock_head, mark_read
from ryadom.store.database import Database
from ryadom.store.destructions import Begun, Ground, Task
from ryadom.store.entries import NewStatus, append_entry
from ryadom.store.journal_chain import COMMAND_LINE, Actor
from ryadom.store.legal_holds import is_held
from ryadom.store.visitors import mark_erased


class ShutOut(Struct, frozen=True):
    """A visitor of whom nothing is taken any more: their conversations, and the destruction that has begun."""

    conversation_ids: list[UUID]
    destruction: Begun


async def shut_out(
    database: Database, person: Person, *, generation: int, task: Task | None = None, by: Actor = COMMAND_LINE
) -> ShutOut:
    """Refuses the visitor's tokens up to this generation, and closes their conversations.

    A plain message needs an open conversation, and whatever opens or begins one looks first whether its visitor was
    erased, under the lock of their row: so from here on no process stores a message, also one that has heard nothing.

    Raises:
        LegalHold: nothing of them may be erased for now; then nothing is changed.
        JournalUnavailable: the journal can't be written; then nothing is changed either.
    """
    site_id, visitor_id = person.site.id, person.visitor_id
    async with database.transaction() as connection:
        # The row is locked by this, and whoever places a hold locks it too.
        await mark_erased(connection, site_id=site_id, visitor_id=visitor_id, generation=generation)
        if await is_held(connection, site_id=site_id, visitor_id=visitor_id):
            raise LegalHold(
                f"A legal hold is on visitor {visitor_id}: lift it first. `ryadom retention holds` shows why it is on.",
                field="visitor",
            )
        begun = await begin(connection, task or task_of(person, Ground.COMMAND_LINE), by=by)
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
    return ShutOut(conversation_ids, begun)


async def overwrite(
    database: Database,
    person: Person,
    *,
    task: Task | None = None,
    on_page: Callable[[Table, int], None] = lambda _table, _changed: None,
    tables: Iterable[Table] = TABLES,
    page_rows: int = PAGE_ROWS,
) -> dict[str, int]:
    """Erases what the data map says; gives how many rows were changed, by table. To be called after `shut_out`.

    `on_page` is told of each page once it is committed. Holds no lock on a conversation, and at most `page_rows` rows.
    """
    task = task or task_of(person, Ground.COMMAND_LINE)
    counts: dict[str, int] = {}
    for table in filter(lambda table: table.is_changed, person_tables(tables)):
        statements = erasing_statements(table)
        if not table.is_derived:
            counts[table.name] = 0
        for owner_id in await owner_ids(database, person, table):
            place: object = None
            is_more = True
            while is_more:
                async with database.transaction() as connection:
                    page = await statements.erase(
                        connection, site_id=person.site.id, owner_id=owner_id, after=place, row_limit=page_rows
                    )
                    if page.changed and not table.is_derived:
                        await note_page(
                            connection,
                            task,
                            table_name=table.name,
                            rows=page.changed,
                            visitor_ids=[person.visitor_id],
                            categories=page.categories,
                        )
                place, is_more = page.place, page.seen == page_rows
                if not table.is_derived:
                    counts[table.name] += page.changed
                    on_page(table, page.changed)
    return counts
