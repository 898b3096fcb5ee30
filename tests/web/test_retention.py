"""Lifetimes: what is over its own is erased, nothing else is, and the act of a run tells the truth."""

import asyncio
from datetime import datetime, timedelta
from uuid import UUID

import asyncpg
import pytest
from msgspec.structs import replace

from ryadom.core.acts import list_acts
from ryadom.core.lifetimes import count_due_of, set_lifetimes
from ryadom.core.retention_job import Made, Nightly, RetentionJob
from ryadom.errors import BadBody, RetentionRunning
from ryadom.store import destructions
from ryadom.store.destructions import Ground
from ryadom.store.lifetimes import Lifetime
from tests.files import no_files
from tests.unit.test_paper import text_of
from tests.web.client import Server
from tests.web.retention import close, conversation_with, days_pass, job_of, keep_for, now, run, words_left
from tests.web.test_destruction_acts import papers_of, rows_of
from tests.web.test_erasure import MARK, bodies, line_of, places_of, planted


async def test_nothing_is_erased_until_a_lifetime_is_set(server: Server, database_url: str) -> None:
    await conversation_with(server, 3, days_ago=9_000)
    assert await run(server, database_url) == []
    assert await words_left(server.database) == 3


async def test_messages_over_their_lifetime_become_empty_entries_and_open_panels_hear(
    server: Server, database_url: str
) -> None:
    await keep_for(server, messages=30)
    async with planted(server) as scene:
        await close(server.database, days_ago=31)
        [made] = await run(server, database_url)
        erased = await scene.operator.receive("conversation_erased")
        shown = await bodies(scene.operator, scene.conversation_id)
        # The visitor's window copes too: they are no less welcome than before.
        await scene.visitor.ping()
    assert erased["conversation_id"] == scene.conversation_id
    assert shown == ["", "conversation_assigned", "", ""]
    assert await places_of(server.database, MARK) == {
        "visitors.name", "conversations.page_url", "conversations.page_title", "conversations.page_referrer",
        "conversations.landing_url",
    }  # fmt: skip
    [papers] = await papers_of(server)
    assert (made.act_number, made.rows, papers.act.ground) == (1, 3, Ground.RETENTION_TERM)
    assert rows_of(papers.csv)[1][:2] == [str(scene.person.visitor_id), "текст сообщений"]
    assert "Истечение срока хранения" in text_of(papers.pdf)


async def test_what_is_open_or_has_not_been_closed_long_enough_stays(server: Server, database_url: str) -> None:
    await keep_for(server, messages=30, pages=30, card=30)
    await conversation_with(server, 2, days_ago=29)
    still_open = await conversation_with(server, 2, days_ago=31)
    async with server.database.connection() as connection:
        await connection.execute(
            "UPDATE conversations SET status = 'open', queued_at = now() WHERE id = $1", still_open
        )
    assert await run(server, database_url) == []
    assert await words_left(server.database) == 4


async def test_each_kind_has_its_own_lifetime(server: Server, database_url: str) -> None:
    await keep_for(server, pages=10)
    async with planted(server) as scene:
        await close(server.database, days_ago=20)
        await run(server, database_url)
        pages_gone = await places_of(server.database, MARK)
        await keep_for(server, card=15)
        await run(server, database_url)
        assert pages_gone == {"visitors.name", "entries.body"}
        assert await places_of(server.database, MARK) == {"entries.body"}
        assert len(await bodies(scene.operator, scene.conversation_id)) == 4


async def test_card_stays_while_any_conversation_of_the_person_is_young(server: Server, database_url: str) -> None:
    await keep_for(server, card=30)
    old = await conversation_with(server, 1, days_ago=60)
    async with server.database.connection() as connection:
        visitor_id = await connection.fetchval("SELECT visitor_id FROM conversations WHERE id = $1", old)
    young = await conversation_with(server, 1, days_ago=5, visitor_id=visitor_id)
    assert await run(server, database_url) == []
    await close(server.database, days_ago=40, conversation_id=young)
    await days_pass(server.database, 20)
    [made] = await run(server, database_url)
    assert made.rows == 1
    async with server.database.connection() as connection:
        assert await connection.fetchval("SELECT name FROM visitors WHERE id = $1", visitor_id) == ""


async def test_conversation_that_went_on_is_swept_again_when_it_ends_again(server: Server, database_url: str) -> None:
    await keep_for(server, messages=10)
    conversation_id = await conversation_with(server, 2, days_ago=50)
    await run(server, database_url)
    assert await run(server, database_url) == []
    async with server.database.connection() as connection:
        await connection.execute("UPDATE entries SET body = 'ещё слова' WHERE seq = 2")
    await close(server.database, days_ago=12, conversation_id=conversation_id)
    await days_pass(server.database, 5)
    [made] = await run(server, database_url)
    assert made.rows == 1


