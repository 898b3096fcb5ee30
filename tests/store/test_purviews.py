"""How far a limited operator sees, against what can be counted by hand; and the indexes by which it is found."""

import json
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from ryadom.protocol.filters import Filter, State
from ryadom.protocol.operator import Conversation, Folder
from ryadom.store import conversations, inbox, purviews
from ryadom.store.database import Database
from ryadom.store.ids import new_id
from ryadom.store.inbox import EVERYTHING, count_folders
from ryadom.store.inbox_pages import Reader
from ryadom.store.operators import LIMITABLE_ROLES, Role
from ryadom.store.purviews import Narrowed, Purview, find_purview, sites_in_purview, who_sees
from ryadom.store.sql import Connection, Query
from tests.store.inbox_town import BEGINNING, Town, crowd, plan_of, used_indexes
from tests.store.scenes import make_scene

BY_KEY = {"conversations_pkey", "conversations_id"}
OF_CLOSED = {"conversations_of_no_department", "conversations_leader", "conversations_department"}


@pytest.fixture
async def town(database: Database) -> AsyncIterator[Town]:
    async with database.transaction() as connection:
        town = Town(connection, await make_scene(connection), await make_scene(connection))
        await town.fill()
        yield town


async def limit(town: Town, *departments: UUID, role: Role = Role.OPERATOR) -> Purview | None:
    """Limits the town's reader to these departments; gives their purview."""
    operator_id, site_id = town.reader.operator_id, town.scene.head.site_id
    await town.connection.execute(
        "UPDATE operators SET sees_own_departments_only = true, role = $2 WHERE id = $1", operator_id, role
    )
    await town.connection.execute(
        "INSERT INTO operator_sites (site_id, operator_id) VALUES ($1, $2) ON CONFLICT DO NOTHING", site_id, operator_id
    )
    await town.connection.execute("DELETE FROM department_members WHERE operator_id = $1", operator_id)
    for id in departments:
        await town.connection.execute("INSERT INTO department_members VALUES ($1, $2, $3)", site_id, id, operator_id)
    return await find_purview(town.connection, operator_id)


def narrowed(reader: Reader, purview: Purview | None) -> Reader:
    return Reader(
        operator_id=reader.operator_id,
        site_ids=reader.site_ids,
        department_ids=reader.department_ids,
        purview=purview,
    )


def is_seen(row: Conversation, purview: Purview) -> bool:
    leader = row.assignee.id if row.assignee and not row.assignee.bot else None
    return purview.covers(department_id=row.department.id if row.department else None, leader_id=leader)


async def test_every_folder_and_filter_holds_what_is_in_sight_of_what_it_holds_for_everybody(town: Town) -> None:
    purview = await limit(town, town.departments[0])
    assert purview == Purview(operator_id=town.reader.operator_id, department_ids=frozenset(town.departments[:1]))
    everything = town.reader
    limited = narrowed(everything, purview)
    filters = [
        EVERYTHING,
        Filter(department_ids=tuple(town.departments)),
        Filter(department_ids=tuple(town.departments[1:])),
        Filter(operator_ids=tuple(town.operators)),
        Filter(tag_ids=tuple(town.tags[:1])),
        Filter(scores=(1, 5)),
        Filter(states=(State.CLOSED,), since=BEGINNING + timedelta(hours=1)),
        Filter(is_unanswered=True),
    ]
    hidden = 0
    for folder, wanted in [*((one, EVERYTHING) for one in Folder if one is not Folder.FILTERED)] + [
        (Folder.FILTERED, one) for one in filters
    ]:
        town.reader = everything
        whole = await town.walk(folder, wanted)
        town.reader = limited
        seen = await town.walk(folder, wanted)
        assert [row.id for row in seen] == [row.id for row in whole if is_seen(row, purview)], (folder, wanted)
        hidden += len(whole) - len(seen)
        if folder not in (Folder.FILTERED, Folder.UNANSWERED):
            counts = await count_folders(town.connection, limited)
            most = inbox.MAX_COUNT if folder in (Folder.WAITING, Folder.MINE) else inbox.MAX_LARGE_COUNT
            assert getattr(counts, folder) == min(len(seen), most)
    assert hidden > 100


