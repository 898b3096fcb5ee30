"""Exports that are taken slowly, in part, or by a key that is revoked meanwhile: each ends, and leaves nothing."""

import asyncio
import os
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from uuid import UUID

import httpx
import pytest
from msgspec.structs import replace

from ryadom.core.api_keys import MadeKey
from ryadom.core.export_pace import Patience
from ryadom.store import export_jobs
from ryadom.store.database import Database
from ryadom.store.journal_chain import COMMAND_LINE, Action, Record
from ryadom.web import streamed
from ryadom.web.bounds import Bounds
from ryadom.web.context import Context
from tests.waiting import until, until_true
from tests.web.client import DEADLINE_S, Server
from tests.web.conftest import serving
from tests.web.raw import Raw, connected
from tests.web.test_api import EXPORTS, key
from tests.web.test_api import told as problem
from tests.web.test_api_export_jobs import program, until_done
from tests.web.test_display_masking import records

PEOPLE = 8_000
TABLE = f"{EXPORTS}/customers"
LEAST_BYTES = PEOPLE * 2_000
"""Of the table: more than the kernel holds for who does not read."""

UNREAD_S = 3.0


@pytest.fixture
async def server(database_url: str, database: Database, tmp_path: Path) -> AsyncIterator[Server]:
    """A server with a long table, which is made as slowly as while people chat."""
    bounds = Bounds(read_timeout_s=UNREAD_S)
    async with serving(database_url, database, bounds, data_dir=tmp_path) as running:
        async with database.connection() as connection:
            await connection.execute(
                "INSERT INTO visitors (site_id, id, name, locale) SELECT $1, gen_random_uuid(), "
                "repeat('Анна ', 200) || n, 'ru' FROM generate_series(1, CAST($2 AS integer)) AS n",
                running.site.id,
                PEOPLE,
            )
        context: Context = running.app.state.context
        running.app.state.context = replace(context, exports=replace(context.exports, told_at=time.monotonic))
        yield running


def have(server: Server, patience: Patience) -> None:
    """From now on it has this patience."""
    context: Context = server.app.state.context
    server.app.state.context = replace(context, exports=replace(context.exports, patience=patience))


class Places:
    """What an export takes of a server, and must give back."""

    def __init__(self, server: Server, folder: Path) -> None:
        self._database = server.database
        self._desk = server.app.state.context.exports
        self._folder = str(folder)
        self._before = self._free

    @property
    def _free(self) -> tuple[int, int]:
        return self._desk.turns._value, self._desk.places.free

    async def until_taken(self) -> None:
        await until(lambda: self._free == tuple(one - 1 for one in self._before))
        assert (await self._copies(), len(self._files())) == (1, 1)

    async def until_given_back(self) -> None:
        """Places, the connection to Postgres with its snapshot, and the file without a name."""
        await until(lambda: self._free == self._before)
        assert await self._copies() == 0
        assert self._files() == []

    async def _copies(self) -> int:
        async with self._database.connection() as connection:
            return int(
                await connection.fetchval(
                    "SELECT count(*) FROM pg_stat_activity "
                    "WHERE datname = current_database() AND state <> 'idle' AND query LIKE 'COPY%'"
                )
            )

    def _files(self) -> list[str]:
        there = []
        for one in Path("/proc/self/fd").iterdir():
            with suppress(FileNotFoundError):  # what the look itself has open
                there.append(str(one.readlink()))
        return [path for path in there if path.startswith(self._folder) and path.endswith("(deleted)")]


@pytest.fixture
def places(server: Server, tmp_path: Path) -> Places:
    return Places(server, tmp_path)


@asynccontextmanager
async def taking(server: Server, made: MadeKey, path: str) -> AsyncIterator[Raw]:
    """Somebody who has read no more than the head of the answer."""
    async with connected(server.port, receive_buffer=4_096) as raw:
        await raw.send(f"GET {path} HTTP/1.1\r\nHost: h\r\nAuthorization: Bearer {made.secret}\r\n\r\n".encode())
        assert b" 200 OK" in await raw.head()
        yield raw


async def read(raw: Raw, size: int) -> None:
    async with asyncio.timeout(DEADLINE_S):
        await raw.reader.readexactly(size)


async def trickle(raw: Raw) -> None:
    """Reads a byte, and another one a while later, for as long as there is a connection."""
    while await raw.reader.read(1):  # noqa: ASYNC110 - it is what they are like
        await asyncio.sleep(0.05)


def refused_unread(server: Server) -> float:
    """How many connections were torn off because nobody read."""
    context: Context = server.app.state.context
    return context.metrics.sample("ryadom_refusals_total", limit="unread_slow") or 0


async def end_told(server: Server) -> Record:
    """What the journal says of the end of the only export."""

    async def is_told() -> bool:
        return bool(await records(server, Action.EXPORT_ENDED))

    await until_true(is_told)
    told: list[Record] = await records(server, Action.EXPORT_ENDED)
    assert len(told) == 1
    return told[0]


