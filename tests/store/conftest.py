"""What tests of the store need beside a database."""

import shutil
import tempfile
from collections.abc import Iterator
from importlib.metadata import distribution
from pathlib import Path

import pytest
from anyio.from_thread import start_blocking_portal
from msgspec import Struct

from ryadom.store.embedded import embedded_postgres
from tests.conftest import passable_folder


class RunningServer(Struct, frozen=True):
    """An embedded server and its data folder, for tests that only look at it."""

    folder: Path
    url: str


@pytest.fixture(scope="module")
def running() -> Iterator[RunningServer]:
    with (
        passable_folder() as folder,
        start_blocking_portal() as portal,
        portal.wrap_async_context_manager(embedded_postgres(folder)) as url,
    ):
        yield RunningServer(folder, url)


@pytest.fixture
def closed_site() -> Iterator[Path]:
    """The package of the embedded Postgres, copied below a folder that only its owner can enter."""
    closed = Path(tempfile.mkdtemp(prefix="ryadom-closed-", dir="/tmp"))
    site = Path(str(distribution("embedded-postgres").locate_file("")))
    try:
        for part in (*site.glob("embedded_postgres"), *site.glob("embedded_postgres[.-]*")):
            shutil.copytree(part, closed / "site" / part.name)
        yield closed / "site"
    finally:
        shutil.rmtree(closed)
