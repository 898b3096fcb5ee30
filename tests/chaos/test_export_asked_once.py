"""kill -9 between the commit of an export and its answer: whoever asks again has the same one, journalled once."""

import asyncio
from pathlib import Path

import httpx
import pytest

from ryadom.core.api_keys import ApiKeys, Scope
from ryadom.store.database import open_database
from ryadom.store.journal_chain import COMMAND_LINE, Action
from tests.chaos.cluster import SECRET
from tests.chaos.commit_gate import CommitGate
from tests.chaos.postgres import CrashingPostgres
from tests.chaos.server_process import server_process
from tests.waiting import until_true
from tests.web.client import furnish

ADDRESS = "/api/v1/exports/messages/jobs"


async def test_export_whose_answer_died_with_its_server_is_made_once(
    own_postgres: CrashingPostgres, short_folder: Path, tmp_path: Path
) -> None:
    folder = short_folder / "gate"
    folder.mkdir()
    settings = {
        "RYADOM_DATABASE_URL": f"postgresql://ryadom@/ryadom?host={folder}",
        "RYADOM_SECRET_KEY": SECRET,
        "RYADOM_DATA_DIR": str(tmp_path / "data"),
    }
    async with (
        CommitGate(folder, own_postgres.socket, mark=b"INSERT INTO export_jobs").running() as gate,
        open_database(own_postgres.url, pool_size=2) as database,
    ):
        site = await furnish(database)
        made = await ApiKeys(database=database).make(
            [site], name="CRM", scopes=[Scope.EXPORT_DATA], is_for_all=False, expires_at=None, by=COMMAND_LINE
        )
        headers = {"Authorization": f"Bearer {made.secret}", "Idempotency-Key": "nightly-1"}
        async with (
            server_process(tmp_path, workers=1, **settings) as process,
            httpx.AsyncClient(
                base_url=f"http://127.0.0.1:{process.port}", trust_env=False, headers=headers, timeout=30
            ) as http,
        ):
            withheld = asyncio.create_task(gate.withhold(timeout_s=20))
            await asyncio.sleep(0)
            asking = asyncio.create_task(http.post(ADDRESS))
            await withheld
            # Postgres has it, and nobody was told.
            async with database.connection() as connection:
                id = await connection.fetchval("SELECT id FROM export_jobs")
            assert (id is not None, asking.done()) == (True, False)
            await process.kill()
            with pytest.raises(httpx.TransportError):
                await asking
            await process.start()
            again = await http.post(ADDRESS)
            assert (again.status_code, again.json()["id"]) == (202, str(id))

            async def is_done() -> bool:
                return bool((await http.get(again.headers["location"])).json()["state"] == "done")

            await until_true(is_done, deadline_s=40.0)
            async with database.connection() as connection:
                assert await connection.fetchval("SELECT count(*) FROM export_jobs") == 1
                told = "SELECT count(*) FROM journal WHERE action = $1"
                assert await connection.fetchval(told, Action.EXPORTED) == 1
