"""Folders and filters against what can be counted by hand, page by page; and the index by which each is found."""

import random
from collections.abc import AsyncIterator, Callable, Iterator
from datetime import timedelta
from itertools import product
from uuid import UUID

import pytest

from ryadom.protocol.filters import NONE, Filter, State
from ryadom.protocol.operator import Conversation, Folder
from ryadom.protocol.shared import Status
from ryadom.store import inbox
from ryadom.store.database import Database
from ryadom.store.ids import new_id
from ryadom.store.inbox import EVERYTHING, count_folders, list_folder
from ryadom.store.inbox_pages import Reader
from ryadom.store.purviews import Purview
from tests.store.inbox_town import (
    BEGINNING,
    PAGE,
    SIZE,
    Town,
    crowd,
    looked_up,
    plan_of,
    run_plan,
    say_to_all,
    used_indexes,
)
from tests.store.scenes import make_scene

PAGE_ROWS = 51
# By which a page's rows are loaded once it is known which they are.
BY_KEY = {"conversations_pkey", "conversations_id"}

# Where a conversation has few, of one message or of all of them.
DELETIONS = {"entries_about conversation_id message_seq site_id", "entries_about conversation_id site_id"}


@pytest.fixture
async def town(database: Database) -> AsyncIterator[Town]:
    async with database.transaction() as connection:
        town = Town(connection, await make_scene(connection), await make_scene(connection))
        await town.fill()
        yield town


@pytest.fixture
async def city(town: Town) -> Town:
    await crowd(town)
    return town


def is_open(row: Conversation) -> bool:
    return row.status is Status.OPEN and row.snoozed_until is None


def state_of(row: Conversation) -> State:
    if row.status is Status.CLOSED:
        return State.CLOSED
    return State.SNOOZED if row.snoozed_until else State.OPEN


def is_unanswered(row: Conversation) -> bool:
    is_led_by_bot = row.assignee is not None and row.assignee.bot
    return row.status is Status.OPEN and row.waiting_since is not None and not is_led_by_bot


def by_activity(rows: Iterator[Conversation]) -> list[UUID]:
    return [row.id for row in sorted(rows, key=lambda row: (row.active_at, row.id), reverse=True)]


async def test_folders_hold_what_belongs_there_in_their_order_and_count_it(town: Town) -> None:
    me, mine = town.scene.operator.id, set(town.reader.department_ids)
    belongs: dict[Folder, Callable[[Conversation], bool]] = {
        Folder.WAITING: lambda row: is_open(row) and row.assignee is None,
        Folder.MINE: lambda row: is_open(row) and row.assignee is not None and row.assignee.id == me,
        Folder.DEPARTMENT: lambda row: is_open(row) and row.department is not None and row.department.id in mine,
        Folder.ALL: is_open,
        Folder.SNOOZED: lambda row: state_of(row) is State.SNOOZED,
        Folder.CLOSED: lambda row: row.status is Status.CLOSED,
    }
    counts = await count_folders(town.connection, town.reader)
    for folder, is_there in belongs.items():
        rows = filter(is_there, town.shown)
        if folder is Folder.WAITING:
            expected = [row.id for row in sorted(rows, key=lambda row: (row.queued_at or BEGINNING, row.id))]
        elif folder is Folder.SNOOZED:
            expected = [row.id for row in sorted(rows, key=lambda row: (row.snoozed_until or BEGINNING, row.id))]
        else:
            expected = by_activity(rows)
        assert [row.id for row in await town.walk(folder)] == expected
        most = inbox.MAX_COUNT if folder in (Folder.WAITING, Folder.MINE) else inbox.MAX_LARGE_COUNT
        assert getattr(counts, folder) == min(len(expected), most) > 0