async def test_dry_run_counts_what_the_run_erases_and_changes_nothing(server: Server, database_url: str) -> None:
    for _ in range(3):
        await conversation_with(server, 4, days_ago=40)
    days = {Lifetime.MESSAGES: 30, Lifetime.PAGES: 30, Lifetime.CARD: None}
    due = await count_due_of(server.database, server.site.id, days, now=now())
    few = await count_due_of(server.database, server.site.id, days, now=now(), at_most=5)
    assert await words_left(server.database) == 12
    assert {kind.value: (one.rows, one.owners) for kind, one in due.items()} == {"messages": (12, 3), "pages": (3, 3)}
    assert few[Lifetime.MESSAGES].rows <= 12
    await set_lifetimes(server.database, server.site, days)
    [made] = await run(server, database_url)
    assert made.rows == 15


async def test_long_conversation_is_erased_in_pages(server: Server, database_url: str) -> None:
    await keep_for(server, messages=30)
    await conversation_with(server, 2_500, days_ago=40)
    pauses: list[float] = []

    async def pause(took_s: float) -> None:
        pauses.append(took_s)
        async with server.database.connection() as connection:
            pages.append(await connection.fetchval("SELECT count(*) FROM entries WHERE body = ''"))

    pages: list[int] = []
    job = replace(await job_of(server, database_url), pause=pause)
    [made] = await job.run(now=now(), includes_new=True)
    assert pages == [1_000, 2_000, 2_500]
    assert (made.rows, await words_left(server.database)) == (2_500, 0)


async def test_many_people_are_erased_together_and_acts_have_a_limit(server: Server, database_url: str) -> None:
    await keep_for(server, messages=30)
    for _ in range(7):
        await conversation_with(server, 300, days_ago=40)
    job = replace(await job_of(server, database_url), max_subjects=4)
    made = await job.run(now=now(), includes_new=True)
    acts = await list_acts(server.database, [server.site.id])
    assert [one.act_number for one in made] == [1, 2, 3]
    assert sum(act.subjects for act in acts) == 9  # two whose messages were parted are in two
    assert sum(sum(act.changed.values()) for act in acts) == sum(one.rows for one in made) == 2_100


class Killed(Exception):
    """The process has ended here."""


async def test_run_killed_between_any_two_pages_goes_on_and_ends_in_one_act_of_everything(
    server: Server, database_url: str
) -> None:
    await keep_for(server, messages=30, pages=30)
    for _ in range(3):
        await conversation_with(server, 1_200, days_ago=40)

    async def die(_took_s: float) -> None:
        raise Killed

    dying = replace(await job_of(server, database_url), pause=die)
    kills = 0
    for _ in range(20):
        try:
            await dying.run(now=now(), includes_new=True)
            break
        except Killed:
            kills += 1
    [papers] = await papers_of(server)
    assert kills == 5  # 4 pages of messages, 1 of conversations
    assert papers.act.changed == {"entries": 3_600, "conversations": 3}
    assert papers.act.subjects == 3
    assert text_of(papers.pdf).count("Прервано и продолжено") == 1
    assert await words_left(server.database) == 0
    async with server.database.connection() as connection:
        assert await destructions.list_begun(connection) == []


async def test_two_workers_at_midnight_make_one_act(server: Server, database_url: str) -> None:
    await keep_for(server, messages=30)
    await conversation_with(server, 2_500, days_ago=40)
    first, second = await job_of(server, database_url), await job_of(server, database_url)
    outcomes = await asyncio.gather(
        *(job.run(now=now(), includes_new=True) for job in (first, second)), return_exceptions=True
    )
    made = [one for outcome in outcomes if isinstance(outcome, list) for one in outcome]
    assert [one.act_number for one in made] == [1]
    assert any(isinstance(outcome, RetentionRunning) or outcome == [] for outcome in outcomes)
    # Another process calls again later on the same day, and has nothing to do.
    assert await second.run(now=now(), includes_new=True) == []


async def test_lifetime_waits_for_the_midnight_after_it_was_set(server: Server, database_url: str) -> None:
    await keep_for(server, messages=30)
    await conversation_with(server, 1, days_ago=40)
    job = await job_of(server, database_url)
    assert await job.run(now=now()) == []
    async with server.database.connection() as connection:
        await connection.execute("UPDATE lifetimes SET set_at = now() - interval '1 day'")
    assert len(await job.run(now=now())) == 1


