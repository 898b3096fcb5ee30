"""The Python client's exports on a real server: read as they come, made once, and had whole over lines that break."""

import asyncio
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from ryadom.core.api_keys import Scope
from ryadom.protocol.public_exports import PublicExport
from ryadom.store.journal_chain import Action
from ryadom_client import (
    BrokenOff,
    Client,
    Export,
    ExportFailed,
    Invalid,
    MessageDiffers,
    NotFound,
    NotInTime,
    Table,
    walking,
)
from tests.waiting import until_true
from tests.web.client import Server
from tests.web.programs import key
from tests.web.test_display_masking import records
from tests.web.test_export_downloads import LEAST_BYTES, PEOPLE, Places, end_told, places, server
from tests.web.test_python_client import client

__all__ = ["chat", "places", "secret", "server"]

ODD = 'двойной " знак\nстрока\u2028и\x85ещё 🙂'


@pytest.fixture
async def secret(server: Server) -> str:
    return (await key(server, scopes=list(Scope))).secret


@pytest.fixture
def chat(server: Server, secret: str) -> Iterator[Client]:
    with client(server, secret, sleep=time.sleep) as one:
        yield one


class Cut(httpx.SyncByteStream):
    """As much of a stream as came before its line broke; `is_told`: and that it did."""

    def __init__(self, whole: httpx.SyncByteStream, size: int, *, is_told: bool = True) -> None:
        self._whole = whole
        self._is_told = is_told
        self._size = size

    def __iter__(self) -> Iterator[bytes]:
        left = self._size
        for piece in self._whole:
            yield piece[:left]
            if len(piece) > left:
                if not self._is_told:
                    return
                raise httpx.ReadError("the line broke")
            left -= len(piece)

    def close(self) -> None:
        self._whole.close()


class Breaking(httpx.HTTPTransport):
    """A line that breaks within files: behind so many bytes each time."""

    def __init__(self, *sizes: int) -> None:
        super().__init__()
        self.sizes = list(sizes)
        self.begun: list[str | None] = []

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        response = super().handle_request(request)
        if request.url.path.endswith("/file"):
            self.begun.append(request.headers.get("range"))
            if self.sizes:
                assert isinstance(response.stream, httpx.SyncByteStream)
                response.stream = Cut(response.stream, self.sizes.pop(0))
        return response


def test_client_knows_each_field_that_the_server_gives() -> None:
    assert set(Export.__struct_fields__) == set(PublicExport.__struct_fields__)


async def test_rows_come_one_by_one_whatever_is_written_in_them(server: Server, chat: Client) -> None:
    async with server.visitor() as visitor:
        await visitor.say(ODD)
        await visitor.say("Есть чай?")

    def use() -> None:
        table = Table("messages", columns=["seq", "body"], sites=[server.site.key], states=["open", "snoozed"])
        with chat.exports.rows(table) as rows:
            assert list(rows) == [{"seq": 1, "body": ODD}, {"seq": 2, "body": "Есть чай?"}]
        with chat.exports.pieces(Table("messages", columns=["seq"], delimiter=",", has_mark=False)) as pieces:
            assert b"".join(pieces) == b"seq\n1\n2\n"
        with pytest.raises(Invalid) as refused, chat.exports.rows(Table("messages", columns=["password"])):
            pass
        assert refused.value.field == "columns"
        # A way of asking is there for each that the server knows
        with pytest.raises(Invalid) as refused, chat.exports.rows(Table("messages", tag_ids=[server.site.id])):
            pass
        assert refused.value.field == "tag"

    await asyncio.to_thread(use)


async def test_leaving_in_the_middle_ends_it_for_the_server_too(server: Server, chat: Client, places: Places) -> None:
    first: list[object] = []

    def begin() -> None:
        with chat.exports.rows(Table("customers")) as rows:
            first.append(next(rows)["name"])
            raise LookupError("of the program's own")

    with pytest.raises(LookupError):
        await asyncio.to_thread(begin)
    assert str(first[0]).startswith("Анна ")
    assert (await end_told(server)).details["ended"] == "client_left"
    await places.until_given_back()


async def test_export_whose_answers_are_lost_is_made_once(server: Server) -> None:
    with client(server, (await key(server, scopes=[Scope.EXPORT_DATA])).secret, losing=2) as losing:
        made = await asyncio.to_thread(losing.exports.make, Table("messages"))
        named = await asyncio.to_thread(losing.exports.make, Table("messages"), idempotency_key="october")
        assert await asyncio.to_thread(losing.exports.make, Table("messages"), idempotency_key="october") != made
        with pytest.raises(MessageDiffers):
            await asyncio.to_thread(losing.exports.make, Table("customers"), idempotency_key="october")
    async with server.database.connection() as connection:
        ids = await connection.fetch("SELECT id FROM export_jobs ORDER BY asked_at")
    assert [row["id"] for row in ids] == [made.id, named.id]


