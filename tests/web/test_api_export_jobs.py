"""`/api/v1/exports/…/jobs`: a program has a table made, looks how far it is, has the file, and nobody else does."""

import io
import zipfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from uuid import UUID, uuid4

import httpx
import pytest

from ryadom.core.api_keys import Scope
from ryadom.core.export_jobs.sweep import Sweeper
from ryadom.store.database import Database
from ryadom.store.journal_chain import COMMAND_LINE, Action, ActorKind
from tests.export_jobs import files_in
from tests.waiting import until_true
from tests.web.client import Client, JsonObject, Server
from tests.web.conftest import serving
from tests.web.test_api import EXPORTS, key, told
from tests.web.test_display_masking import records

PHONE = "+7 916 123-45-67"


@pytest.fixture
async def server(database_url: str, database: Database, tmp_path: Path) -> AsyncIterator[Server]:
    async with serving(database_url, database, data_dir=tmp_path) as running:
        yield running


@pytest.fixture
async def visitor(server: Server) -> AsyncIterator[Client]:
    async with server.visitor() as client:
        await client.say(f"Звоните {PHONE}")
        yield client


@asynccontextmanager
async def program(server: Server, secret: str | None = None) -> AsyncIterator[httpx.AsyncClient]:
    headers = {"Authorization": f"Bearer {secret or (await key(server)).secret}"}
    async with httpx.AsyncClient(base_url=server.http_url, trust_env=False, headers=headers) as http:
        yield http


async def until_done(http: httpx.AsyncClient, address: str) -> JsonObject:
    last: JsonObject = {}

    async def is_done() -> bool:
        nonlocal last
        last = (await http.get(address)).json()
        return bool(last["state"] == "done")

    await until_true(is_done, deadline_s=40.0)
    return last


async def test_workbook_is_made_looked_at_and_had(server: Server, visitor: Client, tmp_path: Path) -> None:
    async with program(server) as http:
        asked = await http.post(f"{EXPORTS}/messages/jobs", params={"format": "xlsx", "columns": "seq,body"})
        assert asked.status_code == 202, asked.text
        job = asked.json()
        assert (job["object"], job["kind"], job["format"], job["sites"]) == (
            "export",
            "messages",
            "xlsx",
            [server.site.key],
        )
        assert job["file"] is None
        done = await until_done(http, asked.headers["location"])
        assert (done["rows"], done["reason"]) == (1, "")
        for _ in range(2):
            file = await http.get(done["file"])
            assert file.status_code == 200, file.text
            assert len(file.content) == done["bytes"] == int(file.headers["content-length"])
            assert "spreadsheetml" in file.headers["content-type"]
        with zipfile.ZipFile(io.BytesIO(file.content)) as book:
            assert PHONE in book.read("xl/worksheets/sheet1.xml").decode()
        gone = await http.delete(asked.headers["location"])
        assert (gone.status_code, gone.json()["state"], gone.json()["reason"]) == (200, "ended", "asked")
        assert told(await http.get(done["file"])) == (409, "export_unready", "id")
    assert files_in(tmp_path) == []
    [exported] = await records(server, Action.EXPORTED)
    assert (exported.actor.kind, exported.details["job"]) == (ActorKind.API_KEY, job["id"])
    assert len(await records(server, Action.EXPORT_TAKEN)) == 2


async def test_nobody_else_has_it_and_it_ends_with_its_key(server: Server, visitor: Client, tmp_path: Path) -> None:
    made = await key(server)
    async with program(server, made.secret) as http, program(server) as other:
        location = (await http.post(f"{EXPORTS}/messages/jobs")).headers["location"]
        done = await until_done(http, location)
        for response in (
            await other.get(location),
            await other.delete(location),
            await other.get(done["file"]),
            await http.get(f"{EXPORTS}/jobs/{uuid4()}"),
        ):
            assert told(response) == (404, "export_unknown", "id")
        await server.app.state.context.api_keys.revoke(made.id, by=COMMAND_LINE)
        assert told(await http.get(done["file"])) == (401, "api_key_invalid", None)
        folder = server.app.state.context.export_jobs.queue.folder
        await Sweeper(database=server.database, folder=folder).sweep()
        assert files_in(tmp_path) == []


