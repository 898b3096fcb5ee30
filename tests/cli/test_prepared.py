"""What the tests themselves stand on goes on after a command over its time, and after Postgres has hung up."""

import os
import subprocess
import tempfile

import asyncpg
import pytest

from tests.cli import command
from tests.cli.command import environment, ryadom
from tests.conftest import PostgresServer

READS = ("operator", "passwd", "--email", "anna@shop.test", "--password-stdin")
"""Waits for its input before it does anything."""


def test_command_over_its_time_is_killed_and_the_next_ones_run() -> None:
    ryadom("--version")
    process = command._prepared()
    reader, writer = os.pipe()
    with (
        os.fdopen(reader) as silence,
        os.fdopen(writer, "w"),
        tempfile.TemporaryFile("w") as nowhere,
        pytest.raises(subprocess.TimeoutExpired),
    ):
        process.run(READS, environment({}), (silence, nowhere, nowhere), timeout_s=0.2)
    assert [ryadom("--version").status for _ in range(3)] == [0, 0, 0]
    assert command._prepared() is process


def test_prepared_process_that_has_ended_is_made_anew() -> None:
    ryadom("--version")
    ended = command._prepared()
    ended.close()
    assert ended.has_ended
    assert ryadom("--version").status == 0
    assert command._prepared() is not ended


def test_databases_are_made_again_after_postgres_has_hung_up(postgres: PostgresServer) -> None:
    with pytest.raises(asyncpg.PostgresError, match="terminating connection"):
        postgres.execute("SELECT pg_terminate_backend(pg_backend_pid())")
    postgres.execute("SELECT 1")
