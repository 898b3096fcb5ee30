"""The pull: a copy that is kept by it equals the database, whoever commits when, and whatever is hidden or erased."""

import asyncio
import json
import tracemalloc
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime
from itertools import count
from random import Random
from uuid import UUID, uuid4

import asyncpg
import pytest
from msgspec.structs import replace

from ryadom.protocol.public import PublicMessage
from ryadom.protocol.shared import Author, AuthorKind, Status
from ryadom.store import changes
from ryadom.store.controllers import default_controller
from ryadom.store.conversations import insert_conversation, lock_head, set_blocked
from ryadom.store.database import Database, open_database
from ryadom.store.entries import append_entry
from ryadom.store.entry_contents import NewContent, NewDeletion, NewEdit, NewMessage, NewNote, NewStatus
from ryadom.store.ids import new_id
from ryadom.store.operators import Operator, insert_operator
from ryadom.store.sites import Site, insert_site
from ryadom.store.sql import Connection, queries_beside
from ryadom.store.visitors import block, lock_visitor, mark_erased, name_visitor, unblock
from tests.mirror import Mirror, catch_up, desk_on, expected, held, programme

_queries = queries_beside(changes.__file__)


class Town:
    """One site, and the deeds that change something there, each inside of whatever transaction is given."""

    def __init__(self, site: Site, operator: Author) -> None:
        self.site = site
        self.operator = operator

    async def begin(self, connection: Connection, visitor_id: UUID | None = None) -> tuple[UUID, UUID]:
        """A conversation with a message; gives its visitor and itself."""
        visitor_id, id = visitor_id or new_id(), new_id()
        await lock_visitor(connection, site_id=self.site.id, visitor_id=visitor_id, locale="ru")
        await insert_conversation(connection, site_id=self.site.id, id=id, visitor_id=visitor_id, page=None)
        await self.add(connection, id, NewMessage(body="начало"))
        return visitor_id, id

    async def add(self, connection: Connection, id: UUID, content: NewContent, *, by_operator: bool = False) -> int:
        head = await lock_head(connection, site_id=self.site.id, id=id)
        assert head is not None
        author = self.operator if by_operator else head.visitor
        stored = await append_entry(connection, head=head, author=author, echo_id=uuid4(), content=content)
        return stored.entry.seq

    async def hide(self, connection: Connection, visitor_id: UUID) -> None:
        await block(
            connection,
            site_id=self.site.id,
            visitor_id=visitor_id,
            at=datetime(2026, 11, 28, tzinfo=UTC),
            reason="inaccurate",
            stronger=[],
        )
        await set_blocked(connection, site_id=self.site.id, visitor_id=visitor_id, is_blocked=True)

    async def show(self, connection: Connection, visitor_id: UUID) -> None:
        await unblock(connection, site_id=self.site.id, visitor_id=visitor_id)
        await set_blocked(connection, site_id=self.site.id, visitor_id=visitor_id, is_blocked=False)

    async def write_card(self, connection: Connection, visitor_id: UUID, company: str) -> None:
        await connection.execute(
            "INSERT INTO customer_cards (site_id, visitor_id, revision, company) VALUES ($1, $2, 1, $3) "
            "ON CONFLICT (site_id, visitor_id) DO UPDATE SET company = EXCLUDED.company",
            self.site.id,
            visitor_id,
            company,
        )


@pytest.fixture
async def town(database: Database) -> Town:
    async with database.transaction() as connection:
        controller = await default_controller(connection)
        site = Site(id=new_id(), key=f"key-{uuid4().hex}", name="Лавка", origins=(), controller_id=controller.id)
        operator = Operator(id=new_id(), email="a@shop.test", name="Анна", password_hash="", site_keys=(site.key,))
        await insert_site(connection, site)
        await insert_operator(connection, operator)
    return Town(site, Author(kind=AuthorKind.OPERATOR, id=operator.id, name=operator.name))


async def equal(database: Database, mirror: Mirror) -> None:
    async with database.connection() as connection:
        assert held(mirror) == await expected(connection)


