"""Counts of views against what can be counted by hand, and what is read for them, which is never more than a little."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from ryadom.protocol.filters import NONE, Filter, State
from ryadom.protocol.operator import Folder
from ryadom.protocol.shared import Status
from ryadom.store import view_counts
from ryadom.store.database import Database
from ryadom.store.ids import new_id
from ryadom.store.inbox_pages import Reader
from ryadom.store.purviews import Purview
from ryadom.store.view_counts import MAX_COUNT, MAX_LOOKED, ViewCount, count_view
from tests.store.inbox_town import BEGINNING, Town, crowd, run_plan
from tests.store.scenes import make_scene

LATER = BEGINNING + timedelta(hours=1)


@pytest.fixture
async def town(database: Database) -> AsyncIterator[Town]:
    async with database.transaction() as connection:
        town = Town(connection, await make_scene(connection), await make_scene(connection))
        await town.fill()
        yield town


def limited(town: Town) -> Reader:
    """Whoever sees one department of two."""
    purview = Purview(operator_id=town.operators[0], department_ids=frozenset(town.departments[:1]))
    return Reader(operator_id=town.operators[0], site_ids=town.reader.site_ids, purview=purview)


def filters_of(town: Town) -> list[Filter]:
    """One for each way in which a view is counted, and for each condition."""
    [department, other], [operator, colleague], [tag, *_] = town.departments, town.operators, town.tags
    return [
        Filter(states=(State.OPEN,)),
        Filter(states=(State.SNOOZED, State.CLOSED), since=LATER),
        Filter(is_unanswered=True, until=LATER),
        Filter(tag_ids=(tag,), states=(State.OPEN,)),
        Filter(operator_ids=(operator, colleague), tag_ids=(tag,)),
        Filter(operator_ids=(NONE,), states=(State.OPEN,)),
        Filter(department_ids=(department, department), states=(State.OPEN,)),
        Filter(department_ids=(NONE, other), scores=(1, 3)),
        Filter(department_ids=(department,), operator_ids=(operator,)),
        Filter(scores=(5,)),
        Filter(site_ids=(town.other.head.site_id,)),
    ]


async def test_view_counts_what_its_list_shows_to_the_same_reader(town: Town) -> None:
    for reader in (town.reader, limited(town)):
        town.reader = reader
        for wanted in filters_of(town):
            listed = len(await town.walk(Folder.FILTERED, wanted))
            counted = await count_view(town.connection, reader, wanted, unanswered_min=None)
            expected = ViewCount(count=min(listed, MAX_COUNT), is_more=listed > MAX_COUNT)
            assert counted == expected, (reader.purview, wanted)


async def test_wait_counts_from_its_minute_on_and_for_nobody_who_is_answered_or_led_by_a_bot(town: Town) -> None:
    await town.connection.execute("UPDATE conversations SET waiting_since = now() - interval '9 minutes'")
    waiting = len(await town.walk(Folder.FILTERED, Filter(is_unanswered=True)))
    assert waiting > 0
    for minutes, expected in ((9, waiting), (10, 0)):
        counted = await count_view(town.connection, town.reader, Filter(), unanswered_min=minutes)
        assert counted.count == min(expected, MAX_COUNT), minutes


async def test_who_has_waited_longest_is_counted_however_many_are_newer_and_of_each_site(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(view_counts, "MAX_LOOKED", 20)
    monkeypatch.setattr(view_counts, "MIN_LOOKED", 10)
    here, there = town.scene.head.site_id, town.other.head.site_id
    reader = Reader(operator_id=town.operators[0], site_ids=[here, there])
    # All have begun to wait just now, but for those who have been quiet for longest.
    await town.connection.execute("UPDATE conversations SET waiting_since = now(), is_blocked = false")
    for site_id, count in ((here, 3), (there, 2)):
        await town.connection.execute(
            """
            UPDATE conversations SET waiting_since = now() - interval '9 minutes'
            WHERE id IN (
                SELECT id FROM conversations
                WHERE site_id = $1 AND status = 'open' AND bot_id IS NULL
                ORDER BY active_at LIMIT $2
            )
            """,
            site_id,
            count,
        )
    waits = await count_view(town.connection, reader, Filter(), unanswered_min=5)
    assert waits == ViewCount(count=5, is_more=False)
    # What is on the second site alone is found there, for all that the first one has.
    tag = new_id()
    await town.connection.execute(
        "UPDATE conversations SET tag_ids = ARRAY[$2::uuid] WHERE site_id = $1 AND status = 'open'", there, tag
    )
    wanted = Filter(tag_ids=(tag,), states=(State.OPEN, State.SNOOZED))
    tagged = await count_view(town.connection, reader, wanted, unanswered_min=None)
    assert tagged == ViewCount(count=10, is_more=True)


async def test_counting_reads_no_more_than_the_newest_by_the_index_of_its_condition(town: Town) -> None:
    await crowd(town)
    # As it is outside of the town: what is opened again loses its score.
    await town.connection.execute("UPDATE conversations SET score = NULL WHERE status = 'open'")
    await town.connection.execute("ANALYZE conversations")
    # Of some there is nothing that is closed.
    department, operator, tag = town.departments[3], town.operators[3], town.tags[0]
    rare = await count_view(town.connection, town.reader, Filter(tag_ids=(tag,)), unanswered_min=None)
    # There are older ones that nobody has looked at: so it is said.
    assert rare.is_more
    ways = [
        ("conversations_activity", Filter(tag_ids=(tag,), department_ids=(NONE,))),
        ("conversations_leader", Filter(operator_ids=(operator,))),
        ("conversations_department", Filter(department_ids=(department,))),
        ("conversations_score", Filter(scores=(1, 2))),
        ("conversations_unanswered", Filter(is_unanswered=True, operator_ids=(operator,))),
    ]
    for index, wanted in ways:
        for reader in (town.reader, limited(town)):
            query, values = view_counts._query_of(reader, wanted)
            values |= {"unanswered_min": 5} if wanted.is_unanswered else {"status": Status.CLOSED}
            for mode in ("force_custom_plan", "force_generic_plan"):
                steps = await run_plan(town.connection, query, values, mode)
                found = [step for step in steps if step.get("Relation Name") == "conversations"]
                assert {step["Index Name"] for step in found} == {index}, (wanted, mode)
                assert 0 < sum(step["Actual Rows"] * step["Actual Loops"] for step in found) <= MAX_LOOKED
                assert all(step["Node Type"] in ("Index Scan", "Index Only Scan") for step in found)
                assert not any(step.get("Rows Removed by Filter", 0) for step in found), (wanted, mode)
