"""How long our transactions may last, and that what takes long by its nature may."""

from contextlib import aclosing
from datetime import UTC, datetime

import pytest
from msgspec import convert

from ryadom.cli.doctor import State, check_changes, check_snapshots
from ryadom.errors import DatabaseUnavailable
from ryadom.store import time_limits
from ryadom.store.database import Database, open_database
from ryadom.store.exports import Kind, Selection, read_rows
from ryadom.store.system import OldestSnapshot, OldestWrite, oldest_snapshot, oldest_write
from ryadom.store.time_limits import lift_limits
from tests.web.client import furnish


async def test_every_connection_of_the_pool_limits_its_transactions_until_somebody_lifts_that(
    database: Database,
) -> None:
    names = ["idle_in_transaction_session_timeout", "transaction_timeout"]
    asked = "SELECT name, setting FROM pg_settings WHERE name = ANY ($1)"
    async with database.connection() as connection:
        newer = int(await connection.fetchval("SHOW server_version_num")) >= 170_000
        limited = {row["name"]: row["setting"] for row in await connection.fetch(asked, names)}
    assert limited == {names[0]: "60000"} | ({names[1]: "120000"} if newer else {})
    async with database.transaction() as connection:
        await lift_limits(connection)
        lifted = {row["name"]: row["setting"] for row in await connection.fetch(asked, names)}
    assert set(lifted.values()) == {"0"}
    async with database.connection() as connection:
        assert {row["name"]: row["setting"] for row in await connection.fetch(asked, names)} == limited


async def test_transaction_that_goes_on_for_too_long_is_ended_and_one_that_may_is_not(
    database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(time_limits, "TRANSACTION_TIMEOUT_S", 1)
    monkeypatch.setattr(time_limits, "IDLE_TIMEOUT_S", 1)
    async with open_database(database_url, pool_size=2) as database:
        async with database.connection() as connection:
            if int(await connection.fetchval("SHOW server_version_num")) < 170_000:
                pytest.skip("Older servers end only transactions whose client is silent.")

        async def last() -> None:
            async with database.transaction() as connection:
                await connection.execute("SELECT pg_sleep(10)")

        async with database.transaction() as patient:
            await lift_limits(patient)
            with pytest.raises(DatabaseUnavailable):
                await last()
            assert await patient.fetchval("SELECT 1") == 1
        # What broke is not lent again
        async with database.connection() as connection:
            assert await connection.fetchval("SELECT 1") == 1


async def test_doctor_names_who_holds_up_the_changes(database: Database) -> None:
    async with database.transaction() as connection:
        await connection.execute("SELECT pg_current_xact_id()")
        pid = await connection.fetchval("SELECT pg_backend_pid()")
        async with database.connection() as other:
            oldest = await oldest_write(other)
    assert oldest.age_s > 0
    assert (oldest.pid, oldest.program, oldest.prepared) == (pid, "ryadom", None)
    assert check_changes(oldest).state is State.OK


@pytest.mark.parametrize(
    ("age_s", "who", "state", "remedy"),
    [
        (29.0, {"pid": 7}, State.OK, "given to programs"),
        (31.0, {"pid": 7, "program": "psql"}, State.WARN, "pg_terminate_backend(7)"),
        (301.0, {"prepared": "job-1"}, State.FAIL, "ROLLBACK PREPARED"),
        (301.0, {}, State.FAIL, "as a superuser"),
    ],
)
def test_doctor_says_how_bad_it_is_and_what_to_do(
    age_s: float, who: dict[str, object], state: State, remedy: str
) -> None:
    check = check_changes(convert({"age_s": age_s, **who}, type=OldestWrite))
    assert check.state is state
    assert remedy in check.text


async def test_export_that_is_made_holds_up_no_changes_and_doctor_names_its_snapshot(database: Database) -> None:
    site = await furnish(database)
    selection = Selection(
        kind=Kind.CUSTOMERS, site_ids=[site.id], columns=["id"], since=datetime(2026, 1, 1, tzinfo=UTC)
    )
    async with database.connection() as connection:
        await connection.execute(
            "INSERT INTO visitors (site_id, id, name, locale) SELECT $1, gen_random_uuid(), 'Анна', 'ru' "
            "FROM generate_series(1, 3000)",
            site.id,
        )
    async with database.connection() as exporting:
        async with aclosing(read_rows(exporting, selection)) as rows:
            await anext(rows)
            # Since the snapshot somebody wrote, which programs are given all the same.
            async with database.connection() as other:
                xid = await other.fetchval("SELECT CAST(CAST(pg_current_xact_id() AS text) AS bigint)")
                horizon = await other.fetchval(
                    "SELECT CAST(CAST(pg_snapshot_xmin(pg_current_snapshot()) AS text) AS bigint)"
                )
                assert (horizon > xid, await oldest_write(other)) == (True, OldestWrite())
                held = await oldest_snapshot(other)
        async with database.connection() as other:
            assert not (await oldest_snapshot(other)).is_of_export
    assert (held.is_of_export, held.age_s > 0) == (True, True)
    assert check_snapshots(held).state is State.OK


@pytest.mark.parametrize(
    ("age_s", "program", "state", "said"),
    [
        (3_599.0, "psql", State.OK, "3599 s at most"),
        (3_601.0, "psql", State.WARN, "psql (process 7 of Postgres) has held one for 3601 s"),
        (3_601.0, "", State.WARN, "a program without a name"),
        (7_200.0, "ryadom export", State.WARN, "an export (process 7"),
    ],
)
def test_doctor_says_who_keeps_postgres_from_tidying_up(age_s: float, program: str, state: State, said: str) -> None:
    check = check_snapshots(OldestSnapshot(age_s=age_s, pid=7, program=program))
    assert check.state is state
    assert said in check.text
