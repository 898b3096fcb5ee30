"""The system page: how this installation is, in figures that say nothing of anybody, for administrators.

What is of one process (queues, sockets) is of the one that answers; what is of the database is of all of them.
"""

import asyncio
import os
import shutil
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

from msgspec import Struct

from ryadom import __version__
from ryadom.core import system_checks as judge
from ryadom.core.system_checks import Check, Disk, Part, Queues
from ryadom.settings import Settings
from ryadom.store import system as store
from ryadom.store.database import Database
from ryadom.store.diagnosis import Diagnosis, diagnose
from ryadom.store.migrate import pending
from ryadom.store.system import MailQueue, OldestSnapshot, TableSize

MAX_TABLES = 8
KEPT_S = 2.0
"""So many that look at once cost what one does."""


class Gauges(Struct, frozen=True):
    """Where the figures of this process are read; each is asked anew for every report.

    `nodes`: processes heard of, this one with them. `sockets`: open ones of visitors, and of operators.
    """

    queues: Callable[[], Queues]
    nodes: Callable[[], int]
    sockets: Callable[[], tuple[int, int]]


class SystemReport(Struct, frozen=True, kw_only=True):
    """Everything at one moment. Sizes are in bytes, times in seconds.

    `waiting_migrations` are of a newer version that has not been let at the database. `mail` is None where no mail
    server is set. `search_lag_s` is None before the search has begun. `old_keys`: secret keys that are still accepted
    beside the newest one.
    """

    version: str
    at: datetime
    started_at: datetime
    checks: Sequence[Check]
    postgres: str
    is_embedded: bool
    database_bytes: int
    tables: Sequence[TableSize]
    newest_migration: str
    waiting_migrations: Sequence[str]
    data_disk: Disk
    files_disk: Disk
    queues: Queues
    nodes: int
    visitors: int
    operators: int
    longest_write_s: float
    search_lag_s: float | None
    mail: MailQueue | None
    bus: str
    old_keys: int
    token_days: int


class System:
    """Makes reports. `clock` is monotonic, in seconds."""

    def __init__(
        self,
        database: Database,
        settings: Settings,
        gauges: Gauges,
        *,
        now: Callable[[], datetime],
        clock: Callable[[], float],
    ) -> None:
        self._database = database
        self._settings = settings
        self._gauges = gauges
        self._now = now
        self._clock = clock
        self._started_at = now()
        self._one_at_a_time = asyncio.Lock()
        self._last: tuple[float, SystemReport] | None = None

    async def report(self) -> SystemReport:
        """How it is now, or was two seconds ago.

        Raises:
            DatabaseUnavailable: Postgres is away.
        """
        async with self._one_at_a_time:
            if self._last is None or self._clock() - self._last[0] >= KEPT_S:
                self._last = (self._clock(), await self._make())
            return self._last[1]

    async def _make(self) -> SystemReport:
        settings, queues = self._settings, self._gauges.queues()
        async with self._database.connection() as connection:
            found = await diagnose(connection)
            tables = await store.largest_tables(connection, limit=MAX_TABLES)
            newest = await store.newest_migration(connection)
            write_s = await store.longest_write_s(connection)
            snapshot = await store.oldest_snapshot(connection)
            lag_s = await store.search_lag_s(connection)
            mail = await store.mail_queue(connection)
        data_disk, files_disk = await asyncio.to_thread(_disks, settings)
        visitors, operators = self._gauges.sockets()
        mail_queue = mail if settings.smtp_url is not None else None
        old_keys = max(0, len(settings.secret_keys) - 1)
        return SystemReport(
            version=__version__,
            at=self._now(),
            started_at=self._started_at,
            checks=_checks(
                found, settings, data_disk, files_disk, queues, write_s, snapshot, lag_s, mail_queue, old_keys
            ),
            postgres=found.version,
            is_embedded=settings.database_url is None,
            database_bytes=found.size_bytes,
            tables=tables,
            newest_migration=newest,
            waiting_migrations=await pending(self._database),
            data_disk=data_disk,
            files_disk=files_disk,
            queues=queues,
            nodes=self._gauges.nodes(),
            visitors=visitors,
            operators=operators,
            longest_write_s=write_s,
            search_lag_s=lag_s,
            mail=mail_queue,
            bus="postgres" if settings.bus_url is None else str(settings.bus_url.kind),
            old_keys=old_keys,
            token_days=settings.visitor_token_lifetime_days,
        )


def _checks(
    found: Diagnosis,
    settings: Settings,
    data_disk: Disk,
    files_disk: Disk,
    queues: Queues,
    write_s: float,
    snapshot: OldestSnapshot,
    lag_s: float | None,
    mail: MailQueue | None,
    old_keys: int,
) -> list[Check]:
    """Everything that is judged; what is worst first."""
    checks = [
        *judge.check_database(found, is_embedded=settings.database_url is None),
        judge.check_disk(Part.DATA_DISK, data_disk),
        judge.check_disk(Part.FILES_DISK, files_disk),
        judge.check_feed(write_s),
        judge.check_snapshots(snapshot),
        judge.check_search(lag_s),
        *([] if mail is None else [judge.check_mail(mail)]),
        *judge.check_queues(queues),
        judge.check_secret(old_keys),
    ]
    return sorted(checks, key=lambda check: list(judge.State).index(check.state), reverse=True)


def _disks(settings: Settings) -> tuple[Disk, Disk]:
    return _disk_of(settings.data_dir), _disk_of(settings.files_folder)


def _disk_of(folder: Path) -> Disk:
    """The disk of a folder, or of the one that it will be made in."""
    there = next(one for one in (folder.absolute(), *folder.absolute().parents) if one.exists())
    usage = shutil.disk_usage(there)
    return Disk(free_bytes=usage.free, total_bytes=usage.total, is_writable=os.access(there, os.W_OK | os.X_OK))
