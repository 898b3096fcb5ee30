"""The journal on a real Postgres: append-only, gapless, and honest about what a superuser did to it."""

import asyncio
from uuid import UUID

import asyncpg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from ryadom.errors import JournalUnavailable
from ryadom.privacy.journal_check import Verdict, check_journal
from ryadom.store.database import Database, open_database
from ryadom.store.ids import new_id
from ryadom.store.journal import Filter, append, read_heads, select_links
from ryadom.store.journal_chain import Action, Sealed, hash_of
from tests.conftest import PostgresServer
from tests.store.journals import add_chain, links_of, opening, superuser, tamper, write

TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=30)


@pytest.fixture
async def chain(database: Database) -> UUID:
    """A controller whose journal has five records."""
    controller_id = await add_chain(database)
    for number in range(5):
        await write(database, opening(controller_id, details={"after_seq": str(number)}))
    return controller_id


async def _verdict(database: Database, controller_id: UUID) -> Verdict:
    [verdict] = await check_journal(database, controller_id=controller_id)
    return verdict


async def test_records_come_back_as_written_in_their_order(database: Database) -> None:
    one, other = await add_chain(database), await add_chain(database)
    records = [
        opening(one, details={"b": "2", "a": "=\"'\\ ё 😀"}, sealed=Sealed(new_id(), bytes(range(256)))),
        opening(other),
        opening(one, visitor_ids=(), site_id=new_id()),
    ]
    await write(database, *records)
    links = await links_of(database, one)
    assert [link.record for link in links] == [records[0], records[2]]
    assert [link.number for link in links] == [1, 2]
    assert [link.hash for link in links] == [hash_of(link) for link in links]
    assert links[0].hash == links[1].prev_hash
    assert (await _verdict(database, other)).number == 1


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(details=st.dictionaries(TEXTS, TEXTS, max_size=3), sealed=st.binary(max_size=20))
async def test_whatever_is_written_verifies(database: Database, details: dict[str, str], sealed: bytes) -> None:
    controller_id = await add_chain(database)
    await write(database, opening(controller_id, details=details, sealed=Sealed(new_id(), sealed)))
    assert await _verdict(database, controller_id) == Verdict(controller_id=controller_id, number=1)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE journal SET actor_name = 'Борис'",
        "DELETE FROM journal",
        "TRUNCATE journal",
        "DELETE FROM journal_heads",
        "TRUNCATE journal_heads",
    ],
)
async def test_nobody_changes_or_shortens_the_journal(
    postgres: PostgresServer, database: Database, database_url: str, chain: UUID, statement: str
) -> None:
    async with database.connection() as connection:
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await connection.execute(statement)
    async with superuser(postgres, database_url) as admin:
        await admin.execute("SET session_replication_role = replica")
        with pytest.raises(asyncpg.InsufficientPrivilegeError, match="append-only"):
            await admin.execute(statement)
    assert (await _verdict(database, chain)).number == 5


async def test_role_that_gives_itself_the_right_back_is_refused_all_the_same(database: Database, chain: UUID) -> None:
    async with database.connection() as connection:
        await connection.execute("GRANT ALL ON journal TO CURRENT_USER")
        with pytest.raises(asyncpg.InsufficientPrivilegeError, match="append-only"):
            await connection.execute("DELETE FROM journal")
    assert (await _verdict(database, chain)).number == 5


async def test_writers_of_several_pools_and_chains_leave_no_gap(database: Database, database_url: str) -> None:
    chains = [await add_chain(database) for _ in range(3)]
    async with open_database(database_url, pool_size=4) as other:

        async def write_some(writer: Database, turn: int) -> None:
            order = chains[turn % 3 :] + chains[: turn % 3]
            for _ in range(20):
                await write(writer, *(opening(controller_id) for controller_id in order * 2))

        await asyncio.gather(*(write_some((database, other)[turn % 2], turn) for turn in range(8)))
    verdicts = await check_journal(database)
    assert {verdict.controller_id: verdict.number for verdict in verdicts} == dict.fromkeys(chains, 8 * 20 * 2)
    assert not any(verdict.broken or verdict.clock_went_back for verdict in verdicts)


async def test_record_of_a_rolled_back_transaction_takes_no_number(database: Database, chain: UUID) -> None:
    async def change_their_mind() -> None:
        async with database.transaction() as connection:
            await append(connection, [opening(chain)])
            raise RuntimeError

    with pytest.raises(RuntimeError):
        await change_their_mind()
    await write(database, opening(chain))
    assert await _verdict(database, chain) == Verdict(controller_id=chain, number=6)


