"""A site whose data has grown old, for tests of retention."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

from ryadom.core.lifetimes import set_lifetimes
from ryadom.core.retention_job import Made, RetentionJob
from ryadom.store.database import Database
from ryadom.store.lifetimes import Lifetime
from tests.files import no_files
from tests.web.client import Server
from tests.web.test_erasure import line_of


async def no_pause(_took_s: float) -> None:
    """Nobody chats meanwhile."""


def now() -> datetime:
    return datetime.now(UTC)


async def job_of(server: Server, database_url: str) -> RetentionJob:
    line = await line_of(server, database_url)
    return RetentionJob(
        database=server.database, line=line, contents=no_files(server.database), pause=no_pause, page_rows=1_000
    )


async def run(server: Server, database_url: str) -> list[Made]:
    return await (await job_of(server, database_url)).run(now=now(), includes_new=True)


async def keep_for(server: Server, **days: int | None) -> None:
    await set_lifetimes(server.database, server.site, {Lifetime(kind): number for kind, number in days.items()})


async def close(database: Database, *, days_ago: int, conversation_id: str | UUID | None = None) -> None:
    """As if the conversation (None: every one) had been closed so many days ago."""
    async with database.connection() as connection:
        await connection.execute(
            "UPDATE conversations SET status = 'closed', queued_at = NULL, waiting_since = NULL, "
            "active_at = $1 WHERE $2::uuid IS NULL OR id = $2::uuid",
            now() - timedelta(days=days_ago),
            UUID(str(conversation_id)) if conversation_id else None,
        )


async def conversation_with(server: Server, messages: int, *, days_ago: int, visitor_id: UUID | None = None) -> UUID:
    """A conversation with so many messages that was closed so long ago; gives its id."""
    conversation_id, visitor_id = uuid4(), visitor_id or uuid4()
    async with server.database.transaction() as connection:
        await connection.execute(
            "INSERT INTO visitors (site_id, id, name, locale) VALUES ($1, $2, 'Иван', 'ru') ON CONFLICT DO NOTHING",
            server.site.id,
            visitor_id,
        )
        await connection.execute(
            "INSERT INTO conversations (site_id, id, visitor_id, status, last_seq, active_at, page_url) "
            "VALUES ($1, $2, $3, 'closed', $4, $5, 'http://shop.test/old')",
            server.site.id,
            conversation_id,
            visitor_id,
            messages,
            now() - timedelta(days=days_ago),
        )
        await connection.execute(
            "INSERT INTO entries "
            "(site_id, conversation_id, seq, kind, public, prev_public_seq, author_kind, author_id, body) "
            "SELECT $1, $2, n, 'message', true, n - 1, 'visitor', $3, 'слова' FROM generate_series(1, $4::int) AS n",
            server.site.id,
            conversation_id,
            visitor_id,
            messages,
        )
    return conversation_id


async def days_pass(database: Database, days: int) -> None:
    """As if the last run had been so many days earlier than it was."""
    async with database.connection() as connection:
        await connection.execute("UPDATE lifetimes SET swept_until = swept_until - make_interval(days => $1)", days)


async def words_left(database: Database) -> int:
    """How many messages still have words."""
    async with database.connection() as connection:
        left: int = await connection.fetchval("SELECT count(*) FROM entries WHERE body <> ''")
        return left
