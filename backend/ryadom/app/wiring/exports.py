"""Exports: those that go straight to who asked, and those that a job makes into a file."""

import asyncio
from uuid import uuid4

from msgspec import Struct

from ryadom.app.wiring.live import Live
from ryadom.app.wiring.pools import Pools, quarter
from ryadom.core.export_jobs.folder import ExportFolder
from ryadom.core.export_jobs.queue import JobQueue
from ryadom.core.export_jobs.runner import Runner
from ryadom.core.export_jobs.sweep import Sweeper
from ryadom.core.export_places import Places
from ryadom.core.exports import KEPT_FREE_BYTES, MAX_TAKEN, MAX_TAKEN_BY_KEY, ExportDesk
from ryadom.settings import Settings
from ryadom.store.database import Database


class Exports(Struct, frozen=True, kw_only=True):
    """`desk` is of those that go straight, the others are of jobs."""

    desk: ExportDesk
    queue: JobQueue
    runner: Runner
    sweeper: Sweeper


def wire_exports(settings: Settings, database: Database, pools: Pools, live: Live, *, database_url: str) -> Exports:
    """The exports of one server; `database_url` is for the processes that make files."""
    folder = ExportFolder(settings.files_folder)
    runner = Runner(
        pools.export_jobs,
        folder,
        database_url=database_url,
        node=uuid4(),
        kept_free_bytes=KEPT_FREE_BYTES,
    )
    return Exports(
        desk=ExportDesk(
            database=pools.exports,
            # Each takes as long as it takes: most of the pool is for those who chat.
            turns=asyncio.Semaphore(quarter(settings)),
            places=Places(MAX_TAKEN, most_of_key=MAX_TAKEN_BY_KEY),
            folder=settings.files_folder,
            told_at=lambda: live.publisher.told_at,
            journal=live.journal,
        ),
        queue=JobQueue(database=database, folder=folder, on_queued=runner.wake),
        runner=runner,
        sweeper=Sweeper(database=database, folder=folder),
    )