async def whole(server: Server, made: MadeKey) -> bytes:
    """The table, taken by somebody who takes it as it comes."""
    async with program(server, made.secret) as http:
        response = await http.get(TABLE, params={"format": "jsonl"}, timeout=DEADLINE_S)
    assert response.status_code == 200, response.text
    assert response.content.count(b"\n") == PEOPLE
    assert len(response.content) > LEAST_BYTES
    return response.content


async def test_who_reads_a_byte_now_and_then_is_cut_off(server: Server, places: Places) -> None:
    made = await key(server)
    have(server, Patience(piece_within_s=0.5))
    async with taking(server, made, f"{TABLE}?format=jsonl") as raw:
        reading = asyncio.create_task(trickle(raw))
        await places.until_taken()
        record = await end_told(server)
        # While the rest was still being made
        assert (record.details["ended"], int(record.details["bytes"]) < LEAST_BYTES) == ("too_slow", True)
        await places.until_given_back()
        # The connection does not wait for them for ever, either.
        await until(lambda: refused_unread(server) == 1)
        reading.cancel()
    have(server, Patience())
    await whole(server, made)


async def test_who_takes_it_more_slowly_than_may_be_is_stopped(server: Server, places: Places) -> None:
    have(server, Patience(taken_within_s=0.3, least_bytes_per_s=1 << 40))
    async with program(server) as http:
        with pytest.raises(httpx.RemoteProtocolError, match="incomplete"):
            await http.get(TABLE, params={"format": "jsonl"})
    assert (await end_told(server)).details["ended"] == "too_slow"
    await places.until_given_back()


async def test_who_gets_on_takes_as_long_as_it_takes(server: Server, places: Places) -> None:
    have(server, Patience(taken_within_s=0.5, least_bytes_per_s=1 << 20))
    made = await key(server)
    table = await whole(server, made)
    record = await end_told(server)
    assert (record.details["ended"], record.details["bytes"]) == ("sent_whole", str(len(table)))
    assert (record.details["what"], record.actor.id) == ("customers", made.id)
    await places.until_given_back()


async def test_snapshot_has_an_end_however_patient_its_taker_is(server: Server, places: Places) -> None:
    have(server, Patience(made_within_s=1.0))
    async with program(server) as http:
        async with server.database.transaction() as connection:
            await connection.execute("LOCK TABLE customer_cards IN ACCESS EXCLUSIVE MODE")
            assert problem(await http.get(TABLE, params={"format": "jsonl"})) == (408, "too_slow", None)
        await places.until_given_back()
        # Of what was begun to be given the connection breaks off.
        with pytest.raises(httpx.RemoteProtocolError, match="incomplete"):
            await http.get(TABLE, params={"format": "jsonl"})
    await places.until_given_back()
    assert (await end_told(server)).details["ended"] == "too_slow"


async def test_who_leaves_in_the_middle_leaves_nothing_behind(server: Server, places: Places) -> None:
    made = await key(server)
    async with taking(server, made, f"{TABLE}?format=jsonl") as raw:
        await read(raw, 100_000)
        await places.until_taken()
    record = await end_told(server)
    assert record.details["ended"] == "client_left"
    assert 100_000 < int(record.details["bytes"]) < LEAST_BYTES
    await places.until_given_back()
    await whole(server, made)