async def test_filters_let_through_what_meets_all_their_conditions(town: Town) -> None:
    draw = random.Random(7)
    found = 0
    for _ in range(120):
        since = BEGINNING + timedelta(seconds=draw.randrange(7_200)) if draw.random() < 0.3 else None
        wanted = Filter(
            site_ids=tuple(draw.sample([town.scene.head.site_id, town.other.head.site_id], draw.choice([0, 0, 1, 2]))),
            department_ids=tuple(draw.sample(town.departments, draw.choice([0, 0, 1, 2]))),
            operator_ids=tuple(draw.sample(town.operators, draw.choice([0, 0, 1, 2]))),
            tag_ids=tuple(draw.sample(town.tags, draw.choice([0, 0, 1, 2]))),
            states=tuple(draw.sample(list(State), draw.randrange(4))),
            scores=tuple(draw.sample([1, 3, 5], draw.choice([0, 0, 0, 2]))),
            since=since,
            until=since + timedelta(seconds=draw.randrange(3_600)) if since and draw.random() < 0.5 else None,
            is_unanswered=draw.random() < 0.2,
        )
        expected = by_activity(filter(lambda row: lets_through(wanted, row), town.shown))
        assert [row.id for row in await town.walk(Folder.FILTERED, wanted)] == expected, wanted
        found += bool(expected)
    assert found > 30


async def test_whoever_waits_for_a_person_is_listed_longest_wait_first(town: Town) -> None:
    draw = random.Random(8)
    found = 0
    for _ in range(60):
        since = BEGINNING + timedelta(seconds=draw.randrange(3_600)) if draw.random() < 0.3 else None
        wanted = Filter(
            department_ids=tuple(draw.sample([*town.departments, NONE], draw.choice([0, 0, 1, 2]))),
            operator_ids=tuple(draw.sample([*town.operators, NONE], draw.choice([0, 0, 1, 2]))),
            tag_ids=tuple(draw.sample(town.tags, draw.choice([0, 0, 0, 1]))),
            states=tuple(draw.sample(list(State), draw.randrange(4))),
            since=since,
            until=since + timedelta(hours=1) if since and draw.random() < 0.5 else None,
            is_unanswered=draw.random() < 0.5,
        )
        rows = [row for row in town.shown if is_unanswered(row) and lets_through(wanted, row)]
        expected = sorted(rows, key=lambda row: (row.waiting_since or BEGINNING, row.id))
        assert [row.id for row in await town.walk(Folder.UNANSWERED, wanted)] == [row.id for row in expected], wanted
        found += len(expected) > PAGE
    assert found > 10
    assert await town.walk(Folder.UNANSWERED, Filter(scores=(1, 3, 5))) == []