async def test_transaction_that_begins_first_and_commits_last_is_not_skipped(database: Database, town: Town) -> None:
    desk, mirror = desk_on(database), Mirror()
    program = await programme(desk, [town.site])
    async with database.transaction() as connection:
        (_, first), (_, second) = await town.begin(connection), await town.begin(connection)
    await catch_up(desk, program, mirror)
    async with database.transaction() as older:
        await town.add(older, first, NewMessage(body="раньше"))
        async with database.transaction() as newer:
            await town.add(newer, second, NewMessage(body="позже"))
        # The newer one is committed, and is given only when nothing older can come any more
        await catch_up(desk, program, mirror)
        assert len(mirror.column("message", "body")) == 2
    await catch_up(desk, program, mirror)
    await equal(database, mirror)
    assert {body for (body,) in mirror.column("message", "body").values()} == {"начало", "раньше", "позже"}


@pytest.mark.parametrize("seed", range(6))
async def test_copy_equals_the_database_however_commits_and_pulls_interleave(
    database_url: str, database: Database, town: Town, seed: int
) -> None:
    draw = Random(seed)
    desk, mirror = desk_on(database), Mirror()
    program = await programme(desk, [town.site])
    async with open_database(database_url, pool_size=5) as writers, AsyncExitStack() as stack:
        hands = [Hand(town, await stack.enter_async_context(writers.connection())) for _ in range(4)]
        for _ in range(260):
            if draw.random() < 0.15:
                page = await desk.page(
                    program, program.chosen([]), mirror.cursor, limit=draw.randint(10, 25), network=None
                )
                mirror.apply(page)
            else:
                await draw.choice(hands).move(draw)
        for hand in hands:
            await hand.end(is_committed=True)
    await catch_up(desk, program, mirror, limit=17)
    await equal(database, mirror)
    fresh = Mirror()
    await catch_up(desk, program, fresh, limit=13)
    assert fresh.objects == mirror.objects
    assert len(mirror.column("message", "body")) > 20


class Hand:
    """A connection that does random things to people of its own, in transactions that others see or never see."""

    def __init__(self, town: Town, connection: Connection) -> None:
        self.town = town
        self.connection = connection
        self.is_open = False
        self.people: list[tuple[UUID, UUID, int]] = []
        self.new: list[tuple[UUID, UUID, int]] = []

    async def move(self, draw: Random) -> None:
        """The next step."""
        if not self.is_open:
            await self.connection.execute("BEGIN")
            if draw.random() < 0.5:
                await self.connection.execute("SELECT pg_current_xact_id()")
            self.is_open = True
            return
        if draw.random() < 0.3:
            await self.end(is_committed=draw.random() < 0.8)
            return
        if not self.people or draw.random() < 0.2:
            self.new.append((*await self.town.begin(self.connection), 1))
            return
        visitor_id, id, seq = draw.choice(self.people)
        town, connection = self.town, self.connection
        match draw.randrange(11):
            case 0 | 1 | 2:
                await town.add(connection, id, NewMessage(body=f"слово {draw.random()}"))
            case 3:
                await town.add(connection, id, NewEdit(message_seq=seq, body=f"иначе {draw.random()}"))
            case 4:
                await town.add(connection, id, NewDeletion(message_seq=seq))
            case 5:
                await town.add(connection, id, NewNote(body="только нам"), by_operator=True)
            case 6:
                await town.add(connection, id, NewStatus(status=draw.choice(list(Status))), by_operator=True)
            case 7:
                await name_visitor(
                    connection, site_id=town.site.id, visitor_id=visitor_id, name=f"Имя {draw.randrange(9)}"
                )
            case 8:
                await town.write_card(connection, visitor_id, f"ООО {draw.randrange(9)}")
            case 9:
                await town.hide(connection, visitor_id)
            case 10:
                await town.show(connection, visitor_id)

    async def end(self, *, is_committed: bool) -> None:
        """Commits or rolls back what is open."""
        if self.is_open:
            await self.connection.execute("COMMIT" if is_committed else "ROLLBACK")
            if is_committed:
                self.people += self.new
        self.is_open, self.new = False, []


