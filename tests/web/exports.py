"""Exports of a shop where somebody has written their telephone, for tests of jobs."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from uuid import UUID

import httpx
import pytest

from ryadom.core.export_jobs.sweep import Sweeper
from ryadom.core.masking import site_policies
from ryadom.privacy.detect import Kind as Find
from ryadom.privacy.policies import Policy
from ryadom.store.database import Database
from tests.web.accounts import Account, enrolled
from tests.web.client import Client, Server, furnish
from tests.web.conftest import another_server
from tests.web.test_widget_settings import admin

FORMULA = '=HYPERLINK("http://evil.test";"x")'
PHONE, MASKED_PHONE = "+7 916 123-45-67", "+7 ••• ••• 45 67"
SAID = f"Звоните {PHONE};\nили «пишите»"


@pytest.fixture
async def server(database_url: str, database: Database, tmp_path: Path) -> AsyncIterator[Server]:
    site = await furnish(database)
    await site_policies(database, site.key, {Find.PHONE: Policy.MASK})
    async with another_server(database_url, database, site, data_dir=tmp_path) as running:
        yield running


@pytest.fixture
async def visitor(server: Server) -> AsyncIterator[Client]:
    async with server.visitor(page={"url": f"http://shop.test/?q={PHONE.replace(' ', '+')}"}) as client:
        await client.say(SAID)
        await client.say(FORMULA)
        yield client


@pytest.fixture
async def vera(server: Server, visitor: Client) -> AsyncIterator[Account]:
    """An administrator of the shop, who sees contacts."""
    async with enrolled(server, await admin(server)) as person:
        yield person


@asynccontextmanager
async def waiting(server: Server) -> AsyncIterator[None]:
    """Whoever reads messages waits until this ends."""
    async with server.database.transaction() as connection:
        await connection.execute("LOCK TABLE entries IN ACCESS EXCLUSIVE MODE")
        yield


def shop(server: Server) -> list[str]:
    return [str(server.site.id)]


def error_of(response: httpx.Response) -> tuple[int, str]:
    return response.status_code, response.json()["error"]["code"]


def sweeper(server: Server) -> Sweeper:
    return Sweeper(database=server.database, folder=server.app.state.context.export_jobs.queue.folder)


async def sweep(server: Server) -> None:
    await sweeper(server).sweep()


async def standing(database: Database, id: str) -> tuple[str, int]:
    """State and tries of a job."""
    async with database.connection() as connection:
        row = await connection.fetchrow("SELECT state, tries FROM export_jobs WHERE id = $1", UUID(id))
    assert row is not None
    return row["state"], row["tries"]