async def test_whose_turn_it_is_counts_those_of_own_departments_and_of_none(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def counted(*department_ids: UUID, purview: Purview | None = None) -> tuple[int, int | None]:
        reader = Reader(
            operator_id=town.reader.operator_id,
            site_ids=town.reader.site_ids,
            department_ids=department_ids,
            served_site_ids=town.reader.site_ids if department_ids else (),
            purview=purview,
        )
        counts = await count_folders(town.connection, reader)
        return counts.waiting, counts.own_waiting

    queue = await town.walk(Folder.WAITING)
    own = [row for row in queue if row.department is None or row.department.id == town.departments[0]]
    assert 0 < len(own) < len(queue)
    assert await counted() == (len(queue), len(queue))
    assert await counted(town.departments[0]) == (len(queue), len(own))
    purview = Purview(operator_id=town.reader.operator_id, department_ids=frozenset(town.departments[:1]))
    assert await counted(town.departments[0], purview=purview) == (len(own), len(own))
    # On a site where they are in no department, all wait for them.
    elsewhere = Reader(
        operator_id=town.reader.operator_id,
        site_ids=town.reader.site_ids,
        department_ids=town.departments[:1],
        served_site_ids=[town.other.head.site_id],
    )
    assert (await count_folders(town.connection, elsewhere)).own_waiting == len(queue)
    # A long queue is not walked to its end for them.
    is_own = [row in own for row in queue]
    most = is_own.index(False) + 1
    assert sum(is_own) >= most
    monkeypatch.setattr(inbox, "MAX_COUNT", most)
    assert await counted(town.departments[0]) == (most, most - 1)


async def test_what_is_in_no_department_or_nobodys_is_let_through_alone_and_beside_others(town: Town) -> None:
    [department, *_], [operator, *_] = town.departments, town.operators
    found = 0
    for departments in ((), (NONE,), (department, NONE)):
        for operators in ((), (NONE,), (operator, NONE)):
            for scores in ((), (1, 3, 5)):
                wanted = Filter(department_ids=departments, operator_ids=operators, scores=scores)
                expected = by_activity(row for row in town.shown if lets_through(wanted, row))
                assert [row.id for row in await town.walk(Folder.FILTERED, wanted)] == expected, wanted
                found += bool(expected)
    assert found > 6


def lets_through(wanted: Filter, row: Conversation) -> bool:
    return (
        (not wanted.site_ids or row.site_id in wanted.site_ids)
        and (not wanted.department_ids or (row.department.id if row.department else NONE) in wanted.department_ids)
        and (not wanted.operator_ids or (row.assignee.id if row.assignee else NONE) in wanted.operator_ids)
        and (not wanted.tag_ids or bool({*wanted.tag_ids} & {*row.tag_ids}))
        and (not wanted.states or state_of(row) in wanted.states)
        and (not wanted.scores or row.score in wanted.scores)
        and (wanted.since is None or row.active_at >= wanted.since)
        and (wanted.until is None or row.active_at < wanted.until)
        and (not wanted.is_unanswered or is_unanswered(row))
    )


async def test_score_that_is_named_twice_lists_nothing_twice_and_what_is_open_has_none(town: Town) -> None:
    async def ids(wanted: Filter) -> list[UUID]:
        page, _ = await list_folder(
            town.connection, town.reader, folder=Folder.FILTERED, filter=wanted, after=None, limit=SIZE
        )
        return [row.id for row in page]

    rated = await ids(Filter(scores=(1, 2)))
    assert rated
    assert await ids(Filter(scores=(1, 2, 1))) == rated
    assert await ids(Filter(scores=(1, 2), states=(State.OPEN, State.SNOOZED))) == []
    assert await ids(Filter(states=(State.CLOSED,), is_unanswered=True)) == []


Page = tuple[str, Folder, Filter]


def pages_of(city: Town) -> list[Page]:
    """Each kind of page, and by which indexes of conversations it is found."""
    operator_ids, department_ids = tuple(city.operators[:2]), tuple(city.departments[:2])
    return [
        ("conversations_queue", Folder.WAITING, EVERYTHING),
        ("conversations_leader", Folder.MINE, EVERYTHING),
        ("conversations_department", Folder.DEPARTMENT, EVERYTHING),
        ("conversations_activity", Folder.ALL, EVERYTHING),
        ("conversations_activity", Folder.CLOSED, EVERYTHING),
        ("conversations_snoozed", Folder.SNOOZED, EVERYTHING),
        ("conversations_activity", Folder.FILTERED, Filter(since=BEGINNING)),
        ("conversations_score", Folder.FILTERED, Filter(scores=(1,), since=BEGINNING)),
        ("conversations_score", Folder.FILTERED, Filter(scores=(1, 2), operator_ids=operator_ids)),
        ("conversations_activity", Folder.FILTERED, Filter(states=(State.OPEN,))),
        # In the order of activity, as older panels ask for it: all who wait are sorted.
        ("conversations_unanswered", Folder.FILTERED, Filter(states=(State.OPEN,), is_unanswered=True)),
        ("conversations_leader", Folder.FILTERED, Filter(operator_ids=operator_ids)),
        ("conversations_department", Folder.FILTERED, Filter(department_ids=department_ids, is_unanswered=True)),
        ("conversations_tags", Folder.FILTERED, Filter(tag_ids=tuple(city.tags[:1]))),
        ("conversations_unanswered", Folder.UNANSWERED, Filter(is_unanswered=True)),
        ("conversations_unanswered", Folder.UNANSWERED, Filter(operator_ids=operator_ids, since=BEGINNING)),
        ("conversations_unanswered", Folder.UNANSWERED, Filter(department_ids=department_ids, states=(State.OPEN,))),
        ("conversations_activity conversations_of_nobody", Folder.FILTERED, Filter(operator_ids=(NONE,))),
        ("conversations_activity conversations_of_no_department", Folder.FILTERED, Filter(department_ids=(NONE,))),
    ]


PLACE = {"sort_at": BEGINNING + timedelta(hours=9), "after_id": new_id(), "row_limit": PAGE_ROWS}


@pytest.mark.parametrize("plan_cache_mode", ["force_custom_plan", "force_generic_plan"])
async def test_each_page_is_found_by_the_index_that_its_query_names(city: Town, plan_cache_mode: str) -> None:
    for indexes, folder, wanted in pages_of(city):
        query, values = inbox._query_of(city.reader, folder, wanted)
        plan = await plan_of(city.connection, query, {**values, **PLACE}, plan_cache_mode)
        assert used_indexes(plan, "conversations") - BY_KEY == set(indexes.split()), (folder, wanted)


async def test_last_words_and_unread_counts_are_looked_up_for_the_rows_of_a_page_alone(city: Town) -> None:
    await say_to_all(city)
    looks = []
    for (_, folder, wanted), mode in product(pages_of(city), ("force_custom_plan", "force_generic_plan")):
        query, values = inbox._query_of(city.reader, folder, wanted)
        steps = await run_plan(city.connection, query, {**values, **PLACE}, mode)
        lookups = looked_up(steps, "entries")
        assert lookups - DELETIONS == {
            "entries_pkey conversation_id site_id",
            "entries_pkey conversation_id seq site_id",
        }, (folder, wanted, mode)
        assert lookups & DELETIONS, (folder, wanted, mode)
        looks.append(sum(step["Actual Loops"] for step in steps if step.get("Relation Name") == "entries"))
    # Of each row: its newest message, whether that and the one before it were deleted, what is unread.
    assert 0 < max(looks) <= 4 * PAGE_ROWS


@pytest.mark.parametrize("plan_cache_mode", ["force_custom_plan", "force_generic_plan"])
async def test_none_beside_others_is_found_by_the_indexes_of_both(city: Town, plan_cache_mode: str) -> None:
    [department, *_], [operator, *_] = city.departments, city.operators
    pages = [
        ("conversations_of_nobody conversations_leader", Filter(operator_ids=(NONE, operator))),
        ("conversations_of_no_department conversations_department", Filter(department_ids=(NONE, department))),
    ]
    reader = city.reader
    limited = Reader(
        operator_id=reader.operator_id,
        site_ids=reader.site_ids,
        purview=Purview(operator_id=reader.operator_id, department_ids=frozenset(city.departments[:2])),
    )
    place = {"sort_at": None, "after_id": None, "row_limit": 51}
    for one in (reader, limited):
        for indexes, wanted in pages:
            query, values = inbox._query_of(one, Folder.FILTERED, wanted)
            plan = await plan_of(city.connection, query, {**values, **place}, plan_cache_mode)
            used = used_indexes(plan, "conversations") - BY_KEY
            assert used == {"conversations_activity", *indexes.split()}, (one.purview, wanted)


async def test_page_of_a_folder_is_not_planned_anew_each_time(city: Town) -> None:
    folders = (Folder.WAITING, Folder.MINE, Folder.ALL, Folder.CLOSED, Folder.SNOOZED)
    for folder in (*folders, *folders):
        await list_folder(city.connection, city.reader, folder=folder, after=None, limit=3)
    kept = await city.connection.fetch(
        "SELECT generic_plans, custom_plans FROM pg_prepared_statements WHERE statement LIKE '-- list%LIMIT 101%'"
    )
    assert sorted((row["generic_plans"], row["custom_plans"]) for row in kept) == [(2, 0), (2, 0), (2, 0), (4, 0)]


async def test_tag_that_many_have_is_looked_for_among_the_newest_instead(city: Town) -> None:
    common = new_id()
    await city.connection.execute("UPDATE conversations SET tag_ids = tag_ids || $1::uuid WHERE random() < 0.5", common)
    await city.connection.execute("ANALYZE conversations")
    query, values = inbox._query_of(city.reader, Folder.FILTERED, Filter(tag_ids=(common,)))
    place = {"sort_at": None, "after_id": None, "row_limit": 51}
    plan = await plan_of(city.connection, query, {**values, **place}, "force_custom_plan")
    assert used_indexes(plan, "conversations") - BY_KEY == {"conversations_activity"}


async def test_counts_are_found_by_the_indexes_that_their_query_names(city: Town) -> None:
    values: dict[str, object] = {
        "site_ids": city.reader.site_ids,
        "operator_id": city.reader.operator_id,
        "department_ids": city.departments[:2],
        "served_site_ids": city.reader.site_ids,
        "max_own_count": 1_000,
        "max_count": 1_000,
        "max_large_count": 100,
        "max_closed_count": 100,
    }
    plan = await plan_of(city.connection, inbox._count_folders.of(None)[0], values, "force_custom_plan")
    assert used_indexes(plan, "conversations") == {
        "conversations_queue",
        "conversations_leader",
        "conversations_department",
        "conversations_activity",
        "conversations_snoozed",
    }
