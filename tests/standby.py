"""A hot standby of a server: a real one, which takes what is written there from the first, and may be promoted."""

import asyncio
import os
import shutil
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from pathlib import Path
from urllib.parse import quote

import asyncpg

from ryadom.store.embedded_account import server_account
from ryadom.store.embedded_binaries import install_binaries, wheel_binaries
from ryadom.store.embedded_folder import ServerFolder, make_socket_folder, open_folder
from ryadom.store.embedded_process import STOP_ORDERS, launch
from tests.waiting import until, until_true

BACKUP_S = 60
MAX_CONNECTIONS = 100
STANDBYS_MAY_COME = "local replication postgres peer map=ryadom"


def append(folder: ServerFolder, rule: str) -> None:
    """Lets somebody in from the next reading of the rules on: those that are there already let nobody else in."""
    path = folder.cluster / "pg_hba.conf"
    path.write_text(f"{rule}\n{path.read_text()}")


def url_of(folder: ServerFolder, role: str, database: str = "ryadom") -> str:
    """Of one role on one database of a server."""
    return f"postgresql://{role}@/{database}?host={quote(str(folder.socket))}"


async def back_up(first: ServerFolder, into: Path) -> ServerFolder:
    """The folder of a standby to be: a copy of a running server's cluster, made by pg_basebackup."""
    append(first, STANDBYS_MAY_COME)
    await execute(first, "SELECT pg_reload_conf()")
    standby = _empty(into)
    backup = await asyncio.create_subprocess_exec(
        wheel_binaries() / "pg_basebackup",
        *("--host", first.socket, "--username", "postgres", "--pgdata", standby.cluster),
        *("--checkpoint", "fast", "--wal-method", "stream", "--write-recovery-conf"),
        stderr=asyncio.subprocess.PIPE,
    )
    async with asyncio.timeout(BACKUP_S):
        _, said = await backup.communicate()
    assert backup.returncode == 0, said.decode()
    return _owned(standby)


def copy_stopped(first: ServerFolder, into: Path) -> ServerFolder:
    """The same of a server that is stopped, file by file: what it remembered of itself goes along."""
    append(first, STANDBYS_MAY_COME)
    standby = _empty(into)
    shutil.copytree(first.cluster, standby.cluster)
    (standby.cluster / "standby.signal").touch()
    with (standby.cluster / "postgresql.auto.conf").open("a", encoding="utf-8") as settings:
        settings.write(f"\nprimary_conninfo = 'host={first.socket} user=postgres'\n")
    return _owned(standby)


@asynccontextmanager
async def running(standby: ServerFolder, first: ServerFolder, *, rules: Iterable[str] = ()) -> AsyncIterator[None]:
    """Runs it by the first one's programs, with rules of its own for who may connect."""
    for rule in rules:
        append(standby, rule)
    process = launch(standby, install_binaries(first), max_connections=MAX_CONNECTIONS)
    try:
        await until(lambda: standby.is_ready(process.pid), deadline_s=BACKUP_S)
        yield
    finally:
        for order, patience_s in STOP_ORDERS:
            process.send(order)
            if await process.ends_within(patience_s):
                break
        process.close()


async def caught_up(standby: ServerFolder, first: ServerFolder) -> None:
    """Returns once the standby shows all that the first one has committed by now."""
    written = await _value(first, "SELECT CAST(pg_current_wal_lsn() AS text)")

    async def has_come() -> bool:
        replayed = "SELECT pg_last_wal_replay_lsn() >= CAST(CAST($1 AS text) AS pg_lsn)"
        return bool(await _value(standby, replayed, written))

    await until_true(has_come)


async def cut_off(standby: ServerFolder) -> None:
    """Takes nothing more from the first one, as where the network between them is gone."""
    await execute(standby, "ALTER SYSTEM SET primary_conninfo = ''")
    await execute(standby, "SELECT pg_reload_conf()")

    async def is_alone() -> bool:
        return bool(await _value(standby, "SELECT count(*) = 0 FROM pg_stat_wal_receiver"))

    await until_true(is_alone)


async def promote(standby: ServerFolder) -> None:
    """Makes it a server that is written to."""
    assert await _value(standby, f"SELECT pg_promote(true, {BACKUP_S})")


async def life_of(server: ServerFolder) -> object:
    """Since when its statistics are kept: what tells a crash from an orderly stop."""
    return await _value(server, "SELECT stats_reset FROM pg_stat_wal")


async def execute(server: ServerFolder, statement: str) -> None:
    """Has the superuser do something."""
    admin = await asyncpg.connect(url_of(server, "postgres"))
    try:
        await admin.execute(statement)
    finally:
        await admin.close()


async def _value(server: ServerFolder, question: str, *given: object) -> object:
    admin = await asyncpg.connect(url_of(server, "postgres"))
    try:
        value: object = await admin.fetchval(question, *given)
    finally:
        await admin.close()
    return value


def _empty(into: Path) -> ServerFolder:
    standby = open_folder(into, server_account())
    make_socket_folder(standby)
    return standby


def _owned(standby: ServerFolder) -> ServerFolder:
    account = standby.account
    if account.is_other:
        for path in (standby.cluster, *standby.cluster.rglob("*")):
            os.chown(path, account.uid, account.gid, follow_symlinks=False)
    return standby