async def test_key_that_is_revoked_meanwhile_gets_no_more(
    server: Server, places: Places, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(streamed, "CHECK_EVERY_S", 0.0)
    made = await key(server)
    async with taking(server, made, f"{TABLE}?format=jsonl") as raw:
        await read(raw, 100_000)
        await server.app.state.context.api_keys.revoke(made.id, by=COMMAND_LINE)
        rest = await raw.rest()
    assert len(rest) < LEAST_BYTES
    assert not rest.endswith(b"0\r\n\r\n")
    assert (await end_told(server)).details["ended"] == "api_key_invalid"
    await places.until_given_back()


async def test_key_that_is_revoked_meanwhile_gets_no_more_of_a_file(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(streamed, "CHECK_EVERY_S", 0.0)
    made = await key(server)
    async with program(server, made.secret) as http:
        asked = await http.post(f"{TABLE}/jobs", params={"format": "jsonl"})
        done = await until_done(http, asked.headers["location"])
    async with taking(server, made, done["file"]) as raw:
        await read(raw, 100_000)
        await server.app.state.context.api_keys.revoke(made.id, by=COMMAND_LINE)
        rest = await raw.rest()
    assert len(rest) < LEAST_BYTES < done["bytes"]
    record = await end_told(server)
    assert (record.details["ended"], record.details["job"]) == ("api_key_invalid", done["id"])


@pytest.mark.parametrize("way", ["deleted", "people_left"])
async def test_file_of_an_export_that_ends_meanwhile_is_given_no_further(
    server: Server, monkeypatch: pytest.MonkeyPatch, way: str
) -> None:
    monkeypatch.setattr(streamed, "CHECK_EVERY_S", 0.0)
    made = await key(server)
    async with program(server, made.secret) as http:
        asked = await http.post(f"{TABLE}/jobs", params={"format": "jsonl"})
        done = await until_done(http, asked.headers["location"])
        async with taking(server, made, done["file"]) as raw:
            await read(raw, 100_000)
            if way == "deleted":
                assert (await http.delete(asked.headers["location"])).json()["state"] == "ended"
            else:
                async with server.database.transaction() as connection:
                    await export_jobs.leave_site(connection, server.site.id, wait_s=5, most_tries=3)
            rest = await raw.rest()
    assert len(rest) < LEAST_BYTES < done["bytes"]
    record = await end_told(server)
    assert (record.details["ended"], record.details["job"]) == ("export_unready", done["id"])


async def test_file_is_had_from_where_its_line_broke(server: Server) -> None:
    async with program(server) as http:
        asked = await http.post(f"{TABLE}/jobs", params={"format": "jsonl"})
        done = await until_done(http, asked.headers["location"])
        file = await http.get(done["file"])
        tag = file.headers["etag"]
        for begin in (1, 1_000_000, len(file.content) - 1):
            rest = await http.get(done["file"], headers={"Range": f"bytes={begin}-", "If-Range": tag})
            assert (rest.status_code, rest.content == file.content[begin:]) == (206, True)
            assert rest.headers["content-range"] == f"bytes {begin}-{len(file.content) - 1}/{len(file.content)}"
        for header in (
            {"Range": "bytes=0-"},
            {"Range": f"bytes={len(file.content)}-"},
            {"Range": "bytes=5-9"},
            {"Range": "bytes=1-,3-"},
            {"Range": "bytes=-5"},
            {"Range": "rows=1-"},
            {"Range": "bytes=7-", "If-Range": '"another"'},
        ):
            again = await http.get(done["file"], headers=header)
            assert (again.status_code, again.content == file.content) == (200, True), header

    async def are_told() -> bool:
        return len(await records(server, Action.EXPORT_ENDED)) == 11

    await until_true(are_told)
    size = str(len(file.content))
    rests = [(str(begin), size) for begin in (1, 1_000_000, len(file.content) - 1)]
    for action in (Action.EXPORT_TAKEN, Action.EXPORT_ENDED):
        told = [(one.details.get("from"), one.details.get("of")) for one in await records(server, action)]
        assert sorted(told, key=str) == sorted([*rests, *[(None, None)] * 8], key=str)
    for one in await records(server, Action.EXPORT_ENDED):
        assert one.details["ended"] == ("sent_rest" if "from" in one.details else "sent_whole")
        assert int(one.details["bytes"]) == len(file.content) - int(one.details.get("from", 0))


async def test_file_has_places_of_which_a_key_has_two(server: Server) -> None:
    made = await key(server)
    places = server.app.state.context.program_exports.places
    free = places.free
    async with program(server, made.secret) as http:
        asked = await http.post(f"{TABLE}/jobs", params={"format": "jsonl"})
        done = await until_done(http, asked.headers["location"])
        async with taking(server, made, done["file"]), taking(server, made, done["file"]):
            taken = len(await records(server, Action.EXPORT_TAKEN))
            refused = await http.get(done["file"])
            assert (refused.headers["retry-after"], problem(refused)) == ("30", (503, "busy", None))
            assert len(await records(server, Action.EXPORT_TAKEN)) == taken
            # Others have theirs
            async with taking(server, await key(server), f"{TABLE}?format=jsonl"):
                assert places.free == free - 2
        await until(lambda: places.free == free)
        # What is refused holds none
        missing = await http.get(f"{EXPORTS}/jobs/{server.site.id}/file")
        assert (missing.status_code, places.free) == (404, free)
        assert (await http.get(done["file"])).status_code == 200
    await until(lambda: places.free == free)


async def test_file_that_is_taken_more_slowly_than_may_be_is_given_no_further(server: Server) -> None:
    async with program(server) as http:
        asked = await http.post(f"{TABLE}/jobs", params={"format": "jsonl"})
        done = await until_done(http, asked.headers["location"])
        have(server, Patience(taken_within_s=0.0, least_bytes_per_s=1 << 40))
        with pytest.raises(httpx.RemoteProtocolError, match="without sending complete"):
            await http.get(done["file"])
    assert (await end_told(server)).details["ended"] == "too_slow"


def cut(folder: Path, id: str) -> None:
    """Leaves the beginning of the file of a job."""
    (path,) = folder.rglob(f"{UUID(id).hex}-*")
    os.truncate(path, 1_000)


async def test_file_that_is_not_what_was_made_is_not_given(server: Server, tmp_path: Path) -> None:
    async with program(server) as http:
        asked = await http.post(f"{TABLE}/jobs", params={"format": "jsonl"})
        done = await until_done(http, asked.headers["location"])
        cut(tmp_path, done["id"])
        assert problem(await http.get(done["file"]))[:2] == (503, "files_unavailable")
    assert await records(server, Action.EXPORT_TAKEN) == []
