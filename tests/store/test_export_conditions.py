"""What exports are narrowed down to, against what the inbox shows by the same conditions; and how it is found."""

import random
from collections.abc import AsyncIterator, Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import pytest

from ryadom.core.export_conditions import check_conditions, ids_named, told
from ryadom.errors import BadBody
from ryadom.protocol.filters import Conditions, Filter, State
from ryadom.protocol.operator import Folder
from ryadom.store import exports
from ryadom.store.database import Database
from ryadom.store.export_choices import Choice, list_choices
from ryadom.store.exports import Kind, Selection, columns_of, expected_rows
from ryadom.store.ids import new_id
from ryadom.store.sql import Connection
from tests.store.inbox_town import Town, crowd, used_indexes
from tests.store.scenes import make_scene

EVER = datetime(1970, 1, 1, tzinfo=UTC)
MESSAGES = """
    INSERT INTO entries (site_id, conversation_id, seq, public, prev_public_seq, kind, author_kind, author_id, body)
    SELECT c.site_id, c.id, n, true, n - 1, 'message', 'visitor', c.visitor_id, 'чай'
    FROM conversations AS c CROSS JOIN generate_series(1, $1::integer) AS n
"""


@pytest.fixture
async def town(database: Database) -> AsyncIterator[Town]:
    async with database.transaction() as connection:
        town = Town(connection, await make_scene(connection), await make_scene(connection))
        await town.fill()
        yield town


@pytest.fixture
async def city(town: Town) -> Town:
    await crowd(town)
    await town.connection.execute(MESSAGES, 2)
    await town.connection.execute("ANALYZE entries")
    return town


def selection(town: Town, kind: Kind, conditions: Conditions) -> Selection:
    return Selection(
        kind=kind, site_ids=town.reader.site_ids, columns=columns_of(kind), since=EVER, conditions=conditions
    )


async def rows_of(town: Town, kind: Kind, conditions: Conditions) -> Sequence[Any]:
    query, values = exports._bound(selection(town, kind, conditions))
    return await town.connection.fetch(query, *values)


async def plan_of(connection: Connection, wanted: Selection) -> str:
    """How Postgres would find it, whatever it chooses."""
    query, values = exports._bound(wanted)
    return str(await connection.fetchval(f"EXPLAIN (FORMAT JSON) {query}", *values))


def drawn(draw: random.Random, town: Town) -> Conditions:
    return Conditions(
        department_ids=tuple(draw.sample(town.departments, draw.choice([0, 0, 1, 2]))),
        operator_ids=tuple(draw.sample(town.operators, draw.choice([0, 0, 1, 2]))),
        tag_ids=tuple(draw.sample(town.tags, draw.choice([0, 0, 1, 2]))),
        states=tuple(draw.sample(list(State), draw.randrange(4))),
        scores=tuple(draw.sample([1, 3, 5], draw.choice([0, 0, 0, 2]))),
        is_unanswered=draw.random() < 0.2,
    )


async def test_conversations_are_those_that_the_inbox_shows_by_the_same_conditions(town: Town) -> None:
    draw = random.Random(11)
    await town.connection.execute(MESSAGES, 2)
    found = 0
    for _ in range(60):
        wanted = drawn(draw, town)
        shown = {row.id for row in await town.walk(Folder.FILTERED, Filter(**_fields(wanted)))}
        assert {row["id"] for row in await rows_of(town, Kind.CONVERSATIONS, wanted)} == shown, wanted
        messages = [row["conversation_id"] for row in await rows_of(town, Kind.MESSAGES, wanted)]
        assert sorted(messages) == sorted([*shown, *shown]), wanted
        customers = {row["id"] for row in await rows_of(town, Kind.CUSTOMERS, wanted)}
        assert customers == ({town.scene.head.visitor.id} if shown else set()), wanted
        found += bool(shown)
    assert found > 20


async def test_customer_has_one_conversation_that_meets_everything(town: Town) -> None:
    head, tags = town.scene.head, town.tags
    await town.connection.execute("DELETE FROM conversations WHERE site_id = $1", head.site_id)
    for status, tag in (("open", tags[0]), ("closed", tags[1])):
        await town.connection.execute(
            "INSERT INTO conversations (site_id, id, visitor_id, status, queued_at, active_at, tag_ids)"
            " VALUES ($1, $2, $3, $4, CASE WHEN $4 = 'open' THEN now() END, now(), $5)",
            *(head.site_id, new_id(), head.visitor.id, status, [tag]),
        )
    both = Conditions(states=(State.OPEN,), tag_ids=(tags[1],))
    assert await rows_of(town, Kind.CUSTOMERS, both) == []
    for one in (Conditions(states=(State.OPEN,)), Conditions(tag_ids=(tags[1],))):
        assert [row["id"] for row in await rows_of(town, Kind.CUSTOMERS, one)] == [head.visitor.id]


async def test_rating_is_found_by_its_own_score_though_its_conversation_is_open_again(town: Town) -> None:
    head = town.scene.head
    id = new_id()
    await town.connection.execute(
        "INSERT INTO conversations (site_id, id, visitor_id, status, queued_at, active_at)"
        " VALUES ($1, $2, $3, 'open', now(), now())",
        *(head.site_id, id, head.visitor.id),
    )
    await town.connection.execute(
        "INSERT INTO entries"
        " (site_id, conversation_id, seq, public, prev_public_seq, kind, author_kind, author_id, score, body)"
        " VALUES ($1, $2, 1, true, 0, 'rating', 'visitor', $3, 2, '')",
        *(head.site_id, id, head.visitor.id),
    )
    assert [row["score"] for row in await rows_of(town, Kind.RATINGS, Conditions(scores=(1, 2)))] == [2]
    assert await rows_of(town, Kind.RATINGS, Conditions(scores=(1,))) == []
    assert await rows_of(town, Kind.RATINGS, Conditions(scores=(2,), states=(State.CLOSED,))) == []