async def test_blocked_person_is_said_to_be_gone_and_comes_back_whole(database: Database, town: Town) -> None:
    desk, mirror = desk_on(database), Mirror()
    program = await programme(desk, [town.site])
    async with database.transaction() as connection:
        visitor_id, id = await town.begin(connection)
        await town.begin(connection)
        for number in range(40):
            await town.add(connection, id, NewMessage(body=f"№ {number}"))
    await catch_up(desk, program, mirror)
    assert len(mirror.column("message", "body")) == 42
    async with database.transaction() as connection:
        await town.hide(connection, visitor_id)
    page = await desk.page(program, [town.site], mirror.cursor, limit=100, network=None)
    assert [(change.object.object, change.object.id) for change in page.changes] == [  # type: ignore[union-attr]
        ("conversation", str(id)),
        ("customer", str(visitor_id)),
    ]
    mirror.apply(page)
    await equal(database, mirror)
    async with database.transaction() as connection:
        await town.show(connection, visitor_id)
    await catch_up(desk, program, mirror, limit=10)
    await equal(database, mirror)
    assert len(mirror.column("message", "body")) == 42


async def test_erased_person_leaves_tombstones_also_to_who_begins_anew(database: Database, town: Town) -> None:
    desk, mirror, late = desk_on(database), Mirror(), Mirror()
    program = await programme(desk, [town.site])
    async with database.transaction() as connection:
        visitor_id, id = await town.begin(connection)
        await name_visitor(connection, site_id=town.site.id, visitor_id=visitor_id, name="Иван")
    await catch_up(desk, program, mirror)
    await catch_up(desk, program, late)
    late.cursor = ""
    async with database.transaction() as connection:
        await mark_erased(connection, site_id=town.site.id, visitor_id=visitor_id, generation=1)
        await connection.execute("UPDATE entries SET body = '' WHERE kind = 'message'")
        await connection.execute("UPDATE visitors SET name = ''")
    for copy in (mirror, late):
        await catch_up(desk, program, copy)
        assert copy.objects == {}
    # Marks of erased words would say nothing that their conversation's tombstone does not
    async with database.connection() as connection:
        kinds = await connection.fetch(
            "SELECT DISTINCT kind FROM changed_objects WHERE id = ANY ($1)", [visitor_id, id]
        )
        row = await connection.fetchrow("SELECT * FROM changed_objects LIMIT 1")
    assert {row["kind"] for row in kinds} == {"customer", "conversation"}
    assert row is not None
    assert "Иван" not in repr(dict(row))


async def test_rows_that_somebody_deletes_by_hand_are_told_of(database: Database, town: Town) -> None:
    desk, mirror = desk_on(database), Mirror()
    program = await programme(desk, [town.site])
    async with database.transaction() as connection:
        visitor_id, id = await town.begin(connection)
        await town.add(connection, id, NewMessage(body="второе"))
    await catch_up(desk, program, mirror)
    async with database.transaction() as connection:
        await connection.execute("DELETE FROM entries WHERE conversation_id = $1 AND seq = 2", id)
    await catch_up(desk, program, mirror)
    assert set(mirror.column("message", "body")) == {f"{id}-1"}
    async with database.transaction() as connection:
        await connection.execute("DELETE FROM entries WHERE conversation_id = $1", id)
        await connection.execute("DELETE FROM conversations WHERE id = $1", id)
        await connection.execute("DELETE FROM visitors WHERE id = $1", visitor_id)
    await catch_up(desk, program, mirror)
    assert mirror.objects == {}