async def test_key_lists_what_it_has_asked_for_newest_first(server: Server, visitor: Client) -> None:
    jobs = f"{EXPORTS}/jobs"
    async with program(server, (await key(server)).secret) as http, program(server) as other:
        asked = []
        for kind in ("messages", "customers", "conversations"):
            queued = await http.post(f"{EXPORTS}/{kind}/jobs")
            asked.append((await until_done(http, queued.headers["location"]))["id"])
        first = (await http.get(jobs, params={"limit": 2})).json()
        assert [one["id"] for one in first["data"]] == [asked[2], asked[1]]
        assert first["has_more"]
        # What comes meanwhile is on no later page
        await until_done(http, (await http.post(f"{EXPORTS}/messages/jobs")).headers["location"])
        second = (await http.get(jobs, params={"limit": 2, "cursor": first["next"]})).json()
        assert [one["id"] for one in second["data"]] == [asked[0]]
        assert (second["has_more"], second["next"]) == (False, None)
        # Each is as its own address says
        whole = (await http.get(jobs)).json()["data"]
        assert len(whole) == 4
        assert whole == [(await http.get(f"{jobs}/{one['id']}")).json() for one in whole]
        # Nobody else sees them, nor goes on in this list
        assert (await other.get(jobs)).json() == {"data": [], "has_more": False, "next": None}
        assert told(await other.get(jobs, params={"cursor": first["next"]})) == (422, "cursor_invalid", "cursor")
        assert told(await http.get(jobs, params={"cursor": "чужой"})) == (422, "cursor_invalid", "cursor")


async def test_list_knows_of_a_file_that_may_not_be_had_any_more(server: Server, visitor: Client) -> None:
    async with program(server) as http:
        location = (await http.post(f"{EXPORTS}/messages/jobs")).headers["location"]
        await until_done(http, location)
        async with server.database.connection() as connection:
            await connection.execute("UPDATE export_jobs SET expires_at = now() - interval '1 second'")
        [listed] = (await http.get(f"{EXPORTS}/jobs")).json()["data"]
        assert (listed["state"], listed["reason"], listed["file"]) == ("ended", "expired", None)


async def test_list_needs_the_scope_of_exports(server: Server) -> None:
    async with program(server, (await key(server, scopes=[Scope.READ_CHANGES])).secret) as http:
        assert told(await http.get(f"{EXPORTS}/jobs")) == (403, "scope_missing", None)


async def test_conditions_are_kept_until_it_is_made(server: Server, visitor: Client) -> None:
    async with server.visitor() as other, server.operator() as operator:
        answered = (await other.say("Другой вопрос"))["conversation_id"]
        await operator.say("Здравствуйте", conversation_id=answered)
    async with program(server) as http:
        query = {"unanswered": "true", "state": ["open", "snoozed"], "columns": "body", "mark": "false"}
        asked = await http.post(f"{EXPORTS}/messages/jobs", params=query)
        done = await until_done(http, asked.headers["location"])
        assert done["rows"] == 1
        assert "Другой вопрос" not in (await http.get(done["file"])).text


@pytest.mark.parametrize(
    ("kind", "query", "field"),
    [
        ("everything", {}, "kind"),
        ("messages", {"format": "exe"}, "format"),
        ("messages", {"tag": str(UUID(int=1))}, "tag"),
        ("consents", {"unanswered": "true"}, "kind"),
        ("messages", {"format": "vcf"}, "format"),
        ("messages", {"columns": "password_hash"}, "columns"),
        ("messages", {"since": "2026-11-02T00:00:00Z", "before": "2026-11-01T00:00:00Z"}, "before"),
        ("messages", {"sinse": "2026-11-01T00:00:00Z"}, "sinse"),
    ],
)
async def test_what_is_asked_wrongly_is_named(server: Server, kind: str, query: dict[str, str], field: str) -> None:
    async with program(server) as http:
        assert told(await http.post(f"{EXPORTS}/{kind}/jobs", params=query)) == (422, "bad_body", field)
    assert await records(server, Action.EXPORTED) == []


async def test_key_for_something_else_gets_no_further(server: Server) -> None:
    async with program(server, (await key(server, scopes=[Scope.READ_CHATS])).secret) as http:
        assert told(await http.post(f"{EXPORTS}/messages/jobs")) == (403, "scope_missing", None)
        assert told(await http.get(f"{EXPORTS}/jobs/{uuid4()}/file")) == (403, "scope_missing", None)
    async with program(server) as http:
        refused = await http.post(f"{EXPORTS}/messages/jobs", params={"site": "other-key-1"})
        assert told(refused) == (403, "scope_missing", "site")
        assert told(await http.get(f"{EXPORTS}/jobs/none")) == (404, "route_unknown", "id")
