"""The embedded Postgres as it should be: made once, reached only by us, gone when we go."""

import os
import stat
import subprocess
from collections.abc import Sequence
from pathlib import Path

import databases
import pytest

from ryadom.errors import StartFailed
from ryadom.store.embedded import embedded_postgres, is_made, shared_postgres
from ryadom.store.embedded_account import SYSTEM_USER, server_account
from ryadom.store.embedded_folder import open_folder
from tests.store.conftest import RunningServer
from tests.store.embedded_probe import (
    ask,
    cluster_of,
    holder,
    is_running,
    network_sockets,
    process_of,
    run,
    server_pid,
)

needs_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root's server has a user of its own")
NOBODY = 65_534


async def test_our_role_owns_the_database_and_has_no_special_rights(running: RunningServer) -> None:
    role = await ask(running.url, "SELECT current_user || ' ' || rolsuper FROM pg_roles WHERE rolname = current_user")
    owner = await ask(running.url, "SELECT pg_get_userbyid(datdba) FROM pg_database WHERE datname = current_database()")

    assert role == "ryadom false"
    assert owner == "ryadom"


async def test_second_start_finds_what_the_first_wrote(short_folder: Path) -> None:
    async with embedded_postgres(short_folder) as url:
        await run(url, "CREATE TABLE kept (word text); INSERT INTO kept VALUES ('рядом')")

    async with embedded_postgres(short_folder) as url:
        assert await ask(url, "SELECT word FROM kept") == "рядом"


async def test_nothing_of_the_server_is_left_running_after_the_block(short_folder: Path) -> None:
    assert not is_made(short_folder)

    async with embedded_postgres(short_folder) as url:
        pid = server_pid(short_folder)
        assert await ask(url, "SELECT 1") == 1

    assert is_made(short_folder)
    assert not is_running(pid)
    assert not (cluster_of(short_folder) / "postmaster.pid").exists()


async def test_server_stops_when_the_block_fails(short_folder: Path) -> None:
    pids = []

    async def fail() -> None:
        async with embedded_postgres(short_folder):
            pids.append(server_pid(short_folder))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await fail()

    assert not is_running(pids[0])


async def test_database_keeps_text_as_utf8_with_checksums_and_knows_russian(running: RunningServer) -> None:
    assert await ask(running.url, "SHOW server_encoding") == "UTF8"
    assert await ask(running.url, "SHOW data_checksums") == "on"
    assert await ask(running.url, "SHOW fsync") == "on"
    assert await ask(running.url, "SELECT lower('ЁЖИК Їжак')") == "ёжик їжак"
    assert await ask(running.url, "SELECT to_tsvector('russian', 'ЗАКАЗАМИ')::text") == "'заказ':1"
    await run(running.url, "CREATE EXTENSION IF NOT EXISTS pg_trgm")
    assert await ask(running.url, "SELECT cardinality(show_trgm('чай'))") == 4


async def test_url_works_through_databases_too(running: RunningServer) -> None:
    async with databases.Database(running.url) as database:
        assert await database.fetch_val("SELECT current_database()") == "ryadom"


async def test_server_opens_no_network_port(running: RunningServer) -> None:
    own = {link.readlink().name for link in process_of(running.folder).joinpath("fd").iterdir()}

    assert await ask(running.url, "SHOW listen_addresses") == ""
    assert not own & network_sockets()


def test_only_the_servers_user_can_enter_the_folder_of_the_socket(running: RunningServer) -> None:
    status = (running.folder / "postgres/socket").stat()

    assert stat.S_IMODE(status.st_mode) == 0o700
    assert status.st_uid == cluster_of(running.folder).stat().st_uid
    assert stat.S_IMODE((running.folder / "postgres/server.log").stat().st_mode) == 0o600


@needs_root
def test_another_user_is_refused_even_with_the_folder_open(running: RunningServer) -> None:
    socket = running.folder / "postgres/socket"
    psql = next((running.folder / "postgres").glob("programs-*/embedded_postgres/pginstall/bin/psql"))
    command: list[str | Path] = [psql, f"--host={socket}", "--username=ryadom", "--command=SELECT 1"]

    behind_the_folder = _run_as_nobody(command)
    socket.chmod(0o755)
    (socket / ".s.PGSQL.5432").chmod(0o777)
    behind_the_door = _run_as_nobody(command)
    socket.chmod(0o700)

    assert "Permission denied" in behind_the_folder
    assert "Peer authentication failed" in behind_the_door


def _run_as_nobody(command: Sequence[str | Path]) -> str:
    done = subprocess.run(
        command,
        user=NOBODY,
        group=NOBODY,
        extra_groups=[],
        cwd="/",
        capture_output=True,
        text=True,
        check=False,
        timeout=20,
    )
    assert done.returncode == 2
    return done.stderr


@needs_root
def test_under_root_the_server_is_a_system_user_that_cant_change_its_programs(running: RunningServer) -> None:
    programs = list(next((running.folder / "postgres").glob("programs-*")).rglob("*"))

    assert process_of(running.folder).owner() == SYSTEM_USER
    assert cluster_of(running.folder).owner() == SYSTEM_USER
    assert {path.owner() for path in programs} == {"root"}
    assert not any(path.stat().st_mode & 0o022 for path in programs)


@needs_root
async def test_under_root_the_package_may_lie_where_the_servers_user_cant_go(
    short_folder: Path, closed_site: Path
) -> None:
    async with holder(short_folder, {"PYTHONPATH": str(closed_site)}) as (url, _):
        assert await ask(url, "SELECT 1") == 1


def test_server_is_in_another_session_than_the_terminal(running: RunningServer) -> None:
    assert os.getsid(server_pid(running.folder)) != os.getsid(0)


@pytest.mark.parametrize("name", ["д" * 60, "with space, and comma", "quote'%"])
async def test_path_that_does_not_fit_a_sockets_address_has_its_socket_elsewhere(short_folder: Path, name: str) -> None:
    async with embedded_postgres(short_folder / name) as url:
        assert await ask(url, "SELECT 1") == 1

    socket = open_folder(short_folder / name, server_account()).socket
    assert len(os.fsencode(socket)) < 50
    assert stat.S_IMODE(socket.stat().st_mode) == 0o700
    socket.rmdir()


async def test_path_that_initdb_cant_quote_is_refused(short_folder: Path) -> None:
    with pytest.raises(StartFailed, match="without quotes"):
        async with embedded_postgres(short_folder / '"'):
            pass


async def test_second_process_shares_the_server_that_runs(short_folder: Path) -> None:
    async with holder(short_folder) as (url, _):
        pid = server_pid(short_folder)

        async with shared_postgres(short_folder) as shared_url:
            assert shared_url == url
            assert await ask(shared_url, "SELECT 1") == 1

        assert is_running(pid)


async def test_without_a_running_server_sharing_starts_one_for_the_block(short_folder: Path) -> None:
    async with shared_postgres(short_folder) as url:
        pid = server_pid(short_folder)
        assert await ask(url, "SELECT 1") == 1

    assert not is_running(pid)
