"""What the journal adds to a view, and to a server at work.

An operator's session opens threads of 50 entries with it, and without. Its share of a server's CPU is reckoned from
that and from what messages cost in the same run: measured directly it would drown in the noise.
"""

import asyncio
import statistics
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from secrets import token_urlsafe
from uuid import UUID, uuid4

from msgspec import Struct
from msgspec.structs import replace

from bench.demo_process import demo_folder
from bench.figure import Figure
from bench.load.meter import cpu_s, quantile_ms
from bench.load.paced import MEASURED_S
from bench.load.plan import Kind
from bench.load.stand import load, ryadom, stand
from ryadom.app import build_app
from ryadom.core.operator_desk import OperatorDesk
from ryadom.core.operator_session import OperatorSession
from ryadom.core.operators import add_operator
from ryadom.core.sites import add_site
from ryadom.errors import RyadomError
from ryadom.live.journal_queue import JournalQueue
from ryadom.live.outbox import Outbox
from ryadom.protocol import VERSION
from ryadom.protocol.operator import Hello
from ryadom.protocol.shared import Author, AuthorKind, FetchHistory
from ryadom.settings import Settings
from ryadom.store.conversations import insert_conversation, lock_head
from ryadom.store.database import Database, open_database
from ryadom.store.embedded import embedded_postgres
from ryadom.store.entries import NewMessage, append_entry
from ryadom.store.ids import new_id
from ryadom.store.journal_chain import Record
from ryadom.store.migrate import migrate
from ryadom.store.operator_sessions import OperatorSession as SignedInSession
from ryadom.store.operator_sessions import insert_session
from ryadom.store.visitors import lock_visitor
from ryadom.web.context import Context

ENTRIES = 50
VIEWS = 150
OPERATORS = 20
ROUNDS = 3
CHATS = 200
VIEWS_PER_S = 10
"""Each of 200 conversations, in which a message comes every second, is opened every 20 s."""
GOAL_SHARE = 0.1
WITH, WITHOUT = True, False


class Cost(Struct, frozen=True):
    """Of one view: CPU of this process and of Postgres' backends, and how long the operator waited."""

    python_us: float
    postgres_us: float
    p50_ms: float


class _NoJournal(JournalQueue):
    async def write(self, records: Sequence[Record]) -> None:
        """Nothing."""


class _Reader:
    """The socket of an operator who reads at once."""

    def __init__(self) -> None:
        self.outbox = Outbox(lambda error: None)

    def end(self, error: RyadomError) -> None:
        """Nothing to end."""


def measure() -> Iterator[Figure]:
    """CPU of both processes together; best of three rounds each, with and without the journal in turn."""
    with demo_folder() as folder:
        costs = asyncio.run(_measure(folder))
    plain, journalled = (
        min(costs[kind], key=lambda cost: cost.python_us + cost.postgres_us) for kind in (WITHOUT, WITH)
    )
    message_us = asyncio.run(_message_us())
    before, after = plain.python_us + plain.postgres_us, journalled.python_us + journalled.postgres_us
    yield Figure(
        name="view of a thread: CPU that the journal adds",
        value=round(after - before),
        unit="µs",
        baseline=f"a view without it, {before:.0f} µs (Python adds {journalled.python_us - plain.python_us:.0f})",
        ratio=(after - before) / before,
    )
    journal_us, rest_us = (after - before) * VIEWS_PER_S, before * VIEWS_PER_S + message_us * CHATS
    yield Figure(
        name=f"the journal's share of CPU: {CHATS} chats with 1 message/s each, {VIEWS_PER_S} threads opened a second",
        value=round(100 * journal_us / (journal_us + rest_us), 1),
        unit="%",
        goal=100 * GOAL_SHARE,
        baseline=f"a message takes {message_us:,.0f} µs of the server's CPU; what Postgres takes for it left out",
        ratio=journal_us / (journal_us + rest_us),
    )
    yield Figure(
        name="view of a thread, 20 at once: p50",
        value=round(journalled.p50_ms, 2),
        unit="ms",
        baseline=f"without the journal, {plain.p50_ms:.2f} ms",
        ratio=journalled.p50_ms / plain.p50_ms,
    )


