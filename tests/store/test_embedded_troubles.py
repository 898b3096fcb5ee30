"""The embedded Postgres after accidents: killed parents, dead servers, foreign files, full disks."""

import asyncio
import os
import shutil
import signal
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import asyncpg
import pytest

from ryadom.errors import StartFailed
from ryadom.store.embedded import embedded_postgres
from ryadom.store.embedded_account import server_account
from ryadom.store.embedded_folder import MAX_LOG_BYTES, ServerFolder, open_folder
from tests.store.embedded_probe import DEADLINE_S, ask, cluster_of, holder, is_running, run, server_pid

is_root = os.geteuid() == 0


async def test_server_orphaned_by_kill_9_is_stopped_by_the_next_start_and_its_data_is_whole(short_folder: Path) -> None:
    async with holder(short_folder) as (url, parent):
        await run(url, "CREATE TABLE acknowledged (n int); INSERT INTO acknowledged SELECT generate_series(1, 1000)")
        orphan = server_pid(short_folder)
        os.kill(parent, signal.SIGKILL)
    assert is_running(orphan)

    async with embedded_postgres(short_folder) as url:
        assert server_pid(short_folder) != orphan
        assert not is_running(orphan)
        assert await ask(url, "SELECT count(DISTINCT n) FROM acknowledged") == 1000


async def test_kill_9_of_parent_and_server_loses_nothing_committed(short_folder: Path) -> None:
    async with holder(short_folder) as (url, parent):
        await run(url, "CREATE TABLE acknowledged (n int); INSERT INTO acknowledged VALUES (1)")
        os.kill(parent, signal.SIGKILL)
        os.kill(server_pid(short_folder), signal.SIGKILL)

    async with embedded_postgres(short_folder) as url:
        assert await ask(url, "SELECT n FROM acknowledged") == 1


async def test_server_that_dies_is_started_again_at_the_same_address(short_folder: Path) -> None:
    async with embedded_postgres(short_folder) as url:
        first = server_pid(short_folder)
        os.kill(first, signal.SIGKILL)

        assert await _answers_again(url) == 1
        assert server_pid(short_folder) != first


async def _answers_again(url: str) -> object:
    async with asyncio.timeout(DEADLINE_S):
        while True:
            try:
                return await ask(url, "SELECT 1")
            except (OSError, asyncpg.PostgresError):
                await asyncio.sleep(0.05)  # between questions: the server can't set an event of ours


async def test_pid_file_of_a_process_that_is_gone_does_not_matter(short_folder: Path) -> None:
    async with embedded_postgres(short_folder):
        lines = (cluster_of(short_folder) / "postmaster.pid").read_text()
    _write_pid_file(short_folder, lines)

    async with embedded_postgres(short_folder) as url:
        assert await ask(url, "SELECT 1") == 1


async def test_stranger_with_the_pid_of_the_last_server_is_left_alone(short_folder: Path) -> None:
    async with embedded_postgres(short_folder):
        lines = (cluster_of(short_folder) / "postmaster.pid").read_text().splitlines(keepends=True)
    # Of the server's own user, for only such a one looks to Postgres like its predecessor.
    stranger = await asyncio.create_subprocess_exec("sleep", "600", **server_account().popen_options())
    try:
        _write_pid_file(short_folder, "".join([f"{stranger.pid}\n", *lines[1:]]))

        async with embedded_postgres(short_folder) as url:
            assert await ask(url, "SELECT 1") == 1
            assert is_running(stranger.pid)
    finally:
        stranger.kill()
        await stranger.wait()


def _write_pid_file(data_dir: Path, text: str) -> None:
    file = cluster_of(data_dir) / "postmaster.pid"
    file.write_text(text)
    account = server_account()
    os.chown(file, account.uid, account.gid)
    file.chmod(0o600)


async def test_second_start_says_who_holds_the_folder_and_leaves_the_first_in_peace(short_folder: Path) -> None:
    async with holder(short_folder) as (url, first):
        with pytest.raises(StartFailed, match=rf"in use by another Ryadom \(process {first}\)"):
            async with embedded_postgres(short_folder):
                pass

        assert await ask(url, "SELECT 1") == 1


async def test_of_two_first_starts_at_once_exactly_one_gets_the_folder(short_folder: Path) -> None:
    async with holder(short_folder) as (one, _), holder(short_folder) as (other, _):
        said = sorted([one, other])

    assert said[0].startswith("StartFailed:")
    assert said[1].startswith("postgresql://")


async def test_half_made_cluster_is_made_anew(short_folder: Path) -> None:
    half = short_folder / "postgres/cluster.new"
    (half / "base").mkdir(parents=True)
    (half / "PG_VERSION").write_text("18\n")
    for folder in (short_folder / "postgres", half):
        folder.chmod(0o711)

    async with embedded_postgres(short_folder) as url:
        assert await ask(url, "SELECT 1") == 1

    assert not half.exists()


