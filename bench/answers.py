"""The answer package of a person who has written 1,000,000 messages: how fast, and in how much memory."""

import asyncio
import os
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from uuid import UUID

import asyncpg
from msgspec import Struct
from msgspec.structs import replace

from bench.demo_process import demo_folder
from bench.figure import Figure
from bench.load.meter import pss_kib
from ryadom.core.officers import Officer
from ryadom.core.sites import add_site
from ryadom.core.subject_answers import SubjectAnswers
from ryadom.store.database import Database, open_database
from ryadom.store.embedded import embedded_postgres
from ryadom.store.file_contents import FileContents
from ryadom.store.ids import new_id
from ryadom.store.journal_chain import COMMAND_LINE
from ryadom.store.migrate import migrate
from ryadom.store.sites import Site
from ryadom.store.subject_people import add_person
from ryadom.store.subject_requests import IdentityMethod, Kind, NewRequest, Source, SubjectRequest, find_request
from ryadom.store.subject_requests import insert_request as insert

MESSAGES = 1_000_000
WARM_UP_MESSAGES = 2_000
MOST_GROWTH_MIB = 64
SAMPLE_S = 0.2

ADD_VISITOR = "INSERT INTO visitors (site_id, id, name, locale) VALUES ($1, $2, 'Иван', 'ru')"
ADD_CONVERSATION = """INSERT INTO conversations (site_id, id, visitor_id, status, last_seq, last_public_seq)
VALUES ($1, $2, $3, 'closed', $4, $4)"""
# Every tenth has a number that is not the subject's, so that the search for such numbers has something to do.
ADD_ENTRIES = """INSERT INTO entries (
    site_id, conversation_id, seq, kind, public, prev_public_seq, author_kind, author_id, echo_id, body
)
SELECT $1, $2, seq, 'message', true, seq - 1, 'visitor', $3, gen_random_uuid(),
    'Здравствуйте! Вопрос ' || seq || ': когда придёт мой заказ, и можно ли привезти его вечером?'
        || CASE seq % 10 WHEN 0 THEN ' Звоните +7 903 765-43-21.' ELSE '' END
FROM generate_series(1, $4::bigint) AS seq"""
COPIED = "SELECT * FROM entries WHERE conversation_id = $1"


class Made(Struct, frozen=True, kw_only=True):
    """One package: how long it took, its size, and the memory that this process took at most."""

    took_s: float
    mib: float
    peak_mib: float


def measure(*, scale: float = 1.0) -> Iterator[Figure]:
    """Against Postgres' own COPY of the same messages, and against the memory that a small package takes."""
    yield from asyncio.run(_measure(int(MESSAGES * scale)))


async def _measure(messages: int) -> list[Figure]:
    with demo_folder() as folder:
        async with embedded_postgres(folder) as url, open_database(url) as database:
            await migrate(database)
            site = await add_site(database, name="Лавка", origins=["http://shop.test"])
            small, _ = await _package(url, database, site, WARM_UP_MESSAGES)
            large, copied_s = await _package(url, database, site, messages)
    return [
        Figure(
            name=f"answer package of {messages:,} messages",
            value=round(messages / large.took_s),
            unit="messages/s",
            baseline=f"COPY of them, {messages / copied_s:,.0f}/s; a ZIP of {large.mib:,.0f} MiB",
            ratio=copied_s / large.took_s,
        ),
        Figure(
            name="memory that it takes more than a small one",
            value=round(large.peak_mib - small.peak_mib, 1),
            unit="MiB",
            goal=MOST_GROWTH_MIB,
            baseline=f"{WARM_UP_MESSAGES:,} messages, {small.peak_mib:,.0f} MiB of the process",
            ratio=large.peak_mib / small.peak_mib,
        ),
    ]


async def _package(url: str, database: Database, site: Site, messages: int) -> tuple[Made, float]:
    """The package, and how long COPY takes for its messages."""
    visitor_id, conversation_id = new_id(), new_id()
    connection = await asyncpg.connect(url)
    try:
        await connection.execute("SET synchronous_commit = off")
        await connection.execute(ADD_VISITOR, site.id, visitor_id)
        await connection.execute(ADD_CONVERSATION, site.id, conversation_id, visitor_id, messages)
        await connection.execute(ADD_ENTRIES, site.id, conversation_id, visitor_id, messages, timeout=1_800)
        await connection.execute("VACUUM (ANALYZE) entries", timeout=1_800)
        begun = time.perf_counter()
        await connection.copy_from_query(COPIED, conversation_id, output=os.devnull, format="csv", timeout=600)
        copied_s = time.perf_counter() - begun
    finally:
        await connection.close()
    officer = Officer(COMMAND_LINE, (site,))
    request = await _ask(database, officer, site, visitor_id)
    answers = SubjectAnswers(
        database=database, contents=FileContents(database, Path("unused")), now=lambda: datetime.now(UTC)
    )
    async with _peak_mib() as peaks:
        begun = time.perf_counter()
        with await answers.make(officer, request) as package:
            took_s = time.perf_counter() - begun
            size = os.fstat(package.fileno()).st_size
    return Made(took_s=took_s, mib=size / 1_048_576, peak_mib=max(peaks)), copied_s


async def _ask(database: Database, officer: Officer, site: Site, visitor_id: UUID) -> SubjectRequest:
    """A request about the visitor, of whom it is known that it is theirs."""
    new = NewRequest(
        id=new_id(),
        controller_id=site.controller_id,
        site_id=site.id,
        kind=Kind.ACCESS,
        source=Source.EMAIL,
        subject_name="Иван",
        contact="+7 916 123-45-67",
        body="Что вы обо мне храните?",
        echo_id=new_id(),
        received_at=datetime.now(UTC),
        deadline_on=date.today(),  # noqa: DTZ011 - no deadline is looked at
    )
    async with database.transaction() as connection:
        await insert(connection, new)
        await add_person(connection, request_id=new.id, site_id=site.id, visitor_id=visitor_id, by_name="Вера")
        request = await find_request(connection, officer.scope, new.id)
    assert request is not None
    return replace(request, identity_at=datetime.now(UTC), identity_method=IdentityMethod.IN_PERSON)


@asynccontextmanager
async def _peak_mib() -> AsyncIterator[list[float]]:
    """Memory of this process, again and again while the block runs."""
    samples: list[float] = []

    async def sample() -> None:
        while True:
            samples.append(pss_kib(os.getpid()) / 1_024)
            await asyncio.sleep(SAMPLE_S)

    sampling = asyncio.create_task(sample())
    try:
        yield samples
    finally:
        sampling.cancel()