async def test_owner_and_row_are_found_of_what_is_in_sight_alone(town: Town) -> None:
    purview = await limit(town)
    assert purview is not None
    seers = await who_sees(
        town.connection, [(row.site_id, row.id) for row in town.shown], operator_ids=[purview.operator_id]
    )
    for row in town.shown:
        expected = is_seen(row, purview)
        site_ids, reader_id = town.reader.site_ids, purview.operator_id
        owner = await conversations.find_owner(town.connection, id=row.id, site_ids=site_ids, reader_id=reader_id)
        head = await conversations.find_seen_head(town.connection, id=row.id, site_ids=site_ids, reader_id=reader_id)
        found = await conversations.find_rows(town.connection, [(row.site_id, row.id)], purview=purview)
        seen = seers[row.id].include(purview.operator_id)
        assert (owner is not None, head is not None, bool(found), seen) == (expected,) * 4
    strange = await who_sees(town.connection, [(town.other.head.site_id, new_id())], operator_ids=[purview.operator_id])
    assert strange == {}


@pytest.mark.parametrize("role", list(Role))
async def test_limit_counts_in_the_roles_that_may_be_limited(town: Town, role: Role) -> None:
    purview = await limit(town, role=role)
    assert (purview is None) is (role not in LIMITABLE_ROLES)
    sites, same = await sites_in_purview(town.connection, town.reader.operator_id)
    assert ([site.id for site in sites], same) == ([town.scene.head.site_id], purview)
    sees = "SELECT sees_conversation($1, $2, $3, NULL)"
    asked = (town.reader.operator_id, town.scene.head.site_id, town.departments[0])
    assert await town.connection.fetchval(sees, *asked) is (role not in LIMITABLE_ROLES)


async def test_writes_ask_of_the_same_departments_and_leaders_as_lists(town: Town) -> None:
    purview = await limit(town, town.departments[0])
    assert purview is not None
    for department_id in (*town.departments, None):
        for leader_id in (*town.operators, None):
            sees = await town.connection.fetchval(
                "SELECT sees_conversation($1, $2, $3, $4)",
                purview.operator_id,
                town.scene.head.site_id,
                department_id,
                leader_id,
            )
            assert sees is purview.covers(department_id=department_id, leader_id=leader_id)
    # Somebody who is nobody, as a bot or a program, is not limited.
    assert await town.connection.fetchval("SELECT sees_conversation(NULL, $1, $2, NULL)", new_id(), new_id())


async def test_archived_department_of_ones_own_is_in_sight(town: Town) -> None:
    purview = await limit(town, town.departments[0])
    await town.connection.execute("UPDATE departments SET archived_at = now()")
    assert await find_purview(town.connection, town.reader.operator_id) == purview


async def test_somebody_who_may_not_read_a_thing_sees_what_nobody_has_and_what_they_lead(town: Town) -> None:
    purview = await limit(town)
    town.reader = narrowed(town.reader, purview)
    rows = await town.walk(Folder.FILTERED)
    assert rows
    for row in rows:
        assert row.department is None or (row.assignee and row.assignee.id == town.reader.operator_id)


@pytest.mark.parametrize("plan_cache_mode", ["force_custom_plan", "force_generic_plan"])
async def test_each_page_is_found_by_its_index_for_whoever_is_limited_too(town: Town, plan_cache_mode: str) -> None:
    await crowd(town)
    purview = await limit(town, *town.departments[:3])
    reader = narrowed(town.reader, purview)
    operator_ids, department_ids = tuple(town.operators[:2]), tuple(town.departments[:2])
    pages = [
        ("conversations_queue", Folder.WAITING, EVERYTHING),
        ("conversations_leader", Folder.MINE, EVERYTHING),
        ("conversations_department", Folder.DEPARTMENT, EVERYTHING),
        ("conversations_activity", Folder.ALL, EVERYTHING),
        ("conversations_snoozed", Folder.SNOOZED, EVERYTHING),
        ("conversations_activity", Folder.FILTERED, Filter(since=BEGINNING)),
        ("conversations_score", Folder.FILTERED, Filter(scores=(1,), since=BEGINNING)),
        ("conversations_leader", Folder.FILTERED, Filter(operator_ids=operator_ids)),
        ("conversations_department", Folder.FILTERED, Filter(department_ids=department_ids, is_unanswered=True)),
        ("conversations_tags", Folder.FILTERED, Filter(tag_ids=tuple(town.tags[:1]))),
        ("conversations_unanswered", Folder.UNANSWERED, Filter(is_unanswered=True)),
    ]
    place = {"sort_at": BEGINNING + timedelta(hours=9), "after_id": new_id(), "row_limit": 51}
    for index, folder, wanted in pages:
        query, values = inbox._query_of(reader, folder, wanted)
        plan = await plan_of(town.connection, query, {**values, **place}, plan_cache_mode)
        assert used_indexes(plan, "conversations") - BY_KEY == {index}, (folder, wanted)