@pytest.mark.parametrize(
    ("statement", "number", "broken"),
    [
        ("UPDATE journal SET actor_name = 'Анка' WHERE number = 3", 3, "not what its hash was made of"),
        ('UPDATE journal SET details = \'{"after_seq": "3"}\' WHERE number = 3', 3, "not what its hash was made of"),
        ("UPDATE journal SET at = at + interval '1 microsecond' WHERE number = 4", 4, "not what its hash was made of"),
        ("UPDATE journal SET visitor_ids = '{}' WHERE number = 1", 1, "not what its hash was made of"),
        ("UPDATE journal SET hash = set_byte(hash, 31, get_byte(hash, 31) # 1) WHERE number = 2", 2, "not what its"),
        ("UPDATE journal SET action = 'looked' WHERE number = 3", 3, "not what its hash was made of"),
        ("UPDATE journal SET details = '{\"n\": 5}' WHERE number = 5", 5, "holds what no record can hold"),
        ("DELETE FROM journal WHERE number = 2", 2, "it is missing"),
        ("DELETE FROM journal WHERE number = 5", 5, "it is missing"),
        ("DELETE FROM journal", 1, "it is missing"),
        ("DELETE FROM journal_heads", 1, "head of the chain is gone"),
        ("UPDATE journal_heads SET number = 4", 5, "another hash than its last record"),
        ("UPDATE journal_heads SET hash = set_byte(hash, 0, get_byte(hash, 0) # 1)", 6, "another hash"),
    ],
)
async def test_whatever_a_superuser_changes_is_found_and_the_record_named(
    postgres: PostgresServer,
    database: Database,
    database_url: str,
    chain: UUID,
    statement: str,
    number: int,
    broken: str,
) -> None:
    await tamper(postgres, database_url, statement)
    verdict = await _verdict(database, chain)
    assert verdict.number + 1 == number
    assert broken in (verdict.broken or "")


async def test_action_of_a_later_version_is_read_as_it_is_and_breaks_nothing(database: Database, chain: UUID) -> None:
    await write(database, replace(opening(chain), action="taken_to_the_moon"))
    await write(database, opening(chain))
    assert await _verdict(database, chain) == Verdict(controller_id=chain, number=7)
    read = (await links_of(database, chain))[5:]
    assert [link.record.action for link in read] == ["taken_to_the_moon", Action.CONVERSATION_OPENED]


async def test_clock_that_is_set_back_breaks_nothing_and_is_told(
    postgres: PostgresServer, database: Database, database_url: str, chain: UUID
) -> None:
    async with superuser(postgres, database_url) as admin:
        await admin.execute(
            """CREATE FUNCTION public.clock_timestamp() RETURNS timestamptz LANGUAGE sql
            AS $$ SELECT pg_catalog.clock_timestamp() - interval '1 day' $$"""
        )
        await admin.execute("ALTER FUNCTION append_journal(jsonb) SET search_path = public, pg_catalog, pg_temp")
    await write(database, opening(chain))
    assert await _verdict(database, chain) == Verdict(controller_id=chain, number=6, clock_went_back=6)


async def test_journal_that_somebody_holds_is_unavailable_and_then_works_again(
    database: Database, database_url: str, chain: UUID
) -> None:
    async with open_database(database_url) as other, other.transaction() as holder:
        await holder.execute("LOCK TABLE journal IN ACCESS EXCLUSIVE MODE")
        with pytest.raises(JournalUnavailable) as refusal:
            await write(database, opening(chain))
    assert refusal.value.retry_after_s
    await write(database, opening(chain))
    assert await _verdict(database, chain) == Verdict(controller_id=chain, number=6)


async def test_filters_find_by_time_action_actor_and_subject(
    database: Database, chain: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ryadom.store.journal.STRETCH", 2)
    links = await links_of(database, chain)

    async def numbers(**wanted: object) -> list[int]:
        async with database.connection() as connection:
            [head] = await read_heads(connection)
            return [
                link.number
                async for page in select_links(connection, head, Filter(**wanted))  # type: ignore[arg-type]
                for link in page
            ]

    assert await numbers() == [1, 2, 3, 4, 5]
    assert await numbers(subject_id=links[3].record.visitor_ids[0]) == [4]
    assert await numbers(subject_id=links[1].record.conversation_ids[0]) == [2]
    assert await numbers(since=links[2].at, before=links[4].at) == [3, 4]
    assert await numbers(action=Action.DELETED) == []
    assert await numbers(actor_id=UUID(int=8)) == []


async def test_record_of_an_unknown_controller_is_refused_and_stores_nothing(database: Database, chain: UUID) -> None:
    with pytest.raises(asyncpg.ForeignKeyViolationError):
        await write(database, opening(chain), opening(new_id()))
    assert (await _verdict(database, chain)).number == 5