async def test_export_is_waited_for_and_told_of(server: Server, chat: Client) -> None:
    seen: list[Export] = []

    def wait(id: object, within_s: float) -> Export:
        return chat.exports.wait(str(id), within_s=within_s, on_progress=seen.append)

    async with server.database.transaction() as connection:
        await connection.execute("LOCK TABLE customer_cards IN ACCESS EXCLUSIVE MODE")
        made = await asyncio.to_thread(chat.exports.make, Table("customers"))
        with pytest.raises(NotInTime) as late:
            await asyncio.to_thread(wait, made.id, 0.2)
        assert late.value.export.state in ("queued", "running")
        with pytest.raises(ExportFailed):
            await asyncio.to_thread(chat.exports.download, made.id, "nowhere")
    done = await asyncio.to_thread(wait, made.id, 40.0)
    assert (done.rows, done.is_over, seen[-1]) == (PEOPLE, True, done)
    assert (await asyncio.to_thread(chat.exports.remove, made.id)).state == "ended"
    with pytest.raises(ExportFailed) as failed:
        await asyncio.to_thread(wait, made.id, 1.0)
    assert failed.value.export.reason == "asked"
    with pytest.raises(NotFound):
        await asyncio.to_thread(chat.exports.one, server.site.id)


async def test_exports_of_the_key_are_walked_newest_first(
    server: Server, chat: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(walking, "PAGE", 1)
    made = [await asyncio.to_thread(chat.exports.make, Table(kind)) for kind in ("customers", "messages", "consents")]
    walked = await asyncio.to_thread(lambda: list(chat.exports.all()))
    assert [one.id for one in walked] == [one.id for one in reversed(made)]
    assert [one.kind for one in walked] == ["consents", "messages", "customers"]


async def test_file_is_whole_over_a_line_that_breaks_time_and_again(
    server: Server, chat: Client, tmp_path: Path
) -> None:
    made = await asyncio.to_thread(chat.exports.make, Table("customers"), format="jsonl")
    done = await asyncio.to_thread(chat.exports.wait, made.id, within_s=40.0)
    whole = await asyncio.to_thread(chat.exports.download, made.id, tmp_path / "whole.jsonl")
    assert whole.stat().st_size == done.bytes
    assert whole.stat().st_mode & 0o777 == 0o600
    assert (done.bytes or 0) > LEAST_BYTES

    secret = (await key(server, scopes=[Scope.EXPORT_DATA])).secret
    breaking = Breaking(1_000_000, 0, 2_000_000)
    with client(server, secret, sleep=time.sleep) as other:
        # Each key has what it has asked for
        theirs = await asyncio.to_thread(other.exports.make, Table("customers"), format="jsonl")
        await asyncio.to_thread(other.exports.wait, theirs.id, within_s=40.0)
    http = httpx.Client(transport=breaking, timeout=20)
    with Client(server.http_url, secret, http=http, sleep=lambda _: None, max_tries=2) as broken:
        got = await asyncio.to_thread(broken.exports.download, theirs.id, tmp_path / "got.jsonl")
        assert breaking.begun == [None, "bytes=1000000-", "bytes=1000000-", "bytes=3000000-"]
        assert got.read_bytes() == whole.read_bytes()
        # What ended in the middle with its process goes on behind what is there, whole or too much
        part = tmp_path / f"again.jsonl.{theirs.id}.part"
        for beginning, begun in ((whole.read_bytes()[:500], ["bytes=500-"]), (whole.read_bytes() + b"x", [None])):
            part.write_bytes(beginning)
            breaking.begun.clear()
            again = await asyncio.to_thread(broken.exports.download, theirs.id, tmp_path / "again.jsonl")
            assert (breaking.begun, again.read_bytes()) == (begun, whole.read_bytes())
            assert not part.exists()
        breaking.sizes = [700, 0, 0]
        with pytest.raises(BrokenOff):
            await asyncio.to_thread(broken.exports.download, theirs.id, tmp_path / "never.jsonl")
    assert not (tmp_path / "never.jsonl").exists()
    assert (tmp_path / f"never.jsonl.{theirs.id}.part").stat().st_size == 700

    async def are_told() -> bool:
        ends = [one.details["ended"] for one in await records(server, Action.EXPORT_ENDED)]
        return ends.count("client_left") >= 3

    await until_true(are_told)