async def test_start_that_is_cancelled_leaves_neither_a_process_nor_the_lock(short_folder: Path) -> None:
    async def start() -> None:
        async with embedded_postgres(short_folder):
            await asyncio.Event().wait()

    task = asyncio.create_task(start())
    pid_file = cluster_of(short_folder) / "postmaster.pid"
    async with asyncio.timeout(DEADLINE_S):
        # The file is there a moment before its first line is: the server makes it empty, and then writes.
        while not (pid_file.exists() and "\n" in pid_file.read_text()):  # noqa: ASYNC110 - a server sets no event
            await asyncio.sleep(0.001)
    pid = server_pid(short_folder)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task

    assert not is_running(pid)
    async with embedded_postgres(short_folder) as url:
        assert await ask(url, "SELECT 1") == 1


async def test_data_of_another_major_version_is_not_touched(short_folder: Path) -> None:
    (short_folder / "postgres/data-17").mkdir(parents=True)
    (short_folder / "postgres").chmod(0o711)

    with pytest.raises(StartFailed, match="data-17, the data of another Postgres"):
        async with embedded_postgres(short_folder):
            pass


async def test_refusal_of_the_server_comes_with_the_end_of_its_log(short_folder: Path) -> None:
    async with embedded_postgres(short_folder):
        pass
    with (cluster_of(short_folder) / "postgresql.conf").open("a") as file:
        file.write("shared_buffers = 'many'\n")

    with pytest.raises(StartFailed, match=r"(?s)did not start.*shared_buffers"):
        async with embedded_postgres(short_folder):
            pass


async def test_file_in_place_of_the_data_folder_is_named(short_folder: Path) -> None:
    (short_folder / "data").touch()

    with pytest.raises(StartFailed, match=rf"Can't make {short_folder}/data"):
        async with embedded_postgres(short_folder / "data"):
            pass


@pytest.mark.skipif(is_root, reason="root may write anywhere")
async def test_folder_that_cant_be_written_is_named_with_a_remedy(short_folder: Path) -> None:
    os.chmod(short_folder, 0o500)  # noqa: PTH101 - in a coroutine pathlib's is forbidden

    with pytest.raises(StartFailed, match=r"Permission denied.*RYADOM_DATA_DIR"):
        async with embedded_postgres(short_folder):
            pass


@pytest.mark.skipif(not is_root, reason="only root's server is another user")
async def test_parent_that_is_closed_to_the_servers_user_is_named_with_a_remedy(short_folder: Path) -> None:
    closed = short_folder / "closed"
    closed.mkdir(mode=0o700)

    with pytest.raises(StartFailed, match=rf"chmod o\+x {closed}"):
        async with embedded_postgres(closed / "data"):
            pass


@pytest.mark.skipif(not is_root, reason="only root can hand files to another user")
async def test_data_of_another_user_is_refused_with_a_remedy(short_folder: Path) -> None:
    async with embedded_postgres(short_folder):
        pass
    os.chown(cluster_of(short_folder), 0, 0)

    with pytest.raises(StartFailed, match=r"belongs to uid 0.*chown -R"):
        async with embedded_postgres(short_folder):
            pass


@pytest.fixture
def small_disk(short_folder: Path) -> Iterator[Path]:
    """A file system of 400 MB."""
    disk = short_folder / "disk"
    disk.mkdir()
    command: list[str | Path] = ["mount", "-t", "tmpfs", "-o", "size=400m,mode=0755", "ryadom-test", disk]
    if subprocess.run(command, check=False, capture_output=True).returncode:
        pytest.skip("this process may not mount a file system")
    try:
        yield disk
    finally:
        subprocess.run(["umount", "-l", disk], check=True)


async def test_disk_without_room_for_a_database_is_said_before_anything_is_made(small_disk: Path) -> None:
    (small_disk / "ballast").write_bytes(bytes(200_000_000))

    with pytest.raises(StartFailed, match=r"MB free, and a new database needs 250"):
        async with embedded_postgres(small_disk / "data"):
            pass

    assert not cluster_of(small_disk / "data").exists()


async def test_disk_that_is_full_at_the_start_is_said_and_the_data_survives(small_disk: Path) -> None:
    data = small_disk / "data"
    async with embedded_postgres(data) as url:
        await run(url, "CREATE TABLE kept (n int); INSERT INTO kept VALUES (1)")
    _fill(small_disk)

    with pytest.raises(StartFailed, match="The disk is full: free some space"):
        async with embedded_postgres(data):
            pass

    (small_disk / "ballast").unlink()
    async with embedded_postgres(data) as url:
        assert await ask(url, "SELECT n FROM kept") == 1


def _fill(disk: Path) -> None:
    with (disk / "ballast").open("wb", buffering=0) as ballast, suppress(OSError):
        while True:
            ballast.write(bytes(shutil.disk_usage(disk).free or 4096))


def test_log_past_its_limit_keeps_only_its_end(short_folder: Path) -> None:
    folder: ServerFolder = open_folder(short_folder, server_account())
    folder.log.write_bytes(b"old\n" * (MAX_LOG_BYTES // 4) + b"newest\n")

    folder.trim_log()

    assert folder.log.stat().st_size == 1_000_000
    assert folder.log_since(0).endswith("newest")
