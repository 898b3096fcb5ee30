"""`Idempotency-Key` of exports that programs have made: sent again it is the same export, by whichever server."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from ryadom.core.api_keys import Scope
from ryadom.core.export_jobs.queue import MOST_OPEN_OF_MAKER
from ryadom.core.sites import add_site
from ryadom.store import export_jobs
from ryadom.store.database import Database
from ryadom.store.journal_chain import Action
from tests.web.client import Server
from tests.web.conftest import another_server, serving
from tests.web.labels import make_labels
from tests.web.test_api import EXPORTS, key, told
from tests.web.test_api_export_jobs import program, until_done
from tests.web.test_display_masking import records

JOBS = f"{EXPORTS}/messages/jobs"


@pytest.fixture
async def server(database_url: str, database: Database, tmp_path: Path) -> AsyncIterator[Server]:
    async with serving(database_url, database, data_dir=tmp_path) as running:
        yield running


async def ask(http: httpx.AsyncClient, once: str, path: str = JOBS, **query: Any) -> httpx.Response:
    return await http.post(path, params=query, headers={"Idempotency-Key": once})


async def jobs_in(server: Server) -> int:
    async with server.database.connection() as connection:
        return int(await connection.fetchval("SELECT count(*) FROM export_jobs"))


async def test_export_that_is_asked_for_again_is_the_same_whatever_has_become_of_it(server: Server) -> None:
    asked = {"format": "jsonl", "site": server.site.key, "since": "2026-01-01T03:00:00+03:00"}
    async with program(server) as http:
        first = await ask(http, "october", **asked)
        assert first.status_code == 202, first.text
        again = await ask(http, "october", **asked)
        location = first.headers["location"]
        assert (again.status_code, again.headers["location"], again.json()["id"]) == (202, location, first.json()["id"])
        await until_done(http, location)
        assert (await ask(http, "october", **asked)).json()["state"] == "done"
        await http.delete(location)
        ended = (await ask(http, "october", **asked)).json()
        assert (ended["id"], ended["state"], ended["file"]) == (first.json()["id"], "ended", None)
    assert await jobs_in(server) == 1
    assert len(await records(server, Action.EXPORTED)) == 1


async def test_same_key_from_several_sides_at_once_makes_one_export(
    server: Server, database_url: str, database: Database, tmp_path: Path
) -> None:
    secret = (await key(server)).secret
    async with (
        another_server(database_url, database, server.site, data_dir=tmp_path) as second,
        program(server, secret) as here,
        program(second, secret) as there,
    ):
        # As many sides as have the turns of a key to themselves: none waits for another before it asks
        answers = await asyncio.gather(*(ask(http, "at-once") for http in (here, there) * 4))
    assert {answer.status_code for answer in answers} == {202}
    assert len({answer.json()["id"] for answer in answers}) == 1
    assert await jobs_in(server) == 1
    assert len(await records(server, Action.EXPORTED)) == 1


@pytest.mark.parametrize(
    ("path", "query"),
    [
        (f"{EXPORTS}/customers/jobs", {"columns": "site"}),
        (JOBS, {"columns": "site", "format": "jsonl"}),
        (JOBS, {"columns": "site", "before": "2026-11-01T00:00:00Z"}),
        (JOBS, {"columns": "site", "unanswered": "true"}),
        (JOBS, {"columns": "site", "site": "shop-key-1"}),
        (JOBS, {}),
    ],
)
async def test_same_key_for_another_export_is_refused(server: Server, path: str, query: dict[str, str]) -> None:
    async with program(server) as http:
        await ask(http, "report", columns="site")
        assert told(await ask(http, "report", path, **query)) == (422, "idempotency_mismatch", "idempotency-key")
    assert await jobs_in(server) == 1


@pytest.mark.parametrize("keys", [[""], ["с-кириллицей"], ["a b"], ["x" * 256], ["one", "two"]])
async def test_what_can_be_no_key_is_refused(server: Server, keys: list[str]) -> None:
    async with program(server) as http:
        response = await http.post(JOBS, headers=[(b"Idempotency-Key", one.encode()) for one in keys])
        assert told(response) == (400, "idempotency_expected", "idempotency-key")
    assert await jobs_in(server) == 0


async def test_without_a_key_each_is_another_and_of_another_program_too(server: Server) -> None:
    async with program(server) as http, program(server) as other:
        for _ in range(2):
            assert (await http.post(JOBS)).status_code == 202
        mine, theirs = await ask(http, "mine"), await ask(other, "mine")
        assert mine.json()["id"] != theirs.json()["id"]
    assert await jobs_in(server) == 4


async def test_repetition_is_answered_though_no_more_may_be_asked_for(server: Server) -> None:
    async with program(server) as http, server.database.transaction() as connection:
        # None of them is made meanwhile
        await export_jobs._queries.hold_leases.run(connection)
        made = [(await ask(http, f"n{number}")).json()["id"] for number in range(MOST_OPEN_OF_MAKER)]
        assert told(await ask(http, "one-more"))[:2] == (429, "rate_limited")
        assert [(await ask(http, f"n{number}")).json()["id"] for number in range(MOST_OPEN_OF_MAKER)] == made


async def test_repetition_is_the_same_though_there_are_other_sites_and_tags_by_now(server: Server) -> None:
    tags = await make_labels(server, tags=("Опт",))
    made = await key(server, is_for_all=True, scopes=[Scope.EXPORT_DATA])
    async with program(server, made.secret) as http:
        first = await ask(http, "weekly", tag=tags["Опт"])
        assert first.status_code == 202, first.text
        async with server.database.connection() as connection:
            await connection.execute("DELETE FROM labels")
        await add_site(server.database, name="Третья", origins=["http://third.test"], key="third-key-1")
        again = await ask(http, "weekly", tag=tags["Опт"])
        assert again.status_code == 202, again.text
        assert (again.json()["id"], again.json()["sites"]) == (first.json()["id"], first.json()["sites"])
        assert told(await ask(http, "fresh", tag=tags["Опт"])) == (422, "bad_body", "tag")