async def test_words_that_are_over_their_lifetime_and_consents_reach_the_copy(database: Database, town: Town) -> None:
    desk, mirror = desk_on(database), Mirror()
    program = await programme(desk, [town.site])
    async with database.transaction() as connection:
        visitor_id, id = await town.begin(connection)
        document_id = await connection.fetchval(
            "INSERT INTO consent_documents (id, controller_id, purpose, wording) VALUES ($1, $2, 'advertising', '{}') "
            "RETURNING id",
            new_id(),
            town.site.controller_id,
        )
    await catch_up(desk, program, mirror)
    assert mirror.column("customer", "advertising_consent") == {str(visitor_id): (False,)}
    async with database.connection() as connection:
        await connection.execute("UPDATE entries SET body = '' WHERE conversation_id = $1", id)
        await connection.execute(
            "INSERT INTO consent_events (site_id, visitor_id, action, document_id, purpose, version, sha256, method, "
            "user_agent, page_url, echo_id) VALUES ($1, $2, 'given', $3, 'advertising', 1, '\\x', 'page', '', '', $4)",
            town.site.id,
            visitor_id,
            document_id,
            uuid4(),
        )
    await catch_up(desk, program, mirror)
    assert mirror.column("message", "body", "is_deleted") == {f"{id}-1": ("", True)}
    assert mirror.column("customer", "advertising_consent") == {str(visitor_id): (True,)}


async def test_rows_with_numbers_of_another_cluster_are_given_by_the_walk_and_hold_up_nothing(
    database: Database, town: Town
) -> None:
    desk, mirror = desk_on(database), Mirror()
    program = await programme(desk, [town.site])
    async with database.transaction() as connection:
        await town.begin(connection)
        # As a dump brings them
        await connection.execute("UPDATE entries SET xact_id = '900000000'")
    await catch_up(desk, program, mirror)
    await equal(database, mirror)
    page = await desk.page(program, [town.site], mirror.cursor, limit=100, network=None)
    assert (page.changes, page.has_more) == ((), False)