async def test_each_condition_is_met_by_its_index(city: Town) -> None:
    wanted = [
        ("conversations_tags", Conditions(tag_ids=tuple(city.tags[:1]))),
        ("conversations_department", Conditions(department_ids=tuple(city.departments[:1]))),
        ("conversations_leader", Conditions(operator_ids=tuple(city.operators[:1]))),
        ("conversations_tags", Conditions(tag_ids=tuple(city.tags[:1]), states=(State.CLOSED,))),
    ]
    for index, conditions in wanted:
        for kind in (Kind.CONVERSATIONS, Kind.MESSAGES, Kind.CUSTOMERS):
            plan = await plan_of(city.connection, selection(city, kind, conditions))
            assert index in used_indexes(plan, "conversations"), (kind, conditions)
            # Of messages only those of these conversations are read.
            assert kind is not Kind.MESSAGES or used_indexes(plan, "entries") == {"entries_pkey"}


async def test_no_join_reads_a_table_whole_before_the_first_row_while_people_chat(city: Town) -> None:
    joins = '"Node Type": "Hash Join"', '"Node Type": "Merge Join"'
    for is_quiet in (True, False):
        # What it sets stays for the next, so the quiet one comes first
        await exports._queries.make_room.run(city.connection, is_quiet=is_quiet)
        plans = [await plan_of(city.connection, selection(city, kind, Conditions())) for kind in Kind]
        # While it is quiet that is how messages are read, and it is faster
        assert any(join in plan for plan in plans for join in joins) is is_quiet


async def test_what_is_not_asked_for_is_not_tried(city: Town) -> None:
    for kind in (Kind.CONVERSATIONS, Kind.MESSAGES, Kind.CUSTOMERS):
        plan = await plan_of(city.connection, selection(city, kind, Conditions()))
        for name in ("department_id", "assignee_id", "tag_ids", "score", "waiting_since", "status", "SubPlan"):
            assert name not in _filters_of(plan), (kind, name)


async def test_about_how_many_are_expected_is_of_what_is_asked_for(city: Town) -> None:
    every = await expected_rows(city.connection, selection(city, Kind.MESSAGES, Conditions()))
    of_tag = await expected_rows(
        city.connection, selection(city, Kind.MESSAGES, Conditions(tag_ids=tuple(city.tags[:1])))
    )
    assert of_tag < every / 20


async def test_what_the_sites_have_none_of_is_refused_by_its_field(town: Town) -> None:
    strange = (uuid4(),)
    for field, conditions in {
        "department": Conditions(department_ids=strange),
        "operator": Conditions(operator_ids=strange),
        "tag": Conditions(tag_ids=strange),
    }.items():
        with pytest.raises(BadBody) as refused:
            await check_conditions(town.connection, selection(town, Kind.MESSAGES, conditions))
        assert refused.value.field == field
    with pytest.raises(BadBody) as refused:
        await check_conditions(town.connection, selection(town, Kind.CONSENTS, Conditions(scores=(1,))))
    assert refused.value.field == "kind"
    await check_conditions(town.connection, selection(town, Kind.CONSENTS, Conditions()))


async def test_who_works_elsewhere_by_now_is_chosen_by_what_they_have_here(town: Town) -> None:
    # The other site's operator has conversations on this one.
    choices = await list_choices(town.connection, town.reader.site_ids)
    assert {one.id for one in choices.operators} == set(town.operators)
    assert {one.id for one in choices.departments} == set(town.departments)
    conditions = Conditions(operator_ids=(town.other.operator.id,))
    await check_conditions(town.connection, selection(town, Kind.CONVERSATIONS, conditions))


def test_names_ids_and_addresses_name_all_that_have_them() -> None:
    one, two, three = (Choice(id=uuid4(), name=name, email=f"{name}@shop.test") for name in ("Опт", "Опт", "Розница"))
    known = (one, two, three)
    assert ids_named("tag", ["Опт"], known) == (one.id, two.id)
    assert ids_named("tag", [str(two.id), "Розница@shop.test", "Опт"], known) == (two.id, three.id, one.id)
    assert ids_named("tag", [], known) == ()
    with pytest.raises(BadBody, match=r"no tag Брак\. There is: Опт, Розница") as refused:
        ids_named("tag", ["Опт", "Брак"], known)
    assert refused.value.field == "tag"
    with pytest.raises(BadBody):
        ids_named("tag", [""], [Choice(id=uuid4(), name="Опт")])


def test_journal_is_told_ids() -> None:
    id = UUID(int=7)
    conditions = Conditions(tag_ids=(id,), states=(State.OPEN, State.SNOOZED), scores=(1, 2), is_unanswered=True)
    assert told(conditions) == {"tag_ids": str(id), "states": "open, snoozed", "scores": "1, 2", "unanswered": "yes"}
    assert told(Conditions()) == {}


def _fields(conditions: Conditions) -> dict[str, Any]:
    return {name: getattr(conditions, name) for name in conditions.__struct_fields__}


def _filters_of(plan: str) -> str:
    """By what a plan leaves rows out, other than by its indexes."""
    return "\n".join(line for line in plan.splitlines() if '"Filter"' in line)