@pytest.mark.parametrize("plan_cache_mode", ["force_custom_plan", "force_generic_plan"])
async def test_what_is_closed_is_found_for_whoever_is_limited_by_what_they_see(
    town: Town, plan_cache_mode: str
) -> None:
    """Never by the index of activity, in which somebody who sees nothing reads all that has ever been closed."""
    await crowd(town)
    reader = narrowed(town.reader, await limit(town, *town.departments[:3]))
    page, values = inbox._query_of(reader, Folder.CLOSED, EVERYTHING)
    place = {"sort_at": BEGINNING + timedelta(hours=9), "after_id": new_id(), "row_limit": 51}
    count = inbox._queries.count_closed_in_sight
    for query, asked in ((page, {**values, **place}), (count, {**values, "max_count": 100})):
        plan = await plan_of(town.connection, query, asked, plan_cache_mode)
        assert used_indexes(plan, "conversations") - BY_KEY == OF_CLOSED, query.name


async def test_whoever_sees_nothing_reads_nothing_to_find_no_closed_one(town: Town) -> None:
    await town.connection.execute("DELETE FROM conversations WHERE department_id IS NULL")
    await crowd(town)
    nobody = await town.connection.fetchval(
        "INSERT INTO operators (id, email, name, password_hash) VALUES ($1, 'blind@shop.test', 'О', '') RETURNING id",
        new_id(),
    )
    purview = Purview(operator_id=nobody, department_ids=frozenset({new_id()}))
    reader = Reader(operator_id=nobody, site_ids=town.reader.site_ids, purview=purview)
    query, values = inbox._query_of(reader, Folder.CLOSED, EVERYTHING)
    asked = {**values, "sort_at": None, "after_id": None, "row_limit": 51}
    await town.connection.execute("SET LOCAL plan_cache_mode = force_generic_plan")
    plan = await town.connection.fetchval(f"EXPLAIN (ANALYZE, FORMAT JSON) {query.text}", *query._ordered(asked))
    assert rows_read(json.loads(plan)) == 0
    assert (await count_folders(town.connection, reader)).closed == 0


def rows_read(node: Any) -> int:
    """How many rows of conversations a plan that was run has looked at, those that it threw away included."""
    if isinstance(node, list):
        return sum(rows_read(one) for one in node)
    if not isinstance(node, dict):
        return 0
    own = 0
    if node.get("Relation Name") == "conversations":
        own = round((node["Actual Rows"] + node.get("Rows Removed by Filter", 0)) * node["Actual Loops"])
    return own + sum(rows_read(value) for value in node.values())


async def test_who_sees_is_found_by_keys(town: Town) -> None:
    await crowd(town)
    ids = [row.id for row in town.shown[:20]]
    values: dict[str, object] = {
        "site_ids": [town.scene.head.site_id] * len(ids),
        "ids": ids,
        "operator_ids": [town.reader.operator_id],
    }
    plan = await plan_of(town.connection, purviews._queries.who_sees, values, "force_generic_plan")
    assert used_indexes(plan, "conversations") <= BY_KEY
    assert used_indexes(plan, "conversations")


@pytest.mark.parametrize("name", ["find_owner", "find_seen_owner", "find_seen_head"])
async def test_one_conversation_is_found_by_its_key_whoever_asks(town: Town, name: str) -> None:
    await crowd(town)
    query: Query = getattr(conversations._queries, name)
    asked = {"id": town.shown[0].id, "site_ids": town.reader.site_ids, "reader_id": town.reader.operator_id}
    values = {parameter: asked[parameter] for parameter in query.parameters}
    plan = await plan_of(town.connection, query, values, "force_generic_plan")
    assert used_indexes(plan, "conversations") <= BY_KEY
    assert used_indexes(plan, "conversations")


async def test_for_whoever_sees_everything_the_statement_is_the_one_of_before(town: Town) -> None:
    narrowing = Narrowed(Query("probe", "SELECT c.id FROM conversations AS c WHERE c.id = :id AND IN_PURVIEW"))
    query, values = narrowing.of(None)
    assert (query.parameters, values) == (("id",), {})
    before = Query("probe", "SELECT c.id FROM conversations AS c WHERE c.id = :id")
    assert await explained(town.connection, query) == await explained(town.connection, before)
    with pytest.raises(ValueError, match="IN_PURVIEW"):
        Narrowed(before)


async def explained(connection: Connection, query: Query) -> list[str]:
    rows = await connection.fetch(f"EXPLAIN (COSTS OFF) {query.text}", UUID(int=1))
    return [row["QUERY PLAN"] for row in rows]
