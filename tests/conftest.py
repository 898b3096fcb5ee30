"""Postgres for every test: one server a session, one database a test, copied from a migrated template.

RYADOM_TEST_DATABASE_URL puts an external server in the embedded one's place; its role must have CREATEDB.
"""

import asyncio
import io
import logging
import os
import shutil
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from urllib.parse import urlsplit
from uuid import uuid4

import asyncpg
import pytest
import structlog
from anyio.from_thread import BlockingPortal, start_blocking_portal
from argon2 import PasswordHasher
from msgspec import Struct, field

from ryadom.cli.logs import configure_logs
from ryadom.core import passwords
from ryadom.settings.bus_url import BusKind
from ryadom.store.database import Database, open_database
from ryadom.store.embedded import embedded_postgres
from ryadom.store.migrate import migrate
from tests.bus_server import bus_server
from tests.buses import Bus, NotifyingPostgres, ServedBus

MEMORY = Path("/dev/shm")  # noqa: S108 - only folders of mkdtemp are made in it
ROOM_BYTES = 4_000_000_000


class Admin(Struct):
    """One connection for all that is made and dropped: each of its own would cost a process of Postgres. Made when it
    is needed, and anew where the server has hung up."""

    url: str
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    connection: asyncpg.Connection | None = None

    async def execute(self, statement: str) -> None:
        async with self.turn:
            if self.connection is None or self.connection.is_closed():
                self.connection = await asyncpg.connect(self.url, timeout=10)
            await self.connection.execute(statement)

    async def aclose(self) -> None:
        if self.connection is not None:
            await self.connection.close()


class PostgresServer(Struct, frozen=True):
    """A server to make databases on. Its calls run in a thread of their own, so that any fixture can make them."""

    url: str  # the application's role
    admin_url: str  # a role that may make databases
    portal: BlockingPortal
    admin: Admin

    def url_of(self, database: str) -> str:
        return urlsplit(self.url)._replace(path=f"/{database}").geturl()

    def execute(self, statement: str) -> None:
        self.portal.call(self.admin.execute, statement)


def _fastest_place() -> Path:
    """Where a database is copied in 0.03 s, not in 0.1 to 0.6: in memory, if there is room for it and for programs."""
    try:
        found = os.statvfs(MEMORY)
    except OSError:
        return Path("/tmp")  # noqa: S108 - as above
    is_fit = found.f_bavail * found.f_frsize >= ROOM_BYTES and not found.f_flag & os.ST_NOEXEC
    return MEMORY if is_fit and os.access(MEMORY, os.W_OK) else Path("/tmp")  # noqa: S108 - as above


@contextmanager
def passable_folder() -> Iterator[Path]:
    """An empty folder whose path leaves room for a socket's name, and lets the server's own user pass."""
    folder = Path(tempfile.mkdtemp(prefix="ryadom-", dir=_fastest_place()))
    folder.chmod(0o711)
    try:
        yield folder
    finally:
        shutil.rmtree(folder)


@pytest.fixture(scope="session", autouse=True)
def cheap_passwords() -> Iterator[None]:
    """Hashes that take 0.1 ms: every second test adds operators and signs in, none is about what a hash costs."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passwords, "_HASHER", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
        yield


@pytest.fixture
def short_folder() -> Iterator[Path]:
    """A folder for an embedded server of the test's own."""
    with passable_folder() as folder:
        yield folder


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    """The server of this session."""
    with start_blocking_portal() as portal:
        if external := os.environ.get("RYADOM_TEST_DATABASE_URL"):
            with portal.wrap_async_context_manager(_admin(external)) as admin:
                yield PostgresServer(external, external, portal, admin)
            return
        with passable_folder() as folder, portal.wrap_async_context_manager(embedded_postgres(folder)) as url:
            admin_url = url.replace("ryadom@", "postgres@", 1)
            with portal.wrap_async_context_manager(_admin(admin_url)) as admin:
                yield PostgresServer(url, admin_url, portal, admin)


@pytest.fixture(scope="session")
def template_database(postgres: PostgresServer) -> Iterator[str]:
    """The name of a migrated, otherwise empty database that nobody is connected to."""
    name = f"template_{uuid4().hex}"
    postgres.execute(f'CREATE DATABASE {name} OWNER "{_role(postgres)}"')
    postgres.portal.call(_migrate, postgres.url_of(name))
    yield name
    postgres.execute(f"DROP DATABASE {name} WITH (FORCE)")


@contextmanager
def fresh_database(postgres: PostgresServer, template: str) -> Iterator[str]:
    """The URL of a copy of a template, which is dropped at the end."""
    name = f"test_{uuid4().hex}"
    # Through the log of changes, as is the default, a copy takes more than twice as much of the processor
    strategy = "STRATEGY file_copy"
    postgres.execute(f'CREATE DATABASE {name} TEMPLATE {template} {strategy} OWNER "{_role(postgres)}"')
    yield postgres.url_of(name)
    postgres.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def database_url(postgres: PostgresServer, template_database: str) -> Iterator[str]:
    """The URL of a fresh, migrated database of this test's own."""
    with fresh_database(postgres, template_database) as url:
        yield url


@pytest.fixture
def empty_database_url(postgres: PostgresServer) -> Iterator[str]:
    """The URL of a fresh database without any tables."""
    name = f"test_{uuid4().hex}"
    postgres.execute(f'CREATE DATABASE {name} OWNER "{_role(postgres)}"')
    yield postgres.url_of(name)
    postgres.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    """A fresh, migrated database, open."""
    async with open_database(database_url) as opened:
        yield opened


@pytest.fixture(params=["postgres", *BusKind])
async def bus(request: pytest.FixtureRequest, postgres: PostgresServer, database_url: str) -> AsyncIterator[Bus]:
    """Each bus in turn, for the processes on this test's database."""
    if request.param == "postgres":
        yield NotifyingPostgres(database_url, postgres.execute)
        return
    async with bus_server(request.param) as server:
        yield ServedBus(server)


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """What is logged as JSON while the test runs."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    stream = io.StringIO()
    configure_logs(level="info", form="json", stream=stream)
    yield stream
    root.handlers, root.level = handlers, level
    logging.captureWarnings(capture=False)
    structlog.reset_defaults()


def _role(postgres: PostgresServer) -> str:
    return urlsplit(postgres.url).username or "postgres"


@asynccontextmanager
async def _admin(url: str) -> AsyncIterator[Admin]:
    admin = Admin(url)
    try:
        yield admin
    finally:
        await admin.aclose()


async def _migrate(url: str) -> None:
    async with open_database(url, pool_size=2) as opened:
        await migrate(opened)