async def _message_us() -> float:
    """CPU time of the server for a message, median of three rounds."""
    async with stand() as url, ryadom(url) as target:
        plan = target.plan(Kind.PACED, chats=CHATS, warm_up_s=1.0, measured_s=MEASURED_S)
        return statistics.median([(await load(target, plan)).server_us for _ in range(ROUNDS)])


async def _measure(folder: Path) -> dict[bool, list[Cost]]:
    costs: dict[bool, list[Cost]] = {WITHOUT: [], WITH: []}
    async with embedded_postgres(folder) as url:
        async with open_database(url) as database:
            await migrate(database)
            signed_in, conversation_id = await _furnish(database)
        settings = Settings(data_dir=folder, secret_keys=("the bench's secret key, long enough",))
        app = build_app(settings, database_url=url)
        async with app.router.lifespan_context(app), open_database(url) as database:
            context: Context = app.state.context
            desk = context.operator_desk
            plain = replace(desk, journal=_NoJournal(desk.database, context.metrics))
            for _ in range(ROUNDS):
                for kind, each in ((WITHOUT, plain), (WITH, desk)):
                    costs[kind].append(await _round(each, signed_in, conversation_id, await _backends(database)))
    return costs


async def _round(desk: OperatorDesk, signed_in: SignedInSession, conversation_id: UUID, pids: Sequence[int]) -> Cost:
    readers = [_Reader() for _ in range(OPERATORS)]
    sessions = [OperatorSession(desk, reader, signed_in=signed_in, network="192.0.2.1") for reader in readers]
    for session in sessions:
        await session.begin(Hello(protocol=VERSION))
    latencies: list[float] = []
    command = FetchHistory(request_id="1", conversation_id=conversation_id)

    async def read(session: OperatorSession, reader: _Reader) -> None:
        for _ in range(VIEWS):
            begun = time.perf_counter()
            await session.handle(command)
            reader.outbox.take_all()
            latencies.append(time.perf_counter() - begun)

    postgres, python = sum(map(cpu_s, pids)), time.process_time()
    await asyncio.gather(*map(read, sessions, readers))
    python, postgres = time.process_time() - python, sum(map(cpu_s, pids)) - postgres
    for session in sessions:
        session.finish()
    return Cost(python / len(latencies) * 1e6, postgres / len(latencies) * 1e6, quantile_ms(sorted(latencies), 0.5))


async def _backends(database: Database) -> list[int]:
    async with database.connection() as connection:
        rows = await connection.fetch("SELECT pid FROM pg_stat_activity WHERE datname = current_database()")
    return [row["pid"] for row in rows]


async def _furnish(database: Database) -> tuple[SignedInSession, UUID]:
    site = await add_site(database, name="Лавка", origins=["http://shop.test"])
    operator = await add_operator(
        database, email="anna@shop.test", name="Анна", password=token_urlsafe(), site_keys=[site.key]
    )
    visitor_id, conversation_id = new_id(), new_id()
    async with database.transaction() as connection:
        await lock_visitor(connection, site_id=site.id, visitor_id=visitor_id, locale="ru")
        await insert_conversation(connection, site_id=site.id, id=conversation_id, visitor_id=visitor_id, page=None)
        author = Author(kind=AuthorKind.VISITOR, id=visitor_id, name="")
        for number in range(ENTRIES):
            head = await lock_head(connection, site_id=site.id, id=conversation_id)
            assert head is not None
            content = NewMessage(body=f"Здравствуйте, вопрос номер {number}: когда придёт мой заказ?")
            await append_entry(connection, head=head, author=author, echo_id=uuid4(), content=content)
        signed_in = SignedInSession(
            id=new_id(),
            operator_id=operator.id,
            email=operator.email,
            name=operator.name,
            role=operator.role,
            has_second_factor=False,
        )
        await insert_session(
            connection,
            id=signed_in.id,
            operator_id=operator.id,
            password_hash=operator.password_hash,
            has_second_factor=False,
            token_sha256=b"bench",
        )
    return signed_in, conversation_id