async def test_nothing_is_passed_on_the_way_through_what_other_sites_have(
    database: Database, town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ryadom.core.changes.SCANNED_ENTRIES", 10)
    desk, mirror = desk_on(database), Mirror()
    other = Site(id=new_id(), key=f"key-{uuid4().hex}", name="Рядом", origins=(), controller_id=town.site.controller_id)
    async with database.transaction() as connection:
        await insert_site(connection, other)
        _, ours = await town.begin(connection)
        _, theirs = await Town(other, town.operator).begin(connection)
    program = await programme(desk, [town.site])
    await catch_up(desk, program, mirror)
    for number in range(30):
        async with database.transaction() as connection:
            await Town(other, town.operator).add(connection, theirs, NewMessage(body="чужое"))
        if number == 25:
            async with database.transaction() as connection:
                await town.add(connection, ours, NewMessage(body="наше"))
    await catch_up(desk, program, mirror, limit=10)
    assert {body for (body,) in mirror.column("message", "body").values()} == {"начало", "наше"}


async def test_change_list_is_read_by_indexes(database: Database, town: Town) -> None:
    async with database.transaction() as connection:
        _, id = await town.begin(connection)
        await connection.execute(
            "INSERT INTO entries (site_id, conversation_id, seq, kind, public, prev_public_seq, author_kind, author_id,"
            " body) SELECT $1, $2, n, 'message', true, n - 1, 'visitor', $3, 'x' FROM generate_series(2, 20000) AS n",
            town.site.id,
            id,
            uuid4(),
        )
    async with database.transaction() as connection:
        await connection.execute("SET LOCAL plan_cache_mode = force_generic_plan")
        values: dict[str, object] = {"xact_id": "900", "id": id, "seq": 0, "site_ids": [town.site.id]}
        values |= {"row_limit": 100, "scan_limit": 1_000}
        query = _queries.list_changes
        plan: str = await connection.fetchval(
            "EXPLAIN (FORMAT JSON) " + query.text, *[values[name] for name in query.parameters]
        )
    assert '"Index Name": "entries_xact"' in plan, plan
    assert plan.count('"Index Name": "changed_objects_xact"') == 1, plan
    assert plan.count('"Index Name": "changed_objects_threads"') == 1, plan
    assert '"Seq Scan"' not in plan, plan


@pytest.mark.parametrize("mode", ["force_generic_plan", "force_custom_plan"])
@pytest.mark.parametrize("messages", [0, 300], ids=["marks of threads that are no more", "long threads"])
async def test_page_amid_many_threads_that_are_seen_again_reads_no_more_than_a_page(
    database: Database, town: Town, mode: str, messages: int
) -> None:
    threads, limit = (40_000, 300) if not messages else (60, 300)
    async with database.transaction() as connection:
        ids = (
            [(await town.begin(connection))[1] for _ in range(threads)]
            if messages
            else [new_id() for _ in range(threads)]
        )
        await fill(connection, town, ids, messages=messages)
        # As unblocking does, in one transaction
        await connection.execute(
            "INSERT INTO changed_objects (site_id, kind, id) SELECT $1, 'thread', id FROM unnest($2::uuid[]) AS t (id)",
            town.site.id,
            ids,
        )
    async with database.transaction() as connection:
        _, other = await town.begin(connection)
        await fill(connection, town, [other], messages=3_000)
    async with database.connection() as connection:
        await connection.execute("ANALYZE entries; ANALYZE changed_objects")
    async with database.transaction() as connection:
        xact_id = await connection.fetchval("SELECT xact_id::text FROM changed_objects LIMIT 1")
        middle = await connection.fetchval("SELECT id FROM changed_objects ORDER BY id OFFSET $1 LIMIT 1", threads // 2)
        await connection.execute(f"SET LOCAL plan_cache_mode = {mode}")
        values: dict[str, object] = {"xact_id": xact_id, "id": middle, "seq": 0, "site_ids": [town.site.id]}
        values |= {"row_limit": limit, "scan_limit": limit}
        query = _queries.list_changes
        plan: str = await connection.fetchval(
            "EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) " + query.text, *[values[name] for name in query.parameters]
        )
    [told] = json.loads(plan)
    assert told["Plan"]["Actual Rows"] == limit
    assert told["Plan"]["Shared Hit Blocks"] + told["Plan"]["Shared Read Blocks"] < 4 * limit


async def fill(connection: Connection, town: Town, ids: list[UUID], *, messages: int) -> None:
    """Gives each of these threads, which have one message, as many as this."""
    await connection.execute(
        "INSERT INTO entries (site_id, conversation_id, seq, kind, public, prev_public_seq, author_kind, author_id,"
        " body) SELECT $1, t.id, n, 'message', true, n - 1, 'visitor', $2, 'x' "
        "FROM unnest($3::uuid[]) AS t (id), generate_series(2, $4::int) AS n",
        town.site.id,
        uuid4(),
        ids,
        messages,
    )


async def test_no_thread_is_passed_over_however_many_of_them_are_seen_again(database: Database, town: Town) -> None:
    desk, mirror = desk_on(database), Mirror()
    program = await programme(desk, [town.site])
    people: list[UUID] = []
    async with database.transaction() as connection:
        for number in range(60):
            visitor_id, id = await town.begin(connection)
            people.append(visitor_id)
            for _ in range(number % 4 * 8):
                await town.add(connection, id, NewMessage(body="ещё"))
    await catch_up(desk, program, mirror)
    async with database.transaction() as connection:
        for visitor_id in people:
            await town.hide(connection, visitor_id)
    await catch_up(desk, program, mirror)
    assert mirror.objects == {}
    async with database.transaction() as connection:
        # Threads of which nothing is left lie between them, more than are looked at for a page.
        await connection.execute(
            "INSERT INTO changed_objects (site_id, kind, id) SELECT $1, 'thread', gen_random_uuid() "
            "FROM generate_series(1, 900)",
            town.site.id,
        )
        for visitor_id in people:
            await town.show(connection, visitor_id)
        await connection.execute(
            "INSERT INTO changed_objects (site_id, kind, id) SELECT $1, 'thread', gen_random_uuid() "
            "FROM generate_series(1, 900)",
            town.site.id,
        )
    await catch_up(desk, program, mirror, limit=10)
    await equal(database, mirror)
    assert len(mirror.column("message", "body")) == 60 + 15 * (8 + 16 + 24)


async def test_marks_are_forgotten_once_no_cursor_can_ask_for_them(database: Database, town: Town) -> None:
    desk = desk_on(database)
    async with database.transaction() as connection:
        visitor_id, _ = await town.begin(connection)
        await name_visitor(connection, site_id=town.site.id, visitor_id=visitor_id, name="Иван")
        await town.write_card(connection, visitor_id, "ООО")
        await connection.execute("UPDATE changed_objects SET marked_at = now() - INTERVAL '41 days'")
        _, id = await town.begin(connection)
        await connection.execute("UPDATE entries SET body = 'другое' WHERE conversation_id = $1", id)
    await desk.forget_old()
    async with database.connection() as connection:
        rows = await connection.fetch("SELECT kind FROM changed_objects")
    assert [row["kind"] for row in rows] == ["message"]


async def test_hundred_thousand_messages_pass_by_while_no_more_than_pages_are_held(
    database: Database, town: Town
) -> None:
    desk = desk_on(database)
    program = await programme(desk, [town.site])
    async with database.transaction() as connection:
        _, id = await town.begin(connection)
        await connection.execute(
            "INSERT INTO entries (site_id, conversation_id, seq, kind, public, prev_public_seq, author_kind, author_id,"
            " body) SELECT $1, $2, n, 'message', true, n - 1, 'visitor', $3, 'x' FROM generate_series(2, 100000) AS n",
            town.site.id,
            id,
            uuid4(),
        )
    seen = bytearray(100_001)
    cursor, peaks = "", []
    for number in count():
        # Of some pages only: counting takes longer than what is counted
        if number % 15 == 0:
            tracemalloc.start()
        page = await desk.page(program, [town.site], cursor, limit=2_000, network=None)
        if tracemalloc.is_tracing():
            peaks.append(tracemalloc.get_traced_memory()[1])
            tracemalloc.stop()
        for change in page.changes:
            if isinstance(change.object, PublicMessage):
                seen[change.object.seq] = True
        cursor = page.cursor
        if not page.has_more:
            break
    assert sum(seen) == 100_000
    assert len(peaks) == 4
    assert max(peaks[2:]) < 1.2 * max(peaks[:2]) < 20_000_000
    assert len(cursor) < 500


class Counted(Database):
    """The same database; `lent`: how often a connection of it was asked for."""

    def __init__(self, database: Database) -> None:
        super().__init__(database._pool)
        self.lent = 0

    @asynccontextmanager
    async def _lend(self) -> AsyncIterator[asyncpg.Connection]:
        self.lent += 1
        async with super()._lend() as connection:
            yield connection


async def test_news_that_may_not_be_given_yet_do_not_bring_those_who_wait_to_look_each_time(
    database: Database, town: Town
) -> None:
    counted, mirror = Counted(database), Mirror()
    desk = replace(desk_on(database), database=counted)
    program = await programme(desk, [town.site])
    async with database.transaction() as connection:
        _, id = await town.begin(connection)
    await catch_up(desk, program, mirror)
    async with database.transaction() as older:
        await older.execute("SELECT pg_current_xact_id()")
        counted.lent = 0
        pulling = asyncio.create_task(
            desk.pull(program, [town.site], mirror.cursor, limit=100, wait_s=1.0, network=None)
        )
        told = 0
        while not pulling.done():
            async with database.transaction() as connection:
                await town.add(connection, id, NewMessage(body="ещё"))
            desk.news.tell([town.site.id])
            told += 1
    assert (await pulling).changes == ()
    assert told > 20
    # At once, upon the first news, and after 0.1, 0.2, 0.4 and the rest of the second
    assert 3 <= counted.lent <= 7
    await catch_up(desk, program, mirror)
    await equal(database, mirror)