async def test_clock_that_was_set_back_or_runs_ahead_erases_nothing_too_early(
    server: Server, database_url: str
) -> None:
    await keep_for(server, messages=30)
    await conversation_with(server, 1, days_ago=20)
    job = await job_of(server, database_url)
    for days in (-400, 400):
        assert await job.run(now=now() + timedelta(days=days), includes_new=True) == []
    assert await words_left(server.database) == 1
    await conversation_with(server, 1, days_ago=31)
    # What ended while a clock was wrong, in a time that has been swept, is found on the first of the month.
    assert await job.run(now=now(), includes_new=True) == []
    assert len(await job.run(now=now(), includes_new=True, from_start=True)) == 1


async def test_nightly_run_is_once_a_day_and_looks_at_everything_anew_on_the_first(
    server: Server, database_url: str
) -> None:
    asked: list[bool] = []

    class Counting(RetentionJob, frozen=True, kw_only=True):
        async def run(self, *, now: datetime, includes_new: bool = False, from_start: bool = False) -> list[Made]:
            asked.append(from_start)
            return []

    nightly = Nightly(
        Counting(database=server.database, line=await line_of(server, database_url), contents=no_files(server.database))
    )
    midday = now().replace(year=2027, month=1, day=31, hour=12)
    for at in (midday, midday + timedelta(hours=1), midday + timedelta(days=1), midday + timedelta(days=2)):
        await nightly.run(at)
    assert asked == [False, True, False]


@pytest.mark.parametrize(("kind", "days"), [("messages", 0), ("consents", 365), ("card", 40_000)])
async def test_lifetime_that_can_not_be_is_refused_with_its_kind(server: Server, kind: str, days: int) -> None:
    with pytest.raises(BadBody) as refused:
        await keep_for(server, **{kind: days})
    assert refused.value.field == kind


async def test_evidence_of_consents_goes_three_years_after_the_withdrawal_and_not_before(
    server: Server, database_url: str
) -> None:
    visitor_id = await consents(server, ("given", 5), ("withdrawn", 4))
    async with server.database.connection() as connection:
        for change in ("DELETE FROM consent_events", "DELETE FROM consent_events WHERE action = 'given'"):
            with pytest.raises(asyncpg.RestrictViolationError):
                await connection.execute(change)
    await keep_for(server, consents=1_095)
    await consents(server, ("given", 5), ("withdrawn", 4), ("given", 3.5))
    await consents(server, ("given", 5), ("withdrawn", 2))
    async with server.database.connection() as connection:
        with pytest.raises(asyncpg.RestrictViolationError):
            await connection.execute("DELETE FROM consent_events WHERE visitor_id <> $1", visitor_id)
    [made] = await run(server, database_url)
    async with server.database.connection() as connection:
        left = await connection.fetchval("SELECT count(*) FROM consent_events")
        of_whom = await connection.fetchval("SELECT count(*) FROM consent_events WHERE visitor_id = $1", visitor_id)
    assert (made.rows, left, of_whom) == (2, 5, 0)


async def test_evidence_of_who_was_erased_goes_three_years_after_that(server: Server, database_url: str) -> None:
    visitor_id = await consents(server, ("given", 5))
    await keep_for(server, consents=1_095)
    await conversation_with(server, 0, days_ago=2_000, visitor_id=visitor_id)
    assert await run(server, database_url) == []
    async with server.database.connection() as connection:
        await connection.execute("UPDATE visitors SET erased_at = now() - interval '4 years'")
    await days_pass(server.database, 2_000)
    [made] = await run(server, database_url)
    assert made.rows == 1


async def consents(server: Server, *events: tuple[str, float]) -> UUID:
    """A visitor with these events, each so many years ago; gives their id."""
    async with server.database.connection() as connection:
        document_id = await connection.fetchval(
            "INSERT INTO consent_documents "
            "(id, controller_id, purpose, wording, version, content, sha256, published_at) "
            "SELECT gen_random_uuid(), $1, 'processing', '{}', 1 + count(*), 'т', sha256('т'), now() "
            "FROM consent_documents RETURNING id",
            server.site.controller_id,
        )
        visitor_id: UUID = await connection.fetchval("SELECT gen_random_uuid()")
        for action, years in events:
            await connection.execute(
                "INSERT INTO consent_events "
                "(site_id, visitor_id, action, document_id, purpose, version, sha256, method, user_agent, page_url, "
                "echo_id, created_at) VALUES ($1, $2, $3, $4, 'processing', 1, sha256('т'), "
                "'page', '', '', gen_random_uuid(), now() - make_interval(days => $5::int))",
                server.site.id,
                visitor_id,
                action,
                document_id,
                int(years * 365),
            )
    return visitor_id
