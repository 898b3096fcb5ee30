"""Merged conversations in the database: by their indexes, without circles, and pointing at nothing that is gone."""

from collections.abc import AsyncIterator
from itertools import pairwise
from uuid import UUID

import pytest

from ryadom.core.rights import ANSWERING_ROLES
from ryadom.protocol.shared import Status
from ryadom.store import mergers
from ryadom.store.conversations import Head, insert_conversation, lock_head
from ryadom.store.database import Database
from ryadom.store.entries import NewAssignment, NewMerge, NewMessage, NewStatus, append_entry
from ryadom.store.ids import new_id
from ryadom.store.mergers import find_leader
from ryadom.store.operator_work import see_operators
from tests.store.forms import forms_of
from tests.store.inbox_town import used_indexes
from tests.store.scenes import Scene, make_scene
from tests.store.test_customers import plan_of


@pytest.fixture
async def scene(database: Database) -> AsyncIterator[Scene]:
    async with database.transaction() as connection:
        yield await make_scene(connection)


async def another(scene: Scene) -> Head:
    """One more of the same visitor."""
    site_id, id = scene.head.site_id, new_id()
    await insert_conversation(scene.connection, site_id=site_id, id=id, visitor_id=scene.head.visitor.id, page=None)
    head = await lock_head(scene.connection, site_id=site_id, id=id)
    assert head is not None
    return head


async def merge(scene: Scene, head: Head, into: Head) -> None:
    """As the core does, under the locks of both."""
    contents = (into, NewMerge(from_id=head.id)), (head, NewStatus(status=Status.CLOSED, merged_into_id=into.id))
    for where, content in contents:
        await append_entry(scene.connection, head=where, author=scene.operator, echo_id=None, content=content)


async def pointer(scene: Scene, head: Head) -> UUID | None:
    found: UUID | None = await scene.connection.fetchval(
        "SELECT merged_into_id FROM conversations WHERE id = $1", head.id
    )
    return found


async def test_what_is_merged_waits_in_no_queue_and_nobody_has_read_more_of_it(scene: Scene) -> None:
    other = await another(scene)
    visitor = scene.head.visitor
    await append_entry(
        scene.connection, head=scene.head, author=visitor, echo_id=None, content=NewMessage(body="Вопрос")
    )
    await merge(scene, scene.head, other)
    row = await scene.connection.fetchrow(
        "SELECT status, last_seq, operator_read_seq, queued_at, merged_into_id FROM conversations WHERE id = $1",
        scene.head.id,
    )
    assert row is not None
    assert list(row) == ["closed", 2, 0, None, other.id]


async def test_one_that_is_gone_is_pointed_at_no_more_and_others_stay(scene: Scene) -> None:
    other, third = await another(scene), await another(scene)
    await merge(scene, scene.head, other)
    fourth = await another(scene)
    await merge(scene, fourth, third)
    await scene.connection.execute("DELETE FROM entries WHERE conversation_id = $1", other.id)
    await scene.connection.execute("DELETE FROM conversations WHERE id = $1", other.id)
    assert await pointer(scene, scene.head) is None
    assert await pointer(scene, fourth) == third.id


async def test_leader_is_found_along_the_way_and_only_where_it_ends_open(scene: Scene) -> None:
    connection, operator = scene.connection, scene.operator
    await connection.execute(
        "INSERT INTO operator_sites (operator_id, site_id) VALUES ($1, $2) ON CONFLICT DO NOTHING",
        operator.id,
        scene.head.site_id,
    )
    await see_operators(connection, [operator.id])
    heads = [scene.head, *[await another(scene) for _ in range(3)]]
    last = heads[-1]
    content = NewAssignment(operator=operator)
    await append_entry(connection, head=last, author=operator, echo_id=None, content=content)
    for head, into in pairwise(heads):
        assert await find_leader(connection, head, roles=ANSWERING_ROLES) is None
        await merge(scene, head, into)
    found = [await find_leader(connection, head, roles=ANSWERING_ROLES) for head in heads]
    assert [one and one.id for one in found] == [operator.id, operator.id, operator.id, None]
    # Even a circle, which only a hand in the database can make, has an end.
    await connection.execute(
        "UPDATE conversations SET status = 'closed', merged_into_id = $2 WHERE id = $1", last.id, heads[0].id
    )
    assert await find_leader(connection, heads[0], roles=ANSWERING_ROLES) is None


async def test_mergers_are_read_by_the_indexes_that_are_meant_for_them(scene: Scene) -> None:
    queries, head = mergers._queries, scene.head
    # Of many, of as many visitors, as on any site that is worth looking at.
    await scene.connection.execute(
        "INSERT INTO visitors (site_id, id, locale) SELECT $1, gen_random_uuid(), 'ru' FROM generate_series(1, 3000)",
        head.site_id,
    )
    await scene.connection.execute(
        "INSERT INTO conversations (site_id, id, visitor_id, queued_at)"
        " SELECT site_id, gen_random_uuid(), id, now() FROM visitors"
    )
    await scene.connection.execute("ANALYZE conversations")
    plan = await plan_of(
        scene.connection, queries.find_leader, site_id=head.site_id, id=head.id, roles=["operator"], lease_s=15.0
    )
    for query in (queries.is_merged, queries.waited_since):
        values = {"unanswered_seq": 1} if query is queries.waited_since else {}
        plan = await plan_of(scene.connection, query, site_id=head.site_id, id=head.id, **values)
        assert used_indexes(plan, "conversations") <= {"conversations_pkey", "conversations_id"}
    # Each is found by its id, which both have.
    assert used_indexes(plan, "conversations") <= {"conversations_pkey", "conversations_id"}
    for query, narrowing in forms_of(queries.list_others):
        plan = await plan_of(
            scene.connection,
            query,
            **narrowing,
            site_id=head.site_id,
            visitor_ids=[head.visitor.id],
            but_id=head.id,
            row_limit=20,
        )
        assert used_indexes(plan, "conversations") == {"conversations_visitor"}
    await scene.connection.execute("SET LOCAL enable_seqscan = off")
    told = await scene.connection.fetch(
        "EXPLAIN UPDATE conversations SET merged_into_id = NULL WHERE site_id = $1 AND merged_into_id = $2",
        head.site_id,
        head.id,
    )
    assert "conversations_merged" in str(told)
