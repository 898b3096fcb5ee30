"""Who waits for whom: transactions that meet on one conversation, and must not wait for each other in a circle."""

import asyncio
from uuid import uuid4

from ryadom.store.conversations import lock_current_head, lock_head
from ryadom.store.database import Database
from ryadom.store.entries import NewAssignment, NewMessage, append_entry
from ryadom.store.visitors import lock_visitor
from tests.store.scenes import Scene, make_scene

DEADLINE_S = 10.0


async def _write_as_visitor(database: Database, scene: Scene, holds_visitor: asyncio.Event) -> None:
    head = scene.head
    async with database.transaction() as connection:
        await lock_visitor(connection, site_id=head.site_id, visitor_id=head.visitor.id, locale="ru")
        holds_visitor.set()
        current = await lock_current_head(connection, site_id=head.site_id, visitor_id=head.visitor.id)
        assert current is not None
        content = NewMessage(body="вопрос")
        await append_entry(connection, head=current, author=head.visitor, echo_id=uuid4(), content=content)


async def test_operator_who_takes_and_answers_and_visitor_who_writes_meet_without_a_deadlock(
    database: Database,
) -> None:
    """A second change of a row has its foreign keys checked, which needs a share of the visitor's row."""
    async with database.transaction() as connection:
        scene = await make_scene(connection)
    holds_visitor = asyncio.Event()
    async with asyncio.timeout(DEADLINE_S), asyncio.TaskGroup() as tasks, database.transaction() as connection:
        head = await lock_head(connection, site_id=scene.head.site_id, id=scene.head.id)
        assert head is not None
        tasks.create_task(_write_as_visitor(database, scene, holds_visitor))
        await holds_visitor.wait()
        for content in (NewAssignment(operator=scene.operator), NewMessage(body="ответ")):
            await append_entry(connection, head=head, author=scene.operator, echo_id=uuid4(), content=content)
